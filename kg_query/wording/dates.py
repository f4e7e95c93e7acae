"""Days as a document writes them: 2024年10月29日, 29 October 2024."""

from __future__ import annotations

import re

from ..model import Text

__all__ = ["day", "day_text"]

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
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
