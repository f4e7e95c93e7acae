"""Articles of national laws in words: the statutory facts write them short, as 42① or 76①(3)(5)."""

from __future__ import annotations

import re

from .citation import chinese_number

__all__ = ["LAWS", "articles"]

#: One place: a law other than the fact's own, its article or a range of articles, what of the article.
_ONE = re.compile(r"(?P<law>[一-鿿]*)(?P<first>\d+)(?:-(?P<last>\d+)|(?P<parts>[①-⑳()\d-]*))")
_ITEMS = r"(?:\(\d+\)(?:-\(\d+\))?)"
_PART = re.compile(rf"([①-⑳]+)({_ITEMS}*)|({_ITEMS}+)")
_ITEM = re.compile(r"\((\d+)\)(?:-\((\d+)\))?")
#: A section of a policy document, which is numbered through, or a range of sections.
_SECTION = re.compile(r"\(([一二三四五六七八九十]+)\)(?:-\(([一二三四五六七八九十]+)\))?")
#: What the other laws, called by a short name, are called in English.
LAWS = {
    "政务处分法": "Governmental Sanctions Law",
    "处分条例": "Civil Servant Discipline Regulations",
    "监察法": "Supervision Law",
    "复议法": "Reconsideration Law",
    "解释": "Judicial Interpretation",
}


def articles(written: str, lang: str) -> str:
    """The articles in words; a form that is none of the short ones comes back as it is written.

    >>> articles("56; 85", "zh"), articles("76①(3)(5)", "zh")
    ('第五十六条、第八十五条', '第七十六条第一款第（三）、（五）项')
    >>> articles("56; 85", "en"), articles("76①(3)(5)", "en")
    ('Articles 56 and 85', 'Article 76, paragraph 1, items (3) and (5)')
    >>> articles("12-16; 21", "zh"), articles("12-16; 21", "en")
    ('第十二条至第十六条、第二十一条', 'Articles 12 to 16; Article 21')
    >>> articles("51①(1)-(4)②③; 69", "zh"), articles("58①(1)-(4)", "en")
    ('第五十一条第一款第（一）项至第（四）项、第二、三款、第六十九条', 'Article 58, paragraph 1, items (1) to (4)')
    >>> articles("15(2); 复议法6; 7", "zh"), articles("15(2); 复议法6", "en")
    ('第十五条第（二）项、《复议法》第六条、第七条', 'Article 15, item (2); Reconsideration Law, Article 6')
    >>> articles("(六)", "zh"), articles("(十一)-(十四)", "en")
    ('第（六）部分', 'sections (11) to (14)')
    >>> articles("not known", "en")
    'not known'
    """
    if section := _SECTION.fullmatch(written.strip()):
        return _section(section[1], section[2], lang)
    parts = [p.strip() for p in re.split(r"[;；]", written) if p.strip()]
    found = [_ONE.fullmatch(p) for p in parts]
    if not parts or not all(m and not _PART.sub("", m["parts"] or "") for m in found):
        return written
    places = [m for m in found if m]
    if lang != "en":
        return "、".join(_zh(m) for m in places)
    if len(places) > 1 and not any(m["law"] or m["last"] or m["parts"] for m in places):
        return "Articles " + _listed([m["first"] for m in places])
    return "; ".join(_en(m) for m in places)


def _section(first: str, last: str | None, lang: str) -> str:
    if lang != "en":
        return f"第（{first}）" + (f"至第（{last}）" if last else "") + "部分"
    numbers = {chinese_number(n): n for n in range(1, 100)}
    said = f"({numbers[first]})"
    return f"sections {said} to ({numbers[last]})" if last else f"section {said}"


def _zh(place: re.Match[str]) -> str:
    law = f"《{place['law']}》" if place["law"] else ""
    text = f"{law}第{chinese_number(int(place['first']))}条"
    if place["last"]:
        return f"{text}至第{chinese_number(int(place['last']))}条"
    said = []
    for paras, items in _parts(place):
        where = "第" + "、".join(chinese_number(p) for p in paras) + "款" if paras else ""
        if any(last for _, last in items):
            where += "、".join(
                f"第（{chinese_number(a)}）项" + (f"至第（{chinese_number(b)}）项" if b else "")
                for a, b in items
            )
        elif items:
            where += "第" + "、".join(f"（{chinese_number(a)}）" for a, _ in items) + "项"
        said.append(where)
    return text + "、".join(said)


def _en(place: re.Match[str]) -> str:
    law = f"{LAWS.get(place['law'], '《' + place['law'] + '》')}, " if place["law"] else ""
    if place["last"]:
        return f"{law}Articles {place['first']} to {place['last']}"
    said = []
    for paras, items in _parts(place):
        where = f"paragraph{'s' * (len(paras) > 1)} {_listed([str(p) for p in paras])}" if paras else ""
        if items:
            many = len(items) > 1 or items[0][1]
            listed = _listed([f"({a}) to ({b})" if b else f"({a})" for a, b in items])
            where += (", " if where else "") + f"item{'s' if many else ''} {listed}"
        said.append(where)
    return f"{law}Article {place['first']}" + (", " + " and ".join(said) if said else "")


def _parts(place: re.Match[str]) -> list[tuple[list[int], list[tuple[int, int]]]]:
    """The paragraphs with the items of the last of them; an item's second number is 0 unless it is a range."""
    return [
        (
            [ord(c) - 0x245F for c in m[1] or ""],
            [(int(a), int(b or 0)) for a, b in _ITEM.findall(m[2] or m[3] or "")],
        )
        for m in _PART.finditer(place["parts"] or "")
    ]


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
