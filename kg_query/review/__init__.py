"""Case files reviewed: base standards, deductions, score, grade, and national procedure law."""

from __future__ import annotations

from .matters import matters_of
from .repair import RepairPlan, RepairStep, plan
from .reviewing import review_many
from .values import BaseFailure, Deduction, NationalFinding, Open, Review, ShapeUse

__all__ = [
    "BaseFailure",
    "Deduction",
    "NationalFinding",
    "Open",
    "RepairPlan",
    "RepairStep",
    "Review",
    "ShapeUse",
    "matters_of",
    "plan",
    "review_many",
]
