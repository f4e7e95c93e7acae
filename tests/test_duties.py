"""Duties after a decision on tolerance: what the clauses say first, then days on both sides of each limit.

nanmu 13: 容错决定作出后，应当于7日内告知相关单位及当事人，并在一定范围内公开.
puxian-tolerance 14: 应当于7日内告知…，一般应在一定范围内公开.
The day of the decision is not counted; in calendar days a last day that is a rest day runs on to the
next working day.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg_query import KnowledgeGraph, calendar
from kg_query.cli.run import run
from kg_query.duties import DutyResult, read_duties
from kg_query.errors import CorpusError, InputError, UsageError

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "data/examples/duties"
PERSONS = "nanmu/norm/duty_art_13_inform_persons"
LONG_AFTER = "2026-06-30"


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


def found(*pairs: str, status: str = "established") -> list[dict[str, str]]:
    """Findings from words such as `tolerance_granted@2024-03-04`; without @ they have no date."""
    findings = []
    for pair in pairs:
        ground, _, day = pair.partition("@")
        findings.append({"ground": ground, "status": status} | ({"date": day} if day else {}))
    return findings


def ask(
    kg: KnowledgeGraph,
    findings: Iterable[dict[str, str]],
    as_of: str = LONG_AFTER,
    regulation: str = "nanmu",
) -> dict[str, DutyResult]:
    """The duties under one regulation, by the last part of their ids (`inform_persons`)."""
    answer = kg.duties({"id": "m", "findings": list(findings)}, as_of, [regulation])
    return {d.duty.id.split("duty_art_")[1].split("_", 1)[1]: d for d in answer.of(regulation).duties}


def days(one: DutyResult) -> list[tuple[str, str, str]]:
    return [(d.day_kind, d.date, d.status) for d in one.due]


def statuses(one: DutyResult) -> list[str]:
    return [d.status for d in one.due]


# --- the seven days -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decided", "in_calendar_days", "in_working_days", "rolled_from"),
    [
        ("2024-03-04", "2024-03-11", "2024-03-13", None),  # a Monday
        ("2024-03-01", "2024-03-08", "2024-03-12", None),  # a Friday: two weekends are not worked
        ("2024-03-02", "2024-03-11", "2024-03-12", "2024-03-09"),  # a Saturday: the 9th is one too
        ("2024-09-24", "2024-10-08", "2024-10-09", "2024-10-01"),  # 25 26 27 29 30 | 8 9
        ("2024-09-27", "2024-10-08", "2024-10-12", "2024-10-04"),  # 29 30 | 8 9 10 11, Saturday 12 worked
        ("2024-09-22", "2024-09-29", "2024-09-30", None),  # Sunday the 29th is worked: nothing runs on
        ("2025-04-23", "2025-04-30", "2025-05-06", None),  # Sunday 27 April worked, 1 to 5 May not
        ("2024-12-27", "2025-01-03", "2025-01-08", None),  # across the year; 1 January is a holiday
    ],
)
def test_the_last_of_seven_days_both_ways(
    kg: KnowledgeGraph, decided: str, in_calendar_days: str, in_working_days: str, rolled_from: str | None
) -> None:
    for regulation in ("nanmu", "puxian-tolerance"):
        one = ask(kg, found(f"tolerance_decision_made@{decided}"), decided, regulation)["inform_persons"]
        assert days(one) == [
            ("calendarDays", in_calendar_days, "pending"),
            ("workingDays", in_working_days, "pending"),
        ]
        assert [d.rolled_from for d in one.due] == [rolled_from, None]
        assert one.differs and one.status == "pending"
        assert one.trigger is not None and one.trigger.date == decided


@pytest.mark.parametrize(
    ("told", "calendar_says", "working_says", "status", "differs"),
    [
        ("2024-03-04", "fulfilled", "fulfilled", "fulfilled", True),  # on the day itself
        ("2024-03-11", "fulfilled", "fulfilled", "fulfilled", True),  # the last calendar day
        ("2024-03-12", "breached", "fulfilled", "fulfilled", True),  # the day after
        ("2024-03-13", "breached", "fulfilled", "fulfilled", True),  # the last working day
        ("2024-03-14", "breached", "breached", "breached", True),  # the day after
    ],
)
def test_told_on_the_day_and_on_the_day_after(
    kg: KnowledgeGraph, told: str, calendar_says: str, working_says: str, status: str, differs: bool
) -> None:
    one = ask(
        kg,
        found("tolerance_decision_made@2024-03-04", f"tolerance_decision_notified_to_persons@{told}"),
    )["inform_persons"]
    assert statuses(one) == [calendar_says, working_says]
    assert (one.status, one.differs) == (status, differs)
    assert one.fulfilled is not None and one.fulfilled.date == told
    said = "".join(t.zh for t in one.why)
    assert ("两种算法结论不同" in said) == (calendar_says != working_says)


@pytest.mark.parametrize(
    ("as_of", "calendar_says", "working_says", "status"),
    [
        ("2024-10-08", "pending", "pending", "pending"),
        ("2024-10-09", "breached", "pending", "pending"),
        ("2024-10-10", "breached", "breached", "breached"),
    ],
)
def test_nobody_told_yet_across_the_national_day_break(
    kg: KnowledgeGraph, as_of: str, calendar_says: str, working_says: str, status: str
) -> None:
    one = ask(kg, found("tolerance_decision_made@2024-09-24"), as_of)["inform_units"]
    assert statuses(one) == [calendar_says, working_says]
    assert one.status == status and one.fulfilled is None


def test_units_and_persons_are_told_each_for_themselves(kg: KnowledgeGraph) -> None:
    answer = ask(
        kg,
        found("tolerance_decision_made@2024-03-04", "tolerance_decision_notified_to_units@2024-03-05"),
        "2024-03-20",
    )
    assert (answer["inform_units"].status, answer["inform_persons"].status) == ("fulfilled", "breached")


def test_publication_is_within_the_seven_days_in_nanmu_and_as_a_rule_without_a_period_in_puxian(
    kg: KnowledgeGraph,
) -> None:
    made = found("tolerance_decision_made@2024-03-04")
    nanmu = ask(kg, made, "2024-03-14")["publish"]
    assert nanmu.status == "breached" and len(nanmu.due) == 2
    assert "nanmu/norm/reading_publication" in nanmu.duty.readings
    puxian = ask(kg, made, "2024-03-14", "puxian-tolerance")["publish"]
    assert puxian.status == "open" and puxian.due == ()
    wording = puxian.to_json()["modality_wording"]
    assert wording["zh"] == "一般应"
    assert "“一般应”，不是“应当”" in puxian.to_json()["why"]["zh"]
    assert nanmu.to_json()["modality_wording"] is None


def test_the_period_runs_from_the_decision_and_not_from_what_else_has_a_date(kg: KnowledgeGraph) -> None:
    one = ask(kg, found("tolerance_granted@2024-03-01", "tolerance_decision_made@2024-03-04"))
    assert one["inform_persons"].trigger.to_json() == {
        "ground": "tolerance_decision_made",
        "date": "2024-03-04",
    }
    # where only the granting is dated, that is the decision
    one = ask(kg, found("tolerance_granted@2024-03-01", "tolerance_decision_made"))
    assert one["inform_persons"].trigger.to_json() == {"ground": "tolerance_granted", "date": "2024-03-01"}


def test_of_several_dates_of_the_decision_the_earliest_counts_and_that_is_said(kg: KnowledgeGraph) -> None:
    one = ask(kg, found("tolerance_decision_made@2024-03-06", "tolerance_decision_made@2024-03-04"))
    assert one["inform_persons"].trigger.date == "2024-03-04"
    assert "2024-03-04、2024-03-06" in one["inform_persons"].to_json()["why"]["zh"]


# --- what triggers a duty -------------------------------------------------------------------

AFTER_DECISION = {
    "inform_units", "inform_persons", "publish", "start", "explain", "set_period", "urge", "complete", "follow_up",
}  # fmt: skip


def triggered(answer: dict[str, DutyResult]) -> set[str]:
    return {name for name, one in answer.items() if one.status != "not_triggered"}


@pytest.mark.parametrize("regulation", ["nanmu", "puxian-tolerance"])
def test_a_decision_triggers_informing_publishing_and_correcting(kg: KnowledgeGraph, regulation: str) -> None:
    made = ask(kg, found("tolerance_decision_made@2024-03-04"), "2024-03-04", regulation)
    assert triggered(made) == AFTER_DECISION
    granted = ask(kg, found("tolerance_granted@2024-03-04"), "2024-03-04", regulation)
    assert triggered(granted) == AFTER_DECISION | {"not_an_error"}


@pytest.mark.parametrize("regulation", ["nanmu", "puxian-tolerance"])
def test_a_refusal_is_told_and_published_but_nothing_is_corrected(
    kg: KnowledgeGraph, regulation: str
) -> None:
    findings = found("tolerance_decision_made@2024-03-04") + found("tolerance_granted", status="refuted")
    answer = ask(kg, findings, "2024-03-04", regulation)
    assert triggered(answer) == {"inform_units", "inform_persons", "publish"}
    assert "经研究决定予以容错" in answer["start"].to_json()["why"]["zh"]


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        (("complaint_unfounded_or_tolerated@2024-03-04", "real_name_report"), {"feed_back"}),
        (("complaint_unfounded_or_tolerated@2024-03-04", "anonymous_report"), {"explain_anonymous"}),
        (("complaint_unfounded_or_tolerated@2024-03-04",), set()),
        (("real_name_report",), set()),
        (("false_complaint_or_defamation@2024-03-04",), {"clear"}),
        (("frequent_same_type_problem@2024-03-04",), {"analyse"}),
        (("special_circumstances_delay_rectification@2024-03-04",), {"extension"}),
        (("investigated_and_verified@2024-03-04",), {"conclude"}),
    ],
)
@pytest.mark.parametrize("regulation", ["nanmu", "puxian-tolerance"])
def test_each_of_the_other_duties_has_its_own_trigger(
    kg: KnowledgeGraph, regulation: str, findings: tuple[str, ...], expected: set[str]
) -> None:
    answer = ask(kg, found(*findings), "2024-03-04", regulation)
    assert triggered(answer) == expected
    assert all(answer[name].status == "open" for name in expected)


def test_what_is_unknown_triggers_nothing_and_is_named(kg: KnowledgeGraph) -> None:
    one = ask(kg, found("frequent_same_type_problem", status="unknown"))["analyse"]
    assert one.status == "not_triggered"
    assert "取决于" in one.to_json()["why"]["zh"] and "depends on" in one.to_json()["why"]["en"]


# --- what fulfils a duty --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "trigger", "act"),
    [
        ("conclude", "investigated_and_verified", "tolerance_decision_made"),
        ("start", "tolerance_decision_made", "correction_procedure_started"),
        ("explain", "tolerance_decision_made", "correction_explained"),
        ("set_period", "tolerance_decision_made", "rectification_period_set"),
        ("urge", "tolerance_decision_made", "cause_analysis_urged"),
        ("complete", "tolerance_decision_made", "rectification_completed"),
        ("extension", "special_circumstances_delay_rectification", "rectification_extension_applied"),
        ("follow_up", "tolerance_decision_made", "rectification_followed_up"),
        ("analyse", "frequent_same_type_problem", "frequent_errors_analysed"),
        ("clear", "false_complaint_or_defamation", "officer_name_cleared"),
    ],
)
@pytest.mark.parametrize("regulation", ["nanmu", "puxian-tolerance"])
def test_a_duty_without_a_period_is_open_until_its_act(
    kg: KnowledgeGraph, regulation: str, name: str, trigger: str, act: str
) -> None:
    findings = found(f"{trigger}@2024-03-04", f"{act}@2024-05-06")
    assert ask(kg, findings, "2024-05-05", regulation)[name].status == "open"
    assert ask(kg, findings, "2024-05-06", regulation)[name].status == "fulfilled"


@pytest.mark.parametrize(
    ("name", "report", "act"),
    [
        ("feed_back", "real_name_report", "informant_told_result"),
        ("explain_anonymous", "anonymous_report", "anonymous_report_explained"),
    ],
)
def test_a_report_that_proves_unfounded_is_answered(
    kg: KnowledgeGraph, name: str, report: str, act: str
) -> None:
    findings = found("complaint_unfounded_or_tolerated@2024-03-04", report, f"{act}@2024-03-05")
    answer = ask(kg, findings)
    assert answer[name].status == "fulfilled"
    assert answer[name].fulfilled.to_json() == {"ground": act, "date": "2024-03-05"}


def test_the_correction_procedure_started_later_than_the_decision_is_told_with_the_days_between(
    kg: KnowledgeGraph,
) -> None:
    same = ask(kg, found("tolerance_granted@2024-03-04", "correction_procedure_started@2024-03-04"))["start"]
    later = ask(kg, found("tolerance_granted@2024-03-04", "correction_procedure_started@2024-03-07"))["start"]
    assert same.status == later.status == "fulfilled"
    assert "距起算事件" not in same.to_json()["why"]["zh"]
    assert "距起算事件3日" in later.to_json()["why"]["zh"]


def test_an_act_dated_before_its_trigger_does_not_count_and_that_is_said(kg: KnowledgeGraph) -> None:
    one = ask(
        kg,
        found("tolerance_decision_made@2024-03-04", "tolerance_decision_notified_to_persons@2024-03-01"),
        "2024-03-05",
    )["inform_persons"]
    assert one.status == "pending" and one.fulfilled is None
    assert "早于起算事件" in one.to_json()["why"]["zh"]


def test_a_right_that_is_not_used_is_no_breach(kg: KnowledgeGraph) -> None:
    findings = found(
        "tolerance_granted@2024-03-04",
        "rectification_period_end@2024-04-01",
        "special_circumstances_delay_rectification@2024-03-20",
    )
    answer = ask(kg, findings, "2024-04-02")
    assert answer["extension"].status == "open" and answer["extension"].due == ()
    assert "权利" in answer["extension"].to_json()["why"]["zh"]
    assert answer["complete"].status == "breached"


# --- the period that somebody set -----------------------------------------------------------

SET = ("tolerance_granted@2024-11-18", "rectification_period_end@2024-12-20")


@pytest.mark.parametrize(
    ("more", "as_of", "last", "status"),
    [
        ((), "2024-12-20", "2024-12-20", "pending"),
        ((), "2024-12-21", "2024-12-20", "breached"),
        (("rectification_completed@2024-12-20",), LONG_AFTER, "2024-12-20", "fulfilled"),
        (("rectification_completed@2024-12-21",), LONG_AFTER, "2024-12-20", "breached"),
        (("rectification_extended_end@2025-01-10",), "2025-01-10", "2025-01-10", "pending"),
        (("rectification_extended_end@2025-01-10",), "2025-01-11", "2025-01-10", "breached"),
        (
            ("rectification_extended_end@2025-01-10", "rectification_completed@2024-12-21"),
            LONG_AFTER,
            "2025-01-10",
            "fulfilled",
        ),
    ],
)
def test_correction_is_due_on_the_day_set_or_on_the_day_it_was_extended_to(
    kg: KnowledgeGraph, more: tuple[str, ...], as_of: str, last: str, status: str
) -> None:
    one = ask(kg, found(*SET, *more), as_of)["complete"]
    assert days(one) == [("setDay", last, status)]
    assert (one.status, one.differs) == (status, False)


def test_a_period_set_without_its_last_day_is_open_and_says_so(kg: KnowledgeGraph) -> None:
    one = ask(kg, found("tolerance_granted@2024-11-18", "rectification_period_end"))["complete"]
    assert one.status == "open" and one.due == ()
    assert "整改期限届满日”未注明日期" in one.to_json()["why"]["zh"]


# --- the duty to refrain --------------------------------------------------------------------


def test_the_duty_not_to_record_an_error_is_open_breached_or_kept(kg: KnowledgeGraph) -> None:
    granted = found("tolerance_granted@2024-03-04")
    error = "tolerated_conduct_recorded_as_error"
    assert ask(kg, granted)["not_an_error"].status == "open"
    assert ask(kg, granted + found(f"{error}@2024-12-31"))["not_an_error"].status == "breached"
    assert ask(kg, granted + found(error))["not_an_error"].status == "breached"
    assert ask(kg, granted + found(error, status="refuted"))["not_an_error"].status == "fulfilled"
    # what was recorded before tolerance was granted is no breach of it
    assert ask(kg, granted + found(f"{error}@2024-03-01"))["not_an_error"].status == "open"


# --- dates that are missing or lie ahead ----------------------------------------------------


def test_a_trigger_without_a_date_leaves_the_duty_open_and_says_so(kg: KnowledgeGraph) -> None:
    answer = ask(kg, found("tolerance_decision_made", "tolerance_decision_published@2024-03-05"))
    for name in ("inform_persons", "publish"):
        one = answer[name]
        assert one.status == "open" and one.due == ()
        assert one.trigger.to_json() == {"ground": "tolerance_decision_made", "date": None}
        assert "未注明日期" in one.to_json()["why"]["zh"]
        assert "without a date" in one.to_json()["why"]["en"]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2024-03-11", ["fulfilled", "fulfilled"]),  # known within the period, so done within it
        ("2024-03-12", ["open", "fulfilled"]),
        ("2024-03-14", ["open", "open"]),
    ],
)
def test_an_act_without_a_date_counts_only_while_the_period_runs(
    kg: KnowledgeGraph, as_of: str, expected: list[str]
) -> None:
    findings = found("tolerance_decision_made@2024-03-04", "tolerance_decision_notified_to_persons")
    one = ask(kg, findings, as_of)["inform_persons"]
    assert statuses(one) == expected
    assert one.status == expected[0]
    assert ("无从判断" in one.to_json()["why"]["zh"]) == ("open" in expected)


def test_events_after_the_day_asked_about_are_left_out_and_that_is_said(kg: KnowledgeGraph) -> None:
    findings = found(
        "tolerance_decision_made@2024-03-04", "tolerance_decision_notified_to_persons@2024-03-06"
    )
    before = ask(kg, findings, "2024-03-03")["inform_persons"]
    assert before.status == "not_triggered"
    assert "2024-03-04，在所问之日以后" in before.to_json()["why"]["zh"]
    between = ask(kg, findings, "2024-03-05")["inform_persons"]
    assert between.status == "pending"
    assert "2024-03-06，在所问之日以后" in between.to_json()["why"]["zh"]
    assert ask(kg, findings, "2024-03-06")["inform_persons"].status == "fulfilled"


def test_a_period_into_a_year_without_a_schedule_is_an_error_that_names_the_year(kg: KnowledgeGraph) -> None:
    last = calendar.known_years()[-1]
    findings = found(f"tolerance_decision_made@{last}-12-28")
    with pytest.raises(InputError, match=str(last + 1)):
        ask(kg, findings, f"{last}-12-28")


def test_without_a_day_it_is_today(kg: KnowledgeGraph) -> None:
    assert kg.duties({"id": "m", "established": ["tolerance_granted"]}).as_of == date.today().isoformat()


# --- the data -------------------------------------------------------------------------------


def test_every_duty_quotes_its_clause_in_both_languages(kg: KnowledgeGraph) -> None:
    duties = [d for some in read_duties(kg.corpus, kg.store).values() for d in some]
    assert len(duties) == 32
    for duty in duties:
        text = kg.corpus.provisions[duty.norm.provision].text
        assert text is not None
        assert duty.words.zh in text.zh and duty.words.en in text.en, duty.id
        if duty.modality_wording:
            assert duty.modality_wording.zh in duty.words.zh and duty.modality_wording.en in duty.words.en


def test_the_duties_stand_in_the_order_of_the_text(kg: KnowledgeGraph) -> None:
    for slug, duties in read_duties(kg.corpus, kg.store).items():
        text = kg.corpus.provisions
        places = [
            (text[d.norm.provision].position, text[d.norm.provision].text.zh.find(d.words.zh)) for d in duties
        ]
        assert places == sorted(places), slug


@pytest.mark.parametrize(("slug", "first", "last"), [("nanmu", 13, 18), ("puxian-tolerance", 14, 19)])
def test_every_conditional_norm_of_the_articles_is_a_duty_and_none_beyond(
    kg: KnowledgeGraph, slug: str, first: int, last: int
) -> None:
    articles = {f"{slug}/art_{n}" for n in range(first, last + 1)}
    norms = {n.id for n in kg.corpus.norms.values() if n.provision in articles and n.condition is not None}
    demanded = {d.norm.id for d in read_duties(kg.corpus, kg.store)[slug]}
    assert demanded == norms


def test_the_events_take_no_part_in_an_assessment(kg: KnowledgeGraph) -> None:
    """They are no one's condition: what was done afterwards changes no outcome."""
    made = {"id": "m", "established": ["force_majeure", "unable_to_perform_duty", "tolerance_granted"]}
    duties = read_duties(kg.corpus, kg.store)
    acts = {
        g for some in duties.values() for d in some for g in (*d.breached_by, *d.ends_on, *d.fulfilled_by)
    }
    acts -= {g for some in duties.values() for d in some for g in d.triggers}
    assert len(acts) >= 15
    before, after = kg.assess(made), kg.assess(made | {"established": [*made["established"], *acts]})
    assert before.results == after.results


