"""The evaluation as rows: one for each indicator of each team, and one for each step."""

from __future__ import annotations

from typing import Any

from .phrases import listing, parts
from .report import Evaluation, plain

__all__ = ["COLUMNS", "rows"]

COLUMNS = (
    "team", "from", "to", "row", "provision", "key", "label", "status", "numerator", "denominator", "value",
    "unit", "parts", "counted", "others", "undecided", "date", "due", "note",
)  # fmt: skip


def rows(answer: Evaluation, lang: str = "zh") -> list[tuple[Any, ...]]:
    """The names of the columns, then the rows; None is an empty cell."""
    found: list[tuple[Any, ...]] = [COLUMNS]
    for team in answer.teams:
        head = (team.team, team.start, team.end)
        for content in team.contents:
            for value in content.values:
                one = value.indicator
                notes = [*([value.missing] if value.missing else []), *value.notes]
                found.append(
                    (
                        *head, "indicator", content.provision, one.notation, one.label.in_(lang), value.status,
                        plain(value.numerator), plain(value.denominator), plain(value.value),
                        one.unit.in_(lang), parts(value, lang), listing(value.counted, lang, None),
                        listing(value.others, lang, None), listing(value.undecided, lang, None), None, None,
                        " ".join(n.in_(lang) for n in notes),
                    )
                )  # fmt: skip
        for step in team.steps:
            due = [f"{d.start} {d.day_kind} {d.date} {d.status}" for d in step.due if d.date]
            found.append(
                (
                    *head, "step", step.step.provision, step.step.key, step.step.label.in_(lang), step.status,
                    None, None, None, None, None, None, None, None, step.date, "; ".join(due),
                    ("" if lang == "zh" else " ").join(t.in_(lang) for t in step.why),
                )
            )  # fmt: skip
    return found
