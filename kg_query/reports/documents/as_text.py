"""A report for the terminal: headings, wrapped text, tables whose cells fold, small bars.

Widths are counted in columns of a terminal, in which a Chinese character takes two. A table that is too
wide even when its cells fold is written as records, one line for each value.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from ...wording.layout import WIDTH, columns, wrap
from ..templates.document_words import words
from .cells import Folded, Notes, chart_table, folded, has_marks, numeric, shown
from .dates import day
from .model import (
    Bars,
    Block,
    Details,
    Document,
    HeatMap,
    Items,
    Network,
    Paragraph,
    Quote,
    Section,
    Table,
    Value,
)

__all__ = ["to_text"]

#: Columns of a terminal: the least a cell can be read in, the gap between two cells, a bar at its longest.
_LEAST, _GAP, _BAR = 8, 2, 30
#: Lines a cell may fold into before the table is written as records.
_DEEPEST = 10


def to_text(document: Document, width: int = WIDTH) -> bytes:
    """The report as UTF-8 text, its lines no wider than `width` columns where they can be broken."""
    lines = list(_Writer(document, max(width, 40)).lines())
    text = "\n".join(line.rstrip() for line in lines)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return (text.strip("\n") + "\n").encode("utf-8")


class _Writer:
    """One report being written; every part yields lines."""

    def __init__(self, document: Document, width: int) -> None:
        self.document, self.lang, self.width = document, document.lang, width

    def lines(self) -> Iterator[str]:
        document = self.document
        yield from self.heading(document.title, "=")
        if document.subtitle:
            yield from wrap(document.subtitle, self.width)
        if made := day(document):
            yield words("date", self.lang, day=made)
        for section in document.sections:
            yield from self.section(section, 0)
        if document.about:
            yield ""
            yield from self.heading(words("about", self.lang), "-")
            for label, value in document.about:
                yield from self.fact(label, value)

    def heading(self, text: str, line: str) -> Iterator[str]:
        lines = wrap(text, self.width)
        yield from lines
        yield line * min(self.width, max(map(columns, lines)))

    def fact(self, label: str, value: str) -> list[str]:
        return wrap(value, self.width, label + words("colon", self.lang), "  ")

    def section(self, section: Section, depth: int) -> Iterator[str]:
        yield ""
        if depth == 0:
            yield from self.heading(section.title, "-")
        else:
            yield from wrap(section.title, self.width, "#" * (depth + 1) + " ")
        yield from self.blocks(section.blocks)
        for part in section.sections:
            yield from self.section(part, depth + 1)

    def blocks(self, blocks: tuple[Block, ...]) -> Iterator[str]:
        for block in blocks:
            yield ""
            yield from self.block(block)

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph():
                yield from wrap(block.text, self.width)
            case Items():
                for number, item in enumerate(block.items, 1):
                    mark = f"{number}. " if block.numbered else "- "
                    yield from wrap(item, self.width, mark, " " * len(mark))
            case Quote():
                yield from wrap(block.text, self.width, "  | ", "  | ")
                yield from wrap(words("source", self.lang, source=block.source), self.width, "  | ", "  | ")
            case Details():
                yield from wrap(block.summary, self.width)
                yield from self.blocks(block.blocks)
            case Table():
                yield from self.table(block)
            case Bars():
                yield from self.bars(block)
            case HeatMap() | Network():
                yield from self.chart(block)

    # --- charts -----------------------------------------------------------------------------

    def chart(self, chart: HeatMap | Bars | Network) -> Iterator[str]:
        yield from wrap(words("chart", self.lang, title=chart.title), self.width)
        yield from wrap(chart.description, self.width, "  ", "  ")
        table = chart_table(self.document, chart.table)
        yield from wrap(words("in_table", self.lang, table=table), self.width, "  ", "  ")

    def bars(self, chart: Bars) -> Iterator[str]:
        yield from self.chart(chart)
        series = list(dict.fromkeys(name for bar in chart.bars for name, _ in bar.parts))
        fills = dict(zip(series, "█▒░▓▚▞" * (1 + len(series) // 6), strict=False))
        if len(series) > 1:
            yield "  " + "  ".join(f"{fills[name]} {name}" for name in series)
        most = max((sum(max(0.0, v) for _, v in bar.parts) for bar in chart.bars), default=0) or 1
        unit = f" {chart.unit}" if chart.unit else ""
        values = [" + ".join(shown(value, self.lang) for _, value in bar.parts) + unit for bar in chart.bars]
        room = min(24, max((columns(bar.label) for bar in chart.bars), default=0))
        longest = self.width - room - 6 - len(series) - max(map(columns, values), default=0)
        longest = max(5, min(_BAR, longest))
        for bar, said in zip(chart.bars, values, strict=True):
            drawn = "".join(
                fills[name] * math.ceil(longest * value / most) for name, value in bar.parts if value > 0
            )
            label, *more = _broken(bar.label, room)
            yield f"  {_filled(label, room)}  {drawn} {said}"
            yield from (f"  {line}" for line in more)

    # --- tables -----------------------------------------------------------------------------

    def table(self, table: Table) -> Iterator[str]:
        yield from wrap(f"[{table.key}] {table.title}", self.width)
        if table.note:
            yield from wrap(table.note, self.width)
        if has_marks(table):
            yield from wrap(words("marks_plain", self.lang), self.width)
        if not table.rows:
            yield words("empty", self.lang)
            return
        whole, notes = folded(table, self.lang), Notes()
        cells = [[[self.cell(v, notes) for v in row] for row in group.rows] for group in whole.groups]
        widths = self.widths(whole, cells)
        if widths is None:
            yield from self.records(whole, cells)
        else:
            yield from self.grid(whole, cells, widths)
        for number, note in enumerate(notes.texts(), 1):
            mark = words("note_mark", self.lang, number=number)
            yield from wrap(note, self.width, mark + " ", " " * (columns(mark) + 1))

    def cell(self, value: Value, notes: Notes) -> str:
        number = notes.number(value)
        return shown(value, self.lang) + (words("note_mark", self.lang, number=number) if number else "")

    def widths(self, whole: Folded, cells: list[list[list[str]]]) -> list[int] | None:
        """The width of each column, or None where there are too many to be read side by side."""
        count = len(whole.columns)
        if not count:
            return None
        natural = [columns(column.title) for column in whole.columns]
        for row in (row for rows in cells for row in rows):
            for place, text in enumerate(row):
                natural[place] = max(natural[place], *(columns(line) for line in text.split("\n")))
        room = self.width - _GAP * (count - 1)
        if sum(natural) <= room:
            return natural
        if room < _LEAST * count:
            return None
        # narrow columns get what they need, thin ones the least; the others share the rest by their weights
        widths, open_, left = [0] * count, set(range(count)), room
        while open_:
            share = {
                p: left * whole.columns[p].width / sum(whole.columns[q].width for q in open_) for p in open_
            }
            settled = {p: natural[p] for p in open_ if natural[p] <= max(share[p], _LEAST)}
            settled = (
                settled
                or {p: _LEAST for p in open_ if share[p] < _LEAST}
                or {p: int(share[p]) for p in open_}
            )
            for place, width in settled.items():
                widths[place] = width
            left -= sum(settled.values())
            open_ -= settled.keys()
        deep = max(
            (
                -(-columns(t) // w)
                for rows in cells
                for row in rows
                for t, w in zip(row, widths, strict=True)
                if w
            ),
            default=0,
        )
        return None if deep > _DEEPEST or sum(widths) > room else widths

    def grid(self, whole: Folded, cells: list[list[list[str]]], widths: list[int]) -> Iterator[str]:
        right = [numeric(whole, place) for place in range(len(widths))]
        rule = (" " * _GAP).join("-" * width for width in widths)
        yield from _row([column.title for column in whole.columns], widths, right)
        yield rule
        tall = any(
            columns(t) > w or "\n" in t
            for rows in cells
            for row in rows
            for t, w in zip(row, widths, strict=True)
        )
        first = True
        for group, rows in zip(whole.groups, cells, strict=True):
            if group.title:
                if not first:
                    yield ""
                yield from wrap(
                    words("group", self.lang, group=group.title, count=len(rows)), self.width, "> "
                )
                first = True
            for row in rows:
                if tall and not first:
                    yield rule.replace("-", "·") if len(widths) > 2 else ""
                yield from _row(row, widths, right)
                first = False
        yield rule

    def records(self, whole: Folded, cells: list[list[list[str]]]) -> Iterator[str]:
        for group, rows in zip(whole.groups, cells, strict=True):
            if group.title:
                yield from wrap(
                    words("group", self.lang, group=group.title, count=len(rows)), self.width, "> "
                )
            for row in rows:
                for place, (column, text) in enumerate(zip(whole.columns, row, strict=True)):
                    mark = "- " if place == 0 else "  "
                    yield from wrap(text, self.width, mark + column.title + words("colon", self.lang), "    ")


def _row(cells: list[str], widths: list[int], right: list[bool]) -> Iterator[str]:
    """The lines of one row, its cells folded and set below each other."""
    folds = [_broken(text, width) for text, width in zip(cells, widths, strict=True)]
    for line in range(max(map(len, folds))):
        parts = [
            _filled(fold[line] if line < len(fold) else "", width, right=to_right)
            for fold, width, to_right in zip(folds, widths, right, strict=True)
        ]
        yield (" " * _GAP).join(parts)


def _broken(text: str, width: int) -> list[str]:
    """The lines of a cell; a word that is too long for it is broken where the cell ends."""
    lines: list[str] = []
    for line in wrap(text, width):
        while columns(line) > width:
            size = len(line)
            while size > 1 and columns(line[:size]) > width:
                size = size // 2 if columns(line[: size // 2]) > width else size - 1
            lines.append(line[:size])
            line = line[size:]
        lines.append(line)
    return lines


def _filled(text: str, width: int, *, right: bool = False) -> str:
    """The text with spaces up to `width` columns."""
    room = " " * max(0, width - columns(text))
    return room + text if right else text + room
