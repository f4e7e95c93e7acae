"""The bundled graph opened once for all tests of a process, and commands run in this process.

Who opens the bundled graph, in a test or in a command that runs here, gets the one that is open already: nothing
changes an open graph, and what it works out (the program, the store, comparisons, findings of checks) is worked out
once. A graph of other bundled files, as of the fixture `small_world`, is opened anew each time, and so is one with
`--data`; that a command of its own opens the graph from its files is held by the tests that start a process.
"""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kg_query import KnowledgeGraph, files
from kg_query.cli.run import run

if TYPE_CHECKING:
    from pyoxigraph import Store

    from kg_query.compare import Comparison
    from kg_query.graph.compared import Compared
    from kg_query.lint import LintReport
    from kg_query.program import Program

__all__ = ["shared_run", "sharing"]

_open = KnowledgeGraph.open
_home = files.root(), files.ARTEFACT
_bundled: dict[str, KnowledgeGraph] = {}


class _Shared(KnowledgeGraph):
    """What does not depend on a language is that of one graph; what was compared or checked once is not again."""

    def __init__(self, lang: str, first: KnowledgeGraph | None = None) -> None:
        super().__init__((first or _fresh()).corpus, lang)
        self._first = first
        self._compared_once: dict[tuple[tuple[str, ...] | None, str | None], Comparison] = {}
        self._checked_once: dict[tuple[str, tuple[str, ...], tuple[str, ...]], LintReport] = {}

    @cached_property
    def program(self) -> Program:
        return self._first.program if self._first else super().program

    @cached_property
    def store(self) -> Store:
        return self._first.store if self._first else super().store

    @cached_property
    def _compared(self) -> Compared:
        return self._first._compared if self._first else super()._compared

    def compare(self, regulations: Iterable[str] | None = None, base: str | None = None) -> Comparison:
        if self._first:
            return self._first.compare(regulations, base)
        asked = None if regulations is None else tuple(regulations), base
        if asked not in self._compared_once:
            self._compared_once[asked] = super().compare(*asked)
        return self._compared_once[asked]

    def lint(
        self, about: str = "all", check: Iterable[str] = (), regulations: Iterable[str] = ()
    ) -> LintReport:
        if self._first:
            return self._first.lint(about, check, regulations)
        asked = about, tuple(check), tuple(regulations)
        if asked not in self._checked_once:
            self._checked_once[asked] = super().lint(*asked)
        return self._checked_once[asked]


def _shared(data: str | Path | Iterable[str | Path] = (), lang: str = "zh") -> KnowledgeGraph:
    folders = [data] if isinstance(data, (str, Path)) else list(data)
    if folders or (files.root(), files.ARTEFACT) != _home:
        return _open(folders, lang)
    if lang not in _bundled:
        _bundled[lang] = _Shared(lang, next(iter(_bundled.values()), None))
    return _bundled[lang]


def _fresh() -> KnowledgeGraph:
    found = _open()
    return _open() if found.warnings else found  # compiled anew, its artefact is then up to date


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
