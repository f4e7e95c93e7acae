"""Case files before the validator: nothing but case files goes in, and places come out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .. import terms
from ..casefiles import Schema, path_of, place_of
from .report import Breach, ValidationReport
from .shacl import SHAPE, load, message

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

__all__ = ["only_case_files", "placed"]


def only_case_files(graph: Graph, schema: Schema, files: dict[Node, str]) -> tuple[Graph, list[Breach]]:
    """The part of a graph that hangs on case files, and a breach for each other node.

    Nobody's upload may tell the validator what a document or a code is.
    """
    from rdflib import RDF, Graph, URIRef

    nested = {
        URIRef(field.property)
        for kind in schema.types()
        for field in kind.fields.values()
        if field.type in ("node", "documents")
    }
    ahead: list[Node] = [n for k in schema.kinds.values() for n in graph.subjects(RDF.type, URIRef(k.iri))]
    mine: set[Node] = set()
    while ahead:
        node = ahead.pop()
        if node not in mine:
            mine.add(node)
            ahead += [value for p, value in graph.predicate_objects(node) if p in nested]
    kept = Graph()
    others: dict[Node, None] = {}
    for node, predicate, value in graph:
        if node in mine:
            kept.add((node, predicate, value))
        else:
            others.setdefault(node)
    said = message(load("shapes/casefile.ttl"), SHAPE + "OnlyCaseFiles")
    return kept, [
        Breach("violation", said, terms.short(str(n)), None, None, "OnlyCaseFiles", files.get(n), str(n))
        for n in others
    ]


def placed(report: ValidationReport, schema: Schema) -> ValidationReport:
    """The report with the places of case files in place of nodes and properties."""
    return replace(report, breaches=tuple(_placed(breach, schema) for breach in report.breaches))


def _placed(breach: Breach, schema: Schema) -> Breach:
    found = path_of(breach.iri)
    if found is None:
        return breach
    identifier, place = found
    whole = place_of(schema, breach.iri, terms.LAW + breach.path) if breach.path else place
    key = whole.removeprefix(place).lstrip("/")
    return replace(
        breach,
        focus=" › ".join(filter(None, (identifier, place))),
        path=key or breach.path,
    )
