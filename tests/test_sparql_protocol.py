"""SPARQL 1.1 Protocol, request by request: the cases of the W3C's protocol tests, and what they leave open.

The protocol is tested over a store in this process; that queries run in processes of their own, and
end in time, is tested where those are.
"""

from __future__ import annotations

import csv
import io
import json
import socket
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import httpx
import pyoxigraph as ox
import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from kg_query.endpoint.answering import answer
from kg_query.endpoint.errors import of_fault
from kg_query.endpoint.faults import Fault
from kg_query.endpoint.request import Body, QueryRequest, Reply
from kg_query.endpoint.using import with_dataset
from kg_query.web import problems, sparql_protocol
from kg_query.web.problems import HttpProblem
from kg_query.web.sparql_request import MAX_QUERY, read_request

FOAF = "http://xmlns.com/foaf/0.1/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
#: Three graphs, each with one statement about itself.
DATA = [f"http://example.org/data/{n}" for n in (1, 2, 3)]

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
TOKEN = "a-token-of-the-tests"


class InProcess:
    """A backend over a store in this process."""

    def __init__(self, writable: bool = False) -> None:
        self.writable = writable
        self.union_default_graph = True
        self.asked: list[QueryRequest] = []
        self.store = ox.Store()
        for graph in DATA:
            node = ox.NamedNode(graph)
            self.store.add(ox.Quad(node, ox.NamedNode(TYPE), ox.NamedNode(FOAF + "Document"), node))

    async def query(self, request: QueryRequest) -> Reply:
        self.asked.append(request)
        try:
            found = answer(self.store, request.to_job(), union=True)
        except Fault as fault:
            raise of_fault(fault) from None
        content = b"".join(found.chunks)
        tail = found.trailer() if found.trailer is not None else {}
        truncated = bool(tail.get("truncated"))
        return Reply(
            found.header["kind"], found.header["media_type"], Body([content]), len(content), None, truncated
        )

    async def update(
        self, update: str, using: Any = (), using_named: Any = (), share: str = "", base: str = ""
    ) -> None:
        try:
            self.store.update(with_dataset(update, using, using_named), base_iri=base)
        except SyntaxError as error:
            raise of_fault(Fault("syntax", "", error.lineno, error.offset)) from None


def app_over(backend: InProcess, **changes: Any) -> FastAPI:
    """The endpoint alone over a backend, with the handlers of problems."""
    app = FastAPI()
    app.include_router(sparql_protocol.router)
    problems.install(app)
    values = {"public_url": "", "query_seconds": 10.0, "rows": 100_000, "token": None} | changes
    manifest = SimpleNamespace(content="0" * 64, triples=3, graphs=dict.fromkeys(DATA, 1))
    app.state.service = SimpleNamespace(
        backend=backend, settings=SimpleNamespace(**values), dataset=SimpleNamespace(manifest=manifest)
    )
    return app


@pytest.fixture(scope="module")
def backend() -> InProcess:
    return InProcess()


@pytest.fixture(scope="module")
def client(backend: InProcess) -> Iterator[TestClient]:
    with TestClient(app_over(backend)) as client:
        yield client


@pytest.fixture
def writer() -> Iterator[TestClient]:
    app = app_over(InProcess(writable=True), token=TOKEN)
    with TestClient(app, headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        yield client


@pytest.fixture
def canary() -> Iterator[tuple[str, list[bytes]]]:
    """A listener on this machine that answers 403 with a secret and writes down whoever calls."""
    server = socket.create_server(("127.0.0.1", 0))
    heard: list[bytes] = []

    def listen() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            heard.append(connection.recv(64))
            connection.sendall(b"HTTP/1.1 403 No\r\nContent-Length: 6\r\nConnection: close\r\n\r\nSECRET")
            connection.close()

    threading.Thread(target=listen, daemon=True).start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}/", heard
    server.close()


def get(client: TestClient, query: str, accept: str = "*/*", **parameters: Any) -> httpx.Response:
    response: httpx.Response = client.get(
        "/sparql", params={"query": query, **parameters}, headers={"Accept": accept}
    )
    return response


