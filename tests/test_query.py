"""Free SPARQL: what it gives, what it refuses, and that nothing ever leaves the machine."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from signals import as_in_a_terminal

from kg_query import KnowledgeGraph
from kg_query.errors import InputError, LimitError, UsageError
from kg_query.sparql import Result, guard

#: Joins nothing with nothing: no engine ends it in the time a test has.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c != ?f) }"


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@pytest.fixture
def matter(tmp_path: Path) -> Path:
    path = tmp_path / "matter.json"
    said = {"id": "m1", "established": ["force_majeure", "unable_to_perform_duty"]}
    path.write_text(json.dumps(said), "utf-8")
    return path


# --- what it gives --------------------------------------------------------------------------


def test_select_gives_rows(kg: KnowledgeGraph) -> None:
    result = kg.query("SELECT ?slug { ?r a law:Regulation ; law:slug ?slug ; law:listOrder ?n } ORDER BY ?n")
    assert result.columns == ("slug",)
    assert [row["slug"]["value"] for row in result.rows][:2] == ["town", "nanmu"]


def test_ask_gives_a_truth_value(kg: KnowledgeGraph) -> None:
    assert kg.query("ASK { id:nanmu a law:Regulation }").boolean is True
    assert kg.query("ASK { id:nanmo a law:Regulation }").boolean is False


@pytest.mark.parametrize(
    "query", ["CONSTRUCT { ?r law:slug ?s } WHERE { ?r law:slug ?s }", "DESCRIBE id:nanmu"]
)
def test_construct_and_describe_give_a_graph(kg: KnowledgeGraph, query: str) -> None:
    result = kg.query(query)
    assert result.kind == "graph"
    assert 'law:slug "nanmu"' in result.serialize()


def test_a_fact_is_found_without_naming_its_graph(kg: KnowledgeGraph) -> None:
    across = (
        "ASK { ?n a law:Norm ; law:provision ?p . ?p law:text ?t . ?n law:kind ?k . ?k skos:prefLabel ?l }"
    )
    assert kg.query(across).boolean, "norms, text and vocabulary stand in three files"


def test_each_statement_counts_once(kg: KnowledgeGraph) -> None:
    counted = kg.query("SELECT (COUNT(*) AS ?n) { id:nanmu law:slug ?s }").rows[0]["n"]["value"]
    assert counted == "1"


def test_a_named_graph_can_be_asked_alone(kg: KnowledgeGraph) -> None:
    text = "https://w3id.org/kg-query/graph/data/nanmu/text.ttl"
    assert kg.query(f"ASK FROM <{text}> {{ id:nanmu a law:Regulation }}").boolean
    assert not kg.query(f"ASK FROM <{text}> {{ id:town a law:Regulation }}").boolean


@pytest.mark.parametrize("format", ["json", "xml", "csv", "tsv"])
def test_rows_have_the_four_standard_formats(kg: KnowledgeGraph, format: str) -> None:
    assert "nanmu" in kg.query("SELECT ?s { id:nanmu law:slug ?s }").serialize(format)


def test_a_format_that_the_result_does_not_have_is_refused(kg: KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match="cannot be written as csv"):
        kg.query("ASK { ?s ?p ?o }").serialize("csv")


# --- matters and their verdicts -------------------------------------------------------------


def test_a_loaded_matter_can_be_asked_with_what_follows_from_it(kg: KnowledgeGraph, matter: Path) -> None:
    query = """
        SELECT ?regulation ?outcome {
          ?verdict law:regulation ?regulation ; law:principalOutcome|law:outcome ?outcome .
          GRAPH <https://w3id.org/kg-query/graph/verdicts> { ?verdict a law:Verdict }
        }"""
    rows = kg.query(query, load=[matter]).rows
    said = {
        (r["regulation"]["value"].rsplit("/", 1)[1], r["outcome"]["value"].rsplit("/", 1)[1]) for r in rows
    }
    assert ("nanmu", "duty_fulfilled") in said


def test_a_loaded_matter_stays_out_of_the_graph_itself(kg: KnowledgeGraph, matter: Path) -> None:
    there = "ASK { ?m a law:Matter }"
    assert kg.query(there, load=[matter]).boolean
    assert not kg.query(there).boolean


def test_one_matter_in_two_files_is_refused(kg: KnowledgeGraph, matter: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.json"
    again.write_bytes(matter.read_bytes())
    with pytest.raises(InputError, match="m1"):
        kg.query("ASK {}", load=[matter, again])


# --- what it refuses ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "update",
    ["DROP ALL", "INSERT DATA { <urn:a> <urn:b> <urn:c> }", "LOAD <http://example.org/x>",
     "DELETE WHERE { ?s ?p ?o }", "ASK {} ; DROP ALL"],
)  # fmt: skip
def test_updates_are_refused_and_change_nothing(kg: KnowledgeGraph, update: str) -> None:
    before = len(kg.store)
    with pytest.raises(InputError):
        kg.query(update)
    assert len(kg.store) == before


def test_a_syntax_error_says_where(kg: KnowledgeGraph) -> None:
    with pytest.raises(InputError, match=r"syntax error: line 1, column 25$"):
        kg.query("SELECT ?x { ?x law:slug }")


CALLS = [
    "SELECT * { SERVICE <{u}> { ?s ?p ?o } }",
    "SELECT * { service <{u}> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <{u}> { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<{u}>{ ?s ?p ?o } }",
    "PREFIX : <{u}> SELECT * { SERVICE:p { ?s ?p ?o } }",
    "PREFIX ex: <{u}> SELECT * { SERVICEex:p { ?s ?p ?o } }",
    "SELECT * { ?s ?p true SERVICE <{u}> { ?s ?p ?o } }",
    "SELECT * { OPTIONAL { ?s ?p trueSERVICE<{u}>{ ?s ?p ?o } } }",
    "SELECT * { ?s ?p 1SERVICE<{u}>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 'it''s' . SERVICE <{u}> { ?s ?p ?o } }",
    "SELECT * { ?s ?p '''a'b''' . SERVICE <{u}> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER(1<2) SERVICE <{u}#> { ?s ?p ?o } }",
    "PREFIX ex: <http://12#7.0.0.1/\\u0041> SELECT * { SERVICE <{u}> { ?s ?p ?o } }",
    "SELECT * { ?x <http://e/\\u0041#> SERVICE } # <{u}>",
    "SELECT * { # comment\r SERVICE <{u}> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { SERVICE ?u { ?s ?p ?o } } } VALUES ?u { <{u}> } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <{u}> { ?s ?p ?o } }",
]


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """A server on this machine that writes down whoever calls."""
    server = socket.create_server(("127.0.0.1", 0))
    heard: list[bytes] = []

    def listen() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            heard.append(connection.recv(64))
            connection.close()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}/", heard
    server.close()


@pytest.mark.parametrize("query", CALLS)
def test_no_query_calls_a_server(kg: KnowledgeGraph, listener: tuple[str, list[bytes]], query: str) -> None:
    address, heard = listener
    with pytest.raises(InputError):
        kg.query(query.replace("{u}", address))
    assert heard == []


@pytest.mark.parametrize(
    "query",
    ["SELECT * FROM <{u}> {{ ?s ?p ?o }}", "SELECT * FROM NAMED <{u}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
     "SELECT * {{ GRAPH <{u}> {{ ?s ?p ?o }} }}", "DESCRIBE <{u}>"],
)  # fmt: skip
def test_naming_a_graph_does_not_fetch_it(
    kg: KnowledgeGraph, listener: tuple[str, list[bytes]], query: str
) -> None:
    address, heard = listener
    kg.query(query.format(u=address))
    assert heard == []


def test_the_listener_does_hear_the_engine_without_the_guard(
    kg: KnowledgeGraph, listener: tuple[str, list[bytes]]
) -> None:
    """The canary sings: without the guard the engine would call."""
    address, heard = listener
    with pytest.raises(OSError):
        list(kg.store.query(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"))
    assert heard


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service ?p 'SERVICE' }",
        'SELECT * { ?s <urn:SERVICE> """SERVICE""" } # SERVICE',
        "PREFIX x: <urn:x> SELECT * { x:SERVICE ?p 'a'@en-SERVICE }",
        "SELECT * { _:service ?p ?o FILTER(?o < 3 && ?o > 1) }",
    ],
)
def test_the_word_may_stand_where_it_is_no_keyword(kg: KnowledgeGraph, query: str) -> None:
    kg.query(query)


_SCRAPS = st.sampled_from(
    ["'", '"', "'''", '"""', "#", "<", ">", "\n", "\\", "SERVICE", "service", " ", "_:", ":", "?x", "@en",
     ".", "1", "true", "{", "}", "\\u0041", "<http://a#", "é", "·", "\ufeff", "%41", "(", ")", "-"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 200), _SCRAPS), max_size=6), st.sampled_from(CALLS))
