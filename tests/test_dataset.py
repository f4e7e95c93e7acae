"""The dataset served: what stands in it, what is inferred, what it says of itself, and that anybody can run its questions."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from served import dataset_folder
from tiny_world import TINY

from kg_query import KnowledgeGraph, files
from kg_query.ask import questions
from kg_query.dataset import Dataset, current, serialise, service_description, verify, void
from kg_query.dataset import questions as questions_of
from kg_query.dataset.assemble import AXIOMS, DESCRIPTION, INFERRED, QUESTIONS, asserted
from kg_query.dataset.closure import ROUNDS, closure, rules
from kg_query.dataset.description import DATASET, DCAT, VOID
from kg_query.dataset.named import question_iri, runnable
from kg_query.errors import CorpusError
from kg_query.store import DERIVED
from kg_query.terms import BASE, DCTERMS, GRAPH, LAW, OWL, PREFIXES, RDF, RDFS, SH, graph_iri

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Dataset, Dataset]:
    """The whole dataset built twice: by the command in a process of its own, and as all tests share it."""
    folder = tmp_path_factory.mktemp("dataset")
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "kg_query",
            "store",
            "build",
            "--store-folder",
            str(folder / "one"),
            "-f",
            "json",
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    other = current(dataset_folder())
    told, _ = process.communicate(timeout=300)
    found = current(folder / "one")
    assert found is not None and other is not None and json.loads(told)["content"] == found.manifest.content
    return found, other


@pytest.fixture(scope="module")
def dataset(built: tuple[Dataset, Dataset]) -> Dataset:
    return built[0]


@pytest.fixture(scope="module")
def store(dataset: Dataset) -> ox.Store:
    return dataset.in_memory()


def rows(store: ox.Store, query: str) -> list[Any]:
    return list(
        store.query(query, prefixes={**PREFIXES, "void": VOID, "dcat": DCAT}, use_default_graph_as_union=True)
    )


def in_graph(store: ox.Store, graph: str) -> list[ox.Quad]:
    return list(store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))


# --- what stands in it ------------------------------------------------------------------------


def test_each_source_file_is_a_graph_and_the_rest_stands_beside(dataset: Dataset, kg: KnowledgeGraph) -> None:
    expected = Counter(q.graph_name.value for q in kg.store)
    made = {AXIOMS, INFERRED, QUESTIONS, DESCRIPTION}
    assert {g: n for g, n in dataset.manifest.graphs.items() if g not in made} == expected
    assert made < set(dataset.manifest.graphs) and expected.keys() == {graph_iri(f.name) for f in kg.sources}


def test_two_builds_give_the_same_quads(built: tuple[Dataset, Dataset]) -> None:
    """They were built with other seeds of hashes, in other processes."""
    one, other = built
    assert one.manifest == other.manifest and one.folder != other.folder


def test_the_manifest_has_the_hash_of_each_file(dataset: Dataset) -> None:
    for file in files.graph_files():
        told = dataset.manifest.files[file.name]
        assert told["sha256"] == hashlib.sha256(file.path.read_bytes()).hexdigest()
        assert (
            told["graph"] == graph_iri(file.name)
            and told["triples"] == dataset.manifest.graphs[told["graph"]]
        )


def test_an_added_folder_is_a_part_of_it(tmp_path: Path) -> None:
    kg = KnowledgeGraph.open(data=[TINY])
    parts = {part.graph: part for part in asserted(kg)}
    assert {GRAPH + "tiny_regulation/norms.ttl", GRAPH + "tiny_regulation/text.ttl", DERIVED} <= parts.keys()


def test_a_file_that_is_no_turtle_is_named(tmp_path: Path, kg: KnowledgeGraph) -> None:
    class Faulty:
        corpus = kg.corpus
        sources = (
            files.TurtleFile(tmp_path / "a.ttl", "x/a.ttl"),
            files.TurtleFile(tmp_path / "b.ttl", "x/b.ttl"),
        )

    for name in ("a.ttl", "b.ttl"):
        (tmp_path / name).write_text("this is not Turtle")
    with pytest.raises(CorpusError) as fault:
        asserted(Faulty())
    assert [p.where for p in fault.value.problems] == ["x/a.ttl", "x/b.ttl"]


# --- what is inferred -------------------------------------------------------------------------


def test_only_what_is_new_and_says_something_is_inferred(store: ox.Store) -> None:
    inferred = in_graph(store, INFERRED)
    written = {q.triple for q in store if q.graph_name.value != INFERRED}
    assert len(inferred) > 4000
    assert not [q for q in inferred if q.triple in written]
    assert not [q for q in inferred if q.subject == q.object]
    assert not [q for q in inferred if q.object == ox.NamedNode(OWL + "Thing")]
    assert not [q for q in inferred if q.predicate.value == OWL + "sameAs"]


def test_no_term_is_lost_or_altered_by_the_inference(store: ox.Store) -> None:
    """Every literal and blank node that is inferred of stands, just so, in a graph that was asserted."""
    known = {t for q in store if q.graph_name.value != INFERRED for t in (q.subject, q.object)}
    inferred = {t for q in in_graph(store, INFERRED) for t in (q.subject, q.object)}
    loose = [t for t in inferred if isinstance(t, (ox.Literal, ox.BlankNode)) and t not in known]
    assert loose == []
    assert any(isinstance(t, ox.Literal) for t in inferred)


@pytest.mark.parametrize(
    "fact",
    [
        "id:nanmu a eli:LegalResource",
        "id:nanmu/art_9__point_4 a prov:Entity",
        "id:nanmu/art_9__point_4 a eli:LegalResourceSubdivision",
        "role:handler a law:Actor",
    ],
)
def test_what_the_alignments_say_is_inferred(fact: str, store: ox.Store) -> None:
    fact = fact.replace("/art", "\\/art")
    assert store.query(f"ASK {{ GRAPH <{INFERRED}> {{ {fact} }} }}", prefixes=PREFIXES)


def test_the_law_does_not_contradict_itself(store: ox.Store) -> None:
    from kg_query.dataset.closure import contradictions

    closed = ox.Store()
    closed.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in store)
    assert contradictions(closed) == []


HEAD = """@prefix : <urn:x:> . @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def quads(turtle: str) -> Iterator[ox.Quad]:
    yield from ox.parse(HEAD + turtle, format=ox.RdfFormat.TURTLE)


