"""The templates of these pages: every value escaped, and a name that is missing is an error."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kg_query.wording.dates import day

from ..pages.handing import packed
from .addresses import safe_href
from .shown import pieces, plain, tag
from .words import count, word

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["FOLDERS", "render"]

HERE = Path(__file__).resolve().parent
#: Where templates lie: our own first, then the frame of all pages.
FOLDERS = (HERE / "templates", HERE.parent / "templates")


@cache
def _room(lang: str) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    room = Environment(
        loader=FileSystemLoader([str(f) for f in FOLDERS]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    room.filters["pieces"] = pieces
    room.filters["tag"] = tag
    room.filters["plain"] = plain
    room.filters["day"] = day
    room.filters["safe_href"] = safe_href
    room.filters["word"] = lambda name: word(name, lang)
    room.filters["counted"] = lambda name, number: count(name, lang, number)
    room.filters["packed"] = packed
    room.filters["in_query"] = lambda text: quote(str(text), safe="")
    return room


def render(template: str, lang: str, values: Mapping[str, Any]) -> bytes:
    """A page as UTF-8.

    Args:
        template: its file name.
        lang: "zh" or "en".
        values: what the template names.
    """
    html = _room(lang).get_template(template).render(**values)
    return html.encode("utf-8", "replace")
