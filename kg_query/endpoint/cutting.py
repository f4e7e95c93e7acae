"""Rows written by the engine itself, and stopped after so many of them: the bytes are cut where a row ends.

The engine writes a result as fast as it finds it, into anything that has `write`. So a query of ten
million rows costs no more than the rows that are kept, and what is kept is what the engine would have written.
Where a row ends can be seen in the bytes: each of the four formats has a sequence that nothing in a term can be.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

__all__ = ["Cut", "rows_written"]

_STRING = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
#: The seam of two rows in JSON. A string may hold these marks, but not with a name right after the quote.
_SEAM = re.compile(rb'\},\{(?="[^,}])')
#: The same where rows without any binding (`{}`) may be among them: strings have to be skipped.
_SEAM_OR_STRING = re.compile(_STRING + rb"|\},\{", re.DOTALL)
#: The end of a line in CSV, or a quoted field, which may hold line ends.
_LINE_OR_QUOTED = re.compile(rb'"[^"]*+"|\r\n')
_ROW = b"<result>"


class Cut(NamedTuple):
    """What was written.

    Attributes:
        content: the document, complete in its format.
        rows: how many rows it has.
        truncated: whether there were more.
    """

    content: bytes
    rows: int
    truncated: bool


def rows_written(found: Any, format: str, most: int, size: int, truncated: bool = False) -> Cut:
    """Rows in one of the four W3C formats.

    Args:
        found: the engine's solutions, of a store or parsed; they are found while they are written.
        format: JSON, XML, CSV or TSV, as the engine names them.
        most: how many rows are kept, at least 1.
        size: most bytes that are kept; rows beyond are left out too.
        truncated: whether some are known to be missing already.

    A JSON document that was cut has a member `truncated` of its own.
    """
    import pyoxigraph as ox

    sink = _Sink(format, most, size)
    try:
        found.serialize(output=sink, format=getattr(ox.QueryResultsFormat, format))
    except _Enough:
        pass
    except Exception:
        if not sink.full:
            raise
    return _cut(bytes(sink.data), format, most, size, sink.full, truncated)


class _Enough(Exception):
    """No more is wanted."""


class _Sink:
    """Takes what the engine writes until there is a row too many."""

    def __init__(self, format: str, most: int, size: int) -> None:
        self.data = bytearray()
        self.full = False
        self._format = format
        self._mark = {"JSON": b"},{", "XML": _ROW, "CSV": b"\r\n", "TSV": b"\n"}[format]
        self._size = size
        # as many marks as there are when the first row too many has begun (JSON, XML) or ended
        self._most = {"JSON": most, "XML": most + 1}.get(format, most + 2)
        self._marks = 0
        self._look = (
            0  # what stands in strings looks like marks: the exact count is taken again only from here
        )

    def write(self, chunk: bytes) -> int:
        """Keeps a chunk; raises `_Enough` when it is enough."""
        if self.full:
            raise _Enough
        start = max(0, len(self.data) - len(self._mark) + 1)
        self.data += chunk
        self._marks += self.data.count(self._mark, start)
        if len(self.data) > self._size or (self._marks >= self._most and self._really()):
            self.full = True
            raise _Enough
        return len(chunk)

    def flush(self) -> None:
        """Nothing is held back."""

    def _really(self) -> bool:
        if self._format in ("XML", "TSV"):
            return True
        if len(self.data) < self._look:
            return False
        self._look = len(self.data) * 2
        return len(_marks(bytes(self.data), self._format, self._most)) >= self._most


def _marks(data: bytes, format: str, most: int | None = None) -> list[int]:
    """Where rows end (JSON: before the comma; XML: before the next begins; CSV, TSV: after the line end)."""
    found: list[int] = []
    if format == "JSON":
        empty = b"{}" in data
        for match in (_SEAM_OR_STRING if empty else _SEAM).finditer(data):
            if data[match.start()] == 0x7D:
                found.append(match.start() + 1)
                if len(found) == most:
                    break
        return found
    if format == "CSV":
        pattern = _LINE_OR_QUOTED if b'"' in data else re.compile(rb"\r\n")
        found = [m.end() for m in pattern.finditer(data) if data[m.start()] == 0x0D]
    elif format == "TSV":
        found = [m.end() for m in re.finditer(rb"\n", data)]
    else:
        found = [m.start() for m in re.finditer(_ROW, data)][1:]
    return found[:most]


def _cut(data: bytes, format: str, most: int, size: int, full: bool, truncated: bool) -> Cut:
    marks = _marks(data, format)
    if format in ("JSON", "XML"):
        tail = b"]}}" if format == "JSON" else b"</results></sparql>"
        if not full:
            none = data.endswith(b'"bindings":[]}}') if format == "JSON" else _ROW not in data
            rows = 0 if none else len(marks) + 1
        else:
            room = size - len(tail) - len(b',"truncated":true')
            rows = _kept(marks, most, room)
            data = data[: marks[rows - 1]] if rows else data[: _begin(data, format)]
            data += tail
        if format == "JSON" and (full or truncated):
            data = data[:-1] + b',"truncated":true}'
        return Cut(data, rows, full or truncated)
    rows = len(marks) - 1
    if full:
        rows = _kept(marks[1:], most, size)
        data = data[: marks[rows]] if marks else b""
    return Cut(data, max(0, rows), full or truncated)


def _kept(ends: list[int], most: int, room: int) -> int:
    """How many of the rows that end there are kept."""
    rows = min(most, len(ends))
    while rows and ends[rows - 1] > room:
        rows -= 1
    return rows


def _begin(data: bytes, format: str) -> int:
    """Where the first row begins."""
    if format == "XML":
        return data.index(b"<results>") + len(b"<results>")
    return data.index(b'"results":{"bindings":[') + len(b'"results":{"bindings":[')
