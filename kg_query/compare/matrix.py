"""Ground by ground: what each regulation does with a finding, and how every two of them relate on it.

Two regulations are compared on a finding by what it counts for (or, where it counts for nothing, by what it
takes away). The outcome that ranks first on either side is compared first. Where it is the same, so are the
cases: the sets of findings, this one among them, on which the outcome is given. Outcomes that rank after it
can make a regulation wider, never another one's equal. Exceptions count; the opening words of an article are
presumed on both sides, and clauses that override a norm are named beside it and not weighed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ..conditions import Has, Lacks, Leaf
from .cells import GroundCell, Sign, Use, cells_of, in_order

if TYPE_CHECKING:
    from ..conditions.literals import Literals
    from ..conditions.relations import Logic
    from ..corpus import Corpus
    from ..model import Text
    from ..program import Program

__all__ = ["RELATIONS", "GroundMatrix", "GroundRelation", "GroundRow", "Kind", "matrix"]

Kind: TypeAlias = Literal[
    "identical", "wider", "narrower", "overlapping", "different_modality", "different_outcome", "silent",
    "both_silent", "undecided",
]  # fmt: skip
"""How regulation a stands to regulation b on a finding.

`identical`: the same outcomes in the same cases; `wider`: a gives all that b gives, and more; `narrower`: the
converse; `overlapping`: the same first outcome, in cases of which neither covers the other; `different_modality`:
the same effect, bound on one side and left to discretion on the other; `different_outcome`: the first outcome is
another; `silent`: one of them does nothing with the finding; `both_silent`; `undecided`: too large to decide.
"""

Cases: TypeAlias = Literal["identical", "wider", "narrower", "overlapping"]

#: The kinds, in the order in which they are counted and shown.
RELATIONS: tuple[Kind, ...] = (
    "identical", "wider", "narrower", "overlapping", "different_modality", "different_outcome", "silent",
    "both_silent", "undecided",
)  # fmt: skip

#: The modality that leaves a result to discretion; all others bind.
_DISCRETION = "may"
_MIRROR: dict[Kind, Kind] = {"wider": "narrower", "narrower": "wider"}
_NEAREST: tuple[Cases, ...] = ("identical", "wider", "narrower", "overlapping")


@dataclass(frozen=True, slots=True)
class GroundRelation:
    """How two regulations relate on one finding.

    Attributes:
        a, b: slugs.
        relation: of a to b.
        silent: which of the two is silent, where one is.
        same_effect: whether the first outcomes come to the same for the person (full relief, lighter treatment,
            a bar …), whatever they are called; None where one is silent.
        cases: how the cases of the first outcomes relate, whatever the outcomes are; None where one is silent.
        norms: the pair of norms that decides, a's and b's: where the cases differ the nearest that do, else the
            nearest; where the difference lies in an outcome that only one side has, the other side is None.
        provisions: the clauses of these.
        norm_cases: how the cases of these two norms alone relate; None where there are not two.
        same_opening: whether the opening words of the two norms presume the same; None where there are not two.
    """

    a: str
    b: str
    relation: Kind
    silent: str | None = None
    same_effect: bool | None = None
    cases: Cases | None = None
    norm_cases: Cases | None = None
    norms: tuple[str | None, str | None] = (None, None)
    provisions: tuple[str | None, str | None] = (None, None)
    same_opening: bool | None = None

    def mirrored(self) -> GroundRelation:
        """The same, seen from b."""
        return replace(
            self,
            a=self.b,
            b=self.a,
            relation=_MIRROR.get(self.relation, self.relation),
            cases=_mirror(self.cases),
            norm_cases=_mirror(self.norm_cases),
            norms=self.norms[::-1],
            provisions=self.provisions[::-1],
        )

    def to_json(self) -> dict[str, Any]:
        """The relation as plain JSON values."""
        return {
            "a": self.a,
            "b": self.b,
            "relation": self.relation,
            "silent": self.silent,
            "same_effect": self.same_effect,
            "cases": self.cases,
            "norm_cases": self.norm_cases,
            "norms": list(self.norms),
            "provisions": list(self.provisions),
            "same_opening": self.same_opening,
        }


@dataclass(frozen=True, slots=True)
class GroundRow:
    """One finding under all regulations compared.

    Attributes:
        ground, sign: the finding.
        family: the group its ground belongs to.
        label: the name of the ground.
        cells: slug → what the regulation does with it.
        relations: of every two regulations, in their order.
        catch_all: True where only clauses for “other circumstances” listen to it, so that sameness says little.
    """

    ground: str
    sign: Sign
    family: str
    label: Text
    cells: Mapping[str, GroundCell]
    relations: tuple[GroundRelation, ...]
    catch_all: bool

    def relation(self, a: str, b: str) -> GroundRelation:
        """How regulation a stands to regulation b; KeyError for a pair that was not compared."""
        for one in self.relations:
            if (one.a, one.b) == (a, b):
                return one
            if (one.a, one.b) == (b, a):
                return one.mirrored()
        raise KeyError((a, b))

    def to_json(self) -> dict[str, Any]:
        """The row as plain JSON values; silent regulations have an empty list of uses."""
        return {
            "ground": self.ground,
            "sign": self.sign,
            "family": self.family,
            "label": self.label.to_json(),
            "catch_all": self.catch_all,
            "cells": [cell.to_json() for cell in self.cells.values()],
            "relations": [one.to_json() for one in self.relations if one.relation != "both_silent"],
        }


@dataclass(frozen=True, slots=True)
class GroundMatrix:
    """Findings by regulations.

    Attributes:
        regulations: slugs, in order.
        base: the one that the others are measured by in charts.
        rows: in the order of the vocabulary, established before refuted.
    """

    regulations: tuple[str, ...]
    base: str
    rows: tuple[GroundRow, ...]

    def row(self, ground: str, sign: Sign = "established") -> GroundRow:
        """The row of a finding; KeyError where no regulation does anything with it."""
        for row in self.rows:
            if (row.ground, row.sign) == (ground, sign):
                return row
        raise KeyError((ground, sign))

    @property
    def families(self) -> tuple[str, ...]:
        """The families of the rows, in their order."""
        return tuple(dict.fromkeys(row.family for row in self.rows))

    def counts(self, a: str, b: str, family: str | None = None) -> dict[Kind, int]:
        """On how many findings regulation a stands to b in each way, all kinds named; of one family, or of all."""
        some = Counter(row.relation(a, b).relation for row in self.rows if family in (None, row.family))
        return {kind: some[kind] for kind in RELATIONS}

    def to_json(self) -> dict[str, Any]:
        """The matrix as plain JSON values: rows with cells and relations, and the counts for every pair."""
        pairs = combinations(self.regulations, 2)
        return {
            "regulations": list(self.regulations),
            "base": self.base,
            "families": list(self.families),
            "rows": [row.to_json() for row in self.rows],
            "counts": [{"a": a, "b": b, **self.counts(a, b)} for a, b in pairs],
        }


def matrix(
    corpus: Corpus,
    logic: Logic,
    program: Program,
    regulations: Iterable[str],
    grounds: Iterable[str] | None = None,
    families: Iterable[str] | None = None,
    base: str | None = None,
) -> GroundMatrix:
    """What each regulation does with each finding, and how every two relate on it.

    Args:
        corpus: the compiled law.
        logic: the logic of its conditions.
        program: the compiled norms.
        regulations: slugs of assessed regulations, in the order wanted.
        grounds: only these; all that some outcome turns on by default, entailment included.
        families: only grounds of these groups.
        base: the regulation that the others are measured by in charts; the first by default.

    >>> from kg_query import KnowledgeGraph
    >>> from kg_query.conditions.relations import Logic
    >>> from kg_query.program import Program
    >>> corpus = KnowledgeGraph.open().corpus
    >>> found = matrix(corpus, Logic(corpus), Program.compile(corpus), ["mingshan", "lianyungang"])
    >>> decided = found.row("new_evidence_emerged").relation("mingshan", "lianyungang")
    >>> decided.relation, decided.same_effect, decided.cases, decided.provisions
    ('different_outcome', True, 'wider', ('mingshan/art_6__point_3', 'lianyungang/art_8__point_11'))
    """
    slugs = tuple(regulations)
    cells = {slug: cells_of(corpus, logic, program, slug) for slug in slugs}
    wanted = None if grounds is None else frozenset(grounds)
    groups = None if families is None else frozenset(families)
    comparer = _Comparer(corpus, logic.literals)
    rows = []
    for ground in corpus.grounds.values():
        if (wanted is not None and ground.id not in wanted) or (
            groups is not None and ground.group not in groups
        ):
            continue
        findings: tuple[tuple[Leaf, Sign], ...] = (
            (Has(ground.id), "established"),
            (Lacks(ground.id), "refuted"),
        )
        for finding, sign in findings:
            if any(finding in some for some in cells.values()):
                row = {s: cells[s].get(finding) or GroundCell(ground.id, sign, s, (), (), ()) for s in slugs}
                relations = tuple(comparer.relate(row[a], row[b]) for a, b in combinations(slugs, 2))
                uses = [use for cell in row.values() for use in cell.uses]
                catch_all = all(use.catch_all for use in uses)
                rows.append(GroundRow(ground.id, sign, ground.group, ground.label, row, relations, catch_all))
    return GroundMatrix(slugs, base or slugs[0], tuple(rows))


class _Comparer:
    """The comparison of two cells."""

    def __init__(self, corpus: Corpus, literals: Literals) -> None:
        self.corpus, self.literals = corpus, literals

    def relate(self, a: GroundCell, b: GroundCell) -> GroundRelation:
        """How one regulation stands to another on a finding."""
        if a.silent or b.silent:
            if a.silent and b.silent:
                return GroundRelation(a.regulation, b.regulation, "both_silent")
            silent = a.regulation if a.silent else b.regulation
            return GroundRelation(a.regulation, b.regulation, "silent", silent)
        mine, theirs = self._by_outcome(a.voice), self._by_outcome(b.voice)
        first, other = next(iter(mine)), next(iter(theirs))
        effect, same_code = self._same_effect(mine[first][0], theirs[other][0]), first == other
        gives = mine[first][0].gives == theirs[other][0].gives
        relation: Kind
        pair: tuple[Use | None, Use | None] = self._nearest(mine[first], theirs[other])
        if any(use.cut for use in (*a.uses, *b.uses)):
            relation = "undecided"
        elif not gives or not effect:
            relation, effect = "different_outcome", False
        elif _binds(mine[first]) != _binds(theirs[other]):
            relation = "different_modality"
        elif not same_code:
            relation = "different_outcome"
        else:
            relation, pair = self._all_outcomes(mine, theirs, pair)
        one, two = pair
        return GroundRelation(
            a.regulation,
            b.regulation,
            relation,
            same_effect=effect,
            cases=self._cases(mine[first], theirs[other]),
            norm_cases=self._cases([one], [two]) if one and two else None,
            norms=(one.norm if one else None, two.norm if two else None),
            provisions=(one.provision if one else None, two.provision if two else None),
            same_opening=set(one.presumes) == set(two.presumes) if one and two else None,
        )

    def _all_outcomes(
        self,
        mine: Mapping[str, list[Use]],
        theirs: Mapping[str, list[Use]],
        pair: tuple[Use | None, Use | None],
    ) -> tuple[Cases, tuple[Use | None, Use | None]]:
        """Over all outcomes of two cells whose first one is the same: the relation, and the pair that decides."""
        there = back = True
        deciding = None
        for code in in_order(self.corpus, (*mine, *theirs)):
            one, other = mine.get(code, []), theirs.get(code, [])
            forward, backward = self._covered(one, other), self._covered(other, one)
            if deciding is None and not (forward and backward):
                within = [use for use in one if self._escapes(use, other)]
                beyond = [use for use in other if self._escapes(use, one)]
                deciding = self._nearest(within or one, beyond or other)
            there, back = there and forward, back and backward
        return _named(there, back), deciding or pair

    def _by_outcome(self, uses: Iterable[Use]) -> dict[str, list[Use]]:
        some = list(uses)
        codes = in_order(self.corpus, (use.outcome for use in some))
        return {code: [use for use in some if use.outcome == code] for code in codes}

    def _same_effect(self, one: Use, other: Use) -> bool:
        outcomes = self.corpus.outcomes
        if one.outcome == other.outcome:
            return True
        effect = outcomes[one.outcome].effect
        return effect is not None and effect == outcomes[other.outcome].effect

    def _nearest(self, mine: list[Use], theirs: list[Use]) -> tuple[Use | None, Use | None]:
        """The pair of norms that lie nearest: by their cases, then by how many findings part them."""
        if not mine or not theirs:
            return next(iter(mine), None), next(iter(theirs), None)

        def distance(pair: tuple[Use, Use]) -> tuple[int, int]:
            one, other = pair
            reduced = self.literals.reduced
            apart = min((reduced(x) ^ reduced(y)).bit_count() for x in one.cases for y in other.cases)
            return _NEAREST.index(self._cases([one], [other])), apart

        return min(product(mine, theirs), key=distance)

    def _cases(self, mine: list[Use], theirs: list[Use]) -> Cases:
        return _named(self._covered(mine, theirs), self._covered(theirs, mine))

    def _covered(self, mine: list[Use], theirs: list[Use]) -> bool:
        """Whether in every case of these norms one of those applies too, exceptions counted."""
        return not any(self._escapes(one, theirs) for one in mine)

    def _escapes(self, one: Use, theirs: list[Use]) -> bool:
        """Whether some findings are a case of one norm and of none of the others."""
        return any(self._escape(one, theirs, case) for case in one.cases)

    def _escape(self, one: Use, theirs: list[Use], case: int) -> bool:
        if not self.literals.consistent(case) or (one.gives and _met(one.stops, case)):
            return False
        for other in theirs:
            blocked = other.gives and _met(other.stops, case)
            if not blocked and _met(
                other.cases, case
            ):  # it applies: only its own exception could still stop it
                stops = other.stops if other.gives else ()
                return any(self._escape(one, theirs, case | stop) for stop in stops)
        return True


def _met(masks: Iterable[int], case: int) -> bool:
    return any(mask & case == mask for mask in masks)


def _binds(uses: Iterable[Use]) -> bool:
    """True where one of the norms leaves nothing to discretion."""
    return any(use.modality != _DISCRETION for use in uses)


def _named(there: bool, back: bool) -> Cases:
    """The relation, from whether all cases of a are cases of b, and the other way round."""
    if there and back:
        return "identical"
    return "narrower" if there else "wider" if back else "overlapping"


def _mirror(cases: Cases | None) -> Cases | None:
    if cases == "narrower":
        return "wider"
    return "narrower" if cases == "wider" else cases