def duty_folder(tmp_path: Path, turtle: str) -> Path:
    folder = tmp_path / "lakeside"
    shutil.copytree(ROOT / "tests/fixtures/tiny_regulation", folder)
    prefixes = "@prefix time: <http://www.w3.org/2006/time#> .\n"
    norms = folder / "norms.ttl"
    norms.write_text(prefixes + norms.read_text("utf-8") + turtle, "utf-8")
    return folder


def test_a_regulation_of_a_data_folder_may_lay_down_duties_in_working_days(tmp_path: Path) -> None:
    folder = duty_folder(
        tmp_path,
        """
        norm:deadline_report a law:Deadline ; law:provision lakeside:art_2__point_2 ; law:quantity 3 ;
            law:unit time:unitDay ; law:dayKind law:workingDays ;
            law:triggerGround ground:lakeside_route_patrolled .
        norm:duty_report a law:Duty ; law:demandedBy norm:art_2__point_2 ;
            rdfs:label "报告"@zh , "report"@en ; law:words "巡查"@zh , "patrol"@en ;
            law:triggerGround ground:lakeside_route_patrolled ; law:fulfilledBy ground:no_report_received ;
            law:deadline norm:deadline_report .
        """,
    )
    kg = KnowledgeGraph.open(folder)
    matter = {"id": "m", "findings": found("lakeside_route_patrolled@2024-09-27")}
    answer = kg.duties(matter, "2024-10-08")
    assert [r.regulation for r in answer.regulations] == ["nanmu", "puxian-tolerance", "lakeside"]
    (one,) = answer.of("lakeside").duties
    assert days(one) == [("workingDays", "2024-10-08", "pending")] and not one.differs
    assert kg.duties(matter, "2024-10-09", ["lakeside"]).breached


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("law:fulfilledBy ground:no_report_received", "demandedBy"),
        ("law:demandedBy norm:art_9 ; law:fulfilledBy ground:no_report_received", "lakeside/norm/art_9"),
        ("law:demandedBy norm:art_3 ; law:fulfilledBy ground:no_such_ground", "no_such_ground"),
        ("law:demandedBy norm:art_3", "fulfilledBy"),
        (
            "law:demandedBy norm:art_3 ; law:fulfilledBy ground:no_report_received ; law:deadline norm:x",
            "norm/x",
        ),
    ],
)
def test_a_duty_that_is_not_whole_is_a_fault_that_is_named(tmp_path: Path, said: str, fault: str) -> None:
    folder = duty_folder(
        tmp_path,
        f'norm:duty_x a law:Duty ; rdfs:label "甲"@zh , "a"@en ; law:words "乙"@zh , "b"@en ; '
        f"law:triggerGround ground:lakeside_route_patrolled ; {said} .",
    )
    kg = KnowledgeGraph.open(folder)
    with pytest.raises(CorpusError) as caught:
        kg.duties({"id": "m", "established": ["tolerance_granted"]})
    assert fault in str(caught.value) and "lakeside/norm/duty_x" in str(caught.value)


