"""Opening a file: its bytes, its name for messages, and the format it is in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from kg_query.errors import InputError, UsageError, did_you_mean, known_words
from kg_query.model import Text

from .bytes import LIMIT, read_bytes, refuse_disguise
from .faults import shown

__all__ = ["Formats", "check_format", "first_line", "opened", "plain_format"]

#: Names of formats with the endings of their files.
Formats = Mapping[str, tuple[str, ...]]


def check_format(format: str | None, formats: Formats) -> None:
    """Refuses, with a UsageError, a format that is asked for and is none of those known."""
    if format is not None and format not in formats:
        raise UsageError(
            Text(f"未知的输入格式“{shown(format)}”", f"unknown input format “{shown(format)}”"),
            hint=did_you_mean(format, formats) or known_words(formats),
        )


def opened(
    path: str | Path,
    formats: Formats,
    guess: Callable[[bytes, str], str],
    format: str | None = None,
    limit: int = LIMIT,
) -> tuple[bytes, str, str]:
    """The bytes of a file, its name for messages, and its format.

    Args:
        path: the file; `-` is standard input.
        formats: the formats that are read here.
        guess: tells the format from bytes and name, for standard input and unknown endings.
        format: the format, where the caller knows it; else the ending decides, then `guess`.
        limit: the largest accepted file, in bytes.

    Raises:
        InputError: the file is empty, cannot be read, or is openly something else.
        LimitError: it is too large.
    """
    data, where = read_bytes(path, limit)
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise InputError(Text("文件是空的", "the file is empty"), where)
    kind = format
    if kind is None and str(path) != "-":
        ending = Path(path).suffix.lower()
        kind = next((name for name, endings in formats.items() if ending in endings), None)
    kind = kind or guess(data, where)
    refuse_disguise(data, kind, where)
    return data, where, kind


def plain_format(data: bytes, formats: Formats) -> str | None:
    """The one of `formats` that the first characters show without doubt, or None.

    >>> plain_format(b'{"id": "m1"}', {"json": (".json",)})
    'json'
    """
    found = None
    if data.startswith(b"PK\x03\x04"):
        found = "xlsx"
    elif data.startswith(b"PAR1"):
        found = "parquet"
    else:
        line = first_line(data).lower()
        if line.startswith(("{", "[")):
            found = "json"
        elif line.startswith(("@prefix", "@base", "prefix ", "base ", "<http", "_:")):
            found = "turtle"
    return found if found in formats else None


def first_line(data: bytes) -> str:
    """The first line with something on it, in the first 4096 bytes."""
    head = data.removeprefix(b"\xef\xbb\xbf")[:4096].decode("utf-8", "replace").lstrip()
    return head.splitlines()[0] if head else ""
