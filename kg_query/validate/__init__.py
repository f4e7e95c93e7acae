"""SHACL reports: does what a user brings, or the graph itself, look as it must?

What is validated is what was asserted: nothing is inferred first, since inference can make bad
data conform. The shapes are the project's own, never a user's; the ontology stands beside the
data, so that the validator knows which class is below which and what is a ground.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from .. import terms
from ..errors import InputError, UsageError, did_you_mean, known_words
from ..model import Text
from ..store import triples
from .report import Breach, ShapeUse, ValidationReport
from .rules import RULE_SHAPES, validate_rules
from .shacl import SHAPE, load, message, ontology, run_shapes

if TYPE_CHECKING:
    from pyoxigraph import Store
    from rdflib import Graph
    from rdflib.term import Node

    from ..corpus import Corpus

__all__ = ["SHAPES", "Breach", "ShapeUse", "ValidationReport", "run_shapes", "validate", "whole"]

#: The sets of shapes that `validate` knows: one file each, in `shapes/`.
SHAPES = ("matter", "casefile", *RULE_SHAPES, "corpus")


class KnowledgeGraphLike(Protocol):
    """What `validate` needs of a knowledge graph."""

    @property
    def corpus(self) -> Corpus: ...

    @property
    def store(self) -> Store: ...


def validate(
    kg: KnowledgeGraphLike,
    data: Graph | Iterable[str | Path] = (),
    shapes: str = "matter",
) -> ValidationReport:
    """The SHACL report on data that a user brings, or on the graph itself.

    Args:
        kg: the knowledge graph.
        data: files, or an rdflib graph. Turtle and N-Triples are checked as they stand; of the
            other formats the words are checked while reading. With `shapes="corpus"` and no
            data the whole graph of `kg` is checked.
        shapes: "matter" or "casefile" (what users bring), "penalty", "compulsion" or "national"
            (what case files are reviewed by; files only), or "corpus" (the law's own graph).

    Raises:
        UsageError: unknown shapes, or no data for what users bring.
        InputError: a file that cannot be read, or, outside RDF, an unknown word in it.
    """
    if shapes not in SHAPES:
        raise UsageError(
            Text(f"没有“{shapes}”这组形状", f"there are no shapes “{shapes}”"),
            hint=did_you_mean(shapes, SHAPES) or known_words(SHAPES),
        )
    from rdflib import Graph

    files: dict[Node, str] = {}
    if isinstance(data, Graph):
        graph = data
    else:
        paths = list(data)
        if not paths and shapes == "corpus":
            return run_shapes(whole(kg.store), "corpus")
        if not paths:
            raise UsageError(
                Text("没有要检查的文件", "there is no file to check"),
                hint=Text("请写出文件", "Name the files"),
            )
        if shapes in RULE_SHAPES:
            return validate_rules(kg.corpus, paths, shapes)
        graph = Graph()
        for path in paths:
            for node, predicate, value in _read(path, kg.corpus, shapes):
                graph.add((node, predicate, value))
                files.setdefault(node, str(path))
    foreign: list[Breach] = []
    beside = None
    if shapes == "matter":
        graph, foreign = _only_matters(graph, files)
        beside = (terms.RDF + "type", terms.RDFS + "subClassOf")
    if shapes == "casefile":
        from .casefiles import only_case_files, placed

        graph, foreign = only_case_files(graph, kg.corpus.case_schema, files)
        return placed(run_shapes(graph, shapes, None, files, foreign), kg.corpus.case_schema)
    return run_shapes(graph, shapes, ontology(beside), files, foreign)


def whole(store: Store) -> Graph:
    """Everything in a store but the shapes, as one rdflib graph."""
    from rdflib import Graph

    graph = Graph()
    shapes = terms.graph_iri("shapes/")
    mine = (q for q in store if not str(getattr(q.graph_name, "value", "")).startswith(shapes))
    for statement in triples(mine):
        graph.add(statement)
    return graph


def _read(path: str | Path, corpus: Corpus, shapes: str) -> Iterable[tuple[Node, Node, Node]]:
    from ..matters import FORMATS, read_bytes, read_matters

    ending = Path(path).suffix.lower()
    if shapes == "matter" and ending not in FORMATS["turtle"] + FORMATS["ntriples"]:
        from ..assess.rdf import matter_graph

        return matter_graph(read_matters(path, corpus))
    if shapes == "casefile" and ending not in FORMATS["turtle"] + FORMATS["ntriples"]:
        from ..casefiles import case_graph, read_case_files

        return case_graph(read_case_files(path, corpus), corpus.case_schema)
    from pyoxigraph import RdfFormat, parse

    content, where = read_bytes(path)
    if not content.removeprefix(b"\xef\xbb\xbf").strip():
        raise InputError(Text("文件是空的", "the file is empty"), where)
    try:
        quads = parse(
            content.removeprefix(b"\xef\xbb\xbf"),
            format=RdfFormat.TURTLE,
            base_iri=f"{terms.ID}{'casefile' if shapes == 'casefile' else 'matter'}/",
            rename_blank_nodes=True,
        )
        return list(triples(quads))
    except (SyntaxError, ValueError) as fault:
        detail = str(getattr(fault, "msg", None) or fault)[:160]
        raise InputError(Text(f"不是有效的 Turtle：{detail}", f"not valid Turtle: {detail}"), where) from None


def _only_matters(graph: Graph, files: dict[Node, str]) -> tuple[Graph, list[Breach]]:
    """The part of a graph that speaks of matters and findings, and a breach for each other node.

    Nobody's upload may tell the validator what a ground or a role is.
    """
    from rdflib import RDF, Graph, Namespace

    law = Namespace(terms.LAW)
    told = (law.established, law.refuted, law.unknown, law.finding)
    matters = {s for p in told for s in graph.subjects(p)} | set(graph.subjects(RDF.type, law.Matter))
    findings = set(graph.objects(None, law.finding)) | set(graph.subjects(RDF.type, law.Finding))
    kept = Graph()
    others: dict[Node, None] = {}
    for node, predicate, value in graph:
        if node in matters or node in findings:
            kept.add((node, predicate, value))
        else:
            others.setdefault(node)
    said = message(load("shapes/matter.ttl"), SHAPE + "OnlyMatters")
    breaches = [
        Breach("violation", said, terms.short(str(n)), None, None, "OnlyMatters", files.get(n))
        for n in others
    ]
    return kept, breaches
