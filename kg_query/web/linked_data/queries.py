"""The queries that descriptions are made of: constant texts, into which only IRIs are put.

Blank nodes have no names that a second query could ask for, so what lies below (and above) them is
asked for in one query.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...errors import InputError
from ...model import Text
from ...terms import DCTERMS, LAW, RDFS, SH, SKOS

__all__ = [
    "ABOUT", "ABOVE_BLANKS", "BELOW_BLANKS", "GRAPHS", "INCOMING", "INNER_WAYS", "INSTANCES", "KNOWN", "LABELS", "LABEL_RANKS",
    "ONTOLOGIES", "OUTGOING", "REGULATIONS", "SHAPES", "SUBJECTS", "USES", "VERSION", "bound",
]  # fmt: skip

#: Statements about a thing, and statements that point at it, at most.
OUTGOING, INCOMING = 2000, 1000
#: What is said of a thing (?d "out") and what points at it (?d "in"), with the graph.
ABOUT = """
SELECT ?x ?d ?g ?s ?p ?o WHERE {
  { SELECT * WHERE { VALUES ?x { } GRAPH ?g { ?x ?p ?o } BIND("out" AS ?d) } LIMIT 2001 }
  UNION
  { SELECT * WHERE { VALUES ?x { } GRAPH ?g { ?s ?p ?x } BIND("in" AS ?d) } LIMIT 1001 }
}
"""


#: The properties that lead from one blank node to another: ways inside trees and collections.
INNER_WAYS = """
SELECT DISTINCT ?p WHERE { GRAPH ?g { ?s ?p ?o FILTER(isBlank(?s) && isBlank(?o)) } } LIMIT 500
"""

#: What is said of the blank nodes ?s below a thing. Ways may lead on over named nodes: the reader
#: keeps to what is reached over blank nodes only.
BELOW_BLANKS = """
SELECT DISTINCT ?g ?s ?p ?o WHERE {
  VALUES ?x { }
  GRAPH ?g { ?x ?p0 ?b FILTER(isBlank(?b)) ?b <urn:ways>* ?s FILTER(isBlank(?s)) ?s ?p ?o }
} LIMIT 4001
"""

#: What points (?s ?p ?h) at a thing or at a blank node ?h above it; the reader climbs as above.
ABOVE_BLANKS = """
SELECT DISTINCT ?g ?s ?p ?h WHERE {
  VALUES ?x { }
  GRAPH ?g {
    { ?s ?p ?x FILTER(isBlank(?s)) BIND(?x AS ?h) }
    UNION
    { ?b ?p0 ?x FILTER(isBlank(?b)) ?h <urn:ways>* ?b FILTER(isBlank(?h)) ?s ?p ?h }
  }
} LIMIT 4001
"""

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


#: The concept schemes, with how many concepts each has.
CONCEPT_SCHEMES = f"""
SELECT ?x (COUNT(DISTINCT ?member) AS ?n) WHERE {{
  ?x a <{SKOS}ConceptScheme> OPTIONAL {{ ?member <{SKOS}inScheme> ?x }}
}} GROUP BY ?x ORDER BY ?x
"""


def bound(query: str, iris: Iterable[str], ways: Iterable[str] = ()) -> str:
    """A query with its `VALUES ?x { }` filled; each IRI is checked and written by pyoxigraph.

    Args:
        query: one of the constants of this module.
        iris: what ?x stands for.
        ways: the properties that `<urn:ways>` stands for.

    Raises InputError for what is no IRI.

    >>> bound("ASK { VALUES ?x { } ?x ?p ?o }", ["http://example.org/a"])
    'ASK { VALUES ?x { <http://example.org/a> } ?x ?p ?o }'
    """
    from pyoxigraph import NamedNode

    try:
        terms = " ".join(str(NamedNode(iri)) for iri in iris)
        path = "|".join(str(NamedNode(way)) for way in ways)
    except ValueError as error:
        raise InputError(Text("这不是合法的 IRI", "this is no IRI")) from error
    filled = query.replace("VALUES ?x { }", f"VALUES ?x {{ {terms} }}")
    return filled.replace("<urn:ways>", f"({path})") if path else filled
