"""How conditions relate: against brute force on small vocabularies, and against the engine on real norms."""

from __future__ import annotations

from functools import cache
from itertools import combinations, product
from random import Random
from typing import get_args

import pytest
from engine_worlds import law, norm
from hypothesis import given, settings
from hypothesis import strategies as st

from kg_query import KnowledgeGraph
from kg_query.conditions import AllOf, AnyOf, Has, Lacks, Leaf, Met, Tree, holds, negate
from kg_query.conditions import relations as relations_module
from kg_query.conditions.findings import consistent, reduced
from kg_query.conditions.relations import NOTHING, Logic, Relation
from kg_query.model import Norm
from kg_query.program import Program

#: "a" and "c" each entail "b", which entails "d"; "e" stands alone.
SMALL = law(grounds="a b c d e", entails={"a": "b", "c": "b", "b": "d"})
LOGIC = Logic(SMALL)
CORPUS = KnowledgeGraph.open().corpus
REAL = Logic(CORPUS)
A, B, C, D, E = (Has(g) for g in "abcde")
NEVER = AnyOf(())
LETTERS = st.sampled_from("abcde")
TREES = st.recursive(
    st.builds(Has, LETTERS) | st.builds(Lacks, LETTERS),
    lambda inner: st.one_of(
        st.builds(AllOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Met, st.just("some/norm/x"), inner),
    ),
    max_leaves=7,
)
NORMS = st.builds(
    lambda c, e, p: norm("n", c, "exempt", exception=e, presupposes=p),
    TREES,
    st.none() | TREES,
    st.none() | TREES,
)

State = tuple[frozenset[str], frozenset[str]]


@cache
def states() -> tuple[State, ...]:
    """All closed, consistent states of the small vocabulary: what is established, what is refuted."""
    found = []
    for signs in product((None, True, False), repeat=5):
        has = frozenset(g for g, sign in zip("abcde", signs, strict=True) if sign is True)
        lacks = frozenset(g for g, sign in zip("abcde", signs, strict=True) if sign is False)
        if SMALL.up(has) == has and SMALL.down(lacks) == lacks and not has & lacks:
            found.append((has, lacks))
    return tuple(found)


def arises(one: Norm, state: State) -> bool:
    """Whether a norm applies in a state, by section 5 of the model."""
    return (
        holds(one.condition or NOTHING, *state)
        and not (one.exception is not None and holds(one.exception, *state))
        and not (one.presupposes is not None and holds(negate(one.presupposes), *state))
    )


def smallest(tree: Tree) -> list[frozenset[Leaf]]:
    """The smallest states on which a tree holds, without what they entail themselves."""
    on = [
        frozenset({*map(Has, has), *map(Lacks, lacks)}) for has, lacks in states() if holds(tree, has, lacks)
    ]
    return [reduced(SMALL, s) for s in on if not any(other < s for other in on)]


def state_of(leaves: frozenset[Leaf]) -> State:
    has = SMALL.up(x.ground for x in leaves if isinstance(x, Has))
    lacks = SMALL.down(x.ground for x in leaves if isinstance(x, Lacks))
    return frozenset(has), frozenset(lacks)


def by_hand(a: Norm, b: Norm) -> Relation:
    """The relation of two norms by trying all states."""
    there = all(arises(b, s) for s in states() if arises(a, s))
    back = all(arises(a, s) for s in states() if arises(b, s))
    if there and back:
        return "equivalent"
    if not any(arises(a, s) and arises(b, s) for s in states()):
        return "exclusive"
    if there or back:
        return "narrower" if there else "wider"
    for mine, theirs in product(smallest(a.condition or NOTHING), smallest(b.condition or NOTHING)):
        both = mine | theirs
        shared = consistent(SMALL, both) and len(reduced(SMALL, both)) < len(mine) + len(theirs)
        if shared and arises(a, state_of(both)) and arises(b, state_of(both)):
            return "overlaps"
    return "separate"


