"""The compiled engine on small hand-made laws: every row of the tables, one stratum at a time."""

from __future__ import annotations

import pytest
from engine_worlds import law, norm, override
from hypothesis import given, settings
from hypothesis import strategies as st

from kg_query.conditions import AllOf, AnyOf, Has, Lacks, Met
from kg_query.corpus import Corpus
from kg_query.errors import CorpusError
from kg_query.program import Program
from kg_query.program.planes import NormPlanes


def statuses(corpus: Corpus, established: str = "", refuted: str = "", unknown: str = "") -> dict[str, str]:
    """The final status of every norm, by its short name."""
    planes = Program.compile(corpus).run(
        *(dict.fromkeys(words.split(), 1) for words in (established, refuted, unknown))
    )
    program, states = Program.compile(corpus), ("applies", "undetermined", "defeated", "blocked")
    found = {}
    for name in program.rules:
        row = planes.norms.get(name, NormPlanes())
        found[name.rsplit("/", 1)[1]] = next((s for s in states if getattr(row, s)), "not_engaged")
    return found


def outcome(corpus: Corpus, established: str = "", refuted: str = "", unknown: str = "") -> str:
    """The principal outcome of the only regulation."""
    planes = Program.compile(corpus).run(
        *(dict.fromkeys(words.split(), 1) for words in (established, refuted, unknown))
    )
    (result,) = planes.regulations.values()
    (code,) = result.principal
    return code


def found(state: str, ground: str = "x") -> dict[str, str]:
    """A matter in which `a` is established and another ground stands as said."""
    words = {"established": "a", "refuted": "", "unknown": ""}
    if state != "not raised":
        words[state] = f"{words[state]} {ground}"
    return words


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("established", "applies"),
        ("refuted", "not_engaged"),
        ("unknown", "undetermined"),
        ("not raised", "not_engaged"),
    ],
)
def test_a_ground_in_a_condition(state: str, status: str) -> None:
    corpus = law(norm("1", AllOf((Has("a"), Has("x"))), "exempt"), grounds="a x")
    assert statuses(corpus, **found(state)) == {"1": status}


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("established", "not_engaged"),
        ("refuted", "applies"),
        ("unknown", "undetermined"),
        ("not raised", "not_engaged"),
    ],
)
def test_a_negated_ground_in_a_condition(state: str, status: str) -> None:
    corpus = law(norm("1", AllOf((Has("a"), Lacks("x"))), "exempt"), grounds="a x")
    assert statuses(corpus, **found(state)) == {"1": status}


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("established", "blocked"),
        ("refuted", "applies"),
        ("unknown", "undetermined"),
        ("not raised", "applies"),
    ],
)
def test_a_ground_in_an_exception(state: str, status: str) -> None:
    corpus = law(norm("1", "a", "exempt", exception=Has("x")), grounds="a x")
    assert statuses(corpus, **found(state)) == {"1": status}


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("established", "defeated"),
        ("refuted", "applies"),
        ("unknown", "undetermined"),
        ("not raised", "applies"),
    ],
)
def test_a_ground_in_an_overriding_norm(state: str, status: str) -> None:
    corpus = law(
        norm("1", "a", "exempt"), norm("2", "x", "no_leniency"),
        grounds="a x", overrides=(override("2", "1"),),
    )  # fmt: skip
    assert statuses(corpus, **found(state))["1"] == status


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("established", "applies"),
        ("refuted", "not_engaged"),
        ("unknown", "undetermined"),
        ("not raised", "applies"),
    ],
)
def test_what_a_norm_presupposes_holds_unless_it_is_in_issue(state: str, status: str) -> None:
    corpus = law(norm("1", "a", "exempt", presupposes=Has("x")), grounds="a x")
    assert statuses(corpus, **found(state)) == {"1": status}


def test_an_exception_does_not_matter_where_the_condition_is_not_shown() -> None:
    corpus = law(norm("1", "a", "exempt", exception=Has("b")))
    assert statuses(corpus, established="b") == {"1": "not_engaged"}
    assert statuses(corpus, unknown="a", established="b") == {"1": "blocked"}


def test_a_lost_condition_is_never_met_and_an_empty_one_always() -> None:
    corpus = law(norm("1", AnyOf(()), "exempt"), norm("2", AllOf(()), "liability"))
    assert statuses(corpus, established="a b c") == {"1": "not_engaged", "2": "applies"}


