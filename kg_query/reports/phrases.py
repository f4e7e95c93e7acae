"""Small phrases of a review: numbers, days, people, and the score or the range it lies in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from .plain import clean
from .templates.words import word

if TYPE_CHECKING:
    from ..review import Review

__all__ = ["day", "names", "reviewers_of", "score_words", "shown"]


def shown(value: Decimal) -> str:
    """A number without needless zeros.

    >>> shown(Decimal("60.0")), shown(Decimal("0.5"))
    ('60', '0.5')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def day(iso: object, lang: str) -> str:
    """A day as people write it; what is no day stands as it is.

    >>> day("2024-01-05", "zh")
    '2024年1月5日'
    """
    text = "" if iso is None else clean(iso)
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)
    if not found:
        return text
    year, month, number = map(int, found.groups())
    return word("date", lang, year=year, month=month, day=number)


def reviewers_of(review: Review) -> tuple[str, ...]:
    """The people who review the file, each once, as the file names them."""
    sitting = review.case.record.get("review") or {}
    given = sitting.get("reviewers") or ()
    some = (given,) if isinstance(given, str) else given
    return tuple(dict.fromkeys(name for one in some if (name := clean(one))))


def names(people: Iterable[str], lang: str) -> str:
    """Names in a row."""
    return ("、" if lang == "zh" else ", ").join(people)


def score_words(review: Review, lang: str) -> str:
    """The score, or the range in which it still lies."""
    if review.score is not None:
        return shown(review.score)
    return word("range", lang, low=shown(review.low), high=shown(review.high))
