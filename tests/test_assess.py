"""The verdict: what it says beside the outcome, and on what it says it rests."""

from __future__ import annotations

from dataclasses import replace

import pytest
from engine_worlds import law, matter, norm, override, reading

from kg_query.assess import assess, assess_many
from kg_query.assess.reasons import facts_of, failed_on
from kg_query.conditions import AllOf, AnyOf, Has, Lacks
from kg_query.corpus import Corpus
from kg_query.errors import InputError, UsageError
from kg_query.model import Finding, Matter, NormResult, RegulationResult, Verdict
from kg_query.program import Program


def verdict(
    corpus: Corpus, established: str = "", refuted: str = "", unknown: str = "", **more: str
) -> Verdict:
    return assess(corpus, Program.compile(corpus), matter(established, refuted, unknown, **more))


def only(corpus: Corpus, *words: str, **more: str) -> RegulationResult:
    (result,) = verdict(corpus, *words, **more).results
    return result


def row(corpus: Corpus, name: str, *words: str) -> NormResult:
    return next(n for n in only(corpus, *words).norms if n.norm == f"small/norm/{name}")


def test_the_json_is_the_contract_of_kgq_assess() -> None:
    corpus = law(norm("1", "a", "exempt", exception=Has("b")), norm("2", "c", "liability"))
    assert verdict(corpus, "a").to_json() == {
        "matter": "m",
        "results": [
            {
                "regulation": "small",
                "in_force": "unknown",
                "in_scope": "unknown",
                "outcome": "exempt",
                "outcomes": [{"code": "exempt", "modality": "must", "provisions": ["small/1"]}],
                "norms": [
                    {
                        "provision": "small/1", "kind": "exemption", "status": "applies",
                        "defeated_by": [], "presumed": ["b"], "depends_on": [], "missing": [],
                        "failed_on": [],
                        "norm": "small/norm/1", "outcome": "exempt", "readings": [],
                    }
                ],
                "readings": [],
                "could_change": [],
                "deciders": [],
            }
        ],
        "disputed": [],
        "engine": "compiled",
    }  # fmt: skip
    both = verdict(corpus, "a").to_json(all_norms=True)["results"][0]["norms"]
    assert [(n["provision"], n["status"], n["missing"]) for n in both] == [
        ("small/1", "applies", []), ("small/2", "not_engaged", ["c"]),
    ]  # fmt: skip


def test_outcomes_come_in_order_of_precedence_with_their_provisions_in_order_of_the_text() -> None:
    corpus = law(
        norm("1", "a", "mitigation_permitted"), norm("2", "a", "leniency_mandatory"),
        norm("3", "a", "mitigation_permitted"),
    )  # fmt: skip
    result = only(corpus, "a")
    assert result.outcome == "leniency_mandatory"
    assert [(o.code, o.provisions) for o in result.outcomes] == [
        ("leniency_mandatory", ("small/2",)), ("mitigation_permitted", ("small/1", "small/3")),
    ]  # fmt: skip


def test_a_conflict_shows_both_sides() -> None:
    result = only(law(norm("1", "a", "liability"), norm("2", "a", "exempt")), "a")
    assert result.outcome == "conflict"
    assert [o.code for o in result.outcomes] == ["exempt", "liability"]


def test_what_is_permitted_says_who_decides() -> None:
    corpus = law(
        norm("1", "a", "exemption_permitted", modality="may", bearers=("accountability_organ",)),
        norm("2", "b", "leniency_mandatory", bearers=("unit",)),
    )
    assert only(corpus, "a").deciders == ("accountability_organ",)
    assert only(corpus, "a b").deciders == ()


def test_one_code_given_as_must_and_as_may_is_shown_as_both() -> None:
    corpus = law(norm("1", "a", "exempt"), norm("2", "a", "exempt", modality="may"))
    assert [(o.code, o.modality) for o in only(corpus, "a").outcomes] == [
        ("exempt", "must"),
        ("exempt", "may"),
    ]


