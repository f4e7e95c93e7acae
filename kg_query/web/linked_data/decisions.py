"""The records of design decisions: `docs/decisions/*.md`, which the ontology names as sources."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ... import files

if TYPE_CHECKING:
    from markupsafe import Markup

__all__ = ["Decision", "decision", "names"]

_NAME = re.compile(r"\d{4}-[a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Decision:
    """A record: its name (`0001-ontology`), title and text in Markdown."""

    name: str
    title: str
    markdown: str

    def html(self) -> Markup:
        """The text as HTML. HTML inside the Markdown is escaped, and only safe addresses become links."""
        from markdown_it import MarkdownIt
        from markupsafe import Markup

        body = self.markdown.partition("\n")[2]
        made = MarkdownIt("commonmark", {"html": False}).enable("table").render(body)
        return Markup(made)  # our own records, and the renderer escapes


def _folder() -> Path:
    inside = files.PACKAGE / "bundled" / "decisions"
    return inside if inside.is_dir() else files.PACKAGE.parent / "docs" / "decisions"


def names() -> list[str]:
    """The names of all records, in order."""
    return sorted(p.stem for p in _folder().glob("*.md") if _NAME.fullmatch(p.stem))


@lru_cache(maxsize=256)
def decision(name: str) -> Decision | None:
    """A record by its name, or None where there is none of that name."""
    if not _NAME.fullmatch(name) or name not in names():
        return None
    text = (_folder() / f"{name}.md").read_text("utf-8")
    return Decision(name, text.partition("\n")[0].lstrip("# ").strip(), text)
