"""The ontology: complete files, the OWL 2 RL profile, a model under an OWL DL reasoner, the vocabulary."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from hashlib import blake2b
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, BNode, Graph, Namespace, URIRef

from kg_query import KnowledgeGraph, terms
from kg_query.files import root
from kg_query.validate.shacl import ontology

LAW = Namespace(terms.LAW)
MODULE = terms.BASE + "ontology/"

FILES = sorted((root() / "ontology").rglob("*.ttl"))
NAMES = [p.relative_to(root() / "ontology").as_posix().removesuffix(".ttl") for p in FILES]

#: The modules from the most general up; a file imports from further left only.
ORDER = [
    "core",
    "grounds",
    "norms",
    "drafting",
    "actors",
    "time",
    "topics",
    "casefile",
    "review",
    "statistics",
    "evaluation",
    "matter",
    "comparison",
]


@pytest.fixture(scope="module")
def merged() -> Graph:
    return ontology()


@pytest.fixture(scope="module")
def by_file() -> dict[str, Graph]:
    return {name: Graph().parse(path) for name, path in zip(NAMES, FILES, strict=True)}


# --- files ----------------------------------------------------------------------------------


def test_all_files_together_are_one_graph_without_blank_nodes(merged: Graph) -> None:
    assert len(merged) > 6000
    assert [s for s in merged.subjects() if isinstance(s, BNode)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_one_ontology_named_after_it(by_file: dict[str, Graph], name: str) -> None:
    graph, iri = by_file[name], URIRef(MODULE + name)
    assert list(graph.subjects(RDF.type, OWL.Ontology)) == [iri]
    version = graph.value(iri, OWL.versionInfo)
    assert graph.value(iri, OWL.versionIRI) == URIRef(f"{terms.BASE}{version}/ontology/{name}")


@pytest.mark.parametrize("name", NAMES)
def test_imports_go_one_way_from_special_to_general(by_file: dict[str, Graph], name: str) -> None:
    mine = len(ORDER) if name.startswith("alignments/") else ORDER.index(name)
    for imported in by_file[name].objects(URIRef(MODULE + name), OWL.imports):
        assert ORDER.index(str(imported).removeprefix(MODULE)) < mine


def _prefixes(path: Path) -> list[tuple[str, str]]:
    return re.findall(r"^@prefix (\S*): <(.*)> \.$", path.read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_file_declares_the_prefixes_of_the_project_in_alphabetical_order(path: Path) -> None:
    assert _prefixes(path) == sorted(terms.PREFIXES.items())


@pytest.mark.parametrize("path", sorted((root() / "shapes").glob("*.ttl")), ids=lambda p: p.name)
def test_a_file_of_shapes_means_the_same_by_a_prefix_and_names_it_in_alphabetical_order(path: Path) -> None:
    declared = _prefixes(path)
    assert declared == sorted(declared)
    assert all(terms.PREFIXES.get(name, iri) == iri for name, iri in declared)
    assert len({iri for _, iri in declared}) == len(declared)


@pytest.mark.parametrize("name", NAMES)
def test_a_term_is_defined_by_the_file_it_stands_in(by_file: dict[str, Graph], name: str) -> None:
    homes = set(by_file[name].objects(None, RDFS.isDefinedBy))
    assert homes <= {URIRef(MODULE + name)}


@pytest.mark.parametrize("name", [n for n in NAMES if "/" not in n])
def test_a_module_with_its_imports_leaves_no_term_undeclared(by_file: dict[str, Graph], name: str) -> None:
    graph, ahead = Graph(), [name]
    while ahead:
        one = ahead.pop()
        graph += by_file[one]
        ahead += [str(i).removeprefix(MODULE) for i in by_file[one].objects(None, OWL.imports)]
    declared = set(graph.subjects(RDF.type))
    builtin = (terms.OWL, terms.RDF, terms.RDFS, terms.SH, terms.XSD)
    used = set(graph.predicates()) | set(graph.objects(None, RDF.type))
    used |= {o for p in (RDFS.subClassOf, RDFS.subPropertyOf) for o in graph.objects(None, p)}
    assert {u for u in used if not str(u).startswith(builtin)} - declared == set()


# --- profile --------------------------------------------------------------------------------

KINDS = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}

#: What the ontology may say about classes and properties; each construct is in OWL 2 RL and OWL 2 DL.
RL_AXIOMS = {RDFS.subClassOf, RDFS.subPropertyOf, OWL.disjointWith}
RL_CHARACTERISTICS = {OWL.FunctionalProperty, OWL.AsymmetricProperty, OWL.IrreflexiveProperty}
OTHER_OWL = {OWL.Class, OWL.NamedIndividual, OWL.Ontology, *KINDS}
HEADER = {OWL.imports, OWL.versionIRI, OWL.versionInfo}
ANNOTATIONS = {RDFS.label, RDFS.isDefinedBy, RDFS.seeAlso}


def outside_the_profile(graph: Graph) -> list[tuple[object, ...]]:
    """The statements that use OWL or RDFS otherwise than the lists above allow."""
    own = (str(OWL), str(RDFS))
    bad: list[tuple[object, ...]] = [
        t for t in graph if str(t[1]).startswith(own) and t[1] not in RL_AXIOMS | HEADER | ANNOTATIONS
    ]
    bad += [
        t
        for t in graph.triples((None, RDF.type, None))
        if str(t[2]).startswith(own) and t[2] not in RL_CHARACTERISTICS | OTHER_OWL
    ]
    bad += [t for p in RL_AXIOMS for t in graph.triples((None, p, None)) if not isinstance(t[2], URIRef)]
    return bad


def test_the_ontology_stays_within_owl_2_rl(merged: Graph) -> None:
    assert outside_the_profile(merged) == []


def test_a_construct_outside_owl_2_rl_would_be_noticed() -> None:
    graph = Graph().parse(
        data="@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
        "<x:A> rdfs:subClassOf [ owl:onProperty <x:p> ; owl:someValuesFrom <x:B> ] . <x:p> a owl:ReflexiveProperty ."
    )
    assert len(outside_the_profile(graph)) == 4


def test_a_property_is_of_one_kind_and_no_class_is_a_property(merged: Graph) -> None:
    kinds = Counter(s for kind in KINDS for s in merged.subjects(RDF.type, kind))
    assert [s for s, n in kinds.items() if n > 1] == []
    assert set(kinds) & set(merged.subjects(RDF.type, OWL.Class)) == set()


def test_properties_that_characterise_objects_are_object_properties(merged: Graph) -> None:
    for kind in (OWL.AsymmetricProperty, OWL.IrreflexiveProperty):
        for one in merged.subjects(RDF.type, kind):
            assert (one, RDF.type, OWL.ObjectProperty) in merged


def test_a_subproperty_is_of_the_kind_of_the_property_above(merged: Graph) -> None:
    for below, above in merged.subject_objects(RDFS.subPropertyOf):
        assert {k for k in KINDS if (below, RDF.type, k) in merged} == {
            k for k in KINDS if (above, RDF.type, k) in merged
        }


# --- an OWL DL reasoner ---------------------------------------------------------------------

java = pytest.mark.skipif(
    shutil.which("java") is None,
    reason="SKIPPED LOUDLY: HermiT needs Java, and there is no java on PATH; consistency was not checked",
)


def reasoned(graph: Graph, tmp_path: Path) -> list[object]:
    """The unsatisfiable classes by HermiT; raises where the ontology is inconsistent."""
    owlready2 = pytest.importorskip("owlready2")
    one = Graph()
    headers = set(graph.subjects(RDF.type, OWL.Ontology))
    for triple in graph:
        if triple[0] not in headers:
            one.add(triple)
    one.add((URIRef(terms.BASE + "ontology"), RDF.type, OWL.Ontology))
    path = tmp_path / "merged.nt"
    one.serialize(path, format="nt", encoding="utf-8")
    world = owlready2.World()
    loaded = world.get_ontology(path.as_uri()).load()
    with loaded:
        owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    return list(world.inconsistent_classes())


@java
@pytest.mark.slow
def test_ontology_and_conditions_are_consistent_and_satisfiable_under_hermit(
    merged: Graph, tmp_path: Path
) -> None:
    from kg_query.owl import ontology as conditions

    everything = merged + conditions(KnowledgeGraph.open().corpus)
    assert len(everything) > 20_000
    muddled = URIRef("https://example.org/Muddled")
    everything.add((muddled, RDF.type, OWL.Class))
    for above in (LAW.Norm, LAW.Provision):
        everything.add((muddled, RDFS.subClassOf, above))
    found = {getattr(c, "name", "") for c in reasoned(everything, tmp_path)} - {"Nothing"}
    assert found == {"Muddled"}, "only what is muddled on purpose can have no members"


@java
@pytest.mark.slow
def test_hermit_would_notice_a_norm_that_is_also_a_provision(merged: Graph, tmp_path: Path) -> None:
    owlready2 = pytest.importorskip("owlready2")
    odd, muddled = URIRef("https://example.org/odd"), URIRef("https://example.org/Muddled")
    inconsistent = merged + Graph()
    inconsistent.add((muddled, RDF.type, OWL.Class))
    for above in (LAW.Norm, LAW.Provision):
        inconsistent.add((muddled, RDFS.subClassOf, above))
    inconsistent.add((odd, RDF.type, OWL.NamedIndividual))
    inconsistent.add((odd, RDF.type, muddled))
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        reasoned(inconsistent, tmp_path)


def test_owl_rl_rules_find_no_inconsistency_in_the_terms(merged: Graph) -> None:
    from owlrl import DeductiveClosure, OWLRL_Semantics

    schema = Graph()  # the concepts are left out: a closure over them takes minutes
    for triple in merged:
        if not str(triple[0]).startswith((terms.GROUND, terms.ID)) and triple[1] in RL_AXIOMS | {RDF.type}:
            schema.add(triple)
    DeductiveClosure(OWLRL_Semantics).expand(schema)
    assert not [o for o in schema.objects() if "agent-ont#error" in str(o) or "ErrorMessage" in str(o)]
    assert (LAW.Line, RDFS.subClassOf, LAW.Provision) in schema
    assert (LAW.unknown, RDFS.subPropertyOf, LAW.possiblyRefuted) in schema


# --- the vocabulary -------------------------------------------------------------------------


def local(node: object, namespace: str) -> str:
    return str(node).removeprefix(namespace)


def test_the_317_grounds_keep_their_ids_and_their_entailments(merged: Graph) -> None:
    """The digests are of the vocabulary as it was handed over: users' files name these ids."""
    given = {g for g in merged.subjects(RDF.type, LAW.Ground) if not merged.value(g, SKOS.changeNote)}
    ids = sorted(local(g, terms.GROUND) for g in given)
    assert len(ids) == 317
    assert digest(ids) == "a127d6998f4e71749661d57e59e8a8d9"
    entailed = sorted(
        f"{local(a, terms.GROUND)} {local(b, terms.GROUND)}" for a, b in merged.subject_objects(SKOS.broader)
    )
    assert digest(entailed) == "4fdcb9db57cfc768e3686f3e6a96d572"


