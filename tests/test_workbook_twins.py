"""What is to be had as CSV is to be had as a workbook: the same rows, from the API and from the command line."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from api_calls import ask, media_type
from thorough import in_turn

from kg_query.cli.run import run
from kg_query.graph import KnowledgeGraph
from kg_query.web.api.operations import FORMATS
from kg_query.web.api.table import operations
from kg_query.wording.templates.tables import HEADS, table_head

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
MATTER = EXAMPLES / "matter.json"
FOLLOWED = EXAMPLES / "duties" / "followed.json"


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


#: Operation, its file, its options, the command.
TWINS: list[tuple[str, Path | None, dict[str, Any], list[str]]] = [
    ("regulations", None, {}, ["regulations"]),
    ("search", None, {"words": ["容错", "免责"], "limit": 5}, ["search", "容错", "免责", "--limit", "5"]),
    ("questions", None, {}, ["ask", "--list"]),
    ("provisions", None, {}, ["export", "provisions"]),
    ("assess", EXAMPLES / "matters" / "batch.csv", {}, ["assess", "FILE"]),
    ("requires", MATTER, {"regulation": ["nanmu"]}, ["requires", "FILE", "--regulation", "nanmu"]),
    ("what-if", MATTER, {"refute": ["force_majeure"]}, ["what-if", "FILE", "--refute", "force_majeure"]),
    ("duties", FOLLOWED, {"as_of": "2025-01-15"}, ["duties", "FILE", "--as-of", "2025-01-15"]),
    ("validate", MATTER, {"shapes": "matter"}, ["validate", "FILE", "--shapes", "matter"]),
]


@pytest.mark.parametrize(
    ("name", "file", "options", "words", "lang"),
    [pytest.param(*twin, lang, id=f"{lang}-{twin[0]}") for twin, lang in in_turn(TWINS, ["zh", "en"])],
)
def test_the_workbook_has_the_rows_of_the_csv(
    kg: KnowledgeGraph, tmp_path: Path, name: str, file: Path | None,
    options: dict[str, Any], words: list[str], lang: str,
) -> None:  # fmt: skip
    body = (file.read_bytes(), media_type(file)) if file else b""
    made = ask(kg, name, body, format="xlsx", lang=lang, **options)
    assert made.filename == f"{name}.xlsx"
    target = tmp_path / "out.xlsx"
    given = [str(file) if word == "FILE" else word for word in words]
    assert run([*given, "-o", str(target), "--lang", lang]) == 0
    assert target.read_bytes() == made.content, "the command and the API give one workbook"

    lines = list(
        csv.reader(io.StringIO(ask(kg, name, body, format="csv", lang=lang, **options).content.decode()))
    )
    about, table = openpyxl.load_workbook(io.BytesIO(made.content)).worksheets
    rows = [[cell.value for cell in row] for row in table.iter_rows()]
    assert rows[0] == [table_head(name, column, lang) for column in lines[0]]
    yes, no = ("是", "否") if lang == "zh" else ("yes", "no")
    truth = {"true": yes, "false": no}
    plain = [["" if v is None else str(v).replace("\r", "") for v in row] for row in rows[1:] if any(row)]
    wanted = [[truth.get(v, v).replace("\r", "") for v in row] for row in lines[1:]]
    assert plain == wanted or not wanted
    said = [cell.value for row in about.iter_rows() for cell in row]
    assert f"kgq {' '.join(words)} --lang {lang}" in [str(s).replace("'", "") for s in said]
    assert any("MIT" in str(s) for s in said) and table.freeze_panes and table.auto_filter.ref


def test_every_operation_with_csv_has_a_workbook() -> None:
    found = [o for o in operations().values() if "csv" in o.formats]
    assert len(found) > 12 and all("xlsx" in o.formats for o in found)
    assert FORMATS["xlsx"].endswith("spreadsheetml.sheet")


def test_what_looks_like_a_formula_stays_text(kg: KnowledgeGraph) -> None:
    matter = {"id": "=cmd|' /C calc'!A0", "established": ["force_majeure"]}
    table = openpyxl.load_workbook(io.BytesIO(ask(kg, "assess", matter, format="xlsx").content)).worksheets[1]
    cell = table["A2"]
    assert cell.value == matter["id"] and cell.data_type == "s" and cell.hyperlink is None


def test_a_table_of_a_comparison_is_a_workbook_of_one_table(kg: KnowledgeGraph, tmp_path: Path) -> None:
    options: dict[str, Any] = {"regulation": ["nanmu", "town"], "table": "procedure"}
    key = options["table"]
    whole = ask(
        kg, "compare-part", path={"part": "procedure"}, regulation=options["regulation"], format="xlsx"
    )
    sheets = openpyxl.load_workbook(io.BytesIO(whole.content)).sheetnames
    made = ask(kg, "compare-part", path={"part": "procedure"}, format="xlsx", **options)
    book = openpyxl.load_workbook(io.BytesIO(made.content))
    assert len(book.sheetnames) == 2 < len(sheets) and book.sheetnames[1] in sheets, key


def test_heads_are_in_both_languages() -> None:
    import re

    for heads in HEADS.values():
        for zh, en in heads.values():
            assert re.search(r"[\u4e00-\u9fff]", zh) and not re.search(r"[\u4e00-\u9fff]", en)


def test_the_ending_of_an_export_tells_its_format(tmp_path: Path) -> None:
    target = tmp_path / "units.csv"
    assert run(["export", "provisions", "-o", str(target), "--lang", "en"]) == 0
    assert target.read_bytes().startswith(b"id,regulation,")
    assert run(["export", "context", "-o", str(tmp_path / "c.xlsx"), "--lang", "en"]) == 2
