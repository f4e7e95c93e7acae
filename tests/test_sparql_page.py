"""The SPARQL page: what browsers get of the endpoint, and that programs never get it."""

from __future__ import annotations

import ast
import io
import re
import shutil
import subprocess
import sys
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import openpyxl
import pyoxigraph as ox
import pytest
from browser import PHONE, Visitor
from served import Served, dataset_folder
from thorough import in_turn

from kg_query.ask import questions
from kg_query.dataset import current
from kg_query.dataset.named import runnable
from kg_query.sparql.origin import NotFollowed, followed
from kg_query.terms import PREFIXES
from kg_query.web.pages.sparql_examples import EXAMPLES, example

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
#: Values that are data to a program and must be nothing but text on a page or in a sheet.
HOSTILE = """SELECT ?a ?b WHERE { VALUES (?a ?b) {
  (<javascript:alert(1)> "=1+1") (<urn:x:\u202etxt> "<script>window.__xss=1</script>")
  (<https://example.org/"onmouseover=x> "a\u202eb") (<data:text/html,x> "@SUM(1)") } }"""
HOSTILE = HOSTILE.replace('<https://example.org/"onmouseover=x>', "<https://example.org/'onmouseover=x>")


def page(served: Served, **given: Any) -> httpx.Response:
    return served.client.get("/sparql", params=given, headers={"Accept": BROWSER})


