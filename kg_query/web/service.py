"""What the routes work with: the graph, the store, the workers, and the lives of all of them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg_query.errors import KgqError
from kg_query.model import Text
from kg_query.workers import Limits, Pool, Seal

from .identity import Access
from .settings import LONGEST_QUERY, Settings

if TYPE_CHECKING:
    from kg_query.dataset import Dataset
    from kg_query.graph import KnowledgeGraph
    from kg_query.keeping import AuditLog

    from .kept_cases import Cases

__all__ = ["Service"]

log = logging.getLogger("kg_query.serving")


class Service:
    """One running service; a route finds it as `request.app.state.service`.

    Attributes:
        kg: the graph, for small reads.
        settings: how the service is set up.
        dataset: the dataset that queries are answered from; None with a remote store.
        backend: where SPARQL goes; None before `start`.
        tasks: workers for the verbs of the API; None before `start`.
        access: what tells people apart.
        cases: the kept cases; None unless the operator turned that on.
        audit: the audit log; None unless the operator turned it on.
        on_reload: called when another dataset has taken the place of the one before.

    Args:
        kg, settings: as above.
        tell: told what takes time at the start.
    """

    def __init__(
        self, kg: KnowledgeGraph, settings: Settings, tell: Callable[[Text], object] = lambda text: None
    ) -> None:
        self.kg = kg
        self.settings = settings
        self.dataset: Dataset | None = None
        self.backend: Any = None
        self.tasks: Pool | None = None
        self.access = Access.of(settings)
        self.cases: Cases | None = None
        self.audit: AuditLog | None = None
        self.closing = False
        self.tell = tell
        self.on_reload: list[Callable[[], object]] = []
        self._retiring: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Opens what the settings name and starts the workers.

        Raises:
            KgqError: something cannot be opened; nothing is left running then.
            WorkerError: a worker cannot be started.
        """
        try:
            self.open()
            await self.backend.start()
            for said in self._followed():
                self.tell(said)
            self.tasks = self._task_pool()
            await self.tasks.start()
            if self.cases is not None:
                await self.cases.start()
        except BaseException:
            await self.close()
            raise

    def open(self) -> None:
        """Opens what the settings name; builds the dataset where it is missing or stale.

        Raises:
            KgqError: something cannot be opened.
        """
        if self.backend is not None:
            return
        settings = self.settings
        if settings.keep_cases is not None:
            from .kept_cases import Cases

            self.cases = Cases.of(settings, self.access.knows_anybody)
        if settings.audit_log is not None:
            from kg_query.keeping import AuditLog

            self.audit = AuditLog(settings.audit_log)
        self.backend = self._backend()

    def _backend(self) -> Any:
        """The store that the settings name."""
        settings = self.settings
        common = self._common()
        if settings.store_url:
            from kg_query.endpoint.remote import RemoteBackend

            return RemoteBackend(
                settings.store_url,
                update_url=settings.store_update or None if settings.writable else None,
                graphs_url=settings.store_graphs or None if settings.writable else None,
                **common,
            )
        from kg_query.dataset import current, ready

        found = current(self.folder)
        if found is None or not found.fits(self.kg.sources):
            self.tell(
                Text(
                    f"正在建立数据集（{self.folder}），约需一分钟",
                    f"Building the dataset in {self.folder}; this takes about a minute",
                )
            )
        self.dataset, _ = ready(self.kg, self.folder)
        if settings.writable:
            from kg_query.endpoint.writable import WritableBackend

            base = settings.public_url.rstrip("/") + "/sparql" if settings.public_url else ""
            return WritableBackend(
                self.folder / "writable",
                seed=self.dataset.path,
                content=self.dataset.manifest.content,
                base=base,
                **common,
            )
        return self._embedded(self.dataset)

    def _embedded(self, dataset: Dataset) -> Any:
        from kg_query.endpoint.embedded import EmbeddedBackend

        return EmbeddedBackend(dataset.path, quads=dataset.quads, **self._common())

    def _common(self) -> dict[str, Any]:
        """What the stores of all kinds are told alike."""
        settings = self.settings
        limits = Limits(seconds=settings.query_seconds, memory=settings.memory)
        return {"size": settings.workers, "waiting": settings.waiting, "limits": limits}

    def _followed(self) -> Iterator[Text]:
        """What to say of a writable store that has met another dataset than it began with."""
        done = getattr(self.backend, "followed", None)
        if done is None:
            return
        if done.unknown:
            yield Text(
                "可写存储没有记下它从哪个数据集开始，因此不跟随新的数据集；要重新开始，请停下服务，移走存储文件夹中的 writable",
                "The writable store has no note of the dataset that it began with, so it does not follow a newer "
                "one; to begin anew, stop the service and move `writable` out of the store folder",
            )
        if done.changed:
            number = len(done.replaced) + len(done.removed)
            yield Text(
                f"可写存储已跟随新的数据集：{number} 个图换成新的",
                f"The writable store follows the newer dataset: {number} graphs are now as it has them",
            )
        if done.kept:
            more = len(done.kept) - 5
            names = ", ".join(done.kept[:5])
            yield Text(
                f"以下图在这里改过，保持原样：{names}{f' 等另外 {more} 个' if more > 0 else ''}",
                f"These graphs were changed here and stay as they are: {names}{f' and {more} more' if more > 0 else ''}",
            )

    @property
    def folder(self) -> Path:
        """Where the datasets lie."""
        from kg_query.dataset import default_folder

        return self.settings.store_folder or default_folder(self.settings.data)

    def pools(self) -> Iterator[Pool]:
        """All pools of workers there are now."""
        for part in (self.backend, self.tasks, self.cases):
            yield from _pools_of(part)

    def dataset_in_place(self) -> bool:
        """Whether the manifest of the dataset that is served is still on disk, and still the same."""
        from kg_query.dataset.versions import version

        dataset = self.dataset
        if dataset is None:
            return True
        try:
            return version(dataset.folder).manifest == dataset.manifest
        except KgqError:
            return False

    def _task_pool(self) -> Pool:
        settings = self.settings
        return Pool(
            "kg_query.web.api.verbs:open_handler",
            {"data": list(settings.data), "lang": self.kg.lang},
            size=settings.task_workers,
            waiting=settings.waiting,
            limits=Limits(seconds=60.0, memory=settings.memory),
            name="tasks",
            sealed=Seal.SOCKETS,
            spool_to_disk=False,
            spare=1,  # so that one client's long work never keeps all others waiting
        )

    async def reload(self) -> bool:
        """Opens the graph anew and turns to the newest dataset of the folder; whether anything changed.

        Requests under way are answered by what they began with. What cannot be opened leaves everything
        as it was.

        Raises:
            KgqError: the graph or the dataset cannot be opened.
        """
        from kg_query.dataset import current
        from kg_query.graph import KnowledgeGraph

        if self.settings.store_url:
            return False  # such a store is always asked as it is now
        kg = await asyncio.to_thread(KnowledgeGraph.open, list(self.settings.data), self.kg.lang)
        found = current(self.folder)
        if found is None or self.dataset is None or found.folder == self.dataset.folder:
            return False
        writable = self.settings.writable  # that store stays, and follows
        backend, tasks = self.backend if writable else self._embedded(found), self._task_pool()
        try:
            await tasks.start()
            if writable:
                await backend.follow(found.path, found.manifest.content)
            else:
                await backend.start()
        except BaseException:
            await tasks.close()
            if not writable:
                await backend.close()
            raise
        for said in self._followed():
            log.info("%s", said.en)
        old = (self.tasks,) if writable else (self.backend, self.tasks)
        self.kg, self.dataset, self.backend, self.tasks = kg, found, backend, tasks
        for told in self.on_reload:
            told()
        retiring = asyncio.create_task(self._retire(*old))
        self._retiring.add(retiring)
        retiring.add_done_callback(self._retiring.discard)
        return True

    async def _retire(self, *parts: Any) -> None:
        """Ends what has been replaced, once nothing under way can need it any longer."""
        until = asyncio.get_running_loop().time() + LONGEST_QUERY
        pools = [p for part in parts for p in _pools_of(part)]
        while any(p.busy or p.queued for p in pools) and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(0.1)
        for part in parts:
            await part.close()

    async def close(self) -> None:
        """Ends the workers and lets go of all files; may be called twice."""
        self.closing = True
        for task in list(self._retiring):
            task.cancel()
        await asyncio.gather(*self._retiring, return_exceptions=True)
        for part in (self.backend, self.tasks, self.cases):
            if part is not None:
                await part.close()
        self.backend = self.tasks = self.cases = None
        if self.audit is not None:
            self.audit.close()
            self.audit = None


def _pools_of(part: Any) -> Iterator[Pool]:
    """The pools that a part of the service holds, or is."""
    if isinstance(part, Pool):
        yield part
    elif part is not None:
        yield from (held for held in vars(part).values() if isinstance(held, Pool))
