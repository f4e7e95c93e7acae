"""A pool of workers: jobs in, answers out; what takes too long is killed and replaced.

One process has one job at a time. A caller waits in a queue of limited length, in which nobody can take
all places while others wait. The whole answer is taken from a worker before the caller reads it, so that a slow
reader holds no worker.
"""

from __future__ import annotations

import asyncio
import math
import os
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO, Any

from . import frames
from .errors import Busy, Died, OutOfMemory, TimedOut, WorkerError
from .limits import Limits, Seal

__all__ = ["Done", "Pool"]

#: An answer up to this size stays in memory, a longer one goes into a nameless temporary file; bytes.
_IN_MEMORY = 1024 * 1024
#: How long a worker may take to be ready, in seconds.
_START = 120.0


@dataclass(slots=True)
class Done:
    """An answer, whole: its header, its body and what was known at its end."""

    header: dict[str, Any]
    trailer: dict[str, Any]
    body: IO[bytes]
    size: int

    def __iter__(self) -> Iterator[bytes]:
        """The body in chunks of 64 KiB, from its beginning."""
        self.body.seek(0)
        while chunk := self.body.read(frames.LARGEST):
            yield chunk

    def read(self) -> bytes:
        """The body as one."""
        self.body.seek(0)
        return self.body.read()

    def close(self) -> None:
        """Gives up the body."""
        self.body.close()


@dataclass(slots=True)
class _Waiting:
    share: str
    turn: asyncio.Future[_Worker]


@dataclass(slots=True, eq=False)
class _Worker:
    process: asyncio.subprocess.Process

    @property
    def alive(self) -> bool:
        return self.process.returncode is None

    def kill(self) -> None:
        """Kills the process; not by `Process.kill`, which may take its exit code from who waits for it."""
        if self.alive:
            with suppress(ProcessLookupError):
                os.kill(self.process.pid, signal.SIGKILL)


@dataclass(slots=True)
class Stats:
    """What a pool did since it started: jobs by how they ended, and workers that were replaced."""

    jobs: Counter[str] = field(default_factory=Counter)
    replaced: int = 0


