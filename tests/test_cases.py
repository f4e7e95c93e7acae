"""Cases written from the clauses, before any engine ran: what a second reader of the law expects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from yaml_files import from_yaml

from kg_query.graph import KnowledgeGraph

CASES = Path(__file__).parent / "cases"

# Norms that apply in no matter, each with its reason.
NEVER_APPLIES = {
    "puxian-tolerance/art_10__point_3": "the sentence breaks off in the source; its second half is lost",
    "town/art_7__point_8": "the ground that meets it meets the bar of art 9(6) too, which defeats it",
    "town/art_8__point_3": "the ground that meets it meets the bar of art 9(6) too, which defeats it",
}

KEYS = {"name", "name_zh", "given", "expect", "because", "doubt", "disputed"}
POINTS = {
    "outcome",
    "outcomes",
    "in_force",
    "in_scope",
    "applies",
    "blocked",
    "undetermined",
    "defeated",
}
POINTS |= {"engaged", "not_engaged", "further", "depends_on", "missing", "presumed", "could_change"}


def read_cases() -> Iterator[Any]:
    """Every case of tests/cases, as a test parameter named by its sentence."""
    for path in sorted(CASES.glob("*.yaml")):
        for case in from_yaml(path):
            yield pytest.param(case, id=f"{path.stem}: {case['name']}")


PARAMETERS = list(read_cases())


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    """The bundled graph, opened once for all cases."""
    return KnowledgeGraph.open()


def norms_of(result: dict[str, Any], provision: str) -> list[dict[str, Any]]:
    """The norms that the answer lists for one provision, those not engaged included."""
    return [norm for norm in result["norms"] if norm["provision"] == provision]


def statuses(result: dict[str, Any], provision: str) -> set[str]:
    """The statuses of the engaged norms of a provision; empty where none is engaged."""
    return {norm["status"] for norm in norms_of(result, provision)} - {"not_engaged"}


def listed(result: dict[str, Any], provision: str, key: str) -> set[str]:
    """The union of one list (depends_on, presumed, defeated_by, missing) over a provision's norms."""
    return {word for norm in norms_of(result, provision) for word in norm[key]}