class Links(HTMLParser):
    """The addresses of the links of a page, and the rows of its table as text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.rows: list[list[str]] = []
        self._cell = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.links.append(dict(attrs).get("href") or "")
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self._cell = True
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._cell = self._cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.rows[-1][-1] += data


# --- who gets it --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (BROWSER, "text/html"),
        ("text/html", "text/html"),
        ("text/html, text/plain, application/xhtml+xml, */*;q=0.01", "text/html"),
        ("*/*", "application/sparql-results+json"),
        ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", "application/sparql-results+json"),
        ("application/sparql-results+json, text/html", "application/sparql-results+json"),
        ("text/html;q=0.9, application/sparql-results+xml", "application/sparql-results+xml"),
    ],
)
def test_only_who_would_rather_have_html_gets_the_page(served: Served, accept: str, kind: str) -> None:
    for answer in (
        served.client.get("/sparql", params={"query": "ASK {}"}, headers={"Accept": accept}),
        served.client.post("/sparql", data={"query": "ASK {}"}, headers={"Accept": accept}),
    ):
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(kind)
        assert "accept" in answer.headers["vary"].lower()


def test_a_format_that_is_named_wins_over_the_browser(served: Served) -> None:
    answer = page(served, query="SELECT ?s { ?s a law:Regulation }", format="csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert page(served, query="ASK {}", format="html").headers["content-type"].startswith("text/html")
    asked = served.client.get("/sparql", params={"query": "ASK {}", "format": "html"})
    assert asked.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(("lang", "told"), [("zh", "运行 10 秒"), ("en", "runs for 10 seconds")])
def test_without_a_query_there_are_the_form_the_examples_and_the_limits(
    served: Served, lang: str, told: str
) -> None:
    answer = page(served, lang=lang)
    assert answer.headers["content-language"] == ("zh-CN" if lang == "zh" else "en")
    assert '<label for="query">' in answer.text
    assert told in answer.text
    assert 'id="result"' not in answer.text
    names = [one.name for one in EXAMPLES] + [n for n, q in questions().items() if q.needs is None]
    assert [name for name in names if f"example={name}" not in answer.text] == []
    head = served.client.head("/sparql", params={"lang": lang}, headers={"Accept": BROWSER})
    assert (head.status_code, head.content) == (200, b"")


# --- results ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "lang"), in_turn([one.name for one in EXAMPLES], ["zh", "en"]))
def test_every_example_has_an_answer(served: Served, name: str, lang: str) -> None:
    answer = page(served, example=name, lang=lang, origin="yes")
    assert answer.status_code == 200
    one = example(name, lang)
    assert one is not None
    if one.kind == "boolean":
        assert ("是</strong>" if lang == "zh" else "Yes</strong>") in answer.text
    else:
        assert len(Links(answer.text).rows) > 2


def test_the_table_says_what_the_protocol_says(served: Served) -> None:
    query = "SELECT ?unit ?number { ?unit law:regulation id:town ; law:number ?number } ORDER BY ?unit"
    told = served.client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    found = Links(page(served, query=query, lang="en", size=500).text)
    assert len(found.rows) == len(told) + 1
    for row, cells in zip(found.rows[1:], told, strict=True):
        assert row[1].endswith(cells["unit"]["value"].rpartition("/id/")[2])
        assert row[2].startswith(cells["number"]["value"])
        assert any(cells["unit"]["value"].rpartition("/id/")[2] in link for link in found.links)


def test_pages_of_a_result_follow_one_another(served: Served) -> None:
    query = "SELECT ?unit { ?unit a law:Provision } ORDER BY ?unit"
    seen: list[str] = []
    for n in (1, 2):
        found = Links(page(served, query=query, page=n, size=25, lang="en").text)
        seen += [row[1] for row in found.rows[1:]]
        assert len(found.rows) == 26
    assert len(set(seen)) == 50
    assert any("page=3" in link for link in found.links)
    last = page(served, query=query, page=9999, size=25, lang="en")
    assert last.status_code == 200
    assert "Next" not in last.text


def test_that_a_result_was_cut_is_said(served: Served) -> None:
    answer = page(served, query="SELECT * { ?s ?p ?o }", lang="en")
    assert "There is more." in answer.text
    assert "first 10,000" in answer.text
    assert "There is more." not in page(served, query="SELECT * { ?s ?p ?o } LIMIT 9", lang="en").text


def test_a_result_without_rows_and_a_no_are_said(served: Served) -> None:
    assert "No rows." in page(served, query="SELECT * { ?s <urn:no> ?o }", lang="en").text
    assert "No</strong>" in page(served, query="ASK { ?s <urn:no> ?o }", lang="en").text


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("SELECT * {\n ?s nope:a ?o }", 400, "Prefix nope: is not declared"),
        ("SELECT * { ?s ?p ", 400, "line 1"),
        ("", 400, "begins with SELECT"),
        ("DELETE WHERE { ?s ?p ?o }", 400, "only queries are taken here"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 403, "SERVICE"),
        ("ASK {} #" + "x" * 65536, 413, "longer than"),
    ],
)
def test_whatever_is_wrong_with_a_query_is_told_beside_it(
    served: Served, query: str, status: int, said: str
) -> None:
    answer = served.client.post("/sparql?lang=en", data={"query": query}, headers={"Accept": BROWSER})
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert said in unescape(answer.text)
    assert 'role="alert"' in answer.text
    typed = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", answer.text, re.DOTALL)
    assert typed is not None
    assert unescape(typed[1]) == query.rstrip()


def test_that_the_time_was_up_is_said_plainly(served: Served) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c < ?f && ?f < ?i) }"
    answer = page(served, query=query, timeout="0.2", lang="en")
    assert answer.status_code == 503
    assert "took longer than 0.2 s" in answer.text
    assert answer.headers["retry-after"]
    assert "no-store" in answer.headers["cache-control"]
    assert "?g ?h ?i" in unescape(answer.text)


@pytest.mark.parametrize(
    "word", ["force_majeure", "ground:force_majeure", "https://w3id.org/kg-query/ground/force_majeure"]
)
def test_a_thing_is_shown_with_its_statements_by_graph(served: Served, word: str) -> None:
    answer = page(served, thing=word, lang="en")
    rows = Links(answer.text).rows
    assert rows[0][1:] == ["graph", "property", "value"]
    assert any("不可抗力" in row[3] for row in rows[1:])
    bad = page(served, thing="no such <thing>", lang="en")
    assert bad.status_code == 422
    assert "no identifier" in bad.text
    assert page(served, example="nothing").status_code == 404


def test_hostile_values_are_nothing_but_text(served: Served) -> None:
    answer = page(served, query=HOSTILE, lang="en", origin="yes")
    found = Links(answer.text)
    assert len(found.rows) == 5
    assert not [link for link in found.links if link.lower().startswith(("javascript", "data", "urn"))]
    assert "<script>window" not in answer.text
    assert (
        "\u202e"
        not in answer.text.partition('id="result"')[2].partition("<table")[2].partition("</table>")[0]
    )
    assert "⟨U+202E⟩" in answer.text
    long = (
        'SELECT ?x { BIND("'
        + "長" * 1000
        + '" AS ?a) BIND(CONCAT(?a,?a,?a,?a,?a,?a,?a,?a,?a,?a) AS ?b) BIND(CONCAT(?b,?b,?b,?b,?b,?b,?b,?b,?b,?b) AS ?x) }'
    )
    answer = page(served, query=long, lang="en")
    assert answer.status_code == 200
    assert "too long, cut here" in answer.text
    assert len(answer.text) < 100_000


# --- taking it away -----------------------------------------------------------------------------


def test_every_download_on_the_page_is_what_it_says(served: Served) -> None:
    for query, several in (
        ("SELECT ?s { ?s a law:Regulation }", {"xlsx", "json", "xml", "csv", "tsv"}),
        ("ASK {}", {"json", "xml"}),
        ("CONSTRUCT WHERE { ?s a law:Regulation }", {"turtle", "nt", "rdfxml", "jsonld", "trig", "nquads"}),
    ):
        links = [link for link in Links(page(served, query=query).text).links if "format=" in link]
        assert {parse_qs(urlsplit(link).query)["format"][0] for link in links} == several
        for link in links:
            answer = served.client.get(link, headers={"Accept": BROWSER})
            assert answer.status_code == 200
            assert "text/html" not in answer.headers["content-type"]


def test_the_workbook_has_the_same_values_and_no_formula(served: Served) -> None:
    query = HOSTILE.replace("SELECT ?a ?b", "SELECT ?a ?b (3 AS ?n) (2.5 AS ?m) (true AS ?t)")
    answer = served.client.get("/sparql", params={"query": query, "format": "xlsx", "lang": "en"})
    assert answer.headers["content-disposition"].endswith('"query.xlsx"')
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [
        cell.value for cell in cells if cell.data_type == "f" or (cell.hyperlink and cell.hyperlink.target)
    ]
    rows = [[c.value for c in row] for sheet in book for row in sheet.iter_rows()]
    assert ["javascript:alert(1)", "=1+1", 3, 2.5] in [row[:4] for row in rows]
    assert any("SELECT ?a ?b" in str(cell.value) for cell in cells)
    graph = served.client.get("/sparql", params={"query": "CONSTRUCT WHERE {?s ?p ?o}", "format": "xlsx"})
    assert graph.status_code == 406


def test_a_permalink_shows_the_same_and_can_wait(served: Served) -> None:
    found = Links(page(served, example="graphs", origin="yes", size=25, lang="en").text)
    link = next(one for one in found.links if one.startswith("/sparql?query=") and "format" not in one)
    again = served.client.get(link, headers={"Accept": BROWSER})
    assert Links(again.text).rows == found.rows
    waiting = page(served, query="SELECT * { ?s ?p ?o }", run="no")
    assert waiting.status_code == 200
    assert 'id="result"' not in waiting.text
    assert "SELECT * { ?s ?p ?o }" in waiting.text


AWKWARD = "SELECT ?x { VALUES ?x { 'it''s'@en \"a\\\"b\\\\\" '''\"\"\"''' 'x)-\"y' '$HOME `id`' } }".replace(
    "it''s", "its"
)


@pytest.mark.parametrize("query", [AWKWARD, "ASK {}", "CONSTRUCT WHERE { ?s a law:Regulation }"])
def test_snippets_ask_the_same(served: Served, query: str, tmp_path: Path) -> None:
    text = page(served, query=query, lang="en").text
    code = {
        name: re.sub(r"<[^>]*>", "", found)
        for name, found in re.findall(r'<code id="code-(\w+)">(.*?)</code></pre>', text, re.DOTALL)
    }
    code = {name: unescape(found) for name, found in code.items()}
    assert set(code) == {"curl", "python", "r"}
    form = {"format": "csv" if "SELECT" in query else "json" if "ASK" in query else "turtle", "query": query}
    wanted = served.client.post("/sparql", data=form).text
    script = tmp_path / "snippet.py"
    script.write_text(code["python"], "utf-8")
    said = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True).stdout
    if "SELECT" in query:
        rows = [ast.literal_eval(line)["x"] for line in said.splitlines()]
        assert rows == ["its", 'a"b\\', '"""', 'x)-"y', "$HOME `id`"]
    else:
        assert (said.strip() == "True") if "ASK" in query else ("Regulation" in said)
    if shutil.which("curl"):
        asked = subprocess.run(["sh", "-c", code["curl"]], capture_output=True, text=True, check=True)
        assert sorted(asked.stdout.splitlines()) == sorted(wanted.splitlines())
    assert 'read.csv(address, encoding = "UTF-8")' in code["r"] or "readLines" in code["r"]
    assert query in code["r"]


