"""A report as one HTML page: nothing is loaded from outside, every value is escaped, it prints on A4.

The page works without its script, which only unfolds everything for the printer and for two buttons; its
own policy allows no other script, no address and no form. Headings, captions and header cells are marked
up as such, charts have titles and descriptions, and nothing is said by colour alone (WCAG 2.2, level AA).
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..fonts import SANS
from ..templates import document_words
from .cells import Folded, chart_table, folded, has_marks, numeric, shown, tone
from .charts import draw
from .dates import day
from .model import Document, Section, Table

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

__all__ = ["Anchors", "to_html"]

_TEMPLATES = Path(document_words.__file__).parent


class Anchors:
    """The places of a report that links lead to: each section and table by a name that is its own."""

    def __init__(self, document: Document) -> None:
        self.taken = {"about", "contents", "report", "folding"}
        self.sections: dict[int, str] = {}
        self.tables: dict[str, str] = {}
        self.charts = 0
        for section in document.sections:
            self._enter(section)
        for table in document.tables():
            if table.key not in self.tables:
                self.tables[table.key] = self._name("table-" + table.key)

    def _enter(self, section: Section) -> None:
        self.sections[id(section)] = self._name(section.key)
        for part in section.sections:
            self._enter(part)

    def _name(self, key: str) -> str:
        name = first = re.sub(r"[^A-Za-z0-9]+", "-", key)[:60].strip("-").lower() or "part"
        number = 1
        while name in self.taken:
            number += 1
            name = f"{first}-{number}"
        self.taken.add(name)
        return name

    def section(self, section: Section) -> str:
        """The anchor of a section of this very document."""
        return self.sections[id(section)]

    def table(self, table: Table | str) -> str:
        """The anchor of a table, or of the one with a key; the top of the report where there is none."""
        return self.tables.get(table if isinstance(table, str) else table.key, "report")

    def chart(self) -> str:
        """A new name for the ids of a chart."""
        self.charts += 1
        return f"chart-{self.charts}"


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    room = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return room.get_template("document.html.j2")


def to_html(document: Document) -> bytes:
    """The bytes of the page (UTF-8) for a fitted document."""
    lang, anchors = document.lang, Anchors(document)
    script = (_TEMPLATES / "document.js").read_text("utf-8").strip()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

    def picture(chart: Any) -> Markup:
        drawings = draw(chart, anchors.chart(), lang, "inherit")
        return _markup("".join(one.svg for one in drawings))  # the canvas escapes what it writes

    def right(whole: Folded) -> list[bool]:
        return [numeric(whole, place) for place in range(len(whole.columns))]

    page = _template().render(
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
        style=_markup((_TEMPLATES / "document.css").read_text("utf-8").strip()),
        script=_markup(script),
        script_hash=f"sha256-{digest}",
        faces=_markup(", ".join(["Arial", *(f'"{face}"' for face in SANS), "sans-serif"])),
    )
    return page.encode("utf-8")


def _words(key: str, lang: str, **values: Any) -> str:
    return document_words.words(key, lang, **values)


def _markup(text: str) -> Markup:
    from markupsafe import Markup

    return Markup(text)  # our own text, no input
