"""A report as a PDF, tagged for screen readers (PDF/UA-1), with bookmarks and the fonts of this machine."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from ..fonts import PageFonts
from ..plain import breakable
from ..templates.document_words import words
from ..typesetting import typeset
from .cells import Notes, chart_table, folded, has_marks, is_wide, numeric, shown, tone
from .charts import draw
from .dates import day
from .model import (
    Block,
    Chart,
    Details,
    Document,
    Items,
    Marked,
    Paragraph,
    Quote,
    Section,
    Table,
    Value,
)

__all__ = ["to_pdf"]

#: The height in pixels of a page upright and on its side, for a drawing with its heading.
_TALLEST = {False: 1000.0, True: 620.0}
#: A row with less text than this stays on one page.
_SHORT_ROW = 900


def to_pdf(document: Document) -> bytes:
    """The bytes of the PDF for a fitted document.

    A character that no font of this machine has keeps the file from being PDF/UA; the first page then says
    that such characters are shown as boxes.

    Raises:
        UsageError: the extra `pdf` is not installed.
        InputError: this machine has no Chinese font.
    """
    lang = document.lang

    def data(fonts: PageFonts) -> dict[str, Any]:
        page, made = _Page(document, fonts), day(document)
        return {
            "lang": lang,
            "title": document.title or words("untitled", lang),
            "subtitle": breakable(document.subtitle),
            "date": words("date", lang, day=made) if made else "",
            "contents": words("contents", lang),
            "notes": words("notes", lang),
            "about_title": words("about", lang),
            "about": [[breakable(label), breakable(value)] for label, value in document.about],
            "parts": [
                {"flipped": wide, "sections": [page.section(one, wide) for one in sections]}
                for wide, sections in groupby(document.sections, key=is_wide)
            ],
        }

    return typeset("document.typ", data, lang, document.made_on)


class _Page:
    """A report on its way to the template: plain lists and strings."""

    def __init__(self, document: Document, fonts: PageFonts) -> None:
        self.document, self.lang, self.charts = document, document.lang, 0
        self.family = ", ".join(f"'{face}'" for face in fonts.sans)

    def section(self, section: Section, wide: bool) -> dict[str, Any]:
        return {
            "title": breakable(section.title) or words("untitled", self.lang),
            "blocks": [self.block(block, wide) for block in section.blocks],
            "sections": [self.section(part, wide) for part in section.sections],
        }

    def block(self, block: Block, wide: bool) -> dict[str, Any]:
        match block:
            case Paragraph():
                return {"kind": "paragraph", "text": breakable(block.text)}
            case Items():
                items = [breakable(item) for item in block.items]
                return {"kind": "items", "items": items, "numbered": block.numbered}
            case Quote():
                source = words("source", self.lang, source=block.source)
                return {"kind": "quote", "text": breakable(block.text), "source": breakable(source)}
            case Details():
                inner = [self.block(one, wide) for one in block.blocks]
                return {"kind": "details", "summary": breakable(block.summary), "blocks": inner}
            case Table():
                return self.table(block)
            case _:
                return self.chart(block, wide)

    def chart(self, chart: Chart, wide: bool) -> dict[str, Any]:
        self.charts += 1
        table = words("in_table", self.lang, table=chart_table(self.document, chart.table))
        drawings = draw(chart, f"chart-{self.charts}", self.lang, self.family, _TALLEST[wide])
        return {
            "kind": "chart",
            "title": breakable(chart.title),
            "description": breakable("\n".join(text for text in (chart.description, table) if text)),
            "drawings": [
                {"svg": d.svg, "alt": d.alt or words("untitled", self.lang), "width": d.width}
                for d in drawings
            ],
        }

    def table(self, table: Table) -> dict[str, Any]:
        whole, notes, lang = folded(table, self.lang), Notes(), self.lang
        right = [numeric(whole, place) for place in range(len(whole.columns))]
        remarks = [table.note, words("marks", lang) if has_marks(table) else ""]
        return {
            "kind": "table",
            "title": breakable(table.title),
            "remarks": [breakable(remark) for remark in remarks if remark],
            "empty": "" if table.rows and whole.columns else words("empty", lang),
            "columns": [
                {"title": breakable(column.title), "width": column.width, "right": to_right}
                for column, to_right in zip(whole.columns, right, strict=True)
            ],
            "groups": [
                {
                    "title": group.title and words("group", lang, group=group.title, count=len(group.rows)),
                    "rows": [self.row(row, notes) for row in group.rows],
                }
                for group in whole.groups
            ],
            "notes": [
                [words("note_mark", lang, number=number), breakable(note)]
                for number, note in enumerate(notes.texts(), 1)
            ],
        }

    def row(self, row: tuple[Value, ...], notes: Notes) -> dict[str, Any]:
        cells = [self.cell(value, notes) for value in row]
        long = sum(len(run["text"]) for cell in cells for run in cell["runs"]) > _SHORT_ROW
        return {"cells": cells, "splits": long}

    def cell(self, value: Value, notes: Notes) -> dict[str, Any]:
        number = notes.number(value)
        if isinstance(value, Marked):
            runs = [{"text": breakable(run.text), "mark": run.mark} for run in value.runs]
        else:
            runs = [{"text": breakable(shown(value, self.lang)), "mark": "same"}]
        note = words("note_mark", self.lang, number=number) if number else ""
        return {"runs": runs, "tone": tone(value), "note": note}
