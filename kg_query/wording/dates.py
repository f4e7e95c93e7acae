"""Days as a document writes them: 2024年10月29日, 29 October 2024."""

from __future__ import annotations

import re

from ..model import Text

__all__ = ["day", "day_text", "moment_text"]

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::00(?:\.0+)?)?")
_DAY = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def day(iso: str, lang: str) -> str:
    """The day in words; what is no day in the form 2024-10-29 stands as it is.

    >>> day("2024-10-29", "zh"), day("2024-10-29", "en"), day("2024", "zh")
    ('2024年10月29日', '29 October 2024', '2024')
    """
    found = _DAY.fullmatch(iso)
    if not found:
        return iso
    year, month, number = map(int, found.groups())
    return f"{number} {_MONTHS[month - 1]} {year}" if lang == "en" else f"{year}年{month}月{number}日"


def day_text(iso: str) -> Text:
    """The day in both languages."""
    return Text(day(iso, "zh"), day(iso, "en"))


def moment_text(iso: str) -> Text:
    """A day, or a day with its time to the minute; what is neither stands as it is.

    >>> moment_text("2024-03-06T09:05:00").zh, moment_text("2024-03-06T09:05:00").en
    ('2024年3月6日9时05分', '6 March 2024, 09:05')
    >>> moment_text("2024-03-06T09:00:00").zh, moment_text("9").zh
    ('2024年3月6日9时', '9')
    """
    date, joint, clock = iso.partition("T")
    found = _TIME.fullmatch(clock)
    if not joint or not found or not _DAY.fullmatch(date):
        return day_text(iso)
    hour, minute = found.groups()
    late = f"{minute}分" if minute != "00" else ""
    return Text(f"{day(date, 'zh')}{int(hour)}时{late}", f"{day(date, 'en')}, {hour}:{minute}")
