"""The rows of an answer or a query as a report of one table, to be handed in or worked on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ... import __version__
from ...model import Text
from ...wording.templates.columns import head
from .model import Column, Document, Section, Table, Value

__all__ = ["answer_document", "rows_document"]

#: Columns are wide where some value has more characters than this.
_SHORT = 24


def rows_document(
    key: str,
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Value]],
    lang: str,
    about: Iterable[tuple[str, str]] = (),
) -> Document:
    """A report that holds one table.

    Args:
        key: the key of the table.
        title: what the table shows: the question in words.
        columns: the names of the columns; people read their heads.
        rows: the values; ids as ids, numbers as numbers.
        lang: "zh" or "en".
        about: labelled facts on how it was made.

    >>> made = rows_document("q", "Which?", ("clause",), [("nanmu/art_9",)], "en")
    >>> made.tables()[0].columns[0].title
    'Clause'
    """
    some = tuple(tuple(row) for row in rows)
    heads = tuple(
        Column(name, head(name, lang), 2.5 if _longest(row[place] for row in some) > _SHORT else 1.0)
        for place, name in enumerate(columns)
    )
    table = Table(key, title, heads, some)
    return Document(title, lang, (Section(key, title, (table,)),), about=tuple(about))


def answer_document(
    key: str, title: str, columns: Sequence[str], rows: Iterable[Sequence[Value]], lang: str, made_by: str
) -> Document:
    """The report of `rows_document`, with the version and what it was made by: a command, a query, an address."""
    about = (
        (Text("软件版本", "Version").in_(lang), f"kg-query {__version__}"),
        (Text("生成命令或者查询", "Command or query").in_(lang), made_by),
    )
    return rows_document(key, title, columns, rows, lang, about)


def _longest(values: Iterable[Value]) -> int:
    return max((len(value) for value in values if isinstance(value, str)), default=0)
