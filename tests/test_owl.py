"""The generated axioms, the rules above them, and verdicts as RDF."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from engine_worlds import law, matter, norm, override

from kg_query import KnowledgeGraph, terms
from kg_query.assess import assess
from kg_query.assess.rdf import matter_graph, matter_iri, verdict_graph, verdict_iri
from kg_query.assess.reasons import facts_of
from kg_query.assess.reference import derive, findings_graph, rules
from kg_query.conditions import AllOf, AnyOf, Has, Lacks, Met
from kg_query.files import root
from kg_query.model import Finding, Matter
from kg_query.owl import (
    ONTOLOGY,
    QUESTIONS,
    Signature,
    axioms,
    class_iri,
    ontology,
    tree_of,
)
from kg_query.program import Program

rdflib = pytest.importorskip("rdflib")
from rdflib import OWL, RDF, RDFS, BNode, Literal, URIRef  # noqa: E402

LAW = rdflib.Namespace(terms.LAW)


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@pytest.fixture(scope="module")
def exported(kg: KnowledgeGraph) -> rdflib.Graph:
    return ontology(kg.corpus)


# --- the profile ------------------------------------------------------------------------------


def is_sub_expression(graph: rdflib.Graph, node) -> bool:
    """An OWL 2 RL subClassExpression, of those the generator may use."""
    if isinstance(node, URIRef):
        return (node, RDF.type, OWL.Class) in graph and node != OWL.Thing
    for how in (OWL.intersectionOf, OWL.unionOf):
        head = graph.value(node, how)
        if head is not None:
            members = list(graph.items(head))
            return len(members) >= 2 and all(is_sub_expression(graph, m) for m in members)
    return is_value_restriction(graph, node)


def is_value_restriction(graph: rdflib.Graph, node) -> bool:
    prop, value = graph.value(node, OWL.onProperty), graph.value(node, OWL.hasValue)
    return (prop, RDF.type, OWL.ObjectProperty) in graph and (value, RDF.type, OWL.NamedIndividual) in graph


def test_every_axiom_is_a_sufficient_condition_in_owl_2_rl(exported: rdflib.Graph) -> None:
    pairs = list(exported.subject_objects(RDFS.subClassOf))
    assert len(pairs) > 500
    for sub, sup in pairs:
        assert is_sub_expression(exported, sub)
        named = isinstance(sup, URIRef) and (sup, RDF.type, OWL.Class) in exported
        assert named or is_value_restriction(exported, sup)
    for forbidden in (OWL.equivalentClass, OWL.propertyChainAxiom, OWL.complementOf, OWL.onClass):
        assert not list(exported.triples((None, forbidden, None)))


def test_blank_nodes_form_trees_as_owl_2_dl_asks(exported: rdflib.Graph) -> None:
    seen: set = set()
    for _, _, value in exported:
        if isinstance(value, BNode):
            assert value not in seen, "a class expression is used twice"
            seen.add(value)


def test_every_term_is_declared_and_labelled_in_two_languages(exported: rdflib.Graph) -> None:
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.AnnotationProperty, OWL.NamedIndividual):
        for term in exported.subjects(RDF.type, kind):
            if isinstance(term, URIRef):
                languages = {label.language for label in exported.objects(term, RDFS.label)}
                assert languages >= {"zh", "en"}, term
                assert exported.value(term, RDFS.isDefinedBy) == URIRef(ONTOLOGY)
    used = {p for p in exported.predicates() if str(p).startswith(terms.BASE)}
    for prop in used:
        kinds = set(exported.objects(prop, RDF.type))
        assert kinds & {OWL.ObjectProperty, OWL.AnnotationProperty}, prop


def test_an_owl_editor_s_library_loads_the_axioms(exported: rdflib.Graph, tmp_path: Path) -> None:
    owlready2 = pytest.importorskip("owlready2", reason="owlready2 is not installed")
    path = tmp_path / "conditions.nt"
    exported.serialize(path, format="nt", encoding="utf-8")
    world = owlready2.World()
    loaded = world.get_ontology(path.as_uri()).load()
    named = {c.iri for c in loaded.classes()}
    assert class_iri("nanmu/norm/art_9__point_4", "condition_holds") in named
    assert len(list(loaded.general_class_axioms())) > 200


@pytest.mark.slow
def test_a_reasoner_for_all_of_owl_2_dl_finds_the_same_memberships(
    exported: rdflib.Graph, kg: KnowledgeGraph, tmp_path: Path
) -> None:
    """HermiT, which knows nothing of profiles, on all axioms and one matter."""
    owlready2 = pytest.importorskip("owlready2", reason="owlready2 is not installed")
    if shutil.which("java") is None:
        pytest.skip("no Java here: HermiT cannot run, its opinion on the axioms is not checked")
    one = kg.matter(
        {
            "id": "m",
            "established": ["force_majeure", "unable_to_perform_duty", "mistake_or_deviation"],
            "refuted": ["major_loss"],
            "unknown": ["improvised_decision", "to_prevent_enforcement_risk"],
        }
    )
    path = tmp_path / "matter.nt"
    (exported + findings_graph(kg.corpus, one)).serialize(path, format="nt", encoding="utf-8")
    world = owlready2.World()
    world.get_ontology(path.as_uri()).load()
    owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    assert not list(world.inconsistent_classes())
    said = {c.iri for c in world[matter_iri("m")].INDIRECT_is_a if hasattr(c, "iri")}
    standing = facts_of(kg.corpus, one).standing
    expected = set()
    for norm_ in kg.corpus.norms.values():
        for question in QUESTIONS:
            tree = tree_of(norm_, question) if norm_.condition else None
            asked = standing.holds if question.over_shown else standing.possible
            if tree is not None and asked(tree):
                expected.add(class_iri(norm_.id, question.name))
    assert {iri for iri in said if iri.startswith(terms.ID)} == expected
    assert len(expected) >= 10


# --- what is written for which tree -------------------------------------------------------------


def test_a_lost_condition_has_no_axiom_and_an_empty_one_holds_of_every_matter() -> None:
    corpus = law(norm("1", AnyOf(())), norm("2", AllOf(())))
    graph = axioms(corpus, corpus.norms.values())
    one, two = (URIRef(class_iri(f"small/norm/{i}", "condition_holds")) for i in "12")
    assert not list(graph.subjects(RDFS.subClassOf, one))
    assert list(graph.subjects(RDFS.subClassOf, two)) == [LAW.Matter]


def test_a_reference_to_a_norm_is_its_class_and_brings_its_axioms() -> None:
    first = norm("1", "a")
    corpus = law(first, norm("2", Met(first.id, Has("a"))))
    graph = axioms(corpus, [corpus.norms["small/norm/2"]])
    one, two = (URIRef(class_iri(f"small/norm/{i}", "condition_holds")) for i in "12")
    assert list(graph.subjects(RDFS.subClassOf, two)) == [one]
    assert len(list(graph.subjects(RDFS.subClassOf, one))) == 1


def test_a_module_holds_what_the_findings_reach_and_gives_the_same_answer(kg: KnowledgeGraph) -> None:
    found = kg.matter({"id": "m", "established": ["force_majeure", "unable_to_perform_duty"]})
    signature = Signature.of(kg.corpus, ({f.ground for f in found.findings}, (), ()))
    norms = kg.corpus.norms_of["nanmu"]
    whole = axioms(kg.corpus, [n for n in norms if n.condition])
    module = axioms(kg.corpus, [n for n in norms if n.condition], signature)
    assert len(module) * 5 < len(whole)
    assert signature.reaches(AllOf((Has("objective_factor"), Has("force_majeure"))))
    assert not signature.reaches(AllOf((Has("force_majeure"), Lacks("force_majeure"))))


# --- the reference engine leaves its input alone ------------------------------------------------


def test_what_is_derived_stands_in_graphs_of_its_own() -> None:
    corpus = law(norm("1", "b", "exempt"), entails={"a": "b"})
    program = Program.compile(corpus)
    derived = derive(corpus, program, [matter("a")], ["small"])
    node = URIRef(matter_iri("m"))
    assert (node, LAW.established, URIRef(terms.ground_iri("b"))) in derived.facts
    assert not any(isinstance(s, Literal) for s in derived.facts.subjects())
    assert not any(isinstance(s, Literal) for s in derived.results.subjects())
    assert not list(derived.results.triples((None, RDFS.subClassOf, None)))
    again = derive(corpus, program, [matter("c")], ["small"])
    assert not list(again.facts.objects(node, LAW.established)) or (
        node, LAW.established, URIRef(terms.ground_iri("b"))
    ) not in again.facts  # fmt: skip


# --- the rules ----------------------------------------------------------------------------------

RULES = sorted((root() / "ontology" / "rules").glob("*.rq"))
CLOSURE = ("10-dispute", "20-effective", "25-open")  # each works on a graph of its own
RANKED = ("40-defeat", "41-undecided", "42-undefeated")  # run in turn, once a rank


def parts(text: str) -> tuple[set[str], set[str]]:
    """The terms a rule writes and those it reads."""
    body = re.sub(r"#.*|PREFIX.*", "", text)
    construct, where = body.split("WHERE", 1)
    return set(re.findall(r"law:\w+", construct)), set(re.findall(r"law:\w+", where))


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_a_rule_says_in_two_languages_what_it_does_and_where_it_comes_from(path: Path) -> None:
    english, chinese, source = path.read_text(encoding="utf-8").splitlines()[:3]
    assert english.startswith("# ")
    assert english.endswith(".")
    assert re.search(r"[\u4e00-\u9fff]", chinese)
    assert re.fullmatch(r"# Source: model, section .+\. Stratum: \d, .+\. Reads: .+\.", source)


@pytest.mark.parametrize(
    "path", [path for path in RULES if path.stem not in CLOSURE], ids=lambda path: path.stem
)
def test_a_rule_reads_only_what_earlier_ones_wrote(path: Path) -> None:
    _, read = parts(path.read_text(encoding="utf-8"))
    for other in RULES:
        if other.stem in CLOSURE or other == path:
            continue
        written, _ = parts(other.read_text(encoding="utf-8"))
        dependent = (read & written) - {"law:NormResult"} - SHARED
        if dependent and not (path.stem in RANKED and other.stem in RANKED):
            assert other.stem < path.stem, (path.stem, other.stem, dependent)


#: Terms that the law and the results share; a verdict's outcome is told from a norm's by its class.
SHARED = {"law:matter", "law:norm", "law:regulation", "law:provision"}


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_no_rule_knows_a_regulation_a_ground_or_a_rank_of_outcomes(path: Path, kg: KnowledgeGraph) -> None:
    text = re.sub(r"(?m)^(#|PREFIX).*", "", path.read_text(encoding="utf-8"))
    for word in (*kg.corpus.regulations, *kg.corpus.grounds):
        assert not re.search(rf"\b{re.escape(word)}\b", text), word
    codes = set(re.findall(r"outcome:(\w+)", text))
    assert codes <= {"conflict", "undetermined", "no_applicable_rule"}
    assert "NOT EXISTS" not in text


def test_every_rule_is_run() -> None:
    assert [path.stem for path in RULES] == list(rules())


# --- verdicts as RDF ----------------------------------------------------------------------------

CORPUS = law(
    norm("1", "a", "exempt", exception=Has("d")), norm("2", "b", "no_leniency"),
    norm("1", "b", "liability", regulation="other"), overrides=(override("2", "1"),),
)  # fmt: skip
PROGRAM = Program.compile(CORPUS)


def found(name: str, *grounds: str) -> Matter:
    return Matter(name, tuple(Finding(g, "established", evidence="file 7") for g in grounds))


def test_sparql_asks_which_matters_are_exempt_here_and_liable_there() -> None:
    plain = law(norm("1", "a", "exempt"), norm("1", "b", "liability", regulation="other"))
    program = Program.compile(plain)
    matters = [found("only a", "a"), found("both", "a", "b"), found("案/三", "b")]
    graph = verdict_graph(plain, matters, [assess(plain, program, m) for m in matters])
    rows = graph.query(
        """PREFIX law: <https://w3id.org/kg-query/ns#>
        PREFIX outcome: <https://w3id.org/kg-query/id/outcome/>
        PREFIX id: <https://w3id.org/kg-query/id/>
        SELECT ?matter WHERE {
          ?one a law:Verdict ; law:matter ?matter ; law:regulation id:small ;
               law:principalOutcome outcome:exempt .
          ?other a law:Verdict ; law:matter ?matter ; law:regulation id:other ;
               law:principalOutcome outcome:liability .
        }"""
    )
    assert [str(row.matter) for row in rows] == [matter_iri("both")]


def test_a_verdict_says_where_it_comes_from() -> None:
    one = found("案/三", "a")
    graph = matter_graph(one) + verdict_graph(CORPUS, one, assess(CORPUS, PROGRAM, one))
    prov = rdflib.Namespace(terms.PROV)
    node = URIRef(verdict_iri("案/三", "small"))
    (finding,) = graph.objects(node, prov.wasDerivedFrom)
    assert graph.value(finding, LAW.ground) == URIRef(terms.ground_iri("a"))
    assert graph.value(finding, LAW.evidence) == Literal("file 7")
    activity = graph.value(node, prov.wasGeneratedBy)
    engine = graph.value(activity, prov.wasAssociatedWith)
    assert str(engine).endswith("/engine/compiled")
    assert graph.value(engine, LAW.version) is not None


def test_the_same_verdict_is_always_the_same_triples_and_only_the_engine_tells_them_apart() -> None:
    one = found("m", "a", "b")
    first, again = (verdict_graph(CORPUS, one, assess(CORPUS, PROGRAM, one), all_norms=True) for _ in "xx")
    assert set(first) == set(again)
    assert not any(isinstance(node, BNode) for triple in first for node in triple)
    other = verdict_graph(CORPUS, one, assess(CORPUS, PROGRAM, one, engine="reference"), all_norms=True)
    for triple in set(first) ^ set(other):
        assert "/compiled" in str(triple) or "/reference" in str(triple)


def test_the_reference_engine_and_the_verdict_use_the_same_nodes_and_terms() -> None:
    one = found("m", "a", "b")
    derived = derive(CORPUS, PROGRAM, [one], CORPUS.assessed).results
    told = verdict_graph(CORPUS, one, assess(CORPUS, PROGRAM, one), all_norms=True)
    for predicate in (LAW.status, LAW.principalOutcome, LAW.norm):
        assert set(derived.triples((None, predicate, None))) <= set(told.triples((None, predicate, None)))


def test_every_question_has_a_label_in_both_languages() -> None:
    assert len({q.name for q in QUESTIONS}) == len({q.link for q in QUESTIONS}) == 6
    assert all(q.label.zh and q.label.en and q.label.zh != q.label.en for q in QUESTIONS)
