"""On which occasions norms apply, and how the occasions of some relate to those of others."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import TYPE_CHECKING

from ..conditions import AllOf, AnyOf, Has, Lacks, Met, Tree, negate

if TYPE_CHECKING:
    from ..conditions.relations import Logic
    from ..corpus import Corpus
    from ..model import Norm

__all__ = ["Occasions", "occasion", "same_shape"]


def occasion(norm: Norm) -> Tree:
    """All that has to be shown for a norm to apply: premise, condition, and no exception.

    An exception counts as something that has to be ruled out. A norm without a condition applies always.

    >>> from kg_query import KnowledgeGraph
    >>> corpus = KnowledgeGraph.open().corpus
    >>> occasion(corpus.norms["lianyungang/norm/art_20"])
    AllOf(members=(Has(ground='exempted_under_this_measure'), Lacks(ground='explicit_rule_on_effects')))
    """
    parts = [tree for tree in (norm.presupposes, norm.condition) if tree is not None]
    if norm.exception is not None:
        parts.append(negate(norm.exception))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def same_shape(one: Tree, other: Tree) -> bool:
    """True where two trees are the same but for order, repeats and nesting.

    >>> same_shape(AllOf((Has("a"), AllOf((Has("b"), Has("a"))))), AllOf((Has("b"), Has("a"))))
    True
    """
    return _shape(one) == _shape(other)


class Occasions:
    """Relates the occasions of norms, over one corpus."""

    def __init__(self, corpus: Corpus, logic: Logic | None = None) -> None:
        self._corpus = corpus
        self._logic = logic

    def relation(self, one: Sequence[Norm], other: Sequence[Norm]) -> str | None:
        """How the occasions on which any of some norms applies relate to those of others.

        Returns:
            "equivalent", "narrower", "wider", "overlaps", "separate" or "exclusive", as
            `kg_query.conditions.relations`; None where that cannot be told, because the trees are too large
            or because the norms follow upon different outcomes.
        """
        mine, theirs = (AnyOf(tuple(occasion(norm) for norm in side)) for side in (one, other))
        follows = [{code for norm in side for code in norm.follows} for side in (one, other)]
        if same_shape(mine, theirs):
            return "equivalent" if follows[0] == follows[1] else None
        found = self._logical().relation(mine, theirs)
        if found == "undecided" or (found == "equivalent" and follows[0] != follows[1]):
            return None
        return found

    def _logical(self) -> Logic:
        if self._logic is None:
            from ..conditions.relations import Logic

            self._logic = Logic(self._corpus)
        return self._logic


def _shape(tree: Tree) -> Hashable:
    match tree:
        case Has(ground):
            return ("has", ground)
        case Lacks(ground):
            return ("lacks", ground)
        case Met(_, inner):
            return _shape(inner)
        case AllOf() | AnyOf():
            shapes = frozenset(_shape(member) for member in _flat(tree, type(tree)))
            return next(iter(shapes)) if len(shapes) == 1 else (type(tree).__name__, shapes)
    raise TypeError(f"not a condition tree: {tree!r}")


def _flat(tree: Tree, kind: type) -> Iterator[Tree]:
    """The members of a conjunction or disjunction, with those of the same kind inside it taken up."""
    match tree:
        case Met(_, inner):
            yield from _flat(inner, kind)
        case AllOf(members) | AnyOf(members) if isinstance(tree, kind):
            for member in members:
                yield from _flat(member, kind)
        case _:
            yield tree
