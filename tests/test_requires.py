"""Which findings still matter: minimal sets, each checked against the engine itself."""

from __future__ import annotations

from itertools import combinations, product
from random import Random

import pytest
from engine_worlds import law as small_law
from engine_worlds import norm, override
from law_at_hand import law, matter

from kg_query import KnowledgeGraph
from kg_query.assess import assess
from kg_query.conditions import AllOf, AnyOf, Has, Lacks, Leaf
from kg_query.conditions.findings import consistent
from kg_query.corpus import Corpus
from kg_query.errors import InputError, UsageError
from kg_query.hypotheticals import with_findings
from kg_query.model import Finding, Matter
from kg_query.program import Program
from kg_query.requires import Requirement, Requires, requires

COURT = "court_revoked_act self_corrected remedial_measures_taken"


def asked(corpus: Corpus, one: Matter, **limits: int) -> Requires:
    return requires(corpus, Program.compile(corpus), one, **limits)


def sets(answer: Requires) -> list[frozenset[Leaf]]:
    return [frozenset(r.findings) for r in answer.requirements]


def found(answer: Requires, *leaves: Leaf) -> Requirement:
    (one,) = [r for r in answer.requirements if set(r.findings) == set(leaves)]
    return one


# --- by the clauses ---------------------------------------------------------------------------


def test_an_open_finding_is_asked_in_both_directions_with_its_clause() -> None:
    """mingshan art 6(6) against art 5(1): was there an adverse effect?"""
    answer = law().requires(matter(COURT, "loss_occurred", "adverse_effect"), ["mingshan"])
    yes, no = found(answer, Has("adverse_effect")), found(answer, Lacks("adverse_effect"))
    assert [(c.before, c.after) for c in yes.changes] == [("undetermined", "liability")]
    assert [(c.before, c.after) for c in no.changes] == [("undetermined", "exempt")]
    (change,) = no.changes
    clause = next(n for n in change.norms if n.because)
    assert clause.provision == "mingshan/art_6__point_6"
    data = answer.to_json()["sets"][0]["changes"][0]["norms"]
    assert any(n["citation"]["zh"] == "第六条第（6）项" and n["quote"]["zh"] for n in data)


def test_two_open_findings_that_only_count_together_come_as_one_set() -> None:
    """nanmu art 9(4) needs both: force majeure, and that duty could not be performed."""
    open_ = matter("", "", "force_majeure unable_to_perform_duty")
    answer = law().requires(open_, ["nanmu"])
    both = found(answer, Has("force_majeure"), Has("unable_to_perform_duty"))
    assert [(c.before, c.after) for c in both.changes] == [("undetermined", "duty_fulfilled")]
    assert found(answer, Lacks("force_majeure")).changes[0].after == "no_applicable_rule"
    with pytest.raises(ValueError):
        found(answer, Has("force_majeure"))


def test_an_exception_nobody_raised_is_asked_for_after_what_is_in_issue() -> None:
    """lianyungang art 8(17): … 但执行明显违法的决定、命令或者文件的除外."""
    order = "superior_order_wrong proposed_correction_to_superior superior_refused_or_insisted"
    answer = law().requires(matter(order), ["lianyungang"])
    one = found(answer, Has("superior_order_manifestly_unlawful"))
    assert one.unraised == ("superior_order_manifestly_unlawful",)
    assert [(c.before, c.after) for c in one.changes] == [("not_fault", "no_applicable_rule")]


def test_what_is_presupposed_may_be_contested() -> None:
    answer = law().requires(matter("force_majeure unable_to_perform_duty"), ["nanmu"])
    one = found(answer, Lacks("in_course_of_duty"))
    assert [(c.before, c.after) for c in one.changes] == [("duty_fulfilled", "no_applicable_rule")]


def test_opening_words_that_nobody_contests_are_doubted_last() -> None:
    corpus = small_law(
        norm("1", "e", "exempt", presupposes=Has("a"), exception=Has("d")),
        norm("2", AllOf((Has("g"), Has("h"))), "no_leniency"),
    )
    answer = asked(corpus, matter("e", "", "g"))
    assert [set(one.findings) for one in answer.requirements] == [
        {Has("d")}, {Lacks("a")}, {Has("g"), Has("h")},
    ]  # fmt: skip
    contested = asked(corpus, matter("e", "", "a g"))
    assert [set(one.findings) for one in contested.requirements][:2] == [{Has("a")}, {Lacks("a")}]


def test_an_overriding_clause_nobody_raised_is_asked_for() -> None:
    """mingshan art 6(5): obviously minor, and art 5(1) yields."""
    answer = law().requires(matter("court_revoked_act"), ["mingshan"])
    one = found(answer, Has("fault_obviously_minor"))
    assert [(c.before, c.after) for c in one.changes] == [("liability", "exempt")]


