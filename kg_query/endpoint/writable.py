"""A store that can be written: one process writes, others read the newest version, none knows of the rest.

The default graph is the store's own, apart from the named graphs, as SPARQL 1.1 Update and the Graph Store
Protocol have it. (The read-only dataset, whose default graph is the union, has nothing in its own.)

An acknowledged write is a version on disk (`kg_query.endpoint.versions`), which survives the end of every
process. A query runs on the newest version there was when it came, and that stays until it has ended.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..workers import Limits, Pool, Seal, WorkerError
from .errors import of_fault
from .faults import Fault
from .following import Followed
from .request import QueryRequest, Reply, reply_of
from .versions import Versions

__all__ = ["WRITE_SECONDS", "WritableBackend"]

log = logging.getLogger(__name__)

#: How long one change may take, in seconds.
WRITE_SECONDS = 60.0
#: How long the store may take to be opened, and to follow a newer dataset, in seconds: it reads all there is, and
#: gives way to whoever is being answered on a busy machine.
OPEN_SECONDS = 900.0


class WritableBackend:
    """A SPARQL endpoint, with updates and a graph store, over a folder of versions.

    Args:
        folder: where the store is; made where it is missing.
        seed: a database to begin with, where the folder has none yet.
        content: the dataset that `seed` is (`Manifest.content`); where the store began with another one, it
            follows (`endpoint.following`).
        base: the IRI against which relative IRIs of updates are resolved, the endpoint's address.
        size: how many processes answer queries.
        waiting: how many queries, and how many changes, may wait.
        limits: of each query.
        write_seconds: how long one change may take.
        patience: how long to wait for another writer that is just ending, in seconds.
    """

    writable = True
    union_default_graph = False

    def __init__(
        self,
        folder: str | Path,
        *,
        seed: Path | None = None,
        content: str = "",
        base: str = "",
        size: int = 2,
        waiting: int = 32,
        limits: Limits | None = None,
        write_seconds: float = WRITE_SECONDS,
        patience: float = 5.0,
    ) -> None:
        self.versions = Versions(Path(folder))
        self.base = base
        self._seed, self._content = seed, content
        #: What came of the newest dataset when the store was opened, or followed; None where there is none.
        self.followed: Followed | None = None
        self.limits = limits or Limits()
        self.write_seconds = write_seconds
        self._version = 0
        self._readers_of: Counter[int] = Counter()
        self._writer = Pool(
            "kg_query.endpoint.writing:open_handler",
            {
                "folder": str(folder),
                "seed": str(seed) if seed else None,
                "content": content,
                "patience": patience,
            },
            size=1,
            waiting=waiting,
            limits=Limits(seconds=write_seconds, memory=self.limits.memory, output=self.limits.output),
            name="writer",
            sealed=Seal.SOCKETS,
            again=False,
        )
        self._readers = Pool(
            "kg_query.endpoint.reading:open_handler",
            {"folder": str(folder)},
            size=size,
            waiting=waiting,
            limits=self.limits,
            name="sparql",
            sealed=Seal.SOCKETS,
            stateless=True,
            spare=1,
        )

    async def start(self) -> None:
        """Starts the processes; returns when the store can be read and written.

        Raises:
            KgqError: another process writes the store, or the folder cannot be used.
        """
        await self._writer.start()
        if self._seed is not None and self._content:
            await self.follow(self._seed, self._content)
        else:
            await self._change({"do": "nothing"}, b"", "", OPEN_SECONDS)
        await self._readers.start()

    async def follow(self, seed: Path, content: str) -> Followed:
        """Takes over a dataset, but for graphs that somebody has changed here; what came of it.

        Args:
            seed: its database.
            content: which dataset it is (`Manifest.content`).
        """
        job = {"do": "follow", "seed": str(seed), "content": content}
        self.followed = Followed(**(await self._change(job, b"", "", OPEN_SECONDS))["followed"])
        return self.followed

    async def close(self) -> None:
        """Ends the processes; a change under way is not acknowledged and not made."""
        await self._readers.close()
        await self._writer.close()

    async def ready(self) -> bool:
        """Whether the store answers."""
        try:
            with self._newest() as version:
                job = {**QueryRequest("ASK {}").to_job(), "version": version}
                done = await self._readers.run(job, seconds=1.0, share="ready")
            done.body.close()
        except WorkerError:
            return False
        return True

    # --- reading ----------------------------------------------------------------------------

    @contextmanager
    def _newest(self) -> Iterator[int]:
        """The newest version, which is not removed while the block runs."""
        version = self._version
        self._readers_of[version] += 1
        try:
            yield version
        finally:
            self._readers_of[version] -= 1
            if not self._readers_of[version]:
                del self._readers_of[version]

    async def query(self, request: QueryRequest) -> Reply:
        """The answer to a query, from the newest version."""
        with self._newest() as version:
            job = {**request.to_job(), "version": version}
            done = await self._readers.run(job, seconds=request.seconds, share=request.share)
        return reply_of(done)

    async def read_graph(self, graph: str | None, accept: str) -> Reply:
        """A whole graph; None is the default graph."""
        with self._newest() as version:
            done = await self._readers.run({"graph": graph, "accept": accept, "version": version})
        return reply_of(done)

    # --- writing ----------------------------------------------------------------------------

    async def update(
        self,
        update: str,
        using: Sequence[str] = (),
        using_named: Sequence[str] = (),
        share: str = "",
        base: str = "",
    ) -> None:
        """Carries out an update, all of it or nothing; it is on disk when this returns."""
        job: dict[str, Any] = {"do": "update", "using": list(using), "using_named": list(using_named)}
        job["base"] = base or self.base
        await self._change(job, update.encode(), share)

    async def put_graph(
        self, graph: str | None, media_type: str, data: bytes, *, base: str = "", share: str = ""
    ) -> bool:
        """Makes a graph what a document says; True where the graph is new."""
        return await self._document("put", graph, media_type, data, base, share)

    async def post_graph(
        self, graph: str | None, media_type: str, data: bytes, *, base: str = "", share: str = ""
    ) -> bool:
        """Adds what a document says to a graph; True where the graph is new."""
        return await self._document("post", graph, media_type, data, base, share)

    async def delete_graph(self, graph: str | None, *, share: str = "") -> None:
        """Removes a graph; of the default graph, all that is in it."""
        await self._change({"do": "delete", "graph": graph}, b"", share)

    async def _document(
        self, do: str, graph: str | None, media_type: str, data: bytes, base: str, share: str
    ) -> bool:
        job = {"do": do, "graph": graph, "media_type": media_type, "base": base or graph or self.base}
        return bool((await self._change(job, data, share))["created"])

    async def _change(
        self, job: Mapping[str, Any], body: bytes, share: str, seconds: float | None = None
    ) -> Mapping[str, Any]:
        """One change; it goes on where the client has gone away, since it may be published already."""
        limit = seconds or self.write_seconds
        task = asyncio.ensure_future(self._writer.run(job, body, seconds=limit, share=share))
        try:
            done = await asyncio.shield(task)
        except asyncio.CancelledError:
            task.add_done_callback(_forget)
            raise
        except WorkerError:
            # the writer was killed: whatever it had published by then is the store
            self._version = max(self._version, self.versions.newest() or 0)
            raise
        done.body.close()
        fault = Fault.in_header(done.header)
        if fault is not None:
            log.info("a change was refused: %s %s", fault.kind, ascii(fault.detail))
            raise of_fault(fault)
        self._version = max(self._version, int(done.header["version"]))
        await asyncio.to_thread(self.versions.prune, {self._version, *self._readers_of})
        return done.header


def _forget(task: asyncio.Task[Any]) -> None:
    if not task.cancelled():
        task.exception()
