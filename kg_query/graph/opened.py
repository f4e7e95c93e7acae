"""The graph, opened: the compiled law, and what is built from it when a verb first needs it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from .. import files
from ..corpus import Corpus
from ..errors import Problem

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ..program import Program

__all__ = ["Opened"]


class Opened:
    """The law as values, as a program and as RDF.

    Attributes:
        corpus: the compiled law, as values.
        lang: the language of texts for people, "zh" or "en".
        warnings: what the user should know about how the graph was opened.
    """

    def __init__(
        self,
        corpus: Corpus,
        lang: str = "zh",
        turtle: Sequence[files.TurtleFile] = (),
        warnings: Sequence[Problem] = (),
    ) -> None:
        self.corpus = corpus
        self.lang = lang
        self.warnings = tuple(warnings)
        self._turtle = tuple(turtle)

    @property
    def sources(self) -> tuple[files.TurtleFile, ...]:
        """The files that the graph is made of: the bundled ones, then those of added folders."""
        return files.graph_files() + self._turtle

    @cached_property
    def program(self) -> Program:
        """The condition trees, compiled for the default engine."""
        from ..program import Program

        return Program.compile(self.corpus)

    @cached_property
    def store(self) -> Store:
        """The RDF dataset, one named graph for each file; built when first asked for.

        What the files of added folders leave to the compiler to derive stands in `…/graph/derived`.

        It is shared: add nothing to it (`query` loads into a copy).
        """
        return self._new_store()

    def _new_store(self) -> Store:
        from ..store import add_derived, build_store

        store = build_store(self.sources)
        if self._turtle:
            add_derived(store, self.corpus)
        return store
