"""Many reviews counted: by file, team, criterion, grade, quarter and rule of national law; values only.

What is counted and what is not is said on the first sheet of the workbook (`ABOUT` in its words): a mean
takes only files whose score is settled, and the share of a criterion only files that it applied to.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import TYPE_CHECKING, Any

from ..casefiles.paths import as_day
from ..corpus import Corpus
from ..model import Text
from .form import binding
from .plain import clean

if TYPE_CHECKING:
    from ..review import Review

__all__ = [
    "Count",
    "Grade",
    "Quarter",
    "Rule",
    "Scores",
    "Summary",
    "Team",
    "decided_on",
    "grades_of",
    "summarise",
]

#: Documents whose day is the day of the decision, the first one that a file has.
_DECISIONS = (
    "penalty-decision",
    "measure-decision",
    "enforcement-decision",
    "substitute-performance-decision",
)
_GRAVITY = {"fatal": 0, "violation": 1, "warning": 2}
#: Quarters between the first and the last are filled in up to so many.
_QUARTERS = 80


@dataclass(frozen=True, slots=True)
class Scores:
    """How the settled scores of some files are spread; all None where none is settled."""

    settled: int
    mean: Decimal | None
    median: Decimal | None
    lowest: Decimal | None
    highest: Decimal | None


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade in the words of the regulation; `name` is the Chinese one that reviews carry."""

    name: str
    label: Text


@dataclass(frozen=True, slots=True)
class Team:
    """One team: its files, scores and grades, and how many of its files article 8 counts."""

    name: str
    files: int
    scores: Scores
    grades: tuple[int, ...]
    open: int
    base_failures: int
    counted: int


@dataclass(frozen=True, slots=True)
class Count:
    """One criterion: in how many files it is violated, of how many it applied to, and the points lost."""

    notation: str
    violated: int
    applied: int
    points: Decimal

    @property
    def share(self) -> float:
        """The part of the files it applied to in which it is violated."""
        return self.violated / self.applied if self.applied else 0.0


@dataclass(frozen=True, slots=True)
class Quarter:
    """The files of one quarter; `year` is None for those without a date."""

    year: int | None
    number: int
    files: int
    scores: Scores
    base_failures: int
    failed: int


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of national law: in how many files it is broken, and how often."""

    notation: str
    severity: str
    law: Text
    article: str
    requirement: Text
    files: int
    findings: int
    teams: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything the workbook tells."""

    reviews: tuple[Review, ...]
    scores: Scores
    grades: tuple[Grade, ...]
    spread: tuple[int, ...]
    teams: tuple[Team, ...]
    lines: tuple[Count, ...]
    base: tuple[Count, ...]
    quarters: tuple[Quarter, ...]
    rules: tuple[Rule, ...]


def summarise(corpus: Corpus, reviews: Iterable[Review]) -> Summary:
    """The counts over some reviews, which keep their order."""
    some = tuple(reviews)
    grades = grades_of(corpus)
    return Summary(
        some,
        _scores(some),
        grades,
        _spread(some, grades),
        tuple(_teams(some, grades)),
        tuple(_counts(some, base=False)),
        tuple(_counts(some, base=True)),
        tuple(_quarters(some)),
        tuple(_rules(some)),
    )


def grades_of(corpus: Corpus) -> tuple[Grade, ...]:
    """The grades that the form prints, the best first."""
    found = []
    for field, key in binding()["boxes"].items():
        if key == "grade":
            for band in corpus.children[field]:
                text = corpus.provisions[band].text or Text("", "")
                found.append(
                    Grade(
                        text.zh.partition("（")[0],
                        Text(text.zh.partition("（")[0], text.en.partition(" (")[0]),
                    )
                )
    return tuple(found)


def _scores(reviews: Sequence[Review]) -> Scores:
    scores = [r.score for r in reviews if r.score is not None]
    if not scores:
        return Scores(0, None, None, None, None)
    mean = sum(scores, Decimal(0)) / len(scores)
    return Scores(len(scores), _rounded(mean), _rounded(median(scores)), min(scores), max(scores))


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _spread(reviews: Sequence[Review], grades: Sequence[Grade]) -> tuple[int, ...]:
    """How many files have each grade."""
    given = Counter(r.grade for r in reviews)
    return tuple(given[grade.name] for grade in grades)


# --- teams ------------------------------------------------------------------------------------