def post(client: TestClient, body: str | bytes, kind: str | None, address: Any = ()) -> httpx.Response:
    headers = {"Content-Type": kind} if kind else {}
    response: httpx.Response = client.post("/sparql", params=address, content=body, headers=headers)
    return response


def is_problem(response: httpx.Response, status: int, slug: str) -> None:
    assert response.status_code == status, response.text
    assert response.headers["content-type"].startswith("application/problem+json")
    assert response.json()["type"].endswith(f"/problems/{slug}")
    assert response.json()["status"] == status


# --- the W3C's cases: queries ---------------------------------------------------------------

ABOUT = [f"<{g}> a <{FOAF}Document>" for g in DATA]
IN_TWO = f"ASK {{ GRAPH ?a {{ {ABOUT[0]} }} GRAPH ?b {{ {ABOUT[1]} }} }}"


def true(response: httpx.Response) -> None:
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/sparql-results+json"
    assert response.json()["boolean"] is True


def test_S13_query_get(client: TestClient) -> None:
    true(get(client, "ASK {}", **{"default-graph-uri": DATA[0]}))


def test_S13_query_post_form(client: TestClient) -> None:
    true(post(client, urlencode({"query": "ASK {}"}), FORM, {"default-graph-uri": DATA[0]}))


def test_S13_query_post_form_dataset(client: TestClient) -> None:
    true(post(client, urlencode({"query": f"ASK {{ {ABOUT[0]} }}", "default-graph-uri": DATA[0]}), FORM))


def test_S13_query_post_direct(client: TestClient) -> None:
    true(post(client, "ASK {}", QUERY))


@pytest.mark.parametrize("by_post", [False, True])
def test_S13_query_dataset_default_graphs(client: TestClient, by_post: bool) -> None:
    address = [("default-graph-uri", DATA[0]), ("default-graph-uri", DATA[1])]
    query = f"ASK {{ {ABOUT[0]} . {ABOUT[1]} FILTER NOT EXISTS {{ {ABOUT[2]} }} }}"
    true(
        post(client, query, QUERY, address)
        if by_post
        else client.get("/sparql", params=[("query", query), *address])
    )


@pytest.mark.parametrize("by_post", [False, True])
def test_S13_query_dataset_named_graphs(client: TestClient, by_post: bool) -> None:
    address = [("named-graph-uri", DATA[0]), ("named-graph-uri", DATA[1])]
    query = IN_TWO[:-1] + f"FILTER NOT EXISTS {{ GRAPH ?c {{ {ABOUT[2]} }} }} }}"
    true(
        post(client, query, QUERY, address)
        if by_post
        else client.get("/sparql", params=[("query", query), *address])
    )


def test_S13_query_dataset_full(client: TestClient) -> None:
    address = [("default-graph-uri", DATA[2]), ("named-graph-uri", DATA[0]), ("named-graph-uri", DATA[1])]
    true(post(client, IN_TWO[:-1] + f" {ABOUT[2]} }}", QUERY, address))


def test_S13_query_multiple_dataset(client: TestClient) -> None:
    """The dataset of the request wins over that of the query."""
    address = [("named-graph-uri", DATA[0]), ("named-graph-uri", DATA[1])]
    query = f"FROM <{DATA[2]}> {IN_TWO[4:]}"
    true(post(client, "ASK " + query, QUERY, address))
    other = {"default-graph-uri": DATA[0]}
    true(
        post(
            client, f"ASK FROM <{DATA[1]}> {{ {ABOUT[0]} FILTER NOT EXISTS {{ {ABOUT[1]} }} }}", QUERY, other
        )
    )


def test_S13_query_base_uri(client: TestClient) -> None:
    true(post(client, "ASK { FILTER(isIRI(<test>) && CONTAINS(STR(<test>), ':')) }", QUERY))


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("SELECT (1 AS ?value) {}", "application/sparql-results+json"),
        ("ASK {}", "application/sparql-results+json"),
        ("DESCRIBE <http://example.org/>", "text/turtle; charset=utf-8"),
        ("CONSTRUCT { <s> <p> 1 } WHERE {}", "text/turtle; charset=utf-8"),
    ],
)
def test_S13_query_content_type(client: TestClient, query: str, kind: str) -> None:
    response = post(client, query, QUERY)
    assert response.status_code == 200
    assert response.headers["content-type"] == kind


