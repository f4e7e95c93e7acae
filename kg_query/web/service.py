"""What the routes work with: the graph, the store, the workers, and the lives of all of them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from kg_query.workers import Limits, Pool, Seal

from .identity import Access
from .settings import Settings

if TYPE_CHECKING:
    from kg_query.dataset import Dataset
    from kg_query.graph import KnowledgeGraph
    from kg_query.keeping import AuditLog

    from .kept_cases import Cases

__all__ = ["Service"]

log = logging.getLogger("kg_query.web")


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
    """

    def __init__(self, kg: KnowledgeGraph, settings: Settings) -> None:
        self.kg = kg
        self.settings = settings
        self.dataset: Dataset | None = None
        self.backend: Any = None
        self.tasks: Pool | None = None
        self.access = Access.of(settings)
        self.cases: Cases | None = None
        self.audit: AuditLog | None = None
        self.closing = False

    async def start(self) -> None:
        """Opens what the settings name and starts the workers.

        Raises:
            KgqError: something cannot be opened; nothing is left running then.
        """
        try:
            self._open()
            await self.backend.start()
            self.tasks = self._task_pool()
            await self.tasks.start()
            if self.cases is not None:
                await self.cases.start()
        except BaseException:
            await self.close()
            raise

    def _open(self) -> None:
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
        limits = Limits(seconds=settings.query_seconds, memory=settings.memory)
        common: dict[str, Any] = {"size": settings.workers, "waiting": settings.waiting, "limits": limits}
        if settings.store_url:
            from kg_query.endpoint.remote import RemoteBackend

            return RemoteBackend(
                settings.store_url,
                update_url=settings.store_update or None if settings.writable else None,
                graphs_url=settings.store_graphs or None if settings.writable else None,
                **common,
            )
        from kg_query.dataset import default_folder, ready

        folder = settings.store_folder or default_folder(settings.data)
        self.dataset, _ = ready(self.kg, folder)
        if settings.writable:
            from kg_query.endpoint.writable import WritableBackend

            base = settings.public_url.rstrip("/") + "/sparql" if settings.public_url else ""
            return WritableBackend(folder / "writable", seed=self.dataset.path, base=base, **common)
        from kg_query.endpoint.embedded import EmbeddedBackend

        return EmbeddedBackend(self.dataset.path, **common)

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
        )

    async def reload(self) -> bool:
        """Turns to the newest dataset in the folder; whether that was another one."""
        return False

    async def close(self) -> None:
        """Ends the workers and lets go of all files; may be called twice."""
        self.closing = True
        for part in (self.backend, self.tasks, self.cases):
            if part is not None:
                await part.close()
        self.backend = self.tasks = self.cases = None
        if self.audit is not None:
            self.audit.close()
            self.audit = None
