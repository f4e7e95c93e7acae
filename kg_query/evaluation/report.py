"""The answer of `kgq evaluate`: values, and their JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from ..model import Text

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..review import Review
    from .definitions import Definitions, Indicator, Step, TeamKind

__all__ = ["Behind", "CaseRow", "ContentResult", "Evaluation", "Part", "StepDue", "StepResult", "StepStatus",
           "TeamEvaluation", "Value", "plain"]  # fmt: skip

StepStatus = Literal["done", "late", "open", "not_due", "not_arising"]
DueStatus = Literal["fulfilled", "breached", "pending", "open"]


def plain(value: Decimal | None) -> int | float | None:
    """The number as JSON has it: whole ones without a fraction, others to four places.

    >>> plain(Decimal("2.0")), plain(Decimal(2) / 3), plain(None)
    (2, 0.6667, None)
    """
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(round(value, 4))


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


@dataclass(frozen=True, slots=True)
class Behind:
    """A case file or an entry that a number rests on.

    `case` is the id of the case file, None for an entry of the record that names none; `where` the
    place in it, or `record/…`; `what` the criteria, rules or result that made it count.
    """

    case: str | None
    where: str = ""
    what: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """`{"case", "where", "what"}`."""
        return {"case": self.case, "where": self.where, "what": list(self.what)}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a number that is broken down: a grade, a result, a method."""

    code: str
    label: Text
    count: int

    def to_json(self) -> dict[str, Any]:
        """`{"code", "label", "count"}`."""
        return {"code": self.code, "label": self.label.to_json(), "count": self.count}


@dataclass(frozen=True, slots=True)
class Value:
    """What an indicator comes to for one team.

    Attributes:
        numerator, denominator: what counts, and out of how much; a mere count has no denominator.
        value: their quotient, or the count itself; None where there are no data.
        counted: files and entries in the numerator; `others`: those in the denominator only.
        undecided: files that could not be counted yet.
        parts: what the number is broken down into.
        missing: where there are no data, what would give them.
        notes: what a reader should know.
    """

    indicator: Indicator
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    counted: tuple[Behind, ...] = ()
    others: tuple[Behind, ...] = ()
    undecided: tuple[Behind, ...] = ()
    parts: tuple[Part, ...] = ()
    missing: Text | None = None
    notes: tuple[Text, ...] = ()

    @property
    def status(self) -> Literal["value", "no_data"]:
        """ "no_data" where there is nothing to make the number of."""
        return "no_data" if self.value is None else "value"

    def to_json(self) -> dict[str, Any]:
        """The JSON object of one indicator."""
        one = self.indicator
        return {
            "indicator": one.notation,
            "label": one.label.to_json(),
            "definition": one.definition.to_json(),
            "unit": one.unit.to_json(),
            "sources": list(one.sources),
            "measure": one.measure,
            "status": self.status,
            "numerator": plain(self.numerator),
            "denominator": plain(self.denominator),
            "value": plain(self.value),
            "counted": [b.to_json() for b in self.counted],
            "others": [b.to_json() for b in self.others],
            "undecided": [b.to_json() for b in self.undecided],
            "parts": [p.to_json() for p in self.parts],
            "missing": self.missing.to_json() if self.missing else None,
            "notes": [n.to_json() for n in self.notes],
            "readings": list(one.readings),
        }


@dataclass(frozen=True, slots=True)
class ContentResult:
    """One content of the evaluation with its indicators."""

    provision: str
    text: Text
    values: tuple[Value, ...]

    def to_json(self) -> dict[str, Any]:
        """`{"provision", "text", "indicators"}`."""
        return {
            "provision": self.provision,
            "text": self.text.to_json(),
            "indicators": [v.to_json() for v in self.values],
        }


@dataclass(frozen=True, slots=True)
class StepDue:
    """The last day of a step under one way of counting.

    `start` is the step it is counted from, `since` the day of that; `primary` is False for the start by
    the reading that is not taken. `date` is None where the period has not begun.
    """

    start: str
    since: str | None
    primary: bool
    day_kind: str
    date: str | None
    status: DueStatus
    rolled_from: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The JSON object of one way of counting."""
        return {
            "counted_from": self.start,
            "since": self.since,
            "primary": self.primary,
            "day_kind": self.day_kind,
            "date": self.date,
            "status": self.status,
            "rolled_from": self.rolled_from,
        }


@dataclass(frozen=True, slots=True)
class StepResult:
    """What became of one step; `differs` where the ways of counting give different answers."""

    step: Step
    status: StepStatus
    date: str | None
    due: tuple[StepDue, ...]
    differs: bool
    why: tuple[Text, ...]

    def to_json(self) -> dict[str, Any]:
        """The JSON object of one step."""
        return {
            "step": self.step.key,
            "label": self.step.label.to_json(),
            "provision": self.step.provision,
            "norm": self.step.norm.id if self.step.norm else None,
            "modality": self.step.norm.modality if self.step.norm else None,
            "bearer": list(self.step.norm.bearers if self.step.norm else ()),
            "status": self.status,
            "date": self.date,
            "due": [d.to_json() for d in self.due],
            "differs": self.differs,
            "why": {"zh": "".join(t.zh for t in self.why), "en": " ".join(t.en for t in self.why)},
            "readings": list(self.step.readings),
        }


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case file of the period: the day that puts it there, and its review."""

    case: str
    decided: date | None
    review: Review

    def to_json(self) -> dict[str, Any]:
        """The JSON object of one case file."""
        one = self.review
        return {
            "case_file": self.case,
            "decided_on": _day(self.decided),
            "standard": one.standard,
            "base": one.base_result,
            "score": plain(one.score),
            "score_range": [plain(one.low), plain(one.high)],
            "grade": one.grade,
        }


