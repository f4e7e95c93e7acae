"""The pages that compare regulations: what stands on them is what the API says, and what is sent comes back."""

from __future__ import annotations

import base64
import copy
import csv
import html
import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from served import Served

from kg_query.compare.narrowing import Narrow
from kg_query.compare.report import Part, Report, Wanted
from kg_query.graph import KnowledgeGraph
from kg_query.web.pages.compare import VIEWS
from kg_query.web.pages.compare_answers import scenario_network
from kg_query.web.pages.compare_names import Names
from kg_query.wording.citation import cite
from kg_query.wording.messages import say

if TYPE_CHECKING:
    from browser import Visitor

MATTER = Path(__file__).parents[1] / "data" / "examples" / "matter.json"
#: Two regulations that are alike, compared in a moment.
TWO = {"regulation": ["nanmu", "puxian-tolerance"]}
#: The kinds of differences in procedure.
KINDS = ("other_body", "duty_against_discretion", "other_modality", "other_period", "other_day_kind", "same")
PARTS = ("", "/grounds", "/clauses", "/scenarios", "/measures", "/procedure")


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


def test_a_page_changes_nothing_in_the_answer_that_other_pages_read_too(kg: KnowledgeGraph) -> None:
    comparison = kg.compare(TWO["regulation"])
    parts: tuple[Part, ...] = ("grounds", "clauses")
    answer = Report(comparison, Wanted(parts)).to_json()
    before = copy.deepcopy(answer)
    for lang in ("zh", "en"):
        names = Names.of(kg.corpus, lang)
        assert names is Names.of(kg.corpus, lang)
        for part in parts:
            made = {**answer[part], "regulations": answer["regulations"], "base": answer["base"]}
            asked = {"narrow": Narrow.asked(kg.corpus, (part,), {}), "show": None, "page": None}
            assert VIEWS[part](names, made, asked)
    assert answer == before


def shown(served: Served, path: str, status: int = 200, **asked: Any) -> str:
    answer = served.client.get(f"/compare{path}", params={**TWO, **asked}, headers={"Accept": "text/html"})
    assert answer.status_code == status, answer.text
    return answer.text


def told(served: Served, part: str, **asked: Any) -> dict[str, Any]:
    answer = served.client.get(f"/api/v1/compare/{part}", params={**TWO, **asked, "format": "json"})
    assert answer.status_code == 200, answer.text
    value: dict[str, Any] = answer.json()
    return value


