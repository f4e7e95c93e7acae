"""Exports: the shape others rely on, the same bytes every time, and RDF that reads back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from kg_query import KnowledgeGraph
from kg_query.errors import InputError, UsageError
from kg_query.export import EXPORTS
from kg_query.files import graph_files, root


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


Written = Callable[..., str]


@pytest.fixture(scope="module")
def written(kg: KnowledgeGraph) -> Written:
    """An export, made once for all tests that read it."""
    return cache(kg.export)


@pytest.fixture(scope="module")
def again() -> KnowledgeGraph:
    """The graph opened a second time."""
    return KnowledgeGraph.open()


@pytest.fixture(scope="module")
def rows(written: Written) -> list[dict]:
    return json.loads(written("provisions"))


def test_provisions_have_exactly_the_agreed_keys(rows: list[dict]) -> None:
    agreed = [
        "id",
        "regulation",
        "kind",
        "number",
        "text",
        "raw",
        "source",
        "norms",
        "not_modelled",
        "notation",
        "points",
    ]
    for row in rows:
        assert list(row) == agreed
        assert set(row["text"]) == {"zh", "en"}
        assert all(set(n) == {"kind", "modality"} for n in row["norms"])


def test_provisions_come_regulation_by_regulation_in_document_order(
    kg: KnowledgeGraph, rows: list[dict]
) -> None:
    assert list(dict.fromkeys(r["regulation"] for r in rows)) == list(kg.corpus.regulations)
    nanmu = [r["id"] for r in rows if r["regulation"] == "nanmu"]
    assert nanmu.index("nanmu/art_9") < nanmu.index("nanmu/art_9__point_4") < nanmu.index("nanmu/art_10")


def test_a_point_is_exported_with_its_own_text_only(rows: list[dict]) -> None:
    point = next(r for r in rows if r["id"] == "nanmu/art_9__point_4")
    assert point["kind"] == "point"
    assert point["number"] == "（四）"
    assert point["text"]["zh"].startswith("因不能预见")
    assert point["norms"] == [{"kind": "duty_fulfilled", "modality": "must"}]


def test_offsets_lead_to_the_text_in_the_source(rows: list[dict]) -> None:
    checked = 0
    for row in rows:
        if row["source"] is None or "spans" in row["source"]:
            continue
        printed = (root() / "data" / "sources" / row["source"]["file"]).read_bytes().decode("utf-8")
        assert printed[row["source"]["start"] : row["source"]["end"]] == row["raw"], row["id"]
        checked += 1
    assert checked > 400


def test_points_are_numbers_and_only_where_printed(rows: list[dict]) -> None:
    scored = [r for r in rows if r["points"] is not None]
    assert scored and all(isinstance(r["points"], (int, float)) for r in scored)


def test_csv_has_a_row_for_each_unit_and_survives_commas_and_breaks(
    kg: KnowledgeGraph, rows: list[dict]
) -> None:
    table = list(csv.DictReader(io.StringIO(kg.export("provisions", "csv"))))
    assert [t["id"] for t in table] == [r["id"] for r in rows]
    assert [t["text_zh"] for t in table] == [r["text"]["zh"] for r in rows]


@pytest.mark.parametrize(("what", "format"), [(w, f) for w, fs in EXPORTS.items() for f in fs])
def test_every_export_is_the_same_each_time(
    written: Written, again: KnowledgeGraph, what: str, format: str
) -> None:
    once = written(what, format)
    assert once == again.export(what, format), "blank nodes and order come from the content"
    assert once.endswith("\n")


@pytest.fixture(scope="module")
def canonical(kg: KnowledgeGraph) -> Any:
    """The dataset itself, its blank nodes named by what is said of them."""
    import pyoxigraph as ox

    here = ox.Dataset(kg.store)
    here.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return here


@pytest.mark.parametrize("what", ["trig", "nquads", "jsonld"])
def test_a_dataset_export_reads_back_as_the_same_dataset(
    kg: KnowledgeGraph, canonical: Any, written: Written, what: str
) -> None:
    import pyoxigraph as ox

    formats = {"trig": ox.RdfFormat.TRIG, "nquads": ox.RdfFormat.N_QUADS, "jsonld": ox.RdfFormat.JSON_LD}
    back = ox.Dataset(ox.parse(written(what, EXPORTS[what][0]), format=formats[what]))
    back.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert back == canonical


def test_turtle_uses_the_prefixes_and_holds_every_triple(kg: KnowledgeGraph, written: Written) -> None:
    import pyoxigraph as ox

    turtle = written("turtle", EXPORTS["turtle"][0])
    assert "@prefix law: <https://w3id.org/kg-query/ns#>" in turtle
    back = {str(t) for t in ox.parse(turtle, format=ox.RdfFormat.TURTLE) if "_:" not in str(t)}
    here = {str(ox.Quad(q.subject, q.predicate, q.object)) for q in kg.store}
    assert back == {q for q in here if "_:" not in q}


def test_owl_holds_the_modules_and_the_generated_axioms(written: Written) -> None:
    from rdflib import OWL, RDF, Graph

    graph = Graph().parse(data=written("owl", EXPORTS["owl"][0]), format="turtle")
    assert len(set(graph.subjects(RDF.type, OWL.Class))) > 200
    assert (None, RDF.type, OWL.Ontology) in graph


def test_a_graph_is_named_after_its_file(kg: KnowledgeGraph) -> None:
    found = kg.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").rows
    names = {row["g"]["value"].removeprefix("https://w3id.org/kg-query/graph/") for row in found}
    assert names == {f.name for f in graph_files()}


def test_no_statement_is_made_in_two_files(kg: KnowledgeGraph) -> None:
    """One fact, one home; and the engine would count such a statement twice."""
    seen: dict[tuple[str, str, str], str] = {}
    twice = []
    for quad in kg.store:
        key = (str(quad.subject), str(quad.predicate), str(quad.object))
        if key in seen and "type" not in key[1]:
            twice.append((key, seen[key], str(quad.graph_name)))
        seen[key] = str(quad.graph_name)
    assert twice == []


@pytest.mark.parametrize(("what", "format"), [("provision", None), ("provisions", "xml"), ("owl", "csv")])
def test_an_unknown_export_is_an_error_that_says_what_there_is(
    kg: KnowledgeGraph, what: str, format: str
) -> None:
    with pytest.raises(UsageError) as caught:
        kg.export(what, format)
    assert caught.value.hint is not None


# --- show -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("identifier", "type_"),
    [
        ("nanmu", "regulation"),
        ("nanmu/art_9__point_4", "provision"),
        ("https://w3id.org/kg-query/id/nanmu/art_9__point_4", "provision"),
        ("P-LA-1-3", "provision"),
        ("force_majeure", "ground"),
        ("https://w3id.org/kg-query/ground/force_majeure", "ground"),
        ("exempt", "outcome"),
        ("bar", "kind"),
        ("handler", "role"),
        ("nanmu/norm/art_9__point_4", "norm"),
        ("administrative_penalty_law", "law"),
    ],
)
def test_show_knows_what_an_id_is(kg: KnowledgeGraph, identifier: str, type_: str) -> None:
    shown = kg.show(identifier)
    assert shown["type"] == type_
    json.dumps(shown)


def test_everything_that_has_an_id_can_be_shown(kg: KnowledgeGraph) -> None:
    corpus = kg.corpus
    every = [*corpus.regulations, *corpus.provisions, *corpus.norms, *corpus.grounds, *corpus.outcomes,
             *corpus.readings, *corpus.deadlines, *(o.id for o in corpus.overrides)]  # fmt: skip
    for identifier in every[:: max(1, len(every) // 150)]:
        assert kg.show(identifier)["id"] == identifier


def test_a_provision_is_shown_with_its_norms_and_who_cites_it(kg: KnowledgeGraph) -> None:
    shown = kg.show("mingshan/art_6")
    assert shown["children"]
    assert [n["kind"] for n in kg.show("nanmu/art_9__point_4")["norms"]] == ["duty_fulfilled"]
    cited = next(
        p for p in kg.corpus.provisions.values() if p.refers_to and p.refers_to[0] in kg.corpus.provisions
    )
    assert cited.id in kg.show(cited.refers_to[0])["cited_by"]


def test_a_ground_is_shown_with_the_norms_that_use_it(kg: KnowledgeGraph) -> None:
    shown = kg.show("force_majeure")
    assert "lianyungang/norm/art_8__point_26" in shown["in_conditions_of"]
    assert "objective_factor" in shown["entails"]


def test_an_unknown_id_is_an_error_with_suggestions(kg: KnowledgeGraph) -> None:
    with pytest.raises(InputError) as caught:
        kg.show("nanmu/art_9__point_44")
    assert caught.value.hint is not None and "nanmu/art_9__point_4" in caught.value.hint.en
