"""Conditions as OWL 2 RL axioms: what a reasoner needs to decide strata 2 and 3 of the model.

A finding is a triple between a matter and a ground (`law:established`, `law:refuted`,
`law:unknown`), so a leaf of a condition tree is an `owl:hasValue` restriction, a tree an
intersection or union of them, and *expression ⊑ named class* says what follows. Every norm has up
to six named classes, two for each of its trees: does it hold, and does it hold or stay open.
Entailment between grounds is subclass axioms between restrictions; what is refuted passes down
from the broader to the narrower ground (the contrapositive).

Nothing here is `owl:equivalentClass`, so membership never flows back into the conjuncts, and each
axiom lies in the profiles OWL 2 RL and OWL 2 DL. Everything is generated from the corpus.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import terms
from .conditions import AllOf, AnyOf, Has, Lacks, Met, Tree, negate
from .corpus import Corpus
from .model import Norm, Text

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Identifier

__all__ = ["QUESTIONS", "Question", "Signature", "axioms", "class_iri", "ontology", "tree_of"]

ONTOLOGY = terms.BASE + "owl/conditions"

#: property over what is shown → property over what is shown or open
PROPERTIES = {"established": "possiblyEstablished", "refuted": "possiblyRefuted"}

PROPERTY_LABELS = {
    "established": Text("已认定", "established"),
    "refuted": Text("已否定", "refuted"),
    "unknown": Text("待查", "unknown"),
    "possiblyEstablished": Text("已认定或待查", "established or open"),
    "possiblyRefuted": Text("已否定或待查", "refuted or open"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question about a norm, answered by membership in a named class.

    `link` is the annotation property (in the namespace `law:`) from the norm to the class.
    """

    name: str
    link: str
    over_shown: bool
    label: Text


