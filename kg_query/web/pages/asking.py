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

__all__ = ["ask", "fetch", "job_of"]


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
    content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    job = job_of(operation, path, options, format, lang or language(request))
    if found.public:
        return await looked_up(request, found, job)
    job["media_type"] = media_type if content else ""
    job["masked"] = not shows_personal_data(request) if masked is None else masked
    return await worked(request, found, job, content)


async def ask(request: Request, operation: str, **asked: Any) -> Any:
    """The JSON that an operation of the API answers with; see `fetch`.

    What everybody gets alike is read once and shared: it is not to be changed.
    """
    kept = await fetch(request, operation, **asked)
    if operations()[operation].public:
        return request.app.state.answers.read(kept)
    return json.loads(kept.content)


def job_of(
    operation: str,
    path: Mapping[str, str] | None,
    options: Mapping[str, str | Sequence[str]] | None,
    format: str,
    lang: str,
) -> dict[str, Any]:
    """A job (see `verbs`) that brings nothing; arguments as for `fetch`."""
    return {
        "operation": operation,
        "path": dict(path or {}),
        "options": {k: [v] if isinstance(v, str) else list(v) for k, v in (options or {}).items()},
        "format": format,
        "lang": lang,
        "media_type": "",
        "masked": False,
    }