def team_of(review: Review) -> str:
    """The team that a review is counted under; empty where the file names none."""
    return clean(review.team or "")


def _teams(reviews: Sequence[Review], grades: Sequence[Grade]) -> Iterator[Team]:
    groups: dict[str, list[Review]] = defaultdict(list)
    for review in reviews:
        groups[team_of(review)].append(review)
    for name in sorted(groups):
        some = groups[name]
        yield Team(
            name,
            len(some),
            _scores(some),
            _spread(some, grades),
            sum(r.score is None for r in some),
            sum(r.base_result == "fail" for r in some),
            sum(_counts_as_drawn(r) for r in some),
        )


def _counts_as_drawn(review: Review) -> bool:
    """True for the files whose number the regulation sets: ordinary penalties, and compulsion."""
    return review.standard != "penalty" or review.case.record.get("procedure") != "summary"


# --- criteria ---------------------------------------------------------------------------------


def _counts(reviews: Sequence[Review], *, base: bool) -> Iterator[Count]:
    """The criteria that some file violates, the most frequent first."""
    violated: Counter[str] = Counter()
    points: dict[str, Decimal] = defaultdict(Decimal)
    homes: dict[str, tuple[str, str]] = {}
    for review in reviews:
        seen: set[str] = set()
        for notation, document, lost in _breaches(review, base):
            homes[notation] = (review.standard, document)
            points[notation] += lost
            seen.add(notation)
        violated.update(seen)
    found = [
        Count(
            notation,
            number,
            sum(
                _applied(r, notation, homes[notation][1]) for r in reviews if r.standard == homes[notation][0]
            ),
            points[notation],
        )
        for notation, number in violated.items()
    ]
    yield from sorted(found, key=lambda c: (-c.violated, -c.points, c.notation))


def _breaches(review: Review, base: bool) -> Iterator[tuple[str, str, Decimal]]:
    if base:
        for failure in review.base_failures:
            yield failure.standard, "", Decimal(0)
    else:
        for deduction in review.deductions:
            yield deduction.line, deduction.document, deduction.points


def _applied(review: Review, notation: str, document: str) -> bool:
    """True where the criterion was asked of the file and answered."""
    silent = {*review.not_arising, *review.not_applicable, *(o.criterion for o in review.open)}
    return notation not in silent and document not in silent


# --- time -------------------------------------------------------------------------------------


def decided_on(review: Review) -> date | None:
    """The day of the decision in the file; of several decisions, of the first in the order of a case."""
    documents = review.case.record.get("documents") or {}
    for slug in _DECISIONS:
        some = documents.get(slug)
        for document in some if isinstance(some, list) else [some] if some else []:
            if (found := as_day(document.get("made_on"))) is not None:
                return found
    return None


def _quarters(reviews: Sequence[Review]) -> Iterator[Quarter]:
    groups: dict[int | None, list[Review]] = defaultdict(list)
    for review in reviews:
        day = decided_on(review) or as_day(review.reviewed_on)
        groups[None if day is None else day.year * 4 + (day.month - 1) // 3].append(review)
    known = sorted(k for k in groups if k is not None)
    spans = range(known[0], known[-1] + 1) if known and known[-1] - known[0] < _QUARTERS else known
    keys: list[int | None] = [*spans, *([None] if None in groups else [])]
    for key in keys:
        some = groups.get(key, [])
        yield Quarter(
            None if key is None else key // 4,
            0 if key is None else key % 4 + 1,
            len(some),
            _scores(some),
            sum(r.base_result == "fail" for r in some),
            sum(r.failed for r in some),
        )


# --- national law -----------------------------------------------------------------------------


def _rules(reviews: Sequence[Review]) -> Iterator[Rule]:
    found: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    first: dict[tuple[str, str], Any] = {}
    for place, review in enumerate(reviews):
        for finding in review.national:
            key = (finding.rule, finding.severity)
            found[key].append((place, team_of(review)))
            first.setdefault(key, finding)
    rows = [
        Rule(
            rule,
            severity,
            first[rule, severity].law,
            first[rule, severity].article,
            first[rule, severity].requirement,
            len({place for place, _ in places}),
            len(places),
            len({team for _, team in places}),
        )
        for (rule, severity), places in found.items()
    ]
    yield from sorted(rows, key=lambda r: (_GRAVITY.get(r.severity, 9), -r.files, r.notation))
