"""The dataset, sent to a remote store graph by graph.

By the Graph Store Protocol each graph is one PUT. A store without it gets SPARQL Update in blocks: small
ones, since stores limit the length of an update (Virtuoso to a little over 1000 statements), and never
cut between statements that share a blank node, which would become two nodes in two requests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .store_client import Client, StoreFault

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

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
        altered: how many of the periods of time (`xsd:duration`) that were sent are no longer such in the
            store: some, Virtuoso among them, make numbers of months of them.
    """

    graph: str
    sent: int
    held: int
    altered: int = 0

    @property
    def same(self) -> bool:
        """Whether the store holds what was sent, as far as it was looked at."""
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
    done = []
    for graph in graphs:
        found = _statements(store, graph)
        if graphs_url:
            document = "".join(f"{q.triple} .\n" for q in found).encode()
            await client.send(
                "PUT",
                graphs_url,
                parameters=[("graph", graph)],
                content=document,
                media_type=_NT,
                seconds=seconds,
            )
        else:
            await _update(client, update_url, f"DROP SILENT GRAPH <{graph}>", seconds)
            for block in blocks(found):
                await _update(client, update_url, insertion(block, graph), seconds)
        held = await _held(client, query_url, graph, seconds)
        periods = sum(1 for q in found if _period(q.object))
        kept = await _held(client, query_url, graph, seconds, _PERIODS) if periods else 0
        one = Pushed(graph, len(found), held, max(periods - kept, 0))
        told(one)
        done.append(one)
    return done


def _statements(store: Store, graph: str) -> list[Quad]:
    import pyoxigraph as ox

    return sorted(store.quads_for_pattern(None, None, None, ox.NamedNode(graph)), key=str)


async def _update(client: Client, url: str, text: str, seconds: float) -> None:
    """One update, as a form: the way in which every store takes it."""
    await client.send("POST", url, form=[("update", text)], seconds=seconds)


_DURATION = "http://www.w3.org/2001/XMLSchema#duration"
_PERIODS = f"FILTER(isLiteral(?o) && DATATYPE(?o) = <{_DURATION}>)"


def _period(term: Any) -> bool:
    import pyoxigraph as ox

    return isinstance(term, ox.Literal) and term.datatype.value == _DURATION


async def _held(client: Client, url: str, graph: str, seconds: float, only: str = "") -> int:
    """How many statements the remote store has in a graph, or those that pass a filter."""
    query = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o {only} }} }}"
    answer = await client.send(
        "POST", url, form=[("query", query)], accept="application/sparql-results+json", seconds=seconds
    )
    import json

    try:
        return int(json.loads(answer.read())["results"]["bindings"][0]["n"]["value"])
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise StoreFault("failed", f"no count of a graph: {error!r}") from None


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
