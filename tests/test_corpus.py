"""The compiled law as values: complete, in order, the same after a journey through JSON."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_world import tiny_files

from kg_query import KnowledgeGraph
from kg_query.compile import compile_corpus
from kg_query.conditions import grounds, leaves
from kg_query.corpus import Corpus
from kg_query.model import Finding, Matter, RegulationResult, Text, Verdict

CORPUS = KnowledgeGraph.open().corpus
ALL_EIGHT = [
    "town", "nanmu", "lianyungang", "mingshan",
    "puxian-review", "puxian-statistics", "puxian-tolerance", "puxian-evaluation",
]  # fmt: skip


def test_the_eight_regulations_stand_in_their_order() -> None:
    assert list(CORPUS.regulations) == ALL_EIGHT
    assert CORPUS.assessed == ("town", "nanmu", "lianyungang", "mingshan", "puxian-tolerance")


@pytest.mark.parametrize("slug", ALL_EIGHT)
def test_positions_count_the_units_from_one(slug: str) -> None:
    places = [p.position for p in CORPUS.provisions.values() if p.regulation == slug]
    assert places == list(range(1, len(places) + 1))


def test_every_unit_stands_under_a_unit_of_its_own_regulation() -> None:
    for unit in CORPUS.provisions.values():
        for above in CORPUS.ancestors(unit.id):
            assert above.regulation == unit.regulation
            assert above.position < unit.position, f"{unit.id} stands before {above.id}"


def test_children_and_parents_agree() -> None:
    for parent, children in CORPUS.children.items():
        for child in children:
            assert (CORPUS.provisions[child].parent or CORPUS.provisions[child].regulation) == parent
    assert sum(map(len, CORPUS.children.values())) == len(CORPUS.provisions)


def test_norms_stand_in_the_order_of_their_units() -> None:
    for slug in CORPUS.regulations:
        places = [CORPUS.provisions[n.provision].position for n in CORPUS.norms_of[slug]]
        assert places == sorted(places)


def test_every_word_a_norm_uses_is_in_a_vocabulary() -> None:
    people = CORPUS.concepts["role"] | CORPUS.concepts["body"]
    for norm in CORPUS.norms.values():
        assert norm.kind in CORPUS.concepts["kind"]
        assert norm.modality in CORPUS.concepts["modality"]
        assert norm.outcome is None or norm.outcome in CORPUS.outcomes
        assert set(norm.bearers + norm.beneficiaries) <= set(people)
        for tree in (norm.presupposes, norm.condition, norm.exception):
            assert set(grounds(tree)) <= set(CORPUS.grounds)
        assert set(norm.readings) <= set(CORPUS.readings)
        assert set(norm.deadlines) <= set(CORPUS.deadlines)


def test_overrides_stay_within_a_regulation_and_join_conditional_norms() -> None:
    for override in CORPUS.overrides:
        one, other = CORPUS.norms[override.prevailing], CORPUS.norms[override.defeated]
        assert one.regulation == other.regulation
        assert one.condition is not None and other.condition is not None
        assert override.basis in ("express", "reading")
        assert override.basis == "express" or override.readings or override.reason.zh


def test_roles_and_bodies_share_no_code() -> None:
    assert not set(CORPUS.concepts["role"]) & set(CORPUS.concepts["body"]), "bearers are named by code alone"


def test_the_outcomes_rank_as_the_model_says() -> None:
    ranked = [c for c, o in CORPUS.outcomes.items() if o.group == "full_relief"]
    assert ranked == ["duty_fulfilled", "not_fault", "exempt"]
    assert [c for c, o in CORPUS.outcomes.items() if o.group == "bar"] == ["no_leniency", "no_tolerance"]
    assert [c for c, o in CORPUS.outcomes.items() if o.group == "liability"] == [
        "liability_aggravated", "liability", "fault_constituted",
    ]  # fmt: skip


def test_what_outcomes_come_to_and_how_strict_they_are_is_said_for_all_that_norms_give() -> None:
    assert {c: (o.effect, o.strictness) for c, o in CORPUS.outcomes.items()} == {
        "duty_fulfilled": ("full_relief", 0),
        "not_fault": ("full_relief", 0),
        "exempt": ("full_relief", 1),
        "exemption_permitted": ("conditional_relief", 2),
        "leniency_mandatory": ("lighter_treatment", 3),
        "mitigation_permitted": ("lighter_treatment", 4),
        "no_leniency": ("bar", 5),
        "no_tolerance": ("bar", 5),
        "fault_constituted": ("liability", 6),
        "liability": ("liability", 7),
        "liability_aggravated": ("liability", 8),
        "conflict": (None, None),
        "undetermined": (None, None),
        "no_applicable_rule": (None, None),
    }
    assert set(CORPUS.concepts["effect"]) == {o.effect for o in CORPUS.outcomes.values() if o.effect}


def test_dates_are_dates() -> None:
    for regulation in CORPUS.regulations.values():
        for written in (regulation.issued, regulation.in_force_from):
            assert written is None or date.fromisoformat(written)


def test_what_is_not_printed_is_absent_and_said_to_be() -> None:
    town = CORPUS.regulations["town"]
    assert town.title is None and town.number is None and town.issued is None
    assert len(town.absent) >= 3
    assert all(a.zh and a.en for a in town.absent)


def test_every_text_has_both_languages() -> None:
    for unit in CORPUS.provisions.values():
        assert unit.text is None or (unit.text.zh and unit.text.en), unit.id
    for ground in CORPUS.grounds.values():
        assert ground.label.zh and ground.label.en and ground.group, ground.id
    for scheme in CORPUS.concepts.values():
        for concept in scheme.values():
            assert concept.label.zh and concept.label.en, concept.code


# --- entailment -----------------------------------------------------------------------------


def test_force_majeure_entails_an_objective_factor() -> None:
    assert {"insurmountable_factor", "objective_factor"} <= CORPUS.up(["force_majeure"])
    assert "force_majeure" in CORPUS.down(["objective_factor"])


SOME_GROUNDS = st.sets(st.sampled_from(sorted(CORPUS.grounds)), max_size=6)


@given(SOME_GROUNDS)
def test_closure_is_closed_and_holds_what_it_started_from(some: set[str]) -> None:
    for close in (CORPUS.up, CORPUS.down):
        assert some <= close(some) == close(close(some))


@given(SOME_GROUNDS, SOME_GROUNDS)
def test_up_and_down_mirror_each_other(one: set[str], other: set[str]) -> None:
    assert bool(CORPUS.up(one) & other) == bool(one & CORPUS.down(other))


# --- JSON -----------------------------------------------------------------------------------


@pytest.mark.parametrize("corpus", [CORPUS, compile_corpus(tiny_files())], ids=["real", "tiny"])
def test_a_corpus_survives_json(corpus: Corpus) -> None:
    written = json.loads(json.dumps(corpus.to_json()))
    back = Corpus.from_json(written)
    assert back.provisions == corpus.provisions
    assert back.norms == corpus.norms
    assert back.regulations == corpus.regulations
    assert back.to_json() == written


def test_trees_survive_json() -> None:
    back = Corpus.from_json(json.loads(json.dumps(CORPUS.to_json())))
    for norm in CORPUS.norms.values():
        assert leaves(back.norms[norm.id].condition) == leaves(norm.condition)


# --- values ---------------------------------------------------------------------------------


def test_values_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        CORPUS.grounds["force_majeure"].id = "x"  # type: ignore[misc]


def test_a_text_falls_back_to_the_language_there_is() -> None:
    assert Text("条", "").in_("en") == "条"
    assert Text("", "article").in_("zh") == "article"


def test_a_matter_lists_its_grounds_by_status() -> None:
    matter = Matter("m", (Finding("a", "established"), Finding("b", "refuted"), Finding("a", "established")))
    assert matter.grounds("established") == ("a",)
    assert matter.grounds("unknown") == ()


def test_a_verdict_is_json_as_agreed() -> None:
    result = RegulationResult("nanmu", True, "unknown", "no_applicable_rule", (), ())
    written = Verdict("m", (result,)).to_json()
    agreed = ["regulation", "in_force", "in_scope", "outcome", "outcomes", "norms", "readings"]
    assert list(written)[:2] == ["matter", "results"]
    assert list(written["results"][0])[:7] == agreed
    assert Verdict("m", (result,)).of("nanmu") is result
    with pytest.raises(KeyError):
        Verdict("m", (result,)).of("town")