# --- by hand --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        (A, A, "equivalent"),
        (A, AllOf((A, A)), "equivalent"),
        (A, AllOf((A, B)), "equivalent"),  # a entails b
        (B, AnyOf((A, B)), "equivalent"),
        (A, B, "narrower"),
        (D, A, "wider"),
        (Lacks("b"), Lacks("a"), "narrower"),  # what is refuted takes with it what entails it
        (Lacks("a"), Lacks("d"), "wider"),
        (A, Lacks("d"), "exclusive"),
        (A, Lacks("c"), "separate"),
        (A, C, "separate"),  # both entail b, but each has to be found by itself
        (A, E, "separate"),
        (AllOf((A, E)), AllOf((C, E)), "overlaps"),
        (AllOf((A, E)), AllOf((B, Lacks("c"))), "overlaps"),  # finding a also shows b
        (AllOf((A, Lacks("e"))), AllOf((A, E)), "exclusive"),
        (AllOf((A, E)), AnyOf((A, E)), "narrower"),
        (AnyOf((A, E)), AnyOf((A, C)), "overlaps"),
        (NOTHING, A, "wider"),
        (NEVER, A, "exclusive"),
        (NEVER, AllOf((A, Lacks("b"))), "equivalent"),  # neither ever holds
        (Met("n", AnyOf((A, C))), AnyOf((C, A)), "equivalent"),
    ],
)
def test_two_trees_relate(one: Tree, other: Tree, relation: Relation) -> None:
    assert LOGIC.relation(one, other) == relation


def test_the_ways_of_a_tree_ask_for_no_more_than_they_must() -> None:
    tree = AnyOf((AllOf((A, B, E)), AllOf((B, E)), AllOf((A, Lacks("d"))), AllOf((Lacks("d"), Lacks("a")))))
    assert LOGIC.ways(tree).sets == (frozenset({Lacks("d")}), frozenset({B, E}))
    assert LOGIC.ways(NOTHING).sets == (frozenset(),)
    assert LOGIC.ways(NEVER).sets == () and not LOGIC.ways(NEVER).cut


def test_an_exception_makes_a_norm_narrower() -> None:
    bare, excepted = norm("n", "e"), norm("m", "e", exception=A)
    assert LOGIC.norm_relation(excepted, bare) == "narrower"
    assert LOGIC.norm_relation(bare, excepted) == "wider"
    assert LOGIC.norm_implies(bare, excepted) is False


def test_a_wider_exception_makes_a_norm_narrower_still() -> None:
    assert LOGIC.norm_relation(norm("o", "e", exception=B), norm("p", "e", exception=A)) == "narrower"


def test_an_exception_that_the_condition_rules_out_takes_nothing_away() -> None:
    one, other = norm("q", AllOf((E, Lacks("b"))), exception=A), norm("r", AllOf((E, Lacks("b"))))
    assert LOGIC.norm_relation(one, other) == "equivalent"


def test_what_one_norm_excepts_and_the_other_requires_keeps_them_apart() -> None:
    assert LOGIC.norm_relation(norm("s", "e", exception=B), norm("t", AllOf((E, A)))) == "exclusive"


def test_opening_words_that_are_presumed_are_not_words_that_must_be_shown() -> None:
    presumed, required = norm("u", "e", presupposes=B), norm("v", AllOf((E, B)))
    assert LOGIC.norm_relation(required, presumed) == "narrower"


def test_what_is_still_to_be_shown() -> None:
    tree = AllOf((B, AnyOf((AllOf((C, E)), Lacks("a"))), Met("n", D)))
    assert LOGIC.residual(tree, {C}) == AnyOf((E, Lacks("a")))
    assert LOGIC.residual(tree, {A}) == AllOf((C, E))
    assert LOGIC.residual(tree, {C, E}) == NOTHING
    assert LOGIC.residual(tree, {Lacks("d")}) is None
    assert LOGIC.residual(tree, {A, Lacks("d")}) is None, "the findings contradict each other"
    assert LOGIC.residual(AllOf((E, AnyOf((Lacks("e"), Lacks("a"))))), {A}) is None, (
        "the rest contradicts itself"
    )


