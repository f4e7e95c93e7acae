"""The graph as an RDF dataset: one named graph for each file, asked as their union.

A store is built only when a query needs it; an assessment never does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .errors import CorpusError, InputError, Problem
from .files import TurtleFile
from .model import Text
from .terms import graph_iri

if TYPE_CHECKING:
    from pyoxigraph import Store
    from rdflib import Graph

__all__ = ["add_graph", "build_store"]


def build_store(files: Iterable[TurtleFile]) -> Store:
    """A store with each file in the graph named after it (`…/graph/data/nanmu/norms.ttl`).

    Raises CorpusError with every file that cannot be parsed.
    """
    from pyoxigraph import NamedNode, RdfFormat, Store

    store = Store()
    problems = []
    for file in files:
        graph = NamedNode(graph_iri(file.name))
        try:
            store.load(path=str(file.path), format=RdfFormat.TURTLE, to_graph=graph)
        except SyntaxError as error:
            detail = str(error.msg)
            problems.append(
                Problem(Text(f"Turtle 语法错误：{detail}", f"Turtle syntax error: {detail}"), file.name)
            )
    if problems:
        raise CorpusError.collect(problems)
    return store


def add_graph(store: Store, graph: Graph, name: str) -> None:
    """Adds an rdflib graph to the store as the named graph `name` (an IRI).

    Raises InputError where the name is taken.
    """
    from pyoxigraph import NamedNode, RdfFormat

    node = NamedNode(name)
    if store.contains_named_graph(node):
        raise InputError(Text("这个图已经载入", "this graph is loaded already"), name)
    store.load(graph.serialize(format="nt").encode(), RdfFormat.N_TRIPLES, to_graph=node)
