"""The embedded store: the engine's own answers, in every format, from processes that nothing gets out of."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg_query import KnowledgeGraph
from kg_query.endpoint.cutting import rows_written
from kg_query.endpoint.embedded import EmbeddedBackend
from kg_query.endpoint.errors import NoGraph, Refused, SyntaxFault
from kg_query.endpoint.request import GRAPH_TYPES, RESULT_TYPES, QueryRequest, formats
from kg_query.terms import PREFIXES
from kg_query.workers import Busy, Limits, OutOfMemory, Seal, TimedOut, WorkerError

CROSS = "?a ?b ?c . ?d ?e ?f"


#: One loop for the whole file, so that tests can share the processes of a backend.
LOOP = asyncio.Runner()
_SHARED: dict[tuple[Path, int], EmbeddedBackend] = {}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("store") / "database"
    store = ox.Store(str(path))
    store.bulk_extend(KnowledgeGraph.open().store)
    store.flush()
    del store
    yield path
    while _SHARED:
        LOOP.run(_SHARED.popitem()[1].close())
    LOOP.close()


@asynccontextmanager
async def endpoint(database: Path, **options: Any) -> Any:
    """A backend of the test's own; one that tests share where nothing but its size is asked for."""
    if not options.keys() - {"size"}:
        size = options.get("size", 1)
        if (database, size) not in _SHARED:
            made = EmbeddedBackend(database, size=size, limits=Limits(seconds=30, memory=2 * 1024**3))
            await made.start()
            _SHARED[database, size] = made
        yield _SHARED[database, size]
        return
    backend = EmbeddedBackend(
        database, **{"size": 1, "limits": Limits(seconds=30, memory=2 * 1024**3), **options}
    )
    await backend.start()
    try:
        yield backend
    finally:
        await backend.close()


def run(test: Callable[[], Awaitable[None]]) -> None:
    LOOP.run(asyncio.wait_for(test(), 120))  # type: ignore[arg-type]


