"""The words: every sentence in both languages, with the same values in it, and in plain words."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest
from law_at_hand import law

import kg_query
from kg_query.ask import questions
from kg_query.model import Text
from kg_query.wording.layout import columns, indented, wrap
from kg_query.wording.messages import both, listed, say
from kg_query.wording.templates import TEMPLATES

SOURCES = Path(kg_query.__file__).parent


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_a_sentence_has_both_languages_with_the_same_placeholders() -> None:
    assert len(TEMPLATES) > 500
    for key, (zh, en) in TEMPLATES.items():
        assert zh.strip() and en.strip(), key
        assert placeholders(zh) == placeholders(en), key
        assert all(name.isidentifier() for name in placeholders(zh)), key


def test_a_chinese_sentence_is_chinese() -> None:
    """No machine words: only the commands of the hints are written in Latin letters."""
    for key, (zh, _) in TEMPLATES.items():
        words = re.findall(r"[A-Za-z_]{2,}", say(key, "zh", **dict.fromkeys(placeholders(zh), "甲")))
        assert not any("_" in word for word in words), key
        if not key.startswith("hint."):
            assert words == [], key


def test_an_english_sentence_is_english() -> None:
    for key, (_, en) in TEMPLATES.items():
        text = say(key, "en", **dict.fromkeys(placeholders(en), "x"))
        assert not re.search(r"[\u4e00-\u9fff，。：；「」（）]", text), key
        assert not re.search(r"[a-z]+_[a-z]+", text), key


def in_full(code: str) -> str:
    """The code with whole keys: a page with `words = "grounds"` says "title" and means "grounds.title"."""
    if page := re.search(r"^    words = \"([a-z_]+)\"$", code, re.M):
        code = re.sub(r"(self\.say\(\s*f?\")", rf"\g<1>{page[1]}.", code)
        code = re.sub(r"(self\.column\(\s*\")", rf"\g<1>{page[1]}.column.", code)
        code += f'f"{page[1]}.{{key}}"'
    elif room := re.search(r"return say\(f\"([a-z_]+)\.\{key\}\"", code):
        code = re.sub(r"(self\.say\(\s*f?\")", rf"\g<1>{room[1]}.", code)
    return code


def test_every_sentence_that_is_used_exists_and_every_one_that_exists_is_used() -> None:
    code = "\n".join(
        in_full(p.read_text("utf-8"))
        for p in SOURCES.rglob("*.py")
        if p.parent.name != "templates" and p.name != "messages.py"
    )
    used = set(re.findall(r"\"([a-z_.]+)\"", code))
    stems = set(re.findall(r"f\"([a-z_]+(?:\.[a-z_]+)*\.?)\{", code)) | set(
        re.findall(r"f\"\{[a-z_]+\}\.([a-z_]+)\"", code)
    )
    unused = [
        key
        for key in TEMPLATES
        if key not in used
        and not any(key.startswith(stem) for stem in stems if "." in stem)
        and not any(key.rpartition(".")[2] in (stem, *used) for stem in (stems or {""}))
    ]
    assert unused == []
    # a key has a point in it: reports have functions of these names for words of their own
    asked = set(re.findall(r"(?:say|both|line|self\.column)\((?:\d, )?\s*\"([a-z_]+\.[a-z_.]+)\"", code))
    assert asked - set(TEMPLATES) == set() and len(asked) > 40


def test_no_sentence_is_written_twice() -> None:
    import kg_query.wording.templates as templates

    tables = [table for name, table in vars(templates).items() if name.isupper() and name != "TEMPLATES"]
    assert len(tables) >= 8
    assert len(TEMPLATES) == sum(map(len, tables))


def test_a_missing_value_or_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("quoted", "zh")
    with pytest.raises(KeyError):
        say("no.such.sentence", "zh")


def test_values_are_taken_in_the_language_asked_for() -> None:
    text = both("quoted", text=Text("甲", "alpha"))
    assert (text.zh, text.en) == ("“甲”", "“alpha”")


@pytest.mark.parametrize(
    ("values", "lang", "last", "expected"),
    [
        ([], "en", "and", ""),
        (["a"], "en", "and", "a"),
        (["a", "b"], "en", "or", "a or b"),
        (["a", "b", "c"], "en", "and", "a, b and c"),
        (["甲", "乙", "丙"], "zh", "and", "甲、乙、丙"),
        (["甲", "乙", "丙"], "zh", "or", "甲、乙或者丙"),
    ],
)
def test_lists(values: list[str], lang: str, last: str, expected: str) -> None:
    assert listed(values, lang, last) == expected


def test_english_verbs_agree_with_the_number_of_clauses() -> None:
    def idle(*places: str) -> str:
        return say("no_override.idle", "en", places=list(places)).rpartition("over it, ")[2]

    assert idle("Article 3") == "Article 3 does not apply"
    assert idle("Article 3", "Article 5") == "Article 3 and Article 5 do not apply"
    assert idle("Article 9(1) to (5)") == "Article 9(1) to (5) do not apply"


# --- setting ----------------------------------------------------------------------------------


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    text = "第九条第（四）项：「因不能预见、不能避免或不能克服等不可抗力因素，（或者其他）导致；」"
    for width in range(8, 40):
        lines = wrap(text, width)
        assert "".join(lines) == text
        assert not any(line[0] in "、，；：）」" or line[-1] in "（「" for line in lines)


def test_words_stay_whole_and_lines_fit() -> None:
    text = "the condition holds and nothing excludes it, so Article 9(4) applies"
    for width in range(12, 60):
        lines = wrap(text, width)
        assert " ".join(lines) == text and max(map(columns, lines)) <= width


def test_further_lines_hang() -> None:
    assert indented("one two three", 1, width=9) == ["  one two", "    three"]


def test_sentences_quote_with_one_kind_of_mark_and_with_inner_ones_inside() -> None:
    ours = [zh for zh, _ in TEMPLATES.values()]
    ours += [one.words.zh for one in questions().values()]
    corpus = law().corpus
    for reading in corpus.readings.values():
        ours += [
            one.zh for one in (reading.label, reading.primary, reading.alternative, reading.reason) if one
        ]
    ours += [one.reason.zh for one in corpus.overrides if one.reason]
    assert len(ours) > 500 and [one for one in ours if re.search("[「」『』]", one)] == []
    assert both("quoted", text=Text("落实“三个区分开来”", "under the “three distinctions”")) == Text(
        "“落实‘三个区分开来’”", "“under the ‘three distinctions’”"
    )
    assert say("list.more", "zh", count="“一”") == "等，另有 “一” 项", "what is not quoted keeps its marks"
