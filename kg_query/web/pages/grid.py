"""Tables that are typed into: rows of fields, written and read back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg_query.model import Text

from .sent import Sent

__all__ = ["Cell", "Grid"]

_NUMBER = re.compile(r"^-?\d{1,12}(\.\d{1,4})?$")
_TRUTH = {"true": True, "false": False}
#: The most rows that one table is read for.
ROWS = 300


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of such a table.

    Attributes:
        key: its name in the data.
        label: what it is called.
        kind: "text", "date", "number", "choice", "truth", "words" (several, separated).
        choices: for "choice": codes with their names.
        size: "small", "" or "large".
    """

    key: str
    label: Text
    kind: str = "text"
    choices: tuple[tuple[str, Text], ...] = ()
    size: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its name in the form, its columns, and how many empty rows are shown at least."""

    name: str
    label: Text
    cells: tuple[Cell, ...]
    hint: Text | None = None

    def rows(self, sent: Sent) -> list[dict[str, str]]:
        """The rows that say something, as they were typed."""
        found: dict[int, dict[str, str]] = {}
        keys = {cell.key for cell in self.cells}
        for field in sent.values:
            name, _, rest = field.partition(".")
            number, _, key = rest.partition(".")
            own = name == self.name and key in keys
            if own and number.isascii() and number.isdigit() and len(number) < 4 and sent.one(field):
                found.setdefault(int(number), {})[key] = sent.one(field)
        return [found[number] for number in sorted(found)][:ROWS]

    def values(self, rows: Iterable[Mapping[str, str]]) -> list[dict[str, Any]]:
        """The rows as data: numbers and truths as such; what is none stays as it was typed."""
        kinds = {cell.key: cell.kind for cell in self.cells}
        return [{key: _value(kinds[key], said) for key, said in row.items()} for row in rows]

    def filled(self, entries: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
        """Data as rows to type over.

        >>> Grid("r", Text("表", "table"), (Cell("ok", Text("是", "ok"), "truth"),)).filled([{"ok": True}])
        [{'ok': 'true'}]
        """
        keys = {cell.key for cell in self.cells}
        return [
            {key: _said(value) for key, value in entry.items() if key in keys and value is not None}
            for entry in entries
        ]


def _value(kind: str, said: str) -> Any:
    if kind == "number" and _NUMBER.match(said):
        return float(said) if "." in said else int(said)
    if kind == "truth":
        return _TRUTH.get(said, said)
    return said


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "；".join(str(one) for one in value)
    return str(value)
