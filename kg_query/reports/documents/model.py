"""A report as values: what every renderer (text, CSV, XLSX, HTML, DOCX, PDF) lays out.

A document is written in one language. Its blocks are paragraphs, lists, tables, charts, quotations and
foldable details; a cell of a table is a plain value, a `Cell` with a tone or note, or a `Marked` text
whose words are kept, taken out or put in. A chart always names the table that holds its numbers, so
that nobody needs eyes to read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = [
    "Bar",
    "Bars",
    "Block",
    "Cell",
    "Chart",
    "Column",
    "Details",
    "Document",
    "Edge",
    "HeatMap",
    "Items",
    "Mark",
    "Marked",
    "Network",
    "Node",
    "Paragraph",
    "Plain",
    "Quote",
    "Run",
    "Section",
    "Table",
    "Tone",
    "Value",
]

Tone = Literal["", "good", "mild", "warn", "bad", "muted"]
"""How a value is coloured: never the only sign of what it means, since its words say it too."""

Mark = Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a marked text: words kept, taken out, or put in."""

    text: str
    mark: Mark = "same"


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with its differences from another one."""

    runs: tuple[Run, ...]


Plain: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a table with a tone, a note (in full, where the cell is short), or a place in the report."""

    value: Plain
    tone: Tone = ""
    note: str = ""


Value: TypeAlias = Plain | Cell | Marked


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key (for CSV and JSON), its title for people, its share of the width (1 is usual)."""

    key: str
    title: str
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Rows of equal neighbouring values under the column `group_by` fold together."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    note: str = ""
    group_by: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of plain text."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `numbered` where the order counts."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the law, with the clause they stand in."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Details:
    """What only some readers want: a line that unfolds (printed unfolded)."""

    summary: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A field of coloured squares: rows × columns, each a tone and a short word (None: nothing there)."""

    key: str
    title: str
    description: str
    table: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    cells: tuple[tuple[Cell | None, ...], ...]
    legend: tuple[tuple[Tone, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, in parts: (series, value)."""

    label: str
    parts: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Stacked bars with one unit; series keep their order."""

    key: str
    title: str
    description: str
    table: str
    unit: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a network; `weight` is its size (1 is usual)."""

    key: str
    label: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two nodes (by key), as thick as its weight, with a short label."""

    a: str
    b: str
    weight: float
    label: str = ""
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes on a circle and the lines between them."""

    key: str
    title: str
    description: str
    table: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


Chart: TypeAlias = HeatMap | Bars | Network
Block: TypeAlias = "Paragraph | Items | Quote | Table | Details | Chart"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report under a heading; `key` is its anchor."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report in one language ("zh" or "en").

    `about` are labelled facts on how it was made (version, regulations, command, definitions);
    `made_on` is the day it carries (ISO), or None.
    """

    title: str
    lang: str
    sections: tuple[Section, ...]
    subtitle: str = ""
    about: tuple[tuple[str, str], ...] = ()
    made_on: str | None = None

    def tables(self) -> tuple[Table, ...]:
        """Every table of the report, in order; those inside details included."""

        def within(blocks: tuple[Block, ...]) -> list[Table]:
            found: list[Table] = []
            for block in blocks:
                if isinstance(block, Table):
                    found.append(block)
                elif isinstance(block, Details):
                    found += within(block.blocks)
            return found

        def walk(sections: tuple[Section, ...]) -> list[Table]:
            return [t for s in sections for t in (*within(s.blocks), *walk(s.sections))]

        return tuple(walk(self.sections))
