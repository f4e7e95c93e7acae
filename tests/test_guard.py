"""The guard reads SPARQL as the engine does: what it passes calls nobody, whatever hides the call."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import kg_query
from kg_query.errors import InputError, KgqError, LimitError
from kg_query.sparql import guard
from kg_query.sparql.lexemes import lexemes

#: The engine refuses this port before it dials, with an OSError: an attempt is seen without a listener.
NOWHERE = "http://127.0.0.1:1/"

#: Calls that a reader with another idea of `<`, `#` and quotes would take for text.
HIDDEN = [
    "SELECT * { ?x ?p ?o FILTER(1<?o#> '''\n) SERVICE <{u}> { ?s ?p ?o } #'''\n}",
    'SELECT * { ?x ?p ?o FILTER(urn:b<?o#> """\n||1) SERVICE <{u}> { ?s ?p ?o } #"""\n}',
    "SELECT * { ?x ?p ?o FILTER(1<'''>'''||?o>2) SERVICE <{u}> { ?s ?p ?o } #'''\n}",
    "SELECT * { ?x ?p ?o FILTER((1<(2>1)||1)||1<?o#> '''\n) SERVICE <{u}> { ?s ?p ?o } #'''\n}",
    "SELECT * { {<<a:b#> '''\n a:c a:d>> ?p ?o } UNION { SERVICE <{u}> { ?s ?p ?o } } #'''\n}",
    "SELECT (EXISTS{?s ?p ?o}<?o#>'''\n AS ?q) { ?x ?p ?o SERVICE <{u}> { ?s ?p ?o } #'''\n}",
    "SELECT * { ?x ?p ?o BIND(<<(a:b a:c ?o#>'''\n)>> AS ?q) SERVICE <{u}> { ?s ?p ?o } #'''\n}",
    "SELECT * { {?s ?p a:.SERVICE<{u}>{?s ?p ?o}} UNION {?s ?p ?o.SERVICE<{u}>{?s ?p ?o}} }",
]


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    for value in (5, "x"):
        store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal(value)))
    return store


def calls(store: ox.Store, query: str) -> bool:
    """Whether the engine, unguarded, tries to call another server."""
    try:
        found = store.query(query, prefixes={"a": "urn:a:", "urn": "urn:"})
        if not isinstance(found, ox.QueryBoolean):
            list(found)
    except OSError:
        return True
    except (SyntaxError, RuntimeError, ValueError):
        pass
    return False


@pytest.mark.parametrize("query", HIDDEN)
def test_S1_a_call_hidden_by_the_two_readings_of_a_bracket_is_refused(store: ox.Store, query: str) -> None:
    query = query.replace("{u}", NOWHERE)
    assert calls(store, query), "the engine does call: the guard has something to refuse"
    with pytest.raises(InputError):
        guard.check(query)
    with pytest.raises(InputError):
        guard.check_update("DELETE {} WHERE { {" + query + "\n} }")


_SCRAPS = st.sampled_from(
    ["'", '"', "'''", '"""', "#", "<", ">", "\n", "\r", "\\", " ", ":", "?o", "@en", ".", "1", "{", "}", "(", ")",
     "[", "]", "<a:b#>", "<#", "<<", "<<(", ")>>", ">>", "||", "&&", "<?o#>", "<'>", "1<", "?o<", "a:", "a:.",
     "a:-", "{|", "|}", "=", "!", "-", "/", "//", "·", "^^", "--ltr", "~", "EXISTS{}", "(1<", "STR(", "1e1"]
)  # fmt: skip


@settings(max_examples=600)
@given(
    st.sampled_from(HIDDEN),
    st.lists(st.tuples(st.integers(0, 200), st.sampled_from([0, 0, 1, 2, 4]), _SCRAPS), max_size=5),
)
def test_S1_what_the_guard_passes_calls_nobody(
    store: ox.Store, seed: str, edits: list[tuple[int, int, str]]
) -> None:
    query = seed.replace("{u}", NOWHERE)
    for place, gone, scrap in edits:
        at = place % (len(query) + 1)
        query = query[:at] + scrap + query[at + gone :]
    try:
        guard.check(query)
    except KgqError:
        return
    assert not calls(store, query)


@settings(max_examples=300)
@given(st.text(max_size=300))
@example("\ud800")
@example("<" * 300)
@example("PREFIX \x00:")
def test_the_guard_raises_nothing_but_its_own_errors(text: str) -> None:
    looks = (guard.check, guard.check_update, guard.form, guard.names_dataset, guard.update_names_dataset)
    for look in looks:
        try:
            look(text)
        except KgqError as error:
            assert error.render("zh")
            assert error.render("en")


