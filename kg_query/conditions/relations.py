"""How conditions relate in logic: implied, wider, overlapping, never together; decided exactly or not at all.

A condition tree is monotone in its leaves: what makes it hold still does when more is found. So a tree
is known by its *ways*, the smallest consistent sets of findings on which it holds, and one tree implies
another exactly when every way of the first makes the second hold, entailment counted in both directions.

A norm asks more: its condition must hold while neither its exception nor the contrary of what it
presupposes has been shown. That is no longer monotone. Where norm a applies and norm b does not, the
findings contain a way of a's condition on which b's condition fails, or together with it a way of one
of b's blockers; so both are looked for, and nothing else need be.

>>> from kg_query.corpus import Corpus
>>> from kg_query.model import Ground, Text
>>> words = {g: Ground(g, "", Text(g, g), Text(g, g)) for g in ("a", "b")}
>>> small = Corpus(regulations={}, provisions={}, norms={}, overrides=(), readings={},
...                deadlines={}, grounds=words, outcomes={}, concepts={})
>>> logic = Logic(small)
>>> logic.relation(AllOf((Has("a"), Has("b"))), Has("a"))
'narrower'
>>> logic.relation(Has("a"), Lacks("a"))
'exclusive'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Literal, TypeAlias

from .completions import Completions
from .findings import ordered
from .literals import Literals, least
from .trees import AllOf, AnyOf, Has, Lacks, Leaf, Met, Tree, negate

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..model import Norm

__all__ = ["Applicability", "Logic", "Relation"]

Relation: TypeAlias = Literal[
    "equivalent", "narrower", "wider", "overlaps", "separate", "exclusive", "undecided"
]
"""How a stands to b.