def words(page: str) -> str:
    """What a reader sees of a page."""
    main = re.sub(r"<script.*?</script>", "", page.split("<main")[1].split("</main>")[0], flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", main)).split())


def figures(page: str, kind: str) -> list[dict[str, Any]]:
    """The data of the charts or graphs of a page."""
    found = re.findall(
        rf'<figure class="{kind}"[^>]*><script type="application/json">(.*?)</script>', page, re.DOTALL
    )
    return [json.loads(one) for one in found]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", PARTS)
def test_every_part_is_a_page_of_its_own(served: Served, path: str, lang: str) -> None:
    page = shown(served, path, lang=lang)
    assert page.count("<h1") == 1 and page.count('aria-current="page"') >= 1
    assert "Undefined" not in page and "None" not in words(page) and "{'zh'" not in page


def test_the_matrix_holds_what_two_regulations_listen_to(served: Served, kg: KnowledgeGraph) -> None:
    rows = told(served, "grounds")["grounds"]["rows"]
    both = [row for row in rows if all(cell["uses"] for cell in row["cells"])]
    page = shown(served, "/grounds", lang="en")
    assert f"of {len(both)}" in words(page)
    assert f"of {len(rows)}" in words(shown(served, "/grounds", lang="en", show="all"))
    row = next(row for row in both if row["cells"][0]["outcomes"])
    found = words(shown(served, "/grounds", lang="en", q=row["label"]["en"]))
    use = next(use for use in row["cells"][0]["uses"] if use["gives"])
    assert row["label"]["en"] in found
    assert kg.corpus.outcomes[use["outcome"]].label.en in found
    assert cite(kg.corpus, use["provision"], "en") in found


def test_the_pages_of_the_matrix_hold_every_row_once(served: Served) -> None:
    links: list[str] = []
    for number in range(1, 30):
        page = shown(served, "/grounds", show="all", page=number)
        links += re.findall(r'<th scope="row"><a href="/ground/([^"?]+)\.html', page)
        if 'rel="next"' not in page:
            break
    rows = told(served, "grounds")["grounds"]["rows"]
    assert sorted(links) == sorted(row["ground"] for row in rows)


def test_the_counts_are_those_of_the_api(served: Served) -> None:
    chart = figures(shown(served, "/grounds"), "chart")[0]
    counts = told(served, "grounds")["grounds"]["counts"][0]
    heard = (
        "identical",
        "wider",
        "narrower",
        "overlapping",
        "different_modality",
        "different_outcome",
        "undecided",
    )
    assert sum(one["values"][0] for one in chart["series"]) == sum(counts[kind] for kind in heard) > 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_clauses_stand_side_by_side_with_their_differences_marked(served: Served, lang: str) -> None:
    made = told(served, "clauses")["clauses"]
    pair = next(p for p in made["pairs"] if p["closest"] and p["role"] == "clause" and p["wording"] != "same")
    page = shown(served, "/clauses", lang=lang)
    for mark, tag in (("removed", "del"), ("added", "ins")):
        on_page = [html.unescape(one) for one in re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)]
        for kind, text in pair["runs"][lang]:
            assert kind != mark or text in on_page
    alone = made["unique"]["nanmu"]
    page = shown(served, "/clauses", show="unique", pair="nanmu~nanmu")
    assert re.findall(r'<th scope="row" class="nowrap"><a href="/id/([^"?]+)\.html', page) == alone[:20]


def test_a_scenario_has_an_address_and_a_drawing_of_its_own(served: Served) -> None:
    pair = told(served, "scenarios")["scenarios"]["pairs"][0]
    page = shown(served, "/scenarios", lang="en")
    chart = figures(page, "chart")[0]
    assert [one["values"][0] for one in chart["series"]] == [
        pair["found"].get(k, 0) for k in ("opposite", "excepted", "degree", "silent")
    ]
    assert figures(page, "graph") == [], "two regulations alone make no network"
    one = pair["scenarios"][1]
    page = shown(served, "/scenarios", lang="en", pair="nanmu~puxian-tolerance", number=2)
    assert one["why"]["en"] in words(page)
    drawn = figures(page, "graph")[0]
    ids = {node["id"] for node in drawn["nodes"]}
    assert sum(node["rank"] == 0 for node in drawn["nodes"]) == len(one["findings"])
    assert all({edge["source"], edge["target"]} <= ids for edge in drawn["edges"]) and drawn["edges"]


def test_regulations_are_joined_by_the_number_of_contrary_scenarios(kg: KnowledgeGraph) -> None:
    names = Names.of(kg.corpus, "en")
    counts = [
        {"pair": pair, "opposite": number}
        for pair, number in ((("nanmu", "mingshan"), 4), (("nanmu", "town"), 0), (("mingshan", "town"), 2))
    ]
    drawn = scenario_network(names, counts)
    assert drawn and [node["id"] for node in drawn["nodes"]] == ["nanmu", "mingshan", "town"]
    assert [(e["source"], e["target"], e["label"], e["weight"]) for e in drawn["edges"]] == [
        ("nanmu", "mingshan", "4", 8.0), ("mingshan", "town", "2", 4.5),
    ]  # fmt: skip
    assert scenario_network(names, counts[:1]) is None


