"""The lines of an audit log, how they hang together, and the files that they stand in."""

from __future__ import annotations

import hashlib
import json
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg_query.errors import InputError
from kg_query.model import Text

__all__ = [
    "START", "canonical", "changed", "finished", "hash_of", "head_file", "last_line", "lines_of", "read_head", "record_of",
]  # fmt: skip

#: What stands before the first line of all.
START = "0" * 64
_ENDING = re.compile(r"\.(\d{9,})-(\d{9,})$")


def head_file(path: Path) -> Path:
    """Where the head of a log stands."""
    return path.with_name(path.name + ".head")


def finished(path: Path) -> list[Path]:
    """The files finished before, the oldest first."""
    if not path.parent.is_dir():
        return []
    found = [
        (int(m.group(1)), p)
        for p in path.parent.iterdir()
        if p.name.startswith(path.name + ".") and (m := _ENDING.fullmatch(p.name.removeprefix(path.name)))
    ]
    return [p for _, p in sorted(found)]


def read_head(path: Path) -> tuple[int, str, tuple[int, str]] | None:
    """The number and hash of the last line, and where the lines begin; None where there is no head."""
    try:
        said = json.loads(head_file(path).read_bytes())
        return int(said["seq"]), str(said["hash"]), (int(said["begins"]["seq"]), str(said["begins"]["prev"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise changed(path) from None


def changed(path: Path) -> InputError:
    """What is said where a log is not as its head says."""
    return InputError(
        Text("审计日志与日志头不符，不再往下写", "the audit log is not as its head says; nothing is added to it"),
        str(path),
        Text("请用 kgq audit verify 查明，另存后换一个文件", "See kgq audit verify; put it aside and take another file"),
    )  # fmt: skip


def lines_of(file: Path) -> Iterator[bytes]:
    """The lines of a file, with their ends."""
    with file.open("rb") as stream:
        yield from stream


def last_line(file: Path) -> bytes:
    """The last line of a file; empty where there is none."""
    return deque(lines_of(file), maxlen=1)[0] if file.exists() and file.stat().st_size else b""


def record_of(raw: bytes) -> dict[str, Any] | None:
    """A line as data; None where it is not whole, or not written as lines are."""
    try:
        record = json.loads(raw)
        whole = raw.endswith(b"\n") and raw == (canonical(record) + "\n").encode()
        if whole and isinstance(record["seq"], int) and isinstance(record["hash"], str) and "prev" in record:
            return dict(record)
    except (ValueError, KeyError, TypeError):
        pass
    return None


def canonical(record: dict[str, Any]) -> str:
    """The one way to write a line."""
    return json.dumps(record, ensure_ascii=True, separators=(",", ":"), sort_keys=True)


def hash_of(record: dict[str, Any]) -> str:
    """The hash that a line should have."""
    return hashlib.sha256(canonical({k: v for k, v in record.items() if k != "hash"}).encode()).hexdigest()
