"""The graph with a comparison of its regulations beside it, each part worked out when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

    from ..compare import Comparison

__all__ = ["Compared"]


class Compared:
    """What comes of comparing all regulations that matters are assessed under, as quads, kept once made."""

    def __init__(self, comparison: Comparison, new_store: Callable[[], Store]) -> None:
        self._comparison = comparison
        self._new_store = new_store
        self._quads: dict[str, list[Quad]] = {}
        self._store: Store | None = None
        self._held: set[str] = set()

    def store(self, parts: Iterable[str]) -> Store:
        """A store of the law with these parts, and those asked for before; it is shared: add nothing to it."""
        if self._store is None:
            self._store = self._new_store()
        wanted = [part for part in dict.fromkeys(parts) if part not in self._held]
        self.add(self._store, wanted)
        self._held.update(wanted)
        return self._store

    def add(self, store: Store, parts: Iterable[str]) -> None:
        """Adds parts of the comparison to a store.

        Raises UsageError for a part that has no form in RDF.
        """
        for part in dict.fromkeys(parts):
            if part not in self._quads:
                self._quads[part] = self._made(part)
            store.extend(self._quads[part])

    def _made(self, part: str) -> list[Any]:
        from ..compare import Report, Wanted
        from ..compare.rdf import check_parts, quads

        check_parts([part])
        report = Report(self._comparison, Wanted((part,)))  # type: ignore[arg-type]
        return quads(self._comparison.corpus, report.values)
