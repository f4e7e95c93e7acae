"""SECURITY and the threat model cannot lie: each attack has its test, both languages say the same, limits are the real ones."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
ROOT = TESTS.parent
SECURITY = ("SECURITY.md", "SECURITY.zh-CN.md")
MODEL = ("THREAT_MODEL.md", "THREAT_MODEL.zh-CN.md")
#: How a row says that there is no test, in either language.
WITHOUT = ("**later**", "**does not arise**"), ("**以后**", "**不会发生**")
LAST = {"S": 14, "P": 9, "H": 7, "F": 8, "U": 13, "I": 2, "A": 10, "R": 14}
IDS = [f"{letter}{n}" for letter, last in LAST.items() for n in range(1, last + 1)]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows(name: str) -> dict[str, list[str]]:
    """Id → the cells beside it: attack, what holds, tests."""
    found = {}
    for line in read(name).splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if re.fullmatch(r"[A-Z]\d+", cells[0]):
            assert cells[0] not in found, f"{cells[0]} stands twice in {name}"
            found[cells[0]] = cells[1:]
    return found


@cache
def with_tests() -> dict[str, set[str]]:
    """Id → the test modules in which the name of a test, or the beginning of its docstring, bears it."""
    found: dict[str, set[str]] = {}
    for path in TESTS.glob("test_*.py"):
        text = path.read_text(encoding="utf-8")
        names = re.findall(r"def test_((?:[A-Z]\d+_)+)", text)
        said = re.findall(r'def test_\w+\((?:[^)]|\n)*?\)[^:]*:\n\s+"""((?:[A-Z]\d+(?:, )?)+):', text)
        for one in (*names, *said):
            for ident in re.findall(r"[A-Z]\d+", one):
                found.setdefault(ident, set()).add(path.stem)
    return found


@pytest.mark.parametrize("name", SECURITY)
def test_the_table_has_every_attack_once_and_in_order(name: str) -> None:
    assert list(rows(name)) == IDS


@pytest.mark.parametrize("ident", IDS)
def test_every_attack_is_tested_where_it_is_said_or_says_why_not(ident: str) -> None:
    """Each module named has a test of that name."""
    for name, without in zip(SECURITY, WITHOUT, strict=True):
        _, holds, tests = rows(name)[ident]
        listed = set(re.findall(r"`(\w+)`", tests))
        if any(mark in holds for mark in without):
            assert not listed and ident not in with_tests(), f"{ident} is tested, {name} says that it is not"
        else:
            assert listed, f"{name} names no test of {ident}"
            assert listed <= with_tests().get(ident, set()), f"{ident} in {name}"


def test_both_languages_tell_of_the_same_limits_advisories_and_places() -> None:
    """Figures of limits, ids of advisories, names of code and options."""
    for pages in (SECURITY, MODEL):
        english, chinese = (read(name) for name in pages)
        for what in (
            r"CVE-\d+-\d+|SNYK-[\w-]+|sonatype-[\d-]+",
            r"`(--[a-z-]+)`",
            r"`(Settings\.\w+)`",
            r"`(kg_query/[\w/.]+)`",
        ):
            assert sorted(set(re.findall(what, english))) == sorted(set(re.findall(what, chinese))), what
        assert len(re.findall(r"^##+ ", english, re.M)) == len(re.findall(r"^##+ ", chinese, re.M))
        assert english.count("\n| ") == chinese.count("\n| ")


@pytest.mark.parametrize("name", SECURITY)
def test_the_limits_are_those_of_the_program(name: str) -> None:
    from kg_query.endpoint.request import MAX_OUTPUT, MAX_ROWS
    from kg_query.sparql.guard import MAX_DEPTH, MAX_OPERATIONS, MAX_TOKENS
    from kg_query.web import serving
    from kg_query.web.api.multipart import PARTS
    from kg_query.web.api.sniffing import PARTS as ENTRIES
    from kg_query.web.api.sniffing import RATIO, UNPACKED
    from kg_query.web.settings import LONGEST_QUERY, Settings
    from kg_query.web.sparql_request import MAX_QUERY

    table = [line for line in read(name).splitlines() if line.startswith("| ")]
    default = Settings()
    for expected in (
        (f"{MAX_QUERY >> 10} KB", f"{MAX_TOKENS:,}", str(MAX_DEPTH), f"{MAX_OPERATIONS:,}"),
        (f"{default.query_seconds:g}", f"{LONGEST_QUERY:g}", "`timeout=`"),
        (f"{default.memory >> 30} GiB",),
        (f"{MAX_ROWS:,}", f"{default.rows:,}"),
        (f"{MAX_OUTPUT >> 20} MiB",),
        (f"{default.max_body >> 20} MiB", f"{default.max_upload >> 20} MiB", f"{default.body_seconds:g}"),
        (f" {PARTS} ",),
        (f"{UNPACKED >> 20} MiB", f"{ENTRIES:,}", str(RATIO)),
        (f"{serving._HEAD >> 10} KiB", f"{serving.HEAD_SECONDS:g}"),
        (f" {serving._CONNECTIONS} ",),
        (f"{default.rate:g}", str(default.burst), "`--rate`"),
        (f" {default.waiting}", "`Settings.waiting`"),
    ):
        assert any(all(one in line for one in expected) for line in table), expected


@pytest.mark.parametrize("name", (*SECURITY, *MODEL))
def test_every_place_and_setting_named_is_there(name: str) -> None:
    from dataclasses import fields

    from kg_query.web.settings import Settings

    text = read(name)
    for place in re.findall(r"`(kg_query/[\w/.]+)`", text):
        assert (ROOT / place).exists(), place
    known = {field.name for field in fields(Settings)}
    assert set(re.findall(r"`Settings\.(\w+)`", text)) <= known
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("name", MODEL)
def test_every_knob_of_the_model_is_one_that_the_guide_marks(name: str) -> None:
    """What widens what an attacker can reach is the same list in the model and in the guide's settings."""
    text = read(name)
    table = text[text.index("\n## 7.") : text.index("\n## 8.")]
    knobs = {
        o
        for line in table.splitlines()
        if line.startswith("| `--")
        for o in re.findall(r"`(--[a-z-]+)`", line.split("|")[1])
    }
    guide = [line for line in read("docs/service.md").splitlines() if line.startswith("| `--")]
    marked = {
        o
        for line in guide
        if "•" in line.split("|")[1]
        for o in re.findall(r"`(--[a-z-]+)", line.split("|")[1])
    }
    assert marked <= knobs


def test_the_properties_of_the_model_are_as_many_in_both_languages() -> None:
    numbers = [re.findall(r"^\| (\d+) \| ", read(name), re.M) for name in MODEL]
    assert numbers[0] == numbers[1] == [str(n) for n in range(1, 11)]


def test_the_versions_that_the_notes_rest_on_are_required() -> None:
    """SECURITY says of the framework that fixed versions are required: the requirements do."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for requirement in ('"starlette>=1.3"', '"python-multipart>=0.0.20"', '"defusedxml>='):
        assert requirement in text


def test_every_problem_type_is_told_in_both_languages_with_what_to_do() -> None:
    """What `/problems/…` shows for each slug; the page itself is tested with the frame."""
    from kg_query.web.problem_types import TYPES

    for slug, kind in TYPES.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", slug)
        assert all(400 <= status < 600 for status in kind.statuses)
        for text in (kind.title, kind.meaning, kind.advice):
            assert text.zh and text.en and text.zh != text.en, slug
