"""Queries to begin with: some that show what the graph holds, and the named questions as SPARQL."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ...ask import questions
from ...dataset.named import runnable
from ...model import Text

__all__ = ["EXAMPLES", "Example", "example", "named_questions", "statements_of"]


class Example(NamedTuple):
    """A query with what it asks; `kind` is what it gives: rows, boolean or graph."""

    name: str
    title: Text
    query: str
    kind: str = "rows"


EXAMPLES: tuple[Example, ...] = (
    Example(
        "regulations",
        Text("有哪些规定，何时施行", "Which regulations there are, and since when they are in force"),
        """SELECT ?regulation ?title ?from WHERE {
  ?regulation a law:Regulation ; dcterms:title ?title ; law:inForceFrom ?from .
  FILTER(LANG(?title) = "{lang}")
} ORDER BY ?from
""",
    ),
    Example(
        "clauses-with-words",
        Text("条文中写到某个词的条款", "Units whose text contains a word"),
        """SELECT ?clause ?text WHERE {
  ?clause law:regulation ?regulation ; law:text ?text ; law:position ?position .
  FILTER(LANG(?text) = "zh" && CONTAINS(?text, "听证"))
} ORDER BY ?regulation ?position
""",
    ),
    Example(
        "norms-of-regulation",
        Text("一部规定的规范：情态、结果和说明", "The norms of one regulation: modality, outcome, summary"),
        """SELECT ?norm ?modality ?outcome ?summary WHERE {
  ?norm law:provision ?unit ; law:modality ?modality .
  ?unit law:regulation id:town .
  OPTIONAL { ?norm law:outcome ?outcome }
  OPTIONAL { ?norm law:summary ?summary FILTER(LANG(?summary) = "{lang}") }
} ORDER BY ?norm LIMIT 200
""",
    ),
    Example(
        "norms-counted",
        Text("各部规定中各种情态的规范有多少", "How many norms of each modality a regulation has"),
        """SELECT ?regulation ?modality (COUNT(DISTINCT ?norm) AS ?norms) WHERE {
  ?norm law:provision ?unit ; law:modality ?modality .
  ?unit law:regulation ?regulation .
} GROUP BY ?regulation ?modality ORDER BY ?regulation DESC(?norms)
""",
    ),
    Example(
        "ground-everywhere",
        Text("一个事由的名称、定义和所属分类", "A ground: its names, definition and family"),
        """SELECT ?property ?value WHERE {
  VALUES ?property { skos:prefLabel skos:definition skos:broader skos:scopeNote }
  ground:force_majeure ?property ?value .
}
""",
    ),
    Example(
        "graphs",
        Text("数据集由哪些图组成，各有多少三元组", "The named graphs of the dataset, and how many triples each has"),
        """SELECT ?graph (COUNT(*) AS ?triples) WHERE {
  GRAPH ?graph { ?s ?p ?o }
} GROUP BY ?graph ORDER BY DESC(?triples)
""",
    ),
    Example(
        "is-there",
        Text("有没有哪条规范的说明提到听证", "Whether the summary of any norm speaks of a hearing"),
        """ASK {
  ?norm a law:Norm ; law:summary ?summary .
  FILTER(CONTAINS(?summary, "听证"))
}
""",
        "boolean",
    ),
    Example(
        "citations-drawn",
        Text("一部规定内部的引用，画成图", "References within one regulation, drawn as a graph"),
        """CONSTRUCT { ?citing law:cites ?cited } WHERE {
  ?reference a law:InternalReference ; law:citing ?citing ; law:refersTo ?cited .
  ?citing law:regulation id:puxian-review .
}
""",
        "graph",
    ),
)  # fmt: skip


def statements_of(iri: str) -> str:
    """The query for what is said of a thing, by graph.

    Args:
        iri: an absolute IRI, checked.
    """
    return (
        f"SELECT ?graph ?property ?value WHERE {{\n  GRAPH ?graph {{ <{iri}> ?property ?value }}\n}} "
        "ORDER BY ?graph ?property\n"
    )


@cache
def named_questions(lang: str) -> tuple[Example, ...]:
    """The named questions that the dataset answers as it is, with their parameters at their defaults."""
    return tuple(
        Example(name, one.words, runnable(one, lang).lstrip())
        for name, one in questions().items()
        if one.needs is None
    )


def example(name: str, lang: str) -> Example | None:
    """The example or named question of a name, in a language; None for none."""
    found = next((e for e in (*EXAMPLES, *named_questions(lang)) if e.name == name), None)
    return found and found._replace(query=found.query.replace("{lang}", lang))
