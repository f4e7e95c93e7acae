"""Clauses of two regulations side by side: how alike in words, in which words they differ, how related in law.

Words and law are measured apart, because they part: the same sentence under another list means something else,
and two sentences with hardly a word in common can mean the same. So there are pairs that are alike in
words (`pairs`), each with the relation of its norms, and pairs that are alike in law alone (`in_law_only`).
What has no counterpart in either way is `unique`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

from ..errors import UsageError, did_you_mean, known_words
from ..model import Text
from ..reports.documents.model import Mark
from .clause_pairs import ALIKE, LEAST, ClausePair, Place, TitlePair, Wording
from .emended import changed_spans, touched
from .norm_pairs import IMPLYING, NormPair, law_counterparts, norm_pairs, ordered_pairs
from .units import Role, Unit, best, moved, pairs_of, role_of, unit_of, units_of
from .words import changes, differences, same_words
from .words import similarity as likeness

if TYPE_CHECKING:
    from ..conditions.relations import Logic
    from ..corpus import Corpus

__all__ = [
    "ALIKE", "LEAST", "ClauseComparison", "ClausePair", "TitlePair", "compare_clauses", "compare_pair",
]  # fmt: skip


@dataclass(frozen=True)
class ClauseComparison:
    """All clauses of the regulations side by side.

    Attributes:
        regulations: slugs, in their order.
        least: from which similarity on two clauses are a pair in words.
        titles: the titles, two by two; a regulation without a printed title has none.
        pairs: what is alike in words, by regulations and then in document order of the first.
        in_law_only: clauses whose norms have the same effect on conditions of which one implies the other,
            in other words.
        overlapping: clauses whose norms have the same effect on conditions that overlap, in other words; those
            that share most of their grounds first.
        unique: slug → the clauses without a counterpart in any other of the regulations, in words or in law.
        clauses: slug → its clauses, which the measures count.
    """

    corpus: Corpus = field(repr=False)
    regulations: tuple[str, ...]
    least: float
    titles: tuple[TitlePair, ...]
    pairs: tuple[ClausePair, ...]
    in_law_only: tuple[NormPair, ...]
    overlapping: tuple[NormPair, ...]
    unique: dict[str, tuple[str, ...]]
    clauses: dict[str, tuple[str, ...]]
    in_law: tuple[NormPair, ...] = field(repr=False, default=())  # alike in words or not

    def of(self, a: str, b: str) -> tuple[ClausePair, ...]:
        """The pairs of two regulations that are each other's closest, clauses and articles, in document order."""
        between = {a, b}
        return tuple(
            p for p in self.pairs
            if p.closest and {self._slug(p.a), self._slug(p.b)} == between and p.role != "opening"
        )  # fmt: skip

    def _slug(self, provision: str) -> str:
        return self.corpus.provisions[provision].regulation

    def to_json(self) -> dict[str, Any]:
        """The comparison as plain JSON data; ids of clauses and norms are those of the graph."""
        return {
            "regulations": list(self.regulations),
            "least_similarity": self.least,
            "nearly_the_same_from": ALIKE,
            "titles": [t.to_json() for t in self.titles],
            "pairs": [p.to_json() for p in self.pairs],
            "alike_in_law_only": [p.to_json() for p in self.in_law_only],
            "overlapping_in_law_only": [p.to_json() for p in self.overlapping],
            "unique": {slug: list(ids) for slug, ids in self.unique.items()},
        }