def test_what_is_too_large_is_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = law(grounds=" ".join(f"x{i}" for i in range(24)))
    pairs = [AnyOf((Has(f"x{i}"), Has(f"x{i + 1}"))) for i in range(0, 24, 2)]
    monkeypatch.setattr(relations_module, "MOST_WAYS", 50)
    logic = Logic(wide)
    assert logic.ways(AllOf(tuple(pairs))).cut
    assert logic.satisfiable(AllOf(tuple(pairs))) is True
    assert logic.implies(AllOf(tuple(pairs)), Has("x0")) is False
    assert logic.implies(AllOf(tuple(pairs)), AllOf(tuple(pairs[:3]))) is True, (
        "found by search, not by listing"
    )
    monkeypatch.setattr(relations_module, "MOST_STEPS", 10)
    assert logic.implies(AllOf(tuple(pairs)), AllOf(tuple(reversed(pairs)))) is None
    assert logic.relation(AllOf(tuple(pairs)), AllOf(tuple(reversed(pairs)))) == "undecided"


def test_a_norm_whose_text_is_lost_is_not_compared() -> None:
    lost = next(
        n for n in CORPUS.norms_of["puxian-tolerance"] if n.provision == "puxian-tolerance/art_10__point_3"
    )
    other = next(n for n in CORPUS.norms_of["nanmu"] if n.provision == "nanmu/art_9__point_3")
    assert lost.condition is not None
    assert REAL.satisfiable(lost.condition) is False
    assert REAL.norm_relation(lost, other) == "undecided" == REAL.norm_relation(other, lost)
    assert REAL.norm_implies(lost, other) is None
    assert [n.id for n in CORPUS.norms.values() if REAL.lost(n)] == [lost.id]


# --- against brute force --------------------------------------------------------------------------


@given(TREES)
def test_ways_are_the_smallest_states_on_which_a_tree_holds(tree: Tree) -> None:
    ways = LOGIC.ways(tree)
    assert not ways.cut
    assert set(ways.sets) == set(smallest(tree))
    assert LOGIC.satisfiable(tree) is bool(smallest(tree))


@given(TREES, TREES)
def test_implication_of_trees_is_that_of_all_states(a: Tree, b: Tree) -> None:
    assert LOGIC.implies(a, b) is all(holds(b, *s) for s in states() if holds(a, *s))


@given(TREES, TREES)
def test_searching_gives_what_listing_gives(a: Tree, b: Tree) -> None:
    apart = LOGIC._search(a, (b,))
    assert apart is (not LOGIC.implies(a, b))


@settings(max_examples=300)
@given(NORMS, NORMS)
def test_the_relation_of_norms_is_that_of_all_states(a: Norm, b: Norm) -> None:
    logic = Logic(SMALL)  # norms here share an id, which the caches go by
    assert logic._relate(logic.case(a), logic.case(b)) == by_hand(a, b)


@given(TREES, st.sets(st.builds(Has, LETTERS) | st.builds(Lacks, LETTERS), max_size=3))
def test_the_residual_completes_a_tree(tree: Tree, leaves: set[Leaf]) -> None:
    left = LOGIC.residual(tree, leaves)
    above = [s for s in states() if all(holds(leaf, *s) for leaf in leaves)]
    if left is None:
        assert not any(holds(tree, *s) for s in above)
    else:
        assert any(holds(tree, *s) for s in above)
        assert all(holds(left, *s) == holds(tree, *s) for s in above)


# --- what a relation must be like -----------------------------------------------------------------

MIRROR = {"narrower": "wider", "wider": "narrower"}


@given(NORMS)
def test_every_norm_is_equivalent_to_itself(a: Norm) -> None:
    logic = Logic(SMALL)
    assert logic._relate(logic.case(a), logic.case(a)) == "equivalent"


@given(NORMS, NORMS)
def test_relations_are_mirrored(a: Norm, b: Norm) -> None:
    logic = Logic(SMALL)
    there, back = logic._relate(logic.case(a), logic.case(b)), logic._relate(logic.case(b), logic.case(a))
    assert back == MIRROR.get(there, there)
    assert there in get_args(Relation)


@given(st.lists(NORMS, min_size=3, max_size=3))
def test_narrower_than_what_is_narrower_is_narrower(three: list[Norm]) -> None:
    logic = Logic(SMALL)
    a, b, c = (logic.case(n) for n in three)
    if logic._case_implies(a, b) and logic._case_implies(b, c):
        assert logic._case_implies(a, c)


