"""What the one process that writes a store does: changes, made a new version each.

It runs in a pool of one worker (`kg_query.workers`). Each job is one change: an update, or PUT, POST and
DELETE of a graph. The change is made in the writer's own copy of the newest version; then the copy is
published as the next version, and only then is the answer given. A job that fails, or is killed, leaves
the newest version as it was, and the next writer begins from that one.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError
from .faults import Fault, syntax_fault
from .following import Followed, Note, digests, follow, note_of
from .incoming import quads
from .using import with_dataset
from .versions import Lock, Versions, copy_database

if TYPE_CHECKING:
    from pyoxigraph import DefaultGraph, NamedNode, Store

__all__ = ["Writer", "open_handler"]


class Writer:
    """The holder of a store's lock and of the database that changes are made in.

    Args:
        folder: the folder of the store.
        seed: a database to begin with where the folder has no version yet; empty without one.
        patience: how long to wait for another writer that is just ending, in seconds.
        content: the dataset that `seed` is, which is noted with what the store begins with.

    Raises:
        Fault: `in-use`, another process writes this store; `storage`, the folder cannot be used.
    """

    def __init__(
        self, folder: Path, seed: Path | None = None, patience: float = 5.0, content: str = ""
    ) -> None:
        self.versions = Versions(folder)
        try:
            self.lock = Lock(folder, patience)
            self.store = self._open(seed)
            self.number = self.versions.newest() or 0
            if not self.number:
                if seed is not None and content:
                    Note(content, digests(self.store)).write(folder)
                self.number = 1
                self.versions.publish(self.store, 1)
        except (OSError, InputError) as error:
            raise Fault("storage", str(error)) from None

    def _open(self, seed: Path | None = None) -> Store:
        import pyoxigraph as ox

        self.live = self.versions.live()
        if seed is not None and not self.live.exists():
            copy_database(seed, self.live)
        return ox.Store(str(self.live))

    def close(self) -> None:
        """Gives up the lock; what was published stays."""
        del self.store
        shutil.rmtree(self.live, ignore_errors=True)
        self.lock.__exit__(None, None, None)

    # --- changes ----------------------------------------------------------------------------

    def __call__(self, job: Mapping[str, Any], body: bytes) -> tuple[dict[str, Any], Iterable[bytes]]:
        """Makes one change; the header has `version` and `created`, or a fault.

        Args:
            job: `do` is update, put, post, delete or nothing; `graph` an IRI or None for the default
                graph; `media_type`, `base`, `using`, `using_named` as the request has them. Or `do` is
                follow, with the database of a dataset as `seed` and its `content`; the header then has
                `followed`.
            body: the text of the update, or the document.
        """
        try:
            if job["do"] == "follow":
                followed = self._follow(Path(job["seed"]), job["content"])
                return {"version": self.number, "followed": asdict(followed)}, ()
            created = self._change(job, body)
        except Fault as fault:
            return fault.to_json(), ()
        return {"version": self.number, "created": created}, ()

    def _change(self, job: Mapping[str, Any], body: bytes) -> bool:
        do = job["do"]
        if do == "nothing":
            return False
        try:
            created = self._update(job, body) if do == "update" else self._graph(do, job, body)
            self.versions.publish(self.store, self.number + 1)
        except BaseException as error:
            self._begin_again()
            if isinstance(error, OSError):
                raise Fault("storage", str(error)) from None
            raise
        self.number += 1
        return created

    def _follow(self, seed: Path, content: str) -> Followed:
        """Takes over a newer dataset where nobody has changed the one before (`following`)."""
        folder = self.versions.folder
        try:
            before = note_of(folder)
            if before is None:
                return Followed(unknown=True)
            if before.content == content:
                return Followed()
            import pyoxigraph as ox

            done = follow(self.store, seed, before)
            if done.changed:
                self.versions.publish(self.store, self.number + 1)
                self.number += 1
            Note(content, digests(ox.Store.read_only(str(seed)))).write(folder)
        except BaseException as error:
            self._begin_again()
            if isinstance(error, (OSError, InputError)):
                raise Fault("storage", str(error)) from None
            raise
        return done

    def _begin_again(self) -> None:
        """Back to the newest version, whatever the failed change has left in the copy."""
        del self.store
        self.store = self._open()

    def _update(self, job: Mapping[str, Any], body: bytes) -> bool:
        from ..terms import PREFIXES

        text = with_dataset(body.decode("utf-8"), job.get("using", ()), job.get("using_named", ()))
        try:
            self.store.update(text, base_iri=job.get("base") or None, prefixes=PREFIXES)
        except SyntaxError as error:
            raise syntax_fault(error) from None
        except RuntimeError as error:  # a graph that exists already, or does not
            raise Fault("conflict", str(error)) from None
        return False

    def _graph(self, do: str, job: Mapping[str, Any], body: bytes) -> bool:
        import pyoxigraph as ox

        name: NamedNode | DefaultGraph
        name = ox.NamedNode(job["graph"]) if job.get("graph") else ox.DefaultGraph()
        named = isinstance(name, ox.NamedNode)
        existed = not named or self.store.contains_named_graph(name)
        if do == "delete":
            if not existed:
                raise Fault("no-graph")
            self.store.remove_graph(name)
            return False
        found = list(quads(body, job["media_type"], job["base"], name))
        if do == "put":
            self.store.remove_graph(name)
        self.store.extend(found)
        if named:
            self.store.add_graph(name)  # a graph without statements is a graph too
        return not existed


class _Opening:
    """The writer of a store, opened with the first job, so that a store that cannot be opened is an answer."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self.options = options
        self.writer: Writer | None = None

    def __call__(self, job: Mapping[str, Any], body: bytes) -> tuple[dict[str, Any], Iterable[bytes]]:
        seed = self.options.get("seed")
        try:
            if self.writer is None:
                folder, patience = Path(self.options["folder"]), self.options.get("patience", 5.0)
                content = self.options.get("content", "")
                self.writer = Writer(folder, Path(seed) if seed else None, patience, content)
        except Fault as fault:
            return fault.to_json(), ()
        return self.writer(job, body)


def open_handler(options: Mapping[str, Any]) -> _Opening:
    """The writer of a store, for a worker; options `folder`, `seed`, `content` and `patience`."""
    return _Opening(options)
