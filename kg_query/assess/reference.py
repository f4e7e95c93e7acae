"""The reference engine: the same strata, derived in RDF by OWL 2 RL and SPARQL.

It is slow and plain on purpose. Strata 2 and 3 (entailment, and which trees hold or stay open) are
OWL 2 RL axioms (`kg_query.owl`) that `owlrl` closes; the strata from status to outcome are the
SPARQL files in `ontology/rules/`, run in the order of their numbers, each reading only what
earlier ones wrote. Input graphs stay untouched: every step works on copies, and what is derived
comes back as a graph of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from .. import terms
from ..conditions import Standing
from ..corpus import Corpus
from ..files import root
from ..model import Matter, NormStatus
from ..owl import PROPERTIES, QUESTIONS, Signature, axioms, class_iri, tree_of
from ..program import Program
from .rdf import matter_iri, verdict_iri
from .reasons import Facts, effective_findings
from .report import Strata

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = ["Derivation", "derive", "rules", "strata_of", "strata_of_many"]

CLOSURE_RULES = ("10-dispute", "20-effective", "25-open")
DEFEAT_RULES = ("40-defeat", "41-undecided", "42-undefeated")


@dataclass(frozen=True, slots=True)
class Derivation:
    """What was derived: `facts` by OWL 2 RL (strata 2 and 3), `results` by the rules (4 to 6)."""

    facts: Graph
    results: Graph


def strata_of(corpus: Corpus, program: Program, matter: Matter, regulations: Sequence[str]) -> Strata:
    """What the strata give for a matter, read back from the derived graphs."""
    return strata_of_many(corpus, program, [matter], regulations)[0]


def strata_of_many(
    corpus: Corpus, program: Program, matters: Sequence[Matter], regulations: Sequence[str]
) -> list[Strata]:
    """What the strata give for each of some matters (with ids of their own), derived together."""
    derived = derive(corpus, program, matters, regulations)
    return [_read(corpus, derived, matter, regulations) for matter in matters]


def derive(
    corpus: Corpus, program: Program, matters: Sequence[Matter], regulations: Iterable[str]
) -> Derivation:
    """All that follows for some matters under the given regulations, as two graphs.

    Raises:
        InputError: a ground, status or role that the vocabulary does not know.
    """
    from rdflib import RDF, Graph, Namespace, URIRef

    law = Namespace(terms.LAW)
    signature = Signature.of(corpus, *(effective_findings(corpus, m) for m in matters))
    entailment = axioms(corpus, (), signature)
    found = Graph()
    for matter in matters:
        found += findings_graph(corpus, matter)

    closed = _closed(found, entailment)
    disputes = _apply("10-dispute", closed)
    effective = _apply("20-effective", found + disputes)
    settled = _closed(effective, entailment) if disputes else closed + effective
    opened = _apply("25-open", settled)

    facts = disputes + opened
    kept = {law[name] for pair in PROPERTIES.items() for name in pair}
    for slug in regulations:
        norms = [rule.norm for rule in program.regulations[slug]]
        inferred = _closed(effective + opened, axioms(corpus, norms, signature))
        for matter in matters:
            node = URIRef(matter_iri(matter.id))
            for _, predicate, value in inferred.triples((node, None, None)):
                if predicate in kept or (predicate == RDF.type and str(value).startswith(terms.BASE)):
                    facts.add((node, predicate, value))

    results = Graph()
    for matter in matters:
        for slug in regulations:
            verdict = URIRef(verdict_iri(matter.id, slug))
            results.add((verdict, RDF.type, law.Verdict))
            results.add((verdict, law.matter, URIRef(matter_iri(matter.id))))
            results.add((verdict, law.regulation, URIRef(terms.id_iri(slug))))
    work = _law_graph(program) + facts + results
    for name, rank in _schedule(program):
        new = _apply(name, work, rank)
        work += new
        results += new
    return Derivation(facts, results)


def _schedule(program: Program) -> list[tuple[str, int | None]]:
    """The rules after the closure in their order; those of defeat once for each rank."""
    steps: list[tuple[str, int | None]] = []
    ranks = range(max(program.ranks.values(), default=0) + 1)
    for name in rules():
        if name == DEFEAT_RULES[0]:
            steps += [(one, rank) for rank in ranks for one in DEFEAT_RULES]
        elif name not in CLOSURE_RULES and name not in DEFEAT_RULES:
            steps.append((name, None))
    return steps


def findings_graph(corpus: Corpus, matter: Matter) -> Graph:
    """A matter's findings as the axioms read them, the person's role included."""
    from rdflib import RDF, Graph, Namespace, URIRef

    graph, law = Graph(), Namespace(terms.LAW)
    node = URIRef(matter_iri(matter.id))
    graph.add((node, RDF.type, law.Matter))
    for status, grounds in zip(
        ("established", "refuted", "unknown"), effective_findings(corpus, matter), strict=True
    ):
        for ground in grounds:
            graph.add((node, law[status], URIRef(terms.ground_iri(ground))))
    return graph


# --- one step -----------------------------------------------------------------------------


@lru_cache(maxsize=1)
def rules() -> dict[str, str]:
    """name → SPARQL text of every rule in `ontology/rules/`, in order of their numbers."""
    folder = root() / "ontology" / "rules"
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.rq"))}


@lru_cache(maxsize=64)
def _prepared(name: str) -> Any:
    from rdflib.plugins.sparql import prepareQuery

    return prepareQuery(rules()[name])


def _apply(name: str, graph: Graph, rank: int | None = None) -> Graph:
    """What one rule constructs from a graph, as a new graph."""
    from rdflib import Graph, Literal

    bindings = {} if rank is None else {"rank": Literal(rank)}
    new = Graph()
    for triple in graph.query(_prepared(name), initBindings=bindings):
        new.add(triple)  # type: ignore[arg-type]
    return new


def _closed(data: Graph, schema: Graph) -> Graph:
    """A copy of the data, closed under the axioms by the rules of OWL 2 RL."""
    import owlrl

    closed = data + schema
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closed)
    return closed


@lru_cache(maxsize=4)
def _law_graph(program: Program) -> Graph:
    """What the rules read of the law: norms, overrides norm to norm, outcomes, ranks of defeat."""
    from rdflib import Graph, Literal, Namespace, URIRef

    corpus, graph, law = program.corpus, Graph(), Namespace(terms.LAW)

    def outcome(code: str) -> URIRef:
        return URIRef(terms.scheme_iri("outcome", code))

    groups = {"full_relief": law.fullRelief, "bar": law.bar, "liability": law.liabilityGroup}
    for one in corpus.outcomes.values():
        graph.add((outcome(one.code), law.precedence, Literal(one.precedence)))
        if one.group is not None:
            graph.add((outcome(one.code), law.outcomeGroup, groups[one.group]))
    for norm_id, rule in program.rules.items():
        norm, node = rule.norm, URIRef(terms.id_iri(norm_id))
        graph.add((node, law.regulation, URIRef(terms.id_iri(norm.regulation))))
        graph.add((node, law.provision, URIRef(terms.id_iri(norm.provision))))
        graph.add((node, law.defeatRank, Literal(program.ranks[norm_id])))
        if norm.outcome is not None:
            graph.add((node, law.outcome, outcome(norm.outcome)))
        for code in norm.follows:
            graph.add((node, law.followsOutcome, outcome(code)))
        for question in QUESTIONS:
            if tree_of(norm, question) is not None:
                graph.add((node, law[question.link], URIRef(class_iri(norm_id, question.name))))
        for defeater in rule.defeaters:
            graph.add((URIRef(terms.id_iri(defeater)), law.overrides, node))
    return graph


# --- reading back ---------------------------------------------------------------------------


def _read(corpus: Corpus, derived: Derivation, matter: Matter, regulations: Sequence[str]) -> Strata:
    from rdflib import Namespace, URIRef

    law, node = Namespace(terms.LAW), URIRef(matter_iri(matter.id))
    facts, results = derived.facts, derived.results

    def grounds(name: str) -> frozenset[str]:
        return frozenset(terms.short(str(one)) for one in facts.objects(node, law[name]))

    def norms(subject: Any, name: str) -> list[str]:
        return [terms.short(str(one)) for one in results.objects(subject, law[name])]

    standing = Standing(*map(grounds, ("established", "refuted", "possiblyEstablished", "possiblyRefuted")))
    status: dict[str, NormStatus] = {}
    defeated_by: dict[str, tuple[str, ...]] = {}
    place = {norm: i for i, norm in enumerate(corpus.norms)}
    for result in results.subjects(law.matter, node):
        (norm,) = norms(result, "norm") or (None,)
        value = results.value(result, law.status)
        if norm is None or value is None:
            continue
        status[norm] = terms.code(str(value))  # type: ignore[assignment]
        if winners := norms(result, "defeatedBy"):
            defeated_by[norm] = tuple(sorted(winners, key=place.__getitem__))
    principal, changes = {}, {}
    for slug in regulations:
        verdict = URIRef(verdict_iri(matter.id, slug))
        (one,) = results.objects(verdict, law.principalOutcome)
        principal[slug] = terms.code(str(one))
        changes[slug] = tuple(sorted(norms(verdict, "couldChange"), key=place.__getitem__))
    return Strata(
        Facts(standing, grounds("disputed"), grounds("unknown")),
        status,
        defeated_by,
        principal,
        changes,
    )
