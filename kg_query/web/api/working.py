"""The work behind an operation: done in a task worker or here, and kept where everybody gets the same answer."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from fastapi import Request

from kg_query import __version__

from ..middleware.rate import caller
from ..negotiation import etag
from ..problems import HttpProblem
from .caching import AnswerCache, Kept
from .operations import Operation
from .refusals import fault_from

if TYPE_CHECKING:
    from ..service import Service

__all__ = ["looked_up", "version", "worked"]


async def worked(request: Request, operation: Operation, job: dict[str, Any], body: bytes = b"") -> Kept:
    """The answer to a job (see `verbs`), worked out for this caller alone.

    Raises KgqError, HttpProblem or WorkerError.
    """
    service: Service = request.app.state.service
    if operation.here:
        header, content = await asyncio.to_thread(_here, service, job)
    else:
        if service.tasks is None:
            raise HttpProblem(503, "not-ready")
        done = await service.tasks.run(job, body, seconds=operation.seconds, share=caller(request.scope))
        header = done.header
        try:
            content = done.read()
        finally:
            done.close()
    if "fault" in header:
        raise fault_from(header["fault"])
    return Kept(content, header.get("filename"), etag(hashlib.sha256(content).hexdigest()))


async def looked_up(request: Request, operation: Operation, job: dict[str, Any]) -> Kept:
    """The answer to a job of a public operation, kept for whoever asks the same again."""
    cache: AnswerCache = request.app.state.answers
    job["media_type"] = ""
    key = (
        version(request.app.state.service), operation.name, _frozen(job["path"]), _frozen(job["options"]),
        job["format"], job["lang"],
    )  # fmt: skip
    return await cache.get(key, partial(worked, request, operation, job))


def _here(service: Service, job: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    from .verbs import answer

    made = answer(service.kg, job)
    return {"filename": made.filename}, made.content


def version(service: Service) -> str:
    """What changes when the answers may change: the program, and the data it was opened with."""
    return f"{__version__} {service.dataset.path.name if service.dataset else ''} {id(service.kg)}"


def _frozen(values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(sorted((k, tuple(v) if isinstance(v, list) else v) for k, v in values.items()))