def digest(lines: list[str]) -> str:
    return blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()


def test_an_added_ground_says_in_both_languages_that_it_is_added(merged: Graph) -> None:
    added = {g for g in merged.subjects(RDF.type, LAW.Ground) if merged.value(g, SKOS.changeNote)}
    assert all(local(g, terms.GROUND).startswith("role_") for g in added)
    for ground in added:
        assert {n.language for n in merged.objects(ground, SKOS.changeNote)} == {"zh", "en"}


def test_no_definition_is_given_to_two_grounds(merged: Graph) -> None:
    said = Counter(
        str(d) for g in merged.subjects(RDF.type, LAW.Ground) for d in merged.objects(g, SKOS.definition)
    )
    assert [d for d, n in said.items() if n > 1] == []


def test_no_definition_of_a_ground_is_the_text_of_a_clause() -> None:
    corpus = KnowledgeGraph.open().corpus
    clauses = "\n".join(p.text.zh for p in corpus.provisions.values() if p.text)
    for ground in corpus.grounds.values():
        assert ground.definition.zh not in clauses, ground.id


def test_outcomes_stand_in_the_order_of_precedence(merged: Graph) -> None:
    ranked = sorted(
        (int(rank), local(o, terms.OUTCOME)) for o, rank in merged.subject_objects(LAW.precedence)
    )  # type: ignore[call-overload]
    assert [code for _, code in ranked] == [
        "duty_fulfilled", "not_fault", "exempt", "no_leniency", "no_tolerance", "leniency_mandatory",
        "exemption_permitted", "liability_aggravated", "liability", "fault_constituted", "mitigation_permitted",
        "conflict", "undetermined", "no_applicable_rule",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("group", "codes"),
    [
        ("fullRelief", {"duty_fulfilled", "not_fault", "exempt"}),
        ("bar", {"no_leniency", "no_tolerance"}),
        ("liabilityGroup", {"liability", "liability_aggravated", "fault_constituted"}),
    ],
)
def test_outcomes_that_cannot_stand_together_fall_in_groups(
    merged: Graph, group: str, codes: set[str]
) -> None:
    assert {local(o, terms.OUTCOME) for o in merged.subjects(LAW.outcomeGroup, LAW[group])} == codes


