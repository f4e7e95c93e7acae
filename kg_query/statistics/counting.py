"""From acts to numbers: which act enters which column, by the rules and the order of penalties.

Every number can be traced: a `TraceLine` says what an act gave to a column, and by which rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from .definitions import Column, Form, Order, Table
from .values import Act, Entry, Group, Number, TraceLine

__all__ = ["Figures", "Tally", "contributions"]

_CENT = Decimal("0.01")


def contributions(form: Form, order: Order, act: Act) -> Iterator[tuple[Column, int | Decimal]]:
    """The columns that an act of the year enters, and what it gives to each.

    An act without a kind that its columns ask for enters none of them.

    Source: the counting rules of the tables (`data/statistics/tables.ttl`).
    """
    columns = form.by_act.get(act.act, ())
    heaviest = _heaviest([c for c in columns if c.method == "heaviestOfActs"], order, act.kinds)
    for column in columns:
        if column.method == "heaviestOfActs":
            if column is heaviest:
                yield column, act.count
        elif column.method == "kindsOfActs":
            if any(_takes(column, columns, kind) for kind in act.kinds):
                yield column, act.count
        elif column.method == "numberOfActs":
            yield column, act.count
        elif column.method == "sumOfMoney":
            amount = _money(column, act)
            if amount:
                yield column, amount


def _heaviest(columns: list[Column], order: Order, kinds: tuple[str, ...]) -> Column | None:
    """The column of the heaviest kind; that for others only where no named kind was given."""
    named = {k: c for c in columns if not c.takes_others for k in c.kinds}
    rank = {kind: place for place, kind in enumerate(order.kinds)}
    given = [k for k in kinds if k in named]
    if given:
        return named[max(given, key=rank.__getitem__)]
    return next((c for c in columns if c.takes_others), None) if kinds else None


def _takes(column: Column, columns: Iterable[Column], kind: str) -> bool:
    if kind in column.kinds:
        return True
    return column.takes_others and not any(kind in c.kinds for c in columns)


def _money(column: Column, act: Act) -> Decimal:
    """What of an act enters a column of money: the fixed sums of the kinds that the column names."""
    if not column.kinds:
        return act.amount or Decimal(0)
    wanted = [i for i in act.items if i.kind in column.kinds]
    total = sum((i.amount for i in wanted if i.amount is not None), Decimal(0))
    return total + (act.amount or 0) if wanted else Decimal(0)


@dataclass(slots=True)
class Figures:
    """The numbers of one organ, one team, or all together: column → number.

    `no_power` holds the keys of the tables for which the organ has no power.
    """

    values: dict[str, Number] = field(default_factory=dict)
    no_power: frozenset[str] = frozenset()

    def __getitem__(self, column: str) -> Number:
        return self.values[column]


class Tally:
    """The running numbers of one report, for each organ and team, with their trace."""

    def __init__(self, form: Form, order: Order) -> None:
        self.form, self.order = form, order
        self.trace: list[TraceLine] = []
        self._counted: dict[Group, dict[str, int | Decimal]] = {}
        self._staff: dict[Group, list[Entry]] = {}
        self._powerless: dict[str, set[str]] = {}

    def know(self, group: Group) -> None:
        """Takes note of an organ and team: they are reported on even where nothing of theirs counts."""
        self._counted.setdefault(group, {})

    def add(self, act: Act) -> bool:
        """Counts an act of the year; False where it enters no column."""
        mine = self._counted.setdefault(act.group, {})
        entered = False
        for column, value in contributions(self.form, self.order, act):
            entered = True
            mine[column.key] = mine.get(column.key, 0) + value
            table = self.form.of[column.table]
            self.trace.append(
                TraceLine(
                    column.key, value, act.id, act.where, act.group, act.act, act.date, act.date_from,
                    tuple(dict.fromkeys((*column.rules, *table.rules))),
                )
            )  # fmt: skip
        return entered

    def state(self, entry: Entry) -> None:
        """Takes in what a register states of staff, or of a power that an organ does not have.

        Figures as published are compared with the numbers and give none.
        """
        if entry.what == "declared":
            return
        self.know(entry.group)
        if entry.what == "staff":
            self._staff.setdefault(entry.group, []).append(entry)
            for column in self.form.columns.values():
                if column.method == "givenNumber" and column.value:
                    self.trace.append(
                        TraceLine(
                            column.key, getattr(entry, column.value) or 0, entry.id, entry.where,
                            entry.group, entry.what, None, None, self.form.of[column.table].rules,
                        )
                    )  # fmt: skip
        elif entry.what == "no-power" and entry.target:
            self._powerless.setdefault(entry.group[0], set()).add(entry.target)

    @property
    def groups(self) -> list[Group]:
        """Every organ and team that anything was read of, in the order in which they were met."""
        return list(self._counted)

    @property
    def organs(self) -> list[str]:
        """Every organ, in the same order."""
        return list(dict.fromkeys(organ for organ, _ in self.groups))

    def powerless(self, organ: str) -> frozenset[str]:
        """The keys of the tables for which an organ has no power."""
        stated = self._powerless.get(organ, set())
        return frozenset(t.key for t in self.form.tables if t.number in stated)

    def figures(self, groups: Iterable[Group] | None = None) -> Figures:
        """The numbers of some organs and teams together; of all by default."""
        mine = self.groups if groups is None else [g for g in groups if g in self._counted]
        values: dict[str, Number] = {}
        for table in self.form.tables:
            for column in table.columns:
                values[column.key] = self._value(column, table, mine, values)
        organs = {organ for organ, _ in mine}
        without = [self.powerless(organ) for organ in organs]
        shared = frozenset.intersection(*without) if without else frozenset()
        return Figures(values, frozenset(t for t in shared if not _any(self.form.of[t], values)))

    def _value(
        self, column: Column, table: Table, groups: list[Group], values: Mapping[str, Number]
    ) -> Number:
        if column.method == "totalOfColumns":
            return sum((int(values[key] or 0) for key in column.sums), 0)
        if column.method == "rateOfColumns":
            above, below = values[column.dividend or ""], values[column.divisor or ""]
            if above is None or not below:
                return None
            return (Decimal(above) * 100 / Decimal(below)).quantize(_CENT, ROUND_HALF_UP)
        if column.method == "givenNumber":
            rows = [e for g in groups for e in self._staff.get(g, ())]
            return sum(getattr(e, column.value or "") or 0 for e in rows) if rows else None
        zero: int | Decimal = Decimal(0) if column.money else 0
        return sum((self._counted[g].get(column.key, zero) for g in groups), zero)


def _any(table: Table, values: Mapping[str, Number]) -> bool:
    return any(values[c.key] for c in table.columns)
