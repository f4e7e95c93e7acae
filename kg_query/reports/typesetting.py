"""Pages typeset as PDF: tagged for screen readers (PDF/UA-1), with the fonts of this machine embedded."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InternalError, UsageError
from ..model import Text
from .files import made_at
from .fonts import PageFonts, page_fonts
from .templates.words import WORDS, word

if TYPE_CHECKING:
    from typst import TypstError

__all__ = ["typeset"]

_TEMPLATES = Path(__file__).parent / "templates"


def typeset(
    template: str, fill: Callable[[PageFonts], Mapping[str, Any]], lang: str, made_on: str | None
) -> bytes:
    """The bytes of a PDF.

    A character that no font of this machine has keeps the file from being PDF/UA; the page then says
    that such characters are shown as boxes.

    Args:
        template: the name of a typst file in `templates`.
        fill: what the template lays out, for the fonts found; the names of the fonts, the words of the
            page number and of characters without a glyph are added.
        lang: "zh" or "en".
        made_on: the day the file carries (ISO), or None.

    Raises:
        UsageError: the extra `pdf` is not installed.
        InputError: this machine has no Chinese font.
    """
    try:
        from typst import TypstError
    except ImportError:
        raise UsageError(
            Text("生成 PDF 需要 typst，尚未安装", "a PDF needs typst, which is not installed"),
            hint=Text("请运行：pip install 'kg-query[pdf]'", "Run: pip install 'kg-query[pdf]'"),
        ) from None
    fonts = page_fonts()
    usual = {"serif": fonts.serif, "sans": fonts.sans, "page": WORDS["page"][lang == "en"], "undisplayed": ""}
    data = {**usual, **fill(fonts)}
    try:
        return _compiled(template, data, fonts, made_on, ["ua-1"])
    except TypstError as error:
        if "could not be displayed" not in error.message:
            raise _broken(error) from error
    try:
        return _compiled(template, data | {"undisplayed": word("undisplayed", lang)}, fonts, made_on, [])
    except TypstError as error:
        raise _broken(error) from error


def _compiled(
    template: str, data: Mapping[str, Any], fonts: PageFonts, made_on: str | None, standards: list[Any]
) -> bytes:
    import typst

    return typst.compile(
        _TEMPLATES / template,
        root=_TEMPLATES,
        font_paths=fonts.collection,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=standards,
        timestamp=int(made_at(made_on).timestamp()),
    )


def _broken(error: TypstError) -> InternalError:
    return InternalError(
        Text("排版程序出错，没有生成 PDF", "the typesetter failed, and no PDF was made"), error.message
    )
