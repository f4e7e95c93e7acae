"""What a worker process does: its handler is made once, it cuts itself off, then it answers job after job."""

from __future__ import annotations

import importlib
import json
import logging
import os
import signal
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any, BinaryIO

from . import frames
from .handler import Answer, Handler
from .limits import Memory, Seal, seal

__all__ = ["main"]


def main() -> None:
    """Speak frames on standard input and output; whatever else is printed goes to standard error."""
    logging.getLogger().addHandler(logging.NullHandler())  # what libraries say of a body stays out of the log
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C of a terminal is for the server, which ends us
    incoming = sys.stdin.buffer
    outgoing = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with suppress(BrokenPipeError):
        try:
            _, content = frames.read(incoming)
        except EOFError:
            return
        start: Mapping[str, Any] = json.loads(content)
        _end_with(start["parent"])
        _first_to_go()
        try:
            handler = _opened(start["handler"], start["options"])
            memory = Memory(start["memory"])
            seals = seal(Seal(start["seal"]))
        except Exception as error:
            _say(outgoing, {"failed": f"{type(error).__name__}: {error}"})
            raise SystemExit(1) from None
        _say(outgoing, {"ready": True, "seals": seals})
        with suppress(EOFError):
            while True:
                end = _answered(handler, *_job(incoming, outgoing), outgoing, start["output"])
                _say(outgoing, {**end, "retire": True} if memory.worn() else end)


def _say(outgoing: BinaryIO, end: Mapping[str, Any]) -> None:
    outgoing.write(frames.told(frames.END, end))
    outgoing.flush()


def _opened(name: str, options: Mapping[str, Any]) -> Handler:
    module, _, function = name.partition(":")
    made: Handler = getattr(importlib.import_module(module), function)(options)
    return made


def _job(incoming: BinaryIO, outgoing: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """The next job and its body."""
    job: dict[str, Any] = {}
    parts = []
    while True:
        kind, content = frames.read(incoming)
        if kind == frames.HEAD:
            job = json.loads(content)
        elif kind == frames.CHUNK:
            parts.append(content)
        else:
            break
    outgoing.write(frames.frame(frames.TAKEN, b""))
    outgoing.flush()
    return job, b"".join(parts)


def _answered(
    handler: Handler, job: dict[str, Any], body: bytes, outgoing: BinaryIO, most: int
) -> dict[str, Any]:
    """Writes the answer to a job but for its end, which is returned."""
    try:
        answer = handler(job, body)
        if not isinstance(answer, Answer):
            answer = Answer(*answer)
        outgoing.write(frames.told(frames.HEAD, answer.header))
        size = 0
        for chunk in answer.chunks:
            size += len(chunk)
            if size > most:
                return {"error": "output"}
            for piece in frames.pieces(chunk):
                outgoing.write(piece)
        return {"trailer": answer.trailer() if answer.trailer else {}}
    except BrokenPipeError:
        raise
    except MemoryError:
        return {"error": "memory"}
    except Exception as error:
        return {
            "error": "failed",
            "detail": f"{type(error).__name__}: {error}"[:2000],
            "place": _place(error),
        }


def _place(error: BaseException) -> str:
    """Which exception it is and where it came up, without its words, which may repeat what was sent."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        code = trace.tb_frame.f_code
        place = f" in {Path(code.co_filename).name}:{trace.tb_lineno} ({code.co_name})"
        trace = trace.tb_next
    return type(error).__name__ + place


def _first_to_go() -> None:
    """Tells the kernel (Linux) to end this process rather than the server when the machine is out of memory."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("500")


def _end_with(parent: int) -> None:
    """Ends this process with the server, even in the middle of a job.

    On Linux the kernel does it; elsewhere a thread looks every second whether the parent is still the
    same. (While no job is under way, the end of standard input does it on every system.)
    """
    system = sys.platform  # a name of its own: mypy would take what follows for this system only
    if system == "win32":
        return
    if system == "linux":
        with suppress(Exception):
            import ctypes

            ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            raise SystemExit(0)
        return

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(0)

    Thread(target=look, daemon=True).start()
