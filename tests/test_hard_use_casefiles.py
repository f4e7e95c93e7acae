"""Hard use of case files, pinned: a clumsy clerk, an analyst in a hurry, somebody who means harm.

Each case was first tried by hand. A test tells one story; what it asserts went wrong before, or was the
worst that could have.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from one_graph import shared_run
from signals import as_in_a_terminal

from kg_query import KnowledgeGraph
from kg_query.casefiles import read_case_files
from kg_query.casefiles.workbook import workbook
from kg_query.errors import InputError
from kg_query.reports.output import file_name

EXAMPLES = Path(__file__).parents[1] / "data" / "examples" / "casefiles"
FULL = EXAMPLES / "penalty-full.json"


def kgq(
    *words: str | os.PathLike[str], cwd: Path | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """One run of the program; with an environment in a process of its own. No run ever shows a traceback."""
    if env is None:
        return shared_run(*map(str, words), cwd=cwd)
    command = [sys.executable, "-m", "kg_query", *map(str, words)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=120, cwd=cwd, env=env)
    assert b"Traceback" not in done.stderr
    return done


# --- a clerk with a workbook ----------------------------------------------------------------


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@pytest.fixture(scope="module")
def filled(graph: KnowledgeGraph) -> bytes:
    """The workbook of a whole case file."""
    (case,) = read_case_files(FULL, graph.corpus)
    return workbook(graph.corpus.case_schema, case.kinds, case)


Fill = Callable[[Callable[[Any], None]], dict[str, Any]]


@pytest.fixture
def fill(graph: KnowledgeGraph, filled: bytes, tmp_path: Path) -> Fill:
    """Opens the workbook, lets a clerk at it, saves it; the answer is the JSON of what is read back."""

    def fill(clerk: Callable[[Any], None]) -> dict[str, Any]:
        path = tmp_path / "case.xlsx"
        path.write_bytes(filled)
        book = openpyxl.load_workbook(path)
        clerk(book)
        book.save(path)
        (case,) = read_case_files(path, graph.corpus)
        return case.to_json()

    return fill


def put(cell: str, value: object) -> Callable[[Any], None]:
    """A clerk who writes one value into one cell, `sheet!D5`."""

    def clerk(book: Any) -> None:
        sheet, _, where = cell.partition("!")
        book[sheet][where] = value

    return clerk


def refused(fill: Fill, clerk: Callable[[Any], None]) -> str:
    """The message with which what a clerk did is refused, in both languages."""
    with pytest.raises(InputError) as fault:
        fill(clerk)
    return f"{fault.value.render('en')}\n{fault.value.render('zh')}"


def in_list(sheet: str, key: str, row: int, value: object) -> Callable[[Any], None]:
    """A clerk who writes one value into a table, under the heading that stands for a key."""

    def clerk(book: Any) -> None:
        page = book[sheet]
        column = next(c for c in range(1, page.max_column + 1) if page.cell(1, c).value == key)
        page.cell(row, column).value = value

    return clerk


@pytest.mark.parametrize(
    ("clerk", "path", "value"),
    [
        (put("立案阶段!D5", "２０２４年３月５日　"), "documents/filing-approval/made_on", "2024-03-05"),
        (put("案情!D3", "Ｎ"), "circumstances/on_site_inspection", False),
        (in_list("缴款", "amount", 6, "６，０００．５０元"), "payments/0/amount", 6000.5),
        (in_list("处罚", "kind", 7, "罚款(fine)"), "documents/penalty-notice/penalties/1/kind", "fine"),
        (in_list("人员", "name", 6, " 张某　"), "persons/0/name", "张某"),
        (in_list("人员", "certificate", 6, 14100000001), "persons/0/certificate", "14100000001"),
    ],
)
def test_wide_figures_blanks_around_and_marks_of_either_width_are_understood(
    fill: Fill, clerk: Callable[[Any], None], path: str, value: object
) -> None:
    found: Any = fill(clerk)
    for step in path.split("/"):
        found = found[int(step) if step.isdigit() else step]
    assert found == value


def test_a_moment_is_the_same_in_every_time_zone(fill: Fill, monkeypatch: pytest.MonkeyPatch) -> None:
    """02:30 on that day does not exist in New York; in Puxian it does."""
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        said = fill(put("调查取证阶段!D5", datetime(2024, 3, 10, 2, 30, 0, 100)))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert said["documents"]["on-site-inspection-record"]["started_at"] == "2024-03-10T02:30:00"


@pytest.mark.parametrize(
    ("clerk", "cell"),
    [
        (put("立案阶段!D6", "=D5"), "立案阶段!D6"),  # a formula in a text
        (put("立案阶段!D6", "#N/A"), "立案阶段!D6"),  # what became of one
        (in_list("缴款", "amount", 6, "6,5"), "缴款!B6"),  # 6.5 or 65?
        (in_list("人员", "certificate", 6, 110101199001011234), "人员!D6"),  # Excel keeps 15 figures
        (put("立案阶段!D5", datetime(2024, 3, 5, 10, 0)), "立案阶段!D5"),
        (put("立案阶段!H5", "迟了三天"), "立案阶段!H5"),  # right of the hints
        (put("立案阶段!E5", datetime(2024, 4, 1)), "立案阶段!E5"),  # over a hint
        (put("立案阶段!C5", 45357), "立案阶段!C5"),  # over a label
        (put("评查判断!J5", "再议"), "评查判断!J5"),
        (put("_codes!A2", 2), "_codes!A2"),
        (put("立案阶段!A2", "@documents/filing-old"), "立案阶段!A2"),
        (in_list("人员", "name", 6, "\u200b张某"), "人员!B6"),
        (put("调查取证阶段!D8", "张某、张某"), "调查取证阶段!D8"),  # two signatures are those of two people
        (put("评查判断!E4", None), "评查判断!B4"),  # a judgement by somebody that concludes nothing
    ],
)
def test_what_cannot_be_understood_is_refused_by_its_cell(
    fill: Fill, clerk: Callable[[Any], None], cell: str
) -> None:
    assert f"case.xlsx › {cell}" in refused(fill, clerk)


@pytest.mark.parametrize("sheet", ["案件", "人员", "案情", "立案阶段", "处罚", "评查判断"])
@pytest.mark.parametrize("gone", ["column", "row"])
def test_a_sheet_whose_hidden_marks_are_gone_is_never_passed_over(fill: Fill, sheet: str, gone: str) -> None:
    """It was: all that stood in it was dropped, and the review went on without."""

    def clerk(book: Any) -> None:
        (book[sheet].delete_cols if gone == "column" else book[sheet].delete_rows)(1)

    said = refused(fill, clerk)
    assert f"case.xlsx › {sheet}" in said
    assert "hidden first column" in said and "kgq template" in said
    assert len(said.splitlines()) == 2, "one plain fault, not one for each cell"


@pytest.mark.parametrize("sheet", ["案情", "人员", "处罚", "评查判断"])
def test_a_sheet_that_is_there_twice_is_not_read_twice(fill: Fill, sheet: str) -> None:
    said = refused(fill, lambda book: book.copy_worksheet(book[sheet]))
    assert f"{sheet} Copy!" in said and "repeats" in said


def test_rows_that_run_into_the_block_above_are_not_taken_for_its_own(fill: Fill) -> None:
    """The title of a block is deleted: its rows would overwrite those of the document above."""

    def clerk(book: Any) -> None:
        page = book["审查决定阶段"]
        titles = [r for r in range(1, page.max_row) if str(page.cell(r, 1).value).startswith("@")]
        page.delete_rows(titles[1])

    assert "this repeats 审查决定阶段!D" in refused(fill, clerk)


def test_sheets_may_be_renamed_moved_hidden_and_joined_by_ones_own(fill: Fill) -> None:
    def clerk(book: Any) -> None:
        book["案情"].title = "我的案情"
        book.move_sheet("人员", 5)
        book["立案阶段"].sheet_state = "hidden"
        own = book.create_sheet("算账")
        own["A1"], own["A2"] = "合计", "=SUM(B1:B9)"

    assert fill(clerk) == fill(lambda book: None)


# --- what is written ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["review", "case.xlsx", "--form", "case.xlsx"],
        ["review", "case.xlsx", "--summary", "link.xlsx"],
        ["review", "case.xlsx", "--matters", "-o", "./case.xlsx"],
        ["review", "case.xlsx", "--form", "one.xlsx", "--summary", "one.xlsx"],
        ["evaluate", "case.xlsx", "-o", "case.xlsx"],
        ["statistics", "case.xlsx", "--year", "2024", "-o", "case.xlsx"],
        ["template", "case.xlsx", "-o", "case.xlsx"],
        ["template", "penalty", "-o", "case.xlsx"],
        ["statistics", "--template", "case.xlsx"],
    ],
    ids=" ".join,
)
def test_nobody_loses_a_filled_workbook_to_an_output(filled: bytes, tmp_path: Path, words: list[str]) -> None:
    """A form, a summary or a blank template was written over the very file that had been filled in."""
    path = tmp_path / "case.xlsx"
    path.write_bytes(filled)
    (tmp_path / "link.xlsx").symlink_to("case.xlsx")
    done = kgq("--lang", "en", *words, cwd=tmp_path)
    assert done.returncode in (2, 3)
    assert b"another name" in done.stderr and b".xlsx" in done.stderr
    assert path.read_bytes() == filled
    assert sorted(p.name for p in tmp_path.iterdir()) == ["case.xlsx", "link.xlsx"]


def test_what_cannot_be_written_is_named_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "folder.html").mkdir()
    (tmp_path / "file").touch()
    for name in ("folder.html", "file/a.html", "x" * 300 + ".html", "/proc/nothing/a.html"):
        for lang, said in (("en", "cannot be written: "), ("zh", "无法写入文件：")):
            done = kgq("--lang", lang, "review", FULL, "--form", name, cwd=tmp_path)
            assert done.returncode == 3, name
            assert said in done.stderr.decode() and name[:40] in done.stderr.decode()
            assert lang == "en" or not any(c.isascii() and c.isalpha() for c in _reason(done)), _reason(done)


def _reason(done: subprocess.CompletedProcess[bytes]) -> str:
    return done.stderr.decode().split("无法写入文件：")[-1]


def test_an_interrupted_run_leaves_whole_files_only(tmp_path: Path) -> None:
    said = json.loads(FULL.read_text("utf-8"))
    (tmp_path / "many.json").write_text(json.dumps([{**said, "id": f"第{n}号"} for n in range(30)]), "utf-8")
    command = [sys.executable, "-m", "kg_query", "review", "many.json", "--form", "out/{id}.docx"]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=as_in_a_terminal
    ) as run:
        while run.poll() is None and not any(tmp_path.glob("out/*.docx")):
            time.sleep(0.01)
        begun = len(list(tmp_path.glob("out/*")))
        run.send_signal(signal.SIGINT)
        _, err = run.communicate(timeout=60)
    assert run.returncode == 130 and b"Traceback" not in err, (begun, len(list(tmp_path.glob("out/*"))), err)
    assert 1 <= len(list(tmp_path.glob("out/*"))) < 30
    for path in tmp_path.glob("out/*"):
        assert path.suffix == ".docx"
        with zipfile.ZipFile(path) as package:
            assert package.testzip() is None


@pytest.mark.parametrize(
    "identifier", ["../../up", "/etc/abs", "CON", "..", "a" * 400, "con.txt", "{id}", "-rf", "~"]
)
def test_the_number_of_a_case_file_never_leads_out_of_the_folder(identifier: str) -> None:
    name = file_name(identifier)
    assert Path(name).name == name and len(name.encode()) < 200
    assert name.split(".")[0].casefold() not in ("con", "nul", "")


@pytest.mark.parametrize(
    "words",
    [
        ["--matters", "--format", "csv"],
        ["--matters", "--repair"],
        ["--repair", "--format", "csv"],
    ],
    ids=" ".join,
)
def test_an_option_that_would_do_nothing_is_refused(words: list[str]) -> None:
    done = kgq("--lang", "en", "review", FULL, *words)
    assert (done.returncode, done.stdout) == (2, b"")
    assert words[0].encode() in done.stderr or b"repairs" in done.stderr


# --- files that mean harm, or were saved by mistake -----------------------------------------

_HEAD = b'{"id": "c", "kind": "penalty", "procedure": "summary"'
HOSTILE: dict[str, bytes] = {
    "deep.json": b"[" * 200_000,
    "deeper.json": b'{"documents":' * 50_000,
    "twice.json": b'{"id": "a", "id": "b", "kind": "penalty"}',
    "nan.json": _HEAD + b', "payments": [{"amount": NaN}]}',
    "huge.json": _HEAD + b', "payments": [{"amount": 1e400}]}',
    "figures.json": _HEAD + b', "payments": [{"amount": 0.' + b"3" * 4000 + b"}]}",
    "below.json": _HEAD + b', "payments": [{"amount": -1}]}',
    "day0.json": _HEAD + b', "closed_on": "0000-01-01"}',
    "day30.json": _HEAD + b', "closed_on": "2027-02-30"}',
    "zone.json": _HEAD + b', "closed_on": "2024-01-01T00:00:00+08:00"}',
    "surrogate.json": b'{"id": "\\ud800", "kind": "penalty", "procedure": "summary"}',
    "bidi.json": '{"id": "\u202eabc", "kind": "penalty", "procedure": "summary"}'.encode(),
    "escape.json": _HEAD + b', "cause": "\\u001b[2J"}',
    "long.json": _HEAD + b', "cause": "' + b"x" * 40_000 + b'"}',
    "longid.json": b'{"id": "' + b"x" * 400 + b'", "kind": "penalty", "procedure": "summary"}',
    "beside.json": b'{"@graph": [' + _HEAD + b'}], "documents": {"case-closing": {}}}',
    "unjudged.json": _HEAD + b', "judgements": [{"criterion": ["PB-ZT-3"], "by": "x"}]}',
    "name.json": _HEAD + ', "persons": [{"name": "张某 "}]}'.encode(),
    "remote.json": b'{"@context": "http://127.0.0.1:9/x", "@id": "c", "@type": "PenaltyFile"}',
    "import.json": _HEAD + b', "@context": {"@import": "file:///etc/passwd"}}',
    "bomb.yaml": b"a: &a [x, x]\nb: &b [*a, *a]\n",
    "axiom.ttl": b"@prefix law: <https://w3id.org/kg-query/ns#> . <urn:a> a law:PenaltyFile . "
    b"law:PenaltyFile <http://www.w3.org/2002/07/owl#equivalentClass> law:Norm .",
    "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
    "old.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
    "table.csv": "案卷编号,案卷种类\na,行政处罚案卷\n".encode(),
    "blank.xlsx": b"PK\x03\x04",
}


def test_hostile_case_files_end_in_messages_and_exit_code_3(tmp_path: Path) -> None:
    """All in one run: every file is named, nothing is answered or written, and in either language."""
    for name, content in HOSTILE.items():
        (tmp_path / name).write_bytes(content)
    for lang in ("en", "zh"):
        words = ["review", *HOSTILE, "--form", "out/{id}.html", "--summary", "out/all.xlsx"]
        done = kgq("--lang", lang, *words, cwd=tmp_path, env={**os.environ, "LC_ALL": "C"})
        said = done.stderr.decode()
        assert (done.returncode, done.stdout) == (3, b"")
        assert [name for name in HOSTILE if name not in said] == []
        assert "\u202e" not in said and "\x1b" not in said
        assert max(map(len, said.splitlines())) < 900, "a message does not repeat what is too long"
        assert not (tmp_path / "out").exists()


def test_a_table_saved_by_mistake_is_answered_with_what_to_do(tmp_path: Path) -> None:
    for name in ("old.xls", "old.xlsx", "table.csv"):
        (tmp_path / name).write_bytes(HOSTILE[name])
        for command in (["review"], ["validate", "--shapes", "casefile"], ["evaluate"]):
            done = kgq("--lang", "zh", *command, name, cwd=tmp_path)
            assert done.returncode == 3
            assert name in done.stderr.decode() and "另存为 .xlsx" in done.stderr.decode()


def test_one_parameter_is_not_set_twice() -> None:
    words = ["--set", "hearing-fine-citizen=1", "--set", "hearing-fine-citizen=2"]
    done = kgq("--lang", "en", "review", FULL, *words)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"hearing-fine-citizen is set twice" in done.stderr


MARKUP = [
    "=cmd|'/c calc'!A1", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', '#read("/etc/hostname")',
    "$x$ *b* @ref #panic()", "{{7*7}} {% raw %}", "</w:t><w:p/>&amp;", "+1+1", "@SUM(1)", "../../../up", "CON",
]  # fmt: skip


def test_markup_in_case_files_stays_text_in_every_form(tmp_path: Path) -> None:
    said = json.loads(FULL.read_text("utf-8"))
    for number, text in enumerate(MARKUP):
        one = {**said, "id": text, "team": text, "cause": text, "party": {**said["party"], "name": text}}
        (tmp_path / f"{number}.json").write_text(json.dumps(one), "utf-8")
    endings = ("html", "xlsx", "docx", "pdf")
    forms = [word for e in endings for word in ("--form", f"out/{{id}}.{e}")]
    files = [f"{n}.json" for n in range(len(MARKUP))]
    done = kgq("review", *files, *forms, "--summary", "out/summary.xlsx", cwd=tmp_path)
    assert done.returncode == 1, "the party is no longer the one penalised"
    found = list((tmp_path / "out").iterdir())
    assert len(found) == 4 * len(MARKUP) + 1
    assert {p.name for p in tmp_path.iterdir()} == {"out", *files}
    for path in found:
        if path.suffix == ".html":
            page = path.read_text("utf-8")
            assert "<script" not in page and "<img" not in page
        elif path.suffix in (".xlsx", ".docx"):
            with zipfile.ZipFile(path) as package:
                parts = {
                    n: package.read(n).decode() for n in package.namelist() if n.endswith((".xml", ".rels"))
                }
            assert not [n for n, text in parts.items() if "worksheets" in n and "<f>" in text]
            assert not [n for n, text in parts.items() if 'TargetMode="External"' in text]
