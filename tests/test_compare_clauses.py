"""Clauses side by side: every expected change and relation was written from the clauses before a run."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg_query import KnowledgeGraph
from kg_query.compare.words import changes, differences, only_marks, same_words, similarity, words

Change = tuple[str, str]

#: (clause, clause, words taken out and put in) read off the Chinese texts.
CHANGED: tuple[tuple[str, str, tuple[Change, ...]], ...] = (
    # the two bars: who is meant, and all that is said of the conduct
    (
        "nanmu/art_12",
        "puxian-tolerance/art_13",
        (
            ("行政", ""),
            (
                "，滥用法定职权、不履行法定职责，致使公民、法人和其他组织的合法权益受到损害，造成不良后果",
                "违反法定的职责范围和法定程序",
            ),
        ),
    ),
    # the same words upon other lists
    ("nanmu/art_10__para_2", "puxian-tolerance/art_11__para_2", ()),
    ("nanmu/art_10__para_2__point_2", "puxian-tolerance/art_11__para_2__point_2", ()),
    ("nanmu/art_10__para_1__point_4", "puxian-tolerance/art_11__para_1__point_1", (("行政", ""),)),
    # the principles and the duty to explain: 尽职尽责 here, 尽职免责 there
    ("nanmu/art_3", "puxian-tolerance/art_3", (("尽职尽责", "尽职免责"),)),
    ("nanmu/art_4", "puxian-tolerance/art_4", (("行政", ""),)),
    ("nanmu/art_9__point_4", "puxian-tolerance/art_10__point_5", ()),
    ("nanmu/art_9__point_6", "puxian-tolerance/art_10__point_7", (("", "存在"),)),
    ("nanmu/art_19", "puxian-tolerance/art_20", (("印发", "发布"),)),
    # Lianyungang and the town: marks, one word
    ("lianyungang/art_9__point_1", "town/art_8__point_1", (("，", "、"),)),
    ("lianyungang/art_9__point_2", "town/art_8__point_2", (("案件", ""),)),
    ("lianyungang/art_9__point_3", "town/art_8__point_3", ()),
    ("town/art_6", "lianyungang/art_6", (("在", ""), ("或者", "和"))),
)

#: (clause, clause, relation of what they require, same effect, same modality) read off the clauses.
#: narrower: whenever the first applies the second does too, and not the other way round.
RELATED: tuple[tuple[str, str, str, bool, bool], ...] = (
    # abuse of power or a duty not done, with harm; a breach of the scope of duties and of procedure
    ("nanmu/art_12", "puxian-tolerance/art_13", "separate", True, True),
    # the same conditions upon eight situations here and five there
    ("nanmu/art_10__para_2", "puxian-tolerance/art_11__para_2", "wider", True, True),
    ("nanmu/art_9__point_4", "puxian-tolerance/art_10__point_5", "equivalent", True, True),
    ("nanmu/art_9__point_6", "puxian-tolerance/art_10__point_7", "equivalent", True, True),
    ("nanmu/art_4", "puxian-tolerance/art_4", "equivalent", True, True),
    ("lianyungang/art_9__point_1", "town/art_8__point_1", "equivalent", True, True),
    ("lianyungang/art_9__point_2", "town/art_8__point_2", "equivalent", True, True),
    # new evidence: Lianyungang excepts intent and gross negligence, Mingshan nothing
    ("lianyungang/art_8__point_11", "mingshan/art_6__point_3", "narrower", True, True),
    # force majeure or another factor that is hard to overcome; force majeure
    ("lianyungang/art_8__point_26", "nanmu/art_9__point_4", "wider", True, True),
    # taking measures; taking them and reporting, on one's own motion and in time
    ("town/art_8__point_1", "nanmu/art_11__point_1", "narrower", True, True),
    # not acting on an offence in time: in a key field with an accident (no mitigation); with grave consequences (liability)
    ("town/art_9__point_3", "mingshan/art_5__point_14", "overlaps", False, False),
)


@cache
def graph() -> KnowledgeGraph:
    return KnowledgeGraph.open()


def text_of(clause: str, lang: str = "zh") -> str:
    text = graph().corpus.provisions[clause].text
    assert text is not None
    return text.in_(lang)


# --- words ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("a", "b", "expected"), CHANGED, ids=lambda v: v if isinstance(v, str) else "")
def test_the_words_that_changed(a: str, b: str, expected: tuple[Change, ...]) -> None:
    assert changes(differences(text_of(a), text_of(b))) == expected


def test_titles_differ_in_whole_words() -> None:
    regulations = graph().corpus.regulations
    a, b = regulations["nanmu"].title, regulations["puxian-tolerance"].title
    assert a is not None and b is not None
    assert changes(differences(a.zh, b.zh)) == (("南木鄂伦春民族乡", "蒲县"), ("尽职尽责", "尽职免责"))


def test_a_word_of_the_dictionary_beside_its_parts() -> None:
    assert changes(differences("依法履行职责的", "依法履行法定职责的")) == (("", "法定"),)


def test_marks_alone() -> None:
    a, b = text_of("lianyungang/art_9__point_1"), text_of("town/art_8__point_1")
    assert same_words(a, b) and only_marks(a, b) and similarity(a, b) == 1.0
    assert not only_marks("依法履职；", "依法履职。")


def test_english_by_words() -> None:
    marked = differences("The officer may be exempted.", "The officers shall be exempted;", "en")
    assert changes(marked) == (("officer may", "officers shall"),)
    a, b = text_of("lianyungang/art_9__point_2", "en"), text_of("town/art_8__point_2", "en")
    assert all("case" in removed for removed, _ in changes(differences(a, b, "en"))[-1:]), (a, b)
    assert words("law-making isn't done", "en") == ("law-making ", "isn't ", "done")


TEXTS = st.text(alphabet="行政执法人员应当可以免责的，、；。ab ", max_size=30)


@given(TEXTS, TEXTS, st.sampled_from(("zh", "en")))
def test_the_differences_hold_both_texts(a: str, b: str, lang: str) -> None:
    runs = differences(a, b, lang).runs
    end = "。；;.，,、：: \n\t\u3000"
    assert "".join(r.text for r in runs if r.mark != "removed") == b.strip(end)
    kept = [r.text if r.mark == "removed" else None for r in runs]
    assert sum(len(k) for k in kept if k) <= len(a.strip(end))
    assert differences(a, a, lang).runs in ((), differences(a, a, lang).runs[:1])


@given(TEXTS, TEXTS)
def test_similarity_is_a_measure(a: str, b: str) -> None:
    assert similarity(a, b) == similarity(b, a)
    assert 0.0 <= similarity(a, b) <= 1.0
    assert similarity(a, a) == 1.0
    assert (similarity(a, b) == 1.0) == same_words(a, b)
