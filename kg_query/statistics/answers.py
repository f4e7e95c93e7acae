"""The annual report as it is handed to programs: as JSON, all of it or some tables, and a table as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ..model import Text
from .text import rows as bodies
from .values import plain
from .words import word

if TYPE_CHECKING:
    from .definitions import Table
    from .report import StatisticsReport

__all__ = ["answer_json", "columns", "rows", "table_workbook"]

#: What the first columns of a table are called, and the kinds of its rows.
_HEADS = {
    "row": Text("行", "row"), "organ": Text("机关", "organ"), "team": Text("执法队", "team"),
    "total": Text("合计", "total"),
}  # fmt: skip


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


def table_workbook(report: StatisticsReport, table: Table, lang: str, made_by: str, added: int = 0) -> bytes:
    """The bytes of a workbook with one table: its rows as `rows` has them, heads and kinds of rows in words.

    Args:
        report: the report.
        table: one of its tables.
        lang: "zh" or "en".
        made_by: the command that gives the same.
        added: how many files were added to the bundled data.
    """
    from ..reports.documents.twin import rows_workbook

    title = word("table_title", lang, number=table.number, label=table.label.in_(lang))
    units = [
        f"{c.label.in_(lang)}（{c.unit.zh}）" if lang == "zh" else f"{c.label.en} ({c.unit.en})"
        for c in table.columns
    ]
    heads = [*(_HEADS[name].in_(lang) for name in ("row", "organ", "team")), *units]
    told = ((_HEADS[kind].in_(lang), *rest) for kind, *rest in rows(report, table, lang))
    return rows_workbook(f"table_{table.number}", columns(table), told, lang, made_by, added, (title, heads))
