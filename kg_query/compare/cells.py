"""What a finding does for a regulation: the norms it counts for or takes away, and what else they need.

A *finding* is a ground established or refuted. It counts for a norm where one of the smallest ways to meet
the norm's condition holds it, or something that it entails. It takes a norm away where it counts for the norm's
exception, where it refutes the opening words that the norm presumes, or where it is what the condition asks to
be absent (没有造成重大损失). A condition that merely does not mention a finding is neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from math import isqrt
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ..conditions import Has, Lacks, Leaf, Tree, leaves, negate, to_json
from ..conditions.literals import least

if TYPE_CHECKING:
    from ..conditions.relations import Logic
    from ..corpus import Corpus
    from ..model import Norm
    from ..program import Program

__all__ = ["GroundCell", "Part", "Sign", "Use", "cells_of", "in_order"]

Sign: TypeAlias = Literal["established", "refuted"]
Part: TypeAlias = Literal["condition", "exception", "presupposition"]

#: The most ways of one use that are kept; a use with more says so (`cut`).
MOST_CASES = 500
#: The most ways of a condition, times those of its exception or opening words, that are joined.
MOST_JOINED = 40_000


@dataclass(frozen=True, slots=True)
class Use:
    """What one norm does with a finding.

    Attributes:
        norm, provision: ids of the norm and of the clause that holds it.
        gives: True where the finding counts for the norm, False where it takes it away.
        part: what of the norm listens to the finding.
        sign: whether that part asks the ground to be established or refuted.
        via: the grounds it names, where these are not the ground itself but follow from the finding.
        outcome, modality: what the norm gives, and how strongly.
        further: the smallest sets of findings that must come on top; an empty one where nothing more is needed.
        exceptions: the smallest sets of findings on which the norm's exception holds.
        presumes: the grounds of its opening words, which hold unless refuted.
        defeated_by: clauses of the same regulation that override the norm.
        readings: the readings it rests on.
        catch_all: the norm is one of those for “other circumstances”.
        cut: there are more ways than were worked out.
        cases, stops: the ways themselves and those of the exception, as closed masks (`Literals`).
    """

    norm: str
    provision: str
    gives: bool
    part: Part
    sign: Sign
    via: tuple[str, ...]
    outcome: str
    modality: str
    further: tuple[frozenset[Leaf], ...]
    exceptions: tuple[frozenset[Leaf], ...]
    presumes: tuple[str, ...]
    defeated_by: tuple[str, ...]
    readings: tuple[str, ...]
    catch_all: bool
    cut: bool
    cases: tuple[int, ...] = field(repr=False)
    stops: tuple[int, ...] = field(repr=False)

    def to_json(self) -> dict[str, Any]:
        """The use as plain JSON values; findings are `"ground"` or `{"not": "ground"}`."""
        return {
            "norm": self.norm,
            "provision": self.provision,
            "gives": self.gives,
            "part": self.part,
            "sign": self.sign,
            "via": list(self.via),
            "outcome": self.outcome,
            "modality": self.modality,
            "further": _sets(self.further),
            "exceptions": _sets(self.exceptions),
            "presumes": list(self.presumes),
            "defeated_by": list(self.defeated_by),
            "readings": list(self.readings),
            "catch_all": self.catch_all,
            "cut": self.cut,
        }


def _sets(sets: Iterable[frozenset[Leaf]]) -> list[list[Any]]:
    return [[to_json(x) for x in sorted(s, key=lambda x: (isinstance(x, Lacks), x.ground))] for s in sets]


@dataclass(frozen=True, slots=True)
class GroundCell:
    """What one regulation does with one finding; without uses it is silent.

    `outcomes` are those it gives, `withheld` those it takes away; both in order of precedence.
    """

    ground: str
    sign: Sign
    regulation: str
    uses: tuple[Use, ...]
    outcomes: tuple[str, ...]
    withheld: tuple[str, ...]

    @property
    def silent(self) -> bool:
        """True where the regulation does nothing with the finding."""
        return not self.uses

    @property
    def provisions(self) -> tuple[str, ...]:
        """The clauses of the uses, each once, in document order."""
        return tuple(dict.fromkeys(use.provision for use in self.uses))

    @property
    def voice(self) -> tuple[Use, ...]:
        """The uses by which the cell is compared: those that give, or where none does those that take away."""
        return tuple(use for use in self.uses if use.gives) or self.uses

    def to_json(self) -> dict[str, Any]:
        """The cell as plain JSON values."""
        return {
            "regulation": self.regulation,
            "outcomes": list(self.outcomes),
            "withheld": list(self.withheld),
            "uses": [use.to_json() for use in self.uses],
        }


@dataclass(slots=True)
class _Found:
    """What has been gathered so far of one use."""

    via: dict[str, None] = field(default_factory=dict)
    cases: set[int] = field(default_factory=set)
    further: set[int] = field(default_factory=set)


_Key: TypeAlias = tuple[bool, Part, Sign]


def cells_of(corpus: Corpus, logic: Logic, program: Program, regulation: str) -> dict[Leaf, GroundCell]:
    """Every finding that does something for a regulation, with what it does; silent ones are left out.

    Args:
        corpus: the compiled law.
        logic: the logic of its conditions.
        program: the compiled norms, for who defeats whom.
        regulation: the slug of an assessed regulation.
    """
    uses: dict[Leaf, list[Use]] = {}
    for norm in corpus.norms_of[regulation]:
        if norm.outcome is not None and norm.condition is not None:
            for finding, use in _Norm(corpus, logic, program, norm).uses():
                uses.setdefault(finding, []).append(use)
    return {
        finding: GroundCell(
            finding.ground,
            "refuted" if isinstance(finding, Lacks) else "established",
            regulation,
            tuple(sorted(found, key=lambda use: not use.gives)),
            in_order(corpus, (use.outcome for use in found if use.gives)),
            in_order(corpus, (use.outcome for use in found if not use.gives)),
        )
        for finding, found in uses.items()
    }


def in_order(corpus: Corpus, codes: Iterable[str]) -> tuple[str, ...]:
    """Outcome codes, each once, in order of precedence."""
    some = set(codes)
    return tuple(code for code in corpus.outcomes if code in some)


class _Norm:
    """One norm, taken apart finding by finding."""

    def __init__(self, corpus: Corpus, logic: Logic, program: Program, norm: Norm) -> None:
        self.corpus, self.literals, self.norm = corpus, logic.literals, norm
        self.ways, whole = logic.masks(norm.condition)
        self.stops, stops_whole = logic.masks(norm.exception)
        self.opposed = negate(norm.presupposes) if norm.presupposes else None
        self.contrary, contrary_whole = logic.masks(self.opposed)
        self.cut = not (whole and stops_whole and contrary_whole)
        defeaters = program.rules[norm.id].defeaters
        self.defeated_by = tuple(dict.fromkeys(corpus.norms[d].provision for d in defeaters))
        self.found: dict[tuple[Leaf, _Key], _Found] = {}

    def uses(self) -> Iterator[tuple[Leaf, Use]]:
        """Every finding that matters to the norm, with what the norm does with it."""
        for way, named in self._named(self.norm.condition, self.ways):
            self._conditions(way, named)
        self._blocks("exception", self.norm.exception, self.stops)
        self._blocks("presupposition", self.opposed, self.contrary)
        for (finding, key), found in self.found.items():
            yield finding, self._use(key, found)

    def _conditions(self, way: int, named: tuple[Leaf, ...]) -> None:
        """The findings that count in one way to meet the condition, and those that stand against it."""
        needed = self._leaves(way)
        for part in named:
            sign: Sign = "refuted" if isinstance(part, Lacks) else "established"
            for finding in self._showing(part):
                case = way | self.literals.closed(finding)
                if self._possible(case) and not self._stopped(case):
                    self._note(finding, (True, "condition", sign), part, case, way)
            if isinstance(part, Lacks):
                rest = self.literals.closure(other for other in needed if other != part)
                for finding in self._showing(Has(part.ground)):
                    case = rest | self.literals.closed(finding)
                    if self._possible(case):
                        self._note(finding, (False, "condition", sign), part, case, rest)

    def _blocks(self, part: Part, tree: Tree | None, blocks: tuple[int, ...]) -> None:
        """The findings that count for an exception, or against the opening words, beside each way of the norm."""
        ways = self.ways
        if len(ways) * len(blocks) > MOST_JOINED:
            most = isqrt(MOST_JOINED)
            ways, blocks, self.cut = ways[:most], blocks[:most], True
        for block, some in self._named(tree, blocks):
            for named in some:
                sign: Sign = "refuted" if isinstance(named, Lacks) else "established"
                if part == "presupposition":  # the words ask for the contrary of what blocks
                    sign = "established" if sign == "refuted" else "refuted"
                for finding in self._showing(named):
                    shown = block | self.literals.closed(finding)
                    for way in ways:
                        if self._possible(way | shown):
                            self._note(finding, (False, part, sign), named, way | shown, block)

    def _note(self, finding: Leaf, key: _Key, part: Leaf, case: int, asked: int) -> None:
        found = self.found.setdefault((finding, key), _Found())
        if part.ground != finding.ground:
            found.via[part.ground] = None
        found.cases.add(case)
        shown = self.literals.closed(finding)
        found.further.add(self.literals.closure(
            x for x in self.literals.leaves(self.literals.reduced(asked)) if not shown & self.literals.bit(x)
        ))  # fmt: skip

    def _named(self, tree: Tree | None, ways: tuple[int, ...]) -> Iterator[tuple[int, tuple[Leaf, ...]]]:
        """Every way of a tree with the leaves of the tree that count in it.

        They are those that the way cannot do without, and those that the clause names although something else
        that it asks for always entails them (breach of discipline, beside the seeking of private gain).
        """
        listed, ever = [(leaf, self.literals.bit(leaf)) for leaf in leaves(tree)], 0
        for one in ways:
            ever |= self.literals.reduced(one)
        for way in ways:
            counting = self.literals.reduced(way) | (way & ~ever)
            yield way, tuple(leaf for leaf, bit in listed if counting & bit)

    def _showing(self, part: Leaf) -> tuple[Leaf, ...]:
        """The findings that show a part of a condition: itself, and those that entail it."""
        if isinstance(part, Has):
            return part, *(Has(g) for g in self.corpus.narrower[part.ground])
        return part, *(Lacks(g) for g in self.corpus.broader[part.ground])

    def _possible(self, case: int) -> bool:
        return self.literals.consistent(case)

    def _stopped(self, case: int) -> bool:
        return any(stop & case == stop for stop in self.stops)

    def _use(self, key: _Key, found: _Found) -> Use:
        gives, part, sign = key
        cases, all_cases = least(found.cases, MOST_CASES)
        further, _ = least(found.further, MOST_CASES)
        norm = self.norm
        return Use(
            norm.id, norm.provision, gives, part, sign, tuple(found.via), norm.outcome or "", norm.modality,
            self._sets(further), self._exceptions,
            tuple(x.ground for mask in self.contrary for x in self._leaves(mask)), self.defeated_by,
            norm.readings, norm.kind == "catch_all", self.cut or not all_cases, tuple(cases), self.stops,
        )  # fmt: skip

    @cached_property
    def _exceptions(self) -> tuple[frozenset[Leaf], ...]:
        return self._sets(self.stops)

    def _leaves(self, mask: int) -> tuple[Leaf, ...]:
        return tuple(self.literals.leaves(self.literals.reduced(mask)))

    def _sets(self, masks: Iterable[int]) -> tuple[frozenset[Leaf], ...]:
        return tuple(frozenset(self._leaves(mask)) for mask in masks)
