"""A comparison as RDF, so that SPARQL can ask where regulations agree, differ and part.

All of it stands in the graph `…/graph/comparison`. The IRIs are made from ids alone: the same pair of clauses,
the same ground under the same regulation always get the same node, and the parts of a comparison join with each
other and with the law. Every node names the activity that made it (PROV-O) and the program's version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from .. import __version__, terms
from ..conditions import Has
from ..errors import UsageError
from ..model import Text

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from ..conditions import Leaf
    from ..corpus import Corpus
    from .answers import Answer, Clause
    from .cells import GroundCell, Use
    from .clause_pairs import ClausePair
    from .clauses import ClauseComparison
    from .matrix import GroundMatrix, GroundRelation, GroundRow
    from .norm_pairs import NormPair
    from .scenarios import PairScenarios, Scenario, Scenarios

__all__ = ["GRAPH", "PARTS", "check_parts", "quads", "to_turtle"]

#: The graph that all of a comparison stands in.
GRAPH = terms.graph_iri("comparison")
BASE = terms.id_iri("comparison")

#: What a norm does with a ground, in the words of `law:part`: by whether it gives, and the part of the norm.
_USES = {
    (True, "condition"): "gives",
    (False, "condition"): "limit",
    (False, "exception"): "exception",
    (False, "presupposition"): "opening",
}


def quads(corpus: Corpus, values: Mapping[Any, Any]) -> list[Quad]:
    """Parts of a comparison as quads in the graph `GRAPH`.

    Args:
        corpus: the compiled law.
        values: part → its value: "clauses", "grounds", "scenarios" (as `kg_query.compare.Report.values` has them).

    Raises:
        UsageError: a part that has no form in RDF.

    >>> from kg_query import KnowledgeGraph
    >>> kg = KnowledgeGraph.open()
    >>> made = quads(kg.corpus, {"clauses": kg.compare(["nanmu", "puxian-tolerance"]).clauses()})
    >>> {str(quad.graph_name.value) for quad in made}
    {'https://w3id.org/kg-query/graph/comparison'}
    """
    check_parts(values)
    into = _Into(corpus)
    for part, value in values.items():
        _PARTS[part](into, value)
    return into.quads


def check_parts(parts: Iterable[str]) -> None:
    """Raises UsageError for a part of a comparison that has no form in RDF."""
    for part in parts:
        if part not in _PARTS:
            known = "、".join(PARTS), ", ".join(PARTS)
            raise UsageError(
                Text(f"{part} 没有 RDF 形式", f"there is no RDF for the part “{part}”"),
                hint=Text(f"有 RDF 形式的：{known[0]}", f"In RDF there are: {known[1]}"),
            )


def to_turtle(corpus: Corpus, values: Mapping[Any, Any]) -> str:
    """Parts of a comparison as Turtle, the same every time; arguments and errors as for `quads`."""
    import pyoxigraph as ox

    triples = (quad.triple for quad in quads(corpus, values))
    made = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=terms.PREFIXES) or b""
    lines = made.decode().splitlines(keepends=True)
    head = [line for line in lines if line.startswith("@prefix ")]  # in an order that changes from run to run
    return "".join((*sorted(head), *(line for line in lines if not line.startswith("@prefix "))))


class _Into:
    """Quads on their way into the graph, with short ways to add to it."""

    def __init__(self, corpus: Corpus) -> None:
        import pyoxigraph as ox

        self.corpus, self.quads, self._ox = corpus, list[Any](), ox
        self._graph = ox.NamedNode(GRAPH)
        self._seen: set[str] = set()
        self._activity = f"{BASE}/activity"
        self._frame()

    def _frame(self) -> None:
        agent = terms.ID + "engine/comparison"
        self._add(self._activity, terms.RDF + "type", self.iri(terms.LAW + "Comparing"))
        self._add(self._activity, terms.RDF + "type", self.iri(terms.PROV + "Activity"))
        self._add(self._activity, terms.PROV + "wasAssociatedWith", self.iri(agent))
        self._add(agent, terms.RDF + "type", self.iri(terms.PROV + "SoftwareAgent"))
        self.value(agent, version=__version__)
        self.node(BASE, "RegulationComparison")

    def iri(self, value: str) -> Any:
        return self._ox.NamedNode(value)

    def _add(self, subject: str, predicate: str, value: Any) -> None:
        self.quads.append(self._ox.Quad(self.iri(subject), self.iri(predicate), value, self._graph))

    def node(self, subject: str, *classes: str) -> bool:
        """A node of these classes of ours, with where it comes from; False where it is there already."""
        if subject in self._seen:
            return False
        self._seen.add(subject)
        for one in (*(terms.LAW + c for c in classes), terms.PROV + "Entity"):
            self._add(subject, terms.RDF + "type", self.iri(one))
        self._add(subject, terms.PROV + "wasGeneratedBy", self.iri(self._activity))
        return True

    def link(self, subject: str, **objects: str | Iterable[str]) -> None:
        """`law:` properties to IRIs, one or several each."""
        for name, value in objects.items():
            for one in [value] if isinstance(value, str) else value:
                self._add(subject, terms.LAW + name, self.iri(one))

    def value(self, subject: str, **values: str | int | float | bool | None) -> None:
        """`law:` properties with plain values; None says nothing."""
        for name, value in values.items():
            if value is None:
                continue
            literal = self._ox.Literal(value)
            if isinstance(value, float):
                literal = self._ox.Literal(f"{value:.3f}", datatype=self.iri(terms.XSD + "decimal"))
            self._add(subject, terms.LAW + name, literal)

    def note(self, subject: str, text: Text) -> None:
        """A sentence in both languages."""
        for lang, said in (("zh", text.zh), ("en", text.en)):
            self._add(subject, terms.SKOS + "note", self._ox.Literal(said, language=lang))

    def findings(self, subject: str, leaves: Iterable[Leaf]) -> None:
        for leaf in leaves:
            state = "established" if isinstance(leaf, Has) else "refuted"
            self.link(subject, **{state: terms.ground_iri(leaf.ground)})

    def regulations(self, slugs: Iterable[str]) -> None:
        self.link(BASE, compares=[terms.id_iri(slug) for slug in slugs])


# --- clauses --------------------------------------------------------------------------------


def _clauses(into: _Into, value: ClauseComparison) -> None:
    into.regulations(value.regulations)
    for pair in value.pairs:
        _clause_pair(into, pair)
    for norms in (*value.in_law, *value.overlapping):  # alike in words or not
        a, b = norms.provisions(into.corpus)
        node = _pair_iri(a, b)
        if into.node(node, "ClausePair"):
            into.link(node, firstClause=terms.id_iri(a), secondClause=terms.id_iri(b))
            into.link(node, wordingRelation=terms.scheme_iri("wording", "different"))
        into.link(node, normPair=_norm_pair(into, norms))
    into.link(BASE, withoutCounterpart=[terms.id_iri(c) for some in value.unique.values() for c in some])


def _pair_iri(a: str, b: str, whole: bool = False) -> str:
    return f"{BASE}/{'articles' if whole else 'clauses'}/{a}/{b}"


def _clause_pair(into: _Into, pair: ClausePair) -> None:
    node = _pair_iri(pair.a, pair.b, pair.role == "article")
    into.node(node, "ClausePair")
    into.link(node, firstClause=terms.id_iri(pair.a), secondClause=terms.id_iri(pair.b))
    into.link(node, wordingRelation=terms.scheme_iri("wording", pair.wording))
    into.value(node, wordSimilarity=float(pair.similarity), closestCounterpart=pair.closest)
    into.value(node, wholeArticle=pair.role == "article")
    into.link(node, normPair=[_norm_pair(into, norms) for norms in pair.norms])
    if pair.law is not None:
        into.value(node, sameLaw=pair.law.same_law)


def _norm_pair(into: _Into, pair: NormPair) -> str:
    node = f"{BASE}/norms/{pair.a}/{pair.b}"
    if into.node(node, "NormPair"):
        into.link(node, firstNorm=terms.id_iri(pair.a), secondNorm=terms.id_iri(pair.b))
        if pair.relation is not None:
            into.link(node, conditionRelation=terms.scheme_iri("relation", pair.relation))
        into.value(
            node,
            sameEffect=pair.same_effect,
            sameOutcome=pair.same_outcome,
            sameModality=pair.same_modality,
            sameForce=pair.same_force,
            sameBearer=pair.same_bearers,
            samePeriod=pair.same_period,
            sameLaw=pair.same_law,
        )
        into.link(node, sharedGround=[terms.ground_iri(g) for g in pair.shared])
    return node


# --- grounds --------------------------------------------------------------------------------


def _grounds(into: _Into, value: GroundMatrix) -> None:
    into.regulations(value.regulations)
    for row in value.rows:
        for cell in row.cells.values():
            if not cell.silent:
                _treatment(into, cell)
        for relation in row.relations:
            if relation.relation != "both_silent":
                _ground_relation(into, row, relation)
                _ground_relation(into, row, relation.mirrored())


def _ground_node(ground: str, sign: str) -> str:
    return f"{BASE}/ground/{ground}/{sign}"


def _treatment(into: _Into, cell: GroundCell) -> None:
    node = f"{_ground_node(cell.ground, cell.sign)}/{cell.regulation}"
    into.node(node, "GroundTreatment")
    into.link(
        node,
        ground=terms.ground_iri(cell.ground),
        state=terms.scheme_iri("state", cell.sign),
        regulation=terms.id_iri(cell.regulation),
        outcome=[terms.scheme_iri("outcome", o) for o in cell.outcomes],
    )
    for use in cell.uses:
        into.link(node, use=_use(into, node, use))


def _use(into: _Into, treatment: str, use: Use) -> str:
    part = _USES[use.gives, use.part]
    node = f"{treatment}/{part}/{use.sign}/{use.norm.rpartition('/')[2]}"
    into.node(node, "GroundUse")
    into.link(
        node,
        norm=terms.id_iri(use.norm),
        provision=terms.id_iri(use.provision),
        part=terms.scheme_iri("part", part),
        outcome=terms.scheme_iri("outcome", use.outcome),
        modality=terms.scheme_iri("modality", use.modality),
        throughGround=[terms.ground_iri(g) for g in use.via],
        defeatedBy=[terms.id_iri(p) for p in use.defeated_by],
        restsOn=[terms.id_iri(r) for r in use.readings],
    )
    into.value(node, furtherNeeded=min((len(s) for s in use.further), default=0))
    for number, some in enumerate(use.further, 1):
        if some:
            more = f"{node}/further/{number}"
            into.node(more, "FindingSet")
            into.findings(more, some)
            into.link(node, furtherSet=more)
    return node


def _ground_relation(into: _Into, row: GroundRow, relation: GroundRelation) -> None:
    """One direction; both are written, so that a query can begin at either regulation."""
    node = f"{_ground_node(row.ground, row.sign)}/{relation.a}/{relation.b}"
    into.node(node, "GroundRelation")
    into.link(
        node,
        ground=terms.ground_iri(row.ground),
        state=terms.scheme_iri("state", row.sign),
        firstRegulation=terms.id_iri(relation.a),
        secondRegulation=terms.id_iri(relation.b),
        groundRelation=terms.scheme_iri("ground-relation", relation.relation),
        caseRelation=[terms.scheme_iri("ground-relation", relation.cases)] if relation.cases else [],
        silentRegulation=[terms.id_iri(relation.silent)] if relation.silent else [],
    )
    into.value(node, sameEffect=relation.same_effect, catchAllOnly=row.catch_all)
    for place, norm, provision in zip(("first", "second"), relation.norms, relation.provisions, strict=True):
        if norm is not None and provision is not None:
            into.link(node, **{f"{place}Norm": terms.id_iri(norm), f"{place}Clause": terms.id_iri(provision)})


# --- scenarios ------------------------------------------------------------------------------


def _scenarios(into: _Into, value: Scenarios) -> None:
    into.regulations(dict.fromkeys(slug for pair in value.pairs for slug in pair.regulations))
    for pair in value.pairs:
        for rank, scenario in enumerate(pair.scenarios, 1):
            _scenario(into, pair, rank, scenario)


def _scenario(into: _Into, pair: PairScenarios, rank: int, scenario: Scenario) -> None:
    a, b = pair.regulations
    findings = "+".join(f"{'' if isinstance(leaf, Has) else '!'}{leaf.ground}" for leaf in scenario.findings)
    node = f"{BASE}/scenario/{a}/{b}/{quote(findings, safe='+')}"
    into.node(node, "Divergence", "FindingSet")
    into.link(node, firstRegulation=terms.id_iri(a), secondRegulation=terms.id_iri(b))
    into.link(node, divergenceKind=terms.scheme_iri("divergence", scenario.kind))
    into.value(node, rank=rank, kinship=float(scenario.kinship), strictnessGap=scenario.gap)
    into.findings(node, scenario.findings)
    into.note(node, scenario.why)
    for answer in scenario.answers:
        into.link(node, answer=_answer(into, node, answer))


def _answer(into: _Into, scenario: str, answer: Answer) -> str:
    node = f"{scenario}/{answer.regulation}"
    into.node(node, "ScenarioAnswer")
    into.link(
        node,
        regulation=terms.id_iri(answer.regulation),
        principalOutcome=terms.scheme_iri("outcome", answer.outcome),
    )
    into.value(node, reliefWithheld=answer.withheld)
    for clause in answer.clauses:
        into.link(node, clauseInAnswer=_clause(into, node, clause))
    return node


def _clause(into: _Into, answer: str, clause: Clause) -> str:
    node = f"{answer}/{clause.part}/{clause.norm.rpartition('/')[2]}"
    into.node(node, "ClauseInAnswer")
    into.link(
        node,
        part=terms.scheme_iri("part", clause.part),
        norm=terms.id_iri(clause.norm),
        provision=terms.id_iri(clause.provision),
        outcome=terms.scheme_iri("outcome", clause.outcome),
        defeatedBy=[terms.id_iri(p) for p in clause.by],
    )
    return node


_PARTS: dict[str, Callable[[_Into, Any], None]] = {
    "clauses": _clauses,
    "grounds": _grounds,
    "scenarios": _scenarios,
}

#: The parts of a comparison that have a form in RDF.
PARTS = tuple(_PARTS)