# --- the W3C's cases: requests that are wrong -----------------------------------------------


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_S13_bad_query_method(client: TestClient, method: str) -> None:
    response = client.request(method, "/sparql", params={"query": "ASK {}"})
    assert response.status_code == 405
    assert {"GET", "POST"} <= {m.strip() for m in response.headers["allow"].split(",")}


def test_S13_bad_multiple_queries(client: TestClient) -> None:
    twice = [("query", "ASK {}"), ("query", "SELECT * {}")]
    is_problem(client.get("/sparql", params=twice), 400, "bad-parameter")
    is_problem(post(client, urlencode(twice), FORM), 400, "bad-parameter")
    is_problem(post(client, "ASK {}", QUERY, twice[:1]), 400, "bad-parameter")
    is_problem(
        client.get("/sparql", params=[("query", "ASK {}"), ("version", "1.1"), ("version", "1.2")]),
        400,
        "bad-parameter",
    )
    assert get(client, "ASK {}", version="1.2").status_code == 200


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("ASK {}", "text/plain"), ("query=ASK%20%7B%7D", None), ("ASK {}", None), ("CLEAR NAMED", "text/plain"),
        ("update=CLEAR%20NAMED", None), ("CLEAR NAMED", None), ('{"query": "ASK {}"}', "application/json"),
        ("ASK {}", "application/sparql-results+json"),
    ],
)  # fmt: skip
def test_S13_bad_media_types(client: TestClient, body: str, kind: str | None) -> None:
    response = post(client, body.encode(), kind)
    is_problem(response, 415, "unsupported-media-type")
    assert QUERY in response.headers["accept-post"]


def test_S13_bad_query_non_utf8(client: TestClient) -> None:
    is_problem(post(client, "ASK {}".encode("utf-16"), QUERY + "; charset=UTF-16"), 400, "bad-request")
    is_problem(post(client, "ASK {}".encode("utf-16"), QUERY), 400, "bad-request")
    is_problem(post(client, b"ASK { ?s ?p '\xff' }", QUERY), 400, "bad-request")
    is_problem(post(client, b"query=ASK%20%7B%7D%20%23%FF", FORM), 400, "bad-request")
    is_problem(client.get("/sparql?query=ASK%7B%7D%23%FF"), 400, "bad-request")
    assert post(client, "ASK { FILTER('中文' = '中文') }", QUERY + "; charset=utf-8").json()["boolean"]


def test_S13_bad_query_syntax(client: TestClient) -> None:
    for response in (get(client, "ASK {\n ?s ?p "), post(client, "ASK {\n ?s ?p ", QUERY)):
        is_problem(response, 400, "sparql-syntax")
        assert response.json()["line"] == 2
        assert response.json()["column"] >= 1
    is_problem(get(client, "ASK { '"), 400, "sparql-syntax")
    is_problem(get(client, "ASK { nope:a ?p ?o }"), 400, "sparql-syntax")


@pytest.mark.parametrize(
    ("lang", "told"), [("zh", "前缀 nope: 没有声明"), ("en", "Prefix nope: is not declared")]
)
def test_a_syntax_error_is_told_in_the_language_of_the_caller(
    client: TestClient, lang: str, told: str
) -> None:
    assert told in get(client, "ASK { nope:a ?p ?o }", lang=lang).json()["detail"]


def test_S13_bad_query_get_with_body(client: TestClient) -> None:
    response = client.request("GET", "/sparql", params={"query": "ASK {}"}, content=b"x")
    is_problem(response, 400, "bad-request")


def test_S13_bad_requests_without_an_operation(client: TestClient, writer: TestClient) -> None:
    is_problem(post(client, "", FORM), 400, "bad-parameter")
    is_problem(post(writer, "", FORM, {"update": "CLEAR ALL"}), 400, "bad-parameter")
    is_problem(
        post(client, urlencode({"query": "ASK {}", "update": "CLEAR ALL"}), FORM), 400, "bad-parameter"
    )


# --- the W3C's cases: updates ---------------------------------------------------------------


