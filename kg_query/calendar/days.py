"""Which days are worked, and how many: counts over the whole span that the library knows.

A day is a `datetime.date` or an ISO string (`2024-05-01`). Counting in working days leaves out the day
on which a period begins, and weekly rest days, statutory holidays and the rest days that the yearly
schedule moves; a Saturday or Sunday that the schedule turns into a working day counts.

At most N working days from A to B is exceeded just where
`working_days_reached(B) - working_days_up_to(A) > N`; at least N working days from A to H is missed
just where `working_days_up_to(H) - working_days_up_to(A) < N`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from ..errors import InputError, UsageError
from ..model import Text

__all__ = [
    "Day",
    "add_working_days",
    "as_date",
    "asked_day",
    "effective_day",
    "is_rest_day",
    "is_weekend",
    "is_working_day",
    "known_years",
    "next_working_day",
    "unknown_year",
    "working_days_between",
    "working_days_reached",
    "working_days_up_to",
]

#: A day, as a date or in ISO form.
Day = date | str

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Span:
    """The days the library knows: place i is `first` + i days."""

    first: date
    last: date
    working: tuple[bool, ...]
    up_to: tuple[int, ...]  # working days from `first` up to and including the day


@cache
def _span() -> _Span:
    from chinese_calendar import holidays, workdays

    first, last = date(min(holidays).year, 1, 1), date(max(holidays).year, 12, 31)
    working, up_to, count, day = [], [], 0, first
    for _ in range((last - first).days + 1):
        works = day in workdays or (day.weekday() < 5 and day not in holidays)
        count += works
        working.append(works)
        up_to.append(count)
        day += _ONE
    return _Span(first, last, tuple(working), tuple(up_to))


def known_years() -> range:
    """The years whose schedule of working and rest days is known."""
    span = _span()
    return range(span.first.year, span.last.year + 1)


def as_date(day: Day) -> date:
    """The day as a date; the time of a `datetime` is left out.

    Raises InputError for a string that is no ISO date.

    >>> as_date("2024-05-01")
    datetime.date(2024, 5, 1)
    """
    if isinstance(day, datetime):
        return day.date()
    if isinstance(day, date):
        return day
    try:
        if not _ISO.fullmatch(day):
            raise ValueError
        return date.fromisoformat(day)
    except ValueError:
        raise InputError(
            Text("不是日期", "not a date"),
            day,
            Text("日期写成 2024-05-01 的样子", "Write a date like 2024-05-01"),
        ) from None


def asked_day(day: Day | None, option: str) -> date | None:
    """The day that an option gives, None where it gives none; UsageError for what is no date.

    >>> asked_day("2024-05-01", "--as-of")
    datetime.date(2024, 5, 1)
    """
    try:
        return None if day is None else as_date(day)
    except InputError as error:
        raise UsageError(
            Text(f"{option} 不是日期：{day}", f"{option} is not a date: {day}"), hint=error.hint
        ) from None


def unknown_year(day: date) -> InputError:
    """The error for a day in a year whose schedule is not known."""
    years = known_years()
    return InputError(
        Text(
            f"不知道{day.year}年的放假调休安排，不能计算工作日",
            f"the schedule of working and rest days of {day.year} is not known, so working days cannot be counted",
        ),
        day.isoformat(),
        Text(
            f"现有{years[0]}年至{years[-1]}年的安排。国务院公布该年安排后，"
            "升级 chinesecalendar（pip install --upgrade chinesecalendar）再算；日期写错的请改正",
            f"It is known for {years[0]} to {years[-1]}. Once the State Council has published that year's, "
            "upgrade chinesecalendar (pip install --upgrade chinesecalendar); correct the date if it is wrong",
        ),
    )


def _place(day: Day) -> int:
    wanted, span = as_date(day), _span()
    if not span.first <= wanted <= span.last:
        raise unknown_year(wanted)
    return (wanted - span.first).days


def is_working_day(day: Day) -> bool:
    """True where the day is worked, by the week and the yearly schedule.

    Raises InputError where the year is not known or the string is no date.

    >>> is_working_day("2024-09-29")  # a Sunday that is worked for the National Day break
    True
    >>> is_working_day("2024-10-07")  # a Monday of that break
    False
    """
    return _span().working[_place(day)]


def is_rest_day(day: Day) -> bool:
    """True where the day is not worked: weekly rest day, statutory holiday or moved rest day."""
    return not is_working_day(day)


def is_weekend(day: Day) -> bool:
    """True on a Saturday or Sunday, also on one that is worked.

    >>> is_weekend("2024-09-29")
    True
    """
    return as_date(day).weekday() >= 5


def working_days_up_to(day: Day) -> int:
    """How many working days there are up to and including the day, from the first day known.

    Only differences between two days mean something.
    """
    return _span().up_to[_place(day)]


def working_days_reached(day: Day) -> int:
    """The number of the working day that the day belongs to: its own, or on a rest day the next one's.

    >>> working_days_reached("2024-10-05") == working_days_reached("2024-10-08")
    True
    """
    place, span = _place(day), _span()
    return span.up_to[place] + (not span.working[place])


def working_days_between(start: Day, end: Day) -> int:
    """How many working days there are after `start`, up to and including `end`; below 0 when `end` is earlier.

    >>> working_days_between("2024-09-27", "2024-10-08")  # 29 and 30 September, 8 October
    3
    """
    return working_days_up_to(end) - working_days_up_to(start)


def add_working_days(start: Day, number: int) -> date:
    """The `number`-th working day after `start`; with a number below 0, before it; with 0, `start`.

    Args:
        start: the day from which the period runs, itself not counted.
        number: working days.

    Raises:
        InputError: the day lies in a year that is not known.

    >>> add_working_days("2024-09-27", 3)
    datetime.date(2024, 10, 8)
    >>> add_working_days("2024-10-08", -2)
    datetime.date(2024, 9, 29)
    """
    place, span = _place(start), _span()
    if number == 0:
        return span.first + timedelta(days=place)
    step = 1 if number > 0 else -1
    left = abs(number)
    while left:
        place += step
        if not 0 <= place < len(span.working):
            raise unknown_year(span.first + timedelta(days=place))
        left -= span.working[place]
    return span.first + timedelta(days=place)


def next_working_day(day: Day) -> date:
    """The day itself where it is worked, else the first working day after it.

    A period whose last day is a rest day ends on this day.

    >>> next_working_day("2024-10-05")
    datetime.date(2024, 10, 8)
    """
    return as_date(day) if is_working_day(day) else add_working_days(day, 1)


def effective_day(day: Day) -> date:
    """The earliest last day of a period that an act on this day still meets.

    For a working day right after rest days, the first of those rest days: a period that ran out on any
    of them may be met on this day. Any other day stands for itself.

    Raises InputError where the run of rest days begins in a year that is not known.

    >>> effective_day("2024-10-08")
    datetime.date(2024, 10, 1)
    >>> effective_day("2024-10-09")
    datetime.date(2024, 10, 9)
    """
    place, span = _place(day), _span()
    if span.working[place]:
        while place and not span.working[place - 1]:
            place -= 1
            if not place:
                raise unknown_year(span.first - _ONE)
    return span.first + timedelta(days=place)