async def answered(backend: EmbeddedBackend, query: str, **more: Any) -> bytes:
    reply = await backend.query(QueryRequest(query, **more))
    try:
        return reply.body.read()
    finally:
        reply.body.close()


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on this machine that says SECRET, and the requests that it got."""
    hits: list[str] = []

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(403)
            self.end_headers()
            self.wfile.write(b"SECRET")

        do_POST = do_GET

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", hits
    server.shutdown()
    server.server_close()


TERMS = """SELECT ?a ?b ?c WHERE { VALUES (?a ?b ?c) {
  ("x" <https://example.org/路径> 5) ("第九条\\n\\"引号\\", 逗号\\t"@zh UNDEF 1.50) (true "2024-01-01"^^xsd:date "z"@ar--rtl)
  (<<( <urn:s> <urn:p> "o"@en )>> "" "=1+1") } } ORDER BY ?a ?b"""


def test_answers_are_those_of_the_engine_in_every_format(database: Path) -> None:
    store = ox.Store.read_only(str(database))
    selects = [
        "SELECT ?s ?label WHERE { ?s a law:Regulation ; skos:prefLabel|rdfs:label|dcterms:title ?label } ORDER BY ?s ?label",
        "SELECT ?x WHERE { ?x a law:Nothing }",
        "SELECT * { }",
        TERMS,
    ]

    async def test() -> None:
        async with endpoint(database) as backend:
            for query in selects:
                for media_type, name in RESULT_TYPES.items():
                    expected = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
                    want = expected.serialize(format=getattr(ox.QueryResultsFormat, name))
                    assert await answered(backend, query, accept=media_type) == want, (query, name)
            for media_type in formats("boolean"):
                want = (
                    ox.Store()
                    .query("ASK {}")
                    .serialize(format=getattr(ox.QueryResultsFormat, RESULT_TYPES[media_type]))
                )
                assert await answered(backend, "ASK { ?s ?p ?o }", accept=media_type) == want
            query = "CONSTRUCT { ?s a law:Modality ; skos:prefLabel ?l } WHERE { GRAPH ?g { ?s a law:Modality ; skos:prefLabel ?l } }"
            triples = set(store.query(query, prefixes=PREFIXES))
            assert len(triples) > 5
            for media_type, name in GRAPH_TYPES.items():
                got = await answered(backend, query, accept=media_type)
                read = {q.triple for q in ox.parse(got, format=getattr(ox.RdfFormat, name))}
                assert read == triples, name

    run(test)


def test_the_dataset_of_a_query_or_of_the_request(database: Path) -> None:
    count = "SELECT (COUNT(*) AS ?n) {} WHERE {{ {} }}"
    norms = "https://w3id.org/kg-query/graph/data/nanmu/norms.ttl"
    text = "https://w3id.org/kg-query/graph/data/nanmu/text.ttl"

    async def number(backend: EmbeddedBackend, query: str, **more: Any) -> int:
        found = json.loads(await answered(backend, query, **more))
        return int(found["results"]["bindings"][0]["n"]["value"])

    async def test() -> None:
        store = ox.Store.read_only(str(database))
        size = {
            n: sum(1 for _ in store.quads_for_pattern(None, None, None, ox.NamedNode(n)))
            for n in (norms, text)
        }
        async with endpoint(database) as backend:
            plain = count.format("", "?s ?p ?o")
            union = len({q.triple for q in store})
            assert await number(backend, plain) == union
            assert await number(backend, count.format(f"FROM <{norms}>", "?s ?p ?o")) == size[norms]
            of_two = await number(backend, plain, default_graphs=(norms, text))
            assert of_two == len(
                {q.triple for n in size for q in store.quads_for_pattern(None, None, None, ox.NamedNode(n))}
            )
            named = count.format("", "GRAPH ?g { ?s ?p ?o }")
            assert await number(backend, named) == len(store)
            assert await number(backend, named, named_graphs=(text,)) == size[text]
            # what the request names replaces what the query names
            assert (
                await number(backend, count.format(f"FROM <{norms}>", "?s ?p ?o"), default_graphs=(text,))
                == size[text]
            )
            assert await number(backend, plain, default_graphs=("urn:nowhere",)) == 0
            assert len(await answered_graph(backend, norms)) == size[norms]
            with pytest.raises(NoGraph):
                await backend.read_graph("urn:nowhere", "text/turtle")
            with pytest.raises(SyntaxFault):
                await answered(backend, plain, default_graphs=("no iri",))

    run(test)


async def answered_graph(backend: EmbeddedBackend, name: str) -> list[Any]:
    reply = await backend.read_graph(name, "application/n-triples")
    found = list(ox.parse(reply.body.read(), format=ox.RdfFormat.N_TRIPLES))
    reply.body.close()
    return found


def test_a_syntax_error_tells_its_place_and_nothing_of_the_engine(database: Path) -> None:
    async def test() -> None:
        async with endpoint(database) as backend:
            with pytest.raises(SyntaxFault) as found:
                await answered(backend, "SELECT *\nWHERE { ?s ?p }")
            assert found.value.line == 2 and "expected" not in str(found.value)
            with pytest.raises(SyntaxFault):
                await answered(backend, "DROP ALL")
            for change in (backend.update("DROP ALL"), backend.put_graph("urn:g", "text/turtle", b"")):
                with pytest.raises(Refused):
                    await change
            assert await backend.ready()

    run(test)


def test_S2_S4_a_service_call_that_passed_the_guard_reaches_nobody(
    database: Path, canary: tuple[str, list[str]]
) -> None:
    url, hits = canary
    calls = [
        f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
        f"ASK {{ FILTER EXISTS {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }} }}",
        f"SELECT * {{ VALUES ?u {{ <{url}> }} SERVICE ?u {{ ?s ?p ?o }} }}",
    ]

    async def test() -> None:
        async with endpoint(database, sealed=Seal.NONE) as backend:  # the canary does sing
            with pytest.raises(WorkerError):
                await answered(backend, calls[0])
        assert len(hits) == 1
        async with endpoint(database) as backend:
            for call in calls:
                try:
                    body = await answered(backend, call)
                except WorkerError:
                    continue
                assert b"SECRET" not in body
            assert await backend.ready()
        assert len(hits) == 1

    run(test)


def test_S5_no_graph_is_fetched(database: Path, canary: tuple[str, list[str]]) -> None:
    url, hits = canary

    async def test() -> None:
        async with endpoint(database) as backend:
            for name in (url, "file:///etc/passwd"):
                for query, more in (
                    (f"SELECT * FROM <{name}> {{ ?s ?p ?o }}", {}),
                    (f"SELECT * FROM NAMED <{name}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", {}),
                    ("SELECT * { ?s ?p ?o }", {"default_graphs": (name,)}),
                ):
                    assert json.loads(await answered(backend, query, **more))["results"]["bindings"] == []
        assert hits == []

    run(test)


RUNAWAY = {
    "count": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    "path": "SELECT (COUNT(*) AS ?n) { ?a (rdf:type|!rdf:type)* ?b . ?c (rdf:type|!rdf:type)* ?d }",
    "aggregate": f"SELECT (GROUP_CONCAT(?c) AS ?x) {{ {CROSS} }}",
}


@pytest.mark.parametrize("name", RUNAWAY)
def test_S7_a_runaway_query_ends_and_disturbs_nobody(database: Path, name: str) -> None:
    async def test() -> None:
        async with endpoint(database, size=2) as backend:
            began = time.monotonic()
            bad = asyncio.ensure_future(answered(backend, RUNAWAY[name], seconds=1.5, share="bad"))
            asked = 0
            while not bad.done():
                assert json.loads(await answered(backend, "ASK { ?s ?p ?o }", share="good"))["boolean"]
                asked += 1
                await asyncio.sleep(0.05)
            with pytest.raises((TimedOut, OutOfMemory)):
                await bad
            assert asked > 2
            assert time.monotonic() - began < 15

    run(test)


def test_S7_a_query_that_eats_memory_ends_itself_only(database: Path) -> None:
    async def test() -> None:
        limits = Limits(seconds=60, memory=600 * 1024**2)
        async with endpoint(database, limits=limits) as backend:
            with pytest.raises((OutOfMemory, TimedOut)):
                await answered(backend, f"SELECT * {{ {CROSS} }} ORDER BY ?f ?c", seconds=60)
            with pytest.raises((OutOfMemory, TimedOut, WorkerError)):
                doubling = " ".join(f"BIND(CONCAT(?v{i}, ?v{i}) AS ?v{i + 1})" for i in range(40))
                await answered(backend, f'SELECT * {{ BIND("xxxxxxxx" AS ?v0) {doubling} }}')
            assert await backend.ready()

    run(test)


BOMBS = {
    "groups": "ASK " + "{" * 20_000 + "}" * 20_000,
    "parentheses": "ASK { FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }",
    "negations": "ASK { FILTER(" + "!" * 50_000 + "true) }",
    "paths": "ASK { ?s " + "(" * 20_000 + "rdf:type" + ")" * 20_000 + " ?o }",
    "unions": "ASK { {}" + " UNION {}" * 50_000 + " }",
}


def test_S8_nesting_that_passed_the_guard_ends_one_worker_only(tmp_path: Path) -> None:
    store = ox.Store(str(tmp_path / "small"))  # so that workers are ready at once
    store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("o"), ox.NamedNode("urn:g")))
    store.flush()
    del store

    async def test() -> None:
        async with endpoint(tmp_path / "small") as backend:
            for name, bomb in BOMBS.items():
                with suppress(WorkerError, SyntaxFault):
                    await answered(backend, bomb, seconds=20)
                assert json.loads(await answered(backend, "ASK { ?s ?p ?o }"))["boolean"], name

    run(test)


def test_S9_a_pattern_that_others_take_forever_for_is_linear(database: Path) -> None:
    async def test() -> None:
        async with endpoint(database) as backend:
            query = f'ASK {{ FILTER(REGEX("{"a" * 5_000}!", "^(a+)+$")) }}'
            assert not json.loads(await answered(backend, query, seconds=10))["boolean"]

    run(test)


def test_S12_rows_past_the_limit_are_cut_and_it_is_said(database: Path) -> None:
    async def test() -> None:
        async with endpoint(database) as backend:
            for media_type in formats("rows"):
                reply = await backend.query(
                    QueryRequest(f"SELECT * {{ {CROSS} }}", accept=media_type, rows=50)
                )
                assert (reply.truncated, reply.rows) == (True, 50), media_type
                body = reply.body.read()
                reply.body.close()
                if media_type == "application/sparql-results+json":
                    assert json.loads(body)["truncated"] is True
                    assert len(json.loads(body)["results"]["bindings"]) == 50
                elif media_type == "text/csv":
                    assert len(list(csv.reader(io.StringIO(body.decode())))) == 51
            reply = await backend.query(
                QueryRequest(
                    f"CONSTRUCT {{ ?a ?b ?f }} {{ {CROSS} }}", accept="application/n-triples", rows=50
                )
            )
            assert (reply.truncated, reply.rows) == (True, 50)
            assert reply.body.read().count(b"\n") == 50
            exact = await backend.query(QueryRequest("SELECT * { ?s ?p ?o } LIMIT 50", rows=50))
            assert (exact.truncated, exact.rows) == (False, 50)
            assert "truncated" not in json.loads(exact.body.read())

    run(test)


def test_S11_a_flood_of_heavy_queries_is_turned_away(database: Path) -> None:
    async def test() -> None:
        async with endpoint(database, waiting=6) as backend:
            jobs = [
                asyncio.ensure_future(answered(backend, RUNAWAY["count"], seconds=0.5, share="bad"))
                for _ in range(100)
            ]
            await asyncio.sleep(0.1)
            assert json.loads(await answered(backend, "ASK { ?s ?p ?o }", share="good"))["boolean"]
            ended = await asyncio.gather(*jobs, return_exceptions=True)
            names = [type(e).__name__ for e in ended]
            assert names.count("Busy") >= 90 and set(names) == {"Busy", "TimedOut"}
            assert all(e.retry_after >= 1 for e in ended if isinstance(e, Busy))

    run(test)


#: What could be taken for the seam of two rows, or hide one, in one of the formats.
_TRAPS = [
    "},{",
    '"',
    "{}",
    "},{}",
    "}",
    "{",
    "\\",
    "\r\n",
    "\n",
    ",",
    "<result>",
    "</result>",
    '"}},{"',
    "变",
    "&",
]


def _terms() -> st.SearchStrategy[Any]:
    texts = st.lists(st.sampled_from(_TRAPS), max_size=5).map("".join)
    literals = st.builds(ox.Literal, texts)
    tagged = st.builds(lambda text: ox.Literal(text, language="zh-Hans"), texts)
    quoted = st.builds(lambda text: ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), text), literals)
    return st.one_of(st.none(), literals, tagged, quoted, st.builds(ox.Literal, st.integers(0, 99)))


@settings(max_examples=100, deadline=None)
@given(st.data(), st.integers(1, 3))
def test_S12_a_cut_answer_is_what_the_engine_writes_of_fewer_rows(data: st.DataObject, width: int) -> None:
    rows = data.draw(st.lists(st.lists(_terms(), min_size=width, max_size=width), max_size=8))
    most, size = data.draw(st.integers(1, 9)), data.draw(st.integers(200, 800))
    names = " ".join(f"?v{i}" for i in range(width))

    def solutions(number: int) -> Any:
        told = " ".join(
            f"({' '.join('UNDEF' if t is None else _sparql(t) for t in r)})" for r in rows[:number]
        )
        return ox.Store().query(f"SELECT {names} {{ VALUES ({names}) {{ {told} }} }}")

    for format in RESULT_TYPES.values():
        known = getattr(ox.QueryResultsFormat, format)
        for limit, room in ((most, 10**6), (100, size)):
            content, kept, truncated = rows_written(solutions(len(rows)), format, limit, room)
            whole = solutions(len(rows)).serialize(format=known)
            assert truncated == (len(rows) > limit or len(whole) > room)
            if not truncated:
                assert (content, kept) == (whole, len(rows))
                continue
            assert kept < len(rows) and kept <= limit and len(content) <= room
            want = solutions(kept).serialize(format=known)
            assert content == (want[:-1] + b',"truncated":true}' if format == "JSON" else want)


def _sparql(term: Any) -> str:
    if isinstance(term, ox.Triple):
        return f"<<( {term.subject} {term.predicate} {term.object} )>>"
    return str(term)


def test_a_query_of_the_command_line_opens_no_connection_either(canary: tuple[str, list[str]]) -> None:
    url, hits = canary
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("o")))
    for way, task in (
        ("sealed", {"query": f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}", "union": True}),
        ("plain", {"query": "SELECT * { ?s ?p ?o }", "union": True}),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "kg_query.sparql"],
            input=json.dumps(task).encode() + b"\n" + (store.dump(format=ox.RdfFormat.N_QUADS) or b""),
            capture_output=True,
            timeout=60,
        )
        assert done.stdout.startswith(b"rows") == (way == "plain"), done.stderr
    assert hits == []