#: Rule, what is said, what follows: an example for each rule of OWL 2 RL that concludes a triple.
ENTAILMENTS = {
    "eq-sym": (":a owl:sameAs :b .", ":b owl:sameAs :a ."),
    "eq-trans": (":a owl:sameAs :b . :b owl:sameAs :c .", ":a owl:sameAs :c ."),
    "eq-rep-s": (":a owl:sameAs :b ; :p 'x'@zh .", ":b :p 'x'@zh ."),
    "eq-rep-p": (":p owl:sameAs :q . :a :p :b .", ":a :q :b ."),
    "eq-rep-o": (":b owl:sameAs :c . :a :p :b .", ":a :p :c ."),
    "prp-dom": (":p rdfs:domain :C . :a :p 'x' .", ":a a :C ."),
    "prp-rng": (":p rdfs:range :C . :a :p :b .", ":b a :C ."),
    "prp-fp": (":p a owl:FunctionalProperty . :a :p :b , :c .", ":b owl:sameAs :c ."),
    "prp-ifp": (":p a owl:InverseFunctionalProperty . :a :p :c . :b :p :c .", ":a owl:sameAs :b ."),
    "prp-symp": (":p a owl:SymmetricProperty . :a :p :b .", ":b :p :a ."),
    "prp-trp": (":p a owl:TransitiveProperty . :a :p :b . :b :p :c . :c :p :d .", ":a :p :d ."),
    "prp-spo1": (":p rdfs:subPropertyOf :q . :a :p 1.50 .", ":a :q 1.50 ."),
    "prp-spo2": (":p owl:propertyChainAxiom (:q :r :s) . :a :q :b . :b :r :c . :c :s :d .", ":a :p :d ."),
    "prp-eqp": (":p owl:equivalentProperty :q . :a :p :b . :c :q :d .", ":a :q :b . :c :p :d ."),
    "prp-inv": (":p owl:inverseOf :q . :a :p :b . :c :q :d .", ":b :q :a . :d :p :c ."),
    "prp-key": (":C owl:hasKey (:p :q) . :a a :C ; :p 1 ; :q 2 . :b a :C ; :p 1 ; :q 2 .", ":a owl:sameAs :b ."),
    "cls-int1": (":C owl:intersectionOf (:D :E :F) . :a a :D , :E , :F .", ":a a :C ."),
    "cls-int2": (":C owl:intersectionOf (:D :E) . :a a :C .", ":a a :D , :E ."),
    "cls-uni": (":C owl:unionOf (:D :E) . :a a :E .", ":a a :C ."),
    "cls-svf1": (":C owl:onProperty :p ; owl:someValuesFrom :D . :a :p :b . :b a :D .", ":a a :C ."),
    "cls-svf2": (":C owl:onProperty :p ; owl:someValuesFrom owl:Thing . :a :p :b .", ":a a :C ."),
    "cls-avf": (":C owl:onProperty :p ; owl:allValuesFrom :D . :a a :C ; :p :b .", ":b a :D ."),
    "cls-hv1": (":C owl:onProperty :p ; owl:hasValue 'x'@zh . :a a :C .", ":a :p 'x'@zh ."),
    "cls-hv2": (":C owl:onProperty :p ; owl:hasValue 'x'@zh . :a :p 'x'@zh .", ":a a :C ."),
    "cls-maxc2": (":C owl:onProperty :p ; owl:maxCardinality 1 . :a a :C ; :p :b , :c .", ":b owl:sameAs :c ."),
    "cls-maxqc3": (
        ":C owl:onProperty :p ; owl:maxQualifiedCardinality 1 ; owl:onClass :D . :a a :C ; :p :b , :c . :b a :D . :c a :D .",
        ":b owl:sameAs :c .",
    ),
    "cls-maxqc4": (
        ":C owl:onProperty :p ; owl:maxQualifiedCardinality 1 ; owl:onClass owl:Thing . :a a :C ; :p :b , :c .",
        ":b owl:sameAs :c .",
    ),
    "cls-oo": (":C owl:oneOf (:a :b) .", ":a a :C . :b a :C ."),
    "cax-sco": (":C rdfs:subClassOf :D . :a a :C .", ":a a :D ."),
    "cax-eqc": (":C owl:equivalentClass :D . :a a :C . :b a :D .", ":a a :D . :b a :C ."),
    "scm-sco": (":C rdfs:subClassOf :D . :D rdfs:subClassOf :E .", ":C rdfs:subClassOf :E ."),
    "scm-eqc1": (":C owl:equivalentClass :D .", ":C rdfs:subClassOf :D . :D rdfs:subClassOf :C ."),
    "scm-eqc2": (":C rdfs:subClassOf :D . :D rdfs:subClassOf :C .", ":C owl:equivalentClass :D ."),
    "scm-spo": (":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r .", ":p rdfs:subPropertyOf :r ."),
    "scm-eqp1": (":p owl:equivalentProperty :q .", ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p ."),
    "scm-eqp2": (":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :p .", ":p owl:equivalentProperty :q ."),
    "scm-dom1": (":p rdfs:domain :C . :C rdfs:subClassOf :D .", ":p rdfs:domain :D ."),
    "scm-dom2": (":q rdfs:domain :C . :p rdfs:subPropertyOf :q .", ":p rdfs:domain :C ."),
    "scm-rng1": (":p rdfs:range :C . :C rdfs:subClassOf :D .", ":p rdfs:range :D ."),
    "scm-rng2": (":q rdfs:range :C . :p rdfs:subPropertyOf :q .", ":p rdfs:range :C ."),
    "scm-hv": (
        ":p rdfs:subPropertyOf :q . :C owl:onProperty :p ; owl:hasValue :v . :D owl:onProperty :q ; owl:hasValue :v .",
        ":C rdfs:subClassOf :D .",
    ),
    "scm-svf1": (
        ":A rdfs:subClassOf :B . :C owl:onProperty :p ; owl:someValuesFrom :A . :D owl:onProperty :p ; owl:someValuesFrom :B .",
        ":C rdfs:subClassOf :D .",
    ),
    "scm-svf2": (
        ":p rdfs:subPropertyOf :q . :C owl:onProperty :p ; owl:someValuesFrom :A . :D owl:onProperty :q ; owl:someValuesFrom :A .",
        ":C rdfs:subClassOf :D .",
    ),
    "scm-avf1": (
        ":A rdfs:subClassOf :B . :C owl:onProperty :p ; owl:allValuesFrom :A . :D owl:onProperty :p ; owl:allValuesFrom :B .",
        ":C rdfs:subClassOf :D .",
    ),
    "scm-avf2": (
        ":p rdfs:subPropertyOf :q . :C owl:onProperty :p ; owl:allValuesFrom :A . :D owl:onProperty :q ; owl:allValuesFrom :A .",
        ":D rdfs:subClassOf :C .",
    ),
    "scm-int": (":C owl:intersectionOf (:D :E) .", ":C rdfs:subClassOf :D , :E ."),
    "scm-uni": (":C owl:unionOf (:D :E) .", ":D rdfs:subClassOf :C . :E rdfs:subClassOf :C ."),
}  # fmt: skip


@pytest.mark.parametrize("rule", ENTAILMENTS)
def test_each_rule_of_owl_2_rl_draws_its_conclusion(rule: str) -> None:
    said, follows = ENTAILMENTS[rule]
    stated = ox.Store()
    stated.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads(follows))
    assert {q.triple for q in stated} <= set(closure(quads(said)))


