"""What every renderer asks of a table: its values as text, its groups, its notes by number."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import groupby

from ...wording.layout import columns
from ..templates.document_words import words
from .model import Block, Cell, Column, Details, Document, Marked, Plain, Section, Table, Tone, Value

__all__ = [
    "Folded",
    "Group",
    "Notes",
    "chart_table",
    "folded",
    "has_marks",
    "is_wide",
    "numeric",
    "plain",
    "shown",
    "tone",
]

#: A table with more columns than this, or wider ones, asks for a page turned on its side.
_UPRIGHT = 6.5
#: A word that no line breaks in: of any letters but Chinese ones.
_WORD = re.compile(r"[^\s\u2e80-\uffef]+")


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that fold together: their common value in words ("" for a table without groups), and the rows."""

    title: str
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """A table as pages show it: the column its rows are grouped by has become their headings."""

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]


@dataclass(slots=True)
class Notes:
    """The notes of a table in the order of their numbers; the same note has one number."""

    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, value: Value) -> int | None:
        """The number of the note of a value, from 1; None for a value without a note."""
        if not isinstance(value, Cell) or not value.note:
            return None
        return self.numbers.setdefault(value.note, len(self.numbers) + 1)

    def texts(self) -> tuple[str, ...]:
        """The notes, the first one first."""
        return tuple(self.numbers)


def plain(value: Value) -> Plain:
    """The bare value: without tone and note; a marked text as [-words taken out-] and {+put in+}.

    >>> from .model import Run
    >>> plain(Marked((Run("尽职"), Run("尽责", "removed"), Run("免责", "added"))))
    '尽职[-尽责-]{+免责+}'
    """
    if isinstance(value, Cell):
        return value.value
    if isinstance(value, Marked):
        frames = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
        return "".join(frames[run.mark].format(run.text) for run in value.runs if run.text)
    return value


def shown(value: Value, lang: str) -> str:
    """The value in words: numbers to three places, truth values as yes and no, nothing as a dash.

    >>> shown(True, "zh"), shown(2 / 3, "en"), shown(Cell(None), "en"), shown(2.0, "en")
    ('是', '0.667', '—', '2')
    """
    bare = plain(value)
    if bare is None:
        return words("nothing", lang)
    if isinstance(bare, bool):
        return words("yes" if bare else "no", lang)
    if isinstance(bare, float):
        return f"{bare:.3f}".rstrip("0").rstrip(".")
    return str(bare)


def tone(value: Value) -> Tone:
    """The tone of a value; none for what is not a `Cell`."""
    return value.tone if isinstance(value, Cell) else ""


def folded(table: Table, lang: str) -> Folded:
    """The table with its groups; one group without a title where the table has none.

    Raises:
        ValueError: `group_by` names no column of the table.
    """
    heads = tuple(replace(column, width=_roomy(column)) for column in table.columns)
    if table.group_by is None:
        return Folded(heads, (Group("", table.rows),))
    place = [column.key for column in table.columns].index(table.group_by)
    groups = tuple(
        Group(title, tuple(row[:place] + row[place + 1 :] for row in rows))
        for title, rows in groupby(table.rows, key=lambda row: shown(row[place], lang))
    )
    return Folded(heads[:place] + heads[place + 1 :], groups)


def _roomy(column: Column) -> float:
    """The width of a column, widened where the longest word of its title would break."""
    longest = max((columns(word) for word in _WORD.findall(column.title)), default=0)
    return max(column.width, min(1.5, 0.09 * longest))


def has_marks(table: Table) -> bool:
    """True where some cell shows words taken out or put in, which a reader must be told how to read."""
    return any(
        isinstance(value, Marked) and any(run.mark != "same" for run in value.runs)
        for row in table.rows
        for value in row
    )


def numeric(table: Table | Folded, place: int) -> bool:
    """True where every value in a column is a number or missing, so that it is set to the right."""
    rows = table.rows if isinstance(table, Table) else tuple(r for g in table.groups for r in g.rows)
    bare = [v for v in (plain(row[place]) for row in rows) if v is not None]
    return bool(bare) and all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in bare)


def is_wide(section: Section) -> bool:
    """True where a table in the section needs a page turned on its side."""

    def within(blocks: tuple[Block, ...]) -> bool:
        return any(
            (isinstance(b, Table) and sum(c.width for c in b.columns if c.key != b.group_by) > _UPRIGHT)
            or (isinstance(b, Details) and within(b.blocks))
            for b in blocks
        )

    return within(section.blocks) or any(map(is_wide, section.sections))


def chart_table(document: Document, key: str) -> str:
    """The title of the table that holds the numbers of a chart; its key, where the report has no such table."""
    return next((table.title for table in document.tables() if table.key == key), key)
