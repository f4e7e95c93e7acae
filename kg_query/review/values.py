"""What a review says of a case file, as values: no logic but their JSON."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from ..model import Text

if TYPE_CHECKING:
    from ..casefiles import CaseFile

By = Literal["data", "judgement"]
BaseResult = Literal["pass", "fail", "open"]
Severity = Literal["fatal", "violation", "warning"]
Kind = Literal["base", "document", "line"]

__all__ = ["BaseFailure", "Deduction", "NationalFinding", "Open", "Review", "ShapeUse", "number"]


def number(value: Decimal) -> int | float:
    """The number as JSON has it: whole ones without a fraction.

    >>> number(Decimal("2.0")), number(Decimal("59.5"))
    (2, 59.5)
    """
    return int(value) if value == value.to_integral_value() else float(value)


@dataclass(frozen=True, slots=True)
class Deduction:
    """One scoring line that is not met: its points are taken off, once and whole.

    Attributes:
        line: notation of the line, such as P-LA-1-3.
        document: notation of the document it belongs to, or of the stage where the line has none.
        points: points taken off.
        why: what is wrong.
        where: the place in the case file, as a JSON path.
        clause, clause_text: id and text of the line in the regulation.
        repair: what would mend it.
        curable: False for a past act that no paper can mend.
        by: whether the data showed it or a file reviewer judged so.
        also: further places where the same line is not met.
    """

    line: str
    document: str
    points: Decimal
    why: Text
    where: str
    clause: str
    clause_text: Text
    repair: Text
    curable: bool
    by: By
    also: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The JSON object of `kgq review`."""
        return {
            "line": self.line,
            "document": self.document,
            "points": number(self.points),
            **_told(self),
        }


@dataclass(frozen=True, slots=True)
class BaseFailure:
    """One base standard that is violated, with the fact that violates it.

    Attributes as `Deduction`; `ground` and `officers` as `NationalFinding`.
    """

    standard: str
    why: Text
    where: str
    clause: str
    clause_text: Text
    repair: Text
    curable: bool
    by: By
    also: tuple[str, ...] = ()
    ground: str | None = None
    officers: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The JSON object of `kgq review`."""
        return {
            "standard": self.standard,
            **_told(self),
        }


def _told(one: Deduction | BaseFailure) -> dict[str, Any]:
    """What the JSON of both says of the breach."""
    return {
        "why": one.why.to_json(),
        "where": one.where,
        "also": list(one.also),
        "clause": one.clause,
        "clause_text": one.clause_text.to_json(),
        "repair": one.repair.to_json(),
        "curable": one.curable,
        "by": one.by,
    }


@dataclass(frozen=True, slots=True)
class NationalFinding:
    """One breach of national procedure law; it costs no points by itself.

    Attributes:
        rule: notation of the statutory fact, such as P08.
        severity: "fatal", "violation" or "warning".
        why, where: what is wrong, and the place in the case file.
        law, article: the law and the article that state the requirement.
        requirement: the requirement in our words.
        ground: id of the ground that the breach establishes in a matter, or None.
        officers: names of those whom the breach is put down to.
        repair, curable: what would mend it, and whether anything can.
        caution: what is not verified about the requirement, or None.
    """

    rule: str
    severity: Severity
    why: Text
    where: str
    law: Text
    article: str
    requirement: Text
    ground: str | None
    officers: tuple[str, ...]
    repair: Text
    curable: bool
    caution: Text | None = None

    def to_json(self) -> dict[str, Any]:
        """The JSON object of `kgq review`."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "why": self.why.to_json(),
            "where": self.where,
            "law": self.law.to_json(),
            "article": self.article,
            "requirement": self.requirement.to_json(),
            "ground": self.ground,
            "officers": list(self.officers),
            "repair": self.repair.to_json(),
            "curable": self.curable,
            "caution": self.caution.to_json() if self.caution else None,
        }


@dataclass(frozen=True, slots=True)
class Open:
    """A criterion that neither the data nor a judgement has decided.

    Attributes:
        criterion: notation of a base standard, a document or a line.
        kind: which of these it is; an open document stands for its lines.
        points: points that may still be lost with it; 0 for a base standard.
        ask: what has to be judged or stated.
    """

    criterion: str
    kind: Kind
    points: Decimal
    ask: Text

    def to_json(self) -> dict[str, Any]:
        """The JSON object of `kgq review`."""
        return {
            "criterion": self.criterion,
            "kind": self.kind,
            "points": number(self.points),
            "ask": self.ask.to_json(),
        }


