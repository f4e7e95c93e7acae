"""A small builder of SVG: escaped text, lines that fit their room, patterns that a printer without colour shows.

Colours are written as attributes, which any program draws, and as classes, which the stylesheet of a page
may set anew (in the dark, say). Nothing refers to anything outside the drawing.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from ...wording.layout import columns, wrap
from .model import Tone

__all__ = ["INK", "PAPER", "SERIES", "SIZE", "STROKES", "TONES", "Canvas", "Drawing", "fold"]

#: Ink and paper, the fills behind text (contrast with the ink at least 7), and strokes of the same tones.
INK, PAPER, RULE = "#1c2126", "#ffffff", "#8a929a"
TONES: dict[Tone, str] = {
    "": "#ffffff", "good": "#cfe8d4", "mild": "#dfeaf6", "warn": "#f8dc9a", "bad": "#f2aea4", "muted": "#e9eaec",
}  # fmt: skip
STROKES: dict[Tone, tuple[str, str]] = {
    "": ("#44505c", ""), "good": ("#1e6b3a", ""), "mild": ("#2b5f95", "10 3"), "warn": ("#8a5a00", "6 4"),
    "bad": ("#a3261b", ""), "muted": ("#6b737b", "2 4"),
}  # fmt: skip
#: Bars: colours that differ in lightness too; from the second on a pattern lies over them.
SERIES = ("#24507c", "#9cc3e6", "#c57f1d", "#6c757d", "#8fbc6a", "#7a4272")
_PATTERNS = (
    "", "M0 8L8 0M-2 2L2 -2M6 10L10 6", "M0 4H8", "M4 0V8", "M0 0L8 8M0 8L8 0", "M2 2h2v2h-2zM6 6h2v2h-2z",
)  # fmt: skip

#: The size of usual text, and the share of it that one column of a terminal takes (a Chinese character: two).
SIZE, _COLUMN = 13.0, 0.55


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished picture: its SVG, its size in pixels, and what it shows in words."""

    svg: str
    width: float
    height: float
    alt: str


def fold(text: str, room: float, most: int = 3, size: float = SIZE) -> list[str]:
    """The lines of a text in `room` pixels, at most so many; what does not fit ends in an ellipsis.

    >>> fold("one two three", 50, most=2)
    ['one', 'two…']
    """
    width = max(2, int(room / (size * _COLUMN)))
    lines = wrap(text, width)
    if len(lines) > most:
        lines = lines[:most]
        lines[-1] = _cut(lines[-1] + "…", width, always=True)
    return [_cut(line, width) for line in lines]


def _cut(line: str, width: int, *, always: bool = False) -> str:
    if columns(line) <= width:
        return line
    line = line[: width + 1].removesuffix("…")
    while line and columns(line) > width - 1:
        line = line[:-1]
    return line + "…"


class Canvas:
    """A drawing being made; `ident` keeps its ids apart from those of others on the page."""

    def __init__(self, ident: str, family: str = "sans-serif") -> None:
        self.ident, self.family = ident, family
        self.parts: list[str] = []

    def rect(self, x: float, y: float, w: float, h: float, fill: str, name: str, rule: bool = True) -> None:
        """A rectangle filled with a colour, with a thin edge where `rule`."""
        edge = f' stroke="{RULE}"' if rule else ""
        self.parts.append(
            f'<rect class="{name}" x="{_n(x)}" y="{_n(y)}" width="{_n(w)}" height="{_n(h)}" fill="{fill}"{edge}/>'
        )

    def series(self, x: float, y: float, w: float, h: float, place: int) -> None:
        """A piece of a bar, or its square in the legend."""
        place %= len(SERIES)
        self.rect(x, y, w, h, SERIES[place], f"s{place}")
        if _PATTERNS[place]:
            self.rect(x, y, w, h, f"url(#{self.ident}-p{place})", "over", rule=False)

    def line(
        self, a: tuple[float, float], b: tuple[float, float], width: float, tone: Tone, dashed: bool = True
    ) -> None:
        """A line from a to b in the colour of a tone, and dashed as the tone is."""
        colour, dash = STROKES[tone]
        dashes = f' stroke-dasharray="{dash}"' if dash and dashed else ""
        self.parts.append(
            f'<line class="k-{tone or "none"}" x1="{_n(a[0])}" y1="{_n(a[1])}" x2="{_n(b[0])}" y2="{_n(b[1])}" '
            f'stroke="{colour}" stroke-width="{_n(width)}"{dashes}/>'
        )

    def circle(self, x: float, y: float, r: float) -> None:
        """A node of a network."""
        self.parts.append(
            f'<circle class="node" cx="{_n(x)}" cy="{_n(y)}" r="{_n(r)}" fill="{TONES["mild"]}" stroke="{INK}"/>'
        )

    def text(
        self,
        x: float,
        y: float,
        lines: list[str],
        anchor: str = "start",
        size: float = SIZE,
        bold: bool = False,
    ) -> None:
        """Lines of text, the middle of their block at `y`."""
        step = size * 1.25
        top = y - step * (len(lines) - 1) / 2 + size * 0.36
        weight = ' font-weight="700"' if bold else ""
        for place, line in enumerate(lines):
            if line:
                self.parts.append(
                    f'<text x="{_n(x)}" y="{_n(top + place * step)}" text-anchor="{anchor}" '
                    f'font-size="{_n(size)}" fill="{INK}"{weight}>{escape(line, quote=False)}</text>'
                )

    def finish(self, width: float, height: float, title: str, description: str) -> Drawing:
        """The drawing, with its title and description for those who do not see it."""
        ident = self.ident
        body = "\n".join(self.parts)
        patterns = "".join(
            f'<pattern id="{ident}-p{place}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<path d="{path}" stroke="#ffffff" stroke-width="1.6" fill="none" stroke-opacity="0.85"/></pattern>'
            for place, path in enumerate(_PATTERNS)
            if path and f"#{ident}-p{place})" in body
        )
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" '
            f'aria-labelledby="{ident}-t {ident}-d" viewBox="0 0 {_n(width)} {_n(height)}" '
            f'width="{_n(width)}" height="{_n(height)}" font-family="{escape(self.family)}">\n'
            f'<title id="{ident}-t">{escape(title, quote=False)}</title>\n'
            f'<desc id="{ident}-d">{escape(description, quote=False)}</desc>\n'
            + (f"<defs>{patterns}</defs>\n" if patterns else "")
            + f"{body}\n</svg>"
        )
        return Drawing(svg, width, height, description or title)


def _n(number: float) -> str:
    """A number as short as one tenth of a pixel allows."""
    return f"{number:.1f}".removesuffix(".0")
