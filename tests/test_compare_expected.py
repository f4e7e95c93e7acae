"""What a second reader expected of the comparison, written from the clauses before it was run.

The files of `tests/compare/` are the reader's. Where the graph reads a clause otherwise, the entry says
so beside the expectation: `otherwise` what comes of it, `because` the reading or the reason.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from yaml_files import from_yaml

from kg_query import KnowledgeGraph

FOLDER = Path(__file__).parent / "compare"


def entries(name: str) -> list[Any]:
    found: list[Any] = from_yaml(FOLDER / f"{name}.yaml")
    return found


SCENARIOS = entries("scenarios")


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@pytest.mark.parametrize("entry", SCENARIOS, ids=lambda e: e["name"])
def test_the_regulations_part_as_the_clauses_say(kg: KnowledgeGraph, entry: dict[str, Any]) -> None:
    found = entry["findings"]
    matter = {
        "id": "scenario",
        "established": [*found.get("context", ()), *found.get("established", ())],
        "refuted": found.get("refuted", []),
        **({"role": entry["role"]} if "role" in entry else {}),
    }
    verdict = kg.assess(matter)
    expected = entry["outcomes"] | entry.get("otherwise", {})
    assert {slug: verdict.of(slug).outcome for slug in expected} == expected
    applied = {n.provision for r in verdict.results for n in r.norms if n.status == "applies"}
    asked = {c for c in entry.get("clauses", ()) if c.split("/")[0] not in entry.get("otherwise", {})}
    assert asked <= applied
    blocked = {n.provision for r in verdict.results for n in r.norms if n.status == "blocked"}
    assert set(entry.get("blocked", ())) <= blocked


def test_every_pair_of_regulations_is_met_three_times() -> None:
    met: dict[frozenset[str], int] = {}
    for entry in SCENARIOS:
        for pair in entry["parts"]:
            outcomes = entry["outcomes"] | entry.get("otherwise", {})
            if outcomes[pair[0]] != outcomes[pair[1]]:
                met[frozenset(pair)] = met.get(frozenset(pair), 0) + 1
    slugs = KnowledgeGraph.open().corpus.assessed
    assert all(met[frozenset((a, b))] >= 3 for i, a in enumerate(slugs) for b in slugs[i + 1 :])


def test_what_is_read_otherwise_says_why() -> None:
    other = [e for name in ("scenarios",) for e in entries(name) if "otherwise" in e]
    assert all(e["because"] for e in other)
    assert len(other) < len(SCENARIOS) / 10
