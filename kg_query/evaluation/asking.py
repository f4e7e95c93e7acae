"""What `KnowledgeGraph.evaluate` does: files, plain data and values in, an evaluation out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..casefiles import CaseFile, case_files_of, read_case_files
from .build import Reviewer, evaluate
from .loading import load
from .record import TeamRecord, read_records, record_of
from .report import Evaluation

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ..corpus import Corpus

__all__ = ["of"]

Given = str | Path | Mapping[str, Any]


def of(
    corpus: Corpus,
    store: Store,
    review: Reviewer,
    cases: Given | CaseFile | Iterable[Given | CaseFile],
    records: Given | TeamRecord | Iterable[Given | TeamRecord] = (),
    *,
    team: str | None = None,
    start: str | date | None = None,
    end: str | date | None = None,
    as_of: str | date | None = None,
    format: str | None = None,
) -> Evaluation:
    """The evaluation of one or several teams: eleven contents with their indicators, and the procedure.

    Args:
        corpus, store: the graph as values and as RDF.
        review: makes the reviews of case files, such as `KnowledgeGraph.review_many`.
        cases: case files: paths, dicts shaped like their JSON, `CaseFile`s.
        records: what evaluators wrote down: paths, dicts shaped like the JSON, `TeamRecord`s.
        team, start, end, as_of: as for `kg_query.evaluation.evaluate`.
        format: the format of case files whose ending does not tell it.

    Raises:
        InputError: with every fault of the files, or of the records.
        UsageError: a period turned round, a date that is none, an unknown team.

    Source: the regulation on routine evaluation, of which each indicator and step names its clause.

    >>> from kg_query import KnowledgeGraph
    >>> kg = KnowledgeGraph.open()
    >>> found = kg.evaluate("data/examples/casefiles/penalty-full.json", as_of="2025-03-19")
    >>> value = found.teams[0].of("E07-1")
    >>> value.numerator, value.denominator
    (Decimal('100'), Decimal('1'))
    """
    definitions = load(corpus, store)
    given = _several(cases)
    paths = [one for one in given if isinstance(one, (str, Path))]
    files = read_case_files(paths, corpus, format)
    files += (
        case_files_of([one for one in given if isinstance(one, Mapping)], corpus) if _plain(given) else []
    )
    files += [one for one in given if isinstance(one, CaseFile)]
    told: list[TeamRecord] = []
    for one in _several(records):
        if isinstance(one, TeamRecord):
            told.append(one)
        elif isinstance(one, Mapping):
            told.append(record_of(one, corpus, definitions))
        else:
            told += read_records(one, corpus, definitions)
    return evaluate(corpus, definitions, files, review, told, team=team, start=start, end=end, as_of=as_of)


def _plain(given: list[Any]) -> bool:
    return any(isinstance(one, Mapping) for one in given)


def _several(given: Any) -> list[Any]:
    if isinstance(given, (str, Path, Mapping, CaseFile, TeamRecord)):
        return [given]
    return list(given)
