"""Verdicts as the rows of a table: one for each matter under each regulation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..model import Verdict

__all__ = ["COLUMNS", "rows"]

#: What the columns are called.
COLUMNS = ("matter", "regulation", "outcome", "in_force", "in_scope", "outcomes", "provisions",
            "applies", "defeated", "blocked", "undetermined", "disputed")  # fmt: skip


def rows(verdicts: Iterable[Verdict]) -> Iterator[tuple[Any, ...]]:
    """The rows under `COLUMNS`: what a regulation says, and the provisions by what became of them."""
    for verdict in verdicts:
        yield from _rows(verdict)


def _rows(verdict: Verdict) -> Iterator[tuple[Any, ...]]:
    for result in verdict.results:
        by: dict[str, list[str]] = {}
        for norm in result.norms:
            places = by.setdefault(norm.status, [])
            if norm.provision not in places:
                places.append(norm.provision)
        yield (
            verdict.matter,
            result.regulation,
            result.outcome,
            result.in_force,
            result.in_scope,
            [o.code for o in result.outcomes],
            [p for o in result.outcomes for p in o.provisions],
            by.get("applies", []),
            by.get("defeated", []),
            by.get("blocked", []),
            by.get("undetermined", []),
            verdict.disputed,
        )
