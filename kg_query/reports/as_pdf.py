"""The form as a PDF, tagged for screen readers (PDF/UA-1), with the fonts of this machine embedded."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from .fonts import PageFonts
from .form import Form
from .plain import breakable
from .templates.words import word
from .typesetting import typeset

__all__ = ["to_pdf"]


def to_pdf(form: Form) -> bytes:
    """The bytes of the PDF.

    A character that no font of this machine has keeps the file from being PDF/UA; the page then says
    that such characters are shown as boxes.

    Raises:
        UsageError: the extra `pdf` is not installed.
        InputError: this machine has no Chinese font.
    """
    lang = form.lang
    plain = asdict(form)
    for section, values in zip(form.sections, plain["sections"], strict=True):
        values["box_rows"] = [[asdict(box) for box in row] for row in section.box_rows]

    def data(_: PageFonts) -> dict[str, Any]:
        return {
            "form": _breakable(plain),
            "sign_date": word("sign_date", lang),
            "sign_day": word("sign_day", lang),
            "remarks": word("remarks", lang),
        }

    return typeset("form.typ", data, lang, form.made_on)


def _breakable(value: Any) -> Any:
    """The data with places to break long words in every string."""
    if isinstance(value, str):
        return breakable(value)
    if isinstance(value, dict):
        return {key: _breakable(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_breakable(one) for one in value]
    return value