def test_a_dispute_is_settled_by_either_side() -> None:
    disputed = Matter(
        "m",
        (
            Finding("force_majeure", "established", source="气象证明"),
            Finding("insurmountable_factor", "refuted", source="现场勘验笔录"),
            Finding("unable_to_perform_duty", "established"),
        ),
    )
    answer = law().requires(disputed, ["nanmu"])
    assert found(answer, Has("force_majeure")).changes[0].after == "duty_fulfilled"
    assert found(answer, Lacks("insurmountable_factor")).changes[0].after == "no_applicable_rule"
    assert answer.without_effect == ()
    assert found(answer, Has("force_majeure")).unraised == ()


def test_an_open_finding_that_changes_nothing_is_named_as_such() -> None:
    answer = law().requires(matter("force_majeure unable_to_perform_duty", "", "adverse_effect"), ["nanmu"])
    assert answer.without_effect == ("adverse_effect",)


def test_an_open_finding_that_decides_a_clause_beside_the_outcome_is_told_apart() -> None:
    """Pu County art 11: leniency is due under (3) whatever the loss, the waiver of para 2 hangs on it."""
    answer = law().requires(
        matter(
            "counterparty_intentional_violation statutory_measures_taken accident_occurred not_prohibited_by_law "
            "in_lawful_performance_of_duty actively_eliminated_effects_and_recovered_losses",
            "serious_adverse_effect",
            "major_loss fault_minor",
        ),
        ["puxian-tolerance"],
    )
    assert answer.without_effect == ("major_loss", "fault_minor")
    assert answer.beside == (("major_loss", ("puxian-tolerance/art_11__para_2",)),)
    assert answer.to_json()["beside"] == [
        {"ground": "major_loss", "provisions": ["puxian-tolerance/art_11__para_2"]}
    ]
    zh, en = "".join(answer.to_text("zh").split()), " ".join(answer.to_text("en").split())
    assert (
        "“重大损失”待查明：上列结果不因此改变，但《蒲县行政执法尽职免责和容错纠错制度（试行）》第十一条第二款是否一并适用"
        in zh
    )
    assert "“major loss”. No outcome above changes with it" in en
    assert "不在任何会改变结果的组合之中：“（执法过错）情节轻微”" in zh


# --- ranking, limits --------------------------------------------------------------------------


def test_smallest_first_then_what_is_in_issue_then_what_changes_most() -> None:
    answer = law().requires(
        matter(COURT, "loss_occurred", "adverse_effect force_majeure unable_to_perform_duty")
    )
    presumed = {"in_course_of_duty", "in_lawful_performance_of_duty"}
    ranks = [
        (len(r.findings), len(presumed & {*r.unraised}), len(r.unraised), -len(r.changes))
        for r in answer.requirements
    ]
    assert any(doubts for _, doubts, *_ in ranks)
    assert ranks == sorted(ranks) and len({r[0] for r in ranks}) > 1


def test_a_limit_that_cuts_is_told() -> None:
    one = matter(COURT, "loss_occurred", "adverse_effect force_majeure unable_to_perform_duty")
    whole, short = law().requires(one), asked(law().corpus, one, limit=3)
    assert len(short.requirements) == 3 and short.requirements == whole.requirements[:3]
    assert short.truncated and short.left_out > whole.left_out
    assert short.to_json()["truncated"] is True
    few = asked(law().corpus, one, candidates=4)
    assert few.truncated and few.without_effect == () and few.evaluated < whole.evaluated
    assert str(few.left_out) in few.to_text("zh")


def test_a_small_question_is_answered_whole() -> None:
    corpus = small_law(norm("1", AllOf((Has("a"), Has("b"))), "exempt"))
    answer = asked(corpus, matter("", "", "a b"))
    assert not answer.truncated and answer.left_out == 0
    assert sets(answer)[:2] == [frozenset({Lacks("a")}), frozenset({Lacks("b")})]


def test_what_does_not_exist_is_said() -> None:
    with pytest.raises(UsageError):
        law().requires(matter("force_majeure"), ["nanmo"])
    with pytest.raises(InputError):
        law().requires(matter("force_majure"))


# --- entailment -------------------------------------------------------------------------------


def test_a_ground_is_not_listed_with_what_it_entails_nor_with_its_contrary() -> None:
    """In the small law d entails e: {d, e} says nothing that {d} does not."""
    corpus = law().corpus
    one = matter("unable_to_perform_duty", "", "force_majeure insurmountable_factor adverse_effect")
    for leaves in sets(asked(corpus, one)):
        assert consistent(corpus, leaves)
        for leaf in leaves:
            kin = corpus.broader if isinstance(leaf, Has) else corpus.narrower
            assert not any(type(leaf)(g) in leaves for g in kin[leaf.ground])


