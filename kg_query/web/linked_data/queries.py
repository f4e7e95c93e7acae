"""The queries that descriptions are made of: constant texts, into which only IRIs are put.

Blank nodes have no names that a second query could ask for, so what lies below (and above) them is
asked for in one query, level by level; the list cells of RDF collections count as no level.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...errors import InputError
from ...model import Text
from ...terms import DCTERMS, LAW, RDF, RDFS, SH, SKOS

__all__ = [
    "ABOUT", "ABOVE_BLANKS", "BELOW_BLANKS", "DEPTH", "GRAPHS", "INCOMING", "INSTANCES", "KNOWN", "LABELS", "LABEL_RANKS",
    "ONTOLOGIES", "OUTGOING", "REGULATIONS", "SHAPES", "SUBJECTS", "USES", "VERSION", "bound",
]  # fmt: skip

#: Statements about a thing, and statements that point at it, at most.
OUTGOING, INCOMING = 2000, 1000
#: Levels of blank nodes below and above a thing.
DEPTH, CLIMB = 10, 10

_REST = f"<{RDF}rest>"

#: What is said of a thing (?d "out") and what points at it (?d "in"), with the graph.
ABOUT = """
SELECT ?x ?d ?g ?s ?p ?o WHERE {
  { SELECT * WHERE { VALUES ?x { } GRAPH ?g { ?x ?p ?o } BIND("out" AS ?d) } LIMIT 2001 }
  UNION
  { SELECT * WHERE { VALUES ?x { } GRAPH ?g { ?s ?p ?x } BIND("in" AS ?d) } LIMIT 1001 }
}
"""


def _below() -> str:
    """?s ?p ?o for every blank node ?s below the thing ?x; ?l is its level, from 1."""
    parts, way = [], "?x ?p0 ?b0 . FILTER(isBlank(?b0)) "
    for n in range(DEPTH):
        parts.append(f"{{ GRAPH ?g {{ {way} ?b{n} {_REST}* ?s . FILTER(isBlank(?s)) ?s ?p ?o }} }}")
        way += (
            f"?b{n} {_REST}* ?c{n} . ?c{n} ?p{n + 1} ?b{n + 1} . "
            f"FILTER(isBlank(?b{n + 1}) && ?p{n + 1} != {_REST}) "
        )
    return "\nUNION ".join(parts)


def _above() -> str:
    """The named nodes ?s from which the thing ?x is reached over blank nodes, ?p the first step."""
    parts, way = [], f"?b0 ?p0 ?x . FILTER(isBlank(?b0)) ?h0 {_REST}* ?b0 . "
    for n in range(CLIMB):
        parts.append(f"{{ GRAPH ?g {{ {way} ?s ?p ?h{n} FILTER(isIRI(?s)) }} }}")
        way += (
            f"?b{n + 1} ?p{n + 1} ?h{n} . FILTER(isBlank(?b{n + 1}) && ?p{n + 1} != {_REST}) "
            f"?h{n + 1} {_REST}* ?b{n + 1} . "
        )
    return "\nUNION ".join(parts)


BELOW_BLANKS = "SELECT DISTINCT ?g ?s ?p ?o WHERE { VALUES ?x { } { " + _below() + " } } LIMIT 4001"
ABOVE_BLANKS = "SELECT DISTINCT ?g ?s ?p WHERE { VALUES ?x { } { " + _above() + " } } LIMIT 1001"

#: What a thing may be called by: label proper, title, what stands in for one. Lower ranks are better.
LABEL_RANKS: dict[str, int] = {
    RDFS + "label": 1,
    SKOS + "prefLabel": 1,
    DCTERMS + "title": 2,
    LAW + "summary": 3,
    LAW + "number": 4,
    SH + "name": 4,
    SKOS + "notation": 5,
}
LABELS = (
    "SELECT DISTINCT ?x ?p ?label WHERE { VALUES ?x { } ?x ?p ?label FILTER(isLiteral(?label) && ?p IN ("
    + ", ".join(f"<{p}>" for p in LABEL_RANKS)
    + ")) } LIMIT 20000"
)

#: All IRIs of ours that something is said of.
KNOWN = """
SELECT DISTINCT ?s WHERE {
  GRAPH ?g { ?s ?p ?o } FILTER(isIRI(?s) && STRSTARTS(STR(?s), "https://w3id.org/kg-query/"))
} LIMIT 50000
"""

#: Everything in the graphs of ontology modules and alignments, and terms of ours declared elsewhere.
ONTOLOGIES = """
SELECT ?g ?s ?p ?o WHERE {
  GRAPH ?g { ?s ?p ?o }
  FILTER(
    STRSTARTS(STR(?g), "https://w3id.org/kg-query/graph/ontology/")
    || (STRSTARTS(STR(?s), "https://w3id.org/kg-query/ns#") && ?g != <https://w3id.org/kg-query/graph/inferred>)
    || ?s = <https://w3id.org/kg-query/owl/conditions>
  )
} LIMIT 90000
"""

#: Everything in the graphs of shapes.
SHAPES = """
SELECT ?g ?s ?p ?o WHERE {
  GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), "https://w3id.org/kg-query/graph/shapes/"))
} LIMIT 90000
"""

#: What a graph says of things with names, at most 300 of them in the order of their names.
SUBJECTS = """
SELECT DISTINCT ?s WHERE { VALUES ?x { } GRAPH ?x { ?s ?p ?o } FILTER(isIRI(?s)) } ORDER BY ?s LIMIT 301
"""

#: How often each property is used, and how many members each class has, outside the ontology.
USES = """
SELECT ?p (COUNT(*) AS ?n) WHERE {
  GRAPH ?g { ?s ?p ?o } FILTER(!STRSTARTS(STR(?g), "https://w3id.org/kg-query/graph/ontology/"))
} GROUP BY ?p
"""
INSTANCES = """
SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c FILTER(isIRI(?c)) } GROUP BY ?c
"""

#: The module that a version IRI belongs to.
VERSION = "SELECT ?m WHERE { VALUES ?x { } GRAPH ?g { ?m <http://www.w3.org/2002/07/owl#versionIRI> ?x } }"

#: The named graphs, with how many triples each holds.
GRAPHS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"

#: The regulations, in the order that they are listed in.
REGULATIONS = f"""
SELECT DISTINCT ?r ?order WHERE {{ ?r a <{LAW}Regulation> OPTIONAL {{ ?r <{LAW}listOrder> ?order }} }}
ORDER BY ?order ?r
"""


def bound(query: str, iris: Iterable[str]) -> str:
    """A query with its `VALUES ?x { }` filled; each IRI is checked and written by pyoxigraph.

    Raises InputError for what is no IRI.

    >>> bound("ASK { VALUES ?x { } ?x ?p ?o }", ["http://example.org/a"])
    'ASK { VALUES ?x { <http://example.org/a> } ?x ?p ?o }'
    """
    from pyoxigraph import NamedNode

    try:
        terms = " ".join(str(NamedNode(iri)) for iri in iris)
    except ValueError as error:
        raise InputError(Text("这不是合法的 IRI", "this is no IRI")) from error
    return query.replace("VALUES ?x { }", f"VALUES ?x {{ {terms} }}")
