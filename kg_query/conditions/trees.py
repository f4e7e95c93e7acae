"""Condition trees: what must be shown for a norm to apply.

A tree is built from five frozen values. `Has` and `Lacks` are its leaves (a ground is shown,
a ground is shown *not* to be so), `AllOf` and `AnyOf` join trees, and `Met` stands for the
condition of another norm, kept as a reference so that a proof can name it. Negation never
occurs inside a tree: `negate` pushes it to the leaves (De Morgan), so that every question
about a tree is monotone in what has been shown.

Where a leaf stands follows from four sets of grounds (`Standing`): established, refuted, and
the two wider sets in which findings that are still open count as well. The table of the four
states (established, refuted, unknown, not raised) is section 5 of the model; `Standing.of`
is that table lifted to whole trees.

>>> tree = AllOf((Has("force_majeure"), Lacks("subjective_fault")))
>>> facts = Standing(frozenset({"force_majeure"}), frozenset(),
...                  frozenset({"force_majeure"}), frozenset({"subjective_fault"}))
>>> facts.of(tree)
'open'
>>> negate(tree) == AnyOf((Lacks("force_majeure"), Has("subjective_fault")))
True
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self

__all__ = [
    "AllOf",
    "AnyOf",
    "Has",
    "Lacks",
    "Leaf",
    "Met",
    "Standing",
    "State",
    "Tree",
    "fails",
    "from_json",
    "grounds",
    "holds",
    "leaves",
    "negate",
    "norms_met",
    "to_json",
]

State = Literal["holds", "open", "fails", "not_shown"]
"""Where a tree stands: shown, open on unknown findings, shown not to be so, or not shown."""


class _OneOfAKind:
    """A leaf is there once for its ground: to compare two, or to look one up, is to ask whether they are the same."""

    __slots__ = ()
    _made: ClassVar[dict[tuple[type, str], Any]] = {}

    def __new__(cls, ground: str) -> Self:
        key = cls, ground
        made: Self = _OneOfAKind._made.get(key) or _OneOfAKind._made.setdefault(key, object.__new__(cls))
        return made

    def __reduce__(self) -> tuple[type, tuple[str]]:
        return type(self), (self.ground,)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True, eq=False)
class Has(_OneOfAKind):
    """A leaf that holds when the ground is established."""

    ground: str


@dataclass(frozen=True, slots=True, eq=False)
class Lacks(_OneOfAKind):
    """A leaf that holds when the ground is refuted (silence is not enough)."""

    ground: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """A tree that holds when every member holds; without members it always holds."""

    members: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """A tree that holds when at least one member holds; without members it never holds."""

    members: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Met:
    """The condition of another norm (id in `norm`), written out in `tree`.

    The other norm's presupposition and exception are not part of it. `negated` says that
    `tree` is the negation of that condition.
    """

    norm: str
    tree: Tree
    negated: bool = False


Leaf = Has | Lacks
Tree = Has | Lacks | AllOf | AnyOf | Met


def negate(tree: Tree) -> Tree:
    """The tree that holds when the given one is shown not to hold, with `Lacks` at its leaves.

    >>> negate(AnyOf((Has("a"), Lacks("b"))))
    AllOf(members=(Lacks(ground='a'), Has(ground='b')))
    """
    match tree:
        case Has(ground):
            return Lacks(ground)
        case Lacks(ground):
            return Has(ground)
        case AllOf(members):
            return AnyOf(tuple(negate(member) for member in members))
        case AnyOf(members):
            return AllOf(tuple(negate(member) for member in members))
        case Met(norm, inner, negated):
            return Met(norm, negate(inner), not negated)
    raise TypeError(f"not a condition tree: {tree!r}")


def leaves(tree: Tree | None) -> tuple[Leaf, ...]:
    """The distinct leaves of a tree in the order in which they are written; none for None.

    >>> leaves(AllOf((Has("a"), AnyOf((Has("a"), Lacks("b"))))))
    (Has(ground='a'), Lacks(ground='b'))
    """
    return tuple(dict.fromkeys(_walk_leaves(tree)))


def grounds(tree: Tree | None) -> tuple[str, ...]:
    """The distinct grounds a tree speaks of, in the order in which they are written.

    >>> grounds(AllOf((Has("a"), Lacks("a"), Has("b"))))
    ('a', 'b')
    """
    return tuple(dict.fromkeys(leaf.ground for leaf in _walk_leaves(tree)))


def norms_met(tree: Tree | None) -> tuple[str, ...]:
    """The ids of the norms whose conditions a tree refers to, in the order of the tree."""
    return tuple(dict.fromkeys(_walk_met(tree)))


def _walk_leaves(tree: Tree | None) -> Iterator[Leaf]:
    match tree:
        case Has() | Lacks():
            yield tree
        case AllOf(members) | AnyOf(members):
            for member in members:
                yield from _walk_leaves(member)
        case Met(_, inner):
            yield from _walk_leaves(inner)


def _walk_met(tree: Tree | None) -> Iterator[str]:
    match tree:
        case AllOf(members) | AnyOf(members):
            for member in members:
                yield from _walk_met(member)
        case Met(norm, inner):
            yield norm
            yield from _walk_met(inner)


def holds(tree: Tree, established: AbstractSet[str], refuted: AbstractSet[str]) -> bool:
    """True when the tree holds over the given sets of established and refuted grounds.

    Asked over the wider sets (open findings counted in) it answers *does it hold or is it
    open*: the two monotone questions of section 5 of the model.

    >>> holds(AnyOf((Has("a"), Lacks("b"))), set(), {"b"})
    True
    """
    match tree:
        case Has(ground):
            return ground in established
        case Lacks(ground):
            return ground in refuted
        case AllOf(members):
            return all(holds(member, established, refuted) for member in members)
        case AnyOf(members):
            return any(holds(member, established, refuted) for member in members)
        case Met(_, inner):
            return holds(inner, established, refuted)
    raise TypeError(f"not a condition tree: {tree!r}")


def fails(tree: Tree, established: AbstractSet[str], refuted: AbstractSet[str]) -> bool:
    """True when the negation of the tree holds: `holds(negate(tree), …)`, without building it.

    >>> fails(AnyOf((Has("a"), Lacks("b"))), {"b"}, {"a"})
    True
    """
    match tree:
        case Has(ground):
            return ground in refuted
        case Lacks(ground):
            return ground in established
        case AllOf(members):
            return any(fails(member, established, refuted) for member in members)
        case AnyOf(members):
            return all(fails(member, established, refuted) for member in members)
        case Met(_, inner):
            return fails(inner, established, refuted)
    raise TypeError(f"not a condition tree: {tree!r}")


@dataclass(frozen=True, slots=True)
class Standing:
    """The four sets that say where every ground of one matter stands, entailment included.

    `established` and `refuted` are what has been shown; the `possibly_` sets contain these
    and what the open findings (unknown or disputed) could still show.
    """

    established: AbstractSet[str]
    refuted: AbstractSet[str]
    possibly_established: AbstractSet[str]
    possibly_refuted: AbstractSet[str]

    def holds(self, tree: Tree) -> bool:
        """True when the tree has been shown."""
        return holds(tree, self.established, self.refuted)

    def possible(self, tree: Tree) -> bool:
        """True when the tree has been shown or stays open."""
        return holds(tree, self.possibly_established, self.possibly_refuted)

    def fails(self, tree: Tree) -> bool:
        """True when the tree has been shown not to hold."""
        return fails(tree, self.established, self.refuted)

    def of(self, tree: Tree) -> State:
        """Where the tree stands: `holds`, `open`, `fails` (shown not to be so), `not_shown`."""
        if self.holds(tree):
            return "holds"
        if self.possible(tree):
            return "open"
        return "fails" if self.fails(tree) else "not_shown"

    def raised(self, ground: str) -> bool:
        """True when anything at all is said of the ground, also by entailment."""
        return ground in self.possibly_established or ground in self.possibly_refuted


def to_json(tree: Tree | None) -> Any:
    """The tree as plain JSON values; `from_json` reads it back.

    >>> to_json(AllOf((Has("a"), Lacks("b"))))
    {'all': ['a', {'not': 'b'}]}
    """
    match tree:
        case None:
            return None
        case Has(ground):
            return ground
        case Lacks(ground):
            return {"not": ground}
        case AllOf(members):
            return {"all": [to_json(member) for member in members]}
        case AnyOf(members):
            return {"any": [to_json(member) for member in members]}
        case Met(norm, inner, negated):
            data = {"met": norm, "tree": to_json(inner)}
            return {**data, "negated": True} if negated else data
    raise TypeError(f"not a condition tree: {tree!r}")


def from_json(data: Any) -> Tree | None:
    """The tree that `to_json` wrote; a ValueError names a value that is none.

    >>> from_json({"any": ["a", {"not": "b"}]})
    AnyOf(members=(Has(ground='a'), Lacks(ground='b')))
    """
    if data is None:
        return None
    if isinstance(data, str):
        return Has(data)
    if isinstance(data, dict):
        if "all" in data:
            return AllOf(tuple(_subtree(member) for member in data["all"]))
        if "any" in data:
            return AnyOf(tuple(_subtree(member) for member in data["any"]))
        if "not" in data:
            return Lacks(data["not"])
        if "met" in data:
            return Met(data["met"], _subtree(data["tree"]), bool(data.get("negated", False)))
    raise ValueError(f"not a condition tree: {data!r}")


def _subtree(data: Any) -> Tree:
    tree = from_json(data)
    if tree is None:
        raise ValueError("a condition tree has an empty member")
    return tree
