"""The case store: what was sent and what was answered, one file a case, until its time is over.

    DIR/LOCK
    DIR/<digest of the tenant>/<uuid>.json

One file holds all of a case, so that there is no half of one, and to delete it is to remove a file: no
log, index or compaction keeps a copy. The graphs of cases are loaded into memory for a query and
forgotten with its answer; they never meet the public store.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
import uuid
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kg_query.access import Actor
from kg_query.errors import InputError, LimitError
from kg_query.model import Text
from kg_query.outputs import sync_folder

from .durable import UNFINISHED, locked, put, remove, trouble

__all__ = ["CaseStore", "Conflict", "Kept", "Meta"]

_FORMAT = 1
_NAME = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\.json")


class Conflict(Exception):
    """An idempotency key was used before, for something else."""


@dataclass(frozen=True, slots=True)
class Meta:
    """What is known of a kept case without opening it.

    Attributes:
        id: a random UUID (version 4), by which it is asked for.
        tenant, user: whose it is.
        verb: what was asked: "assess" or "review".
        created, expires: moments in UTC; after the second it is gone.
        key, digest: digests of the idempotency key and of the request; "" where there was no key.
    """

    id: str
    tenant: str
    user: str
    verb: str
    created: datetime
    expires: datetime
    key: str = ""
    digest: str = ""

    def to_json(self) -> dict[str, Any]:
        """What its owner is told in a list."""
        return {
            "id": self.id,
            "verb": self.verb,
            "created": self.created.isoformat(),
            "expires": self.expires.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Kept:
    """A case as it is kept: `content` is what `CaseStore.keep` was given."""

    meta: Meta
    content: Mapping[str, Any]


class CaseStore:
    """The cases of one service; for one process at a time.

    Args:
        folder: where the files go; made where it is not there, with mode 0700.
        days: how long a case is kept, in days.
        most: how many cases one tenant may keep.
        clock: tells the time; UTC.

    Raises:
        InputError: the folder cannot be used, or another process uses it.
    """

    def __init__(
        self,
        folder: str | Path,
        days: float = 30,
        most: int = 10_000,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.folder = Path(folder)
        self.days, self.most, self.clock = days, most, clock
        self._guard = threading.RLock()
        self._held = ExitStack()
        self._index: dict[str, Meta] = {}
        self.damaged: list[str] = []
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._held.enter_context(locked(self.folder / "LOCK"))
            self._open()
        except OSError as error:
            self._held.close()
            raise trouble(error, self.folder) from error

    def close(self) -> None:
        """Lets go of the folder; what is kept stays."""
        self._held.close()

    # --- keeping and forgetting -----------------------------------------------------------

    def keep(
        self,
        actor: Actor,
        verb: str,
        content: Mapping[str, Any],
        key: str = "",
        digest: str = "",
        ident: str = "",
    ) -> tuple[Kept, bool]:
        """Keeps a case; when this returns it is on the disk.

        Args:
            actor: whose it will be.
            verb: what was asked.
            content: plain data: what was sent, what was answered, the graphs.
            key: an idempotency key of the actor; with the same key and request the case kept first is
                given back.
            digest: a digest of the request.
            ident: its id, a UUID of version 4, where it was made before; by default one is made.

        Returns:
            The case, and whether it is new.

        Raises:
            Conflict: the key was used for another request.
            LimitError: the tenant keeps too many cases.
            InputError: the disk is full or not writable.
        """
        hashed = self._hashed(actor, key)
        with self._guard:
            self.sweep()
            if hashed and (found := self.replayed(actor, key, digest)) is not None:
                return found, False
            if sum(m.tenant == actor.tenant for m in self._index.values()) >= self.most:
                raise LimitError(
                    Text(
                        f"已保存 {self.most} 个案件，达到上限",
                        f"{self.most} cases are kept, which is the limit",
                    ),
                    hint=Text("请先删除不再需要的", "Delete some that are no longer needed"),
                )
            now = self.clock()
            meta = Meta(
                ident or str(uuid.uuid4()), actor.tenant, actor.id, verb, now, now + timedelta(days=self.days), hashed, digest
            )  # fmt: skip
            path = self._path(meta)
            try:
                if not path.parent.is_dir():
                    path.parent.mkdir(mode=0o700)
                    sync_folder(self.folder)
                put(path, _bytes(meta, content))
            except OSError as error:
                raise trouble(error, self.folder) from error
            self._index[meta.id] = meta
            return Kept(meta, content), True

    def replayed(self, actor: Actor, key: str, digest: str) -> Kept | None:
        """The case that was kept under an idempotency key of the actor; None where it was not used.

        Raises:
            Conflict: the key was used for another request.
        """
        hashed = self._hashed(actor, key)
        with self._guard:
            for meta in list(self._index.values()) if hashed else ():
                if meta.key == hashed and not self._over(meta):
                    if meta.digest != digest:
                        raise Conflict
                    return self.get(actor, meta.id)
        return None

    def delete(self, actor: Actor, ident: str) -> bool:
        """Deletes a case of the actor's for good; False where there is none."""
        with self._guard:
            meta = self._seen(actor, ident)
            if meta is None:
                return False
            self._remove(meta)
            return True

    def sweep(self) -> int:
        """Removes what is over; the number removed."""
        with self._guard:
            over = [meta for meta in self._index.values() if self._over(meta)]
            for meta in over:
                self._remove(meta)
            return len(over)

    # --- reading --------------------------------------------------------------------------

    def list_(self, actor: Actor) -> list[Meta]:
        """The cases that are the actor's to see, the newest first."""
        with self._guard:
            found = [m for m in self._index.values() if self._seen(actor, m.id) is not None]
        return sorted(found, key=lambda m: (m.created, m.id), reverse=True)

    def get(self, actor: Actor, ident: str) -> Kept | None:
        """A case that is the actor's to see; None where there is none, or it is somebody else's."""
        with self._guard:
            meta = self._seen(actor, ident)
            if meta is None:
                return None
            try:
                return Kept(meta, json.loads(self._path(meta).read_bytes())["content"])
            except (OSError, ValueError, KeyError):
                self._index.pop(ident, None)
                self.damaged.append(ident)
                return None

    # --- inside ---------------------------------------------------------------------------

    def _seen(self, actor: Actor, ident: str) -> Meta | None:
        """One's own case; an administrator sees those of the whole tenant. Nobody else's exists."""
        meta = self._index.get(ident)
        if meta is None or actor.kind == "anonymous" or self._over(meta) or meta.tenant != actor.tenant:
            return None
        return meta if meta.user == actor.id or actor.may("admin") else None

    def _over(self, meta: Meta) -> bool:
        return self.clock() >= meta.expires

    def _remove(self, meta: Meta) -> None:
        self._index.pop(meta.id, None)
        try:
            remove(self._path(meta))
        except OSError as error:
            raise trouble(error, self.folder) from error

    def _path(self, meta: Meta) -> Path:
        return self.folder / _digest(meta.tenant)[:32] / f"{meta.id}.json"

    def _hashed(self, actor: Actor, key: str) -> str:
        return _digest(f"{actor.tenant}\n{actor.id}\n{key}") if key else ""

    def _open(self) -> None:
        """Reads what is known of every case; what was never finished, and what is over, is removed."""
        for folder in sorted(p for p in self.folder.iterdir() if p.is_dir()):
            for path in sorted(folder.iterdir()):
                if path.name.startswith(UNFINISHED):
                    remove(path)
                elif _NAME.fullmatch(path.name):
                    meta = _meta(path)
                    if meta is None or self._path(meta) != path:
                        self.damaged.append(path.name)
                    else:
                        self._index[meta.id] = meta
        self.sweep()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _bytes(meta: Meta, content: Mapping[str, Any]) -> bytes:
    head = {
        "format": _FORMAT, "id": meta.id, "tenant": meta.tenant, "user": meta.user, "verb": meta.verb,
        "created": meta.created.isoformat(), "expires": meta.expires.isoformat(), "key": meta.key,
        "digest": meta.digest, "content": content,
    }  # fmt: skip
    return json.dumps(head, ensure_ascii=False, allow_nan=False).encode("utf-8", "surrogatepass")


def _meta(path: Path) -> Meta | None:
    try:
        row = json.loads(path.read_bytes())
        if row["format"] != _FORMAT or not isinstance(row["content"], dict):
            return None
        return Meta(
            row["id"], row["tenant"], row["user"], row["verb"], datetime.fromisoformat(row["created"]),
            datetime.fromisoformat(row["expires"]), row["key"], row["digest"],
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, InputError):
        return None
