"""What the service writes down: one JSON object a line on standard error, never content, never secrets."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import IO, Any

__all__ = ["Lines", "access_line", "configure", "fault_line"]

access = logging.getLogger("kg_query.access")
faults = logging.getLogger("kg_query.faults")


def access_line(ident: str, method: str, route: str, status: int, seconds: float, size: int) -> None:
    """One line for one request: which route with what result, but neither path nor query nor body.

    Args:
        ident: id of the request.
        method: its method.
        route: template of its route.
        status: HTTP status; 499 where the client went away.
        seconds: how long it took.
        size: bytes of the answer's body.
    """
    if access.isEnabledFor(logging.INFO):
        fields = {"request": ident, "method": method, "route": route, "status": status}
        access.info("request", extra={"fields": {**fields, "ms": round(seconds * 1000, 1), "bytes": size}})


def fault_line(ident: str, error: BaseException) -> None:
    """One line for a fault of ours: what kind and where it arose, without the words of the exception."""
    faults.error("internal error", extra={"fields": {"request": ident, **_where(error, error.__traceback__)}})


def _where(error: BaseException | None, trace: TracebackType | None) -> dict[str, Any]:
    frames = traceback.extract_tb(trace)[-12:]
    places = [
        f"{'/'.join(f.filename.replace(chr(92), '/').split('/')[-3:])}:{f.lineno} {f.name}" for f in frames
    ]
    return {"error": type(error).__name__, "at": places}


class Lines(logging.Formatter):
    """Log records as JSON lines; of exceptions their type and place alone."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of one record."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage()[:2000],
            **getattr(record, "fields", {}),
        }
        if record.exc_info and record.exc_info[0] is not None:
            line |= _where(record.exc_info[1], record.exc_info[2])
        return json.dumps(line, ensure_ascii=False, default=str)


def configure(format: str, stream: IO[str] | None = None) -> None:
    """Sends the log of this process to a stream; "none" writes warnings and errors only.

    Libraries are heard from warnings on: what they say of requests may hold their content.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("kg_query").setLevel(logging.WARNING if format == "none" else logging.INFO)
