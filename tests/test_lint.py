"""Each check finds what it is for and nothing else; the graph as it stands passes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from law_specimens import CASES
from pyoxigraph import Store
from specimen import broken
from tiny_world import TINY

from kg_query import KnowledgeGraph
from kg_query.errors import CorpusError
from kg_query.files import TurtleFile, graph_files, root
from kg_query.lint import LintReport, checks, law_checks, lint
from kg_query.store import build_store

CHECKS = {check.name: check for check in checks()}

Change = tuple[str, str]

#: check → what is changed in the specimen or added to it, and the entity that is then found
BROKEN: dict[str, tuple[list[Change], str, str]] = {
    "annex-points": ([("law:points 100.0", "law:points 90.0"), ("law:points 100.0", "law:points 90.0")], "", "specimen/annex_1"),
    "catch-all-fires-by-itself": ([("law:kind kind:exemption", "law:kind kind:catch_all")], "", "specimen/norm"),
    "circular-conditions": ([], "x:a a law:Norm ; law:condition x:b . x:b a law:Norm ; law:condition x:t . x:t law:anyOf ( x:a ) .", "specimen/a"),
    "circular-entailment": ([], "ground:specimen_wide skos:broader ground:specimen_narrow .", "specimen_narrow"),
    "circular-imports": ([], "x:module owl:imports x:other . x:other owl:imports x:module .", "specimen/module"),
    "circular-overrides": ([], "x:back a law:Override ; law:prevailing x:later_norm ; law:defeats x:norm .", "specimen/norm"),
    "circular-parts": ([], "x:annex_1 eli:is_part_of x:line .", "specimen/annex_1"),
    "condition-leaf": ([("rdf:first ground:specimen_narrow", "rdf:first x:role")], "", "specimen/norm"),
    "condition-list": ([(" ;\n    rdf:rest rdf:nil", "")], "", "specimen/norm"),
    "condition-node": ([("x:tree law:allOf x:cell_1", "x:tree law:not ground:specimen_wide ; law:allOf x:cell_1")], "", "specimen/norm"),
    "condition-of-nothing": ([("x:tree law:allOf x:cell_1", "x:tree law:allOf ( )")], "", "specimen/norm"),
    "correction-by-conjecture": ([("law:certainty law:certain", "law:certainty law:conjecture")], "", "specimen/art_1"),
    "dangling-id": ([("law:cites x:cited", "law:cites x:lost_law")], "", "specimen/lost_law"),
    "definition-contains-label": ([("class made for the tests", "museum piece made for the tests")], "", "specimen"),
    "discretion-without-may": ([("law:outcome x:outcome", "law:outcome <https://w3id.org/kg-query/id/outcome/exemption_permitted>")], "", "specimen/norm"),
    "document-points": ([("law:points 100.0", "law:points 60.0")], "", "specimen/document"),
    "ground-never-used": ([], "ground:specimen_idle a law:Ground ; law:group x:group .", "specimen_idle"),
    "group-without-member": ([("skos:member ground:specimen_narrow , ", "skos:member ")], "", "specimen_narrow"),
    "left-to-be-derived": ([("    law:listOrder 99 ;\n", "")], "", "specimen"),
    "modelled-and-not": ([], 'x:art_1 law:notModelled "原则"@zh , "a principle"@en .', "specimen/art_1"),
    "norm-without-topic": ([("    law:topic x:topic ;\n", "")], "", "specimen/later_norm"),
    "norm-without-unit": ([("law:provision x:line ", "law:provision x:reading ")], "", "specimen/line_norm"),
    "notation-taken-twice": ([], 'x:other law:regulation id:nanmu ; skos:notation "P-XX-1-1" .', "specimen/line"),
    "one-language-only": ([('"样本规范"@zh , ', "")], "", "specimen/norm"),
    "outcome-without-condition": ([("    law:condition x:tree ;\n", "")], "", "specimen/norm"),
    "override-across-regulations": ([("law:defeats x:later_norm", "law:defeats x:far_norm")], "x:far_norm law:provision x:far . x:far law:regulation id:nanmu .", "specimen/override"),
    "override-by-unexplained-reading": ([("law:basis law:express", "law:basis law:reading")], "", "specimen/override"),
    "position-taken-twice": ([("law:position 2 ", "law:position 3 ")], "", "specimen/annex_1"),
    "precedence-taken-twice": ([("law:precedence 100 ", "law:precedence 99 ")], "", "specimen/later_outcome"),
    "reference-to-nothing": ([("law:referenceKind law:named", "law:referenceKind law:dangling")], "", "specimen/art_1"),
    "same-label": ([], 'law:double a owl:Class ; rdfs:label "标本"@zh , "double"@en ; rdfs:isDefinedBy x:module .', "double"),
    "term-without-home": ([(" ;\n    rdfs:isDefinedBy x:module", "")], "", "specimen"),
    "term-without-source": ([("    dcterms:source x:art_1 ;\n", "")], "", "specimen"),
    "text-lost": ([], 'x:art_1 law:lost "此处缺字"@zh , "words are missing"@en .', "specimen/art_1"),
    "topic-of-nothing": ([("law:topic x:topic", "law:topic x:lost_topic")], "", "specimen/later_norm"),
    "undeclared-class": ([("x:annex_1 a law:Annex", "x:annex_1 a law:Anex")], "", "Anex"),
    "undeclared-property": ([("law:emendation x:emendation", "law:emmendation x:emendation")], "", "emmendation"),
    "undeclared-term-in-a-shape": ([], "x:shape <http://www.w3.org/ns/shacl#path> law:nowhere .", "specimen/shape"),
    "unit-without-norm": ([], 'x:art_2 a law:Article ; law:regulation id:specimen ; law:text "应当作为。"@zh , "Act."@en .', "specimen/art_2"),
}  # fmt: skip


def store_of(*turtle: str, tmp_path: Path) -> Store:
    """The ontology and pieces of Turtle, each piece in a file of its own."""
    files = [f for f in graph_files() if f.name.startswith("ontology/")]
    for number, piece in enumerate(turtle):
        path = tmp_path / f"piece{number}.ttl"
        path.write_text(piece, encoding="utf-8")
        files.append(TurtleFile(path, f"piece{number}.ttl"))
    return build_store(files)


def rows(store: Store, name: str) -> set[str]:
    """The entities a check finds."""
    found = store.query(CHECKS[name].sparql, use_default_graph_as_union=True)
    return {row["entity"].value for row in found}  # type: ignore[index, union-attr]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return store_of(broken(), tmp_path=tmp_path_factory.mktemp("sound"))


@pytest.fixture(scope="module")
def report() -> LintReport:
    return KnowledgeGraph.open().lint()


def test_every_check_has_a_graph_that_fails_it() -> None:
    assert set(CHECKS) == set(BROKEN) | set(CASES) | {"outcome-without-procedure"}  # in test_lint_law


@pytest.mark.parametrize("name", BROKEN)
def test_a_check_finds_what_it_is_for(name: str, sound: Store, tmp_path: Path) -> None:
    changes, more, entity = BROKEN[name]
    before = rows(sound, name)
    assert not any("specimen" in one for one in before), "the sound specimen has no such fault"
    found = rows(store_of(broken(*changes, more=more), tmp_path=tmp_path), name) - before
    assert entity in {
        one.split("kg-query/")[-1].removeprefix("id/").removeprefix("ns#").removeprefix("ground/")
        for one in found
    }


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_a_check_says_in_one_sentence_what_its_rows_are(check) -> None:
    assert check.sentence.zh.endswith("。") and check.sentence.en.endswith(".")
    assert check.fix.zh and check.fix.en
    assert check.severity in ("violation", "warning", "info")


@pytest.mark.parametrize(
    ("left_out", "entity"),
    [
        ('    rdfs:label "样本办法"@zh , "Specimen measures"@en ;\n', "specimen"),
        ("    eli:is_part_of x:annex_1 ;\n", "specimen/document"),
        ("    law:position 4 ;\n", "specimen/line"),
    ],
)
def test_an_edition_states_what_could_be_derived(left_out: str, entity: str, tmp_path: Path) -> None:
    found = rows(store_of(broken((left_out, "")), tmp_path=tmp_path), "left-to-be-derived")
    assert {one.split("/id/")[-1] for one in found} == {entity}


def test_the_documented_minimum_of_a_folder_passes() -> None:
    """What the compiler derives is not demanded of a folder that names no source file."""
    report = lint(KnowledgeGraph.open(data=[TINY]))
    assert report.passed, report.to_text("en")
    assert [
        f.entity for f in report.of("data") if "lakeside" in f.entity and f.check.severity != "info"
    ] == []


def test_every_bundled_regulation_names_its_source_file() -> None:
    assert all(r.source_file for r in KnowledgeGraph.open().corpus.regulations.values())


def test_the_graph_passes(report: LintReport) -> None:
    assert report.passed, report.to_text("en")
    assert [f.check.name for f in report.of("data") if f.check.severity == "warning"] == []
    assert {c.name for c in report.checks} == set(CHECKS) | {c.check.name for c in law_checks()}


def test_what_the_sources_lack_is_told_and_does_not_fail_the_graph(report: LintReport) -> None:
    lost = {f.entity: f for f in report if f.check.name == "text-lost"}
    fault = lost["puxian-tolerance/art_10__point_3"]
    assert fault.file == "data/puxian-tolerance/text.ttl"
    assert not fault.counts
    assert "决定" in fault.problem.zh and fault.problem.en not in ("", fault.problem.zh)


def test_both_languages_of_the_text_are_whole(report: LintReport) -> None:
    zh, en = ("".join(report.to_text(lang).split()) for lang in ("zh", "en"))
    for check in {f.check for f in report}:
        assert "".join(check.sentence.zh.split()) in zh and "".join(check.sentence.en.split()) in en
        assert check.sentence.zh not in en


def test_the_report_is_plain_json_and_plain_rows(report: LintReport) -> None:
    told = json.loads(json.dumps(report.to_json(), ensure_ascii=False))
    assert told["passed"] is True
    assert told["checks"]["dangling-id"] == 0
    assert told["shapes"]["Norm"] > 200
    assert len(told["faults"]) == len(report) == len(report.rows("en"))
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(report.columns)
    writer.writerows(report.rows("zh"))
    stream.seek(0)
    assert {r["severity"] for r in csv.DictReader(stream)} <= {"info", "warning", "violation"}


def test_a_fault_names_its_file_its_sentence_and_what_to_do(tmp_path: Path) -> None:
    store = store_of(broken(("law:kind kind:exemption", "law:kind kind:catch_all")), tmp_path=tmp_path)
    found = lint(SimpleNamespace(store=store), about="data")
    (fault,) = [f for f in found if f.check.name == "catch-all-fires-by-itself"]
    assert (fault.entity, fault.file) == ("specimen/norm", "piece0.ttl")
    assert "other_circumstance_recognised" in fault.check.fix.en
    assert fault.counts and not found.passed
    assert "specimen/norm" in found.to_text("zh") and "piece0.ttl" in found.to_text("en")


def test_a_breach_of_a_shape_is_listed_beside_the_checks(tmp_path: Path) -> None:
    store = store_of(broken(("    law:basis law:express ;\n", "")), tmp_path=tmp_path)
    (fault,) = [
        f for f in lint(SimpleNamespace(store=store), about="data") if f.check.name == "Override-basis"
    ]
    assert (fault.entity, fault.file, fault.check.severity) == (
        "specimen/override",
        "piece0.ttl",
        "violation",
    )


def test_an_acknowledged_fault_is_listed_with_its_reason_and_no_longer_counts(tmp_path: Path) -> None:
    fault = broken(("law:kind kind:exemption", "law:kind kind:catch_all"))
    note = (
        "@prefix law: <https://w3id.org/kg-query/ns#> .\n"
        "<https://w3id.org/kg-query/id/note/1> a law:Acknowledgement ;\n"
        '    law:check "catch-all-fires-by-itself" ;\n'
        "    law:acknowledges <https://w3id.org/kg-query/id/specimen/norm> ;\n"
        '    law:reason "原文没有其他情形"@zh , "the clause names one circumstance only"@en .\n'
    )
    found = [
        f
        for f in lint(SimpleNamespace(store=store_of(fault, note, tmp_path=tmp_path)), about="data")
        if f.check.name == "catch-all-fires-by-itself"
    ]
    assert [(f.entity, f.counts) for f in found] == [("specimen/norm", False)]
    assert found[0].acknowledged is not None
    assert found[0].acknowledged.en == "the clause names one circumstance only"


def test_an_acknowledgement_of_one_fault_hides_no_other(tmp_path: Path) -> None:
    fault = broken(
        ("law:kind kind:exemption", "law:kind kind:catch_all"),
        ('law:check "text-lost"', 'law:check "one-language-only"'),
    )
    found = lint(SimpleNamespace(store=store_of(fault, tmp_path=tmp_path)), about="data")
    assert [f.counts for f in found if f.check.name == "catch-all-fires-by-itself"] == [True]


@pytest.mark.parametrize("line", ["# severity: grave", "# zh: 只有中文"], ids=["severity", "language"])
def test_a_check_without_a_complete_header_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "half.rq").write_text(line + "\nSELECT * WHERE { ?entity ?p ?problem }\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"half\.rq"):
        checks(tmp_path)


def test_checks_lie_beside_the_shapes() -> None:
    assert {p.stem for p in (root() / "shapes" / "checks").glob("*.rq")} == set(CHECKS)
