"""The form as a PDF, tagged for screen readers (PDF/UA-1), with the fonts of this machine embedded."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ..errors import InternalError, UsageError
from ..model import Text
from .files import made_at
from .fonts import PageFonts, page_fonts
from .form import TEMPLATES, Form
from .plain import breakable
from .templates.words import WORDS, word

if TYPE_CHECKING:
    from typst import TypstError

__all__ = ["to_pdf"]


def to_pdf(form: Form) -> bytes:
    """The bytes of the PDF.

    A character that no font of this machine has keeps the file from being PDF/UA; the page then says
    that such characters are shown as boxes.

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
    try:
        return _compiled(form, fonts, standards=["ua-1"])
    except TypstError as error:
        if "could not be displayed" not in error.message:
            raise _broken(error) from error
    try:
        return _compiled(form, fonts, standards=[], undisplayed=word("undisplayed", form.lang))
    except TypstError as error:
        raise _broken(error) from error


def _broken(error: TypstError) -> InternalError:
    return InternalError(
        Text("排版程序出错，没有生成 PDF", "the typesetter failed, and no PDF was made"), error.message
    )


def _compiled(form: Form, fonts: PageFonts, standards: list[Any], undisplayed: str = "") -> bytes:
    import typst

    lang = form.lang
    plain = asdict(form)
    for section, values in zip(form.sections, plain["sections"], strict=True):
        values["box_rows"] = [[asdict(box) for box in row] for row in section.box_rows]
    data = {
        "form": _breakable(plain),
        "serif": fonts.serif,
        "sans": fonts.sans,
        "page": WORDS["page"][lang == "en"],
        "sign_date": word("sign_date", lang),
        "sign_day": word("sign_day", lang),
        "remarks": word("remarks", lang),
        "undisplayed": undisplayed,
    }
    return typst.compile(
        TEMPLATES / "form.typ",
        root=TEMPLATES,
        font_paths=fonts.collection,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=standards,
        timestamp=int(made_at(form.made_on).timestamp()),
    )


def _breakable(value: Any) -> Any:
    """The data with places to break long words in every string."""
    if isinstance(value, str):
        return breakable(value)
    if isinstance(value, dict):
        return {key: _breakable(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_breakable(one) for one in value]
    return value