def test_S13_bad_update_get(client: TestClient, writer: TestClient) -> None:
    for one in (client, writer):
        is_problem(one.get("/sparql", params={"update": "CLEAR ALL"}), 400, "bad-parameter")


@pytest.mark.parametrize(("body", "kind"), [("update=CLEAR+ALL", FORM), ("CLEAR ALL", UPDATE)])
def test_S13_updates_by_form_and_direct(
    client: TestClient, backend: InProcess, writer: TestClient, body: str, kind: str
) -> None:
    is_problem(post(client, body, kind), 403, "update-not-allowed")
    assert len(backend.store) == 3
    assert post(writer, body, kind).status_code == 204
    assert get(writer, "ASK { ?s ?p ?o }").json()["boolean"] is False
    del writer.headers["Authorization"]
    assert post(writer, body, kind).status_code == 401


def test_S13_update_base_uri(writer: TestClient) -> None:
    assert post(writer, "INSERT DATA { <urn:s> <urn:p> <test> }", UPDATE).status_code == 204
    true(
        get(
            writer, "ASK { <urn:s> <urn:p> ?o FILTER(isIRI(?o) && STRSTARTS(STR(?o), 'http://testserver/')) }"
        )
    )


@pytest.mark.parametrize(
    ("address", "pattern", "seen"),
    [
        ([("using-graph-uri", DATA[0])], "?s a ?c", {0}),
        ([("using-graph-uri", DATA[0]), ("using-graph-uri", DATA[1])], "?s a ?c", {0, 1}),
        (
            [("using-named-graph-uri", DATA[0]), ("using-named-graph-uri", DATA[1])],
            "GRAPH ?g { ?s a ?c }",
            {0, 1},
        ),
        ([("using-named-graph-uri", DATA[0]), ("using-named-graph-uri", DATA[1])], "?s a ?c", set()),
        ([("using-graph-uri", DATA[0]), ("using-named-graph-uri", DATA[1])], "GRAPH ?g { ?s a ?c }", {1}),
        ([("using-graph-uri", DATA[0]), ("using-named-graph-uri", DATA[1])], "?s a ?c", {0}),
    ],
)
@pytest.mark.parametrize("by_form", [False, True])
def test_S13_update_dataset(
    writer: TestClient, address: Any, pattern: str, seen: set[int], by_form: bool
) -> None:
    """update_dataset_default_graph, …_default_graphs, …_named_graphs and …_full."""
    update = f"INSERT {{ GRAPH <urn:seen> {{ ?s <urn:is> <urn:seen> }} }} WHERE {{ {pattern} }}"
    response = (
        post(writer, urlencode([("update", update), *address]), FORM)
        if by_form
        else post(writer, update, UPDATE, address)
    )
    assert response.status_code == 204
    rows = get(writer, "SELECT ?s { GRAPH <urn:seen> { ?s ?p ?o } }").json()["results"]["bindings"]
    assert {row["s"]["value"] for row in rows} == {DATA[n] for n in seen}


def test_S13_bad_update_syntax_and_bad_update_non_utf8(writer: TestClient) -> None:
    is_problem(post(writer, "CLEAR XYZ", UPDATE), 400, "sparql-syntax")
    is_problem(post(writer, "CLEAR NAMED".encode("utf-16"), UPDATE + "; charset=UTF-16"), 400, "bad-request")
    is_problem(post(writer, b"INSERT DATA { <urn:a> <urn:b> '\xff' }", UPDATE), 400, "bad-request")


def test_S13_bad_multiple_updates(writer: TestClient) -> None:
    twice = [("update", "CLEAR NAMED"), ("update", "CLEAR DEFAULT")]
    is_problem(post(writer, urlencode(twice), FORM), 400, "bad-parameter")


def test_S13_bad_update_dataset_conflict(writer: TestClient) -> None:
    update = f"INSERT {{ ?s <urn:p> 1 }} USING <{DATA[0]}> WHERE {{ ?s ?p ?o }}"
    is_problem(post(writer, update, UPDATE, {"using-named-graph-uri": DATA[1]}), 400, "bad-parameter")
    update = f"WITH <{DATA[0]}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}"
    is_problem(
        post(writer, urlencode({"update": update, "using-graph-uri": DATA[1]}), FORM), 400, "bad-parameter"
    )


