"""A pool of workers: jobs in, answers out; what takes too long is killed and replaced.

One process has one job at a time, and callers wait for their turn (`turns`). The whole answer is taken from a
worker before the caller reads it, so that a slow reader holds no worker.
"""

from __future__ import annotations

import asyncio
import logging
import math
import signal
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any

from .done import Done
from .errors import Busy, Died, OutOfMemory, TimedOut, TooLong, WorkerError
from .limits import Limits, Seal
from .process import Worker
from .turns import Full, Turn, Turns

__all__ = ["Done", "Pool", "Stats"]

log = logging.getLogger(__name__)

#: An answer up to this size stays in memory, a longer one goes into a nameless temporary file; bytes.
_IN_MEMORY = 1024 * 1024
#: How long a job may still run after its caller has gone, in seconds.
_LAST_CHANCE = 0.25


@dataclass(slots=True)
class Stats:
    """What a pool did since it started: jobs by how they ended, and workers that were replaced.

    Jobs end as `done`, `timed-out`, `out-of-memory`, `too-long`, `failed`, `died`, `cancelled` or `busy`.
    """

    jobs: Counter[str] = field(default_factory=Counter)
    replaced: int = 0


class Pool:
    """A number of worker processes that answer jobs.

    Args:
        handler: `module:function`; called once in each worker with `options`, it gives the `Handler`.
        options: JSON for that function.
        size: how many jobs of one share run at once, each in a worker of its own.
        waiting: how many jobs may wait for one; further ones are refused with `Busy`.
        limits: what a job may use.
        name: for logs and metrics.
        sealed: what a worker is cut off from once its handler is made.
        spool_to_disk: whether a long answer may go into a temporary file. With False it stays in memory,
            and what a handler says of its failure is not told, since it may repeat what it was sent.
        again: whether a job whose worker somebody else killed before it had answered is done once more by
            another; not for jobs that change something. (A job that no worker had begun with is done anyway.)
        stateless: whether the handler keeps nothing from one job to the next, so that a worker whose job
            failed can have another; without it such a worker is replaced.
        spare: how many workers more there are: for whoever has nothing running while one share
            has all it may have, and in place of a worker that was just killed.
        patience: how long a job may wait, in seconds; by default as long as one may run.
    """

    def __init__(
        self,
        handler: str,
        options: Mapping[str, Any] | None = None,
        *,
        size: int = 2,
        waiting: int = 32,
        limits: Limits | None = None,
        name: str = "workers",
        sealed: Seal = Seal.FILES,
        spool_to_disk: bool = True,
        again: bool = True,
        stateless: bool = False,
        spare: int = 0,
        patience: float | None = None,
    ) -> None:
        self.handler = handler
        self.options = dict(options or {})
        self.size = size
        self.spare = spare
        self.waiting = waiting
        self.limits = limits or Limits()
        self.name = name
        self.sealed = sealed
        self.stats = Stats()
        self.again = again
        self.stateless = stateless
        self.patience = self.limits.seconds if patience is None else patience
        self._private = not spool_to_disk
        self._turns = Turns(size, waiting)
        self._all: set[Worker] = set()
        self._works: set[asyncio.Future[Done]] = set()
        self._turn_of: dict[Worker, Turn] = {}
        self._places: list[asyncio.Task[None]] = []
        self._took = 0.1  # seconds a job takes, as a running mean
        self._closed = False

    async def start(self) -> None:
        """Starts the workers and waits until all are ready.

        Raises WorkerError where one cannot be made ready; none is left then.
        """
        loop = asyncio.get_running_loop()
        self._closed = False
        ready = [loop.create_future() for _ in range(self.size + self.spare)]
        self._places = [loop.create_task(self._place(one)) for one in ready]
        try:
            await asyncio.gather(*ready)
        except BaseException:
            await self.close()
            await asyncio.gather(*ready, return_exceptions=True)
            raise
        seals = min((worker.seals for worker in self._all), key=len, default=())
        if self.sealed is not Seal.NONE and not {"kernel", "files"} & set(seals):
            log.warning("%s: this system cannot keep a worker from opening sockets", self.name)

    async def run(
        self,
        job: Mapping[str, Any],
        body: bytes = b"",
        *,
        seconds: float | None = None,
        share: str = "",
        leave: int = 0,
    ) -> Done:
        """The answer to a job.

        Args:
            job: what is asked, as JSON.
            body: bytes that go with it.
            seconds: time limit, in place of the pool's; waiting in the queue does not count.
            share: whose job it is. Of one share no more than half of the queue may wait, and of
                those who wait the share with the fewest jobs running comes first.
            leave: how many workers it has to leave free for others; it then never waits in the queue.

        Raises:
            Busy: the queue is full, or the half of it that one share may have, or it took too long; or
                the job would leave fewer workers free than it has to.
            TimedOut, OutOfMemory, Died: the worker was killed or ended; it is replaced.
            TooLong: the answer is longer than the limit.
            WorkerError: the handler failed; what it said is for the log.

        Cancelling the caller kills the job.
        """
        limit = self.limits.seconds if seconds is None else seconds
        try:
            return await self._run(job, body, limit, share, leave)
        except Died as error:
            if self._closed:
                raise Busy(1) from None
            if error.taken and not (self.again and error.code == -signal.SIGKILL):
                raise
        return await self._run(job, body, limit, share, leave)

    async def close(self, grace: float = 0.0) -> None:
        """Ends the pool: waiting jobs are refused; running ones have `grace` seconds; no process is left."""
        self._closed = True
        self._turns.refuse(Busy(1))
        clock = asyncio.get_running_loop().time
        until = clock() + grace
        while self.busy and clock() < until:
            await asyncio.sleep(0.02)
        for task in self._places:
            task.cancel()
        await asyncio.gather(*self._places, *self._works, return_exceptions=True)
        self._places.clear()
        self._turns.idle.clear()
        self._turns.running.clear()
        self._turn_of.clear()

    @property
    def pids(self) -> list[int]:
        """The process ids of the workers."""
        return sorted(worker.pid for worker in self._all if worker.alive)

    @property
    def seals(self) -> frozenset[str]:
        """What holds the workers back from the network: of `python`, `kernel` and `files` those that do in all."""
        each = [set(worker.seals) for worker in self._all]
        return frozenset(set.intersection(*each)) if each else frozenset()

    @property
    def busy(self) -> int:
        """How many jobs are running, with those whose worker was killed and is not yet replaced."""
        return sum(self._turns.running.values())

    @property
    def queued(self) -> int:
        """How many jobs wait."""
        return len(self._turns.queue)

    @property
    def wanted(self) -> int:
        """How many jobs wait for nothing but a free worker."""
        return len(self._turns.due)

    # --- one job ----------------------------------------------------------------------------

    async def _run(self, job: Mapping[str, Any], body: bytes, limit: float, share: str, leave: int) -> Done:
        turn, worker = await self._turn(share, leave)
        work = asyncio.ensure_future(self._worked(turn, worker, job, body, limit))
        self._works.add(work)
        work.add_done_callback(self._works.discard)
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            # nobody wants the answer; a job that ends at once costs less than a new worker
            asyncio.get_running_loop().call_later(_LAST_CHANCE, work.cancel)
            work.add_done_callback(_unwanted)
            raise

    async def _worked(
        self, turn: Turn, worker: Worker, job: Mapping[str, Any], body: bytes, limit: float
    ) -> Done:
        clock = asyncio.get_running_loop().time
        began = clock()
        spool: IO[bytes] = tempfile.SpooledTemporaryFile(0 if self._private else _IN_MEMORY)  # noqa: SIM115
        good = None
        self._turn_of[worker] = turn
        try:
            async with asyncio.timeout(limit):
                header, end, size = await worker.exchange(job, body, spool)
            how = str(end.get("error", "done"))
            if not end.get("retire") and (self.stateless or how in ("done", "output")):
                good = worker
            if how != "done":
                raise self._error(how, end)
            self.stats.jobs["done"] += 1
            return Done(header, end.get("trailer", {}), spool, size)
        except BaseException as error:
            spool.close()
            told, how = self._told(error, limit)
            self.stats.jobs[how] += 1
            raise told from None
        finally:
            self._took = 0.9 * self._took + 0.1 * (clock() - began)
            if good is None:
                worker.kill()  # the turn counts as running until there is another worker
            elif self._turn_of.pop(worker, None):  # else it has died just now, after its answer
                self._turns.ended(turn, good)

    def _error(self, how: str, end: Mapping[str, Any]) -> WorkerError:
        if how == "output":
            return TooLong(self.limits.output)
        if how == "memory":
            return OutOfMemory("MemoryError")
        told = ascii(end["place"] if self._private else end["detail"])
        log.warning("%s: a job failed: %s", self.name, told)
        return WorkerError(told)

    @staticmethod
    def _told(error: BaseException, limit: float) -> tuple[BaseException, str]:
        """What a caller gets of what came up, and what it is counted as."""
        match error:
            case TimeoutError():
                return TimedOut(limit), "timed-out"
            case Died() if error.code in (-signal.SIGABRT, -signal.SIGBUS):
                return OutOfMemory(f"exit code {error.code}"), "out-of-memory"
            case Died():
                return error, "died"
            case OutOfMemory():
                return error, "out-of-memory"
            case TooLong():
                return error, "too-long"
            case WorkerError():
                return error, "failed"
            case OSError():
                return WorkerError(f"no room for the answer: {error.strerror}"), "failed"
        return error, "cancelled"

    async def _turn(self, share: str, leave: int) -> tuple[Turn, Worker]:
        if self._closed:
            raise Busy(1)
        if leave and not self._turns.leaves(leave):
            raise Busy(self._later())
        try:
            turn = self._turns.ask(share)
        except Full:
            self.stats.jobs["busy"] += 1
            raise Busy(self._later()) from None
        try:
            async with asyncio.timeout(self.patience):
                return turn, await turn.worker
        except TimeoutError:
            self._turns.withdraw(turn)
            self.stats.jobs["busy"] += 1
            raise Busy(self._later()) from None
        except BaseException:
            self._turns.withdraw(turn)
            raise

    def _later(self) -> int:
        """In how many seconds a place may be free, by how long jobs take."""
        turns = (self.queued + 1) / max(1, self.size)
        return min(max(1, math.ceil(turns * self._took)), 3600)

    # --- processes --------------------------------------------------------------------------

    async def _place(self, ready: asyncio.Future[None]) -> None:
        """One place: as long as the pool is open there is a worker in it."""
        pause, owed = 0.1, None
        while True:
            try:
                behind = ready.done() and bool(self._all)  # not where there is nobody else to answer
                worker = await Worker.start(
                    self.handler, self.options, self.limits, self.sealed, self.name, behind
                )
            except Exception as error:
                if not ready.done():
                    ready.set_exception(error)
                    return
                log.error("%s: a worker cannot be replaced: %s", self.name, ascii(str(error)))
                await asyncio.sleep(pause)
                pause = min(10.0, pause * 2)
                continue
            pause = 0.1
            self._all.add(worker)
            if owed is None:
                self._turns.free(worker)
            else:
                self._turns.ended(owed, worker)
            if not ready.done():
                ready.set_result(None)
            try:
                await worker.ended()
            except asyncio.CancelledError:
                await worker.end()
                raise
            finally:
                self._all.discard(worker)
                self._turns.lost(worker)
                owed = self._turn_of.pop(worker, None)
            self.stats.replaced += 1


def _unwanted(work: asyncio.Future[Done]) -> None:
    """Lets go of an answer that nobody takes."""
    if not work.cancelled() and work.exception() is None:
        work.result().close()
