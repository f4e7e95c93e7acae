"""A remote store behind the service: bad ones made for the purpose, and a real Virtuoso."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import virtuoso
from stub_store import Reply, StubStore

from kg_query import KnowledgeGraph
from kg_query.endpoint.errors import NoGraph, SyntaxFault
from kg_query.endpoint.pushing import Pushed, blocks, insertion, push
from kg_query.endpoint.remote import RemoteBackend
from kg_query.endpoint.request import QueryRequest
from kg_query.endpoint.store_client import Access, Client
from kg_query.errors import KgqError
from kg_query.workers import Limits

ROWS = {"Content-Type": "application/sparql-results+json"}
NT = {"Content-Type": "application/n-triples"}
XSD = "http://www.w3.org/2001/XMLSchema#"


def using(url: str, work: Callable[[RemoteBackend], Awaitable[None]], **more: Any) -> None:
    async def session() -> None:
        more.setdefault("limits", Limits(seconds=20))
        backend = RemoteBackend(url, access=more.pop("access", Access()), size=1, **more)
        await backend.start()
        try:
            await work(backend)
        finally:
            await backend.close()

    asyncio.run(session())


@pytest.fixture
def store() -> Iterator[StubStore]:
    with StubStore().running() as running:
        yield running


def rows(*values: str) -> bytes:
    bindings = [{"x": {"type": "literal", "value": value}} for value in values]
    return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": bindings}}).encode()


async def text(backend: RemoteBackend, query: str, accept: str = "text/csv", **more: Any) -> str:
    reply = await backend.query(QueryRequest(query, accept=accept, **more))
    return b"".join(reply.body).decode()


# --- stores made for the purpose ------------------------------------------------------------


def test_rows_are_asked_for_in_json_and_written_in_any_format(store: StubStore) -> None:
    store.answer = lambda _: (200, ROWS, rows("=1+1", "好"))

    async def work(backend: RemoteBackend) -> None:
        assert await text(backend, "SELECT * { ?s ?p ?x }") == "x\r\n=1+1\r\n好\r\n"
        assert "<literal>好</literal>" in await text(
            backend, "SELECT * { ?s ?p ?x }", "application/sparql-results+xml"
        )
        reply = await backend.query(QueryRequest("SELECT * { ?s ?p ?x }", rows=1))
        assert (reply.truncated, reply.rows) == (True, 1)
        assert json.loads(b"".join(reply.body))["truncated"] is True

    using(store.url, work)
    assert all(a.headers["accept"].startswith("application/sparql-results+json") for a in store.asked)


def test_graphs_are_written_in_any_format(store: StubStore) -> None:
    store.answer = lambda _: (200, NT, b"<urn:a> <urn:b> <urn:c> .\n")

    async def work(backend: RemoteBackend) -> None:
        assert 'rdf:about="urn:a"' in await text(backend, "DESCRIBE <urn:a>", "application/rdf+xml")

    using(store.url, work)


def test_the_dataset_of_a_request_and_known_prefixes_go_along(store: StubStore) -> None:
    store.answer = lambda _: (200, ROWS, b'{"head":{},"boolean":true}')

    async def work(backend: RemoteBackend) -> None:
        request = QueryRequest(
            "ASK { ?s rdf:type ?t }", default_graphs=("urn:a", "urn:b"), named_graphs=("urn:c",)
        )
        await backend.query(request)

    using(store.url, work)
    from urllib.parse import parse_qsl

    fields = parse_qsl(store.asked[0].body.decode())
    assert ("default-graph-uri", "urn:a") in fields and ("default-graph-uri", "urn:b") in fields
    assert ("named-graph-uri", "urn:c") in fields
    assert fields[0][1].startswith("PREFIX rdf: <") and fields[0][1].endswith("ASK { ?s rdf:type ?t }")


@pytest.mark.parametrize("query", ["SELECT * {", "SELECT ?x { ?x bif:contains 'a' }", "SELECT (COUNT(*)"])
def test_a_query_with_a_fault_is_not_sent(store: StubStore, query: str) -> None:
    async def work(backend: RemoteBackend) -> None:
        with pytest.raises(SyntaxFault):
            await text(backend, query)

    using(store.url, work)
    assert store.asked == []


@pytest.mark.parametrize(
    "query",
    ["SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "ASK { SERVICE SILENT ?g { } }", "DROP ALL"],
)
def test_S1_the_guard_runs_before_a_remote_store_as_well(store: StubStore, query: str) -> None:
    async def work(backend: RemoteBackend) -> None:
        with pytest.raises(KgqError):
            await text(backend, query)

    using(store.url, work, update_url=store.url)
    assert store.asked == []


@pytest.mark.parametrize(
    "reply",
    [
        (500, {}, b"SECRET stack trace"),
        (400, {}, b"SECRET Virtuoso 37000 Error"),
        (401, {}, b"SECRET"),
        (503, {}, b"SECRET"),
        (200, {"Content-Type": "text/html"}, b"<script>SECRET</script>"),
        (200, {}, rows("SECRET")),
        (200, ROWS, b"SECRET is no JSON"),
        (200, ROWS, b'{"head":{},"boolean":true}'),
        (307, {"Location": "http://127.0.0.1:9/SECRET"}, b""),
    ],
)
def test_S4_no_word_of_a_store_that_fails_reaches_a_client(
    store: StubStore, reply: Reply, caplog: pytest.LogCaptureFixture
) -> None:
    store.answer = lambda _: reply

    async def work(backend: RemoteBackend) -> None:
        with pytest.raises(KgqError) as told:
            await text(backend, "SELECT * { ?s ?p ?x }")
        assert "SECRET" not in told.value.render("zh") + told.value.render("en")
        assert getattr(told.value, "status", 500) in (500, 502, 503, 507)

    with caplog.at_level(logging.WARNING):
        using(store.url, work)
    assert caplog.records


def test_a_store_that_is_away_is_not_ready_and_may_come_back(store: StubStore) -> None:
    answers = iter([(503, {}, b""), (200, ROWS, b'{"head":{},"boolean":true}')])
    store.answer = lambda _: next(answers)  # type: ignore[assignment,return-value]

    async def work(backend: RemoteBackend) -> None:
        assert not await backend.ready()
        assert await backend.ready()

    using(store.url, work)


def test_an_answer_that_is_too_long_is_refused(store: StubStore) -> None:
    store.answer = lambda _: (200, ROWS, rows("x" * 200_000))

    async def work(backend: RemoteBackend) -> None:
        with pytest.raises(KgqError) as told:
            await text(backend, "SELECT * { ?s ?p ?x }")
        assert getattr(told.value, "status", 0) == 507

    using(store.url, work, limits=Limits(seconds=20, output=100_000))


def test_a_store_that_is_only_read_takes_no_changes(store: StubStore) -> None:
    async def work(backend: RemoteBackend) -> None:
        assert not backend.writable
        with pytest.raises(KgqError):
            await backend.update("DROP ALL")
        with pytest.raises(KgqError):
            await backend.delete_graph(None)

    using(store.url, work)
    assert store.asked == []


def test_a_document_is_sent_as_turtle_once_it_is_read(store: StubStore) -> None:
    store.answer = lambda _: (201, {}, b"")

    async def work(backend: RemoteBackend) -> None:
        assert await backend.put_graph("urn:g", "text/turtle", b"<x> <y> 1 .", base="http://h/") is True
        with pytest.raises(SyntaxFault):
            await backend.put_graph("urn:g", "text/turtle", b"<x> .. 1 .")

    using(store.url, work, graphs_url=store.url)
    (asked,) = store.asked
    assert asked.path.endswith("?graph=urn%3Ag") and asked.headers["content-type"] == "text/turtle"
    assert asked.body == f'<http://h/x> <http://h/y> "1"^^<{XSD}integer> .\n'.encode()


def test_an_update_names_its_dataset_once(store: StubStore) -> None:
    store.answer = lambda _: (204, {}, b"")

    async def work(backend: RemoteBackend) -> None:
        await backend.update("INSERT { ?s ?p 1 } WHERE { ?s ?p 2 }", using=["urn:g"])
        with pytest.raises(KgqError):
            await backend.update("WITH <urn:g> DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }", using=["urn:g"])
        with pytest.raises(KgqError):
            await backend.update("LOAD <http://127.0.0.1:9/>")

    using(store.url, work, update_url=store.url)
    (asked,) = store.asked
    assert asked.body.endswith(b"&using-graph-uri=urn%3Ag")


# --- sending a dataset ----------------------------------------------------------------------


def _quads(count: int, shared: int) -> list[ox.Quad]:
    node = ox.NamedNode
    plain = [ox.Quad(node(f"urn:s{i}"), node("urn:p"), ox.Literal(i)) for i in range(count)]
    chain = [
        ox.Quad(ox.BlankNode(f"b{i}"), node("urn:next"), ox.BlankNode(f"b{i + 1}")) for i in range(shared)
    ]
    return [*chain, *plain]


def test_blocks_are_short_and_never_part_what_shares_a_blank_node() -> None:
    found = list(blocks(_quads(1200, 40), 100))
    assert sum(map(len, found)) == 1240
    assert max(map(len, found)) <= 100
    with_blank = [b for b in found if any(isinstance(q.subject, ox.BlankNode) for q in b)]
    assert len(with_blank) == 1
    assert "INSERT {" in insertion(with_blank[0], "urn:g") and "INSERT DATA" in insertion(found[0], "urn:g")


def test_what_hangs_together_goes_together_even_where_it_is_long() -> None:
    found = list(blocks(_quads(10, 300), 100))
    assert sorted(map(len, found)) == [10, 300]


# --- Virtuoso -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[virtuoso.Virtuoso]:
    if not (virtuoso.PROGRAM and virtuoso.ISQL):
        pytest.skip("NOTE: Virtuoso is not installed (apt-get install virtuoso-opensource-7-bin)")
    with virtuoso.virtuoso(tmp_path_factory.mktemp("virtuoso")) as running:
        yield running


def _of(server: virtuoso.Virtuoso, **more: Any) -> dict[str, Any]:
    return {"access": Access(server.user, server.password), **more}


def test_virtuoso_is_read_and_written_by_the_graph_store_protocol(server: virtuoso.Virtuoso) -> None:
    document = '<urn:a> <urn:p> "好"@zh-Hans, "x\\n<b>", <urn:o> . <urn:a> <urn:q> [ <urn:r> 012 ] .'

    async def work(backend: RemoteBackend) -> None:
        assert await backend.ready()
        with pytest.raises(NoGraph):
            await backend.read_graph("urn:gsp", "text/turtle")
        assert await backend.put_graph("urn:gsp", "text/turtle", document.encode(), base="http://h/") is True
        assert (
            await backend.post_graph("urn:gsp", "text/turtle", b"<urn:a> <urn:z> 1 .", base="http://h/")
            is False
        )
        reply = await backend.read_graph("urn:gsp", "application/n-triples")
        found = b"".join(reply.body).decode()
        assert len(found.splitlines()) == 6
        assert '"好"@zh-hans' in found and '"x\\n<b>"' in found  # its language tags are in lower case
        await backend.delete_graph("urn:gsp")
        with pytest.raises(NoGraph):
            await backend.read_graph("urn:gsp", "text/turtle")

    using(server.query, work, **_of(server, graphs_url=server.graphs))


def test_virtuoso_is_read_and_written_by_queries_and_updates(server: virtuoso.Virtuoso) -> None:
    async def work(backend: RemoteBackend) -> None:
        assert await backend.put_graph("urn:upd", "text/turtle", b"<urn:a> <urn:p> [ <urn:q> 1 ] .") is True
        await backend.update("INSERT DATA { GRAPH <urn:upd> { <urn:a> <urn:p> 'b'@en } }")
        assert await backend.put_graph("urn:upd", "text/turtle", b"<urn:a> <urn:p> 2, 3 .") is False
        query = "SELECT ?o { GRAPH <urn:upd> { ?s ?p ?o } } ORDER BY ?o"
        assert await text(backend, query) == "o\r\n2\r\n3\r\n"
        assert (
            await text(backend, "SELECT ?o { ?s ?p ?o } ORDER BY ?o", default_graphs=("urn:upd",))
            == "o\r\n2\r\n3\r\n"
        )
        assert json.loads(await text(backend, "ASK { GRAPH <urn:upd> { ?s ?p 3 } }", ROWS["Content-Type"]))[
            "boolean"
        ]
        graph = await text(
            backend, "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH <urn:upd> { ?s ?p ?o } }", "text/turtle"
        )
        assert len(list(ox.parse(graph, format=ox.RdfFormat.TURTLE))) == 2
        many = "".join(f"<urn:s{i}> <urn:p> {i} .\n" for i in range(1800))  # more than it takes in one update
        await backend.put_graph("urn:upd", "text/turtle", many.encode())
        assert (
            await text(backend, "SELECT (COUNT(*) AS ?n) { GRAPH <urn:upd> { ?s ?p ?o } }") == "n\r\n1800\r\n"
        )
        await backend.delete_graph("urn:upd")
        assert await text(backend, query) == "o\r\n"

    using(server.query, work, **_of(server, update_url=server.update))


def test_what_virtuoso_leaves_out_is_said(server: virtuoso.Virtuoso) -> None:
    async def work(backend: RemoteBackend) -> None:
        many = "".join(f"<urn:s{i}> <urn:p> {i} .\n" for i in range(virtuoso.MOST_ROWS + 200)).encode()
        await backend.put_graph("urn:many", "text/turtle", many)
        reply = await backend.query(QueryRequest("SELECT * { GRAPH <urn:many> { ?s ?p ?o } }"))
        assert (reply.rows, reply.truncated) == (virtuoso.MOST_ROWS, True)
        few = await backend.query(QueryRequest("SELECT * { GRAPH <urn:many> { ?s ?p ?o } } LIMIT 5"))
        assert (few.rows, few.truncated) == (5, False)

    using(server.query, work, **_of(server, graphs_url=server.graphs))


def test_S4_what_virtuoso_says_of_a_fault_is_not_told(server: virtuoso.Virtuoso) -> None:
    async def work(backend: RemoteBackend) -> None:
        with pytest.raises(KgqError) as told:  # a type that Virtuoso cannot store
            await backend.update(
                f'INSERT {{ GRAPH <urn:t> {{ <urn:a> <urn:p> "P1D"^^<{XSD}dayTimeDuration> }} }} WHERE {{}}'
            )
        assert "irtuoso" not in str(told.value) and "SQ" not in str(told.value)

    using(server.query, work, **_of(server, update_url=server.update))


@pytest.mark.parametrize("way", ["graphs", "update"])
def test_a_regulation_of_the_graph_is_pushed_to_virtuoso(server: virtuoso.Virtuoso, way: str) -> None:
    everything = KnowledgeGraph.open().store
    chosen = [
        g
        for g in (str(n.value) for n in everything.named_graphs())
        if g.endswith(("/ontology/norms.ttl", "/nanmu/provisions.ttl"))
    ]  # type: ignore[union-attr]
    assert chosen

    async def sending() -> None:
        client = Client(Access(server.user, server.password))
        try:
            done = await push(
                everything,
                client,
                chosen,
                query_url=server.query,
                update_url=server.update if way == "update" else "",
                graphs_url=server.graphs if way == "graphs" else "",
            )
        finally:
            await client.close()
        assert [one.graph for one in done] == chosen
        assert all(one.sent == one.held > 100 for one in done), done

    asyncio.run(sending())


@pytest.mark.parametrize("way", ["graphs", "update"])
def test_periods_that_virtuoso_cannot_hold_are_there_as_text_and_that_is_told(
    server: virtuoso.Virtuoso, way: str
) -> None:
    store = ox.Store()
    period = ox.NamedNode(f"{XSD}duration")
    for n in range(1, 4):
        term = ox.Literal(f"P{n}Y", datatype=period) if n < 3 else ox.Literal("P3Y")
        store.add(
            ox.Quad(ox.NamedNode(f"urn:s{n}"), ox.NamedNode("urn:p"), term, ox.NamedNode("urn:periods"))
        )

    async def sending() -> tuple[Pushed, list[str]]:
        client = Client(Access(server.user, server.password))
        try:
            [one] = await push(
                store, client, ["urn:periods"], query_url=server.query,
                update_url=server.update if way == "update" else "", graphs_url=server.graphs if way == "graphs" else "",
            )  # fmt: skip
            query = "SELECT (STR(?o) AS ?t) { GRAPH <urn:periods> { ?s ?p ?o } }"
            rows = await client.send(
                "POST", server.query, form=[("query", query)], accept=ROWS["Content-Type"]
            )
        finally:
            await client.close()
        return one, sorted(row["t"]["value"] for row in json.loads(rows.read())["results"]["bindings"])

    one, held = asyncio.run(sending())
    assert (one.sent, one.held, one.altered, one.same) == (3, 3, 2, False)
    assert held == ["P1Y", "P2Y", "P3Y"]


def test_the_command_pushes_a_graph_and_counts_it(
    server: virtuoso.Virtuoso,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from kg_query.cli.run import run
    from kg_query.dataset import Dataset, Manifest

    node = ox.NamedNode
    made = ox.Store(str(tmp_path / "rocksdb"))
    made.extend(
        ox.Quad(node(f"urn:s{i}"), node("urn:p"), ox.Literal(i), node("urn:pushed")) for i in range(7)
    )
    made.flush()
    del made
    (tmp_path / "MANIFEST.json").write_text("{}")
    manifest = Manifest("", "", "", "", {}, {"urn:pushed": 7}, 7, {})
    monkeypatch.setattr("kg_query.dataset.ready", lambda *_: (Dataset(tmp_path, manifest), False))
    monkeypatch.setenv("KGQ_STORE_USER", server.user)
    monkeypatch.setenv("KGQ_STORE_PASSWORD", server.password)
    for way in (["--graph-store", server.graphs], ["--update", server.update]):
        assert run(["push", server.query, *way, "--format", "json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert told == {
            "same": True,
            "graphs": [{"graph": "urn:pushed", "sent": 7, "held": 7, "altered": 0}],
        }
    assert run(["push", server.query, "--graph", "urn:pushd"]) == 3
    assert "urn:pushed" in capsys.readouterr().err
    assert run(["push", "ftp://h/"]) == 2
    assert run(["push", "http://127.0.0.1:9/", "--lang", "en"]) != 0
    assert "Traceback" not in capsys.readouterr().err
