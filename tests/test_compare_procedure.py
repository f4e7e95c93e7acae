"""Procedure side by side: what each regulation says on a topic, and in what every two differ.

The rows of `SAID` and `DIFFER` were written from the clauses; those of tests/compare/procedure.yaml by
another reader of the clauses, before the comparison was run.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tiny_world import PREFIXES, TINY
from yaml_files import from_yaml

from kg_query import KnowledgeGraph
from kg_query.compare.occasions import occasion, same_shape
from kg_query.compare.pages.procedure import section
from kg_query.compare.procedure import DIFFERENCES, ProcedureComparison, procedure
from kg_query.compare.said import occasion_words, tree_words
from kg_query.compare.topics import read_topics
from kg_query.conditions import AllOf, AnyOf, Has, Lacks, Met
from kg_query.errors import CorpusError, UsageError
from kg_query.lint import checks, lint
from kg_query.reports.documents.model import Cell, Document, HeatMap, Section, Table
from kg_query.wording.citation import short_name
from kg_query.wording.templates.procedure import PROCEDURE

SEVEN_DAYS = "7 unitDay"
FIVE = ("town", "nanmu", "lianyungang", "mingshan", "puxian-tolerance")


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@pytest.fixture(scope="module")
def compared(kg: KnowledgeGraph) -> ProcedureComparison:
    return procedure(kg.corpus, kg.store)


# --- what each regulation says ---------------------------------------------------------------

#: topic, regulation, articles, who, modalities, periods: read off the clauses.
SAID: list[tuple[str, str, str, str, str, str]] = [
    ("deciding_body", "nanmu", "art_13", "township_party_committee unit", "must", "及时"),
    ("deciding_body", "puxian-tolerance", "art_14", "unit_party_group unit", "must", "及时"),
    ("deciding_body", "lianyungang", "art_11", "market_regulation_department", "must", ""),
    ("deciding_body", "mingshan", "art_7 art_16 art_17__point_1", "leading_group leading_group_office", "must", ""),
    ("deciding_body", "town", "", "", "", ""),
    ("standard_of_decision", "town", "art_12", "accountability_organ", "must", ""),
    ("expert_opinion", "town", "art_11", "town_party_committee", "must", ""),
    ("expert_opinion", "lianyungang", "art_14", "market_regulation_department", "may", ""),
    ("application", "nanmu", "art_13", "applicant_for_tolerance", "may", ""),
    ("reporting_of_fault", "mingshan", "art_19 art_20", "enforcement_officer unit", "must", "及时"),
    ("hearing", "mingshan", "art_18", "leading_group", "must", ""),
    ("cooperation", "town", "art_11", "county_departments", "must", "及时"),
    ("transfer_of_officers", "lianyungang", "art_13", "market_regulation_department", "must", "及时"),
    ("informing", "nanmu", "art_13", "unit", "must", SEVEN_DAYS),
    ("informing", "puxian-tolerance", "art_14", "unit", "must", SEVEN_DAYS),
    ("publication", "nanmu", "art_13", "unit", "must", SEVEN_DAYS),
    ("publication", "puxian-tolerance", "art_14", "unit", "must", ""),
    ("start_of_correction", "nanmu", "art_15", "accountability_organ", "must", "及时"),
    ("correction_order", "puxian-tolerance", "art_17", "unit", "must", "限期"),
    ("rectification", "nanmu", "art_16", "subject_of_correction", "must", "在规定期限内"),
    ("extension", "puxian-tolerance", "art_17", "subject_of_correction", "may", ""),
    ("follow_up", "nanmu", "art_17", "unit", "must", ""),
    ("answer_to_informants", "puxian-tolerance", "art_19", "unit", "must", ""),
    ("appeal", "mingshan", "art_13", "enforcement_officer", "may", ""),
    ("refusal", "town", "art_6", "enforcement_officer", "may", ""),
    ("lawful_ground_and_procedure", "mingshan", "art_2", "leading_group", "must_not", ""),
    ("outside_pressure", "lianyungang", "art_15__para_2", "market_regulation_department", "must_not", ""),
    ("clarification", "town", "art_13", "town_government county_departments", "must", "及时"),
    ("clarification", "nanmu", "art_18", "unit", "must", "及时"),
    ("personal_safety", "lianyungang", "art_18", "market_regulation_department", "must", "及时"),
    ("no_second_sanction", "lianyungang", "art_13", "market_regulation_department", "must_not", ""),
    ("compensation", "town", "art_15", "compensation_body", "must", ""),
    ("compensation", "lianyungang", "art_19", "market_regulation_department", "must", ""),
    ("compensation", "mingshan", "", "", "", ""),
    ("bearing_of_damages", "mingshan", "art_14", "principally_liable_person", "must", ""),
    ("appraisal", "mingshan", "art_15", "bureau", "must must_not", ""),
    ("promotion", "lianyungang", "art_20", "market_regulation_department", "must_not", ""),
    ("criminal_liability", "mingshan", "art_12__point_5", "leading_group", "must", ""),
    ("control_systems", "nanmu", "art_8", "enforcement_officer", "must", ""),
    ("control_systems", "puxian-tolerance", "art_8", "enforcement_organ", "must", ""),
    ("case_transfer", "puxian-tolerance", "art_9", "enforcement_organ", "must", "及时"),
]  # fmt: skip


@pytest.mark.parametrize(("topic", "slug", "articles", "who", "modalities", "periods"), SAID)
def test_a_regulation_says_on_a_topic_what_its_clauses_say(
    compared: ProcedureComparison,
    topic: str,
    slug: str,
    articles: str,
    who: str,
    modalities: str,
    periods: str,
) -> None:
    rules = compared.rules(topic, slug)
    assert {r.norm.provision for r in rules} == {f"{slug}/{a}" for a in articles.split()}
    assert {b for r in rules for b in r.norm.bearers} == set(who.split())
    assert {r.norm.modality for r in rules} == set(modalities.split())
    assert {p.length for r in rules for p in r.periods} == ({periods} if periods else set())


def test_the_four_grades_of_mingshan_follow_liability_by_nature_and_impact(
    compared: ProcedureComparison,
) -> None:
    rules = compared.rules("measures_and_sanctions", "mingshan")
    assert [r.norm.provision for r in rules] == [f"mingshan/art_12__point_{n}" for n in range(1, 5)]
    assert all(set(r.norm.follows) == {"liability", "liability_aggravated"} for r in rules)
    grades = [{leaf.ground for leaf in _leaves(r.norm.condition)} for r in rules]
    assert grades == [
        {"nature_trivial"},
        {"nature_fairly_light", "impact_fairly_small"},
        {"nature_fairly_serious", "impact_fairly_large"},
        {"nature_serious", "impact_major_grade"},
    ]


def _leaves(tree: Any) -> Iterator[Has]:
    if isinstance(tree, Has):
        yield tree
    for member in getattr(tree, "members", ()):
        yield from _leaves(member)


def test_the_seven_days_say_no_kind_and_run_from_the_decision(compared: ProcedureComparison) -> None:
    for slug in ("nanmu", "puxian-tolerance"):
        [rule] = compared.rules("informing", slug)
        [period] = rule.periods
        assert (period.quantity, period.unit, period.day_kind) == (7, "unitDay", "unspecifiedDays")
        assert period.trigger is not None and period.trigger.zh == "容错决定作出"
        assert period.wording is not None and period.wording.en == "within 7 days"


def test_only_puxian_softens_publication(compared: ProcedureComparison) -> None:
    [softened] = compared.rules("publication", "puxian-tolerance")
    [plain] = compared.rules("publication", "nanmu")
    assert softened.modality_wording is not None and softened.modality_wording.zh == "一般应"
    assert plain.modality_wording is None


# --- in what two differ ----------------------------------------------------------------------

#: topic, two regulations, the differences: read off the clauses.
DIFFER: list[tuple[str, str, str, str]] = [
    ("deciding_body", "nanmu", "puxian-tolerance", "other_body"),
    ("deciding_body", "nanmu", "mingshan", "other_body other_period"),
    ("deciding_body", "town", "nanmu", "silent"),
    ("expert_opinion", "town", "lianyungang", "other_body duty_against_discretion other_occasion"),
    ("expert_opinion", "nanmu", "puxian-tolerance", "both_silent"),
    ("cooperation", "town", "lianyungang", "other_body duty_against_discretion other_period"),
    ("application", "nanmu", "puxian-tolerance", "same"),
    ("informing", "nanmu", "puxian-tolerance", "same"),
    ("publication", "nanmu", "puxian-tolerance", "other_modality other_period"),
    ("start_of_correction", "nanmu", "puxian-tolerance", "same"),
    ("rectification", "nanmu", "puxian-tolerance", "same"),
    ("extension", "nanmu", "puxian-tolerance", "same"),
    ("appeal", "nanmu", "mingshan", "silent"),
    ("appeal", "town", "nanmu", "both_silent"),
    ("refusal", "town", "lianyungang", "same"),
    ("outside_pressure", "town", "lianyungang", "other_body"),
    ("clarification", "town", "lianyungang", "other_body other_occasion"),
    ("clarification", "nanmu", "puxian-tolerance", "other_occasion"),
    ("personal_safety", "town", "lianyungang", "other_body"),
    ("personal_liability", "town", "lianyungang", "same"),
    ("effect_of_tolerance", "nanmu", "puxian-tolerance", "other_body"),
    ("compensation", "town", "lianyungang", "other_body"),
    ("compensation", "town", "mingshan", "silent"),
    ("appraisal", "lianyungang", "mingshan", "other_body other_modality other_occasion"),
    ("measures_and_sanctions", "lianyungang", "mingshan",
     "other_body duty_against_discretion other_period other_occasion"),
    ("criminal_liability", "lianyungang", "mingshan", "other_body"),
    ("control_systems", "nanmu", "puxian-tolerance", "other_body"),
    ("case_transfer", "mingshan", "puxian-tolerance", "silent"),
]  # fmt: skip


@pytest.mark.parametrize(("topic", "a", "b", "kinds"), DIFFER)
def test_two_regulations_differ_on_a_topic_as_their_clauses_do(
    compared: ProcedureComparison, topic: str, a: str, b: str, kinds: str
) -> None:
    assert [d.kind for d in compared.differences(topic, a, b)] == kinds.split()


MIRROR = {"narrower": "wider", "wider": "narrower"}


def test_differences_are_the_same_seen_from_the_other_side(compared: ProcedureComparison) -> None:
    for topic in compared.topics:
        for a, b in compared.pairs:
            here, there = compared.differences(topic.id, a, b), compared.differences(topic.id, b, a)
            assert [d.kind for d in here] == [d.kind for d in there]
            for one, other in zip(here, there, strict=True):
                assert (one.of_a, one.of_b) == (other.of_b, other.of_a)
                assert MIRROR.get(one.relation or "", one.relation) == other.relation


def test_differences_stand_in_their_order_and_name_what_differs(compared: ProcedureComparison) -> None:
    for topic in compared.topics:
        for a, b in compared.pairs:
            found = compared.differences(topic.id, a, b)
            assert [d.kind for d in found] == [k for k in DIFFERENCES if k in {d.kind for d in found}]
            for d in found:
                if d.kind == "same":
                    assert d.of_a and d.of_b
                elif d.kind not in ("other_occasion", "both_silent"):
                    assert set(d.of_a) != set(d.of_b)
                if d.kind in ("silent", "both_silent", "same"):
                    assert len(found) == 1


def test_a_regulation_does_not_differ_from_itself(compared: ProcedureComparison) -> None:
    for topic in compared.topics:
        for slug in compared.regulations:
            [only] = compared.differences(topic.id, slug, slug)
            assert only.kind in ("same", "both_silent")


def test_the_occasion_of_the_panel_in_town_and_of_the_opinion_in_lianyungang_are_apart(
    compared: ProcedureComparison,
) -> None:
    last = compared.differences("expert_opinion", "town", "lianyungang")[-1]
    assert (last.kind, last.relation) == ("other_occasion", "separate")


def test_harm_to_the_reputation_makes_the_occasion_in_town_narrower(compared: ProcedureComparison) -> None:
    last = compared.differences("clarification", "town", "lianyungang")[-1]
    assert (last.kind, last.relation) == ("other_occasion", "narrower")


def test_who_decides_is_told_by_what_the_clauses_come_to(compared: ProcedureComparison) -> None:
    found = {(d.effect, d.regulation): d for d in compared.deciders}
    assert found["full_relief", "mingshan"].bearers == ("leading_group",)
    assert found["full_relief", "lianyungang"].bearers == ("market_regulation_department",)
    assert found["conditional_relief", "nanmu"].provisions == ("nanmu/art_10__para_2",)
    assert found["bar", "puxian-tolerance"].provisions == ("puxian-tolerance/art_13",)
    assert ("bar", "lianyungang") not in found and ("bar", "mingshan") not in found


def test_fewer_regulations_can_be_compared_and_wrong_ones_are_told(kg: KnowledgeGraph) -> None:
    two = procedure(kg.corpus, kg.store, ["lianyungang", "town"])
    assert two.regulations == ("town", "lianyungang")
    assert "application" not in {t.id for t in two.topics}
    with pytest.raises(UsageError):
        procedure(kg.corpus, kg.store, ["atlantis"])


# --- another reader's rows -------------------------------------------------------------------

#: The other reader's topics, and where they stand here; the rest is compared by clause alone.
TOPICS = {
    "who decides": "deciding_body rules_of_procedure",
    "application and starting": "application reporting_of_fault investigation",
    "steps of the procedure": "rules_of_procedure",
    "standard of finding": "standard_of_decision",
    "expert opinion": "expert_opinion",
    "cooperation with discipline organs": "cooperation",
    "transfer to discipline organs": "transfer_of_officers",
    "no double sanction": "no_second_sanction",
    "transfer to the police": "case_transfer",
    "informing of the decision": "informing",
    "publication": "publication",
    "effect of tolerance": "effect_of_tolerance",
    "correction": "start_of_correction correction_order lessons rectification",
    "extension": "extension",
    "tracking": "follow_up error_prevention",
    "clarification": "clarification answer_to_informants",
    "protection against threats": "personal_safety",
    "right to refuse": "refusal",
    "no sanction without ground and procedure": "lawful_ground_and_procedure",
    "influence of public opinion": "outside_pressure",
    "recording equipment": "recording",
    "compensation": "compensation bearing_of_damages",
    "appraisal and promotion": "appraisal promotion",
    "objection": "appeal",
    "organisational measures instead of sanction": "measures_and_sanctions",
    "sanction by degree": "measures_and_sanctions criminal_liability",
    "sanction by reference": "measures_and_sanctions",
}
#: A topic that is wider here: the steps (town and lianyungang refer to national law), records (the
#: system of recording that nanmu and puxian-tolerance prescribe).
WIDER_HERE = {"steps of the procedure", "recording equipment"}
#: No deadline: how much longer an extension lasts, and the year in which nobody is commended.
NO_DEADLINE = {"适当延长", "年内"}

ROWS: list[dict[str, Any]] = from_yaml(Path(__file__).parent / "compare/procedure.yaml")


def _name(row: dict[str, Any]) -> str:
    return f"{row['topic']}-{row.get('clause') or 'silent'}"


@pytest.mark.parametrize("row", [r for r in ROWS if "clause" in r], ids=_name)
def test_what_another_reader_found_in_a_clause_is_found_on_that_topic(
    compared: ProcedureComparison, row: dict[str, Any]
) -> None:
    rules = [r for t in TOPICS[row["topic"]].split() for r in compared.rules(t, row["regulation"])]
    mine = [r for r in rules if (r.norm.provision + "__").startswith(row["clause"] + "__")]
    assert row["modality"] in {r.norm.modality for r in mine}
    stated = row.get("deadline")
    if stated is None or stated.get("text") in NO_DEADLINE:
        return
    lengths = {p.length for r in mine for p in r.periods}
    if "number" in stated:
        assert f"{stated['number']} unitDay" in lengths
    else:
        assert any(re.split("，", stated["text"])[-1] in length for length in lengths)


@pytest.mark.parametrize(
    "row", [r for r in ROWS if "silent" in r and r["topic"] not in WIDER_HERE], ids=_name
)
def test_where_another_reader_found_nothing_nothing_is_found(
    compared: ProcedureComparison, row: dict[str, Any]
) -> None:
    spoken = {
        slug
        for slug in row["silent"]
        for topic in TOPICS[row["topic"]].split()
        if compared.rules(topic, slug)
        and not (row["topic"] == "application and starting" and topic == "investigation")
    }
    assert spoken == set()


# --- the topics themselves -------------------------------------------------------------------


def test_every_norm_of_procedure_of_the_five_has_a_topic(
    kg: KnowledgeGraph, compared: ProcedureComparison
) -> None:
    assert compared.unplaced == ()
    assert compared.regulations == FIVE
    placed = {n for some in read_topics(kg.corpus, kg.store).norms.values() for n in some}
    for norm in kg.corpus.norms.values():
        if norm.regulation in FIVE and norm.outcome is None and norm.kind not in ("scope", "definition"):
            assert norm.id in placed, norm.id


def test_every_topic_is_used_and_stands_under_the_number_of_its_group(
    kg: KnowledgeGraph, compared: ProcedureComparison
) -> None:
    topics = read_topics(kg.corpus, kg.store).topics
    assert [t.id for t in compared.topics] == list(topics)
    assert len({t.notation for t in topics.values()}) == len(topics)
    assert all(t.notation.startswith(t.group.notation + ".") for t in topics.values())


def test_the_words_of_a_period_stand_in_its_clause(kg: KnowledgeGraph) -> None:
    found = read_topics(kg.corpus, kg.store).period_wording
    assert len(found) >= 25
    for name, words in found.items():
        text = kg.corpus.provisions[kg.corpus.deadlines[name].provision].text
        assert text is not None and words.zh in text.zh, name


def test_a_clause_on_procedure_that_says_in_time_has_a_period(kg: KnowledgeGraph) -> None:
    said = re.compile("及时|限期|规定期限|[0-9]+日内")
    topics = read_topics(kg.corpus, kg.store)
    placed = {n for some in topics.norms.values() for n in some}
    for norm in (kg.corpus.norms[n] for n in placed):
        if norm.summary is not None and norm.regulation in FIVE and said.search(norm.summary.zh):
            assert norm.deadlines, norm.id


# --- occasions -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (AllOf((Has("a"), Has("b"))), AllOf((Has("b"), Has("a"), Has("a"))), True),
        (AllOf((Has("a"), AllOf((Has("b"),)))), AllOf((Has("b"), Has("a"))), True),
        (AnyOf((Has("a"),)), Has("a"), True),
        (Met("n", Has("a")), Has("a"), True),
        (AllOf((Has("a"), Has("b"))), AnyOf((Has("a"), Has("b"))), False),
        (Has("a"), Lacks("a"), False),
        (AllOf(()), AnyOf(()), False),
        (AllOf((Has("a"), AnyOf((Has("b"), Has("c"))))), AnyOf((AllOf((Has("a"), Has("b"))), Has("c"))), False),
    ],
)  # fmt: skip
def test_trees_have_the_same_shape_but_for_order_repeats_and_nesting(
    one: Any, other: Any, same: bool
) -> None:
    assert same_shape(one, other) is same
    assert same_shape(other, one) is same


def test_an_exception_is_part_of_the_occasion_and_is_said(kg: KnowledgeGraph) -> None:
    norm = kg.corpus.norms["lianyungang/norm/art_20"]
    assert occasion(norm) == AllOf((Has("exempted_under_this_measure"), Lacks("explicit_rule_on_effects")))
    assert occasion_words(kg.corpus, norm, "zh").endswith("且非“有明确规定”")


def test_lost_text_and_no_condition_are_said_as_such(kg: KnowledgeGraph) -> None:
    assert tree_words(kg.corpus, AnyOf(()), "en") == "the text is lost; nothing meets it"
    assert "no condition" in tree_words(kg.corpus, AllOf(()), "en")


def test_a_condition_by_reference_is_said_by_its_clauses(kg: KnowledgeGraph) -> None:
    words = occasion_words(kg.corpus, kg.corpus.norms["mingshan/norm/art_14"], "zh")
    assert "第五条第（1）项至第（20）项" in words and len(words) < 200


# --- JSON and pages --------------------------------------------------------------------------


def test_the_json_has_every_topic_with_rules_and_differences(compared: ProcedureComparison) -> None:
    found = compared.to_json()
    assert [t["topic"] for t in found["topics"]] == [t.id for t in compared.topics]
    informing = next(t for t in found["topics"] if t["topic"] == "informing")
    [rule] = informing["rules"]["nanmu"]
    assert (rule["clause"], rule["modality"], rule["bearers"]) == ("nanmu/art_13", "must", ["unit"])
    assert rule["periods"][0]["day_kind"] == "unspecifiedDays"
    assert informing["rules"]["town"] == []
    assert len(informing["differences"]) == 10
    assert found["unplaced"] == []


def pages(compared: ProcedureComparison, kg: KnowledgeGraph, lang: str) -> Section:
    return section(kg.corpus, compared, lang)


def tables(one: Section) -> dict[str, Table]:
    return {t.key: t for t in Document("t", "en", (one,)).tables()}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_pages_have_every_table_in_one_language(
    compared: ProcedureComparison, kg: KnowledgeGraph, lang: str
) -> None:
    made = pages(compared, kg, lang)
    found = tables(made)
    assert {"procedure", "procedure_deciders", "procedure_deadlines", "procedure_differences"} < set(found)
    assert len(found) == 4 + 6
    chinese = re.compile(r"[\u4e00-\u9fff]")
    for table in found.values():
        assert table.rows
        for row in table.rows:
            assert len(row) == len(table.columns)
            for value in row:
                text = f"{value.value} {value.note}" if isinstance(value, Cell) else str(value)
                if lang == "en":
                    assert not chinese.search(text), text
    [heat] = [block for block in made.blocks if isinstance(block, HeatMap)]
    assert heat.table == "procedure" and len(heat.rows) == len(heat.cells) == len(compared.topics)


def test_a_cell_says_who_how_by_when_and_where(compared: ProcedureComparison, kg: KnowledgeGraph) -> None:
    glance = tables(pages(compared, kg, "zh"))["procedure"]
    rows = {row[0]: [getattr(cell, "value", cell) for cell in row[1:]] for row in glance.rows}
    assert rows["告知决定"] == [
        "未规定", "单位应当，于7日内（第十三条）", "未规定", "未规定", "单位应当，于7日内（第十四条）",
    ]  # fmt: skip
    assert rows["公开决定"][4] == "单位应当（原文“一般应”）（第十四条）"


def test_the_deadlines_say_the_kind_of_day_or_that_none_is_stated(
    compared: ProcedureComparison, kg: KnowledgeGraph
) -> None:
    found = tables(pages(compared, kg, "en"))["procedure_deadlines"]
    rows = {(row[0], row[1]): row for row in found.rows}
    assert rows["informing of the decision", "Nanmu"][2:4] == (
        "within 7 days",
        "calendar or working days: the clause does not say",
    )
    assert rows["clearing the name", "the town"][2:4] == ("in time", "no number fixed")


def test_every_difference_has_its_words() -> None:
    assert {k.rpartition(".")[2] for k in PROCEDURE if ".kind." in k} == set(DIFFERENCES)


# --- a further regulation, as data only ------------------------------------------------------

LAKESIDE = """
@prefix topic: <https://w3id.org/kg-query/id/topic/> .
norm:art_4 a law:Norm ; law:provision lakeside:art_4 ; law:kind kind:procedure ; law:modality modality:must ;
    law:bearer body:unit ; law:topic topic:informing , topic:lakeside_interpretation ; law:deadline norm:period ;
    law:condition [ law:anyOf ( ground:tolerance_granted ground:tolerance_decision_made ) ] ;
    law:summary "七个工作日内告知"@zh , "to be told within seven working days"@en .
