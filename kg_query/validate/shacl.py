"""Runs the project's SHACL shapes on a graph, and says how many nodes each shape checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from typing import TYPE_CHECKING, Any

from .. import terms
from ..model import Text
from ..store import triples
from .report import MOST, SEVERITIES, Breach, ShapeUse, ValidationReport

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

__all__ = ["SHAPE", "load", "message", "ontology", "run_shapes"]

SHAPE = terms.BASE + "shapes#"


def run_shapes(
    data: Graph,
    shapes: str,
    ontology: Graph | None = None,
    files: dict[Node, str] | None = None,
    found: Iterable[Breach] = (),
    asked: Graph | None = None,
) -> ValidationReport:
    """The report of one set of shapes on a graph; `data` stays as it is.

    Args:
        data: what is validated.
        shapes: the name of a file in `shapes/`, without its ending.
        ontology: what stands beside the data, so that classes and grounds are known; None where
            `data` holds it already.
        files: where each node stands, for the report.
        found: breaches found before.
        asked: the shapes, where they are more than that file.
    """
    from pyshacl import validate as shacl

    asked = load(f"shapes/{shapes}.ttl") if asked is None else asked
    # Not pyshacl's ont_graph: it takes over axioms only, and not that a concept is a ground.
    everything = data if ontology is None else data + ontology
    _, report, _ = shacl(
        everything,
        shacl_graph=_targeted(asked),
        inference="none",
        advanced=False,
        meta_shacl=False,
        do_owl_imports=False,
        allow_warnings=True,
        allow_infos=True,
    )
    results = [(b, None) for b in found] + _breaches(report, asked, files or {})
    results.sort(key=lambda r: _order(r[0]))
    kept, omitted = _listed(results, report)
    return ValidationReport(
        shapes, kept, _uses(asked, everything), report.serialize(format="turtle"), omitted
    )


def _order(b: Breach) -> tuple[Any, ...]:
    return SEVERITIES.index(b.severity), b.file or "", b.focus, b.shape, b.value or ""


def _listed(
    results: list[tuple[Breach, Any]], report: Graph
) -> tuple[tuple[Breach, ...], tuple[tuple[str, int], ...]]:
    """The first breaches of each shape, and how many more there are; those leave the validator's report too."""
    from rdflib import Namespace

    met: Counter[str] = Counter()
    kept = []
    for breach, node in results:
        met[breach.shape] += 1
        if met[breach.shape] <= MOST:
            kept.append(breach)
        elif node is not None:
            report.remove((None, Namespace(terms.SH).result, node))
            report.remove((node, None, None))
    return tuple(kept), tuple((s, n - MOST) for s, n in sorted(met.items()) if n > MOST)


def _targeted(shapes: Graph) -> Graph:
    """The shapes with the targets of node shapes put on their property shapes: the same results, sooner.

    pyshacl reads the property shapes of a node shape anew for every node, but one that has a target
    once for all nodes. What another shape looks through (sh:node …) stays as it is, as do a closed shape, whose
    property shapes say what belongs to a node, and one that is its own target class.
    """
    from rdflib import OWL, RDF, RDFS, Graph, Namespace

    sh = Namespace(terms.SH)
    targets = (sh.targetNode, sh.targetClass, sh.targetSubjectsOf, sh.targetObjectsOf)
    made = Graph()
    for statement in shapes:
        made.add(statement)
    for shape in set(shapes.subjects(sh.property)):
        own = [(kind, one) for kind in targets for one in shapes.objects(shape, kind)]
        kinds = set(shapes.objects(shape, RDF.type))
        if not own or kinds & {RDFS.Class, OWL.Class} or (None, None, shape) in shapes:
            continue
        if any((shape, kind, None) in shapes for kind in (sh.closed, sh.deactivated)):
            continue
        for field in shapes.objects(shape, sh.property):
            made.remove((shape, sh.property, field))
            for kind, one in own:
                made.add((field, kind, one))
    return made


