"""Commands run in this process: the bundled graph is opened once for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from kg_query import KnowledgeGraph

__all__ = ["share"]

_open = KnowledgeGraph.open


@cache
def _bundled(lang: str) -> KnowledgeGraph:
    return _open(lang=lang)


def _shared(data: str | Path | Iterable[str | Path] = (), lang: str = "zh") -> KnowledgeGraph:
    folders = [data] if isinstance(data, (str, Path)) else list(data)
    return _open(folders, lang) if folders else _bundled(lang)


def share(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the end of a test: who opens the bundled graph gets the one that is open already.

    Nothing of a command changes it; that a process of its own opens it anew is held by the tests that
    start one.
    """
    monkeypatch.setattr(KnowledgeGraph, "open", staticmethod(_shared))
