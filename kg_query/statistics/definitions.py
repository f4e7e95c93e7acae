"""What the graph says about the annual statistics, as values: tables, columns, counted acts, checks.

`kg_query.statistics.loading` reads them from `data/statistics/tables.ttl`. Nothing here counts:
`kg_query.statistics.counting` does, by these definitions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from ..errors import UsageError, did_you_mean, known_words
from ..model import Text

__all__ = [
    "ActSource", "ActType", "Check", "Column", "Condition", "Definitions", "Form", "Order", "Rule", "Stated",
    "Table",
]  # fmt: skip

Method = Literal[
    "numberOfActs", "heaviestOfActs", "kindsOfActs", "sumOfMoney", "totalOfColumns", "rateOfColumns",
    "givenNumber",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stated:
    """A reading: what is taken, what is not, and why."""

    id: str
    label: Text
    primary: Text
    alternative: Text
    reason: Text


@dataclass(frozen=True, slots=True)
class Rule:
    """A counting rule, with where it was seen, how far it was verified, and what it rests on."""

    id: str
    label: Text
    text: Text
    seen_in: Text
    verification: str
    caution: Text | None
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """A test on a node or an entry (`path`, `!path`, `path=a|b`, `path!=a`), and why it keeps acts out."""

    test: str
    reason: Text


@dataclass(frozen=True, slots=True)
class ActSource:
    """Where a case file shows an act: paths relative to `node`, or from the file where they begin with /."""

    node: str
    dates: tuple[str, ...]
    kinds: str | None
    amounts: str | None
    number: str | None
    fixed_kind: str | None
    applies: tuple[Condition, ...]
    where: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class ActType:
    """A kind of act that is counted; `code` is how a register writes it."""

    code: str
    label: Text
    sources: tuple[ActSource, ...]
    where: tuple[Condition, ...]
    needs_kind: bool
    accepts_count: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One number of a table. `key` is unique among all tables, such as `1.fine`."""

    key: str
    table: str
    label: Text
    unit: Text
    method: Method
    acts: tuple[str, ...]
    kinds: tuple[str, ...]
    takes_others: bool
    needs_amount: bool
    value: str | None
    sums: tuple[str, ...]
    dividend: str | None
    divisor: str | None
    rules: tuple[str, ...]

    @property
    def name(self) -> str:
        """The key without its table: `fine`."""
        return self.key.partition(".")[2]

    @property
    def money(self) -> bool:
        """True where the number is a sum of money in yuan."""
        return self.method == "sumOfMoney"


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the report; `number` is what people call it, such as `1b`."""

    key: str
    label: Text
    optional: bool
    first_year: int | None
    last_year: int | None
    rules: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def number(self) -> str:
        """`1` also for the form of table 1 that was in use up to 2020."""
        return self.key.partition("-")[0]


@dataclass(frozen=True, slots=True)
class Order:
    """The kinds of penalty from light to heavy."""

    key: str
    label: Text
    kinds: tuple[str, ...]
    primary: bool
    seen_in: Text


@dataclass(frozen=True, slots=True)
class Check:
    """A check on the data: its sentence, its clauses, the grounds it bears on, its severity and readings."""

    key: str
    label: Text
    sentence: Text
    provisions: tuple[str, ...]
    fact: str | None
    grounds: tuple[str, ...]
    severity: str
    earlier: str | None
    later: str | None
    readings: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """The tables in use for one year."""

    year: int
    tables: tuple[Table, ...]

    @cached_property
    def columns(self) -> dict[str, Column]:
        """key → column, in the order of the report."""
        return {c.key: c for t in self.tables for c in t.columns}

    @cached_property
    def by_act(self) -> dict[str, tuple[Column, ...]]:
        """Act → the columns it can enter."""
        found: dict[str, list[Column]] = {}
        for column in self.columns.values():
            for act in column.acts:
                found.setdefault(act, []).append(column)
        return {act: tuple(columns) for act, columns in found.items()}

    @cached_property
    def main(self) -> frozenset[str]:
        """The acts that a table counts which is not optional."""
        return frozenset(
            act for act, columns in self.by_act.items() if not all(self.of[c.table].optional for c in columns)
        )

    @cached_property
    def of(self) -> dict[str, Table]:
        """The tables by key and by number."""
        return {t.number: t for t in self.tables} | {t.key: t for t in self.tables}

    def table(self, name: str) -> Table:
        """The table called `name` (`1`, `1b` …). Raises UsageError where there is none."""
        if name in self.of:
            return self.of[name]
        known = [t.number for t in self.tables]
        raise UsageError(
            Text(f"没有表“{name}”", f"there is no table “{name}”"),
            hint=known_words(known),
        )


@dataclass(frozen=True, slots=True)
class Definitions:
    """Everything that the graph says about the annual statistics.

    Attributes:
        tables: all forms of all tables, in the order of the report.
        acts: code → counted act.
        orders: key → order of penalties; the one used by default first.
        checks: key → check.
        rules: id → counting rule.
        readings: id → reading.
        last_day: month and day by which the report is due.
    """

    tables: tuple[Table, ...]
    acts: Mapping[str, ActType]
    orders: Mapping[str, Order]
    checks: Mapping[str, Check]
    rules: Mapping[str, Rule]
    readings: Mapping[str, Stated]
    last_day: tuple[int, int]

    def form(self, year: int) -> Form:
        """The tables that are in use for a year."""
        return Form(
            year,
            tuple(
                t for t in self.tables
                if (t.first_year or year) <= year <= (t.last_year or year)
            ),
        )  # fmt: skip

    def order(self, key: str | None = None) -> Order:
        """The order called `key`, or the one used by default.

        Raises UsageError for an unknown one.
        """
        if key is None:
            return next((o for o in self.orders.values() if o.primary), next(iter(self.orders.values())))
        if key in self.orders:
            return self.orders[key]
        raise UsageError(
            Text(f"没有轻重次序“{key}”", f"there is no order of penalties “{key}”"),
            hint=did_you_mean(key, self.orders) or known_words(self.orders),
        )

    def due(self, year: int) -> date:
        """The last day for the report on a year.

        Source: the deadline of the clause on publishing and filing, which the check on lateness names.
        """
        return date(year + 1, *self.last_day)
