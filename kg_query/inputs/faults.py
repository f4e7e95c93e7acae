"""A list of everything that is wrong with an input, filled while it is read."""

from __future__ import annotations

from kg_query.errors import InputError, Problem
from kg_query.model import Text

__all__ = ["Faults", "harmful", "harmless", "shown"]

#: Marks that turn the direction of a line: what is shown is then not what is written.
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def harmful(text: str) -> bool:
    """True where a text would command the terminal that shows it; line ends and tabs do not.

    >>> harmful("two\\nlines"), harmful("\\x1b[2J")
    (False, True)
    """
    if text.isprintable():
        return False
    return any(_commands(c) for c in text.replace("\r\n", "\n"))


def harmless(text: str) -> str:
    """The text with such characters escaped.

    >>> harmless("a\\x1bb")
    'a\\\\x1bb'
    """
    if not harmful(text):
        return text
    return "".join(c.encode("unicode_escape").decode() if _commands(c) else c for c in text)


def _commands(c: str) -> bool:
    return (c < " " and c not in "\n\t") or "\x7f" <= c <= "\x9f" or c in _TURNS


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