def test_every_role_is_shown_by_the_ground_of_its_name(merged: Graph) -> None:
    roles = list(merged.subjects(RDF.type, LAW.Role))
    assert len(roles) > 30
    for role in roles:
        shown = terms.GROUND + "role_" + local(role, terms.ROLE)
        assert [str(g) for g in merged.objects(role, LAW.roleGround)] == [shown]


def test_every_body_and_role_names_the_clause_it_comes_from(merged: Graph) -> None:
    from rdflib import DCTERMS

    provisions = KnowledgeGraph.open().corpus.provisions
    for kind in (LAW.Role, LAW.Body):
        for actor in merged.subjects(RDF.type, kind):
            sources = [local(s, terms.ID) for s in merged.objects(actor, DCTERMS.source)]
            assert sources and set(sources) <= set(provisions), actor


def test_english_labels_of_terms_begin_in_lower_case(merged: Graph) -> None:
    labels = [
        str(label)
        for term, label in merged.subject_objects(RDFS.label)
        if str(term).startswith(terms.LAW) and label.language == "en"  # type: ignore[attr-defined]
    ]
    assert len(labels) > 150
    assert [label for label in labels if label[0].isupper()] == []


# --- terms used outside the Turtle ----------------------------------------------------------

QUERIES = sorted(
    [*(root() / "ontology" / "rules").glob("*.rq"), *(root() / "shapes" / "checks").glob("*.rq")]
)