# --- in force, in scope ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "in_force"),
    [("2024-10-28", False), ("2024-10-29", True), ("2024-10-30", True), (None, "unknown")],
)
def test_a_regulation_is_in_force_from_its_day(date: str | None, in_force: object) -> None:
    corpus = law(norm("1", "a", "exempt"), in_force_from="2024-10-29")
    assert only(corpus, "a", **({"date": date} if date else {})).in_force == in_force


def test_without_a_printed_date_nobody_knows_whether_it_was_in_force() -> None:
    assert only(law(norm("1", "a", "exempt")), "a", date="2024-10-29").in_force == "unknown"


@pytest.mark.parametrize(
    ("words", "in_scope"),
    [
        (("g", "h"), True),
        (("", "g h"), False),
        (("", "g"), "unknown"),
        (("", "", "g"), "unknown"),
        (("",), "unknown"),
    ],
)
def test_persons_are_covered_by_any_ground_of_scope(words: tuple[str, ...], in_scope: object) -> None:
    corpus = law(norm("1", "a", "exempt"), scope=("g", "h"))
    assert only(corpus, *words).in_scope == in_scope
    assert only(corpus, *words).outcome == "no_applicable_rule"


# --- what a status rests on -----------------------------------------------------------------


def test_exceptions_that_nobody_raised_are_presumed_not_to_hold() -> None:
    corpus = law(norm("1", "a", "exempt", exception=AnyOf((AllOf((Has("b"), Has("c"))), Has("d")))))
    assert row(corpus, "1", "a").presumed == ("b", "c", "d")
    assert row(corpus, "1", "a", "b").presumed == ("d",)
    assert row(corpus, "1", "a", "b d").presumed == ()


def test_an_undetermined_norm_names_the_findings_that_decide() -> None:
    corpus = law(
        norm("1", AllOf((Has("a"), AnyOf((Has("b"), Has("c"))))), "exempt", exception=Has("d")),
        entails={"e": "b"},
    )
    assert row(corpus, "1", "a", "", "b c g").depends_on == ("b", "c")
    assert row(corpus, "1", "a c", "", "b d").depends_on == ("d",)
    assert row(corpus, "1", "a", "", "e").depends_on == ("e",)


def test_a_disputed_ground_is_named_and_decides() -> None:
    corpus = law(norm("1", "c", "exempt"), entails={"b": "c"})
    result = verdict(corpus, "b", "c")
    assert result.disputed == ("b", "c")
    assert result.results[0].norms[0].depends_on == ("b", "c")


def test_an_open_presupposition_decides() -> None:
    corpus = law(norm("1", "a", "exempt", presupposes=Has("b")))
    assert row(corpus, "1", "a", "", "b").depends_on == ("b",)


def test_doubt_about_a_defeater_or_an_outcome_is_doubt_about_what_hangs_on_it() -> None:
    corpus = law(
        norm("1", "a", "liability"), norm("2", "b", "exempt"), norm("3", "c", follows=("liability",)),
        overrides=(override("2", "1"),),
    )  # fmt: skip
    assert row(corpus, "1", "a c", "", "b").depends_on == ("b",)
    assert row(corpus, "3", "a c", "", "b").depends_on == ("b",)


def test_missing_is_a_smallest_set_that_would_complete_the_condition() -> None:
    corpus = law(
        norm(
            "1",
            AnyOf((AllOf((Has("a"), Has("b"), Has("c"))), AllOf((Has("d"), Lacks("e"))))),
            "exempt",
        )
    )
    assert row(corpus, "1").missing == ("d", "e")
    assert row(corpus, "1", "a b").missing == ("c",)
    assert row(corpus, "1", "", "d").missing == ("a", "b", "c")
    assert row(corpus, "1", "", "", "d").missing == ("d", "e")


