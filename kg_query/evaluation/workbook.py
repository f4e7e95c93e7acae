"""The working form as an Excel workbook: a sheet for each team, and one to compare several."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ..reports.plain import CELL_LENGTH, short
from ..reports.sheets import HEAD, Styles, height_of, merged, new_workbook, printed, put
from ..wording.citation import cite
from .form import working_form
from .phrases import basis, figure, team_name
from .report import Evaluation, TeamEvaluation, plain
from .words import FORM, NO_DATA

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from ..reports.annex import AnnexTable
    from ..reports.form import Form

__all__ = ["to_xlsx"]

#: The columns of a team's sheet in characters: indicator, name, numerator, denominator, value, unit, basis.
_WIDTHS = (10.0, 30.0, 10.0, 10.0, 10.0, 10.0, 62.0)
_LAST = len(_WIDTHS) - 1
#: The columns that a table of so many columns takes.
_SPANS = {4: ((0, 0), (1, 1), (2, 5), (6, 6)), 5: ((0, 1), (2, 2), (3, 3), (4, 5), (6, 6))}
_LONGEST = 31


def to_xlsx(answer: Evaluation, lang: str = "zh") -> bytes:
    """The bytes of the workbook; the same evaluation gives the same bytes."""
    made = BytesIO()
    book = new_workbook(made, FORM["title"].in_(lang), answer.as_of, lang)
    styles, taken = _Styles(book, 10.5), set[str]()
    if len(answer.teams) > 1:
        sheet = book.add_worksheet(_name(FORM["comparison"].in_(lang), taken))
        _Comparison(sheet, answer, lang, styles).write()
    for number, team in enumerate(answer.teams, 1):
        name = FORM["sheet"].in_(lang) if len(answer.teams) == 1 else f"{number} {team_name(team, lang)}"
        _TeamSheet(book.add_worksheet(_name(name, taken)), answer, team, lang, styles).write()
    book.close()
    return made.getvalue()


def _name(text: str, taken: set[str]) -> str:
    """A name that a sheet may have: no mark that Excel refuses, not too long, none twice."""
    base = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "_", text).strip("' ")[:_LONGEST] or "_"
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        name = f"{base[: _LONGEST - 1 - len(str(number))]}-{number}"
    taken.add(name.casefold())
    return name


class _Styles(Styles):
    """The formats of cells and their labels."""

    def cell(self, **more: object) -> Format:
        return self(**({"border": 1, "valign": "top"} | more))

    def label(self, **more: object) -> Format:
        return self(**({"border": 1, "font_name": HEAD, "bold": True, "align": "center"} | more))


class _Sheet:
    """Rows written from the top down, each as high as its text needs."""

    widths: tuple[float, ...] = _WIDTHS

    def __init__(self, sheet: Worksheet, lang: str, styles: _Styles) -> None:
        self.sheet, self.lang, self.styles, self.at = sheet, lang, styles, 0

    def word(self, key: str) -> str:
        return FORM[key].in_(self.lang)

    def set_up(self) -> None:
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)
        printed(self.sheet, self.lang, landscape=True)
        self.sheet.hide_gridlines(2)

    def next(self, height: float) -> None:
        self.sheet.set_row(self.at, height)
        self.at += 1

    def line(self, text: str, style: Format, height: float | None = None) -> None:
        """A text over the whole width."""
        merged(self.sheet, self.at, 0, len(self.widths) - 1, text, style)
        self.next(height or height_of([(text, sum(self.widths))]))

    def cells(self, cells: Iterable[tuple[int, int, Any]], style: Format) -> None:
        """One row: each cell with its first and last column."""
        sizes = []
        for first, last, value in cells:
            text = short(value, self.lang, CELL_LENGTH) if isinstance(value, str) else value
            if first == last:
                put(self.sheet, self.at, first, text, style)
            else:
                merged(self.sheet, self.at, first, last, text, style)
            sizes.append((str(text or ""), sum(self.widths[first : last + 1])))
        self.next(height_of(sizes))


class _TeamSheet(_Sheet):
    """Everything about one team on one sheet."""

    def __init__(
        self, sheet: Worksheet, answer: Evaluation, team: TeamEvaluation, lang: str, styles: _Styles
    ) -> None:
        super().__init__(sheet, lang, styles)
        self.answer, self.team = answer, team

    def write(self) -> None:
        form, styles = working_form(self.answer, self.team, self.lang), self.styles
        self.set_up()
        self.line(form.title, styles(font_name=HEAD, bold=True, font_size=16, align="center"), 28)
        self.line(form.source, styles(font_size=9.5, align="center"), 18)
        self.line(form.banner, styles(font_size=9, border=1))
        self.head(form)
        for remark in form.remarks:
            self.line(remark, styles(font_size=9))
        self.line("", styles(), 8)
        self.indicators()
        for table in form.annex.tables[len(self.team.contents) :]:
            self.table(table)
        self.line("", styles(), 14)
        for who in form.signatures:
            self.cells([(0, 1, who), (2, 5, ""), (6, 6, "")], styles(valign="bottom"))
        self.sheet.print_area(0, 0, self.at - 1, _LAST)

    def head(self, form: Form) -> None:
        for section in form.sections:
            self.line(section.title, self.styles.label(align="left", bg_color="#EBEBEB"), 20)
            for box in section.boxes:
                merged(self.sheet, self.at, 0, 1, box.label, self.styles.label())
                merged(self.sheet, self.at, 2, _LAST, "\n".join(box.lines), self.styles.cell())
                self.next(52 if box.tall else 22)

    def indicators(self) -> None:
        """The indicators, content by content, with numbers as numbers."""
        keys = ("indicator", "label", "numerator", "denominator", "value", "unit", "basis")
        self.cells(((n, n, self.word(k)) for n, k in enumerate(keys)), self.styles.label())
        for content in self.team.contents:
            place = cite(self.answer.corpus, content.provision, self.lang)
            text = content.text.in_(self.lang).rstrip("；。;.")
            self.line(
                f"{place}{'　' if self.lang == 'zh' else ' '}{text}",
                self.styles.label(align="left", bg_color="#EBEBEB"),
            )
            for value in content.values:
                one = value.indicator
                row = (
                    one.notation,
                    one.label.in_(self.lang),
                    plain(value.numerator),
                    plain(value.denominator),
                    NO_DATA.in_(self.lang) if value.value is None else plain(value.value),
                    one.unit.in_(self.lang),
                    "\n".join(basis(value, self.lang)),
                )
                self.cells(((n, n, cell) for n, cell in enumerate(row)), self.styles.cell(font_size=9))

    def table(self, table: AnnexTable) -> None:
        """A table of five columns or fewer, laid over the columns of the sheet."""
        self.line("", self.styles(), 8)
        self.line(table.title, self.styles.label(align="left", bg_color="#EBEBEB"), 20)
        if not table.rows:
            self.line(table.empty, self.styles(font_size=9))
            return
        spans = _SPANS[len(table.columns)]
        for row, style in (
            (table.columns, self.styles.label(font_size=9)),
            *((r, self.styles.cell(font_size=9)) for r in table.rows),
        ):
            self.cells(((a, b, cell) for (a, b), cell in zip(spans, row, strict=True)), style)


class _Comparison(_Sheet):
    """The indicators of several teams side by side, without a ranking."""

    def __init__(self, sheet: Worksheet, answer: Evaluation, lang: str, styles: _Styles) -> None:
        super().__init__(sheet, lang, styles)
        self.answer = answer
        self.widths = (10.0, 30.0, *(20.0 for _ in answer.teams))

    def write(self) -> None:
        self.set_up()
        styles, teams = self.styles, self.answer.teams
        self.line(self.word("comparison"), styles(font_name=HEAD, bold=True, font_size=14), 24)
        self.line(self.word("no_ranking"), styles(font_size=9), 18)
        heads = (self.word("indicator"), self.word("label"), *(team_name(t, self.lang) for t in teams))
        self.cells(((n, n, text) for n, text in enumerate(heads)), styles.label())
        for one in self.answer.definitions.indicators:
            row = (
                one.notation,
                one.label.in_(self.lang),
                *(figure(t.of(one.notation), self.lang) for t in teams),
            )
            self.cells(((n, n, text) for n, text in enumerate(row)), styles.cell(font_size=9))
        self.sheet.freeze_panes(3, 2)
