"""Single values of a record: usable text, and what a value is called in a message."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from kg_query.model import Text

from .faults import Faults, harmful, shown

__all__ = ["text_or_fault", "type_name"]


def text_or_fault(value: object, where: str, faults: Faults) -> str | None:
    """The value where it is usable text, None where it is absent; else None and a problem noted."""
    if value is None:
        return None
    if not isinstance(value, str):
        kind = type_name(value)
        faults.add(
            where,
            f"应为文本，这里是{kind.zh}：{shown(value)}",
            f"text expected, not {kind.en}: {shown(value)}",
        )
        return None
    if not value.strip():
        faults.add(
            where,
            "值为空",
            "the value is empty",
            Text("请填写或删去", "Fill it in or leave it out"),
        )
        return None
    if any("\ud800" <= c <= "\udfff" for c in value) or "\x00" in value:
        faults.add(
            where,
            f"含有不能作为文本的字符：{shown(value)}",
            f"holds characters that are not text: {shown(value)}",
        )
        return None
    if harmful(value):
        faults.add(
            where,
            f"含有控制字符：{shown(value)}",
            f"holds control characters: {shown(value)}",
            Text("请删去", "Take them out"),
        )
        return None
    return value


def type_name(value: object) -> Text:
    """What a value is, in the words of a file format: a list, a number, an object …"""
    if value is None:
        return Text("空值", "null")
    if isinstance(value, bool):
        return Text("真假值", "true or false")
    if isinstance(value, (int, float, Decimal)):
        return Text("数字", "a number")
    if isinstance(value, str):
        return Text("文本", "text")
    if isinstance(value, (list, tuple)):
        return Text("列表", "a list")
    if isinstance(value, dict):
        return Text("对象", "an object")
    if isinstance(value, datetime):
        return Text("带时刻的日期", "a day with a time")
    if isinstance(value, date):
        return Text("日期", "a day")
    name = type(value).__name__
    return Text(f"{name} 类型的值", f"a value of type {name}")
