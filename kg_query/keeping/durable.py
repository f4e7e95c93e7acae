"""Files that are there for good once a call returns, also after the power has failed."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg_query.errors import InputError
from kg_query.model import Text
from kg_query.outputs import sync_folder

__all__ = ["StorageFault", "locked", "put", "remove", "trouble"]

#: How files that were never finished begin; what is left of them after a crash is removed.
UNFINISHED = ".unfinished-"


class StorageFault(InputError):
    """The file system refused; `where` says at which place, which is for the operator only."""

    status, slug = 503, "store-unavailable"


def trouble(error: OSError, path: Path) -> StorageFault:
    """What to tell the operator of a fault of the file system."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return StorageFault(
        Text("磁盘已满，没有保存", "the disk is full; nothing was kept")
        if full
        else Text("无法写入", "it cannot be written"),
        str(path),
    )


def put(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all; when this returns it outlives a crash. Mode 0600.

    Raises:
        OSError: it was not written; nothing of it is left.
    """
    fresh = path.with_name(f"{UNFINISHED}{path.name}")
    try:
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(path)
    except BaseException:
        with suppress(OSError):
            fresh.unlink()
        raise
    sync_folder(path.parent)


def remove(path: Path) -> None:
    """Removes a file for good; one that is gone already is no fault."""
    with suppress(FileNotFoundError):
        path.unlink()
        sync_folder(path.parent)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds a folder or log for this process alone, until left or ended.

    Raises:
        InputError: another process holds it.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        with suppress(ImportError):
            import fcntl

            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise InputError(
                    Text("正被另一个进程使用", "another process is using it"),
                    str(path.parent),
                    Text(
                        "请先停止那个服务，或者换一个文件夹",
                        "Stop that service first, or take another folder",
                    ),
                ) from None
        yield
    finally:
        os.close(handle)
