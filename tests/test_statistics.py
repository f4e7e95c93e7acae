"""The annual statistics: every expected number was counted by hand from the examples before a run."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from text_files import DATA, LAW, nodes_of

from kg_query import KnowledgeGraph
from kg_query.errors import InputError, UsageError
from kg_query.statistics import StatisticsReport, load
from kg_query.statistics.values import plain

EXAMPLES = DATA / "examples" / "statistics"
FILES = [EXAMPLES / name for name in ("case-files.json", "register.json", "register.csv")]
A, B = "蒲县甲镇人民政府", "蒲县乙镇人民政府"

#: Table → column → (甲镇, 乙镇, together). Counted by hand; None where there is nothing to count.
EXPECTED: dict[str, dict[str, tuple[Any, Any, Any]]] = {
    "1": {
        "warning": (1, 0, 1),  # 4号: warning and other → the named one
        "criticism": (0, 1, 1),
        "fine": (2, 2, 4),  # 1号 (warning and fine, 1 January), 当罚1号; 乙 1号, 2号
        "confiscation": (2, 0, 2),  # 2号 (31 December), 3号 (no sum fixed, later revoked)
        "suspension-of-permit": (0, 0, 0),
        "lowering": (0, 0, 0),
        "restriction": (0, 0, 0),
        "suspension-of-business": (0, 0, 0),
        "closure": (1, 0, 1),  # 7号: two kinds of one class
        "revocation": (1, 0, 1),  # 5号: revocation above restriction and fine
        "detention": (0, 0, 0),
        "other": (1, 0, 1),  # 6号
        "total": (8, 3, 11),
        "amount": (8850.5, 300, 9150.5),  # 500 + 2000 + 300.50 + 1000 + 5000 + 50; 200 + 100
    },
    "1b": {
        "filed": (9, 0, 9),  # 2–7号, 2024 1号 (20 December), 案11号, 案12号
        "closed": (5, 0, 5),  # 1, 3, 4, 6号, 2022 9号
        "no-penalty": (1, 0, 1),
        "mitigated": (1, 0, 1),
        "lighter": (2, 0, 2),
        "transferred": (1, 0, 1),
        "reviewed": (1, 0, 1),
        "reviewed-corrected": (1, 0, 1),
        "sued": (1, 0, 1),
        "sued-corrected": (0, 0, 0),
    },
    "2": {
        "applied": (42, 0, 42),  # 40 + renewal + change; the enquiry is none
        "accepted": (40, 0, 40),
        "granted": (32, 0, 32),
        "refused": (1, 0, 1),
        "revoked": (1, 0, 1),
    },
    "3": {
        "sealing": (1, 0, 1),
        "impoundment": (2, 1, 3),  # with sealing in one decision; 31 December; 乙
        "freezing": (0, 0, 0),
        "other-measure": (0, 0, 0),
        "surcharge": (1, 0, 1),  # decided in 2022, closed in 2023
        "transfer-of-deposit": (0, 0, 0),
        "auction": (0, 0, 0),
        "restoration": (0, 0, 0),  # done on 29 December, the file closed in January
        "substitute-performance": (1, 0, 1),
        "other-execution": (0, 0, 0),
        "court": (1, 0, 1),
        "total": (6, 1, 7),
    },
    "4": {
        "levy": (1, 0, 1),
        "levy-amount": (1200, 0, 1200),
        "inspection": (2, 2, 4),
        "adjudication": (0, 0, 0),
        "confirmation": (2, 0, 2),
        "grant": (3, 0, 3),
        "grant-amount": (4500, 0, 4500),
        "reward": (1, 0, 1),
        "other": (0, 0, 0),
    },
    "5": {"requisition": (0, 0, 0)},
    "6": {"staff": (12, 8, 20), "licensed": (9, 8, 17), "rate": (75, 100, 85)},
}


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@cache
def example() -> StatisticsReport:
    return KnowledgeGraph.open().statistics(FILES, 2023, reported="2024-01-20")


def of(kg: KnowledgeGraph, *records: Any, year: int = 2023, **options: Any) -> StatisticsReport:
    options.setdefault("reported", "2024-01-20")
    return kg.statistics(list(records), year, **options)


def penalty(ident: str, made: str | None, *kinds: Any, **more: Any) -> dict[str, Any]:
    """A case file with one penalty decision; a kind alone, or with its sum."""
    penalties = [{"kind": k} if isinstance(k, str) else {"kind": k[0], "amount": k[1]} for k in kinds]
    decision = {"number": more.pop("number", ident), "penalties": penalties} | (
        {"made_on": made} if made else {}
    )
    documents = {"penalty-decision": decision} | more.pop("documents", {})
    base = {
        "id": ident,
        "kind": "penalty",
        "procedure": "ordinary",
        "organ": {"name": A},
        "documents": documents,
    }
    return base | more


def entry(ident: str, act: str, day: str | None = None, **more: Any) -> dict[str, Any]:
    return {"id": ident, "act": act, "organ": A, **({"date": day} if day else {}), **more}


def found(report: StatisticsReport) -> Counter[str]:
    return Counter(f.check for f in report.findings)


# --- the example ----------------------------------------------------------------------------


@pytest.mark.parametrize("table", EXPECTED)
def test_every_number_of_the_example_is_as_counted_by_hand(table: str) -> None:
    report = example()
    mine = {c.name: c.key for c in report.form.table(table).columns}
    assert list(mine) == list(EXPECTED[table])
    got = {
        name: (plain(report.value(key, A)), plain(report.value(key, B)), plain(report.value(key)))
        for name, key in mine.items()
    }
    assert got == EXPECTED[table]


def test_no_such_power_is_stated_for_the_organ_and_not_for_all() -> None:
    report = example()
    assert report.organs[A].no_power == {"5"}
    assert report.organs[B].no_power == {"2"}
    assert report.total.no_power == frozenset()


def test_the_teams_add_up_to_the_organ() -> None:
    report = example()
    assert {team for organ, team in report.teams if organ == A} == {"一队", "二队", "综合"}
    for key, column in report.form.columns.items():
        if column.method not in ("rateOfColumns", "givenNumber"):
            parts = [n[key] for (organ, _), n in report.teams.items() if organ == A]
            assert sum(parts) == report.value(key, A)


def test_what_is_not_counted_is_listed_with_its_reason() -> None:
    listed = {(one.id, one.act): one.reason.en for one in example().left_out}
    expected = {
        ("蒲甲罚〔2023〕1号", "filing"): "dated 2022-12-28, not in 2023",
        ("蒲甲罚〔2024〕1号", "penalty"): "dated 2024-01-01, not in 2023",
        ("蒲甲罚〔2022〕9号", "filing"): "dated 2022-12-01, not in 2023",
        ("蒲甲罚〔2022〕9号", "penalty"): "dated 2022-12-31, not in 2023",
        (
            "蒲甲案〔2023〕11号",
            None,
        ): "the file holds no penalty decision, measure, execution or application to the court",
        (
            "蒲甲案〔2023〕12号",
            None,
        ): "the file holds no penalty decision, measure, execution or application to the court",
        ("蒲甲执〔2023〕1号", "execution"): "dated 2024-01-08, not in 2023",
        ("J04", "permit-application"): "a mere enquiry",
        ("J14", "inspection"): "no inspected object",
        ("J15", "inspection"): "no full record, or none stated",
        ("J16", "inspection"): "ended in a penalty",
        ("J17", "inspection"): "no full record, or none stated",
        ("J19", "inspection"): "dated 2024-01-01, not in 2023",
    }
    assert listed == expected


def test_the_example_has_warnings_and_no_violation() -> None:
    report = example()
    assert report.passed
    assert found(report) == {"no-sum-fixed": 1, "no-record-stated": 1, "outside-year": 1}
    assert report.revoked == 1


def test_every_act_is_counted_or_listed_and_the_trace_adds_up() -> None:
    report = example()
    sums: dict[str, Any] = {}
    for line in report.trace:
        sums[line.column] = sums.get(line.column, 0) + line.value
        assert line.rules, line
        assert set(line.rules) <= set(report.definitions.rules)
    for key, column in report.form.columns.items():
        if column.method not in ("totalOfColumns", "rateOfColumns"):
            assert sums.get(key, 0) == (report.value(key) or 0), key
    entries = {f"J{n:02}" for n in range(1, 30)} | {f"Y{n:02}" for n in range(1, 9)}
    told = {line.id for line in report.trace} | {one.id for one in report.left_out}
    assert entries - told == {"J29", "Y08"}  # no such power: it is stated, and enters no number
    assert {r["id"] for r in json.loads(FILES[0].read_text("utf-8"))} <= told


def test_the_other_order_moves_the_case_with_revocation_and_restriction(kg: KnowledgeGraph) -> None:
    other = kg.statistics(FILES, 2023, reported="2024-01-20", order="yiyuan")
    moved = {k for k in other.form.columns if other.value(k) != example().value(k)}
    assert moved == {"1.revocation", "1.restriction"}
    assert (other.value("1.revocation"), other.value("1.restriction")) == (0, 1)


# --- counting rules -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kinds", "column"),
    [
        (["warning"], "warning"),
        (["warning", "notice-of-criticism"], "criticism"),
        (["notice-of-criticism", ("fine", 1)], "fine"),
        ([("fine", 1), "confiscation-of-goods"], "confiscation"),
        (["confiscation-of-gains", "confiscation-of-goods"], "confiscation"),
        (["confiscation-of-gains", "suspension-of-permit"], "suspension-of-permit"),
        (["suspension-of-permit", "lowering-of-qualification"], "lowering"),
        (["lowering-of-qualification", "restriction-of-business"], "restriction"),
        (["restriction-of-business", "suspension-of-business"], "suspension-of-business"),
        (["suspension-of-business", "closure"], "closure"),
        (["suspension-of-business", "restriction-of-employment"], "closure"),
        (["restriction-of-employment", "closure"], "closure"),
        (["closure", "revocation-of-permit"], "revocation"),
        (["revocation-of-permit", "detention"], "detention"),
        (["other-penalty", "warning"], "warning"),
        (["other-penalty"], "other"),
        ([("fine", 1), ("fine", 2)], "fine"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_case_counts_once_in_its_heaviest_class(
    kg: KnowledgeGraph, kinds: list[Any], column: str, turned: bool
) -> None:
    report = of(kg, penalty("c1", "2023-05-05", *(reversed(kinds) if turned else kinds)))
    counted = {c.name: report.value(c.key) for c in report.form.table("1").columns if c.name != "amount"}
    assert {k: v for k, v in counted.items() if v} == {column: 1, "total": 1}


def test_up_to_2020_the_form_had_eight_classes(kg: KnowledgeGraph) -> None:
    report = of(
        kg,
        penalty("c1", "2020-05-05", "notice-of-criticism"),
        penalty("c2", "2020-05-05", "lowering-of-qualification", ("fine", 10)),
        penalty("c3", "2020-05-05", "revocation-of-permit"),
        year=2020, reported="2021-01-20",
    )  # fmt: skip
    columns = {c.name: plain(report.value(c.key)) for c in report.form.table("1").columns}
    assert columns == {
        "warning": 0, "fine": 1, "confiscation": 0, "suspension-of-permit": 0, "suspension-of-business": 0,
        "revocation": 1, "detention": 0, "other": 1, "total": 3, "amount": 10,
    }  # fmt: skip
    assert report.passed


@pytest.mark.parametrize(
    ("day", "counted"), [("2022-12-31", 0), ("2023-01-01", 1), ("2023-12-31", 1), ("2024-01-01", 0)]
)
def test_the_year_runs_from_1_january_to_31_december(kg: KnowledgeGraph, day: str, counted: int) -> None:
    report = of(
        kg,
        penalty("c1", day, "warning"),
        {"id": "c2", "kind": "compulsory-measure", "organ": {"name": A},
         "documents": {"measure-decision": {"made_on": day, "measures": ["freezing"]}}},
        {"id": "c3", "kind": "compulsory-execution", "organ": {"name": A}, "closed_on": day,
         "documents": {"enforcement-decision": {"made_on": "2022-06-06", "manner": "auction"}}},
        {"id": "c4", "kind": "compulsory-execution", "organ": {"name": A},
         "documents": {"court-application": {"applied_on": day}}},
        entry("e1", "requisition", day),
        entry("e2", "inspection", day, object="某店", record=True),
    )  # fmt: skip
    keys = ("1.total", "3.freezing", "3.auction", "3.court", "5.requisition", "4.inspection")
    assert {k: report.value(k) for k in keys} == dict.fromkeys(keys, counted)
    assert len(report.left_out) == (0 if counted else 6)


def test_the_day_of_a_late_evening_is_its_own(kg: KnowledgeGraph) -> None:
    file = {
        "id": "c1", "kind": "compulsory-execution", "organ": {"name": A},
        "documents": {
            "enforcement-decision": {"made_on": "2023-12-01", "manner": "restoration"},
            "enforcement-site-record": [
                {"started_at": "2023-12-20T09:00", "ended_at": "2023-12-20T12:00"},
                {"started_at": "2023-12-31T22:00", "ended_at": "2023-12-31T23:59"},
            ],
        },
    }  # fmt: skip
    report = of(kg, file)
    (line,) = report.trace
    assert (line.column, line.date) == ("3.restoration", date(2023, 12, 31))
    assert line.date_from == "documents/enforcement-site-record/ended_at"
    file["closed_on"] = "2024-01-02"
    assert of(kg, file).value("3.restoration") == 0


def test_an_execution_that_goes_on_is_listed_and_no_fault(kg: KnowledgeGraph) -> None:
    file = {
        "id": "c1", "kind": "compulsory-execution", "organ": {"name": A},
        "documents": {"enforcement-decision": {"made_on": "2023-12-01", "manner": "restoration"}},
    }  # fmt: skip
    report = of(kg, file)
    assert report.passed
    assert [one.reason.en for one in report.left_out] == ["not completed or terminated yet"]


def test_an_execution_by_the_court_is_its_application(kg: KnowledgeGraph) -> None:
    file = {
        "id": "c1", "kind": "compulsory-execution", "organ": {"name": A}, "closed_on": "2023-11-11",
        "documents": {
            "enforcement-decision": {"made_on": "2023-05-01", "manner": "court-application"},
            "court-application": {"applied_on": "2023-06-01"},
        },
    }  # fmt: skip
    report = of(kg, file)
    assert (report.value("3.court"), report.value("3.total")) == (1, 1)


def test_personal_liberty_has_no_column_and_is_another_measure(kg: KnowledgeGraph) -> None:
    report = of(kg, entry("e1", "measure", "2023-03-03", kinds=["personal-liberty"]))
    assert (report.value("3.other-measure"), report.value("3.total")) == (1, 1)


def test_the_amount_is_as_decided_and_not_as_paid(kg: KnowledgeGraph) -> None:
    report = of(
        kg,
        penalty("c1", "2023-05-05", ("fine", 1000), ("confiscation-of-gains", "0.10"),
                payments=[{"amount": 200, "paid_on": "2023-06-01"}]),
        penalty("c2", "2023-05-05", ("fine", "0.20")),
    )  # fmt: skip
    assert report.value("1.amount") == Decimal("1000.30")
    assert report.passed


def test_a_transfer_that_is_no_suspected_crime_is_left_out(kg: KnowledgeGraph) -> None:
    letter = {"transfer-letter": {"made_on": "2023-07-07"}}
    report = of(kg, penalty("c1", "2023-05-05", "warning", documents=letter))
    assert report.value("1b.transferred") == 0
    assert [one.reason.en for one in report.left_out] == ["not a transfer of a suspected crime"]


def test_without_data_zero_is_printed_and_the_rate_is_empty(kg: KnowledgeGraph) -> None:
    report = of(kg, entry("e1", "no-power", table="3"))
    assert report.value("1.total") == 0
    assert report.value("6.rate") is None
    assert report.total.no_power == {"3"}


# --- checks ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "checks"),
    [
        ("2024-01-30", {}),
        ("2024-01-31", {"last-day": 1}),
        ("2024-02-01", {"late": 1}),  # publishing late is no failure to file
        ("2023-12-31", {"year-not-over": 1}),
        ("2024-01-01", {}),
    ],
)
@pytest.mark.parametrize("option", ["reported", "published"])
def test_the_report_is_due_on_31_january(
    kg: KnowledgeGraph, day: str, checks: dict[str, int], option: str
) -> None:
    days = {"reported": None, "published": None} | {option: day}
    report = of(kg, penalty("c1", "2023-05-05", "warning"), **days)
    if option == "published":
        checks = {k.replace("late", "late-published"): v for k, v in checks.items()}
    assert found(report) == checks
    assert report.passed == (not {"late", "late-published", "year-not-over"} & set(checks))


def test_lateness_bears_on_the_first_head_of_liability() -> None:
    report = KnowledgeGraph.open().statistics(FILES, 2023, reported="2024-02-01")
    (late,) = [f for f in report.findings if f.check == "late"]
    assert late.provisions[:2] == ("puxian-statistics/art_2__para_3", "puxian-statistics/art_4__point_1")
    assert late.fact == "G01"
    assert "statistics_report_late_or_unfiled" in late.grounds
    assert "2024-01-31" in late.message.zh and "2024-01-31" in late.message.en
    assert any("（一）" in remark.zh for remark in report.liability)
    assert example().liability == ()


ORDER = {"id": "x", "kind": "compulsory-execution", "organ": {"name": A}}

CHECKS: list[tuple[str, list[dict[str, Any]], dict[str, int]]] = [
    ("no day", [penalty("c1", None, "warning")], {"no-date": 1}),
    ("no kind", [penalty("c1", "2023-05-05")], {"no-kind": 1}),
    ("a fine without a sum", [penalty("c1", "2023-05-05", "fine")], {"no-amount": 1}),
    ("a confiscation without a sum", [penalty("c1", "2023-05-05", "confiscation-of-goods")], {"no-sum-fixed": 1}),
    ("a sum for a warning", [penalty("c1", "2023-05-05", ("warning", 50))], {"amount-without-money": 1}),
    ("no organ", [{"id": "e1", "act": "reward", "date": "2023-05-05"}], {"no-organ": 1}),
    ("ahead", [penalty("c1", "2024-01-21", "warning")], {"future": 1}),
    ("not ahead", [penalty("c1", "2024-01-20", "warning")], {}),
    ("another year in a register", [entry("e1", "reward", "2022-12-31")], {"outside-year": 1}),
    ("one id twice", [penalty("c1", "2023-05-05", "warning", number="1"), penalty("c1", "2023-05-06", "warning", number="2")], {"same-id": 1}),
    ("one number twice", [penalty("c1", "2023-05-05", "warning", number="1"), penalty("c2", "2023-05-06", "warning", number="1")], {"same-number": 1}),
    ("one number of two organs", [penalty("c1", "2023-05-05", "warning", number="1"), penalty("c2", "2023-05-06", "warning", number="1", organ={"name": B})], {}),
    ("register and file, by number", [entry("e1", "penalty", "2023-05-05", kinds=["warning"], number="1"), penalty("c1", "2023-05-05", "warning", number="1")], {"in-case-file": 1}),
    ("register and file, by reference", [penalty("c1", "2023-05-05", "warning"), entry("e1", "penalty", "2023-05-05", kinds=["warning"], case_file="c1")], {"in-case-file": 1}),
    ("alike without numbers", [entry(f"e{n}", "reward", "2023-05-05", party="某", cause="举报") for n in (1, 2)], {"probable-duplicate": 1}),
    ("alike with numbers", [entry(f"e{n}", "reward", "2023-05-05", party="某", cause="举报", number=f"{n}") for n in (1, 2)], {"alike": 1}),
    ("files alike", [penalty(f"c{n}", "2023-05-05", "warning", party={"name": "某"}, cause="占道", documents={"filing-approval": {"head_signed_on": "2023-05-01"}, "closing-report": {"head_signed_on": "2023-05-09"}}) for n in (1, 2)], {"alike": 1}),
    ("files alike, no number", [penalty(f"c{n}", "2023-05-05", "warning", number=None, party={"name": "某"}, cause="占道") for n in (1, 2)], {"probable-duplicate": 1}),
    ("another day", [entry(f"e{n}", "reward", f"2023-05-0{n}", party="某", cause="举报") for n in (1, 2)], {}),
    ("paid what was decided", [penalty("c1", "2023-05-05", ("fine", 100), payments=[{"amount": 60, "paid_on": "2023-06-01"}, {"amount": 40, "paid_on": "2023-06-02"}])], {}),
    ("paid a cent more", [penalty("c1", "2023-05-05", ("fine", 100), payments=[{"amount": "100.01", "paid_on": "2023-06-01"}])], {"paid-over": 1}),
    ("paid with the surcharge", [penalty("c1", "2023-05-05", ("fine", 100), payments=[{"amount": 103, "paid_on": "2023-06-01"}], surcharge={"amount": 3})], {}),
    ("register: paid more", [entry("e1", "penalty", "2023-05-05", kinds=["fine"], amount=100, paid=101)], {"paid-over": 1}),
    ("decision on the day of filing", [penalty("c1", "2023-05-05", "warning", documents={"filing-approval": {"head_signed_on": "2023-05-05"}})], {}),
    ("decision before filing", [penalty("c1", "2023-05-05", "warning", documents={"filing-approval": {"head_signed_on": "2023-05-06"}})], {"order-decision-filing": 1}),
    ("closing before decision", [penalty("c1", "2023-05-05", "warning", documents={"closing-report": {"head_signed_on": "2023-05-04"}})], {"order-closing-decision": 1}),
    ("paid before decision", [penalty("c1", "2023-05-05", ("fine", 1), payments=[{"amount": 1, "paid_on": "2023-05-04"}])], {"order-payment-decision": 1}),
    ("executed before decision", [ORDER | {"documents": {"enforcement-decision": {"made_on": "2023-05-05", "manner": "restoration"}, "enforcement-site-record": [{"ended_at": "2023-05-04T17:00"}]}}], {"order-execution-decision": 1}),
    ("court before decision", [ORDER | {"base_decision": {"made_on": "2023-05-05"}, "documents": {"court-application": {"applied_on": "2023-05-04"}}}], {"order-court-base": 1}),
    ("register: executed before decision", [entry("e1", "execution", "2023-05-04", kinds=["restoration"], decision_date="2023-05-05")], {"order-register": 1}),
    ("granted before accepted", [entry("e1", "permit-acceptance", "2023-05-05", number="1"), entry("e2", "permit-grant", "2023-05-04", number="1")], {"order-permit-grant": 1}),
    ("more licences than staff", [entry("e1", "staff", staff=3, licensed=4)], {"staff": 1}),
    ("staff twice", [entry("e1", "staff", staff=3, licensed=3), entry("e2", "staff", staff=3, licensed=3)], {"same-id": 1}),
    ("figures without the power", [entry("e1", "no-power", table="行政征用实施情况"), entry("e2", "requisition", "2023-05-05")], {"power": 1}),
    ("published as counted", [penalty("c1", "2023-05-05", ("fine", 5)), entry("e1", "declared", column="1.fine", value=1), entry("e2", "declared", column="1.amount", value=5)], {}),
    ("published too high", [penalty("c1", "2023-05-05", ("fine", 5)), entry("e1", "declared", table="1", column="罚款", value=2)], {"over-reported": 1}),
    ("published too low", [penalty("c1", "2023-05-05", ("fine", 5)), entry("e1", "declared", column="1.amount", value=4)], {"under-reported": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("records", "checks"), [c[1:] for c in CHECKS], ids=[c[0] for c in CHECKS])
def test_a_check_finds_its_fault_and_nothing_else(
    kg: KnowledgeGraph, records: list[dict[str, Any]], checks: dict[str, int]
) -> None:
    report = of(kg, *records)
    assert found(report) == checks
    for finding in report.findings:
        assert finding.message.zh and finding.message.en
        assert finding.provisions
        assert "{" not in finding.message.zh + finding.message.en
        assert set(finding.provisions) <= set(kg.corpus.provisions)
        assert set(finding.grounds) <= set(kg.corpus.grounds)


def test_every_check_of_the_graph_is_tried_here() -> None:
    tried = {k for _, _, checks in CHECKS for k in checks} | {
        "late",
        "late-published",
        "last-day",
        "year-not-over",
    }
    tried |= set(found(example())) | {"sum"}
    orders = {
        "order-court-penalty", "order-enforcement-base", "order-execution-base",
        "order-closing-execution-decision", "order-substitute", "order-closing-measure", "order-remedy",
        "order-permit-acceptance", "order-permit-refusal", "order-permit-revocation",
    }  # fmt: skip
    assert tried | orders == set(load().checks)


@pytest.mark.parametrize(
    ("check", "record"),
    [
        ("order-court-penalty", penalty("c1", "2023-05-05", "warning", documents={"court-application": {"applied_on": "2023-05-04"}})),
        ("order-enforcement-base", ORDER | {"closed_on": "2023-06-01", "base_decision": {"made_on": "2023-05-05"}, "documents": {"enforcement-decision": {"made_on": "2023-05-04", "manner": "auction"}}}),
        ("order-execution-base", ORDER | {"base_decision": {"made_on": "2023-05-05"}, "documents": {"substitute-performance-decision": {"made_on": "2023-05-05"}, "enforcement-site-record": [{"ended_at": "2023-05-04T12:00"}]}}),
        ("order-closing-execution-decision", ORDER | {"closed_on": "2023-05-04", "documents": {"enforcement-decision": {"made_on": "2023-05-05", "manner": "auction"}}}),
        ("order-substitute", ORDER | {"documents": {"substitute-performance-decision": {"made_on": "2023-05-05", "performed_on": "2023-05-04"}}}),
        ("order-closing-measure", ORDER | {"kind": "compulsory-measure", "closed_on": "2023-05-04", "documents": {"measure-decision": {"made_on": "2023-05-05", "measures": ["freezing"]}}}),
        ("order-remedy", penalty("c1", "2023-05-05", "warning", remedies=[{"kind": "review", "filed_on": "2023-05-04"}])),
    ],
)  # fmt: skip
def test_dates_the_wrong_way_round_are_found(kg: KnowledgeGraph, check: str, record: dict[str, Any]) -> None:
    assert found(of(kg, record)) == {check: 1}


@pytest.mark.parametrize(
    ("first", "second", "check"),
    [
        ("permit-application", "permit-acceptance", "order-permit-acceptance"),
        ("permit-acceptance", "permit-refusal", "order-permit-refusal"),
        ("permit-grant", "permit-revocation", "order-permit-revocation"),
    ],
)
def test_acts_on_one_application_follow_each_other(
    kg: KnowledgeGraph, first: str, second: str, check: str
) -> None:
    def report(day: str) -> Counter[str]:
        return found(
            of(kg, entry("e1", first, "2023-05-05", number="1"), entry("e2", second, day, number="1"))
        )

    assert report("2023-05-05") == {}
    assert report("2023-05-04") == {check: 1}


def test_a_published_total_must_be_the_sum_of_its_parts(kg: KnowledgeGraph) -> None:
    columns = [c.name for c in load().form(2023).table("1").columns if c.name not in ("total", "amount")]
    figures = [entry(f"d-{n}", "declared", column=f"1.{n}", value=int(n == "fine")) for n in columns]
    data = penalty("c1", "2023-05-05", ("fine", 5))
    assert found(of(kg, data, *figures, entry("d", "declared", column="1.total", value=1))) == {}
    wrong = found(of(kg, data, *figures, entry("d", "declared", column="1.total", value=2)))
    assert wrong == {"sum": 1, "over-reported": 1}


def test_a_published_figure_without_an_organ_is_that_of_all(kg: KnowledgeGraph) -> None:
    data = [
        penalty("c1", "2023-05-05", ("fine", 5)),
        penalty("c2", "2023-05-05", ("fine", 5), organ={"name": B}),
    ]
    whole = {"id": "d1", "act": "declared", "column": "1.fine", "value": 2}
    report = of(kg, *data, whole, entry("d2", "declared", column="1.fine", value=1))
    assert found(report) == {}
    assert list(report.organs) == [A, B]
    assert found(of(kg, *data, whole | {"value": 1})) == {"under-reported": 1}


def test_of_doubles_one_is_counted(kg: KnowledgeGraph) -> None:
    one = penalty("c1", "2023-05-05", ("fine", 100), number="1")
    other = entry("e1", "penalty", "2023-05-05", kinds=["fine"], amount=100, number="1")
    for records in ([one, other], [other, one], [one, one]):
        report = of(kg, *records)
        assert (report.value("1.fine"), report.value("1.amount")) == (1, 100)
        assert not report.passed
        assert len(report.left_out) == 1


# --- the year before ------------------------------------------------------------------------


def test_the_year_before_can_be_data_or_a_report(kg: KnowledgeGraph, tmp_path: Path) -> None:
    past = EXAMPLES / "register-2022.json"
    report = kg.statistics(FILES, 2023, reported="2024-01-20", previous=[past])
    assert report.previous is not None
    assert {k: v for k, v in report.previous.values.items() if v} == {
        "1.warning": 1, "1.fine": 2, "1.total": 3, "1.amount": 1000, "2.granted": 20, "4.inspection": 1,
        "6.staff": 10, "6.licensed": 7, "6.rate": 70,
    }  # fmt: skip
    saved = tmp_path / "2022.json"
    saved.write_text(json.dumps(kg.statistics([past], 2022).to_json()), "utf-8")
    again = kg.statistics(FILES, 2023, reported="2024-01-20", previous=[saved])
    assert again.previous == report.previous
    with pytest.raises(InputError, match="not 2023"):
        kg.statistics(FILES, 2024, reported="2025-01-20", previous=[saved])
    with pytest.raises(InputError):
        kg.statistics([saved], 2023)


# --- reading --------------------------------------------------------------------------------


def faults(kg: KnowledgeGraph, *records: Any) -> list[tuple[str | None, str]]:
    with pytest.raises(InputError) as raised:
        of(kg, *records)
    for problem in raised.value.problems:
        assert problem.message.zh and problem.message.en
    return [(p.where, p.message.en) for p in raised.value.problems]


@pytest.mark.parametrize(
    ("record", "where", "message"),
    [
        ({"id": "e", "act": "inspectoin"}, "data › act", "unknown act “inspectoin”"),
        ({"act": "reward"}, "data › id", "the id is missing"),
        ({"id": "e", "act": "reward", "date": "2023-02-29"}, "data › date", "not a date: 2023-02-29"),
        ({"id": "e", "act": "reward", "amuont": 5}, "data › amuont", "an entry has no field “amuont”"),
        ({"id": "e", "act": "levy", "amount": -1}, "data › amount", "a number, 0 or more, is expected: -1"),
        ({"id": "e", "act": "levy", "amount": 10**15}, "data › amount", "a number, 0 or more, is expected: 1000000000000000"),
        ({"id": "e", "act": "penalty", "penalties": [{"amount": 5}]}, "data › penalties/1/kind", "the kind is missing"),
        ({"id": "e", "act": "levy", "count": 0}, "data › count", "the number is at least 1"),
        ({"id": "e", "act": "levy", "count": 1.5}, "data › count", "a whole number is expected: 1.5"),
        ({"id": "e", "act": "inspection", "count": 2}, "data › count", "each inspection needs a row of its own; a number is not accepted"),
        ({"id": "e", "act": "penalty", "kinds": ["sealing"]}, "data › kinds", "unknown kind “sealing”"),
        ({"id": "e", "act": "reward", "kinds": ["fine"]}, "data › kinds", "an act of this kind has no kinds"),
        ({"id": "e", "act": "inspection", "record": "maybe"}, "data › record", "yes or no is expected: maybe"),
        ({"id": "e", "act": "permit-grant", "matter_type": "old"}, "data › matter_type", "cannot be “old”"),
        ({"id": "e", "act": "staff", "staff": 3}, "data › licensed", "it is missing"),
        ({"id": "e", "act": "no-power", "table": "9"}, "data › table", "there is no table “9”"),
        ({"id": "e", "act": "declared", "column": "1.fines", "value": 1}, "data › column", "there is no column “1.fines”"),
        ({"organ": A, "entries": 5}, "data › entries", "a list is expected"),
        ({"organ": A, "entries": [], "yaer": 2023}, "data › yaer", "a register has no field “yaer”"),
    ],
)  # fmt: skip
def test_a_fault_in_a_register_is_named_with_its_place(
    kg: KnowledgeGraph, record: dict[str, Any], where: str, message: str
) -> None:
    assert (where, message) in faults(kg, record)


def test_all_faults_of_all_files_are_told_at_once(kg: KnowledgeGraph, tmp_path: Path) -> None:
    table, data = tmp_path / "a.csv", tmp_path / "b.json"
    table.write_text("编号,行为,日期\nX1,行政奖励,昨天\nX2,表扬,2023-01-01\n", "utf-8")
    data.write_text('[{"id": "c", "kind": "penalty"}, {"id": "e", "act": "levy", "count": "x"}]', "utf-8")
    with pytest.raises(InputError) as raised:
        kg.statistics([table, data], 2023)
    places = [p.where or "" for p in raised.value.problems]
    assert [p.rpartition(" › ")[2] for p in places] == ["C2", "B3", "procedure", "count"]


def test_a_register_is_the_same_in_json_csv_and_workbook(kg: KnowledgeGraph, tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "r.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["note"])
    sheet = book.create_sheet("登记册")
    for row in csv.reader(io.StringIO(FILES[2].read_text("utf-8"))):
        cells: list[Any] = [None if c == "" else c for c in row]
        if cells[2] == "2023-02-02":
            cells[2] = date(2023, 2, 2)
        if cells[5] == "200":
            cells[5] = 200
        sheet.append(cells)
    book.save(path)
    one, other = (kg.statistics([p], 2023, reported="2024-01-20") for p in (FILES[2], path))
    assert one.total == other.total
    assert one.value("1.amount") == 300
    assert [(t.column, t.id, t.value, t.date) for t in one.trace] == [
        (t.column, t.id, t.value, t.date) for t in other.trace
    ]
    assert other.trace[0].where.endswith("登记册!4")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_template_filled_in_is_read(kg: KnowledgeGraph, tmp_path: Path, lang: str) -> None:
    import openpyxl

    from kg_query.statistics.template import register_template

    made = register_template(load(), kg.corpus.case_schema, lang)
    assert made == register_template(load(), kg.corpus.case_schema, lang)
    book = openpyxl.load_workbook(io.BytesIO(made))
    sheet, lists = book.worksheets[0], book.worksheets[2]
    assert len(sheet.data_validations.dataValidation) == 10
    columns = {cell.value: cell.column for cell in sheet[1]}
    heading = {
        "zh": ["编号", "行为", "日期", "机关", "种类", "金额"],
        "en": ["id", "act", "date", "organ", "kinds", "amount"],
    }
    act, kind = lists["A2"].value, lists["B4"].value
    assert (act, kind) == {"zh": ("处罚决定", "罚款"), "en": ("penalty decision", "fine")}[lang]
    for name, value in zip(heading[lang], ["E1", act, date(2023, 5, 5), A, kind, 12.5], strict=True):
        sheet.cell(2, columns[name]).value = value
    path = tmp_path / "filled.xlsx"
    book.save(path)
    report = kg.statistics([path], 2023, reported="2024-01-20")
    assert (report.value("1.fine"), report.value("1.amount"), report.passed) == (1, Decimal("12.5"), True)
    empty = tmp_path / "empty.xlsx"
    empty.write_bytes(made)
    assert kg.statistics([empty], 2023).entries == 0


def test_a_workbook_of_another_kind_is_not_taken_for_a_register(kg: KnowledgeGraph, tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "x.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["something", "else"])
    book.save(path)
    with pytest.raises(InputError):
        kg.statistics([path], 2023)


def test_options_that_mean_nothing_are_refused(kg: KnowledgeGraph) -> None:
    data = penalty("c1", "2023-05-05", "warning")
    for year, options in [
        (1900, {}), (2023, {"order": "datnog"}), (2023, {"reported": "soon"}), (2023, {"format": "doc"}),
    ]:  # fmt: skip
        with pytest.raises(UsageError):
            kg.statistics([data], year, **options)


def test_an_order_of_ones_own_comes_as_data(tmp_path: Path) -> None:
    order = load().order()
    lighter = [order.kinds[-1], *order.kinds[:-1]]
    folder = tmp_path / "own"
    folder.mkdir()
    head = "@prefix law: <https://w3id.org/kg-query/ns#> . @prefix k: <https://w3id.org/kg-query/id/penalty_kind/> .\n"
    head += "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"

    def graph(kinds: list[str]) -> KnowledgeGraph:
        listed = " ".join(f"k:{kind}" for kind in kinds)
        (folder / "order.ttl").write_text(
            head + '<https://w3id.org/kg-query/id/statistics/order_own> a law:PenaltyOrder ; skos:notation "own" ; '
            f'rdfs:label "自定"@zh , "own"@en ; law:lightToHeavy ( {listed} ) .', "utf-8",
        )  # fmt: skip
        return KnowledgeGraph.open(data=folder)

    data = penalty("c1", "2023-05-05", "detention", "warning")
    assert graph(lighter).statistics([data], 2023, order="own").value("1.warning") == 1
    assert graph(lighter).statistics([data], 2023).value("1.detention") == 1
    from kg_query.errors import CorpusError

    with pytest.raises(CorpusError, match="warning"):
        graph(lighter[:1] + lighter[2:]).statistics([data], 2023)


def test_a_sum_that_cannot_be_is_refused_in_a_case_file(kg: KnowledgeGraph) -> None:
    with pytest.raises(InputError, match="penalties/amount"):
        of(kg, penalty("c1", "2023-05-05", ("fine", 10**15)))


def test_2021_is_compared_with_the_form_of_2020_where_it_can_be(kg: KnowledgeGraph) -> None:
    past = [penalty("a", "2020-05-05", "warning"), penalty("b", "2020-05-05", "notice-of-criticism")]
    report = of(kg, penalty("c", "2021-05-05", "warning"), year=2021, reported="2022-01-20", previous=past)
    assert report.previous is not None
    kept = {k: v for k, v in report.previous.values.items() if k.startswith("1.")}
    assert (kept["1.warning"], kept["1.other"], kept["1.total"]) == (1, 1, 2)
    assert (kept["1.criticism"], kept["1.closure"]) == (None, None)  # no such columns in 2020


def test_the_pages_name_every_field_act_and_table() -> None:
    from kg_query.statistics.fields import FIELDS, RESERVED

    definitions = load()
    zh, en = (
        ((DATA.parent / "docs") / name).read_text("utf-8")
        for name in ("statistics.zh-CN.md", "statistics.md")
    )
    for key, field in FIELDS.items():
        assert f"`{key}`" in en and f"`{key}`" in zh and field.label.zh in zh and field.label.zh in en
    for code, type_ in definitions.acts.items():
        assert f"`{code}`" in en and type_.label.zh in zh
    assert all(f"`{code}`" in en and label.zh in zh for code, label in RESERVED.items())
    for table in definitions.form(2023).tables:
        assert f"| {table.number} " in en and f"| {table.number} " in zh


# --- the graph ------------------------------------------------------------------------------


def test_the_due_day_is_that_of_the_clause_and_of_the_national_requirement() -> None:
    nodes = nodes_of(DATA / "national" / "general.ttl")
    national = nodes["https://w3id.org/kg-query/id/national/deadline_G01_statistics"].one(LAW + "fixedDate")
    assert national == "--01-31"
    assert load().due(2023) == date(2024, 1, 31)


def test_every_rule_says_where_it_was_seen_and_how_far_it_is_verified() -> None:
    definitions = load()
    for rule in definitions.rules.values():
        assert rule.text.zh and rule.text.en and rule.seen_in.zh and rule.seen_in.en
        assert rule.verification in ("readInTwoTexts", "readInOneText", "partlyUnverified")
        assert (rule.caution is not None) == (rule.verification == "partlyUnverified")
        assert set(rule.readings) <= set(definitions.readings)
    used = {r for t in definitions.tables for r in (*t.rules, *(r for c in t.columns for r in c.rules))}
    assert used == set(definitions.rules)


@pytest.mark.parametrize("year", [2020, 2023])
def test_every_kind_has_a_column_and_every_column_a_use(kg: KnowledgeGraph, year: int) -> None:
    form = load().form(year)
    codes = kg.corpus.case_schema.codes
    for act, names in (("penalty", {"penalty_kind"}), ("measure", {"measure"})):
        for code in {c for name in names for c in codes[name]}:
            columns = [c for c in form.by_act[act] if c.method != "sumOfMoney"]
            assert any(code in c.kinds or c.takes_others for c in columns), code
    for column in form.columns.values():
        if column.method == "totalOfColumns":
            assert set(column.sums) <= set(form.columns)
    assert [t.number for t in form.tables] == ["1", "1b", "2", "3", "4", "5", "6"]


# --- writing --------------------------------------------------------------------------------


def test_json_says_all_that_the_report_knows() -> None:
    report = example()
    value = json.loads(json.dumps(report.to_json(trace=True), ensure_ascii=False))
    tables = {t["table"]: {c["column"]: c["value"] for c in t["columns"]} for t in value["tables"]}
    assert tables == {t: {c: numbers[2] for c, numbers in cs.items()} for t, cs in EXPECTED.items()}
    organs = {o["organ"]: o for o in value["tables"][0]["organs"]}
    assert organs[A]["values"] == {c: numbers[0] for c, numbers in EXPECTED["1"].items()}
    assert {t["team"] for t in organs[A]["teams"]} == {"一队", "二队", "综合"}
    assert [o["no_power"] for o in value["tables"][2]["organs"]] == [False, True]
    assert len(value["not_counted"]) == 13
    assert value["passed"] is True
    assert len(value["trace"]) == len(report.trace)
    assert {"statistics/reading_order", "puxian-statistics/norm/reading_31_january"} <= {
        r["id"] for r in value["readings"]
    }


def test_the_account_tells_the_numbers_and_compares_only_with_a_year_before(kg: KnowledgeGraph) -> None:
    from kg_query.statistics.narrative import narrative

    for lang, parts in {
        "zh": [
            "处罚决定11宗",
            "9,150.50元（0.9151万元）",
            "许可数量32件",
            "行政检查4次",
            "85.00%",
            "未提供上年数据",
            "有1宗",
        ],
        "en": [
            "11 penalty decisions",
            "9,150.50 yuan",
            "granted 32",
            "inspections 4",
            "85.00%",
            "nothing is compared",
        ],
    }.items():
        text = narrative(example(), lang).to_text()
        assert [p for p in parts if p not in text] == []
        assert not {"比上年", "on the year before,"} & set(text.split())
    compared = kg.statistics(FILES, 2023, reported="2024-01-20", previous=[EXAMPLES / "register-2022.json"])
    zh, en = (narrative(compared, lang).to_text() for lang in ("zh", "en"))
    assert "处罚决定11宗（比上年增加8宗，增长266.7%）" in zh  # 11 - 3, 8 / 3
    assert "（比上年增加8,150.50元，增长815.1%）" in zh  # 9150.50 - 1000
    assert "granted 32 (up by 12 on the year before, 60.0%)" in en
    assert "警告1宗（与上年持平）" in zh
    fewer = kg.statistics(
        [EXAMPLES / "register-2022.json"],
        2022,
        previous=[penalty(f"c{n}", "2021-05-05", "warning") for n in range(4)],
    )
    assert "处罚决定3宗（比上年减少1宗，下降25.0%）" in narrative(fewer, "zh").to_text()


def test_an_empty_year_is_told_as_empty(kg: KnowledgeGraph) -> None:
    from kg_query.statistics.narrative import narrative

    report = of(kg, penalty("c1", "2022-05-05", "warning"))
    text = narrative(report, "zh").to_text()
    assert "本年度没有作出行政处罚决定" in text and "没有登记执法人员数据" in text
    assert list(report.organs) == [A]


def test_the_workbook_holds_tables_account_checks_trace_and_rules() -> None:
    import openpyxl

    from kg_query.statistics.workbook import to_xlsx

    made = to_xlsx(example(), "zh")
    assert made == to_xlsx(example(), "zh")
    book = openpyxl.load_workbook(io.BytesIO(made))
    assert [s.title for s in book.worksheets] == [
        "表1　行政处罚实施情况", "表1b　行政处罚案件情况", "表2　行政许可实施情况", "表3　行政强制实施情况",
        "表4　其他行政执法行为", "表5　行政征用实施情况", "表6　执法证持证率",
        "情况说明", "核查", "未计入", "追溯", "说明", "解读",
    ]  # fmt: skip
    for sheet, (number, columns) in zip(book.worksheets, EXPECTED.items(), strict=False):
        lines = [[c.value for c in row] for row in sheet.iter_rows(min_row=4)]
        total = next(line for line in lines if line[0] == "合计")
        wanted = [n[2] / 100 if name == "rate" else n[2] for name, n in columns.items()]
        assert total[2 : 2 + len(wanted)] == wanted, number
        assert sheet.freeze_panes == "C4"
        assert sheet.auto_filter.ref
    assert [line.value for line in book["表2　行政许可实施情况"][8][2:7]] == ["无此职权"] * 5
    assert len(book.worksheets[0]._charts) == 1
    assert book["追溯"].max_row == 1 + len(example().trace)
    assert book["未计入"].max_row == 1 + 13
    assert "Account of administrative enforcement in 2023: 2 enforcement organs" in [
        row[0].value for row in book["情况说明"].iter_rows()
    ]


def test_the_document_holds_the_account_and_the_tables() -> None:
    import docx

    from kg_query.statistics.document import to_docx

    for lang, title in (
        ("zh", "2个行政执法机关2023年度行政执法情况说明"),
        ("en", "Account of administrative enforcement in 2023: 2 enforcement organs"),
    ):
        made = to_docx(example(), lang)
        assert made == to_docx(example(), lang)
        document = docx.Document(io.BytesIO(made))
        assert document.paragraphs[0].text == title
        assert len(document.tables) == 7
        cells = [[c.text for c in row.cells] for row in document.tables[0].rows]
        assert cells[-1][1:4] == ["8,850.50", "300.00", "9,150.50"]
        xml = zipfile.ZipFile(io.BytesIO(made)).read("word/styles.xml").decode()
        assert 'w:eastAsia="宋体"' in xml


def test_words_of_a_file_never_become_a_formula_or_break_a_page(kg: KnowledgeGraph) -> None:
    import openpyxl

    from kg_query.statistics.document import to_docx
    from kg_query.statistics.text import report_text
    from kg_query.statistics.workbook import to_xlsx

    bad = '=HYPERLINK("http://x")'
    report = of(kg, penalty("=1+1", "2023-05-05", "warning", organ={"name": bad}, team="@SUM(A1)"))
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(report)))
    assert all(c.data_type != "f" for s in book.worksheets for row in s.iter_rows() for c in row)
    assert book.worksheets[0]["A4"].value == bad
    to_docx(report)
    assert bad in report_text(report, "en")


def test_every_sentence_has_both_languages_and_the_same_placeholders() -> None:
    import re

    from kg_query.statistics.words import WORDS

    for key, (zh, en) in WORDS.items():
        assert zh and en, key
        assert sorted(set(re.findall(r"{(\w+)}", zh))) == sorted(set(re.findall(r"{(\w+)}", en))), key
    for check in load().checks.values():
        names = [set(re.findall(r"{(\w+)}", text)) for text in (check.sentence.zh, check.sentence.en)]
        assert names[0] == names[1], check.key


# --- the command ----------------------------------------------------------------------------


def run(capfd: pytest.CaptureFixture[str], *args: object) -> tuple[int, str, str]:
    from kg_query.cli import main

    code = 0
    try:
        code = main([str(a) for a in args]) or 0
    except SystemExit as end:
        code = int(end.code or 0)
    out, err = capfd.readouterr()
    return code, out, err


def test_the_command_writes_what_is_asked(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    base = ["--lang", "en", "statistics", *FILES, "--year", 2023, "--reported", "2024-01-20"]
    code, out, _ = run(capfd, *base)
    assert code == 0 and "Table 1  Administrative penalties" in out and "Not counted (13)" in out
    code, out, _ = run(capfd, *base, "--format", "json", "--table", "1b")
    value = json.loads(out)
    assert code == 0 and [t["table"] for t in value["tables"]] == ["1b"] and "trace" not in value
    code, out, _ = run(capfd, *base, "--format", "csv", "--table", "5")
    assert next(iter(csv.reader(io.StringIO(out)))) == ["row", "organ", "team", "requisition"]
    assert list(csv.reader(io.StringIO(out)))[-1] == ["total", "", "", "0"]
    assert ["organ", A, "", "no such power"] in list(csv.reader(io.StringIO(out)))
    code, out, _ = run(capfd, *base, "--table", "3", "--trace")
    assert "3.impoundment impoundment: 3" in out and "1.fine" not in out
    xlsx, docx_ = tmp_path / "a" / "r.xlsx", tmp_path / "r.docx"
    code, out, _ = run(capfd, *base, "-o", xlsx, "-o", docx_, "--format", "narrative")
    assert code == 0 and out.startswith("Account of administrative enforcement in 2023")
    assert zipfile.is_zipfile(xlsx) and zipfile.is_zipfile(docx_)
    code, _, _ = run(capfd, "statistics", "--template", tmp_path / "t.xlsx")
    assert code == 0 and zipfile.is_zipfile(tmp_path / "t.xlsx")


def test_the_exit_code_tells_violations_usage_and_bad_input(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    late = ["--lang", "en", "statistics", *FILES, "--year", 2023, "--reported", "2024-02-01"]
    code, out, _ = run(capfd, *late)
    assert (
        code == 1 and "Article 2, paragraph 3" in out and "Article 4(1)" in out.replace("article", "Article")
    )
    code, _, err = run(capfd, "--lang", "en", "statistics", *FILES)
    assert code == 2 and "--year" in err
    code, _, err = run(capfd, *late, "--format", "csv")
    assert code == 2 and "one table" in err
    code, _, err = run(capfd, *late, "-o", tmp_path / "a.pdf")
    assert code == 2 and ".xlsx" in err
    code, _, err = run(capfd, *late, "--table", "7")
    assert code == 2 and "1b" in err
    code, _, err = run(capfd, "--lang", "en", "statistics", tmp_path / "none.json", "--year", 2023)
    assert code == 3 and "no such file" in err


# --- many -----------------------------------------------------------------------------------


def test_nothing_is_lost_among_many(kg: KnowledgeGraph) -> None:
    """Three thousand acts of all sorts: each is counted or listed, and the parts are the whole."""
    import random

    chance = random.Random(118)
    acts = [a for a, t in load().acts.items() if not t.needs_kind]
    records = [
        entry(f"e{n}", chance.choice(acts), chance.choice(["2022-12-31", "2023-01-01", "2023-07-07", "2024-01-01", None]),
              organ=chance.choice([A, B, ""]) or None, object=chance.choice([None, f"店{n}"]),
              record=chance.choice([None, True, False]), matter_type=chance.choice([None, "enquiry", "renewal"]))
        for n in range(3000)
    ]  # fmt: skip
    report = of(kg, *({k: v for k, v in r.items() if v is not None} for r in records))
    told = Counter(t.id for t in report.trace) + Counter(one.id for one in report.left_out)
    assert set(told) == {r["id"] for r in records}
    for key, column in report.form.columns.items():
        if column.method == "numberOfActs":
            assert sum(f[key] for f in report.organs.values()) == report.value(key)
    assert not {t.id for t in report.trace if not t.column.endswith("-amount")} & {
        one.id for one in report.left_out
    }
