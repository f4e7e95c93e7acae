"""The text of all eight regulations against their five sources, character for character.

Every character of a source is a unit's number, a unit's own text, or recorded noise. A unit's raw
text is the source at its spans; its emendations and its regulation's normalisations turn the raw
text into the Chinese text, and nothing else does.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from itertools import pairwise

import pytest
from text_files import (
    DATA,
    ELI,
    ID,
    LAW,
    REGULATIONS,
    SKOS,
    SOURCES,
    emended,
    nodes,
    normalised,
    source,
    units,
)

EVERY_REGULATION = pytest.mark.parametrize("slug", REGULATIONS)
EID_STEP = r"[a-z]+(?:_[a-z0-9]+)*"
EID = re.compile(rf"{EID_STEP}(?:__{EID_STEP})*")


def value_of(chinese: str) -> int:
    """一 → 1, 十 → 10, 二十八 → 28; digits as they are."""
    if chinese.isdigit():
        return int(chinese)
    tens, ten, ones = chinese.rpartition("十")
    digit = "零一二三四五六七八九".index
    return (digit(tens) if tens else bool(ten)) * 10 + (digit(ones) if ones else 0)


def test_the_five_sources_are_the_files_that_were_given():
    found = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (DATA / "sources").glob("*.txt")}
    assert found == SOURCES


@pytest.mark.parametrize("name", SOURCES)
def test_every_character_of_a_source_has_exactly_one_home(name):
    homes: list[tuple[int, int, str]] = []
    for slug, counted in REGULATIONS.items():
        if counted.source != name:
            continue
        for unit in units(slug).values():
            for predicate in ("numberSpan", "span"):
                homes += [(a, b, unit.iri) for a, b in unit.spans(LAW + predicate)]
        for noise in nodes(slug, "Noise"):
            assert noise.one(LAW + "sourceFile") == name
            homes += [(a, b, noise.iri) for a, b in noise.spans(LAW + "span")]
    homes.sort()
    assert all(a < b for a, b, _ in homes), [h for h in homes if h[0] >= h[1]]
    ends = [(0, 0, "the beginning"), *homes, (len(source(name)), len(source(name)), "the end")]
    faults = [(left, right) for left, right in pairwise(ends) if left[1] != right[0]]
    assert not faults, f"gaps or overlaps: {faults[:5]}"
    assert "".join(source(name)[a:b] for a, b, _ in homes) == source(name)


@EVERY_REGULATION
def test_raw_text_and_raw_number_are_what_the_source_prints(slug):
    printed = source(REGULATIONS[slug].source)
    for eid, unit in units(slug).items():
        raw = "".join(printed[a:b] for a, b in unit.spans(LAW + "span"))
        assert (unit.one(LAW + "rawText") or "") == raw, eid
        if unit.spans(LAW + "numberSpan"):
            number = "".join(printed[a:b] for a, b in unit.spans(LAW + "numberSpan"))
            assert (unit.one(LAW + "rawNumber") or unit.one(LAW + "number")) == number, eid


@EVERY_REGULATION
def test_emendations_and_normalisations_alone_make_the_chinese_text_of_the_raw_text(slug):
    for eid, unit in units(slug).items():
        text = normalised(slug, emended(slug, unit, unit.spans(LAW + "span")))
        assert (unit.text(LAW + "text", "zh") or "") == text, eid
        if unit.spans(LAW + "numberSpan"):
            number = normalised(slug, emended(slug, unit, unit.spans(LAW + "numberSpan")))
            assert unit.one(LAW + "number") == number, eid


@EVERY_REGULATION
def test_every_normalisation_says_how_often_it_is_applied(slug):
    applied = "".join(
        emended(slug, unit, unit.spans(LAW + predicate))
        for unit in units(slug).values()
        for predicate in ("numberSpan", "span")
    )
    for rule in nodes(slug, "Normalisation"):
        assert int(rule.one(LAW + "count")) == applied.count(rule.one(LAW + "from")), rule.iri


@EVERY_REGULATION
def test_every_unit_speaks_both_languages_unless_it_only_holds_other_units(slug):
    parents = {unit.one(ELI + "is_part_of") for unit in units(slug).values()}
    for eid, unit in units(slug).items():
        zh, en = unit.text(LAW + "text", "zh"), unit.text(LAW + "text", "en")
        assert bool(zh) == bool(en), f"{eid} has text in one language only"
        assert zh or unit.iri in parents, f"{eid} has neither text nor units below it"
        assert not zh or zh != en, f"{eid} is not rendered in English"


@EVERY_REGULATION
def test_eids_are_well_formed_and_every_unit_hangs_on_the_one_its_name_says(slug):
    known = units(slug)
    assert list(known), slug
    for eid, unit in known.items():
        assert EID.fullmatch(eid), eid
        parent = unit.one(ELI + "is_part_of").removeprefix(f"{ID}{slug}").removeprefix("/")
        assert not parent or parent in known, f"{eid} is part of {parent}, which does not exist"
        above = eid.rpartition("__")[0]
        if above and above not in ("preface", "conclusions"):
            assert parent == above, eid
        elif unit.kind == "Article":
            assert not parent or known[parent].kind == "Chapter", eid
    positions = [int(unit.one(LAW + "position")) for unit in known.values()]
    assert positions == list(range(1, len(known) + 1))


@EVERY_REGULATION
def test_siblings_are_numbered_from_one_without_a_gap_as_the_print_numbers_them(slug):
    last: Counter[str] = Counter()
    for eid, unit in units(slug).items():
        step = re.fullmatch(r"((?:art_.*__)?(?:chp|art|para|point)_)(\d+)", eid)
        if not step:
            continue
        last[step[1]] += 1
        assert int(step[2]) == last[step[1]], eid
        printed = re.search(r"[零一二三四五六七八九十]+|\d+", unit.one(LAW + "number") or "")
        assert printed or unit.kind == "Paragraph", f"{eid} has no number"
        if printed:
            assert value_of(printed[0]) == int(step[2]), eid


@EVERY_REGULATION
def test_the_units_are_as_many_as_a_reader_counts_on_the_page(slug):
    counted = REGULATIONS[slug]
    known = units(slug)
    kinds = Counter(unit.kind for unit in known.values())
    assert (kinds["Chapter"], kinds["Article"]) == (counted.chapters, counted.articles)
    for kind, expected in (("Paragraph", counted.paragraphs), ("Point", counted.points)):
        under = Counter(
            eid.rpartition("__")[0]
            for eid, unit in known.items()
            if unit.kind == kind and eid.startswith("art_")
        )
        assert under == expected, kind


def test_a_drafting_slip_stays_in_the_text_and_is_noted_in_both_languages():
    slip = units("mingshan")["art_8"]
    assert slip.text(LAW + "text", "zh") == "有下列情之一的，追究具体执法人员的责任："
    assert slip.text(SKOS + "editorialNote", "zh") and slip.text(SKOS + "editorialNote", "en")
