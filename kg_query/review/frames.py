"""Reviews as pandas tables: of files, of what they lose points for, of breaches, of repairs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from ..errors import UsageError, did_you_mean, known_words
from ..model import Text
from .repair import plan
from .values import Review

if TYPE_CHECKING:
    import pandas

    from ..corpus import Corpus

__all__ = ["ROWS", "Rows", "review_frame"]

Rows: TypeAlias = Literal["files", "deductions", "base", "national", "open", "repairs"]

#: What the rows of a table can be.
ROWS: tuple[Rows, ...] = get_args(Rows)


def review_frame(
    corpus: Corpus, reviews: Iterable[Review], rows: Rows = "files", lang: str = "zh"
) -> pandas.DataFrame:
    """Reviews as a table with real types.

    Every table begins with `case`, the id of the case file. Further columns:

    - "files", one row a file: `kind`, `standard`, `team`, `party`, `date`, `base`, `score` (`<NA>` while
      something that bears on it is open), `lowest`, `highest`, `grade` (in the order of the regulation, the
      best one highest), `passes`, `deductions`, `points_lost`, `missing_documents`, `to_judge`, `national`, `fatal`;
    - "deductions", one row a line not met: `line`, `document`, `points`, `why`, `where`, `clause`, `repair`, `curable`, `by`;
    - "base", one row a base standard violated: `standard`, `why`, `where`, `clause`, `repair`, `curable`, `by`;
    - "national", one row a breach of national law: `rule`, `severity` (the gravest highest), `why`, `where`,
      `law`, `article`, `ground`, `officers`, `repair`, `curable`;
    - "open", one row a criterion still to judge: `criterion`, `kind`, `points`, `ask`;
    - "repairs", one row a step to the next grade: `target`, `step`, `criteria`, `points`, `repair`, `where`, `reaches`,
      `assumes_met`; a file that needs none or cannot reach it has one row with the reason in `repair`.

    Args:
        corpus: the compiled law.
        reviews: the reviews.
        rows: what a row is: one of `ROWS`.
        lang: the language of texts, "zh" or "en".

    Raises:
        UsageError: unknown rows, or pandas is not installed.
    """
    from ..reports.documents.as_frame import frame
    from ..reports.summary import grades_of

    if rows not in _TABLES:
        raise UsageError(
            Text(f"没有这种行：{rows}", f"a table has no rows “{rows}”"),
            hint=did_you_mean(rows, ROWS) or known_words(ROWS),
        )
    names, of = _TABLES[rows]
    columns: dict[str, list[Any]] = {name: [] for name in ("case", *names)}
    for review in reviews:
        for row in of(corpus, review, lang):
            for name, value in zip(columns, (review.case.id, *row), strict=True):
                columns[name].append(value)
    ranks: Mapping[str, Sequence[str]] = {
        "grade": [g.label.in_(lang) for g in reversed(grades_of(corpus))],
        "base": ("fail", "open", "pass"),
        "severity": ("warning", "violation", "fatal"),
    }
    return frame(
        columns,
        days=["date"] if "date" in columns else (),
        ordered={name: order for name, order in ranks.items() if name in columns},
        types={name: dtype for name, dtype in _TYPES.items() if name in columns},
    )


_TYPES = {
    **dict.fromkeys(("score", "lowest", "highest", "points_lost", "points", "reaches"), "Float64"),
    **dict.fromkeys(("deductions", "missing_documents", "to_judge", "national", "fatal", "step"), "Int64"),
    **dict.fromkeys(("passes", "curable", "assumes_met"), "boolean"),
}


def _files(corpus: Corpus, review: Review, lang: str) -> Iterator[tuple[Any, ...]]:
    yield (
        "; ".join(review.case.kinds),
        review.standard,
        review.team,
        review.party,
        review.reviewed_on,
        review.base_result,
        review.score,
        review.low,
        review.high,
        review.grade_label.in_(lang) if review.grade_label else None,
        False if review.failed else True if review.low >= review.passing else None,
        len(review.deductions),
        sum((d.points for d in review.deductions), Decimal(0)),
        len(review.missing_documents),
        len(review.to_judge),
        len(review.national),
        sum(n.severity == "fatal" for n in review.national),
    )


def _deductions(corpus: Corpus, review: Review, lang: str) -> Iterator[tuple[Any, ...]]:
    for d in review.deductions:
        yield (
            d.line, d.document, d.points, d.why.in_(lang), d.where, d.clause, d.repair.in_(lang), d.curable, d.by,
        )  # fmt: skip


def _base(corpus: Corpus, review: Review, lang: str) -> Iterator[tuple[Any, ...]]:
    for f in review.base_failures:
        yield f.standard, f.why.in_(lang), f.where, f.clause, f.repair.in_(lang), f.curable, f.by


def _national(corpus: Corpus, review: Review, lang: str) -> Iterator[tuple[Any, ...]]:
    for n in review.national:
        officers = "; ".join(n.officers) or None
        yield (
            n.rule, n.severity, n.why.in_(lang), n.where, n.law.in_(lang), n.article, n.ground, officers,
            n.repair.in_(lang), n.curable,
        )  # fmt: skip


def _open(corpus: Corpus, review: Review, lang: str) -> Iterator[tuple[Any, ...]]:
    for o in review.open:
        yield o.criterion, o.kind, o.points, o.ask.in_(lang)


def _repairs(corpus: Corpus, review: Review, lang: str) -> Iterator[tuple[Any, ...]]:
    way = plan(corpus, review)
    target = way.target.in_(lang) if way.target else None
    if not way.steps:
        reason = way.reason.in_(lang) if way.reason else None
        yield target, None, None, None, reason, None, way.reaches, way.assumes_met
    for number, step in enumerate(way.steps, 1):
        yield (
            target, number, "; ".join(step.criteria), step.points, step.repair.in_(lang), step.where, way.reaches,
            way.assumes_met,
        )  # fmt: skip


_TABLES: Mapping[
    str, tuple[tuple[str, ...], Callable[[Corpus, Review, str], Iterator[tuple[Any, ...]]]]
] = {
    "files": (
        (
            "kind", "standard", "team", "party", "date", "base", "score", "lowest", "highest", "grade", "passes",
            "deductions", "points_lost", "missing_documents", "to_judge", "national", "fatal",
        ),
        _files,
    ),
    "deductions": (
        ("line", "document", "points", "why", "where", "clause", "repair", "curable", "by"), _deductions,
    ),
    "base": (("standard", "why", "where", "clause", "repair", "curable", "by"), _base),
    "national": (
        (
            "rule", "severity", "why", "where", "law", "article", "ground", "officers", "repair", "curable",
        ),
        _national,
    ),
    "open": (("criterion", "kind", "points", "ask"), _open),
    "repairs": (
        ("target", "step", "criteria", "points", "repair", "where", "reaches", "assumes_met"), _repairs,
    ),
}  # fmt: skip