def test_every_rule_has_its_example() -> None:
    assert {rule.name for rule in rules()} | {"prp-spo2", "prp-key"} == ENTAILMENTS.keys()


@pytest.mark.parametrize(
    ("rule", "said"),
    {
        "eq-diff1": ":a owl:sameAs :b ; owl:differentFrom :b .",
        "eq-diff2": "[] a owl:AllDifferent ; owl:members (:a :b :c) . :a owl:sameAs :c .",
        "dt-diff": ":p a owl:FunctionalProperty . :a :p 1 , 2 .",
        "prp-irp": ":p a owl:IrreflexiveProperty . :a :p :a .",
        "prp-asyp": ":p a owl:AsymmetricProperty . :a :p :b . :b :p :a .",
        "prp-pdw": ":p owl:propertyDisjointWith :q . :a :p :b ; :q :b .",
        "prp-adp": "[] a owl:AllDisjointProperties ; owl:members (:p :q) . :a :p :b ; :q :b .",
        "prp-npa1": "[] owl:sourceIndividual :a ; owl:assertionProperty :p ; owl:targetIndividual :b . :a :p :b .",
        "prp-npa2": "[] owl:sourceIndividual :a ; owl:assertionProperty :p ; owl:targetValue 1 . :a :p 1 .",
        "cls-nothing2": ":C rdfs:subClassOf owl:Nothing . :a a :C .",
        "cls-com": ":C owl:complementOf :D . :a a :C , :D .",
        "cls-maxc1": ":C owl:onProperty :p ; owl:maxCardinality 0 . :a a :C ; :p :b .",
        "cls-maxqc1": ":C owl:onProperty :p ; owl:maxQualifiedCardinality 0 ; owl:onClass :D . :a a :C ; :p :b . :b a :D .",
        "cls-maxqc2": ":C owl:onProperty :p ; owl:maxQualifiedCardinality 0 ; owl:onClass owl:Thing . :a a :C ; :p :b .",
        "cax-dw": ":C owl:disjointWith :D . :E rdfs:subClassOf :C . :a a :E , :D .",
        "cax-adc": "[] a owl:AllDisjointClasses ; owl:members (:C :D) . :a a :C , :D .",
    }.items(),
)  # fmt: skip
def test_a_contradiction_stops_the_build_and_is_named(rule: str, said: str) -> None:
    with pytest.raises(CorpusError, match=rule) as fault:
        closure(quads(said))
    assert "自相矛盾" in fault.value.render("zh")