def test_the_editor_knows_the_words_of_the_vocabulary(served: Served) -> None:
    answer = served.client.get("/sparql/words.json")
    told = answer.json()
    assert told["prefixes"] == PREFIXES
    words = {name: (kind, zh, en) for name, kind, zh, en in told["words"]}
    assert words["law:Regulation"][0] == "class"
    assert words["law:number"][0] == "property"
    assert words["ground:force_majeure"] == ("thing", "不可抗力", words["ground:force_majeure"][2])
    assert all(len(row) == 4 for row in told["words"])
    again = served.client.get("/sparql/words.json", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


# --- where rows come from -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def store() -> ox.Store:
    found = current(dataset_folder())
    assert found is not None
    assert found.quads is not None
    store = ox.Store()
    store.bulk_load(found.quads.read_bytes(), format=ox.RdfFormat.N_QUADS)
    return store


def rows_of(store: ox.Store, query: str, names: tuple[str, ...] | None = None) -> set[tuple[str, ...]]:
    found: Any = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    wanted = names if names is not None else tuple(v.value for v in found.variables)
    return {tuple("_" if isinstance(row[n], ox.BlankNode) else str(row[n]) for n in wanted) for row in found}


def _written(term: Any) -> str:
    return "UNDEF" if term is None or isinstance(term, ox.BlankNode) else str(term)


QUERIES = {
    **{name: runnable(one, "en") for name, one in questions().items() if one.needs is None},
    **{e.name: e.query.replace("{lang}", "en") for e in EXAMPLES if e.kind == "rows"},
    "nodes": "SELECT ?n { ?n law:condition [ law:allOf ?list ] }",
    "inverse": "SELECT ?r ?u { ?r ^law:regulation/law:number ?u }",
    "union": "SELECT ?s ?t { { ?s law:text ?t } UNION { ?s law:summary ?t ; a law:Norm } }",
    "compared": "SELECT ?s ?x { ?s law:position ?p FILTER(?p!=3&&?p>=2||?p<=1) BIND(CONCAT('a', STR(?p)) AS ?x) }",
    "tail": "SELECT ?s ?p { ?s law:position ?p } VALUES ?p { 1 2 }",
    "named": "SELECT ?s ?g { GRAPH ?g { ?s a law:Norm } ?s law:modality ?m }",
}


@pytest.mark.parametrize("name", QUERIES)
def test_the_query_for_origins_finds_the_same_rows(store: ox.Store, name: str) -> None:
    told: Any = store.query(QUERIES[name], prefixes=PREFIXES, use_default_graph_as_union=True)
    columns = tuple(v.value for v in told.variables)
    found = followed(QUERIES[name], columns)
    rows = [[_written(row[key]) for key in found.keys] for row in told]
    asked = found.query(rows, most=10**9)
    assert rows_of(store, asked, found.keys) == rows_of(store, QUERIES[name], found.keys)
    graphs = {str(g)[1:-1] for g in store.named_graphs()} | {"None"}
    named = rows_of(store, asked, found.graphs)
    assert {one.strip("<>") for row in named for one in row} <= graphs
    assert named - {("None",) * len(found.graphs)}


def test_each_row_comes_from_the_graphs_of_its_statements() -> None:
    store = ox.Store()
    node = ox.NamedNode
    for subject, verb, value, graph in (
        ("urn:a", "urn:p", "urn:b", "urn:g1"), ("urn:b", "urn:q", "urn:c", "urn:g2"),
        ("urn:d", "urn:p", "urn:e", "urn:g3"),
    ):  # fmt: skip
        store.add(ox.Quad(node(subject), node(verb), node(value), node(graph)))
    found = followed("SELECT ?s ?c { ?s <urn:p> ?o OPTIONAL { ?o <urn:q> ?c } }", ("s", "c"))
    assert found.whole
    asked = found.query([["<urn:a>", "<urn:c>"], ["<urn:d>", "UNDEF"]])
    assert rows_of(store, asked) == {
        ("<urn:a>", "<urn:c>", "<urn:g1>", "<urn:g2>"),
        ("<urn:d>", "None", "<urn:g3>", "None"),
    }


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <urn:g> { ?s ?p ?o }",
        "SELECT ?x { VALUES ?x { 1 } }",
        "SELECT (EXISTS { ?s ?p ?o } AS ?x) {}",
    ],
)
def test_what_cannot_be_followed_is_said(served: Served, query: str) -> None:
    with pytest.raises(NotFollowed):
        followed(query, ("x",))
    answer = page(served, query=query, origin="yes", lang="en")
    assert answer.status_code == 200
    assert "cannot be told" in answer.text or "No rows" in answer.text