def test_differences_in_procedure_can_be_chosen_by_kind(served: Served) -> None:
    topics = told(served, "procedure")["procedure"]["topics"]
    same = [one for topic in topics for one in topic["differences"] if one["kind"] == "same"]
    page = shown(served, "/procedure", lang="en", show="differences", kind="same")
    chips = re.findall(r'<span class="chip (?:good|mild)">(.*?)</span>', page.split("</thead>")[1])
    kinds = [chip for chip in chips if chip in {say(f"procedure.kind.{kind}", "en") for kind in KINDS}]
    assert same and kinds == [say("procedure.kind.same", "en")] * len(same)


def test_the_figures_are_those_of_the_api(served: Served) -> None:
    page = shown(served, "/measures")
    made = told(served, "measures")["measures"]
    assert figures(page, "chart")[0]["series"][0]["values"] == [
        row["share"] for row in made["coverage"]["rows"] if row["family"] is None
    ]
    assert f"{made['overlap']['rows'][0]['share'] * 100:.1f}%" in words(page)


@pytest.mark.parametrize("path", ["/grounds", "/measures", "/procedure"])
def test_every_table_is_to_be_had_as_a_file(served: Served, path: str) -> None:
    page = shown(served, path, lang="en")
    links = [html.unescape(one) for one in re.findall(r'href="(/api/v1/compare[^"]*)"', page)]
    tables = [one for one in links if "table=" in one]
    assert len(tables) >= 3 and any("format=pdf" in one for one in links)
    for one in tables:
        assert parse_qs(urlsplit(one).query)["regulation"] == TWO["regulation"]
        answer = served.client.get(one)
        assert answer.status_code == 200, one
        if "format=xlsx" in one:
            assert openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0].max_row > 1


def twin(page: str, table: str, format: str) -> str:
    """The address of a table of a page as a file."""
    found = [html.unescape(one) for one in re.findall(r'href="(/api/v1/compare[^"]*)"', page)]
    (one,) = (one for one in found if f"format={format}&table={table}&" in one)
    return one


def of(row: dict[str, Any], one: dict[str, Any]) -> bool:
    return all(row.get(key) == value for key, value in one.items())


#: A page narrowed by the reader: its filters, the key of its table, what its rows are made of in the page.
NARROWED: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("/grounds", {}, "grounds"),
    ("/grounds", {"show": "all", "q": "harm"}, "grounds"),
    ("/grounds", {"relation": "different_outcome"}, "grounds"),
    ("/clauses", {"wording": "near"}, "clauses"),
    ("/clauses", {"pair": "lianyungang~mingshan", "show": "overlapping", "wording": "near"}, "clauses-overlapping"),
    ("/clauses", {"pair": "nanmu~nanmu", "show": "unique"}, "clauses-unique"),
    ("/scenarios", {**TWO, "kind": "opposite", "pair": "puxian-tolerance~nanmu"}, "scenarios"),
    ("/procedure", {"group": "deciding", "kind": "same"}, "procedure"),
    ("/procedure", {"group": "deciding", "kind": "same", "show": "deciders"}, "procedure_deciders"),
    ("/procedure", {"group": "opening", "show": "deadlines"}, "procedure_deadlines"),
    ("/procedure", {"group": "deciding", "pair": "nanmu~mingshan", "kind": "other_body", "show": "differences"}, "procedure_differences"),
)  # fmt: skip


@pytest.mark.parametrize(("path", "asked", "table"), NARROWED)
def test_a_file_has_the_rows_that_the_filters_leave(
    served: Served, path: str, asked: dict[str, Any], table: str
) -> None:
    some = {"regulation": ["nanmu", "lianyungang", "mingshan"], **asked}
    page = shown(served, path, lang="en", **some)
    counted = re.search(r'role="status">[^<]*?of (\d+)<', page)
    assert counted is not None
    total = int(counted[1])
    address = twin(page, table, "json")
    given = parse_qs(urlsplit(address).query)
    assert given["regulation"] == some["regulation"]
    rows = served.client.get(address).json()
    sheet = served.client.get(twin(page, table, "csv")).content.decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(served.client.get(twin(page, table, "xlsx")).content))
    assert len(rows) == len(list(csv.reader(io.StringIO(sheet)))) - 1 == total > 0
    assert book.worksheets[-1].max_row == total + 1
    every = {k: v for k, v in given.items() if k in ("regulation", "table", "lang", "format")}
    whole = served.client.get(urlsplit(address).path, params=every).json()
    # columns of notes stand only where some row has one
    assert [{k: row.get(k) for k in rows[0]} for row in whole if any(of(row, one) for one in rows)] == rows
    narrows = set(given) - set(every)
    assert (len(rows) < len(whole)) is bool(narrows)


