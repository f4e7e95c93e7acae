"""Queries of a store that is written meanwhile: each is answered from the version that its job names."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..workers import Answer
from .answering import answer_job
from .versions import Versions

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["Reader", "open_handler"]


class Reader:
    """Answers from versions, of which it has one open, the last that was asked for.

    Args:
        folder: the folder of the versions.
    """

    def __init__(self, folder: Path) -> None:
        self.versions = Versions(folder)
        self.number = 0
        self.store: Store | None = None

    def __call__(self, job: dict[str, Any], body: bytes) -> Answer:
        """The answer to a job as `kg_query.endpoint.answering` has them, with `version` beside."""
        return answer_job(self._at(int(job["version"])), job, union=False)

    def _at(self, number: int) -> Store:
        import pyoxigraph as ox

        if self.store is None or self.number != number:
            self.store = None
            self.store = ox.Store.read_only(str(self.versions.path(number)))
            self.number = number
        return self.store


def open_handler(options: Mapping[str, Any]) -> Reader:
    """The reader of a worker; option `folder`."""
    return Reader(Path(options["folder"]))
