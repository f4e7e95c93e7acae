"""API keys: made once, shown once, kept as a digest, and compared in constant time.

A key is `kgq_` and 32 random bytes, so that scanners of source code know it. The file of keys holds
SHA-256 digests, which suffice for secrets that cannot be guessed, and is for its owner's eyes only.
"""

from __future__ import annotations

import json
import os
import stat
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kg_query.errors import InputError, UsageError
from kg_query.model import Text

from .actor import SCOPES, Actor, scopes_of

__all__ = ["PREFIX", "Key", "KeyFile"]

PREFIX = "kgq_"
_BYTES = 32
_LONGEST = 200
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of a key, which is not the key.

    Attributes:
        id: eight characters by which people name it.
        digest: SHA-256 of the key, as hexadecimal digits.
        owner: who holds it. tenant: whose cases they share.
        scopes: as named when it was made, without those included.
        created, expires, revoked: moments in UTC; None where it does not expire or is not revoked.
    """

    id: str
    digest: str
    owner: str
    tenant: str
    scopes: tuple[str, ...]
    created: datetime
    expires: datetime | None = None
    revoked: datetime | None = None

    def state(self, now: datetime) -> str:
        """ "valid", "expired" or "revoked" at a moment."""
        if self.revoked is not None:
            return "revoked"
        return "expired" if self.expires is not None and now >= self.expires else "valid"

    @property
    def actor(self) -> Actor:
        """Who asks with it."""
        return Actor("key", self.owner, self.tenant, scopes_of(self.scopes), self.id)

    def to_json(self) -> dict[str, Any]:
        """The key as the file of keys holds it."""
        return {
            "id": self.id,
            "sha256": self.digest,
            "owner": self.owner,
            "tenant": self.tenant,
            "scopes": list(self.scopes),
            "created": self.created.isoformat(),
            "expires": None if self.expires is None else self.expires.isoformat(),
            "revoked": None if self.revoked is None else self.revoked.isoformat(),
        }


class KeyFile:
    """The keys of a service, in one JSON file with mode 0600; what is changed in it holds at once.

    Args:
        path: the file. It need not exist before the first key is made.
        clock: tells the time; UTC.
    """

    def __init__(self, path: str | Path, clock: Any = None) -> None:
        self.path = Path(path)
        self.clock = clock or (lambda: datetime.now(UTC))
        self._lock = threading.Lock()
        self._read: tuple[tuple[int, int, int], tuple[Key, ...]] | None = None

    # --- using --------------------------------------------------------------------------

    def all(self) -> tuple[Key, ...]:
        """All keys, also those that are no longer valid, in the order they were made.

        Raises:
            InputError: the file cannot be read, is no file of keys, or others than its owner may read it.
        """
        with self._lock:
            try:
                said = self.path.stat()
            except FileNotFoundError:
                return ()
            except OSError as error:
                raise self._fault("读不了密钥文件", "the file of keys cannot be read") from error
            mark = (said.st_mtime_ns, said.st_size, said.st_ino)
            if self._read is None or self._read[0] != mark:
                if os.name == "posix" and stat.S_IMODE(said.st_mode) & 0o077:
                    raise InputError(
                        Text("密钥文件可被他人读写", "others than its owner can reach the file of keys"),
                        str(self.path),
                        Text("请执行 chmod 600", "Run chmod 600 on it"),
                    )
                self._read = (mark, self._load())
            return self._read[1]

    def verify(self, secret: str) -> Key | None:
        """The key that was shown, where it is one of these and valid now; otherwise None.

        Every key is compared, whether or not one was found, with `hmac.compare_digest`: how long it
        takes does not tell whether a key is wrong, expired or revoked.
        """
        import hashlib
        import hmac

        shown = hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
        found: Key | None = None
        for key in self.all():
            if hmac.compare_digest(key.digest, shown):
                found = key
        now = self.clock()
        return found if found is not None and found.state(now) == "valid" else None

    # --- changing -----------------------------------------------------------------------

    def create(
        self, owner: str, tenant: str, scopes: tuple[str, ...], days: float | None = 365
    ) -> tuple[str, Key]:
        """A new key: the secret, which is told nowhere again, and what is kept of it.

        Args:
            owner: who will hold it. tenant: the body whose cases they share.
            scopes: some of `SCOPES`; each includes those before it.
            days: for how long it is valid, in days; None for ever.

        Raises:
            UsageError: a name is empty, too long or not printable, no scope, an odd number of days.
        """
        import hashlib
        import secrets

        for name, zh, en in ((owner, "持有人", "owner"), (tenant, "单位", "tenant")):
            if not name.strip() or name != name.strip() or len(name) > _LONGEST or not name.isprintable():
                raise UsageError(Text(f"{zh}不能这样写", f"this cannot be the {en}"), hint=Text(
                    f"1 至 {_LONGEST} 个可见字符，首尾没有空白", f"1 to {_LONGEST} visible characters, no outer blanks"
                ))  # fmt: skip
        if not scopes:
            raise UsageError(
                Text("没有写明权限范围", "no scope is given"), hint=Text("、".join(SCOPES), ", ".join(SCOPES))
            )
        scopes_of(scopes)
        if days is not None and not 0 < days <= 36500:
            raise UsageError(
                Text("有效天数应大于 0，至多 36500", "a key is valid for more than 0 and at most 36500 days")
            )
        secret = PREFIX + secrets.token_urlsafe(_BYTES)
        now = self.clock().replace(microsecond=0)
        with self._changing() as keys:
            ids = {key.id for key in keys}
            ident = next(i for i in iter(lambda: secrets.token_hex(4), "") if i not in ids)
            key = Key(
                ident, hashlib.sha256(secret.encode()).hexdigest(), owner, tenant,
                tuple(s for s in SCOPES if s in scopes), now, None if days is None else now + timedelta(days=days),
            )  # fmt: skip
            keys.append(key)
        return secret, key

    def revoke(self, ident: str) -> Key:
        """Revokes a key from now on; one that was revoked before stays so.

        Raises:
            UsageError: there is no key of this id.
        """
        with self._changing() as keys:
            for number, key in enumerate(keys):
                if key.id == ident:
                    if key.revoked is None:
                        keys[number] = key = replace(key, revoked=self.clock().replace(microsecond=0))
                    return key
            raise UsageError(
                Text(f"没有编号为“{ident[:40]}”的密钥", f"there is no key with the id “{ident[:40]}”"),
                hint=Text("编号见 kgq keys list", "kgq keys list tells the ids"),
            )

    @contextmanager
    def _changing(self) -> Iterator[list[Key]]:
        """The keys to change; written when done, with nobody else changing them meanwhile."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lock = os.open(self.path.with_name(self.path.name + ".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise self._fault("写不了密钥文件", "the file of keys cannot be written") from error
        try:
            with suppress(ImportError):  # where there is no flock, the last change wins
                import fcntl

                fcntl.flock(lock, fcntl.LOCK_EX)
            keys = list(self.all())
            yield keys
            self._write(keys)
        finally:
            os.close(lock)

    def _write(self, keys: list[Key]) -> None:
        content = {"format": _FORMAT, "keys": [key.to_json() for key in keys]}
        fresh = self.path.with_name(f".{self.path.name}.{os.getpid()}.tmp")
        try:
            handle = os.open(
                fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600
            )
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(content, stream, ensure_ascii=False, indent=1)
                stream.flush()
                os.fsync(stream.fileno())
            fresh.replace(self.path)
        except OSError as error:
            with suppress(OSError):
                fresh.unlink()
            raise self._fault("写不了密钥文件", "the file of keys cannot be written") from error

    def _load(self) -> tuple[Key, ...]:
        try:
            data = json.loads(self.path.read_text("utf-8"))
            if data["format"] != _FORMAT:
                raise ValueError
            return tuple(map(_key, data["keys"]))
        except OSError as error:
            raise self._fault("读不了密钥文件", "the file of keys cannot be read") from error
        except (ValueError, KeyError, TypeError, AttributeError, UsageError) as error:
            raise self._fault("这不是密钥文件", "this is not a file of keys") from error

    def _fault(self, zh: str, en: str) -> InputError:
        return InputError(Text(zh, en), str(self.path))


def _key(row: Mapping[str, Any]) -> Key:
    def moment(name: str) -> datetime | None:
        return None if row[name] is None else datetime.fromisoformat(row[name]).astimezone(UTC)

    digest, created = str(row["sha256"]), moment("created")
    if len(digest) != 64 or created is None:
        raise ValueError
    scopes = tuple(map(str, row["scopes"]))
    scopes_of(scopes)
    return Key(
        str(row["id"]), digest, str(row["owner"]), str(row["tenant"]), scopes, created, moment("expires"), moment("revoked")
    )  # fmt: skip
