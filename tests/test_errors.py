"""Errors: both languages, a place, a hint, all problems, and an exit code that scripts can read."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg_query.errors import (
    SHOWN,
    CorpusError,
    InputError,
    InternalError,
    KgqError,
    LimitError,
    Problem,
    UsageError,
    did_you_mean,
    nearest,
)
from kg_query.model import Text

UNKNOWN = Problem(Text("未知的事由", "unknown ground"), "m.json › m1", Text("改为 x", "Write x"))
EMPTY = Problem(Text("文件是空的", "the file is empty"), "n.json")


@pytest.mark.parametrize(
    ("kind", "code"),
    [(UsageError, 2), (InputError, 3), (CorpusError, 3), (LimitError, 4), (InternalError, 5)],
)
def test_each_kind_of_error_has_the_exit_code_of_the_contract(kind: type[KgqError], code: int) -> None:
    assert kind(Text("错", "wrong")).exit_code == code


def test_a_problem_says_where_what_and_what_to_do_in_the_language_asked_for() -> None:
    assert UNKNOWN.render("zh") == "m.json › m1：未知的事由。改为 x"
    assert UNKNOWN.render("en") == "m.json › m1: unknown ground. Write x"


def test_an_error_for_one_problem_reads_as_that_problem() -> None:
    error = InputError.collect([UNKNOWN])
    assert error.render("en") == UNKNOWN.render("en")
    assert error.problems == (UNKNOWN,)
    assert error.where == "m.json › m1"


def test_an_error_for_several_problems_carries_and_writes_all_of_them() -> None:
    error = InputError.collect([UNKNOWN, EMPTY])
    assert error.problems == (UNKNOWN, EMPTY)
    assert error.render("zh").splitlines() == [
        "共 2 处问题：",
        "  - m.json › m1：未知的事由。改为 x",
        "  - n.json：文件是空的",
    ]


def test_of_very_many_problems_the_rest_is_counted_and_none_is_lost() -> None:
    error = InputError.collect([EMPTY] * (SHOWN + 7))
    assert len(error.problems) == SHOWN + 7
    assert error.render("en").splitlines()[-1] == "  … and 7 more"


def test_an_error_without_problems_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="at least one"):
        InputError.collect([])


def test_a_problem_as_json_has_both_languages() -> None:
    assert UNKNOWN.to_json() == {
        "message": {"zh": "未知的事由", "en": "unknown ground"},
        "where": "m.json › m1",
        "hint": {"zh": "改为 x", "en": "Write x"},
    }
    assert EMPTY.to_json()["hint"] is None


def test_the_nearest_words_come_first_and_a_label_leads_to_its_id() -> None:
    known = {"major_loss": "major_loss", "重大损失": "major_loss", "loss_occurred": "loss_occurred"}
    assert nearest("major_los", known)[0] == "major_loss"
    assert nearest("重大损", known) == ("major_loss",)
    assert nearest("zzzz", known) == ()
    assert nearest("", known) == ()


@given(
    st.text("abé_天地", max_size=9),
    st.lists(st.text("abé_天地", min_size=1, max_size=9), max_size=8),
    st.sampled_from([0.0, 0.5, 0.6, 0.9]),
)
@example("aa", ["aaaaaa", "bb"], 0.6)
def test_the_nearest_words_are_those_that_measuring_every_word_finds(
    word: str, known: list[str], likeness: float
) -> None:
    asked, short = word.strip().casefold(), 4 if word.strip().isascii() else 2

    def measured(one: str) -> float:
        ratio = difflib.SequenceMatcher(None, one, asked, autojunk=False).ratio()
        within = min(len(asked), len(one)) >= short and (asked in one or one in asked)
        return max(ratio, 0.75) if within else ratio

    every = sorted((-measured(one), one) for one in set(known) if asked and measured(one) >= likeness)
    assert nearest(word, known, likeness=likeness) == tuple(one for _, one in every[:3])


def test_of_many_known_words_only_the_likely_ones_are_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    measured = []

    class Counting(difflib.SequenceMatcher[str]):
        def ratio(self) -> float:
            measured.append(1)
            return super().ratio()

    monkeypatch.setattr(difflib, "SequenceMatcher", Counting)
    known = [
        f"{a}_{b}_{c}"
        for a in ("major", "timely", "lawful")
        for b in ("loss", "duty", "file")
        for c in range(99)
    ]
    assert nearest("invented_finding_7", known, likeness=0.0)
    assert len(measured) < len(known) / 4


def test_a_hint_is_given_only_where_something_is_near_unless_one_is_wanted_always() -> None:
    assert did_you_mean("zzzz", ["handler"]) is None
    hint = did_you_mean("zzzz", ["handler"], always=True)
    assert hint is not None
    assert hint.en == "Nearest known words: handler"
    assert hint.zh == "最接近的词：handler"
    assert did_you_mean("zzzz", [], always=True) is None
