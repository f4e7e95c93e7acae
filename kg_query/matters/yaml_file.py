"""Matters in YAML: plain lists, maps and scalars; no aliases, no tags.

The file is read event by event, so that depth is bounded, a repeated key is seen, every
fault has its line, and nothing is ever built by a tag or expanded by an alias.
"""

from __future__ import annotations

import re
from typing import Any

from kg_query.errors import InputError
from kg_query.model import Text

from .draft import Draft
from .faults import Faults, shown
from .records import drafts
from .text import decode

__all__ = ["read"]

_DEPTH = 32
_NULL = {"", "~", "null", "Null", "NULL"}
_TRUE = {"true", "True", "TRUE"}
_FALSE = {"false", "False", "FALSE"}
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,400}(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?")


def read(data: bytes, where: str, faults: Faults) -> list[Draft]:
    """The drafts in a YAML file: its one document, or all of them where there are several."""
    import yaml

    text = decode(data, where)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        documents = _documents(yaml.parse(text, Loader=loader), where)
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
    if len(documents) == 1:
        return drafts(documents[0], where, faults)
    found: list[Draft] = []
    for number, document in enumerate(documents, 1):
        found.extend(drafts(document, f"{where} › --- {number}", faults))
    return found


def _documents(events: Any, where: str) -> list[object]:
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
            value = _scalar(event.value) if event.implicit[0] else event.value
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


def _scalar(word: str) -> object:
    """A plain scalar: null, true, false and numbers by YAML 1.2; everything else is text."""
    if word in _NULL:
        return None
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    if _NUMBER.fullmatch(word):
        return float(word) if any(c in word for c in ".eE") else int(word)
    return word


def _refuse(where: str, line: int, zh: str, en: str) -> None:
    raise InputError(Text(f"第 {line} 行：{zh}", f"line {line}: {en}"), where)
