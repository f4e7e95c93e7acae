"""Citations as a lawyer writes them."""

from __future__ import annotations

import re

import pytest
from law_at_hand import law

from kg_query.proof.notes import deadline_step
from kg_query.wording.articles import LAWS, articles
from kg_query.wording.citation import chinese_number, cite, cite_list


@pytest.mark.parametrize(
    ("provision", "zh", "en"),
    [
        ("nanmu/art_9", "第九条", "Article 9"),
        ("nanmu/art_9__point_4", "第九条第（四）项", "Article 9(4)"),
        ("nanmu/art_10__para_1__point_3", "第十条第一款第（三）项", "Article 10, paragraph 1, item (3)"),
        ("nanmu/art_10__para_2", "第十条第二款", "Article 10, paragraph 2"),
        ("mingshan/art_5__point_20", "第五条第（20）项", "Article 5(20)"),
        ("nanmu/chp_2", "第二章", "Chapter 2"),
        (
            "mingshan/chp_2",
            "“（二）行政执法过错责任的范围及认定”",
            "“(2) Scope and determination of liability for administrative enforcement fault”",
        ),
        ("puxian-evaluation/art_3__point_1", "第三条第1项", "Article 3(1)"),
        ("puxian-review/annex_3__stage_la__doc_1__line_3", "附件3评分项 P-LA-1-3", "Annex 3, line P-LA-1-3"),
    ],
)
def test_a_unit_is_cited_by_its_numbers(provision: str, zh: str, en: str) -> None:
    assert (cite(law().corpus, provision, "zh"), cite(law().corpus, provision, "en")) == (zh, en)


def test_in_full_with_the_regulation() -> None:
    corpus = law().corpus
    assert cite(corpus, "nanmu/art_9__point_4", "zh", full=True) == (
        "《南木鄂伦春民族乡行政执法尽职尽责和容错纠错制度（试行）》第九条第（四）项"
    )
    assert cite(corpus, "nanmu/art_9__point_4", "en", full=True).startswith("Article 9(4) of the Nanmu ")
    assert "《" not in cite(corpus, "town", "zh")  # the document prints no title


def test_every_unit_of_every_regulation_has_a_citation_of_its_own() -> None:
    corpus = law().corpus
    for lang in ("zh", "en"):
        for regulation in corpus.assessed:
            units = [p.id for p in corpus.provisions.values() if p.regulation == regulation]
            cited = [cite(corpus, unit, lang) for unit in units if "/art_" in unit]
            assert len(cited) == len(set(cited)) and all(cited)
            assert not any("_" in one for one in cited)


def test_the_printed_number_and_the_citation_agree() -> None:
    """The id says 9, the page says 第九条: if they parted, citations would lie."""
    corpus = law().corpus
    checked = 0
    for unit in corpus.provisions.values():
        if unit.kind == "article" and unit.number:
            assert cite(corpus, unit.id, "zh") == unit.number.replace(" ", "")
            checked += 1
        elif unit.kind == "point" and unit.number and "/art_" in unit.id:
            assert cite(corpus, unit.id, "zh").endswith(f"第{unit.number.rstrip('、')}项")
            checked += 1
    assert checked > 200


def test_a_run_of_items_is_cited_as_a_range() -> None:
    corpus = law().corpus
    units = [f"mingshan/art_6__point_{i}" for i in (1, 2, 3, 5, 6, 8)]
    assert [t.zh for t in cite_list(corpus, units)] == [
        "第六条第（1）项至第（3）项", "第六条第（5）项", "第六条第（6）项", "第六条第（8）项",
    ]  # fmt: skip
    assert cite_list(corpus, units)[0].en == "Article 6(1) to (3)"


def test_numbers_as_a_statute_prints_them() -> None:
    assert [chinese_number(n) for n in (1, 11, 19, 20, 21, 99, 101, 111, 120)] == [
        "一", "十一", "十九", "二十", "二十一", "九十九", "一百零一", "一百一十一", "一百二十",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("deadline", "zh", "en"),
    [
        # 应当于每年1月31日前公开: a day of the year, though no number of days
        ("puxian-statistics/norm/deadline_art_2__para_3", "期限：每年1月31日前", "deadline: before 31 January of each year"),
        (
            "nanmu/norm/deadline_art_13",
            "期限：7日（起算：容错决定作出；未写明是自然日还是工作日）",
            "deadline: 7 days from when the tolerance decision is made (calendar or working days: the clause does not say)",
        ),
        (
            "nanmu/norm/period_art_15",
            "期限：“及时”（起算：作出容错免责决定的同时；条文未定具体时限）",
            "deadline: “in time” from when the tolerance decision is made, at the same time; the clause fixes no length",
        ),
    ],
)  # fmt: skip
def test_a_period_is_told_as_its_clause_puts_it(deadline: str, zh: str, en: str) -> None:
    told = deadline_step(law().corpus.deadlines[deadline], "").text
    assert (told.zh, told.en) == (zh, en)


def test_no_statutory_article_is_shown_in_the_short_form_of_the_data() -> None:
    written = {f.article for f in law().corpus.facts.values() if f.article}
    assert len(written) > 100
    for article in written:
        assert re.fullmatch(r"(?:[《》一-鿿（）、])+", articles(article, "zh")), article
        said = articles(article, "en")
        assert re.match(r"Articles? \d|sections? \(\d", said) and not re.search("[①一-鿿]", said), article


def test_other_laws_called_by_a_short_name_are_laws_of_the_graph() -> None:
    titles = [one.label.zh.rstrip("》") for one in law().corpus.concepts["law"].values()]
    met = {name for f in law().corpus.facts.values() for name in re.findall("[一-鿿]{2,}", f.article)}
    assert met - {"十一", "十四"} == set(LAWS)
    for name in LAWS:
        assert any(title.endswith(name) for title in titles), name


def test_requirements_of_national_law_number_articles_as_a_statute_does() -> None:
    for fact in law().corpus.facts.values():
        for said in (fact.requirement, fact.caution):
            assert said is None or not re.search(r"第\d+条", said.zh), fact.id
