"""The verbs about case files: one reviewed, a year counted, teams evaluated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from .opened import Opened

if TYPE_CHECKING:
    import pandas

    from ..casefiles import CaseFile
    from ..evaluation import Evaluation, TeamRecord
    from ..review import Review
    from ..review.frames import Rows
    from ..review.states import Judgements
    from ..rules import Engine
    from ..statistics import StatisticsReport

    Given: TypeAlias = str | Path | Mapping[str, Any] | CaseFile
    Told: TypeAlias = str | Path | Mapping[str, Any] | TeamRecord

__all__ = ["OfCaseFiles"]


class OfCaseFiles(Opened):
    """What can be asked about case files."""

    def review(
        self,
        case: CaseFile | Mapping[str, Any],
        judgements: Judgements | None = None,
        *,
        engine: Engine = "sets",
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

        Source: annexes 1 to 4 of the file-review system; each deduction names its clause.

        >>> from kg_query import KnowledgeGraph
        >>> from kg_query.casefiles import read_case_files
        >>> kg = KnowledgeGraph.open()
        >>> [case] = read_case_files("data/examples/casefiles/penalty-preserved-8th-day.json", kg.corpus)
        >>> review = kg.review(case)
        >>> review.score, [d.line for d in review.deductions], [n.rule for n in review.national]
        (Decimal('99'), ['P-DC-4-1'], ['P08'])
        """
        return self.review_many([case], judgements, engine=engine, parameters=parameters)[0]

    def review_many(
        self,
        cases: Iterable[CaseFile | Mapping[str, Any]],
        judgements: Judgements | None = None,
        *,
        engine: Engine = "sets",
        parameters: Mapping[str, Decimal] | None = None,
    ) -> list[Review]:
        """The reviews of many case files, in their order; arguments and errors as for `review`."""
        from ..casefiles import CaseFile, case_files_of
        from ..review import review_many

        files: list[CaseFile] = []
        for case in cases:
            files += [case] if isinstance(case, CaseFile) else case_files_of(case, self.corpus)
        return review_many(self.corpus, files, judgements, engine, parameters)

    def review_df(
        self,
        cases: Given | Iterable[Given],
        rows: Rows = "files",
        *,
        judgements: Judgements | None = None,
        lang: str | None = None,
    ) -> pandas.DataFrame:
        """The reviews of case files as a pandas table: of files, or of what they lose points for.

        Args:
            cases: paths, dicts shaped like the JSON of a case file, `CaseFile`s; one or several.
            rows: what a row is: "files", "deductions", "base" (base standards violated), "national"
                (breaches of national law), "open" (what is still to judge) or "repairs".
            judgements: as for `review`.
            lang: the language of texts; by default that of the graph.

        Raises:
            InputError: a fault in a file or in a judgement.
            UsageError: unknown rows, or pandas is not installed.

        The columns are told by `kg_query.review.frames.review_frame`.

        >>> from kg_query import KnowledgeGraph
        >>> table = KnowledgeGraph.open().review_df("data/examples/casefiles/penalty-preserved-8th-day.json")
        >>> table[["score", "deductions", "national"]].values.tolist()
        [[99.0, 1, 1]]
        """
        from ..casefiles import CaseFile, read_case_files
        from ..review.frames import review_frame

        given = [cases] if isinstance(cases, (CaseFile, Mapping, str, Path)) else cases
        files: list[CaseFile | Mapping[str, Any]] = []
        for one in given:
            files += read_case_files(one, self.corpus) if isinstance(one, (str, Path)) else [one]
        return review_frame(self.corpus, self.review_many(files, judgements), rows, lang or self.lang)

    def statistics(
        self,
        sources: Given | Iterable[Given],
        year: int,
        *,
        reported: str | date | None = None,
        published: str | date | None = None,
        order: str | None = None,
        previous: Given | Iterable[Given] = (),
        format: str | None = None,
        today: date | None = None,
    ) -> StatisticsReport:
        """The annual report on enforcement in a year, from case files and registers.

        Args:
            sources: paths, dicts shaped like the JSON of a case file or register entry, `CaseFile`s.
            year: the calendar year, 1 January to 31 December.
            reported, published: the days of filing and publishing (ISO or dates); without them
                lateness is not checked.
            order: the order of penalties from light to heavy; by default the one the graph prefers.
            previous: sources for the year before, or a report on it as JSON: for comparisons.
            format: the format of files whose ending does not tell it.
            today: days after it lie in the future; by default the day of filing or publishing, else
                that of the run.

        Raises:
            InputError: with every problem of every file.
            UsageError: a year out of range, an unknown order or format, a date that is none.

        Source: articles 2 to 4 of the statistics system; each column names the rule it is counted by.

        >>> from kg_query import KnowledgeGraph
        >>> kg = KnowledgeGraph.open()
        >>> report = kg.statistics("data/examples/statistics/case-files.json", 2023, reported="2024-01-20")
        >>> report.total["1.fine"], report.total["1.total"]
        (2, 8)
        """
        from ..statistics import load, statistics

        return statistics(
            self.corpus,
            load(self._turtle),
            sources,
            year,
            reported=reported,
            published=published,
            order=order,
            previous=previous,
            format=format,
            today=today,
        )

    def evaluate(
        self,
        cases: Given | Iterable[Given],
        records: Told | Iterable[Told] = (),
        *,
        team: str | None = None,
        start: str | date | None = None,
        end: str | date | None = None,
        as_of: str | date | None = None,
        format: str | None = None,
    ) -> Evaluation:
        """The routine evaluation of teams: contents with their indicators, steps, and no total.

        Args:
            cases: paths, dicts shaped like the JSON of a case file, `CaseFile`s.
            records: what evaluators wrote down: paths, dicts shaped like the JSON, `TeamRecord`s.
            team: only this team.
            start, end: the period, both days included (ISO or dates); by default that of the record,
                else everything.
            as_of: the day asked about in the procedure; today by default.
            format: the format of case files whose ending does not tell it.

        Raises:
            InputError: with every fault of the files, or of the records.
            UsageError: a period turned round, a date that is none, an unknown team.

        Source: the regulation on routine evaluation; each indicator and step names its clause.

        >>> from kg_query import KnowledgeGraph
        >>> kg = KnowledgeGraph.open()
        >>> found = kg.evaluate("data/examples/casefiles/penalty-full.json", as_of="2025-03-19")
        >>> len(found.teams[0].contents), found.to_json()["total"]
        (11, None)
        """
        from ..evaluation import of

        return of(
            self.corpus,
            self.store,
            self.review_many,
            cases,
            records,
            team=team,
            start=start,
            end=end,
            as_of=as_of,
            format=format,
        )
