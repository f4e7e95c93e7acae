"""The statutory holidays proper: the days that the holiday measures give to all citizens.

A break in the yearly schedule is longer than the holiday in it, for it takes in weekends and rest days
moved from elsewhere. Which days of it are the holiday follows from the measures alone: so many days
from a fixed date or a festival. The numbers of days, and the dates of the festivals, are data.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from ..errors import CorpusError
from ..files import root
from ..model import Text
from .days import Day, as_date, known_years, unknown_year

__all__ = ["StatutoryDay", "is_statutory_holiday", "statutory_holidays"]

_TABLE = "data/calendar/public-holidays.json"


@dataclass(frozen=True, slots=True)
class StatutoryDay:
    """One day of a statutory holiday: the day (ISO), and the holiday's name."""

    day: str
    label: Text


@dataclass(frozen=True, slots=True)
class _Holiday:
    label: Text
    anchor: str
    offset: int
    days: int


@dataclass(frozen=True, slots=True)
class _Table:
    versions: tuple[tuple[str, tuple[_Holiday, ...]], ...]  # the day a version came into force, ascending
    festivals: dict[tuple[str, int], date]


@cache
def _table() -> _Table:
    data = json.loads((root() / _TABLE).read_text("utf-8"))
    versions = tuple(
        (
            version["from"],
            tuple(
                _Holiday(Text(**row["label"]), row["anchor"], row.get("offset", 0), row["days"])
                for row in version["holidays"]
            ),
        )
        for version in sorted(data["versions"], key=lambda v: str(v["from"]))
    )
    dates = ((name, date.fromisoformat(day)) for name, days in data["anchors"].items() for day in days)
    return _Table(versions, {(name, day.year): day for name, day in dates})


@cache
def statutory_holidays(year: int) -> tuple[StatutoryDay, ...]:
    """The statutory holidays of a year, day by day.

    Where two holidays fall on one day, the day stands once, under both names.

    Args:
        year: a year whose yearly schedule is known.

    Raises:
        InputError: the schedule of the year is not known.
        CorpusError: the table of holidays lacks a festival of the year.

    Source: article 2 of the holiday measures, in the version in force in the year.

    >>> [d.day for d in statutory_holidays(2025) if d.label.en == "Labour Day"]
    ['2025-05-01', '2025-05-02']
    """
    if year not in known_years():
        raise unknown_year(date(year, 1, 1))
    table = _table()
    first = f"{year:04d}-01-01"
    in_force = [holidays for start, holidays in table.versions if start <= first]
    if not in_force:
        raise _lacking(year)
    found: dict[date, list[Text]] = {}
    for holiday in in_force[-1]:
        if holiday.anchor[0].isdigit():
            start = date.fromisoformat(f"{year:04d}-{holiday.anchor}")
        elif (festival := table.festivals.get((holiday.anchor, year))) is not None:
            start = festival
        else:
            raise _lacking(year)
        for step in range(holiday.days):
            found.setdefault(start + timedelta(days=holiday.offset + step), []).append(holiday.label)
    return tuple(
        StatutoryDay(
            day.isoformat(),
            Text("、".join(n.zh for n in names), " and ".join(n.en for n in names)),
        )
        for day, names in sorted(found.items())
    )


@cache
def _days(year: int) -> frozenset[str]:
    return frozenset(d.day for d in statutory_holidays(year))


def is_statutory_holiday(day: Day) -> bool:
    """True on a statutory holiday proper; a moved rest day or a weekend in the same break is none.

    Raises InputError where the year is not known or the string is no date.

    >>> is_statutory_holiday("2024-10-03"), is_statutory_holiday("2024-10-04")
    (True, False)
    """
    wanted = as_date(day)
    return wanted.isoformat() in _days(wanted.year)


def _lacking(year: int) -> CorpusError:
    return CorpusError(
        Text(f"法定节假日表里没有{year}年", f"the table of statutory holidays lacks {year}"),
        _TABLE,
        Text("请补上该年各农历节日的日子", "Add the dates of that year's lunar festivals"),
    )