def declared(graph: Graph) -> set[str]:
    return {str(s).removeprefix(terms.LAW) for s in graph.subjects(RDF.type) if str(s).startswith(terms.LAW)}


def test_rules_checks_questions_and_the_context_use_declared_terms_only(merged: Graph) -> None:
    package = Path(terms.__file__).parent
    files = [*QUERIES, *package.glob("questions/*.rq"), *package.glob("context/*.jsonld")]
    assert len(files) > 60
    for path in files:
        used = set(re.findall(r"\blaw:([A-Za-z]\w*)", path.read_text("utf-8")))
        assert used <= declared(merged), f"{path.name}: {used - declared(merged)}"


def test_verdicts_as_rdf_use_declared_terms_only(merged: Graph) -> None:
    from kg_query.assess.rdf import matter_graph, verdict_graph

    kg = KnowledgeGraph.open()
    matter = kg.matter(
        {
            "id": "m1",
            "role": "handler",
            "date": "2024-11-02",
            "organisation": "nanmu",
            "findings": [{"ground": "force_majeure", "status": "established", "evidence": "record 3"}],
            "refuted": ["force_majeure"],
            "unknown": ["adverse_effect"],
        }
    )
    verdict = verdict_graph(kg.corpus, matter, kg.assess(matter), all_norms=True)
    graph = matter_graph(matter) + verdict
    used = {str(p) for p in graph.predicates()} | {str(o) for o in graph.objects(None, RDF.type)}
    known = {str(s) for s in merged.subjects(RDF.type)}
    assert {u for u in used if not u.startswith(terms.RDF)} <= known
    assert any(u.endswith("normResult") for u in used)


def test_proofs_as_rdf_use_declared_terms_only(merged: Graph) -> None:
    """Of one matter under every document, and of matters in which one norm defeats another."""
    from kg_query.conditions import grounds
    from kg_query.proof.rdf import proof_graph

    kg = KnowledgeGraph.open()
    corpus, graph = kg.corpus, Graph()
    evidence = [{"ground": "force_majeure", "status": "established", "evidence": "record 3"}]
    matter = {"id": "m1", "role": "handler", "findings": evidence, "unknown": ["adverse_effect"]}
    for slug in corpus.assessed:
        graph += proof_graph(kg.explain(matter, slug))
        for override in corpus.overrides_of[slug][:1]:
            both = (corpus.norms[override.prevailing], corpus.norms[override.defeated])
            found = sorted({g for norm in both for g in grounds(norm.condition)})
            graph += proof_graph(kg.explain({"id": "m2", "established": found}, slug))
    used = {str(p) for p in graph.predicates()} | {str(o) for o in graph.objects(None, RDF.type)}
    known = {str(s) for s in merged.subjects(RDF.type)}
    assert {u for u in used if not u.startswith((terms.RDF, terms.RDFS))} <= known
    for name in ("Proof", "ProofStep", "proves", "step", "stepNumber", "quote", "override", "restsOn"):
        assert terms.LAW + name in used, name
