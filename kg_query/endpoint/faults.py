"""What went wrong in a worker, on its way to the server: a name, and a place in the text sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any


class Fault(Exception):
    """A fault in what was sent, or of the store, as it crosses from a worker to the server.

    `kind` is one of `syntax`, `unsupported`, `doctype`, `conflict` (an operation that the data forbid,
    such as CREATE of a graph that exists), `no-graph`, `using` (USING both in the text and in the request),
    `storage` (the disk refused) and `in-use` (another process writes this store). `detail` is for the
    log; it reaches a client only for `syntax`, where it speaks of the client's own text.
    """

    def __init__(
        self, kind: str, detail: str = "", line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(kind, detail, line, column)
        self.kind = kind
        self.detail = detail
        self.line = line
        self.column = column

    def to_json(self) -> dict[str, Any]:
        """The fault as the header of an answer.

        >>> Fault("syntax", "expected .", 3, 7).to_json()
        {'fault': 'syntax', 'detail': 'expected .', 'line': 3, 'column': 7}
        """
        return {"fault": self.kind, "detail": self.detail, "line": self.line, "column": self.column}

    @classmethod
    def in_header(cls, header: Mapping[str, Any]) -> Fault | None:
        """The fault that a header tells of, if it does.

        >>> Fault.in_header({"fault": "syntax", "line": 3}).line
        3
        >>> Fault.in_header({"version": 4})
        """
        if "fault" not in header:
            return None
        return cls(header["fault"], header.get("detail", ""), header.get("line"), header.get("column"))


def syntax_fault(error: SyntaxError) -> Fault:
    """The engine's fault with its place in the text, which it says in words for SPARQL, in attributes for RDF.

    >>> syntax_fault(SyntaxError("error at 3:8: expected one of")).line
    3
    """
    place = re.match(r"error at (\d+):(\d+)", str(error.msg))
    line, column = (int(place[1]), int(place[2])) if place else (error.lineno, error.offset)
    return Fault("syntax", str(error.msg)[:300], line, column)
