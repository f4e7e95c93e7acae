"""The example case files come to what was worked out by hand before any engine saw them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from yaml_files import from_yaml

from kg_query import KnowledgeGraph
from kg_query.casefiles import read_case_files

ROOT = Path(__file__).parents[1]
FILES = ROOT / "data" / "examples" / "casefiles"
EXPECTED: dict[str, dict[str, Any]] = from_yaml(ROOT / "tests/reviews/expected.yaml")


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


def test_every_example_has_an_expectation() -> None:
    assert {p.name for p in FILES.glob("*.json")} == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_example(name: str, kg: KnowledgeGraph) -> None:
    expected = EXPECTED[name]
    (case,) = read_case_files(FILES / name, kg.corpus)
    got = kg.review(case).to_json("en")
    base = expected.get("base", [])
    assert {
        "score": got["score"],
        "range": got["score_range"],
        "grade": got["grade"],
        "base": got["base"]["failed"],
        "lines": sorted(d["line"] for d in got["deductions"]),
        "missing": got["missing_documents"],
        "to_judge": sorted(got["to_judge"]),
        "not_applicable": sorted(got["not_applicable"]),
        "national": sorted({n["rule"] for n in got["national"] if n["severity"] != "warning"}),
    } == {
        "score": expected["score"],
        "range": expected.get("range") or [expected["score"]] * 2,
        "grade": expected.get("grade"),
        "base": base,
        "lines": sorted(expected.get("lines", [])),
        "missing": expected.get("missing", []),
        "to_judge": sorted(expected.get("to_judge", [])),
        "not_applicable": sorted(expected.get("not_applicable", [])),
        "national": sorted(expected.get("national", [])),
    }
