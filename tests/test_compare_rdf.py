"""A comparison as RDF: the terms it uses, the nodes it makes, and the questions asked of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, Store, parse

from kg_query import KnowledgeGraph, terms
from kg_query.ask import questions
from kg_query.compare import Report, Wanted
from kg_query.compare.rdf import GRAPH, PARTS, quads, to_turtle
from kg_query.errors import UsageError
from kg_query.validate.shacl import ontology

PAIR = ("nanmu", "puxian-tolerance")


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open(lang="zh")


@pytest.fixture(scope="module")
def values(kg: KnowledgeGraph) -> dict[str, Any]:
    """Each part of the comparison of two regulations."""
    return dict(Report(kg.compare(PAIR), Wanted(PARTS)).values)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def store(kg: KnowledgeGraph, values: dict[str, Any]) -> Store:
    made = Store()
    made.extend(quads(kg.corpus, values))
    return made


def rows(kg: KnowledgeGraph, name: str, *columns: str, **params: str) -> set[tuple[Any, ...]]:
    answer = kg.ask(name, params)
    where = [answer.columns.index(c) for c in columns]
    return {tuple(row[i] for i in where) for row in answer.rows}


# --- the graph ------------------------------------------------------------------------------


def test_only_declared_terms_are_used(store: Store) -> None:
    known = {str(s) for s in ontology().subjects()}
    used = {q.predicate.value for q in store}
    used |= {q.object.value for q in store if q.predicate.value == terms.RDF + "type"}
    used |= {
        q.object.value for q in store
        if hasattr(q.object, "value") and str(q.object.value).startswith(terms.ID)
        and q.object.value.removeprefix(terms.ID).split("/")[0] in terms.SCHEMES
    }  # fmt: skip
    assert {u for u in used if not u.startswith((terms.RDF, terms.PROV, terms.SKOS))} <= known
    for name in (
        "ClausePair",
        "NormPair",
        "GroundTreatment",
        "GroundRelation",
        "Divergence",
        "furtherNeeded",
    ):
        assert terms.LAW + name in used


def test_every_term_of_a_comparison_is_used(store: Store) -> None:
    """A term that nothing is said with would be an empty promise."""
    home = terms.BASE + "ontology/comparison"
    graph = ontology()
    own = {str(s) for s, _, o in graph if str(o) == home and str(s).startswith(terms.LAW)}
    used = {q.predicate.value for q in store} | {str(getattr(q.object, "value", "")) for q in store}
    assert len(own) > 30
    assert own - used == set()


def test_all_of_it_stands_in_one_graph_and_says_where_it_comes_from(store: Store) -> None:
    assert {q.graph_name.value for q in store} == {GRAPH}
    asked = """SELECT ?node { GRAPH ?g { ?node a <http://www.w3.org/ns/prov#Entity>
        FILTER NOT EXISTS { ?node <http://www.w3.org/ns/prov#wasGeneratedBy>/<http://www.w3.org/ns/prov#wasAssociatedWith>
            /<https://w3id.org/kg-query/ns#version> ?v } } }"""
    assert list(store.query(asked)) == []


def test_whatever_a_node_says_once_it_says_once(store: Store) -> None:
    """The same pair from two lists would otherwise have two similarities, or two relations."""
    for name in ("wordSimilarity", "wordingRelation", "conditionRelation", "sameLaw", "groundRelation", "rank",
                 "furtherNeeded", "principalOutcome", "divergenceKind", "part"):  # fmt: skip
        asked = (
            f"SELECT ?s (COUNT(DISTINCT ?o) AS ?n) {{ GRAPH ?g {{ ?s <{terms.LAW}{name}> ?o }} }}"
            " GROUP BY ?s HAVING (COUNT(DISTINCT ?o) > 1)"
        )
        assert list(store.query(asked)) == [], name


def test_the_values_are_those_of_the_comparison(store: Store, values: dict[str, Any]) -> None:
    def count(kind: str) -> int:
        asked = f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ GRAPH ?g {{ ?s a <{terms.LAW}{kind}> }} }}"
        return int(next(iter(store.query(asked)))[0].value)

    matrix, scenarios, clauses = values["grounds"], values["scenarios"], values["clauses"]
    assert count("GroundTreatment") == sum(not c.silent for r in matrix.rows for c in r.cells.values())
    assert count("GroundUse") == sum(len(c.uses) for r in matrix.rows for c in r.cells.values())
    spoken = sum(one.relation != "both_silent" for r in matrix.rows for one in r.relations)
    assert count("GroundRelation") == 2 * spoken
    assert count("Divergence") == sum(len(p.scenarios) for p in scenarios.pairs)
    worded = {(p.a, p.b, p.role == "article") for p in clauses.pairs}
    assert count("ClausePair") >= len(worded)


def test_turtle_is_the_same_triples_and_the_same_text_every_time(
    kg: KnowledgeGraph, values: dict[str, Any]
) -> None:
    made = to_turtle(kg.corpus, values)
    read = {str(t.triple) for t in parse(made.encode(), format=RdfFormat.TURTLE)}
    assert read == {str(q.triple) for q in quads(kg.corpus, values)}
    assert made == to_turtle(kg.corpus, values)
    declared = re.findall(r"^@prefix (\S*):", made, re.MULTILINE)
    assert declared == sorted(declared) and len(declared) > 20


def test_a_part_without_rdf_is_refused_with_those_that_have_it(kg: KnowledgeGraph) -> None:
    with pytest.raises(UsageError) as caught:
        quads(kg.corpus, {"procedure": None})
    assert all(part in caught.value.hint.en for part in PARTS)
    with pytest.raises(UsageError):
        kg.query("ASK {}", comparison=["procedure"])


def test_a_query_sees_the_comparison_beside_the_law_and_the_law_stays_as_it_was(kg: KnowledgeGraph) -> None:
    asked = "ASK { ?pair a law:ClausePair ; law:firstClause/law:regulation id:nanmu }"
    assert kg.query(asked, comparison=["clauses"]).boolean is True
    assert kg.query(asked).boolean is False
    matter = Path(__file__).parents[1] / "data" / "examples" / "matter.json"
    both = "ASK { ?m a law:Matter . ?pair a law:ClausePair }"
    assert kg.query(both, [matter], comparison=["clauses"]).boolean is True


def test_a_further_regulation_takes_part() -> None:
    from tiny_world import TINY

    kg = KnowledgeGraph.open(TINY)
    assert ("lakeside",) in rows(kg, "unique-clauses", "regulation")
    assert ("lakeside",) in rows(kg, "grounds-of-one-regulation", "regulation")


# --- the questions --------------------------------------------------------------------------


def test_questions_on_a_comparison_name_parts_that_there_are() -> None:
    asked = [q for q in questions().values() if q.needs == "comparison"]
    assert len(asked) >= 10
    assert {part for q in asked for part in q.parts} == set(PARTS)


def test_the_two_bars_are_parallel_and_alike_in_law(kg: KnowledgeGraph) -> None:
    """不予容错 in both: nanmu 12 and puxian-tolerance 13."""
    found = rows(kg, "parallel-clauses", "clause_first", "clause_second", a="nanmu", b="puxian-tolerance")
    assert ("nanmu/art_12", "puxian-tolerance/art_13") in found
    turned = rows(kg, "parallel-clauses", "clause_first", "clause_second", a="puxian-tolerance", b="nanmu")
    assert turned == found
    some = rows(
        kg,
        "parallel-clauses",
        "clause_first",
        "clause_second",
        a="nanmu",
        b="puxian-tolerance",
        similarity="0.9",
    )
    assert some < found


def test_new_evidence_is_blocked_by_concealment_here_and_not_there(kg: KnowledgeGraph) -> None:
    """lianyungang 8(11) has two exceptions that mingshan 6(3) has not."""
    found = {
        exception
        for clause, exception, elsewhere in rows(
            kg,
            "exceptions-compared",
            "clause",
            "exception",
            "clause_elsewhere",
            a="lianyungang",
            b="mingshan",
        )
        if (clause, elsewhere) == ("lianyungang/art_8__point_11", "mingshan/art_6__point_3")
    }
    assert found == {
        "officer_intentionally_concealed_evidence", "officer_omitted_evidence_by_gross_negligence",
    }  # fmt: skip


def test_prompt_correction_is_leniency_by_right_here_and_by_discretion_there(kg: KnowledgeGraph) -> None:
    """puxian-tolerance 11, paragraph 1, item 5: 应当; nanmu 11, item 3: 可以."""
    found = rows(kg, "modality-flips", "clause_bound", "outcome_bound", "clause_free", "outcome_free")
    assert (
        "puxian-tolerance/art_11__para_1__point_5", "leniency_mandatory",
        "nanmu/art_11__point_3", "mitigation_permitted",
    ) in found  # fmt: skip
    for bound, _, free, _ in found:
        assert {n.modality for n in kg.corpus.norms_at[bound]} != {"may"}
        assert "may" in {n.modality for n in kg.corpus.norms_at[free]}


def test_what_is_wider_elsewhere_applies_there_whenever_it_applies_here(kg: KnowledgeGraph) -> None:
    """Checked by the engine, not by the logic that found it: every smallest way of the one meets the other."""
    from kg_query.conditions import Has
    from kg_query.conditions.relations import Logic

    logic = Logic(kg.corpus)
    found = rows(kg, "wider-elsewhere", "clause", "outcome", "clause_elsewhere", "outcome_elsewhere")
    assert found
    for clause, outcome, elsewhere, given in sorted(found):
        [norm, *_] = [n for n in kg.corpus.norms_at[clause] if n.outcome == outcome]
        for way in logic.ways(norm.condition).sets:
            matter = {
                "id": "m",
                "established": [x.ground for x in way if isinstance(x, Has)],
                "refuted": [x.ground for x in way if not isinstance(x, Has)],
            }
            result = kg.assess(matter, [elsewhere.split("/")[0]]).results[0]
            there = {(n.provision, n.outcome): n.status for n in result.norms}
            assert there[elsewhere, given] in ("applies", "defeated"), (clause, elsewhere, matter)


def test_force_majeure_is_treated_as_the_clauses_say(kg: KnowledgeGraph) -> None:
    found = rows(kg, "outcome-by-ground", "state", "part", "clause", "outcome")
    relief = {(c, o) for s, p, c, o in found if (s, p) == ("established", "gives")}
    assert relief >= {
        ("town/art_7__point_7", "exempt"), ("nanmu/art_9__point_4", "duty_fulfilled"),
        ("mingshan/art_6__point_4", "exempt"), ("puxian-tolerance/art_10__point_5", "duty_fulfilled"),
    }  # fmt: skip


def test_relations_on_grounds_are_seen_from_either_side(kg: KnowledgeGraph) -> None:
    there = rows(kg, "ground-relations", "ground", "state", "relation", a="mingshan", b="lianyungang")
    back = rows(kg, "ground-relations", "ground", "state", "relation", a="lianyungang", b="mingshan")
    mirror = {"wider": "narrower", "narrower": "wider"}
    assert {(g, s, mirror.get(r, r)) for g, s, r in there} == back
    assert ("new_evidence_emerged", "established", "different_outcome") in there
    alike = rows(kg, "ground-relations", "relation", a="nanmu", relation="identical")
    assert alike == {("identical",)}


def test_the_strictest_is_stricter_than_the_mildest(kg: KnowledgeGraph) -> None:
    strict = {o.code: o.strictness for o in kg.corpus.outcomes.values()}
    found = rows(
        kg,
        "strictest-on-ground",
        "ground",
        "state",
        "strictest",
        "outcome_strictest",
        "outcome_mildest",
        "gap",
    )
    assert found
    for _, _, _, hard, mild, gap in found:
        assert strict[hard] is not None and strict[mild] is not None
        assert strict[hard] - strict[mild] == gap > 0  # type: ignore[operator]
    # a bribe: punished more heavily in Mingshan 11(1), no leniency in the town's 9(5)
    assert ("accepted_bribe", "established", "mingshan", "liability_aggravated", "no_leniency", 3) in found


def test_scenarios_are_asked_by_pair_and_kind(kg: KnowledgeGraph) -> None:
    found = rows(kg, "diverging-scenarios", "first", "second", "kind", a="mingshan", b="lianyungang")
    assert {(a, b) for a, b, _ in found} == {("lianyungang", "mingshan")}
    opposite = rows(kg, "diverging-scenarios", "kind", kind="opposite")
    assert opposite == {("opposite",)}
    assert all(n > 0 and 0 < p <= 10 for n, p in rows(kg, "dividing-grounds", "scenarios", "pairs"))


def test_a_share_outside_its_range_is_refused(kg: KnowledgeGraph) -> None:
    with pytest.raises(UsageError) as caught:
        kg.ask("parallel-clauses", {"similarity": "2"})
    assert "0.6" in caught.value.hint.en
