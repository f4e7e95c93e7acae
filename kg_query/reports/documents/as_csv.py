"""One table of a report as CSV (RFC 4180, UTF-8) or as JSON: for machines, with keys instead of titles.

A spreadsheet takes a text that begins with =, +, - or @ for a formula, even from a CSV file. In CSV such
a text gets an apostrophe before it, as OWASP advises ("CSV Injection"); numbers stay numbers, and JSON,
which nothing evaluates, carries the text as it is. Notes stand in a column of their own, `<key>_note`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any

from kg_query.outputs import guarded

from .cells import plain
from .fit import whole
from .model import Cell, Marked, Plain, Table, Value

__all__ = ["guarded", "rows_csv", "table_csv", "table_json"]


def table_csv(table: Table) -> bytes:
    """The table as CSV: a line of keys, then the rows; truth values as true and false, nothing as empty."""
    table = whole(table)
    noted = _noted(table)
    rows: list[list[Plain]] = []
    for row in table.rows:
        cells: list[Plain] = []
        for place, value in enumerate(row):
            cells.append(plain(value))
            if place in noted:
                cells.append(value.note if isinstance(value, Cell) else None)
        rows.append(cells)
    return rows_csv(_keys(table, noted), rows)


def rows_csv(columns: Iterable[str], rows: Iterable[Iterable[Plain]]) -> bytes:
    """Rows under a line of keys as CSV, written like a table.

    >>> rows_csv(["a", "b"], [["=1+1", None], [True, -2]])
    b"a,b\\r\\n'=1+1,\\r\\ntrue,-2\\r\\n"
    """
    import csv
    import io

    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([guarded(key) for key in columns])
    for row in rows:
        writer.writerow([_bare(value) for value in row])
    return stream.getvalue().encode("utf-8", "backslashreplace")


def table_json(table: Table) -> bytes:
    """The table as a list of objects; a marked text is a list of {text, mark} with mark same, removed or added."""
    table = whole(table)
    noted = _noted(table)
    keys = _keys(table, noted)
    rows = []
    for row in table.rows:
        values: list[Any] = []
        for place, value in enumerate(row):
            values.append(_json(value))
            if place in noted:
                values.append((value.note or None) if isinstance(value, Cell) else None)
        rows.append(dict(zip(keys, values, strict=True)))
    return (json.dumps(rows, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode("utf-8")


def _noted(table: Table) -> set[int]:
    """The columns in which some cell has a note."""
    return {
        place
        for row in table.rows
        for place, value in enumerate(row)
        if isinstance(value, Cell) and value.note
    }


def _keys(table: Table, noted: set[int]) -> list[str]:
    return [
        key
        for place, column in enumerate(table.columns)
        for key in ((column.key, f"{column.key}_note") if place in noted else (column.key,))
    ]


def _bare(value: Plain) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return guarded(value) if isinstance(value, str) else value


def _json(value: Value) -> Any:
    if isinstance(value, Marked):
        return [{"text": run.text, "mark": run.mark} for run in value.runs]
    bare = plain(value)
    return None if isinstance(bare, float) and not math.isfinite(bare) else bare  # JSON has no NaN
