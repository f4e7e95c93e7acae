"""The search for scenarios: all triples of findings in bit planes, beside the same by single assessments.

    python benchmarks/compare_scenarios.py

The first row is the whole search over all sets of one, two and three findings under all regulations. The
same question put to the engine one set at a time (a set and its parts) is timed on a sample, and the rows
are compared by the time of one triple. Then the larger sets that the norms lead to, and the whole default
list for every pair, as `kgq compare scenarios` makes it. The peak memory is that of the whole run.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from itertools import combinations
from math import comb
from random import Random
from typing import TypeVar

from lib.measure import table

from kg_query import KnowledgeGraph
from kg_query.assess import assess
from kg_query.compare.claims import Claims, guided
from kg_query.compare.scenarios import scenarios
from kg_query.compare.search import Search
from kg_query.conditions import Has, Leaf
from kg_query.conditions.relations import Logic
from kg_query.model import Finding, Matter

T = TypeVar("T")
SAMPLE = 150


def main() -> None:
    kg = KnowledgeGraph.open()
    corpus, program = kg.corpus, kg.program
    search = Search(corpus, program, corpus.assessed)
    found, triples = timed(search.exhaustive)
    sets = sum(len(some) for some in found.values())
    count = comb(len(search.literals), 3)

    rnd = Random(1)
    sample = [rnd.sample(search.literals, 3) for _ in range(SAMPLE)]

    def singly() -> None:
        for one in sample:
            for size in (1, 2, 3):
                for part in combinations(one, size):
                    assess(corpus, program, matter_of(part))

    _, single = timed(singly)
    claims = Claims(search, Logic(corpus))
    larger, joined = timed(lambda: guided(search, claims))
    most = sum(len(some) for some in larger.values())
    _, whole = timed(lambda: scenarios(corpus, program, Logic(corpus)))
    everything, longer = timed(lambda: scenarios(corpus, program, Logic(corpus), exhaustive=True))

    each, one_by_one = triples / count, single / SAMPLE
    table(
        f"{len(search.literals)} findings, {count:,} triples, {len(corpus.assessed)} regulations",
        [
            ("", "seconds", "µs a triple", "ratio"),
            ("all sets of up to three, bit planes", f"{triples:.1f}", f"{each * 1e6:.2f}", "1"),
            (
                f"the same by single assessments, from {SAMPLE}",
                f"{one_by_one * count:,.0f}",
                f"{one_by_one * 1e6:,.0f}",
                f"{one_by_one / each:,.0f}",
            ),
            (f"larger sets from the norms ({most:,} found)", f"{joined:.1f}", "", ""),
            (f"the default list, {len(found)} pairs of regulations", f"{whole:.1f}", "", ""),
            (f"with --exhaustive ({everything.tried:,} sets)", f"{longer:.1f}", "", ""),
        ],
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    print(f"  {sets:,} minimal sets of up to three findings; peak memory {peak:,.0f} MB")


def timed(run: Callable[[], T]) -> tuple[T, float]:
    """What a run gives, and its processor time: the machine may be doing other things as well."""
    start = time.process_time()
    value = run()
    return value, time.process_time() - start


def matter_of(leaves: tuple[Leaf, ...]) -> Matter:
    """A set of findings as a matter."""
    found = [Finding(x.ground, "established" if isinstance(x, Has) else "refuted") for x in leaves]
    return Matter("set", tuple(found))


if __name__ == "__main__":
    main()