def test_a_duty_needs_its_words_in_both_languages(tmp_path: Path) -> None:
    folder = duty_folder(
        tmp_path,
        'norm:duty_x a law:Duty ; rdfs:label "甲"@zh , "a"@en ; law:words "乙"@zh ; law:demandedBy norm:art_3 ; '
        "law:triggerGround ground:lakeside_route_patrolled ; law:fulfilledBy ground:no_report_received .",
    )
    with pytest.raises(CorpusError, match="words"):
        KnowledgeGraph.open(folder).duties({"id": "m", "established": ["tolerance_granted"]})


# --- the command ----------------------------------------------------------------------------


def kgq(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = run(list(words))
    return code, *capfd.readouterr()


def test_the_json_has_the_fields_that_are_promised(capfd: pytest.CaptureFixture[str]) -> None:
    file = str(EXAMPLES / "national-day.json")
    code, out, _ = kgq(
        capfd, "duties", file, "--as-of", "2024-10-09", "--regulation", "nanmu", "--format", "json"
    )
    answer: dict[str, Any] = json.loads(out)
    assert code == 0
    assert (answer["matter"], answer["as_of"]) == ("m-2024-101", "2024-10-09")
    (regulation,) = answer["regulations"]
    assert regulation["regulation"] == "nanmu"
    one = next(d for d in regulation["duties"] if d["duty"] == "nanmu/norm/duty_art_13_inform_units")
    assert one["provision"] == "nanmu/art_13"
    assert (one["kind"], one["modality"], one["bearer"]) == ("procedure", "must", ["unit"])
    assert one["trigger"] == {"ground": "tolerance_decision_made", "date": "2024-09-24"}
    assert one["fulfilled"] == {"ground": "tolerance_decision_notified_to_units", "date": "2024-10-09"}
    assert [(d["day_kind"], d["date"], d["status"], d["rolled_from"]) for d in one["due"]] == [
        ("calendarDays", "2024-10-08", "breached", "2024-10-01"),
        ("workingDays", "2024-10-09", "fulfilled", None),
    ]
    assert one["differs"] is True and one["status"] == "fulfilled"
    assert one["why"]["zh"] and one["why"]["en"]


@pytest.mark.parametrize(
    ("file", "as_of", "code"),
    [
        ("national-day.json", "2024-10-09", 0),  # publication: late in calendar days, not in working days
        ("national-day.json", "2024-10-10", 1),  # late in both
        ("followed.json", "2025-01-15", 0),
        ("report.json", "2025-04-30", 0),
        ("report.json", "2025-05-07", 1),
        ("undated.json", "2026-01-01", 0),
    ],
)
def test_the_exit_code_tells_a_breach_in_every_way_of_counting(
    capfd: pytest.CaptureFixture[str], file: str, as_of: str, code: int
) -> None:
    assert kgq(capfd, "duties", str(EXAMPLES / file), "--as-of", as_of)[0] == code


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_text_quotes_the_clause_and_names_the_day(capfd: pytest.CaptureFixture[str], lang: str) -> None:
    file = str(EXAMPLES / "report.json")
    _, out, _ = kgq(capfd, "--lang", lang, "duties", file, "--as-of", "2025-04-30", "-r", "puxian-tolerance")
    assert "2025-04-30" in out and "2025-05-06" in out
    assert ("属实名举报的" if lang == "zh" else "reported back to the person") in out
    assert ("一般应" if lang == "zh" else "shall in general") in out
    if lang == "en":
        assert not any("\u4e00" <= c <= "\u9fff" for c in out)


def test_the_text_says_which_day_is_meant_when_none_is_given(capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = kgq(capfd, "duties", str(EXAMPLES / "followed.json"), "--lang", "zh")
    assert f"截至{date.today().isoformat()}" in out.splitlines()[0]


def test_the_csv_has_one_row_a_duty(capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = kgq(
        capfd, "duties", str(EXAMPLES / "followed.json"), "--as-of", "2025-01-15", "--format", "csv"
    )
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == 32
    done = next(r for r in rows if r["duty"] == "nanmu/norm/duty_art_16_complete")
    assert (done["due_set"], done["status_set"], done["due_calendar"]) == ("2025-01-10", "fulfilled", "")
    told = next(r for r in rows if r["duty"] == PERSONS)
    assert (told["due_calendar"], told["due_working"]) == ("2024-11-25", "2024-11-27")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--as-of", "2024-13-01"), 2),
        (("--as-of", "yesterday"), 2),
        (("--regulation", "town"), 2),
        (("--regulation", "nanmo"), 2),
        (("--format", "turtle"), 2),
    ],
)
def test_what_the_command_refuses(
    capfd: pytest.CaptureFixture[str], words: tuple[str, ...], code: int
) -> None:
    found_code, out, err = kgq(capfd, "duties", str(EXAMPLES / "followed.json"), *words)
    assert (found_code, out) == (code, "") and err


def test_a_regulation_without_such_duties_is_told_with_those_that_have_them(kg: KnowledgeGraph) -> None:
    with pytest.raises(UsageError) as caught:
        kg.duties({"id": "m", "established": ["tolerance_granted"]}, "2024-03-04", ["town"])
    assert "nanmu" in str(caught.value)
    with pytest.raises(UsageError, match="nanmu"):
        kg.duties({"id": "m", "established": ["tolerance_granted"]}, "2024-03-04", ["nanmo"])
