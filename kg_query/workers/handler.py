"""What a worker does with a job: the type that its handler has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

__all__ = ["Answer", "Handler"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a job brings: a header (JSON), a body in chunks, and what is only known at its end.

    `trailer` is called after the last chunk.
    """

    header: Mapping[str, Any]
    chunks: Iterable[bytes] = ()
    trailer: Callable[[], Mapping[str, Any]] | None = None


class Handler(Protocol):
    """Answers one job; made once a process, from the options of its pool."""

    def __call__(
        self, job: dict[str, Any], body: bytes
    ) -> Answer | tuple[Mapping[str, Any], Iterable[bytes]]: ...
