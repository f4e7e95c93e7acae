"""The annual report as it is handed to programs: as JSON, all of it or some tables, and a table as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from .text import rows as bodies
from .values import plain
from .words import word

if TYPE_CHECKING:
    from .definitions import Table
    from .report import StatisticsReport

__all__ = ["answer_json", "columns", "rows"]


def answer_json(report: StatisticsReport, tables: Iterable[str] = (), trace: bool = False) -> dict[str, Any]:
    """The report as JSON data.

    Args:
        report: the report.
        tables: numbers or names of tables; the others are left out. All where there are none.
        trace: with the files and rules that each number comes from.

    Raises UsageError for an unknown table.
    """
    value = report.to_json(trace)
    if numbers := {report.form.table(name).number for name in tables}:
        value["tables"] = [t for t in value["tables"] if t["table"] in numbers]
    return value


def columns(table: Table) -> tuple[str, ...]:
    """What the columns of a table are called."""
    return ("row", "organ", "team", *(c.name for c in table.columns))


def rows(report: StatisticsReport, table: Table, lang: str) -> Iterator[tuple[Any, ...]]:
    """The rows of one table under `columns`: one an organ, one a team, and the sum."""
    for organ, team, figures in (*bodies(report, table), ("", "", report.total)):
        kind = "team" if team else "organ" if figures is not report.total else "total"
        powerless = table.key in figures.no_power
        cells = (
            word("no_power", lang) if powerless else plain(figures[column.key]) for column in table.columns
        )
        yield kind, organ, team, *cells