def test_parameters_of_the_other_operation_are_refused(client: TestClient, writer: TestClient) -> None:
    is_problem(get(client, "ASK {}", **{"using-graph-uri": DATA[0]}), 400, "bad-parameter")
    is_problem(post(writer, "CLEAR ALL", UPDATE, {"default-graph-uri": DATA[0]}), 400, "bad-parameter")


def test_S6_nothing_that_is_sent_as_a_query_changes_anything(client: TestClient, backend: InProcess) -> None:
    for text in ("DROP ALL", "INSERT DATA { <urn:a> <urn:b> 1 }", "LOAD <file:///etc/passwd>", "", " # ASK"):
        for response in (
            get(client, text),
            post(client, urlencode({"query": text}), FORM),
            post(client, text, QUERY),
        ):
            is_problem(response, 400, "not-a-query")
    assert len(backend.store) == 3


def test_S6_load_is_refused(writer: TestClient, canary: tuple[str, list[bytes]]) -> None:
    address, heard = canary
    for update in (f"LOAD <{address}>", "LOAD <file:///etc/passwd>", f"CLEAR ALL;LOADSILENT<{address}>"):
        is_problem(post(writer, update, UPDATE), 403, "load-not-allowed")
    assert heard == []
    assert get(writer, "ASK { ?s ?p ?o }").json()["boolean"] is True


# --- SERVICE --------------------------------------------------------------------------------

CALLS = [
    "SELECT * { SERVICE <{u}> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <{u}> { ?s ?p ?o } }",
    "select * { service <{u}> { ?s ?p ?o } }",
    "ASK { FILTER EXISTS { SERVICE <{u}> { ?s ?p ?o } } }",
    "SELECT * { { SELECT * { SERVICE <{u}> { ?s ?p ?o } } } }",
    "SELECT * { ?s ?p ?o OPTIONAL { SERVICE <{u}> { ?s ?q ?r } } }",
    "SELECT * { ?s ?p '#' . SERVICE <{u}> { ?s ?p ?o } }",
    'SELECT * { ?s ?p "\\"" . SERVICE <{u}> { ?s ?p ?o } }',
    "SELECT * { VALUES ?u { <{u}> } SERVICE ?u { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <{u}> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <{u}> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("query", CALLS)
def test_S1_service_is_refused_and_nobody_is_called(
    client: TestClient, canary: tuple[str, list[bytes]], query: str
) -> None:
    address, heard = canary
    query = query.replace("{u}", address)
    for response in (
        get(client, query),
        post(client, urlencode({"query": query}), FORM),
        post(client, query, QUERY),
    ):
        is_problem(response, 403, "service-not-allowed")
        assert "SECRET" not in response.text
        assert "OSError" not in response.text
    assert heard == []


def test_S1_service_in_an_update_is_refused(writer: TestClient, canary: tuple[str, list[bytes]]) -> None:
    address, heard = canary
    update = f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"
    is_problem(post(writer, update, UPDATE), 403, "service-not-allowed")
    assert heard == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?service ?p ?o } # SERVICE <http://127.0.0.1/>",
        "SELECT * { ?s ?p 'SERVICE <http://127.0.0.1/>' ; <urn:SERVICE> ?o }",
        'PREFIX x: <urn:x:> SELECT * { ?s x:service ?o, """SERVICE""" }',
        "SELECT * { ?s <http://example.org/service/1#service> ?service }",
    ],
)
def test_S3_the_word_service_where_it_is_no_call(client: TestClient, query: str) -> None:
    assert get(client, query).status_code == 200


@pytest.mark.parametrize("where", ["file:///etc/passwd", "{u}"])
def test_S5_a_graph_that_is_named_is_never_fetched(
    client: TestClient, canary: tuple[str, list[bytes]], where: str
) -> None:
    address, heard = canary
    graph = where.replace("{u}", address)
    for response in (
        get(client, f"SELECT * FROM <{graph}> {{ ?s ?p ?o }}"),
        get(client, f"SELECT * FROM NAMED <{graph}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"),
        get(client, "SELECT * { ?s ?p ?o }", **{"default-graph-uri": graph}),
        get(client, "SELECT * { GRAPH ?g { ?s ?p ?o } }", **{"named-graph-uri": graph}),
    ):
        assert response.status_code == 200
        assert response.json()["results"]["bindings"] == []
    assert heard == []


