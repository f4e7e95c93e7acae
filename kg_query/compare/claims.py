"""Scenarios of any size, guided by the norms: what one regulation gives, against what another says.

Every norm is a *claim* on findings: the smallest sets of findings on which it gives its outcome, and for
one that gives relief those on which an exception, a limit or the opening words take the relief away.
A claim of one regulation is joined with a claim of the other, and of what they come to together only the
smallest part on which the two still stand as on the whole is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from ..conditions import AllOf, Has, Leaf, Tree
from ..conditions.findings import LeafSet
from ..program.planes import bits
from .search import Pair, Parted, Search
from .stands import AGAINST, LIGHTER, Relief, literals

if TYPE_CHECKING:
    from ..conditions.relations import Logic
    from ..corpus import Corpus

__all__ = ["Claim", "Claims", "Joint", "Kinship", "guided"]

#: How many ways to make a norm speak are tried, and how many joint sets for one claim against another.
WAYS, JOINED = 60, 3
#: Findings that one claim adds to another in a set of at most this many.
LARGEST = 12


@dataclass(frozen=True, slots=True)
class Claim:
    """One way to make a norm speak: `part` is "gives", or what takes its relief away."""

    norm: str
    part: str
    effect: str
    leaves: LeafSet


class Claims:
    """The claims of the regulations of a search, smallest first within a norm.

    `cut` names the norms of which not all ways were tried.
    """

    def __init__(self, search: Search, logic: Logic) -> None:
        self.search, self.corpus, self.logic = search, search.corpus, logic
        self.cut: set[str] = set()

    @cached_property
    def of(self) -> dict[str, tuple[Claim, ...]]:
        """slug → its claims, in document order."""
        return {slug: tuple(self._claims(slug)) for slug in self.search.slugs}

    def _claims(self, slug: str) -> Iterator[Claim]:
        losing = {relief.norm.id: relief for relief in self.search.reliefs[slug]}
        for norm in self.corpus.norms_of[slug]:
            if norm.condition is None or norm.outcome is None:
                continue
            effect = self.corpus.outcomes[norm.outcome].effect or ""
            yield from self._ways(norm.id, "gives", effect, norm.condition)
            if relief := losing.get(norm.id):
                yield from self._losses(relief, effect)

    def _losses(self, relief: Relief, effect: str) -> Iterator[Claim]:
        for obstacle in relief.obstacles:
            tree = AllOf((relief.core, obstacle.tree))
            yield from self._ways(relief.norm.id, obstacle.part, effect, tree)

    def _ways(self, norm: str, part: str, effect: str, tree: Tree) -> Iterator[Claim]:
        ways = self.logic.ways(tree)
        some = [
            one
            for one in ways.sets
            if self.search.possible(one) and not any(leaf.ground in self.search.left_out for leaf in one)
        ]
        if ways.cut or len(some) > WAYS:
            self.cut.add(norm)
        for one in some[:WAYS]:
            yield Claim(norm, part, effect, one)


def guided(search: Search, claims: Claims, every: bool = False) -> Parted:
    """Minimal sets of any size on which two regulations part, from the claims of the one on the other.

    For two norms the smallest joint sets are tried (`JOINED`), those that share most; with `every`, all
    of them. That, and the limits above, keep the search short of being complete beyond three findings.
    """
    found: Parted = {}
    joint = Joint(search, claims)
    for pair in search.pairs:
        found[pair] = {}
        joined = list(_joined(joint, claims, pair, every))
        rows = search.known_with(joined)
        i, j = (search.slugs.index(slug) for slug in pair)
        whole = [one for one in joined if search.parts(rows[one][i], rows[one][j])]
        shrunk = list(_shrunk(search, pair, whole))
        found[pair].update((one, (rows[one][i], rows[one][j])) for one in shrunk)
    return search.weakest(found)


class Joint:
    """Sets of findings as numbers, in which findings that come first in the vocabulary are the highest bits.

    Of two sets as large as one another, the higher number comes first in the order of the vocabulary.
    """

    def __init__(self, search: Search, claims: Claims) -> None:
        corpus = search.corpus
        some = {leaf for mine in claims.of.values() for claim in mine for leaf in claim.leaves}
        self.leaves: list[Leaf] = sorted(some, key=search.place, reverse=True)
        self.bits = {leaf: 1 << at for at, leaf in enumerate(self.leaves)}
        entailed: dict[Leaf, int] = {}
        for leaf in self.leaves:
            kin = corpus.broader if isinstance(leaf, Has) else corpus.narrower
            entailed[leaf] = sum(self.bits.get(type(leaf)(ground), 0) for ground in set(kin[leaf.ground]))
        self.entailed = entailed
        self.apart = {
            leaf: sum(self.bits.get(other, 0) for other in search.apart(leaf)) for leaf in self.leaves
        }
        self._sets: dict[int, LeafSet] = {}

    def of(self, leaves: LeafSet) -> tuple[int, int, int]:
        """A set of findings, what its members entail, and what cannot be so together with one of them."""
        one = entailed = apart = 0
        for leaf in leaves:
            one |= self.bits[leaf]
            entailed |= self.entailed[leaf]
            apart |= self.apart[leaf]
        return one, entailed, apart

    def set(self, number: int) -> LeafSet:
        """The findings of a number."""
        if (known := self._sets.get(number)) is None:
            known = self._sets[number] = frozenset([self.leaves[at] for at in bits(number)])
        return known

    @staticmethod
    def order(number: int) -> tuple[int, int]:
        """A key that puts sets in order: smaller first, then by vocabulary."""
        return number.bit_count(), -number


def _joined(joint: Joint, claims: Claims, pair: Pair, every: bool) -> Iterator[LeafSet]:
    groups: list[dict[tuple[str, str, str], list[tuple[int, int, int]]]] = []
    for slug in pair:
        mine: dict[tuple[str, str, str], list[tuple[int, int, int]]] = {}
        for claim in claims.of[slug]:
            if (part := claim.part) == "gives":
                yield claim.leaves
            mine.setdefault((claim.norm, part, claim.effect), []).append(joint.of(claim.leaves))
        groups.append(mine)
    for (_, part, effect), ways in groups[0].items():
        for (_, other, against), more in groups[1].items():
            if not _worth(part, effect, other, against):
                continue
            both = {
                (one | two) & ~(entailed | beside)
                for one, entailed, apart in ways
                for two, beside, _ in more
                if not apart & two and (one | two).bit_count() <= LARGEST
            }
            yield from map(joint.set, sorted(both, key=joint.order)[: None if every else JOINED])


def _worth(part: str, effect: str, other: str, against: str) -> bool:
    """True when two claims can part two regulations."""
    if part != "gives" and other != "gives":
        return False
    if part != "gives" or other != "gives":
        gives = against if other == "gives" else effect
        return gives not in AGAINST
    return effect != against or effect == LIGHTER or effect == "liability"


def _shrunk(search: Search, pair: Pair, sets: Iterable[LeafSet]) -> Iterator[LeafSet]:
    """Each set, made smaller finding by finding while the two regulations stand as on the whole of it."""
    i, j = (search.slugs.index(slug) for slug in pair)
    ahead, seen = list(dict.fromkeys(sets)), set[LeafSet]()
    while ahead:
        seen.update(ahead)
        less = {one: [one - {leaf} for leaf in one] if len(one) > 1 else [] for one in ahead}
        rows = search.known_with([*less, *chain.from_iterable(less.values())])
        nxt: dict[LeafSet, None] = {}
        for one, some in less.items():
            row = rows[one]
            a, b = row[i], row[j]
            same = [s for s in some if rows[s][i] == a and rows[s][j] == b]
            if not same:
                yield one
            nxt.update((s, None) for s in same if s not in seen)
        ahead = list(nxt)


class Kinship:
    """How findings hang together: 1 the same, less where they are close, alike or of one group."""

    #: Grounds the vocabulary calls close, or of which one entails the other.
    CLOSE = 0.6
    #: Two grounds of one group count this over the size of the group, at most `MOST`; alike in words, more.
    GROUP, MOST, WORDS = 4.0, 0.5, 0.2

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        sizes: dict[str, int] = {}
        for ground in dict.fromkeys(leaf.ground for leaf in literals(corpus, corpus.assessed, frozenset())):
            group = corpus.grounds[ground].group
            sizes[group] = sizes.get(group, 0) + 1
        self.weights = {group: min(self.MOST, self.GROUP / size) for group, size in sizes.items()}
        self._known: dict[tuple[str, str, bool], float] = {}

    def of(self, a: Leaf, b: Leaf) -> float:
        """How far two findings tell of the same thing, between 0 and 1."""
        key = a.ground, b.ground, type(a) is type(b)
        if (known := self._known.get(key)) is None:
            known = self._known[key] = self._of(a, b)
        return known

    def _of(self, a: Leaf, b: Leaf) -> float:
        one, other = self.corpus.grounds[a.ground], self.corpus.grounds[b.ground]
        if one is other:
            return 1.0
        if other.id in self.corpus.broader[one.id] or one.id in self.corpus.broader[other.id]:
            return self.CLOSE if isinstance(a, Has) is isinstance(b, Has) else self.CLOSE / 2
        if other.id in one.close or one.id in other.close:
            return self.CLOSE
        if one.group != other.group:
            return 0.0
        return self.weights.get(one.group, 0.0) + self.WORDS * _alike(one.label.zh, other.label.zh)

    def mean(self, findings: Iterable[Leaf], mine: frozenset[Leaf], theirs: frozenset[Leaf]) -> float:
        """How far the findings that count in two regulations hang together: 1 where all count in both."""
        total, count = 0.0, 0
        for leaf in findings:
            count += 1
            if leaf in mine and leaf in theirs:
                total += 1
            else:
                others = theirs if leaf in mine else mine
                total += max((self.of(leaf, other) for other in others), default=0.0)
        return total / count if count else 0.0


def _alike(a: str, b: str) -> float:
    """The share of pairs of characters that two names have in common (Dice's coefficient)."""
    one, other = ({x + y for x, y in pairwise(name) if (x + y).isalnum()} for name in (a, b))
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
