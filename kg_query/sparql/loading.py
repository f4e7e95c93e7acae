"""Matters in files as named graphs beside the law, with what follows from them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from ..assess import assess_many
from ..corpus import Corpus
from ..errors import InputError, Problem
from ..matters import read_matters
from ..model import Matter, Text
from ..program import Program
from ..store import add_graph
from ..terms import graph_iri

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["load_matters"]


def load_matters(store: Store, corpus: Corpus, program: Program, paths: Iterable[str | Path]) -> Store:
    """The store, with the matters of the files and their verdicts added to it.

    Each file's matters stand in the graph `…/graph/loaded/<file name>`, all verdicts in
    `…/graph/verdicts`.

    Raises:
        InputError: a file that cannot be read, or one matter in two files.
    """
    from ..assess.rdf import matter_graph, verdict_graph

    matters: dict[str, Matter] = {}
    graphs: set[str] = set()
    for path in paths:
        mine = read_matters(path, corpus)
        twice = [m.id for m in mine if m.id in matters]
        if twice:
            raise InputError.collect(
                Problem(
                    Text(f"事项 {m} 已在前面的文件中", f"matter {m} is in an earlier file already"), str(path)
                )
                for m in twice
            )
        matters |= {m.id: m for m in mine}
        name = _graph_name(path, graphs)
        graphs.add(name)
        add_graph(store, matter_graph(mine), graph_iri(name))
    every = list(matters.values())
    verdicts = list(assess_many(corpus, program, every))
    add_graph(store, verdict_graph(corpus, every, verdicts), graph_iri("verdicts"))
    return store


def _graph_name(path: str | Path, taken: set[str]) -> str:
    from urllib.parse import quote

    name = "loaded/" + ("standard-input" if str(path) == "-" else quote(Path(path).name))
    return next(n for i in count(1) if (n := name if i == 1 else f"{name}-{i}") not in taken)