def compare_clauses(
    corpus: Corpus,
    logic: Logic,
    regulations: Iterable[str] | None = None,
    similarity: float | None = None,
) -> ClauseComparison:
    """Which clauses of the regulations say the same or nearly, in words and in law, and in what they differ.

    Args:
        corpus: the compiled law.
        logic: the logic of its conditions, made once.
        regulations: slugs; by default those that matters are assessed under. Any of the corpus may be named.
        similarity: from which similarity (0 to 1) on two clauses are a pair; `LEAST` by default.

    Raises:
        UsageError: an unknown regulation, fewer than two, or a similarity outside 0 to 1.

    >>> from kg_query import KnowledgeGraph
    >>> from kg_query.conditions.relations import Logic
    >>> corpus = KnowledgeGraph.open().corpus
    >>> compared = compare_clauses(corpus, Logic(corpus), ["nanmu", "puxian-tolerance"])
    >>> changes(compared.titles[0].zh)
    (('南木鄂伦春民族乡', '蒲县'), ('尽职尽责', '尽职免责'))
    """
    slugs = _chosen(corpus, regulations)
    least = LEAST if similarity is None else similarity
    if not 0 <= least <= 1:
        raise UsageError(
            Text(f"相似度应在 0 与 1 之间：{least}", f"a similarity lies between 0 and 1: {least}")
        )
    units = {slug: units_of(corpus, slug) for slug in slugs}
    pairs: list[ClausePair] = []
    in_law: list[NormPair] = []
    for a, b in combinations(slugs, 2):
        pairs += _between(corpus, logic, units[a], units[b], least)
        in_law += law_counterparts(corpus, logic, a, b)
    clauses = {slug: tuple(u.id for u in some if u.role == "clause") for slug, some in units.items()}
    paired = {(p.a, p.b) for p in pairs}
    in_words = {unit for p in pairs if p.role == "clause" for unit in (p.a, p.b)}
    in_words |= {unit for p in pairs if p.role == "article" for unit in (p.a, p.b)}
    implying = [n for n in in_law if n.relation in IMPLYING]
    other_words = [n for n in in_law if n.provisions(corpus) not in paired]
    matched = in_words | {unit for n in implying for unit in n.provisions(corpus)}
    return ClauseComparison(
        corpus,
        slugs,
        least,
        tuple(_titles(corpus, slugs)),
        tuple(pairs),
        tuple(n for n in other_words if n.relation in IMPLYING),
        tuple(sorted((n for n in other_words if n.relation == "overlaps"), key=lambda n: -n.share)),
        {slug: tuple(c for c in ids if c not in matched) for slug, ids in clauses.items()},
        clauses,
        tuple(implying),
    )


def compare_pair(corpus: Corpus, logic: Logic, a: str, b: str) -> ClausePair:
    """Two units side by side, however little alike: any clause, title, heading or article.

    An article with points is taken as a whole where the other unit is an article too.

    Raises:
        UsageError: there is no such unit.
    """
    for one in (a, b):
        if one not in corpus.provisions:
            raise UsageError(
                Text(f"没有 {one}", f"there is no {one}"), hint=did_you_mean(one, corpus.provisions)
            )
    kinds = {corpus.provisions[one].kind for one in (a, b)}
    lists = any(corpus.provisions[one].text is None or corpus.children.get(one) for one in (a, b))
    role: Role = "article" if kinds == {"article"} and lists else "clause"
    left, right = unit_of(corpus, a, role), unit_of(corpus, b, role)
    return _pair(corpus, logic, (left, right, likeness(left.text.zh, right.text.zh)), closest=False)


def _chosen(corpus: Corpus, regulations: Iterable[str] | None) -> tuple[str, ...]:
    slugs = corpus.assessed if regulations is None else tuple(dict.fromkeys(regulations))
    for slug in slugs:
        if slug not in corpus.regulations:
            raise UsageError(
                Text(f"没有这部规范性文件：{slug}", f"there is no regulation {slug}"),
                hint=did_you_mean(slug, corpus.regulations) or known_words(corpus.regulations),
            )
    if len(slugs) < 2:
        raise UsageError(
            Text("至少要有两部规范性文件才能比较", "a comparison needs two regulations at least"),
            hint=known_words(corpus.regulations),
        )
    return slugs


def _titles(corpus: Corpus, slugs: tuple[str, ...]) -> Iterator[TitlePair]:
    for a, b in combinations(slugs, 2):
        one, other = corpus.regulations[a].title, corpus.regulations[b].title
        if one and other:
            zh, en = differences(one.zh, other.zh), differences(one.in_("en"), other.in_("en"), "en")
            yield TitlePair(a, b, likeness(one.zh, other.zh), zh, en)


