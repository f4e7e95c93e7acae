"""The three charts of a report as SVG: a heat map, stacked bars, a network on a circle.

None relies on colour: squares carry their words (or a letter that the legend names), bars carry patterns
and their numbers, lines are dashed by tone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..templates.document_words import words
from .cells import shown
from .model import Bars, Cell, HeatMap, Network, Tone
from .svg import PAPER, SERIES, SIZE, TONES, Canvas, Drawing, fold

__all__ = ["draw"]

_WIDTH, _LINE, _PAD = 760.0, SIZE * 1.25, 10.0
_SMALL = 11.5


def draw(
    chart: HeatMap | Bars | Network,
    ident: str,
    lang: str,
    family: str = "sans-serif",
    tallest: float = math.inf,
) -> tuple[Drawing, ...]:
    """The chart as one drawing; a tall heat map or many bars as several, each with its head and legend.

    Args:
        chart: the chart.
        ident: a name for its ids; letters, digits and hyphens, used by no other chart on the page.
        lang: "zh" or "en".
        family: the fonts of its text, as CSS names them.
        tallest: the height in pixels that a page has for one drawing, which is 760 pixels wide or wider.
    """
    match chart:
        case HeatMap():
            heights = [_row_height(chart, row, lang) for row in range(len(chart.rows))]
            parts = _split(heights, tallest - _head_height(chart) - (60 if chart.legend else 0) - 2 * _PAD)
            return tuple(
                _heat_map(chart, rows, Canvas(_ident(ident, place), family), lang)
                for place, rows in enumerate(parts)
            )
        case Bars():
            parts = _split([_bar_height(bar.label) for bar in chart.bars], tallest - 80)
            return tuple(
                _bars(chart, rows, Canvas(_ident(ident, place), family), lang)
                for place, rows in enumerate(parts)
            )
        case Network():
            return (_network(chart, Canvas(ident, family)),)


def _ident(ident: str, place: int) -> str:
    return f"{ident}-{place + 1}" if place else ident


def _split(heights: list[float], room: float) -> list[range]:
    """The rows in runs that fit a page each."""
    parts, start, used = [], 0, 0.0
    for place, height in enumerate(heights):
        if used + height > room and place > start:
            parts.append(range(start, place))
            start, used = place, 0.0
        used += height
    return [*parts, range(start, len(heights))]


# --- the heat map -------------------------------------------------------------------------------

_LABELS = 210.0


def _step(chart: HeatMap) -> float:
    """The width of a column."""
    return min(150.0, max(58.0, (_WIDTH - _LABELS - 2 * _PAD) / max(1, len(chart.columns))))


def _word(cell: Cell, chart: HeatMap, lang: str) -> str:
    """What a square says: its word, else the letter of its tone in the legend."""
    if cell.value not in (None, ""):
        return shown(cell, lang)
    return next((_letter(place) for place, (tone, _) in enumerate(chart.legend) if tone == cell.tone), "")


def _letter(place: int) -> str:
    return chr(ord("A") + place % 26)


def _lettered(chart: HeatMap) -> bool:
    return any(cell and cell.value in (None, "") for row in chart.cells for cell in row)


def _heads(chart: HeatMap) -> list[list[str]]:
    return [fold(title, _step(chart) - 6, 5) for title in chart.columns]


def _head_height(chart: HeatMap) -> float:
    return _PAD + max(map(len, _heads(chart)), default=0) * _LINE + 8


def _row_height(chart: HeatMap, row: int, lang: str) -> float:
    room = _step(chart) - 6
    lines = [len(fold(chart.rows[row], _LABELS - 12))]
    lines += [len(fold(_word(c, chart, lang), room, size=_SMALL)) for c in chart.cells[row] if c]
    return max(24.0, max(lines) * _LINE + 8)


def _heat_map(chart: HeatMap, rows: range, canvas: Canvas, lang: str) -> Drawing:
    step = _step(chart)
    y = _head_height(chart)
    for place, lines in enumerate(_heads(chart)):
        canvas.text(
            _PAD + _LABELS + step * (place + 0.5), y - 4 - len(lines) * _LINE / 2, lines, "middle", bold=True
        )
    for row in rows:
        height = _row_height(chart, row, lang)
        canvas.text(_PAD + _LABELS - 8, y + height / 2, fold(chart.rows[row], _LABELS - 12), "end")
        for place, cell in enumerate(chart.cells[row]):
            x = _PAD + _LABELS + step * place
            tone: Tone = cell.tone if cell else ""
            canvas.rect(x, y, step, height, TONES[tone] if cell else PAPER, f"t-{tone or 'none'}")
            if cell:
                canvas.text(
                    x + step / 2,
                    y + height / 2,
                    fold(_word(cell, chart, lang), step - 6, size=_SMALL),
                    "middle",
                    _SMALL,
                )
        y += height
    width = max(_WIDTH, _PAD * 2 + _LABELS + step * len(chart.columns))
    y = _legend(canvas, chart, y + 12, width) if chart.legend else y
    return canvas.finish(width, y + _PAD, chart.title, chart.description)


def _legend(canvas: Canvas, chart: HeatMap, y: float, width: float) -> float:
    x, lettered = _PAD, _lettered(chart)
    for place, (tone, text) in enumerate(chart.legend):
        said = fold(text, width / 2, 1)[0]
        room = 30 + _length(said)
        if x + room > width and x > _PAD:
            x, y = _PAD, y + 24
        canvas.rect(x, y, 18, 18, TONES[tone], f"t-{tone or 'none'}")
        if lettered:
            canvas.text(x + 9, y + 9, [_letter(place)], "middle", _SMALL)
        canvas.text(x + 24, y + 9, [said])
        x += room + 14
    return y + 20


def _length(text: str) -> float:
    """About how many pixels a line of usual text takes."""
    return sum(1.0 if ord(c) > 0x2E7F else 0.56 for c in text) * SIZE


# --- bars ---------------------------------------------------------------------------------------

_BAR, _BAR_LABELS, _NUMBERS = 20.0, 210.0, 130.0


def _bar_height(label: str) -> float:
    return max(_BAR + 10, len(fold(label, _BAR_LABELS - 12)) * _LINE + 8)


def _bars(chart: Bars, rows: range, canvas: Canvas, lang: str) -> Drawing:
    series = list(dict.fromkeys(name for bar in chart.bars for name, _ in bar.parts))
    most = max((sum(max(0.0, v) for _, v in bar.parts) for bar in chart.bars), default=0) or 1.0
    room = _WIDTH - _BAR_LABELS - _NUMBERS - 2 * _PAD
    y = _PAD
    if len(series) > 1 or chart.unit:
        y = _series_legend(canvas, series, chart.unit, y, lang)
    top = y
    for bar in (chart.bars[row] for row in rows):
        height = _bar_height(bar.label)
        middle, x = y + height / 2, _PAD + _BAR_LABELS
        canvas.text(x - 8, middle, fold(bar.label, _BAR_LABELS - 12), "end")
        for name, value in bar.parts:
            length = room * max(0.0, value) / most
            if length > 0:
                canvas.series(x, middle - _BAR / 2, length, _BAR, series.index(name))
            x += length
        canvas.text(x + 8, middle, fold(_numbers(bar.parts, series, lang), _WIDTH - x - 8, 2))
        y += height
    canvas.line((_PAD + _BAR_LABELS, top), (_PAD + _BAR_LABELS, y), 1.0, "", dashed=False)
    return canvas.finish(_WIDTH, y + _PAD, chart.title, chart.description)


def _numbers(parts: Sequence[tuple[str, float]], series: list[str], lang: str) -> str:
    comma = "，" if lang == "zh" else ", "
    if len(series) == 1:
        return comma.join(shown(value, lang) for _, value in parts)
    return comma.join(f"{_letter(series.index(name))} {shown(value, lang)}" for name, value in parts)


def _series_legend(canvas: Canvas, series: list[str], unit: str, y: float, lang: str) -> float:
    """The series with their letters, and the unit of their numbers; the place below them."""
    x = _PAD
    for place, name in enumerate(series):
        said = fold(f"{_letter(place)}  {name}" if len(series) > 1 else name, _WIDTH / 2, 1)[0]
        room = 30 + _length(said)
        if x + room > _WIDTH and x > _PAD:
            x, y = _PAD, y + 24
        canvas.series(x, y, 18, 18, place % len(SERIES))
        canvas.text(x + 24, y + 9, [said])
        x += room + 14
    if unit:
        said = fold(words("unit", lang, unit=unit), _WIDTH / 2, 1)[0]
        if x + _length(said) > _WIDTH and x > _PAD:
            x, y = _PAD, y + 24
        canvas.text(x, y + 9, [said])
    return y + 28


# --- the network --------------------------------------------------------------------------------

_SIDE, _RADIUS, _STRETCH, _NAMES = 400.0, 132.0, 1.35, 170.0


def _network(chart: Network, canvas: Canvas) -> Drawing:
    """Nodes on a circle, the first at its top, clockwise in their order."""
    count = max(1, len(chart.nodes))
    middle = (_WIDTH / 2, _SIDE / 2)
    turns = {node.key: 2 * math.pi * place / count - math.pi / 2 for place, node in enumerate(chart.nodes)}
    radius = _RADIUS if count > 2 else _RADIUS * 0.7
    spots = {
        key: (middle[0] + radius * _STRETCH * math.cos(t), middle[1] + radius * math.sin(t))
        for key, t in turns.items()
    }
    heaviest = max((abs(edge.weight) for edge in chart.edges), default=0) or 1.0
    edges = [edge for edge in chart.edges if edge.a in spots and edge.b in spots and edge.a != edge.b]
    for edge in edges:
        canvas.line(spots[edge.a], spots[edge.b], 1 + 7 * abs(edge.weight) / heaviest, edge.tone)
    if len(edges) <= 15:
        for edge in edges:
            _edge_label(canvas, spots[edge.a], spots[edge.b], edge.label)
    largest = max((node.weight for node in chart.nodes), default=0) or 1.0
    for node in chart.nodes:
        (x, y), turn = spots[node.key], turns[node.key]
        r = 8 + 10 * math.sqrt(max(0.0, node.weight) / largest)
        canvas.circle(x, y, r)
        across, down = math.cos(turn), math.sin(turn)
        lines = fold(node.label, _NAMES)
        if abs(across) < 0.3:
            half = len(lines) * _LINE / 2
            canvas.text(x, y + math.copysign(r + 6 + half, down), lines, "middle", bold=True)
        else:
            canvas.text(
                x + math.copysign(r + 7, across), y, lines, "start" if across > 0 else "end", bold=True
            )
    return canvas.finish(_WIDTH, _SIDE, chart.title, chart.description)


def _edge_label(canvas: Canvas, a: tuple[float, float], b: tuple[float, float], label: str) -> None:
    """The label of a line, nearer to its first end, where fewer lines cross."""
    if not label:
        return
    said = fold(label, 120, 1, _SMALL)
    x, y = (a[0] + (b[0] - a[0]) * 0.4, a[1] + (b[1] - a[1]) * 0.4)
    width = _length(said[0]) * _SMALL / SIZE + 8
    canvas.rect(x - width / 2, y - 9, width, 18, PAPER, "t-none")
    canvas.text(x, y, said, "middle", _SMALL)
