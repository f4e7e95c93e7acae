"""The audit log: who did what, one JSON object a line, each chained to the one before by SHA-256.

    audit.jsonl                    the lines being written
    audit.jsonl.000000001-000004096   lines that were finished before, by their numbers
    audit.jsonl.head               the number and hash of the last line, and where the lines begin

A line that is edited, removed or moved breaks the chain; lines cut off at the end are missed by the
head. Whoever can rewrite everything can forge everything: note the head elsewhere (`kgq audit verify`
prints it) and give it to `--head` later.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kg_query.outputs import sync_folder

from .chain import START, canonical, changed, finished, hash_of, head_file, last_line, read_head
from .durable import locked, put, remove, trouble

__all__ = ["AuditLog"]

#: The shortest time that logs are kept by default, in days: no less than six months.
_DAYS = 200.0
_LONGEST = 400


class AuditLog:
    """A log that is added to, by one process at a time.

    Args:
        path: the file; further files stand beside it.
        rotate: at which size a file is finished, in bytes.
        days: for how long finished files are kept, in days; None for ever.
        clock: tells the time; UTC.

    Raises:
        InputError: it cannot be written, is used by another process, or its end is not what it was.
    """

    def __init__(
        self,
        path: str | Path,
        rotate: int = 16 * 1024**2,
        days: float | None = _DAYS,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.path = Path(path)
        self.rotate, self.days, self.clock = rotate, days, clock
        self._guard = threading.Lock()
        self._held = ExitStack()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._held.enter_context(locked(self.path.with_name(self.path.name + ".lock")))
            self.seq, self.head, self.begins = self._resume()
        except OSError as error:
            self._held.close()
            raise trouble(error, self.path) from error
        except BaseException:
            self._held.close()
            raise

    def close(self) -> None:
        """Lets go of the file."""
        self._held.close()

    def write(
        self,
        action: str,
        *,
        actor: dict[str, str],
        object: str = "",
        result: str | int = "",
        request: str = "",
        query: str | bytes | None = None,
    ) -> int:
        """Adds a line; when this returns it is on the disk. The number of the line.

        Args:
            action: what was done, such as "cases.create".
            actor: who did it: `kind`, `id`, `tenant`, and of a key its id. Never a secret.
            object: the id of what it was done to; no content.
            result: what came of it, such as an HTTP status.
            request: the id of the request.
            query: a query or update; only its SHA-256 is written.
        """
        if isinstance(query, str):
            query = query.encode("utf-8", "surrogatepass")
        with self._guard:
            record: dict[str, Any] = {
                "seq": self.seq + 1,
                "time": self.clock().isoformat(timespec="milliseconds"),
                "actor": {k: str(v)[:_LONGEST] for k, v in actor.items()},
                "action": action[:_LONGEST],
                "object": object[:_LONGEST],
                "result": result if isinstance(result, int) else result[:_LONGEST],
                "request": request[:_LONGEST],
                "query": None if query is None else hashlib.sha256(query).hexdigest(),
                "prev": self.head,
            }
            record["hash"] = hash_of(record)
            line = (canonical(record) + "\n").encode("ascii")
            try:
                self._append(line)
                self.seq, self.head = record["seq"], record["hash"]
                self._note_head()
                if self.path.stat().st_size >= self.rotate:
                    self._finish_file()
            except OSError as error:
                raise trouble(error, self.path) from error
            return self.seq

    # --- inside ---------------------------------------------------------------------------

    def _append(self, line: bytes) -> None:
        there = self.path.exists()
        handle = os.open(
            self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0), 0o600
        )
        try:
            before = os.fstat(handle).st_size
            try:
                written = os.write(handle, line)
                if written != len(line):
                    raise OSError(errno.ENOSPC, "short write")
                os.fsync(handle)
            except OSError:
                os.ftruncate(handle, before)  # no half line before the next one
                raise
        finally:
            os.close(handle)
        if not there:
            sync_folder(self.path.parent)

    def _note_head(self) -> None:
        seq, prev = self.begins
        said = {"seq": self.seq, "hash": self.head, "begins": {"seq": seq, "prev": prev}}
        put(head_file(self.path), (canonical(said) + "\n").encode())

    def _finish_file(self) -> None:
        """Puts the file aside under its numbers, and removes what has been kept long enough."""
        with self.path.open("rb") as stream:
            first = json.loads(stream.readline())["seq"]
        self.path.rename(self.path.with_name(f"{self.path.name}.{first:09d}-{self.seq:09d}"))
        sync_folder(self.path.parent)
        if self.days is None:
            return
        limit = self.clock() - timedelta(days=self.days)
        for old in finished(self.path):
            last = json.loads(last_line(old))
            if datetime.fromisoformat(last["time"]) >= limit:
                break
            self.begins = (last["seq"] + 1, last["hash"])
            self._note_head()  # first, so that a crash in between leaves lines too many and not too few
            remove(old)

    def _resume(self) -> tuple[int, str, tuple[int, str]]:
        """Where the log stands. A line that was being written in a crash is taken off or taken on."""
        head = read_head(self.path)
        if head is None:
            if self.path.exists() or finished(self.path):
                raise changed(self.path)
            return 0, START, (1, START)
        seq, hash_, begins = head
        if self.path.exists():
            content = self.path.read_bytes()
            whole = content[: content.rfind(b"\n") + 1]
            if whole != content:  # never acknowledged
                with self.path.open("r+b") as stream:
                    stream.truncate(len(whole))
                    os.fsync(stream.fileno())
        tail = last_line(self.path) or (last_line(files[-1]) if (files := finished(self.path)) else b"")
        try:
            last = json.loads(tail) if tail else {"seq": begins[0] - 1, "hash": begins[1]}
            if (last["seq"], last["hash"]) != (seq, hash_):
                if last["seq"] != seq + 1 or last["prev"] != hash_ or hash_of(last) != last["hash"]:
                    raise ValueError
                seq, hash_ = last["seq"], last["hash"]  # written, but the head not yet
        except (ValueError, KeyError, TypeError):
            raise changed(self.path) from None
        return seq, hash_, begins