@pytest.mark.parametrize(
    "said",
    [
        ":a owl:sameAs :a .",
        ":C rdfs:subClassOf :C , owl:Thing . :a a :C .",
        ":p a owl:FunctionalProperty . :a :p :b . :c :p 'x'@zh .",
        ":C owl:intersectionOf () . :D owl:unionOf () . :a a :E .",
        ":C owl:intersectionOf (:D :E) . :a a :D . :C rdfs:subClassOf :D , :E .",
        ":C owl:onProperty :p ; owl:maxCardinality 2 . :a a :C ; :p :b , :c , :d .",
        ":p owl:propertyChainAxiom () . :C owl:hasKey () .",
        ":p rdfs:range :C . :a :p 'a literal has no class' .",
        "_:l rdf:first :D ; rdf:rest _:l . :a a :D .",
    ],
)
def test_nothing_follows_where_nothing_new_can_be_said(said: str) -> None:
    assert closure(quads(said)) == []


def test_a_literal_keeps_language_datatype_and_form_through_the_rules() -> None:
    said = ":p rdfs:subPropertyOf :q . :a :p '条'@zh-CN , '1.50'^^:unit , '007'^^xsd:string , 'x\\n\"y\\\\' ."
    found = {str(t.object) for t in closure(quads(said)) if t.predicate.value == "urn:x:q"}
    assert found == {'"条"@zh-cn', '"1.50"^^<urn:x:unit>', '"007"', '"x\\n\\"y\\\\"'}


