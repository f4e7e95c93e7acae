"""The graph as an RDF dataset: one named graph for each file, asked as their union.

A store is built only when a query needs it; an assessment never does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from .errors import CorpusError, InputError, Problem
from .files import TurtleFile
from .model import Text
from .terms import DCTERMS, ELI, GRAPH, ID, LAW, RDFS, XSD, graph_iri

if TYPE_CHECKING:
    from pyoxigraph import Store
    from rdflib import Graph
    from rdflib.term import Node

    from .corpus import Corpus

__all__ = ["DERIVED", "add_derived", "add_graph", "build_store", "syntax_problem", "triples"]

#: The graph of what added folders leave unsaid and the compiler derives.
DERIVED = GRAPH + "derived"


def build_store(files: Iterable[TurtleFile]) -> Store:
    """A store with each file in the graph named after it (`…/graph/data/nanmu/norms.ttl`).

    Raises CorpusError with every file that cannot be parsed.
    """
    from pyoxigraph import NamedNode, RdfFormat, Store

    store = Store()
    problems = []
    for file in files:
        graph = NamedNode(graph_iri(file.name))
        try:
            store.load(path=str(file.path), format=RdfFormat.TURTLE, to_graph=graph)
        except SyntaxError as error:
            problems.append(syntax_problem(error, file))
    if problems:
        raise CorpusError.collect(problems)
    return store


def syntax_problem(error: SyntaxError, file: TurtleFile) -> Problem:
    """What to say of a file that the engine cannot parse."""
    detail = str(error.msg)
    return Problem(Text(f"Turtle 语法错误：{detail}", f"Turtle syntax error: {detail}"), file.name)


def add_graph(store: Store, graph: Graph, name: str) -> None:
    """Adds an rdflib graph to the store as the named graph `name` (an IRI).

    Raises InputError where the name is taken.
    """
    from pyoxigraph import NamedNode, RdfFormat

    node = NamedNode(name)
    if store.contains_named_graph(node):
        raise InputError(Text("这个图已经载入", "this graph is loaded already"), name)
    store.load(graph.serialize(format="nt").encode(), RdfFormat.N_TRIPLES, to_graph=node)


def add_derived(store: Store, corpus: Corpus) -> None:
    """Adds to the graph DERIVED what files of added regulations may leave out, where they do.

    The named questions ask for the place of a regulation and of a unit, the unit above, the
    unit of a deadline; the compiler derives them, and the bundled files state them.
    """
    from pyoxigraph import Literal, NamedNode, Quad

    graph = NamedNode(DERIVED)

    def lacks(subject: str, *predicates: str) -> bool:
        node = NamedNode(subject)
        return not any(
            next(iter(store.quads_for_pattern(node, NamedNode(p), None)), None) for p in predicates
        )

    def add(subject: str, predicate: str, value: str | int, lang: str = "") -> None:
        if isinstance(value, int):
            term: Literal | NamedNode = Literal(str(value), datatype=NamedNode(XSD + "integer"))
        else:
            term = Literal(value, language=lang) if lang else NamedNode(value)
        store.add(Quad(NamedNode(subject), NamedNode(predicate), term, graph))

    added = {slug: r for slug, r in corpus.regulations.items() if not r.bundled}
    for slug, regulation in added.items():
        iri = ID + slug
        if lacks(iri, LAW + "listOrder"):
            add(iri, LAW + "listOrder", regulation.order)
        if regulation.assessment_order is not None and lacks(iri, LAW + "assessmentOrder"):
            add(iri, LAW + "assessmentOrder", regulation.assessment_order)
        if lacks(iri, DCTERMS + "title", RDFS + "label"):
            for lang, label in (("zh", regulation.label.zh), ("en", regulation.label.en)):
                if label:
                    add(iri, RDFS + "label", label, lang)
    for unit in corpus.provisions.values():
        if unit.regulation in added:
            iri = ID + unit.id
            if lacks(iri, LAW + "position"):
                add(iri, LAW + "position", unit.position)
            if lacks(iri, ELI + "is_part_of"):
                add(iri, ELI + "is_part_of", ID + (unit.parent or unit.regulation))
    for deadline in corpus.deadlines.values():
        iri = ID + deadline.id
        if deadline.provision.split("/")[0] in added and lacks(iri, LAW + "provision"):
            add(iri, LAW + "provision", ID + deadline.provision)


def triples(quads: Iterable[Any]) -> Iterator[tuple[Node, Node, Node]]:
    """rdflib triples from pyoxigraph quads; literals keep the form they were written in."""
    known: dict[Any, Node] = {}
    for quad in quads:
        statement = quad.subject, quad.predicate, quad.object
        for term in statement:
            if term not in known:
                known[term] = _term(term)
        subject, predicate, value = (known[term] for term in statement)
        yield subject, predicate, value


def _term(term: Any) -> Node:
    from pyoxigraph import BlankNode, NamedNode
    from rdflib import BNode, Literal, URIRef

    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    if term.language:
        return Literal(term.value, lang=term.language)
    return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)