@dataclass(frozen=True, slots=True)
class TeamEvaluation:
    """One team in one period.

    Attributes:
        team: its name, or None for files that name none.
        kind: the kind of team, or None where nothing tells.
        evaluator: who evaluates, as the record says.
        start, end: the period; None where it is open.
        has_record: whether there is a record for the team.
        cases: its files in the period; `undated`: ids of files left out for want of a day.
        contents, steps: the eleven contents, the procedure.
        notes: what a reader should know about the whole.
    """

    team: str | None
    kind: TeamKind | None
    evaluator: str | None
    start: date | None
    end: date | None
    has_record: bool
    cases: tuple[CaseRow, ...]
    undated: tuple[str, ...]
    contents: tuple[ContentResult, ...]
    steps: tuple[StepResult, ...]
    notes: tuple[Text, ...]

    @property
    def late(self) -> bool:
        """True where a step is late in every way of counting and the text names who has to take it."""
        named = self.kind is None or bool(self.kind.bearers)
        return named and any(s.status == "late" for s in self.steps)

    def of(self, indicator: str) -> Value:
        """The value of one indicator; KeyError where there is none of that notation."""
        for content in self.contents:
            for value in content.values:
                if value.indicator.notation == indicator:
                    return value
        raise KeyError(indicator)

    def step(self, key: str) -> StepResult:
        """What became of one step; KeyError where there is none of that key."""
        for one in self.steps:
            if one.step.key == key:
                return one
        raise KeyError(key)

    def to_json(self) -> dict[str, Any]:
        """The JSON object of one team."""
        return {
            "team": self.team,
            "kind": self.kind.code if self.kind else None,
            "evaluator": self.evaluator,
            "period": {"from": _day(self.start), "to": _day(self.end)},
            "record": self.has_record,
            "case_files": [c.to_json() for c in self.cases],
            "undated": list(self.undated),
            "contents": [c.to_json() for c in self.contents],
            "procedure": [s.to_json() for s in self.steps],
            "late": self.late,
            "notes": [n.to_json() for n in self.notes],
        }


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The evaluation of one or several teams, without a total: the text gives no weights and no form."""

    corpus: Corpus
    definitions: Definitions
    as_of: str
    teams: tuple[TeamEvaluation, ...]

    @property
    def late(self) -> bool:
        """True where a step of a team is late in every way of counting."""
        return any(t.late for t in self.teams)

    @property
    def readings(self) -> tuple[str, ...]:
        """Ids of the readings of the text that the whole rests on."""
        found = dict.fromkeys(self.definitions.readings)
        for team in self.teams:
            found |= dict.fromkeys(team.kind.readings if team.kind else ())
        for step in self.definitions.steps.values():
            found |= dict.fromkeys(step.readings)
        for one in self.definitions.indicators:
            found |= dict.fromkeys(one.readings)
        return tuple(found)

    def of(self, team: str | None) -> TeamEvaluation:
        """The evaluation of one team; KeyError where there is none of that name."""
        for one in self.teams:
            if one.team == team:
                return one
        raise KeyError(team)

    def to_json(self) -> dict[str, Any]:
        """The JSON object of `kgq evaluate --format json`."""
        from .words import UNWEIGHTED

        return {
            "as_of": self.as_of,
            "teams": [t.to_json() for t in self.teams],
            "total": None,
            "no_total": UNWEIGHTED.to_json(),
            "readings": list(self.readings),
        }

    def to_text(self, lang: str = "zh", width: int = 92) -> str:
        """The evaluation for people, each content with its clause."""
        from .text import render

        return render(self, lang, width)

    def rows(self, lang: str = "zh") -> list[tuple[Any, ...]]:
        """The rows of `kgq evaluate --format csv`, the first one naming the columns."""
        from .table import rows

        return rows(self, lang)

    def to_bytes(self, format: str, lang: str = "zh") -> bytes:
        """The working form as the bytes of a file; the same evaluation gives the same bytes.

        Args:
            format: "xlsx", for any number of teams, or "docx", for one.
            lang: "zh" or "en".

        Raises:
            UsageError: an unknown format, or several teams for a "docx".
        """
        from .output import to_bytes

        return to_bytes(self, format, lang)
