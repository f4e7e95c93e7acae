"""The folder of a writable store: immutable versions, of which the newest is the store.

    <folder>/LOCK                    held by the one process that writes
    <folder>/version-0000000012/     a RocksDB database that nobody writes any more
    <folder>/live-<process>/         where the writer works; worth nothing once it has ended

A write becomes part of the store when the folder with its version gets its name, in one rename. What
was not renamed never happened, so a writer that is killed leaves no half of a write, however many
transactions of the engine the write took. A version shares its unchanged files with the one before
it (hard links), so it costs what has changed, not what there is.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from .faults import Fault

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["Lock", "Versions"]

_NAME = re.compile(r"version-(\d{10})")


class Versions:
    """The versions in a folder, by number; the highest number is the store as it is.

    Args:
        folder: made where it does not exist.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, number: int) -> Path:
        """Where version `number` is or would be."""
        return self.folder / f"version-{number:010d}"

    def numbers(self) -> list[int]:
        """The numbers of all versions there are, lowest first."""
        if not self.folder.is_dir():
            return []
        return sorted(int(m[1]) for p in self.folder.iterdir() if (m := _NAME.fullmatch(p.name)))

    def newest(self) -> int | None:
        """The number of the store as it is, None where nothing was ever written."""
        return max(self.numbers(), default=None)

    def publish(self, store: Store, number: int) -> None:
        """Makes what `store` holds now version `number`, on disk to stay when this returns."""
        making = self.folder / f"making-{number:010d}"
        shutil.rmtree(making, ignore_errors=True)
        store.backup(making)
        _sync(making)
        making.rename(self.path(number))
        _sync(self.folder)

    def prune(self, keep: set[int]) -> None:
        """Removes the versions older than the newest in `keep` that are not in it.

        A version that was published meanwhile stays. A file that cannot be removed now stays for later.
        """
        for number in self.numbers():
            if number < max(keep, default=0) and number not in keep:
                shutil.rmtree(self.path(number), ignore_errors=True)

    def live(self) -> Path:
        """A fresh folder for the writer, which has the files of the newest version.

        What an earlier writer left there goes away. To be called by the holder of the lock.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        for left in (*self.folder.glob("live-*"), *self.folder.glob("making-*")):
            shutil.rmtree(left, ignore_errors=True)
        live = self.folder / f"live-{os.getpid()}-{time.monotonic_ns()}"
        newest = self.newest()
        if newest is not None:
            copy_database(self.path(newest), live)
        return live


def copy_database(source: Path, target: Path) -> None:
    """A database that begins as a copy of another; tables are shared by hard link where the disk lets us.

    Tables (`.sst`) never change once written; everything else is copied, since the engine appends to it.
    """

    def copy(path: str, to: str) -> str:
        if path.endswith(".sst"):
            try:
                os.link(path, to)
                return to
            except OSError:  # another disk, or one without hard links
                pass
        return shutil.copyfile(path, to)

    shutil.copytree(source, target, copy_function=copy, ignore=shutil.ignore_patterns("LOCK", "LOG*"))


def _sync(folder: Path) -> None:
    """Files of a folder and its entries, on the disk and not only in the system's memory."""
    if os.name == "nt":  # pragma: no cover - Windows has no fsync of a folder
        return
    for path in (*(p for p in folder.iterdir() if p.is_file() and p.suffix != ".sst"), folder):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class Lock:
    """Holds the right to write in a folder, for as long as this process lives.

    The system gives the lock back when the process ends, however it ends.

    Args:
        folder: the folder of the store.
        patience: how long to wait for a holder that is just ending, in seconds.

    Raises:
        Fault: `in-use`, when another process keeps it.
    """

    def __init__(self, folder: Path, patience: float = 5.0) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = (folder / "LOCK").open("a+b")
        until = time.monotonic() + patience
        while not self._taken():
            if time.monotonic() > until:
                self._file.close()
                raise Fault("in-use", str(folder))
            time.sleep(0.05)

    def _taken(self) -> bool:
        try:
            if os.name == "nt":  # pragma: no cover
                import msvcrt

                self._file.seek(0)
                msvcrt.locking(self._file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
            else:
                import fcntl

                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def __enter__(self) -> Lock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
