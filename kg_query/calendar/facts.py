"""What the calendar says of single days, as values and as RDF: facts derived before any rule is asked.

Rules that count working days or rest days compare the numbers found here; no rule engine has to know
a calendar. The terms are those of `ontology/time.ttl`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ..errors import InputError, Problem
from ..terms import ID, LAW, RDF, XSD
from .days import (
    Day,
    as_date,
    effective_day,
    is_weekend,
    is_working_day,
    working_days_reached,
    working_days_up_to,
)
from .statutory import is_statutory_holiday

__all__ = ["DayFacts", "calendar_facts", "calendar_triples", "day_iri"]


@dataclass(frozen=True, slots=True)
class DayFacts:
    """What the calendar says of one day. `day` and `effective_day` are ISO dates.

    Attributes:
        working_days_up_to: working days up to and including the day, from the first day known.
        working_days_reached: the same, plus one on a rest day.
        is_weekend: a Saturday or Sunday, worked or not.
        is_statutory_holiday: a holiday proper, not a rest day moved next to it.
        effective_day: the first of the rest days right before a working day, else the day itself.
    """

    day: str
    working_days_up_to: int
    working_days_reached: int
    is_working_day: bool
    is_weekend: bool
    is_statutory_holiday: bool
    effective_day: str

    @property
    def is_rest_day(self) -> bool:
        """True where the day is not worked."""
        return not self.is_working_day

    def to_json(self) -> dict[str, str | int | bool]:
        """The facts under the names that the ontology gives them."""
        return {
            "day": self.day,
            "workingDaysUpTo": self.working_days_up_to,
            "workingDaysReached": self.working_days_reached,
            "isWorkingDay": self.is_working_day,
            "isRestDay": self.is_rest_day,
            "isWeekend": self.is_weekend,
            "isStatutoryHoliday": self.is_statutory_holiday,
            "effectiveDay": self.effective_day,
        }


def calendar_facts(dates: Iterable[Day]) -> tuple[DayFacts, ...]:
    """The facts of each distinct day, in the order of the calendar.

    Args:
        dates: dates or ISO strings, in any order, repeats allowed.

    Raises:
        InputError: with every string that is no date and every day of a year that is not known.

    >>> [f.working_days_reached - f.working_days_up_to for f in calendar_facts(["2024-10-07", "2024-10-08"])]
    [1, 0]
    """
    problems: list[Problem] = []
    days: set[date] = set()
    for given in dates:
        try:
            days.add(as_date(given))
        except InputError as error:
            problems.extend(error.problems)
    found = []
    for day in sorted(days):
        try:
            found.append(_facts(day))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError.collect(dict.fromkeys(problems))
    return tuple(found)


def _facts(day: date) -> DayFacts:
    return DayFacts(
        day.isoformat(),
        working_days_up_to(day),
        working_days_reached(day),
        is_working_day(day),
        is_weekend(day),
        is_statutory_holiday(day),
        effective_day(day).isoformat(),
    )


def day_iri(day: Day) -> str:
    """The IRI of the node that carries the facts of a day.

    >>> day_iri("2024-05-01")
    'https://w3id.org/kg-query/id/day/2024-05-01'
    """
    return f"{ID}day/{as_date(day).isoformat()}"


def calendar_triples(dates: Iterable[Day]) -> list[str]:
    """The facts of each distinct day as N-Triples, one statement a string, without line ends.

    Args and errors as for `calendar_facts`.

    >>> calendar_triples(["2024-05-01"])[1]
    '<https://w3id.org/kg-query/id/day/2024-05-01> <https://w3id.org/kg-query/ns#day> "2024-05-01"^^<http://www.w3.org/2001/XMLSchema#date> .'
    """
    lines = []
    for facts in calendar_facts(dates):
        node = f"<{day_iri(facts.day)}>"
        lines.append(f"{node} <{RDF}type> <{LAW}CalendarDay> .")
        lines += [
            f"{node} <{LAW}{name}> {_literal(value, name)} ." for name, value in facts.to_json().items()
        ]
    return lines


def _literal(value: str | int | bool, name: str) -> str:
    if isinstance(value, bool):
        return f'"{str(value).lower()}"^^<{XSD}boolean>'
    if isinstance(value, int):
        return f'"{value}"^^<{XSD}integer>'
    return f'"{value}"^^<{XSD}date>'
