"""What of the regulations is laid side by side: clauses, and articles as wholes; and which fits which best.

A *clause* is a unit with text of its own. The opening words of a list that no norm hangs on stand apart: they are
much the same everywhere, and what they mean shows in the items, and in the article as a whole: its own
text and that of all below it, without the numbers. Titles, prefaces, chapter headings and signatures are no
clauses.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ..model import Text
from .words import similarity

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["Role", "Unit", "best", "moved", "pairs_of", "role_of", "unit_of", "units_of"]

Role = Literal["clause", "opening", "article"]
"""A unit by itself, the opening words of a list, or an article with all below it."""

#: Kinds of units that hold no rule: what stands before, between and after the articles.
_FRAME = frozenset({"preface", "title", "signature", "date_line", "conclusions", "chapter", "heading"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A text that is compared: which unit it is, as what, and its text in both languages."""

    id: str
    regulation: str
    role: Role
    text: Text


Scored = tuple[Unit, Unit, float]


def units_of(corpus: Corpus, regulation: str) -> tuple[Unit, ...]:
    """The texts of a regulation that are compared, in document order; an article with points twice.

    The units of a list stand each for itself, and the article that holds them once more as a whole.
    """
    found: list[Unit] = []
    for provision in corpus.provisions.values():
        if provision.regulation != regulation or provision.kind in _FRAME:
            continue
        if provision.kind == "article" and _lists(corpus, provision.id):
            found.append(unit_of(corpus, provision.id, "article"))
        if provision.text is not None:
            found.append(Unit(provision.id, regulation, role_of(corpus, provision.id), provision.text))
    return tuple(found)


def role_of(corpus: Corpus, provision: str) -> Role:
    """What a unit is by itself: a clause, or the opening words of a list that no norm hangs on."""
    return "opening" if _lists(corpus, provision) and provision not in corpus.norms_at else "clause"


def _lists(corpus: Corpus, provision: str) -> bool:
    return any(corpus.provisions[c].text is not None for c in corpus.children.get(provision, ()))


def unit_of(corpus: Corpus, provision: str, role: Role) -> Unit:
    """One unit as it is compared; as an article it has the text of all below it as well.

    Raises:
        KeyError: no such unit.
    """
    texts = list(_texts(corpus, provision)) if role == "article" else [corpus.provisions[provision].text]
    zh = "".join(t.zh for t in texts if t)
    en = " ".join(t.in_("en") for t in texts if t)
    return Unit(provision, corpus.provisions[provision].regulation, role, Text(zh, en))


def _texts(corpus: Corpus, provision: str) -> Iterator[Text]:
    own = corpus.provisions[provision].text
    if own is not None:
        yield own
    for child in corpus.children.get(provision, ()):
        yield from _texts(corpus, child)


def pairs_of(corpus: Corpus, a: Iterable[Unit], b: Iterable[Unit], least: float) -> tuple[Scored, ...]:
    """Every pair of like roles whose words are alike enough, in document order of the first.

    Clauses are laid beside clauses, openings beside openings, and articles as wholes beside articles; an
    article without points is a clause and is laid beside both.

    Args:
        corpus: the compiled law.
        a: the units of one regulation.
        b: those of another.
        least: the least similarity, from 0 to 1.
    """
    right = list(b)
    found: list[Scored] = []
    for one in a:
        for other in right:
            if _comparable(corpus, one, other):
                score = similarity(one.text.zh, other.text.zh)
                if score >= least and score > 0:
                    found.append((one, other, score))
    return tuple(found)


def _comparable(corpus: Corpus, one: Unit, other: Unit) -> bool:
    if one.role == other.role:
        return True
    roles = {one.role, other.role}
    if roles != {"clause", "article"}:
        return False
    leaf = one if one.role == "clause" else other
    return corpus.provisions[leaf.id].kind == "article"


def best(pairs: Iterable[Scored]) -> frozenset[tuple[str, str, Role]]:
    """The pairs in which each is the other's most similar one: (unit, unit, role of the first).

    Where several are equally similar, the first in document order is taken.
    """
    left: dict[tuple[str, Role], Scored] = {}
    right: dict[tuple[str, Role], Scored] = {}
    listed = list(pairs)
    for pair in listed:
        a, b, score = pair
        for side, unit in ((left, a), (right, b)):
            key = (unit.id, unit.role)
            if key not in side or score > side[key][2]:
                side[key] = pair
    return frozenset(
        (a.id, b.id, a.role)
        for pair in listed
        for a, b, _ in [pair]
        if left[a.id, a.role] is pair and right[b.id, b.role] is pair
    )


def moved(places: Iterable[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    """The pairs of places that break the common order: those outside a longest rising chain.

    Args:
        places: (place of the unit here, place of its counterpart there).

    >>> sorted(moved([(1, 1), (2, 5), (3, 2), (4, 3)]))
    [(2, 5)]
    """
    listed = sorted(set(places))
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for i, (_, there) in enumerate(listed):
        at = bisect_left(tails, there)
        before.append(ends[at - 1] if at else -1)
        if at == len(tails):
            tails.append(there)
            ends.append(i)
        else:
            tails[at], ends[at] = there, i
    chain: set[int] = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.add(at)
        at = before[at]
    return frozenset(pair for i, pair in enumerate(listed) if i not in chain)
