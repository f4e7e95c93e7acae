"""The day a report carries, where it is a day."""

from __future__ import annotations

from datetime import date

from .model import Document

__all__ = ["day"]


def day(document: Document) -> str:
    """The day the report was made on, as people of its language write it; "" for none or for no day.

    >>> day(Document("t", "zh", (), made_on="2025-03-04")), day(Document("t", "en", (), made_on="soon"))
    ('2025年3月4日', '')
    """
    try:
        found = date.fromisoformat(document.made_on or "")
    except ValueError:
        return ""
    if document.lang == "zh":
        return f"{found.year}年{found.month}月{found.day}日"
    return f"{found.day} {_MONTHS[found.month - 1]} {found.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
