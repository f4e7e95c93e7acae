"""The warm-up: what the pages rest on and what takes seconds is worked out before anybody asks for it.

It is done once the service is ready, one job after the other, by a client that gives way: a job begins only where
another worker stays free, and ends at once where somebody comes to wait for its worker.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI

from kg_query.errors import KgqError
from kg_query.workers import WorkerError

from .api.table import operations
from .api.working import NotNow, made_ready
from .pages import resting
from .problems import HttpProblem

if TYPE_CHECKING:
    from .service import Service

__all__ = ["SHARE", "WarmUp"]

log = logging.getLogger("kg_query.warming")

#: Who is charged with the work.
SHARE = "warm-up"
#: Seconds until a job that found the workers busy is tried again, and between two looks at who waits.
_AGAIN, _LOOK = 0.5, 0.05
#: How many times a job that was ended for somebody is begun again.
_TRIES = 3


class WarmUp:
    """The warm-up of one application.

    Args:
        app: the application; the answers are kept where those to its requests are.
        jobs: gives the jobs (see `api.verbs`), in order.
    """

    def __init__(self, app: FastAPI, jobs: Callable[[], Iterable[dict[str, Any]]] = resting.jobs) -> None:
        self.app = app
        self.jobs = jobs
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins, or begins anew: what is still kept is not worked out again."""
        if self._task is not None:
            self._task.cancel()
        self._task = asyncio.get_running_loop().create_task(self._all())

    async def close(self) -> None:
        """Ends it, with the job that is running."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def done(self) -> None:
        """Waits until everything has been worked out, or given up."""
        if self._task is not None:
            await asyncio.wait([self._task])

    async def _all(self) -> None:
        began, ready, every = time.monotonic(), 0, 0
        for job in self._listed():
            every += 1
            try:
                ready += await self._one(job)
            except (KgqError, HttpProblem, WorkerError) as error:
                log.warning("not warmed up: %s: %s", _name(job), ascii(str(error))[:300])
            except Exception as error:
                log.warning("not warmed up: %s: %s", _name(job), type(error).__name__, exc_info=True)
        log.info("warmed up: %s of %s answers in %.1f s", ready, every, time.monotonic() - began)

    def _listed(self) -> Iterator[dict[str, Any]]:
        try:
            yield from self.jobs()
        except Exception:
            log.warning("what is to be warmed up cannot be listed", exc_info=True)

    async def _one(self, job: dict[str, Any]) -> bool:
        """Has a job done; False where others were in need of the workers each time."""
        for _ in range(_TRIES):
            while (done := await self._tried(job)) is None:
                await asyncio.sleep(_AGAIN)
            if done:
                return True
        log.info("not warmed up, others needed the workers: %s", _name(job))
        return False

    async def _tried(self, job: dict[str, Any]) -> bool | None:
        """Whether a job was done; None where it could not begin, False where it was ended for somebody."""
        service: Service = self.app.state.service
        work = asyncio.ensure_future(made_ready(self.app, operations()[job["operation"]], dict(job), SHARE))
        try:
            while not work.done():
                await asyncio.wait([work], timeout=_LOOK)
                if not work.done() and service.tasks is not None and service.tasks.wanted:
                    work.cancel()
                    await asyncio.wait([work])
            if work.cancelled():
                return False
            work.result()
        except NotNow:
            return None
        finally:
            work.cancel()
        return True


def _name(job: dict[str, Any]) -> str:
    return " ".join([job["operation"], *job["path"].values()])