@dataclass(frozen=True, slots=True)
class ShapeUse:
    """How many nodes of the case file a shape was asked about; none means: not checked."""

    shape: str
    nodes: int


@dataclass(frozen=True, slots=True)
class Review:
    """The review of one case file under one standard.

    Attributes:
        case: the case file.
        standard: "penalty" or "compulsion".
        base_result: "fail" where a base standard is violated, "open" where one is undecided.
        base_failures, deductions: what is violated, in the order of the standard. After a base
            failure the deductions are for information: they no longer change the score.
        not_applicable: notations of documents that the case did not call for.
        not_arising: notations of lines and base standards whose own condition does not arise.
        missing_documents: notations of documents that were called for and are not there.
        open: what is still to be judged.
        score: None while anything that bears on it is open.
        low, high: the lowest and the highest score still possible.
        grade: the grade in the words of the regulation (Chinese); None while the score is.
        grade_label: the same in both languages.
        notes: what a reader should know about the result.
        readings: ids of the readings of the text that the result rests on.
        other_readings: those behind criteria that are met or do not arise; another reading might have
            them otherwise.
        national: breaches of national procedure law, the gravest first.
        checked: for each shape, how many nodes it met.
        passing: the lowest score that passes, for `failed`.
    """

    case: CaseFile
    standard: str
    base_result: BaseResult
    base_failures: tuple[BaseFailure, ...]
    deductions: tuple[Deduction, ...]
    not_applicable: tuple[str, ...]
    not_arising: tuple[str, ...]
    missing_documents: tuple[str, ...]
    open: tuple[Open, ...]
    score: Decimal | None
    low: Decimal
    high: Decimal
    grade: str | None
    notes: tuple[Text, ...]
    readings: tuple[str, ...]
    national: tuple[NationalFinding, ...]
    checked: tuple[ShapeUse, ...]
    grade_label: Text | None = None
    passing: Decimal = Decimal(0)
    other_readings: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """True where the file does not pass, or could not pass any more."""
        return self.base_result == "fail" or self.high < self.passing

    @property
    def to_judge(self) -> tuple[str, ...]:
        """Notations of what is open and still bears on the result: nothing after a base failure."""
        return () if self.base_result == "fail" else tuple(o.criterion for o in self.open)

    @property
    def party(self) -> str | None:
        """The name of the party to the case."""
        value = self.case.record.get("party")
        return str(value["name"]) if isinstance(value, dict) and value.get("name") else None

    @property
    def team(self) -> str | None:
        """The enforcement team that handled the case."""
        value = self.case.record.get("team")
        return None if value is None else str(value)

    @property
    def reviewed_on(self) -> str | None:
        """The day of the review sitting as the file gives it (ISO)."""
        value = self.case.record.get("review")
        return str(value["on"]) if isinstance(value, dict) and value.get("on") else None

    def to_json(self, lang: str = "zh") -> dict[str, Any]:
        """The JSON object of `kgq review --format json`; `notes` are in `lang`."""
        return {
            "case_file": self.case.id,
            "kind": list(self.case.kinds),
            "team": self.team,
            "party": self.party,
            "date": self.reviewed_on,
            "standard": self.standard,
            "base": {
                "result": self.base_result,
                "failed": [f.standard for f in self.base_failures],
                "reasons": [f.to_json() for f in self.base_failures],
            },
            "deductions": [d.to_json() for d in self.deductions],
            "not_applicable": list(self.not_applicable),
            "not_arising": list(self.not_arising),
            "missing_documents": list(self.missing_documents),
            "to_judge": list(self.to_judge),
            "open": [o.to_json() for o in self.open],
            "score": None if self.score is None else number(self.score),
            "score_range": [number(self.low), number(self.high)],
            "grade": self.grade,
            "notes": [n.in_(lang) for n in self.notes],
            "readings": list(self.readings),
            "other_readings": list(self.other_readings),
            "national": [n.to_json() for n in self.national],
            "checked": {u.shape: u.nodes for u in self.checked if u.nodes},
            "not_checked": [u.shape for u in self.checked if not u.nodes],
        }
