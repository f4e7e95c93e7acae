"""Handlers for tests of the pool: each job says itself what is to go wrong."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import stat
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kg_query.workers import Answer


def open_obedient(options: Mapping[str, Any]) -> Any:
    """Does what a job says."""
    if options.get("fail"):
        raise RuntimeError("will not start")

    kept: list[bytearray] = []

    def handle(job: dict[str, Any], body: bytes) -> Answer | tuple[dict[str, Any], Iterable[bytes]]:
        match job["do"]:
            case "echo":
                return {"pid": os.getpid(), "said": job.get("say")}, [body]
            case "count":
                sent = 0

                def chunks() -> Iterator[bytes]:
                    nonlocal sent
                    for _ in range(job["chunks"]):
                        sent += 1
                        yield b"x" * job["size"]

                return Answer({}, chunks(), lambda: {"sent": sent})
            case "sleep":
                time.sleep(job["seconds"])
            case "spin":
                while True:
                    pass
            case "memory":
                return {}, [b"x" * (8 * 1024**3)]
            case "raise":
                raise ValueError("secret 123")
            case "exit":
                os.kill(os.getpid(), signal.SIGSEGV)
            case "socket":
                socket.create_connection(("127.0.0.1", job["port"]), timeout=2)
            case "grow":
                kept.append(bytearray(job["size"]))
            case "environment":
                return {"names": sorted(os.environ), "path": sys.path}, []
            case "lie":  # a frame that claims to be of four gigabytes
                pipes = [fd for fd in range(3, 50) if _is_pipe_to_the_pool(fd)]
                os.write(pipes[0], b"C\xff\xff\xff\xff")
                time.sleep(60)
            case "open":
                Path(__file__).read_text()
            case "print":
                print("not part of the answer")
            case "limits":
                import resource

                core = resource.getrlimit(resource.RLIMIT_CORE)[0]
                return {"memory": resource.getrlimit(resource.RLIMIT_AS)[0], "core": core}, []
        return {"did": job["do"]}, []

    return handle


def _is_pipe_to_the_pool(fd: int) -> bool:
    try:
        return stat.S_ISFIFO(os.fstat(fd).st_mode) and fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_WRONLY != 0
    except OSError:
        return False
