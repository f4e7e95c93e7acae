"""A document made fit for every page: nothing in it breaks a format, hides, reorders or overflows.

What `plain.clean` replaces is replaced in every string. A text longer than `LONGEST` is cut where it
is laid out, and says so; CSV and JSON carry it whole.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

from ..plain import clean, short, visible
from .model import Document, Marked, Run

__all__ = ["LONGEST", "fitted", "whole"]

#: Characters of one text on a page or in a cell: more than any clause has, less than a sheet refuses.
LONGEST = 8000

T = TypeVar("T")


def fitted(document: Document) -> Document:
    """The document as pages can show it: unfit characters replaced, texts that are too long cut.

    >>> fitted(Document("a\\x00b", "en", ())).title
    'a\ufffdb'
    """
    lang = document.lang
    made: Document = _each(document, lambda t: short(t, lang, LONGEST), lambda m: _cut(m, lang))
    return made


def whole(value: T) -> T:
    """A table or value with unfit characters replaced, and nothing cut: for CSV and JSON."""
    made: T = _each(value, clean, lambda m: Marked(tuple(Run(visible(r.text), r.mark) for r in m.runs)))
    return made


def _each(value: Any, text: Any, marked: Any) -> Any:
    if isinstance(value, str):
        return text(value)
    if isinstance(value, Marked):
        return marked(value)
    if isinstance(value, tuple):
        return tuple(_each(one, text, marked) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return type(value)(**{f.name: _each(getattr(value, f.name), text, marked) for f in fields(value)})
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
