"""The dataset, sent to a remote store graph by graph.

By the Graph Store Protocol each graph is one PUT. A store without it gets SPARQL Update in blocks: small
ones, since stores limit the length of an update (Virtuoso to a little over 1000 statements), and never
cut between statements that share a blank node, which would become two nodes in two requests.

Periods of time (`xsd:duration`) are sent as they are; where the store refuses them or makes something else of them,
the graph is sent once more with plain strings in their place, so that `STR(?period)` is what it is here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeGuard

from .store_client import Client, StoreFault

if TYPE_CHECKING:
    from pyoxigraph import Literal, Quad, Store

__all__ = ["BLOCK", "Pushed", "blocks", "graph_names", "push"]

#: Most statements of one update request, but for statements that hang together by blank nodes.
BLOCK = 500
_NT = "text/turtle"  # N-Triples is Turtle, and every store takes Turtle


@dataclass(frozen=True, slots=True)
class Pushed:
    """One graph that was sent.

    Attributes:
        graph: its IRI.
        sent: the statements that were sent.
        held: the statements the store has in it now. Fewer than were sent where a store takes two
            spellings of one number for the same value.
        altered: how many periods of time (`xsd:duration`) are there as plain strings, since the store does not
            take them, or makes numbers of months of them, as Virtuoso does.
    """

    graph: str
    sent: int
    held: int
    altered: int = 0

    @property
    def same(self) -> bool:
        """Whether the store holds what is here, as far as it was looked at."""
        return self.sent == self.held and not self.altered


def graph_names(store: Store, only: Iterable[str] = ()) -> list[str]:
    """The named graphs of a dataset in the order of their IRIs, or those of them that are in `only`."""
    wanted = set(only)
    named = sorted(g.value for g in store.named_graphs() if not str(g).startswith("_:"))
    return [g for g in named if g in wanted] if wanted else named


async def push(
    store: Store,
    client: Client,
    graphs: Iterable[str],
    *,
    query_url: str,
    update_url: str = "",
    graphs_url: str = "",
    seconds: float = 120.0,
    told: Callable[[Pushed], None] = lambda _: None,
) -> list[Pushed]:
    """Makes each graph of the remote store what it is here; others there are left alone.

    Args:
        store: the dataset.
        client: requests to the remote store.
        graphs: IRIs of the graphs to send.
        query_url: where the remote store answers queries; each graph is counted there afterwards.
        update_url: where it takes SPARQL 1.1 Update; used where `graphs_url` is empty.
        graphs_url: where it speaks the SPARQL 1.1 Graph Store HTTP Protocol.
        seconds: how long one request may take.
        told: called after each graph.

    Raises:
        StoreFault: a request came to nothing. Graphs sent before it are there whole; by update, the
            one under way may be there in part, and pushing it again mends that.
    """
    to = _Store(client, query_url, update_url, graphs_url, seconds)
    done = []
    for graph in graphs:
        found = _statements(store, graph)
        periods = sorted(q.object.value for q in found if _period(q.object))
        altered = 0 if await to.takes(graph, found, periods) else len(periods)
        if altered:
            await to.put(graph, [_as_text(q) for q in found])
        one = Pushed(graph, len(found), await to.held(graph), altered)
        told(one)
        done.append(one)
    return done


@dataclass(frozen=True, slots=True)
class _Store:
    """A remote store, and how graphs get there."""

    client: Client
    query_url: str
    update_url: str
    graphs_url: str
    seconds: float

    async def takes(self, graph: str, found: Sequence[Quad], periods: Sequence[str]) -> bool:
        """Puts a graph; False where the periods in it are refused, or become something else."""
        try:
            await self.put(graph, found)
        except StoreFault as fault:
            if not periods or fault.kind not in ("failed", "refused"):
                raise
            return False
        if not periods:
            return True
        query = f"SELECT (STR(?o) AS ?t) {{ GRAPH <{graph}> {{ ?s ?p ?o {_PERIODS} }} }}"
        return sorted(await self._column("t", query)) == periods

    async def put(self, graph: str, found: Sequence[Quad]) -> None:
        """Makes a graph of the store that of the statements."""
        if not self.graphs_url:
            await self._update(f"DROP SILENT GRAPH <{graph}>")
            for block in blocks(found):
                await self._update(insertion(block, graph))
            return
        document = "".join(f"{q.triple} .\n" for q in found).encode()
        await self.client.send(
            "PUT",
            self.graphs_url,
            parameters=[("graph", graph)],
            content=document,
            media_type=_NT,
            seconds=self.seconds,
        )

    async def _update(self, text: str) -> None:
        """One update, as a form: the way in which every store takes it."""
        await self.client.send("POST", self.update_url, form=[("update", text)], seconds=self.seconds)

    async def held(self, graph: str) -> int:
        """How many statements the store has in a graph."""
        query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        try:
            return int((await self._column("n", query))[0])
        except (ValueError, IndexError) as error:
            raise StoreFault("failed", f"no count of a graph: {error!r}") from None

    async def _column(self, name: str, query: str) -> list[str]:
        """The values of a variable that every row has."""
        accept = "application/sparql-results+json"
        answer = await self.client.send(
            "POST", self.query_url, form=[("query", query)], accept=accept, seconds=self.seconds
        )
        try:
            return [str(row[name]["value"]) for row in json.loads(answer.read())["results"]["bindings"]]
        except (ValueError, KeyError, TypeError) as error:
            raise StoreFault("failed", f"no rows: {error!r}") from None


_DURATION = "http://www.w3.org/2001/XMLSchema#duration"
_PERIODS = f"FILTER(isLiteral(?o) && DATATYPE(?o) = <{_DURATION}>)"


def _period(term: Any) -> TypeGuard[Literal]:
    import pyoxigraph as ox

    return isinstance(term, ox.Literal) and term.datatype.value == _DURATION


def _as_text(quad: Quad) -> Quad:
    """A statement, its period of time as a plain string of the same characters."""
    import pyoxigraph as ox

    if not _period(quad.object):
        return quad
    return ox.Quad(quad.subject, quad.predicate, ox.Literal(quad.object.value), quad.graph_name)


def _statements(store: Store, graph: str) -> list[Quad]:
    import pyoxigraph as ox

    return sorted(store.quads_for_pattern(None, None, None, ox.NamedNode(graph)), key=str)


def insertion(block: Sequence[Quad], graph: str | None) -> str:
    """An update that adds statements to a graph; None is the default graph.

    Blank nodes go into the template of an INSERT with an empty pattern, since some stores refuse them
    in INSERT DATA; the pattern has one solution, so each becomes one node.
    """
    text = "".join(f"{q.triple} .\n" for q in block)
    if graph is not None:
        text = f"GRAPH <{graph}> {{\n{text}}}"
    if any(_blank(term) for q in block for term in (q.subject, q.object)):
        return f"INSERT {{ {text} }} WHERE {{}}"
    return f"INSERT DATA {{ {text} }}"


def blocks(statements: Sequence[Quad], most: int = BLOCK) -> Iterator[list[Quad]]:
    """The statements in blocks of at most `most`, those that share a blank node always together."""
    block: list[Quad] = []
    for together in _together(statements):
        if block and len(block) + len(together) > most:
            yield block
            block = []
        block.extend(together)
    if block:
        yield block


def _together(statements: Sequence[Quad]) -> Iterable[list[Quad]]:
    """Groups of statements that hang together by blank nodes; statements without any are alone."""
    parent: dict[Any, Any] = {}

    def root(node: Any) -> Any:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for quad in statements:
        nodes = [t for t in (quad.subject, quad.object) if _blank(t)]
        for node in nodes:
            parent[root(node)] = root(nodes[0])
    alone: list[list[Quad]] = []
    groups: dict[Any, list[Quad]] = {}
    for quad in statements:
        nodes = [t for t in (quad.subject, quad.object) if _blank(t)]
        if nodes:
            groups.setdefault(root(nodes[0]), []).append(quad)
        else:
            alone.append([quad])
    return [*alone, *groups.values()]


def _blank(term: Any) -> bool:
    import pyoxigraph as ox

    return isinstance(term, ox.BlankNode)