`narrower`: whenever a holds so does b, and not the other way round; `wider`: the converse; `exclusive`:
no consistent findings meet both; `overlaps`: some finding counts towards both, and neither implies the
other; `separate`: they can hold together, and no finding counts towards both; `undecided`: too large to
decide, or the text of a norm is lost.
"""

#: How many ways of one tree are listed, and how many steps a search takes where that is not enough.
MOST_WAYS, MOST_STEPS = 1_000, 50_000

NOTHING = AllOf(())
"""The tree that asks for nothing: it always holds."""


@dataclass(frozen=True, slots=True)
class Applicability:
    """What decides whether a norm applies: its condition, and what must not have been shown.

    Attributes:
        condition: the tree that must hold; `AllOf(())` for a norm without one.
        exception: the norm's own exception, or None.
        contrary: the negation of what the norm presupposes, or None.
    """

    condition: Tree
    exception: Tree | None = None
    contrary: Tree | None = None

    @property
    def blockers(self) -> tuple[Tree, ...]:
        """The trees of which none may hold."""
        return tuple(tree for tree in (self.exception, self.contrary) if tree is not None)


@dataclass(frozen=True, slots=True)
class _Ways:
    """The ways of a tree as closed masks; `whole` where they are all of them."""

    masks: tuple[int, ...]
    whole: bool = True


class Logic:
    """The logic of one corpus's conditions; what it has worked out is kept.

    Args:
        corpus: the compiled law; only its vocabulary and its norms are read.

    Attributes:
        corpus: the same.
        literals: its grounds as bits, for sets of findings as masks.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.literals = Literals(corpus)
        self._known: dict[Tree, _Ways] = {}
        self._trees: dict[tuple[Tree, Tree], Relation] = {}
        self._norms: dict[tuple[str, str], Relation] = {}

    # --- trees ----------------------------------------------------------------------------

    def ways(self, tree: Tree) -> Completions:
        """The smallest consistent sets of findings on which a tree holds, smallest first.

        No set entails another, and none holds a finding that its others entail. The empty set alone:
        the tree always holds; no set, and not `cut`: it never does. `cut` where not all were listed.
        """
        found = self._ways(tree)
        sets = ordered(self.corpus, map(self._set, found.masks))
        return Completions(tuple(sets), not found.whole)

    def masks(self, tree: Tree | None) -> tuple[tuple[int, ...], bool]:
        """The ways of a tree as closed masks, and whether these are all; no way for None."""
        if tree is None:
            return (), True
        found = self._ways(tree)
        return found.masks, found.whole

    def satisfiable(self, tree: Tree) -> bool | None:
        """Whether some consistent findings make a tree hold; None where it is too large to decide."""
        found = self._ways(tree)
        if found.masks or found.whole:
            return bool(found.masks)
        return self._search(tree, ())

    def implies(self, a: Tree, b: Tree) -> bool | None:
        """Whether b holds on all findings on which a does; None where it is too large to decide.

        A tree that never holds implies every tree; ask `satisfiable` where that matters.
        """
        found = self._ways(a)
        if not all(self.literals.holds(b, mask) for mask in found.masks):
            return False
        if found.whole:
            return True
        apart = self._search(a, (b,))
        return None if apart is None else not apart

    def relation(self, a: Tree, b: Tree) -> Relation:
        """How tree a stands to tree b. Of trees that never hold, two are equivalent, one is exclusive."""
        key = (a, b)
        if key not in self._trees:
            self._trees[key] = found = self._relate(Applicability(a), Applicability(b))
            self._trees[b, a] = _mirrored(found)
        return self._trees[key]

    def residual(self, tree: Tree, leaves: Iterable[Leaf]) -> Tree | None:
        """What is still to be shown for a tree once some findings hold.

        `AllOf(())`: nothing more; None: the findings rule the tree out.

        >>> from kg_query.corpus import Corpus
        >>> from kg_query.model import Ground, Text
        >>> words = {g: Ground(g, "", Text(g, g), Text(g, g)) for g in ("a", "b", "c")}
        >>> small = Corpus(regulations={}, provisions={}, norms={}, overrides=(), readings={},
        ...                deadlines={}, grounds=words, outcomes={}, concepts={})
        >>> Logic(small).residual(AllOf((Has("a"), AnyOf((Has("b"), Lacks("c"))))), {Has("a"), Has("c")})
        Has(ground='b')
        """
        closed = self.literals.closure(leaves)
        if not self.literals.consistent(closed):
            return None
        left = self._residual(tree, closed)
        if left is None or left == NOTHING:
            return left
        together = self.satisfiable(AllOf((*self.literals.leaves(closed), left)))
        return None if together is False else left

    # --- norms ----------------------------------------------------------------------------

    def case(self, norm: Norm) -> Applicability:
        """What decides whether a norm applies, before any other norm defeats it."""
        return Applicability(
            NOTHING if norm.condition is None else norm.condition,
            norm.exception,
            None if norm.presupposes is None else negate(norm.presupposes),
        )

    def lost(self, norm: Norm) -> bool:
        """True where a norm never applies because the text of its clause is lost."""
        unit = self.corpus.provisions.get(norm.provision)
        return (
            unit is not None
            and unit.lost is not None
            and self.satisfiable(self.case(norm).condition) is False
        )

    def norm_implies(self, a: Norm, b: Norm) -> bool | None:
        """Whether norm b applies whenever norm a does, each taken before any other norm defeats it.

        None where it is too large to decide, or where the text of one of the two is lost.
        """
        if self.lost(a) or self.lost(b):
            return None
        return self._case_implies(self.case(a), self.case(b))

    def norm_relation(self, a: Norm, b: Norm) -> Relation:
        """How norm a stands to norm b: by when they apply, whatever outcome they give.

        Each is taken before any other norm defeats it. `undecided` where the text of one of them is lost
        and the other is another norm.
        """
        key = (a.id, b.id)
        if key not in self._norms:
            if a.id == b.id:
                found: Relation = "equivalent"
            elif self.lost(a) or self.lost(b):
                found = "undecided"
            else:
                found = self._relate(self.case(a), self.case(b))
            self._norms[key] = found
            self._norms[b.id, a.id] = _mirrored(found)
        return self._norms[key]

    # --- deciding -------------------------------------------------------------------------

    def _relate(self, a: Applicability, b: Applicability) -> Relation:
        there, back = self._case_implies(a, b), self._case_implies(b, a)
        if there is None or back is None:
            return "undecided"
        if there and back:
            return "equivalent"
        joint = self._joint(a, b)
        if joint is None:
            return "undecided"
        if joint == "exclusive":
            return joint
        return "narrower" if there else "wider" if back else joint

    def _case_implies(self, a: Applicability, b: Applicability) -> bool | None:
        if not a.blockers and not b.blockers:
            return self.implies(a.condition, b.condition)
        ways, stops = self._ways(a.condition), [self._ways(tree) for tree in b.blockers]
        if not ways.whole or not all(one.whole for one in stops):
            return None
        for mask in ways.masks:
            if self._applies(a, mask):
                if not self.literals.holds(b.condition, mask):
                    return False
                if any(self._applies(a, mask | stop) for one in stops for stop in one.masks):
                    return False
        return True

    def _joint(self, a: Applicability, b: Applicability) -> Relation | None:
        """Of two cases that are not equivalent: can they arise together, and does a finding count for both?"""
        one, other = self._ways(a.condition), self._ways(b.condition)
        if not one.whole or not other.whole:
            return None
        reduced = self.literals.reduced
        found: Relation = "exclusive"
        for mine, theirs in product(one.masks, other.masks):
            both = mine | theirs
            if self._applies(a, both) and self._applies(b, both):
                if reduced(mine) & theirs or reduced(theirs) & mine:
                    return "overlaps"
                found = "separate"
        return found

    def _applies(self, case: Applicability, closed: int) -> bool:
        """Whether a case arises on a closed mask."""
        holds = self.literals.holds
        return (
            self.literals.consistent(closed)
            and holds(case.condition, closed)
            and not any(holds(tree, closed) for tree in case.blockers)
        )

    def _set(self, closed: int) -> frozenset[Leaf]:
        return frozenset(self.literals.leaves(self.literals.reduced(closed)))

    # --- working out the ways -------------------------------------------------------------

    def _ways(self, tree: Tree) -> _Ways:
        found = self._known.get(tree)
        if found is None:
            found = self._known[tree] = self._work_out(tree)
        return found

    def _work_out(self, tree: Tree) -> _Ways:
        match tree:
            case Has() | Lacks():
                return _Ways((self.literals.closed(tree),))
            case Met(_, inner):
                return self._ways(inner)
            case AnyOf(members):
                parts = [self._ways(member) for member in members]
                masks, whole = least((mask for part in parts for mask in part.masks), MOST_WAYS)
                return _Ways(tuple(masks), 0 in masks or (whole and all(part.whole for part in parts)))
            case AllOf(members):
                parts = sorted((self._ways(member) for member in members), key=lambda p: len(p.masks))
                if any(part.whole and not part.masks for part in parts):
                    return _Ways(())
                masks, whole = [0], all(part.whole for part in parts)
                for part in parts:
                    joined = (a | b for a in masks for b in part.masks)
                    masks, all_kept = least(filter(self.literals.consistent, joined), MOST_WAYS)
                    whole = whole and all_kept
                return _Ways(tuple(masks), whole)
        raise TypeError(f"not a condition tree: {tree!r}")

    def _search(self, tree: Tree, without: tuple[Tree, ...]) -> bool | None:
        """Whether some findings make a tree hold and none of `without`; None after too many steps."""
        for step, (closed, open_) in enumerate(self._unfold(tree, without)):
            if not open_ and not any(self.literals.holds(other, closed) for other in without):
                return True
            if step > MOST_STEPS:
                return None
        return False

    def _unfold(self, tree: Tree, without: tuple[Tree, ...]) -> Iterator[tuple[int, tuple[Tree, ...]]]:
        """The states of a search, depth first: what is found so far, and what is still asked for."""
        stack: list[tuple[int, tuple[Tree, ...]]] = [(0, (tree,))]
        while stack:
            closed, asked = stack.pop()
            if not self.literals.consistent(closed) or any(self.literals.holds(t, closed) for t in without):
                continue
            yield closed, asked
            if not asked:
                continue
            first, rest = asked[0], asked[1:]
            match first:
                case Has() | Lacks():
                    stack.append((closed | self.literals.closed(first), rest))
                case Met(_, inner):
                    stack.append((closed, (inner, *rest)))
                case AllOf(members):
                    stack.append((closed, (*members, *rest)))
                case AnyOf(members):
                    stack.extend((closed, (member, *rest)) for member in reversed(members))

    def _residual(self, tree: Tree, closed: int) -> Tree | None:
        match tree:
            case Has(ground) | Lacks(ground):
                if self.literals.holds(tree, closed):
                    return NOTHING
                other: Leaf = Lacks(ground) if isinstance(tree, Has) else Has(ground)
                return None if self.literals.holds(other, closed) else tree
            case Met(_, inner):
                left = self._residual(inner, closed)
                return tree if left == inner else left
            case AllOf(members) | AnyOf(members):
                every = isinstance(tree, AllOf)
                some = [self._residual(member, closed) for member in members]
                if every and None in some:
                    return None
                if not every and NOTHING in some:
                    return NOTHING
                left_over = tuple(dict.fromkeys(s for s in some if s is not None and s != NOTHING))
                if not left_over:
                    return NOTHING if every else None
                if len(left_over) == 1:
                    return left_over[0]
                return AllOf(left_over) if every else AnyOf(left_over)
        raise TypeError(f"not a condition tree: {tree!r}")


def _mirrored(relation: Relation) -> Relation:
    """How b stands to a where a stands to b so."""
    if relation == "narrower":
        return "wider"
    return "narrower" if relation == "wider" else relation
