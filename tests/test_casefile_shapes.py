"""The shapes of case files: each lets a right value pass and reports a wrong one, with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, BNode, Graph, Literal, URIRef

from kg_query import KnowledgeGraph, terms
from kg_query.casefiles import Schema, case_graph, node_iri, read_case_files
from kg_query.errors import InputError
from kg_query.validate import ValidationReport
from kg_query.validate.shacl import load

EXAMPLES = sorted((Path(__file__).parent.parent / "data" / "examples" / "casefiles").glob("*.json"))
FULL = [p for p in EXAMPLES if p.stem.endswith("-full")]


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@pytest.fixture(scope="module")
def schema(kg: KnowledgeGraph) -> Schema:
    return kg.corpus.case_schema


def report(kg: KnowledgeGraph, graph: Graph) -> ValidationReport:
    return kg.validate(graph, "casefile")


@pytest.mark.parametrize("path", FULL, ids=lambda p: p.stem)
def test_an_example_conforms_and_what_was_not_met_is_said(kg: KnowledgeGraph, path: Path) -> None:
    found = kg.validate([path], "casefile")
    assert found.conforms and not found.breaches
    met = {u.shape for u in found.checked if u.nodes}
    assert {"CaseFile", "CasePerson", "Party", "Archive", "NamedPersons"} <= met
    assert "CaseComplaint" in found.not_checked
    assert not met & set(found.not_checked)


#: A value that the type of a field does not allow.
WRONG = {
    "text": Literal(5),
    "boolean": Literal("yes"),
    "date": Literal("2024-01-01"),
    "moment": Literal("2024-01-01", datatype=URIRef(terms.XSD + "date")),
    "integer": Literal("60"),
    "decimal": Literal(1.5),
    "code": URIRef(terms.ID + "procedure/quick"),
    "node": Literal("x"),
    "documents": Literal("x"),
}


def _everywhere(schema: Schema, wrong: bool) -> tuple[Graph, set[tuple[str, str]]]:
    """A graph with each field of each node, each wrong once; and where that must be reported."""
    graph, expected = Graph(), set()
    case = URIRef(node_iri("c", ""))
    graph.add((case, RDF.type, URIRef(schema.kinds["penalty"].iri)))
    holders = {schema.case.name: (case, "")}
    for paper in schema.documents.values():
        node = URIRef(node_iri("c", f"documents/{paper.slug}"))
        graph.add((case, URIRef(terms.LAW + "document"), node))
        graph.add((node, RDF.type, URIRef(paper.iri)))
        holders[paper.name] = (node, f"documents/{paper.slug}")
    for kind in schema.types():
        if kind.name not in holders:
            continue
        node, place = holders[kind.name]
        for field in kind.fields.values():
            if wrong and field.type != "documents":
                graph.add((node, URIRef(field.property), WRONG[field.type]))
                expected.add((place, field.key))
    return graph, expected


def test_a_wrong_value_in_any_field_is_reported_at_its_place(kg: KnowledgeGraph, schema: Schema) -> None:
    right, _ = _everywhere(schema, wrong=False)
    assert report(kg, right).conforms
    graph, expected = _everywhere(schema, wrong=True)
    found = report(kg, graph)
    told = {(b.focus.removeprefix("c").removeprefix(" › "), b.path) for b in found.breaches}
    assert len(expected) > 300
    assert expected <= told
    assert all(b.message.zh and b.message.en for b in found.breaches)


def test_a_second_value_where_one_is_asked_for_is_reported(kg: KnowledgeGraph, schema: Schema) -> None:
    case = URIRef(node_iri("c", ""))
    graph = Graph()
    graph.add((case, RDF.type, URIRef(schema.kinds["penalty"].iri)))
    graph.add((case, URIRef(terms.LAW + "team"), Literal("甲")))
    assert report(kg, graph).conforms
    graph.add((case, URIRef(terms.LAW + "team"), Literal("乙")))
    assert [(b.focus, b.path) for b in report(kg, graph).breaches] == [("c", "team")]


def test_every_number_is_zero_or_more_for_the_shapes_as_for_the_reader() -> None:
    shapes = load("shapes/casefile.ttl")
    numbers = {
        s
        for t in ("integer", "decimal")
        for s in shapes.subjects(URIRef(terms.SH + "datatype"), URIRef(terms.XSD + t))
    }
    assert len(numbers) > 10
    for shape in numbers:
        assert shapes.value(shape, URIRef(terms.SH + "minInclusive")) == Literal(0)


def test_every_group_of_fields_is_closed(kg: KnowledgeGraph, schema: Schema) -> None:
    graph = Graph()
    case = URIRef(node_iri("c", ""))
    graph.add((case, RDF.type, URIRef(schema.kinds["penalty"].iri)))
    parent = {f.node: f for f in schema.case.fields.values() if f.node}
    for kind in schema.documents.values():
        node = URIRef(node_iri("c", f"documents/{kind.slug}"))
        graph.add((case, URIRef(terms.LAW + "document"), node))
        graph.add((node, RDF.type, URIRef(kind.iri)))
        graph.add((node, URIRef(terms.LAW + "points"), Literal("1")))
    for field in parent.values():
        group = BNode()
        graph.add((case, URIRef(field.property), group))
        graph.add((group, URIRef(terms.LAW + "points"), Literal("1")))
    found = report(kg, graph)
    closed = {b.focus.rpartition("/")[2] for b in found.breaches if b.path == "points"}
    assert set(schema.documents) <= closed
    assert {f.key for f in parent.values()} <= {b.path for b in found.breaches}


def test_a_named_person_must_be_one_of_the_file(kg: KnowledgeGraph, schema: Schema) -> None:
    path = next(p for p in FULL if p.stem == "penalty-full")
    graph = case_graph(read_case_files(path, kg.corpus), schema)
    node = URIRef(node_iri("蒲某综罚〔2024〕3号", "documents/filing-approval"))
    signed = URIRef(terms.LAW + "headSignedBy")
    graph.set((node, signed, Literal("无名")))
    breach = report(kg, graph).breaches
    assert [(b.shape, b.value) for b in breach] == [("NamedPersons", "无名")]


def test_the_shape_of_named_persons_looks_at_every_field_that_names_one(schema: Schema) -> None:
    shapes = load("shapes/casefile.ttl")
    query = next(str(o) for o in shapes.objects(None, URIRef(terms.SH + "select")))
    named = {
        f.property.removeprefix(terms.LAW) for t in schema.types() for f in t.fields.values() if f.names_person
    }  # fmt: skip
    assert named and all(f"law:{name}" in query for name in named)
    held = {t.name for t in schema.types() for f in t.fields.values() if f.names_person}
    assert held <= {d.name for d in schema.documents.values()} | {"CaseAccountability"}


def test_a_file_may_speak_of_nothing_else(kg: KnowledgeGraph, tmp_path: Path) -> None:
    path = tmp_path / "c.ttl"
    path.write_text(
        "@prefix law: <https://w3id.org/kg-query/ns#> .\n"
        "<c> a law:PenaltyFile .\n"
        "law:FilingApproval a law:PenaltyFile2 .\n",
        "utf-8",
    )
    found = kg.validate([path], "casefile")
    assert [(b.shape, b.focus) for b in found.breaches] == [("OnlyCaseFiles", "FilingApproval")]


def test_words_that_are_not_known_are_faults_of_the_file(kg: KnowledgeGraph, tmp_path: Path) -> None:
    data: dict[str, Any] = json.loads(FULL[0].read_text("utf-8"))
    data["nothing"] = 1
    path = tmp_path / "c.json"
    path.write_text(json.dumps(data), "utf-8")
    with pytest.raises(InputError, match="nothing"):
        kg.validate([path], "casefile")
