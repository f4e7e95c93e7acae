"""The pages on comparison and on drafting defects: their tables are those of the graph, the reports and the checks."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kg_query import KnowledgeGraph
from kg_query.compare import PARTS, Report, Wanted
from kg_query.compare.clause_pairs import ALIKE, LEAST
from kg_query.compare.matrix import RELATIONS
from kg_query.compare.scenarios import KINDS, LIMIT
from kg_query.lint import checks, law_checks
from kg_query.lint.reference import PAGES, with_tables
from kg_query.matters import read_matters
from kg_query.wording.messages import say

ROOT = Path(__file__).parent.parent
COMPARISON = {"docs/comparison.md": "en", "docs/comparison.zh-CN.md": "zh"}


def page_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize(("name", "lang"), PAGES.items())
def test_the_table_of_checks_is_made_from_the_checks(name: str, lang: str) -> None:
    page = page_of(name)
    assert with_tables(page, lang) == page
    about_law = [c for c in checks() if c.about == "law"] + [one.check for one in law_checks()]
    assert len(about_law) == len(re.findall(r"^\| `[a-z-]+` \|", page, re.M))


def test_defects_of_the_law_are_no_violations() -> None:
    """The pages say that they never make the exit code 1."""
    about_law = [c for c in checks() if c.about == "law"] + [one.check for one in law_checks()]
    assert {c.severity for c in about_law} == {"warning", "info"}


@pytest.mark.parametrize("name", COMPARISON)
def test_outcomes_have_the_effect_and_strictness_that_the_page_says(name: str) -> None:
    corpus = KnowledgeGraph.open().corpus
    told: dict[str, tuple[str, int]] = {}
    for names, effect, rank in re.findall(r"^\| (`[a-z_]+`.*?) \| ([^|]+) \| (\d) \|$", page_of(name), re.M):
        for code in re.findall(r"`([a-z_]+)`", names):
            told[code] = effect, int(rank)
    effects = corpus.concepts["effect"]
    assert told == {
        o.code: (effects[o.effect].label.in_(COMPARISON[name]), o.strictness)
        for o in corpus.outcomes.values()
        if o.effect is not None
    }


@pytest.mark.parametrize(("name", "lang"), COMPARISON.items())
def test_relations_kinds_and_thresholds_are_told_as_reports_call_them(name: str, lang: str) -> None:
    page = page_of(name)
    for kind in KINDS:
        assert f"| `{kind}` | {say(f'scenario.kind.{kind}', lang)} |" in page
    for relation in RELATIONS:
        assert say(f"grounds.kind.{relation}", lang) in page
    for one in ("equivalent", "narrower", "wider", "overlaps", "separate", "exclusive"):
        assert f"| `{one}` | {say(f'clauses.relation.{one}', lang)} |" in page
    assert all(f" {number} " in page or f"{number})" in page for number in (LEAST, ALIKE))
    assert (LEAST, ALIKE, LIMIT) == (0.4, 0.6, 10)


def keys_told(name: str) -> dict[str, set[str]]:
    """The keys of tables that a page tells, by part."""
    rows = dict(re.findall(r"^\| `([a-z]+)` \|[^|]+\| (.*) \|$", page_of(name), re.M))
    return {part: set(re.findall(r"`([a-z_-]+)`", keys)) for part, keys in rows.items() if part in PARTS}


def test_the_keys_of_tables_are_those_of_the_reports() -> None:
    told, other = map(keys_told, COMPARISON)
    assert told == other
    assert set(told) == set(PARTS)
    kg = KnowledgeGraph.open()
    [matter] = read_matters(ROOT / "data" / "examples" / "matter.json", kg.corpus)
    two = kg.compare(["lianyungang", "mingshan"])
    for part, keys in told.items():
        report = Report(two, Wanted((part,), grounds=("force_majeure",), limit=1, matter=matter))  # type: ignore[arg-type]
        found = {table.key for table in report.to_document("en").tables()}
        if part == "procedure":  # one a group of topics, of which the page names an example
            assert keys <= found
            found = {k for k in found if not k.startswith("procedure_")} | (keys & found)
        if part == "clauses":  # a table without rows is left out of a report
            found |= keys & {"clauses-other-law", "clauses-in-law-only", "clauses-articles"}
        assert keys == found


def test_the_exclusion_of_the_data_format_joins_a_regulation_of_ones_own(tmp_path: Path) -> None:
    [example] = re.findall(
        r"^```turtle\n([^`]*?law:Exclusion[^`]*)^```$", page_of("docs/data-format.md"), re.M
    )
    prefixes = (
        ("ground", "https://w3id.org/kg-query/ground/"),
        ("law", "https://w3id.org/kg-query/ns#"),
        ("skos", "http://www.w3.org/2004/02/skos/core#"),
    )
    shutil.copytree(ROOT / "tests" / "fixtures" / "tiny_regulation", tmp_path, dirs_exist_ok=True)
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes)
    (tmp_path / "exclusion.ttl").write_text(head + example, encoding="utf-8")
    kg = KnowledgeGraph.open(data=[tmp_path])
    assert kg.corpus.grounds["lakeside_route_left_out"].excludes == ("inspection_plan_performed",)
    assert kg.lint("data").passed
