"""The SPARQL 1.1 Graph Store HTTP Protocol, over a writable store in processes of its own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyoxigraph as ox
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from kg_query.endpoint.writable import WritableBackend
from kg_query.keeping import AuditLog
from kg_query.web import graph_store, problems
from kg_query.web.graph_request import read_target
from kg_query.web.problems import HttpProblem

TOKEN = "a-token-of-the-tests"
STORE = "http://testserver/graph-store"
TTL = {"Content-Type": "text/turtle"}
DOCUMENT = b"@prefix e: <urn:e:> . e:a e:b e:c , [ e:d 1 ] ."


def app_over(backend: Any, **changes: Any) -> FastAPI:
    app = FastAPI()
    app.include_router(graph_store.router)
    problems.install(app)
    settings = SimpleNamespace(**({"public_url": "", "token": TOKEN, "keys_file": None} | changes))
    app.state.service = SimpleNamespace(backend=backend, settings=settings)
    return app


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, WritableBackend]]:
    backend = WritableBackend(tmp_path_factory.mktemp("graphs") / "store", size=1)
    with TestClient(app_over(backend), headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        assert client.portal is not None
        client.portal.call(backend.start)
        yield client, backend
        client.portal.call(backend.close)


@pytest.fixture
def client(started: tuple[TestClient, WritableBackend]) -> TestClient:
    client, backend = started
    assert client.portal is not None
    client.portal.call(backend.update, "DROP ALL")
    return client


@pytest.fixture
def anybody(started: tuple[TestClient, WritableBackend]) -> Iterator[Callable[..., TestClient]]:
    """Clients without the token, of services set up otherwise; in the same event loop."""
    client, backend = started

    def made(read_only: bool = False, **changes: Any) -> TestClient:
        shown = SimpleNamespace(writable=False, read_graph=backend.read_graph) if read_only else backend
        other = TestClient(app_over(shown, **changes))
        other.portal = client.portal
        return other

    yield made


def isomorphic(data: bytes, media_type: str, wanted: bytes = DOCUMENT) -> bool:
    format = ox.RdfFormat.from_media_type(media_type)
    graphs = []
    for content, form in ((data, format), (wanted, ox.RdfFormat.TURTLE)):
        one = ox.Dataset(ox.parse(content, format=form))
        one.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        graphs.append(set(one))
    return graphs[0] == graphs[1]


# --- a graph, however it is named -----------------------------------------------------------


@pytest.mark.parametrize("address", [f"{STORE}?graph=urn:g", f"{STORE}/people/ana", f"{STORE}/%E5%8D%97%20x"])
def test_a_graph_is_put_read_added_to_and_deleted(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404
    assert client.put(address, content=DOCUMENT, headers=TTL).status_code == 201
    assert isomorphic(client.get(address).content, "text/turtle")
    assert client.post(address, content=b"<urn:x> <urn:y> 1 .", headers=TTL).status_code == 204
    assert len(client.get(address, headers={"Accept": "application/n-triples"}).content.splitlines()) == 4
    assert client.put(address, content=DOCUMENT, headers=TTL).status_code == 204
    assert isomorphic(client.get(address).content, "text/turtle")
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404
    assert client.delete(address).status_code == 404


def test_the_default_graph_is_always_there_and_apart(client: TestClient) -> None:
    assert client.get(f"{STORE}?default").status_code == 200
    assert client.put(f"{STORE}?default", content=DOCUMENT, headers=TTL).status_code == 204
    client.put(f"{STORE}?graph=urn:g", content=b"<urn:x> <urn:y> 1 .", headers=TTL)
    assert isomorphic(client.get(f"{STORE}?default").content, "text/turtle")
    assert client.delete(f"{STORE}?default").status_code == 204
    assert client.get(f"{STORE}?default", headers={"Accept": "application/n-triples"}).content == b""
    assert client.get(f"{STORE}?graph=urn:g").status_code == 200


def test_an_address_and_its_graph_parameter_are_one_graph(client: TestClient) -> None:
    client.put(f"{STORE}/one", content=DOCUMENT, headers=TTL)
    assert client.get(STORE, params={"graph": f"{STORE}/one"}).status_code == 200


def test_post_to_the_store_makes_a_graph_and_says_where(client: TestClient) -> None:
    made = client.post(STORE, content=b"<> <urn:p> <x> .", headers=TTL)
    assert made.status_code == 201
    where = made.headers["Location"]
    assert where.startswith(STORE + "/")
    found = client.get(where, headers={"Accept": "application/n-triples"}).text
    assert found == f"<{where}> <urn:p> <{STORE}/x> .\n"
    assert client.post(STORE, content=DOCUMENT, headers=TTL).headers["Location"] != where


def test_post_makes_a_graph_that_is_not_there(client: TestClient) -> None:
    assert client.post(f"{STORE}?graph=urn:new", content=DOCUMENT, headers=TTL).status_code == 201


def test_an_empty_graph_is_a_graph(client: TestClient) -> None:
    assert client.put(f"{STORE}?graph=urn:g", content=b"", headers=TTL).status_code == 201
    assert client.get(f"{STORE}?graph=urn:g").status_code == 200


FORM = (
    b'--x\r\nContent-Disposition: form-data; name="a"; filename="a.ttl"\r\nContent-Type: text/turtle\r\n\r\n'
    b"@prefix e: <urn:e:> . e:a e:b _:one .\n\r\n"
    b'--x\r\nContent-Disposition: form-data; name="b"; filename="b.nt"\r\nContent-Type: %s\r\n\r\n'
    b"_:one <urn:e:d> %s .\n\r\n--x--\r\n"
)


def test_several_documents_come_as_one_form_or_not_at_all(client: TestClient) -> None:
    """Section 5.5 of the protocol; the blank nodes of two documents are two, relative IRIs those of the graph."""
    address, form = f"{STORE}?graph=http://h/g", {"Content-Type": "multipart/form-data; boundary=x"}
    for kind, value, status in ((b"text/turtle", b".", 400), (b"image/png", b"1", 415)):
        assert client.post(address, content=FORM % (kind, value), headers=form).status_code == status
        assert client.get(address).status_code == 404
    assert client.post(address, content=FORM % (b"text/turtle", b"<x>"), headers=form).status_code == 201
    wanted = b"<urn:e:a> <urn:e:b> [] . [] <urn:e:d> <http://h/x> ."
    assert isomorphic(client.get(address).content, "text/turtle", wanted)
    assert client.put(address, content=FORM % (b"text/turtle", b"1"), headers=form).status_code == 415


def test_blank_nodes_of_what_is_added_are_new(client: TestClient) -> None:
    for number in (1, 2):
        client.post(f"{STORE}?graph=urn:g", content=f"_:b <urn:p> {number} .".encode(), headers=TTL)
    lines = client.get(f"{STORE}?graph=urn:g", headers={"Accept": "application/n-triples"}).text.splitlines()
    assert len({line.split()[0] for line in lines}) == 2


# --- formats --------------------------------------------------------------------------------

_FORMATS = ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]


@pytest.mark.parametrize("media_type", _FORMATS)
def test_a_graph_goes_out_and_comes_in_in_each_format(client: TestClient, media_type: str) -> None:
    client.put(f"{STORE}?graph=urn:g", content=DOCUMENT, headers=TTL)
    sent = client.get(f"{STORE}?graph=urn:g", headers={"Accept": media_type})
    assert sent.headers["Content-Type"].split(";")[0] == media_type
    assert "Accept" in sent.headers["Vary"]
    assert isomorphic(sent.content, media_type)
    back = client.put(f"{STORE}?graph=urn:h", content=sent.content, headers={"Content-Type": media_type})
    assert back.status_code == 201
    assert isomorphic(client.get(f"{STORE}?graph=urn:h").content, "text/turtle")


def test_head_is_get_without_the_graph(client: TestClient) -> None:
    client.put(f"{STORE}?graph=urn:g", content=DOCUMENT, headers=TTL)
    head, get = (client.request(m, f"{STORE}?graph=urn:g") for m in ("HEAD", "GET"))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Type"] == get.headers["Content-Type"]
    assert int(head.headers["Content-Length"]) == len(get.content)
    assert client.head(f"{STORE}?graph=urn:none").status_code == 404


def test_a_format_that_nobody_has_is_not_acceptable(client: TestClient) -> None:
    client.put(f"{STORE}?graph=urn:g", content=DOCUMENT, headers=TTL)
    answer = client.get(f"{STORE}?graph=urn:g", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.json()["available"]


@pytest.mark.parametrize(
    "headers",
    [{}, {"Content-Type": "text/plain"}, {"Content-Type": "application/n-quads"}, {"Content-Type": "application/trix"},
     {"Content-Type": "text/turtle; charset=gb18030"}, {"Content-Type": "text/turtle", "Content-Encoding": "gzip"}],
)  # fmt: skip
def test_a_document_of_another_type_is_not_taken(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.put(f"{STORE}?graph=urn:g", content=DOCUMENT, headers=headers)
    assert answer.status_code == 415
    assert "text/turtle" in answer.headers["Accept"]
    assert client.get(f"{STORE}?graph=urn:g").status_code == 404


@pytest.mark.parametrize(
    ("media_type", "document", "line"),
    [
        ("text/turtle", b"<urn:a> <urn:b> 1 .\n<urn:a> .. 2 .", 2),
        ("text/turtle", b"<urn:a> <urn:b> \xff\xfe .", 1),
        ("application/n-triples", b"<urn:a> <urn:b> <urn:c> .\n\n<urn:a>", 3),
        ("application/rdf+xml", b"<rdf:RDF>", None),
        ("application/ld+json", b'{"@context": "http://127.0.0.1:9/"', None),
    ],
)
def test_a_document_with_a_syntax_error_is_told_where_and_changes_nothing(
    client: TestClient, media_type: str, document: bytes, line: int | None
) -> None:
    client.put(f"{STORE}?graph=urn:g", content=DOCUMENT, headers=TTL)
    answer = client.put(f"{STORE}?graph=urn:g", content=document, headers={"Content-Type": media_type})
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    if line is not None:
        assert answer.json()["line"] == line
    assert "Parser" not in answer.text
    assert isomorphic(client.get(f"{STORE}?graph=urn:g").content, "text/turtle")


@pytest.mark.parametrize("code", ["utf-8", "utf-16"])
def test_P2_rdf_xml_with_a_doctype_is_refused(client: TestClient, code: str) -> None:
    document = (
        '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e">'
        '<rdf:Description rdf:about="urn:a"><e:p>&b;</e:p></rdf:Description></rdf:RDF>'
    ).encode(code)
    answer = client.put(
        f"{STORE}?graph=urn:g", content=document, headers={"Content-Type": "application/rdf+xml"}
    )
    assert answer.status_code == 422
    assert client.get(f"{STORE}?graph=urn:g").status_code == 404


# --- which graph ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    ["graph=urn:a&graph=urn:b", "graph=urn:a&default", "default&default", "graph=relative", "graph=",
     "graph=%20", "graph=http://h/a%3Eb", "default=no", "graph=" + "x" * 3000, "graph=%FF", "&".join(["a=1"] * 50)],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_a_request_is_about_one_graph(client: TestClient, method: str, query: str) -> None:
    assert (
        client.request(
            method, f"{STORE}?{query}", content=None if method == "GET" else DOCUMENT, headers=TTL
        ).status_code
        == 400
    )


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_the_store_itself_is_no_graph(client: TestClient, method: str) -> None:
    assert client.request(method, STORE, headers=TTL).status_code == 400


def test_an_address_that_names_a_graph_takes_no_second_one() -> None:
    for query in (b"graph=urn:g", b"default"):
        with pytest.raises(HttpProblem) as refused:
            read_target(STORE, "/x", query)
        assert refused.value.status == 400


def test_another_method_is_not_allowed(client: TestClient) -> None:
    assert client.request("PATCH", f"{STORE}?default").status_code == 405
    assert "PUT" in client.options(STORE).headers["Allow"]


# --- who may write --------------------------------------------------------------------------


def _changes(client: TestClient, **headers: str) -> set[int]:
    return {
        client.request(
            method, f"{STORE}?graph=urn:g", content=DOCUMENT, headers={**TTL, **headers}
        ).status_code
        for method in ("PUT", "POST", "DELETE")
    }


def test_reading_needs_no_token_and_writing_does(
    client: TestClient, anybody: Callable[..., TestClient]
) -> None:
    other = anybody()
    assert other.get(f"{STORE}?default").status_code == 200
    assert _changes(other) == {401}
    for wrong in ("Bearer wrong", f"Basic {TOKEN}", "Bearer", f"Bearer {TOKEN}x", "Bearer "):
        assert _changes(other, Authorization=wrong) == {401}
    answer = other.put(f"{STORE}?default", content=DOCUMENT, headers=TTL)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer ")
    assert TOKEN not in answer.text
    assert client.get(f"{STORE}?graph=urn:g").status_code == 404


def test_a_read_only_service_is_read_and_not_written(anybody: Callable[..., TestClient]) -> None:
    for other in (anybody(read_only=True), anybody(token="")):
        assert other.get(f"{STORE}?default").status_code == 200
        assert _changes(other, Authorization=f"Bearer {TOKEN}") == {403}
        assert "PUT" not in other.options(STORE).headers["Allow"]
        answer = other.put(f"{STORE}?default", content=DOCUMENT, headers={**TTL, "Accept-Language": "en"})
        assert answer.json()["type"].endswith("/problems/read-only")


def test_the_public_address_names_graphs(client: TestClient, anybody: Callable[..., TestClient]) -> None:
    other = anybody(public_url="https://law.example/kg/")
    made = other.post(STORE, content=DOCUMENT, headers={**TTL, "Authorization": f"Bearer {TOKEN}"})
    assert made.headers["Location"].startswith("https://law.example/kg/graph-store/")


def test_A8_each_change_is_written_to_the_audit_log_and_none_of_what_it_says(
    client: TestClient, tmp_path: Path
) -> None:
    log = AuditLog(tmp_path / "audit.jsonl")
    service = client.app.state.service  # type: ignore[attr-defined]
    service.audit = log
    try:
        client.put(f"{STORE}?graph=urn:g", content=DOCUMENT, headers=TTL)
        client.post(f"{STORE}?graph=urn:g", content=b"<urn:x> <urn:y> 'secret 1' .", headers=TTL)
        client.put(f"{STORE}?graph=urn:g", content=b"no turtle", headers=TTL)  # not done, so not noted
        client.get(f"{STORE}?graph=urn:g")
        client.delete(f"{STORE}?graph=urn:g")
    finally:
        service.audit = None
        log.close()
    lines = [json.loads(line) for line in log.path.read_text("ascii").splitlines()]
    assert [(line["action"], line["object"], line["result"]) for line in lines] == [
        ("graphs.put", "urn:g", 201),
        ("graphs.post", "urn:g", 204),
        ("graphs.delete", "urn:g", 204),
    ]
    assert lines[0]["query"] == hashlib.sha256(DOCUMENT).hexdigest()
    assert "secret" not in log.path.read_text("ascii") and TOKEN not in log.path.read_text("ascii")
