"""The work behind an operation: done in a task worker or here, and kept where everybody gets the same answer."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request

from kg_query import __version__
from kg_query.workers import Busy, TimedOut

from ..middleware.rate import caller
from ..negotiation import LANGUAGES, etag
from ..problems import HttpProblem
from .caching import AnswerCache, Kept
from .operations import Operation
from .refusals import fault_from

if TYPE_CHECKING:
    from ..service import Service

__all__ = ["NotNow", "looked_up", "made_ready", "version", "worked"]

#: How long an answer may take that is made ready, in seconds: on a busy machine such work stands back.
_READY = 900.0


class NotNow(Exception):
    """What `made_ready` was to work out would be in the way of others."""


async def worked(request: Request, operation: Operation, job: dict[str, Any], body: bytes = b"") -> Kept:
    """The answer to a job (see `verbs`), worked out for this caller alone.

    Raises KgqError, HttpProblem or WorkerError.
    """
    return await _worked(request.app.state.service, operation, job, body, caller(request.scope))


async def looked_up(request: Request, operation: Operation, job: dict[str, Any]) -> Kept:
    """The answer to a job of a public operation, kept for whoever asks the same again."""
    tasks = request.app.state.service.tasks
    longest = operation.seconds + (tasks.patience if tasks else 0.0)  # what is made ready may take longer
    try:
        async with asyncio.timeout(longest):
            while True:
                try:
                    return await _kept(request.app, operation, job, partial(worked, request, operation, job))
                except NotNow:  # it was about to be made ready: whoever asks for it need not stand back
                    await asyncio.sleep(0)
    except TimeoutError:
        raise TimedOut(operation.seconds) from None


async def made_ready(app: FastAPI, operation: Operation, job: dict[str, Any], share: str) -> Kept:
    """The answer to a job of a public operation, worked out for whoever will ask for it, where that is in nobody's way.

    Args:
        app: the application.
        operation: which one.
        job: what is asked of it.
        share: who is charged with the work.

    Raises:
        NotNow: somebody waits for a worker, or the job would take the last free one.
        KgqError, HttpProblem, WorkerError: as the answer to a request.
    """

    async def made() -> Kept:
        try:
            return await _worked(app.state.service, operation, job, b"", share, leave=1, seconds=_READY)
        except Busy:
            raise NotNow from None

    return await _kept(app, operation, job, made)


async def _kept(
    app: FastAPI, operation: Operation, job: dict[str, Any], make: Callable[[], Awaitable[Kept]]
) -> Kept:
    """What is kept of an answer; made where it is not."""
    cache: AnswerCache = app.state.answers
    job["media_type"] = ""
    if job["lang"] not in (told := operation.languages(job["format"], job["options"], LANGUAGES)):
        job["lang"] = told[0]
    key = (
        version(app.state.service), operation.name, _frozen(job["path"]), _frozen(job["options"]),
        job["format"], job["lang"],
    )  # fmt: skip
    return await cache.get(key, make)


async def _worked(
    service: Service,
    operation: Operation,
    job: dict[str, Any],
    body: bytes,
    share: str,
    leave: int = 0,
    seconds: float | None = None,
) -> Kept:
    """The answer to a job, at the charge of a share, leaving so many workers free, in so many seconds at most."""
    if operation.here:
        header, content = await asyncio.to_thread(_here, service, job)
    else:
        if service.tasks is None:
            raise HttpProblem(503, "not-ready")
        done = await service.tasks.run(
            job, body, seconds=seconds or operation.seconds, share=share, leave=leave
        )
        header = done.header
        try:
            content = done.read()
        finally:
            done.close()
    if "fault" in header:
        raise fault_from(header["fault"])
    return Kept(content, header.get("filename"), etag(hashlib.sha256(content).hexdigest()))


def _here(service: Service, job: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    from .verbs import answer

    made = answer(service.kg, job)
    return {"filename": made.filename}, made.content


def version(service: Service) -> str:
    """What changes when the answers may change: the program, and the data it was opened with."""
    return f"{__version__} {service.dataset.path.name if service.dataset else ''} {id(service.kg)}"


def _frozen(values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(sorted((k, tuple(v) if isinstance(v, list) else v) for k, v in values.items()))
