"""What the page of an IRI shows above the statements of the graph: the law, where the IRI names something of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from ....corpus import Corpus
from ....errors import KgqError
from ....terms import GROUND, ID, SCHEMES, graph_iri
from ....workers import WorkerError
from ...linked_data.addresses import Addresses
from ...linked_data.answers import Asked, Shown
from .cited import citation, legislation
from .norms import norm_row, norm_view, reading_view
from .parallels import Parallels, by_unit, parallels_view
from .reader import Reader
from .units import regulation_view, unit_text, unit_view
from .vocabulary import concept_view, deadline_view, fact_view, ground_view, outcome_view, override_view

__all__ = ["PATIENCE", "Faces"]

#: Seconds that the page of a clause waits for the comparison of clauses, which takes that long only once.
PATIENCE = 4.0


@dataclass(slots=True)
class Faces:
    """The pages of the law over one corpus.

    Attributes:
        corpus: the compiled law.
    """

    corpus: Corpus
    _parallels: Parallels | None = None
    _coming: asyncio.Task[Parallels] | None = None

    async def of(
        self, addresses: Addresses, compared: Callable[[], Awaitable[Any]], iri: str, asked: Asked
    ) -> Shown | None:
        """What the page of an IRI shows; None where the law has nothing of this name.

        Args:
            addresses: where the service stands.
            compared: asks for the JSON of a comparison with its clauses; done once, when a page of the law is first
                shown, and awaited for no longer than `PATIENCE`: what is not there yet is missing from the page.
            iri: what the page is of.
            asked: the request.
        """
        reader = Reader(self.corpus, addresses, asked.lang, asked.fixed)
        corpus = self.corpus
        if iri.startswith(GROUND) and (name := iri[len(GROUND) :]) in corpus.grounds:
            return Shown("law/ground.html", {"one": ground_view(reader, name)})
        if not iri.startswith(ID):
            return None
        name = iri[len(ID) :]
        self._begin(compared)
        if name in corpus.provisions:
            return await self._unit(reader, name, compared)
        if name in corpus.regulations:
            regulation = corpus.regulations[name]
            said = {"cite": citation(reader, regulation), "jsonld": legislation(reader, regulation)}
            return Shown("law/regulation.html", {"one": regulation_view(reader, regulation), **said})
        for scheme, room in SCHEMES.items():
            if iri.startswith(room) and "/" not in iri[len(room) :]:
                return self._concept(reader, scheme, iri[len(room) :])
        if name.startswith("group/") and name[6:] in corpus.concepts.get("group", {}):
            return Shown("law/concept.html", {"one": concept_view(reader, "group", name[6:])})
        return self._other(reader, name)

    def _concept(self, reader: Reader, scheme: str, code: str) -> Shown | None:
        if scheme == "outcome" and code in self.corpus.outcomes:
            return Shown("law/outcome.html", {"one": outcome_view(reader, code)})
        if scheme in ("kind", "modality", "role", "body", "law") and code in self.corpus.concepts.get(
            scheme, {}
        ):
            return Shown("law/concept.html", {"one": concept_view(reader, scheme, code)})
        return None

    def _other(self, reader: Reader, name: str) -> Shown | None:
        corpus = self.corpus
        if name in corpus.norms:
            norm = corpus.norms[name]
            unit = corpus.provisions.get(norm.provision)
            values: dict[str, Any] = {
                "one": norm_view(reader, norm),
                "heading": reader.norm(name)["name"],
                "unit": unit_text(reader, unit) if unit else None,
                "source": reader.at(graph_iri(f"data/{norm.regulation}/norms.ttl")),
            }
            return Shown("law/norm.html", values)
        if name in corpus.readings:
            reading = corpus.readings[name]
            unit = corpus.provisions.get(reading.provision)
            values = {
                "one": reading_view(reader, reading),
                "quote": reader.words(unit.text) if unit else None,
                "norms": [norm_row(reader, n) for n in corpus.norms.values() if name in n.readings],
            }
            return Shown("law/reading.html", values)
        if name in corpus.deadlines:
            return Shown("law/deadline.html", {"one": deadline_view(reader, name)})
        if name in corpus.facts:
            return Shown("law/fact.html", {"one": fact_view(reader, corpus.facts[name])})
        if any(o.id == name for o in corpus.overrides):
            return Shown("law/override.html", {"one": override_view(reader, name)})
        return None

    async def _unit(self, reader: Reader, name: str, compared: Callable[[], Awaitable[Any]]) -> Shown:
        corpus = self.corpus
        unit = corpus.provisions[name]
        regulation = corpus.regulations[unit.regulation]
        beside, there = None, True
        if unit.regulation in corpus.assessed and len(corpus.assessed) > 1:
            try:
                beside = parallels_view(reader, (await self._all(compared)).get(name, []))
            except (KgqError, WorkerError, TimeoutError):
                there = False
        values = {
            "one": unit_view(reader, unit),
            "parallels": beside,
            "without": not there,
            "cite": citation(reader, regulation, unit),
            "jsonld": legislation(reader, regulation, unit),
        }
        return Shown("law/provision.html", values, lasting=there)

    async def _all(self, compared: Callable[[], Awaitable[Any]]) -> Parallels:
        """The parallels of all clauses; TimeoutError where they are not ready yet."""
        self._begin(compared)
        if self._parallels is not None:
            return self._parallels
        assert self._coming is not None
        return await asyncio.wait_for(asyncio.shield(self._coming), PATIENCE)

    def _begin(self, compared: Callable[[], Awaitable[Any]]) -> None:
        """Starts the comparison, unless it is there, on its way, or there is nothing to compare."""
        if self._parallels is not None or self._coming is not None or len(self.corpus.assessed) < 2:
            return

        async def coming() -> Parallels:
            provision_of = {n.id: n.provision for n in self.corpus.norms.values()}
            self._parallels = by_unit((await compared())["clauses"], provision_of)
            return self._parallels

        def done(task: asyncio.Task[Parallels]) -> None:
            self._coming = None
            if not task.cancelled():
                task.exception()  # told to whoever waits; nobody may

        self._coming = asyncio.get_running_loop().create_task(coming())
        self._coming.add_done_callback(done)