def test_a_mangled_call_is_refused_or_does_not_parse(edits: list[tuple[int, str]], call: str) -> None:
    """Whatever still calls after mangling is refused: the engine, unguarded, says whether it calls."""
    import pyoxigraph as ox

    query = call.replace("{u}", "http://127.0.0.1:1/").replace("SILENT", "")
    for place, scrap in edits:
        at = place % (len(query) + 1)
        query = query[:at] + scrap + query[at:]
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("1")))
    try:
        found = store.query(query)
        if not isinstance(found, ox.QueryBoolean):
            list(found)
    except OSError:  # it tried to call
        with pytest.raises(InputError):
            guard.check(query)
    except (SyntaxError, RuntimeError, ValueError):
        pass


def test_the_guard_is_quick_on_hostile_text() -> None:
    for text in ("'''a\\" * 100_000, "<" * 300_000, '"' * 300_000, "a:" * 200_000, "#\n" * 200_000):
        with contextlib.suppress(InputError, LimitError):
            guard.check(text[: guard.MAX_LENGTH])
    with pytest.raises(LimitError, match="longer than 256 KB"):
        guard.check(" " * (guard.MAX_LENGTH + 1))


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("ASK " + "{" * 3000 + "}" * 3000, "nested more than 100"),
        ("ASK { FILTER" + "(" * 5000 + "1" + ")" * 5000 + "}", "nested more than 100"),
        ("ASK " + "{ SELECT * " * 3000 + "{}" + "}" * 3000, "nested more than 100"),
        ("ASK {" + "OPTIONAL { ?s ?p ?o }" * 3000 + "}", "more than 1000 groups"),
        ("ASK {{}" + "UNION{}" * 9000 + "}", "more than 1000 groups"),
        ("ASK { FILTER(" + "!" * 9000 + "1) }", "more than 1000 groups"),
        ("ASK { FILTER(1" + "||1" * 9000 + ") }", "more than 1000 groups"),
        ("ASK { VALUES ?x {" + "1 " * 30_000 + "} }", "more than 20000 words"),
        ("ASK { ?s ?p <urn:" + "a" * 3000 + "> }", "IRI is longer than 2000"),
    ],
)  # fmt: skip
def test_a_query_that_would_overrun_the_engine_is_refused(kg: KnowledgeGraph, query: str, told: str) -> None:
    with pytest.raises(LimitError, match=told) as caught:
        kg.query(query)
    assert caught.value.exit_code == 4
    assert caught.value.hint is not None