norm:period a law:Deadline ; law:quantity 7 ; law:unit time:unitDay ; law:dayKind law:workingDays .
topic:lakeside_interpretation a skos:Concept , law:Topic ; skos:notation "1.9" ;
    skos:prefLabel "解释权"@zh , "power of interpretation"@en ; skos:definition "由谁解释"@zh , "who interprets"@en .
topic:lakeside_interpretation law:group <https://w3id.org/kg-query/id/group/topics_deciding> .
"""


def opened(folder: Path, scrap: str) -> KnowledgeGraph:
    place = folder / "lakeside"
    shutil.copytree(TINY, place)
    (place / "more.ttl").write_text(PREFIXES + scrap, "utf-8")
    return KnowledgeGraph.open(place)


def test_a_regulation_of_a_data_folder_appears_with_its_own_topic_and_day_kind(tmp_path: Path) -> None:
    kg = opened(tmp_path, LAKESIDE)
    found = procedure(kg.corpus, kg.store)
    assert found.regulations == (*FIVE, "lakeside")
    assert [d.kind for d in found.differences("informing", "nanmu", "lakeside")] == ["other_day_kind"]
    [last] = found.differences("informing", "nanmu", "lakeside")
    assert (last.of_a, last.of_b) == (("unspecifiedDays",), ("workingDays",))
    [own] = [t for t in found.topics if t.id == "lakeside_interpretation"]
    assert own.group.id == "group/topics_deciding"
    words = tables(section(kg.corpus, found, "en"))["procedure_deadlines"]
    lakeside = short_name(kg.corpus.regulations["lakeside"], "en")
    assert any(row[1:4] == (lakeside, "within 7 days", "working days") for row in words.rows)
    assert ("full_relief", "lakeside") in {(d.effect, d.regulation) for d in found.deciders}


def topic_faults(kg: KnowledgeGraph) -> set[tuple[str, str]]:
    """Check and entity of every fault that the checks on topics find."""
    about_topics = [one.name for one in checks() if "topic" in one.name]
    return {(fault.check.name, fault.entity) for fault in lint(kg, check=about_topics)}


def test_a_norm_of_procedure_without_a_topic_is_found_and_said(tmp_path: Path) -> None:
    scrap = re.sub(r"law:topic [^;]*;", "", LAKESIDE)
    kg = opened(tmp_path, scrap)
    found = procedure(kg.corpus, kg.store)
    assert [n.id for n in found.unplaced] == ["lakeside/norm/art_4"]
    head = [getattr(block, "text", "") for block in section(kg.corpus, found, "en").blocks]
    assert any("Article 4" in text and "no topic" in text for text in head)
    assert topic_faults(kg) == {("norm-without-topic", "lakeside/norm/art_4")}


def test_a_topic_that_is_not_there_is_refused_and_found(tmp_path: Path) -> None:
    kg = opened(tmp_path, LAKESIDE.replace("topic:informing ,", "topic:informng ,"))
    with pytest.raises(CorpusError) as caught:
        procedure(kg.corpus, kg.store)
    assert "informng" in str(caught.value)
    assert ("topic-of-nothing", "lakeside/norm/art_4") in topic_faults(kg)


def test_a_topic_without_a_number_or_a_group_is_refused(tmp_path: Path) -> None:
    scrap = LAKESIDE.replace('skos:notation "1.9" ;', "")
    kg = opened(tmp_path / "a", scrap)
    with pytest.raises(CorpusError, match="lakeside_interpretation"):
        procedure(kg.corpus, kg.store)
    kg = opened(tmp_path / "b", re.sub(".*law:group.*", "", LAKESIDE))
    with pytest.raises(CorpusError, match="lakeside_interpretation"):
        procedure(kg.corpus, kg.store)


# --- the named questions ---------------------------------------------------------------------


def rows(kg: KnowledgeGraph, name: str, *columns: str, **params: str) -> set[tuple[Any, ...]]:
    answer = kg.ask(name, params, lang="zh")
    where = [answer.columns.index(c) for c in columns]
    return {tuple(row[i] for i in where) for row in answer.rows}


def test_the_question_on_a_topic_says_who_and_how(kg: KnowledgeGraph) -> None:
    assert rows(kg, "procedure-by-topic", "clause", "who", "modality", topic="expert_opinion") == {
        ("town/art_11", "town_party_committee", "must"),
        ("lianyungang/art_14", "market_regulation_department", "may"),
    }
    assert rows(kg, "procedure-by-topic", "regulation", topic="appeal") == {("mingshan",)}


def test_the_question_who_decides_counts_clauses(kg: KnowledgeGraph) -> None:
    found = rows(kg, "who-decides", "effect", "regulation", "who", "clauses")
    assert ("full_relief", "lianyungang", "market_regulation_department", 28) in found
    assert ("full_relief", "mingshan", "leading_group", 8) in found


def test_the_question_on_deadlines_gives_number_kind_and_words(kg: KnowledgeGraph) -> None:
    found = rows(kg, "deadlines-compared", "clause", "wording", "quantity", "day_kind", topic="informing")
    assert found == {
        ("nanmu/art_13", "于7日内", 7, "unspecifiedDays"),
        ("puxian-tolerance/art_14", "于7日内", 7, "unspecifiedDays"),
    }


def test_the_question_on_consequences_has_every_grade(kg: KnowledgeGraph) -> None:
    found = rows(kg, "consequences-compared", "topic", "clause")
    assert {c for t, c in found if t == "measures_and_sanctions" and c.startswith("mingshan")} == {
        f"mingshan/art_12__point_{n}" for n in range(1, 5)
    }
    assert ("bearing_of_damages", "mingshan/art_14") in found
    assert ("compensation", "town/art_15") in found


def test_a_wrong_topic_is_told_with_the_right_one(kg: KnowledgeGraph) -> None:
    with pytest.raises(UsageError) as caught:
        kg.ask("procedure-by-topic", {"topic": "apeal"})
    assert caught.value.hint is not None and "appeal" in caught.value.hint.en