@given(TREES, TREES, TREES)
def test_implication_is_transitive_through_what_is_joined(a: Tree, b: Tree, c: Tree) -> None:
    chain = (AllOf((a, b, c)), AllOf((a, b)), a, AnyOf((a, b)), AnyOf((a, b, c)))
    for one, other in combinations(chain, 2):
        assert LOGIC.implies(one, other)


# --- against the compiled engine ------------------------------------------------------------------

OUTCOME_NORMS = [n for slug in CORPUS.assessed for n in CORPUS.norms_of[slug] if n.outcome and n.condition]


def near_pairs() -> list[tuple[Norm, Norm]]:
    """All pairs of real norms that are not simply about different facts, and some that are."""
    rnd = Random(4)
    every = [(a, b) for a, b in combinations(OUTCOME_NORMS, 2) if not REAL.lost(a) and not REAL.lost(b)]
    near = [p for p in every if REAL.norm_relation(*p) != "separate"]
    return near + rnd.sample([p for p in every if REAL.norm_relation(*p) == "separate"], 150)


def test_relations_of_real_norms_are_those_of_the_engine() -> None:
    """Each pair is put to the engine on the findings that could tell the two apart, and on noise."""
    pairs = near_pairs()
    assert len(pairs) > 500
    columns: list[tuple[frozenset[Leaf], int]] = []
    for i, (a, b) in enumerate(pairs):
        ways = {n.id: REAL.ways(REAL.case(n).condition).sets for n in (a, b)}
        stops = [s for n in (a, b) for tree in REAL.case(n).blockers for s in REAL.ways(tree).sets]
        some = {w | s for w in (*ways[a.id], *ways[b.id]) for s in (frozenset(), *stops)}
        some |= {w | v for w, v in product(ways[a.id], ways[b.id])}
        columns += [(one, i) for one in sorted(some, key=str) if consistent(CORPUS, one)]
    established: dict[str, bytearray] = {}
    refuted: dict[str, bytearray] = {}
    for at, (leaves, _) in enumerate(columns):
        for leaf in leaves:
            side = established if isinstance(leaf, Has) else refuted
            side.setdefault(leaf.ground, bytearray(len(columns) // 8 + 1))[at >> 3] |= 1 << (at & 7)
    planes = Program.compile(CORPUS).run(
        {g: int.from_bytes(p, "little") for g, p in established.items()},
        {g: int.from_bytes(p, "little") for g, p in refuted.items()},
        {},
        len(columns),
    )
    assert not planes.disputed
    mine = [0] * len(pairs)
    for at, (_, i) in enumerate(columns):
        mine[i] |= 1 << at
    for i, (a, b) in enumerate(pairs):
        one, other = (row.applies | row.defeated if (row := planes.norms.get(n.id)) else 0 for n in (a, b))
        relation = REAL.norm_relation(a, b)
        assert (not one & ~other) == (relation in ("equivalent", "narrower")) == REAL.norm_implies(a, b), (
            a.id,
            b.id,
        )
        assert (not other & ~one) == (relation in ("equivalent", "wider")), (a.id, b.id)
        assert (not one & other & mine[i]) == (relation == "exclusive"), (a.id, b.id)


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        # art 9(2) and 10(2) have the same words
        ("nanmu/art_9__point_2", "puxian-tolerance/art_10__point_2", "equivalent"),
        # eight circumstances of paragraph 1 in nanmu, five in puxian-tolerance, under the same conditions
        ("nanmu/art_10__para_2", "puxian-tolerance/art_11__para_2", "wider"),
        # new evidence: lianyungang excepts gross negligence, mingshan does not
        ("lianyungang/art_8__point_11", "mingshan/art_6__point_3", "narrower"),
    ],
)
def test_real_norms_relate_as_their_clauses_read(a: str, b: str, relation: Relation) -> None:
    (one,), (other,) = CORPUS.norms_at[a], CORPUS.norms_at[b]
    assert REAL.norm_relation(one, other) == relation