def test_long_chains_of_classes_come_to_an_end() -> None:
    said = " ".join(f":C{n} rdfs:subClassOf :C{n + 1} ." for n in range(ROUNDS + 10))
    assert len(closure(quads(said + " :a a :C0 ."))) > ROUNDS


def _as_rdflib(part: list[ox.Quad]) -> Any:
    from rdflib import Graph

    from kg_query.store import triples

    graph = Graph()
    for triple in triples(part):
        graph.add(triple)
    return graph


def _says_nothing(triple: ox.Triple) -> bool:
    """What another engine adds that is true of anything, or an axiom of the languages themselves."""
    return (
        triple.subject == triple.object
        or triple.object == ox.NamedNode(OWL + "Thing")
        or str(triple.subject).strip("<>").startswith((OWL, RDFS, RDF, "http://www.w3.org/2001/XMLSchema#"))
    )


def _terms(graph: Any) -> set[ox.Triple]:
    """rdflib triples as those of the engine that holds the graph (which writes 2.50 as 2.5)."""
    from rdflib import BNode, Literal, URIRef

    def term(one: Any) -> Any:
        if isinstance(one, URIRef):
            return ox.NamedNode(str(one))
        if isinstance(one, BNode):
            return ox.BlankNode(str(one))
        if one.language:
            return ox.Literal(str(one), language=one.language)
        return ox.Literal(str(one), datatype=ox.NamedNode(str(one.datatype)) if one.datatype else None)

    held = ox.Store()
    held.extend(ox.Quad(*(term(t) for t in triple)) for triple in graph if not isinstance(triple[0], Literal))
    return {q.triple for q in held}


def test_it_infers_what_reasonable_infers_on_the_whole_graph(store: ox.Store) -> None:
    reasonable = pytest.importorskip("reasonable")
    asserted_ = [q for q in store if q.graph_name.value not in (INFERRED, QUESTIONS, DESCRIPTION)]
    engine = reasonable.PyReasoner()
    engine.from_graph(_as_rdflib(asserted_))
    known = {q.triple for q in asserted_}
    theirs = {t for t in _terms(engine.reason()) if t not in known and not _says_nothing(t)}
    ours = {q.triple for q in in_graph(store, INFERRED)}
    assert len(theirs) > 4000 and theirs - ours == set()
    between_names = {t for t in ours - theirs if not isinstance(t.subject, ox.BlankNode)}
    assert all(t.predicate.value == RDFS + "subClassOf" for t in between_names)  # scm-int, scm-uni


@pytest.mark.slow
def test_it_infers_what_owlrl_infers_on_a_part_of_the_graph(store: ox.Store) -> None:
    import owlrl

    wanted = (
        "ontology/alignments/",
        "ontology/core",
        "ontology/norms",
        "ontology/actors",
        "data/puxian-statistics/",
    )
    some = [q for q in store if q.graph_name.value.removeprefix(GRAPH).startswith(wanted)]
    graph = _as_rdflib(some)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(
        graph
    )
    known = {q.triple for q in some}
    theirs = {t for t in _terms(graph) if t not in known and not _says_nothing(t)}
    assert len(theirs) > 200 and set(closure(some)) == theirs


# --- the named questions ----------------------------------------------------------------------


