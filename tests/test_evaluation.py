"""The evaluation of teams: numbers worked out by hand from the examples' known reviews, then asked for.

The town's eight files, by tests/reviews/expected.yaml: 3号 and 21号 score 100, 22号 99 (P08), 12号 is open
(base standards judged, lines not); 5号 fails PB-ZT-1 (P01), 6号 PB-SS-2 (P07), 7号 PB-FL-3, 9号 PB-FZ-1.
"""

from __future__ import annotations

import copy
import csv
import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from kg_query import KnowledgeGraph
from kg_query.cli.run import run
from kg_query.errors import CorpusError, InputError, UsageError
from kg_query.evaluation import Evaluation, TeamEvaluation, load
from kg_query.evaluation.measures import MEASURES, state_of
from kg_query.evaluation.phrases import basis
from kg_query.evaluation.report import StepResult, Value, plain

ROOT = Path(__file__).parents[1]
CASES = [
    ROOT / f"data/examples/casefiles/{name}.json"
    for name in (
        "penalty-full", "penalty-half-judged", "penalty-unqualified-organ", "penalty-unlawful-evidence",
        "penalty-fine-above-range", "penalty-closing-not-reviewed", "penalty-preserved-7th-day",
        "penalty-preserved-8th-day", "penalty-59.5", "penalty-certificate-expired", "penalty-hearing-full",
        "penalty-missing-documents", "penalty-summary-full", "measure-full", "measure-certificate-expired",
    )
]  # fmt: skip
RECORDS = ROOT / "data/examples/evaluation"
TOWN, TOWNSHIP, COUNTY = "蒲县某镇综合行政执法队", "蒲县某乡综合行政执法队", "蒲县市场监督管理局某所执法队"


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@pytest.fixture(scope="module")
def record() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((RECORDS / "town-2024.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def whole(kg: KnowledgeGraph) -> Evaluation:
    records = [RECORDS / f"{n}.json" for n in ("town-2024", "township-late", "county")]
    return kg.evaluate(CASES, records, as_of="2025-03-19")


@pytest.fixture(scope="module")
def town(whole: Evaluation) -> TeamEvaluation:
    return whole.of(TOWN)


def case(number: int, **more: Any) -> dict[str, Any]:
    """A bare file of summary procedure: what matters is what it says besides."""
    decision = {"made_on": more.pop("decided", "2024-05-06")}
    return {
        "id": f"罚{number}", "kind": "penalty", "procedure": "summary", "team": "一队",
        "documents": {"penalty-decision": decision}, **more,
    }  # fmt: skip


def ask(
    kg: KnowledgeGraph, cases: Iterable[dict[str, Any]], record: dict[str, Any] | None = None, **options: Any
) -> TeamEvaluation:
    found = kg.evaluate(list(cases), [record] if record else [], **({"as_of": "2025-03-19"} | options))
    assert len(found.teams) == 1
    return found.teams[0]


def fraction(value: Value) -> tuple[Any, Any]:
    return plain(value.numerator), plain(value.denominator)


def files(value: Value) -> set[str]:
    return {b.case.split("〕")[-1] for b in value.counted if b.case}


def parts(value: Value) -> dict[str, int]:
    return {p.code: p.count for p in value.parts}


# --- the eleven contents --------------------------------------------------------------------


def test_each_of_the_eleven_contents_is_shown_with_its_clause_and_has_an_indicator(
    town: TeamEvaluation,
) -> None:
    assert [c.provision.rpartition("_")[2] for c in town.contents] == [str(n) for n in range(1, 12)]
    assert town.contents[5].text.zh == "行政复议和行政诉讼情况；"
    assert all(c.values for c in town.contents)


@pytest.mark.parametrize(
    ("indicator", "expected", "behind"),
    [
        ("E01-1", (1, 8), {"5号"}),
        ("E02-1", (0, 8), set()),
        ("E03-1", (0, 8), set()),
        ("E03-3", (0, 7), set()),  # 12号 is not judged on these lines
        ("E04-1", (0, 8), set()),
        ("E04-3", (1, 8), {"9号"}),
        ("E04-4", (3, 8), {"5号", "6号", "22号"}),
        ("E05-1", (1, 8), {"6号"}),
        ("E05-2", (0, 8), set()),
        ("E05-3", (1, 8), {"7号"}),
        ("E05-4", (0, 7), set()),
        ("E06-2", (1, 2), {"7号"}),
        ("E07-2", (7, 8), {"3号", "21号", "22号", "5号", "6号", "7号", "9号"}),
        ("E07-3", (4, 8), {"5号", "6号", "7号", "9号"}),
        ("E07-4", (1, 8), {"12号"}),
        ("E09-2", (1, 2), {"6号"}),
    ],
)
def test_so_many_out_of_so_many(
    town: TeamEvaluation, indicator: str, expected: tuple[int, int], behind: set[str]
) -> None:
    value = town.of(indicator)
    assert fraction(value) == expected
    assert files(value) == behind
    assert len(value.counted) + len(value.others) == expected[1]


def test_what_is_not_judged_yet_is_named_and_not_counted(town: TeamEvaluation) -> None:
    assert [b.case for b in town.of("E03-3").undecided] == ["蒲某综罚〔2024〕12号"]
    assert town.of("E07-1").undecided[0].what == ("64.5–100",)


def test_the_average_is_over_files_with_a_score(town: TeamEvaluation) -> None:
    value = town.of("E07-1")
    assert fraction(value) == (299, 7)  # 100 + 100 + 99 and four times 0
    assert plain(value.value) == 42.7143
    assert value.notes[0].en == "Lowest 0, highest 100."


def test_grades_are_broken_down_from_the_best(town: TeamEvaluation) -> None:
    assert list(parts(town.of("E07-2")).items()) == [("优秀", 3), ("不合格", 4)]


def test_each_violated_criterion_is_named(town: TeamEvaluation) -> None:
    assert town.of("E01-1").counted[0].what == ("PB-ZT-1",)
    assert {b.what for b in town.of("E04-4").counted} == {("P01",), ("P07",), ("P08",)}


@pytest.mark.parametrize(
    ("indicator", "value"),
    [("E08-1", 2), ("E08-2", 7.5), ("E08-3", 16), ("E09-1", 3), ("E09-4", 3), ("E10-1", 1), ("E10-2", 1),
     ("E06-1", 2), ("E06-3", 1), ("E11-1", 0), ("E11-2", 1), ("E09-3", 0.86)],
)  # fmt: skip
def test_entries_of_the_period_are_counted_and_added(
    town: TeamEvaluation, indicator: str, value: float
) -> None:
    assert plain(town.of(indicator).value) == value


def test_nobody_is_said_to_have_to_answer_who_need_not(town: TeamEvaluation, whole: Evaluation) -> None:
    """No norm asks for an answer; the right to object is the evaluated body's."""
    assert town.step("appeal_answered").step.norm is None
    assert town.step("appeal_received").to_json()["bearer"] == ["assessed_organisation"]
    assert town.step("appeal_answered").to_json()["bearer"] == []


def test_codes_are_told_in_words(town: TeamEvaluation) -> None:
    assert basis(town.of("E06-1"), "zh")[1].startswith("计入：蒲某综罚〔2024〕7号 record/remedies/1（变更）")
    assert basis(town.of("E09-1"), "en")[0] == "Of these: found true: yes 1, found true: no 1, not stated 1"


def test_entries_are_broken_down(town: TeamEvaluation) -> None:
    assert parts(town.of("E09-1")) == {"true": 1, "false": 1, "not-stated": 1}
    assert parts(town.of("E06-1")) == {"changed": 1, "upheld": 1}
    assert parts(town.of("E09-4")) == {"opinion-poll": 1, "visit": 1, "consultation": 1}


def test_satisfaction_is_of_those_who_answered(town: TeamEvaluation) -> None:
    assert fraction(town.of("E09-3")) == (129, 150)  # 105 of 120 and 24 of 30; the third asked nobody


def test_a_pending_suit_gives_no_share_of_lost_suits(town: TeamEvaluation) -> None:
    value = town.of("E06-4")
    assert (value.status, value.value) == ("no_data", None)
    assert value.missing is not None and "诉讼" in value.missing.zh


# --- silence --------------------------------------------------------------------------------


def test_without_a_record_nothing_is_zero_that_nobody_has_stated(kg: KnowledgeGraph) -> None:
    team = ask(kg, [case(1)])
    for notation in (
        "E06-1",
        "E06-2",
        "E08-1",
        "E08-2",
        "E09-1",
        "E09-2",
        "E09-3",
        "E10-1",
        "E11-1",
        "E11-2",
    ):
        value = team.of(notation)
        assert (value.status, value.value, value.numerator) == ("no_data", None, None), notation
        assert value.missing is not None
    assert any("没有评议记录" in n.zh for n in team.notes)


def test_an_empty_list_is_a_statement_and_gives_zero(kg: KnowledgeGraph) -> None:
    team = ask(kg, [case(1)], {"complaints": [], "training": []})
    assert plain(team.of("E09-1").value) == 0
    assert plain(team.of("E08-2").value) == 0
    assert team.of("E09-2").status == "no_data"  # no complaint was looked into: no share
    assert team.of("E10-1").status == "no_data"


def test_what_only_files_tell_counts_with_a_remark(kg: KnowledgeGraph) -> None:
    told = case(1, complaints=[{"received_on": "2024-06-01", "found_true": True}])
    value = ask(kg, [told, case(2)]).of("E09-1")
    assert plain(value.value) == 1
    assert value.counted[0].to_json() == {"case": "罚1", "where": "complaints/1", "what": ["true"]}
    assert "仅据案卷所载" in value.notes[0].zh


def test_an_entry_that_the_record_repeats_from_a_file_is_one(kg: KnowledgeGraph) -> None:
    told = case(1, complaints=[{"received_on": "2024-06-01", "found_true": True, "detail": "甲"}])
    same = {"complaints": [{"case": "罚1", "received_on": "2024-06-01", "found_true": True}]}
    assert plain(ask(kg, [told], same).of("E09-1").value) == 1
    other = {"complaints": [{"case": "罚1", "received_on": "2024-06-02", "found_true": True}]}
    assert plain(ask(kg, [told], other).of("E09-1").value) == 2
    clash = {"complaints": [{"case": "罚1", "received_on": "2024-06-01", "found_true": False}]}
    value = ask(kg, [told], clash).of("E09-1")
    assert plain(value.value) == 2
    assert any("不一致" in n.zh for n in value.notes)


def test_one_officer_held_liable_twice_is_one_person(kg: KnowledgeGraph) -> None:
    record = {
        "accountability": [{"officer": "甲"}, {"officer": "甲"}, {"officer": "乙"}, {"outcome": "通报"}]
    }
    team = ask(kg, [case(1)], record)
    assert plain(team.of("E10-1").value) == 4
    assert plain(team.of("E10-2").value) == 2
    assert team.of("E10-2").notes[0].zh.startswith("1 条没有写明 officer")


def test_a_session_without_hours_is_counted_and_its_hours_are_not_guessed(kg: KnowledgeGraph) -> None:
    team = ask(kg, [case(1)], {"training": [{"on": "2024-03-01", "hours": 2}, {"on": "2024-04-01"}]})
    assert plain(team.of("E08-1").value) == 2
    assert plain(team.of("E08-2").value) == 2
    assert "1 条没有写明 hours" in team.of("E08-2").notes[0].zh
    assert team.of("E08-3").status == "no_data"


@pytest.mark.parametrize(
    ("result", "lost"),
    [("revoked", 1), ("changed", 1), ("confirmed-unlawful", 1), ("void", 1), ("upheld", 0), ("withdrawn", 0),
     ("mediated", 0), ("pending", None), (None, None)],
)  # fmt: skip
def test_which_outcomes_are_a_review_lost(kg: KnowledgeGraph, result: str | None, lost: int | None) -> None:
    remedy = {"kind": "review", "filed_on": "2024-06-01"} | ({"result": result} if result else {})
    value = ask(kg, [case(1, remedies=[remedy])]).of("E06-2")
    assert plain(value.numerator) == lost


# --- the period -----------------------------------------------------------------------------


def test_files_fall_into_the_period_by_the_day_of_their_decision(kg: KnowledgeGraph) -> None:
    cases = [case(1, decided="2024-06-30"), case(2, decided="2024-07-01"), case(3, decided="2024-12-31"),
             case(4, decided="2025-01-01")]  # fmt: skip
    team = ask(kg, cases, start="2024-07-01", end="2024-12-31")
    assert [c.case for c in team.cases] == ["罚2", "罚3"]
    assert [c.case for c in ask(kg, cases).cases] == ["罚1", "罚2", "罚3", "罚4"]


def test_an_entry_counts_by_its_own_day_whenever_the_decision_was_made(kg: KnowledgeGraph) -> None:
    remedy = {"kind": "review", "filed_on": "2024-12-01", "decided_on": "2025-01-20", "result": "revoked"}
    old = case(1, decided="2024-11-01", remedies=[remedy])
    team = ask(kg, [old], start="2025-01-01", end="2025-12-31")
    assert team.cases == ()
    assert team.of("E06-1").status == "no_data"  # brought before the period
    assert fraction(team.of("E06-2")) == (1, 1)  # decided in it
    assert team.of("E07-1").missing is not None


def test_what_has_no_day_is_left_out_of_a_period_and_named(kg: KnowledgeGraph) -> None:
    nameless = case(2, documents={}, complaints=[{"found_true": True}])
    team = ask(kg, [case(1), nameless], {"complaints": []}, start="2024-01-01")
    assert team.undated == ("罚2",)
    assert [c.case for c in team.cases] == ["罚1"]
    assert plain(team.of("E09-1").value) == 0
    assert "罚2 complaints/1" in team.of("E09-1").notes[0].zh
    assert [c.case for c in ask(kg, [case(1), nameless]).cases] == ["罚1", "罚2"]


def test_options_come_before_the_period_of_the_record(kg: KnowledgeGraph, record: dict[str, Any]) -> None:
    team = kg.evaluate(CASES, [record], team=TOWN, start="2024-07-01", end="2024-12-31").teams[0]
    assert fraction(team.of("E07-1")) == (199, 2)
    assert plain(team.of("E08-1").value) == 1


def test_a_period_turned_round_is_refused(kg: KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match="ends before it begins"):
        kg.evaluate([case(1)], start="2024-12-31", end="2024-01-01")
    with pytest.raises(UsageError, match="--from"):
        kg.evaluate([case(1)], start="2024-13-01")


# --- the procedure --------------------------------------------------------------------------

STEPS = {
    "on_site_evaluation": "2025-03-03", "opinion_formed": "2025-03-04", "opinion_fed_back": "2025-03-05",
    "report_formed": "2025-03-07", "report_reviewed": "2025-03-10",
}  # fmt: skip


def steps(kg: KnowledgeGraph, events: dict[str, str], as_of: str, **more: Any) -> TeamEvaluation:
    return ask(kg, [case(1)], {"procedure": events, **more}, as_of=as_of)


def due(step: StepResult) -> list[tuple[str, str, str | None, str]]:
    return [(d.start, d.day_kind, d.date, d.status) for d in step.due]


def test_seven_days_are_counted_from_both_starts_in_both_kinds_of_day(kg: KnowledgeGraph) -> None:
    """Examined on Monday 10 March 2025, report of Friday 7 March; no holiday in between."""
    filed = steps(kg, STEPS, "2025-03-12").step("filed")
    assert due(filed) == [
        ("report_reviewed", "calendarDays", "2025-03-17", "pending"),
        ("report_reviewed", "workingDays", "2025-03-19", "pending"),
        ("report_formed", "calendarDays", "2025-03-14", "pending"),
        ("report_formed", "workingDays", "2025-03-18", "pending"),
    ]
    assert (filed.status, filed.differs) == ("not_due", True)


@pytest.mark.parametrize(
    ("as_of", "status", "breached"),
    [("2025-03-14", "not_due", 0), ("2025-03-15", "not_due", 1), ("2025-03-18", "not_due", 2),
     ("2025-03-19", "not_due", 3), ("2025-03-20", "late", 4)],
)  # fmt: skip
def test_it_is_late_only_where_it_is_late_in_every_way(
    kg: KnowledgeGraph, as_of: str, status: str, breached: int
) -> None:
    team = steps(kg, STEPS, as_of, kind="town")
    filed = team.step("filed")
    assert filed.status == status
    assert sum(d.status == "breached" for d in filed.due) == breached
    assert team.late is (status == "late")


@pytest.mark.parametrize(("day", "status"), [("2025-03-19", "done"), ("2025-03-20", "late")])
def test_the_last_day_is_in_time_and_the_day_after_is_not(kg: KnowledgeGraph, day: str, status: str) -> None:
    assert steps(kg, STEPS | {"filed": day}, "2025-04-30").step("filed").status == status


def test_across_the_spring_festival_the_two_kinds_of_day_part(town: TeamEvaluation) -> None:
    """Examined on 23 January 2025; 28 January to 4 February off, Sunday 26 January and 8 February at work."""
    filed = town.step("filed")
    assert due(filed) == [
        ("report_reviewed", "calendarDays", "2025-02-05", "breached"),  # 30 January, put off
        ("report_reviewed", "workingDays", "2025-02-08", "fulfilled"),
        ("report_formed", "calendarDays", "2025-01-27", "breached"),
        ("report_formed", "workingDays", "2025-02-05", "breached"),
    ]
    assert filed.due[0].rolled_from == "2025-01-30"
    assert (filed.status, filed.differs, town.late) == ("done", True, False)


def test_without_the_examination_the_period_has_not_begun(kg: KnowledgeGraph) -> None:
    events = {k: v for k, v in STEPS.items() if k != "report_reviewed"}
    team = steps(kg, events, "2025-06-30")
    assert team.step("filed").status == "not_due"
    assert {d.status for d in team.step("filed").due if d.primary} == {"pending"}
    assert {d.status for d in team.step("filed").due if not d.primary} == {"breached"}
    filed = steps(kg, events | {"filed": "2025-03-31"}, "2025-06-30").step("filed")
    assert filed.status == "done"
    assert {d.status for d in filed.due if d.primary} == {"open"}


def test_filing_before_the_examination_is_told_and_not_late(kg: KnowledgeGraph) -> None:
    filed = steps(kg, STEPS | {"filed": "2025-03-08"}, "2025-06-30").step("filed")
    assert filed.status == "done"
    assert any("次序与条文不同" in t.zh for t in filed.why)


def test_steps_come_one_after_the_other(kg: KnowledgeGraph) -> None:
    team = steps(kg, {"on_site_evaluation": "2025-03-03"}, "2025-03-20")
    assert {s.step.key: s.status for s in team.steps} == {
        "on_site_evaluation": "done",
        "opinion_formed": "open",
        "opinion_fed_back": "not_due",
        "appeal_received": "not_due",
        "appeal_answered": "not_arising",
        "report_formed": "not_due",
        "report_reviewed": "not_due",
        "filed": "not_due",
        "result_published": "not_due",
    }


def test_a_step_left_out_is_open_and_the_later_one_is_named(kg: KnowledgeGraph) -> None:
    events = {k: v for k, v in STEPS.items() if k != "opinion_fed_back"}
    step = steps(kg, events, "2025-03-12").step("opinion_fed_back")
    assert step.status == "open"
    assert any("“形成考核情况报告”已有记录" in t.zh for t in step.why)


def test_an_objection_is_a_right_and_its_answer_arises_with_it(kg: KnowledgeGraph) -> None:
    team = steps(kg, STEPS, "2025-03-12")
    assert team.step("appeal_received").status == "open"
    assert any("这是权利" in t.zh for t in team.step("appeal_received").why)
    assert team.step("appeal_answered").status == "not_arising"
    team = steps(kg, STEPS | {"appeal_received": "2025-03-06"}, "2025-03-12")
    assert (team.step("appeal_received").status, team.step("appeal_answered").status) == ("done", "open")


def test_what_lies_after_the_day_asked_about_is_left_out(kg: KnowledgeGraph) -> None:
    step = steps(kg, STEPS, "2025-03-08").step("report_reviewed")
    assert (step.status, step.date) == ("open", None)
    assert any("2025-03-10在所问之日以后" in t.zh for t in step.why)


def test_for_a_county_team_nobody_is_named_and_nobody_is_late(whole: Evaluation, kg: KnowledgeGraph) -> None:
    team = steps(kg, STEPS, "2025-06-30", kind="county")
    assert team.step("filed").status == "late"
    assert team.late is False
    assert any("没有写明由谁考核县直综合行政执法队" in n.zh for n in team.notes)
    assert "puxian-evaluation/norm/reading_county_teams" in whole.readings
    assert any("按乡镇执法队列示" in n.zh for n in steps(kg, STEPS, "2025-03-12").notes)


# --- what the text leaves open --------------------------------------------------------------


def test_there_is_no_total_and_the_reader_is_told_why(whole: Evaluation) -> None:
    value = whole.to_json()
    assert value["total"] is None
    assert "权重" in value["no_total"]["zh"]
    assert "puxian-evaluation/norm/reading_standards_missing" in whole.readings
    for lang, words in (("zh", "不计算总分"), ("en", "no total is computed")):
        assert words in whole.to_text(lang, width=1000)


def test_every_clause_reading_and_number_is_in_the_text(whole: Evaluation, kg: KnowledgeGraph) -> None:
    text = whole.to_text("zh", width=1000)
    for content in whole.teams[0].contents:
        assert content.text.zh.rstrip("；。") in text
    for reading in whole.readings:
        assert kg.corpus.readings[reading].primary.zh in text
    assert "E01-1" in text and "1/8" in text and "无数据" in text
    english = whole.to_text("en", width=1000)
    assert "no data" in english and not any("\u4e00" <= c <= "\u9fff" for line in english.splitlines()
                                            if "E07-1" in line and "average" in line for c in line)  # fmt: skip


def test_several_teams_are_compared_without_a_ranking(whole: Evaluation) -> None:
    assert [t.team for t in whole.teams] == sorted([TOWN, TOWNSHIP, COUNTY])
    text = whole.to_text("zh", width=1000)
    head, _, compared = text.partition("各队对照")
    assert head.endswith("\n")
    row = next(line for line in compared.splitlines() if line.strip().startswith("E07-3"))
    order = sorted([(TOWN, "4/8"), (TOWNSHIP, "1/5"), (COUNTY, "1/2")])
    assert [cell for _, cell in order] == [part.split(" ")[1] for part in row.split("[")[1:]]


# --- how a criterion stands -----------------------------------------------------------------


def test_a_criterion_that_no_rule_looked_at_is_open(town: TeamEvaluation) -> None:
    review = next(c.review for c in town.cases if c.case.endswith("5号") and "〕5号" in c.case)
    assert state_of(review, "PB-ZT-1", None) == "violated"
    assert state_of(review, "PB-ZT-2", None) == "met"
    assert state_of(review, "P-SC-3-1", "P-SC-3") == "not_concerned"
    assert state_of(review, "PB-XX-9", None) == "open"


# --- indicators are data --------------------------------------------------------------------

FURTHER = """
@prefix ex: <https://example.org/evaluation/> .
@prefix law: <https://w3id.org/kg-query/ns#> .
@prefix puxian-evaluation: <https://w3id.org/kg-query/id/puxian-evaluation/> .
@prefix puxian-review: <https://w3id.org/kg-query/id/puxian-review/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ex:archive a law:Indicator ; skos:notation "X07-1" ; law:listOrder 999 ;
    rdfs:label "归档有扣分"@zh , "points lost on the archive"@en ;
    skos:definition "归档阶段有扣分的案卷"@zh , "files that lose points in the archive stage"@en ;
    law:countUnit "卷"@zh , "files"@en ; law:provision puxian-evaluation:art_4__point_7 ;
    law:measuredBy law:{measure} ; law:ofCriterion puxian-review:{criterion} .
"""


def with_indicator(
    folder: Path, measure: str = "filesBreaching", criterion: str = "annex_3__stage_gd"
) -> KnowledgeGraph:
    text = FURTHER.replace("{measure}", measure).replace("{criterion}", criterion)
    (folder / "further.ttl").write_text(text, "utf-8")
    return KnowledgeGraph.open(folder)


def test_a_further_indicator_is_data_only(tmp_path: Path) -> None:
    team = with_indicator(tmp_path).evaluate(CASES, team=TOWNSHIP).teams[0]
    value = team.of("X07-1")
    assert [v.indicator.notation for v in team.contents[6].values][-1] == "X07-1"
    assert fraction(value) == (1, 5)  # penalty-59.5 loses all seven archive lines
    assert files(value) == {"11号"}
    assert len(value.counted[0].what) == 7


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"measure": "filesBreachin"}, "filesBreaching"),
        ({"criterion": "annex_3__stage_gg"}, "does not exist"),
    ],
)
def test_an_indicator_that_names_nothing_known_is_refused(
    tmp_path: Path, changed: dict[str, str], words: str
) -> None:
    kg = with_indicator(tmp_path, **changed)
    with pytest.raises(CorpusError, match=words):
        load(kg.corpus, kg.store)