def test_where_the_broader_ground_is_enough_the_narrower_one_is_not_asked_as_well() -> None:
    """lianyungang art 8(26) asks for an insurmountable factor, which force majeure is."""
    one = matter("unable_to_perform_duty", "", "force_majeure insurmountable_factor")
    answer = law().requires(one, ["lianyungang"])
    assert found(answer, Has("insurmountable_factor")).changes[0].after == "not_fault"
    assert frozenset({Has("force_majeure")}) not in sets(answer)


# --- checked against the engine ---------------------------------------------------------------


def outcome(corpus: Corpus, program: Program, one: Matter, leaves: tuple[Leaf, ...]) -> dict[str, str]:
    supposed = with_findings(corpus, one, leaves, settle=True)
    return {r.regulation: r.outcome for r in assess(corpus, program, supposed).results}


@pytest.mark.parametrize("seed", range(12))
def test_every_set_changes_the_outcome_and_no_part_of_it_does(seed: int) -> None:
    kg, dice = law(), Random(seed)
    spoken = sorted({g for n in kg.corpus.norms.values() for g in _grounds(n) if n.outcome})
    some = dice.sample(spoken, 14)
    one = matter(" ".join(some[:8]), " ".join(some[8:10]), " ".join(some[10:]))
    answer = asked(kg.corpus, one, limit=40)
    before = outcome(kg.corpus, kg.program, one, ())
    assert before == {r.regulation: r.outcome for r in answer.verdict.results}
    for requirement in answer.requirements:
        after = outcome(kg.corpus, kg.program, one, requirement.findings)
        for change in requirement.changes:
            assert change.after == after[change.regulation] != before[change.regulation]
            for size in range(1, len(requirement.findings)):
                for part in combinations(requirement.findings, size):
                    less = outcome(kg.corpus, kg.program, one, part)
                    assert less[change.regulation] == before[change.regulation]


def test_no_set_of_open_findings_is_missed() -> None:
    """By hand: every choice of direction for up to three of the open findings, one at a time."""
    kg = law()
    grounds = (
        "adverse_effect",
        "fault_obviously_minor",
        "statutory_procedure_violated",
        "serious_consequence",
    )
    one = matter(COURT, "loss_occurred", " ".join(grounds), role="handler")
    before = outcome(kg.corpus, kg.program, one, ())
    changing = {
        frozenset(leaves)
        for size in (1, 2, 3)
        for some in combinations(grounds, size)
        for kinds in product((Has, Lacks), repeat=size)
        if (leaves := tuple(k(g) for k, g in zip(kinds, some, strict=True)))
        and outcome(kg.corpus, kg.program, one, leaves)["mingshan"] != before["mingshan"]
    }
    expected = {s for s in changing if not any(other < s for other in changing)}
    answer = law().requires(one, ["mingshan"])
    assert {frozenset(r.findings) for r in answer.requirements if not r.unraised} == expected
    assert expected


def test_defeat_counts_for_a_clause_that_gives_no_outcome_yet() -> None:
    corpus = small_law(
        norm("1", "a", "liability"),
        norm("2", AnyOf((Has("b"), Has("c"))), "exempt"),
        overrides=(override("2", "1"),),
    )
    answer = asked(corpus, matter("a"))
    assert sets(answer) == [frozenset({Has("b")}), frozenset({Has("c")})]
    assert [c.after for r in answer.requirements for c in r.changes] == ["exempt", "exempt"]


def _grounds(one: object) -> tuple[str, ...]:
    from kg_query.conditions import grounds

    return grounds(one.condition) + grounds(one.exception)  # type: ignore[attr-defined]


# --- text -------------------------------------------------------------------------------------


def test_the_text_asks_in_words_and_quotes_the_clause() -> None:
    one = matter(COURT, "loss_occurred", "adverse_effect", id="甲案")
    text = law().requires(one, ["mingshan"]).to_text("zh")
    assert "已在争点之中、尚待查明的：" in text and "尚无人提出的：" in text
    assert "1. 认定“不良影响”" in text
    assert "第六条第（6）项：“对执法违法行为能自行纠正并采取补救措施" in text
    english = law().requires(one, ["mingshan"]).to_text("en")
    assert "refute “adverse effect/impact”" in english and "Article 6(6): “" in english


def test_the_rows_name_each_set_with_each_outcome_it_changes() -> None:
    answer = KnowledgeGraph.open().requires(
        {"id": "m", "established": ["force_majeure"], "unknown": ["unable_to_perform_duty"]}, ["nanmu"]
    )
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows()]
    first = rows[0]
    assert (first["establish"], first["refute"]) == (["unable_to_perform_duty"], [])
    assert (first["regulation"], first["to"]) == ("nanmu", "duty_fulfilled")
    assert {row["set"] for row in rows} == set(range(1, len(answer.requirements) + 1))
