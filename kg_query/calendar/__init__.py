"""Working days, rest days and statutory holidays: what periods of law are counted in.

The yearly schedule of the State Council comes from the kept library `chinesecalendar`; which days are
statutory holidays comes from `data/calendar/public-holidays.json`. A year that either does not know is
an error and never a guess (docs/decisions/0004-days-and-calendars.md).
"""

from __future__ import annotations

from .days import (
    Day,
    add_working_days,
    effective_day,
    is_rest_day,
    is_weekend,
    is_working_day,
    known_years,
    next_working_day,
    working_days_between,
    working_days_reached,
    working_days_up_to,
)
from .facts import DayFacts, calendar_facts, calendar_triples, day_iri
from .statutory import is_statutory_holiday, statutory_holidays

__all__ = [
    "Day",
    "DayFacts",
    "add_working_days",
    "calendar_facts",
    "calendar_triples",
    "day_iri",
    "effective_day",
    "is_rest_day",
    "is_statutory_holiday",
    "is_weekend",
    "is_working_day",
    "known_years",
    "next_working_day",
    "statutory_holidays",
    "working_days_between",
    "working_days_reached",
    "working_days_up_to",
]