def _between(
    corpus: Corpus, logic: Logic, left: tuple[Unit, ...], right: tuple[Unit, ...], least: float
) -> list[ClausePair]:
    """The pairs of two regulations."""
    scored = pairs_of(corpus, left, right, least)
    closest = best(scored)
    place = {unit.id: i for some in (left, right) for i, unit in enumerate(some)}
    alike = {
        (place[a.id], place[b.id])
        for a, b, score in scored
        if score >= ALIKE and a.role == b.role == "clause" and (a.id, b.id, a.role) in closest
    }
    out_of_order = moved(alike)
    matches = [(a.id, b.id) for a, b, _ in scored if (a.id, b.id, "clause") in closest]
    found: list[ClausePair] = []
    for one in scored:
        a, b, score = one
        where: Place | None = None
        if score >= ALIKE:
            same = a.id.rpartition("/")[2] == b.id.rpartition("/")[2]
            out = a.role == "clause" and (place[a.id], place[b.id]) in out_of_order
            where = "moved" if out else "same" if same else "renumbered"
        found.append(_pair(corpus, logic, one, (a.id, b.id, a.role) in closest, where, matches))
    return found


def _pair(
    corpus: Corpus,
    logic: Logic,
    scored: tuple[Unit, Unit, float],
    closest: bool,
    place: Place | None = None,
    matches: Iterable[tuple[str, str]] = (),
) -> ClausePair:
    a, b, score = scored
    whole = "article" in (a.role, b.role)
    left = _inside(corpus, a.id) if whole else (a.id,)
    right = _inside(corpus, b.id) if whole else (b.id,)
    within = tuple((x, y) for x, y in matches if x in left and y in right) if whole else ()
    matched = {unit for pair in within for unit in pair}
    zh = differences(a.text.zh, b.text.zh)
    wording: Wording = "near" if score >= ALIKE else "akin" if score >= LEAST else "different"
    if same_words(a.text.zh, b.text.zh):
        wording = "marks" if changes(zh) else "same"
    # of two lists the items relate to one another; what is one sentence here and several there relates as a whole
    items = a.role == b.role == "article"
    norms = () if items else (n for x in left for y in right for n in norm_pairs(corpus, logic, x, y))
    sides: tuple[tuple[tuple[str, ...], Mark], ...] = ((left, "removed"), (right, "added"))
    return ClausePair(
        a.id,
        b.id,
        "article" if whole else a.role,
        score,
        wording,
        closest,
        place,
        ordered_pairs(norms),
        zh,
        differences(a.text.in_("en"), b.text.in_("en"), "en"),
        tuple(
            unit for units, mark in sides for unit in _emended(corpus, units, tuple(changed_spans(zh, mark)))
        ),
        tuple(u for u in (*left, *right) if corpus.provisions[u].lost is not None),
        within,
        tuple(x for x in left if whole and x not in matched and not _opens(corpus, x)),
        tuple(y for y in right if whole and y not in matched and not _opens(corpus, y)),
    )


def _inside(corpus: Corpus, unit: str) -> tuple[str, ...]:
    """The unit, where it has text, and all with text below it, in document order."""
    own = (unit,) if corpus.provisions[unit].text is not None else ()
    return own + tuple(one for child in corpus.children.get(unit, ()) for one in _inside(corpus, child))


def _opens(corpus: Corpus, unit: str) -> bool:
    return role_of(corpus, unit) == "opening"


def _emended(corpus: Corpus, units: Iterable[str], changed: tuple[tuple[int, int], ...]) -> Iterator[str]:
    """The units in which a difference lies within a corrected misprint."""
    offset = 0
    for one in units:
        unit = corpus.provisions[one]
        if unit.emendations and touched(unit, offset, changed):
            yield one
        offset += len(unit.text.zh) if unit.text else 0
