"""How a provision is cited: 《…制度》第九条第（四）项, Article 9(4) of "…".

The numbers come from the unit's own id (`nanmu/art_10__para_2__point_3`) and from its printed
number, never from a table of clauses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..model import Provision, Regulation, Text
from .messages import both

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["chinese_number", "cite", "cite_list", "cite_text", "place", "regulation_name", "short_name"]

_DIGITS = "零一二三四五六七八九"
#: eId step → how Chinese and English name it ({n} is the number, {c} the number in Chinese).
_STEPS: dict[str, tuple[str, str]] = {
    "part": ("第{c}编", "Part {n}"),
    "chp": ("第{c}章", "Chapter {n}"),
    "art": ("第{c}条", "Article {n}"),
    "para": ("第{c}款", "paragraph {n}"),
    "point": ("第（{c}）项", "item ({n})"),
    "subpoint": ("第{n}目", "sub-item {n}"),
    "annex": ("附件{n}", "Annex {n}"),
    "sec": ("第{c}部分", "section {n}"),
    "line": ("第{n}行", "line {n}"),
    "table": ("表{n}", "table {n}"),
    "formula": ("公式{n}", "formula {n}"),
}
#: Printed numbers that a citation takes over: 第九条, （四）, （4）; and 1、 which is cited as 第1项.
_PRINTED = re.compile(r"第[一二三四五六七八九十百零]+[编章节条]|[（(][一二三四五六七八九十百零\d]+[）)]")


def chinese_number(number: int) -> str:
    """A number from 0 to 999 as a statute prints it.

    >>> [chinese_number(n) for n in (4, 10, 12, 20, 28, 100, 105, 110)]
    ['四', '十', '十二', '二十', '二十八', '一百', '一百零五', '一百一十']
    """
    if number < 10:
        return _DIGITS[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
    hundreds, rest = divmod(number, 100)
    head = _DIGITS[hundreds] + "百"
    if not rest:
        return head
    if rest < 10:
        return head + "零" + _DIGITS[rest]
    return head + ("一" if rest < 20 else "") + chinese_number(rest)


def regulation_name(regulation: Regulation, lang: str) -> str:
    """The name of a regulation: its title in book marks, or its description where it has none."""
    if regulation.title is None:
        return regulation.label.in_(lang)
    title = regulation.title.in_(lang)
    if lang == "en":
        return title
    return title if title.startswith("《") else f"《{title}》"


def short_name(regulation: Regulation, lang: str) -> str:
    """What a table or chart calls a regulation; its slug where the graph gives it no short name.

    >>> short_name(Regulation("lake", None, Text("湖区规定", "Lake rules"), None, None, None, None, False, 1, 1), "zh")
    'lake'
    """
    return regulation.short.in_(lang) if regulation.short else regulation.slug


def place(unit: Provision, lang: str, numbers: Mapping[str, str | None] | None = None) -> str:
    """The place of a unit inside its regulation: 第十条第二款第（三）项, Article 10, paragraph 2, item (3).

    `numbers` gives the printed numbers of the unit and those above it, by id; where none is printed
    (款 never have one) the number in the id stands in. A chapter that the page does not call one,
    but numbers like an item, is quoted as it is printed: “（二）…”.

    >>> unit = Provision("nanmu/art_9__point_4", "nanmu", "point", "（四）", None, None, None, None, 1)
    >>> place(unit, "zh"), place(unit, "en")
    ('第九条第（四）项', 'Article 9(4)')
    """
    if unit.notation:
        return _scored(unit, lang)
    if unit.kind == "chapter" and unit.text and (unit.number or "").startswith(("（", "(")):
        number = unit.number if lang == "zh" else f"({_split(unit.id)[1]}) "
        return both("quoted", text=f"{number}{unit.text.in_(lang)}").in_(lang)
    prefix, _, path = unit.id.rpartition("/")
    steps = path.split("__")
    ids = [f"{prefix}/{'__'.join(steps[: i + 1])}" for i in range(len(steps))]
    printed = {unit.id: unit.number, **(numbers or {})}
    parts = [_step(*_split(step), lang, printed.get(one)) for step, one in zip(steps, ids, strict=True)]
    named = [part for part in parts if part is not None]
    if len(named) < len(parts):
        own = unit.number or (both("quoted", text=unit.text).in_(lang) if unit.text else "")
        if lang == "en" and unit.number and _split(unit.id)[1].isdigit():
            own = f"({_split(unit.id)[1]})"  # an English line has no Chinese numbers or brackets
        return _joined([*named, own] if own else named, lang) or unit.kind
    kinds = [_split(step)[0] for step in steps]
    if lang == "en" and kinds == ["art", "point"]:
        return f"{named[0]}{named[1].removeprefix('item ')}"
    return _joined(named, lang)


def cite(corpus: Corpus, provision: str, lang: str, *, full: bool = False) -> str:
    """The citation of a provision; `full` puts the regulation's name to it.

    An id that is a regulation's slug is cited by the regulation's name. KeyError for an id that
    is neither.
    """
    if provision in corpus.regulations:
        return regulation_name(corpus.regulations[provision], lang)
    unit = corpus.provisions[provision]
    where = place(unit, lang, {above.id: above.number for above in corpus.ancestors(provision)})
    if not full:
        return where
    name = regulation_name(corpus.regulations[unit.regulation], lang)
    article = "" if name.lower().startswith("the ") or not name[:1].isascii() else "the "
    return f"{name}{where}" if lang == "zh" else f"{where} of {article}{name}"


def cite_list(corpus: Corpus, provisions: Iterable[str]) -> list[Text]:
    """The citations of several provisions, each once; three or more in a row become a range.

    第八条第（一）项至第（五）项, Article 8(1) to (5).
    """
    runs: list[list[str]] = []
    for provision in dict.fromkeys(provisions):
        if runs and _follows(runs[-1][-1], provision):
            runs[-1].append(provision)
        else:
            runs.append([provision])
    found: list[Text] = []
    for run in runs:
        if len(run) < 3:
            found += [cite_text(corpus, one) for one in run]
        else:
            first = cite_text(corpus, run[0])
            last, number = _split(run[-1].rpartition("__")[2]), corpus.provisions[run[-1]].number
            zh, en = _step(*last, "zh", number) or "", _step(*last, "en") or ""
            found.append(Text(f"{first.zh}至{zh}", f"{first.en} to {en.removeprefix('item ')}"))
    return found


def cite_text(corpus: Corpus, provision: str, *, full: bool = False) -> Text:
    """The citation in both languages."""
    return Text(cite(corpus, provision, "zh", full=full), cite(corpus, provision, "en", full=full))


def _follows(one: str, other: str) -> bool:
    """True when `other` is the next list item after `one`, in the same list."""
    (before, _, last), (above, _, this) = one.rpartition("__"), other.rpartition("__")
    (name, number), (same, after) = _split(last), _split(this)
    if not before or before != above or name != same or _step(name, number, "zh") is None:
        return False
    return number.isdigit() and after.isdigit() and int(after) == int(number) + 1


def _split(step: str) -> tuple[str, str]:
    name, _, number = step.rpartition("_")
    return (name, number) if name else (step, "")


def _step(name: str, number: str, lang: str, printed: str | None = None) -> str | None:
    if name not in _STEPS or not number.isdigit():
        return None
    zh, en = _STEPS[name]
    if lang == "en":
        return en.format(n=number)
    if printed and _PRINTED.fullmatch(printed):
        return f"第{printed}项" if printed[0] in "（(" and name != "chp" else printed
    if printed and name == "point" and printed.rstrip("、.．").isdigit():
        return f"第{printed.rstrip('、.．')}项"
    return zh.format(c=chinese_number(int(number)), n=number)


def _joined(parts: list[str], lang: str) -> str:
    return "".join(parts) if lang == "zh" else ", ".join(parts)


def _scored(provision: Provision, lang: str) -> str:
    annex = next((s for s in provision.id.rpartition("/")[2].split("__") if s.startswith("annex_")), "")
    head = _step(*_split(annex), lang) if annex else None
    line = f"评分项 {provision.notation}" if lang == "zh" else f"line {provision.notation}"
    return _joined([head, line] if head else [line], lang)
