"""Whether the rules for case files are whole: a shape for every criterion, and points that add up."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ..model import Provision, Text
from ..rules.values import RuleBook

__all__ = ["coverage_faults"]

_KINDS = ("line", "scored_document", "base_standard")


def coverage_faults(book: RuleBook, provisions: Mapping[str, Provision], standard: str) -> list[Text]:
    """What a set of shapes leaves out of the standard it stands for; nothing when it is whole.

    Every line, every document that has lines and every base standard beneath the annex has a rule, and
    the points of its lines, added up, are those of their document or stage and of the whole.
    """
    rules = {r.notation: r for r in book.of(standard)}
    criteria = [provisions[r.criterion] for r in rules.values() if r.criterion]
    tops = {_top(p, provisions) for p in criteria}
    found = []
    sums: dict[str, Decimal] = {}
    for unit in provisions.values():
        if unit.kind not in _KINDS or not unit.notation or _top(unit, provisions) not in tops:
            continue
        if unit.notation not in rules:
            found.append(Text(f"{unit.notation} 没有形状", f"{unit.notation} has no shape"))
        elif unit.kind == "line":
            above = unit.parent
            while above is not None:
                sums[above] = sums.get(above, Decimal(0)) + rules[unit.notation].points
                above = provisions[above].parent
    for above, total in sums.items():
        points = provisions[above].points
        if points is not None and Decimal(str(points)) != total:
            sum_ = f"{total.normalize():f}"
            found.append(Text(f"{above}：各项相加为 {sum_}，应为 {points}", f"{above}: its lines add up to {sum_}, not to {points}"))  # fmt: skip
    if (
        book.scoring
        and sum((r.points for r in rules.values() if r.kind == "line"), Decimal(0)) != book.scoring.base
    ):
        found.append(Text("各项相加不等于基础分", "the lines do not add up to the base score"))
    return found


def _top(unit: Provision, provisions: Mapping[str, Provision]) -> str:
    while unit.parent is not None and unit.parent in provisions:
        unit = provisions[unit.parent]
    return unit.id
