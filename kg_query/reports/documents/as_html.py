"""A report as one HTML page: nothing is loaded from outside, every value is escaped, it prints on A4.

The page works without its script, which only unfolds everything for the printer and for two buttons; its
own policy allows no other script, no address and no form. Headings, captions and header cells are marked
up as such, charts have titles and descriptions, and nothing is said by colour alone (WCAG 2.2, level AA).
"""

from __future__ import annotations

import base64
import hashlib
from functools import partial
from typing import TYPE_CHECKING, Any

from ..fonts import SANS
from ..templates.document_words import FOLDER, words
from ..webpages import page_template
from .anchors import Anchors
from .cells import Folded, chart_table, folded, has_marks, numeric, shown, tone
from .charts import draw
from .dates import day
from .model import Document

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["to_html"]


def to_html(document: Document) -> bytes:
    """The bytes of the page (UTF-8) for a fitted document."""
    lang, anchors = document.lang, Anchors(document)
    script = (FOLDER / "document.js").read_text("utf-8").strip()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

    def picture(chart: Any) -> Markup:
        drawings = draw(chart, anchors.chart(), lang, "inherit")
        return _markup("".join(one.svg for one in drawings))  # the canvas escapes what it writes

    def right(whole: Folded) -> list[bool]:
        return [numeric(whole, place) for place in range(len(whole.columns))]

    page = page_template("document.html.j2").render(
        document=document,
        html_lang="zh-CN" if lang == "zh" else "en",
        day=day(document),
        words=partial(_words, lang=lang),
        kind=lambda value: type(value).__name__,
        shown=lambda value: shown(value, lang),
        folded=lambda table: folded(table, lang),
        has_marks=has_marks,
        right=right,
        tone=tone,
        anchor=anchors.section,
        table_id=anchors.table,
        chart_table=lambda key: chart_table(document, key),
        picture=picture,
        style=_markup((FOLDER / "document.css").read_text("utf-8").strip()),
        script=_markup(script),
        script_hash=f"sha256-{digest}",
        faces=_markup(", ".join(["Arial", *(f'"{face}"' for face in SANS), "sans-serif"])),
    )
    return page.encode("utf-8")


def _words(key: str, lang: str, **values: Any) -> str:
    return words(key, lang, **values)


def _markup(text: str) -> Markup:
    from markupsafe import Markup

    return Markup(text)  # our own text, no input
