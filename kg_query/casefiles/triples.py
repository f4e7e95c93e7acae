"""Case files as RDF: every statement that a file makes, each node named after its place.

Literals keep the characters they were written with. Two ways out: terms of pyoxigraph, terms of rdflib.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from kg_query.terms import DCTERMS, RDF, XSD

from .case import CaseFile
from .schema import DocumentType, Field, NodeType, Schema

if TYPE_CHECKING:
    from pyoxigraph import Triple as OxTriple
    from rdflib import Graph

__all__ = ["Literal", "Triple", "case_graph", "case_triples", "ox_triples"]

TYPE = RDF + "type"
IDENTIFIER = DCTERMS + "identifier"
#: The datatype of each type of field.
DATATYPES = {
    "text": XSD + "string",
    "boolean": XSD + "boolean",
    "date": XSD + "date",
    "moment": XSD + "dateTime",
    "integer": XSD + "integer",
    "decimal": XSD + "decimal",
}


class Literal(NamedTuple):
    """A literal: its characters and its datatype."""

    value: str
    datatype: str


class Triple(NamedTuple):
    """A statement: two IRIs, then an IRI or a literal."""

    subject: str
    predicate: str
    object: str | Literal


def case_triples(case: CaseFile, schema: Schema) -> Iterator[Triple]:
    """The statements that a case file makes, in the order of the file.

    Args:
        case: the case file.
        schema: what a case file can say (`Corpus.case_schema`).
    """
    for kind in case.kinds:
        yield Triple(case.iri, TYPE, schema.kinds[kind].iri)
    yield Triple(case.iri, IDENTIFIER, Literal(case.id, XSD + "string"))
    yield from _said(case.iri, schema.case, case.record, schema)


def ox_triples(cases: Iterable[CaseFile], schema: Schema) -> Iterator[OxTriple]:
    """The statements of case files as triples of pyoxigraph."""
    import pyoxigraph

    for case in cases:
        for s, p, o in case_triples(case, schema):
            value = (
                pyoxigraph.Literal(o.value, datatype=pyoxigraph.NamedNode(o.datatype))
                if isinstance(o, Literal)
                else pyoxigraph.NamedNode(o)
            )
            yield pyoxigraph.Triple(pyoxigraph.NamedNode(s), pyoxigraph.NamedNode(p), value)


def case_graph(cases: Iterable[CaseFile], schema: Schema) -> Graph:
    """The statements of case files as an rdflib graph; no literal is rewritten."""
    import rdflib

    graph = rdflib.Graph()
    for case in cases:
        for s, p, o in case_triples(case, schema):
            value = (
                rdflib.Literal(o.value, datatype=rdflib.URIRef(o.datatype), normalize=False)
                if isinstance(o, Literal)
                else rdflib.URIRef(o)
            )
            graph.add((rdflib.URIRef(s), rdflib.URIRef(p), value))
    return graph


def _said(node: str, kind: NodeType, record: Mapping[str, Any], schema: Schema) -> Iterator[Triple]:
    for key, value in record.items():
        field = kind.fields[key]
        place = f"{node}/{key}"
        if field.type == "documents":
            for slug, held in value.items():
                yield from _documents(node, field, f"{place}/{slug}", schema.documents[slug], held, schema)
        elif field.type == "node":
            inner = schema.nodes[field.node or ""]
            for at, one in _numbered(place, value):
                yield Triple(node, field.property, at)
                yield from _said(at, inner, one, schema)
        else:
            for one in value if isinstance(value, list) else [value]:
                yield Triple(node, field.property, _value(field, one, schema))


def _documents(
    node: str, field: Field, place: str, kind: DocumentType, held: Any, schema: Schema
) -> Iterator[Triple]:
    for at, one in _numbered(place, held):
        yield Triple(node, field.property, at)
        yield Triple(at, TYPE, kind.iri)
        yield from _said(at, kind, one, schema)


def _numbered(place: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list):
        yield from ((f"{place}/{number}", one) for number, one in enumerate(value, 1))
    else:
        yield place, value


def _value(field: Field, value: Any, schema: Schema) -> str | Literal:
    if field.type == "code":
        return schema.codes[field.codes or ""][value].iri
    if field.type == "boolean":
        said = "true" if value else "false"
    elif field.type == "decimal":
        said = f"{value:f}"
    elif isinstance(value, datetime):
        said = value.isoformat(timespec="seconds")
    elif field.type == "date":
        said = value.isoformat()
    else:
        said = str(value)
    return Literal(said, DATATYPES[field.type])
