"""Cases written from the clauses, before any engine ran: what a second reader of the law expects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg_query.graph import KnowledgeGraph

CASES = Path(__file__).parent / "cases"

# A norm that no finding can satisfy, with the reason.
NEVER_SATISFIED = {
    "puxian-tolerance/art_10__point_3": "the sentence breaks off in the source; its second half is lost",
}


def read_cases() -> Iterator[Any]:
    """Every case of tests/cases, as a test parameter named by its sentence."""
    for path in sorted(CASES.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield pytest.param(case, id=f"{path.stem}: {case['name']}")


PARAMETERS = list(read_cases())


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    """The bundled graph, opened once for all cases."""
    return KnowledgeGraph.open()


def results_of(graph: KnowledgeGraph, matter: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The answer for one matter, by regulation, as the JSON contract gives it."""
    answer = graph.assess(matter).to_json()
    return {result["regulation"]: result for result in answer["results"]}


def statuses(result: dict[str, Any], provision: str) -> set[str]:
    """The statuses of all norms of one provision; empty where none is engaged."""
    return {norm["status"] for norm in result["norms"] if norm["provision"] == provision}


def listed(result: dict[str, Any], provision: str, key: str) -> set[str]:
    """The union of one list (depends_on, presumed, defeated_by) over the norms of a provision."""
    return {word for norm in result["norms"] if norm["provision"] == provision for word in norm[key]}


def faults(result: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """Every point on which the answer differs from what the case expects."""
    found: list[str] = []

    def want(what: str, value: Any, wanted: Any) -> None:
        if value != wanted:
            found.append(f"{what}: expected {wanted!r}, found {value!r}")

    for key in ("outcome", "in_force", "in_scope"):
        if key in expected:
            want(key, result[key], expected[key])
    if "outcomes" in expected:
        given = {entry["code"]: sorted(entry["provisions"]) for entry in result["outcomes"]}
        wanted = {code: sorted(provisions) for code, provisions in expected["outcomes"].items()}
        want("outcomes", given, wanted)
        want("order of outcomes", list(given), list(wanted))
    for status in ("applies", "blocked", "undetermined"):
        for provision in expected.get(status, []):
            if status not in statuses(result, provision):
                found.append(f"{provision}: expected {status}, found {statuses(result, provision) or 'not engaged'}")
    for provision in expected.get("further", []):
        if "applies" not in statuses(result, provision):
            found.append(f"{provision}: expected as a further result, found {statuses(result, provision) or 'none'}")
    for provision in expected.get("engaged", []):
        if not statuses(result, provision) & {"applies", "defeated"}:
            found.append(f"{provision}: expected to be satisfied, found {statuses(result, provision) or 'not engaged'}")
    for provision in expected.get("not_engaged", []):
        if statuses(result, provision):
            found.append(f"{provision}: expected not engaged, found {statuses(result, provision)}")
    for provision, defeaters in expected.get("defeated", {}).items():
        if "defeated" not in statuses(result, provision):
            found.append(f"{provision}: expected defeated, found {statuses(result, provision) or 'not engaged'}")
        want(f"{provision} defeated by", listed(result, provision, "defeated_by"), set(defeaters))
    for provision, grounds in expected.get("depends_on", {}).items():
        want(f"{provision} depends on", listed(result, provision, "depends_on"), set(grounds))
    for provision, grounds in expected.get("presumed", {}).items():
        absent = set(grounds) - listed(result, provision, "presumed")
        if absent:
            found.append(f"{provision}: {sorted(absent)} should be listed as presumed")
    return found


@pytest.mark.parametrize("case", PARAMETERS)
def test_case(graph: KnowledgeGraph, case: dict[str, Any]) -> None:
    """The answer is the one that the clauses give."""
    verdict = graph.assess(case["given"])
    results = {result["regulation"]: result for result in verdict.to_json()["results"]}
    found = []
    for regulation, expected in case["expect"].items():
        found += [f"{regulation}: {fault}" for fault in faults(results[regulation], expected)]
    assert not found, "\n".join([case["because"], *found])
