"""Articles of national laws in words: the statutory facts write them short, as 42① or 76①(3)(5)."""

from __future__ import annotations

import re

from .citation import chinese_number

__all__ = ["articles"]

_ONE = re.compile(r"(\d+)([①-⑳]*)((?:\(\d+\))*)")


def articles(written: str, lang: str) -> str:
    """The articles in words; a form that is none of the short ones comes back as it is written.

    >>> articles("56; 85", "zh"), articles("76①(3)(5)", "zh")
    ('第56条、第85条', '第76条第一款第（三）、（五）项')
    >>> articles("56; 85", "en"), articles("76①(3)(5)", "en")
    ('Articles 56 and 85', 'Article 76, paragraph 1, items (3) and (5)')
    >>> articles("(六)", "en")
    '(六)'
    """
    parts = [p.strip() for p in re.split(r"[;；]", written) if p.strip()]
    found = [_ONE.fullmatch(p) for p in parts]
    if not parts or not all(found):
        return written
    places = [(m[1], [ord(c) - 0x245F for c in m[2]], re.findall(r"\d+", m[3])) for m in found if m]
    if lang != "en":
        return "、".join(_zh(*place) for place in places)
    words = [_en(*place) for place in places]
    if all(not paras and not items for _, paras, items in places) and len(words) > 1:
        return "Articles " + _listed([number for number, _, _ in places])
    return "; ".join(words)


def _zh(number: str, paras: list[int], items: list[str]) -> str:
    text = f"第{number}条"
    if paras:
        text += "第" + "、".join(chinese_number(p) for p in paras) + "款"
    if items:
        text += "第" + "、".join(f"（{chinese_number(int(i))}）" for i in items) + "项"
    return text


def _en(number: str, paras: list[int], items: list[str]) -> str:
    text = f"Article {number}"
    if paras:
        text += f", paragraph{'s' * (len(paras) > 1)} {_listed([str(p) for p in paras])}"
    if items:
        text += f", item{'s' * (len(items) > 1)} {_listed([f'({i})' for i in items])}"
    return text


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
