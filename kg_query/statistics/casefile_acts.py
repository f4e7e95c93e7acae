"""The acts that a case file shows: decisions, filings, measures, executions, applications, remedies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from ..casefiles.paths import LARGEST, as_amount, as_words, holds, last_day, nodes, values
from ..errors import InputError
from ..model import Text
from .definitions import ActSource, ActType, Definitions
from .values import Act, Group, Item

__all__ = ["acts_of_case", "group_of"]

#: What a review or suit ends in where the decision does not stand.
_CORRECTED = "corrected"


def acts_of_case(
    definitions: Definitions, ident: str, record: Mapping[str, Any], where: str
) -> Iterator[Act]:
    """The acts of one case file, in the order of the definitions.

    Args:
        definitions: where a case file shows which act.
        ident: the id of the file.
        record: the file as read.
        where: the file it came from, for messages.
    """
    case = _Case(ident, record, where, _revoked(definitions, record))
    for type_ in definitions.acts.values():
        for source in type_.sources:
            for place, node in nodes(record, source.node):
                if all(holds(c.test, node, record) for c in source.applies):
                    yield case.act(type_, source, place, node)


def group_of(record: Mapping[str, Any]) -> Group:
    """The organ and team of a case file or an entry; "" where one is not stated."""
    organ = record.get("organ")
    name = organ.get("name") if isinstance(organ, Mapping) else organ
    return as_words(name) or "", as_words(record.get("team")) or ""


def _revoked(definitions: Definitions, record: Mapping[str, Any]) -> bool:
    """True where a review or a suit ended against the decision of the file."""
    return any(
        all(holds(c.test, node, record) for c in source.applies)
        for code, type_ in definitions.acts.items()
        if code.endswith(_CORRECTED)
        for source in type_.sources
        for _, node in nodes(record, source.node)
    )


class _Case:
    """One case file whose acts are being read."""

    def __init__(self, ident: str, record: Mapping[str, Any], where: str, revoked: bool) -> None:
        self.ident, self.record, self.where, self.revoked = ident, record, where, revoked
        self.group = group_of(record)
        party = record.get("party")
        self.party = as_words(party.get("name") if isinstance(party, Mapping) else party)
        self.cause = as_words(record.get("cause"))

    def act(self, type_: ActType, source: ActSource, place: str, node: object) -> Act:
        day, day_from = None, None
        for path in source.dates:
            day = last_day(values(node, path, self.record))
            if day is not None:
                day_from = path.lstrip("/") if path.startswith("/") else f"{place}/{path}"
                break
        failed = next(
            (c for c in (*source.where, *type_.where) if not holds(c.test, node, self.record)), None
        )
        return Act(
            type_.code,
            self.ident,
            f"{self.where} › {place}",
            "casefile",
            self.group,
            day,
            day_from,
            items=tuple(self.items(source, place, node)),
            number=as_words(next(iter(values(node, source.number)), None)) if source.number else None,
            party=self.party,
            cause=self.cause,
            kept_out=failed.reason if failed else None,
            revoked=self.revoked and type_.code == "penalty",
        )

    def items(self, source: ActSource, place: str, node: object) -> Iterator[Item]:
        if source.fixed_kind:
            yield Item(source.fixed_kind)
        if source.kinds is None:
            return
        above, _, key = source.kinds.rpartition("/")
        amount = source.amounts.rpartition("/")[2] if source.amounts else None
        for _, one in nodes(node, above) if above else [("", node)]:
            for kind in values(one, key):
                if isinstance(kind, str) and kind:
                    found = next(iter(values(one, amount)), None) if amount else None
                    yield Item(kind, self.sum_of_money(found, f"{place}/{source.amounts}"))

    def sum_of_money(self, value: object, path: str) -> Decimal | None:
        amount = as_amount(value)
        if amount is not None and not 0 <= amount < LARGEST:
            raise InputError(
                Text(f"金额不能是 {amount:g}", f"a sum cannot be {amount:g}"),
                f"{self.where} › {path}",
            )
        return amount
