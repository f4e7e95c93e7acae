"""The bytes of a file or of standard input, with a limit and a plain word where there are none."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kg_query.errors import InputError, LimitError, nearest
from kg_query.model import Text

from .faults import shown

__all__ = ["LIMIT", "Held", "read_bytes", "refuse_disguise"]

#: The largest file that is read, in bytes.
LIMIT = 64 * 2**20


class Held(str):
    """A path whose bytes have been read: `read_bytes` gives them again and reads nothing.

    Standard input and pipes can be read once only; who looks into a file first hands it on as this.
    """

    data: bytes

    @classmethod
    def of(cls, path: str | Path, limit: int = LIMIT) -> Held:
        """The path with its bytes; raises as `read_bytes` does."""
        held = cls(path)
        held.data = read_bytes(path, limit)[0]
        return held


def read_bytes(path: str | Path, limit: int = LIMIT) -> tuple[bytes, str]:
    """The content of a file, or of standard input for `-`, and its name for messages.

    Raises InputError where it cannot be read, LimitError where it is larger than `limit`.
    """
    where = "<stdin>" if str(path) == "-" else shown(str(path), 200)
    if isinstance(path, Held):
        return path.data, where
    try:
        if str(path) == "-" and sys.stdin is None:
            raise InputError(
                Text("标准输入已关闭", "standard input is closed"),
                where,
                Text("请写出文件，或用管道送入", "Name a file, or pipe one in"),
            )
        if str(path) == "-":
            data = sys.stdin.buffer.read(limit + 1)
        else:
            with Path(path).open("rb") as file:
                data = file.read(limit + 1)
    except (OSError, ValueError) as fault:  # ValueError: a NUL in the name
        raise _unreadable(path, where, fault) from None
    if len(data) > limit:
        raise LimitError(
            Text(f"文件超过 {_size(limit)} 的上限", f"the file is larger than {_size(limit)}"),
            where,
            Text("请拆成几个文件", "Split it into several files"),
        )
    return data, where


def _unreadable(path: str | Path, where: str, fault: Exception) -> InputError:
    if isinstance(fault, FileNotFoundError):
        folder = Path(path).parent
        near = None
        try:
            words = nearest(Path(path).name, [e.name for e in os.scandir(folder)], likeness=0.8)
            near = Text(f"相近的有：{'、'.join(words)}", f"Like it: {', '.join(words)}") if words else None
        except OSError:
            pass
        return InputError(Text("没有这个文件", "there is no such file"), where, near)
    if isinstance(fault, IsADirectoryError):
        return InputError(
            Text("这是文件夹，不是文件", "this is a folder, not a file"),
            where,
            Text("请写出其中的文件", "Name the files in it"),
        )
    if isinstance(fault, PermissionError):
        return InputError(Text("没有读取权限", "no permission to read it"), where)
    reason = getattr(fault, "strerror", None) or type(fault).__name__
    return InputError(Text("无法读取", f"cannot be read: {reason}"), where)


def _size(number: int) -> str:
    return f"{number >> 20} MB" if number >= 2**20 else f"{number} B"


def refuse_disguise(data: bytes, kind: str, where: str) -> None:
    """Says so where the content is plainly of another kind than the ending promises."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError(
            Text("内容是旧版 Excel 或者 Word 文件", "the content is an old Excel or Word file"),
            where,
            Text("工作簿请用 Excel 或者 WPS 打开，另存为 .xlsx", "Save a workbook as .xlsx"),
        )
    for mark, name, kinds in (
        (b"PK\x03\x04", "Excel/zip", ("xlsx",)),
        (b"PAR1", "Parquet", ("parquet",)),
    ):
        if data.startswith(mark) and kind not in kinds:
            raise InputError(
                Text(f"内容是 {name} 文件，不是 {kind}", f"the content is {name}, not {kind}"),
                where,
                Text("请改正扩展名", "Correct the ending of its name"),
            )