def test_a_filter_that_leaves_nothing_or_is_unknown_is_said(served: Served) -> None:
    page = shown(served, "/grounds", lang="en", q="nothing is called so")
    assert "No finding fits" in words(page) and "table=grounds&amp;" not in page
    address = "/api/v1/compare/grounds?table=grounds&format=csv&q=nothing+is+called+so"
    assert served.client.get(address).text.count("\n") == 1
    assert "cannot be" in words(shown(served, "/scenarios", 400, lang="en", kind="worst"))
    assert served.client.get("/api/v1/compare/procedure?kind=opposite").status_code == 400
    assert served.client.get("/api/v1/compare/clauses?q=harm").status_code == 400


def test_what_cannot_be_compared_is_said_and_nothing_asked_is_lost(served: Served) -> None:
    page = shown(served, "/grounds", 400, regulation="nanmu", q="<b>words", lang="en")
    assert 'role="alert"' in page and "two regulations at least" in words(page)
    assert 'value="&lt;b&gt;words"' in page
    checked = re.findall(r'value="([^"]+)" checked', page)
    assert checked == ["nanmu"]
    assert shown(served, "/clauses", 400, similarity="7").count('role="alert"') == 1
    answer = served.client.get("/compare/nothing", headers={"Accept": "text/html"})
    assert answer.status_code == 404


