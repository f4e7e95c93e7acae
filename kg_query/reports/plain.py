"""Text from a case file made fit for a page: nothing that breaks a format, hides or reorders words.

What may not stand in XML, what a printer would obey and what turns reading order round is replaced by
the replacement character, so that the reader sees that something was there.
"""

from __future__ import annotations

import re

__all__ = ["BOX_LENGTH", "CELL_LENGTH", "breakable", "clean", "short", "visible"]

#: Characters of one box of the form, and of one cell of a table.
BOX_LENGTH, CELL_LENGTH = 300, 2000

_REPLACED = "\N{REPLACEMENT CHARACTER}"
#: Control characters, lone surrogates, non-characters, line separators, and all that changes direction.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
    "|[\U0001fffe\U0001ffff\U0002fffe\U0002ffff\U0003fffe\U0003ffff\U000efffe\U000effff\U000ffffe-\U0010ffff]"
)
_ENDINGS = re.compile("\r\n?")
_LONG = re.compile(r"[!-~\u00a1-\u2dff]{24,}")


def clean(text: object) -> str:
    """The text without characters that are unfit for a page.

    >>> clean("a\\x00b\\u202ec")
    'a\ufffdb\ufffdc'
    """
    return visible(text).strip()


def visible(text: object) -> str:
    """The text without unfit characters, with the spaces it begins and ends with: a piece of a longer one.

    >>> visible("the\\x00\\t")
    'the\ufffd '
    """
    return _UNFIT.sub(_REPLACED, _ENDINGS.sub("\n", str(text))).replace("\t", " ")


def short(text: object, lang: str, length: int = BOX_LENGTH) -> str:
    """The clean text; what is longer than `length` characters is cut, and the reader is told.

    >>> short("长" * 400, "en", 3)
    '长长长… (400 characters in all, cut here)'
    """
    whole = clean(text)
    if len(whole) <= length:
        return whole
    told = (
        f"（共 {len(whole)} 字，以下从略）"
        if lang == "zh"
        else f" ({len(whole)} characters in all, cut here)"
    )
    return f"{whole[:length]}…{told}"


def breakable(text: str) -> str:
    """The text with invisible places to break a line inside words that no line can hold."""
    return _LONG.sub(lambda m: "\u200b".join(re.findall(r".{1,16}", m[0])), text)
