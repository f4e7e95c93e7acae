"""The proof as RDF: every step a node with an IRI, derived from the steps and findings it rests on.

Steps are `prov:Entity`; `prov:wasDerivedFrom` leads from a step to those below it and at last to
the findings of the matter; the assessment is the `prov:Activity` that generated the conclusion.
The IRIs are those of `kg_query.assess.rdf`, so that proof, verdict and matter join in one graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from .. import terms
from ..assess.rdf import finding_iri, matter_graph, matter_iri, verdict_iri
from .proof import Proof, ProofNode

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = ["proof_graph", "proof_turtle", "step_iri"]

#: role of a step → the property from the step to what it is about, and where its ids live.
_ABOUT = {
    "norm": ("norm", terms.ID),
    "reference": ("norm", terms.ID),
    "ground": ("ground", terms.GROUND),
    "entailment": ("ground", terms.GROUND),
    "finding": ("ground", terms.GROUND),
    "unused": ("ground", terms.GROUND),
    "result": ("outcome", terms.OUTCOME),
    "reading": ("restsOn", terms.ID),
    "override": ("override", terms.ID),
    "deadline": ("deadline", terms.ID),
}


def step_iri(proof: Proof, step: ProofNode) -> str:
    """The IRI of a step: below the verdict it proves, by the step's path.

    A proof about one provision has IRIs of its own, so that it does not mix with the proof of the
    whole answer.
    """
    base = f"{verdict_iri(proof.matter, proof.regulation)}/proof"
    if proof.provision is not None:
        base = f"{base}/of/{quote(proof.provision.rpartition('/')[2], safe='')}"
    path = step.id.partition("/")[2]
    return f"{base}/{quote(path, safe='/')}" if path else base


def proof_graph(proof: Proof) -> Graph:
    """The proof as an RDF graph (PROV-O and the project's own terms)."""
    from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
    from rdflib.namespace import PROV, XSD

    law = Namespace(terms.LAW)
    graph = Graph()
    for prefix in ("ground", "id", "law", "outcome", "prov", "rdfs", "status", "xsd"):
        graph.bind(prefix, terms.PREFIXES[prefix])
    activity = URIRef(f"{matter_iri(proof.matter)}/assessment/compiled")
    graph.add((activity, RDF.type, PROV.Activity))
    graph.add((activity, RDF.type, law.Assessment))
    root = URIRef(step_iri(proof, proof.root))
    graph.add((root, RDF.type, law.Proof))
    graph.add((root, law.proves, URIRef(verdict_iri(proof.matter, proof.regulation))))
    graph.add((root, law.matter, URIRef(matter_iri(proof.matter))))
    graph.add((root, law.regulation, URIRef(terms.id_iri(proof.regulation))))
    graph.add((root, law.principalOutcome, URIRef(terms.scheme_iri("outcome", proof.outcome))))
    graph.add((root, PROV.wasGeneratedBy, activity))
    for step in proof.walk():
        node = URIRef(step_iri(proof, step))
        graph.add((node, RDF.type, law.ProofStep))
        graph.add((node, RDF.type, PROV.Entity))
        graph.add((node, law.stepRole, Literal(step.role)))
        graph.add((node, law.stepStatus, Literal(step.status)))
        if step.code is not None:
            graph.add((node, law.stepCode, Literal(step.code)))
        for lang in ("zh", "en"):
            graph.add((node, RDFS.label, Literal(step.text.in_(lang), lang)))
            if step.quote is not None:
                graph.add((node, law.quote, Literal(step.quote.in_(lang), lang)))
        if step.provision is not None:
            graph.add((node, law.provision, URIRef(terms.id_iri(step.provision))))
        if step.about is not None and step.role in _ABOUT:
            name, namespace = _ABOUT[step.role]
            graph.add((node, law[name], URIRef(namespace + step.about)))
        if step.finding is not None and step.role != "unused":
            source = URIRef(finding_iri(proof.matter, step.finding))
            graph.add((node, PROV.wasDerivedFrom, source))
        for position, child in enumerate(step.children, 1):
            below = URIRef(step_iri(proof, child))
            graph.add((node, law.step, below))
            graph.add((below, law.stepNumber, Literal(position, datatype=XSD.integer)))
            if child.status != "noted":
                graph.add((node, PROV.wasDerivedFrom, below))
    return graph + _findings(proof)


def proof_turtle(proof: Proof) -> str:
    """The proof in Turtle."""
    return str(proof_graph(proof).serialize(format="turtle"))


def _findings(proof: Proof) -> Graph:
    """The findings that the proof speaks of, with evidence and source."""
    from ..model import Matter

    found = dict.fromkeys(step.finding for step in proof.walk() if step.finding is not None)
    return matter_graph(Matter(proof.matter, tuple(f for f in found if f is not None)))
