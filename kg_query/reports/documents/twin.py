"""The workbook beside a CSV file: the same rows, with heads in words and a sheet that says where they come from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from ... import __version__
from ...files import source_hash
from ...model import Text
from ...wording.templates.tables import TITLES, table_head
from .model import Column, Document, Section, Table, Value
from .render import render

__all__ = ["rows_workbook", "sources_said"]

#: Columns are wide where some value has more characters than this.
_SHORT = 24
_LICENCE = Text(
    "MIT（数据、本体与英文译述）；条文原文为官方文件，不受著作权保护",
    "MIT (data, ontology, English renderings); the texts of the regulations are official documents without copyright",
)


def rows_workbook(
    key: str,
    columns: Sequence[str],
    rows: Iterable[Iterable[Any]],
    lang: str,
    made_by: str,
    added: int = 0,
    named: tuple[str, Sequence[str]] | None = None,
) -> bytes:
    """The bytes of a workbook with the rows that CSV has; the same rows give the same bytes.

    Args:
        key: which table it is, one of `wording.templates.tables.TITLES`.
        columns: the names of the columns, as the first line of the CSV has them.
        rows: the values; lists become their words.
        lang: "zh" or "en": of the heads and of the first sheet.
        made_by: the command that gives the same.
        added: how many files were added to the bundled data.
        named: the title of the table and the heads of its columns, where `TITLES` does not know it.
    """
    title, words = named or (TITLES[key].in_(lang), [table_head(key, name, lang) for name in columns])
    some = tuple(tuple(map(_value, row)) for row in rows)
    heads = tuple(
        Column(name, word, 2.5 if _longest(row[place] for row in some) > _SHORT else 1.0)
        for place, (name, word) in enumerate(zip(columns, words, strict=True))
    )
    about = (
        (Text("软件版本", "Version").in_(lang), f"kg-query {__version__}"),
        (Text("数据版本", "Version of the data").in_(lang), sources_said(added).in_(lang)),
        (Text("生成命令", "Command").in_(lang), made_by),
        (Text("许可", "Licence").in_(lang), _LICENCE.in_(lang)),
    )
    section = Section(key, title, (Table(key, title, heads, some),))
    return render(Document(title, lang, (section,), about=about), "xlsx")


def sources_said(added: int = 0) -> Text:
    """What data an answer rests on: the hash of the bundled sources, and how many files were added.

    >>> sources_said(2).en.split(", ")[1]
    '2 files added'
    """
    version = _version()
    if not added:
        return Text(version, version)
    return Text(f"{version}，另加 {added} 个文件", f"{version}, {added} file{'s'[: added > 1]} added")


@cache
def _version() -> str:
    return source_hash()[:12]


def _value(value: Any) -> Value:
    if isinstance(value, (list, tuple, set, frozenset)):
        return " ".join(str(one) for one in value)
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


def _longest(values: Iterable[Value]) -> int:
    return max((len(value) for value in values if isinstance(value, str)), default=0)
