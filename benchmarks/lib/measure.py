"""How the benchmarks measure: medians of repeated runs, printed as one small table."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Iterable
from os import cpu_count
from random import Random
from statistics import median

from kg_query import KnowledgeGraph
from kg_query.conditions import AllOf, AnyOf, Has, Lacks, Met, Tree
from kg_query.model import Finding, Matter

STATES = ("established", "established", "established", "refuted", "unknown")


def seconds(run: Callable[[], object], times: int) -> float:
    """The median time of `times` runs, after one that does not count."""
    run()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return median(taken)


def table(title: str, rows: Iterable[tuple[str, ...]]) -> None:
    """Prints rows in columns, under a title that names the machine."""
    rows = list(rows)
    print(f"{title} ({platform.machine()}, {cpu_count()} cores, Python {platform.python_version()})")
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        print("  " + "  ".join(cells).rstrip())


def some_matters(kg: KnowledgeGraph, count: int, seed: int = 1) -> list[Matter]:
    """Random matters: the grounds of two norms that are to fire, and three others."""
    rnd, matters = Random(seed), []
    rules, grounds = list(kg.program.rules.values()), list(kg.corpus.grounds)
    for i in range(count):
        found: dict[str, str] = {}
        for rule in rnd.sample(rules, 2):
            found |= _shown(rnd, rule.norm.condition)
        for ground in rnd.sample(grounds, 3):
            found.setdefault(ground, rnd.choice(STATES))
        findings = tuple(Finding(g, s) for g, s in found.items())  # type: ignore[arg-type]
        matters.append(Matter(f"m{i}", findings, role="handler", date="2024-11-02"))
    return matters


def _shown(rnd: Random, tree: Tree | None) -> dict[str, str]:
    match tree:
        case Has(ground):
            return {ground: "established"}
        case Lacks(ground):
            return {ground: "refuted"}
        case AllOf(members):
            return {g: s for member in members for g, s in _shown(rnd, member).items()}
        case AnyOf(members):
            return _shown(rnd, rnd.choice(members)) if members else {}
        case Met(_, inner):
            return _shown(rnd, inner)
    return {}
