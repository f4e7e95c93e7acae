"""A document made fit for every page: nothing in it breaks a format, hides, reorders or overflows.

What `plain.clean` replaces is replaced in every string. A text longer than `LONGEST` (a title or label:
`LABEL`) is cut where it is laid out, and says so; CSV and JSON carry it whole.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

from ..plain import clean, short, visible
from .model import Bars, Document, HeatMap, Marked, Network, Run

__all__ = ["LABEL", "LONGEST", "fitted", "whole"]

#: Characters of one text on a page or in a cell: more than any clause has, less than a sheet refuses.
LONGEST = 8000
#: Characters of a title, a heading of a column, a label in a chart.
LABEL = 400

_LABELS = frozenset({"title", "subtitle", "summary", "label", "unit", "source"})

T = TypeVar("T")


def fitted(document: Document) -> Document:
    """The document as pages can show it: unfit characters replaced, texts that are too long cut.

    >>> fitted(Document("a\\x00b", "en", ())).title
    'a\ufffdb'
    """
    lang = document.lang
    made: Document = _each(
        document,
        lambda text, label: short(text, lang, LABEL if label else LONGEST),
        lambda marked: _cut(marked, lang),
    )
    return made


def whole(value: T) -> T:
    """A table or value with unfit characters replaced, and nothing cut: for CSV and JSON."""
    made: T = _each(
        value,
        lambda text, _: clean(text),
        lambda m: Marked(tuple(Run(visible(r.text), r.mark) for r in m.runs)),
    )
    return made


def _each(value: Any, text: Any, marked: Any, label: bool = False) -> Any:
    """The value with every string in it made anew; `text` is told whether the string is a label."""
    if isinstance(value, str):
        return text(value, label)
    if isinstance(value, Marked):
        return marked(value)
    if isinstance(value, tuple):
        return tuple(_each(one, text, marked, label) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        of_chart = isinstance(value, (HeatMap, Bars, Network))
        parts = {
            f.name: _each(
                getattr(value, f.name),
                text,
                marked,
                f.name in _LABELS or (of_chart and f.name != "description") or (label and f.name == "value"),
            )
            for f in fields(value)
        }
        return type(value)(**parts)
    return value


def _cut(marked: Marked, lang: str) -> Marked:
    """The marked text, cut like any other after `LONGEST` characters in all."""
    total = sum(len(run.text) for run in marked.runs)
    if total <= LONGEST:
        return Marked(tuple(Run(visible(run.text), run.mark) for run in marked.runs))
    runs, room = [], LONGEST
    for run in marked.runs:
        runs.append(Run(visible(run.text)[:room], run.mark))
        room -= len(runs[-1].text)
        if room <= 0:
            break
    told = short("·" * total, lang, 1)[1:]
    return Marked((*runs, Run(told)))
