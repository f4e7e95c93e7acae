"""A list of everything that is wrong with an input, filled while it is read."""

from __future__ import annotations

from kg_query.errors import InputError, Problem
from kg_query.model import Text

__all__ = ["Faults", "shown"]


def shown(value: object, length: int = 60) -> str:
    """A value as it can stand in a message: one line, no control characters, cut when long.

    >>> shown("a\\nb")
    'a\\\\nb'
    """
    text = value if isinstance(value, str) else repr(value)
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text[: length + 1])
    return text if len(text) <= length else text[:length] + "…"


class Faults:
    """Collects problems; `raise_if_any` ends the reading with all of them at once."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, where: str | None, zh: str, en: str, hint: Text | None = None) -> None:
        """Notes one problem: where it is, what it is in both languages, what to do."""
        self.problems.append(Problem(Text(zh, en), where, hint))

    def raise_if_any(self) -> None:
        """Raises `InputError` with every problem noted so far; does nothing when there is none."""
        if self.problems:
            raise InputError.collect(self.problems)
