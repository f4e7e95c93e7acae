"""What would still have to be shown: the smallest sets of findings that complete a condition tree.

A set holds leaves: `Has(g)` is "establish g", `Lacks(g)` is "refute g". Sets are consistent with
entailment, hold nothing that another member already entails, and none contains another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .trees import AllOf, AnyOf, Has, Lacks, Leaf, Met, Standing, Tree

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["Completions", "completions", "consistent", "minimal", "ordered", "reduced"]

LeafSet = frozenset[Leaf]

#: How many partial sets are kept while a tree is worked through.
KEPT = 300


@dataclass(frozen=True, slots=True)
class Completions:
    """The minimal sets, smallest first; `cut` where larger or further ones were left out."""

    sets: tuple[LeafSet, ...]
    cut: bool = False


def completions(corpus: Corpus, standing: Standing, tree: Tree, size: int = 4) -> Completions:
    """The minimal sets of at most `size` findings that would make the tree hold.

    The empty set alone means that it holds already; no set at all (and not `cut`) means that what
    has been found rules it out.

    >>> from kg_query.corpus import Corpus
    >>> from kg_query.model import Ground, Text
    >>> words = {g: Ground(g, "", Text(g, g), Text(g, g)) for g in ("a", "b")}
    >>> small = Corpus(regulations={}, provisions={}, norms={}, overrides=(), readings={},
    ...                deadlines={}, grounds=words, outcomes={}, concepts={})
    >>> shown = Standing(frozenset("a"), frozenset(), frozenset("a"), frozenset())
    >>> completions(small, shown, AllOf((Has("a"), Lacks("b")))).sets
    (frozenset({Lacks(ground='b')}),)
    """
    sets, cut = _complete(corpus, standing, tree, size)
    if len(sets) > 1:
        sets = ordered(corpus, minimal(sets))
    return Completions(tuple(sets), cut)


def _complete(corpus: Corpus, standing: Standing, tree: Tree, size: int) -> tuple[list[LeafSet], bool]:
    match tree:
        case Has(ground):
            if ground in standing.established:
                return [frozenset()], False
            return ([] if ground in standing.refuted else [frozenset((tree,))]), False
        case Lacks(ground):
            if ground in standing.refuted:
                return [frozenset()], False
            return ([] if ground in standing.established else [frozenset((tree,))]), False
        case Met(_, inner):
            return _complete(corpus, standing, inner, size)
        case AnyOf(members):
            found: list[LeafSet] = []
            cut = False
            for member in members:
                ways, less = _complete(corpus, standing, member, size)
                if ways and not ways[0]:
                    return [frozenset()], False
                found += ways
                cut = cut or less
            return found, cut
        case AllOf(members):
            return _complete_all(corpus, standing, members, size)
    raise TypeError(f"not a condition tree: {tree!r}")


def _complete_all(
    corpus: Corpus, standing: Standing, members: Iterable[Tree], size: int
) -> tuple[list[LeafSet], bool]:
    """Every way to complete all members: what each needs alone, then every choice among the rest."""
    needed: set[Leaf] = set()
    choices: list[list[LeafSet]] = []
    cut = False
    for member in members:
        ways, less = _complete(corpus, standing, member, size)
        cut = cut or less
        if not ways:
            return [], cut
        if len(ways) == 1:
            needed |= ways[0]
        elif ways[0]:
            choices.append(ways)
    found = _fitting(corpus, [frozenset(needed)])
    for ways in sorted(choices, key=len):
        found = _fitting(corpus, {a | b for a in found for b in ways})
        if len(found) > 1:
            found = minimal(found)
        if len(found) > KEPT:
            found, cut = ordered(corpus, found)[:KEPT], True
    small = [one for one in found if len(one) <= size]
    return small, cut or len(small) < len(found)


def _fitting(corpus: Corpus, sets: Iterable[LeafSet]) -> list[LeafSet]:
    return [reduced(corpus, one) for one in sets if consistent(corpus, one)]


def consistent(corpus: Corpus, leaves: Iterable[Leaf]) -> bool:
    """True when the findings could stand together: nothing refuted that another one entails."""
    has, lacks = _sides(leaves)
    if not has or not lacks:
        return True
    return lacks.isdisjoint(has) and all(lacks.isdisjoint(corpus.broader[g]) for g in has)


def reduced(corpus: Corpus, leaves: LeafSet) -> LeafSet:
    """The findings without those that another one among them entails."""
    if len(leaves) < 2:
        return leaves
    has, lacks = _sides(leaves)
    implied = {b for g in has for b in corpus.broader[g]} & has
    excluded = {n for g in lacks for n in corpus.narrower[g]} & lacks
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
    kept: list[LeafSet] = []
    sizes: set[int] = set()
    for one in sorted(set(sets), key=len):
        smaller = any(size < len(one) for size in sizes)
        if not smaller or not any(other < one for other in kept):
            kept.append(one)
            sizes.add(len(one))
    return kept


def ordered(corpus: Corpus, sets: Iterable[LeafSet]) -> list[LeafSet]:
    """The sets, smallest first, then in the order of the vocabulary; always the same order."""
    place = corpus.ground_order
    return sorted(
        sets,
        key=lambda s: (len(s), sorted((place[x.ground], isinstance(x, Lacks)) for x in s)),
    )
