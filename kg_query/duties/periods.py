"""The last day of a period that a clause sets, under each way of counting its days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from ..calendar import add_working_days, next_working_day
from ..calendar.days import as_date
from ..model import Deadline

__all__ = ["LastDay", "last_days", "ways"]

_WAYS = {
    "unspecifiedDays": ("calendarDays", "workingDays"),
    "calendarDays": ("calendarDays",),
    "workingDays": ("workingDays",),
}


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last day (ISO) of a period in one kind of day, and the rest day that it was put off from."""

    day_kind: str
    date: str
    rolled_from: str | None = None


def ways(deadline: Deadline) -> tuple[str, ...]:
    """The ways in which the period may be counted; none where it is not a number of days."""
    if deadline.quantity is None or deadline.unit != "unitDay" or deadline.quantity != int(deadline.quantity):
        return ()
    return _WAYS.get(deadline.day_kind or "", ())


def last_days(deadline: Deadline, start: str) -> Iterable[LastDay]:
    """The last day of the period under each way of counting, the day of the trigger not counted.

    In calendar days, a last day that is a rest day is put off to the next working day.

    Args:
        deadline: a number of days.
        start: the day of the trigger (ISO).

    Raises:
        InputError: a day lies in a year whose working days are not known.
    """
    number = int(deadline.quantity or 0)
    for way in ways(deadline):
        if way == "workingDays":
            yield LastDay(way, add_working_days(start, number).isoformat())
            continue
        counted = as_date(start) + timedelta(days=number)
        last = next_working_day(counted)
        yield LastDay(way, last.isoformat(), None if last == counted else counted.isoformat())
