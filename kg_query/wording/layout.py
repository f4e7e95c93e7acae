"""Plain text set for reading: lines wrapped by display width, indented, Chinese and English.

A Chinese character is two columns wide and a line may break after almost any of them; it may not
break before a closing mark or after an opening one. English breaks at spaces. Both kinds of text
may stand in one line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

__all__ = ["WIDTH", "Page", "columns", "indented", "wrap"]

#: Columns of a line, unless the caller says otherwise.
WIDTH = 92

_NEVER_FIRST = set("、。，；：！？）】》」』〕”’％…—·")
_NEVER_LAST = set("（【《「『〔“‘")
_PIECE = re.compile(r"[ \t]+|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]+|.", re.S)


@lru_cache(maxsize=16384)
def columns(text: str) -> int:
    """How many columns a terminal gives to `text`.

    >>> columns("第9条")
    5
    """
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text
    )


def _pieces(text: str) -> Iterable[str]:
    """The runs of `text` that must not be broken."""
    held = ""
    for piece in _PIECE.findall(text):
        if held and (piece[0] in _NEVER_FIRST or held[-1] in _NEVER_LAST):
            held += piece
        else:
            if held:
                yield held
            held = piece
    if held:
        yield held


def wrap(text: str, width: int = WIDTH, first: str = "", rest: str = "") -> list[str]:
    """The lines of `text`, none wider than `width` where it can be broken at all.

    `first` stands before the first line and `rest` before each further one; both count.

    >>> wrap("应当认定为履职尽责。", width=12)
    ['应当认定为履', '职尽责。']
    >>> wrap("to be broken at spaces", width=12, rest="  ")
    ['to be broken', '  at spaces']
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, room = first if not lines else rest, 0
        empty = True
        room = width - columns(line)
        for piece in _pieces(paragraph):
            if piece.isspace():
                piece = " "
                if empty:
                    continue
            need = columns(piece)
            if need > room and not empty:
                lines.append(line.rstrip())
                line, empty = rest, True
                room = width - columns(rest)
                if piece == " ":
                    continue
            line += piece
            room -= need
            empty = False
        lines.append(line.rstrip())
    return lines


def indented(text: str, depth: int, width: int = WIDTH, hang: str = "  ") -> list[str]:
    """The lines of `text` at an indentation of `depth` steps, further lines one step deeper.

    >>> indented("one two", 1, width=7)
    ['  one', '    two']
    """
    margin = "  " * depth
    return wrap(text, width, margin, margin + hang)


class Page:
    """A page of plain text in one language, written line by line."""

    def __init__(self, lang: str, width: int = WIDTH) -> None:
        self.lang, self.width = lang, width

    def say(self, zh: str, en: str) -> str:
        """The one of two texts that is in the language of the page."""
        return en if self.lang == "en" else zh

    def line(self, depth: int, text: str) -> list[str]:
        """The lines of a text at an indentation of `depth` steps."""
        return indented(text, depth, self.width)
