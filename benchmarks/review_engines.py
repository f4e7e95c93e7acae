"""Case files reviewed by either engine, side by side in one run.

    python benchmarks/review_engines.py

The rules are the same compiled shapes: asked once of a store with pyoxigraph, or run node by node by
pyshacl. The files are the examples; for blocks they are repeated under ids of their own.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from itertools import cycle, islice

from lib.measure import seconds, table

from kg_query import KnowledgeGraph
from kg_query.casefiles import CaseFile, read_case_files
from kg_query.files import root
from kg_query.rules import evaluate

ONE = "data/examples/casefiles/penalty-full.json"
BLOCK = 200


def main() -> None:
    kg = KnowledgeGraph.open()
    book, schema = kg.corpus.rulebook, kg.corpus.case_schema
    folder = root() / "data/examples/casefiles"
    files = [c for p in sorted(folder.glob("*.json")) for c in read_case_files(p, kg.corpus)]
    few = [c for c in files if c.id == read_case_files(root() / ONE, kg.corpus)[0].id]
    many: list[CaseFile] = [replace(c, id=f"{c.id}-{i}") for i, c in enumerate(islice(cycle(files), BLOCK))]

    reference = seconds(lambda: evaluate(few, book, schema, engine="reference"), 3)
    sets = seconds(lambda: evaluate(few, book, schema), 20)
    whole = seconds(lambda: kg.review_many(few), 20)
    block = seconds(lambda: kg.review_many(many), 3) / BLOCK
    cold = {
        name: seconds(lambda words=words: subprocess.run(words, check=True, capture_output=True), 5)
        for name, words in {
            "kgq assess FILE": [sys.executable, "-m", "kg_query", "assess", "data/examples/matter.json"],
            "kgq review FILE": [sys.executable, "-m", "kg_query", "review", ONE],
        }.items()
    }

    def row(name: str, each: float) -> tuple[str, str, str]:
        return name, f"{each * 1e3:,.1f}", f"{reference / each:,.1f}"

    table(
        f"{len(book.rules)} shapes, {len(book.queries)} questions; one penalty file",
        [
            ("", "ms a file", "reference = 1"),
            row("reference engine (pyshacl), rules only", reference),
            row("sets, rules only", sets),
            row("sets, whole review", whole),
            row(f"sets, whole review, {BLOCK} files together", block),
        ],
    )
    table("a new process", [("", "ms"), *((name, f"{each * 1e3:,.0f}") for name, each in cold.items())])


if __name__ == "__main__":
    main()