def faults(result: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """Every point on which the answer of one regulation differs from what a case expects.

    Args:
        result: the regulation's part of the JSON answer, with all norms.
        expected: the case's words for it. `outcomes` is exact and in order of precedence;
            `further` are results without an outcome code; `engaged` leaves open whether the
            norm applies or is defeated; `presumed` may be a part of what is presumed.
    """
    found: list[str] = []

    def want(what: str, value: Any, wanted: Any) -> None:
        if value != wanted:
            found.append(f"{what}: expected {wanted!r}, found {value!r}")

    def stands(provision: str, allowed: set[str]) -> None:
        if not statuses(result, provision) & allowed:
            now = sorted(statuses(result, provision)) or "not engaged"
            found.append(f"{provision}: expected {' or '.join(sorted(allowed))}, found {now}")

    for key in ("outcome", "in_force", "in_scope"):
        if key in expected:
            want(key, result[key], expected[key])
    if "outcomes" in expected:
        given = [(entry["code"], sorted(entry["provisions"])) for entry in result["outcomes"]]
        want("outcomes", given, [(code, sorted(ids)) for code, ids in expected["outcomes"].items()])
    for status in ("applies", "blocked", "undetermined"):
        for provision in expected.get(status, []):
            stands(provision, {status})
    for provision in expected.get("further", []):
        stands(provision, {"applies"})
    for provision in expected.get("engaged", []):
        stands(provision, {"applies", "defeated"})
    for provision in expected.get("not_engaged", []):
        if statuses(result, provision):
            found.append(f"{provision}: expected not engaged, found {sorted(statuses(result, provision))}")
        if not norms_of(result, provision):
            found.append(f"{provision}: expected a norm that is not engaged, found no norm at all")
    for provision, defeaters in expected.get("defeated", {}).items():
        stands(provision, {"defeated"})
        want(f"{provision} defeated by", listed(result, provision, "defeated_by"), set(defeaters))
    for key in ("depends_on", "missing"):
        for provision, grounds in expected.get(key, {}).items():
            want(f"{provision} {key}", listed(result, provision, key), set(grounds))
    for provision, grounds in expected.get("presumed", {}).items():
        absent = set(grounds) - listed(result, provision, "presumed")
        if absent:
            found.append(f"{provision}: {sorted(absent)} should be listed as presumed")
    if "could_change" in expected:
        provision_of = {norm["norm"]: norm["provision"] for norm in result["norms"]}
        named = {provision_of[norm] for norm in result["could_change"]}
        for provision in expected["could_change"]:
            if provision not in named:
                found.append(f"{provision}: should be listed as able to change the outcome")
    return found


@pytest.mark.parametrize("case", PARAMETERS)
def test_case(graph: KnowledgeGraph, case: dict[str, Any]) -> None:
    """The answer is the one that the clauses give."""
    answer = graph.assess(case["given"]).to_json(all_norms=True)
    results = {result["regulation"]: result for result in answer["results"]}
    found = []
    for regulation, expected in case["expect"].items():
        found += [f"{regulation}: {fault}" for fault in faults(results[regulation], expected)]
    if "disputed" in case and set(answer["disputed"]) != set(case["disputed"]):
        found.append(f"disputed: expected {case['disputed']}, found {answer['disputed']}")
    assert not found, "\n".join([case["because"], *found])


def test_cases_are_told_apart() -> None:
    """Every case has a name and a matter of its own, and says why in one sentence."""
    cases = [parameter.values[0] for parameter in PARAMETERS]
    assert len(cases) >= 110
    for key in ("name", "name_zh"):
        names = [case[key] for case in cases]
        assert len(names) == len(set(names)), sorted({n for n in names if names.count(n) > 1})
    matters = [case["given"]["id"] for case in cases]
    assert len(matters) == len(set(matters))
    assert all(case["because"] for case in cases)
    for case in cases:
        assert set(case) <= KEYS, f"{case['name']}: {set(case) - KEYS}"
        for expected in case["expect"].values():
            assert expected and set(expected) <= POINTS, f"{case['name']}: {set(expected) - POINTS}"


def test_every_outcome_is_reached_by_a_case(graph: KnowledgeGraph) -> None:
    """Each norm with an outcome applies in some case, save those that NEVER_APPLIES explains."""
    assessed = {r.slug for r in graph.corpus.regulations.values() if r.assessment_order is not None}
    wanted = {
        norm.id: norm.provision
        for norm in graph.corpus.norms.values()
        if norm.outcome and norm.condition is not None and norm.regulation in assessed
    }
    reached = {
        norm.norm
        for parameter in PARAMETERS
        for result in graph.assess(parameter.values[0]["given"]).results
        for norm in result.norms
        if norm.status == "applies"
    }
    unreached = {norm for norm, provision in wanted.items() if provision not in NEVER_APPLIES} - reached
    assert not unreached, f"these apply in no case: {sorted(unreached)}"
    told = {norm for norm, provision in wanted.items() if provision in NEVER_APPLIES} & reached
    assert not told, f"these apply after all; take them out of NEVER_APPLIES: {sorted(told)}"
    assert set(NEVER_APPLIES) <= set(wanted.values()), "NEVER_APPLIES names a provision without a norm"


@pytest.mark.parametrize(
    ("slug", "established", "outcome", "reading"),
    [
        # art 6 exempts, art 9 pursues the reviewer, and the text puts neither first
        (
            "mingshan",
            "role_reviewer error_occurred error_should_have_been_found_by_reviewer error_not_found_by_reviewer "
            "legal_basis_unclear law_application_deviation",
            "conflict",
            "mingshan/norm/reading_6_reach",
        ),
        # art 12 takes back tolerance, not the finding of fulfilled duty, nor mitigation
        (
            "nanmu",
            "counterparty_forged_evidence wrong_decision abuse_of_power rights_infringed adverse_consequence",
            "conflict",
            "nanmu/norm/reading_bar_reach",
        ),
        (
            "puxian-tolerance",
            "statutory_procedure_violated remedial_measures_taken impact_recovered",
            "no_tolerance",
            "puxian-tolerance/norm/reading_bar_reach",
        ),
    ],
)
def test_what_stands_side_by_side_rests_on_how_far_the_stronger_clause_reaches(
    graph: KnowledgeGraph, slug: str, established: str, outcome: str, reading: str
) -> None:
    def given(grounds: list[str]) -> dict[str, Any]:
        return {"id": "m", "established": grounds}

    grounds = established.split()
    found = graph.assess(given(grounds), [slug]).of(slug)
    assert found.outcome == outcome and len(found.outcomes) == 2
    assert reading in found.readings and all(reading not in row.readings for row in found.norms)
    proof = graph.explain(given(grounds), slug)
    assert [n.about for n in proof.root.children if n.role == "reading"] == [reading]
    alone = graph.assess(given(grounds[-2:]), [slug]).of(slug)
    assert len(alone.outcomes) < 2 and reading not in alone.readings


def test_a_finding_that_a_clause_turns_on_is_not_passed_over_in_silence(graph: KnowledgeGraph) -> None:
    """What a clause lacks is told also where another applies: mingshan art 12 pairs nature and impact."""
    given = {"id": "m", "established": ["no_legal_basis", "nature_serious", "impact_fairly_large"]}
    proof = graph.explain(given, "mingshan")
    (near,) = (step for step in proof.root.children if step.role == "nearest")
    lacks = {norm.provision: [n.about for n in norm.walk() if n.role == "lacking"] for norm in near.children}
    assert lacks == {
        "mingshan/art_12__point_3": ["nature_fairly_serious"],
        "mingshan/art_12__point_4": ["impact_major_grade"],
    }
    assert not any(step.role == "unused" for step in proof.root.children)
    # art 6 would defeat art 5(20), so the fault that art 14 asks for leads to compensation and to no more
    given = {"id": "m", "established": ["fault_obviously_minor", "enforcement_fault_exists"]}
    (near,) = (s for s in graph.explain(given, "mingshan").root.children if s.role == "nearest")
    assert "mingshan/art_5__point_20" not in {norm.provision for norm in near.children}
    assert "mingshan/art_14" in {norm.provision for norm in near.children}
