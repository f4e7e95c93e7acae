"""The start page, search, drafting defects and named questions, asked over HTTP: what stands on them is what the API says."""

from __future__ import annotations

import asyncio
import csv
import html
import io
import json
import re
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from api_calls import ask
from served import Served
from starlette.requests import Request

from kg_query.ask import TOPICS, questions
from kg_query.errors import UsageError
from kg_query.graph import KnowledgeGraph
from kg_query.matters import read_matters
from kg_query.web.pages import defects, home
from kg_query.web.pages.advice import advice
from kg_query.web.pages.named import Named
from kg_query.web.pages.search import passage
from kg_query.web.problem_types import TYPES
from kg_query.workers import Busy

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
CASE = EXAMPLES / "casefiles" / "penalty-half-judged.json"
BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


def words_of(page: str) -> str:
    """What a reader sees of a page."""
    main = re.split(r"<main[^>]*>", page)[1].split("</main>")[0]
    main = re.sub(r"<script.*?</script>", "", main, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def links(page: str) -> list[str]:
    return [html.unescape(one) for one in re.findall(r'href="([^"]*)"', page)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_start_page_shows_the_documents_and_an_example(
    served: Served, kg: KnowledgeGraph, lang: str
) -> None:
    answer = served.client.get("/", params={"lang": lang})
    assert answer.status_code == 200
    said = words_of(answer.text)
    for regulation in kg.corpus.regulations.values():
        assert regulation.label.in_(lang) in said
        assert f"/id/{regulation.slug}.html?lang={lang}" in links(answer.text)
    [verdict] = kg.verdicts(read_matters([str(EXAMPLES / "matter.json")], kg.corpus))
    for one in verdict.to_json()["results"]:
        assert kg.corpus.outcomes[one["outcome"]].label.in_(lang) in said
    assert f"/assess?example=matter&lang={lang}" in links(answer.text)
    again = served.client.get("/", params={"lang": lang}, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304 and not again.content


def test_the_example_stands_on_the_start_page_where_no_worker_is_free(
    kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(*_: object, **__: object) -> object:
        raise Busy(1)

    monkeypatch.setattr(home, "ask", busy)
    app = SimpleNamespace(state=SimpleNamespace(service=SimpleNamespace(kg=kg)))
    scope = {"type": "http", "path": "/", "query_string": b"lang=en", "headers": [], "app": app}
    example = asyncio.run(home._example(Request(scope)))
    assert example is not None and not example["outcomes"]
    said, status = example["findings"][0]
    assert (said.text, status) == ("force majeure", "established")


def test_a_ground_that_is_found_by_its_name_is_explained(served: Served, kg: KnowledgeGraph) -> None:
    page = served.client.get("/search", params={"q": "不可抗力", "kind": "ground", "lang": "zh"})
    assert kg.corpus.grounds["force_majeure"].definition.zh in words_of(page.text)


def test_search_marks_the_words_and_counts_every_kind(served: Served, kg: KnowledgeGraph) -> None:
    hits = kg.search("容错", limit=None)
    answer = served.client.get("/search", params={"q": "容错"})
    said = words_of(answer.text)
    assert f"找到 {len(hits)} 处" in said
    assert "<mark><bdi>容错</bdi></mark>" in answer.text
    first = next(hit for hit in hits if hit.kind == "ground")
    assert f"/ground/{first.id}.html" in links(answer.text)
    only = served.client.get("/search", params={"q": "容错", "kind": "ground", "lang": "en"})
    assert "/ground/" in only.text and "/id/nanmu/art_1" not in only.text
    table = served.client.get(next(one for one in links(answer.text) if "format=csv" in one))
    assert len(list(csv.reader(io.StringIO(table.text)))) == len(hits) + 1


def test_a_search_without_an_end_is_paged(served: Served, kg: KnowledgeGraph) -> None:
    hits = [hit.id for hit in kg.search("的", kinds=["provision"], limit=None)]
    assert len(hits) > 60
    seen: list[str] = []
    page: str | None = "/search?q=的&kind=provision"
    while page and len(seen) < 75:
        answer = served.client.get(page)
        seen += re.findall(r"<code><bdi>([^<]+)</bdi></code>", answer.text)
        follow = re.search(r'rel="next" href="([^"]+)"', answer.text)
        page = html.unescape(follow[1]) if follow else None
    assert seen == hits[: len(seen)] and len(seen) == 75


@pytest.mark.parametrize(
    ("query", "status", "wanted"),
    [
        ("", 200, "Type what to look for"),
        ("q=qqqqzz", 200, "Nothing was found"),
        ("q=%2C", 400, "no word"),
        ("q=x&kind=grounds", 400, "ground"),
        ("q=x&regulation=nanm", 400, "nanmu"),
        ("q=" + "%E5%AE%B9" * 500, 200, "Search"),
        ("q=%3Cscript%3Ealert(1)%3C/script%3E", 200, "Search"),
        ("q=x&page=-1", 200, "Search"),
    ],
)
def test_a_search_for_nothing_says_what_to_do(served: Served, query: str, status: int, wanted: str) -> None:
    answer = served.client.get(f"/search?{query}&lang=en")
    assert answer.status_code == status, answer.text[:500]
    assert wanted in words_of(answer.text) and "<script>alert" not in answer.text
    if status == 400 and "q=x" in query:
        assert 'value="x"' in answer.text, "what was typed is still there"


def test_a_passage_is_cut_around_the_words() -> None:
    text = "甲" * 100 + "容错" + "乙" * 200
    pieces = passage(text, [[100, 102]], 10)
    assert pieces[0] == ("…", False) and pieces[-1] == ("…", False) and ("容错", True) in pieces
    assert passage("", [], 10) == [] and passage("甲乙", [], 10) == [("甲乙", False)]
    assert passage("in order to prevent force", [[20, 25]], 8)[:2] == [("…", False), ("prevent ", False)]
    assert "".join(p for p, _ in passage("因不可抗力", [[1, 5]], 9)) == "因不可抗力"


def test_defects_are_those_of_the_checks_and_filters_hold(served: Served) -> None:
    checked = served.client.get("/api/v1/lint", params={"about": "law", "lang": "en"}, timeout=150)
    faults = checked.json()["faults"]
    answer = served.client.get("/defects", params={"lang": "en"})
    assert f"found {len(faults)} defects" in words_of(answer.text)
    narrow = {"regulation": "town", "severity": "warning", "acknowledged": "no", "lang": "en"}
    wanted = [
        f
        for f in faults
        if "town" in {i.split("/")[0] for i in (f["entity"], *(c["id"] for c in f["clauses"]))}
        and f["severity"] == "warning"
        and not f["acknowledged"]
    ]
    page = served.client.get("/defects", params=narrow)
    assert 0 < len(wanted) <= 25 and f"Defects that fit: {len(wanted)}" in words_of(page.text)
    assert page.text.count('<article class="fault">') == len(wanted)
    said = words_of(page.text)
    for fault in wanted:
        for clause in fault["clauses"]:
            assert not clause["words"] or " ".join(clause["words"]["en"].split())[:60] in said


def test_the_files_of_the_defects_have_what_the_page_shows(served: Served) -> None:
    page = served.client.get(
        "/defects", params={"check": "days-of-no-kind", "severity": "warning", "lang": "en"}
    )
    for key, format in product(("severities", "defects"), ("xlsx", "csv", "json")):
        assert any(f"format={format}&table={key}" in one for one in links(page.text))
    twin = next(one for one in links(page.text) if "format=json" in one)
    assert "check=days-of-no-kind" in twin and "severity=warning" in twin
    listed = served.client.get(twin).json()["faults"]
    assert page.text.count('<article class="fault">') == len(listed) > 0
    assert served.client.get(twin + "&acknowledged=yes").json()["faults"] == []


def test_the_tables_of_counts_are_to_be_had_as_files(kg: KnowledgeGraph) -> None:
    asked: dict[str, Any] = {"about": "law", "regulation": ["town"], "lang": "en"}
    listed = json.loads(ask(kg, "lint", **asked).content)["faults"]
    faults = [{**one, "regulations": defects._slugs(kg.corpus, one)} for one in listed]
    slugs = [slug for slug in kg.corpus.regulations if any(slug in one["regulations"] for one in faults)]
    shown = defects._by_severity(faults, slugs, Named(kg.corpus, "en"))
    series = {one["name"]: [str(n) for n in one["values"]] for one in shown["series"]}
    rows = {
        row["sentence"]: [str(n) for _, n in row["cells"]] for row in defects._matrix(faults, slugs, "en")
    }
    for key, head, wanted in (("severities", "severity", series), ("defects", "check", rows)):
        file = ask(kg, "lint", format="csv", table=key, **asked).content.decode("utf-8-sig")
        told = list(csv.DictReader(io.StringIO(file)))
        assert {row[head].rstrip("."): [row[s] for s in slugs] for row in told} == wanted and wanted
        book = openpyxl.load_workbook(io.BytesIO(ask(kg, "lint", format="xlsx", table=key, **asked).content))
        assert [cell.value for cell in book.worksheets[-1]["A"]][1:] == [row[head] for row in told]
        assert json.loads(ask(kg, "lint", format="json", table=key, **asked).content)
    with pytest.raises(UsageError, match="table"):
        ask(kg, "lint", format="pdf", table="defects", **asked)


def test_a_defect_filter_that_is_not_known_is_told(served: Served) -> None:
    answer = served.client.get("/defects", params={"check": "garbled-sentences", "lang": "en"}, timeout=150)
    assert answer.status_code == 400
    assert "garbled-sentence" in words_of(answer.text) and 'role="alert"' in answer.text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_question_is_listed_and_has_a_page(served: Served, kg: KnowledgeGraph, lang: str) -> None:
    page = served.client.get("/questions", params={"lang": lang})
    found = links(page.text)
    for name, question in questions().items():
        assert found.count(f"/questions/{name}?lang={lang}") == 1, "listed under its topic, and there alone"
        assert question.words.in_(lang) in words_of(page.text)
    for topic, title in TOPICS.items():
        [section] = re.findall(rf'<section aria-labelledby="{topic}">(.*?)</section>', page.text, re.DOTALL)
        listed = {name for name in questions() if f"/questions/{name}?lang={lang}" in links(section)}
        assert listed == {name for name, question in questions().items() if question.topic == topic}
        assert title.in_(lang) in words_of(page.text) and f"#{topic}" in found
    for name in ("coverage", "catch-alls", "wider-elsewhere", "files-by-grade"):
        one = served.client.get(f"/questions/{name}", params={"lang": lang})
        assert one.status_code == 200 and questions()[name].words.in_(lang) in words_of(one.text)


def test_an_answer_stands_in_words_with_links_and_in_files(served: Served, kg: KnowledgeGraph) -> None:
    answer = kg.ask("relief-for-ground", {"ground": "force_majeure"}, "en")
    page = served.client.get("/questions/relief-for-ground", params={"ground": "force_majeure", "lang": "en"})
    assert f"{len(answer.rows)} rows" in words_of(page.text)
    place = answer.columns.index("clause")
    for row in answer.rows:
        assert f"/id/{row[place]}.html?lang=en" in links(page.text)
    book = served.client.get(next(one for one in links(page.text) if "format=xlsx" in one))
    table = openpyxl.load_workbook(io.BytesIO(book.content)).worksheets[1]
    assert table.max_row == len(answer.rows) + 1
    assert '<option value="force_majeure" selected>' in page.text
    told = words_of(page.text)
    assert "the town Article 7(7) exempt liability shall not be pursued" in told, (
        "not as if it might not exempt"
    )


def test_a_parameter_that_is_wrong_is_told_and_stays(served: Served) -> None:
    page = served.client.get("/questions/shared-grounds", params={"at_least": "many", "lang": "en"})
    assert page.status_code == 400 and "whole number" in words_of(page.text) and 'value="many"' in page.text
    other = served.client.get(
        "/questions/clauses-using-ground", params={"ground": "force_majure", "lang": "en"}
    )
    assert other.status_code == 400 and "force_majeure" in words_of(other.text)
    assert '<option value="force_majure" selected>' in other.text
    none = served.client.get("/questions/coverages", headers=BROWSER)
    assert none.status_code == 404 and "coverage" in words_of(none.text)


def test_what_is_chosen_is_called_by_its_name_and_what_is_typed_says_how(served: Served) -> None:
    chosen = served.client.get("/questions/norms-by-modality", params={"lang": "en"}).text
    assert '<label for="p-modality">Modality</label>' in chosen
    typed = served.client.get("/questions/scoring-lines", params={"lang": "zh"}).text
    assert '<label for="p-prefix">编号前缀</label>' in typed
    [hint] = re.findall(r'aria-describedby="h-prefix"><small id="h-prefix">(.*?)</small>', typed)
    assert hint == "P- 处罚，Q- 强制"


def test_a_page_that_is_not_there_leads_on(served: Served) -> None:
    near = served.client.get("/id/nanmu/art_1o", headers=BROWSER, params={"lang": "en"})
    assert near.status_code == 404 and f"{served.url}/id/nanmu/art_10" in links(near.text)
    assert 'action="/search"' in near.text.split("<main")[1], "a field for searching"
    for lang, word in (("zh", "首页"), ("en", "start page")):
        gone = served.client.get("/nowhere", headers=BROWSER, params={"lang": lang})
        said = words_of(gone.text)
        assert gone.status_code == 404 and word in said and "/docs" not in said and "/id/" not in said


@pytest.mark.parametrize(
    "slug",
    ["bad-input", "bad-parameter", "busy", "internal-error", "method-not-allowed", "not-acceptable", "not-found",
     "not-ready", "store-unavailable", "timeout", "too-large", "too-many-requests", "uri-too-long"],
)  # fmt: skip
def test_what_a_page_advises_needs_no_knowledge_of_programs(slug: str) -> None:
    told = advice(slug)
    assert told != TYPES[slug].advice
    for code in (
        "Retry-After",
        "X-Request-ID",
        "Accept",
        "Allow",
        "detail",
        "problems",
        "reasons",
        "/docs",
        "POST",
    ):
        assert code not in told.zh and code not in told.en


def test_numbers_have_a_chart_with_the_numbers_of_the_table(served: Served, kg: KnowledgeGraph) -> None:
    import json

    page = served.client.get("/questions/coverage", params={"lang": "en"}).text
    [data] = re.findall(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)
    chart = json.loads(data)
    answer = kg.ask("coverage", {}, "en")
    units = answer.columns.index("units")
    assert [row[units] for row in answer.rows] in [series["values"] for series in chart["series"]]
    assert "application/json" not in served.client.get("/questions/catch-alls").text


def test_a_question_is_asked_of_files_that_nobody_keeps(served: Served, kg: KnowledgeGraph) -> None:
    sent = {"load": ("half.json", CASE.read_bytes(), "application/json")}
    page = served.client.post("/questions/still-to-judge?lang=en", files=sent)
    assert page.status_code == 200 and page.headers["Cache-Control"] == "private, no-store"
    answer = kg.ask("still-to-judge", {}, "en", [str(CASE)])
    assert f"{len(answer.rows)} rows" in words_of(page.text)
    [token] = re.findall(r'name="load.kept" value="([^"]+)"', page.text)
    again = served.client.post(
        "/questions/still-to-judge", files={"load.kept": (None, token), "format": (None, "csv")}
    )
    assert (
        again.headers["Content-Type"].startswith("text/csv")
        and "attachment" in again.headers["Content-Disposition"]
    )
    assert len(list(csv.reader(io.StringIO(again.text)))) == len(answer.rows) + 1
    example = served.client.post("/questions/files-by-grade?lang=en", files={"example": (None, "yes")})
    assert example.status_code == 200 and "1 row" in words_of(example.text)


@pytest.mark.parametrize(
    ("files", "status", "wanted"),
    [
        ({"x": (None, "1")}, 422, "no case file"),
        ({"load": ("a.json", b"{", "application/json")}, 422, "JSON"),
        ({"load.kept": (None, "rubbish")}, 422, "again"),
        ({"load": ("a.json", CASE.read_bytes(), "application/json"), "format": (None, "exe")}, 400, "format"),
    ],
)
def test_what_cannot_be_asked_is_told_in_the_form(
    served: Served, files: dict[str, object], status: int, wanted: str
) -> None:
    page = served.client.post("/questions/still-to-judge?lang=en", files=files)  # type: ignore[arg-type]
    assert page.status_code == status and wanted in words_of(page.text) and "<form" in page.text


def test_personal_data_are_masked_unless_they_are_asked_for(served: Served, kg: KnowledgeGraph) -> None:
    case = EXAMPLES / "casefiles" / "penalty-certificate-expired.json"
    sent = {"load": ("case.json", case.read_bytes(), "application/json")}
    plain = kg.ask("certificates-expired", {}, "zh", [str(case)])
    name = str(plain.rows[0][plain.columns.index("certificate")])
    masked = served.client.post("/questions/certificates-expired", files=sent)
    shown = served.client.post("/questions/certificates-expired", files=sent, data={"personal-data": "show"})
    assert name not in words_of(masked.text) and name in words_of(shown.text)


def test_attributes_of_htmx_hold_nothing_that_a_reader_or_the_data_supply(served: Served) -> None:
    mark = "js:alert(7)"
    pages = [
        served.client.get(path, params={"q": mark, "regulation": mark}, headers=BROWSER).text
        for path in ("/search", "/questions", "/compare/clauses", f"/questions/{mark}")
    ]
    sent = {
        "number": mark,
        "organisation": mark,
        "g.force_majeure": "established",
        "note.force_majeure": mark,
    }
    for target in ("", "div#answer", "div#needed"):
        pages.append(
            served.client.post("/assess", data=sent, headers={**BROWSER, "HX-Target": target or mark}).text
        )
    assert sum(mark in html.unescape(page) for page in pages) > 4
    for page in pages:
        for name, value in re.findall(r'\s(hx-[\w:-]+)=["\']([^"\']*)', page):
            assert mark not in html.unescape(value), name
            assert not re.search(r"hx-on|hx-vars", name) and not re.match(r"js:|javascript:", value), name
            assert name != "hx-trigger" or not re.match(r"\w+\[", value), (
                "a condition would have to be evaluated"
            )
