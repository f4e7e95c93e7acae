"""What the graph says about the evaluation of enforcement teams, as values: indicators, steps, kinds.

`kg_query.evaluation.loading` reads them; nothing here counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..model import Norm, Text

__all__ = ["Definitions", "Indicator", "Step", "TeamKind", "Test"]


@dataclass(frozen=True, slots=True)
class Test:
    """A condition on an entry (`path`, `!path`, `path=a|b`, `path!=a`), and its words."""

    test: str
    label: Text


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number that is looked at for one content of the evaluation.

    Attributes:
        notation: such as E09-2.
        content: the unit that names the content.
        sources: further units it rests on.
        unit: what one of the number is.
        measure: how the number is got, such as `filesBreaching`.
        criteria: notations of scoring lines and base standards, groups written out.
        severities: of findings of national law.
        entries: the list that the entries stand in, such as `complaints`.
        applies: which entries it is about; `where`: which of these count.
        value, base: paths to what is added up, and to what that is divided by.
        kind: path to what it is broken down by.
        dates: paths to the day of an entry; the first that holds one is taken.
        readings: ids of the readings it rests on.
    """

    notation: str
    label: Text
    definition: Text
    unit: Text
    content: str
    sources: tuple[str, ...]
    measure: str
    criteria: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    entries: str | None = None
    applies: tuple[Test, ...] = ()
    where: tuple[Test, ...] = ()
    value: str | None = None
    base: str | None = None
    kind: str | None = None
    dates: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One event of the procedure.

    Attributes:
        key: how a record calls it, such as `filed`.
        norm: the norm that asks for it, or allows it; None where none does.
        after: the key of the step it follows.
        arises_with: the key of the step without which it does not come up.
        deadline: id of the period that the clause sets.
        counted_from, otherwise_from: the steps that the period runs from, by the reading taken and by
            the other one.
    """

    key: str
    label: Text
    definition: Text
    provision: str
    norm: Norm | None
    after: str | None
    arises_with: str | None
    deadline: str | None
    counted_from: str | None
    otherwise_from: str | None
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeamKind:
    """A kind of team; without `bearers` nobody is named who evaluates it."""

    code: str
    label: Text
    bearers: tuple[str, ...]
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Definitions:
    """Everything that the graph says about the evaluation.

    Attributes:
        contents: the units that name the contents, in the order of the text.
        indicators: in the order of the contents.
        steps: key → step, in the order of the procedure.
        kinds: code → kind of team.
        methods: code → way of seeking views.
        decisions: paths to the day that puts a case file into a period.
        readings: ids of the readings that hold for all of it.
    """

    contents: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    steps: Mapping[str, Step]
    kinds: Mapping[str, TeamKind]
    methods: Mapping[str, Text]
    decisions: tuple[str, ...]
    readings: tuple[str, ...]

    def of(self, content: str) -> tuple[Indicator, ...]:
        """The indicators of one content."""
        return tuple(i for i in self.indicators if i.content == content)
