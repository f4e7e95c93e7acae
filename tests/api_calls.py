"""Requests to the API as its workers meet them, and the command line beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kg_query.graph import KnowledgeGraph
from kg_query.web.api.operations import Answer
from kg_query.web.api.sniffing import ENDINGS, MEDIA_TYPES
from kg_query.web.api.table import operations
from kg_query.web.api.verbs import answer

BOUNDARY = "=_parts_"


def media_type(path: str | Path) -> str:
    """The media type of a file by its ending."""
    kind = ENDINGS[Path(path).suffix]
    return next(m for m, k in MEDIA_TYPES.items() if k == kind)


def form(*parts: tuple[str, str | None, str, bytes]) -> tuple[bytes, str]:
    """A multipart body of parts (field, file name, media type, content), and its Content-Type."""
    body = b""
    for field, name, kind, content in parts:
        file = f'; filename="{name}"' if name is not None else ""
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"{file}\r\n'
        head += f"Content-Type: {kind}\r\n" if kind else ""
        body += head.encode() + b"\r\n" + content + b"\r\n"
    return body + f"--{BOUNDARY}--\r\n".encode(), f"multipart/form-data; boundary={BOUNDARY}"


def files(field: str, *paths: str | Path) -> list[tuple[str, str | None, str, bytes]]:
    """Files as parts of a form, under their own names."""
    return [(field, Path(p).name, media_type(p), Path(p).read_bytes()) for p in paths]


def ask(
    kg: KnowledgeGraph,
    name: str,
    body: bytes | tuple[bytes, str] | Mapping[str, Any] | Sequence[Any] = b"",
    kind: str = "application/json",
    *,
    path: Mapping[str, str] | None = None,
    format: str | None = None,
    lang: str = "en",
    **options: Any,
) -> Answer:
    """The answer of an operation; options by their names, with _ for -; several values as a list."""
    if isinstance(body, tuple):
        body, kind = body
    elif not isinstance(body, bytes):
        body = json.dumps(body).encode()
    given = {}
    for key, value in options.items():
        some = value if isinstance(value, list) else [value]
        given[key.rstrip("_").replace("_", "-")] = [
            str(v).lower() if isinstance(v, bool) else str(v) for v in some
        ]
    operation = operations()[name]
    where = dict(path or {})
    job = {
        "operation": name,
        "path": where,
        "options": given,
        "format": format or operation.formats_for(where)[0],
        "lang": lang,
        "media_type": kind,
    }
    return answer(kg, job, body)
