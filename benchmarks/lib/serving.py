"""A real `kgq serve` on this machine, started and ended by the benchmark, and what it uses."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

__all__ = ["Drive", "Served", "free_port"]

_DRIVER = Path(__file__).with_name("driving.py")


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Served:
    """A service in a process of its own; a context manager, at the end of which nothing of it is left.

    Args:
        options: of `kgq serve`.

    Attributes:
        started: seconds from the start of the process to the first `200` of `/ready`.
    """

    command = (sys.executable, "-m", "kg_query", "serve")

    def __init__(self, *options: str) -> None:
        self.port = free_port()
        self.log = tempfile.TemporaryFile()  # noqa: SIM115
        began = time.perf_counter()
        command = [*self.command, "--port", str(self.port), *options]
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log)
        try:
            while not self.answers("/ready"):
                if self.process.poll() is not None or time.perf_counter() - began > 300:
                    self.log.seek(0)
                    raise SystemExit(f"kgq serve did not start:\n{self.log.read().decode()[-3000:]}")
                time.sleep(0.02)
        except BaseException:
            self.stop()
            raise
        self.started = time.perf_counter() - began

    def __enter__(self) -> Served:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def answers(self, path: str) -> bool:
        """Whether a path is answered with 200."""
        with suppress(OSError, urllib.error.URLError), self.get(path) as answer:
            return int(answer.status) == 200
        return False

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Any:
        """The answer to a GET, as urllib gives it."""
        url = f"http://127.0.0.1:{self.port}{path}"
        return urllib.request.urlopen(urllib.request.Request(url, headers=dict(headers or {})), timeout=60)

    def stop(self) -> None:
        """Ends the service as an operator would, and by force where that does not end it."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()

    # --- what it uses (Linux) ---------------------------------------------------------------

    @property
    def workers(self) -> list[int]:
        """The process ids of its workers; none where the system does not tell."""
        pid = self.process.pid
        with suppress(OSError):
            return [
                int(child)
                for task in Path(f"/proc/{pid}/task").iterdir()
                for child in (task / "children").read_text().split()
            ]
        return []

    def worked(self) -> float:
        """Milliseconds of processor time that the server and its workers have taken; 0 where the system does not tell.

        Unlike the time on the clock it stays about the same on a busy machine. Read it twice and take the difference.
        """
        return sum(map(_worked, (self.process.pid, *self.workers)))

    def used(self) -> dict[str, float]:
        """Resident memory in MB and open files: of the server, and of all workers together."""
        workers = self.workers
        return {
            "server MB": _resident(self.process.pid),
            "workers MB": sum(map(_resident, workers)),
            "server files": _files(self.process.pid),
            "workers": len(workers),
        }


def _worked(pid: int) -> float:
    with suppress(OSError, ValueError, IndexError):
        tasks = Path(f"/proc/{pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e6
    return 0.0


def _resident(pid: int) -> float:
    with suppress(OSError, ValueError, IndexError):
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return 0.0


def _files(pid: int) -> int:
    with suppress(OSError):
        return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
    return 0


class Drive:
    """A plan that is being carried out in a process of its own (`driving`)."""

    def __init__(self, plan: Mapping[str, Any]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(_DRIVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(plan).encode())
        self.process.stdin.close()

    def result(self) -> dict[str, Any]:
        """What came of it, once it has ended."""
        assert self.process.stdout is not None
        found: dict[str, Any] = json.load(self.process.stdout)
        self.process.wait()
        return found

    def stop(self) -> None:
        """Ends it before its time."""
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()
