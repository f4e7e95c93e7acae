"""A table of a Word document: a head that every page repeats, group headings, words struck through or underlined.

Rows are written as XML: python-docx takes a second for every few hundred cells.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from ..templates.document_words import words
from ..word import append, faces_of
from .cells import Folded, Notes, numeric, shown, tone
from .model import Mark, Marked, Run, Value
from .svg import TONES

if TYPE_CHECKING:
    import docx.document
    from docx.text.run import Run as Words

__all__ = ["HEAD_FACES", "SOFT", "Grid", "bold_face", "table_styles"]

#: Faces of headings, Western and Chinese; the grey of what stands aside.
HEAD_FACES, SOFT = ("Arial", "黑体"), "4D5660"
_HEAD_FILL, _GROUP_FILL = "EEF1F4", "F7F7F7"
_LOOKS: dict[Mark, str] = {
    "same": "",
    "removed": '<w:rPr><w:strike/><w:color w:val="8F1D14"/></w:rPr>',
    "added": '<w:rPr><w:b/><w:color w:val="14592F"/><w:u w:val="single"/></w:rPr>',
}
_NOTE = f'<w:rPr><w:color w:val="{SOFT}"/><w:sz w:val="15"/></w:rPr>'
_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#: A row with less text than this stays on one page.
_SHORT_ROW = 900
#: Twentieths of a point, Word's unit of widths, in a millimetre.
_TWIPS = 1440 / 25.4


def bold_face(run: Words) -> None:
    """Sets a run in the bold face of headings."""
    run.bold = True
    faces_of(run._element.get_or_add_rPr(), HEAD_FACES)


def table_styles(made: docx.document.Document) -> None:
    """Adds the two styles that the text of tables has: of their cells and of their heads."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    for name in ("Table Text", "Table Head"):
        style = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = made.styles["Normal"]
        style.font.size = Pt(9)
        form = style.paragraph_format
        form.space_before = form.space_after = Pt(2)
        form.line_spacing = 1.1
        if name == "Table Head":
            style.font.bold = True
            faces_of(style.element.get_or_add_rPr(), HEAD_FACES)
            form.keep_with_next = True


class Grid:
    """A table that grows row by row, with a head that every page repeats."""

    def __init__(
        self, made: docx.document.Document, whole: Folded, title: str, room: float, lang: str
    ) -> None:
        """A table with its head.

        Args:
            made: the document, at whose end it stands.
            whole: the columns; rows are added by the caller.
            title: its caption for screen readers.
            room: millimetres between the margins.
            lang: "zh" or "en".
        """
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.shared import Mm

        self.lang = lang
        self.right = [numeric(whole, place) for place in range(len(whole.columns))]
        total = sum(column.width for column in whole.columns)
        widths = [room * column.width / total for column in whole.columns]
        self.widths = [round(width * _TWIPS) for width in widths]
        self.grid = made.add_table(0, len(whole.columns), style="Table Grid")
        self.grid.autofit = False
        self.grid.alignment = WD_TABLE_ALIGNMENT.CENTER
        for column, width in zip(self.grid.columns, widths, strict=True):
            column.width = Mm(width)
        append(self.grid._tbl.tblPr, "w:tblCaption", {"w:val": title[:250]})
        heads = [
            _cell(width, _line(_run(column.title), "TableHead", right), _HEAD_FILL)
            for width, column, right in zip(self.widths, whole.columns, self.right, strict=True)
        ]
        self._add(heads, "<w:cantSplit/><w:tblHeader/>")

    def band(self, title: str) -> None:
        """The heading of a group, which stays with the row below it."""
        line = _line(_run(title), "TableHead")
        self._add([_cell(sum(self.widths), line, _GROUP_FILL, len(self.widths))], "<w:cantSplit/>")

    def row(self, row: tuple[Value, ...], notes: Notes) -> None:
        """A row of values; a note is numbered in its cell and kept for the end of the table."""
        cells, length = [], 0
        for value, width, right in zip(row, self.widths, self.right, strict=True):
            runs = value.runs if isinstance(value, Marked) else (Run(shown(value, self.lang)),)
            length += sum(len(run.text) for run in runs)
            number = notes.number(value)
            note = _run(words("note_mark", self.lang, number=number), _NOTE) if number else ""
            text = "".join(_run(run.text, _LOOKS[run.mark]) for run in runs) + note
            cells.append(
                _cell(width, _line(text, "TableText", right), TONES[tone(value)] if tone(value) else "")
            )
        self._add(cells, "" if length > _SHORT_ROW else "<w:cantSplit/>")

    def _add(self, cells: list[str], properties: str) -> None:
        from docx.oxml import parse_xml

        whole = f'<w:tr xmlns:w="{_SPACE}"><w:trPr>{properties}</w:trPr>{"".join(cells)}</w:tr>'
        self.grid._tbl.append(parse_xml(whole))


def _run(text: str, look: str = "") -> str:
    """A run of text; line feeds become line breaks."""
    lines = (f'<w:t xml:space="preserve">{escape(line, quote=False)}</w:t>' for line in text.split("\n"))
    return f"<w:r>{look}{'<w:br/>'.join(lines)}</w:r>"


def _line(runs: str, style: str, right: bool = False) -> str:
    side = '<w:jc w:val="right"/>' if right else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{side}</w:pPr>{runs}</w:p>'


def _cell(width: int, line: str, fill: str = "", span: int = 1) -> str:
    across = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    colour = fill.removeprefix("#").upper()
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>' if colour else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{across}{shade}</w:tcPr>{line}</w:tc>'
