"""One call for each thing that is handed in: the form of one review in one format."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from ..errors import UsageError, known_words
from ..model import Text
from .form import Form, fill

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..review import Review

__all__ = ["FORMATS", "render_form"]

#: What the form can be rendered to; the name of a format is the ending of its files.
FORMATS = ("html", "xlsx", "docx", "pdf")


def render_form(corpus: Corpus, review: Review, format: str, lang: str = "zh") -> bytes:
    """The official form of annex 2 filled in, as the bytes of a file.

    The same review gives the same bytes, whenever and wherever it is made; a PDF with the same fonts.

    Args:
        corpus: the compiled law, which holds the words of the form.
        review: the review of one case file.
        format: "html", "xlsx", "docx" or "pdf".
        lang: "zh", the official language, or "en", a reading version.

    Raises:
        UsageError: an unknown format, or typst is not installed for a PDF.
        InputError: this machine has no Chinese font for a PDF.
    """
    if format not in FORMATS:
        raise UsageError(
            Text(f"评查表没有 {format} 格式", f"the form has no format {format}"),
            hint=known_words(FORMATS),
        )
    module = import_module(f".as_{format}", __package__)
    to_format: Callable[[Form], bytes] = getattr(module, f"to_{format}")
    return to_format(fill(corpus, review, lang))