def test_a_graph_that_is_no_iri_is_told(client: TestClient) -> None:
    for graph in ("relative", "", "http://e.org/a b", "http://e.org/>"):
        is_problem(get(client, "ASK {}", **{"default-graph-uri": graph}), 400, "bad-parameter")


# --- limits ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "status", "slug"),
    [
        ("ASK " + "{" * 20_000 + "}" * 20_000, 413, "query-too-large"),
        ("ASK { FILTER" + "(" * 20_000 + "1" + ")" * 20_000 + "}", 413, "query-too-large"),
        ("ASK { FILTER(" + "!" * 20_000 + "1) }", 413, "query-too-large"),
        ("ASK {{}" + "UNION{}" * 8_000 + "}", 413, "query-too-large"),
        ("ASK { VALUES ?x {" + "1 " * 500_000 + "} }", 413, "query-too-large"),
        ("ASK {} #" + "x" * 1_000_000, 413, "query-too-large"),
        ("ASK { ?s ?p ' }", 400, "sparql-syntax"),
    ],
    ids=["braces", "brackets", "nots", "unions", "values", "long", "quote"],
)
def test_S8_a_query_that_is_too_much_never_reaches_the_engine(
    client: TestClient, backend: InProcess, query: str, status: int, slug: str
) -> None:
    before = len(backend.asked)
    is_problem(post(client, query, QUERY), status, slug)
    is_problem(post(client, urlencode({"query": query}), FORM), status, slug)
    assert len(backend.asked) == before


def test_the_time_of_a_query_is_the_usual_or_what_is_asked_for_up_to_a_maximum(
    client: TestClient, backend: InProcess
) -> None:
    for wanted, taken in ((None, 10.0), ("2.5", 2.5), ("30", 30.0), ("3600", 30.0)):
        assert get(client, "ASK {}", **({"timeout": wanted} if wanted else {})).status_code == 200
        assert backend.asked[-1].seconds == taken
    for wrong in ("0", "-1", "nan", "inf", "soon", "1e999", ""):
        is_problem(get(client, "ASK {}", timeout=wrong), 400, "bad-parameter")


@pytest.mark.parametrize("accept", ["*/*", "text/csv", "application/sparql-results+xml"])
def test_S12_a_result_that_was_cut_says_so(backend: InProcess, accept: str) -> None:
    with TestClient(app_over(backend, rows=2)) as client:
        response = get(client, "SELECT * { ?s ?p ?o }", accept)
        assert response.headers["x-truncated"] == "true"
        assert "etag" not in response.headers
        if accept == "*/*":
            assert response.json()["truncated"] is True
            assert len(response.json()["results"]["bindings"]) == 2
        assert "x-truncated" not in get(client, "SELECT * { ?s ?p ?o } LIMIT 2", accept).headers


# --- formats --------------------------------------------------------------------------------

SELECT = "SELECT ?s (1 AS ?n) { ?s ?p ?o } ORDER BY ?s"
CONSTRUCT = "CONSTRUCT WHERE { ?s ?p ?o }"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8; header=present"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("application/json", "application/json"),
        ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", "application/sparql-results+json"),
        ("text/html;q=0.5, */*", "application/sparql-results+json"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
    ],
)
def test_a_table_comes_in_the_format_that_the_client_takes(
    client: TestClient, accept: str, kind: str
) -> None:
    response = get(client, SELECT, accept)
    assert response.status_code == 200
    assert response.headers["content-type"] == kind
    assert "accept" in response.headers["vary"].lower()
    text = response.text
    if "json" in kind:
        found = [row["s"]["value"] for row in json.loads(text)["results"]["bindings"]]
    elif "xml" in kind:
        found = [
            x.text for x in ElementTree.fromstring(text).iter("{http://www.w3.org/2005/sparql-results#}uri")
        ]
    else:
        rows = list(csv.reader(io.StringIO(text), delimiter="," if "csv" in kind else "\t"))
        assert rows[0] == (["s", "n"] if "csv" in kind else ["?s", "?n"])
        found = [row[0].strip("<>") for row in rows[1:]]
    assert found == DATA


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("json", "application/sparql-results+json"), ("xml", "application/sparql-results+xml"),
        ("csv", "text/csv"), ("tsv", "text/tab-separated-values"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
    ],
)  # fmt: skip
def test_a_format_can_be_named_by_who_cannot_set_headers(client: TestClient, name: str, kind: str) -> None:
    response = get(client, SELECT, "text/turtle", format=name)
    assert response.headers["content-type"].split(";")[0] == kind
    assert ("attachment" in response.headers.get("content-disposition", "")) is (name in ("csv", "tsv"))
    assert post(client, urlencode({"query": SELECT, "format": name}), FORM).status_code == 200


