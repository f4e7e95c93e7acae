"""YAML as plain data: lists, maps and scalars; no aliases, no tags.

The file is read event by event, so that depth is bounded, a repeated key is seen, every
fault has its line, and nothing is ever built by a tag or expanded by an alias.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from kg_query.errors import InputError
from kg_query.model import Text

from .faults import shown
from .text import decode

__all__ = ["read_yaml"]

_DEPTH = 32
_NULL = {"", "~", "null", "Null", "NULL"}
_TRUE = {"true", "True", "TRUE"}
_FALSE = {"false", "False", "FALSE"}
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,400}(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?")


def read_yaml(data: bytes, where: str, number: Callable[[str], object] = float) -> list[object]:
    """The documents that a YAML file holds, in order.

    Args:
        data: the bytes of the file.
        where: its name, for messages.
        number: what a number with a fraction or an exponent becomes, from its own characters.

    Raises:
        InputError: it is no UTF-8 or no YAML, or uses anchors, aliases or tags.

    >>> read_yaml(b"amount: 500.00", "c.yaml", str)
    [{'amount': '500.00'}]
    """
    import yaml

    text = decode(data, where)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        documents = _documents(yaml.parse(text, Loader=loader), where, number)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = Text(f"：第 {mark.line + 1} 行", f": line {mark.line + 1}") if mark else Text("", "")
        reason = shown(getattr(fault, "problem", None) or getattr(fault, "reason", None) or "", 120)
        raise InputError(
            Text(
                f"不是有效的 YAML{line.zh}",
                f"not valid YAML{line.en}" + (f" ({reason})" if reason else ""),
            ),
            where,
            Text("请检查缩进、冒号与引号", "Check indentation, colons and quotes"),
        ) from None
    if not documents:
        raise InputError(Text("文件里没有内容", "the file holds nothing"), where)
    return documents


def _documents(events: Any, where: str, number: Callable[[str], object]) -> list[object]:
    """The documents as plain data, from a stream of events."""
    import yaml

    documents: list[object] = []
    stack: list[_Open] = []
    for event in events:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            _refuse(
                where,
                line,
                "不接受锚点与别名（& 与 *）",
                "anchors and aliases (& and *) are not accepted",
            )
        if getattr(event, "tag", None):
            _refuse(
                where,
                line,
                f"不接受标签 {shown(event.tag)}",
                f"tags are not accepted: {shown(event.tag)}",
            )
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            if len(stack) >= _DEPTH:
                _refuse(where, line, "嵌套过深", "nested too deeply")
            stack.append(_Open({} if isinstance(event, yaml.MappingStartEvent) else []))
            continue
        if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            value = stack.pop().value
        elif isinstance(event, yaml.ScalarEvent):
            value = _scalar(event.value, number) if event.implicit[0] else event.value
        else:
            continue
        if not stack:
            documents.append(value)
        elif twice := stack[-1].take(value):
            _refuse(where, line, twice.zh, twice.en)
    return documents


class _Open:
    """A list or map that is still being filled."""

    def __init__(self, value: Any) -> None:
        self.value = value
        self.key: str | None = None

    def take(self, value: object) -> Text | None:
        """Adds a value (or, in a map, first its key); says what is wrong with a key."""
        if isinstance(self.value, list):
            self.value.append(value)
        elif self.key is None:
            if not isinstance(value, (str, int, float)):
                return Text("键应为文本", "a key must be text")
            self.key = value if isinstance(value, str) else str(value)
            if self.key in self.value:
                return Text(f"键“{shown(self.key)}”出现两次", f"the key “{shown(self.key)}” stands twice")
        else:
            self.value[self.key] = value
            self.key = None
        return None


def _scalar(word: str, number: Callable[[str], object]) -> object:
    """A plain scalar: null, true, false and numbers by YAML 1.2; everything else is text."""
    if word in _NULL:
        return None
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    if _NUMBER.fullmatch(word):
        return number(word) if any(c in word for c in ".eE") else int(word)
    return word


def _refuse(where: str, line: int, zh: str, en: str) -> None:
    raise InputError(Text(f"第 {line} 行：{zh}", f"line {line}: {en}"), where)
