"""The case store as the service runs it: the files, the worker that reads and asks them, and the sweeping."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ..access import Actor
from ..errors import KgqError, LimitError, UsageError
from ..keeping import CaseStore, Kept
from ..model import Text
from .api.refusals import fault_from

if TYPE_CHECKING:
    from ..workers import Pool

__all__ = ["Cases"]

#: How often what is over is removed, in seconds; nothing of it is shown before that either.
_EVERY = 60.0
#: The most that one query reads, in characters of N-Quads.
_MOST = 64 * 1024**2


class Cases:
    """The kept cases of a running service.

    Args:
        store: where they are.
        pool: workers with the handler `kg_query.web.case_work:open_handler`.
        informants: whether informants are kept; by default they are put out before anything is written.
    """

    def __init__(self, store: CaseStore, pool: Pool, informants: bool = False) -> None:
        self.store, self.pool, self.informants = store, pool, informants
        self._sweeping: asyncio.Task[None] | None = None

    @classmethod
    def of(cls, settings: Any, knows_anybody: bool = True) -> Cases:
        """The cases that the settings ask for (`keep_cases`, `keep_days`, `data`).

        Raises:
            UsageError: nobody can be told apart, so that no case could be anybody's.
            InputError: the folder cannot be used.
        """
        from ..workers import Limits, Pool, Seal

        if not knows_anybody:
            raise UsageError(
                Text("要保存案件，须能认出是谁在使用", "to keep cases, the service must know whose they are"),
                "--keep-cases",
                Text(
                    "请用 --keys-file 给出密钥文件（kgq keys create），或者用 --trust-proxy 指明反向代理",
                    "Give --keys-file (kgq keys create makes one) or --trust-proxy",
                ),
            )
        store = CaseStore(settings.keep_cases, settings.keep_days)
        pool = Pool(
            "kg_query.web.case_work:open_handler",
            {"data": [str(folder) for folder in settings.data or ()]},
            size=1,
            waiting=16,
            limits=Limits(seconds=30.0),
            name="cases",
            sealed=Seal.SOCKETS,
            spool_to_disk=False,
        )
        return cls(store, pool, bool(getattr(settings, "keep_informant", False)))

    async def start(self) -> None:
        """Starts the worker and the sweeping."""
        await self.pool.start()
        self._sweeping = asyncio.create_task(self._sweep(), name="cases-sweep")

    async def close(self) -> None:
        """Ends both; what is kept stays."""
        if self._sweeping is not None:
            self._sweeping.cancel()
            with suppress(asyncio.CancelledError):
                await self._sweeping
        await self.pool.close()
        self.store.close()

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(_EVERY)
            with suppress(Exception):  # told again at the next turn, and by whoever looks into the folder
                await asyncio.to_thread(self.store.sweep)

    # --- what the routes do ---------------------------------------------------------------

    async def keep(
        self, actor: Actor, body: bytes, media_type: str, key: str, digest: str
    ) -> tuple[Kept, bool]:
        """Answers and keeps a matter or case file; on the disk when this returns.

        Raises:
            Conflict, LimitError, InputError, WorkerError.
        """
        found = await asyncio.to_thread(self.store.replayed, actor, key, digest)
        if found is not None:
            return found, False
        ident = str(uuid.uuid4())
        job = {"do": "answer", "id": ident, "media_type": media_type, "informants": self.informants}
        _, content = await self._work(actor, job, body)
        made = await asyncio.to_thread(json.loads, content)
        return await asyncio.to_thread(self.store.keep, actor, made["verb"], made, key, digest, ident)

    async def written(self, actor: Actor, kept: Kept, format: str, full: bool) -> bytes:
        """The graphs of a case in a format of `case_work.GRAPHS`."""
        _, content = await self._work(actor, {"do": "write", "format": format}, _quads(kept, full).encode())
        return content

    async def asked(
        self, actor: Actor, query: str, graphs: Mapping[str, list[str]], media_type: str, full: bool
    ) -> tuple[str, bytes]:
        """The answer to a query over the actor's cases, with its media type.

        Args:
            graphs: `default_graphs` and `named_graphs` of the protocol; empty for all.

        Raises:
            LimitError: the cases are too many to be asked together.
        """
        body = await asyncio.to_thread(self._all, actor, full)
        job = {"do": "query", "query": query, "media_type": media_type, **graphs}
        header, content = await self._work(actor, job, body)
        return str(header["media_type"]), content

    def _all(self, actor: Actor, full: bool) -> bytes:
        texts: list[str] = []
        size = 0
        for meta in self.store.list_(actor):
            if (kept := self.store.get(actor, meta.id)) is not None:
                texts.append(_quads(kept, full))
                size += len(texts[-1])
                if size > _MOST:
                    raise LimitError(
                        Text("案件太多，不能一起查询", "there are too many cases to ask them together"),
                        hint=Text(
                            "请先删除一些，或者逐个取图", "Delete some, or fetch the graphs one by one"
                        ),
                    )
        return "".join(texts).encode()

    async def _work(self, actor: Actor, job: Mapping[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        done = await self.pool.run(job, body, share=f"{actor.tenant}\n{actor.id}")
        try:
            content = b"".join(_chunks(done))
        finally:
            done.close()
        if "fault" in done.header:
            raise _fault(done.header)
        return done.header, content


def _fault(header: Mapping[str, Any]) -> KgqError:
    """The error that a worker told of, with the status it said."""
    error = fault_from(header["fault"])
    if header.get("as"):
        error.status, error.slug = header["as"]  # type: ignore[attr-defined]
    return error


def _chunks(done: Any) -> Iterable[bytes]:
    yield from done


def _quads(kept: Kept, full: bool) -> str:
    return str(kept.content["full" if full else "masked"]["graphs"])
