"""The verbs about the graph itself: looking up, asking, taking it elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..model import Regulation
from .opened import Opened

if TYPE_CHECKING:
    import pandas
    from pyoxigraph import Store

    from ..ask import Answer
    from ..compare import Comparison
    from ..search import Hit
    from ..sparql import Result
    from .compared import Compared

__all__ = ["OfGraph"]


class OfGraph(Opened):
    """What can be asked of the graph."""

    def regulations(self) -> tuple[Regulation, ...]:
        """The regulations, in their order."""
        return tuple(self.corpus.regulations.values())

    def search(
        self,
        words: str,
        *,
        regulation: str | None = None,
        kinds: Iterable[str] | None = None,
        limit: int | None = 20,
    ) -> tuple[Hit, ...]:
        """What the words occur in, best fit first; see `kg_query.search.search`."""
        from ..search import search

        return search(self.corpus, words, regulation=regulation, kinds=kinds, limit=limit)

    def show(self, identifier: str) -> dict[str, Any]:
        """Everything the graph says about an id, as JSON values; see `kg_query.show.show`."""
        from ..show import show

        return show(self.corpus, identifier)

    def compare(self, regulations: Iterable[str] | None = None, base: str | None = None) -> Comparison:
        """What some regulations say, side by side: by ground, clause, case, scenario and procedure.

        Args:
            regulations: slugs, two at least; by default all that matters are assessed under.
            base: the one that the others are measured by; the first by default.

        Raises UsageError for fewer than two regulations, an unknown one, or a base not among them.

        >>> from kg_query import KnowledgeGraph
        >>> KnowledgeGraph.open().compare(["nanmu", "puxian-tolerance"]).pairs
        (('nanmu', 'puxian-tolerance'),)
        """
        from ..compare import Comparison

        return Comparison(self.corpus, self.program, lambda: self.store, regulations, base)

    def export(self, what: str, format: str | None = None) -> str:
        """The graph in another form; see `kg_query.export.EXPORTS` for what there is."""
        from ..export import export

        return export(self.corpus, lambda: self.store, what, format)

    def ask(
        self,
        name: str,
        params: Mapping[str, str] | None = None,
        lang: str | None = None,
        load: Iterable[str | Path] = (),
    ) -> Answer:
        """The answer to a named question; see `kg_query.ask.ask`.

        `load` as for `query`: some questions need it. Where a question is asked of a comparison of the
        regulations, that is worked out first; it takes seconds, once.
        """
        from ..ask import ask, question

        asked, paths = question(name), list(load)
        asked.check(bool(paths))
        asked.check_names(params or {})  # before anything is worked out
        return ask(self.beside(paths, asked.parts), name, params or {}, lang or self.lang)

    def ask_df(
        self,
        name: str,
        params: Mapping[str, str] | None = None,
        lang: str | None = None,
        load: Iterable[str | Path] = (),
    ) -> pandas.DataFrame:
        """The answer to a named question as a pandas table with real types; arguments as for `ask`.

        >>> from kg_query import KnowledgeGraph
        >>> KnowledgeGraph.open().ask_df("shared-grounds")["regulations"].dtype
        Int64Dtype()
        """
        from ..reports.documents.as_frame import frame

        answer = self.ask(name, params, lang, load)
        return frame({c: [row[i] for row in answer.rows] for i, c in enumerate(answer.columns)})

    def query(
        self,
        query: str,
        load: Iterable[str | Path] = (),
        timeout: float | None = None,
        comparison: Iterable[str] = (),
    ) -> Result:
        """The result of a free SPARQL query (SELECT, ASK, CONSTRUCT, DESCRIBE).

        The default graph is all graphs together; the project's prefixes need no declaration.

        Args:
            query: the text of the query.
            load: files of matters or case files, added as graphs with their verdicts and reviews.
            timeout: seconds; the query then runs in a process that is ended when they are over.
            comparison: parts of a comparison of the regulations ("clauses", "grounds", "scenarios"), added
                as the graph `…/graph/comparison`.

        Raises:
            InputError: a fault in the query or in a loaded file, an update, or SERVICE.
            LimitError: the time is up.
            UsageError: a part of a comparison that there is not.

        >>> from kg_query import KnowledgeGraph
        >>> KnowledgeGraph.open().query("ASK { id:nanmu a law:Regulation }").boolean
        True
        """
        from ..sparql import guard, run

        guard.check(query)
        return run(self.beside(load, comparison), query, timeout)

    def query_df(
        self,
        query: str,
        load: Iterable[str | Path] = (),
        *,
        short_ids: bool = False,
        comparison: Iterable[str] = (),
    ) -> pandas.DataFrame:
        """The rows of a SELECT query as a pandas table with real types.

        With `short_ids` the ids of people (`nanmu/art_9`) stand in place of our IRIs.
        """
        from ..sparql.frames import to_frame

        return to_frame(self.query(query, load, comparison=comparison), short_ids)

    def loaded(self, paths: Iterable[str | Path]) -> Store:
        """A store of its own with the graph, the files' matters and case files, and what follows from them.

        See `kg_query.sparql.loading.load_files` for the graphs in which they stand.
        """
        from ..sparql.loading import load_files

        return load_files(self._new_store(), self.corpus, self.program, paths)

    def beside(self, load: Iterable[str | Path] = (), comparison: Iterable[str] = ()) -> Store:
        """A store with the graph and, beside it, files and parts of a comparison; arguments as for `query`.

        Without files it is shared: add nothing to it.
        """
        paths, parts = list(load), list(comparison)
        if not paths:
            return self._compared.store(parts) if parts else self.store
        store = self.loaded(paths)
        self._compared.add(store, parts)
        return store

    @cached_property
    def _compared(self) -> Compared:
        from .compared import Compared

        return Compared(self.compare(), self._new_store)
