"""The checks on how rules are drafted: each on a text with and without its defect, then on the eight texts."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from law_specimens import CASES
from pyoxigraph import DefaultGraph, RdfFormat, Store

from kg_query import KnowledgeGraph
from kg_query.files import graph_files, root
from kg_query.lint import Fault, LintReport, checks
from kg_query.store import build_store

CHECKS = {check.name: check for check in checks()}
ID = "https://w3id.org/kg-query/id/"


@pytest.fixture(scope="module")
def terms() -> Store:
    """The ontology alone."""
    return build_store([f for f in graph_files() if f.name.startswith("ontology/")])


@pytest.fixture(scope="module")
def report() -> LintReport:
    return KnowledgeGraph.open().lint(about="law", check=[n for n in CASES if CHECKS[n].about == "law"])


def found(store: Store, name: str, turtle: str) -> list[Any]:
    """The rows of a check on the ontology and one invented text."""
    store.load(turtle.encode(), format=RdfFormat.TURTLE, to_graph=DefaultGraph())
    try:
        rows: Any = store.query(CHECKS[name].sparql, use_default_graph_as_union=True)
        return [row for row in rows if row["entity"].value.removeprefix(ID).split("/")[0] == "s"]
    finally:
        store.clear_graph(DefaultGraph())


@pytest.mark.parametrize("name", CASES)
def test_a_check_finds_its_defect_and_leaves_a_sound_text_alone(name: str, terms: Store) -> None:
    case = CASES[name]
    bad = found(terms, name, case.bad)
    assert case.entity in {row["entity"].value.removeprefix(ID) for row in bad}
    assert found(terms, name, case.good) == []


@pytest.mark.parametrize("name", [n for n in CASES if CHECKS[n].about == "law"])
def test_a_defect_is_told_in_both_languages_and_an_english_sentence_has_english_words(
    name: str, terms: Store
) -> None:
    row = found(terms, name, CASES[name].bad)[0]
    zh, en = row["problem"].value, row["problem_en"].value
    assert zh and en
    assert en != zh and re.search(r"[a-z]{2}", re.sub(r"[“《].*?[”》]", "", en))


def test_checks_on_drafting_are_warnings_or_remarks_and_not_violations() -> None:
    """A defect of the law is told; it does not fail the graph that holds the law."""
    assert {CHECKS[n].severity for n in CASES if CHECKS[n].about == "law"} == {"warning", "info"}


# --- the eight texts --------------------------------------------------------------------------

#: How many defects each check finds in the eight regulations; the others find none there.
COUNTS = {
    "abbreviation-unexplained": 8,
    "annex-and-body-disagree": 4,
    "annex-title-varies": 2,
    "circular-definition": 2,
    "clauses-disagree": 10,
    "contrary-to-national-law": 4,
    "days-of-no-kind": 4,
    "deciders-unclear": 3,
    "defined-term-unused": 1,
    "entry-into-force-undated": 4,
    "former-term": 8,
    "garbled-sentence": 7,
    "grades-disagree": 1,
    "issued-together-in-force-differently": 2,
    "less-definite-than-national-law": 5,
    "list-not-announced": 2,
    "list-without-any-of": 3,
    "looser-than-national-law": 11,
    "may-under-must": 3,
    "modal-word-unusual": 2,
    "must-and-may-on-one-condition": 2,
    "no-basis-named": 5,
    "no-entry-into-force": 1,
    "no-scope": 1,
    "not-printed": 7,
    "number-not-printed": 1,
    "numbering-style": 3,
    "one-thing-several-words": 32,
    "one-word-several-things": 2,
    "open-standard": 32,
    "party-rules-called-law": 1,
    "period-against-national-law": 1,
    "period-left-to-others": 8,
    "point-out-of-pattern": 4,
    "scope-leaves-out": 10,
    "score-band-gap": 1,
    "score-not-printed": 2,
    "self-name-without-name": 2,
    "sentence-without-end": 6,
    "stricter-than-national-law": 4,
    "term-undefined": 8,
    "time-without-number": 19,
    "title-varies-in-the-notice": 2,
    "trial-without-end": 5,
    "two-readings": 59,
    "unworkable": 14,
    "vague-reference": 25,
    "word-wrong-or-missing": 17,
}

#: Defects read in the texts before the checks were written: the check, and what it must tell of where.
READ: list[tuple[str, str, str, tuple[str, ...]]] = [
    ("score-band-gap", "puxian-review/annex_1__rule_4__para_2", "59.5", ("annex_1__rule_4__para_2__band_4",)),
    ("grades-disagree", "puxian-review/annex_1__rule_4__para_2__band_4", "未满60分", ("annex_2__sec_4__field_1__band_4",)),
    ("annex-title-varies", "puxian-review/annex_4", "案件", ("annex_list__item_4", "annex_4")),
    ("annex-title-varies", "puxian-review/annex_1", "行政执法行政执法", ("annex_list__item_1", "annex_1")),
    ("title-varies-in-the-notice", "puxian-review", "蒲县综合行政执法案卷评查制度（试行）", ()),
    ("title-varies-in-the-notice", "puxian-evaluation", "（试行）", ("preface__title",)),
    ("annex-and-body-disagree", "puxian-review/art_10", "受查单位负责人签名", ("annex_2__sec_1__field_3",)),
    ("days-of-no-kind", "nanmu/art_13", "7日", ("art_13",)),
    ("days-of-no-kind", "puxian-evaluation/art_5__point_4", "7日", ("art_5__point_4",)),
    ("period-against-national-law", "puxian-review/annex_3__stage_dc__doc_4__line_1", "P08", ()),
    ("trial-without-end", "lianyungang", "试行", ()),
    ("entry-into-force-undated", "town/art_16", "印发日期未印", ("art_16",)),
    ("entry-into-force-undated", "puxian-tolerance/art_20", "发布日期未印", ("art_20",)),
    ("no-entry-into-force", "mingshan", "施行", ()),
    ("not-printed", "town", "题名", ()),
    ("not-printed", "mingshan", "制发机关", ()),
    ("self-name-without-name", "mingshan", "我局", ("art_1",)),
    ("number-not-printed", "puxian-tolerance/chp_3", "第三章", ("chp_3",)),
    ("score-not-printed", "puxian-review/annex_4__stage_measures__sec_sp__doc_2__line_4", "1分", ()),
    ("sentence-without-end", "puxian-tolerance/art_10__point_3", "不完整", ("art_10__point_3",)),
    ("list-without-any-of", "nanmu/art_9", "之一", ("art_9",)),
    ("may-under-must", "town/art_7__point_8", "可以", ("art_7", "art_7__point_8")),
    ("must-and-may-on-one-condition", "nanmu/art_10__para_2", "应当", ("art_10__para_1", "art_10__para_2")),
    ("one-word-several-things", "nanmu", "当事人", ("art_9__point_3", "art_13")),
    ("one-thing-several-words", "nanmu", "行政管理相对人", ("art_9__point_2", "art_10__para_1__point_6")),
    ("one-thing-several-words", "mingshan", "局领导小组", ("art_7", "art_17", "art_19")),
    ("defined-term-unused", "town/art_2__para_2", "行政执法活动", ("art_2__para_2",)),
    ("circular-definition", "puxian-statistics/art_2__para_1", "互相定义", ("art_2__para_2",)),
    ("deciders-unclear", "mingshan/art_7", "作出结论", ("art_7", "art_16", "art_17__point_1")),
    ("clauses-disagree", "lianyungang/art_8", "行政执法过错行为情节轻微", ("art_8__point_27",)),
    ("clauses-disagree", "town/art_2__para_1", "县直", ("art_13",)),
    ("scope-leaves-out", "puxian-evaluation/art_2", "县直", ("art_5__point_1",)),
    ("contrary-to-national-law", "mingshan/art_12__point_3", "D19", ("art_12__point_3",)),
    ("contrary-to-national-law", "mingshan/art_14", "R12", ("art_14",)),
    ("looser-than-national-law", "puxian-statistics/art_2__para_3", "G01", ("art_2__para_3",)),
    ("stricter-than-national-law", "puxian-review/annex_3__base_fz__item_1", "P12", ()),
    ("looser-than-national-law", "mingshan/art_6__point_7", "D03", ("art_6__point_7",)),
    ("less-definite-than-national-law", "mingshan/art_18", "D10、D16", ("art_18",)),
    ("party-rules-called-law", "town/art_10", "中国共产党问责条例", ("art_10",)),
    ("abbreviation-unexplained", "puxian-tolerance/art_10__point_10", "三定", ("art_10__point_10",)),
    ("former-term", "mingshan", "政纪", ("art_3", "art_13")),
    ("two-readings", "puxian-tolerance/art_13", "违反其一", ("art_13",)),
]  # fmt: skip


def test_as_many_defects_are_found_as_were_counted(report: LintReport) -> None:
    assert dict(Counter(f.check.name for f in report)) == COUNTS


@pytest.mark.parametrize(("name", "entity", "words", "clauses"), READ, ids=[f"{r[0]}:{r[1]}" for r in READ])
def test_a_defect_read_in_the_texts_is_found(
    name: str, entity: str, words: str, clauses: tuple[str, ...], report: LintReport
) -> None:
    slug = entity.split("/")[0]
    here = [f for f in report if (f.check.name, f.entity) == (name, entity) and words in f.problem.zh]
    assert here, f"nothing about {words}"
    named = {c.id for f in here for c in f.clauses}
    assert {f"{slug}/{c}" for c in clauses} <= named


def test_what_a_regulation_does_well_is_not_called_a_defect(report: LintReport) -> None:
    """The dated, numbered notice of one, and the one text that cites its laws by article, stand."""
    told = {(f.check.name, f.entity) for f in report}
    assert not {f.entity for f in report if f.check.name == "not-printed"} & {"lianyungang", "nanmu"}
    assert ("no-basis-named", "lianyungang") not in told
    assert ("title-varies-in-the-notice", "puxian-tolerance") not in told
    assert ("former-term", "town") in told
    assert not [f for f in report if f.check.name == "former-term" and "廉政纪律" in _words(f)]


def _words(fault: Fault) -> str:
    return "".join(c.words.zh for c in fault.clauses if c.words)


def test_a_finding_that_is_harmless_stays_with_its_reason(report: LintReport) -> None:
    known = {(f.check.name, f.entity): f.acknowledged for f in report if f.acknowledged}
    reason = known["abbreviation-unexplained", "mingshan/art_1"]
    assert reason is not None and reason.zh and reason.en not in ("", reason.zh)
    others = {
        f.problem.zh
        for f in report
        if f.check.name == "one-thing-several-words" and f.entity == "lianyungang"
    }
    open_still = {
        f.problem.zh
        for f in report
        if f.check.name == "one-thing-several-words" and f.entity == "lianyungang" and not f.acknowledged
    }
    assert open_still and len(others) == len(open_still) + 1, "the note on one row hides no other"


def test_every_note_is_about_a_finding_that_there_is(report: LintReport) -> None:
    """A reason for a defect that no check finds any more would be left over."""
    query = """PREFIX law: <https://w3id.org/kg-query/ns#>
    SELECT ?check ?entity WHERE { ?note a law:Acknowledgement ; law:check ?check ; law:acknowledges ?entity }"""
    rows: Any = KnowledgeGraph.open().store.query(query, use_default_graph_as_union=True)
    noted = {(r["check"].value, r["entity"].value.removeprefix(ID)) for r in rows}
    mine = {n for n in noted if n[0] in CASES}
    assert len(mine) >= 5
    assert mine <= {(f.check.name, f.entity) for f in report if f.acknowledged}


def test_where_a_word_has_several_meanings_every_unit_that_uses_it_is_told_apart() -> None:
    query = """PREFIX law: <https://w3id.org/kg-query/ns#>
    SELECT DISTINCT ?regulation ?unit ?form WHERE {
      ?some a law:TermUse ; law:regulation ?regulation ; law:term ?form .
      ?form law:pattern ?pattern .
      ?unit law:regulation ?regulation ; law:text ?text .
      FILTER (LANG(?text) = "zh" && REGEX(?text, ?pattern))
      FILTER NOT EXISTS { ?use a law:TermUse ; law:term ?form ; law:provision ?unit }
    }"""
    rows: Any = KnowledgeGraph.open().store.query(query, use_default_graph_as_union=True)
    assert [r["unit"].value for r in rows] == []


def test_a_word_is_recognised_by_its_own_pattern() -> None:
    query = """PREFIX law: <https://w3id.org/kg-query/ns#>
    SELECT ?word ?pattern WHERE { ?form law:word ?word ; law:pattern ?pattern . FILTER (LANG(?word) = "zh") }"""
    rows: Any = KnowledgeGraph.open().store.query(query, use_default_graph_as_union=True)
    forms = [(r["word"].value, r["pattern"].value) for r in rows]
    assert len(forms) > 60
    assert [
        w for w, p in forms if not any(re.search(p, one) for one in [*re.split("、|或", w), w, w + "工作"])
    ] == []


def test_checks_lie_in_files_of_their_names() -> None:
    assert {p.stem for p in (root() / "shapes" / "checks").glob("*.rq")} >= set(CASES)