def test_a_format_may_be_named_in_several_ways_at_once(client: TestClient) -> None:
    """SPARQLWrapper does so."""
    address = [("query", SELECT), ("format", "tsv"), ("format", "text/tab-separated-values"), ("format", "")]
    kind = client.get("/sparql", params=address).headers["content-type"]
    assert kind == "text/tab-separated-values; charset=utf-8"
    address = [
        ("query", CONSTRUCT),
        ("format", "json-ld"),
        ("format", "application/ld+json,application/x-json+ld"),
    ]
    assert client.get("/sparql", params=address).headers["content-type"] == "application/ld+json"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("turtle", "text/turtle"), ("nt", "application/n-triples"), ("rdfxml", "application/rdf+xml"),
        ("jsonld", "application/ld+json"), ("trig", "application/trig"), ("nquads", "application/n-quads"),
    ],
)  # fmt: skip
def test_a_graph_comes_in_every_rdf_format(client: TestClient, name: str, kind: str) -> None:
    for response in (get(client, CONSTRUCT, kind), get(client, CONSTRUCT, format=name)):
        assert response.headers["content-type"].split(";")[0] == kind
        triples = {q.triple for q in ox.parse(response.content, format=ox.RdfFormat.from_media_type(kind))}
        assert {t.subject.value for t in triples} == set(DATA)


def test_what_cannot_be_given_is_refused_with_a_list_of_what_can(client: TestClient) -> None:
    for response in (
        get(client, SELECT, "image/png"),
        get(client, SELECT, "text/turtle"),
        get(client, SELECT, format="pdf"),
    ):
        is_problem(response, 406, "not-acceptable")
        assert "text/csv" in response.json()["available"]
    is_problem(get(client, "ASK {}", "text/csv"), 406, "not-acceptable")
    is_problem(get(client, CONSTRUCT, format="csv"), 406, "not-acceptable")


def test_S14_csv_is_what_the_specification_says_and_iris_stay_text(client: TestClient) -> None:
    hostile = "SELECT ?a ?b { VALUES (?a ?b) { (<javascript:alert(1)> '=1+1') (<urn:\u202etxt> '<b>') } }"
    response = get(client, hostile, "text/csv")
    assert response.text.split("\r\n")[1:3] == ["javascript:alert(1),=1+1", "urn:\u202etxt,<b>"]
    assert response.headers["content-disposition"].startswith("attachment")
    assert get(client, hostile).json()["results"]["bindings"][0]["a"]["value"] == "javascript:alert(1)"
    for path in (f"/sparql?{urlencode({'query': '<script>x</script>'})}", "/sparql?format=<script>"):
        assert "text/html" not in client.get(path).headers["content-type"]


# --- HEAD, OPTIONS, conditional requests ----------------------------------------------------


def test_head_gives_the_headers_of_get(client: TestClient) -> None:
    whole = get(client, SELECT)
    head = client.head("/sparql", params={"query": SELECT})
    assert head.status_code == 200
    assert head.content == b""
    for name in ("content-type", "content-length", "etag", "vary"):
        assert head.headers[name] == whole.headers[name]
    assert client.head("/sparql", headers={"Accept": "text/turtle"}).content == b""


