"""The fewest repairs that lift a case file to the next grade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..model import Text
from ..rules import Band, Scoring
from ..wording.messages import both
from .values import Deduction, Review, number

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["RepairPlan", "RepairStep", "plan"]


@dataclass(frozen=True, slots=True)
class RepairStep:
    """One repair: the criteria it satisfies, what it gives, what is to be done, and where.

    A base standard gives no points of its own, so `points` is 0 for it.
    """

    criteria: tuple[str, ...]
    points: Decimal
    repair: Text
    where: str
    base: bool = False

    def to_json(self) -> dict[str, Any]:
        """The JSON object of `kgq review --repair`."""
        return {
            "criteria": list(self.criteria),
            "points": number(self.points),
            "repair": self.repair.to_json(),
            "where": self.where,
            "base": self.base,
        }


@dataclass(frozen=True, slots=True)
class RepairPlan:
    """What would lift a case file to the next grade.

    Attributes:
        target: the grade aimed at; None where the highest is reached already.
        steps: the fewest repairs, base standards first; empty where the target cannot be reached.
        reaches: the score after them.
        reason: why the target cannot be reached, or None.
        assumes_met: whether criteria that are still open were taken as met.
    """

    target: Text | None
    steps: tuple[RepairStep, ...]
    reaches: Decimal
    reason: Text | None = None
    assumes_met: bool = False

    @property
    def possible(self) -> bool:
        """True where repairs reach the target, or there is nothing to reach."""
        return self.reason is None

    def to_json(self) -> dict[str, Any]:
        """The JSON object of `kgq review --repair`."""
        return {
            "target": self.target.to_json() if self.target else None,
            "possible": self.possible,
            "steps": [s.to_json() for s in self.steps],
            "reaches": number(self.reaches),
            "reason": self.reason.to_json() if self.reason else None,
            "assumes_met": self.assumes_met,
        }


def plan(corpus: Corpus, review: Review) -> RepairPlan:
    """The fewest repairs to the next grade; only what can still be mended counts.

    A base failure is mended first, for nothing else helps before. A missing document is one repair
    that brings all its lines. What is still open is taken as met.

    Args:
        corpus: the compiled law.
        review: the review of the file.
    """
    scoring = corpus.rulebook.scoring
    assert scoring is not None, "a review has been made by it"
    lost = sum((d.points for d in review.deductions), Decimal(0))
    now = max(scoring.lowest, scoring.base - lost)
    target = _target(scoring, now, bool(review.base_failures))
    if target is None or target.minimum is None:
        return RepairPlan(None, (), now, assumes_met=bool(review.open))
    first = [
        RepairStep((f.standard,), Decimal(0), f.repair, f.where, base=True) for f in review.base_failures
    ]
    stuck = [f.standard for f in review.base_failures if not f.curable]
    if stuck:
        reason = both("review.plan.base", standards=stuck)
        return RepairPlan(target.label, (), scoring.on_violation, reason, bool(review.open))
    units = _units(review)
    best = now + sum((u.points for u in units), Decimal(0))
    if best < target.minimum:
        reason = both("review.plan.short", score=number(best))
        return RepairPlan(target.label, (), now, reason, bool(review.open))
    chosen = _fewest(units, target.minimum - now)
    reached = now + sum((u.points for u in chosen), Decimal(0))
    return RepairPlan(target.label, (*first, *chosen), reached, None, bool(review.open))


def _target(scoring: Scoring, now: Decimal, base_failed: bool) -> Band | None:
    """The band aimed at: the next above the score; after a base failure, what mending that gives."""
    rising = sorted(
        (b for b in scoring.bands if b.minimum is not None and b.rule == scoring.bands[0].rule),
        key=lambda b: b.minimum or Decimal(0),
    )
    above = next((b for b in rising if (b.minimum or Decimal(0)) > now), None)
    if not base_failed:
        return above
    reached = [b for b in rising if (b.minimum or Decimal(0)) <= now]
    return reached[-1] if reached else above


def _units(review: Review) -> list[RepairStep]:
    """What can be mended, each as one repair; the largest first, in the order of the standard."""
    lines: list[RepairStep] = []
    missing: dict[str, list[Deduction]] = {}
    for deduction in review.deductions:
        if not deduction.curable:
            continue
        if deduction.document in review.missing_documents:
            missing.setdefault(deduction.document, []).append(deduction)
        else:
            lines.append(RepairStep((deduction.line,), deduction.points, deduction.repair, deduction.where))
    for document, lost in missing.items():
        points = sum((d.points for d in lost), Decimal(0))
        lines.append(RepairStep((document,), points, lost[0].repair, lost[0].where))
    return sorted(lines, key=lambda u: -u.points)


def _fewest(units: Sequence[RepairStep], needed: Decimal) -> list[RepairStep]:
    """The fewest units that give what is needed; the last of them no larger than it has to be."""
    chosen: list[RepairStep] = []
    for unit in units:
        if needed <= 0:
            break
        chosen.append(unit)
        needed -= unit.points
    if chosen:
        last = chosen.pop()
        short = needed + last.points
        rest = [u for u in units if u not in chosen and u.points >= short]
        chosen.append(min(rest, key=lambda u: u.points))
    return chosen
