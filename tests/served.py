"""A real `kgq serve` for tests: started on a free port, waited for, asked, and stopped."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

CLONE = Path(__file__).parents[1]
#: How long a service may take to start, in seconds; the machine may be busy.
PATIENCE = 120.0


@cache
def dataset_folder() -> Path:
    """A folder with the dataset of this clone, built at most once, whichever process of the tests comes first."""
    from kg_query.dataset import ready
    from kg_query.graph import KnowledgeGraph

    folder = CLONE / ".pytest_cache" / "dataset"
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder / "tests.lock"):
        ready(KnowledgeGraph.open(), folder)
    return folder


@contextlib.contextmanager
def locked(file: Path) -> Iterator[None]:
    """While the block runs, no other process of the tests is in one with this file."""
    with file.open("w") as lock:
        with contextlib.suppress(ImportError):
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def copied_dataset(target: Path) -> Path:
    """A folder of datasets of one's own that shares its files with the one of the tests."""
    shutil.copytree(
        dataset_folder(),
        target,
        copy_function=_linked,
        ignore=shutil.ignore_patterns("*.lock", ".lock", "writable"),
    )
    return target


def _linked(source: str, target: str) -> str:
    try:
        os.link(source, target)
    except OSError:
        return shutil.copyfile(source, target)
    return target


@dataclass
class Served:
    """A running service: where it is, its process, and what it said."""

    url: str
    process: subprocess.Popen[str]
    log: Path
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=self.url, timeout=60.0, trust_env=False)

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def said(self) -> str:
        """What stands on its standard error so far."""
        return self.log.read_text("utf-8")

    def children(self) -> set[int]:
        """The process ids of its workers."""
        found = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return {int(word) for word in found.stdout.split()} - {self.process.pid}

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ends it by a signal; its exit code."""
        self.client.close()
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise


def serving(
    *options: str, env: dict[str, str] | None = None, folder: bool = True, data: tuple[Path, ...] = ()
) -> Served:
    """Starts `kgq serve` on a free port and waits until it is ready.

    Args:
        options: further options.
        env: variables added to the environment.
        folder: whether it uses the dataset that the tests share; else the options have to say.
        data: folders of further regulations; the dataset is then another one.
    """
    place = ["--store-folder", str(dataset_folder())] if folder else []
    log = Path(tempfile.mkstemp(prefix="kgq-serve-", suffix=".log")[1])
    with log.open("w", encoding="utf-8") as stream:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "kg_query",
                "--lang",
                "en",
                *(word for one in data for word in ("--data", str(one))),
                "serve",
                "--port",
                "0",
                "--rate",
                "0",
                *([] if "--warm-up" in options else ["--no-warm-up"]),
                *place,
                *options,
            ],
            stdout=subprocess.PIPE,
            stderr=stream,
            text=True,
            encoding="utf-8",
            cwd=CLONE,
            env={**os.environ, **(env or {})},
        )
    assert process.stdout is not None
    line = process.stdout.readline()  # "Serving at http://127.0.0.1:43210"
    words = [word for word in line.split() if word.startswith("http://127.0.0.1:")]
    if not words:
        process.kill()
        process.wait()
        raise AssertionError(f"kgq serve did not start: {line!r} {log.read_text('utf-8')[-2000:]}")
    found = Served(words[-1].rstrip(")"), process, log)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(httpx.HTTPError):
            if found.client.get("/ready").status_code == 200:
                return found
        time.sleep(0.1)
    found.stop()
    raise AssertionError(f"kgq serve is not ready: {found.said()[-2000:]}")


@contextlib.contextmanager
def serving_while(
    *options: str, env: dict[str, str] | None = None, folder: bool = True, data: tuple[Path, ...] = ()
) -> Iterator[Served]:
    """A service that runs while the block does; see `serving`."""
    found = serving(*options, env=env, folder=folder, data=data)
    try:
        yield found
    finally:
        found.stop()
        found.log.unlink(missing_ok=True)


class Canary:
    """A loopback HTTP server that notes whoever comes: nobody should."""

    def __init__(self) -> None:
        hits: list[str] = []

        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                hits.append(f"{self.command} {self.path}")
                self.send_response(200)
                self.send_header("Content-Length", "6")
                self.end_headers()
                self.wfile.write(b"SECRET")

            do_GET = do_POST = do_HEAD = do_PUT = do_OPTIONS = _answer

            def log_message(self, format: str, *args: object) -> None:
                return

        self.hits = hits
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def spoken(port: int, data: bytes, wait: float = 10.0) -> bytes:
    """What a server answers to raw bytes until it closes, or for so long, in seconds."""
    with socket.create_connection(("127.0.0.1", port), timeout=wait) as connection:
        connection.sendall(data)
        found = bytearray()
        with contextlib.suppress(TimeoutError, ConnectionError):
            while piece := connection.recv(65536):
                found += piece
        return bytes(found)