def test_a_norm_without_a_condition_takes_no_part() -> None:
    assert statuses(law(norm("1", None, "exempt"), norm("2", "a", "exempt")), established="a") == {
        "2": "applies"
    }


def test_a_reference_to_another_norm_means_its_condition_without_its_exception() -> None:
    first = norm("1", "a", "liability", exception=Has("b"))
    corpus = law(first, norm("2", AllOf((Met(first.id, Has("a")), Has("c"))), "exemption_permitted"))
    assert statuses(corpus, established="a b c") == {"1": "blocked", "2": "applies"}


# --- entailment and disputes ------------------------------------------------------------------

CHAIN = law(norm("1", "c", "exempt"), norm("2", Lacks("a"), "liability"), entails={"a": "b", "b": "c"})


def test_what_is_established_passes_up_and_what_is_refuted_passes_down() -> None:
    assert statuses(CHAIN, established="a") == {"1": "applies", "2": "not_engaged"}
    assert statuses(CHAIN, refuted="c") == {"1": "not_engaged", "2": "applies"}
    assert statuses(CHAIN, established="c") == {"1": "applies", "2": "not_engaged"}
    assert statuses(CHAIN, refuted="a") == {"1": "not_engaged", "2": "applies"}


def test_an_open_narrower_ground_leaves_the_broader_one_open_and_the_other_way_round() -> None:
    assert statuses(CHAIN, unknown="a")["1"] == "undetermined"
    assert statuses(CHAIN, unknown="c")["2"] == "undetermined"
    assert statuses(CHAIN, unknown="b") == {"1": "undetermined", "2": "undetermined"}


def test_a_dispute_is_treated_as_unknown_all_along_the_chain() -> None:
    assert statuses(CHAIN, established="b", refuted="b") == {
        "1": "undetermined",
        "2": "undetermined",
    }
    assert statuses(CHAIN, established="a", refuted="c") == {
        "1": "undetermined",
        "2": "undetermined",
    }


def test_a_finding_beside_a_dispute_decides_over_it() -> None:
    corpus = law(norm("1", "c", "exempt"), entails={"a": "c", "b": "c"})
    assert statuses(corpus, established="a b", refuted="a") == {"1": "applies"}


def test_an_unknown_ground_that_other_findings_decide_opens_nothing_else() -> None:
    above = law(norm("1", "c", "exempt"), entails={"a": "b c"})
    assert statuses(above, unknown="a", refuted="b") == {"1": "not_engaged"}
    below = law(norm("1", Lacks("d"), "exempt"), entails={"a": "b", "d": "b"})
    assert statuses(below, unknown="b", established="a") == {"1": "not_engaged"}


def test_unknown_beside_established_counts_as_established() -> None:
    assert statuses(CHAIN, established="a", unknown="b")["1"] == "applies"


# --- defeat -----------------------------------------------------------------------------------

RANKS = law(
    norm("1", "a", "exempt"), norm("2", "b", "no_leniency"), norm("3", "c", "leniency_mandatory"),
    overrides=(override("2", "1"), override("3", "2")),
)  # fmt: skip


def test_a_defeated_norm_defeats_nobody() -> None:
    assert statuses(RANKS, established="a b c") == {"1": "applies", "2": "defeated", "3": "applies"}
    assert statuses(RANKS, established="a b") == {
        "1": "defeated",
        "2": "applies",
        "3": "not_engaged",
    }


def test_doubt_runs_down_the_ranks() -> None:
    assert statuses(RANKS, established="a b", unknown="c") == {
        "1": "undetermined", "2": "undetermined", "3": "undetermined",
    }  # fmt: skip


def test_one_norm_that_surely_defeats_outweighs_one_in_doubt() -> None:
    corpus = law(
        norm("1", "a", "exempt"), norm("2", "b", "no_leniency"), norm("3", "c", "no_tolerance"),
        overrides=(override("2", "1"), override("3", "1")),
    )  # fmt: skip
    assert statuses(corpus, established="a b", unknown="c")["1"] == "defeated"


def test_an_undetermined_norm_is_defeated_as_well() -> None:
    assert statuses(RANKS, unknown="a", established="b")["1"] == "defeated"


