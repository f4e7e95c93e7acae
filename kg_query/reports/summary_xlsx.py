"""The summary workbook: one sheet a question, native charts, frozen headings and filters, text never a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ..casefiles.paths import as_day
from ..corpus import Corpus
from ..errors import UsageError
from ..model import Text
from ..wording.articles import articles
from ..wording.citation import cite, cite_text, regulation_name
from .criteria import by_notation, criterion_words
from .form import binding
from .phrases import day
from .plain import CELL_LENGTH, clean, short
from .sheets import FACE, HEAD, height_of, new_workbook, printed, put
from .summary import Quarter, Scores, Summary, decided_on, summarise
from .templates.words import word
from .thresholds import threshold

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from ..review import Review

__all__ = ["summary_workbook"]

_TOP = 15  # lines shown in the chart


def summary_workbook(corpus: Corpus, reviews: Iterable[Review], lang: str = "zh") -> bytes:
    """The summary of many reviews, as the bytes of an Excel workbook; the same reviews give the same bytes.

    Args:
        corpus: the compiled law.
        reviews: the reviews, in the order in which the files are to be listed.
        lang: "zh" or "en".

    Raises UsageError where there is no review to sum up.
    """
    summary = summarise(corpus, reviews)
    if not summary.reviews:
        raise UsageError(Text("没有可以汇总的案卷", "there is no case file to sum up"))
    made = BytesIO()
    last = max((r.reviewed_on or "" for r in summary.reviews), default="")
    book = new_workbook(made, word("summary", lang), last or None, lang)
    _Workbook(book, corpus, summary, lang).write()
    book.close()
    return made.getvalue()


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: the key of its heading (or the heading itself), its width, how its values are shown."""

    key: str
    width: float
    style: str = "text"
    heading: str = ""


