"""Rules and statutory facts as plain JSON values and back, for the artefact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from ..model import Text
from .values import Band, Constraint, Parameter, Period, Rule, RuleBook, Scoring, StatutoryFact

__all__ = ["rulebook_from_json", "rulebook_to_json", "statutes_from_json", "statutes_to_json"]


def rulebook_to_json(book: RuleBook) -> dict[str, Any]:
    """The rules as plain JSON values, for `rulebook_from_json`."""
    return {
        "rules": [_row(r) for r in book.rules.values()],
        "queries": book.queries,
        "scoring": _row(book.scoring) if book.scoring else None,
        "parameters": [_row(p) for p in book.parameters.values()],
        "days": book.days,
        "ahead": list(book.ahead),
        "classes": {k: list(v) for k, v in book.classes.items()},
        "background": book.background,
    }


def rulebook_from_json(data: Mapping[str, Any]) -> RuleBook:
    """The rules that `rulebook_to_json` gave."""
    return RuleBook(
        rules={row[0]: _rule(row) for row in data["rules"]},
        queries=data["queries"],
        scoring=_scoring(data["scoring"]) if data["scoring"] else None,
        parameters={
            n: Parameter(n, Text(*label), Decimal(default), _text(definition))
            for n, label, default, definition in data["parameters"]
        },
        days=data["days"],
        ahead=tuple(data["ahead"]),
        classes={k: tuple(v) for k, v in data["classes"].items()},
        background=data["background"],
    )


def statutes_to_json(statutes: Mapping[str, StatutoryFact]) -> list[list[Any]]:
    """The statutory facts as plain JSON values, for `statutes_from_json`."""
    return [_row(f) for f in statutes.values()]


def statutes_from_json(rows: list[list[Any]]) -> dict[str, StatutoryFact]:
    """The statutory facts that `statutes_to_json` gave."""
    return {row[0]: _statute(row) for row in rows}


def _row(value: Any) -> list[Any]:
    return [_plain(getattr(value, f.name)) for f in fields(value)]


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Text):
        return [value.zh, value.en]
    if is_dataclass(value):
        return _row(value)
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return value


def _text(value: list[str] | None) -> Text | None:
    return None if value is None else Text(*value)


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _rule(row: list[Any]) -> Rule:
    (
        notation, kind, standard, criterion, document, points, by, targets, constraints, open_when,
        not_arising, message, repair, curable, rests_on, severity, fact, ground, attributed, shape,
        caution,
    ) = row  # fmt: skip
    return Rule(
        notation, kind, standard, criterion, document, Decimal(points), by, tuple(targets),
        tuple(Constraint(q, i, _text(m), p) for q, i, m, p in constraints), open_when, not_arising,
        Text(*message), Text(*repair), curable, tuple(rests_on), severity, fact, ground, attributed, shape,
        _text(caution),
    )  # fmt: skip


def _scoring(row: list[Any]) -> Scoring:
    base, lowest, on_violation, bands, readings, violation = row
    return Scoring(
        Decimal(base),
        Decimal(lowest),
        Decimal(on_violation),
        tuple(
            Band(p, rule, Text(*label), _decimal(low), _decimal(high), _decimal(less), tuple(rs))
            for p, rule, label, low, high, less, rs in bands
        ),
        tuple(readings),
        tuple(violation),
    )


def _statute(row: list[Any]) -> StatutoryFact:
    (
        identifier, notation, law, title, article, requirement, actor, trigger, consequence, codes,
        verification, verified, caution, periods, supports,
    ) = row  # fmt: skip
    return StatutoryFact(
        identifier, notation, law, Text(*title), article, Text(*requirement), _text(actor), _text(trigger),
        _text(consequence), tuple(codes), verification, _text(verified), _text(caution),
        tuple(Period(i, Text(*t), q, u, d, b, _text(a)) for i, t, q, u, d, b, a in periods), tuple(supports),
    )  # fmt: skip