def load(*names: str, predicates: Container[str] | None = None) -> Graph:
    """Bundled Turtle files as one rdflib graph, by their names below the data root.

    With `predicates` only the statements with one of these properties are taken.
    """
    from pyoxigraph import RdfFormat, parse
    from rdflib import Graph

    from ..files import root

    graph = Graph()
    for name in names:
        quads = parse(path=str(root() / name), format=RdfFormat.TURTLE, rename_blank_nodes=True)
        for statement in triples(q for q in quads if predicates is None or q.predicate.value in predicates):
            graph.add(statement)
    return graph


def ontology(predicates: Container[str] | None = None) -> Graph:
    """The bundled ontology, alignments included, as one rdflib graph (or a part, as in `load`)."""
    from ..files import graph_files

    names = [f.name for f in graph_files() if f.name.startswith("ontology/")]
    return load(*names, predicates=predicates)


def message(shapes: Graph, shape: Any, property: str = terms.SH + "message") -> Text:
    """What a shape says in both languages: its message, or the value of another property."""
    from rdflib import Literal, URIRef

    said = {
        str(m.language): str(m)
        for m in shapes.objects(URIRef(shape), URIRef(property))
        if isinstance(m, Literal)
    }
    return Text(said.get("zh", ""), said.get("en", ""))


def _breaches(report: Graph, shapes: Graph, files: dict[Node, str]) -> list[tuple[Breach, Any]]:
    """Every breach with the node of the validator's report that tells it."""
    from rdflib import RDF, Namespace

    sh = Namespace(terms.SH)
    words: dict[Any, Text] = {}
    found: list[tuple[Breach, Any]] = []
    for result in report.subjects(RDF.type, sh.ValidationResult):
        focus = report.value(result, sh.focusNode)
        path, value = report.value(result, sh.resultPath), report.value(result, sh.value)
        shape = report.value(result, sh.sourceShape)
        if shape not in words:
            words[shape] = message(shapes, shape)
        said = words[shape]
        if not (said.zh or said.en):
            plain = str(report.value(result, sh.resultMessage) or "")
            said = Text(plain, plain)
        severity = terms.code(str(report.value(result, sh.resultSeverity))).lower()
        made = Breach(
            severity if severity in SEVERITIES else "violation",
            said,
            terms.short(str(focus)),
            _plain(path),
            _plain(value),
            terms.code(str(shape)),
            files.get(focus) if focus is not None else None,
            str(focus),
        )
        found.append((made, result))
    return found


def _plain(node: Any) -> str | None:
    from rdflib import BNode

    return None if node is None or isinstance(node, BNode) else terms.short(str(node))


def _uses(shapes: Graph, data: Graph) -> tuple[ShapeUse, ...]:
    from rdflib import RDF, Literal, Namespace, URIRef

    sh = Namespace(terms.SH)
    uses = []
    for shape in set(shapes.subjects(RDF.type, sh.NodeShape)):
        if shapes.value(shape, sh.deactivated) == Literal(True):
            continue
        met: set[Node] = set(shapes.objects(shape, sh.targetNode))
        for one in shapes.objects(shape, sh.targetClass):
            met |= _instances(data, one)
        for one in shapes.objects(shape, sh.targetSubjectsOf):
            met |= set(data.subjects(one))
        for one in shapes.objects(shape, sh.targetObjectsOf):
            met |= set(data.objects(None, one))
        for field in shapes.subjects(sh.node, shape):  # a shape that others look through
            path = shapes.value(field, sh.path)
            met |= set(data.objects(None, path)) if isinstance(path, URIRef) else set()
        label = message(shapes, shape, terms.RDFS + "label")
        if not label.zh and (notation := shapes.value(shape, URIRef(terms.SKOS + "notation"))):
            label = Text(str(notation), str(notation))
        uses.append(ShapeUse(terms.code(str(shape)), label, len(met)))
    return tuple(sorted(uses, key=lambda use: use.shape))


def _instances(data: Graph, cls: Node) -> set[Node]:
    from rdflib import RDF, RDFS

    return {
        node
        for below in data.transitive_subjects(RDFS.subClassOf, cls)
        for node in data.subjects(RDF.type, below)
    }
