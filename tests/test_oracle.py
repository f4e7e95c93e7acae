"""A third opinion on strata 2 and 3: the exported axioms under generic OWL 2 RL rules in Datalog.

The oracle is Nemo (`nemo-python`, imported as `nmo_python`): a Datalog engine in Rust that shares
no code with either engine here. It reads the axioms as they are exported and the findings as RDF,
and runs a handful of the W3C's OWL 2 RL/RDF rules, none of which knows a norm. It was chosen over
`reasonable`, which gives the same memberships on these axioms but reports no inconsistency and
needs several times as long for a thousand matters; `owlrl` is the reference engine already.

What is compared, for every matter and every norm: does its condition hold, does it hold or stay
open, and likewise its exception and what it presupposes; and where each ground stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest
from engine_worlds import likely_matter, random_law
from thorough import THOROUGH

from kg_query import KnowledgeGraph, terms
from kg_query.assess import columns
from kg_query.corpus import Corpus
from kg_query.model import Matter
from kg_query.owl import QUESTIONS, class_iri, ontology, tree_of
from kg_query.program import Program

nmo_python = pytest.importorskip("nmo_python", reason="nemo-python is not installed: no third oracle")

#: OWL 2 RL/RDF rules (OWL 2 Profiles, section 4.3): cls-hv1, cls-hv2, cls-int1, cls-int2, cls-uni,
#: cax-sco, prp-spo1.
RULES = """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@import t :- ntriples{{resource="{axioms}"}}.
@import t :- ntriples{{resource="{findings}"}}.
value(?r, ?p, ?v) :- t(?r, owl:onProperty, ?p), t(?r, owl:hasValue, ?v).
t(?x, ?p, ?v) :- value(?r, ?p, ?v), t(?x, rdf:type, ?r).
t(?x, rdf:type, ?r) :- value(?r, ?p, ?v), t(?x, ?p, ?v).
all(?x, ?l) :- t(?l, rdf:first, ?c), t(?l, rdf:rest, rdf:nil), t(?x, rdf:type, ?c).
all(?x, ?l) :- t(?l, rdf:first, ?c), t(?x, rdf:type, ?c), t(?l, rdf:rest, ?m), all(?x, ?m).
member(?l, ?c) :- t(?l, rdf:first, ?c).
member(?l, ?c) :- t(?l, rdf:rest, ?m), member(?m, ?c).
t(?x, rdf:type, ?c) :- t(?c, owl:intersectionOf, ?l), all(?x, ?l).
t(?x, rdf:type, ?d) :- t(?c, owl:intersectionOf, ?l), member(?l, ?d), t(?x, rdf:type, ?c).
t(?x, rdf:type, ?c) :- t(?c, owl:unionOf, ?l), member(?l, ?d), t(?x, rdf:type, ?d).
t(?x, rdf:type, ?d) :- t(?c, rdfs:subClassOf, ?d), t(?x, rdf:type, ?c).
t(?x, ?q, ?y) :- t(?p, rdfs:subPropertyOf, ?q), t(?x, ?p, ?y).
isa(?x, ?c) :- t(?x, rdf:type, ?c), t(?x, rdf:type, <{law}Matter>).
stands(?x, ?p, ?g) :- t(?x, ?p, ?g), t(?x, rdf:type, <{law}Matter>).
@output isa.
@output stands.
"""

Found = tuple[set[str], set[str], set[str]]


def reach(start: Iterable[str], edges: dict[str, set[str]]) -> set[str]:
    """Everything along the edges, step by step: entailment as naively as it can be written."""
    found = set(start)
    while more := {far for near in found for far in edges.get(near, ())} - found:
        found |= more
    return found


def effective(corpus: Corpus, matter: Matter) -> Found:
    """The findings that count, by the letter of the model, section 5, without help of the engines."""
    up = {g.id: set(g.broader) for g in corpus.grounds.values()}
    down: dict[str, set[str]] = {}
    for ground, above in up.items():
        for one in above:
            down.setdefault(one, set()).add(ground)
    found = {state: {f.ground for f in matter.findings if f.status == state} for state in STATES}
    if matter.role and f"role_{matter.role}" in corpus.grounds:
        found["established"].add(f"role_{matter.role}")
    disputed = reach(found["established"], up) & reach(found["refuted"], down)
    established, refuted = found["established"] - disputed, found["refuted"] - disputed
    decided = reach(established, up) | reach(refuted, down)
    return established, refuted, (found["unknown"] | disputed) - decided


STATES = ("established", "refuted", "unknown")


def ask_nemo(folder: Path, corpus: Corpus, matters: list[Matter]) -> tuple[set, set]:
    """(matter index, class) and (matter index, property, ground) pairs that Nemo derives."""
    axioms, findings = folder / "axioms.nt", folder / "findings.nt"
    axioms.write_text(ontology(corpus).serialize(format="nt"), encoding="utf-8")
    lines = []
    for i, matter in enumerate(matters):
        lines.append(f"<urn:m:{i}> <{terms.RDF}type> <{terms.LAW}Matter> .")
        for state, grounds in zip(STATES, effective(corpus, matter), strict=True):
            lines += [f"<urn:m:{i}> <{terms.LAW}{state}> <{terms.ground_iri(g)}> ." for g in grounds]
    findings.write_text("\n".join(lines) + "\n", encoding="utf-8")
    engine = nmo_python.NemoEngine(
        nmo_python.load_string(RULES.format(axioms=axioms, findings=findings, law=terms.LAW))
    )
    engine.reason()
    isa = {(int(x[len("<urn:m:") : -1]), c[1:-1]) for x, c in engine.result("isa") if c[0] == "<"}
    stands = {
        (int(x[len("<urn:m:") : -1]), p[1 + len(terms.LAW) : -1], g[1 + len(terms.GROUND) : -1])
        for x, p, g in engine.result("stands")
        if p.startswith(f"<{terms.LAW}")
    }
    return isa, stands


def compare(folder: Path, program: Program, matters: list[Matter]) -> Counter[str]:
    """Every membership and every standing, matter by matter; how many of each were seen."""
    corpus, seen = program.corpus, Counter[str]()
    planes = program.run(*columns(corpus, matters), width=len(matters))
    isa, stands = ask_nemo(folder, corpus, matters)

    def members(plane: int) -> set[int]:
        return {i for i in range(len(matters)) if plane >> i & 1}

    derived: dict[str, set[int]] = {}
    for i, name in isa:
        derived.setdefault(name, set()).add(i)
    for rule in program.rules.values():
        for question in QUESTIONS:
            if tree_of(rule.norm, question) is not None:
                slot = getattr(rule, SLOTS[question.name.split("_")[0]])
                plane = (planes.shown if question.over_shown else planes.possible)[slot]
                said = derived.get(class_iri(rule.norm.id, question.name), set())
                assert members(plane) == said, (rule.norm.id, question.name)
                seen[question.name] += len(said)
    standing: dict[tuple[str, str], set[int]] = {}
    for i, prop, ground in stands:
        standing.setdefault((prop, ground), set()).add(i)
    for prop, by_ground in (
        ("established", planes.established),
        ("refuted", planes.refuted),
        ("possiblyEstablished", planes.possibly_established),
        ("possiblyRefuted", planes.possibly_refuted),
    ):
        for ground in corpus.grounds:
            expected = standing.get((prop, ground), set())
            assert members(by_ground.get(ground, 0)) == expected, (prop, ground)
    return seen


SLOTS = {"condition": "condition", "exception": "exception", "presupposition": "contrary"}


def test_nemo_agrees_on_many_matters_under_the_whole_law(tmp_path: Path) -> None:
    """On six hundred, with KGQ_TEST_ALL on three thousand; each fires norms of one of the regulations."""
    kg = KnowledgeGraph.open()
    program, rnd = kg.program, Random(20241029)
    norms = {slug: [rule.norm.id for rule in rules] for slug, rules in program.regulations.items()}
    many = 3000 if THOROUGH else 600
    matters = [
        likely_matter(rnd, program, norms[rnd.choice(kg.corpus.assessed)], f"m{i}") for i in range(many)
    ]
    seen = compare(tmp_path, program, matters)
    print("\nmemberships compared:", dict(seen))
    assert min(seen[question.name] for question in QUESTIONS) >= 10, seen
    assert seen["condition_holds"] >= 1.5 * many


@pytest.mark.parametrize("seed", range(5))
def test_nemo_agrees_on_random_laws(tmp_path: Path, seed: int) -> None:
    rnd = Random(seed)
    program = Program.compile(random_law(rnd))
    matters = [likely_matter(rnd, program, list(program.rules), f"m{i}") for i in range(400)]
    assert compare(tmp_path, program, matters)["condition_possible"] >= 100