def test_a_blocked_norm_neither_defeats_nor_is_defeated() -> None:
    corpus = law(
        norm("1", "a", "exempt", exception=Has("c")), norm("2", "b", "no_leniency", exception=Has("d")),
        overrides=(override("2", "1"),),
    )  # fmt: skip
    assert statuses(corpus, established="a b c d") == {"1": "blocked", "2": "blocked"}
    assert statuses(corpus, established="a b d") == {"1": "applies", "2": "blocked"}


def test_the_rank_of_a_norm_is_one_above_its_highest_defeater() -> None:
    ranks = Program.compile(RANKS).ranks
    assert [ranks[f"small/norm/{i}"] for i in "123"] == [2, 1, 0]


# --- outcome ----------------------------------------------------------------------------------


def test_the_principal_outcome_is_the_first_in_order_of_precedence() -> None:
    corpus = law(norm("1", "a", "mitigation_permitted"), norm("2", "b", "leniency_mandatory"))
    assert outcome(corpus, established="a b") == "leniency_mandatory"
    assert outcome(corpus, established="a") == "mitigation_permitted"


def test_a_regulation_that_says_nothing_is_silent_and_one_in_doubt_undetermined() -> None:
    corpus = law(norm("1", "a", "exempt"))
    assert outcome(corpus) == "no_applicable_rule"
    assert outcome(corpus, unknown="a") == "undetermined"


@pytest.mark.parametrize(
    "against",
    ["no_leniency", "no_tolerance", "liability", "liability_aggravated", "fault_constituted"],
)
@pytest.mark.parametrize("relief", ["duty_fulfilled", "not_fault", "exempt"])
def test_full_relief_beside_a_bar_or_liability_is_a_conflict(relief: str, against: str) -> None:
    corpus = law(norm("1", "a", relief), norm("2", "b", against))
    assert outcome(corpus, established="a b") == "conflict"
    assert outcome(corpus, established="a", unknown="b") == relief


@pytest.mark.parametrize("lenient", ["leniency_mandatory", "exemption_permitted", "mitigation_permitted"])
def test_less_than_full_relief_beside_liability_is_no_conflict(lenient: str) -> None:
    assert outcome(law(norm("1", "a", lenient), norm("2", "b", "liability")), established="a b") != "conflict"


def test_priority_between_the_two_sides_leaves_no_conflict() -> None:
    corpus = law(norm("1", "a", "exempt"), norm("2", "b", "liability"), overrides=(override("1", "2"),))
    assert outcome(corpus, established="a b") == "exempt"


def test_two_regulations_never_touch_each_other() -> None:
    corpus = law(norm("1", "a", "exempt", regulation="one"), norm("1", "b", "liability", regulation="two"))
    planes = Program.compile(corpus).run({"a": 1, "b": 1}, {}, {})
    assert {slug: list(r.principal) for slug, r in planes.regulations.items()} == {
        "one": ["exempt"], "two": ["liability"],
    }  # fmt: skip


# --- further results --------------------------------------------------------------------------

SANCTION = law(
    norm("1", "a", "liability"),
    norm("2", "b", "exempt"),
    norm("3", "c", follows=("liability", "liability_aggravated"), exception=Has("d")),
    overrides=(override("2", "1"),),
)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ({"established": "a c"}, "applies"),
        ({"established": "c"}, "not_engaged"),
        ({"established": "a b c"}, "not_engaged"),
        ({"established": "c", "unknown": "a"}, "undetermined"),
        ({"established": "a", "unknown": "c"}, "undetermined"),
        ({"unknown": "a c"}, "undetermined"),
        ({"established": "a c d"}, "blocked"),
        ({"established": "c d", "unknown": "a"}, "blocked"),
        ({"established": "c d"}, "not_engaged"),
    ],
)
def test_a_sanction_follows_upon_liability(words: dict[str, str], status: str) -> None:
    assert statuses(SANCTION, **words)["3"] == status


