"""The default store: the dataset on disk, read-only, asked by a pool of workers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from ..workers import Limits, Pool, Seal, WorkerError
from .errors import of_fault
from .faults import Fault
from .request import QueryRequest, Reply, reply_of

__all__ = ["EmbeddedBackend"]


class EmbeddedBackend:
    """A read-only SPARQL endpoint over a database on disk.

    Args:
        path: the folder of the database, which nobody writes.
        quads: a file of N-Quads with the same in it, from which workers start sooner.
        size: how many queries of one share run at once.
        waiting: how many queries may wait.
        limits: of each query.
        sealed: what a worker is cut off from; anything but the default is for tests.
        spare: how many processes there are beyond `size`, so that one client never has them all.
    """

    writable = False
    union_default_graph = True

    def __init__(
        self,
        path: str | Path,
        *,
        size: int = 2,
        waiting: int = 32,
        limits: Limits | None = None,
        sealed: Seal = Seal.FILES,
        spare: int = 1,
        quads: str | Path | None = None,
    ) -> None:
        self.path = Path(path)
        self.pool = Pool(
            "kg_query.endpoint.answering:open_handler",
            {"path": str(path), "quads": str(quads) if quads else None},
            size=size,
            waiting=waiting,
            limits=limits,
            name="sparql",
            sealed=sealed,
            spare=spare,
            stateless=True,
        )

    async def start(self) -> None:
        """Starts the workers."""
        await self.pool.start()

    async def query(self, request: QueryRequest) -> Reply:
        """The answer to a query."""
        return reply_of(await self.pool.run(request.to_job(), seconds=request.seconds, share=request.share))

    async def read_graph(self, graph: str | None, accept: str) -> Reply:
        """A whole graph; the default graph is empty, since everything stands in a named one."""
        return reply_of(await self.pool.run({"graph": graph, "accept": str(accept)}))

    async def update(
        self,
        update: str,
        using: Sequence[str] = (),
        using_named: Sequence[str] = (),
        share: str = "",
        base: str = "",
    ) -> None:
        """Refused: the store is read-only."""
        self._refuse()

    async def put_graph(
        self, graph: str | None, media_type: str, data: bytes, *, base: str = "", share: str = ""
    ) -> bool:
        """Refused: the store is read-only."""
        self._refuse()

    async def post_graph(
        self, graph: str | None, media_type: str, data: bytes, *, base: str = "", share: str = ""
    ) -> bool:
        """Refused: the store is read-only."""
        self._refuse()

    async def delete_graph(self, graph: str | None, *, share: str = "") -> None:
        """Refused: the store is read-only."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise of_fault(Fault("read-only"))

    async def ready(self) -> bool:
        """Whether a query is answered within a second."""
        try:
            async with asyncio.timeout(1.0):
                reply = await self.query(QueryRequest("ASK { ?s ?p ?o }", share="ready"))
        except (WorkerError, TimeoutError):
            return False
        reply.body.close()
        return True

    async def close(self) -> None:
        """Ends the workers."""
        await self.pool.close()
