"""The cells of a report's workbook: their looks, numbers that Excel knows, comments."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ...wording.layout import columns
from ..sheets import HEAD, Styles

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["ReportStyles", "comment", "number"]

#: Characters that Excel takes in a comment; the lines between cells.
_COMMENT, _BORDER = 30000, "#B6BCC3"


class ReportStyles(Styles):
    """The formats of tables and of the first sheet."""

    def cell(self, **more: object) -> Format:
        """A cell of a table, with lines around it."""
        return self(**({"border": 1, "border_color": _BORDER, "valign": "top"} | more))

    def head(self) -> Format:
        """The head of a column."""
        return self.cell(font_name=HEAD, bold=True, bg_color="#EEF1F4", valign="vcenter")


def number(sheet: Worksheet, row: int, place: int, value: float, style: Format) -> None:
    """A number; what is none that Excel knows (too large, or not finite) as text."""
    if math.isfinite(value) and abs(value) < 1e15:
        sheet.write_number(row, place, value, style)
    else:
        sheet.write_string(row, place, str(value), style)


def comment(sheet: Worksheet, row: int, place: int, text: str) -> None:
    """A comment on a cell, as large as its text needs."""
    lines = sum(-(-columns(line) // 44) or 1 for line in text.split("\n"))
    size = {"width": 330, "height": min(420, 24 + 18 * lines)}
    sheet.write_comment(row, place, text[:_COMMENT], {"author": "kg-query", "font_size": 9, **size})
