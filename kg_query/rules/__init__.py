"""The rules that case files are reviewed by, and the one function that asks them."""

from .values import (
    Band,
    Constraint,
    Evaluation,
    Hit,
    Parameter,
    Period,
    Rule,
    RuleBook,
    Scoring,
    StatutoryFact,
)

__all__ = [
    "Band",
    "Constraint",
    "Evaluation",
    "Hit",
    "Parameter",
    "Period",
    "Rule",
    "RuleBook",
    "Scoring",
    "StatutoryFact",
]
