"""Queries answered in a worker: evaluated, cut where they are too long, written in the format asked for.

The engine hands out the rows of a SELECT one by one, so a query of ten million rows costs no more than the
rows that are kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Any

from ..terms import PREFIXES
from ..workers import Answer
from .faults import Fault, syntax_fault
from .request import GRAPH_TYPES, RESULT_TYPES

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["answer", "graph_answer", "open_handler", "read_graph", "results_json", "rows_answer"]

#: How many triples are written at once.
_BLOCK = 5_000


def open_handler(options: Mapping[str, Any]) -> Any:
    """The handler of a worker over a store on disk that nobody writes.

    Args:
        options: `path`, the folder of the database.
    """
    import pyoxigraph as ox

    store = ox.Store.read_only(options["path"])
    for _ in store:  # opens every file of it, since none can be opened later
        pass
    _rehearse(store)

    def handle(job: dict[str, Any], body: bytes) -> Answer:
        try:
            if "graph" in job:
                return read_graph(store, job["graph"], job["accept"])
            return answer(store, job, union=True)
        except Fault as fault:
            return Answer(fault.to_json())

    return handle


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
    return rows_answer(found, job["accept"], most)


def rows_answer(found: Any, accept: str, most: int, truncated: bool = False) -> Answer:
    """Rows, written.

    Args:
        found: solutions of the engine, from a store or parsed.
        accept: one of RESULT_TYPES.
        most: how many rows are kept.
        truncated: whether some are known to be missing already.
    """
    import pyoxigraph as ox

    names = [v.value for v in found.variables]
    rows = list(islice(found, most + 1))
    truncated = truncated or len(rows) > most
    del rows[most:]
    head = {"kind": "rows", "media_type": accept}
    tail = {"rows": len(rows), "truncated": truncated}
    if RESULT_TYPES[accept] == "JSON":
        return Answer(head, results_json(names, rows, truncated), lambda: tail)
    plain = b"".join(results_json(names, rows))
    again = ox.parse_query_results(plain, format=ox.QueryResultsFormat.JSON)
    content = again.serialize(format=getattr(ox.QueryResultsFormat, RESULT_TYPES[accept]))
    return Answer(head, [content or b""], lambda: tail)


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

    kept = list(islice(dict.fromkeys(triples), most + 1))
    truncated = len(kept) > most
    del kept[most:]
    format = getattr(ox.RdfFormat, GRAPH_TYPES[accept])
    content = ox.serialize(kept, format=format, prefixes=PREFIXES if kept else None)
    tail = {"rows": len(kept), "truncated": truncated}
    return Answer({"kind": "graph", "media_type": accept}, [content or b""], lambda: tail)


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


# --- SPARQL 1.1 Query Results JSON Format ---------------------------------------------------


def results_json(names: list[str], rows: Iterable[Any], truncated: bool | None = None) -> Iterator[bytes]:
    """Rows in the SPARQL 1.1 Query Results JSON Format, in chunks.

    Args:
        names: the variables, in order.
        rows: solutions of the engine.
        truncated: written as a member of its own after the results, where it is True.
    """
    yield json.dumps({"head": {"vars": names}}, ensure_ascii=False, separators=(",", ":"))[:-1].encode()
    yield b',"results":{"bindings":['
    known: dict[Any, str] = {}
    keys = [json.dumps(name, ensure_ascii=False) + ":" for name in names]
    first = True
    block: list[str] = []
    for row in rows:
        cells = []
        for key, name in zip(keys, names, strict=True):
            term = row[name]
            if term is None:
                continue
            text = known.get(term)
            if text is None:
                text = json.dumps(_term(term), ensure_ascii=False, separators=(",", ":"))
                if len(known) < 100_000:
                    known[term] = text
            cells.append(key + text)
        block.append("{" + ",".join(cells) + "}")
        if len(block) >= _BLOCK:
            yield (("" if first else ",") + ",".join(block)).encode()
            first = False
            block.clear()
    if block:
        yield (("" if first else ",") + ",".join(block)).encode()
    yield b']},"truncated":true}' if truncated else b"]}}"


def _term(term: Any) -> dict[str, Any]:
    import pyoxigraph as ox

    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _term(part) for name, part in parts.items()}}
    told = {"type": "literal", "value": term.value}
    if term.language:
        told["xml:lang"] = term.language
        direction = getattr(term, "direction", None)
        if direction is not None:
            told["its:dir"] = str(getattr(direction, "value", direction))
    elif term.datatype.value != "http://www.w3.org/2001/XMLSchema#string":
        told["datatype"] = term.datatype.value
    return told
