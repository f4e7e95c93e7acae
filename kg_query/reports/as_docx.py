"""The form as a Word document: base styles with Chinese faces, merged cells, page numbers, A4.

Word sets Chinese text in the East Asian face of a run, which the usual font setting leaves alone; so
every style here names both faces.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from .files import made_at, steady_zip
from .form import Box, Choice, Form, Section
from .templates.words import WORDS, word
from .word import append, faces_of, field

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

__all__ = ["to_docx"]

#: Faces that Word and WPS in a Chinese office have: text and headings, Western and Chinese.
_TEXT, _HEAD = ("Times New Roman", "宋体"), ("Arial", "黑体")
_WIDTH = 174  # millimetres between the margins
_SHADE = "EBEBEB"


def to_docx(form: Form) -> bytes:
    """The bytes of the Word document; the same form gives the same bytes."""
    import docx

    document: Document = docx.Document()
    _Writer(document, form).write()
    made = BytesIO()
    document.save(made)
    return steady_zip(made.getvalue())


class _Writer:
    """One form being written into one document."""

    def __init__(self, document: Document, form: Form) -> None:
        self.document, self.form, self.lang = document, form, form.lang

    def write(self) -> None:
        self.properties()
        self.styles()
        self.page()
        self.heading(self.form.title, 1, "center")
        self.paragraph(self.form.source, "center", 9.5)
        if self.form.banner:
            self.paragraph(self.form.banner, size=9)
        for section in self.form.sections:
            self.section(section)
        self.signatures()
        self.remarks()
        self.annex()

    # --- the document -----------------------------------------------------------------------

    def properties(self) -> None:
        core, moment = self.document.core_properties, made_at(self.form.made_on).replace(tzinfo=None)
        core.title, core.subject, core.author = self.form.title, self.form.number[:200], "kg-query"
        core.comments, core.keywords, core.last_modified_by = "", "", ""
        core.language = "zh-CN" if self.lang == "zh" else "en-GB"
        core.created = core.modified = moment
        core.revision = 1

    def styles(self) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        styles = self.document.styles
        defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
        faces_of(defaults, _TEXT)
        language = defaults.find(qn("w:lang"))
        language.set(qn("w:val"), "en-GB")
        language.set(qn("w:eastAsia"), "zh-CN")
        for name, faces, size, bold in (
            ("Normal", _TEXT, 10.5, False),
            ("Heading 1", _HEAD, 18 if self.lang == "zh" else 15, True),
            ("Heading 2", _HEAD, 10.5, True),
        ):
            style = styles[name]
            faces_of(style.element.get_or_add_rPr(), faces)
            style.font.size, style.font.bold, style.font.color.rgb = Pt(size), bold, RGBColor(0, 0, 0)
            style.paragraph_format.space_before = Pt(8 if name == "Heading 2" else 0)
            style.paragraph_format.space_after = Pt(0 if name == "Normal" else 3)
            style.paragraph_format.line_spacing = 1.15

    def page(self) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm, Pt

        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm((210 - _WIDTH) / 2)
        section.top_margin, section.bottom_margin = Mm(16), Mm(16)
        section.footer_distance = Mm(8)
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        before, rest = WORDS["page"][self.lang == "en"].split("{page}")
        between, after = rest.split("{pages}")
        for text, code in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
            foot.add_run(text).font.size = Pt(8.5)
            if code:
                field(foot, code)

    def paragraph(self, text: str, align: str = "left", size: float | None = None) -> Paragraph:
        return self.fill(self.document.add_paragraph(), text, align=align, size=size)

    def heading(self, text: str, level: int, align: str = "left", size: float | None = None) -> Paragraph:
        return self.fill(self.document.add_paragraph(style=f"Heading {level}"), text, align=align, size=size)

    def fill(
        self,
        paragraph: Paragraph,
        text: str,
        *,
        align: str = "left",
        size: float | None = None,
        bold: bool = False,
    ) -> Paragraph:
        """The paragraph with the text in it; a line feed becomes a line break."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if align == "center" else WD_ALIGN_PARAGRAPH.LEFT
        run = paragraph.add_run(text)
        if size:
            run.font.size = Pt(size)
        if bold:
            run.bold = True
            faces_of(run._element.get_or_add_rPr(), _HEAD)
        return paragraph

    # --- the form ---------------------------------------------------------------------------

    def table(self, caption: str, widths: tuple[float, ...], size: float | None = None) -> _Grid:
        return _Grid(self, caption, tuple(w * _WIDTH / sum(widths) for w in widths), size)

    def section(self, section: Section) -> None:
        if section.columns:
            self.deductions(section)
            return
        grid = self.table(section.title, (18, 32, 18, 32))
        grid.band(section.title)
        for row in section.box_rows:
            cells = grid.row(tall=any(box.tall for box in row))
            if len(row) == 1:
                cells[1:] = [cells[1].merge(cells[-1])]
            for place, box in enumerate(row):
                self.put(cells[2 * place], box.label, align="center", bold=True)
                self.box(cells[2 * place + 1], box)
        grid.close()

    def box(self, cell: _Cell, box: Box) -> None:
        from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT

        if box.tall:
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
        if box.choices:
            self.choices(cell, box.choices, wide=box.wide)
        else:
            self.put(cell, "\n".join(box.lines), size=9 if box.tall else None)

    def choices(self, cell: _Cell, choices: tuple[Choice, ...], *, wide: bool) -> None:
        """The choices, two in a line where the box is wide."""
        paragraph = cell.paragraphs[0]
        for place, choice in enumerate(choices):
            if place and (not wide or place % self.abreast(choices) == 0):
                paragraph = cell.add_paragraph()
            elif place:
                paragraph.add_run("　　" if self.lang == "zh" else "    ")
            self.fill(paragraph, choice.text, bold=choice.ticked)
        self.padded(cell)

    def abreast(self, choices: tuple[Choice, ...]) -> int:
        """How many choices stand side by side in a wide box: two, where both languages leave room."""
        return 2 if self.lang == "zh" or len(choices) < 3 else 1

    def padded(self, cell: _Cell) -> None:
        """A little room above and below the text of a cell."""
        from docx.shared import Pt

        cell.paragraphs[0].paragraph_format.space_before = Pt(2)
        cell.paragraphs[-1].paragraph_format.space_after = Pt(2)

    def put(
        self, cell: _Cell, text: str, *, align: str = "left", bold: bool = False, size: float | None = None
    ) -> None:
        self.fill(cell.paragraphs[0], text, align=align, bold=bold, size=size)
        self.padded(cell)

    def deductions(self, section: Section) -> None:
        grid = self.table(section.title, (36, 50, 14))
        grid.band(section.title)
        grid.header(section.columns, align="center")
        for row in section.rows:
            for place, (cell, text) in enumerate(zip(grid.row(), row, strict=True)):
                self.put(cell, text, align="center" if place == len(row) - 1 else "left")
        first: _Cell | None = None
        for label, value in section.sums:
            cells = grid.row()
            if first is None:
                first = cells[0]
                self.put(first, section.formula)
            else:
                first = first.merge(cells[0])
            self.put(cells[1], label, bold=True)
            self.put(cells[2], value, align="center")
        if first is not None:
            for empty in first.paragraphs[1:]:
                empty._element.getparent().remove(empty._element)
        grid.close()

    def signatures(self) -> None:
        from docx.shared import Pt

        colon = "：" if self.lang == "zh" else ": "
        for who in self.form.signatures:
            line = self.paragraph("")
            line.paragraph_format.space_before = Pt(22)
            line.paragraph_format.space_after = Pt(8)
            line.add_run(who + colon)
            line.add_run("\u3000" * 11 if self.lang == "zh" else "\u00a0" * 30).underline = True
            line.add_run("　　" if self.lang == "zh" else "  ")
            line.add_run(word("sign_date", self.lang) + colon + word("sign_day", self.lang))

    def remarks(self) -> None:
        if not self.form.remarks:
            return
        self.fill(self.document.add_paragraph(), word("remarks", self.lang), bold=True, size=9)
        for number, remark in enumerate(self.form.remarks, 1):
            self.paragraph(f"{number}. {remark}", size=9)

    # --- the annex page ---------------------------------------------------------------------

    def annex(self) -> None:
        annex, colon = self.form.annex, "：" if self.lang == "zh" else ": "
        self.heading(annex.title, 1, size=14).paragraph_format.page_break_before = True
        self.paragraph(annex.intro, size=9)
        for label, value in annex.facts:
            self.paragraph(label + colon + value, size=9)
        for one in annex.tables:
            self.heading(one.title, 2).paragraph_format.keep_with_next = True
            if not one.rows:
                self.paragraph(one.empty, size=9)
                continue
            if one.intro:
                self.paragraph(one.intro, size=9).paragraph_format.keep_with_next = True
            grid = self.table(one.title, one.widths, size=9)
            grid.header(one.columns)
            for row in one.rows:
                for cell, text in zip(grid.row(), row, strict=True):
                    self.put(cell, text, size=9)
            grid.close(top=True)


