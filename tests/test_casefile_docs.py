"""The pages on case files: the walkthrough is a case file, its commands run, its tables are up to date."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from kg_query import KnowledgeGraph
from kg_query.casefiles import case_files_of
from kg_query.casefiles.reference import PAGES, with_tables
from kg_query.cli.run import run

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


def blocks(name: str, kind: str) -> list[str]:
    return [text for k, text in BLOCK.findall((ROOT / name).read_text("utf-8")) if k == kind]


def walkthrough(name: str) -> dict[str, Any]:
    """The case file that the pieces of a page make together."""
    found: dict[str, Any] = {}
    for piece in blocks(name, "json"):
        found |= json.loads(piece)
    return found


@pytest.mark.parametrize(("name", "lang"), PAGES.items())
def test_the_tables_are_those_of_the_schema(name: str, lang: str) -> None:
    page = (ROOT / name).read_text("utf-8")
    schema = KnowledgeGraph.open().corpus.case_schema
    assert with_tables(page, schema, lang) == page
    for kind in schema.types():
        assert all(f"`{key}`" in page for key in kind.fields)


def test_both_pages_build_the_same_case_file() -> None:
    first, second = map(walkthrough, PAGES)
    assert first == second
    corpus = KnowledgeGraph.open().corpus
    case = case_files_of(first, corpus)[0]
    assert set(case.record) >= {"persons", "circumstances", "documents", "archive", "judgements"}


@pytest.mark.parametrize("name", PAGES)
def test_the_commands_run_in_their_order(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a shell each would be a process of its own; what they need of each other are the files."""
    commands = [line for text in blocks(name, "sh") for line in text.strip().splitlines()]
    assert len(commands) >= 6
    monkeypatch.chdir(tmp_path)
    for command in commands:
        words = command.split()
        assert words[0] == "kgq"
        code = run(words[1:])
        sys.stdout.flush()
        faults = capfd.readouterr().err
        assert code in ((0, 1) if words[1] == "review" else (0,)), (command, faults)
        if command.endswith("penalty -o my-case.json"):
            written = json.loads((tmp_path / "my-case.json").read_text("utf-8"))
            assert set(walkthrough(name)) <= set(written)
            (tmp_path / "my-case.json").write_text(json.dumps(walkthrough(name)), "utf-8")


def test_the_review_of_the_walkthrough_says_what_the_page_says() -> None:
    kg = KnowledgeGraph.open()
    review = kg.review(case_files_of(walkthrough("docs/case-file.md"), kg.corpus)[0])
    assert {"P-DC-5", "P-SC-2", "P-JA-1"} <= set(review.missing_documents)
    assert "P-DC-2-4" in {d.line for d in review.deductions}
    assert {"P-SC-3", "P-SC-4", "P-SC-5"} <= set(review.not_applicable)