def test_every_indicator_has_words_a_clause_and_what_its_measure_needs(kg: KnowledgeGraph) -> None:
    found = load(kg.corpus, kg.store)
    assert len({i.notation for i in found.indicators}) == len(found.indicators)
    for one in found.indicators:
        assert one.label.zh and one.label.en and one.definition.zh and one.unit.en
        assert one.content in found.contents
        assert (one.entries is None) or one.dates
    assert {i.measure for i in found.indicators} == set(MEASURES)


# --- the record -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        (("trainings",), [], "training"),
        (("kind",), "twon", "town"),
        (("complaints",), {}, "列表"),
        (("complaints", 0, "found"), True, "found_true"),
        (("complaints", 0, "found_true"), "yes", "true"),
        (("complaints", 0, "received_on"), "2024-02-30", "日期"),
        (("training", 0, "hours"), -1, "不小于"),
        (("training", 0, "hours"), True, "数字"),
        (("training", 0, "participants"), 2.5, "整数"),
        (("surveys", 0, "method"), "polling", "opinion-poll"),
        (("surveys", 0, "satisfied"), 121, "多于"),
        (("remedies", 0, "result"), "revokd", "revoked"),
        (("remedies", 0, "decided_on"), "2024-05-01", "早于"),
        (("procedure", "filled"), "2025-01-01", "filed"),
        (("procedure", "filed"), 7, "日期"),
        (("to",), "2023-01-01", "早于"),
        (("remarks", 0, "detail"), None, "detail"),
    ],
)
def test_a_record_that_is_wrong_is_refused_with_the_place_and_the_word(
    kg: KnowledgeGraph, record: dict[str, Any], path: tuple[Any, ...], value: object, words: str
) -> None:
    wrong = copy.deepcopy(record)
    here: Any = wrong
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    with pytest.raises(InputError) as caught:
        kg.evaluate([], [wrong])
    assert words in caught.value.render("zh")