class Pool:
    """A number of worker processes that answer jobs.

    Args:
        handler: `module:function`; called once in each worker with `options`, it gives the `Handler`.
        options: JSON for that function.
        size: how many workers.
        waiting: how many jobs may wait for one; further ones are refused with `Busy`.
        limits: what a job may use.
        name: for logs and metrics.
        sealed: what a worker is cut off from once its handler is made.
        spool_to_disk: whether a long answer may go into a temporary file; with False it stays in memory.
        again: whether a job whose worker somebody else killed before it said anything is done once more by
            another; not for jobs that change something.
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
    ) -> None:
        self.handler = handler
        self.options = dict(options or {})
        self.size = size
        self.waiting = waiting
        self.limits = limits or Limits()
        self.name = name
        self.sealed = sealed
        self.stats = Stats()
        self.again = again
        self._in_memory = _IN_MEMORY if spool_to_disk else 0
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._queue: list[_Waiting] = []
        self._running: Counter[str] = Counter()
        self._starting: set[asyncio.Task[None]] = set()
        self._took = 0.1  # seconds a job takes, as a running mean
        self._closed = False

    async def start(self) -> None:
        """Starts the workers and waits until all are ready.

        Raises WorkerError where one cannot be made ready; none is left then.
        """
        self._closed = False
        try:
            for worker in await asyncio.gather(*(self._started() for _ in range(self.size))):
                self._give(worker)
        except BaseException:
            await self.close()
            raise

    async def run(
        self,
        job: Mapping[str, Any],
        body: bytes = b"",
        *,
        seconds: float | None = None,
        share: str = "",
    ) -> Done:
        """The answer to a job.

        Args:
            job: what is asked, as JSON.
            body: bytes that go with it.
            seconds: time limit, in place of the pool's; waiting in the queue does not count.
            share: whose job it is. Of one share no more than half of the queue may wait, and of
                those who wait the share with the fewest jobs running comes first.

        Raises:
            Busy: the queue is full, or the half of it that one share may have.
            TimedOut, OutOfMemory, Died: the worker was killed or ended; it is replaced.
            WorkerError: the handler failed; what it said is for the log.

        Cancelling the caller kills the job.
        """
        limit = self.limits.seconds if seconds is None else seconds
        try:
            return await self._run(job, body, limit, share)
        except Died as error:
            if not self.again or error.code != -signal.SIGKILL:
                raise
        return await self._run(job, body, limit, share)

    async def _run(self, job: Mapping[str, Any], body: bytes, limit: float, share: str) -> Done:
        worker = await self._take(share)
        self._running[share] += 1
        clock = asyncio.get_running_loop().time
        began = clock()
        spool: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=self._in_memory)  # noqa: SIM115
        try:
            async with asyncio.timeout(limit):
                done = await self._exchange(worker, job, body, spool)
        except TimeoutError:
            self._ended("timed-out", spool, worker)
            raise TimedOut(limit) from None
        except (asyncio.IncompleteReadError, ConnectionError):
            worker.kill()
            code = await worker.process.wait()
            self._ended("died", spool, worker)
            if code in (-signal.SIGABRT, -signal.SIGBUS):
                raise OutOfMemory(f"exit code {code}") from None
            raise Died(code) from None
        except BaseException:
            self._ended("cancelled", spool, worker)
            raise
        finally:
            self._running[share] -= 1
            if not self._running[share]:
                del self._running[share]
        self._took = 0.9 * self._took + 0.1 * (clock() - began)
        error = done.trailer.get("error")
        if error is None:
            self.stats.jobs["done"] += 1
            self._give(worker)
            return done
        if error in ("memory", "failed"):
            self._replace(worker)  # a handler that failed may have left things half done
        else:
            self._give(worker)
        self.stats.jobs[error] += 1
        spool.close()
        if error == "memory":
            raise OutOfMemory("MemoryError")
        raise WorkerError(str(done.trailer.get("detail", error)))

    async def close(self, grace: float = 0.0) -> None:
        """Ends the pool: waiting jobs are refused; running ones have `grace` seconds; no process is left."""
        self._closed = True
        for one in self._queue:
            if not one.turn.done():
                one.turn.set_exception(Busy(1))
        self._queue.clear()
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        until = asyncio.get_running_loop().time() + grace
        while self._running and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(0.02)
        workers = list(self._all)
        for worker in workers:
            worker.kill()
        await asyncio.gather(*(w.process.wait() for w in workers))
        for worker in workers:
            self._forget(worker)
        self._idle.clear()

    @property
    def pids(self) -> list[int]:
        """The process ids of the workers."""
        return sorted(w.process.pid for w in self._all if w.alive)

    @property
    def busy(self) -> int:
        """How many jobs are running."""
        return sum(self._running.values())

    @property
    def queued(self) -> int:
        """How many jobs wait."""
        return len(self._queue)

    # --- who is next ------------------------------------------------------------------------

    async def _take(self, share: str) -> _Worker:
        if self._closed:
            raise Busy(1)
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            self._replace(worker)
        mine = sum(1 for one in self._queue if one.share == share)
        if len(self._queue) >= self.waiting or mine >= max(1, self.waiting // 2):
            self.stats.jobs["busy"] += 1
            turns = (len(self._queue) + 1) / max(1, self.size)
            raise Busy(max(1, math.ceil(turns * self._took)))
        one = _Waiting(share, asyncio.get_running_loop().create_future())
        self._queue.append(one)
        try:
            return await one.turn
        except asyncio.CancelledError:
            if one in self._queue:
                self._queue.remove(one)
            if one.turn.done() and not one.turn.cancelled() and one.turn.exception() is None:
                self._give(one.turn.result())
            raise

    def _give(self, worker: _Worker) -> None:
        """Gives a free worker to whom it is due, or lets it rest."""
        if self._closed:
            worker.kill()
            return
        if not worker.alive:
            self._replace(worker)
            return
        self._queue = [one for one in self._queue if not one.turn.done()]
        if not self._queue:
            self._idle.append(worker)
            return
        one = min(self._queue, key=lambda waiting: self._running[waiting.share])
        self._queue.remove(one)
        one.turn.set_result(worker)

    # --- processes --------------------------------------------------------------------------

    async def _started(self) -> _Worker:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "kg_query.workers",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        worker = _Worker(process)
        self._all.add(worker)
        start = {
            "handler": self.handler,
            "options": self.options,
            "memory": self.limits.memory,
            "output": self.limits.output,
            "seal": self.sealed.value,
        }
        try:
            async with asyncio.timeout(_START):
                await self._send(worker, frames.told(frames.HEAD, start))
                _, content = await frames.received(_out(worker))
        except BaseException as error:
            worker.kill()
            await process.wait()
            self._forget(worker)
            if isinstance(error, (asyncio.IncompleteReadError, ConnectionError, TimeoutError)):
                raise WorkerError(
                    f"a worker of {self.name} did not start (exit code {process.returncode})"
                ) from None
            raise
        import json

        told = json.loads(content)
        if "failed" in told:
            await process.wait()
            self._forget(worker)
            raise WorkerError(str(told["failed"]))
        return worker

    def _ended(self, how: str, spool: IO[bytes], worker: _Worker) -> None:
        self.stats.jobs[how] += 1
        spool.close()
        self._replace(worker)

    def _replace(self, worker: _Worker) -> None:
        worker.kill()
        self.stats.replaced += 1
        task = asyncio.get_running_loop().create_task(self._replaced(worker))
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _replaced(self, worker: _Worker) -> None:
        await worker.process.wait()
        self._forget(worker)
        pause = 0.1
        while not self._closed:
            try:
                self._give(await self._started())
                return
            except WorkerError:
                await asyncio.sleep(pause)
                pause = min(10.0, pause * 2)

    def _forget(self, worker: _Worker) -> None:
        self._all.discard(worker)
        transport = getattr(worker.process, "_transport", None)
        if transport is not None:
            transport.close()

    # --- one job ----------------------------------------------------------------------------

    async def _send(self, worker: _Worker, data: bytes) -> None:
        stream = worker.process.stdin
        assert stream is not None
        stream.write(data)
        await stream.drain()

    async def _exchange(self, worker: _Worker, job: Mapping[str, Any], body: bytes, spool: IO[bytes]) -> Done:
        import json

        await self._send(worker, frames.told(frames.HEAD, job))
        for piece in frames.pieces(body):
            await self._send(worker, piece)
        await self._send(worker, frames.told(frames.END, {}))
        header: dict[str, Any] = {}
        size = 0
        while True:
            kind, content = await frames.received(_out(worker))
            if kind == frames.HEAD:
                header = json.loads(content)
            elif kind == frames.CHUNK:
                spool.write(content)
                size += len(content)
            else:
                return Done(header, json.loads(content), spool, size)


def _out(worker: _Worker) -> asyncio.StreamReader:
    assert worker.process.stdout is not None
    return worker.process.stdout
