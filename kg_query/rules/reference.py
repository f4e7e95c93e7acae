"""The reference engine: a SHACL validator runs the shapes as they are written, on rdflib.

It shares nothing with the default engine but the statements: neither the compiled questions of core
constraints nor the way of asking. What leaves a criterion open, or does not raise it, is no part of
SHACL and is asked as SPARQL, of rdflib too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from ..compile.queries import signature
from ..files import rule_files
from ..store import triples
from ..terms import BASE, SH, code
from .statements import Statements
from .values import Hit, HitKind, Rule, RuleBook

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

__all__ = ["graph_of", "hits", "shapes_of"]

#: Names given to what has none in the shapes, so that a report can be read back.
_NAMELESS = "urn:kg-query:nameless:"
_COMPONENTS = {"MinCountConstraintComponent": "minCount", "HasValueConstraintComponent": "hasValue"}


def hits(
    said: Statements, book: RuleBook, rules: Sequence[Rule], met: Mapping[str, Mapping[str, None]]
) -> Iterator[Hit]:
    """The same as `kg_query.rules.sets.hits`, from the report of a SHACL validator."""
    from pyshacl import validate

    data = graph_of(said)
    shapes = _shapes()
    _, report, _ = validate(
        data,
        shacl_graph=shapes,
        inference="none",
        advanced=False,
        meta_shacl=False,
        do_owl_imports=False,
        allow_warnings=True,
        allow_infos=True,
    )
    yield from _reported(report, shapes, rules, met)
    for rule in rules:
        nodes = met.get(rule.notation, {})
        further: tuple[tuple[HitKind, str | None], ...] = (
            ("open", rule.open_when),
            ("not_arising", rule.not_arising),
        )
        for kind, query in further:
            if nodes and query is not None:
                for row in data.query(book.queries[query]):
                    focus = str(row[0])  # type: ignore[index]
                    if focus in nodes:
                        yield Hit(rule.notation, kind, focus)


def graph_of(said: Statements) -> Graph:
    """The statements as an rdflib graph that parses each question once."""
    return _read("\n".join(said.lines), _asked())


def shapes_of(name: str) -> Graph:
    """The shapes of one file (such as "penalty"), with the constraints of others that they share."""
    from rdflib import RDF, Graph, Namespace

    sh = Namespace(SH)
    [file] = [f for f in rule_files() if f.name == f"shapes/{name}.ttl"]
    mine = set(_read(file.path.read_text("utf-8"), Graph(), turtle=True).subjects(RDF.type, sh.NodeShape))
    graph = Graph()
    for s, p, o in _shapes():
        if s in mine or (s, RDF.type, sh.NodeShape) not in _shapes():
            graph.add((s, p, o))
    return graph


def _reported(
    report: Graph, shapes: Graph, rules: Sequence[Rule], met: Mapping[str, Mapping[str, None]]
) -> Iterator[Hit]:
    from rdflib import RDF, Namespace, URIRef

    sh = Namespace(SH)
    by_shape = {rule.shape: rule for rule in rules}
    for result in report.subjects(RDF.type, sh.ValidationResult):
        focus = str(report.value(result, sh.focusNode))
        source = report.value(result, sh.sourceShape)
        component = code(str(report.value(result, sh.sourceConstraintComponent)))
        if component in _COMPONENTS:
            name = _property_signature(shapes, source, _COMPONENTS[component])
            of = [by_shape.get(code(str(s))) for s in shapes.subjects(sh.property, source)]
            value, path = "", ""
        else:
            constraint = report.value(result, sh.sourceConstraint)
            select = str(shapes.value(constraint, sh.select))
            nameless = str(constraint).startswith(_NAMELESS)
            name = signature(select) if nameless else code(str(constraint))
            of = [by_shape.get(code(str(source)))]
            given, step = report.value(result, sh.value), report.value(result, sh.resultPath)
            value = str(given) if isinstance(given, URIRef) and str(given) != focus else ""
            path = str(step) if isinstance(step, URIRef) else ""
        for rule in of:
            if rule is not None and focus in met.get(rule.notation, {}):
                own = {c.id: c.path for c in rule.constraints}
                yield Hit(rule.notation, "violated", focus, name, value, own[name] or path)


def _property_signature(shapes: Graph, node: Any, component: str) -> str:
    from rdflib import Namespace, URIRef
    from rdflib.collection import Collection

    sh = Namespace(SH)
    path = shapes.value(node, sh.path)
    assert path is not None
    steps = [path] if isinstance(path, URIRef) else list(Collection(shapes, path))
    value = shapes.value(node, URIRef(SH + component))
    return signature(*map(str, steps), component, int(str(value)) if component == "minCount" else str(value))


@cache
def _prepared(query: str) -> Any:
    from rdflib.plugins.sparql import prepareQuery

    return prepareQuery(query)


def _asked() -> Graph:
    """An empty graph that parses a question once, however many nodes it is asked about."""
    from rdflib import Graph

    class Asked(Graph):
        def query(self, query_object: Any, *args: Any, **kwargs: Any) -> Any:
            parsed = _prepared(query_object) if isinstance(query_object, str) else query_object
            return super().query(parsed, *args, **kwargs)

    return Asked()


@cache
def _shapes() -> Graph:
    """The shapes that case files are reviewed by; what they leave nameless has a name here."""
    from rdflib import BNode, Graph, Namespace, URIRef

    sh = Namespace(SH)
    raw = Graph()
    prefixes = URIRef(BASE + "shapes#prefixes")
    for file in rule_files():
        part = _read(file.path.read_text("utf-8"), Graph(), turtle=True)
        if file.name.endswith("/casefile.ttl"):
            declared = set(part.objects(prefixes, sh.declare))
            for triple in part:
                if triple[0] == prefixes or triple[0] in declared:
                    raw.add(triple)
        else:
            raw += part
    named: dict[Node, Node] = {
        node: URIRef(_NAMELESS + str(node))
        for predicate in (sh.property, sh.sparql)
        for node in raw.objects(None, predicate)
        if isinstance(node, BNode)
    }
    graph = Graph()
    for s, p, o in raw:
        graph.add((named.get(s, s), p, named.get(o, o)))
    return graph


def _read(text: str, graph: Graph, turtle: bool = False) -> Graph:
    """The graph, with the statements added; literals keep the form they are written in."""
    from pyoxigraph import RdfFormat, parse

    format = RdfFormat.TURTLE if turtle else RdfFormat.N_TRIPLES
    for statement in triples(parse(text.encode(), format=format, rename_blank_nodes=True)):
        graph.add(statement)
    return graph