def test_a_long_list_of_typed_values_is_no_overrun(kg: KnowledgeGraph) -> None:
    values = " ".join(f'("{n}"^^xsd:integer <http://example.org/a/b/c/{n}>)' for n in range(2000))
    assert kg.query(f"ASK {{ VALUES (?n ?i) {{ {values} }} }}").boolean


def test_an_undeclared_prefix_is_named(kg: KnowledgeGraph) -> None:
    for timeout in (None, 60):
        with pytest.raises(InputError, match="prefix nope: is not declared") as caught:
            kg.query("PREFIX a: <urn:a> SELECT * { a:b law:slug 'no:pe' . nope:a ?p ?o }", timeout=timeout)
        assert caught.value.message.zh == "前缀 nope: 没有声明"


def test_a_syntax_error_does_not_recite_the_grammar(kg: KnowledgeGraph) -> None:
    with pytest.raises(InputError) as caught:
        kg.query("SELECT * {\n ?s ?p ?o")
    assert str(caught.value) == "SPARQL: the query has a syntax error: line 2, column 10"


# --- time -----------------------------------------------------------------------------------


def test_a_query_in_a_process_of_its_own_gives_the_same(kg: KnowledgeGraph) -> None:
    query = "SELECT ?s { ?r law:slug ?s } ORDER BY ?s"
    assert kg.query(query, timeout=60) == kg.query(query)
    with pytest.raises(InputError, match="syntax error"):
        kg.query("SELECT", timeout=60)


def test_a_query_that_takes_too_long_is_ended(kg: KnowledgeGraph) -> None:
    with pytest.raises(LimitError) as caught:
        kg.query(ENDLESS, timeout=1.5)
    assert caught.value.exit_code == 4


