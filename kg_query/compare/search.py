"""Sets of findings on which regulations part: all triples in bit planes, larger ones from the norms.

A set is *minimal* for two regulations when they part on it and no part of it, and no weaker set that it
entails, gives the same two stands (`kg_query.compare.stands`). Only sets are tried whose findings can
be so together: nothing refuted that another finding entails, nothing that the vocabulary holds apart
(`law:excludes`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, islice
from typing import TYPE_CHECKING, Any

from ..conditions import Has, Lacks, Leaf
from ..conditions.findings import LeafSet, place, possible, reduced
from ..program.planes import bits, columns_of
from .stands import Stand, Stands, kind_of, left_out, literals, reliefs, stands_of

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..program import Program

__all__ = ["Parted", "Search"]

#: Sets evaluated in one pass.
BLOCK = 16_384

Pair = tuple[str, str]
Parted = dict[Pair, dict[LeafSet, tuple[Stand, Stand]]]
"""Two slugs, in the order of the corpus → the minimal sets on which they part → their stands."""


@dataclass(slots=True)
class Effort:
    """How much was tried: `sets` of findings in `passes` of the program."""

    sets: int = 0
    passes: int = 0


class Search:
    """Evaluates sets of findings under several regulations at once.

    Attributes:
        slugs: the regulations, in the order of the corpus.
        literals: the findings that some norm listens to, in vocabulary order.
        effort: what has been tried so far.
    """

    def __init__(
        self, corpus: Corpus, program: Program, slugs: Iterable[str], catch_all: bool = False
    ) -> None:
        wanted = set(slugs)
        self.corpus, self.program = corpus, program
        self.slugs = tuple(slug for slug in corpus.assessed if slug in wanted)
        self.pairs: tuple[Pair, ...] = tuple(combinations(self.slugs, 2))
        self.reliefs = {slug: reliefs(corpus, slug) for slug in self.slugs}
        self.left_out = frozenset() if catch_all else left_out(corpus, self.slugs)
        self.literals = literals(corpus, self.slugs, self.left_out)
        self.effort = Effort()
        self._known: dict[LeafSet, tuple[Stand, ...]] = {}
        self._kinds: dict[tuple[Stand, Stand], bool] = {}
        self._places: dict[Leaf, tuple[int, bool]] = {}

    # --- what can be so together ----------------------------------------------------------

    def possible(self, leaves: LeafSet) -> bool:
        """True when the findings could be so together."""
        return possible(self.corpus, leaves)

    def apart(self, leaf: Leaf) -> frozenset[Leaf]:
        """The findings that cannot be so together with one, among all that the vocabulary has."""
        corpus, ground = self.corpus, leaf.ground
        if not isinstance(leaf, Has):
            return frozenset(map(Has, (ground, *corpus.narrower[ground])))
        refuted = map(Lacks, (ground, *corpus.broader[ground]))
        return frozenset((*refuted, *map(Has, corpus.excludes.get(ground, ()))))

    def parts(self, a: Stand, b: Stand) -> bool:
        """True when two stands part."""
        if (known := self._kinds.get((a, b))) is None:
            known = self._kinds[a, b] = kind_of(self.corpus, a, b) is not None
        return known

    # --- stands of listed sets ------------------------------------------------------------

    def stands(self, sets: Iterable[LeafSet]) -> dict[LeafSet, tuple[Stand, ...]]:
        """The stands of all regulations on each set, in the order of `slugs`."""
        wanted = dict.fromkeys(sets)
        known = self.known_with(wanted)
        return {one: known[one] for one in wanted}

    def known_with(self, sets: Iterable[LeafSet]) -> Mapping[LeafSet, tuple[Stand, ...]]:
        """The stands on all sets that were ever asked for, these among them."""
        known = self._known
        new = iter(dict.fromkeys([one for one in sets if one not in known]))
        while some := list(islice(new, BLOCK)):
            self.effort.sets += len(some)
            found = self._run(*columns_of(some), len(some))
            columns: list[list[Any]] = [[None] * len(some) for _ in self.slugs]
            for slug, column in zip(self.slugs, columns, strict=True):
                for stand, plane in found[slug].items():
                    for i in bits(plane):
                        column[i] = stand
            known.update(zip(some, zip(*columns, strict=True), strict=True))
        return known

    def stands_of_parts(self, leaves: Sequence[Leaf]) -> Stands:
        """The stands on every subset of some findings: bit k speaks of those whose bits are set in k."""
        width = 1 << len(leaves)
        full = (1 << width) - 1
        established: dict[str, int] = {}
        refuted: dict[str, int] = {}
        for i, leaf in enumerate(leaves):
            run = 1 << i
            pattern = ((1 << run) - 1) << run
            plane = pattern * (full // ((1 << (2 * run)) - 1))
            side = established if isinstance(leaf, Has) else refuted
            side[leaf.ground] = plane
        return self._run(established, refuted, width)

    def _run(self, established: dict[str, int], refuted: dict[str, int], width: int) -> Stands:
        self.effort.passes += 1
        planes = self.program.run(established, refuted, {}, width, self.slugs)
        return stands_of(self.corpus, self.reliefs, planes, self.slugs)

    # --- minimal sets ---------------------------------------------------------------------

    def least(self, pair: Pair, leaves: LeafSet) -> list[LeafSet]:
        """The smallest parts of a set, itself among them, on which two regulations stand as on the whole."""
        listed = sorted(leaves, key=self.place)
        found = self.stands_of_parts(listed)
        whole = 1 << ((1 << len(listed)) - 1)
        a, b = (next(s for s, plane in found[slug].items() if plane & whole) for slug in pair)
        same = found[pair[0]][a] & found[pair[1]][b]
        kept: list[int] = []
        for k in sorted(bits(same), key=lambda k: (k.bit_count(), k)):
            if not any(k & less == less for less in kept):
                kept.append(k)
        return [frozenset(listed[i] for i in range(len(listed)) if k >> i & 1) for k in kept]

    def place(self, leaf: Leaf) -> tuple[int, bool]:
        """Where a finding stands in the vocabulary, established before refuted."""
        if (known := self._places.get(leaf)) is None:
            known = self._places[leaf] = place(self.corpus, leaf)
        return known

    def order(self, leaves: LeafSet) -> tuple[object, ...]:
        """A key that puts sets in order: smaller first, then by vocabulary."""
        return len(leaves), sorted(map(self.place, leaves))

    def weakest(self, found: Parted) -> Parted:
        """The sets without those that entail a weaker set with the same stands."""
        weaker: dict[LeafSet, list[LeafSet]] = {}
        for sets in found.values():
            for one in sets:
                if one not in weaker:
                    weaker[one] = list(self._weaker(one))
        known = self.stands(w for ways in weaker.values() for w in ways)
        kept: Parted = {}
        for pair, sets in found.items():
            a, b = (self.slugs.index(slug) for slug in pair)
            kept[pair] = {
                one: stands
                for one, stands in sets.items()
                if not any((known[w][a], known[w][b]) == stands for w in weaker[one])
            }
        return kept

    def _weaker(self, leaves: LeafSet) -> Iterator[LeafSet]:
        """The sets in which one finding gives way to one that it entails."""
        for leaf in leaves:
            kin = self.corpus.broader if isinstance(leaf, Has) else self.corpus.narrower
            rest = leaves - {leaf}
            for ground in kin[leaf.ground]:
                if ground not in self.left_out:
                    yield reduced(self.corpus, rest | {type(leaf)(ground)})

    # --- all singles, pairs and triples ---------------------------------------------------

    def exhaustive(self) -> Parted:
        """All minimal sets of one, two or three findings on which two regulations part.

        One finding is fixed; the pairs of the others are the bits of one pass. The stands on what is left
        when a finding is left out, which the pass over all pairs gave, say which of them are minimal.
        """
        found: Parted = {pair: {} for pair in self.pairs}
        self._singles(found)
        layout = _Layout(len(self.literals))
        both, first, second = (self._over(layout, None, 0, part) for part in ("both", "first", "second"))
        fits = self._fitting(layout)
        self._keep(found, layout, both, [first, second], fits, 0, ())
        alone = self.stands(frozenset((leaf,)) for leaf in self.literals)
        for x, leaf in enumerate(self.literals[:-2]):
            start = layout.start(x + 1)
            whole, one, other = self._over(layout, leaf, x + 1, "both"), *layout.beside(both, x)
            mask = fits >> start
            for k in self._apart[x]:
                if k > x:
                    mask &= ~(layout.both(k) >> start)
            less = [one, other, *(_shifted(s, start) for s in (both, first, second))]
            self._keep(found, layout, whole, less, mask, start, (x,), alone[frozenset((leaf,))])
        return self.weakest(found)

    def _singles(self, found: Parted) -> None:
        for one, row in self.stands(frozenset((leaf,)) for leaf in self.literals).items():
            for (i, a), (j, b) in combinations(enumerate(row), 2):
                if self.parts(a, b):
                    found[self.slugs[i], self.slugs[j]][one] = (a, b)

    @cached_property
    def _apart(self) -> list[list[int]]:
        """For each literal the places of those that cannot be so together with it."""
        places = {leaf: place for place, leaf in enumerate(self.literals)}
        return [
            sorted(places[other] for other in self.apart(leaf) if other in places) for leaf in self.literals
        ]

    def _fitting(self, layout: _Layout) -> int:
        """The pairs that can be so together."""
        mask = (1 << layout.size) - 1
        for i, others in enumerate(self._apart):
            for j in others:
                if j > i:
                    mask &= ~(1 << layout.bit(i, j))
        return mask

    def _over(self, layout: _Layout, fixed: Leaf | None, begin: int, part: str) -> Stands:
        """One pass over the pairs from `begin` on, with a fixed finding; `part` keeps one or both of a pair."""
        start, width = layout.start(begin), layout.size - layout.start(begin)
        self.effort.sets += width if part == "both" else 0
        sides: tuple[dict[str, int], dict[str, int]] = ({}, {})
        for k in range(begin, len(self.literals)):
            leaf = self.literals[k]
            if plane := getattr(layout, part)(k) >> start:
                sides[not isinstance(leaf, Has)][leaf.ground] = plane
        if fixed is not None:
            sides[not isinstance(fixed, Has)][fixed.ground] = (1 << width) - 1
        return self._run(*sides, width)

    def _keep(
        self,
        found: Parted,
        layout: _Layout,
        whole: Stands,
        less: list[Stands],
        mask: int,
        start: int,
        fixed: tuple[int, ...],
        alone: tuple[Stand, ...] = (),
    ) -> None:
        """Notes the sets of a pass that part two regulations where none of their parts does so alike."""
        for (i, slug), (j, other) in combinations(enumerate(self.slugs), 2):
            sets = found[slug, other]
            for a, plane in whole[slug].items():
                for b, second in whole[other].items():
                    if not self.parts(a, b) or (alone and (alone[i], alone[j]) == (a, b)):
                        continue
                    here = plane & second & mask
                    for part in less:
                        if not here:
                            break
                        here &= ~(part[slug].get(a, 0) & part[other].get(b, 0))
                    for bit in bits(here):
                        places = (*fixed, *layout.pair(bit + start))
                        sets[frozenset(self.literals[k] for k in places)] = (a, b)


class _Layout:
    """Pairs of n literals as bit positions: (0, 1), (0, 2), … (1, 2), …"""

    def __init__(self, n: int) -> None:
        self.n, self.size = n, n * (n - 1) // 2
        self._pairs = list(combinations(range(n), 2))
        self._second = [0] * n
        for i in range(n):
            for j in range(i + 1, n):
                self._second[j] |= 1 << self.bit(i, j)

    def start(self, i: int) -> int:
        """The first bit of the pairs of which both members come from `i` on."""
        return i * (2 * self.n - i - 1) // 2

    def bit(self, i: int, j: int) -> int:
        """The bit of a pair i < j."""
        return self.start(i) + j - i - 1

    def pair(self, bit: int) -> tuple[int, int]:
        """The pair of a bit."""
        return self._pairs[bit]

    def beside(self, both: Stands, x: int) -> tuple[Stands, Stands]:
        """The stands on the pair of x with the first, and with the second, of each pair that comes after x.

        Args:
            both: the stands on all pairs.
            x: a finding, by its number.
        """
        start, after, width = self.start(x), self.start(x + 1), self.n - 1 - x
        firsts = [self.first(k) >> after for k in range(x + 1, self.n)]
        seconds = [self.second(k) >> after for k in range(x + 1, self.n)]
        sides: tuple[Stands, Stands] = ({}, {})
        for slug, rows in both.items():
            for side, planes in zip(sides, (firsts, seconds), strict=True):
                mine = side[slug] = {}
                for stand, plane in rows.items():
                    spread = 0
                    for k in bits(plane >> start & ((1 << width) - 1)):
                        spread |= planes[k]
                    if spread:
                        mine[stand] = spread
        return sides

    def first(self, k: int) -> int:
        """The pairs of which k is the first."""
        return ((1 << (self.n - 1 - k)) - 1) << self.start(k)

    def second(self, k: int) -> int:
        """The pairs of which k is the second."""
        return self._second[k]

    def both(self, k: int) -> int:
        """The pairs that k belongs to."""
        return self.first(k) | self._second[k]


def _shifted(stands: Stands, by: int) -> Stands:
    return {
        slug: {stand: rest for stand, plane in rows.items() if (rest := plane >> by)}
        for slug, rows in stands.items()
    }
