"""The words of every answer, in Chinese and English: `say("leaf.established", "zh", …)`.

The sentences themselves stand in `kg_query.wording.templates`, one key with its two languages. The same
values always give the same words. A value may be a `Text` (taken in the language asked for), a
list of values (joined as a list in that language), or anything that `str` can show. An English sentence
agrees in number with a list: `{places} {places:applies|apply}`. What stands between quotation marks has inner
ones in place of its own: “…‘…’…”, as GB/T 15834 and English usage have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from ..model import Text
from .templates import TEMPLATES

__all__ = ["LANGUAGES", "both", "listed", "say"]

LANGUAGES = ("zh", "en")


def say(key: str, lang: str, **values: Any) -> str:
    """The sentence `key` in `lang` ("zh" or "en"), with its placeholders filled.

    Args:
        key: a key of `kg_query.wording.templates.TEMPLATES`.
        lang: "zh" or "en".
        values: one for each placeholder of the template.

    Raises:
        KeyError: no such key, or a placeholder without a value.

    >>> say("list.more", "en", count=3)
    'and 3 more'
    >>> say("leaf.established", "zh", ground=Text("不可抗力", "force majeure"))
    '“不可抗力”：已认定'
    >>> say("quoted", "zh", text="落实“三个区分开来”")
    '“落实‘三个区分开来’”'
    """
    template = _template(key, lang)
    return template.format(**{name: _Words(_shown(value, lang), value) for name, value in values.items()})


@lru_cache(maxsize=4096)
def _template(key: str, lang: str) -> str:
    """The sentence with its placeholders, those between quotation marks marked as such."""
    zh, en = TEMPLATES[key]
    return _QUOTED.sub(r"“{\1:’}”", en if lang == "en" else zh)


def both(key: str, **values: Any) -> Text:
    """The sentence `key` in both languages.

    >>> both("list.more", count=2)
    Text(zh='等，另有 2 项', en='and 2 more')
    """
    return Text(say(key, "zh", **values), say(key, "en", **values))


def listed(values: Iterable[Any], lang: str, last: str = "and") -> str:
    """The values as one list; `last` is "and" or "or".

    >>> listed(["a", "b", "c"], "en")
    'a, b and c'
    >>> listed(["甲", "乙"], "zh", "or")
    '甲或者乙'
    """
    words = [_shown(value, lang) for value in values]
    if lang != "en":
        if last == "or" and len(words) > 1:
            return "、".join(words[:-1]) + "或者" + words[-1]
        return "、".join(words)
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + f" {last} " + words[-1]


#: A value between quotation marks, and the inner marks that it then has.
_QUOTED = re.compile(r"“\{(\w+)\}”")
_INNER = str.maketrans("“”", "‘’")
#: A range of clauses, which is more than one: Article 9(1) to (5).
_RANGE = re.compile(r"\d\)? to \(?\d")


class _Words(str):
    """A value in words.

    The format `one|many` gives the word that agrees with it in number; `’` gives it with inner quotation marks.
    """

    __slots__ = ("many",)
    many: bool

    def __new__(cls, words: str, value: Any) -> _Words:
        made = super().__new__(cls, words)
        made.many = isinstance(value, (list, tuple)) and (len(value) > 1 or bool(_RANGE.search(words)))
        return made

    def __format__(self, spec: str) -> str:
        if spec == "’":
            return self.translate(_INNER)
        one, bar, several = spec.partition("|")
        return (several if self.many else one) if bar else super().__format__(spec)


def _shown(value: Any, lang: str) -> str:
    if isinstance(value, Text):
        return value.in_(lang)
    if isinstance(value, (list, tuple)):
        return listed(value, lang)
    return str(value)
