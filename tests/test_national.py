"""The statutory facts of national law: their number, their periods as the notes have them, their links."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from functools import cache

import pytest
from text_files import DATA, DCTERMS, ID, LAW, RDFS, REGULATIONS, SKOS, TYPE, Node, nodes_of, units

from kg_query import KnowledgeGraph

NATIONAL = ID + "national/"
TIME = "http://www.w3.org/2006/time#"

#: file → the letter its facts begin with, and how many there are
GROUPS = {
    "penalty": ("P", 45),
    "compulsion": ("E", 39),
    "remedies": ("R", 12),
    "transfer": ("T", 5),
    "general": ("G", 5),
    "personnel": ("D", 20),
    "market": ("M", 16),
}

WORKING, CALENDAR, CLOCK = "workingDays", "calendarDays", "clockHours"

#: Written by hand from the laws' own rules of time: in the Penalty Law 2, 3, 5 and 7 days are working
#: days (art 85) and all else is calendar; in the Compulsion Law all of 10 days or less are (art 69).
PERIODS = [
    ("P08", 7, "Day", WORKING, "atMost"),  # dispose of preserved evidence, art 56
    ("P18", 5, "Day", WORKING, "atMost"),  # request a hearing, art 64(1)
    ("P19", 7, "Day", WORKING, "before"),  # notify the hearing, art 64(2)
    ("P23", 90, "Day", CALENDAR, "atMost"),  # decide, art 60
    ("P24", 7, "Day", WORKING, "atMost"),  # serve, art 61
    ("P28", 3, "Day", WORKING, "atMost"),  # withdraw a publication, art 48
    ("P31", 15, "Day", CALENDAR, "atMost"),  # pay, art 67
    ("P34_hand_in", 2, "Day", WORKING, "atMost"),  # officer to organ, art 71
    ("P34_bank", 2, "Day", WORKING, "atMost"),  # organ to bank, art 71
    ("P38", 2, "Year", None, "atMost"),  # limitation, art 36
    ("P38_safety", 5, "Year", None, "atMost"),
    ("E08", 24, "Hour", CLOCK, "atMost"),  # urgent measure, art 19: never turned into days
    ("E12", 30, "Day", CALENDAR, "atMost"),  # sealing, art 25
    ("E12_extension", 30, "Day", CALENDAR, "atMost"),
    ("E17_hand_over", 3, "Day", WORKING, "atMost"),  # freezing decision, art 31
    ("E17", 30, "Day", CALENDAR, "atMost"),  # freezing, art 32
    ("E17_extension", 30, "Day", CALENDAR, "atMost"),
    ("E28", 30, "Day", CALENDAR, "moreThan"),  # surcharge before enforcement, art 46
    ("E31", 3, "Day", WORKING, "before"),  # demand before performance on behalf, art 51
    ("E33", 3, "Month", None, "atMost"),  # apply to the court, art 53
    ("E34", 10, "Day", WORKING, "atLeast"),  # after service of the demand, art 54
    ("E36_accept", 5, "Day", WORKING, "atMost"),  # art 56
    ("E36_objection", 15, "Day", CALENDAR, "atMost"),  # art 56②
    ("E36_ruling", 7, "Day", WORKING, "atMost"),  # art 57
    ("E36_ruling_after_opinions", 30, "Day", CALENDAR, "atMost"),  # art 58②
    ("E36_service", 5, "Day", WORKING, "atMost"),  # art 58②
    ("E36_reconsideration", 15, "Day", CALENDAR, "atMost"),  # art 58③
    ("E36_urgent", 5, "Day", WORKING, "atMost"),  # art 59
    ("R01", 60, "Day", CALENDAR, "atMost"),  # Reconsideration Law 20
    ("R04", 60, "Day", CALENDAR, "atMost"),  # Reconsideration Law 62
    ("R04_extension", 30, "Day", CALENDAR, "atMost"),
    ("R07_after_review", 15, "Day", CALENDAR, "atMost"),
    ("R07_direct", 6, "Month", None, "atMost"),
    ("R11_decision", 2, "Month", None, "atMost"),
    ("T02_decision", 3, "Day", CALENDAR, "atMost"),  # unit not defined: by caution
    ("T02_transfer", 24, "Hour", CLOCK, "atMost"),
    ("T03", 3, "Day", CALENDAR, "atMost"),
    ("T04_request", 3, "Day", CALENDAR, "atMost"),
    ("D05_major_demerit", 18, "Month", None, "exactly"),
    ("D12_re_examination", 30, "Day", CALENDAR, "atMost"),
    ("D12_appeal_after", 15, "Day", CALENDAR, "atMost"),
    ("D13_second_review_decision", 2, "Month", None, "atMost"),
    ("D16_longest", 12, "Month", None, "atMost"),
    ("G01_decisions", 20, "Day", WORKING, "atMost"),
    ("G01_licences_and_penalties", 7, "Day", WORKING, "atMost"),
    ("M01", 15, "Day", WORKING, "atMost"),
    ("M05", 24, "Hour", CLOCK, "atMost"),
    ("M07", 90, "Day", CALENDAR, "atMost"),
    ("M08_demand", 10, "Day", WORKING, "atLeast"),
    ("M10", 30, "Day", CALENDAR, "exactly"),  # service by public notice
    ("M12_notice", 7, "Day", WORKING, "before"),
]


@cache
def file(name: str) -> dict[str, Node]:
    return nodes_of(DATA / "national" / f"{name}.ttl")


@cache
def everything() -> dict[str, Node]:
    return {iri: node for name in GROUPS for iri, node in file(name).items()}


def of_type(name: str) -> dict[str, Node]:
    return {i: n for i, n in everything().items() if LAW + name in n.all(TYPE)}


def facts() -> dict[str, Node]:
    return {iri.removeprefix(NATIONAL): node for iri, node in of_type("StatutoryFact").items()}


def numbered(node: Node, prop: str) -> str | None:
    value = node.one(prop)
    return None if value is None else re.split(r"[#/]", value)[-1]


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


def test_the_142_facts_stand_in_the_file_of_their_group() -> None:
    assert {p.stem for p in (DATA / "national").glob("*.ttl")} == {*GROUPS, "parameters"}
    for name, (letter, count) in GROUPS.items():
        mine = [i for i, n in file(name).items() if LAW + "StatutoryFact" in n.all(TYPE)]
        assert mine == [f"{NATIONAL}{letter}{k:02}" for k in range(1, count + 1)], name
    assert len(facts()) == 142


@pytest.mark.parametrize("name", [*GROUPS, "parameters"])
def test_a_file_declares_the_prefixes_it_uses_in_alphabetical_order_and_no_blank_node(name: str) -> None:
    turtle = (DATA / "national" / f"{name}.ttl").read_text("utf-8")
    declared = re.findall(r"^@prefix (\S+): ", turtle, re.MULTILINE)
    body = re.sub(r'"[^"\n]*"', "", turtle.split("@prefix")[-1].split("\n", 1)[1])
    assert declared == sorted(declared)
    assert set(declared) == set(re.findall(r"(?<![\w:/-])([a-z-]+):\w", body)) | (
        {"xsd"} if "^^xsd:" in turtle else set()
    )
    assert "[" not in body and "_:" not in body


def test_a_fact_names_its_law_its_article_its_requirement_and_how_far_it_was_verified() -> None:
    laws = nodes_of(DATA / "cited_laws.ttl")
    without_article = set()
    for name, fact in facts().items():
        assert fact.one(SKOS + "notation") == name
        assert fact.one(LAW + "cited") in laws, name
        for prop in ("requirement", "triggerText"):
            zh, en = fact.text(LAW + prop, "zh"), fact.text(LAW + prop, "en")
            assert zh and en and not re.search("[\u4e00-\u9fff]", en), (name, prop)
        assert fact.text(LAW + "requirement", "zh").endswith("。"), name  # type: ignore[union-attr]
        assert fact.text(LAW + "requirement", "en").endswith("."), name  # type: ignore[union-attr]
        assert fact.one(LAW + "verification") is not None, name
        if fact.one(LAW + "citedArticle") is None:
            without_article.add(name)
    assert without_article == {"D20"}, "its article was never recorded, as its caution says"


def test_how_far_the_facts_were_verified() -> None:
    assert Counter(numbered(f, LAW + "verification") for f in facts().values()) == {
        "readInTwoTexts": 111,
        "readInOneText": 30,
        "partlyUnverified": 1,
    }


def test_what_the_notes_mark_as_unverified_carries_a_caution() -> None:
    known = facts()
    unverified = ["P01", "P11", "P24", "P35", "E24", "E34", "T02", "T03", "T04", "D19"]
    for name in unverified:
        assert "未" in (known[name].text(LAW + "caution", "zh") or ""), name
        assert re.search("not verified|unverified", known[name].text(LAW + "caution", "en") or ""), name
    for name in ("P08", "P17", "E08", "E09", "M05", "D20"):
        assert known[name].text(LAW + "caution", "zh") and known[name].text(LAW + "caution", "en"), name


@pytest.mark.parametrize(
    ("name", "quantity", "unit", "kind", "comparison"), PERIODS, ids=[p[0] for p in PERIODS]
)
def test_a_period_is_as_the_law_counts_it(
    name: str, quantity: int, unit: str, kind: str | None, comparison: str
) -> None:
    period = everything()[f"{NATIONAL}deadline_{name}"]
    assert (
        int(period.one(LAW + "quantity") or 0),
        period.one(LAW + "unit"),
        numbered(period, LAW + "dayKind"),
        numbered(period, LAW + "comparison"),
    ) == (quantity, f"{TIME}unit{unit}", kind, comparison)
    fact = everything()[period.one(LAW + "provision") or ""]
    assert fact.iri == NATIONAL + name.split("_")[0]
    assert period.iri in fact.all(LAW + "deadline")


def test_the_table_above_is_long_enough_and_says_nothing_twice() -> None:
    assert len({p[0] for p in PERIODS}) == len(PERIODS) >= 30


def test_days_have_a_kind_hours_are_clock_hours_and_months_and_years_have_none() -> None:
    for iri, period in of_type("Deadline").items():
        kinds = {
            TIME + "unitDay": {WORKING, CALENDAR},
            TIME + "unitHour": {CLOCK},
            TIME + "unitMonth": {None},
            TIME + "unitYear": {None},
            None: {None},
        }[period.one(LAW + "unit")]
        assert numbered(period, LAW + "dayKind") in kinds, iri
        assert (period.one(LAW + "quantity") is None) == (period.one(LAW + "fixedDate") is not None), iri


def test_the_two_laws_of_time_hold_throughout_their_own_law() -> None:
    """Penalty Law 85: 2, 3, 5, 7 days. Compulsion Law 69: 10 days or less. Nothing else is working days."""
    for letter, working in (("P", {2, 3, 5, 7}), ("E", set(range(1, 11)))):
        for iri, period in of_type("Deadline").items():
            if (
                iri.startswith(f"{NATIONAL}deadline_{letter}")
                and period.one(LAW + "unit") == TIME + "unitDay"
            ):
                days = int(period.one(LAW + "quantity") or 0)
                assert (numbered(period, LAW + "dayKind") == WORKING) == (days in working), iri


def test_the_annual_data_are_due_by_31_january() -> None:
    assert everything()[NATIONAL + "deadline_G01_statistics"].one(LAW + "fixedDate") == "--01-31"


@pytest.mark.parametrize(
    ("name", "lowest", "highest"),
    [
        ("P02", 2, None), ("E04", 2, None), ("T01", 2, None), ("M02", 2, None), ("D10", 2, None), ("D16", 2, None),
        ("P20", 1, 2), ("P25_citizen", None, 200), ("P25_organisation", None, 3000), ("P32", None, 100),
        ("P35_rate", "0.03", "0.03"), ("P35_cap", None, 1), ("E27", None, 1), ("G03", "0.05", None),
        ("M11_person", 10_000, None), ("M11_organisation", 100_000, None),
    ],
)  # fmt: skip
def test_other_numbers_stand_as_thresholds(name: str, lowest: object, highest: object) -> None:
    threshold = everything()[f"{NATIONAL}threshold_{name}"]
    found = [threshold.one(LAW + side) for side in ("minimum", "maximum")]
    assert [None if f is None else Decimal(f) for f in found] == [
        None if w is None else Decimal(str(w)) for w in (lowest, highest)
    ]
    assert threshold.iri in everything()[threshold.one(LAW + "provision") or ""].all(LAW + "threshold")


def test_every_period_and_number_belongs_to_a_fact_that_points_to_it() -> None:
    for kind, link in (("Deadline", "deadline"), ("Threshold", "threshold")):
        pointed = {v for fact in facts().values() for v in fact.all(LAW + link)}
        assert pointed == set(of_type(kind))
        for iri, node in of_type(kind).items():
            assert node.text(RDFS + "label", "zh") and node.text(RDFS + "label", "en"), iri


def test_what_the_law_leaves_to_the_place_is_a_parameter_with_a_default_and_its_origin() -> None:
    defaults = {}
    for node in file("parameters").values():
        assert node.one(LAW + "provision") in everything(), node.iri
        assert node.text(LAW + "caution", "zh") and node.text(LAW + "caution", "en"), node.iri
        defaults[node.one(SKOS + "notation")] = int(node.one(LAW + "defaultValue") or -1)
    assert defaults == {
        "hearing-fine-citizen": 10_000,
        "hearing-fine-organisation": 100_000,
        "night-from-hour": 22,
        "night-to-hour": 6,
    }
    for of, threshold in (("citizen", "M11_person"), ("organisation", "M11_organisation")):
        lowest = everything()[f"{NATIONAL}threshold_{threshold}"].one(LAW + "minimum")
        assert int(lowest or 0) == defaults[f"hearing-fine-{of}"], "the sums of market supervision"


def test_what_a_fact_supports_exists() -> None:
    local = {ID + slug for slug in REGULATIONS}
    for slug in REGULATIONS:
        local |= {unit.iri for unit in units(slug).values()}
    supported = {v for fact in facts().values() for v in fact.all(LAW + "supports")}
    assert supported <= local
    assert {v.removeprefix(ID).split("/")[0] for v in supported} == set(REGULATIONS)
    assert {n for n, fact in facts().items() if not fact.all(LAW + "supports")} == {"E36", "E38"}


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("P02", "annex_3__base_cx__item_2"),  # two qualified officers
        ("P08", "annex_3__stage_dc__doc_4__line_1"),  # the 7 days of the disposal notice
        ("P24", "annex_3__base_cx__item_6"),  # service
        ("E08", "annex_4__stage_measures__sec_sp__doc_1__line_6"),  # 24 hours
        ("E24", "annex_4__base_zx__item_6"),  # forbidden times
        ("E19", "annex_4__stage_execution__sec_cg__doc_1__line_1"),  # demand
        ("R01", "annex_4__stage_execution__sec_zx__doc_3__line_5"),  # remedies in the decision
    ],
)
def test_scoring_lines_lean_on_the_facts_they_restate(name: str, unit: str) -> None:
    assert f"{ID}puxian-review/{unit}" in facts()[name].all(LAW + "supports")


def test_laws_say_since_when_the_text_at_hand_is_in_force() -> None:
    laws = {iri.removeprefix(ID + "law/"): n for iri, n in nodes_of(DATA / "cited_laws.ttl").items()}
    assert {k: n.one(LAW + "inForceFrom") for k, n in laws.items() if n.one(LAW + "inForceFrom")} == {
        "administrative_penalty_law": "2021-07-15",
        "administrative_compulsion_law": "2012-01-01",
        "administrative_reconsideration_law": "2024-01-01",
        "governmental_sanctions_law": "2020-07-01",
        "civil_servant_law": "2019-06-01",
        "market_enforcement_responsibility_provisions": "2021-07-15",
        "enforcement_supervision_regulations": "2026-02-01",
        "public_holiday_measures": "2025-01-01",
        "administrative_litigation_law": "2017-07-01",
        "state_compensation_law": "2013-01-01",
    }
    for unverified in ("administrative_litigation_law", "state_compensation_law"):
        assert "未" in (laws[unverified].text(LAW + "inForceBasis", "zh") or "")
    assert all(n.text(DCTERMS + "title", "en") for n in laws.values())


def test_the_facts_take_no_part_in_assessments(kg: KnowledgeGraph) -> None:
    corpus = kg.corpus
    assert "national" not in corpus.regulations
    assert not [i for i in (*corpus.norms, *corpus.provisions, *corpus.readings) if i.startswith("national/")]
    assert not [d for norm in corpus.norms.values() for d in norm.deadlines if d.startswith("national/")]


# --- as an analyst asks ---------------------------------------------------------------------


def rows(kg: KnowledgeGraph, name: str, **params: str) -> list[dict[str, object]]:
    return kg.ask(name, params, lang="en").to_json()  # type: ignore[return-value]


def test_one_law_can_be_asked_for(kg: KnowledgeGraph) -> None:
    assert len(rows(kg, "statutory-facts")) == 142
    found = rows(kg, "statutory-facts", law="administrative_compulsion_law")
    assert len(found) == 39
    (liability,) = [r for r in found if r["fact"] == "national/E37"]
    assert liability["consequences"] == "C6 C7 C8"


def test_the_periods_tell_the_kind_of_day(kg: KnowledgeGraph) -> None:
    found = {
        (r["fact"], r["quantity"], r["day_kind"], r["comparison"])
        for r in rows(kg, "statutory-periods", law="administrative_penalty_law")
    }
    assert ("national/P08", 7, "workingDays", "atMost") in found
    assert ("national/P19", 7, "workingDays", "before") in found
    assert ("national/P31", 15, "calendarDays", "atMost") in found


def test_a_measure_is_disposed_of_within_the_period_of_the_sealing(kg: KnowledgeGraph) -> None:
    found = [r for r in rows(kg, "statutory-periods") if r["fact"] == "national/E15"]
    assert [(r["quantity"], r["day_kind"]) for r in found] == [(30, "calendarDays")] * 2


def test_the_clauses_of_one_regulation_and_what_they_lean_on(kg: KnowledgeGraph) -> None:
    town = rows(kg, "local-clauses-and-statutory-facts", regulation="town")
    assert {r["regulation"] for r in town} == {"town"}
    assert ("town/art_15", "national/R12") in {(r["clause"], r["fact"]) for r in town}
    assert ("town", "national/D14") in {(r["clause"], r["fact"]) for r in town}, "it leans on it as a whole"
    everywhere = rows(kg, "local-clauses-and-statutory-facts")
    assert len(everywhere) == sum(len(f.all(LAW + "supports")) for f in facts().values())
