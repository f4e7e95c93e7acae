"""How a pool and its workers speak over pipes: frames of a kind, a length and a content.

A message is one HEAD (JSON), any number of CHUNKs (bytes) and one END (JSON). A worker that has read a job
says TAKEN before it begins. The length is four bytes, big-endian.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any, BinaryIO, Protocol

HEAD, CHUNK, END, TAKEN = b"H", b"C", b"E", b"T"

#: Most bytes of one frame; what is longer goes in several.
LARGEST = 64 * 1024


class Reading(Protocol):
    """Where frames come from: as much of `asyncio.StreamReader` as is needed here."""

    async def readexactly(self, n: int) -> bytes: ...


def frame(kind: bytes, content: bytes) -> bytes:
    """One frame.

    >>> frame(CHUNK, b"ab")
    b'C\\x00\\x00\\x00\\x02ab'
    """
    return kind + len(content).to_bytes(4, "big") + content


def told(kind: bytes, value: Mapping[str, Any]) -> bytes:
    """One frame of JSON."""
    return frame(kind, json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def pieces(body: bytes) -> list[bytes]:
    """The frames of a body."""
    return [frame(CHUNK, body[i : i + LARGEST]) for i in range(0, len(body), LARGEST)]


async def received(stream: Reading, most: int) -> tuple[bytes, bytes]:
    """The next frame: its kind and content.

    Raises IncompleteReadError where the stream ends, and where a frame claims to be longer than `most`
    bytes or is of no kind there is: whoever sends that is no worker of ours any more.
    """
    head = await stream.readexactly(5)
    size = int.from_bytes(head[1:], "big")
    if head[:1] not in (HEAD, CHUNK, END, TAKEN) or size > max(most, LARGEST):
        raise asyncio.IncompleteReadError(head, None)
    return head[:1], await stream.readexactly(size)


def read(stream: BinaryIO) -> tuple[bytes, bytes]:
    """The next frame of a plain stream; EOFError where it ends."""
    head = _exactly(stream, 5)
    return head[:1], _exactly(stream, int.from_bytes(head[1:], "big"))


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if data is None or len(data) < size:
        raise EOFError
    return data
