"""The account as a Word document, with the tables before it; the same report gives the same bytes.

Word sets Chinese text in the East Asian face of a run, so every style here names both faces.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from ..reports.files import made_at, steady_zip
from ..reports.plain import clean
from .definitions import Table
from .narrative import narrative, numbered
from .report import StatisticsReport
from .text import cell
from .words import word

__all__ = ["to_docx"]

_TEXT, _HEAD = ("Times New Roman", "宋体"), ("Arial", "黑体")
_ACROSS = 3  # organs that fit beside each other
_WIDTH, _NAME, _UNIT = 160, 52, 20  # millimetres: the page, the first and the last column


def to_docx(report: StatisticsReport, lang: str = "zh") -> bytes:
    """The bytes of the document: the account of the year, then the tables it rests on.

    Of more than three organs the tables give the sum only.
    """
    import docx

    document = docx.Document()
    _Writer(document, report, lang).write()
    made = BytesIO()
    document.save(made)
    return steady_zip(made.getvalue())


class _Writer:
    """One report being written into one document."""

    def __init__(self, document: Any, report: StatisticsReport, lang: str) -> None:
        self.document, self.report, self.lang = document, report, lang

    def say(self, key: str, **values: object) -> str:
        return word(key, self.lang, **values)

    def write(self) -> None:
        self.setting()
        account = narrative(self.report, self.lang)
        self.heading(account.title, 1)
        for number, section in enumerate(account.sections, 1):
            self.heading(numbered(number, self.lang) + section.heading, 2)
            for paragraph in section.paragraphs:
                self.paragraph(paragraph)
        for table in self.report.form.tables:
            self.table(table)

    def setting(self) -> None:
        """A4, faces, and properties that do not depend on the clock."""
        from docx.shared import Mm, Pt

        day = self.report.reported or self.report.published or self.report.due
        core = self.document.core_properties
        core.title = self.say("report_title", year=self.report.year)
        core.author, core.comments = "kg-query", ""
        core.created = core.modified = made_at(day.isoformat())
        core.language = "zh-CN" if self.lang == "zh" else "en"
        page = self.document.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = Mm(25)
        page.top_margin = page.bottom_margin = Mm(25)
        styles = self.document.styles
        styles["Normal"].font.size = Pt(12)
        _faces(styles["Normal"], _TEXT)
        for level in (1, 2):
            _faces(styles[f"Heading {level}"], _HEAD)

    def heading(self, text: str, level: int) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt, RGBColor

        made = self.document.add_heading(clean(text), level)
        if level == 1:
            made.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for run in made.runs:
            run.font.size = Pt(18 if level == 1 else 13)
            run.font.color.rgb = RGBColor(0, 0, 0)

    def paragraph(self, text: str) -> None:
        from docx.shared import Pt

        made = self.document.add_paragraph(clean(text))
        made.paragraph_format.line_spacing = 1.5
        made.paragraph_format.space_after = Pt(4)
        if self.lang == "zh":
            made.paragraph_format.first_line_indent = Pt(24)

    def table(self, table: Table) -> None:
        """A line for each column of the form, a column for each organ where they fit, and the sum."""
        from docx.shared import Mm

        report = self.report
        title = self.say("table_title", number=table.number, label=table.label.in_(self.lang))
        self.heading(title + (self.say("optional") if table.optional else ""), 2)
        organs = list(report.organs.items())
        shown = [(o or self.say("no_organ"), f) for o, f in organs] if len(organs) <= _ACROSS else []
        if len(shown) != 1:
            shown.append((self.say("total_row"), report.total))
        if report.previous is not None:
            shown.append((self.say("previous_row"), report.previous))
        heads = [self.say("column"), *(name for name, _ in shown), self.say("unit")]
        made = self.document.add_table(rows=1, cols=len(heads), style="Table Grid")
        made.autofit = False
        widths = [_NAME, *[(_WIDTH - _NAME - _UNIT) / len(shown)] * len(shown), _UNIT]
        _repeat(made.rows[0])
        for place, text in enumerate(heads):
            self.fill(made.rows[0].cells[place], text, bold=True, right=False)
        for column in table.columns:
            cells = made.add_row().cells
            self.fill(cells[0], column.label.in_(self.lang), right=False)
            for place, (_, figures) in enumerate(shown, 1):
                self.fill(cells[place], cell(table, column, figures, self.lang))
            self.fill(cells[-1], column.unit.in_(self.lang), right=False)
        for across, width in zip(made.columns, widths, strict=True):
            across.width = Mm(width)
        for row in made.rows:
            for place, width in zip(row.cells, widths, strict=True):
                place.width = Mm(width)

    def fill(self, place: Any, text: str, bold: bool = False, right: bool = True) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        paragraph = place.paragraphs[0]
        run = paragraph.add_run(clean(text))
        run.font.size, run.bold = Pt(10.5), bold
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _repeat(row: Any) -> None:
    """Makes the first row of a table stand on every page that it runs over."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _faces(style: Any, faces: tuple[str, str]) -> None:
    """Sets the Western and the Chinese face of a style, and drops those of the theme."""
    from docx.oxml.ns import qn

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name, face in zip(("ascii", "hAnsi", "cs", "eastAsia"), (*faces[:1] * 3, faces[1]), strict=True):
        fonts.set(qn(f"w:{name}"), face)
