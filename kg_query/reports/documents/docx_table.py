"""A table of a Word document: a head that every page repeats, group headings, words struck through or underlined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..templates.document_words import words
from ..word import append, faces_of
from .cells import Folded, Notes, numeric, shown, tone
from .model import Marked, Run, Value
from .svg import TONES

if TYPE_CHECKING:
    import docx.document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run as Words

__all__ = ["HEAD_FACES", "SOFT", "Grid", "bold_face"]

#: Faces of headings, Western and Chinese; the grey of what stands aside.
HEAD_FACES, SOFT = ("Arial", "黑体"), "4D5660"
_HEAD_FILL, _GROUP_FILL = "EEF1F4", "F7F7F7"
_COLOURS = {"removed": "8F1D14", "added": "14592F"}
#: A row with less text than this stays on one page.
_SHORT_ROW = 900


def bold_face(run: Words) -> None:
    """Sets a run in the bold face of headings."""
    run.bold = True
    faces_of(run._element.get_or_add_rPr(), HEAD_FACES)


class Grid:
    """A table that grows row by row, with a head that every page repeats."""

    def __init__(
        self, made: docx.document.Document, whole: Folded, title: str, room: float, lang: str
    ) -> None:
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.shared import Mm

        self.lang = lang
        self.right = [numeric(whole, place) for place in range(len(whole.columns))]
        total = sum(column.width for column in whole.columns)
        self.widths = [Mm(room * column.width / total) for column in whole.columns]
        self.grid = made.add_table(0, len(whole.columns), style="Table Grid")
        self.grid.autofit = False
        self.grid.alignment = WD_TABLE_ALIGNMENT.CENTER
        for column, width in zip(self.grid.columns, self.widths, strict=True):
            column.width = width
        append(self.grid._tbl.tblPr, "w:tblCaption", {"w:val": title[:250]})
        cells = self.cells(split=False)
        append(self.grid.rows[-1]._tr.get_or_add_trPr(), "w:tblHeader", {})
        for cell, column, right in zip(cells, whole.columns, self.right, strict=True):
            _fill(cell, _HEAD_FILL)
            self.text(cell, (Run(column.title),), bold=True, right=right)

    def cells(self, *, split: bool) -> list[_Cell]:
        row = self.grid.add_row()
        if not split:
            append(row._tr.get_or_add_trPr(), "w:cantSplit", {}, first=True)
        cells = list(row.cells)
        for cell, width in zip(cells, self.widths, strict=True):
            cell.width = width
        return cells

    def band(self, title: str) -> None:
        """The heading of a group, which stays with the row below it."""
        cells = self.cells(split=False)
        whole = cells[0].merge(cells[-1]) if len(cells) > 1 else cells[0]
        _fill(whole, _GROUP_FILL)
        for empty in whole.paragraphs[1:]:
            empty._p.getparent().remove(empty._p)
        self.text(whole, (Run(title),), bold=True).paragraph_format.keep_with_next = True

    def row(self, row: tuple[Value, ...], notes: Notes) -> None:
        lang = self.lang
        texts = [v.runs if isinstance(v, Marked) else (Run(shown(v, lang)),) for v in row]
        long = sum(len(run.text) for runs in texts for run in runs) > _SHORT_ROW
        for cell, value, runs, right in zip(self.cells(split=long), row, texts, self.right, strict=True):
            if tone(value):
                _fill(cell, TONES[tone(value)].removeprefix("#").upper())
            number = notes.number(value)
            self.text(cell, runs, right=right, note=words("note_mark", lang, number=number) if number else "")

    def text(
        self, cell: _Cell, runs: tuple[Run, ...], *, bold: bool = False, right: bool = False, note: str = ""
    ) -> Paragraph:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt, RGBColor

        line: Paragraph = cell.paragraphs[0]
        form = line.paragraph_format
        form.space_before = form.space_after = Pt(2)
        form.line_spacing = 1.1
        if right:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for one in runs:
            run = line.add_run(one.text)
            run.font.size = Pt(9)
            if bold:
                bold_face(run)
            if one.mark != "same":
                run.font.color.rgb = RGBColor.from_string(_COLOURS[one.mark])
                run.font.strike = True if one.mark == "removed" else None
                run.font.underline = run.font.bold = True if one.mark == "added" else None
        if note:
            mark = line.add_run(note)
            mark.font.size, mark.font.color.rgb = Pt(7.5), RGBColor.from_string(SOFT)
        return line


def _fill(cell: _Cell, colour: str) -> None:
    append(cell._tc.get_or_add_tcPr(), "w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": colour})
