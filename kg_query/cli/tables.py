"""Plain tables whose columns line up, Chinese characters counting as two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kg_query.wording.layout import columns

__all__ = ["cell_text", "table"]


def cell_text(value: Any, lang: str = "zh") -> str:
    """A value as it stands in a table: lists joined, truth in words, nothing as an empty cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return {"zh": ("否", "是"), "en": ("no", "yes")}[lang][value]
    if isinstance(value, (list, tuple)):
        return ("、" if lang == "zh" else ", ").join(cell_text(v, lang) for v in value)
    return str(value)


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]], lang: str = "zh") -> str:
    """The rows under their heads; a line break inside a cell becomes a blank.

    >>> print(table(["id", "名称"], [["nanmu", "南木"], ["town", None]]))
    id     名称
    -----  ----
    nanmu  南木
    town
    """
    lines = [[" ".join(cell_text(v, lang).split()) for v in row] for row in [heads, *rows]]
    widths = [max(columns(line[i]) for line in lines) for i in range(len(heads))]
    lines.insert(1, ["-" * w for w in widths])
    return "\n".join(
        "  ".join(c + " " * (w - columns(c)) for c, w in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
