"""One worker, as the server sees it: a process that is started, given a job, read from, and killed."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from . import frames, priority
from .errors import Died, TooLong, WorkerError
from .limits import Limits, Seal

__all__ = ["Worker"]

#: How long a worker may take to be ready, in seconds.
_START = 120.0
#: How long making a worker ready may be put back behind other work, in seconds: somebody may wait for it.
_START_BEHIND = 2.0
#: A job that has run for so long steps back behind shorter ones; after the longer time for good, where it
#: cannot be undone, which costs the worker: seconds.
_LONG, _VERY_LONG = 0.5, 2.0
#: Variables of the environment that are no business of a process that handles what strangers send.
_SECRET = re.compile(r"TOKEN|SECRET|PASS|CREDENTIAL|AUTH|_KEYS?$|^KEY", re.IGNORECASE)


class Worker:
    """A process and the pipes to it. It has one job at a time."""

    def __init__(self, process: asyncio.subprocess.Process, name: str, limits: Limits) -> None:
        self.process = process
        self.name = name
        self.limits = limits
        #: Which of its seals hold: `python`, `kernel`, `files`.
        self.seals: tuple[str, ...] = ()
        #: Whether it has stepped back behind the others, and whether for good.
        self._behind = self._stays_behind = False

    @classmethod
    async def start(
        cls,
        handler: str,
        options: Mapping[str, Any],
        limits: Limits,
        sealed: Seal,
        name: str,
        behind: bool = False,
    ) -> Worker:
        """A worker that is ready for its first job.

        Args:
            handler: `module:function` that makes the handler.
            options: JSON for that function.
            limits: of its memory and output.
            sealed: what it is cut off from.
            name: of the pool, for the log.
            behind: whether making it ready must not keep others waiting, for the first seconds of it.

        Raises:
            WorkerError: it cannot be made ready; says why. No process is left.
        """
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",  # the folder that the server was started in is no place to import from
            str(Path(__file__).with_name("__main__.py")),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
            env={k: v for k, v in os.environ.items() if not _SECRET.search(k)},
        )
        worker = cls(process, name, limits)
        forward = None
        if behind:
            priority.step_back(worker.pid, priority.STARTING)
            later = asyncio.get_running_loop().call_later
            forward = later(_START_BEHIND, priority.come_forward, worker.pid)
        start = {
            "handler": handler,
            "options": dict(options),
            "memory": limits.memory,
            "output": limits.output,
            "seal": sealed.value,
            "parent": os.getpid(),
        }
        try:
            async with asyncio.timeout(_START):
                await worker._send(frames.told(frames.HEAD, start))
                _, content = await worker._received()
        except BaseException as error:
            await worker.end()
            if isinstance(error, (asyncio.IncompleteReadError, ConnectionError, TimeoutError)):
                raise WorkerError(
                    f"a worker of {name} did not start (exit code {process.returncode})"
                ) from None
            raise
        finally:
            if forward is not None:
                forward.cancel()
        told = json.loads(content)
        if "failed" in told:
            await worker.end()
            raise WorkerError(str(told["failed"]))
        worker.seals = tuple(told["seals"])
        if behind:
            priority.come_forward(worker.pid)
        return worker

    @property
    def alive(self) -> bool:
        """Whether the process has not ended, as far as is known."""
        return self.process.returncode is None

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.process.pid

    def kill(self) -> None:
        """Kills the process; not by `Process.kill`, which may take its exit code from who waits for it."""
        if self.alive:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    async def ended(self) -> int:
        """Waits for the end of the process: its exit code."""
        code = await self.process.wait()
        transport = getattr(self.process, "_transport", None)
        if transport is not None:
            transport.close()
        return code

    async def end(self) -> int:
        """Kills the process and waits for its end."""
        self.kill()
        return await self.ended()

    async def exchange(
        self, job: Mapping[str, Any], body: bytes, into: IO[bytes]
    ) -> tuple[dict[str, Any], dict[str, Any], int]:
        """Gives the worker a job and takes its answer.

        Args:
            job: the job, as JSON.
            body: what goes with it.
            into: where the body of the answer is written.

        Returns:
            The header, how it ended (`trailer`, or `error` and `detail`; `retire` where the process should
            have no further job), and the size of the body in bytes.

        Raises:
            Died: the process ended.
            TooLong: it sends more than it may.
        """
        header: dict[str, Any] = {}
        size, taken = 0, False
        later = asyncio.get_running_loop().call_later
        late = [later(_LONG, self._step_back, False), later(_VERY_LONG, self._step_back, True)]
        try:
            await self._send(frames.told(frames.HEAD, job))
            for piece in frames.pieces(body):
                await self._send(piece)
            await self._send(frames.told(frames.END, {}))
            while True:
                kind, content = await self._received()
                taken = True
                if kind == frames.CHUNK:
                    size += len(content)
                    if size > self.limits.output:
                        raise TooLong(self.limits.output)
                    into.write(content)
                elif kind == frames.HEAD:
                    header = json.loads(content)
                elif kind == frames.END:
                    end = json.loads(content)
                    if self._stays_behind:
                        end["retire"] = True
                    elif self._behind:
                        priority.come_forward(self.pid)
                        self._behind = False
                    return header, end, size
        except (asyncio.IncompleteReadError, ConnectionError):
            raise Died(await self.end(), taken) from None
        finally:
            for one in late:
                one.cancel()

    def _step_back(self, for_good: bool) -> None:
        if self.alive:
            self._behind = True
            self._stays_behind = not priority.step_back(self.pid, priority.LONG_JOB, for_good)

    async def _send(self, data: bytes) -> None:
        stream = self.process.stdin
        assert stream is not None
        stream.write(data)
        await stream.drain()

    async def _received(self) -> tuple[bytes, bytes]:
        assert self.process.stdout is not None
        return await frames.received(self.process.stdout, self.limits.output)
