"""What a cell shows for a value, and the value that a cell shows.

Codes are shown by their Chinese label with the code behind it, `罚款（fine）`; either alone is read too.
Of several values in one cell each stands on a line of its own, or they are parted by 、 or ；. Figures,
letters and marks may be wide ones, as Chinese typing gives them, except in text, which stays as it is
but for the blanks around it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from kg_query.casefiles.schema import Code, Field, Schema

__all__ = ["NO", "YES", "coded", "shown_in_cell", "value_in_cell"]

YES, NO = "是", "否"
_BOOLEANS = {
    "是": True, "有": True, "yes": True, "y": True, "true": True, "1": True, "√": True,
    "否": False, "无": False, "no": False, "n": False, "false": False, "0": False, "×": False,
}  # fmt: skip
_PARTING = re.compile(r"\s*[、；;]\s*")
_NAMES = re.compile(r"\s*[、；;，,\n]\s*")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def coded(code: Code) -> str:
    """A code as a cell shows it.

    >>> from kg_query.model import Text
    >>> coded(Code("fine", "…", Text("罚款", "fine")))
    '罚款（fine）'
    """
    return f"{code.label.zh}（{code.code}）"


def shown_in_cell(field: Field, value: Any, schema: Schema) -> Any:
    """What a cell holds for a value of a case file: a text, a number, a date, a moment."""
    if isinstance(value, list):
        shown = [str(shown_in_cell(field, one, schema)) for one in value]
        if field.type == "code":
            return "；".join(shown)
        if any(_PARTING.search(one) for one in shown):
            return "\n".join(shown) + ("\n" if len(shown) == 1 else "")
        return "、".join(shown)
    if isinstance(value, bool):
        return YES if value else NO
    if field.type == "code":
        return coded(schema.codes[field.codes or ""][value])
    if isinstance(value, Decimal):
        near = float(value)
        return near if Decimal(repr(near)) == value else f"{value:f}"
    return value


def value_in_cell(field: Field, cell: Any, schema: Schema) -> Any:
    """The value that a cell shows, shaped like the JSON; what cannot be understood comes back as it is.

    Whether it is right is for the reader of records to say, who names the cell.
    """
    if field.many:
        return _several(field, cell, schema)
    if field.type == "boolean":
        if isinstance(cell, (int, float)) and cell in (0, 1):
            return bool(cell)
        return _BOOLEANS.get(_narrow(str(cell)).lower(), cell) if not isinstance(cell, bool) else cell
    if field.type == "code":
        return _code(schema.codes[field.codes or ""], cell)
    if field.type == "date":
        return _day(cell)
    if field.type == "moment":
        return _moment(cell)
    if field.type in ("integer", "decimal"):
        return _number(field, cell)
    text = _text(cell)
    return text.strip() if isinstance(text, str) else text


def _several(field: Field, cell: Any, schema: Schema) -> list[Any]:
    text = _text(cell)
    if not isinstance(text, str):
        return [text]
    if field.type == "code":
        codes = schema.codes[field.codes or ""]
        whole = [one for one in re.split(r"\s*[；;\n]\s*", text.strip()) if one]
        found: list[Any] = []
        for one in whole:
            read = _code(codes, one)
            found += [read] if read in codes else [_code(codes, part) for part in _NAMES.split(one) if part]
        return found
    if field.names_person:
        return [one for one in _NAMES.split(text.strip()) if one]
    if "\n" in text:
        return [one.strip() for one in text.split("\n") if one.strip()]
    return [one for one in _PARTING.split(text.strip()) if one]


def _code(codes: Mapping[str, Code], cell: Any) -> Any:
    text = _text(cell)
    if not isinstance(text, str):
        return text
    text = text.strip()
    for code in codes.values():
        if _narrow(text) in map(_narrow, (code.code, code.label.zh, code.label.en, coded(code))):
            return code.code
    return text


def _day(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else cell
    if isinstance(cell, str) and (found := _DATE.fullmatch(_narrow(cell))):
        return "{:0>4}-{:0>2}-{:0>2}".format(*found.groups())
    return cell


def _moment(cell: Any) -> Any:
    if isinstance(cell, datetime):
        # Excel counts in fractions of a day: the nearest second is the one that was typed.
        return (cell + timedelta(microseconds=500_000)).replace(microsecond=0) if cell.microsecond else cell
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str):
        day, _, clock = _narrow(cell).replace("T", " ").partition(" ")
        one, two = _DATE.fullmatch(day), _CLOCK.fullmatch(clock.strip())
        if one and two:
            hour, minute, second = two.groups()
            return "{:0>4}-{:0>2}-{:0>2}".format(*one.groups()) + f"T{hour:0>2}:{minute}:{second or '00'}"
    return cell


def _number(field: Field, cell: Any) -> Any:
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, float):
        return Decimal(repr(cell))
    if isinstance(cell, str):
        text = _narrow(cell).removesuffix("元").strip()
        text = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text
        if field.type == "integer" and text.isascii() and text.isdecimal():
            return int(text)
        return text
    return cell


def _text(cell: Any) -> Any:
    """The text of a cell without outer blanks; a whole number in a cell for text is what its digits say."""
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:
        return str(int(cell))
    if isinstance(cell, int) and abs(cell) < 10**15:
        return str(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    return cell


def _narrow(text: str) -> str:
    """The text with narrow figures, letters and marks in place of wide ones, and no outer blanks."""
    return text.translate(_NARROW).strip()
