"""Excel sheets: workbooks without a clock, cells that stay text, rows as high as their text needs."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from ..wording.layout import columns
from .files import made_at
from .templates.words import WORDS

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["FACE", "HEAD", "Styles", "height_of", "merged", "new_workbook", "printed", "put"]

#: Faces that Excel and WPS in a Chinese office have: text, headings.
FACE, HEAD = "宋体", "黑体"

_LINE, _HIGHEST = 15.0, 409.0


def new_workbook(made: BytesIO, title: str, day: str | None, lang: str) -> Workbook:
    """An empty workbook that writes to `made`; nothing in it depends on the time or takes text for more.

    Args:
        made: where its bytes go when it is closed.
        title: the title among its properties.
        day: the day it carries (ISO), or None.
        lang: "zh" or "en".
    """
    import xlsxwriter

    book = xlsxwriter.Workbook(
        made,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    moment = made_at(day).replace(tzinfo=None)
    book.set_properties({"title": title, "author": "kg-query", "created": moment, "language": lang})
    book.set_size(1600, 1200)
    return book


def printed(sheet: Worksheet, lang: str, *, landscape: bool = False) -> None:
    """Sets the sheet to print on A4, one page wide, with the page's number at its foot."""
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    else:
        sheet.set_portrait()
    sheet.set_margins(left=0.7, right=0.7, top=0.65, bottom=0.65)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    number = WORDS["page"][lang == "en"].replace("{page}", "&P").replace("{pages}", "&N")
    sheet.set_footer(f"&C&9{number}")


class Styles:
    """The formats of the cells of a workbook, each made once, on top of a usual one."""

    def __init__(self, book: Workbook, size: float) -> None:
        self.book = book
        self.usual = {"font_name": FACE, "font_size": size, "text_wrap": True, "valign": "vcenter"}
        self.known: dict[tuple[tuple[str, object], ...], Format] = {}

    def __call__(self, **more: object) -> Format:
        key = tuple(sorted(more.items()))
        if key not in self.known:
            self.known[key] = self.book.add_format(self.usual | more)
        return self.known[key]


def put(sheet: Worksheet, row: int, column: int, value: Any, style: Format) -> None:
    """Writes a number as a number and everything else as plain text."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, str(value), style)


def merged(
    sheet: Worksheet, row: int, first: int, last: int, text: str, style: Format, last_row: int = -1
) -> None:
    """Writes text into a range of cells made one; it is never taken for a formula."""
    bottom = max(row, last_row)
    if (bottom, last) != (row, first):
        sheet.merge_range(row, first, bottom, last, "", style)
    put(sheet, row, first, text, style)


def height_of(texts: list[tuple[str, float]], least: float = 1, line: float = _LINE) -> float:
    """How high a row must be, in points, for the longest of its texts.

    Args:
        texts: each text with the width of its cell, in characters.
        least: lines that the row has at least.
        line: the height of one line in points.

    >>> height_of([("甲" * 12, 10)], line=15)
    49
    """
    lines = [least]
    for text, width in texts:
        room = max(width - 2, 2)
        lines.append(sum(max(1, -(-columns(part) // int(room))) for part in text.split("\n")))
    return min(max(lines) * line + 4, _HIGHEST)
