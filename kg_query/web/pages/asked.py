"""What the address of a page asks for: one of the known words, the number of a page."""

from __future__ import annotations

from collections.abc import Iterable

from kg_query.errors import UsageError, did_you_mean, known_words
from kg_query.inputs import shown
from kg_query.model import Text

__all__ = ["one_of", "page_number"]


def one_of(value: str, words: Iterable[str], name: str) -> str:
    """The value where it is empty or one of the words.

    Args:
        value: what the address says.
        words: what it may say.
        name: of the parameter.

    Raises:
        UsageError: it says something else; the nearest words are named.
    """
    known = tuple(words)
    if not value or value in known:
        return value
    raise UsageError(
        Text(f"参数 {name} 不能是“{shown(value)}”", f"the parameter {name} cannot be “{shown(value)}”"),
        hint=did_you_mean(value, known) or known_words(known),
    )


def page_number(value: str) -> int:
    """The number of a page of a list, from 1; what is none is the first.

    >>> page_number("3"), page_number("x"), page_number("0")
    (3, 1, 1)
    """
    return max(int(value), 1) if value.isascii() and value.isdigit() and len(value) < 5 else 1
