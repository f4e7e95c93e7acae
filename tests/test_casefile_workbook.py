"""The workbook to fill in: what was filled in comes back, and every fault names its sheet and cell."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kg_query import KnowledgeGraph
from kg_query.casefiles import CaseFile, Schema, case_files_of, read_case_files
from kg_query.casefiles.workbook import workbook
from kg_query.corpus import Corpus
from kg_query.errors import InputError

EXAMPLES = sorted((Path(__file__).parent.parent / "data" / "examples" / "casefiles").glob("*.json"))
FULL = next(p for p in EXAMPLES if p.name == "penalty-full.json")
KINDS = [("penalty",), ("compulsory-measure",), ("compulsory-execution",), ("compulsory-measure", "compulsory-execution")]  # fmt: skip

Change = Callable[[Any], None]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return KnowledgeGraph.open().corpus


@pytest.fixture(scope="module")
def schema(corpus: Corpus) -> Schema:
    return corpus.case_schema


@pytest.fixture(scope="module")
def filled(corpus: Corpus, schema: Schema) -> bytes:
    case = read_case_files(FULL, corpus)[0]
    return workbook(schema, case.kinds, case)


@pytest.fixture(scope="module")
def untouched(filled: bytes) -> Any:
    """The full workbook, opened to look things up in it."""
    return openpyxl.load_workbook(io.BytesIO(filled))


@pytest.fixture
def after(corpus: Corpus, filled: bytes, tmp_path: Path) -> Callable[[Change], CaseFile]:
    """The case file in the full workbook after somebody has changed it."""

    def reading(change: Change) -> CaseFile:
        book = openpyxl.load_workbook(io.BytesIO(filled))
        change(book)
        path = tmp_path / "case.xlsx"
        book.save(path)
        return read_case_files(path, corpus)[0]

    return reading


def cell(book: Any, sheet: str, block: str, key: str, column: str = "D") -> str:
    """The cell of a row of a form, found by the marks in the first column."""
    inside = False
    for row in range(1, book[sheet].max_row + 1):
        mark = book[sheet].cell(row, 1).value
        if isinstance(mark, str) and mark.startswith("@"):
            inside = mark == f"@{block}"
        elif inside and mark == key:
            return f"{column}{row}"
    raise AssertionError(f"no row {key} in {block}")


def put(sheet: str, block: str, key: str, value: Any, column: str = "D") -> Change:
    def change(book: Any) -> None:
        book[sheet][cell(book, sheet, block, key, column)] = value

    return change


def plain(case: CaseFile) -> dict[str, Any]:
    """The JSON with one judgement a criterion: the sheet has a row for each, in its own order."""
    found = case.to_json()
    found["judgements"] = sorted(
        (n, *(str(j.get(k)) for k in ("result", "by", "on", "reason")))
        for j in found.get("judgements", [])
        for n in j["criterion"]
    )
    return found


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_a_workbook_filled_from_a_file_reads_as_the_file(
    corpus: Corpus, schema: Schema, tmp_path: Path, path: Path
) -> None:
    for case in read_case_files(path, corpus):
        (tmp_path / "c.xlsx").write_bytes(workbook(schema, case.kinds, case))
        back = read_case_files(tmp_path / "c.xlsx", corpus)[0]
        asked, told = plain(case), plain(back)
        for slug, held in asked["documents"].items():
            if isinstance(held, list) and len(held) == 1:  # one column is one document
                asked["documents"][slug] = held[0]
        assert told == asked


@pytest.mark.parametrize("kinds", KINDS, ids="+".join)
def test_the_same_workbook_has_the_same_bytes(schema: Schema, kinds: tuple[str, ...]) -> None:
    first = workbook(schema, kinds)
    assert first == workbook(schema, kinds)
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {p.date_time[0] for p in package.infolist()} == {1980}


@pytest.mark.parametrize("kinds", KINDS, ids="+".join)
def test_every_field_has_a_cell_and_every_choice_a_list(schema: Schema, kinds: tuple[str, ...]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(schema, kinds)))
    marks = {
        c.value for s in book.worksheets for row in s.iter_rows() for c in row if isinstance(c.value, str)
    }
    for document in schema.documents.values():
        if set(kinds) & set(document.used_in):
            assert f"@documents/{document.slug}" in marks
            for field in document.fields.values():
                inner = schema.nodes[field.node].fields if field.node else {}
                keys = [field.key] if not inner else [] if field.many else [f"{field.key}/{k}" for k in inner]
                assert set(keys) <= marks
    lists = [v for s in book.worksheets for v in s.data_validations.dataValidation if v.type == "list"]
    assert any(v.formula1 == '"是,否"' for v in lists)
    ranges = {v.formula1.lstrip("=") for v in lists if v.formula1.startswith(("=_codes", "_codes"))}
    hidden = book["_codes"]
    assert hidden.sheet_state == "hidden"
    shown = {tuple(c[0].value for c in hidden[r.split("!")[1].replace("$", "")]) for r in ranges}
    modes = schema.codes["service_mode"].values()
    assert tuple(f"{c.label.zh}（{c.code}）" for c in modes) in shown
    assert any(v.type == "date" for s in book.worksheets for v in s.data_validations.dataValidation)


def test_a_reviewer_finds_each_criterion_that_needs_a_judgement_first(schema: Schema) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(schema, ("penalty",))))
    rows = [r for r in book["评查判断"].iter_rows(min_row=3, values_only=True) if r[0] != "-" and r[1]]
    asked = [c.notation for c in schema.criteria.values() if c.standard == "penalty" and c.by == "judgement"]
    assert asked and [r[1] for r in rows[: len(asked)]] == asked
    assert {r[1] for r in rows} == {c.notation for c in schema.criteria.values() if c.standard == "penalty"}
    by_notation = {r[1]: r for r in rows}
    assert by_notation["P-DC-2-4"][3] == 4
    assert "逻辑清晰" in by_notation["P-DC-2-4"][2]


def test_dates_are_dates_and_amounts_numbers(filled: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled))
    sheet = book["立案阶段"]
    assert sheet[cell(book, "立案阶段", "documents/filing-approval", "made_on")].value == datetime(2024, 3, 5)
    table = book["处罚"]
    assert 6000 in [c.value for c in table["E"]]


@pytest.mark.parametrize(
    ("change", "path", "value"),
    [
        (put("立案阶段", "documents/filing-approval", "made_on", "2024年3月6日"), "documents/filing-approval/made_on", date(2024, 3, 6)),
        (put("立案阶段", "documents/filing-approval", "made_on", datetime(2024, 3, 6)), "documents/filing-approval/made_on", date(2024, 3, 6)),
        (put("调查取证阶段", "documents/questioning-record", "started_at", "2024/3/7 9:05"), "documents/questioning-record/started_at", datetime(2024, 3, 7, 9, 5)),
        (put("调查取证阶段", "documents/questioning-record", "rights_told", "申请回避的权利、defence"), "documents/questioning-record/rights_told", ["recusal", "defence"]),
        (put("调查取证阶段", "documents/questioning-record", "officers", "张某，李某"), "documents/questioning-record/officers", ["张某", "李某"]),
        (put("案件", "organ", "qualified", "no"), "organ/qualified", False),
        (put("案件", "", "procedure", "简易程序"), "procedure", "summary"),
        (put("案件", "party", "identifier", 14100000), "party/identifier", "14100000"),
        (put("调查取证阶段", "documents/questioning-record", "questioned", "甲\n乙、丙"), "documents/questioning-record/questioned", ["甲", "乙、丙"]),
    ],
    ids=lambda v: v if isinstance(v, str) else None,
)  # fmt: skip
def test_a_cell_may_be_written_as_people_write(after: Any, change: Change, path: str, value: Any) -> None:
    assert after(change).node(path) == value


def test_rows_and_sheets_may_be_added(after: Any) -> None:
    def change(book: Any) -> None:
        book["立案阶段"].insert_rows(4)
        book["人员"].insert_rows(6)
        book.create_sheet("我的笔记")["A1"] = "随便写写"

    assert after(change).node("documents/filing-approval/source") == "2024年3月4日日常巡查发现"


def test_a_document_that_is_there_and_blank(after: Any) -> None:
    case = after(put("审查决定阶段", "documents/hearing-notice", "?", "是"))
    assert case.node("documents/hearing-notice") == {}


def test_a_second_column_is_a_second_document(after: Any) -> None:
    def change(book: Any) -> None:
        put("调查取证阶段", "documents/questioning-record", "place", "工地", "G")(book)

    case = after(change)
    assert [d.path for d in case.documents("questioning-record")] == [
        "documents/questioning-record/1",
        "documents/questioning-record/2",
    ]
    assert case.node("documents/questioning-record/2") == {"place": "工地"}


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        (put("立案阶段", "documents/filing-approval", "head_signed_by", "赵甲"), ("立案阶段", "documents/filing-approval", "head_signed_by", "D"), "Did you mean: 赵某"),
        (put("立案阶段", "documents/filing-approval", "made_on", "三月五日"), ("立案阶段", "documents/filing-approval", "made_on", "D"), "is a date"),
        (put("立案阶段", "documents/filing-approval", "?", "否"), ("立案阶段", "documents/filing-approval", "?", "D"), "and yet it says something"),
        (put("立案阶段", "documents/filing-approval", "?", "也许"), ("立案阶段", "documents/filing-approval", "?", "D"), "是 or 否"),
        (put("案件", "", "kind", "处罚"), ("案件", "", "kind", "D"), "unknown kind"),
        (put("案件", "", "id", None), ("案件", "", "id", "D"), "has no id"),
        (put("案件", "organ", "qualified", "大概"), ("案件", "organ", "qualified", "D"), "is true or false"),
        (put("送达执行阶段", "documents/service-receipt", "mode", "飞鸽", "F"), ("送达执行阶段", "documents/service-receipt", "mode", "F"), "is no value of"),
    ],
    ids=range(8),
)  # fmt: skip
def test_a_fault_names_its_sheet_and_cell(
    after: Any, untouched: Any, change: Change, place: tuple[str, str, str, str], words: str
) -> None:
    with pytest.raises(InputError) as caught:
        after(change)
    spot = f"{place[0]}!{cell(untouched, *place)}"
    assert [p.where.split(" › ")[-1] for p in caught.value.problems if p.where] == [spot]
    assert words in caught.value.render("en")


def _in_table(sheet: str, row: int, **values: Any) -> Change:
    def change(book: Any) -> None:
        keys = {c.value: c.column for c in book[sheet][1] if c.value}
        for key, value in values.items():
            book[sheet].cell(row, keys[key]).value = value

    return change


@pytest.mark.parametrize(
    ("change", "spot", "words"),
    [
        (_in_table("处罚", 40, document="行政处罚决定书（penalty-decision）", copy=2, kind="罚款（fine）"), "处罚!B40", "there is no copy 2"),
        (_in_table("处罚", 40, kind="罚款（fine）"), "处罚!B40", "cannot be told which document"),
        (_in_table("处罚", 40, document="立案审批表（filing-approval）", kind="罚款（fine）"), "处罚!B40", "cannot be told which document"),
        (_in_table("处罚", 40, document="行政处罚决定书（penalty-decision）", kind="罚金"), "处罚!D40", "Nearest known words: fine"),
        (_in_table("人员", 30, certificate="1"), "人员!D30", "has no name"),
        (_in_table("人员", 30, name="张某"), "人员!B30", "listed twice"),
        (_in_table("评查判断", 200, criterion="P-LA-9-9", result="符合（met）"), "评查判断!B200", "there is no “P-LA-9-9”"),
        (_in_table("评查判断", 200, result="符合（met）"), "评查判断!B200", "a judgement without a criterion"),
        (lambda book: book["立案阶段"].__setitem__("D80", "x"), "立案阶段!D80", "belongs to no field"),
        (lambda book: book["缴款"].__setitem__("T7", "x"), "缴款!T7", "belongs to no field"),
        (lambda book: book["立案阶段"].__setitem__("A4", "numbr"), "立案阶段!A4", "no field “numbr”"),
    ],
    ids=range(11),
)  # fmt: skip
def test_a_fault_in_a_table_names_its_cell(after: Any, change: Change, spot: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        after(change)
    assert spot in [p.where.split(" › ")[-1] for p in caught.value.problems if p.where]
    assert words in caught.value.render("en")


def test_all_faults_of_a_workbook_are_told_at_once(after: Any) -> None:
    def change(book: Any) -> None:
        put("立案阶段", "documents/filing-approval", "head_signed_by", "无名")(book)
        put("案件", "organ", "qualified", "大概")(book)
        put("结案阶段", "documents/closing-report", "made_on", "x")(book)

    with pytest.raises(InputError) as caught:
        after(change)
    assert len(caught.value.problems) == 3


def test_a_workbook_of_another_kind_is_refused(corpus: Corpus, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "id"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="no workbook for case files"):
        read_case_files(tmp_path / "a.xlsx", corpus)


def test_words_that_part_values_may_stand_in_them(corpus: Corpus, schema: Schema, tmp_path: Path) -> None:
    case = case_files_of(
        {
            "id": "c", "kind": "penalty", "procedure": "ordinary",
            "documents": {"transfer-letter": {"materials": ["清单、照片；共三份"]}},
        },
        corpus,
    )[0]  # fmt: skip
    (tmp_path / "c.xlsx").write_bytes(workbook(schema, case.kinds, case))
    assert read_case_files(tmp_path / "c.xlsx", corpus)[0].record == case.record
