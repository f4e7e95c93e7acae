"""The pages on duties, statistics and evaluation: what is typed or sent is answered as the API answers it, and kept nowhere."""

from __future__ import annotations

import html
import io
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from served import Served

from kg_query.errors import InputError
from kg_query.model import Text
from kg_query.web.pages.grid import Cell, Grid
from kg_query.web.pages.sent import Sent, Upload, envelope

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
CASES = EXAMPLES / "statistics" / "case-files.json"
REGISTER = EXAMPLES / "statistics" / "register.csv"
NAME = "欧阳建国"

TYPED = {
    "matter.id": "m-typed",
    "matter.role": "handler",
    "state.tolerance_decision_made": "established",
    "date.tolerance_decision_made": "2024-09-24",
    "date.tolerance_decision_notified_to_persons": "2024-10-08",
    "state.tolerance_decision_notified_to_persons": "",
    "as-of": "2024-10-10",
}
MATTER = {
    "id": "m-typed",
    "role": "handler",
    "findings": [
        {"ground": "tolerance_decision_made", "status": "established", "date": "2024-09-24"},
        {"ground": "tolerance_decision_notified_to_persons", "status": "established", "date": "2024-10-08"},
    ],
}


def sent(served: Served, path: str, data: dict[str, Any], files: Any = None, status: int = 200) -> str:
    """The page that answers a form."""
    answer = served.client.post(path, data=data, files=files, headers={"Accept": "text/html"})
    assert answer.status_code == status, answer.text[:2000]
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "private, no-store"
    return answer.text


