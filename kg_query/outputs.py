"""Answers as bytes, and files written whole or not at all: nobody ever meets half of one."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from .errors import InputError
from .model import Text

__all__ = ["csv_bytes", "guarded", "json_bytes", "sync_folder", "write_file"]

#: What a spreadsheet may take for the beginning of a formula, the full-width forms included.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")

_REASONS = {
    errno.EACCES: Text("没有写入权限", "no permission to write there"),
    errno.EPERM: Text("没有写入权限", "no permission to write there"),
    errno.EROFS: Text("文件系统是只读的", "the file system is read-only"),
    errno.ENOSPC: Text("磁盘已满", "the disk is full"),
    errno.EDQUOT: Text("磁盘配额已用完", "the disk quota is used up"),
    errno.EISDIR: Text("这是文件夹", "it is a folder"),
    errno.ENOTDIR: Text("路径中有一段不是文件夹", "a part of its path is no folder"),
    errno.EEXIST: Text("路径中有一段不是文件夹", "a part of its path is no folder"),
    errno.ENOENT: Text("没有这个文件夹", "there is no such folder"),
    errno.ENAMETOOLONG: Text("文件名太长", "the name is too long"),
}


def json_bytes(value: Any) -> bytes:
    """A value as JSON: two spaces of indentation, Chinese as it is, a line end.

    >>> json_bytes({"id": "南木"}).decode()
    '{\\n  "id": "南木"\\n}\\n'
    """
    import json

    return (json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def csv_bytes(columns: Iterable[str], rows: Iterable[Iterable[Any]], mark: str = ",") -> bytes:
    """Rows as CSV (RFC 4180), or with another mark between cells; None is empty, a list is its words.

    A text that a spreadsheet would take for a formula gets an apostrophe (see `guarded`).

    >>> csv_bytes(["id", "in_force"], [["nanmu", True], [["a", "b"], None]])
    b'id,in_force\\r\\nnanmu,true\\r\\na b,\\r\\n'
    >>> csv_bytes(["label", "count"], [["=1+1", -2]])
    b"label,count\\r\\n'=1+1,-2\\r\\n"
    """
    import csv
    import io

    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=mark, lineterminator="\r\n" if mark == "," else "\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if v is None else _cell(v) for v in row])
    return stream.getvalue().encode("utf-8", "backslashreplace")


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return guarded(" ".join(str(v) for v in value))
    return guarded(value) if isinstance(value, str) else value


def guarded(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula, even from a CSV file.

    Source: OWASP, CSV Injection.

    >>> guarded("=1+1"), guarded("-"), guarded("第9条")
    ("'=1+1", '-', '第9条')
    """
    return f"'{text}" if len(text) > 1 and text.startswith(_FORMULA) else text


def write_file(path: str | Path, content: bytes, *, new: bool = False) -> None:
    """Writes a file in one step: readers see the old one or the new one. Missing folders are made.

    A link keeps pointing where it did, and what is no ordinary file (a device) is written to as it is.

    Args:
        path: the file.
        content: its bytes.
        new: refuse to write over a file that is there, as one that somebody fills in may be.

    Raises:
        InputError: it cannot be written, or is there although it should be new.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_file(Path(folder) / "new" / "a.txt", b"a")
    ...     [p.name for p in (Path(folder) / "new").iterdir()]
    ['a.txt']
    """
    try:
        target = Path(os.path.realpath(path))
        if new and target.exists():
            raise InputError(
                Text("这个文件已经存在，不会被覆盖", "the file exists already, and is not written over"),
                str(path),
                Text("请换一个文件名，或者先把它移开", "Choose another name, or move it away first"),
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists() and not target.is_file():
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, "")
            target.write_bytes(content)
        else:
            _replace(target, content)
    except (OSError, ValueError) as fault:  # ValueError: a NUL in the name
        raise _unwritable(path, fault) from None


def _replace(target: Path, content: bytes) -> None:
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "")
    interim = target.with_name(f".kgq-{os.getpid()}.part")
    try:
        with interim.open("wb") as file:
            file.write(content)
            if target.exists():
                interim.chmod(target.stat().st_mode & 0o7777)
        interim.replace(target)
    except BaseException:  # an interrupt too leaves nothing behind
        with suppress(OSError):
            interim.unlink()
        raise


def _unwritable(path: str | Path, fault: OSError | ValueError) -> InputError:
    code = getattr(fault, "errno", None) or 0
    other = getattr(fault, "strerror", None) or type(fault).__name__
    reason = _REASONS.get(code) or Text(f"系统拒绝了操作（{other}）", f"the system refused ({other})")
    return InputError(
        Text(f"无法写入文件：{reason.zh}", f"the file cannot be written: {reason.en}"),
        str(path),
        Text("请换一个位置或者文件名", "Choose another place or name"),
    )


def sync_folder(folder: Path) -> None:
    """Makes sure that the names in a folder are on the disk (POSIX; elsewhere the system sees to it)."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
