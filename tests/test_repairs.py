"""The repairs that the shapes advise: nothing made up, nothing added without a note, nothing back-dated."""

from __future__ import annotations

import re
from functools import cache

import pytest
from text_files import DATA, LAW, nodes_of

SHAPES = ("penalty", "compulsion", "national")
#: Words for something added to a document of the past. Filling in an index (补填) is archiving.
ADDED = re.compile(r"补[签写记注盖录齐]|补充送达回证")
#: How it is said that it was added later, or that nothing is to be made up.
TOLD = re.compile(r"注明|说明|不得补造|不能补造")


@cache
def repairs() -> dict[str, tuple[str, str, bool]]:
    found = {}
    for name in SHAPES:
        for iri, node in nodes_of(DATA.parent / "shapes" / f"{name}.ttl").items():
            if zh := node.text(LAW + "repair", "zh"):
                en, curable = node.text(LAW + "repair", "en"), node.one(LAW + "curable")
                found[iri.split("#")[-1]] = (zh, en or "", curable == "true")
    return found


@pytest.mark.parametrize("name", SHAPES)
def test_every_repair_stands_in_two_languages(name: str) -> None:
    told = [n for n in nodes_of(DATA.parent / "shapes" / f"{name}.ttl") if n.split("#")[-1] in repairs()]
    assert len(told) > 40
    assert not [n for n in told if not all(repairs()[n.split("#")[-1]][:2])]


def test_what_is_added_later_is_said_to_be() -> None:
    assert not {n: zh for n, (zh, _, _) in repairs().items() if ADDED.search(zh) and not TOLD.search(zh)}


def test_nothing_is_back_dated_rewritten_or_made_up() -> None:
    for zh, en, _ in repairs().values():
        for word in re.findall("倒签|改写|添写", zh):
            assert re.search(f"不得[^，。；]*{word}", zh), zh
        for word in re.findall(r"back-dating|rewrite|written into", en):
            assert re.search(rf"\b(no|not|nothing)\b[^.;]*{word}", en), en


@pytest.mark.parametrize("line", ["P-SC-2-5", "P-SC-5-5", "P-SC-7-5"])
def test_dates_that_contradict_each_other_are_not_made_to_agree(line: str) -> None:
    """Line 5 of the notice, the report and the decision of annex 3 compare dates."""
    zh, en, _ = repairs()[line]
    assert re.search("不得(倒签|为求一致而改写)", zh)
    assert re.search("no back-dating|do not rewrite it to fit", en)


@pytest.mark.parametrize("criterion", ["Q-SP-1-3", "QB-CX-4", "PB-CX-6", "P-DC-4-1"])
def test_a_measure_not_applied_for_and_a_term_missed_cannot_be_put_right(criterion: str) -> None:
    assert not repairs()[criterion][2]
