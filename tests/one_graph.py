"""Commands run in this process: the bundled graph is opened once for all of them.

For tests in which a process of its own is not the point; that a command opens the graph anew, and speaks to
real streams, is held by the tests that start one.
"""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from kg_query import KnowledgeGraph
from kg_query.cli.run import run

__all__ = ["share", "shared_run"]

_open = KnowledgeGraph.open


@cache
def _bundled(lang: str) -> KnowledgeGraph:
    return _open(lang=lang)


def _shared(data: str | Path | Iterable[str | Path] = (), lang: str = "zh") -> KnowledgeGraph:
    folders = [data] if isinstance(data, (str, Path)) else list(data)
    return _open(folders, lang) if folders else _bundled(lang)


def share(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the end of a test: who opens the bundled graph gets the one that is open already.

    Nothing of a command changes it.
    """
    monkeypatch.setattr(KnowledgeGraph, "open", staticmethod(_shared))


def shared_run(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """What a command leaves behind that is run in this process, in a folder, as of a process of its own."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    with contextlib.ExitStack() as around:
        monkeypatch = around.enter_context(pytest.MonkeyPatch.context())
        share(monkeypatch)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(), "utf-8"))
        if cwd is not None:
            around.enter_context(contextlib.chdir(cwd))
        around.enter_context(contextlib.redirect_stdout(out))
        around.enter_context(contextlib.redirect_stderr(err))
        code = run(list(words))
    for stream in (out, err):
        stream.flush()
    said, faults = (stream.buffer.getvalue() for stream in (out, err))  # type: ignore[attr-defined]
    assert b"Traceback" not in faults
    return subprocess.CompletedProcess(["kgq", *words], code, said, faults)
