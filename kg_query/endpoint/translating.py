"""What a worker does for a remote store: parses what is to be sent, and reads and rewrites what comes back.

Both come from outside, so neither is read in the server itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..terms import PREFIXES
from ..workers import Answer
from .answering import graph_answer, rows_answer
from .faults import Fault, syntax_fault
from .incoming import quads
from .pushing import blocks, insertion
from .request import RESULT_TYPES

__all__ = ["open_handler"]

_RESULTS = {
    "application/sparql-results+json": "JSON",
    "application/json": "JSON",
    "application/sparql-results+xml": "XML",
    "application/xml": "XML",
    "text/xml": "XML",
}
_GRAPHS = {
    "application/n-triples": "application/n-triples",
    "text/plain": "application/n-triples",  # its name before it was registered
    "text/turtle": "text/turtle",
    "application/x-turtle": "text/turtle",
    "application/rdf+xml": "application/rdf+xml",
}


def open_handler(options: Mapping[str, Any]) -> Any:
    """The handler of a worker; it has no options.

    Its jobs: `parse` is query, update or document, with `text` or `media_type` and `base`, and gives a
    document as N-Triples, or as a list of updates where `insertions_into` names a graph; `read` is rows, boolean or graph, with `from` and `accept`, `rows` (the most that are kept) and `cut` (the store said
    that it left some out).
    """

    def handle(job: dict[str, Any], body: bytes) -> Answer:
        try:
            return _parsed(job, body) if "parse" in job else _read(job, body)
        except Fault as fault:
            return Answer(fault.to_json())

    return handle


def _parsed(job: Mapping[str, Any], body: bytes) -> Answer:
    import pyoxigraph as ox

    if job["parse"] == "document":
        found = list(quads(body, job["media_type"], job["base"], ox.DefaultGraph()))
        if "insertions_into" in job:
            told = [insertion(block, job["insertions_into"]) for block in blocks(found)]
            return Answer({}, [json.dumps(told).encode()])
        return Answer({}, ["".join(f"{quad.triple} .\n" for quad in found).encode()])
    try:
        if job["parse"] == "query":
            ox.Store().query(job["text"], prefixes=PREFIXES)
        else:
            # an operation that fails in an empty store has been parsed all the same
            ox.Store().update(job["text"], base_iri="http://localhost/", prefixes=PREFIXES)
    except SyntaxError as error:
        raise syntax_fault(error) from None
    except RuntimeError:
        pass
    return Answer({})


def _read(job: Mapping[str, Any], body: bytes) -> Answer:
    """What a store answered, in the format asked for; Fault `syntax` where it is not what it says."""
    answer = _graph(job, body) if job["read"] == "graph" else _results(job, body)
    if not job.get("cut"):
        return answer
    trailer = answer.trailer or dict
    return Answer(answer.header, answer.chunks, lambda: {**trailer(), "truncated": True})


def _results(job: Mapping[str, Any], body: bytes) -> Answer:
    import pyoxigraph as ox

    name = _RESULTS.get(job["from"])
    if name is None:
        raise Fault("syntax", f"not a result: {job['from']}")
    try:
        found = ox.parse_query_results(body, format=getattr(ox.QueryResultsFormat, name))
        if isinstance(found, ox.QueryBoolean) != (job["read"] == "boolean"):
            raise Fault("syntax", "another kind of result")
        if isinstance(found, ox.QueryBoolean):
            format = getattr(ox.QueryResultsFormat, RESULT_TYPES[job["accept"]])
            return Answer(
                {"kind": "boolean", "media_type": job["accept"]}, [found.serialize(format=format) or b""]
            )
        return rows_answer(found, job["accept"], int(job["rows"]), bool(job.get("cut")))
    except (SyntaxError, ValueError, OSError) as error:
        raise Fault("syntax", str(error)[:300]) from None


def _graph(job: Mapping[str, Any], body: bytes) -> Answer:
    import pyoxigraph as ox

    kind = _GRAPHS.get(job["from"])
    if kind is None:
        raise Fault("syntax", f"not a graph: {job['from']}")
    found = [quad.triple for quad in quads(body, kind, "urn:x-kgq:remote", ox.DefaultGraph())]
    return graph_answer(found, job["accept"], len(found) if job.get("rows") is None else int(job["rows"]))