class _Grid:
    """A table with borders and fixed widths that grows row by row."""

    def __init__(self, writer: _Writer, caption: str, widths: tuple[float, ...], size: float | None) -> None:
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.shared import Mm

        self.writer, self.widths, self.size = writer, widths, size
        self.table: Table = writer.document.add_table(0, len(widths), style="Table Grid")
        self.table.autofit = False
        for column, width in zip(self.table.columns, widths, strict=True):
            column.width = Mm(width)
        self.table.alignment = WD_TABLE_ALIGNMENT.CENTER
        append(self.table._tbl.tblPr, "w:tblCaption", {"w:val": caption})

    def row(self, *, tall: bool = False) -> list[_Cell]:
        from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
        from docx.shared import Mm

        row = self.table.add_row()  # type: ignore[no-untyped-call]  # python-docx types it not
        row.height = Mm(16 if tall else 7 if self.size is None else 5)
        append(row._tr.get_or_add_trPr(), "w:cantSplit", {}, first=True)
        cells = list(row.cells)
        for cell, width in zip(cells, self.widths, strict=True):
            cell.width = Mm(width)
            if self.size is None:
                cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        return cells

    def head(self) -> list[_Cell]:
        """A row that is repeated at the top of each page."""
        cells = self.row()
        append(self.table.rows[-1]._tr.get_or_add_trPr(), "w:tblHeader", {})
        return cells

    def band(self, title: str) -> None:
        cells = self.head()
        whole = cells[0].merge(cells[-1])
        append(whole._tc.get_or_add_tcPr(), "w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": _SHADE})
        self.writer.put(whole, title, bold=True)

    def header(self, columns: tuple[str, ...], align: str = "left") -> None:
        for cell, text in zip(self.head(), columns, strict=True):
            self.writer.put(cell, text, bold=True, align=align, size=self.size)

    def close(self, *, top: bool = False) -> None:
        """Ends the table with a hair of space, without which Word would join it to the next one."""
        from docx.shared import Pt

        gap = self.writer.document.add_paragraph()
        gap.paragraph_format.line_spacing = Pt(4 if top else 1)
        gap.paragraph_format.space_after = Pt(0)
        gap.add_run("").font.size = Pt(1)
