"""What a pool gives back: the whole answer to a job."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from . import frames

__all__ = ["Done"]


@dataclass(slots=True)
class Done:
    """An answer, whole: its header, its body and what was known at its end."""

    header: dict[str, Any]
    trailer: dict[str, Any]
    body: IO[bytes]
    size: int

    def __iter__(self) -> Iterator[bytes]:
        """The body in chunks of 64 KiB, from its beginning."""
        self.body.seek(0)
        while chunk := self.body.read(frames.LARGEST):
            yield chunk

    def read(self) -> bytes:
        """The body as one."""
        self.body.seek(0)
        return self.body.read()

    def close(self) -> None:
        """Gives up the body."""
        self.body.close()
