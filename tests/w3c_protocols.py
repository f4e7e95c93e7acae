"""The W3C's own tests of the SPARQL 1.1 Protocol and of the Graph Store HTTP Protocol, run against a service.

`python tests/w3c_protocols.py URL` does so with any `kgq serve --writable` and prints what each test found; the
token is read from KGQ_TOKEN. What the store holds is dropped: the tests begin with an empty one. The manifests say
in RDF what is sent and what has to come back; they stand in `tests/vendor/w3c-sparql11-protocols`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import httpx
from rdflib import RDF, Graph, Namespace, Node, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic

MANIFESTS = Path(__file__).parent / "vendor" / "w3c-sparql11-protocols"
CNT = Namespace("http://www.w3.org/2011/content#")
HT = Namespace("http://www.w3.org/2011/http#")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
RDFS_LABEL = URIRef("http://www.w3.org/2000/01/rdf-schema#label")
#: Status codes by their names in the W3C's vocabulary.
STATUSES = {"OK": "200", "Created": "201", "NoContent": "204", "NotFound": "404", "BadRequest": "400"}
#: What an answer of a kind may be sent as.
FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ),
    "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"),
}
WHERE = {"/sparql/": "/sparql", "/gsp": "/graph-store"}


@dataclass(frozen=True)
class Step:
    """One request of a test, and what has to come back."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: frozenset[str]
    boolean: bool | None = None
    format: str | None = None
    location: str | None = None
    graph: str | None = None
    media_type: str | None = None


@dataclass(frozen=True)
class Case:
    """One test: graphs that are there before it, and its requests."""

    id: str
    name: str
    steps: tuple[Step, ...]
    graphs: tuple[tuple[str, bytes], ...] = field(default=())


def cases(*names: str) -> Iterator[Case]:
    """The tests of the manifests, by default of all of them."""
    for name in names or ("protocol", "graph-store-indirect", "graph-store-direct"):
        place = MANIFESTS / f"{name}.ttl"
        graph = Graph().parse(place, format="turtle", publicID=place.as_uri())
        entries = graph.value(URIRef(place.as_uri()), MF.entries)
        assert entries is not None
        for one in Collection(graph, entries):
            yield _case(graph, one)


def _case(graph: Graph, node: Node) -> Case:
    action = graph.value(node, MF.action)
    assert action is not None, node
    requests = graph.value(action, HT.requests)
    assert requests is not None, node
    steps = tuple(_step(graph, one) for one in Collection(graph, requests))
    there = tuple(
        (str(graph.value(one, RDFS_LABEL)), Path(str(graph.value(one, UT.graph))[7:]).read_bytes())
        for one in graph.objects(node, UT.graphData)
    )
    return Case(str(node).rpartition("#")[2], str(graph.value(node, MF.name)), steps, there)


def _step(graph: Graph, node: Node) -> Step:
    answer = graph.value(node, HT.resp)
    assert answer is not None
    boolean, format = graph.value(answer, MF.expectedBoolean), graph.value(answer, MF.expectedFormat)
    location = graph.value(answer, MF.expectedLocation)
    told = _headers(graph, answer)
    wanted = _body(graph, answer)
    return Step(
        str(graph.value(node, HT.methodName)),
        str(graph.value(node, HT.absolutePath)),
        _headers(graph, node),
        _body(graph, node),
        frozenset(str(s).rpartition("#")[2] for s in graph.objects(answer, MF.expectedStatus)),
        bool(boolean.toPython()) if boolean is not None else None,  # type: ignore[attr-defined]
        str(format) if format is not None else None,
        str(location) if location is not None else None,
        wanted.decode() if wanted is not None else None,
        told.get("content-type", "").partition(";")[0] or None,
    )


def _headers(graph: Graph, node: Node) -> dict[str, str]:
    found = graph.value(node, HT.headers)
    if found is None:
        return {}
    return {
        str(graph.value(one, HT.fieldName)).lower(): str(graph.value(one, HT.fieldValue))
        for one in Collection(graph, found)
    }


def _body(graph: Graph, node: Node) -> bytes | None:
    body = graph.value(node, HT.body)
    if body is None:
        return None
    assert (body, RDF.type, CNT.ContentAsText) in graph
    encoding = str(graph.value(body, CNT.characterEncoding) or "UTF-8")
    return str(graph.value(body, CNT.chars)).encode(encoding)


# --- running ----------------------------------------------------------------------------------


def run(case: Case, client: httpx.Client, token: str) -> None:
    """Runs a test against a writable service; AssertionError where an answer is another than it has to be."""
    key = {"Authorization": f"Bearer {token}"}
    client.post("/sparql", data={"update": "DROP ALL"}, headers=key).raise_for_status()
    for name, content in case.graphs:
        put = {**key, "Content-Type": "application/n-triples"}
        client.put("/graph-store", params={"graph": name}, content=content, headers=put).raise_for_status()
    places: dict[str, str] = {}
    for number, step in enumerate(case.steps, 1):
        answer = client.send(_request(client, step, places, key))
        said = f"{case.id}, request {number}: {answer.status_code} {answer.text[:300]}"
        assert any(_is(answer.status_code, status) for status in step.statuses), said
        _check(step, answer, places, said)


def _request(client: httpx.Client, step: Step, places: dict[str, str], key: dict[str, str]) -> httpx.Request:
    path, body = step.path, step.body
    for name, place in places.items():
        path = place if path == name else path.replace(name, quote(place, safe=""))
        body = body.replace(name.encode(), place.encode()) if body is not None else None
    for theirs, ours in WHERE.items():
        if path.startswith(theirs):
            path = ours + path.removeprefix(theirs)
    # as it stands: a client that makes addresses neat would change what is tested
    return httpx.Request(
        step.method,
        path if path.startswith("http") else str(client.base_url).rstrip("/") + path,
        headers={"Accept": "*/*", **step.headers, **key},
        content=body,
    )


def _is(status: int, wanted: str) -> bool:
    if wanted.startswith("StatusCode"):
        return str(status)[0] == wanted.removeprefix("StatusCode")[0]
    return str(status) == STATUSES[wanted]


def _check(step: Step, answer: httpx.Response, places: dict[str, str], said: str) -> None:
    media_type = answer.headers.get("content-type", "").partition(";")[0]
    if step.format is not None:
        assert media_type in FORMATS[step.format], said
    if step.boolean is not None:
        assert answer.json()["boolean"] is step.boolean, said
    if step.location is not None:
        assert answer.headers["location"].startswith("http"), said
        places[step.location] = answer.headers["location"]
    if step.media_type is not None:
        assert media_type == step.media_type, said
    if step.graph is not None and step.media_type is not None:
        base = str(answer.request.url)
        found = Graph().parse(data=answer.text, format=step.media_type, publicID=base)
        assert isomorphic(found, Graph().parse(data=step.graph, format=step.media_type, publicID=base)), said


def main() -> int:
    """Every test, a line each; 1 where one fails."""
    token, failed = os.environ["KGQ_TOKEN"], 0
    with httpx.Client(base_url=sys.argv[1], timeout=60, trust_env=False) as client:
        for case in cases():
            try:
                run(case, client, token)
            except (AssertionError, httpx.HTTPError, KeyError, ValueError) as error:
                failed += 1
                print(f"FAILED  {case.id}: {error!r}"[:600])
            else:
                print(f"passed  {case.id}")
    print(f"{failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
