"""Verdicts, matters and findings as RDF, so that SPARQL can ask across many matters.

The IRIs are made from ids alone: the same matter and verdict always get the same nodes, and two
runs add nothing to each other. Every verdict says from which findings and by which engine it was
derived (PROV-O).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from .. import __version__, terms
from ..corpus import Corpus
from ..model import Finding, Matter, NormResult, RegulationResult, Verdict

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = [
    "finding_iri",
    "matter_graph",
    "matter_iri",
    "result_iri",
    "verdict_graph",
    "verdict_iri",
]

ENGINE = terms.ID + "engine/"


def matter_iri(matter: str) -> str:
    """The IRI of a matter, from its id in whatever script.

    >>> matter_iri("m-2024-017")
    'https://w3id.org/kg-query/id/matter/m-2024-017'
    >>> matter_iri("某案 1/2")
    'https://w3id.org/kg-query/id/matter/%E6%9F%90%E6%A1%88%201%2F2'
    """
    return f"{terms.ID}matter/{quote(matter, safe='')}"


def finding_iri(matter: str, finding: Finding) -> str:
    """The IRI of a finding: one for each ground and state in a matter.

    >>> finding_iri("m1", Finding("force_majeure", "established"))
    'https://w3id.org/kg-query/id/matter/m1/finding/force_majeure/established'
    """
    return f"{matter_iri(matter)}/finding/{finding.ground}/{finding.status}"


def verdict_iri(matter: str, regulation: str) -> str:
    """The IRI of what one regulation says of a matter.

    >>> verdict_iri("m1", "nanmu")
    'https://w3id.org/kg-query/id/matter/m1/verdict/nanmu'
    """
    return f"{matter_iri(matter)}/verdict/{regulation}"


def result_iri(matter: str, norm: str) -> str:
    """The IRI of what became of one norm in a matter.

    >>> result_iri("m1", "nanmu/norm/art_9__point_4")
    'https://w3id.org/kg-query/id/matter/m1/result/nanmu/norm/art_9__point_4'
    """
    return f"{matter_iri(matter)}/result/{norm}"


class _Into:
    """A graph with short ways to add to it."""

    def __init__(self) -> None:
        from rdflib import RDF, Graph, Literal, Namespace, URIRef

        self.graph = Graph()
        for prefix in (
            "dcterms",
            "ground",
            "id",
            "law",
            "outcome",
            "prov",
            "skos",
            "status",
            "xsd",
        ):
            self.graph.bind(prefix, terms.PREFIXES[prefix])
        self.uri, self.literal, self.type = URIRef, Literal, RDF.type
        self.law, self.prov = Namespace(terms.LAW), Namespace(terms.PROV)
        self.dcterms, self.skos = Namespace(terms.DCTERMS), Namespace(terms.SKOS)
        self.xsd = Namespace(terms.XSD)

    def add(self, subject: str, predicate: str, *objects: str) -> None:
        """IRI objects; `predicate` is a local name in the namespace `law:`."""
        for value in objects:
            self.graph.add((self.uri(subject), self.law[predicate], self.uri(value)))

    def kind(self, subject: str, *classes: str) -> None:
        for one in classes:
            self.graph.add((self.uri(subject), self.type, self.uri(one)))


def matter_graph(matters: Matter | Iterable[Matter]) -> Graph:
    """Matters with their findings as RDF: the shape that the JSON-LD context gives them, named."""
    into = _Into()
    for matter in [matters] if isinstance(matters, Matter) else matters:
        node = matter_iri(matter.id)
        into.kind(node, terms.LAW + "Matter", terms.PROV + "Entity")
        into.graph.add((into.uri(node), into.dcterms.identifier, into.literal(matter.id)))
        if matter.role is not None:
            into.add(node, "role", terms.scheme_iri("role", matter.role.removeprefix("role_")))
        if matter.date is not None:
            into.graph.add(
                (
                    into.uri(node),
                    into.dcterms.date,
                    into.literal(matter.date, datatype=into.xsd.date),
                )
            )
        if matter.organisation is not None:
            into.graph.add((into.uri(node), into.law.organisation, into.literal(matter.organisation)))
        for finding in matter.findings:
            _finding(into, node, matter.id, finding)
    return into.graph


def _finding(into: _Into, node: str, matter: str, finding: Finding) -> None:
    one = finding_iri(matter, finding)
    into.add(node, finding.status, terms.ground_iri(finding.ground))
    into.add(node, "finding", one)
    into.kind(one, terms.LAW + "Finding", terms.PROV + "Entity")
    into.add(one, "ground", terms.ground_iri(finding.ground))
    into.add(one, "state", terms.scheme_iri("state", finding.status))
    said = (
        (into.law.evidence, finding.evidence, None),
        (into.dcterms.source, finding.source, None),
        (into.dcterms.date, finding.date, into.xsd.date),
        (into.skos.note, finding.note, None),
    )
    for predicate, value, datatype in said:
        if value is not None:
            into.graph.add((into.uri(one), predicate, into.literal(value, datatype=datatype)))


def verdict_graph(
    corpus: Corpus,
    matters: Matter | Iterable[Matter],
    verdicts: Verdict | Iterable[Verdict],
    all_norms: bool = False,
) -> Graph:
    """Verdicts as RDF: by regulation the outcomes and norm results, derived from the findings.

    Args:
        corpus: the compiled law.
        matters: the matters that the verdicts are on (their findings are linked, not repeated).
        verdicts: one verdict or several; each on one of the matters.
        all_norms: also the norms that are not engaged.
    """
    into = _Into()
    known = {m.id: m for m in ([matters] if isinstance(matters, Matter) else matters)}
    for verdict in [verdicts] if isinstance(verdicts, Verdict) else verdicts:
        matter = known[verdict.matter]
        activity = f"{matter_iri(matter.id)}/assessment/{verdict.engine}"
        agent = f"{ENGINE}{verdict.engine}"
        into.kind(activity, terms.PROV + "Activity", terms.LAW + "Assessment")
        into.graph.add((into.uri(activity), into.prov.wasAssociatedWith, into.uri(agent)))
        into.kind(agent, terms.PROV + "SoftwareAgent")
        into.graph.add((into.uri(agent), into.law.version, into.literal(__version__)))
        into.add(matter_iri(matter.id), "disputed", *map(terms.ground_iri, verdict.disputed))
        for result in verdict.results:
            _regulation(into, matter, result, activity, all_norms)
    return into.graph


def _regulation(
    into: _Into, matter: Matter, result: RegulationResult, activity: str, all_norms: bool
) -> None:
    node = verdict_iri(matter.id, result.regulation)
    into.kind(node, terms.LAW + "Verdict", terms.PROV + "Entity")
    into.add(node, "matter", matter_iri(matter.id))
    into.add(node, "regulation", terms.id_iri(result.regulation))
    into.add(node, "principalOutcome", terms.scheme_iri("outcome", result.outcome))
    for said, value in (("inForce", result.in_force), ("inScope", result.in_scope)):
        if value == "unknown":
            into.add(node, said, terms.scheme_iri("state", "unknown"))
        else:
            into.graph.add((into.uri(node), into.law[said], into.literal(value)))
    into.add(node, "outcome", *(terms.scheme_iri("outcome", o.code) for o in result.outcomes))
    into.add(node, "restsOn", *map(terms.id_iri, result.readings))
    into.add(node, "couldChange", *map(terms.id_iri, result.could_change))
    into.graph.add((into.uri(node), into.prov.wasGeneratedBy, into.uri(activity)))
    for finding in matter.findings:
        source = into.uri(finding_iri(matter.id, finding))
        into.graph.add((into.uri(node), into.prov.wasDerivedFrom, source))
    for norm in result.norms:
        if all_norms or norm.status != "not_engaged":
            _norm(into, matter, node, norm)


def _norm(into: _Into, matter: Matter, verdict: str, result: NormResult) -> None:
    node = result_iri(matter.id, result.norm)
    into.kind(node, terms.LAW + "NormResult", terms.PROV + "Entity")
    into.add(verdict, "normResult", node)
    into.add(node, "matter", matter_iri(matter.id))
    into.add(node, "norm", terms.id_iri(result.norm))
    into.add(node, "provision", terms.id_iri(result.provision))
    into.add(node, "regulation", terms.id_iri(result.norm.split("/", 1)[0]))
    into.add(node, "kind", terms.scheme_iri("kind", result.kind))
    into.add(node, "status", terms.scheme_iri("status", result.status))
    if result.outcome is not None:
        into.add(node, "outcome", terms.scheme_iri("outcome", result.outcome))
    into.add(node, "defeatedBy", *map(terms.id_iri, result.defeated_by))
    into.add(node, "dependsOn", *map(terms.ground_iri, result.depends_on))
    into.add(node, "presumed", *map(terms.ground_iri, result.presumed))
    into.add(node, "missing", *map(terms.ground_iri, result.missing))
    into.add(node, "failedOn", *map(terms.ground_iri, result.failed_on))
    into.add(node, "restsOn", *map(terms.id_iri, result.readings))
