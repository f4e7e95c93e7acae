"""Condition trees: where they stand, how they are negated, and their way to JSON and back."""

from __future__ import annotations

import copy
import pickle
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg_query.conditions import (
    AllOf,
    AnyOf,
    Has,
    Lacks,
    Met,
    Standing,
    fails,
    from_json,
    grounds,
    holds,
    leaves,
    negate,
    norms_met,
    to_json,
)

A, B, C = Has("a"), Has("b"), Has("c")
LETTERS = st.sampled_from("abcde")
TREES = st.recursive(
    st.builds(Has, LETTERS) | st.builds(Lacks, LETTERS),
    lambda inner: st.one_of(
        st.builds(AllOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Met, st.just("some/norm/x"), inner),
    ),
    max_leaves=8,
)


def standing(established: str = "", refuted: str = "", unknown: str = "") -> Standing:
    return Standing(
        frozenset(established),
        frozenset(refuted),
        frozenset(established + unknown),
        frozenset(refuted + unknown),
    )


FOUND = {
    "established": standing(established="a"),
    "refuted": standing(refuted="a"),
    "unknown": standing(unknown="a"),
    "not raised": standing(),
}


@pytest.mark.parametrize(
    ("found", "plain", "negated"),
    [
        ("established", "holds", "fails"),
        ("refuted", "fails", "holds"),
        ("unknown", "open", "open"),
        ("not raised", "not_shown", "not_shown"),
    ],
)
def test_the_four_states_of_a_ground_in_a_condition(found: str, plain: str, negated: str) -> None:
    assert FOUND[found].of(Has("a")) == plain
    assert FOUND[found].of(Lacks("a")) == negated


RANK = {"holds": 3, "open": 2, "not_shown": 1, "fails": 0}


@pytest.mark.parametrize(("left", "right"), list(product(FOUND, FOUND)))
def test_all_of_stands_no_better_than_its_weakest_member_and_any_of_as_its_strongest(
    left: str, right: str
) -> None:
    both = Standing(
        *(
            frozenset({*getattr(FOUND[left], part), *("b" for g in getattr(FOUND[right], part) if g)})
            for part in ("established", "refuted", "possibly_established", "possibly_refuted")
        )
    )
    states = [RANK[both.of(A)], RANK[both.of(B)]]
    assert RANK[both.of(AllOf((A, B)))] == min(states)
    assert RANK[both.of(AnyOf((A, B)))] == max(states)


def test_an_empty_all_of_always_holds_and_an_empty_any_of_never_does() -> None:
    assert standing().of(AllOf(())) == "holds"
    assert standing().of(AnyOf(())) == "fails"


def test_negation_goes_to_the_leaves_and_keeps_the_reference_to_another_norm() -> None:
    tree = AllOf((A, AnyOf((Lacks("b"), Met("law/norm/1", C)))))
    assert negate(tree) == AnyOf((Lacks("a"), AllOf((B, Met("law/norm/1", Lacks("c"), True)))))
    assert norms_met(tree) == ("law/norm/1",)


def test_leaves_and_grounds_come_once_in_the_order_of_the_text() -> None:
    tree = AllOf((B, AnyOf((A, Lacks("b"), B))))
    assert leaves(tree) == (B, A, Lacks("b"))
    assert grounds(tree) == ("b", "a")
    assert leaves(None) == ()


@given(TREES)
def test_negating_twice_gives_the_tree_back(tree) -> None:
    assert negate(negate(tree)) == tree


@given(TREES, st.sets(LETTERS), st.sets(LETTERS))
def test_a_tree_and_its_negation_never_hold_together_over_consistent_findings(tree, yes, no) -> None:
    no = no - yes
    assert not (holds(tree, yes, no) and holds(negate(tree), yes, no))


@given(TREES, st.sets(LETTERS), st.sets(LETTERS))
def test_a_tree_fails_exactly_where_its_negation_holds(tree, yes, no) -> None:
    assert fails(tree, yes, no) == holds(negate(tree), yes, no)


@given(TREES, st.sets(LETTERS))
def test_where_every_ground_is_decided_a_tree_or_its_negation_holds(tree, yes) -> None:
    no = set("abcde") - yes
    assert holds(tree, yes, no) != holds(negate(tree), yes, no)


@given(TREES, st.sets(LETTERS), st.sets(LETTERS), LETTERS)
def test_a_further_finding_never_unmakes_what_holds(tree, yes, no, more) -> None:
    if holds(tree, yes, no):
        assert holds(tree, yes | {more}, no)
        assert holds(tree, yes, no | {more})


@given(TREES)
def test_json_gives_the_tree_back(tree) -> None:
    import json

    assert from_json(json.loads(json.dumps(to_json(tree)))) == tree


@pytest.mark.parametrize("wrong", [{}, {"most": ["a"]}, 7, {"all": [None]}])
def test_json_that_is_no_tree_is_refused(wrong) -> None:
    with pytest.raises(ValueError, match="condition tree"):
        from_json(wrong)


def test_a_leaf_is_there_once_whichever_way_it_comes() -> None:
    tree = AllOf((Has("a"), Lacks("a")))
    assert Has("a") is Has("a")
    assert len({Has("a"), Lacks("a"), Has("a")}) == 2
    assert copy.deepcopy(tree) == pickle.loads(pickle.dumps(tree)) == tree
    assert from_json(to_json(tree)) == tree
    assert hash(copy.deepcopy(tree)) == hash(tree)