def test_the_watchdog_ends_the_program_with_exit_code_4() -> None:
    program = (
        "from kg_query import KnowledgeGraph\n"
        "from kg_query.sparql import watchdog\n"
        "kg = KnowledgeGraph.open()\n"
        f"with watchdog(0.5, 'en'): kg.query({ENDLESS!r})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 4
    assert done.stderr.startswith("Error: SPARQL: the query took longer than 0.5 s")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_ends_a_running_query_at_once() -> None:
    import signal
    import time

    command = [sys.executable, "-m", "kg_query", "query", "-e", ENDLESS]
    started = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=as_in_a_terminal
    )
    children = Path(f"/proc/{started.pid}/task/{started.pid}/children")
    until = time.monotonic() + 30
    while children.exists() and not children.read_text() and time.monotonic() < until:
        time.sleep(0.05)  # until it asks
    time.sleep(1 if children.exists() else 3)
    assert started.poll() is None
    started.send_signal(signal.SIGINT)
    started.communicate(timeout=10)
    assert started.returncode in (130, -signal.SIGINT)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="RLIMIT_AS")
def test_a_query_that_eats_the_memory_ends_in_4(kg: KnowledgeGraph) -> None:
    from pyoxigraph import RdfFormat

    child = "from kg_query.sparql import __main__ as child; child.MEMORY = 200 * 1024**2; child.main()"
    task = {"query": "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f }", "union": True}
    done = subprocess.run(
        [sys.executable, "-c", child],
        input=json.dumps(task).encode() + b"\n" + (kg.store.dump(format=RdfFormat.N_QUADS) or b""),
        capture_output=True,
        timeout=70,
        check=False,
    )
    assert done.returncode != 0 and not done.stdout
    program = (
        "import resource\n"
        "resource.setrlimit(resource.RLIMIT_AS, (600 * 1024**2,) * 2)\n"
        "from kg_query.cli.run import run\n"
        "raise SystemExit(run(['query', '--lang', 'en', '-e', 'SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f }']))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=70, check=False
    )
    assert ended.returncode == 4
    assert "ended early, perhaps out of memory" in ended.stderr


def test_the_watchdog_lets_a_quick_query_pass(kg: KnowledgeGraph) -> None:
    from kg_query.sparql import watchdog

    with watchdog(30):
        assert kg.query("ASK {}").boolean


# --- tables ---------------------------------------------------------------------------------


def test_a_table_has_real_types(kg: KnowledgeGraph) -> None:
    pd = pytest.importorskip("pandas")
    table = kg.query_df(
        """
        SELECT ?r ?order ?issued ?title ?trial {
          ?r a law:Regulation ; law:listOrder ?order ; rdfs:label ?title FILTER(lang(?title) = "zh")
          OPTIONAL { ?r law:issued ?issued } OPTIONAL { ?r law:trial ?trial }
        } ORDER BY ?order""",
        short_ids=True,
    )
    assert str(table["order"].dtype) == "Int64"
    assert pd.api.types.is_datetime64_any_dtype(table["issued"])
    assert str(table["trial"].dtype) == "boolean"
    assert str(table["title"].dtype) in ("string", "str")
    assert list(table["title_lang"].unique()) == ["zh"]
    assert list(table["r"])[:2] == ["town", "nanmu"]
    assert table["issued"].isna().any() and table["issued"].notna().any()
    assert list(table.columns).index("title_lang") == list(table.columns).index("title") + 1


def test_a_column_of_mixed_or_impossible_values_keeps_them(kg: KnowledgeGraph) -> None:
    pytest.importorskip("pandas")
    mixed = kg.query_df('SELECT ?v { VALUES ?v { 1 "a" 2.5 } }')
    assert set(mixed["v"]) == {1, "a", 2.5}
    wrong = kg.query_df('SELECT ?v { VALUES ?v { "2025-02-30"^^xsd:date } }')
    assert list(wrong["v"]) == ["2025-02-30"]
    assert str(kg.query_df("SELECT ?v { VALUES ?v { 1 2.5 } }")["v"].dtype) == "Float64"


def test_an_empty_table_keeps_its_columns(kg: KnowledgeGraph) -> None:
    pytest.importorskip("pandas")
    table = kg.query_df("SELECT ?a ?b { ?a <urn:none> ?b }")
    assert list(table.columns) == ["a", "b"] and table.empty


def test_only_select_gives_a_table(kg: KnowledgeGraph) -> None:
    pytest.importorskip("pandas")
    with pytest.raises(UsageError, match="SELECT"):
        kg.query_df("ASK {}")


def test_a_large_result_is_read_once_not_once_a_row() -> None:
    """A table of some thousand rows once took minutes: the JSON was parsed again for every row."""
    result = Result(
        "rows",
        b'{"head": {"vars": ["a"]}, "results": {"bindings": [{"a": {"type": "literal", "value": "1"}}]}}',
    )
    assert result.rows is result.rows
    assert result.columns == ("a",)