def test_the_page_numbers_the_graphs_of_each_row(served: Served) -> None:
    query = "SELECT ?s { ?s a law:Regulation ; law:inForceFrom ?d }"
    answer = page(served, query=query, origin="yes", lang="en").text
    rows = Links(answer).rows
    assert rows[0][-1] == "From"
    assert all(re.fullmatch(r"[\d ]+", row[-1].strip()) for row in rows[1:])
    numbers = {n for row in rows[1:] for n in row[-1].split()}
    assert all(f'id="from-{n}"' in answer for n in numbers)


# --- driven by a browser ------------------------------------------------------------------------


def test_a_reader_writes_a_query_with_the_keyboard_and_takes_the_result_away(
    visit: Visitor, axe: Callable[..., list[str]], tmp_path: Path
) -> None:
    page = visit("/sparql?lang=en")
    page.wait_for_selector(".CodeMirror")
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("SELECT ?r WHERE { ?r a law:Regul")
    page.wait_for_selector(".CodeMirror-hints")
    page.keyboard.press("Enter")
    assert "law:Regulation" in page.locator(".CodeMirror-code").inner_text()
    page.keyboard.type(" }")
    assert page.locator(".wrong").count() == 0
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.CodeMirror') === null")
    page.locator(".CodeMirror").click()
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert "query=SELECT" in page.url
    assert page.locator("table.rows tbody tr").count() == 8
    assert axe(page) == []
    with page.expect_download() as coming:
        page.get_by_role("link", name="XLSX").click()
    place = tmp_path / "query.xlsx"
    coming.value.save_as(place)
    book = openpyxl.load_workbook(place)
    values = {str(c.value) for sheet in book for row in sheet.iter_rows() for c in row}
    assert "https://w3id.org/kg-query/id/town" in values
    page.locator("table.rows a").first.click()
    assert "/id/" in page.url


