"""The form as an Excel workbook: the form on one sheet, as it is printed, and the annex page on another."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING

from .form import Box, Form, Section
from .sheets import HEAD, Styles, height_of, merged, new_workbook, printed, put
from .templates.words import word

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["to_xlsx"]

#: The columns of the form in characters: boxes take 1, 2, 1, 2 of them, deductions 2, 3, 1.
_FORM = (16.0, 16.0, 13.0, 16.0, 16.0, 13.0)
_BOXES, _ROWS = ((0, 0), (1, 2), (3, 3), (4, 5)), ((0, 1), (2, 4), (5, 5))
#: Up to this height in points the form is printed on one page, a little smaller where it must be.
_ONE_PAGE = 1050.0
#: The columns of the annex page, of which each table takes its share.
_ANNEX = (7.5,) * 12


def to_xlsx(form: Form) -> bytes:
    """The bytes of the workbook; the same form gives the same bytes."""
    made = BytesIO()
    book = new_workbook(made, form.title, form.made_on, form.lang)
    styles = _Styles(book, 11)
    _FormSheet(book.add_worksheet("评查表" if form.lang == "zh" else "Form"), form, styles).write()
    _AnnexSheet(book.add_worksheet(form.annex.title), form, styles).write()
    book.close()
    return made.getvalue()


class _Styles(Styles):
    """The formats of boxes and their labels."""

    def cell(self, **more: object) -> Format:
        indent = {} if more.get("align") == "center" else {"indent": 1}
        return self(**({"border": 1} | indent | more))

    def label(self, **more: object) -> Format:
        return self.cell(**({"font_name": HEAD, "bold": True, "align": "center"} | more))


def _width(widths: tuple[float, ...], span: tuple[int, int]) -> float:
    return sum(widths[span[0] : span[1] + 1])


class _FormSheet:
    """The official form on one sheet."""

    def __init__(self, sheet: Worksheet, form: Form, styles: _Styles) -> None:
        self.sheet, self.form, self.styles, self.row = sheet, form, styles, 0
        self.height = 0.0

    def write(self) -> None:
        form, styles = self.form, self.styles
        for column, width in enumerate(_FORM):
            self.sheet.set_column(column, column, width)
        printed(self.sheet, form.lang)
        self.sheet.hide_gridlines(2)
        size = 18 if form.lang == "zh" else 14
        self.line(form.title, styles(font_name=HEAD, bold=True, font_size=size, align="center"), 30)
        self.line(form.source, styles(font_size=9.5, align="center"), 18)
        if form.banner:
            self.line(form.banner, styles(font_size=9, border=1))
        for section in form.sections:
            self.section(section)
        self.line("", styles(), 14)
        colon = "：" if form.lang == "zh" else ": "
        for who in form.signatures:
            merged(self.sheet, self.row, 0, 1, who + colon, styles(valign="bottom"))
            merged(self.sheet, self.row, 2, 3, "", styles(bottom=1))
            when = word("sign_date", form.lang) + colon + word("sign_day", form.lang)
            merged(self.sheet, self.row, 4, 5, when, styles(valign="bottom", indent=1))
            self.next(32)
        if form.remarks:
            self.line("", styles(), 8)
            self.line(word("remarks", form.lang), styles(font_name=HEAD, bold=True, font_size=9))
            for number, remark in enumerate(form.remarks, 1):
                self.line(f"{number}. {remark}", styles(font_size=9, valign="top"))
        self.sheet.print_area(0, 0, self.row - 1, len(_FORM) - 1)
        if self.height <= _ONE_PAGE:
            self.sheet.fit_to_pages(1, 1)

    def next(self, height: float) -> None:
        self.sheet.set_row(self.row, height)
        self.height += height
        self.row += 1

    def line(self, text: str, style: Format, height: float | None = None) -> None:
        """A text over the whole width."""
        merged(self.sheet, self.row, 0, len(_FORM) - 1, text, style)
        self.next(height or height_of([(text, sum(_FORM) * 1.1)], line=13))

    def section(self, section: Section) -> None:
        self.line(section.title, self.styles.label(align="left", bg_color="#EBEBEB"), 22)
        if section.columns:
            self.deductions(section)
        else:
            for row in section.box_rows:
                self.boxes(row)

    def boxes(self, row: tuple[Box, ...]) -> None:
        texts: list[tuple[str, float]] = []
        for place, box in enumerate(row):
            label, value = _BOXES[2 * place], _BOXES[2 * place + 1]
            if len(row) == 1:
                value = (value[0], len(_FORM) - 1)
            text = self.text(box)
            texts += [(box.label, _width(_FORM, label)), (text, _width(_FORM, value))]
            merged(self.sheet, self.row, *label, box.label, self.styles.label())
            style = self.styles.cell(valign="bottom", font_size=9) if box.tall else self.styles.cell()
            merged(self.sheet, self.row, *value, text, style)
        self.next(max(height_of(texts), 52 if any(box.tall for box in row) else 25))

    def text(self, box: Box) -> str:
        """What the box holds; the choices two in a line where it is wide."""
        if not box.choices:
            return "\n".join(box.lines)
        step = 1 if not box.wide or (self.form.lang == "en" and len(box.choices) > 2) else 2
        gap = "　　" if self.form.lang == "zh" else "     "
        some = [choice.text for choice in box.choices]
        return "\n".join(gap.join(some[i : i + step]) for i in range(0, len(some), step))

    def deductions(self, section: Section) -> None:
        for span, text in zip(_ROWS, section.columns, strict=True):
            merged(self.sheet, self.row, *span, text, self.styles.label())
        self.next(height_of([(t, _width(_FORM, s)) for s, t in zip(_ROWS, section.columns, strict=True)]))
        for row in section.rows:
            for span, text in zip(_ROWS, row, strict=True):
                last = span == _ROWS[-1]
                value: object = _number(text) if last else text
                style = self.styles.cell(align="center" if last else "left")
                if isinstance(value, str):
                    merged(self.sheet, self.row, *span, value, style)
                else:
                    put(self.sheet, self.row, span[0], value, style)
            self.next(max(height_of([(t, _width(_FORM, s)) for s, t in zip(_ROWS, row, strict=True)]), 22))
        last_row = self.row + len(section.sums) - 1
        merged(self.sheet, self.row, *_ROWS[0], section.formula, self.styles.cell(), last_row)
        for label, value in section.sums:
            merged(self.sheet, self.row, *_ROWS[1], label, self.styles.label(align="left"))
            put(self.sheet, self.row, _ROWS[2][0], _number(value), self.styles.cell(align="center"))
            self.next(max(height_of([(value, _FORM[-1])]), 22))


def _number(text: str) -> str | float:
    """A number where the text is one."""
    try:
        return float(text)
    except ValueError:
        return text


class _AnnexSheet:
    """The annex page on a sheet of its own."""

    def __init__(self, sheet: Worksheet, form: Form, styles: _Styles) -> None:
        self.sheet, self.annex, self.lang, self.styles, self.row = sheet, form.annex, form.lang, styles, 0

    def write(self) -> None:
        styles, colon = self.styles, "：" if self.lang == "zh" else ": "
        self.sheet.set_column(0, len(_ANNEX) - 1, _ANNEX[0])
        printed(self.sheet, self.lang)
        self.sheet.hide_gridlines(2)
        self.line(self.annex.title, styles(font_name=HEAD, bold=True, font_size=14), 24)
        self.line(self.annex.intro, styles(font_size=9))
        for label, value in self.annex.facts:
            self.line(label + colon + value, styles(font_size=9))
        for table in self.annex.tables:
            self.line("", styles(), 6)
            self.line(table.title, styles(font_name=HEAD, bold=True))
            if not table.rows:
                self.line(table.empty, styles(font_size=9))
                continue
            if table.intro:
                self.line(table.intro, styles(font_size=9))
            spans = _spans(table.widths)
            self.cells(spans, table.columns, styles.label(font_size=9, align="left"))
            for row in table.rows:
                self.cells(spans, row, styles.cell(font_size=9, valign="top"))
        self.sheet.print_area(0, 0, self.row - 1, len(_ANNEX) - 1)

    def line(self, text: str, style: Format, height: float | None = None) -> None:
        merged(self.sheet, self.row, 0, len(_ANNEX) - 1, text, style)
        self.sheet.set_row(self.row, height or height_of([(text, sum(_ANNEX) * 1.1)], line=13))
        self.row += 1

    def cells(self, spans: list[tuple[int, int]], texts: tuple[str, ...], style: Format) -> None:
        for span, text in zip(spans, texts, strict=True):
            merged(self.sheet, self.row, *span, text, style)
        sizes = [(text, _width(_ANNEX, span) * 1.1) for span, text in zip(spans, texts, strict=True)]
        self.sheet.set_row(self.row, height_of(sizes, line=13))
        self.row += 1


def _spans(widths: tuple[int, ...]) -> list[tuple[int, int]]:
    """The columns each share of the width takes, first and last; each at least one.

    >>> _spans((25, 75))
    [(0, 2), (3, 11)]
    """
    edges = [0]
    for place in range(1, len(widths) + 1):
        edge = round(len(_ANNEX) * sum(widths[:place]) / sum(widths))
        edges.append(min(max(edge, edges[-1] + 1), len(_ANNEX) - (len(widths) - place)))
    return [(a, b - 1) for a, b in pairwise(edges)]
