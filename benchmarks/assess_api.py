"""Through the Python API: one matter in either engine, and many matters at once.

    python benchmarks/assess_api.py

Each matter is assessed under all regulations and gives a whole verdict (status of every norm, what
is missing, what it depends on). The last row gives outcomes as bit planes, without verdicts.
"""

from __future__ import annotations

import time
from itertools import cycle, islice

from lib.measure import seconds, some_matters, table

from kg_query import KnowledgeGraph
from kg_query.assess import columns

MANY = 20_000
BLOCK = 4096


def main() -> None:
    start = time.perf_counter()
    kg = KnowledgeGraph.open()
    program = kg.program
    opened = time.perf_counter() - start

    fresh = iter(some_matters(kg, 2000))
    one = seconds(lambda: kg.assess(next(fresh)), 1500)
    same = some_matters(kg, 1)[0]
    again = seconds(lambda: kg.assess(same), 500)
    few = some_matters(kg, 6, seed=2)
    ahead = cycle(few)
    reference = seconds(lambda: kg.assess(next(ahead), engine="reference"), 5)

    many = some_matters(kg, MANY, seed=3)
    start = time.perf_counter()
    for _ in kg.assess_many(many):
        pass
    verdicts = (time.perf_counter() - start) / MANY
    block = columns(kg.corpus, list(islice(many, BLOCK)))
    planes = seconds(lambda: program.run(*block, width=BLOCK), 20) / BLOCK

    def row(name: str, each: float) -> tuple[str, str, str, str]:
        return (
            name,
            f"{each * 1e6:,.1f}",
            f"{1 / each:,.{0 if each < 0.1 else 1}f}",
            f"{reference / each:,.0f}",
        )

    table(
        f"{len(program.rules)} norms, {len(kg.corpus.grounds)} grounds; opened in {opened * 1e3:.0f} ms",
        [
            ("", "µs a matter", "matters a s", "reference = 1"),
            row("reference engine (owlrl + SPARQL)", reference),
            row("compiled, one matter, each a new one", one),
            row("compiled, one matter, the same again", again),
            row(f"compiled, verdicts on {MANY:,}", verdicts),
            row(f"compiled, outcomes as planes of {BLOCK:,}", planes),
        ],
    )


if __name__ == "__main__":
    main()
