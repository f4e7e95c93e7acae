"""Reviews as RDF, so that SPARQL can ask across many case files.

The IRIs are made from ids alone: the same review always gets the same nodes. A breach points to the node
of the case file that it is about, to the criterion or the requirement of national law, and to the shape
that found it; in the words of SHACL it is a result, though no validation result: judgements of people
and documents that are missing count as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

from .. import __version__, terms
from ..casefiles import CaseFile, Schema, node_iri, ox_triples, type_at
from ..model import Text
from ..rules import Rule
from ..validate.shacl import SHAPE
from .values import BaseFailure, Deduction, NationalFinding, Open, Review

if TYPE_CHECKING:
    from decimal import Decimal

    from rdflib import Graph

    from ..corpus import Corpus

__all__ = ["concerned", "review_graph", "review_iri", "turtle"]

_BASE = {"pass": "basePassed", "fail": "baseFailed", "open": "baseOpen"}
_SEVERITY = {
    "fatal": terms.LAW + "Fatal",
    "violation": terms.SH + "Violation",
    "warning": terms.SH + "Warning",
}


def review_iri(case: str) -> str:
    """The IRI of the review of a case file, from the id of the file in whatever script.

    >>> review_iri("A/1 号")
    'https://w3id.org/kg-query/id/review/A%2F1%20%E5%8F%B7'
    """
    return f"{terms.ID}review/{quote(case, safe='')}"


def concerned(schema: Schema, case: CaseFile, where: str) -> tuple[str, str | None]:
    """The node of a case file that a place lies in, and the property of the node that the place names.

    Of a document that is not there it is the file itself.

    Args:
        schema: what a case file can say.
        case: the case file.
        where: a place as reviews give it.

    >>> from kg_query import KnowledgeGraph
    >>> schema = KnowledgeGraph.open().corpus.case_schema
    >>> case = CaseFile("c1", ("penalty",), {"documents": {"filing-approval": {}}})
    >>> concerned(schema, case, "documents/filing-approval/source")[0]
    'https://w3id.org/kg-query/id/casefile/c1/documents/filing-approval'
    >>> concerned(schema, case, "documents/closing-report")[0]
    'https://w3id.org/kg-query/id/casefile/c1'
    """
    steps = [step for step in where.split("/") if step]
    for length in range(len(steps), -1, -1):
        path = "/".join(steps[:length])
        kind = type_at(schema, path) if path else schema.case
        if kind is None or not isinstance(case.node(path), Mapping):
            continue
        field = kind.fields.get(steps[length]) if length < len(steps) else None
        return node_iri(case.id, path), field.property if field else None
    return case.iri, None


def review_graph(corpus: Corpus, reviews: Review | Iterable[Review], engine: str = "sets") -> Graph:
    """Reviews as RDF: score, grade, every deduction and breach with its reason and place, what is open.

    Args:
        corpus: the compiled law.
        reviews: one review or several, of different case files.
        engine: the rule engine that they come from.
    """
    into = _Into(corpus)
    for review in [reviews] if isinstance(reviews, Review) else reviews:
        into.review(review, engine)
    return into.graph


def turtle(corpus: Corpus, reviews: Iterable[Review], engine: str = "sets") -> str:
    """What the case files say and their reviews as one Turtle document, every literal as it was written.

    Arguments as for `review_graph`.
    """
    import pyoxigraph

    found = list(reviews)
    nt, form = pyoxigraph.RdfFormat.N_TRIPLES, pyoxigraph.RdfFormat.TURTLE
    triples = {*ox_triples((r.case for r in found), corpus.case_schema)}
    graph = review_graph(corpus, found, engine).serialize(format="nt", encoding="utf-8")
    triples |= {quad.triple for quad in pyoxigraph.parse(graph, format=nt)}
    used = ("dcterms", "ground", "law", "prov", "rdf", "sh", "skos", "xsd")
    prefixes = {name: terms.PREFIXES[name] for name in used}
    written = pyoxigraph.serialize(sorted(triples, key=str), format=form, prefixes=prefixes) or b""
    lines = written.decode().splitlines(keepends=True)  # the library puts prefixes in any order
    return "".join([*sorted(lines[: len(used)]), *lines[len(used) :]])


class _Into:
    """A graph of reviews in the making."""

    def __init__(self, corpus: Corpus) -> None:
        from rdflib import Graph, Literal, URIRef

        self.graph: Graph = Graph()
        for prefix in ("dcterms", "ground", "id", "law", "prov", "sh", "skos", "xsd"):
            self.graph.bind(prefix, terms.PREFIXES[prefix])
        self.uri, self.literal, self.decimal = URIRef, Literal, URIRef(terms.XSD + "decimal")
        self.corpus, self.schema = corpus, corpus.case_schema
        self.units = {u.notation: u.id for u in corpus.provisions.values() if u.notation}
        self.facts = {f.notation: f.id for f in corpus.facts.values()}
        self.rules = corpus.rulebook.rules
        self.by_fact: dict[str, list[Rule]] = {}
        for rule in self.rules.values():
            if rule.fact:
                self.by_fact.setdefault(rule.fact, []).append(rule)

    # --- statements -----------------------------------------------------------------------

    def link(self, node: str, predicate: str, *values: str) -> None:
        for value in values:
            self.graph.add((self.uri(node), self.uri(predicate), self.uri(value)))

    def law(self, node: str, name: str, *values: str) -> None:
        self.link(node, terms.LAW + name, *values)

    def kinds(self, node: str, *classes: str) -> None:
        self.link(node, terms.RDF + "type", *classes)

    def value(self, node: str, predicate: str, value: str | bool | Decimal) -> None:
        said = value if isinstance(value, (str, bool)) else self.literal(f"{value:f}", datatype=self.decimal)
        self.graph.add((self.uri(node), self.uri(predicate), self.literal(said)))

    def text(self, node: str, predicate: str, text: Text | None) -> None:
        for lang, said in (("zh", text.zh), ("en", text.en)) if text else ():
            if said:
                self.graph.add((self.uri(node), self.uri(predicate), self.literal(said, lang=lang)))

    def criteria(self, node: str, name: str, notations: Iterable[str]) -> None:
        self.law(node, name, *(terms.id_iri(self.units[n]) for n in notations if n in self.units))

    def shapes(self, node: str, name: str, notations: Iterable[str]) -> None:
        found = (self.rules[n].shape for n in notations if n in self.rules)
        self.law(node, name, *(SHAPE + shape for shape in found if shape))

    # --- a review -------------------------------------------------------------------------

    def review(self, review: Review, engine: str) -> None:
        node, case = review_iri(review.case.id), review.case
        activity, agent = f"{node}/reviewing/{engine}", f"{terms.ID}engine/rules-{engine}"
        self.kinds(agent, terms.PROV + "SoftwareAgent")
        self.value(agent, terms.LAW + "version", __version__)
        self.kinds(activity, terms.LAW + "Reviewing", terms.PROV + "Activity")
        self.link(activity, terms.PROV + "wasAssociatedWith", agent)
        self.kinds(node, terms.LAW + "Review", terms.PROV + "Entity")
        self.link(node, terms.PROV + "wasGeneratedBy", activity)
        self.link(node, terms.PROV + "wasDerivedFrom", case.iri)
        self.law(node, "reviewOf", case.iri)
        self.value(node, terms.LAW + "standard", review.standard)
        self.law(node, "baseResult", terms.LAW + _BASE[review.base_result])
        if review.score is not None:
            self.value(node, terms.LAW + "score", review.score)
        self.value(node, terms.LAW + "lowestPossible", review.low)
        self.value(node, terms.LAW + "highestPossible", review.high)
        self.text(node, terms.LAW + "grade", review.grade_label)
        for note in review.notes:
            self.text(node, terms.SKOS + "note", note)
        self.law(node, "restsOn", *map(terms.id_iri, review.readings))
        self.law(node, "otherReading", *map(terms.id_iri, review.other_readings))
        self.criteria(node, "notCalledFor", review.not_applicable)
        self.criteria(node, "missingDocument", review.missing_documents)
        self.criteria(node, "didNotArise", review.not_arising)
        self.shapes(node, "askedShape", (u.shape for u in review.checked if u.nodes))
        self.shapes(node, "unaskedShape", (u.shape for u in review.checked if not u.nodes))
        pending = set(review.to_judge)
        for failure in review.base_failures:
            self._base(node, case, failure)
        for deduction in review.deductions:
            self._deduction(node, case, deduction)
        for one in review.open:
            self._open(node, one, one.criterion in pending)
        numbers: Counter[str] = Counter()
        for found in review.national:
            numbers[found.rule] += 1
            self._national(f"{node}/national/{found.rule}/{numbers[found.rule]}", node, case, found)

    def _breach(self, node: str, case: CaseFile, found: Deduction | BaseFailure | NationalFinding) -> None:
        self.kinds(node, terms.LAW + "Breach", terms.PROV + "Entity")
        self.text(node, terms.SH + "resultMessage", found.why)
        self.text(node, terms.LAW + "repair", found.repair)
        self.value(node, terms.LAW + "curable", found.curable)
        if found.where:
            self.value(node, terms.LAW + "where", found.where)
        at, field = concerned(self.schema, case, found.where)
        self.law(node, "concerns", at)
        if field is not None:
            self.law(node, "atField", field)
        for further in () if isinstance(found, NationalFinding) else found.also:
            self.value(node, terms.LAW + "alsoWhere", further)
            self.law(node, "concerns", concerned(self.schema, case, further)[0])

    def _answer_for(self, node: str, case: CaseFile, found: BaseFailure | NationalFinding) -> None:
        if found.ground:
            self.law(node, "findingGround", terms.ground_iri(found.ground))
        for number, person in enumerate(case.record.get("persons") or (), 1):
            if person.get("name") in found.officers:
                self.law(node, "answerable", node_iri(case.id, f"persons/{number}"))

    def _criterion(self, node: str, notation: str, clause: str, by: str) -> None:
        if clause:
            self.law(node, "onCriterion", terms.id_iri(clause))
        self.law(node, "decidedBy", terms.LAW + ("byData" if by == "data" else "byJudgement"))
        rule = self.rules.get(notation)
        if rule is not None and rule.shape:
            self.link(node, terms.SH + "sourceShape", SHAPE + rule.shape)

    def _deduction(self, review: str, case: CaseFile, found: Deduction) -> None:
        node = f"{review}/deduction/{found.line}"
        self.law(review, "deduction", node)
        self.kinds(node, terms.LAW + "Deduction")
        self._breach(node, case, found)
        self._criterion(node, found.line, found.clause, found.by)
        self.value(node, terms.LAW + "pointsLost", found.points)

    def _base(self, review: str, case: CaseFile, found: BaseFailure) -> None:
        node = f"{review}/base/{found.standard}"
        self.law(review, "baseBreach", node)
        self.kinds(node, terms.LAW + "BaseBreach")
        self._breach(node, case, found)
        self._criterion(node, found.standard, found.clause, found.by)
        self._answer_for(node, case, found)

    def _national(self, node: str, review: str, case: CaseFile, found: NationalFinding) -> None:
        self.law(review, "nationalBreach", node)
        self.kinds(node, terms.LAW + "NationalBreach")
        self._breach(node, case, found)
        self._answer_for(node, case, found)
        self.link(node, terms.SH + "resultSeverity", _SEVERITY[found.severity])
        self.text(node, terms.LAW + "caution", found.caution)
        fact = self.facts.get(found.rule)
        if fact is not None:
            self.law(node, "onCriterion", terms.id_iri(fact))
            shapes = [r.shape for r in self.by_fact.get(fact, ()) if r.shape]
            if len(shapes) == 1:  # of several shapes for one requirement the finding names none
                self.link(node, terms.SH + "sourceShape", SHAPE + shapes[0])

    def _open(self, review: str, found: Open, pending: bool) -> None:
        node = f"{review}/open/{found.criterion}"
        self.kinds(node, terms.LAW + "OpenCriterion", terms.PROV + "Entity")
        self.criteria(node, "onCriterion", [found.criterion])
        self.value(node, terms.LAW + "pointsAtStake", found.points)
        self.text(node, terms.LAW + "question", found.ask)
        self.law(review, "leftOpen", node)
        if pending:
            self.law(review, "stillToJudge", node)
