"""The bundled graph opened once for all tests of a process, and commands run in this process.

Who opens the bundled graph, in a test or in a command that runs here, gets the one that is open already: nothing
changes an open graph, and what it works out (the program, the store, the comparison) is worked out once. A graph
of other bundled files, as of the fixture `small_world`, is opened anew each time, and so is one with `--data`;
that a command of its own opens the graph from its files is held by the tests that start a process.
"""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from kg_query import KnowledgeGraph, files
from kg_query.cli.run import run
from kg_query.corpus import Corpus

__all__ = ["shared_run", "sharing"]

_open = KnowledgeGraph.open
_home = files.root(), files.ARTEFACT
_bundled: dict[str, KnowledgeGraph] = {}


def _shared(data: str | Path | Iterable[str | Path] = (), lang: str = "zh") -> KnowledgeGraph:
    folders = [data] if isinstance(data, (str, Path)) else list(data)
    if folders or (files.root(), files.ARTEFACT) != _home:
        return _open(folders, lang)
    if lang not in _bundled:
        corpus = next(iter(_bundled.values())).corpus if _bundled else _compiled()
        _bundled[lang] = KnowledgeGraph(corpus, lang)
    return _bundled[lang]


def _compiled() -> Corpus:
    found = _open()
    return (_open() if found.warnings else found).corpus  # compiled anew, its artefact is then up to date


def sharing() -> None:
    """From now on in this process; what the verb says of itself, and its example, stay to be found."""
    _shared.__doc__, _shared.__module__ = _open.__doc__, KnowledgeGraph.__module__
    KnowledgeGraph.open = staticmethod(_shared)  # type: ignore[method-assign, assignment]


def shared_run(*words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """What a command leaves behind that is run in this process, in a folder, as of a process of its own."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    with contextlib.ExitStack() as around:
        monkeypatch = around.enter_context(pytest.MonkeyPatch.context())
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