def test_options_says_what_may_be_done(client: TestClient) -> None:
    response = client.options("/sparql")
    assert response.status_code in (200, 204)
    assert {"GET", "HEAD", "POST", "OPTIONS"} == {m.strip() for m in response.headers["allow"].split(",")}


def test_an_answer_that_the_client_has_is_not_sent_again(client: TestClient, backend: InProcess) -> None:
    tag = get(client, SELECT).headers["etag"]
    before = len(backend.asked)
    for known in (tag, f'"other", {tag}', "*", tag.removeprefix("W/")):
        response = client.get("/sparql", params={"query": SELECT}, headers={"If-None-Match": known})
        assert response.status_code == 304
        assert response.content == b""
        assert response.headers["etag"] == tag
    assert len(backend.asked) == before, "nothing was run for it"
    tags = {
        tag, get(client, SELECT, "text/csv").headers["etag"], get(client, SELECT + " ").headers["etag"],
        get(client, SELECT, **{"default-graph-uri": DATA[0]}).headers["etag"],
        get(client, SELECT, **{"named-graph-uri": DATA[0]}).headers["etag"],
    }  # fmt: skip
    assert len(tags) == 5


def test_an_answer_that_changes_by_itself_has_no_etag(client: TestClient, writer: TestClient) -> None:
    for function in ("NOW()", "rand()", "UUID()", "STRUUID()"):
        assert "etag" not in get(client, f"SELECT ({function} AS ?x) {{}}").headers
    assert "etag" not in get(writer, SELECT).headers


# --- the service description and the page ---------------------------------------------------


@pytest.mark.parametrize(
    "kind", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_without_a_query_the_service_describes_itself(client: TestClient, kind: str) -> None:
    response = client.get("/sparql", headers={"Accept": kind})
    assert response.headers["content-type"].split(";")[0] == kind
    store = ox.Store()
    store.load(response.content, format=ox.RdfFormat.from_media_type(kind))
    sd = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> "
    assert bool(store.query(sd + "ASK { ?s a sd:Service ; sd:endpoint <http://testserver/sparql> }"))
    assert bool(store.query(sd + "ASK { ?s sd:supportedLanguage sd:SPARQL11Query }"))
    assert not bool(store.query(sd + "ASK { ?s sd:supportedLanguage sd:SPARQL11Update }"))
    rows = list(store.query(sd + "SELECT ?g { ?s sd:namedGraph/sd:name ?g } ORDER BY ?g"))  # type: ignore[arg-type]
    assert [row["g"].value for row in rows] == DATA
    formats = {q.object.value for q in store if q.predicate.value.endswith("#resultFormat")}
    assert len(formats) == 10


def test_a_store_that_can_be_written_says_so(writer: TestClient) -> None:
    assert "SPARQL11Update" in writer.get("/sparql").text


def test_what_the_description_does_not_come_in_is_refused(client: TestClient) -> None:
    is_problem(client.get("/sparql", headers={"Accept": "text/csv"}), 406, "not-acceptable")


# --- whatever is sent -----------------------------------------------------------------------


@settings(max_examples=300)
@given(
    st.sampled_from(["GET", "HEAD", "POST"]),
    st.binary(max_size=60)
    | st.sampled_from([b"query=ASK%7B%7D", b"update=CLEAR+ALL", b"query=%FF", b"&&=;query"]),
    st.none()
    | st.sampled_from([FORM, QUERY, UPDATE, FORM + "; charset=x", ";;", "text/plain"])
    | st.text(max_size=30),
    st.binary(max_size=60),
)
def test_a_request_is_read_or_is_a_problem(
    method: str, address: bytes, kind: str | None, body: bytes
) -> None:
    try:
        asked = read_request(method, address, kind, body)
    except HttpProblem as problem:
        assert 400 <= problem.status < 500
        return
    assert asked.operation == "describe" or isinstance(asked.text, str)
    assert asked.operation != "update" or method == "POST"


def test_the_longest_query_passes_by_form_too(client: TestClient) -> None:
    query = "ASK {} #" + "中" * ((MAX_QUERY - 8) // 3)
    true(post(client, urlencode({"query": query}), FORM))
    true(post(client, query, QUERY))
