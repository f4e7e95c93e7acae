"""Sets of findings: which can be so together, which of them say more than the others, in which order.

A set holds leaves: `Has(g)` is "g is established", `Lacks(g)` is "g is refuted".
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, groupby
from typing import TYPE_CHECKING

from .trees import Has, Lacks, Leaf, Standing

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = [
    "LeafSet",
    "consistent",
    "finding_json",
    "least",
    "minimal",
    "ordered",
    "place",
    "possible",
    "reduced",
    "standing_on",
]

LeafSet = frozenset[Leaf]


def consistent(corpus: Corpus, leaves: Iterable[Leaf]) -> bool:
    """True when the findings could stand together: nothing refuted that another one entails."""
    has, lacks = _sides(leaves)
    if not has or not lacks:
        return True
    return lacks.isdisjoint(has) and all(lacks.isdisjoint(corpus.broader[g]) for g in has)


def possible(corpus: Corpus, leaves: LeafSet) -> bool:
    """True when the findings could be so together: consistent, and no two facts that exclude each other."""
    has, lacks = _sides(leaves)
    if has and lacks:
        if not lacks.isdisjoint(has):
            return False
        broader = corpus.broader
        for ground in has:
            if not lacks.isdisjoint(broader[ground]):
                return False
    apart = corpus.excludes
    return not any(ground in apart and not has.isdisjoint(apart[ground]) for ground in has)


def standing_on(corpus: Corpus, leaves: Iterable[Leaf]) -> Standing:
    """Where all grounds stand on some findings that could stand together, nothing being open."""
    has, lacks = _sides(leaves)
    shown, refuted = corpus.up(has), corpus.down(lacks)
    return Standing(shown, refuted, shown, refuted)


def reduced(corpus: Corpus, leaves: LeafSet) -> LeafSet:
    """The findings without those that another one among them entails."""
    if len(leaves) < 2:
        return leaves
    has, lacks = _sides(leaves)
    implied = has.intersection(chain.from_iterable([corpus.broader[g] for g in has]))
    excluded = lacks.intersection(chain.from_iterable([corpus.narrower[g] for g in lacks]))
    if not implied and not excluded:
        return leaves
    return frozenset(x for x in leaves if x.ground not in (implied if isinstance(x, Has) else excluded))


def _sides(leaves: Iterable[Leaf]) -> tuple[set[str], set[str]]:
    has: set[str] = set()
    lacks: set[str] = set()
    for leaf in leaves:
        (has if isinstance(leaf, Has) else lacks).add(leaf.ground)
    return has, lacks


def minimal(sets: Iterable[LeafSet]) -> list[LeafSet]:
    """The sets that contain no other one of them, smallest first."""
    kept = _Kept()
    for one in sorted(set(sets), key=len):
        if not kept.contained(one):
            kept.add(one)
    return kept.sets


def least(corpus: Corpus, sets: Iterable[LeafSet], most: int) -> tuple[list[LeafSet], bool]:
    """The first sets that contain no other one of them, in order; and whether these are all.

    Sets that come after the first `most` are not looked at more than it takes to know that there are some.
    """
    kept = _Kept()
    for _, alike in groupby(sorted(set(sets), key=len), key=len):
        new = [one for one in alike if not kept.contained(one)]
        if len(kept.sets) + len(new) > most:
            return kept.sets + ordered(corpus, new)[: most - len(kept.sets)], False
        for one in new:
            kept.add(one)
    return kept.sets, True


class _Kept:
    """Sets of which none contains another; each is listed under one of its members."""

    def __init__(self) -> None:
        self.sets: list[LeafSet] = []
        self._under: dict[Leaf, list[LeafSet]] = {}

    def contained(self, one: LeafSet) -> bool:
        """Whether a set contains one of those that are kept; it has as many members, or more."""
        if self.sets and not self.sets[0]:
            return True
        return any(other < one for leaf in one for other in self._under.get(leaf, ()))

    def add(self, one: LeafSet) -> None:
        self.sets.append(one)
        if one:  # under the member that has the fewest, so that no list grows long
            self._under.setdefault(min(one, key=lambda x: len(self._under.get(x, ()))), []).append(one)


def ordered(corpus: Corpus, sets: Iterable[LeafSet]) -> list[LeafSet]:
    """The sets, smallest first, then in the order of the vocabulary; always the same order."""
    return sorted(sets, key=lambda one: (len(one), sorted(place(corpus, leaf) for leaf in one)))


def place(corpus: Corpus, leaf: Leaf) -> tuple[int, bool]:
    """Where a finding stands in the vocabulary, established before refuted."""
    return corpus.ground_order[leaf.ground], isinstance(leaf, Lacks)


def finding_json(leaf: Leaf) -> dict[str, str]:
    """A finding as JSON, as matters have it.

    >>> finding_json(Lacks("force_majeure"))
    {'ground': 'force_majeure', 'status': 'refuted'}
    """
    return {"ground": leaf.ground, "status": "established" if isinstance(leaf, Has) else "refuted"}