@pytest.mark.parametrize("name", list(questions()))
def test_each_question_runs_as_it_stands_and_gives_the_answer_of_the_program(
    name: str, store: ox.Store, kg: KnowledgeGraph
) -> None:
    """No prefix, no variable and no graph is supplied; what is inferred beside the law changes no answer."""
    found = store.query(
        f"SELECT ?select {{ GRAPH <{QUESTIONS}> {{ <{question_iri(name)}> <{SH}select> ?select }} }}"
    )
    [[select]] = [list(row) for row in found]
    assert select.value == runnable(questions()[name])
    answer: Any = store.query(select.value, use_default_graph_as_union=True)
    here = sorted(str([str(t) for t in row]) for row in answer)
    plain: Any = kg.store.query(select.value, use_default_graph_as_union=True)
    assert here == sorted(str([str(t) for t in row]) for row in plain)
    assert bool(here) == (questions()[name].needs is None)


def test_the_answer_is_that_of_the_ask_command(kg: KnowledgeGraph, store: ox.Store) -> None:
    from kg_query.ask import short

    for name in ("relief-for-ground", "deadlines", "coverage", "regulations"):
        for lang in ("zh", "en"):
            asked = kg.ask(name, lang=lang)
            found: Any = store.query(runnable(questions()[name], lang), use_default_graph_as_union=True)
            assert tuple(v.value for v in found.variables) == asked.columns
            assert sorted(map(str, (tuple(short(t) for t in row) for row in found))) == sorted(
                map(str, asked.rows)
            )


def test_each_question_says_its_words_and_parameters(store: ox.Store) -> None:
    for name, question in questions().items():
        node = f"<{question_iri(name)}>"
        words = {
            r["c"].language: r["c"].value for r in rows(store, f"SELECT ?c {{ {node} rdfs:comment ?c }}")
        }
        assert words == {"zh": question.words.zh, "en": question.words.en}
        told = rows(
            store,
            f"SELECT ?path ?default {{ {node} sh:parameter ?p . ?p sh:path ?path OPTIONAL {{ ?p sh:defaultValue ?default }} }}",
        )
        assert {r["path"].value.rsplit("/", 1)[-1]: r["default"] is not None for r in told} == {
            p.name: p.default is not None for p in question.parameters
        }
    kinds = rows(
        store,
        f"ASK {{ <{question_iri('bars')}> a sh:SPARQLExecutable , sh:SPARQLSelectExecutable ; sh:prefixes/sh:declare/sh:prefix 'law' }}".replace(
            "ASK {", "SELECT * {"
        ),
    )
    assert kinds


def test_each_default_is_something_that_the_graph_speaks_of(store: ox.Store) -> None:
    for row in rows(store, "SELECT ?p ?v { ?p a sh:Parameter ; sh:defaultValue ?v }"):
        if isinstance(row["v"], ox.NamedNode):
            assert rows(store, f"SELECT * {{ <{row['v'].value}> ?p ?o }} LIMIT 1"), row["p"]


def test_the_questions_name_the_endpoint_where_it_is_known(dataset: Dataset) -> None:
    told = questions_of(dataset, "https://example.org/sparql")
    targets = [t for t in told if t.predicate.value == "https://schema.org/target"]
    assert len(targets) == len(questions()) and len(questions_of(dataset)) == len(told) - len(targets)


# --- what it says of itself -------------------------------------------------------------------


def test_the_description_counts_right_itself_included(store: ox.Store, dataset: Dataset) -> None:
    counted = Counter(q.graph_name.value for q in store)
    told = {
        r["g"].value: int(r["n"].value)
        for r in rows(store, f"SELECT ?g ?n {{ <{DATASET}> void:subset ?g . ?g void:triples ?n }}")
    }
    assert told == counted == dataset.manifest.graphs
    distinct = {q.triple for q in store}
    [about] = rows(
        store,
        f"SELECT ?n ?s ?o ?c ?p {{ <{DATASET}> void:triples ?n ; void:distinctSubjects ?s ; void:distinctObjects ?o ; void:classes ?c ; void:properties ?p }}",
    )
    types = {
        t.object for t in distinct if t.predicate.value == RDF + "type" and isinstance(t.object, ox.NamedNode)
    }
    assert [int(v.value) for v in about] == [
        len(distinct), len({t.subject for t in distinct}), len({t.object for t in distinct}),
        len(types), len({t.predicate for t in distinct}),
    ]  # fmt: skip
    assert dataset.manifest.triples == len(distinct)