def test_a_condition_that_can_no_longer_hold_misses_nothing_and_names_what_failed() -> None:
    condition = AllOf((Has("a"), Lacks("b"), Has("c")))
    one = norm("1", condition, "exempt", presupposes=Has("d"))
    corpus = law(one)

    def failed(*words: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        standing = facts_of(corpus, matter(*words)).standing
        told = row(corpus, "1", *words)
        assert told.failed_on == failed_on(one, corpus, standing)
        return told.missing, told.failed_on

    assert failed("b", "a") == ((), ("a", "b"))
    assert failed("", "d") == ((), ("d",))
    assert failed("a") == (("b", "c"), ())


def test_what_failed_leaves_out_what_did_not_matter() -> None:
    corpus = law(norm("1", AllOf((Has("a"), AnyOf((Has("b"), Has("c"))))), "exempt"))
    assert row(corpus, "1", "", "a b").failed_on == ("a",)
    assert row(corpus, "1", "a", "b").failed_on == ()
    assert row(corpus, "1", "a", "b c").failed_on == ("b", "c")
    assert row(corpus, "1", "a b").failed_on == ()
    assert row(corpus, "1", "", "a").to_json()["failed_on"] == ["a"]


def test_readings_are_those_of_the_norms_and_overrides_that_took_part() -> None:
    corpus = law(
        norm("1", "a", "exempt", readings=("r3",)), norm("2", "b", "no_leniency", readings=("r2",)),
        norm("3", "c", "liability", readings=("r4",)),
        overrides=(override("2", "1", readings=("r1",)),), readings=("r1", "r2", "r3", "r4"),
    )  # fmt: skip
    assert only(corpus, "a").readings == ("r3",)
    assert only(corpus, "a b").readings == ("r1", "r2", "r3")
    assert row(corpus, "1", "a b").readings == ("r1", "r3")
    assert row(corpus, "1", "a b").defeated_by == ("small/2",)


ALTERNATIVE = reading("r", alternative_for="small/norm/1", alternative_condition=AllOf((Has("a"), Has("b"))))


@pytest.mark.parametrize(
    ("found", "rests"),
    [
        (("a b",), False),  # under either sense the condition holds
        (("a",), True),  # under the other sense it would not be shown
        (("a", "b"), True),  # … or would fail
        (("a", "", "b"), True),  # … or would be open
        (("", "", "a b"), False),  # open under either
        (("b", "", "a"), False),
    ],
)
def test_a_verdict_rests_on_a_reading_only_where_the_other_sense_would_differ(
    found: tuple[str, ...], rests: bool
) -> None:
    corpus = law(norm("1", "a", "exempt", readings=("r", "s")), readings=(ALTERNATIVE, "s"))
    resting, other = (("r", "s"), ()) if rests else (("s",), ("r",))
    assert (row(corpus, "1", *found).readings, row(corpus, "1", *found).other_readings) == (resting, other)
    assert (only(corpus, *found).readings, only(corpus, *found).other_readings) == (resting, other)


def test_the_other_sense_counts_for_its_own_norm_only() -> None:
    one, two = (norm(name, "a", "exempt", readings=("r",)) for name in "12")
    corpus = law(one, two, readings=(ALTERNATIVE,))
    assert row(corpus, "1", "a b").readings == ()
    assert row(corpus, "2", "a b").readings == ("r",)
    assert (only(corpus, "a b").readings, only(corpus, "a b").other_readings) == (("r",), ())


def test_a_reading_of_opening_words_counts_until_they_are_shown_to_be_met() -> None:
    corpus = law(
        norm("1", "a", "exempt", presupposes=Has("p"), readings=("o",)),
        norm("2", "b", "exempt", readings=("o",)),
        grounds="a b p", readings=(reading("o", concerns_presupposition=True),),
    )  # fmt: skip
    assert row(corpus, "1", "a").readings == ("o",)
    assert row(corpus, "1", "a", "", "p").readings == ("o",)
    assert row(corpus, "1", "a p").readings == ()
    assert row(corpus, "1", "a p").other_readings == ("o",)
    assert row(corpus, "2", "b p").readings == ("o",), "this norm presumes nothing"


def test_readings_on_which_nothing_turns_are_told_with_all_norms() -> None:
    corpus = law(norm("1", "a", "exempt", readings=("r",)), norm("2", "c", "exempt", readings=("r",)),
                 readings=(ALTERNATIVE,))  # fmt: skip
    few = verdict(corpus, "a b").to_json()["results"][0]
    every = verdict(corpus, "a b").to_json(all_norms=True)["results"][0]
    assert few["readings"] == [] and "other_readings" not in few
    assert every["other_readings"] == ["r"]
    assert [(n["readings"], n["other_readings"]) for n in every["norms"]] == [([], ["r"]), (["r"], [])]


# --- what could change ----------------------------------------------------------------------

OPEN = law(
    norm("1", "a", "leniency_mandatory"), norm("2", "b", "exempt"), norm("3", "c", "mitigation_permitted"),
    norm("4", "d", "liability"), norm("5", "e", "leniency_mandatory"),
)  # fmt: skip


def could_change(*words: str) -> list[str]:
    return [norm.rsplit("/", 1)[1] for norm in only(OPEN, *words).could_change]


def test_only_norms_that_would_change_the_principal_outcome_are_listed() -> None:
    assert could_change("", "", "a c") == ["1", "3"]
    assert could_change("a", "", "b c d e") == ["2"]
    assert could_change("b", "", "a c d") == ["4"]
    assert could_change("d", "", "a b") == ["1", "2"]
    assert could_change("b d", "", "a c e") == []


# --- calls ----------------------------------------------------------------------------------


def test_the_role_of_the_person_is_a_finding() -> None:
    corpus = law(norm("1", "role_handler", "liability"), grounds="role_handler a")
    assert only(corpus, "", role="handler").outcome == "liability"


def test_regulations_keep_their_order_and_can_be_chosen() -> None:
    corpus = law(norm("1", "a", "exempt", regulation="one"), norm("1", "a", "exempt", regulation="two"))
    program = Program.compile(corpus)
    slugs = [r.regulation for r in assess(corpus, program, matter("a"), ["two", "one"]).results]
    assert slugs == ["one", "two"]
    assert [r.regulation for r in assess(corpus, program, matter("a"), ["two"]).results] == ["two"]
    with pytest.raises(UsageError, match="twoo") as caught:
        assess(corpus, program, matter("a"), ["twoo"])
    assert "two" in caught.value.render("en")


def test_unknown_words_are_refused_all_together() -> None:
    corpus = law(norm("1", "force_majeure", "exempt"), grounds="force_majeure")
    wrong = Matter(
        "m9",
        (Finding("force_majure", "established"), Finding("force_majeure", "proven")),
        role="boss",
    )
    with pytest.raises(InputError) as caught:
        assess(corpus, Program.compile(corpus), wrong)
    assert len(caught.value.problems) == 3
    assert "m9" in caught.value.render("zh")
    assert "force_majeure" in caught.value.problems[0].render("en")


def test_an_engine_that_does_not_exist_is_refused() -> None:
    corpus = law(norm("1", "a", "exempt"))
    with pytest.raises(UsageError, match="compiled, reference"):
        assess(corpus, Program.compile(corpus), matter("a"), engine="oracle")  # type: ignore[arg-type]


def test_many_matters_get_the_verdicts_they_would_get_alone() -> None:
    program = Program.compile(OPEN)
    words = ["", "a", "b", "a b", "d", "b d", "c e"]
    matters = [
        replace(matter(e, r, u), id=f"m{i}")
        for i, (e, r, u) in enumerate((e, r, u) for e in words for r in words for u in words)
    ]
    together = list(assess_many(OPEN, program, iter(matters), block=100))
    assert together == [assess(OPEN, program, m) for m in matters]
    assert {r.outcome for v in together for r in v.results} >= {
        "conflict",
        "undetermined",
        "exempt",
        "no_applicable_rule",
    }
