"""The specimen: one of everything the graph may hold, and ways to break one thing in it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from rdflib import RDF, RDFS, Graph, Namespace, URIRef

from kg_query import terms
from kg_query.validate.shacl import ontology

LAW = Namespace(terms.LAW)
SPECIMEN = Path(__file__).parent / "fixtures" / "specimen.ttl"


def broken(*changes: tuple[str, str], more: str = "") -> str:
    """The specimen's Turtle with words replaced (each must stand there) and statements added."""
    turtle = SPECIMEN.read_text("utf-8")
    for old, new in changes:
        assert turtle.count(old) >= 1, f"the specimen has no {old!r}"
        turtle = turtle.replace(old, new, 1)
    return turtle + "\n" + more


@cache
def _surroundings() -> tuple[tuple[Any, Any, Any], ...]:
    """What the specimen leans on: the class hierarchy, and the types of the individuals it names."""
    words, specimen = ontology(), Graph().parse(SPECIMEN)
    own = (LAW.Ground, LAW.Outcome, LAW.Role)
    named = {o for o in specimen.objects() if isinstance(o, URIRef)}
    return (
        *words.triples((None, RDFS.subClassOf, None)),
        *(t for t in words.triples((None, RDF.type, None)) if t[0] in named and t[2] not in own),
    )


def specimen_graph(turtle: str | None = None) -> Graph:
    """The specimen (or a broken one) with as much of the ontology as the shapes need."""
    graph = Graph()
    graph.parse(data=turtle or broken(), format="turtle")
    for triple in _surroundings():
        graph.add(triple)
    return graph
