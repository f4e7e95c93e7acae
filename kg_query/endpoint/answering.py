"""Queries answered in a worker: evaluated, cut where they are too long, written in the format asked for.

The engine finds rows and triples one by one, so a query of ten million of them costs no more than those that
are kept (`cutting`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..terms import PREFIXES
from ..workers import Answer
from .cutting import rows_written
from .faults import Fault, syntax_fault
from .request import GRAPH_TYPES, MAX_OUTPUT, RESULT_TYPES

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["answer", "answer_job", "graph_answer", "open_handler", "read_graph", "rows_answer"]


def open_handler(options: Mapping[str, Any]) -> Any:
    """The handler of a worker over a store on disk that nobody writes.

    It is copied into memory: some 70 MB for 100,000 quads, and joins are ten times as fast. So no file of
    it is needed later, when none can be opened.

    Args:
        options: `path`, the folder of the database; `quads`, a file of N-Quads with the same in it,
            which is read in a third of the time, or None.
    """
    import pyoxigraph as ox

    store = ox.Store()
    if options.get("quads"):
        store.bulk_extend(ox.parse(Path(options["quads"]).read_bytes(), format=ox.RdfFormat.N_QUADS))
    else:
        store.bulk_extend(ox.Store.read_only(options["path"]))
    _rehearse(store)

    def handle(job: dict[str, Any], body: bytes) -> Answer:
        return answer_job(store, job, union=True)

    return handle


def answer_job(store: Store, job: Mapping[str, Any], union: bool) -> Answer:
    """The answer to a job, which asks a query or for a whole graph; a fault is an answer too."""
    try:
        if "graph" in job:
            return read_graph(store, job["graph"], job["accept"])
        return answer(store, job, union)
    except Fault as fault:
        return Answer(fault.to_json())


def _rehearse(store: Store) -> None:
    """Answers a query of each kind and a faulty one, so that every module is loaded that an answer needs."""
    for query, types in (
        ("SELECT * { ?s ?p ?o } LIMIT 1", RESULT_TYPES),
        ("CONSTRUCT WHERE { ?s a law:Outcome }", GRAPH_TYPES),
    ):
        for accept in types:
            job = {"query": query, "default_graphs": [], "named_graphs": [], "accept": accept, "rows": 1}
            list(answer(store, job, union=True).chunks)
    with suppress(Fault):
        answer(store, {"query": "ASK {", "default_graphs": [], "named_graphs": []}, union=True)


def answer(store: Store, job: Mapping[str, Any], union: bool) -> Answer:
    """The answer to a query.

    Args:
        store: what is asked.
        job: a `QueryRequest` as JSON.
        union: whether the default graph, where the request and the query name none, is all graphs together.

    Raises:
        Fault: `syntax`, with line and column; `iri` for the name of a graph that is no IRI.
    """
    import pyoxigraph as ox

    found: Any = _evaluated(store, job, union)
    most = int(job["rows"])
    if isinstance(found, ox.QueryBoolean):
        content = found.serialize(format=getattr(ox.QueryResultsFormat, RESULT_TYPES[job["accept"]]))
        return Answer({"kind": "boolean", "media_type": job["accept"]}, [content or b""])
    if isinstance(found, ox.QueryTriples):
        return graph_answer(found, job["accept"], most)
    return rows_answer(found, job["accept"], most, size=int(job.get("output", MAX_OUTPUT)))


def rows_answer(
    found: Any, accept: str, most: int, truncated: bool = False, size: int = MAX_OUTPUT
) -> Answer:
    """Rows, written.

    Args:
        found: solutions of the engine, from a store or parsed.
        accept: one of RESULT_TYPES.
        most: how many rows are kept.
        truncated: whether some are known to be missing already.
        size: how many bytes are kept.
    """
    cut = rows_written(found, RESULT_TYPES[accept], max(1, most), size, truncated)
    tail = {"rows": cut.rows, "truncated": cut.truncated}
    return Answer({"kind": "rows", "media_type": accept}, [cut.content], lambda: tail)


def _evaluated(store: Store, job: Mapping[str, Any], union: bool) -> Any:
    import pyoxigraph as ox

    from ..sparql import guard

    def graphs(names: Iterable[str]) -> list[Any]:
        try:
            return [ox.NamedNode(name) for name in names]
        except ValueError as error:
            raise Fault("iri", str(error)) from None

    default, named = graphs(job["default_graphs"]), graphs(job["named_graphs"])
    more: dict[str, Any] = {}
    if default or named:
        more = {"default_graph": default, "named_graphs": named}
    elif union:
        more = {"use_default_graph_as_union": not guard.names_dataset(job["query"])}
    try:
        return store.query(job["query"], base_iri=job.get("base") or None, prefixes=PREFIXES, **more)
    except SyntaxError as error:
        raise syntax_fault(error) from None


def graph_answer(triples: Iterable[Any], accept: str, most: int) -> Answer:
    """Triples, each once and at most `most` of them, written in one of GRAPH_TYPES."""
    import pyoxigraph as ox

    kept = list(islice(_each_once(triples), most + 1))
    truncated = len(kept) > most
    del kept[most:]
    format = getattr(ox.RdfFormat, GRAPH_TYPES[accept])
    content = ox.serialize(kept, format=format, prefixes=PREFIXES if kept else None)
    tail = {"rows": len(kept), "truncated": truncated}
    return Answer({"kind": "graph", "media_type": accept}, [content or b""], lambda: tail)


def _each_once(triples: Iterable[Any]) -> Iterator[Any]:
    """Each triple once, as they come."""
    seen = set()
    for triple in triples:
        if triple not in seen:
            seen.add(triple)
            yield triple


def read_graph(store: Store, graph: str | None, accept: str) -> Answer:
    """A whole graph; None is the store's own default graph.

    Raises:
        Fault: `no-graph` where the store has none of that name.
    """
    import pyoxigraph as ox

    try:
        node = ox.NamedNode(graph) if graph is not None else ox.DefaultGraph()
    except ValueError as error:
        raise Fault("iri", str(error)) from None
    if isinstance(node, ox.NamedNode) and not store.contains_named_graph(node):
        raise Fault("no-graph", str(graph))
    triples = [quad.triple for quad in store.quads_for_pattern(None, None, None, node)]
    return graph_answer(triples, accept, len(triples))