def test_a_faulty_query_is_marked_in_the_editor_and_mended(
    visit: Visitor, axe: Callable[..., list[str]]
) -> None:
    page = visit("/sparql?lang=zh&query=" + "SELECT%20%2A%20%7B%0A%20%3Fs%20nope%3Aa%20%3Fo%20%7D")
    page.wait_for_selector(".CodeMirror .wrong")
    assert "前缀 nope: 没有声明" in (page.locator(".wrong").get_attribute("title") or "")
    page.locator("#goto").click()
    assert page.evaluate("document.querySelector('.CodeMirror').contains(document.activeElement)")
    assert axe(page) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_on_a_phone_and_without_scripts_it_works_as_well(
    visit: Visitor, axe: Callable[..., list[str]], lang: str
) -> None:
    page = visit(f"/sparql?example=citations-drawn&origin=yes&lang={lang}", lang, PHONE)
    page.wait_for_selector("figure.graph.drawn")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []
    plain = visit(f"/sparql?lang={lang}", lang, scripts=False)
    plain.locator("#query").fill("ASK { ?s a law:Regulation }")
    plain.locator("#ask button[type=submit]").click()
    assert plain.locator(".verdict strong").inner_text() == ("是" if lang == "zh" else "Yes")


def test_a_long_query_is_sent_in_the_body(visit: Visitor) -> None:
    page = visit("/sparql?lang=en")
    page.wait_for_selector(".CodeMirror")
    query = "SELECT ?x { VALUES ?x { " + " ".join(f'"{n:06d}"' for n in range(900)) + " } }"
    page.evaluate("text => document.querySelector('.CodeMirror').CodeMirror.setValue(text)", query)
    with page.expect_navigation():
        page.locator("#ask button[type=submit]").click()
    assert "query=" not in page.url
    assert "900 rows" in page.locator(".count").inner_text()
    with page.expect_navigation():
        page.locator("nav.paging button", has_text="2").click()
    assert "101–200" in page.locator(".count").inner_text()
    with page.expect_download() as coming:
        page.locator("button[value=csv]").click()
    assert len(Path(coming.value.path()).read_text("utf-8").split()) == 901


def test_hostile_values_do_nothing_in_a_browser(visit: Visitor) -> None:
    page = visit("")
    page.goto(visit.base + "/sparql?" + urlencode({"query": HOSTILE}))
    page.wait_for_selector("table.rows")
    assert page.evaluate("window.__xss") is None
    assert page.locator("a[href^='javascript:'], a[href^='data:']").count() == 0
