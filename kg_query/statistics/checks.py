"""Checks on what the report rests on: order of dates, sums of money, published figures, the due day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from ..casefiles.paths import as_amount, as_day, values
from ..model import Text
from .counting import Figures, Tally
from .definitions import Check, Definitions
from .sorting import Notes
from .sources import Case
from .values import Act, Entry, plain

__all__ = ["check_acts", "check_cases", "check_days", "check_figures"]


def check_days(
    definitions: Definitions, year: int, filed: date | None, published: date | None, notes: Notes
) -> None:
    """Whether the report was filed and published in time; a day that is not given is not checked.

    Source: the deadline for the annual report; that the last day is in time is a reading.
    """
    due = definitions.due(year)
    for day, late in ((filed, "late"), (published, "late-published")):
        if day is not None and day > due:
            notes.find(late, "", "", date=day, deadline=due)
    for day in dict.fromkeys(d for d in (filed, published) if d is not None):
        if day == due:
            notes.find("last-day", "", "", date=day)
        if day.year <= year:
            notes.find("year-not-over", "", "", date=day, year=year)


# --- case files -----------------------------------------------------------------------------


def check_cases(definitions: Definitions, cases: Iterable[Case], notes: Notes) -> None:
    """The order of the dates in each case file, and what was paid against what was decided."""
    orders = [
        c for c in definitions.checks.values()
        if c.earlier and c.later and "/" in c.earlier + c.later and c.earlier not in definitions.acts
    ]  # fmt: skip
    money = _money_kinds(definitions)
    for case in cases:
        for check in orders:
            _order(check, case, notes)
        _payments(case, money, notes)


def _order(check: Check, case: Case, notes: Notes) -> None:
    before = [d for d in map(as_day, values(case.record, check.earlier or "")) if d]
    if not before:
        return
    after = [d for d in map(as_day, values(case.record, check.later or "")) if d]
    if after and min(after) < max(before):
        where = f"{case.where} › {check.later}"
        notes.find(check.key, case.id, where, earlier=max(before), later=min(after))


def _money_kinds(definitions: Definitions) -> set[str]:
    """The kinds of penalty whose sums enter the amount."""
    return {
        k for t in definitions.tables for c in t.columns if c.money and "penalty" in c.acts for k in c.kinds
    }


def _payments(case: Case, money: set[str], notes: Notes) -> None:
    """More paid than the decision and its surcharge come to; what has no sum fixes no limit."""
    sums: list[Decimal] = []
    for one in values(case.record, "documents/penalty-decision/penalties"):
        if isinstance(one, Mapping) and one.get("kind") in money:
            amount = as_amount(one.get("amount"))
            if amount is None:
                return
            sums.append(amount)
    paid = [a for a in map(as_amount, values(case.record, "payments/amount")) if a is not None]
    if not sums or not paid:
        return
    sums += [a for a in map(as_amount, values(case.record, "surcharge/amount")) if a is not None]
    if sum(paid) > sum(sums):
        notes.find("paid-over", case.id, f"{case.where} › payments", paid=_yuan(paid), amount=_yuan(sums))


def _yuan(amounts: Iterable[Decimal]) -> str:
    return f"{plain(sum(amounts, Decimal(0)))}"


# --- acts -----------------------------------------------------------------------------------


def check_acts(definitions: Definitions, acts: Iterable[Act], counted: Iterable[Act], notes: Notes) -> None:
    """Sums that are missing or out of place; the order of dates in registers and of permits."""
    everything = list(acts)
    _register_order(definitions, everything, notes)
    _permit_order(definitions, everything, notes)
    money = _money_kinds(definitions)
    needed = {k for t in definitions.tables for c in t.columns if c.needs_amount for k in c.kinds}
    for act in counted:
        if act.act != "penalty":
            continue
        open_kinds = {i.kind for i in act.items if i.amount is None and i.kind in money}
        if act.amount is None and open_kinds & needed:
            notes.find("no-amount", act.id, act.where)
        elif act.amount is None and open_kinds:
            notes.find("no-sum-fixed", act.id, act.where)
        stray = sum((i.amount for i in act.items if i.amount and i.kind not in money), Decimal(0))
        if act.amount and not set(act.kinds) & money:
            stray += act.amount
        if stray:
            notes.find("amount-without-money", act.id, act.where, amount=plain(stray))
        decided = sum((i.amount for i in act.items if i.amount), act.amount or Decimal(0))
        if act.paid is not None and decided and act.paid > decided:
            notes.find("paid-over", act.id, act.where, paid=plain(act.paid), amount=plain(decided))


def _register_order(definitions: Definitions, acts: list[Act], notes: Notes) -> None:
    for act in acts:
        if act.decided_on and act.date and act.date < act.decided_on:
            notes.find("order-register", act.id, act.where, earlier=act.decided_on, later=act.date)


def _permit_order(definitions: Definitions, acts: list[Act], notes: Notes) -> None:
    """Of one application, acts whose days lie the wrong way round."""
    days: dict[tuple[str, str, str], Act] = {}
    for act in acts:
        if act.number and act.date:
            days.setdefault((act.act, act.group[0], act.number), act)
    for check in definitions.checks.values():
        if check.earlier not in definitions.acts:
            continue
        for (code, organ, number), later in days.items():
            first = days.get((check.earlier or "", organ, number)) if code == check.later else None
            if first is not None and first.date and later.date and later.date < first.date:
                notes.find(check.key, later.id, later.where, earlier=first.date, later=later.date)


# --- figures --------------------------------------------------------------------------------


def check_figures(tally: Tally, entries: Iterable[Entry], notes: Notes) -> None:
    """Staff against licences, figures where no power is stated, published figures against the data."""
    given = list(entries)
    for entry in given:
        if entry.what == "staff" and (entry.licensed or 0) > (entry.staff or 0):
            notes.find("staff", entry.id, entry.where, licensed=entry.licensed, staff=entry.staff)
        elif entry.what == "no-power":
            _power(tally, entry, notes)
    declared: dict[str, dict[str, Entry]] = {}
    for entry in given:
        if entry.what == "declared" and entry.target:
            declared.setdefault(entry.group[0], {})[_key(tally, entry.target)] = entry
    for organ, columns in declared.items():
        groups = [g for g in tally.groups if g[0] == organ] if organ else None
        _declared(tally, tally.figures(groups), columns, notes)


def _key(tally: Tally, target: str) -> str:
    """The column of this year's form that a figure is about."""
    number, _, name = target.partition(".")
    table = tally.form.of.get(number)
    return f"{table.key}.{name}" if table else target


