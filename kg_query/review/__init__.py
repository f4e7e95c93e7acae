"""Case files reviewed: base standards, deductions, score, grade, and national procedure law."""

from __future__ import annotations

from .values import BaseFailure, Deduction, NationalFinding, Open, Review, ShapeUse

__all__ = ["BaseFailure", "Deduction", "NationalFinding", "Open", "Review", "ShapeUse"]
