"""Both engines give the same verdict: on random laws, on random matters, on every example."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from engine_worlds import likely_matter, random_law
from thorough import THOROUGH

from kg_query import KnowledgeGraph
from kg_query.assess import assess
from kg_query.assess.reference import strata_of_many
from kg_query.assess.report import report
from kg_query.files import root
from kg_query.matters import read_matters
from kg_query.model import Matter, Verdict
from kg_query.program import Program

STATUSES = ("applies", "defeated", "blocked", "undetermined", "not_engaged")
BATCH = 8


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


def by_reference(program: Program, matters: Sequence[Matter], slugs: Sequence[str]) -> list[Verdict]:
    """What the reference engine says, its name set to that of the other one."""
    strata = strata_of_many(program.corpus, program, matters, slugs)
    return [
        report(program, matter, one, slugs, "compiled") for matter, one in zip(matters, strata, strict=True)
    ]


def compare(program: Program, matters: Sequence[Matter], slugs: Sequence[str], seen: Counter[str]) -> None:
    for matter, expected in zip(matters, by_reference(program, matters, slugs), strict=True):
        verdict = assess(program.corpus, program, matter, slugs)
        assert verdict == expected, matter
        for result in verdict.results:
            seen[result.outcome] += 1
            seen.update(norm.status for norm in result.norms)
        seen["disputed"] += bool(verdict.disputed)
        seen["could_change"] += any(r.could_change for r in verdict.results)


@pytest.mark.slow
def test_the_engines_agree_on_matters_drawn_from_every_regulation(kg: KnowledgeGraph) -> None:
    """Of every regulation eight matters, each about one of its norms, so that norms really fire; make test-all: 32."""
    program, seen = kg.program, Counter[str]()
    rounds = 4 if THOROUGH else 1
    for number in range(rounds):
        for slug in kg.corpus.assessed:
            rnd = Random(f"{number} {slug}")
            norms = [rule.norm.id for rule in program.regulations[slug]]
            matters = [likely_matter(rnd, program, norms, f"m{i}") for i in range(BATCH)]
            compare(program, matters, [slug], seen)
    print("\nstatuses and outcomes that occurred:", dict(seen.most_common()))
    assert min(seen[status] for status in STATUSES) >= 5, seen
    assert min(seen["applies"], seen["undetermined"]) >= 15 * rounds, seen
    assert seen["disputed"] >= 2
    assert seen["could_change"] >= 2


@pytest.mark.slow
def test_the_engines_agree_on_random_laws() -> None:
    """Entailment, references, exceptions, long chains of overrides and sanctions, all at random; make test-all: 20 laws."""
    seen, depth = Counter[str](), 0
    for seed in range(20) if THOROUGH else (0, 1, 2, 3, 4, 5, 7):  # of the seventh a chain is long
        rnd = Random(seed)
        program = Program.compile(random_law(rnd))
        depth = max(depth, *program.ranks.values())
        matters = [likely_matter(rnd, program, list(program.rules), f"m{i}") for i in range(6)]
        compare(program, matters, program.corpus.assessed, seen)
    print("\nstatuses and outcomes that occurred:", dict(seen.most_common()))
    assert min(seen[status] for status in STATUSES) >= 8, seen
    assert seen["conflict"] >= 2
    assert depth >= 3


def example_matters(kg: KnowledgeGraph) -> list[Matter]:
    found: dict[str, Matter] = {}
    examples = root() / "data" / "examples"
    for path in sorted([examples / "matter.json", *(examples / "matters").rglob("*")]):
        if path.is_file() and path.suffix in {".json", ".jsonld", ".yaml", ".ttl", ".nt", ".csv"}:
            for one in read_matters(path, kg.corpus):
                found.setdefault(one.id, one)
    return list(found.values())


@pytest.mark.slow
def test_the_engines_agree_on_every_example(kg: KnowledgeGraph) -> None:
    matters = example_matters(kg)[:: 1 if THOROUGH else 3]
    assert len(matters) >= 3
    compare(kg.program, matters, kg.corpus.assessed, Counter())


def test_the_name_of_the_engine_is_all_that_differs(kg: KnowledgeGraph) -> None:
    matter = kg.matter({"id": "m1", "established": ["force_majeure", "unable_to_perform_duty"]})
    reference = kg.assess(matter, ["nanmu"], engine="reference")
    assert reference.engine == "reference"
    assert replace(reference, engine="compiled") == kg.assess(matter, ["nanmu"])
    assert reference.of("nanmu").outcome == "duty_fulfilled"
