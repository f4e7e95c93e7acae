"""Duties as the rows of a table: one for each duty, with its dates in every way of counting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import Duties

__all__ = ["COLUMNS", "rows"]

_WAYS = ("calendarDays", "workingDays", "setDay")
COLUMNS = (
    "matter", "as_of", "regulation", "provision", "duty", "kind", "modality", "bearer", "status", "differs",
    "trigger", "trigger_date", "fulfilled", "fulfilled_date",
    "due_calendar", "status_calendar", "due_working", "status_working", "due_set", "status_set", "why",
)  # fmt: skip


def rows(answer: Duties, lang: str) -> Iterator[tuple[Any, ...]]:
    """The rows under `COLUMNS`; reasons in `lang`."""
    for result in answer.regulations:
        for one in result.duties:
            value = one.to_json()
            due = {d.day_kind: d for d in one.due}
            days = [due.get(way) for way in _WAYS]
            yield (
                answer.matter.id,
                answer.as_of,
                result.regulation,
                value["provision"],
                value["duty"],
                value["kind"],
                value["modality"],
                value["bearer"],
                one.status,
                one.differs,
                one.trigger.ground if one.trigger else None,
                one.trigger.date if one.trigger else None,
                one.fulfilled.ground if one.fulfilled else None,
                one.fulfilled.date if one.fulfilled else None,
                *(cell for d in days for cell in ((d.date, d.status) if d else (None, None))),
                value["why"][lang],
            )
