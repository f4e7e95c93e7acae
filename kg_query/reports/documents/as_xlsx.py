"""A report as an Excel workbook: how it was made on the first sheet, then its tables, a sheet each.

A table begins in the first row of its sheet, so that other programs can read it: frozen heads, filters,
notes as comments. Bars have a sheet with a native chart, heat maps one of coloured cells. A text is never taken
for a formula or an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ...wording.layout import columns
from ..sheets import HEAD, height_of, new_workbook, printed, put
from ..templates.document_words import words
from .cells import chart_table, has_marks, plain, shown, tone
from .dates import day
from .model import (
    Bars,
    Block,
    Cell,
    Chart,
    Details,
    Document,
    HeatMap,
    Items,
    Marked,
    Network,
    Paragraph,
    Quote,
    Section,
    Table,
    Value,
)
from .svg import TONES
from .xlsx_cells import ReportStyles, comment, number
from .xlsx_charts import draw

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["to_xlsx"]

#: Characters across: a column of width 1, the narrowest, the widest, the two columns of the first sheet.
_USUAL, _NARROW, _WIDEST, _FACTS = 18.0, 8.0, 70.0, (26.0, 90.0)
#: What Excel takes: characters of a sheet's name, of a cell.
_NAME, _CELL = 31, 32000
_UNFIT = re.compile(r"[\[\]:：*?/\\\s]+")


def to_xlsx(document: Document) -> bytes:
    """The bytes of the workbook for a fitted document; the same document gives the same bytes."""
    made = BytesIO()
    book = new_workbook(made, document.title[:250], document.made_on, document.lang)
    _Book(book, document).write()
    book.close()
    return made.getvalue()


class _Book:
    """One report being written into one workbook."""

    def __init__(self, book: Workbook, document: Document) -> None:
        self.book, self.document, self.lang = book, document, document.lang
        self.styles = ReportStyles(book, 10.5)
        self.taken: set[str] = {"history"}  # the one name that Excel keeps for itself
        self.sheets: dict[str, tuple[str, Table]] = {}

    def write(self) -> None:
        about = self.new_sheet(words("sheet_about", self.lang))
        charts: list[tuple[str, HeatMap | Bars]] = []
        for block in _all_blocks(self.document.sections):
            if isinstance(block, Table) and block.key not in self.sheets:
                sheet = self.new_sheet(block.title)
                self.sheets[block.key] = (sheet.get_name(), block)
                _TableSheet(self, sheet, block).write()
            elif isinstance(block, (HeatMap, Bars)):
                sheet = self.new_sheet(words("chart", self.lang, title=block.title))
                charts.append((sheet.get_name(), block))
                draw(self.book, sheet, block, self.styles, self.lang)
        self.about(about, charts)
        about.activate()

    def new_sheet(self, title: str) -> Worksheet:
        """A sheet named after a title, as far as Excel allows, by a name that no other sheet has."""
        name = first = _UNFIT.sub(" ", title).strip(" '")[:_NAME].strip(" '") or "-"
        number = 1
        while name.casefold() in self.taken:
            number += 1
            name = f"{first[: _NAME - len(str(number)) - 1]} {number}"
        self.taken.add(name.casefold())
        return self.book.add_worksheet(name)

    # --- the first sheet --------------------------------------------------------------------

    def about(self, sheet: Worksheet, charts: list[tuple[str, HeatMap | Bars]]) -> None:
        document, lang, styles = self.document, self.lang, self.styles
        for place, width in enumerate(_FACTS):
            sheet.set_column(place, place, width)
        sheet.hide_gridlines(2)
        printed(sheet, lang)
        lines = _Lines(sheet, styles)
        lines.title(document.title)
        made = day(document)
        for text in (document.subtitle, words("date", lang, day=made) if made else ""):
            if text:
                lines.wide(text)
        if document.about:
            lines.head(words("about", lang))
            for label, value in document.about:
                lines.fact(label, value)
        if self.sheets or charts:
            lines.head(words("contents", lang))
            lines.fact(words("sheet", lang), words("content", lang), bold=True)
            for name, table in self.sheets.values():
                note = words("rows", lang, count=len(table.rows))
                lines.link(name, "\n".join(t for t in (table.title, note, table.note) if t))
            for name, chart in charts:
                lines.link(name, "\n".join(t for t in (chart.title, chart.description) if t))
        for section in document.sections:
            self.section(lines, section)

    def section(self, lines: _Lines, section: Section) -> None:
        lines.head(section.title)
        for text in self.texts(section.blocks):
            lines.wide(text)
        for part in section.sections:
            self.section(lines, part)

    def texts(self, blocks: tuple[Block, ...]) -> Iterator[str]:
        """What a section says outside its tables, and where its charts have their numbers."""
        for block in blocks:
            match block:
                case Paragraph():
                    yield block.text
                case Items():
                    for place, item in enumerate(block.items, 1):
                        yield f"{place}. {item}" if block.numbered else f"· {item}"
                case Quote():
                    yield f"{block.text}\n{words('source', self.lang, source=block.source)}"
                case Details():
                    yield block.summary
                    yield from self.texts(block.blocks)
                case Table():
                    pass
                case _:
                    yield self.of_chart(block)

    def of_chart(self, chart: Chart) -> str:
        table = words("in_table", self.lang, table=chart_table(self.document, chart.table))
        parts = [words("chart", self.lang, title=chart.title), chart.description, table]
        if isinstance(chart, Network):
            parts += _lines_of(chart, self.lang)
        return "\n".join(part for part in parts if part)


class _Lines:
    """The first sheet being written, line by line, over its two columns."""

    def __init__(self, sheet: Worksheet, styles: ReportStyles) -> None:
        self.sheet, self.styles, self.row = sheet, styles, 0

    def title(self, text: str) -> None:
        self._across(text, self.styles(font_name=HEAD, bold=True, font_size=16), 24.0, 0.6)

    def head(self, text: str) -> None:
        self.row += 1
        self._across(text, self.styles(font_name=HEAD, bold=True, font_size=12, bottom=1), 18.0, 0.8)

    def wide(self, text: str) -> None:
        self._across(text, self.styles(valign="top"), 15.0, 1.0)

    def fact(self, label: str, value: str, *, bold: bool = False) -> None:
        put(self.sheet, self.row, 0, label, self.styles.cell(font_name=HEAD, bold=True))
        style = self.styles.cell(font_name=HEAD, bold=True) if bold else self.styles.cell()
        put(self.sheet, self.row, 1, value, style)
        self._high([(label, _FACTS[0]), (value, _FACTS[1])])

    def link(self, name: str, text: str) -> None:
        place = "internal:'" + name.replace("'", "''") + "'!A1"
        style = self.styles.cell(font_color="#1A4F8B", underline=1)
        self.sheet.write_url(self.row, 0, place, style, string=name)
        put(self.sheet, self.row, 1, text, self.styles.cell())
        self._high([(name, _FACTS[0]), (text, _FACTS[1])])

    def _across(self, text: str, style: Format, line: float, share: float) -> None:
        self.sheet.merge_range(self.row, 0, self.row, 1, "", style)
        put(self.sheet, self.row, 0, text[:_CELL], style)
        self._high([(text, sum(_FACTS) * share)], line)

    def _high(self, texts: list[tuple[str, float]], line: float = 15.0) -> None:
        self.sheet.set_row(self.row, height_of(texts, line=line))
        self.row += 1


class _TableSheet:
    """A table on its sheet: heads in the first row, a row for each row."""

    def __init__(self, book: _Book, sheet: Worksheet, table: Table) -> None:
        self.book, self.sheet, self.table = book, sheet, table
        self.lang, self.styles = book.lang, book.styles

    def write(self) -> None:
        sheet, table = self.sheet, self.table
        widths = [self.width(place) for place in range(len(table.columns))]
        printed(sheet, self.lang, landscape=sum(widths) > 90)
        sheet.repeat_rows(0)
        sheet.set_header(f"&L&9{_header(table.title)}")
        sheet.freeze_panes(1, 1)
        for place, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
            sheet.set_column(place, place, width)
            put(sheet, 0, place, column.title, self.styles.head())
        sheet.set_row(0, height_of([(c.title, w - 3) for c, w in zip(table.columns, widths, strict=True)]))
        told = [table.title, table.note, words("marks", self.lang) if has_marks(table) else ""]
        if table.columns:
            comment(sheet, 0, 0, "\n".join(text for text in told if text))
        for line, row in enumerate(table.rows, 1):
            for place, value in enumerate(row):
                self.value(line, place, value)
            texts = [(shown(value, self.lang), width) for value, width in zip(row, widths, strict=True)]
            sheet.set_row(line, height_of(texts))
        if table.columns:
            sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)

    def width(self, place: int) -> float:
        """As wide as its longest line, within what its share of the table allows."""
        column = self.table.columns[place]
        texts = [column.title + "    ", *(shown(row[place], self.lang) for row in self.table.rows)]
        longest = max(columns(line) for text in texts for line in text.split("\n"))
        return min(max(_NARROW, longest + 3.0), max(_NARROW, min(_WIDEST, _USUAL * column.width)))

    def value(self, row: int, place: int, value: Value) -> None:
        if isinstance(value, Marked):
            self.marked(row, place, value)
            return
        fill = {"bg_color": TONES[tone(value)]} if tone(value) else {}
        bare = plain(value)
        if isinstance(bare, bool):
            put(self.sheet, row, place, shown(bare, self.lang), self.styles.cell(**fill))
        elif isinstance(bare, (int, float)):
            form = {"num_format": "0.###"} if isinstance(bare, float) and not bare.is_integer() else {}
            number(self.sheet, row, place, bare, self.styles.cell(**fill, **form))
        else:
            put(self.sheet, row, place, None if bare is None else bare[:_CELL], self.styles.cell(**fill))
        if isinstance(value, Cell) and value.note:
            comment(self.sheet, row, place, value.note)

    def marked(self, row: int, place: int, value: Marked) -> None:
        """Words taken out struck through, words put in underlined, in one cell."""
        looks = {
            "removed": self.styles(font_strikeout=True, font_color="#8F1D14"),
            "added": self.styles(underline=1, bold=True, font_color="#14592F"),
        }
        pieces: list[Any] = []
        runs = [run for run in value.runs if run.text]
        for run in runs:
            pieces += [looks[run.mark], run.text] if run.mark in looks else [run.text]
        style = self.styles.cell()
        if len(runs) > 1:
            self.sheet.write_rich_string(row, place, *pieces, style)
        elif runs:
            look = {"font_strikeout": runs[0].mark == "removed", "underline": int(runs[0].mark == "added")}
            put(self.sheet, row, place, runs[0].text, self.styles.cell(**look))
        else:
            put(self.sheet, row, place, None, style)


def _all_blocks(sections: tuple[Section, ...]) -> Iterator[Block]:
    """Every block of the report in order, those inside details included."""

    def within(blocks: tuple[Block, ...]) -> Iterator[Block]:
        for block in blocks:
            yield block
            if isinstance(block, Details):
                yield from within(block.blocks)

    for section in sections:
        yield from within(section.blocks)
        yield from _all_blocks(section.sections)


def _lines_of(chart: Network, lang: str) -> list[str]:
    """The lines of a network in words."""
    names = {node.key: node.label for node in chart.nodes}
    colon = words("colon", lang)
    return [
        f"{names.get(edge.a, edge.a)} – {names.get(edge.b, edge.b)}{colon}{edge.label or shown(edge.weight, lang)}"
        for edge in chart.edges
    ]


def _header(title: str) -> str:
    """A title at the head of a printed page, in which & would begin a code."""
    return title.replace("&", "&&").replace("\n", " ")[:100]
