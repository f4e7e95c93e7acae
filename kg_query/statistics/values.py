"""The values of the annual statistics: acts, findings, what was left out, and where numbers come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from ..model import Text

__all__ = ["Act", "Entry", "Finding", "Group", "Item", "LeftOut", "Number", "TraceLine", "plain"]

Day = date

#: A number of a table: a count, a sum of money in yuan, a rate in per cent; None where there is none.
Number = int | Decimal | None

#: Who acted: the organ and its team, each as written, or "" where it is not stated.
Group = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """One kind in an act, and its sum in yuan where one is fixed."""

    kind: str
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One act of enforcement, from a case file or a register.

    Attributes:
        act: its code, such as `penalty`.
        id: the id of the case file or entry.
        where: the file it stands in, and the place in it.
        date, date_from: the day that decides the year, and the path it was read from.
        items: kinds and sums.
        amount: a sum that is stated for the act as a whole.
        count: how many the entry stands for.
        object: what was inspected.
        paid: what was paid in yuan, as a register states it.
        decided_on: the day of the decision that the act rests on, as a register states it.
        kept_out: why it does not count whatever its date.
        notice: the key of a check that goes with `kept_out`.
        revoked: whether the decision was later revoked, changed, or held unlawful or void.
    """

    act: str
    id: str
    where: str
    origin: Literal["casefile", "register"]
    group: Group
    date: Day | None
    date_from: str | None
    items: tuple[Item, ...] = ()
    amount: Decimal | None = None
    count: int = 1
    number: str | None = None
    party: str | None = None
    cause: str | None = None
    case_file: str | None = None
    object: str | None = None
    paid: Decimal | None = None
    decided_on: Day | None = None
    kept_out: Text | None = None
    notice: str | None = None
    revoked: bool = False

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds, each once, in the order of the file."""
        return tuple(dict.fromkeys(i.kind for i in self.items))


@dataclass(frozen=True, slots=True)
class Entry:
    """What a register says beside acts: staff, a power that does not exist, a figure as published."""

    what: Literal["staff", "no-power", "declared"]
    id: str
    where: str
    group: Group
    staff: int | None = None
    licensed: int | None = None
    target: str | None = None
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a check found: what, where, under which clauses (`clauses` cites them).

    `grounds` are those of the vocabulary that it may bear on; that a person is liable is not said.
    """

    check: str
    severity: str
    message: Text
    id: str
    where: str
    provisions: tuple[str, ...]
    fact: str | None
    grounds: tuple[str, ...]
    clauses: Text

    def to_json(self) -> dict[str, Any]:
        return {
            "check": self.check,
            "severity": self.severity,
            "message": self.message.to_json(),
            "id": self.id,
            "where": self.where,
            "provisions": list(self.provisions),
            "statutory_fact": self.fact,
            "clauses": self.clauses.to_json(),
            "grounds": list(self.grounds),
        }


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An act, or a whole file, that enters no number, and why."""

    id: str
    where: str
    act: str | None
    date: Day | None
    reason: Text

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "where": self.where,
            "act": self.act,
            "date": self.date.isoformat() if self.date else None,
            "reason": self.reason.to_json(),
        }


@dataclass(frozen=True, slots=True)
class TraceLine:
    """What one act gave to one number, and by which rules."""

    column: str
    value: int | Decimal
    id: str
    where: str
    group: Group
    act: str
    date: Day | None
    date_from: str | None
    rules: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "column": self.column,
            "value": plain(self.value),
            "id": self.id,
            "where": self.where,
            "organ": self.group[0],
            "team": self.group[1],
            "act": self.act,
            "date": self.date.isoformat() if self.date else None,
            "date_from": self.date_from,
            "rules": list(self.rules),
        }


def plain(value: Number) -> int | float | None:
    """A number as JSON has it: whole where it is whole.

    >>> plain(Decimal("500.00")), plain(Decimal("0.5")), plain(None)
    (500, 0.5, None)
    """
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
