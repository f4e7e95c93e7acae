"""What shapes say of case files, compiled: rules, the questions they ask, the way a score is formed.

All of it comes from Turtle (`shapes/`, `data/`); here are only the forms it is kept in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from ..model import Text

RuleKind = Literal["base", "document", "line", "national"]
Decider = Literal["data", "judgement"]
HitKind = Literal["violated", "open", "not_arising"]

__all__ = [
    "Band",
    "Constraint",
    "Decider",
    "Evaluation",
    "Hit",
    "HitKind",
    "Parameter",
    "Period",
    "Rule",
    "RuleBook",
    "RuleKind",
    "Scoring",
    "StatutoryFact",
]


@dataclass(frozen=True, slots=True)
class Constraint:
    """One question of a rule: every row it gives is a breach.

    Attributes:
        query: key of the SELECT in `RuleBook.queries`.
        id: name of the constraint in the shapes; one named constraint may serve several rules.
        message: what a breach means; None where the rule's own message says it.
        path: IRI of the property that is lacking, where the constraint itself is about one.
    """

    query: str
    id: str
    message: Text | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One shape: a base standard, a document that may be called for, a scoring line, or a national rule.

    Attributes:
        notation: P-LA-1-3, PB-CX-6, P24 and the like.
        kind: which of the four it is.
        standard: the set of shapes it stands in: "penalty", "compulsion" or "national".
        criterion: id of the provision that it puts into practice (None for a national rule).
        document: notation of the document that a line belongs to, or of the stage where it has none.
        points: points lost when it is violated; 0 where it has none.
        decided_by: "judgement" where data can only show a breach.
        targets: IRIs of the classes whose nodes it is asked about.
        constraints: its questions.
        open_when, not_arising: keys of further SELECTs in `RuleBook.queries`, or None.
        message, repair: what is wrong, and what would mend it; a constraint may say it better.
        curable: False for a past act that no paper can mend.
        rests_on: ids of the readings behind it.
        severity: "fatal", "violation" or "warning" (national rules).
        fact: id of the statutory fact that it puts into practice, such as national/P24.
        ground: id of the ground that a breach establishes in an officer's matter.
        attributed_to: IRI of the property that names the officers who answer for a breach.
        shape: the shape's own name.
        caution: what is not verified about it, or None.
    """

    notation: str
    kind: RuleKind
    standard: str
    criterion: str | None
    document: str | None
    points: Decimal
    decided_by: Decider
    targets: tuple[str, ...]
    constraints: tuple[Constraint, ...]
    open_when: str | None
    not_arising: str | None
    message: Text
    repair: Text
    curable: bool
    rests_on: tuple[str, ...] = ()
    severity: str | None = None
    fact: str | None = None
    ground: str | None = None
    attributed_to: str | None = None
    shape: str = ""
    caution: Text | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """One grade: the scores it stands for. `rule` is the provision that lists the grades."""

    provision: str
    rule: str
    label: Text
    minimum: Decimal | None
    maximum: Decimal | None
    less_than: Decimal | None
    readings: tuple[str, ...] = ()

    def holds(self, score: Decimal) -> bool:
        """Whether the score lies within the bounds."""
        return (
            (self.minimum is None or score >= self.minimum)
            and (self.maximum is None or score <= self.maximum)
            and (self.less_than is None or score < self.less_than)
        )


@dataclass(frozen=True, slots=True)
class Scoring:
    """How a score is formed: what it starts from, how far it may fall, what a base failure leaves.

    `bands` come in the order of the text; where the first list of grades has a gap, a later one
    decides. `readings` bear on every score, `violation_readings` on one after a base failure.
    """

    base: Decimal
    lowest: Decimal
    on_violation: Decimal
    bands: tuple[Band, ...]
    readings: tuple[str, ...] = ()
    violation_readings: tuple[str, ...] = ()

    @property
    def passing(self) -> Decimal:
        """The lowest score that any grade with a lower bound asks for."""
        return min((b.minimum for b in self.bands if b.minimum is not None), default=self.lowest)

    def band(self, score: Decimal) -> tuple[Band | None, bool]:
        """The grade's band, and whether the first list of grades had none for the score."""
        first = self.bands[0].rule if self.bands else None
        for band in self.bands:
            if band.holds(score):
                return band, band.rule != first
        return None, True


@dataclass(frozen=True, slots=True)
class Parameter:
    """An amount or hour that the law leaves to the place; `default` holds where none is given."""

    notation: str
    label: Text
    default: Decimal
    definition: Text | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A number that a statutory fact states: a period (`unit`, `day_kind`) or a threshold.

    `bound` is "atMost", "atLeast", "exactly" or the like; `about` says from when, or of what.
    """

    id: str
    label: Text
    quantity: int | float | None
    unit: str | None
    day_kind: str | None
    bound: str | None
    about: Text | None


@dataclass(frozen=True, slots=True)
class StatutoryFact:
    """A requirement of national law, in our words, with where it stands and how well that was verified."""

    id: str
    notation: str
    law: str
    law_title: Text
    article: str
    requirement: Text
    actor: Text | None
    trigger: Text | None
    consequence: Text | None
    consequences: tuple[str, ...]
    verification: str | None
    verification_label: Text | None
    caution: Text | None
    periods: tuple[Period, ...] = ()
    supports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules with the questions they ask, the parameters and the ways of scoring.

    Attributes:
        rules: notation → Rule, in the order of the text; national rules last.
        queries: key → SELECT with its prefixes; it gives `?this` and may give `?value` and `?path`.
        scoring: how a score is formed; None where no regulation of the graph scores.
        parameters: notation → Parameter.
        days: property of a day → the property of the moment it is taken from (both IRIs).
        ahead: properties whose dates may lie ahead: no calendar is asked about them.
        classes: class IRI → the classes below it.
        background: what stands beside the case files in every store: N-Triples, one a line.
    """

    rules: dict[str, Rule]
    queries: dict[str, str]
    scoring: Scoring | None
    parameters: dict[str, Parameter]
    days: dict[str, str] = field(default_factory=dict)
    ahead: tuple[str, ...] = ()
    classes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    background: str = ""

    def of(self, *standards: str) -> tuple[Rule, ...]:
        """The rules of these sets of shapes, in their order."""
        return tuple(r for r in self.rules.values() if r.standard in standards)


# --- what an evaluation finds ---------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """One row that a question of a rule gave for one node.

    Attributes:
        rule: notation of the rule.
        kind: whether the node violates it, leaves it open, or does not raise it.
        focus: IRI of the node.
        constraint: id of the constraint that is violated ("" unless violated).
        value: the node or literal concerned, where the constraint tells it; IRIs bare.
        path: IRI of the property concerned, where the constraint tells it.
    """

    rule: str
    kind: HitKind
    focus: str
    constraint: str = ""
    value: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the rules found in one case file.

    Attributes:
        case: IRI of the case file.
        hits: in a fixed order.
        met: notation → the nodes the rule was asked about; rules that met none are not in it.
    """

    case: str
    hits: tuple[Hit, ...]
    met: dict[str, tuple[str, ...]]
