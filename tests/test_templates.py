"""`kgq template`: what it writes, and what it refuses."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg_query import KnowledgeGraph
from kg_query.casefiles import read_case_files
from kg_query.cli.run import run

FULL = Path(__file__).parent.parent / "data" / "examples" / "casefiles" / "penalty-full.json"
Kgq = Callable[..., tuple[int, str, str]]


@pytest.fixture
def kgq(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kgq:
    def running(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        capfd.readouterr()
        code = run(["--lang", "en", *words])
        return (code, *capfd.readouterr())

    return running


def test_without_a_file_the_blank_json_goes_to_standard_output(kgq: Kgq) -> None:
    code, out, err = kgq("template", "compulsion")
    blank = json.loads(out)
    assert (code, err) == (0, "")
    assert blank["kind"] == ["compulsory-measure", "compulsory-execution"]
    assert "procedure" not in blank
    assert "penalty-decision" not in blank["documents"]


def test_a_workbook_made_from_a_case_file_is_the_case_file(kgq: Kgq, tmp_path: Path) -> None:
    corpus = KnowledgeGraph.open().corpus
    target = tmp_path / "case.xlsx"
    code, out, err = kgq("template", str(FULL), "-o", str(target))
    assert (code, out) == (0, "")
    assert f"written: {target}" in err
    found, asked = (read_case_files(p, corpus)[0] for p in (target, FULL))
    assert (found.id, found.kinds) == (asked.id, asked.kinds)
    assert found.record["documents"] == asked.record["documents"]


def test_json_made_from_a_workbook_is_the_case_file(kgq: Kgq, tmp_path: Path) -> None:
    book, text = tmp_path / "case.xlsx", tmp_path / "case.json"
    assert kgq("template", str(FULL), "-o", str(book))[0] == 0
    assert kgq("template", str(book), "-o", str(text))[0] == 0
    corpus = KnowledgeGraph.open().corpus
    assert read_case_files(text, corpus)[0].record == read_case_files(book, corpus)[0].record


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["penlty"], 2, "Did you mean: penalty?"),
        (["penalty", "-o", "case.docx"], 2, "Use .xlsx or .json"),
        (["nowhere.json"], 3, "there is no such file"),
        (["penalty", "-o", "/dev/null/case.xlsx"], 3, "cannot be written"),
    ],
)
def test_what_cannot_be_made_is_said(kgq: Kgq, words: list[str], code: int, said: str) -> None:
    found, out, err = kgq("template", *words)
    assert (found, out) == (code, "")
    assert said in err


def test_one_case_file_is_needed(kgq: Kgq, tmp_path: Path) -> None:
    one = json.loads(FULL.read_text("utf-8"))
    path = tmp_path / "two.json"
    path.write_text(json.dumps([one, {**one, "id": "b"}]), "utf-8")
    code, _, err = kgq("template", str(path), "-o", str(tmp_path / "x.xlsx"))
    assert code == 2
    assert "one case file is needed, not 2" in err
