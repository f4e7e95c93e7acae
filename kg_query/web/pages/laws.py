"""What the pages on duties, statistics and evaluation know beforehand: what the graph lays down for them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fastapi import Request

from kg_query.corpus import Corpus

from .named import Named

if TYPE_CHECKING:
    from kg_query.duties import Duty
    from kg_query.evaluation import Definitions as Evaluation
    from kg_query.graph import KnowledgeGraph
    from kg_query.statistics import Definitions as Statistics

__all__ = ["duties_of", "evaluation_of", "readings", "statistics_of"]


async def duties_of(request: Request) -> Mapping[str, tuple[Duty, ...]]:
    """slug → the duties after a decision that a regulation lays down."""
    return await asyncio.to_thread(_duties, request.app.state.service.kg)


async def statistics_of(request: Request) -> Statistics:
    """The tables, acts and rules of the annual report."""
    return await asyncio.to_thread(_statistics, request.app.state.service.kg)


async def evaluation_of(request: Request) -> Evaluation:
    """The indicators, steps and kinds of team of the evaluation."""
    return await asyncio.to_thread(_evaluation, request.app.state.service.kg)


@lru_cache(maxsize=2)
def _duties(kg: KnowledgeGraph) -> Mapping[str, tuple[Duty, ...]]:
    from kg_query.duties import read_duties

    return read_duties(kg.corpus, kg.store)


@lru_cache(maxsize=2)
def _statistics(kg: KnowledgeGraph) -> Statistics:
    from kg_query.statistics import load

    return load(kg._turtle)


@lru_cache(maxsize=2)
def _evaluation(kg: KnowledgeGraph) -> Evaluation:
    from kg_query.evaluation import load

    return load(kg.corpus, kg.store)


def readings(corpus: Corpus, ids: list[str], named: Named) -> list[dict[str, Any]]:
    """Readings in words: what is ambiguous, how it is read here, how else it could be, and why."""
    found = []
    for one in dict.fromkeys(ids):
        reading = corpus.readings.get(one)
        if reading is None:
            continue
        where = named.clause_in(reading.provision) if reading.provision in corpus.provisions else None
        found.append(
            {
                "id": one,
                "said": named.id(one),
                "where": where,
                "label": reading.label.to_json(),
                "taken": reading.primary.to_json(),
                "not_taken": reading.alternative.to_json(),
                "reason": reading.reason.to_json(),
            }
        )
    return found