def test_all_faults_of_a_record_are_told_at_once(kg: KnowledgeGraph) -> None:
    with pytest.raises(InputError) as caught:
        kg.evaluate([], [{"team": "一队", "x": 1, "training": [{"hours": "4"}], "procedure": []}])
    assert len(caught.value.problems) == 4  # the key, the missing day, the hours, the procedure


def test_a_record_has_to_fit_a_team(kg: KnowledgeGraph) -> None:
    two = [case(1), case(2, team="二队")]
    with pytest.raises(InputError, match="of which team"):
        kg.evaluate(two, [{"complaints": []}])
    with pytest.raises(InputError, match="two records"):
        kg.evaluate(two, [{"team": "一队"}, {"team": "一队"}])
    with pytest.raises(UsageError, match="一对"):
        kg.evaluate(two, team="一对")
    with pytest.raises(InputError, match="neither case files nor records"):
        kg.evaluate([])


# --- files and the command line -------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("format", ["xlsx", "docx"])
def test_the_working_form_is_the_same_bytes_and_says_that_it_is_none_of_the_texts(
    kg: KnowledgeGraph, record: dict[str, Any], format: str, lang: str
) -> None:
    answers = [kg.evaluate(CASES, [record], team=TOWN, as_of="2025-03-19") for _ in range(2)]
    made = [a.to_bytes(format, lang) for a in answers]
    assert made[0] == made[1]
    words = content(made[0], format)
    assert ("不是条文规定的表式" if lang == "zh" else "not a form laid down by the text") in words
    assert "E07-3" in words and TOWN in words
    for one in answers[0].teams[0].contents:
        assert one.text.in_(lang).rstrip("；。;.") in words
    for step in answers[0].teams[0].steps:
        assert step.step.label.in_(lang) in words