# --- what the compiler refuses ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("corpus", "said"),
    [
        (lambda: law(norm("1", "zzz", "exempt")), "no such ground: zzz"),
        (lambda: law(norm("1", "a", "pardon")), "no such outcome: pardon"),
        (lambda: law(norm("1", "a", follows=("pardon",))), "no such outcome: pardon"),
        (
            lambda: law(norm("1", "a", "exempt", follows=("liability",))),
            "gives an outcome and follows one",
        ),
        (
            lambda: law(norm("1", "a"), entails={"a": "b", "b": "a"}),
            "circular entailment: a → b → a",
        ),
        (
            lambda: law(norm("1", "a"), norm("2", "b"), overrides=(override("1", "2"), override("2", "1"))),
            "circular overrides: small/norm/1 → small/norm/2 → small/norm/1",
        ),
        (
            lambda: law(norm("1", "a"), overrides=(override("9", "1"),)),
            "a norm that does not exist",
        ),
        (
            lambda: law(norm("1", None), norm("2", "a"), overrides=(override("1", "2"),)),
            "the prevailing norm has no condition",
        ),
        (
            lambda: law(
                norm("1", "a", follows=("liability",)),
                norm("2", "a"),
                overrides=(override("1", "2"),),
            ),
            "a norm that follows an outcome cannot prevail",
        ),
    ],
)
def test_a_law_that_cannot_be_compiled_is_refused_by_name(corpus, said: str) -> None:
    with pytest.raises(CorpusError, match=said) as caught:
        Program.compile(corpus())
    assert all(problem.message.zh != problem.message.en for problem in caught.value.problems)


def test_all_faults_of_a_law_are_told_together() -> None:
    with pytest.raises(CorpusError) as caught:
        Program.compile(law(norm("1", "yyy", "exempt"), norm("2", "zzz", "pardon")))
    assert len(caught.value.problems) == 3


# --- many matters at once ---------------------------------------------------------------------

BUSY = law(
    norm("1", AllOf((Has("a"), AnyOf((Has("b"), Lacks("c"))))), "exempt", exception=Has("d")),
    norm("2", AnyOf((Has("d"), Has("e"))), "no_leniency", presupposes=Has("f")),
    norm("3", Has("g"), "mitigation_permitted"),
    norm("4", AllOf((Has("a"), AnyOf((Has("b"), Lacks("c"))), Has("h"))), follows=("exempt",)),
    entails={"h": "g", "b": "f", "e": "d"},
    overrides=(override("2", "1"), override("2", "3")),
)
FINDINGS = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from(["E", "R", "U", "ER"]))


@settings(deadline=None, max_examples=60)
@given(st.lists(FINDINGS, min_size=1, max_size=70))
def test_a_batch_says_of_each_matter_what_it_says_of_it_alone(
    matters: list[dict[str, str]],
) -> None:
    program = Program.compile(BUSY)

    def columns(some: list[dict[str, str]]) -> list[dict[str, int]]:
        return [
            {g: sum(1 << i for i, m in enumerate(some) if state in m.get(g, "")) for g in "abcdefgh"}
            for state in "ERU"
        ]

    idle = NormPlanes()
    together = program.run(*columns(matters), width=len(matters))
    for i, one in enumerate(matters):
        alone = program.run(*columns([one]))
        for name in program.rules:
            row, batch = alone.norms.get(name, idle), together.norms.get(name, idle)
            for plane in ("applies", "undetermined", "defeated", "blocked"):
                assert getattr(batch, plane) >> i & 1 == getattr(row, plane)
        for slug, result in alone.regulations.items():
            codes = {c for c, p in together.regulations[slug].principal.items() if p >> i & 1}
            assert codes == set(result.principal)


def test_equal_sub_trees_are_computed_once() -> None:
    shared = AnyOf((Has("b"), Lacks("c")))
    alone = Program.compile(law(norm("1", AllOf((Has("a"), shared)), "exempt")))
    twice = Program.compile(
        law(
            norm("1", AllOf((Has("a"), shared)), "exempt"),
            norm("2", AllOf((shared, Has("a"))), "liability"),
        )
    )
    assert len(twice.tape) == len(alone.tape) == 2


def test_regulations_can_be_chosen() -> None:
    corpus = law(norm("1", "a", "exempt", regulation="one"), norm("1", "a", "exempt", regulation="two"))
    planes = Program.compile(corpus).run({"a": 1}, {}, {}, regulations=["two"])
    assert list(planes.regulations) == ["two"]
    assert list(planes.norms) == ["two/norm/1"]
