"""Answers and query results as tables that are handed in: workbook, page, Word; and the columns' heads."""

from __future__ import annotations

import io
import json
import re
import subprocess
from pathlib import Path

import openpyxl
import pytest
from one_graph import shared_run

from kg_query import KnowledgeGraph
from kg_query.ask import questions
from kg_query.sparql.frames import values
from kg_query.wording.templates.columns import COLUMNS, head

ROOT = Path(__file__).parents[1]


def kgq(*words: str) -> subprocess.CompletedProcess[bytes]:
    return shared_run(*words, cwd=ROOT)


def selected(sparql: str) -> set[str]:
    """The columns of a named question, read off its outermost SELECT."""
    found = re.search(r"^SELECT (?:DISTINCT )?(.*?) WHERE \{$", sparql, re.MULTILINE)
    assert found, sparql
    named = re.sub(r"\([^()]*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)[^()]*)* AS \?(\w+)\)", r"?\1", found[1])
    return set(re.findall(r"\?(\w+)", named))


def test_every_column_of_a_named_question_has_a_head_in_both_languages() -> None:
    columns = {column for q in questions().values() for column in selected(q.sparql)}
    assert columns - COLUMNS.keys() == set()
    assert COLUMNS.keys() - columns == set(), "a head that no column has"
    for zh, en in COLUMNS.values():
        assert re.search(r"[\u4e00-\u9fff]", zh) and not re.search(r"[\u4e00-\u9fff]", en)


def test_an_answer_in_a_workbook_has_its_rows_and_how_it_was_made(tmp_path: Path) -> None:
    target = tmp_path / "bars.xlsx"
    done = kgq(
        "ask", "outcome-by-ground", "--param", "regulation=town", "--output", str(target), "--lang", "zh"
    )
    assert done.returncode == 0, done.stderr.decode()
    book = openpyxl.load_workbook(target)
    sheets = {sheet.title: [[c.value for c in row] for row in sheet.iter_rows()] for sheet in book}
    said = json.dumps(sheets, ensure_ascii=False)
    assert "kgq ask outcome-by-ground --param regulation=town" in said and "kg-query 0." in said
    answer = KnowledgeGraph.open(lang="zh").ask("outcome-by-ground", {"regulation": "town"})
    heads = [head(c, "zh") for c in answer.columns]
    [rows] = [rows for rows in sheets.values() if heads in [r[: len(heads)] for r in rows]]
    start = [r[: len(heads)] for r in rows].index(heads) + 1
    first = next(i for i, c in enumerate(answer.columns) if c == "clause")
    assert [r[first] for r in rows[start : start + len(answer.rows)]] == [r[first] for r in answer.rows]


@pytest.mark.parametrize("ending", ["csv", "json", "txt", "html", "docx"])
def test_the_ending_tells_the_format(tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"out.{ending}"
    done = kgq("ask", "regulations", "-o", str(target), "--lang", "en")
    assert done.returncode == 0, done.stderr.decode()
    content = target.read_bytes()
    assert content.startswith(b"PK") if ending == "docx" else b"lianyungang" in content
    if ending == "csv":
        assert content == kgq("ask", "regulations", "--format", "csv", "--lang", "en").stdout


def test_the_rows_of_a_query_go_into_a_workbook_with_the_query(tmp_path: Path) -> None:
    query = "SELECT ?line ?points { ?line law:points ?points } ORDER BY ?line LIMIT 3"
    done = kgq("query", "-e", query, "--format", "xlsx", "--lang", "en")
    assert done.returncode == 0, done.stderr.decode()
    book = openpyxl.load_workbook(io.BytesIO(done.stdout))
    cells = [c.value for sheet in book for row in sheet.iter_rows() for c in row]
    assert query in cells
    rows = values(KnowledgeGraph.open().query(query))
    assert all(line in cells and points in cells for line, points in rows)
    assert isinstance(rows[0][1], (int, float))


def test_a_graph_is_no_table(tmp_path: Path) -> None:
    done = kgq("query", "-e", "ASK { ?s a law:Regulation }", "-o", str(tmp_path / "x.xlsx"), "--lang", "en")
    assert done.returncode == 2 and b"SELECT" in done.stderr
    assert not (tmp_path / "x.xlsx").exists()


def test_a_query_is_asked_of_a_comparison_and_may_go_into_a_turtle_file(tmp_path: Path) -> None:
    target = tmp_path / "pairs.ttl"
    query = "CONSTRUCT { ?p law:sameLaw true } WHERE { ?p a law:ClausePair ; law:sameLaw true }"
    done = kgq("query", "-e", query, "--comparison", "clauses", "-o", str(target))
    assert done.returncode == 0, done.stderr.decode()
    assert target.read_text("utf-8").count("sameLaw") > 10
    wrong = kgq("query", "-e", "ASK {}", "--comparison", "procedure", "--lang", "en")
    assert wrong.returncode == 2 and b"clauses, grounds, scenarios" in wrong.stderr


def test_a_comparison_is_written_as_turtle(tmp_path: Path) -> None:
    target = tmp_path / "grounds.ttl"
    done = kgq("compare", "grounds", "--ground", "force_majeure", "-o", str(target), "--lang", "en")
    assert done.returncode == 0, done.stderr.decode()
    assert "law:GroundTreatment" in target.read_text("utf-8")
    refused = kgq("compare", "measures", "--format", "turtle", "--lang", "en")
    assert refused.returncode == 2 and b"measures" in refused.stderr
