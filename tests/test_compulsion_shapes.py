"""Annex 4 and the Administrative Compulsion Law as shapes: each on a file that keeps to it and on one that does not.

All files are asked together in one store; and of each rule, for each way that it can stand, a file alone
by another SPARQL engine, node by node (with KGQ_TEST_ALL every file). The two must agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from compulsion_files import EXECUTION, GONE, MEASURE, WORLDS, changed
from compulsion_scenes import SCENES, Scene
from thorough import THOROUGH, one_of_each

from kg_query import KnowledgeGraph
from kg_query.casefiles import CaseFile, case_files_of
from kg_query.corpus import Corpus
from kg_query.rules import Evaluation, Rule, evaluate
from kg_query.rules.statements import statements
from kg_query.store import triples


@cache
def corpus() -> Corpus:
    return KnowledgeGraph.open().corpus


def of_compulsion() -> list[Rule]:
    """Annex 4, and the national rules on the Administrative Compulsion Law."""
    rules = corpus().rulebook.rules.values()
    return [r for r in rules if r.standard == "compulsion" or re.match(r"E\d\d", r.notation)]


RULES = {r.notation: r for r in of_compulsion()}


def read(number: int, scene: Scene) -> CaseFile:
    _, _, world, changes = scene
    record = changed(WORLDS[world], changes)
    for paper in record["documents"].get("service-receipt", ()):
        for key in [k for k, v in paper.items() if v is None]:
            del paper[key]
    (case,) = case_files_of({**record, "id": f"案{number}"}, corpus())
    return case


@cache
def cases() -> tuple[CaseFile, ...]:
    return tuple(read(i, scene) for i, scene in enumerate(SCENES))


@cache
def found() -> tuple[Evaluation, ...]:
    """What the rules say of all files of all scenes, asked together."""
    return tuple(evaluate(cases(), corpus().rulebook, corpus().case_schema, rules=list(RULES.values())))


def state(met: Any, hits: set[tuple[str, str]]) -> str:
    """How a rule stands: `hits` are pairs of what was found and the node it was found at."""
    if not met:
        return "absent"
    away = {node for kind, node in hits if kind == "not_arising"}
    if any(kind == "violated" and node not in away for kind, node in hits):
        return "violated"
    if any(kind == "open" and node not in away for kind, node in hits):
        return "open"
    return "not_arising" if away >= set(met) else "met"


@cache
def prepared(query: str) -> Any:
    from rdflib.plugins.sparql import prepareQuery

    return prepareQuery(query)


def bound(rule: Rule, case: CaseFile, nodes: tuple[str, ...]) -> set[tuple[str, str]]:
    """What rdflib finds when each question is asked of one node of one file at a time."""
    from pyoxigraph import RdfFormat, parse
    from rdflib import Graph, URIRef

    book = corpus().rulebook
    lines = statements([case], book, corpus().case_schema).lines
    graph = Graph()
    for statement in triples(parse("\n".join(lines).encode(), format=RdfFormat.N_TRIPLES)):
        graph.add(statement)
    asked = [("violated", c.query) for c in rule.constraints]
    asked += [(k, q) for k, q in (("open", rule.open_when), ("not_arising", rule.not_arising)) if q]
    return {
        (kind, node)
        for kind, query in asked
        for node in nodes
        if len(list(graph.query(prepared(book.queries[query]), initBindings={"this": URIRef(node)})))
    }


#: The scenes whose file is asked alone too: of each rule one for each way that it can stand.
ALONE = frozenset(one_of_each(SCENES, lambda scene: scene[:2]))


def name(scene: Scene) -> str:
    notation, expected, world, changes = scene
    told = ",".join(f"{k.removeprefix('documents.')}={'-' if v is GONE else v}" for k, v in changes.items())
    return f"{notation} {expected}: {world} {told}"[:90]


@pytest.mark.parametrize("number", range(len(SCENES)), ids=[name(s) for s in SCENES])
def test_scene(number: int) -> None:
    notation, expected, _, _ = SCENES[number]
    evaluation, rule = found()[number], RULES[notation]
    nodes = evaluation.met.get(notation, ())
    together = {(h.kind, h.focus) for h in evaluation.hits if h.rule == notation}
    assert state(nodes, {(str(k), n) for k, n in together}) == expected
    if number in ALONE:
        assert bound(rule, cases()[number], nodes) == together


@pytest.mark.parametrize("notation", RULES)
def test_each_rule_has_a_file_that_keeps_to_it_and_one_that_does_not(notation: str) -> None:
    rule = RULES[notation]
    states = {expected for n, expected, _, _ in SCENES if n == notation}
    assert {"met", "violated"} <= states
    assert (rule.open_when is None) or "open" in states
    assert (rule.not_arising is None) or "not_arising" in states


@pytest.mark.parametrize("notation", RULES)
def test_each_question_of_a_rule_finds_its_breach_somewhere(notation: str) -> None:
    hit = {h.constraint for e in found() for h in e.hits if h.rule == notation and h.kind == "violated"}
    assert {c.id for c in RULES[notation].constraints} == hit


@pytest.mark.parametrize("world", WORLDS)
def test_a_whole_file_has_neither_breach_nor_open_question(world: str) -> None:
    (case,) = case_files_of({**WORLDS[world], "id": world}, corpus())
    (evaluation,) = evaluate([case], corpus().rulebook, corpus().case_schema, rules=list(RULES.values()))
    away = {(h.rule, h.focus) for h in evaluation.hits if h.kind == "not_arising"}
    assert [h for h in evaluation.hits if h.kind != "not_arising" and (h.rule, h.focus) not in away] == []


def test_annex_4_is_whole() -> None:
    units = [p for p in corpus().provisions.values() if p.notation and p.notation.startswith("Q")]
    kinds = ("line", "scored_document", "base_standard")
    wanted = {p.notation for p in units if p.kind in kinds and re.search(r"\d$", p.notation or "")}
    assert {r.notation for r in RULES.values() if r.standard == "compulsion"} == wanted
    assert len([n for n in wanted if str(n).startswith("QB-")]) == 23
    assert len([r for r in RULES.values() if r.kind == "document"]) == 9


def test_the_points_add_up_to_46_and_46_and_8() -> None:
    sums: dict[str, Decimal] = {}
    for rule in RULES.values():
        if rule.kind != "line" or rule.criterion is None:
            continue
        for part in ("stage_measures", "stage_execution", "stage_gd"):
            if part in rule.criterion:
                sums[part] = sums.get(part, Decimal(0)) + rule.points
    assert sums == {"stage_measures": 46, "stage_execution": 46, "stage_gd": 8}
    documents = {r.notation: r.points for r in RULES.values() if r.kind == "document"}
    lines: dict[str, Decimal] = {}
    for rule in RULES.values():
        if rule.kind == "line" and rule.document in documents:
            lines[str(rule.document)] = lines.get(str(rule.document), Decimal(0)) + rule.points
    assert lines == documents


def queries_of(notation: str) -> str:
    book = corpus().rulebook
    return "\n".join(book.queries[c.query] for c in RULES[notation].constraints)


def numbers(notation: str) -> Iterator[tuple[str, int]]:
    """The periods written in the questions of a rule: hours, calendar days, working days, months."""
    text = queries_of(notation)
    yield from (("hours", int(n)) for n in re.findall(r'"PT(\d+)H"', text))
    yield from (("days", int(n)) for n in re.findall(r'"P(\d+)D"', text))
    yield from (("working", int(n)) for n in re.findall(r"\?to - \?from (?:>|<|<=|>=) (\d+)", text))
    yield from (("months", int(n)) for n in re.findall(r"\?months > (\d+)", text))


@pytest.mark.parametrize(
    "notation, sums",
    [
        ("E08", {"hours": {24}}),
        ("E12", {"days": {30, 30 + 30}}),
        ("E17", {"working": {3}, "days": {30, 30 + 30}}),
        ("E28", {"days": {30}}),
        ("E31", {"working": {3}}),
        ("E33", {"months": {3}}),
        ("E34", {"working": {10}}),
    ],
)
def test_the_numbers_in_a_rule_are_those_of_the_statutory_fact(
    notation: str, sums: dict[str, set[int]]
) -> None:
    written: dict[str, set[int]] = {}
    for kind, number in numbers(notation):
        written.setdefault(kind, set()).add(number)
    assert written == sums
    stated = {p.quantity for p in corpus().facts[f"national/{notation}"].periods}
    assert {n for found in sums.values() for n in found if n <= 30} == stated


def test_every_fact_of_the_law_has_a_rule_or_says_why_not() -> None:
    from pyoxigraph import Literal, NamedNode

    ruled = {r.fact for r in RULES.values() if r.kind == "national"}
    store = KnowledgeGraph.open().store
    told = {
        quad.subject.value.rpartition("/id/")[2]
        for quad in store.quads_for_pattern(None, NamedNode("https://w3id.org/kg-query/ns#notChecked"), None)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
    }
    facts = {f for f in corpus().facts if re.match(r"national/E\d\d$", f)}
    assert facts - ruled == told & facts


def test_taking_a_document_out_never_helps() -> None:
    """The best that a file can still come to does not rise when one of its documents is gone."""
    from kg_query.review.reviewing import review_many

    for record in (MEASURE, EXECUTION, WORLDS["urgent"], WORLDS["both"]):
        papers = list(record["documents"])
        records = [changed(record, {f"documents.{paper}": GONE}) for paper in papers]
        read = [case_files_of({**r, "id": f"缺{i}"}, corpus())[0] for i, r in enumerate([record, *records])]
        whole, *less = review_many(corpus(), read)
        assert whole.high == 100
        assert [p for p, r in zip(papers, less, strict=True) if r.high > whole.high] == []
        scored = {p for p, r in zip(papers, less, strict=True) if r.high < 100 or r.low < 100}
        assert {"legal-review", *(p for p in papers if p.startswith(("measure-n", "demand")))} <= scored


@pytest.mark.slow
def test_a_validator_that_knows_only_the_shapes_finds_the_same() -> None:
    """Whole files and one broken in many places, by pyshacl on the shapes as they are written."""
    broken = changed(
        WORLDS["both"],
        {
            "documents.measure-approval.cause": GONE, "documents.measure-approval.head_signed_on": "2024-05-20",
            "documents.measure-lifting.lifted_on": "2024-06-20", "documents.demand-notice.rights_told": ["statement"],
            "documents.enforcement-site-record.0.started_at": "2024-10-01T22:30:00", "surcharge.amount": 30000,
        },
    )  # fmt: skip
    (case,) = case_files_of({**broken, "id": "多处"}, corpus())
    expected = {"Q-SP-1-1", "QB-CX-3", "QB-ZX-6", "E27"}
    rules = [r for i, (name, r) in enumerate(RULES.items()) if THOROUGH or i % 3 == 0 or name in expected]
    sets, reference = (
        evaluate([case], corpus().rulebook, corpus().case_schema, rules=rules, engine=engine)
        for engine in ("sets", "reference")
    )
    assert sets == reference
    assert {h.rule for h in sets[0].hits if h.kind == "violated"} >= expected
