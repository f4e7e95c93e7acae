"""The search behind `requires`: candidate sets of findings, evaluated as bit planes, kept if minimal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import combinations, islice, product
from math import comb
from typing import TYPE_CHECKING

from ..conditions import Has, Lacks, Leaf, grounds, leaves, negate
from ..conditions.completions import completions
from ..conditions.findings import LeafSet, consistent, place, reduced
from ..model import Verdict
from ..program.planes import bits
from ..standing import Basis

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..program import Program

__all__ = ["Search"]

#: The largest set of unknown findings that is tried, and the largest with grounds nobody raised.
UNKNOWN_SIZE, UNRAISED_SIZE = 3, 4
#: Candidates evaluated in one pass.
BLOCK = 8192

#: set of findings → regulation → the outcome it changes to
Found = dict[LeafSet, dict[str, str]]


class Search:
    """Candidates, their evaluation and their minimal ones, for one matter.

    Attributes:
        open: the unknown or disputed findings, in vocabulary order.
        evaluated: how many sets were evaluated.
        skipped: how many sets of unknown findings the limit left out.
        cut: True where completions larger than the limit were not explored.
        concerned: the grounds of all sets that change an outcome and of which no part does.
    """

    def __init__(
        self, corpus: Corpus, program: Program, basis: Basis, verdict: Verdict, slugs: tuple[str, ...]
    ) -> None:
        self.corpus, self.program, self.basis, self.slugs = corpus, program, basis, slugs
        self.verdict = verdict
        self.principal = {r.regulation: r.outcome for r in verdict.results}
        found = {f.ground for f in basis.findings}
        self.open = tuple(g for g in corpus.grounds if g in basis.open and g in found)
        self.evaluated = self.skipped = 0
        self.cut = False
        self.concerned: set[str] = set()

    def run(self, most: int) -> Found:
        """The minimal sets that change an outcome, and to what, regulation by regulation."""
        tried = self._candidates(most)
        found = self._evaluate(tried)
        parts = {part for one in found for part in _parts(one)} - tried.keys()
        found |= self._evaluate(parts)
        return self._minimal(found)

    def unraised(self, one: LeafSet) -> set[str]:
        """The grounds of a set on which nothing has been said yet."""
        return {leaf.ground for leaf in one if not self.basis.standing.raised(leaf.ground)}

    def rank(self, one: LeafSet, changes: dict[str, str]) -> tuple[object, ...]:
        """Smallest first, unknown before not raised, then by how many regulations change.

        Opening words that nobody contested are presumed: to refute them comes last in its size.
        """
        order = sorted(place(self.corpus, leaf) for leaf in one)
        unraised = self.unraised(one)
        doubts = sum(leaf in self._contrary and leaf.ground in unraised for leaf in one)
        return (len(one), doubts, len(unraised), -len(changes), order)

    # --- candidates -----------------------------------------------------------------------

    def _candidates(self, most: int) -> dict[LeafSet, None]:
        relevant = [g for g in self.open if self._spoken(g)]
        total = sum(comb(len(relevant), k) * 2**k for k in range(1, UNKNOWN_SIZE + 1))
        tried = dict.fromkeys(self._of_unknown(relevant, most))
        self.skipped = max(0, total - most)
        room = max(most // 4, most - len(tried))
        for one in islice(self._of_norms(), room):
            tried.setdefault(one)
        return tried

    def _of_unknown(self, relevant: list[str], most: int) -> Iterator[LeafSet]:
        """All sets of unknown findings, smallest first, in both directions, `most` at most."""
        every = (
            frozenset(one)
            for size in range(1, UNKNOWN_SIZE + 1)
            for some in combinations(relevant, size)
            for one in product(*(_both(ground) for ground in some))
        )
        for one in islice(every, most):
            if consistent(self.corpus, one) and reduced(self.corpus, one) == one:
                yield one

    def _of_norms(self) -> Iterator[LeafSet]:
        """What completes a norm, its exception, or the contrary of what it presupposes."""
        standing = self.basis.standing
        for row in (row for result in self.verdict.results for row in result.norms):
            norm = self.corpus.norms[row.norm]
            contrary = negate(norm.presupposes) if norm.presupposes else None
            trees = []
            if row.status in ("not_engaged", "undetermined"):
                if contrary is not None and standing.holds(contrary):
                    continue
                trees.append(norm.condition)
            if row.status in ("applies", "undetermined"):
                trees += [norm.exception, contrary]
            for tree in trees:
                if tree is not None:
                    ways = completions(self.corpus, standing, tree, UNRAISED_SIZE)
                    self.cut = self.cut or ways.cut
                    yield from (one for one in ways.sets if one)

    def _spoken(self, ground: str) -> bool:
        """True when some norm asked about speaks of the ground, or of one bound to it."""
        kin = {ground, *self.corpus.broader[ground], *self.corpus.narrower[ground]}
        return not self._vocabulary.isdisjoint(kin)

    @cached_property
    def _upheld(self) -> set[Leaf]:
        """The findings made, as leaves: to uphold one is to settle a dispute in its favour."""
        return {_both(f.ground)[f.status == "refuted"] for f in self.basis.findings if f.status != "unknown"}

    @cached_property
    def _contrary(self) -> set[Leaf]:
        """The findings that would refute opening words, which are presumed."""
        return {
            leaf
            for slug in self.slugs
            for rule in self.program.regulations[slug]
            if rule.norm.presupposes is not None
            for leaf in leaves(negate(rule.norm.presupposes))
        }

    @cached_property
    def _vocabulary(self) -> set[str]:
        return {
            ground
            for slug in self.slugs
            for rule in self.program.regulations[slug]
            for tree in (rule.norm.presupposes, rule.norm.condition, rule.norm.exception)
            for ground in grounds(tree)
        }

    # --- evaluation -----------------------------------------------------------------------

    def _evaluate(self, sets: Iterable[LeafSet]) -> Found:
        """The sets that change the outcome of some regulation."""
        found: Found = {}
        stream = iter(sets)
        while some := list(islice(stream, BLOCK)):
            self.evaluated += len(some)
            planes = self.program.run(*self._columns(some), len(some), self.slugs)
            for slug in self.slugs:
                for code, plane in planes.regulations[slug].principal.items():
                    if code != self.principal[slug]:
                        for i in bits(plane):
                            found.setdefault(some[i], {})[slug] = code
        return found

    def _columns(self, sets: list[LeafSet]) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
        """The matter once for each set, with the set's findings in place of its own."""
        corpus, size = self.corpus, (len(sets) + 7) // 8
        full = (1 << len(sets)) - 1
        found: dict[str, dict[str, bytearray]] = {"established": {}, "refuted": {}, "unknown": {}}
        for finding in self.basis.findings:
            found[finding.status][finding.ground] = bytearray(full.to_bytes(size, "little"))
        for i, one in enumerate(sets):
            byte, bit = i >> 3, 1 << (i & 7)
            for leaf in one:
                has = isinstance(leaf, Has)
                mine, other = ("established", "refuted") if has else ("refuted", "established")
                kin = (corpus.broader if has else corpus.narrower)[leaf.ground]
                for ground in (leaf.ground, *kin):
                    if ground in found[other]:
                        found[other][ground][byte] &= ~bit
                if leaf.ground in found["unknown"]:
                    found["unknown"][leaf.ground][byte] &= ~bit
                column = found[mine].setdefault(leaf.ground, bytearray(size))
                column[byte] |= bit
        established, refuted, unknown = (
            {g: int.from_bytes(column, "little") for g, column in columns.items()}
            for columns in found.values()
        )
        return established, refuted, unknown

    # --- minimal ones ---------------------------------------------------------------------

    def _minimal(self, found: Found) -> Found:
        """For each regulation the sets of which no part changes its outcome already.

        Of two sets that lead to the same outcome, one entailed by the other, the weaker is kept,
        unless it raises more, or the stronger one upholds a finding that is disputed.
        """
        kept: Found = {}
        for slug in self.slugs:
            some = {one: codes[slug] for one, codes in found.items() if slug in codes}
            small = {one: some[one] for one in some if not any(p in some for p in _parts(one))}
            self.concerned.update(leaf.ground for one in small for leaf in one)
            for one in small:
                if not self._entails_other(one, small):
                    kept.setdefault(one, {})[slug] = small[one]
        return kept

    def _entails_other(self, one: LeafSet, small: dict[LeafSet, str]) -> bool:
        if not one.isdisjoint(self._upheld):
            return False
        options = []
        for leaf in one:
            kin = self.corpus.broader if isinstance(leaf, Has) else self.corpus.narrower
            options.append([leaf, *(type(leaf)(g) for g in kin[leaf.ground])])
        raised = len(self.unraised(one))
        for some in islice(product(*options), 512):
            weaker = frozenset(some)
            same = weaker != one and small.get(weaker) == small[one]
            if same and len(self.unraised(weaker)) <= raised:
                return True
        return False


def _both(ground: str) -> tuple[Leaf, Leaf]:
    """The two ways in which a ground may be found."""
    return Has(ground), Lacks(ground)


def _parts(one: LeafSet) -> Iterator[LeafSet]:
    """The proper, non-empty parts of a set."""
    for size in range(1, len(one)):
        yield from map(frozenset, combinations(one, size))
