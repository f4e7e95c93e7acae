"""What would still have to be shown: the smallest sets of findings that complete a condition tree.

A set holds leaves: `Has(g)` is "establish g", `Lacks(g)` is "refute g". Sets are consistent with
entailment, hold nothing that another member already entails, and none contains another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .findings import LeafSet, consistent, least, minimal, ordered, reduced
from .trees import AllOf, AnyOf, Has, Lacks, Leaf, Met, Standing, Tree

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["Completions", "completions"]

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
        found, whole = least(corpus, found, KEPT)
        cut = cut or not whole
    small = [one for one in found if len(one) <= size]
    return small, cut or len(small) < len(found)


def _fitting(corpus: Corpus, sets: Iterable[LeafSet]) -> list[LeafSet]:
    return [reduced(corpus, one) for one in sets if consistent(corpus, one)]
