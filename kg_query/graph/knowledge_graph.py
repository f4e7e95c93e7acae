"""The one object, put together."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from .. import artefact, files
from .of_case_files import OfCaseFiles
from .of_graph import OfGraph
from .of_matters import OfMatters

if TYPE_CHECKING:
    from rdflib import Graph as RdfGraph

    from ..lint import LintReport
    from ..validate import ValidationReport

__all__ = ["KnowledgeGraph"]


class KnowledgeGraph(OfMatters, OfCaseFiles, OfGraph):
    """The law as a graph that answers.

    Attributes:
        corpus: the compiled law, as values.
        lang: the language of texts for people, "zh" or "en".
        warnings: what the user should know about how the graph was opened.
    """

    @classmethod
    def open(cls, data: str | Path | Iterable[str | Path] = (), lang: str = "zh") -> KnowledgeGraph:
        """The bundled graph, with the folders of `data` added.

        Args:
            data: a folder laid out like `data/<regulation>/`, or several: further regulations.
            lang: the language of texts for people, "zh" or "en".

        Raises:
            CorpusError: the Turtle has faults; every one is named.
            InputError: a folder of `data` is missing or empty.

        >>> KnowledgeGraph.open().corpus.assessed
        ('town', 'nanmu', 'lianyungang', 'mingshan', 'puxian-tolerance')
        """
        folders = [data] if isinstance(data, (str, Path)) else list(data)
        corpus, warnings = artefact.bundled()
        extra: tuple[files.TurtleFile, ...] = ()
        if folders:
            from ..compile import compile_corpus

            extra = files.data_files(folders)
            corpus = compile_corpus(extra, base=corpus)
        return cls(corpus, lang, extra, warnings)

    def validate(
        self, data: RdfGraph | Iterable[str | Path] = (), shapes: str = "matter"
    ) -> ValidationReport:
        """The SHACL report on files of matters, or with `shapes="corpus"` on the graph itself."""
        from ..validate import validate

        return validate(self, data, shapes)

    def lint(
        self,
        about: str = "all",
        check: Iterable[str] = (),
        regulations: Iterable[str] = (),
    ) -> LintReport:
        """The faults of the graph and the defects of the texts that its checks find.

        Args:
            about: "data" (is the graph sound?), "law" (what would a drafter mend?) or "all".
            check: names of checks; by default all.
            regulations: slugs; only what concerns one of these regulations. By default all.

        Raises:
            UsageError: an unknown kind or name of a check, or an unknown regulation.

        >>> from kg_query import KnowledgeGraph
        >>> [fault.entity for fault in KnowledgeGraph.open().lint(check=["grades-with-gap"])]
        ['mingshan/art_12']
        """
        from ..lint import lint

        return lint(self, about, check, regulations)