class _Workbook:
    """One summary being written in one language."""

    def __init__(self, book: Workbook, corpus: Corpus, summary: Summary, lang: str) -> None:
        self.book, self.corpus, self.summary, self.lang = book, corpus, summary, lang
        plain = {
            "font_name": FACE,
            "font_size": 10.5,
            "valign": "top",
            "border": 1,
            "border_color": "#BFBFBF",
        }
        self.styles = {
            "head": book.add_format(
                plain
                | {
                    "font_name": HEAD,
                    "bold": True,
                    "bg_color": "#EBEBEB",
                    "text_wrap": True,
                    "valign": "vcenter",
                }
            ),
            "text": book.add_format(plain | {"text_wrap": True}),
            "count": book.add_format(plain | {"num_format": "0"}),
            "score": book.add_format(plain | {"num_format": "0.##"}),
            "mean": book.add_format(plain | {"num_format": "0.00"}),
            "figure": book.add_format(plain | {"num_format": "0.##", "align": "left"}),
            "share": book.add_format(plain | {"num_format": "0%"}),
            "day": book.add_format(plain | {"num_format": "yyyy-mm-dd", "align": "left"}),
            "title": book.add_format({"font_name": HEAD, "bold": True, "font_size": 16}),
        }

    def say(self, key: str, **values: Any) -> str:
        return word(key, self.lang, **values)

    def write(self) -> None:
        self.about()
        self.files()
        self.teams()
        self.lines()
        self.base()
        self.grades()
        self.trend()
        self.national()

    def table(
        self, title: str, columns: Sequence[_Column], rows: Iterable[Sequence[Any]]
    ) -> tuple[Worksheet, int]:
        """A sheet with one table: heading frozen and filtered; returns it with the number of rows."""
        sheet = self.book.add_worksheet(self.say(title))
        printed(sheet, self.lang, landscape=True)
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            put(sheet, 0, place, column.heading or self.say(f"column_{column.key}"), self.styles["head"])
        sheet.set_row(0, 32)
        number = 0
        for number, row in enumerate(rows, 1):
            for place, (column, value) in enumerate(zip(columns, row, strict=True)):
                self.cell(sheet, number, place, value, column.style)
            sizes = [(str(v), c.width) for c, v in zip(columns, row, strict=True) if isinstance(v, str)]
            sheet.set_row(number, height_of(sizes, line=14))
        if number:
            sheet.autofilter(0, 0, number, len(columns) - 1)
        else:
            put(sheet, 1, 0, self.say("nothing"), self.styles["text"])
        return sheet, number

    def cell(self, sheet: Worksheet, row: int, column: int, value: Any, style: str) -> None:
        if isinstance(value, date):
            sheet.write_datetime(row, column, datetime.combine(value, time()), self.styles[style])
        else:
            put(sheet, row, column, float(value) if isinstance(value, Decimal) else value, self.styles[style])

    def text(self, value: object) -> str:
        return short(value.in_(self.lang) if isinstance(value, Text) else value, self.lang, CELL_LENGTH)

    # --- the sheets -------------------------------------------------------------------------

    def about(self) -> None:
        sheet = self.book.add_worksheet(self.say("sheet_about"))
        printed(sheet, self.lang)
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 84)
        put(sheet, 0, 0, self.say("summary"), self.styles["title"])
        sheet.set_row(0, 28)
        for row, (label, value, style) in enumerate(self.about_rows(), 2):
            put(sheet, row, 0, label, self.styles["head"])
            self.cell(sheet, row, 1, value, style)
            if isinstance(value, str):
                sheet.set_row(row, height_of([(value, 84)]))

    def about_rows(self) -> Iterator[tuple[str, Any, str]]:
        summary, scores = self.summary, self.summary.scores
        slug = self.corpus.provisions[binding()["form"]].regulation
        yield self.say("about_rule"), regulation_name(self.corpus.regulations[slug], self.lang), "text"
        yield self.say("about_files"), len(summary.reviews), "figure"
        yield self.say("about_settled"), scores.settled, "figure"
        for key in ("mean", "median", "lowest", "highest"):
            yield self.say(f"about_{key}"), getattr(scores, key), "figure"
        yield self.say("about_base"), sum(r.base_result == "fail" for r in summary.reviews), "figure"
        days = sorted(d for r in summary.reviews if (d := decided_on(r)))
        if days:
            first, last = (day(d.isoformat(), self.lang) for d in (days[0], days[-1]))
            yield self.say("about_days"), self.say("about_span", first=first, last=last), "text"
        least = threshold(binding()["files"])
        unit = self.corpus.provisions[least.provision]
        for number in range(1, 7):
            quoted = {
                "cite": cite(self.corpus, least.provision, self.lang),
                "text": (unit.text or Text("", "")).in_(self.lang).rstrip("。."),
            }
            label = self.say("about_counting") if number == 1 else ""
            yield label, self.say(f"about_how_{number}", **quoted), "text"

    def files(self) -> None:
        self.table(
            "sheet_files",
            (
                _Column("team", 26), _Column("kind", 14), _Column("number", 24), _Column("decided", 12, "day"),
                _Column("reviewed", 12, "day"), _Column("score", 8, "score"), _Column("low", 9, "score"),
                _Column("high", 9, "score"), _Column("grade", 12), _Column("base", 11), _Column("open", 9, "count"),
                _Column("missing", 24), _Column("fatal", 8, "count"), _Column("violation", 8, "count"),
                _Column("warning", 8, "count"),
            ),
            map(self.file_row, self.summary.reviews),
        )  # fmt: skip

    def file_row(self, review: Review) -> tuple[Any, ...]:
        counts = [sum(f.severity == s for f in review.national) for s in ("fatal", "violation", "warning")]
        kinds = [self.say(f"kind_{kind}") for kind in review.case.kinds]
        labels = {grade.name: grade.label.in_(self.lang) for grade in self.summary.grades}
        return (
            self.team(clean(review.team or "")),
            "、".join(kinds) if self.lang == "zh" else ", ".join(kinds),
            short(review.case.id, self.lang),
            decided_on(review),
            as_day(review.reviewed_on),
            review.score,
            review.low,
            review.high,
            labels.get(review.grade or "", review.grade) or self.say("base_open"),
            self.say(f"base_{review.base_result}"),
            len(review.to_judge),
            " ".join(map(clean, review.missing_documents)),
            *counts,
        )

    def team(self, name: str) -> str:
        return short(name, self.lang) if name else self.say("no_team")

    def spread(self, scores: Scores) -> tuple[Any, ...]:
        return scores.mean, scores.median, scores.lowest, scores.highest

    def teams(self) -> None:
        least = threshold(binding()["files"])
        where = cite_text(self.corpus, least.provision)
        grades = [_Column("", 11, "count", grade.label.in_(self.lang)) for grade in self.summary.grades]
        self.table(
            "sheet_teams",
            (
                _Column("team", 28), _Column("files", 8, "count"), _Column("settled", 9, "count"),
                _Column("mean", 9, "mean"), _Column("median", 9, "mean"), _Column("lowest", 9, "score"),
                _Column("highest", 9, "score"), *grades, _Column("unsettled", 9, "count"),
                _Column("base_failures", 10, "count"), _Column("counted", 11, "count"), _Column("remark", 44),
            ),
            (
                (
                    self.team(team.name), team.files, team.scores.settled, *self.spread(team.scores),
                    *team.grades, team.open, team.base_failures, team.counted,
                    "" if team.counted >= least.minimum else self.say(
                        "too_few", count=team.counted, minimum=least.label.in_(self.lang),
                        cite=where.in_(self.lang),
                    ),
                )
                for team in self.summary.teams
            ),
        )  # fmt: skip

    def criterion(self, notation: str) -> tuple[str, str]:
        """The criterion as the form names it, without its notation, and its text."""
        unit = by_notation(self.corpus).get(notation)
        named = criterion_words(self.corpus, notation, self.lang).removeprefix(notation).strip()
        return named, self.text(unit.text) if unit and unit.text else ""

    def lines(self) -> None:
        sheet, rows = self.table(
            "sheet_lines",
            (
                _Column("notation", 12), _Column("criterion", 36), _Column("clause", 56),
                _Column("lost", 11, "count"), _Column("applied", 11, "count"), _Column("share", 10, "share"),
                _Column("points", 10, "score"),
            ),
            (
                (line.notation, *self.criterion(line.notation), line.violated, line.applied, line.share, line.points)
                for line in self.summary.lines
            ),
        )  # fmt: skip
        shown = min(rows, _TOP)
        self.chart(sheet, "bar", "chart_lines", "sheet_lines", shown, 0, 3, (rows + 2, 0))

    def base(self) -> None:
        self.table(
            "sheet_base",
            (
                _Column("notation", 12), _Column("clause", 80), _Column("violated", 12, "count"),
                _Column("applied", 12, "count"), _Column("share", 10, "share"),
            ),
            (
                (one.notation, self.criterion(one.notation)[1], one.violated, one.applied, one.share)
                for one in self.summary.base
            ),
        )  # fmt: skip

    def grades(self) -> None:
        summary = self.summary
        rows = [(g.label.in_(self.lang), n) for g, n in zip(summary.grades, summary.spread, strict=True)]
        rows.append((self.say("column_unsettled"), len(summary.reviews) - sum(summary.spread)))
        total = len(summary.reviews)
        sheet, number = self.table(
            "sheet_grades",
            (_Column("grade", 16), _Column("files", 10, "count"), _Column("part", 10, "share")),
            ((name, files, files / total) for name, files in rows),
        )
        self.chart(sheet, "column", "chart_grades", "sheet_grades", number, 0, 1, (0, 4))

    def trend(self) -> None:
        sheet, _ = self.table(
            "sheet_trend",
            (
                _Column("quarter", 16), _Column("files", 8, "count"), _Column("settled", 9, "count"),
                _Column("mean", 9, "mean"), _Column("median", 9, "mean"), _Column("lowest", 9, "score"),
                _Column("highest", 9, "score"), _Column("base_failures", 11, "count"), _Column("failed", 11, "count"),
            ),
            (
                (
                    self.quarter(q), q.files, q.scores.settled, *self.spread(q.scores), q.base_failures, q.failed,
                )
                for q in self.summary.quarters
            ),
        )  # fmt: skip
        dated = sum(q.year is not None for q in self.summary.quarters)
        self.chart(
            sheet, "line", "chart_trend", "sheet_trend", dated, 0, 3, (len(self.summary.quarters) + 2, 0)
        )

    def quarter(self, quarter: Quarter) -> str:
        if quarter.year is None:
            return self.say("no_date")
        return self.say("quarter", year=quarter.year, number=quarter.number)

    def national(self) -> None:
        self.table(
            "sheet_national",
            (
                _Column("rule", 9), _Column("severity", 10), _Column("law", 36), _Column("requirement", 64),
                _Column("files", 9, "count"), _Column("findings", 9, "count"), _Column("teams", 10, "count"),
            ),
            (
                (
                    clean(rule.notation), self.say(rule.severity), self.law(rule.law, articles(clean(rule.article), self.lang)),
                    self.text(rule.requirement), rule.files, rule.findings, rule.teams,
                )
                for rule in self.summary.rules
            ),
        )  # fmt: skip

    def law(self, law: Text, article: str) -> str:
        named = self.text(law)
        return self.say("law_article", law=named, article=article) if article else named

    # --- charts -----------------------------------------------------------------------------

    def chart(
        self, sheet: Worksheet, kind: str, title: str, name: str, rows: int, names: int, values: int,
        at: tuple[int, int],
    ) -> None:  # fmt: skip
        """A chart over the first rows of a sheet; none where there is nothing to draw."""
        if not rows:
            return
        place, heading = self.say(name), self.say(title)
        chart = self.book.add_chart({"type": kind})
        chart.add_series(
            {
                "name": [place, 0, values],
                "categories": [place, 1, names, rows, names],
                "values": [place, 1, values, rows, values],
                "marker": {"type": "circle"} if kind == "line" else {},
                "fill": {"color": "#3B6EA5"} if kind != "line" else {},
                "line": {"color": "#3B6EA5"} if kind == "line" else {},
                "data_labels": {"value": True} | ({"position": "above"} if kind == "line" else {}),
                "gap": 60,
            }
        )
        chart.set_title({"name": heading, "overlay": False, "name_font": {"name": HEAD, "size": 12}})
        chart.set_legend({"none": True})
        faint = {"visible": True, "line": {"color": "#D9D9D9", "width": 0.5}}
        if kind == "bar":
            chart.set_y_axis({"reverse": True})
            chart.set_x_axis({"min": 0, "major_gridlines": faint, "num_format": "0"})
        elif kind == "line":
            chart.set_y_axis({"min": 0, "max": 100, "major_gridlines": faint})
            chart.show_blanks_as("gap")
        else:
            chart.set_y_axis({"min": 0, "num_format": "0", "major_gridlines": faint})
        chart.set_size({"width": 640, "height": 120 + 26 * rows if kind == "bar" else 320})
        sheet.insert_chart(*at, chart, {"description": heading, "object_position": 3})
