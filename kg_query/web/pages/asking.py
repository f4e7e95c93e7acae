"""Pages ask the operations of the API: the same functions, limits, workers and answers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request

from ..api.caching import Kept
from ..api.table import operations
from ..api.working import looked_up, worked
from ..identity import shows_personal_data
from ..negotiation import language

__all__ = ["ask", "fetch"]


async def fetch(
    request: Request,
    operation: str,
    *,
    path: Mapping[str, str] | None = None,
    options: Mapping[str, str | Sequence[str]] | None = None,
    body: bytes | Mapping[str, Any] = b"",
    media_type: str = "application/json",
    format: str = "json",
    lang: str | None = None,
    masked: bool | None = None,
) -> Kept:
    """What an operation of the API answers.

    Args:
        request: whose page it is for; its caller is charged with the work.
        operation: the name of the operation, such as "assess" or "compare".
        path: its parameters in the path.
        options: its options; one value, or several.
        body: what it works on: bytes, or what is written as JSON.
        media_type: of the body.
        format: of the answer.
        lang: of the answer; by default that of the reader.
        masked: whether personal data in what is brought are masked; by default as the API does.

    Raises:
        KgqError: something is wrong with the request, as the API would say.
        WorkerError: it took too long, or more memory than it may have.
    """
    found = operations()[operation]
    given = {k: [v] if isinstance(v, str) else list(v) for k, v in (options or {}).items()}
    content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    job: dict[str, Any] = {
        "operation": operation,
        "path": dict(path or {}),
        "options": given,
        "format": format,
        "lang": lang or language(request),
        "media_type": media_type if content else "",
        "masked": False,
    }
    if found.public:
        return await looked_up(request, found, job)
    job["masked"] = not shows_personal_data(request) if masked is None else masked
    return await worked(request, found, job, content)


async def ask(request: Request, operation: str, **asked: Any) -> Any:
    """The JSON that an operation of the API answers with; see `fetch`."""
    return json.loads((await fetch(request, operation, **asked)).content)