def content(data: bytes, format: str) -> str:
    if format == "docx":
        import docx

        document = docx.Document(io.BytesIO(data))
        cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
        return "\n".join([*(p.text for p in document.paragraphs), *cells])
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    return "\n".join(
        str(v) for sheet in book for row in sheet.iter_rows(values_only=True) for v in row if v is not None
    )


def test_a_workbook_of_several_teams_has_a_sheet_for_each_and_one_to_compare(whole: Evaluation) -> None:
    import openpyxl

    data = whole.to_bytes("xlsx", "zh")
    assert zipfile.is_zipfile(io.BytesIO(data))
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert len(book.sheetnames) == 4
    assert book.sheetnames[0] == "各队对照"
    rows = {row[0]: row for row in book["各队对照"].iter_rows(values_only=True) if row[0]}
    assert any("4/8" in str(cell) for cell in rows["E07-3"])
    with pytest.raises(UsageError, match="--team"):
        whole.to_bytes("docx")


def cli(capsysbinary: pytest.CaptureFixture[bytes], *words: str) -> tuple[int, str]:
    code = run(["--lang", "zh", "evaluate", *map(str, CASES), *words])
    return code, capsysbinary.readouterr().out.decode()


def test_the_command_gives_one_json_and_exits_1_only_when_late(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    late = ("--record", str(RECORDS / "township-late.json"), "--team", TOWNSHIP, "--format", "json")
    code, out = cli(capsysbinary, *late, "--as-of", "2025-03-19")
    assert code == 0
    value = json.loads(out)
    assert [t["team"] for t in value["teams"]] == [TOWNSHIP]
    assert value["teams"][0]["late"] is False
    code, out = cli(capsysbinary, *late, "--as-of", "2025-03-20")
    assert (code, json.loads(out)["teams"][0]["late"]) == (1, True)


def test_csv_has_one_row_an_indicator_and_one_a_step(
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    code, out = cli(capsysbinary, "--record", str(RECORDS / "town-2024.json"), "--team", TOWN, "-f", "csv",
                    "--as-of", "2025-03-19")  # fmt: skip
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    by = {r["key"]: r for r in rows}
    assert len(rows) == 35 + 9
    assert (by["E07-3"]["numerator"], by["E07-3"]["denominator"], by["E07-3"]["value"]) == ("4", "8", "0.5")
    assert by["E06-4"]["status"] == "no_data" and by["E06-4"]["numerator"] == ""
    assert (by["filed"]["status"], by["filed"]["date"]) == ("done", "2025-02-06")


@pytest.mark.parametrize(
    "words",
    [
        ("--format", "pdf"),
        ("--team", "无此队"),
        ("--from", "2024"),
        ("--as-of", "x"),
        ("-o", "x.pdf"),
        ("-o", "x.docx"),
    ],
)
def test_wrong_usage_exits_2(capsysbinary: pytest.CaptureFixture[bytes], words: tuple[str, ...]) -> None:
    assert cli(capsysbinary, *words)[0] == 2


def test_a_file_is_written_where_it_is_asked_for(
    capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    target = tmp_path / "底稿.docx"
    code, out = cli(capsysbinary, "--team", TOWN, "--as-of", "2025-03-19", "--output", str(target))
    assert code == 0 and "E07-3" in out
    made = KnowledgeGraph.open().evaluate(CASES, team=TOWN, as_of="2025-03-19")
    assert target.read_bytes() == made.to_bytes("docx")
