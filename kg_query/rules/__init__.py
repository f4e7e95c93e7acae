"""The rules that case files are reviewed by, and the one function that asks them."""

from .evaluate import ENGINES, Engine, evaluate
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
    "ENGINES",
    "Engine",
    "evaluate",
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
