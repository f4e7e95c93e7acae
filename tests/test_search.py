"""Full text: what is there is found, whatever script, width, case or segmentation."""

from __future__ import annotations

import contextlib

import pytest

from kg_query import KnowledgeGraph
from kg_query.errors import UsageError
from kg_query.search import Hit, fold


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


def ids(hits: tuple[Hit, ...]) -> list[str]:
    return [h.id for h in hits]


@pytest.mark.parametrize("word", ["不可抗力", "隐瞒", "从轻", "备案", "抗", "法规"])
def test_every_unit_with_the_characters_is_found_and_no_other(kg: KnowledgeGraph, word: str) -> None:
    found = set(ids(kg.search(word, kinds=["provision"], limit=None)))
    there = {p.id for p in kg.corpus.provisions.values() if p.text and word in p.text.zh}
    assert there, "the word must occur for this test to say anything"
    assert found == there


def test_characters_across_a_word_boundary_are_found(kg: KnowledgeGraph) -> None:
    assert kg.search("力因素", kinds=["provision"]), "不可抗力|因素: a segmenter would cut here"


def test_all_words_must_occur(kg: KnowledgeGraph) -> None:
    for hit in kg.search("不可抗力 偏差", kinds=["provision"], limit=None):
        assert "不可抗力" in hit.text.zh and "偏差" in hit.text.zh
    assert not [h for h in kg.search("不可抗力 zzzz") if not h.approximate]


def test_chinese_and_english_words_may_stand_together(kg: KnowledgeGraph) -> None:
    hits = kg.search("不可抗力 nanmu", kinds=["provision"])
    assert hits and all(h.regulation == "nanmu" for h in hits)


@pytest.mark.parametrize("words", ["force majeure", "FORCE Majeure", "forc maj", '"force majeure"'])
def test_english_words_match_by_their_beginning_whatever_the_case(kg: KnowledgeGraph, words: str) -> None:
    assert ids(kg.search(words))[0] == "force_majeure"


def test_an_english_word_does_not_match_inside_another(kg: KnowledgeGraph) -> None:
    assert all("majeure" not in h.text.en.lower() or h.approximate for h in kg.search("ajeure"))


def test_a_phrase_in_quotation_marks_must_stand_as_it_is(kg: KnowledgeGraph) -> None:
    assert kg.search("majeure force", kinds=["provision"])
    assert not [h for h in kg.search('"majeure force"') if not h.approximate]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("nanmu/art_9__point_4", "nanmu/art_9__point_4"),
        ("mingshan/art_12", "mingshan/art_12"),
        ("鄂政发〔2024〕127号", "nanmu"),
        ("鄂政发[2024]127号", "nanmu"),
        ("P-LA-1-3", "puxian-review/annex_3__stage_la__doc_1__line_3"),
        ("ｅｘｅｍｐｔ", "exempt"),
        ("no_tolerance", "no_tolerance"),
    ],
)
def test_ids_numbers_and_notations_lead_to_the_thing_itself(
    kg: KnowledgeGraph, words: str, first: str
) -> None:
    assert ids(kg.search(words))[0] == first


def test_an_article_number_finds_that_article_in_every_regulation(kg: KnowledgeGraph) -> None:
    assert {h.regulation for h in kg.search("第五条", limit=8)} == set(kg.corpus.regulations)


def test_a_regulation_narrows_the_search(kg: KnowledgeGraph) -> None:
    hits = kg.search("第九条", regulation="mingshan")
    assert ids(hits)[0] == "mingshan/art_9"
    assert {h.regulation for h in hits} == {"mingshan"}


def test_a_snippet_shows_the_words_marked(kg: KnowledgeGraph) -> None:
    hit = kg.search("逃避案件调查", regulation="nanmu")[0]
    shown = hit.snippet("zh", "«", "»")
    assert "«逃避案件调查»" in shown
    assert len(shown) < len(hit.text.zh)
    assert shown.startswith("…")


def test_marks_point_at_the_words(kg: KnowledgeGraph) -> None:
    for hit in kg.search("故意 违法", limit=None):
        for a, b in hit.marks[0]:
            assert hit.text.zh[a:b] in ("故意", "违法", "故意违法")


def test_an_english_snippet_cuts_at_words(kg: KnowledgeGraph) -> None:
    hit = kg.search("tampered", kinds=["provision"]) or kg.search("counterparty", kinds=["provision"])
    words = hit[0].text.en.split()
    assert all(w in words for w in hit[0].snippet("en").strip("…").split())


def test_where_nothing_has_all_words_the_nearest_are_offered_and_marked(kg: KnowledgeGraph) -> None:
    hits = kg.search("不可抗力免责")
    assert hits and all(h.approximate for h in hits)
    assert any("不可抗力" in h.text.zh for h in hits)


def test_nonsense_finds_nothing(kg: KnowledgeGraph) -> None:
    assert kg.search("龘靐齉齾") == ()


@pytest.mark.parametrize("words", ["", "   ", "，。！"])
def test_no_word_is_a_usage_error(kg: KnowledgeGraph, words: str) -> None:
    with pytest.raises(UsageError):
        kg.search(words)


def test_an_unknown_regulation_is_an_error_with_a_suggestion(kg: KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match="nanmu"):
        kg.search("故意", regulation="nanmo")


@pytest.mark.parametrize("words", ["(", "[a-z]*", "\\", "a.b*c", "'; DROP", "\x00故意", "%"])
def test_special_characters_do_no_harm(kg: KnowledgeGraph, words: str) -> None:
    with contextlib.suppress(UsageError):
        kg.search(words)


def test_folding_keeps_every_place() -> None:
    text = "（Ａ）İﬁ〔2024〕"
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("unit", "label"),
    [
        ("lianyungang/art_8__point_26", "第八条第（二十六）项"),
        ("puxian-review/annex_4__stage_measures__sec_sp__doc_2__line_4", "附件4…2、（4）"),
        ("puxian-review/annex_4", "附件4"),
    ],
)
def test_a_unit_is_labelled_as_it_is_cited(kg: KnowledgeGraph, unit: str, label: str) -> None:
    assert kg.search(unit, kinds=["provision"])[0].label.zh == label