def test_partitions_have_the_numbers_that_a_query_gives(store: ox.Store) -> None:
    told = {
        r["c"].value: int(r["n"].value)
        for r in rows(
            store,
            f"SELECT ?c ?n {{ <{DATASET}> void:classPartition ?x . ?x void:class ?c ; void:entities ?n }}",
        )
    }
    asked = {
        r["c"].value: int(r["n"].value)
        for r in rows(store, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c FILTER(isIRI(?c)) } GROUP BY ?c")
    }
    assert told == asked and told[LAW + "Provision"] > 600
    told = {
        r["p"].value: int(r["n"].value)
        for r in rows(
            store,
            f"SELECT ?p ?n {{ <{DATASET}> void:propertyPartition ?x . ?x void:property ?p ; void:triples ?n }}",
        )
    }
    assert told == Counter(t.predicate.value for t in {q.triple for q in store})


def test_every_graph_has_a_title_in_both_languages_a_licence_and_an_origin(
    store: ox.Store, dataset: Dataset
) -> None:
    titles: dict[str, dict[str, str]] = {}
    for r in rows(
        store, f"SELECT ?g ?t {{ GRAPH <{DESCRIPTION}> {{ ?g dcterms:title ?t . ?g a void:Dataset }} }}"
    ):
        titles.setdefault(r["g"].value, {})[r["t"].language] = r["t"].value
    assert titles.keys() == {*dataset.manifest.graphs, DATASET}
    for graph, title in titles.items():
        assert title.keys() == {"zh", "en"} and not any(".ttl" in t for t in title.values()), graph
        assert any("\u4e00" <= c <= "\u9fff" for c in title["zh"]), graph
        assert not any("\u4e00" <= c <= "\u9fff" for c in title["en"]), graph
    licensed = {
        r["g"].value
        for r in rows(
            store, "SELECT ?g { ?g a void:Dataset ; dcterms:license <https://spdx.org/licenses/MIT> }"
        )
    }
    assert licensed == titles.keys()
    origins = {
        r["g"].value
        for r in rows(store, "SELECT ?g { ?g a void:Dataset ; prov:wasDerivedFrom|prov:wasGeneratedBy ?o }")
    }
    assert origins == set(dataset.manifest.graphs)
    sums = {
        r["g"].value: r["v"].value
        for r in rows(
            store,
            "PREFIX spdx: <http://spdx.org/rdf/terms#> SELECT ?g ?v { ?g dcterms:source/spdx:checksum/spdx:checksumValue ?v }",
        )
    }
    assert sums == {told["graph"]: told["sha256"] for told in dataset.manifest.files.values()}


def test_the_text_of_the_law_is_told_apart_from_the_licence(store: ox.Store) -> None:
    said = rows(store, f"SELECT ?r {{ <{GRAPH}data/nanmu/text.ttl> dcterms:rights ?r }}")
    assert {r["r"].language for r in said} == {"zh", "en"} and any(
        "official documents" in r["r"].value for r in said
    )


def test_an_added_folder_is_not_put_under_our_licence() -> None:
    from kg_query.dataset.description import Shape, description_part

    kg = KnowledgeGraph.open(data=[TINY])
    parts = [p for p in asserted(kg) if "tiny" in p.graph or "terms.ttl" in p.graph]
    shape = Shape(q for p in parts for q in p.quads)
    made = description_part(parts, shape, kg.corpus, "1", None)
    licensed = {q.subject.value for q in made.quads if q.predicate.value == DCTERMS + "license"}
    assert GRAPH + "data/terms.ttl" in licensed and not any("tiny_regulation" in g for g in licensed)
    titles = {
        q.object.value
        for q in made.quads
        if q.predicate.value == DCTERMS + "title" and "tiny" in q.subject.value
    }
    assert any("规范" in t for t in titles)


def test_vocabularies_are_those_that_are_used(store: ox.Store) -> None:
    named = {r["v"].value for r in rows(store, f"SELECT ?v {{ <{DATASET}> void:vocabulary ?v }}")}
    assert {LAW, VOID, DCAT, OWL, SH, PREFIXES["skos"], PREFIXES["eli"]} <= named
    assert rows(store, f"SELECT ?s {{ <{DATASET}> void:uriSpace ?s }}")[0]["s"].value == BASE