def test_a_page_is_not_sent_twice(served: Served) -> None:
    first = served.client.get("/compare/grounds", params=TWO)
    again = served.client.get(
        "/compare/grounds", params=TWO, headers={"If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304 and "public" in first.headers["Cache-Control"]


def handed(page: str) -> tuple[dict[str, str], list[str], str]:
    """What the first button to the page of assessment sends: findings, regulations; and where to."""
    form = page.split('<form class="to-assess')[1].split("</form>")[0]
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    found = {name.removeprefix("g."): value for name, value in fields if name.startswith("g.")}
    address = re.search(r'action="([^"]*)"', form)
    assert address is not None
    return found, [value for name, value in fields if name == "regulation"], html.unescape(address[1])


@pytest.mark.parametrize(
    "path",
    ["/compare/scenarios?lang=en&kind=opposite", "/ground/force_majeure.html?lang=en", "/id/nanmu/art_9__point_1.html?lang=en"],
)  # fmt: skip
def test_findings_are_handed_to_the_page_of_assessment(served: Served, path: str) -> None:
    asked = TWO if path.startswith("/compare") else {}
    page = served.client.get(path, params={"lang": "en", **asked}, headers={"Accept": "text/html"})
    assert page.status_code == 200
    findings, slugs, address = handed(page.text)
    way, _, packed = address.partition("#f=")
    carried = json.loads(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    assert carried["f"] == findings and carried.get("regulation", []) == slugs and findings
    data: dict[str, Any] = {f"g.{ground}": status for ground, status in findings.items()}
    answer = served.client.post(way, data={**data, "regulation": slugs})
    assert answer.status_code == 200 and 'role="alert"' not in answer.text
    for ground, status in findings.items():
        assert re.search(rf'name="g\.{ground}" value="{status}"[^>]* checked', answer.text)


# --- one matter -----------------------------------------------------------------------------------


def test_a_matter_is_put_under_all_regulations(served: Served, kg: KnowledgeGraph) -> None:
    files = {"matters": (MATTER.name, MATTER.read_bytes())}
    answer = served.client.post("/compare/case?lang=en", files=files)
    assert answer.status_code == 200 and "no-store" in answer.headers["Cache-Control"]
    found = words(answer.text)
    case = served.client.post("/api/v1/compare/case", json=json.loads(MATTER.read_text("utf-8"))).json()[
        "case"
    ]
    for one in case["results"]:
        named = kg.corpus.outcomes.get(one["outcome"])
        assert named is None or named.label.en in found
    assert all(one["why"]["en"] in found for one in case["divergences"])
    example = served.client.get("/compare/case?example=matter&lang=en")
    for line in ('id="divergences"', *(one["why"]["en"] for one in case["divergences"])):
        assert line in html.unescape(example.text), "the example is answered at once"
    kept = re.search(r'name="matters\.kept" value="([^"]+)"', answer.text)
    assert kept is not None
    book = served.client.post("/compare/case/file?lang=en", data={"matters.kept": kept[1], "file": "xlsx"})
    assert book.headers["Content-Disposition"].startswith("attachment")
    names = [sheet.title for sheet in openpyxl.load_workbook(io.BytesIO(book.content)).worksheets]
    assert len(names) >= 2


def test_a_matter_that_cannot_be_read_comes_back_with_what_is_wrong(served: Served) -> None:
    answer = served.client.post(
        "/compare/case?lang=en", data={"text": '{"id": "m", "established": ["<nothing>"]}'}
    )
    assert answer.status_code == 422 and 'role="alert"' in answer.text
    assert "&lt;nothing&gt;" in answer.text.split("<textarea")[1]
    nothing = served.client.post("/compare/case?lang=en", data={"text": ""})
    assert nothing.status_code == 422 and "no matter was given" in words(nothing.text)
    several = (MATTER.parent / "matters" / "batch.xlsx").read_bytes()
    many = served.client.post(
        "/compare/case/file?lang=en", files={"matters": ("batch.xlsx", several)}, data={"file": "pdf"}
    )
    assert many.status_code == 400 and 'role="alert"' in many.text


# --- in a browser ---------------------------------------------------------------------------------


def test_charts_and_graphs_are_drawn_and_can_be_worked_by_keyboard(visit: Visitor) -> None:
    page = visit("/compare/scenarios?regulation=nanmu&regulation=puxian-tolerance", "en")
    page.locator("figure.chart.drawn canvas").wait_for()
    button = page.locator("figure.chart .legend button").first
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-pressed") == "false"
    assert page.locator("figure .drawing[role=img]").first.get_attribute("aria-label")
    assert page.locator("figure.graph").count() == 0, "two regulations make no network"
    measures = page.url.replace("/scenarios", "/measures")
    page.locator("article.scenario h3 a").first.click()
    page.locator("figure.graph.drawn canvas").first.wait_for()
    page.get_by_role("button", name="Zoom in").press("Enter")
    page.goto(measures)
    page.locator("figure.chart.drawn svg.heat rect").first.wait_for()
    assert page.locator("figure.chart.drawn svg.heat rect").count() > 20


@pytest.mark.parametrize(("lang", "width"), [("zh", 1280), ("en", 390)])
def test_from_an_empty_start_to_a_file(visit: Visitor, lang: str, width: int) -> None:
    page = visit("/compare?regulation=nanmu&regulation=puxian-tolerance", lang, width)
    page.locator("main .ways a[href*='/compare/case']").click()
    page.locator("#matters").set_input_files(str(MATTER))
    page.locator("form#case > button[type=submit]").click()
    page.locator("#outcomes").wait_for(timeout=90_000)
    assert "m-2024-017" in page.locator("h1").inner_text()
    page.locator("figure.graph.drawn canvas").first.wait_for()
    with page.expect_download() as waiting:
        page.locator("button[name=file][value=csv]").click()
    made = Path(waiting.value.path()).read_text("utf-8-sig")
    assert made.count("\n") == 6 and len(made.splitlines()) == 6
