"""Single values of a case file: dates, moments, amounts, codes, as the schema asks for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from kg_query.errors import did_you_mean, known_words
from kg_query.inputs import Faults, shown, text_or_fault, type_name
from kg_query.model import Text
from kg_query.terms import LAW

from .schema import Field, Schema

__all__ = ["value_of"]

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2})(:[0-9]{2})?", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_DIGITS = 30
_LONGEST = 32_767  # characters; no cell of a workbook holds more

#: Fields whose text is the notation of a criterion, or of a parameter.
JUDGES, SETS = LAW + "judges", LAW + "setsParameter"

_ASKED = {
    "boolean": Text(
        "应为 true 或 false（工作簿中填“是”或者“否”）", "is true or false (是 or 否 in a workbook)"
    ),
    "date": Text("应为日期，写作 2024-11-02", "is a date, written 2024-11-02"),
    "moment": Text(
        "应为日期和时刻，写作 2024-11-02T09:30:00，不带时区",
        "is a day and time, written 2024-11-02T09:30:00, without a zone",
    ),
    "integer": Text(
        "应为整数，不小于 0，不超过 30 位", "is a whole number, not below 0, of at most 30 digits"
    ),
    "decimal": Text("应为数字，不小于 0，不超过 30 位", "is a number, not below 0, of at most 30 digits"),
}


def value_of(field: Field, value: object, where: str, schema: Schema, faults: Faults) -> Any:
    """The value as the field asks for it, or None after noting what is wrong with it.

    Args:
        field: a field with single values, of any type but "node" and "documents".
        value: what a file holds there.
        where: its place, for messages.
        schema: for the lists of codes.
        faults: where a fault is noted.
    """
    if field.type == "code":
        return _code(field, value, where, schema, faults)
    if field.type == "text":
        text = text_or_fault(value, where, faults)
        if text is not None and len(text) > _LONGEST:
            faults.add(
                where,
                f"“{field.label.zh}”有 {len(text)} 个字符，最多 {_LONGEST} 个",
                f"“{field.label.en}” has {len(text)} characters, where {_LONGEST} are the most",
                Text("请写要点，全文留在卷内", "Write the substance; the whole stays in the file"),
            )
            return None
        return _known(field, text, where, schema, faults)
    read = _READERS[field.type](value)
    if read is None:
        asked = _ASKED[field.type]
        plain = isinstance(value, (str, Decimal, float, int)) and not isinstance(value, bool)
        what = shown(str(value)) if plain else None
        kind = type_name(value)
        faults.add(
            where,
            f"“{field.label.zh}”{asked.zh}，这里是{kind.zh}" + (f"：{what}" if what else ""),
            f"“{field.label.en}” {asked.en}; here is {kind.en}" + (f": {what}" if what else ""),
        )
    return read


def _known(field: Field, text: str | None, where: str, schema: Schema, faults: Faults) -> str | None:
    """A text that names a criterion or a parameter must name a known one."""
    known: Mapping[str, object] | None = {JUDGES: schema.criteria, SETS: schema.parameters}.get(
        field.property
    )
    if text is None or known is None or text in known:
        return text
    faults.add(
        where,
        f"“{field.label.zh}”中没有“{shown(text)}”",
        f"there is no “{shown(text)}” among those for “{field.label.en}”",
        did_you_mean(text, list(known), always=True),
    )
    return None


def _code(field: Field, value: object, where: str, schema: Schema, faults: Faults) -> str | None:
    codes = schema.codes[field.codes or ""]
    text = text_or_fault(value, where, faults)
    if text is None or text in codes:
        return text
    spoken = {c.label.zh: c.code for c in codes.values()} | {c.label.en: c.code for c in codes.values()}
    few = len(codes) < 12
    if text in spoken:
        hint: Text | None = Text(f"请写 {spoken[text]}", f"Write {spoken[text]}")
    else:
        hint = did_you_mean(text, spoken | {c: c for c in codes}, always=not few)
    faults.add(
        where,
        f"“{field.label.zh}”没有“{shown(text)}”这个取值",
        f"“{shown(text)}” is no value of “{field.label.en}”",
        hint or known_words(codes),
    )
    return None


def _boolean(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _date(value: object) -> date | None:
    if isinstance(value, datetime) or not isinstance(value, (date, str)):
        return None
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if _DATE.fullmatch(value) else None
    except ValueError:
        return None


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value if value.tzinfo is None else None
    found = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    day, clock, seconds = found.groups()
    try:
        return datetime.fromisoformat(f"{day}T{clock}{seconds or ':00'}")
    except ValueError:
        return None


def _integer(value: object) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value < 10**_DIGITS else None


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Decimal)):
        return None
    text = repr(value) if isinstance(value, float) else str(value)
    if isinstance(value, str) and not _NUMBER.fullmatch(text):
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    if not found.is_finite() or found < 0 or abs(found.adjusted()) > _DIGITS:
        return None
    if len(found.as_tuple().digits) > _DIGITS:
        return None
    return found


_READERS: dict[str, Any] = {
    "boolean": _boolean,
    "date": _date,
    "moment": _moment,
    "integer": _integer,
    "decimal": _decimal,
}
