"""Charts of a workbook, a sheet each: a heat map of coloured cells, bars as a chart of Excel's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..sheets import height_of, printed, put
from .cells import shown
from .model import Bars, HeatMap
from .svg import SERIES, TONES
from .xlsx_cells import ReportStyles, comment, number

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["draw"]

#: For people and printers without colour: a pattern over every bar from the second on.
_PATTERNS: tuple[dict[str, str] | None, ...] = (
    None,
    *(
        {"pattern": pattern, "fg_color": "#FFFFFF", "bg_color": colour}
        for pattern, colour in zip(
            ("wide_upward_diagonal", "narrow_horizontal", "narrow_vertical", "diagonal_cross", "small_check"),
            SERIES[1:],
            strict=True,
        )
    ),
)


def draw(book: Workbook, sheet: Worksheet, chart: HeatMap | Bars, styles: ReportStyles, lang: str) -> None:
    """Fills an empty sheet with a chart and what it shows."""
    sheet.freeze_panes(1, 1)
    printed(sheet, lang, landscape=True)
    if isinstance(chart, HeatMap):
        _heat_map(sheet, chart, styles, lang)
    else:
        _bars(book, sheet, chart, styles)


def _head(sheet: Worksheet, title: str, heads: list[str], styles: ReportStyles) -> None:
    sheet.set_column(0, 0, 34)
    if heads:
        sheet.set_column(1, len(heads), 16)
    for place, text in enumerate([title, *heads]):
        put(sheet, 0, place, text, styles.head())
    sheet.set_row(0, height_of([(text, 16.0) for text in heads] + [(title, 34.0)]))


def _heat_map(sheet: Worksheet, chart: HeatMap, styles: ReportStyles, lang: str) -> None:
    _head(sheet, chart.title, list(chart.columns), styles)
    row = 0
    for row, (label, cells) in enumerate(zip(chart.rows, chart.cells, strict=True), 1):
        put(sheet, row, 0, label, styles.cell(bold=True))
        for place, cell in enumerate(cells, 1):
            fill = {"bg_color": TONES[cell.tone]} if cell and cell.tone else {}
            said = "" if cell is None or cell.value is None else shown(cell, lang)
            put(sheet, row, place, said, styles.cell(align="center", **fill))
            if cell and cell.note:
                comment(sheet, row, place, cell.note)
        texts = [shown(cell, lang) if cell else "" for cell in cells]
        sheet.set_row(row, height_of([(label, 34.0), *((text, 16.0) for text in texts)]))
    for place, (tone, text) in enumerate(chart.legend, row + 2):
        put(sheet, place, 0, text, styles.cell(**({"bg_color": TONES[tone]} if tone else {})))


def _bars(book: Workbook, sheet: Worksheet, chart: Bars, styles: ReportStyles) -> None:
    series = list(dict.fromkeys(part for bar in chart.bars for part, _ in bar.parts))
    _head(sheet, chart.title, series, styles)
    for row, bar in enumerate(chart.bars, 1):
        put(sheet, row, 0, bar.label, styles.cell(bold=True))
        sheet.set_row(row, height_of([(bar.label, 34.0)]))
        values = dict(bar.parts)
        for place, part in enumerate(series, 1):
            number(sheet, row, place, values.get(part, 0.0), styles.cell())
    if not series:
        return
    name, last = sheet.get_name(), len(chart.bars)
    drawn = book.add_chart({"type": "bar", "subtype": "stacked"})
    for place in range(1, len(series) + 1):
        look = (place - 1) % len(SERIES)
        label = {"value": True, "font": {"color": "#000000", "bold": True}, "fill": {"color": "#FFFFFF"}}
        drawn.add_series(
            {
                "name": [name, 0, place],
                "categories": [name, 1, 0, last, 0],
                "values": [name, 1, place, last, place],
                "fill": {"color": SERIES[look]},
                "pattern": _PATTERNS[look],
                "border": {"color": "#FFFFFF"},
                "data_labels": label,
                "gap": 60,
            }
        )
    drawn.set_title({"name": chart.title[:250], "name_font": {"size": 12}})
    drawn.set_x_axis(
        {"name": chart.unit[:100], "major_gridlines": {"visible": True, "line": {"color": "#D5D9DD"}}}
    )
    drawn.set_y_axis({"reverse": True, "crossing": "max"})
    drawn.set_legend({"position": "bottom"} if len(series) > 1 else {"none": True})
    drawn.set_size({"width": 760, "height": min(1600, 150 + 34 * len(chart.bars))})
    description = (chart.description or chart.title)[:2000]
    sheet.insert_chart(last + 2, 0, drawn, {"description": description, "object_position": 3})
