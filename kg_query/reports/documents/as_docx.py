"""A report as a Word document: real headings, tables with repeated heads, pages on their side where tables are wide.

Words taken out are struck through and words put in are underlined, so that they are told apart without
colour. Charts are pictures with a text in their place for those who do not see them.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from ..files import made_at, steady_zip
from ..templates.document_words import words
from ..templates.words import WORDS
from ..word import append, faces_of, field
from .anchors import Anchors
from .cells import Notes, chart_table, folded, has_marks, is_wide
from .charts import draw
from .dates import day
from .docx_table import HEAD_FACES, SOFT, Grid, bold_face, table_styles
from .model import (
    Block,
    Chart,
    Details,
    Document,
    Items,
    Paragraph,
    Quote,
    Section,
    Table,
)
from .pictures import painter_fonts, png

if TYPE_CHECKING:
    import docx.document
    from docx.text.paragraph import Paragraph as Line

__all__ = ["to_docx"]

#: The faces of the text that Word and WPS in a Chinese office have, Western and Chinese.
_TEXT = ("Times New Roman", "宋体")
#: Millimetres: the paper, its margins, and the height that a picture may have upright and on its side.
_PAPER, _MARGIN, _TALLEST = (210, 297), 18, {False: 215.0, True: 130.0}
_RULE = "9AA2AA"
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")


def to_docx(document: Document) -> bytes:
    """The bytes of the Word document for a fitted document; charts are left out where typst is missing."""
    import docx

    made: docx.document.Document = docx.Document()
    _Writer(made, document).write()
    content = BytesIO()
    made.save(content)
    return steady_zip(content.getvalue())


class _Writer:
    """One report being written into one Word document."""

    def __init__(self, made: docx.document.Document, document: Document) -> None:
        self.made, self.document, self.lang = made, document, document.lang
        self.anchors, self.fonts = Anchors(document), painter_fonts()
        self.wide, self.bookmarks = False, 0

    def write(self) -> None:
        document, lang = self.document, self.lang
        self.properties()
        self.styles()
        self.page()
        self.made.add_paragraph(document.title, style="Title")
        made = day(document)
        for text in (document.subtitle, words("date", lang, day=made) if made else ""):
            if text:
                self.line(text, soft=True)
        self.contents()
        for section in document.sections:
            self.turn(is_wide(section))
            self.section(section, 1)
        if document.about:
            self.turn(False)
            self.heading(words("about", lang), 1, "about")
            for label, value in document.about:
                line = self.made.add_paragraph()
                bold_face(line.add_run(label + words("colon", lang)))
                line.add_run(value)

    # --- the document -----------------------------------------------------------------------

    def properties(self) -> None:
        core, moment = self.made.core_properties, made_at(self.document.made_on).replace(tzinfo=None)
        core.title, core.subject, core.author = (
            self.document.title[:250],
            self.document.subtitle[:250],
            "kg-query",
        )
        core.comments, core.keywords, core.last_modified_by = "", "", ""
        core.language = "zh-CN" if self.lang == "zh" else "en-GB"
        core.created = core.modified = moment
        core.revision = 1

    def styles(self) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        styles = self.made.styles
        defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
        faces_of(defaults, _TEXT)
        language = defaults.find(qn("w:lang"))
        language.set(qn("w:val"), "en-GB")
        language.set(qn("w:eastAsia"), "zh-CN")
        for name, faces, size, before, after in (
            ("Normal", _TEXT, 10.5, 0, 6),
            ("Title", HEAD_FACES, 20, 0, 6),
            ("Heading 1", HEAD_FACES, 15, 18, 6),
            ("Heading 2", HEAD_FACES, 12.5, 14, 5),
            ("Heading 3", HEAD_FACES, 11, 12, 4),
            ("Heading 4", HEAD_FACES, 10.5, 10, 4),
            ("Caption", HEAD_FACES, 10.5, 10, 3),
            ("Quote", _TEXT, 10.5, 0, 6),
            ("List Bullet", _TEXT, 10.5, 0, 3),
            ("List Number", _TEXT, 10.5, 0, 3),
        ):
            style = styles[name]
            faces_of(style.element.get_or_add_rPr(), faces)
            style.font.size, style.font.bold, style.font.italic = Pt(size), faces is HEAD_FACES, False
            style.font.color.rgb = RGBColor(0, 0, 0)
            form = style.paragraph_format
            form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.2
            form.keep_with_next = faces is HEAD_FACES
        styles["Quote"].paragraph_format.left_indent = Pt(14)
        table_styles(self.made)
        for border in styles["Table Grid"].element.iter(*(qn(f"w:{s}") for s in _SIDES)):
            border.set(qn("w:color"), _RULE)

    def page(self) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm, Pt, RGBColor

        section = self.made.sections[0]
        section.page_width, section.page_height = Mm(_PAPER[0]), Mm(_PAPER[1])
        section.left_margin = section.right_margin = Mm(_MARGIN)
        section.top_margin, section.bottom_margin = Mm(20), Mm(18)
        section.header_distance = section.footer_distance = Mm(9)
        head = section.header.paragraphs[0].add_run(self.document.title[:120])
        head.font.size, head.font.color.rgb = Pt(8.5), RGBColor.from_string(SOFT)
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        before, rest = WORDS["page"][self.lang == "en"].split("{page}")
        between, after = rest.split("{pages}")
        for text, code in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
            foot.add_run(text).font.size = Pt(8.5)
            if code:
                field(foot, code)

    def turn(self, wide: bool) -> None:
        """From here on the pages stand upright or lie on their side."""
        from docx.enum.section import WD_ORIENT, WD_SECTION
        from docx.shared import Mm

        if wide == self.wide:
            return
        self.wide = wide
        section = self.made.add_section(WD_SECTION.NEW_PAGE)
        across, down = reversed(_PAPER) if wide else _PAPER
        section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(across), Mm(down)

    @property
    def room(self) -> float:
        """Millimetres between the margins."""
        return _PAPER[self.wide] - 2 * _MARGIN

    # --- text -------------------------------------------------------------------------------

    def line(self, text: str, *, soft: bool = False, size: float = 0, keep: bool = False) -> Line:
        from docx.shared import Pt, RGBColor

        line = self.made.add_paragraph()
        run = line.add_run(text)
        if soft:
            run.font.color.rgb = RGBColor.from_string(SOFT)
        if size:
            run.font.size = Pt(size)
        line.paragraph_format.keep_with_next = keep or None
        return line

    def heading(self, text: str, level: int, anchor: str) -> None:
        line = self.made.add_paragraph(text, style=f"Heading {min(level, 4)}")
        self.bookmarks += 1
        number = str(self.bookmarks)
        append(line._p, "w:bookmarkStart", {"w:id": number, "w:name": _bookmark(anchor)})
        append(line._p, "w:bookmarkEnd", {"w:id": number})

    def contents(self) -> None:
        """A line for each part, which leads to it; only where there are several."""
        from docx.shared import Pt

        if len(self.document.sections) < 3:
            return
        self.made.add_paragraph(words("contents", self.lang), style="Caption")
        entries = []
        for section in self.document.sections:
            entries.append((section.title, self.anchors.section(section), 0))
            entries += [(part.title, self.anchors.section(part), 1) for part in section.sections]
        if self.document.about:
            entries.append((words("about", self.lang), "about", 0))
        for title, anchor, depth in entries:
            line = self.made.add_paragraph()
            line.paragraph_format.space_after, line.paragraph_format.left_indent = Pt(2), Pt(14 * depth)
            link = append(line._p, "w:hyperlink", {"w:anchor": _bookmark(anchor)})
            link.append(line.add_run(title)._r)

    def section(self, section: Section, level: int) -> None:
        self.heading(section.title, level, self.anchors.section(section))
        self.blocks(section.blocks)
        for part in section.sections:
            self.section(part, level + 1)

    def blocks(self, blocks: tuple[Block, ...]) -> None:
        for block in blocks:
            match block:
                case Paragraph():
                    self.line(block.text)
                case Items():
                    self.items(block)
                case Quote():
                    self.made.add_paragraph(block.text, style="Quote").paragraph_format.keep_with_next = True
                    self.made.add_paragraph(words("source", self.lang, source=block.source), style="Quote")
                case Details():
                    self.made.add_paragraph(block.summary, style="Caption")
                    self.blocks(block.blocks)
                case Table():
                    self.table(block)
                case _:
                    self.chart(block)

    def items(self, items: Items) -> None:
        number = self.new_number() if items.numbered else None
        for item in items.items:
            line = self.made.add_paragraph(item, style="List Number" if items.numbered else "List Bullet")
            if number is not None:
                properties = line._p.get_or_add_pPr().get_or_add_numPr()
                properties.get_or_add_ilvl().val = 0
                properties.get_or_add_numId().val = number

    def new_number(self) -> int:
        """A numbering that begins at one again: all lists of a style would otherwise count on."""
        styles, numbering = self.made.styles, self.made.part.numbering_part.element
        used = styles["List Number"].element.pPr.numPr.numId.val
        of_style = next(n for n in numbering.num_lst if n.numId == used)
        made = numbering.add_num(of_style.abstractNumId.val)
        made.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(made.numId)

    # --- charts -----------------------------------------------------------------------------

    def chart(self, chart: Chart) -> None:
        from docx.shared import Mm

        self.made.add_paragraph(chart.title, style="Caption")
        table = words("in_table", self.lang, table=chart_table(self.document, chart.table))
        told = " ".join(text for text in (chart.description, table) if text)
        if self.fonts is None:
            self.line(told + words("no_picture", self.lang), soft=True, size=9)
            return
        self.line(told, soft=True, size=9, keep=True)
        family = ", ".join(f"'{face}'" for face in self.fonts.sans)
        tallest = _TALLEST[self.wide] / self.room * 760
        for drawing in draw(chart, self.anchors.chart(), self.lang, family, tallest):
            scale = min(self.room / drawing.width, 0.235, _TALLEST[self.wide] / drawing.height)
            run = self.made.add_paragraph().add_run()
            shape = run.add_picture(BytesIO(png(drawing, self.fonts)), Mm(drawing.width * scale))
            properties = shape._inline.docPr
            properties.set("descr", drawing.alt or words("untitled", self.lang))
            properties.set("title", chart.title)

    # --- tables -----------------------------------------------------------------------------

    def table(self, table: Table) -> None:
        whole, notes = folded(table, self.lang), Notes()
        self.made.add_paragraph(table.title, style="Caption")
        for remark in (table.note, words("marks", self.lang) if has_marks(table) else ""):
            if remark:
                self.line(remark, soft=True, size=9, keep=True)
        if not table.rows or not whole.columns:
            self.line(words("empty", self.lang))
            return
        grid = Grid(self.made, whole, table.title, self.room, self.lang)
        for group in whole.groups:
            if group.title:
                grid.band(words("group", self.lang, group=group.title, count=len(group.rows)))
            for row in group.rows:
                grid.row(row, notes)
        self.close(notes)

    def close(self, notes: Notes) -> None:
        """Ends a table with a hair of space, without which Word would join it to the next one, and its notes."""
        from docx.shared import Pt

        gap = self.made.add_paragraph()
        gap.paragraph_format.line_spacing, gap.paragraph_format.space_after = Pt(5), Pt(0)
        if notes.texts():
            line = self.line("", keep=True)
            bold_face(line.add_run(words("notes", self.lang)))
            line.runs[-1].font.size, line.paragraph_format.space_after = Pt(9), Pt(2)
        for number, note in enumerate(notes.texts(), 1):
            line = self.line(f"{words('note_mark', self.lang, number=number)} {note}", size=9)
            form = line.paragraph_format
            form.space_after, form.line_spacing = Pt(1.5), 1.05
            form.left_indent, form.first_line_indent = Pt(22), Pt(-22)


def _bookmark(anchor: str) -> str:
    """The name of a place as Word allows it: letters, digits and low lines, forty at most."""
    return "_" + anchor.replace("-", "_")
