"""Drawings as PNG, for documents that take no SVG; drawn by typst with the fonts of this machine."""

from __future__ import annotations

from ...errors import InputError
from ..fonts import PageFonts, page_fonts
from .svg import Drawing

__all__ = ["painter_fonts", "png"]

#: Typst points for a pixel of a drawing, and pixels of the picture for an inch.
_POINT, _PPI = 0.75, 192.0

_PAGE = b"""
#let data = json(bytes(sys.inputs.data))
#set page(width: data.width * 1pt, height: data.height * 1pt, margin: 0pt)
#image(bytes(data.svg), format: "svg", width: 100%)
"""


def painter_fonts() -> PageFonts | None:
    """The fonts that pictures are drawn with; None where typst or a Chinese font is missing."""
    try:
        return page_fonts()
    except (ImportError, InputError):
        return None


def png(drawing: Drawing, fonts: PageFonts) -> bytes:
    """The drawing as a PNG, twice as fine as a screen; the same drawing and fonts give the same bytes."""
    import json

    import typst

    size = {"width": drawing.width * _POINT, "height": drawing.height * _POINT}
    made: bytes = typst.compile(
        _PAGE,
        font_paths=fonts.collection,
        format="png",
        ppi=_PPI,
        sys_inputs={"data": json.dumps(size | {"svg": drawing.svg}, ensure_ascii=False)},
    )
    return made