QUESTIONS = (
    Question("condition_holds", "conditionHolds", True, Text("条件成立", "condition holds")),
    Question("condition_possible", "conditionPossible", False, Text("条件成立或待查", "condition holds or is open")),
    Question("exception_holds", "exceptionHolds", True, Text("例外成立", "exception holds")),
    Question("exception_possible", "exceptionPossible", False, Text("例外成立或待查", "exception holds or is open")),
    Question("presupposition_fails", "presuppositionFails", True, Text("前提已否定", "presupposition refuted")),
    Question(
        "presupposition_doubtful", "presuppositionDoubtful", False,
        Text("前提已否定或待查", "presupposition refuted or open"),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signature:
    """The leaves that the findings of a matter can reach: all others are empty restrictions.

    An axiom with an empty conjunct says nothing of the matter and stays out of its module
    (syntactic locality); so a reasoner reads some dozens of axioms, not the whole law.
    """

    has: frozenset[str]
    lacks: frozenset[str]

    @classmethod
    def of(cls, corpus: Corpus, *found: tuple[Iterable[str], Iterable[str], Iterable[str]]) -> Signature:
        """What findings (established, refuted, unknown; of one matter or several) can reach."""
        has: set[str] = set()
        lacks: set[str] = set()
        for established, refuted, unknown in found:
            has |= corpus.up({*established, *unknown})
            lacks |= corpus.down({*refuted, *unknown})
        return cls(frozenset(has), frozenset(lacks))

    def reaches(self, tree: Tree) -> bool:
        """False when the tree cannot hold, nor stay open, in the matter."""
        match tree:
            case Has(ground):
                return ground in self.has
            case Lacks(ground):
                return ground in self.lacks
            case AllOf(members):
                return all(self.reaches(member) for member in members)
            case AnyOf(members):
                return any(self.reaches(member) for member in members)
            case Met(_, inner):
                return self.reaches(inner)
        raise TypeError(f"not a condition tree: {tree!r}")


def class_iri(norm: str, question: str) -> str:
    """The IRI of the class of matters in which a question about a norm is answered yes.

    >>> class_iri("nanmu/norm/art_9__point_4", "condition_holds")
    'https://w3id.org/kg-query/id/nanmu/norm/art_9__point_4/condition_holds'
    """
    return f"{terms.id_iri(norm)}/{question}"


def tree_of(norm: Norm, question: Question) -> Tree | None:
    """The tree that a question is about, or None where the norm has none."""
    if question.name.startswith("condition"):
        return norm.condition
    if question.name.startswith("exception"):
        return norm.exception
    return None if norm.presupposes is None else negate(norm.presupposes)


class _Writer:
    """Puts axioms into a graph."""

    def __init__(self, corpus: Corpus, signature: Signature | None) -> None:
        from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, Namespace, URIRef
        from rdflib.collection import Collection

        self.owl, self.rdf, self.rdfs = OWL, RDF, RDFS
        self.bnode, self.uri, self.collection, self.literal = BNode, URIRef, Collection, Literal
        self.law = Namespace(terms.LAW)
        self.graph: Graph = Graph()
        self.corpus, self.signature = corpus, signature
        every = frozenset(corpus.grounds)
        self.reach = signature or Signature(every, every)
        self.restrictions: dict[tuple[str, str], Identifier] = {}

    def within(self, tree: Tree) -> bool:
        """False where the tree cannot hold, so that an axiom about it would say nothing."""
        return self.reach.reaches(tree)

    def value(self, prop: str, ground: str) -> Identifier:
        """The restriction to what has the ground as a value of the property.

        An ontology needs a node for each time it is written (OWL 2 DL); a module for a rule
        engine does with one, and is closed several times faster.
        """
        if self.signature is not None and (prop, ground) in self.restrictions:
            return self.restrictions[prop, ground]
        node = self.restrictions[prop, ground] = self.bnode()
        self.graph.add((node, self.rdf.type, self.owl.Restriction))
        self.graph.add((node, self.owl.onProperty, self.law[prop]))
        self.graph.add((node, self.owl.hasValue, self.uri(terms.ground_iri(ground))))
        return node

    def below(self, sub: Identifier, sup: Identifier) -> None:
        self.graph.add((sub, self.rdfs.subClassOf, sup))

    def entailment(self) -> None:
        """Stratum 2: what is shown passes up, what is refuted passes down, open findings alike."""
        for shown, possible in PROPERTIES.items():
            self.graph.add((self.law[shown], self.rdfs.subPropertyOf, self.law[possible]))
            self.graph.add((self.law.unknown, self.rdfs.subPropertyOf, self.law[possible]))
        for ground in self.corpus.grounds.values():
            for broader in ground.broader:
                for prop in ("established", "possiblyEstablished"):
                    if self.within(Has(ground.id)):
                        self.below(self.value(prop, ground.id), self.value(prop, broader))
                for prop in ("refuted", "possiblyRefuted"):
                    if self.within(Lacks(broader)):
                        self.below(self.value(prop, broader), self.value(prop, ground.id))

    def norms(self, norms: Iterable[Norm]) -> None:
        """Stratum 3: for each tree of each norm, the expression below its named class."""
        ahead, written = list(norms), set()
        while ahead:
            norm = ahead.pop()
            if norm.id in written:
                continue
            written.add(norm.id)
            for question in QUESTIONS:
                tree = tree_of(norm, question)
                if tree is not None and self.within(tree):
                    named = self.uri(class_iri(norm.id, question.name))
                    for expression in self.alternatives(tree, question.over_shown):
                        self.below(expression, named)
                    ahead.extend(self.corpus.norms[other] for other in _referred(tree))

    def alternatives(self, tree: Tree, shown: bool) -> Iterator[Identifier]:
        """The expressions any of which makes the tree hold (several for `anyOf` at the top)."""
        if isinstance(tree, AnyOf):
            for member in tree.members:
                if self.within(member):
                    yield from self.alternatives(member, shown)
        else:
            yield self.expression(tree, shown)

    def expression(self, tree: Tree, shown: bool) -> Identifier:
        match tree:
            case Has(ground):
                return self.value("established" if shown else "possiblyEstablished", ground)
            case Lacks(ground):
                return self.value("refuted" if shown else "possiblyRefuted", ground)
            case Met(norm, inner, negated):
                if negated:
                    return self.expression(inner, shown)
                return self.uri(class_iri(norm, "condition_holds" if shown else "condition_possible"))
            case AllOf(members):
                if not members:  # a condition that asks for nothing: every matter
                    return self.law.Matter
                return self.joined(self.owl.intersectionOf, members, shown)
            case AnyOf(members):
                return self.joined(self.owl.unionOf, [m for m in members if self.within(m)], shown)
        raise TypeError(f"not a condition tree: {tree!r}")

    def joined(self, how: Identifier, members: Iterable[Tree], shown: bool) -> Identifier:
        expressions = [self.expression(member, shown) for member in members]
        if len(expressions) == 1:
            return expressions[0]
        node, head = self.bnode(), self.bnode()
        self.graph.add((node, self.rdf.type, self.owl.Class))
        self.collection(self.graph, head, [*expressions])
        self.graph.add((node, how, head))
        return node


def _referred(tree: Tree) -> Iterator[str]:
    match tree:
        case Met(norm, inner, negated):
            if negated:
                yield from _referred(inner)
            else:
                yield norm
        case AllOf(members) | AnyOf(members):
            for member in members:
                yield from _referred(member)


def axioms(corpus: Corpus, norms: Iterable[Norm], signature: Signature | None = None) -> Graph:
    """The axioms that decide entailment and the given norms' trees, as an RDF graph.

    Args:
        corpus: the compiled law.
        norms: the norms to decide; norms that their trees refer to come along.
        signature: with it, only the module that a matter's findings can reach.
    """
    writer = _Writer(corpus, signature)
    writer.entailment()
    writer.norms(norms)
    return writer.graph


def ontology(corpus: Corpus) -> Graph:
    """All axioms as one ontology, with declarations and labels in both languages.

    It loads in any OWL editor; a matter with its findings as triples is classified by any OWL 2
    RL reasoner. Status, defeat and outcome are not in it: they are not monotone
    (`ontology/rules/` has them).
    """
    writer = _Writer(corpus, None)
    graph, law, rdf, rdfs, owl = writer.graph, writer.law, writer.rdf, writer.rdfs, writer.owl
    for prefix in ("ground", "id", "law", "owl", "rdfs"):
        graph.bind(prefix, terms.PREFIXES[prefix])
    this = writer.uri(ONTOLOGY)

    def label(node: Identifier, text: Text) -> None:
        graph.add((node, rdfs.label, writer.literal(text.zh, lang="zh")))
        graph.add((node, rdfs.label, writer.literal(text.en, lang="en")))
        graph.add((node, rdfs.isDefinedBy, this))

    graph.add((this, rdf.type, owl.Ontology))
    label(this, Text("条件公理（自动生成）", "Axioms of the conditions (generated)"))
    for prop, text in PROPERTY_LABELS.items():
        graph.add((law[prop], rdf.type, owl.ObjectProperty))
        label(law[prop], text)
    graph.add((law.Matter, rdf.type, owl.Class))
    label(law.Matter, Text("事项", "matter"))
    for question in QUESTIONS:
        graph.add((law[question.link], rdf.type, owl.AnnotationProperty))
        label(law[question.link], question.label)
    for ground in corpus.grounds.values():
        node = writer.uri(terms.ground_iri(ground.id))
        graph.add((node, rdf.type, owl.NamedIndividual))
        label(node, ground.label)
    norms = [norm for norm in corpus.norms.values() if norm.condition is not None]
    for norm in norms:
        node = writer.uri(terms.id_iri(norm.id))
        graph.add((node, rdf.type, owl.NamedIndividual))
        said = norm.summary or Text(norm.provision, norm.provision)
        label(node, said)
        for question in QUESTIONS:
            if tree_of(norm, question) is not None:
                named = writer.uri(class_iri(norm.id, question.name))
                graph.add((named, rdf.type, owl.Class))
                graph.add((node, law[question.link], named))
                label(
                    named,
                    Text(f"{question.label.zh}：{said.zh}", f"{question.label.en}: {said.en}"),
                )
    writer.entailment()
    writer.norms(norms)
    return graph
