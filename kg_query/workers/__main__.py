"""A worker: makes its handler once, cuts itself off, then answers one job after another until its input ends."""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, BinaryIO

from . import frames
from .handler import Answer, Handler
from .limits import Seal, limit_memory, seal


def main() -> None:
    """Speak frames on standard input and output; whatever else is printed goes to standard error."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C of a terminal is for the server, which ends us
    _die_with_parent()
    incoming = sys.stdin.buffer
    outgoing = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _, content = frames.read(incoming)
    start: Mapping[str, Any] = json.loads(content)
    limit_memory(start["memory"])
    try:
        handler = _opened(start["handler"], start["options"])
    except Exception as error:
        outgoing.write(frames.told(frames.END, {"failed": f"{type(error).__name__}: {error}"}))
        outgoing.flush()
        raise SystemExit(1) from None
    seal(Seal(start["seal"]))
    outgoing.write(frames.told(frames.END, {"ready": True}))
    outgoing.flush()
    with suppress(EOFError, BrokenPipeError):
        while True:
            _answer(handler, incoming, outgoing, start["output"])


def _opened(name: str, options: Mapping[str, Any]) -> Handler:
    module, _, function = name.partition(":")
    made: Handler = getattr(importlib.import_module(module), function)(options)
    return made


def _answer(handler: Handler, incoming: BinaryIO, outgoing: BinaryIO, most: int) -> None:
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
    body = b"".join(parts)
    parts.clear()
    trailer: Mapping[str, Any] = {}
    try:
        answer = handler(job, body)
        if not isinstance(answer, Answer):
            answer = Answer(*answer)
        outgoing.write(frames.told(frames.HEAD, answer.header))
        size = 0
        for chunk in answer.chunks:
            size += len(chunk)
            if size > most:
                outgoing.write(frames.told(frames.END, {"error": "output"}))
                outgoing.flush()
                return
            for piece in frames.pieces(chunk):
                outgoing.write(piece)
        trailer = answer.trailer() if answer.trailer else {}
    except BrokenPipeError:
        raise
    except MemoryError:
        trailer = {"error": "memory"}
    except Exception as error:
        traceback.print_exc()
        trailer = {"error": "failed", "detail": f"{type(error).__name__}: {error}"[:2000]}
    outgoing.write(frames.told(frames.END, trailer))
    outgoing.flush()


def _die_with_parent() -> None:
    """Asks the kernel to end this process with the server, where it can (Linux); else the closed pipe does."""
    if sys.platform == "linux":
        with suppress(Exception):
            import ctypes

            ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG
            if os.getppid() == 1:
                raise SystemExit(0)


if __name__ == "__main__":
    main()