def fields(page: str) -> dict[str, list[str]]:
    """What the form of a page would send, as a browser reads it."""
    form = page[page.index('<form id="work"') : page.index("</form>", page.index('<form id="work"'))]
    found: dict[str, list[str]] = {}

    def note(name: str, value: str) -> None:
        found.setdefault(html.unescape(name), []).append(html.unescape(value))

    for tag in re.findall(r"<input [^>]*>", form):
        said = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        ticked = said.get("type") not in ("checkbox", "radio") or " checked" in tag
        if said.get("type") != "file" and ticked:
            note(said["name"], said.get("value", "on"))
    for name, inner in re.findall(r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        note(name, next(iter(re.findall(r'<option value="([^"]*)" selected', inner)), ""))
    for name, inner in re.findall(r'<textarea [^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.S):
        note(name, inner.removeprefix("\n"))
    return found


# --- duties -------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["csv", "json"])
def test_duties_typed_are_answered_as_the_api_answers(served: Served, format: str) -> None:
    asked = {"as-of": "2024-10-10", "format": format, "lang": "zh"}
    of_api = served.client.post("/api/v1/duties", params=asked, json=MATTER)
    of_page = served.client.post("/duties/file?lang=zh", data={**TYPED, "file": format})
    assert of_page.status_code == 200
    assert of_page.content == of_api.content
    assert f"duties.{format}" in of_page.headers["content-disposition"]
    assert of_page.headers["cache-control"] == "private, no-store"


def test_duties_typed_stand_on_the_page_with_their_days_and_clauses(served: Served) -> None:
    page = sent(served, "/duties?lang=en", TYPED)
    api = served.client.post("/api/v1/duties", params={"as-of": "2024-10-10"}, json=MATTER).json()
    due = {d["date"] for r in api["regulations"] for duty in r["duties"] for d in duty["due"]}
    assert due == {"2024-10-08", "2024-10-09"}  # the holiday makes the two ways differ
    for day in due:
        assert f'<time datetime="{day}">' in page
    assert 'href="/id/nanmu/art_13.html?lang=en"' in page
    assert page.count('class="duty ') == sum(
        duty["status"] != "not_triggered" for r in api["regulations"] for duty in r["duties"]
    )
    again = fields(page)
    assert again["date.tolerance_decision_made"] == ["2024-09-24"]
    assert again["state.tolerance_decision_notified_to_persons"] == ["established"]  # a day says so


def test_an_example_is_an_address_and_a_form_to_change(served: Served) -> None:
    answer = served.client.get("/duties?example=followed&lang=zh")
    assert answer.status_code == 200 and answer.headers["etag"]
    assert "截至2025-01-15的义务" in answer.text
    form = fields(answer.text)
    form["state.tolerated_conduct_recorded_as_error"] = ["established"]
    assert "没有违反的义务" in answer.text
    assert "已违反" in sent(served, "/duties?lang=zh", form)
    refused = served.client.get("/duties?example=folowed", headers={"Accept": "text/html"})
    assert refused.status_code == 400 and "followed" in refused.text


def test_a_file_of_a_matter_is_answered_and_fills_the_form(served: Served) -> None:
    content = (EXAMPLES / "duties" / "report.json").read_bytes()
    page = sent(served, "/duties?lang=zh", {"as-of": "2025-05-10"}, {"files": ("m.json", content)})
    form = fields(page)
    assert form["matter.id"] == ["m-2025-031"]
    assert form["state.tolerance_granted"] == ["refuted"]
    assert form["note.tolerance_granted"] == ["查明举报不属实，无须容错"]
    assert "files.kept" not in form
    again = sent(served, "/duties?lang=zh", {**form, "date.tolerance_granted": "2025-04-23"})
    assert fields(again)["date.tolerance_granted"] == ["2025-04-23"]
    assert fields(again)["state.tolerance_granted"] == ["refuted"]


def test_files_that_do_not_fit_the_form_go_to_and_fro_with_it(served: Served) -> None:
    content = (EXAMPLES / "matters" / "emergency.ttl").read_bytes()
    page = sent(served, "/duties?lang=zh", {"as-of": "2025-05-10"}, {"files": ("急.ttl", content)})
    form = fields(page)
    assert len(form["files.kept"]) == 1
    again = sent(served, "/duties?lang=en", form)
    assert "Duties as of 2025-05-10" in again and fields(again)["files.kept"] == form["files.kept"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "还没有填写任何认定"),
        ({**TYPED, "as-of": "10/10/2024"}, "应为日期"),
        ({**TYPED, "date.tolerance_decision_made": "2024-13-01"}, "2024-13-01"),
        ({**TYPED, "state.no_such_ground": "established"}, "no_such_ground"),
        ({**TYPED, "file": "exe"}, "没有格式“exe”"),
        ({**TYPED, "files.kept": "@@"}, "没有完整送回"),
        ({**TYPED, "pasted": "{"}, "JSON"),
        ({**TYPED, "pasted": "[" * 5000}, "pasted.json"),
        ({**TYPED, "regulation": "town"}, "没有决定之后的义务"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    served: Served, data: dict[str, str], said: str
) -> None:
    answer = served.client.post(
        "/duties?lang=zh", data=data or {"matter.id": "m1"}, headers={"Accept": "text/html"}
    )
    assert 400 <= answer.status_code < 500
    assert 'role="alert"' in answer.text and html.escape(said, quote=False) in html.unescape(answer.text)
    form = fields(answer.text)
    for name in ("matter.id", "date.tolerance_decision_made"):
        assert form[name] == [data.get(name, "m1" if name == "matter.id" else "")]


def test_words_that_are_markup_are_words(served: Served) -> None:
    evil = '"><script>window.__xss=1</script>'
    page = sent(
        served,
        "/duties?lang=en",
        {**TYPED, "evidence.tolerance_decision_made": evil, "personal-data": "show"},
    )
    assert "<script>window" not in page
    assert fields(page)["evidence.tolerance_decision_made"] == [evil]


# --- statistics ---------------------------------------------------------------------------------


def test_a_report_from_files_and_from_rows_that_were_typed(served: Served) -> None:
    rows = {
        "register.0.id": "T1", "register.0.act": "inspection", "register.0.date": "2023-05-05",
        "register.0.organ": "蒲县丙镇人民政府", "register.0.record": "true", "register.0.object": "某店",
        "register.7.id": "T2", "register.7.act": "grant", "register.7.date": "2023-06-06",
        "register.7.organ": "蒲县丙镇人民政府", "register.7.amount": "1200.50",
        "year": "2023", "personal-data": "show",
    }  # fmt: skip
    files = [
        ("files", ("案卷.json", CASES.read_bytes())),
        ("files", ("r.csv", REGISTER.read_bytes(), "text/csv")),
    ]
    page = sent(served, "/statistics?lang=zh", rows, files)
    form = fields(page)
    assert len(form["files.kept"]) == 2
    assert form["register.1.amount"] == ["1200.50"]
    whole = served.client.post("/statistics/file?lang=zh", data={**form, "file": "json"}).json()
    table = {c["column"]: c["value"] for t in whole["tables"] if t["table"] == "4" for c in t["columns"]}
    assert table["inspection"] == 3 and table["grant-amount"] == 1200.5
    assert ">1,200.50<" in page and "蒲县丙镇人民政府" in page
    lines = served.client.post("/statistics/file?lang=zh", data={**form, "file": "csv 4"}).text
    assert lines.startswith("row,organ,team,") and "蒲县丙镇人民政府" in lines
    one = served.client.post("/statistics/file?lang=zh", data={**form, "file": "xlsx 4"})
    assert "statistics-2023-table-4.xlsx" in one.headers["content-disposition"]
    *_, sheet = openpyxl.load_workbook(io.BytesIO(one.content)).worksheets
    told = [[cell.value for cell in row] for row in sheet.iter_rows()]
    read = [line.split(",") for line in lines.splitlines()]
    assert told[0][:3] == ["行", "机关", "执法队"] and len(told[0]) == len(read[0]) and "（" in told[0][3]
    assert [[str(v) if v is not None else "" for v in row[1:]] for row in told[1:]] == [
        row[1:] for row in read[1:]
    ]
    only = served.client.post("/statistics/file?lang=zh", data={**form, "file": "json 4"}).json()
    assert [t for t in whole["tables"] if t["table"] == "4"] == only["tables"]
    assert all(f'value="{kind} 4"' in page for kind in ("xlsx", "csv", "json"))
    book = served.client.post("/statistics/file?lang=en", data={**form, "file": "xlsx"})
    assert len(openpyxl.load_workbook(io.BytesIO(book.content)).sheetnames) > 3
    account = served.client.post("/statistics/file", data={**form, "file": "docx"})
    assert (
        account.content.startswith(b"PK") and "statistics-2023.docx" in account.headers["content-disposition"]
    )


def test_each_number_leads_to_what_it_comes_from(served: Served) -> None:
    page = served.client.get("/statistics?example=case-files&lang=en").text
    anchors = set(re.findall(r'href="#(t\d\w?-[\w-]+)"', page))
    assert anchors and anchors == set(re.findall(r'<h4 id="(t\d\w?-[\w-]+)"', page))
    fine = page[page.index('id="t1-fine"') :]
    assert "蒲甲罚〔2023〕1号" in fine[: fine.index("</ul>")]
    late = served.client.get("/statistics?example=late&lang=zh").text
    assert "违反 1 处" in late and "/ground/statistics_report_late_or_unfiled.html" in late


def test_the_blank_register_can_be_sent_back(served: Served) -> None:
    blank = served.client.get("/statistics/register.xlsx?lang=en")
    assert blank.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(blank.content))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    for name, value in {
        "id": "B1",
        "act": "inspection",
        "date": "2023-04-04",
        "record": "yes",
        "object": "x",
    }.items():
        sheet.cell(2, heads.index(name) + 1, value)
    made = io.BytesIO()
    book.save(made)
    page = sent(
        served, "/statistics?lang=en", {"year": "2023"}, {"files": ("register.xlsx", made.getvalue())}
    )
    assert "register entries: 1;" in page


def test_more_rows_are_added_without_a_report_and_a_bad_year_is_told(served: Served) -> None:
    page = sent(served, "/statistics?lang=en", {"more": "register", "year": "x", "register.2.id": "A"})
    form = fields(page)
    assert form["register.0.id"] == ["A"] and "register.5.id" in form and form["year"] == ["x"]
    answer = served.client.post(
        "/statistics?lang=en", data={"year": "x", "register.0.id": "A"}, headers={"Accept": "text/html"}
    )
    assert answer.status_code == 400 and "whole number" in answer.text
    assert fields(answer.text)["register.0.id"] == ["A"]


# --- evaluation ---------------------------------------------------------------------------------


def test_a_record_that_was_typed_is_the_record_of_the_file(served: Served) -> None:
    page = served.client.get("/evaluation?example=late&lang=zh").text
    form = fields(page)
    assert form["none.training"] == ["yes"] and form["step.report_formed"] == ["2025-03-07"]
    of_page = served.client.post("/evaluation/file?lang=zh", data={**form, "file": "json"}).json()
    record = json.loads((EXAMPLES / "evaluation" / "township-late.json").read_text("utf-8"))
    of_api = served.client.post(
        "/api/v1/evaluate", params={"as-of": "2025-03-31"}, files={"record": ("r.json", json.dumps(record))}
    )
    assert of_page["teams"][0]["procedure"] == of_api.json()["teams"][0]["procedure"]
    assert of_page["teams"][0]["contents"] == of_api.json()["teams"][0]["contents"]
    assert "程序逾期 1 步" in page


def test_rows_of_a_record_reach_the_answer_and_personal_data_are_masked(served: Served) -> None:
    data = {
        "record.team": "某队", "record.kind": "town", "from": "2024-01-01", "to": "2024-12-31", "as-of": "2025-02-01",
        "accountability.0.officer": NAME, "accountability.0.decided_on": "2024-05-30",
        "surveys.0.on": "2024-06-01", "surveys.0.method": "visit", "surveys.0.respondents": "30",
        "surveys.0.satisfied": "24", "none.complaints": "yes",
    }  # fmt: skip
    hidden = sent(served, "/evaluation?lang=en", data)
    answer = hidden[: hidden.index('id="form"')]
    assert "24 / 30" in answer and "80%" in answer and NAME not in answer
    assert fields(hidden)["accountability.0.officer"] == [NAME]
    shown = sent(served, "/evaluation?lang=en", {**data, "personal-data": "show"})
    assert NAME in shown[: shown.index('id="form"')]
    form = served.client.post("/evaluation/file", data={**data, "file": "docx"})
    assert form.content.startswith(b"PK")
    assert NAME not in served.said()
    wrong = sent(served, "/evaluation?lang=en", {**data, "surveys.0.satisfied": "many"}, status=422)
    assert 'role="alert"' in wrong and fields(wrong)["surveys.0.satisfied"] == ["many"]


def test_nothing_sent_is_told_with_the_form(served: Served) -> None:
    for path, said in (
        ("/evaluation", "还没有案卷，也没有评议记录"),
        ("/statistics", "还没有案卷，也没有登记"),
    ):
        assert said in sent(served, f"{path}?lang=zh", {"year": "2023"}, status=422)
    answer = served.client.post(
        "/statistics", content=b"x", headers={"Content-Type": "multipart/form-data", "Accept": "text/html"}
    )
    assert answer.status_code == 400


# --- pieces -------------------------------------------------------------------------------------


def test_a_file_comes_back_as_it_went_out() -> None:
    file = Upload("案卷.yaml", "a: 甲\r\n".encode() + bytes(range(256)))
    assert Sent({"files.kept": [file.token]}).uploads("files") == [file]
    with pytest.raises(InputError):
        Sent({"files.kept": [file.token[:-2]]}).uploads("files")


def test_names_of_files_stay_within_their_header() -> None:
    body, _ = envelope([("files", Upload('a"b.json', b"{}"))])
    assert b'filename="a_b.json"' in body


def test_rows_keep_what_is_no_number() -> None:
    grid = Grid(
        "g", Text("表", "table"), (Cell("n", Text("数", "n"), "number"), Cell("t", Text("是", "t"), "truth"))
    )
    rows = grid.rows(
        Sent({"g.3.n": ["2.5"], "g.3.t": ["true"], "g.4.n": ["many"], "g.x.n": ["1"], "h.0.n": ["1"]})
    )
    assert grid.values(rows) == [{"n": 2.5, "t": True}, {"n": "many"}]