def _power(tally: Tally, entry: Entry, notes: Notes) -> None:
    table = tally.form.of.get(entry.target or "")
    if table is None:
        return
    figures = tally.figures([g for g in tally.groups if g[0] == entry.group[0]])
    counted = [c for c in table.columns if figures[c.key]]
    if counted:
        value = Text(
            "、".join(f"{c.label.zh} {plain(figures[c.key])}" for c in counted),
            ", ".join(f"{c.label.en} {plain(figures[c.key])}" for c in counted),
        )
        notes.find("power", entry.id, entry.where, table=table.label, value=value)


def _declared(tally: Tally, figures: Figures, columns: Mapping[str, Entry], notes: Notes) -> None:
    for key, entry in columns.items():
        column = tally.form.columns.get(key)
        if column is None or entry.value is None:
            continue
        label = Text(f"“{column.label.zh}”", f"“{column.label.en}”")
        if column.sums and all(part in columns for part in column.sums):
            parts = sum((columns[part].value or Decimal(0) for part in column.sums), Decimal(0))
            if parts != entry.value:
                notes.find(
                    "sum", entry.id, entry.where,
                    column=label, value=plain(entry.value), computed=plain(parts),
                )  # fmt: skip
        computed = Decimal(figures[key] or 0)
        if entry.value != computed:
            notes.find(
                "over-reported" if entry.value > computed else "under-reported", entry.id, entry.where,
                column=label, value=plain(entry.value), computed=plain(computed),
            )  # fmt: skip
