"""The templates of these pages: every value escaped, and a name that is missing is an error."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..pages.frame import TEMPLATES, templates
from .words import count, word

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["FOLDERS", "render"]

HERE = Path(__file__).resolve().parent
#: Where templates lie: our own first, then the frame of all pages.
FOLDERS = (HERE / "templates", TEMPLATES)


@cache
def _room(lang: str) -> Environment:
    room = templates(FOLDERS[0])
    room.filters["word"] = lambda name: word(name, lang)
    room.filters["counted"] = lambda name, number: count(name, lang, number)
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
