"""The annual report as values: the numbers of each organ and team, what was checked, what was left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from ..model import Text
from .counting import Figures
from .definitions import Definitions, Form, Order, Stated, Table
from .values import Finding, Group, LeftOut, Number, TraceLine, plain

__all__ = ["StatisticsReport"]


@dataclass(frozen=True)
class StatisticsReport:
    """The annual report on enforcement of one year.

    Attributes:
        definitions: tables, rules and checks as the graph has them.
        form: the tables of the year.
        order: the order of penalties that was used.
        total: the numbers of all organs together.
        organs: organ → its numbers; "" where none was stated.
        teams: (organ, team) → its numbers.
        trace: what each act gave to each number.
        findings: what the checks found.
        left_out: acts and files that enter no number, with the reason.
        case_files, entries: how many were read.
        reported, published: when the report was filed and published, where that was said.
        previous: the numbers of the year before, where they were given.
        revoked: how many penalty decisions of the year were later revoked or changed, and counted.
    """

    definitions: Definitions
    form: Form
    order: Order
    total: Figures
    organs: Mapping[str, Figures]
    teams: Mapping[Group, Figures]
    trace: tuple[TraceLine, ...]
    findings: tuple[Finding, ...]
    left_out: tuple[LeftOut, ...]
    case_files: int
    entries: int
    reported: date | None = None
    published: date | None = None
    previous: Figures | None = None
    revoked: int = 0

    @property
    def year(self) -> int:
        return self.form.year

    @property
    def due(self) -> date:
        """The last day for publishing and filing."""
        return self.definitions.due(self.year)

    @property
    def passed(self) -> bool:
        """True where no check found a violation; warnings do not count."""
        return not any(f.severity == "violation" for f in self.findings)

    @cached_property
    def readings(self) -> tuple[Stated, ...]:
        """The readings that the numbers rest on, in the order of the definitions."""
        own = {r for r in self.definitions.readings if r.startswith("statistics/")}
        own.update(reading for check in self.definitions.checks.values() for reading in check.readings)
        return tuple(r for i, r in self.definitions.readings.items() if i in own)

    def value(self, column: str, organ: str | None = None) -> Number:
        """One number, such as that of `1.fine`, of one organ or of all."""
        return (self.total if organ is None else self.organs[organ])[column]

    # --- JSON -------------------------------------------------------------------------------

    def to_json(self, trace: bool = False) -> dict[str, Any]:
        """The report as plain JSON values; with `trace`, what each act gave to each number."""
        from .narrative import narrative

        value: dict[str, Any] = {
            "statistics": self.year,
            "due": self.due.isoformat(),
            "reported": self.reported.isoformat() if self.reported else None,
            "published": self.published.isoformat() if self.published else None,
            "order": self.order.key,
            "case_files": self.case_files,
            "entries": self.entries,
            "organs": list(self.organs),
            "tables": [self._table(table) for table in self.form.tables],
            "narrative": {lang: narrative(self, lang).to_text() for lang in ("zh", "en")},
            "passed": self.passed,
            "checks": [f.to_json() for f in self.findings],
            "liability": [remark.to_json() for remark in self.liability],
            "not_counted": [one.to_json() for one in self.left_out],
            "readings": [
                {"id": r.id, "taken": r.primary.to_json(), "not_taken": r.alternative.to_json()}
                for r in self.readings
            ],
        }
        if trace:
            value["trace"] = [line.to_json() for line in self.trace]
        return value

    def _table(self, table: Table) -> dict[str, Any]:
        return {
            "table": table.number,
            "label": table.label.to_json(),
            "optional": table.optional,
            "no_power": table.key in self.total.no_power,
            "columns": [
                {
                    "column": column.name,
                    "label": column.label.to_json(),
                    "unit": column.unit.to_json(),
                    "value": plain(self.total[column.key]),
                    "previous": plain(self.previous[column.key]) if self.previous else None,
                }
                for column in table.columns
            ],
            "organs": [
                {
                    "organ": organ,
                    "no_power": table.key in figures.no_power,
                    "values": _values(table, figures),
                    "teams": [
                        {"team": team, "values": _values(table, numbers)}
                        for (name, team), numbers in self.teams.items()
                        if name == organ and team
                    ],
                }
                for organ, figures in self.organs.items()
            ],
        }

    # --- liability --------------------------------------------------------------------------

    @cached_property
    def liability(self) -> tuple[Text, ...]:
        """What the findings may bear on in the clause on liability: a remark, no verdict."""
        from .words import WORDS, word

        grounds = {g for f in self.findings if f.severity == "violation" for g in f.grounds}
        keys = [k for k in ("late", "wrong", "other") if _HEADS[k] & grounds]
        if not keys:
            return ()
        return tuple(
            Text(word(f"liability_{key}", "zh"), word(f"liability_{key}", "en"))
            for key in (*keys, "falsified", "persons")
            if f"liability_{key}" in WORDS
        )


_HEADS = {
    "late": {"statistics_report_late_or_unfiled"},
    "wrong": {"statistics_data_wrong", "statistics_data_late"},
    "other": {"statistics_system_violated"},
}


def _values(table: Table, figures: Figures) -> dict[str, int | float | None]:
    return {c.name: plain(figures[c.key]) for c in table.columns}


def figures_of_json(form: Form, data: Mapping[str, Any]) -> Figures:
    """The numbers of all organs together in a report that `to_json` gave."""
    values: dict[str, Number] = {}
    given = {
        (t.get("table"), c.get("column")): c.get("value")
        for t in data.get("tables", ())
        for c in t.get("columns", ())
    }
    for table in form.tables:
        for column in table.columns:
            value = given.get((table.number, column.name))
            number = None if value is None else Decimal(str(value))
            whole = number is not None and not column.money and column.method != "rateOfColumns"
            values[column.key] = int(number) if whole and number is not None else number
    without = {t.get("table") for t in data.get("tables", ()) if t.get("no_power")}
    return Figures(values, frozenset(t.key for t in form.tables if t.number in without))