@given(st.text(alphabet="SELECT?xa:{}<>#'\"\n\\ .()1@é", max_size=120))
def test_the_lexemes_of_a_text_are_the_text(text: str) -> None:
    try:
        pieces = list(lexemes(text))
    except InputError:
        return
    assert "".join(x.text for x in pieces) == text


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o FILTER(?o<5&&?o>1) }",
        "SELECT * { ?s ?p ?o FILTER(?o < ( 5 ) # less\n && ?o > 1) }",
        "SELECT * { VALUES (?a ?b) { (<http://e.org/x#a> <http://e.org/x#b>) ('c' <http://e.org/it's>) } }",
        "SELECT * { ?s (<http://e.org/x#a>|^<http://e.org/x#b>)/<urn:x#c> (<urn:l#1>) }",
        "SELECT * { ?s <urn:x#p> <urn:x#o> ; <urn:x#q> [ <urn:x#r> 's' ] FILTER(?o = <urn:x#o>) }",
        "SELECT * { ?s a <http://www.w3.org/ns/sparql-service-description#Service> }",
        "SELECT * { FILTER EXISTS { ?s <urn:x#p> <urn:x#o> } }",
    ],
)
def test_S3_an_iri_and_a_comparison_in_their_usual_places_pass(store: ox.Store, query: str) -> None:
    guard.check(query)
    store.query(query)


def test_every_query_of_the_package_passes_and_tells_its_form() -> None:
    files = sorted(Path(kg_query.__file__).parent.rglob("*.rq"))
    assert files
    for file in files:
        guard.check(file.read_text("utf-8"))
        assert guard.form(file.read_text("utf-8")) == "rows"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT*{?s?p?o}", "selectdistinct?s{?s?p?o}", "SELECT(1 AS ?x){}", "ASK{}", "askfrom<urn:g>{}",
        "PREFIXa:<urn:a>ASK{}", "PREFIX select: <urn:s> ASK { select:a ?ask 'SELECT' }", "VERSION'1.2'ASK{}",
        "# SELECT\nBASE<urn:b:>CONSTRUCT{}WHERE{}", "DESCRIBE<urn:a>", "PREFIX ask: <urn:a> DESCRIBE ask:a",
        "describeurn:a",
    ],
)  # fmt: skip
def test_the_form_told_is_the_form_that_the_engine_gives(store: ox.Store, query: str) -> None:
    given = store.query(query, prefixes={"urn": "urn:"})
    kinds = {ox.QuerySolutions: "rows", ox.QueryBoolean: "boolean", ox.QueryTriples: "graph"}
    assert guard.form(query) == kinds[type(given)]


@pytest.mark.parametrize(
    "text",
    ["", "{}", "hello", "PREFIX a: <urn:a>", "DROP ALL", "INSERTDATA{}", "PREFIX a: <urn:a> CLEAR GRAPH a:b",
     "WITH <urn:g> DELETE {} WHERE {}", "LOAD <file:///etc/passwd>", "# SELECT"],
)  # fmt: skip
def test_S6_an_update_and_what_is_no_query_have_no_form(text: str) -> None:
    with pytest.raises(guard.NotAQuery):
        guard.form(text)


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <{u}>", "load silent <{u}> INTO GRAPH <urn:g>", "LOADSILENT<{u}>", "DROP ALL;LOAD<{u}>",
        "PREFIX x: <{u}> LOADx:", "PREFIX LOADx: <urn:a> PREFIX x: <{u}> LOADx:y", "VERSION'1'LOAD <{u}>",
        "INSERT DATA { <urn:a> <urn:b> '}' } ; # LOAD\nLOAD <{u}>", "CREATE GRAPH <urn:g>; LOADx:",
        "INSERT {} WHERE { FILTER(1<?x#> {{{{\n) }; LOAD <{u}>",
    ],
)  # fmt: skip
def test_S6_an_update_that_fetches_is_refused(update: str) -> None:
    with pytest.raises(InputError):
        guard.check_update(update.replace("{u}", NOWHERE))


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <urn:a> <urn:load> 'LOAD' } # LOAD", "DELETE { ?load ?p ?o } WHERE { ?load ?p ?o }",
        "PREFIX loader: <urn:a> INSERT DATA { loader:x loader:y loader:z }", "PREFIX load: <urn:a> DROP SILENT GRAPH load:x",
        "PREFIX upload: <urn:a> WITH upload:g DELETE { ?s ?p upload:x } WHERE { ?s ?p ?o }",
    ],
)  # fmt: skip
def test_the_word_load_may_stand_where_it_is_no_operation(update: str) -> None:
    guard.check_update(update)
    ox.Store().update(update)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("SELECT * FROM <urn:g> {}", True), ("ASKFROM<urn:g>{}", True), ("SELECT*FROMNAMED<urn:g>{}", True),
        ("SELECT * FROMurn:g {}", True), ("SELECT ?from { ?from ?p 'FROM' } # FROM", False),
        ("PREFIX from: <urn:f> DESCRIBE from:a", False), ("SELECT * { ?s from:p ?o }", False),
    ],
)  # fmt: skip
def test_a_query_that_names_its_dataset_is_told(query: str, named: bool) -> None:
    assert guard.names_dataset(query) is named


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("ASK { FILTER(" + "1<2&&3>4||" * 1100 + "1) }", "more than 1000 groups"),
        ("ASK {" + "(" * 101 + ")" * 101 + "}", "nested more than 100"),
        ("ASK { FILTER(1 IN(" + "1," * 20_000 + "1)) }", "more than 20000 words"),
        (" " * 70_000, "longer than 64 KB"),
    ],
)
def test_S8_limits_of_depth_number_and_size(query: str, told: str) -> None:
    with pytest.raises(LimitError, match=told):
        guard.check(query, 64 * 1024)
    with pytest.raises(LimitError, match=told):
        guard.check_update(query, 64 * 1024)
