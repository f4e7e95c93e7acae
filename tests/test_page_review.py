"""The page of file review, asked over HTTP as a browser without scripts asks: forms read, filled in and sent."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from served import Served

from kg_query.casefiles import case_files_of, read_case_files
from kg_query.graph import KnowledgeGraph
from kg_query.web.pages.review.controls import Remarks, controls, parts
from kg_query.web.pages.review.desk import faults
from kg_query.web.pages.review.draft import at, merged, parsed, section_of
from kg_query.web.pages.review.judging import content as content_of
from kg_query.web.pages.review.judging import judge
from kg_query.web.pages.review.uploads import FILES, sent
from kg_query.web.problems import HttpProblem

FOLDER = Path(__file__).parents[1] / "data" / "examples" / "casefiles"
EXAMPLES = sorted(FOLDER.glob("*.json"))
HALF = FOLDER / "penalty-half-judged.json"
BROWSER = {"Accept": "text/html", "Accept-Language": "en"}


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


class Form(HTMLParser):
    """The fields of the form of a page, as a browser would send them, and the buttons it has."""

    def __init__(self, page: str, name: str = "desk") -> None:
        super().__init__()
        self.name, self.inside = name, False
        self.fields: list[tuple[str, str]] = []
        self.buttons: dict[str, str] = {}
        self._select: str | None = None
        self._chosen: str | None = None
        self._first: str | None = None
        self._box: str | None = None
        self._text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        has = {k: v or "" for k, v in attributes}
        if tag == "form":
            self.inside = has.get("id") == self.name
        if not self.inside:
            return
        if tag == "button" and "value" in has:
            self.buttons[has["value"]] = has.get("formaction", "")
        elif tag == "input" and "name" in has and has.get("type") != "file":
            if has.get("type") not in ("checkbox", "radio") or "checked" in has:
                self.fields.append((has["name"], has.get("value", "")))
        elif tag == "select":
            self._select, self._chosen, self._first = has["name"], None, None
        elif tag == "option" and self._select:
            self._first = has["value"] if self._first is None else self._first
            self._chosen = has["value"] if "selected" in has else self._chosen
        elif tag == "textarea":
            self._box, self._text = has["name"], ""

    def handle_data(self, data: str) -> None:
        if self._box:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._select:
            chosen = self._first if self._chosen is None else self._chosen
            self.fields.append((self._select, chosen or ""))
            self._select = None
        elif tag == "textarea" and self._box:
            self.fields.append((self._box, self._text.removeprefix("\n").replace("\n", "\r\n")))
            self._box = None
        elif tag == "form":
            self.inside = False

    def sent(self, do: str = "check", **changed: str) -> dict[str, list[str]]:
        """The fields with some in the place of what stood there, and the button that is pressed."""
        found: dict[str, list[str]] = {}
        for name, value in self.fields:
            found.setdefault(name, []).append(value)
        return {**found, **{k: [v] for k, v in changed.items()}, "do": [do]}

    @property
    def state(self) -> Any:
        return json.loads(dict(self.fields)["state"])


def post(served: Served, form: Form, do: str = "check", path: str = "/review", **changed: str) -> Form:
    """The form of the page that comes back."""
    answer = served.client.post(path, data=form.sent(do, **changed), headers=BROWSER)
    assert answer.status_code == 200, answer.text[:2000]
    return Form(answer.text)


def words_of(page: str) -> str:
    main = re.split(r"<main[^>]*>", page)[1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def plain(case: Any) -> Any:
    return case.to_json()


# --- the form says what the file says -------------------------------------------------------------


def _as_posted(shown: list[dict[str, Any]], posted: dict[str, list[str]]) -> None:
    """What a browser sends of controls that nobody touched."""
    for one in shown:
        if one["control"] == "rows":
            posted[f"n/{one['spot']}"] = [str(len(one["rows"]))]
            for row in one["rows"]:
                _as_posted(row["controls"], posted)
        elif one["control"] == "group":
            _as_posted(one["controls"], posted)
        elif one["control"] == "checks":
            posted[one["name"]] = list(one["values"])
        elif one["control"] == "strange":
            posted[f"keep/{one['spot']}"] = ["yes"]
        else:
            posted[one["name"]] = [str(one["value"]).replace("\n", "\r\n")]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_part_of_every_example_comes_back_as_it_went(kg: KnowledgeGraph, path: Path) -> None:
    schema = kg.corpus.case_schema
    [case] = read_case_files(path, kg.corpus)
    draft = parsed(json.dumps(plain(case), ensure_ascii=False), schema)
    seen = []
    for group in parts(schema, draft, Remarks(), "case"):
        for part in group["parts"]:
            section = part["path"]
            posted: dict[str, list[str]] = {}
            _as_posted(controls(schema, draft, section, Remarks()), posted)
            draft = merged(draft, schema, section, posted)
            seen.append(section)
    assert len(seen) > 15 and any(one.startswith("documents/") for one in seen)
    [again] = case_files_of(draft, kg.corpus)
    assert _numbered_alike(plain(again)) == _numbered_alike(plain(case))


def _numbered_alike(case: dict[str, Any]) -> dict[str, Any]:
    """The file with documents of one kind always in a list, which says the same."""
    documents = {k: v if isinstance(v, list) else [v] for k, v in case["documents"].items()}
    return {**case, "documents": documents}


def test_the_form_in_the_browser_keeps_a_file_as_it_is(served: Served, kg: KnowledgeGraph) -> None:
    form = Form(served.client.get("/review?example=penalty-hearing-full", headers=BROWSER).text)
    before = form.state
    for section in ("persons", "documents/hearing-record", "documents/legal-review/2", "case"):
        form = post(served, form, f"open:{section}")  # which sends the part that was open before
    assert form.state == before
    made = served.client.post("/review/case-file?format=json", data=form.sent())
    [case] = read_case_files(FOLDER / "penalty-hearing-full.json", kg.corpus)
    assert _numbered_alike(made.json()) == _numbered_alike(plain(case))


# --- from an empty start --------------------------------------------------------------------------


def test_a_file_is_typed_from_nothing_and_scored(served: Served, kg: KnowledgeGraph) -> None:
    form = Form(served.client.get("/review?new=penalty&lang=en", headers=BROWSER).text)
    answer = served.client.post("/review", data=form.sent(), headers=BROWSER)
    assert "Not yet to be scored" in answer.text and 'aria-invalid="true"' in answer.text
    form = post(served, form, **{"v/id": "T-1", "v/procedure": "ordinary", "v/team": "一队"})
    form = post(served, form, "open:persons")
    form = post(served, form, "add:persons")
    form = post(served, form, "add:persons", **{"v/persons/1/name": "张某", "v/persons/1/roles": "handler"})
    form = post(served, form, **{"v/persons/2/name": "王某", "v/persons/2/roles": "unit-head"})
    form = post(served, form, "document", document="filing-approval")
    names = [name for name, _ in form.fields]
    assert "v/documents/filing-approval/unit_signed_by" in names, "the document that was added is open"
    form = post(served, form, "add:documents/filing-approval/legal_basis")
    answer = served.client.post(
        "/review",
        data=form.sent(
            "mode:result",
            **{
                "v/documents/filing-approval/unit_signed_by": "王某",
                "v/documents/filing-approval/made_on": "2024-03-05",
                "v/documents/filing-approval/legal_basis/1/title": "城市建筑垃圾管理规定",
            },
        ),
        headers=BROWSER,
    )
    state = Form(answer.text).state
    assert state == {
        "id": "T-1", "kind": "penalty", "procedure": "ordinary", "team": "一队",
        "persons": [{"name": "张某", "roles": ["handler"]}, {"name": "王某", "roles": ["unit-head"]}],
        "documents": {"filing-approval": {
            "made_on": "2024-03-05", "legal_basis": [{"title": "城市建筑垃圾管理规定"}], "unit_signed_by": "王某",
        }},
    }  # fmt: skip
    [review] = kg.review_many(case_files_of(state, kg.corpus))
    for one in review.deductions:
        assert one.line in answer.text
    assert review.base_result == "fail" and "One failure fails the whole file" in answer.text


def test_what_is_wrong_comes_back_as_typed_with_the_fault_beside_it(served: Served) -> None:
    form = Form(served.client.get("/review?example=penalty-59.5", headers=BROWSER).text)
    form = post(served, form, "open:documents/filing-approval")
    typed = {
        "v/documents/filing-approval/made_on": "5 March",
        "v/documents/filing-approval/unit_signed_by": "<b>nobody</b>",
    }
    answer = served.client.post("/review", data=form.sent(**typed), headers=BROWSER)
    assert answer.status_code == 200
    again = Form(answer.text)
    sent_back = dict(again.fields)
    assert {name: sent_back[name] for name in typed} == typed
    assert answer.text.count('class="wrong"') == 2 and "<b>nobody</b>" not in answer.text
    for name in typed:
        assert re.search(rf'name="{name}" aria-invalid="true"', answer.text)
    taken = served.client.post("/review/form?format=docx", data=again.sent(), headers=BROWSER)
    assert taken.status_code == 422 and 'role="alert"' in taken.text
    assert dict(Form(taken.text).fields)["v/documents/filing-approval/made_on"] == "5 March"


def test_rows_and_documents_are_taken_out(served: Served) -> None:
    form = Form(served.client.get("/review?example=penalty-59.5", headers=BROWSER).text)
    reviews = form.state["documents"]["legal-review"]
    form = post(served, form, "open:documents/legal-review/2")
    form = post(served, form, "remove:documents/legal-review/2")
    assert form.state["documents"]["legal-review"] == [reviews[0], *reviews[2:]]
    form = post(served, form, "open:evidence")
    form = post(served, form, "remove:evidence/1")
    assert len(form.state["evidence"]) == 3
    form = post(served, form, "remove:documents/filing-approval")
    assert "filing-approval" not in form.state["documents"]


def test_the_text_can_be_changed_and_what_cannot_be_read_stays(served: Served) -> None:
    form = Form(served.client.get("/review?example=penalty-59.5", headers=BROWSER).text)
    form = post(served, form, "mode:text-yaml")
    text = dict(form.fields)["text"]
    assert text.startswith("'@context'") and "\r\nkind: penalty\r\n" in text
    form = post(served, form, "mode:result", text=text.replace("2024〕11号", "2024〕99号", 1))
    assert form.state["id"] == "蒲某综罚〔2024〕99号"
    form = post(served, form, "mode:text-json")
    answer = served.client.post("/review", data=form.sent("mode:form", text='{"id": '), headers=BROWSER)
    assert answer.status_code == 422 and "not valid JSON" in answer.text
    assert dict(Form(answer.text).fields)["text"] == '{"id": '
    assert dict(Form(answer.text).fields)["mode"] == "text"


def test_what_the_form_cannot_show_is_kept(kg: KnowledgeGraph) -> None:
    schema = kg.corpus.case_schema
    draft = parsed(
        '{"id": "x", "kind": "penalty", "team": {"a": 1}, "unknown": [1], "organ": "text"}', schema
    )
    for section in ("case", "organ"):
        posted: dict[str, list[str]] = {}
        _as_posted(controls(schema, draft, section, Remarks()), posted)
        draft = merged(draft, schema, section, posted)
    assert draft == {"id": "x", "kind": "penalty", "team": {"a": 1}, "organ": "text", "unknown": [1]}


# --- judging ---------------------------------------------------------------------------------------


def test_the_way_in_is_shown_and_a_fault_of_one_of_many_files_names_it(served: Served) -> None:
    start = served.client.get("/review?lang=en", headers=BROWSER)
    assert start.status_code == 200 and 'name="files"' in start.text
    [told] = faults(HttpProblem(503, "timeout"), "a.json")
    assert told.where == "a.json" and told.message.en


def test_judging_line_by_line_closes_the_interval(served: Served, kg: KnowledgeGraph) -> None:
    page = served.client.get("/review?example=penalty-half-judged&lang=en", headers=BROWSER).text
    assert "64.5–100" in words_of(page) and "21 to judge" in words_of(page)
    assert "where everything still to be judged is met, the file has the highest grade" in words_of(page)
    form = Form(page)
    [review] = kg.review_many(read_case_files(HALF, kg.corpus))
    lines = list(review.to_judge)
    first = {
        f"j/{lines[0]}": "violated",
        f"why/{lines[0]}": "只写了一个字",
        "judged_by": "钱某",
        "judged_on": "2024-07-16",
    }
    form = post(served, form, "mode:result", **first)
    assert form.state["judgements"][-1] == {
        "criterion": [lines[0]], "result": "violated", "by": "钱某", "on": "2024-07-16", "reason": "只写了一个字",
    }  # fmt: skip
    answer = served.client.post(
        "/review",
        data=form.sent("mode:result", **{f"j/{line}": "met" for line in lines[1:]}),
        headers=BROWSER,
    )
    assert "99 points · excellent" in words_of(answer.text)
    form = post(served, Form(answer.text), "mode:result", **{f"j/{lines[0]}": ""})
    assert not any(lines[0] in one["criterion"] for one in form.state["judgements"])


def test_a_judgement_of_several_lines_is_taken_apart(kg: KnowledgeGraph) -> None:
    draft = {"judgements": [{"criterion": ["P-LA-1-1", "P-LA-1-2"], "result": "met", "by": "钱某"}]}
    judge(
        draft,
        kg.corpus.case_schema,
        {"j/P-LA-1-1": ["violated"], "j/P-LA-1-2": ["met"], "j/NO": ["met"], "j/P-LA-1-4": ["so"]},
    )
    assert draft["judgements"] == [
        {"criterion": ["P-LA-1-2"], "result": "met", "by": "钱某"},
        {"criterion": ["P-LA-1-1"], "result": "violated"},
    ]


# --- uploads and batches ---------------------------------------------------------------------------


def upload(served: Served, *files: tuple[str, bytes], lang: str = "en") -> Any:
    return served.client.post(
        f"/review?lang={lang}", data={"do": "upload"}, files=[("files", f) for f in files], headers=BROWSER
    )


def test_one_file_is_uploaded_and_taken_home_as_a_workbook(served: Served, kg: KnowledgeGraph) -> None:
    answer = upload(served, ("x.json", HALF.read_bytes()))
    assert "64.5–100" in words_of(answer.text)
    book = served.client.post("/review/case-file?format=xlsx", data=Form(answer.text).sent())
    assert "attachment" in book.headers["content-disposition"] and "no-store" in book.headers["cache-control"]
    again = upload(served, ("filled.xlsx", book.content))
    [case] = read_case_files(HALF, kg.corpus)
    assert _numbered_alike(Form(again.text).state) == _numbered_alike(plain(case))


def test_a_file_that_cannot_be_read_is_mended_here(served: Served) -> None:
    text = HALF.read_text("utf-8").replace('"penalty"', '"penalti"', 1)
    answer = upload(served, ("a.json", text.encode()))
    assert answer.status_code == 422 and "a.json" in answer.text and "penalti" in answer.text
    form = Form(answer.text)
    form = post(served, form, "mode:result", text=dict(form.fields)["text"].replace("penalti", "penalty"))
    assert form.state["kind"] == "penalty"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"%PDF-1.7", "this kind of file is no case file"),
        ("a.xlsx", b"no workbook", "not an Excel workbook"),
        ("a.zip", b"PK\x03\x04broken", "no ZIP archive that can be opened"),
        ("a.json", b"", "the file is empty"),
    ],
)
def test_what_is_no_case_file_is_refused(served: Served, name: str, content: bytes, said: str) -> None:
    answer = upload(served, (name, content))
    assert answer.status_code == 422 and said in answer.text and 'role="alert"' in answer.text


def test_no_file_and_no_form(served: Served) -> None:
    answer = served.client.post("/review?lang=en", data={"do": "upload"}, headers=BROWSER)
    assert answer.status_code == 422 and "no file was chosen" in answer.text
    answer = served.client.post("/review?lang=en", json={}, headers=BROWSER)
    assert answer.status_code == 422 and "no form" in answer.text


def archive(files: dict[str, bytes], gbk: bool = False) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    if not gbk:
        return made.getvalue()
    found = made.getvalue()
    for name in files:  # as Chinese systems write names: in GBK, without the mark of UTF-8
        found = found.replace(name.encode(), name.encode("gb18030").ljust(len(name.encode()), b"_"))
    return found.replace(b"\x00\x08\x00\x00", b"\x00\x00\x00\x00")


def test_many_files_make_a_table_and_a_summary(served: Served, kg: KnowledgeGraph) -> None:
    names = ("penalty-59.5", "penalty-half-judged", "measure-61-days", "execution-full")
    packed = archive(
        {"卷/" + n + ".json": (FOLDER / f"{n}.json").read_bytes() for n in names[:3]}
        | {"__MACOSX/._x.json": b"x", "readme.txt": b"x"}
    )
    answer = upload(
        served,
        ("all.zip", packed),
        (f"{names[3]}.json", (FOLDER / f"{names[3]}.json").read_bytes()),
        ("twice.json", (FOLDER / f"{names[3]}.json").read_bytes()),
    )
    said = words_of(answer.text)
    assert answer.status_code == 200 and "Batch review: 4 case files" in said
    assert "readme.txt" in said and "twice.json" in said and "_x.json" not in said
    rows = re.findall(r'<tr><th scope="row">(.*?)</tr>', answer.text, re.DOTALL)
    reviews = kg.review_many(read_case_files([FOLDER / f"{n}.json" for n in names], kg.corpus))
    for review in reviews:
        [row] = [r for r in rows if review.case.id in html.unescape(re.sub(r"<[^>]+>", "", r))]
        score = f"{review.score:g}" if review.score is not None else f"{review.low:g}–{review.high:g}"
        assert f">{score}<" in row
    form = Form(answer.text, "batch")
    book = served.client.post("/review/table?format=xlsx", data=form.sent(""))
    sheets = openpyxl.load_workbook(io.BytesIO(book.content)).worksheets
    held = {c for sheet in sheets for row in sheet.iter_rows(values_only=True) for c in row if c is not None}
    assert all(review.case.id in held for review in reviews)
    table = served.client.post("/review/table?format=csv", data=form.sent(""))
    assert len(table.text.strip().splitlines()) == 5
    number = next(do for do in form.buttons if do.startswith("case:"))
    opened = post(served, form, number)
    assert opened.state["id"] in {review.case.id for review in reviews}


def test_names_in_an_archive_of_a_chinese_system_are_read() -> None:
    content = archive({"案卷甲.json": b"{}"}, gbk=True)
    body = (
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.zip"\r\n\r\n'
        + content
        + b"\r\n--x--\r\n"
    )
    found = sent(body, "multipart/form-data; boundary=x")
    assert [f.name.replace("_", "") for f in found.files] == ["案卷甲.json"]


def test_an_archive_that_unpacks_to_too_much_is_not_opened() -> None:
    for content in (archive({f"{n}.json": b"" for n in range(FILES + 1)}), _deflated(b" " * 20_000_000)):
        body = (
            b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.zip"\r\n\r\n'
            + content
            + b"\r\n--x--\r\n"
        )
        found = sent(body, "multipart/form-data; boundary=x")
        assert not found.files and "unpacks to too much" in found.problems[0].message.en


def _deflated(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.json", content)
    return made.getvalue()


def test_a_batch_that_is_not_there_is_no_fault_of_the_service(served: Served) -> None:
    for cases in ("", "[", '[{"case": 3}]', '{"a": 1}'):
        answer = served.client.post("/review", data={"do": "case:1", "cases": cases}, headers=BROWSER)
        assert answer.status_code == 422
        answer = served.client.post("/review/table?format=xlsx", data={"cases": cases}, headers=BROWSER)
        assert answer.status_code == 422


# --- what is taken along ---------------------------------------------------------------------------


def test_forms_and_answers_are_those_of_the_api(served: Served, kg: KnowledgeGraph) -> None:
    form = Form(served.client.get("/review?example=penalty-preserved-8th-day&lang=en", headers=BROWSER).text)
    sends = form.sent()
    made = {
        f"{what} {format}": served.client.post(f"/review/{what}?format={format}&lang=en", data=sends)
        for what, format in (
            ("form", "docx"), ("answer", "json"), ("row", "csv"), ("matters", "json"),
        )
    }  # fmt: skip
    assert all(one.status_code == 200 for one in made.values())
    assert all("no-store" in one.headers["cache-control"] for one in made.values())
    paper = docx.Document(io.BytesIO(made["form docx"].content))
    said = " ".join(c.text for table in paper.tables for row in table.rows for c in row.cells)
    assert "99" in said
    body = json.dumps(form.state, ensure_ascii=False).encode()
    asked = served.client.post(
        "/api/v1/review?lang=en&matters=true", content=body, headers={"Content-Type": "application/json"}
    )
    assert made["matters json"].json() == asked.json()
    assert made["answer json"].json()["score"] == 99
    page = served.client.post("/review/assess?lang=en", data=sends, headers=BROWSER).text
    handed = [html.unescape(one) for one in re.findall(r'name="text" value="([^"]*)"', page)]
    assert [json.loads(one)["id"] for one in handed] == [one["id"] for one in asked.json()]
    answer = served.client.post("/assess?lang=en", data={"text": handed[0]}, headers=BROWSER)
    assert answer.status_code == 200 and "statutory_procedure_violated" in answer.text


def test_names_stand_as_codes_unless_they_are_asked_for(served: Served) -> None:
    draft = json.loads((FOLDER / "penalty-59.5.json").read_text("utf-8"))
    draft["party"] = {**draft["party"], "name": "欧阳建国", "party_type": "citizen"}
    form = Form(upload(served, ("a.json", json.dumps(draft, ensure_ascii=False).encode())).text)
    masked = served.client.post("/review/answer?format=json", data=form.sent())
    assert masked.status_code == 200 and "欧阳建国" not in masked.text
    shown = served.client.post("/review/answer?format=json", data=form.sent(show="yes"))
    assert shown.json()["party"] == "欧阳建国"
    whole = served.client.post("/review/case-file?format=json", data=form.sent())
    assert whole.json()["party"]["name"] == "欧阳建国", "the case file itself is given whole"


# --- harm and limits -------------------------------------------------------------------------------


def test_whatever_stands_in_a_file_is_text(served: Served) -> None:
    harm = '"><script>window.__xss=1</script>\u202e=1+1'
    draft = {
        "id": "T-2", "kind": "penalty", "procedure": "ordinary", "team": harm, harm: harm,
        "persons": [{"name": harm, "roles": [harm]}, harm], "documents": {"filing-approval": {"source": harm}},
    }  # fmt: skip
    for do in ("open:case", "open:persons", "open:documents/filing-approval", "mode:text", "mode:result"):
        for language in ("zh", "en"):
            answer = served.client.post(
                f"/review?lang={language}",
                data={"mode": "form", "section": "none", "state": json.dumps(draft), "do": do},
                headers=BROWSER,
            )
            assert answer.status_code == 200
            assert "<script>window" not in answer.text


@pytest.mark.parametrize(
    "do",
    ["add:" + "x/" * 50, "remove:id/9", "open:documents/no/9", "add:documents/no", "document", "case:9", "mode:no", "remove:" + "1/" * 900],
)  # fmt: skip
def test_buttons_that_no_page_has_do_no_harm(served: Served, do: str) -> None:
    form = Form(served.client.get("/review?example=penalty-59.5", headers=BROWSER).text)
    answer = served.client.post("/review", data=form.sent(do), headers=BROWSER)
    assert answer.status_code in (200, 422)


def test_a_file_that_is_too_large_for_the_form_is_told_so(served: Served) -> None:
    answer = served.client.post(
        "/review?lang=en",
        data={"mode": "form", "state": '{"id": "' + "x" * 1_600_000 + '"}'},
        headers=BROWSER,
    )
    assert answer.status_code == 422 and "too large" in answer.text


def test_places_lead_to_the_part_that_shows_them(kg: KnowledgeGraph) -> None:
    schema = kg.corpus.case_schema
    for name in (
        "penalty-59.5",
        "penalty-missing-documents",
        "measure-25-hours",
        "execution-above-principal",
    ):
        [case] = read_case_files(FOLDER / f"{name}.json", kg.corpus)
        draft = parsed(json.dumps(plain(case), ensure_ascii=False), schema)
        [review] = kg.review_many(case_files_of(draft, kg.corpus))
        for one in (*review.deductions, *review.national, *review.base_failures):
            section = section_of(schema, one.where)
            absent = one.where.startswith("documents/") and at(draft, section) is None
            assert absent or controls(schema, draft, section, Remarks()), one.where


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_language_changes_and_the_file_stays(served: Served, lang: str) -> None:
    other = "en" if lang == "zh" else "zh"
    page = served.client.get(f"/review?example=penalty-59.5&lang={lang}", headers=BROWSER).text
    action = re.search(r'form="desk" formaction="([^"]+)"', page)
    assert action is not None and f"lang={other}" in action[1]
    form = Form(page)
    again = served.client.post("/review?lang=" + other, data=form.sent(""), headers=BROWSER)
    assert Form(again.text).state == form.state
    assert ("不合格" in again.text) == (other == "zh")


def test_days_times_and_sums_of_a_document_are_told_as_documents_write_them() -> None:
    schema = KnowledgeGraph.open().corpus.case_schema
    file = json.loads(
        (Path(__file__).parents[1] / "data/examples/casefiles/penalty-half-judged.json").read_text()
    )
    said = " ".join(
        line.zh
        for kind in schema.documents.values()
        if isinstance(one := file["documents"].get(kind.slug), dict)
        for _, lines in content_of(schema, kind, one)
        for line in lines
    )
    assert "2024年3月6日9时" in said and "2024年3月6日10时10分" in said
    assert "金额（元）：6000；" in said
    assert not re.search(r"20\d\d-\d\d-\d\d|6000\.0", said)
