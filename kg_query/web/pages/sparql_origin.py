"""Which named graphs the rows of a page come from, asked of the store by a query of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fastapi import Request

from ...sparql.origin import followed
from ..linked_data.description import Term, term_of
from ..sparql_protocol import run
from ..sparql_request import Asked
from .sparql_results import Cell, Reached, Result, cells_of, node_of

__all__ = ["Origin", "origin_of"]

#: Most rows of the query that asks where rows come from.
_MOST = 5000


@dataclass(frozen=True, slots=True)
class Origin:
    """The graphs that the rows of a page come from.

    Attributes:
        graphs: the graphs, in the order in which they are met; their place is their number.
        rows: for each row the numbers of its graphs, from 1.
        whole: whether every pattern of the query was followed.
    """

    graphs: list[Cell]
    rows: list[list[int]]
    whole: bool


async def origin_of(request: Request, asked: Asked, result: Result, reached: Reached) -> Origin:
    """The origin of the rows that a page shows.

    Args:
        request: who asks.
        asked: the query.
        result: its answer.
        reached: the rows of the page.

    Raises:
        NotFollowed: the query is of a kind that cannot be followed.
        HttpProblem, KgqError, WorkerError: the store could not answer.
    """
    keys: tuple[str, ...]
    graphs: tuple[str, ...]
    if result.form == "graph":
        query, keys = _of_triples(reached.terms), ("s", "p", "o")
        at, graphs, whole = [0, 1, 2], ("g",), True
    else:
        one = followed(asked.text, result.columns)
        keys, graphs, whole = one.keys, one.graphs, one.whole
        at = [result.columns.index(name) for name in keys]
        query = one.query([[_written(row[place]) for place in at] for row in reached.terms], _MOST)
    found: dict[tuple[Term | None, ...], dict[str, None]] = {}
    if query:
        reply = await run(
            request, replace(asked, text=query), "application/sparql-results+json", _MOST, 8 * 1024**2
        )
        try:
            rows = json.loads(reply.body.read())["results"]["bindings"]
        finally:
            reply.body.close()
        whole = whole and len(rows) < _MOST
        for row in rows:
            key = tuple(_known(term_of(row[name])) if name in row else None for name in keys)
            named = found.setdefault(key, {})
            named.update((row[name]["value"], None) for name in graphs if name in row)
    return await _numbered(request, [found.get(_key(row, at), {}) for row in reached.terms], whole)


async def _numbered(request: Request, rows: Sequence[dict[str, None]], whole: bool) -> Origin:
    numbers: dict[str, int] = {}
    for row in rows:
        for name in row:
            numbers.setdefault(name, len(numbers) + 1)
    graphs = await cells_of(request, [Term("iri", name) for name in numbers])
    return Origin(graphs, [sorted(numbers[name] for name in row) for row in rows], whole)


def _of_triples(rows: Sequence[tuple[Term | None, ...]]) -> str:
    """Which graphs hold triples; those about blank nodes are left out, which have no names to ask by."""
    named = [row for row in rows if all(term is not None and term.kind != "blank" for term in row)]
    if not named:
        return ""
    values = " ".join(f"({' '.join(_written(term) for term in row)})" for row in named)
    return f"SELECT ?s ?p ?o ?g WHERE {{ VALUES (?s ?p ?o) {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}"


def _written(term: Term | None) -> str:
    return "UNDEF" if term is None or term.kind == "blank" else str(node_of(term))


def _known(term: Term) -> Term | None:
    """A term as rows are compared by; blank nodes are named anew in each answer."""
    if term.kind == "blank":
        return None
    return term._replace(datatype="") if term.datatype.endswith("#string") else term


def _key(row: Sequence[Term | None], at: Sequence[int]) -> tuple[Term | None, ...]:
    return tuple(None if (term := row[place]) is None else _known(term) for place in at)
