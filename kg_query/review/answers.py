"""What is asked of a review and what is answered: local parameters, repairs, JSON and rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from ..errors import UsageError, did_you_mean, known_words
from ..model import Text
from .repair import RepairPlan, plan
from .values import Review, number

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["COLUMNS", "answer_json", "parameters_of", "plans_of", "rows"]

#: What the columns of a table of reviews are called.
COLUMNS = (
    "case_file", "kind", "team", "party", "standard", "base", "score", "low", "high", "grade", "base_failed",
    "deducted", "points_lost", "missing_documents", "not_applicable", "to_judge", "national",
)  # fmt: skip


def plans_of(corpus: Corpus, reviews: Iterable[Review], wanted: bool) -> list[RepairPlan | None]:
    """The fewest repairs that reach the next grade, for each review; None for each where not `wanted`."""
    return [plan(corpus, r) if wanted else None for r in reviews]


def answer_json(review: Review, repairs: RepairPlan | None, lang: str) -> dict[str, Any]:
    """A review as JSON data, with its repairs under `repair` where there is a plan of them."""
    return review.to_json(lang) | ({"repair": repairs.to_json()} if repairs else {})


def rows(reviews: Iterable[Review]) -> Iterator[tuple[Any, ...]]:
    """The rows under `COLUMNS`, one a review."""
    for r in reviews:
        yield (
            r.case.id, list(r.case.kinds), r.team, r.party, r.standard, r.base_result,
            None if r.score is None else number(r.score), number(r.low), number(r.high), r.grade,
            [f.standard for f in r.base_failures], [d.line for d in r.deductions],
            number(sum((d.points for d in r.deductions), Decimal(0))), r.missing_documents, r.not_applicable,
            r.to_judge, list(dict.fromkeys(n.rule for n in r.national)),
        )  # fmt: skip


def parameters_of(corpus: Corpus, settings: Iterable[str]) -> dict[str, Decimal]:
    """Local parameters from words `name=value`; each must be a known one, and a number.

    Raises UsageError where one is not.
    """
    known = corpus.rulebook.parameters
    found = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals:
            raise UsageError(
                Text(
                    f"参数写成 名称=数值，不能是“{setting}”",
                    f"a parameter is written NAME=VALUE, not “{setting}”",
                )
            )
        if name not in known:
            raise UsageError(
                Text(f"没有参数“{name}”", f"there is no parameter “{name}”"),
                hint=did_you_mean(name, known) or known_words(known),
            )
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or number < 0 or abs(number.adjusted()) > 20:
            raise UsageError(
                Text(f"参数 {name} 应为不小于 0 的数字", f"the parameter {name} is a number, 0 or more")
            )
        if name in found:
            raise UsageError(Text(f"参数 {name} 设了两次", f"the parameter {name} is set twice"))
        found[name] = number
    return found
