"""What would still have to be shown: the smallest sets of findings that complete a condition tree.

A set holds leaves: `Has(g)` is "establish g", `Lacks(g)` is "refute g". Sets are consistent with
entailment, hold nothing that another member already entails, and none contains another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .conditions import AllOf, AnyOf, Has, Lacks, Leaf, Met, Standing, Tree

if TYPE_CHECKING:
    from .corpus import Corpus

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
    return Completions(tuple(ordered(corpus, sets)), cut)


def _complete(
    corpus: Corpus, standing: Standing, tree: Tree, size: int
) -> tuple[list[LeafSet], bool]:
    if standing.holds(tree):
        return [frozenset()], False
    match tree:
        case Has(ground):
            return ([] if ground in standing.refuted else [frozenset({tree})]), False
        case Lacks(ground):
            return ([] if ground in standing.established else [frozenset({tree})]), False
        case Met(_, inner):
            return _complete(corpus, standing, inner, size)
        case AnyOf(members):
            found: list[LeafSet] = []
            cut = False
            for member in members:
                more, less = _complete(corpus, standing, member, size)
                found, cut = found + more, cut or less
            return minimal(found), cut
        case AllOf(members):
            found, cut = [frozenset()], False
            for member in members:
                more, less = _complete(corpus, standing, member, size)
                joined = [reduced(corpus, a | b) for a in found for b in more]
                fitting = [s for s in set(joined) if consistent(corpus, s)]
                small = [s for s in fitting if len(s) <= size]
                found = minimal(small)
                cut = cut or less or len(small) < len(fitting) or len(found) > KEPT
                found = ordered(corpus, found)[:KEPT]
            return found, cut
    raise TypeError(f"not a condition tree: {tree!r}")


def consistent(corpus: Corpus, leaves: Iterable[Leaf]) -> bool:
    """True when the findings could stand together: nothing refuted that another one entails."""
    leaves = tuple(leaves)
    shown = corpus.up(leaf.ground for leaf in leaves if isinstance(leaf, Has))
    return not any(leaf.ground in shown for leaf in leaves if isinstance(leaf, Lacks))


def reduced(corpus: Corpus, leaves: Iterable[Leaf]) -> LeafSet:
    """The findings without those that another one among them entails."""
    kept = set(leaves)
    for leaf in tuple(kept):
        implied = corpus.broader if isinstance(leaf, Has) else corpus.narrower
        kept -= {type(leaf)(ground) for ground in implied[leaf.ground]}
    return frozenset(kept)


def minimal(sets: Iterable[LeafSet]) -> list[LeafSet]:
    """The sets that contain no other one of them, smallest first."""
    kept: list[LeafSet] = []
    for one in sorted(set(sets), key=len):
        if not any(other <= one for other in kept):
            kept.append(one)
    return kept


def ordered(corpus: Corpus, sets: Iterable[LeafSet]) -> list[LeafSet]:
    """The sets, smallest first, then in the order of the vocabulary; always the same order."""
    place = corpus.ground_order
    return sorted(
        sets,
        key=lambda s: (len(s), sorted((place[x.ground], isinstance(x, Lacks)) for x in s)),
    )