def test_addresses_are_added_where_the_service_knows_its_own(dataset: Dataset) -> None:
    silent, told = void(dataset), void(dataset, "https://kg.example.org/base/")
    assert not [t for t in silent if t.predicate.value == VOID + "sparqlEndpoint"]
    [endpoint] = [t.object.value for t in told if t.predicate.value == VOID + "sparqlEndpoint"]
    assert endpoint == "https://kg.example.org/base/sparql"
    assert {t.predicate.value for t in told if t.subject == ox.NamedNode(endpoint)} >= {
        DCAT + "endpointURL",
        DCAT + "servesDataset",
    }
    assert len(told) > len(silent) == dataset.manifest.graphs[DESCRIPTION]


@pytest.mark.parametrize(
    "format", [ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD]
)
def test_descriptions_are_the_same_in_every_format(format: ox.RdfFormat, dataset: Dataset) -> None:
    for triples in (
        void(dataset, "https://x.example"),
        service_description("https://x.example/sparql", dataset.manifest),
    ):
        one, other = ox.Dataset(), ox.Dataset()
        for t in triples:
            one.add(ox.Quad(t.subject, t.predicate, t.object))
        for q in ox.parse(serialise(triples, format), format=format):
            other.add(q)
        for held in (one, other):
            held.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        assert {q.triple for q in one} == {q.triple for q in other}


SD = "http://www.w3.org/ns/sparql-service-description#"


def test_the_service_description_says_what_the_specification_asks_for(dataset: Dataset) -> None:
    store = ox.Store()
    store.extend(
        ox.Quad(t.subject, t.predicate, t.object)
        for t in service_description("https://x.example/sparql", dataset.manifest)
    )

    def ask(pattern: str) -> bool:
        return bool(store.query(f"PREFIX sd: <{SD}> PREFIX void: <{VOID}> ASK {{ {pattern} }}"))

    assert ask(
        "?s a sd:Service ; sd:endpoint <https://x.example/sparql> ; sd:supportedLanguage sd:SPARQL11Query ; sd:feature sd:UnionDefaultGraph ; sd:defaultDataset/sd:defaultGraph ?g"
    )
    assert ask(
        f"?g a sd:NamedGraph ; sd:name <{INFERRED}> ; sd:supportedEntailmentProfile <http://www.w3.org/ns/owl-profile/RL> ; sd:graph/void:triples {dataset.manifest.graphs[INFERRED]}"
    )
    assert not ask("?s sd:supportedLanguage sd:SPARQL11Update") and not ask(
        "?s sd:feature sd:BasicFederatedQuery"
    )
    names: Any = store.query(f"SELECT ?n {{ ?g <{SD}name> ?n }}")
    assert {row["n"].value for row in names} == set(dataset.manifest.graphs)


def test_a_writable_service_says_so_and_an_unknown_store_names_no_graph() -> None:
    told = service_description(
        "https://x.example/sparql", writable=True, update_endpoint="https://x.example/update"
    )
    said = {(t.subject.value, t.object.value) for t in told if t.predicate.value == SD + "supportedLanguage"}
    assert ("https://x.example/update", SD + "SPARQL11Update") in said
    assert [t for t in told if t.predicate.value == SD + "inputFormat"]
    assert not [t for t in told if t.predicate.value == SD + "namedGraph"]


def test_the_dataset_on_disk_is_the_one_in_memory(dataset: Dataset, store: ox.Store) -> None:
    verify(dataset)
    assert len(store) == dataset.manifest.quads


def test_the_examples_are_there(store: ox.Store) -> None:
    named = [r["e"].value for r in rows(store, f"SELECT ?e {{ <{DATASET}> void:exampleResource ?e }}")]
    assert len(named) == 3
    assert all(store.query(f"ASK {{ GRAPH ?g {{ <{iri}> a ?kind }} }}") for iri in named)


def test_no_triple_of_the_dataset_stands_in_two_graphs(store: ox.Store) -> None:
    """In the union of the graphs, which is the default graph, the engine would count it twice."""
    triples = [quad.triple for quad in store]
    assert len(triples) == len(set(triples)) > 100_000
