"""`KnowledgeGraph`: the one object that the command line, notebooks, the web and tests hold.

Its methods delegate: each verb lives in a module of its own and is imported when it is first used,
so that opening the graph costs milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import artefact, files
from .corpus import Corpus
from .errors import Problem
from .model import Matter, Regulation, Text, Verdict

if TYPE_CHECKING:
    import pandas
    from pyoxigraph import Store
    from rdflib import Graph as RdfGraph

    from .ask import Answer
    from .assess import Engine
    from .casefiles import CaseFile
    from .duties import Duties
    from .evaluation import Evaluation
    from .lint import LintReport
    from .program import Program
    from .proof import Proof
    from .requires import Requires
    from .review import Review
    from .review.states import Judgements
    from .rules import Engine as RuleEngine
    from .search import Hit
    from .sparql import Result
    from .statistics import StatisticsReport
    from .validate import ValidationReport
    from .what_if import WhatIf

__all__ = ["KnowledgeGraph"]

MatterLike = Matter | Mapping[str, Any]


class KnowledgeGraph:
    """The law as a graph that answers.

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
            from .compile import compile_corpus

            extra = files.data_files(folders)
            corpus = compile_corpus(extra, base=corpus)
        return cls(corpus, lang, extra, warnings)

    @cached_property
    def program(self) -> Program:
        """The condition trees, compiled for the default engine."""
        from .program import Program

        return Program.compile(self.corpus)

    @cached_property
    def store(self) -> Store:
        """The RDF dataset, one named graph for each file; built when first asked for.

        What the files of added folders leave to the compiler to derive stands in `…/graph/derived`.

        It is shared: add nothing to it (`query` loads into a copy).
        """
        return self._new_store()

    def _new_store(self) -> Store:
        from .store import add_derived, build_store

        store = build_store(files.graph_files() + self._turtle)
        if self._turtle:
            add_derived(store, self.corpus)
        return store

    def regulations(self) -> tuple[Regulation, ...]:
        """The regulations, in their order."""
        return tuple(self.corpus.regulations.values())

    # --- a matter -----------------------------------------------------------------------

    def matter(self, matter: MatterLike) -> Matter:
        """The matter, read from plain data shaped like the JSON where it is none yet.

        Raises InputError, with every problem, for data that is not one matter.
        """
        if isinstance(matter, Matter):
            return matter
        from .errors import InputError
        from .matters import matters_of

        found = matters_of(matter, self.corpus)
        if len(found) != 1:
            raise InputError(
                Text(
                    f"这里需要一个事项，却有 {len(found)} 个", f"one matter is needed here, not {len(found)}"
                )
            )
        return found[0]

    def assess(
        self,
        matter: MatterLike,
        regulations: Iterable[str] | None = None,
        engine: Engine = "compiled",
    ) -> Verdict:
        """The verdict on one matter: under each regulation the outcome, and the norms behind it.

        Args:
            matter: a `Matter`, or a dict shaped like its JSON.
            regulations: slugs; by default all that are assessed.
            engine: "compiled", or "reference" (OWL 2 RL and SPARQL; the same answer, slowly).

        Raises:
            InputError: an unknown ground, role or status.
            UsageError: an unknown regulation or engine.

        >>> kg = KnowledgeGraph.open()
        >>> verdict = kg.assess(
        ...     {"id": "m1", "established": ["force_majeure", "unable_to_perform_duty"]})
        >>> verdict.of("nanmu").outcome
        'duty_fulfilled'
        """
        from .assess import assess

        return assess(self.corpus, self.program, self.matter(matter), regulations, engine)

    def assess_many(
        self, matters: Iterable[MatterLike], regulations: Iterable[str] | None = None
    ) -> Iterator[Verdict]:
        """The verdicts on many matters, in their order, computed in blocks."""
        from .assess import assess_many

        return assess_many(self.corpus, self.program, (self.matter(m) for m in matters), regulations)

    def explain(self, matter: MatterLike, regulation: str, provision: str | None = None) -> Proof:
        """The proof of one regulation's answer, or of one provision's fate in the matter."""
        from .explain import explain

        return explain(self.corpus, self.program, self.matter(matter), regulation, provision)

    def requires(self, matter: MatterLike, regulations: Iterable[str] | None = None) -> Requires:
        """The findings that would still change an outcome, ranked, smallest sets first."""
        from .requires import requires

        return requires(self.corpus, self.program, self.matter(matter), regulations)

    def what_if(
        self,
        matter: MatterLike,
        establish: Iterable[str] = (),
        refute: Iterable[str] = (),
        *,
        unknown: Iterable[str] = (),
        withdraw: Iterable[str] = (),
        regulations: Iterable[str] | None = None,
    ) -> WhatIf:
        """The outcomes before and after a supposed change of findings, and what flipped."""
        from .what_if import what_if

        return what_if(
            self.corpus, self.program, self.matter(matter), establish, refute, unknown, withdraw, regulations
        )

    def duties(
        self,
        matter: MatterLike,
        as_of: str | None = None,
        regulations: Iterable[str] | None = None,
    ) -> Duties:
        """The duties that follow a decision on tolerance, each with its period and what became of it.

        Args:
            matter: a `Matter`, or a dict shaped like its JSON; findings on events carry their day.
            as_of: the day asked about (ISO); today by default.
            regulations: slugs; by default all that lay down such duties.

        Raises:
            InputError: an unknown ground, or a period into a year whose working days are not known.
            UsageError: a regulation that lays down no such duties.
        """
        from .duties import follow, read_duties

        duties = read_duties(self.corpus, self.store)
        return follow(self.corpus, self.program, duties, self.matter(matter), as_of, regulations)

    def statistics(self, sources: Any, year: int, **options: Any) -> StatisticsReport:
        """The annual report on enforcement in a year, from case files and registers.

        Args:
            sources: paths, dicts shaped like the JSON of a case file or register entry, `CaseFile`s.
            year: the calendar year.
            options: `reported`, `published`, `order`, `previous`, `format`, `today`: see
                `kg_query.statistics.statistics`.

        Raises:
            InputError: with every problem of every file.
            UsageError: a year out of range, an unknown order, a date that is none.
        """
        from .statistics import load, statistics

        return statistics(self.corpus, load(self._turtle), sources, year, **options)

    # --- a case file --------------------------------------------------------------------

    def review(
        self,
        case: CaseFile | Mapping[str, Any],
        judgements: Judgements | None = None,
        *,
        engine: RuleEngine = "sets",
        parameters: Mapping[str, Decimal] | None = None,
    ) -> Review:
        """The review of one case file: base standards, deductions, score, grade, national findings.

        Args:
            case: a `CaseFile`, or a dict shaped like its JSON.
            judgements: what file reviewers judged besides what the file says: notation → "met",
                "violated" or "not-applicable", or records as in the JSON.
            engine: "sets", or "reference" (a SHACL validator; the same answer, slowly).
            parameters: local values in place of the file's own and of the defaults.

        Raises:
            InputError: a fault in the file or in a judgement, or a day in a year whose calendar is
                not known.
            CorpusError: the shapes have faults.
            UsageError: an unknown engine.
        """
        return self.review_many([case], judgements, engine=engine, parameters=parameters)[0]

    def review_many(
        self,
        cases: Iterable[CaseFile | Mapping[str, Any]],
        judgements: Judgements | None = None,
        *,
        engine: RuleEngine = "sets",
        parameters: Mapping[str, Decimal] | None = None,
    ) -> list[Review]:
        """The reviews of many case files, in their order; arguments and errors as for `review`."""
        from .casefiles import CaseFile, case_files_of
        from .review import review_many

        files: list[CaseFile] = []
        for case in cases:
            files += [case] if isinstance(case, CaseFile) else case_files_of(case, self.corpus)
        return review_many(self.corpus, files, judgements, engine, parameters)

    def evaluate(self, cases: Any, records: Any = (), **options: Any) -> Evaluation:
        """The routine evaluation of teams: indicators and steps, no total; see `kg_query.evaluation.of`."""
        from .evaluation.asking import of

        return of(self.corpus, self.store, self.review_many, cases, records, **options)

    # --- the graph ----------------------------------------------------------------------

    def search(
        self,
        words: str,
        *,
        regulation: str | None = None,
        kinds: Iterable[str] | None = None,
        limit: int | None = 20,
    ) -> tuple[Hit, ...]:
        """What the words occur in, best fit first; see `kg_query.search.search`."""
        from .search import search

        return search(self.corpus, words, regulation=regulation, kinds=kinds, limit=limit)

    def show(self, identifier: str) -> dict[str, Any]:
        """Everything the graph says about an id, as JSON values; see `kg_query.show.show`."""
        from .show import show

        return show(self.corpus, identifier)

    def export(self, what: str, format: str | None = None) -> str:
        """The graph in another form; see `kg_query.export.EXPORTS` for what there is."""
        from .export import export

        return export(self.corpus, lambda: self.store, what, format)

    def ask(
        self,
        name: str,
        params: Mapping[str, str] | None = None,
        lang: str | None = None,
        load: Iterable[str | Path] = (),
    ) -> Answer:
        """The answer to a named question; see `kg_query.ask.ask`. `load` as for `query`: some need it."""
        from .ask import ask, question

        question(name).check(bool(paths := list(load)))
        return ask(self.loaded(paths) if paths else self.store, name, params or {}, lang or self.lang)

    def query(
        self,
        query: str,
        load: Iterable[str | Path] = (),
        timeout: float | None = None,
    ) -> Result:
        """The result of a free SPARQL query (SELECT, ASK, CONSTRUCT, DESCRIBE).

        The default graph is all graphs together; the project's prefixes need no declaration.

        Args:
            query: the text of the query.
            load: files of matters or case files, added as graphs with their verdicts and reviews.
            timeout: seconds; the query then runs in a process that is ended when they are over.

        Raises:
            InputError: a fault in the query or in a loaded file, an update, or SERVICE.
            LimitError: the time is up.

        >>> KnowledgeGraph.open().query("ASK { id:nanmu a law:Regulation }").boolean
        True
        """
        from .sparql import guard, run

        guard.check(query)
        paths = list(load)
        return run(self.loaded(paths) if paths else self.store, query, timeout)

    def query_df(
        self, query: str, load: Iterable[str | Path] = (), *, short_ids: bool = False
    ) -> pandas.DataFrame:
        """The rows of a SELECT query as a pandas table with real types.

        With `short_ids` the ids of people (`nanmu/art_9`) stand in place of our IRIs.
        """
        from .sparql.frames import to_frame

        return to_frame(self.query(query, load), short_ids)

    def loaded(self, paths: Iterable[str | Path]) -> Store:
        """A store of its own with the graph, the files' matters and case files, and what follows from them.

        See `kg_query.sparql.loading.load_files` for the graphs in which they stand.
        """
        from .sparql.loading import load_files

        return load_files(self._new_store(), self.corpus, self.program, paths)

    # --- checks -------------------------------------------------------------------------

    def validate(
        self, data: RdfGraph | Iterable[str | Path] = (), shapes: str = "matter"
    ) -> ValidationReport:
        """The SHACL report on files of matters, or with `shapes="corpus"` on the graph itself."""
        from .validate import validate

        return validate(self, data, shapes)

    def lint(self) -> LintReport:
        """The faults of the graph and the defects of the texts that its checks find."""
        from .lint import lint

        return lint(self)
