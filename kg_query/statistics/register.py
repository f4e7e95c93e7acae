"""The register of acts that have no case file here: its fields, and one entry made into an act.

An entry says what was done (`act`), when, by whom, and what the counting rules ask of it. Beside acts
a register states staff, powers that the organ does not have, and figures as published (`declared`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ..casefiles import Schema
from ..errors import did_you_mean
from ..inputs import Faults, shown, text_or_fault
from ..model import Text
from .definitions import Column, Definitions
from .paths import as_amount, as_day, as_words, holds
from .values import Act, Entry, Item

__all__ = ["FIELDS", "RESERVED", "Field", "Register", "field_of"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entry: its key, its headings, what it holds, what it is for."""

    key: str
    label: Text
    type: str
    meaning: Text


def _field(key: str, zh: str, en: str, type_: str, means_zh: str, means_en: str) -> Field:
    return Field(key, Text(zh, en), type_, Text(means_zh, means_en))


#: The fields of an entry, in the order of the template.
FIELDS: dict[str, Field] = {
    f.key: f
    for f in (
        _field("id", "编号", "id", "text", "本条的编号，不得重复", "id of the entry, used once"),
        _field("act", "行为", "act", "act", "做了什么，见“行为”一栏的下拉列表", "what was done, from the list"),
        _field("date", "日期", "date", "date", "决定年度归属的日期", "day that decides the year"),
        _field("organ", "机关", "organ", "text", "作出行为的机关", "organ that acted"),
        _field("team", "执法队", "team", "text", "承办的执法队", "team that handled it"),
        _field("kinds", "种类", "kinds", "kinds", "处罚、措施、执行的种类，几种以“、”分开", "kinds of penalty, measure or execution, separated by ;"),
        _field("amount", "金额", "amount", "amount", "以元计的金额", "sum in yuan"),
        _field("number", "文号", "number", "text", "决定书文号；许可为申请编号", "number of the decision; of a permit, of the application"),
        _field("party", "当事人", "party", "text", "当事人、申请人", "party or applicant"),
        _field("cause", "事由", "cause", "text", "案由或者事项", "cause or subject"),
        _field("object", "检查对象", "object", "text", "被检查的一个对象", "the one object inspected"),
        _field("record", "有完整记录", "record", "bool", "检查是否有完整记录", "whether a full record of the inspection exists"),
        _field("led_to_penalty", "转为处罚", "led_to_penalty", "bool", "检查是否转为行政处罚；不填为否", "whether the inspection ended in a penalty; no where empty"),
        _field("matter_type", "许可事项", "matter_type", "matter_type", "新办、变更、延续或者咨询", "new, change, renewal or enquiry"),
        _field("case_file", "案卷", "case_file", "text", "与之同一的案卷编号", "id of the case file on the same act"),
        _field("decision_date", "所据决定日期", "decision_date", "date", "执行、申请所依据的决定的日期", "day of the decision that is enforced"),
        _field("paid", "已缴金额", "paid", "amount", "已经缴纳的罚没款，以元计", "what was paid, in yuan"),
        _field("count", "件数", "count", "count", "一行代表几件；不填为1", "how many the row stands for; 1 where empty"),
        _field("staff", "执法人员数", "staff", "whole", "年末执法岗位人员数（人员）", "enforcement staff at the end of the year (staff)"),
        _field("licensed", "持证人数", "licensed", "whole", "其中持有执法证的人数（人员）", "of these, with a certificate (staff)"),
        _field("table", "表", "table", "text", "无此职权、填报数所指的表", "table that no-power or declared is about"),
        _field("column", "栏", "column", "text", "填报数所指的栏", "column that declared is about"),
        _field("value", "填报数", "value", "amount", "公开、报送的年报中的数", "figure in the report as published"),
        _field("note", "备注", "note", "text", "其他说明", "anything else"),
    )
}  # fmt: skip

#: What an entry can say beside an act.
RESERVED: dict[str, Text] = {
    "staff": Text("人员", "staff"),
    "no-power": Text("无此职权", "no such power"),
    "declared": Text("填报数", "declared figure"),
}

_MATTER_TYPES = {
    "new": Text("新办", "new"),
    "change": Text("变更", "change"),
    "renewal": Text("延续", "renewal"),
    "enquiry": Text("咨询", "enquiry"),
}
_TRUTHS = {
    "true": True, "1": True, "yes": True, "是": True, "有": True,
    "false": False, "0": False, "no": False, "否": False, "无": False,
}  # fmt: skip


def field_of(heading: str) -> str | None:
    """The key of a field by its key or a heading in either language."""
    word = heading.strip()
    for field in FIELDS.values():
        if word.lower() == field.key or word in (field.label.zh, field.label.en):
            return field.key
    return None


class Register:
    """Makes acts and statements of entries; every fault is noted, none is guessed away."""

    def __init__(self, definitions: Definitions, schema: Schema, faults: Faults) -> None:
        self.definitions, self.faults = definitions, faults
        self.acts: list[Act] = []
        self.entries: list[Entry] = []
        self.columns: dict[str, Column] = {c.key: c for t in definitions.tables for c in t.columns}
        self._words = _words({c: a.label for c, a in definitions.acts.items()} | RESERVED)
        labels = {c.code: c.label for codes in schema.codes.values() for c in codes.values()}
        self._kinds = {
            act: _words({k: labels.get(k, Text(k, k)) for k in self._kinds_of(act)})
            for act in definitions.acts
        }
        self._matter_types = _words(_MATTER_TYPES)

    def _kinds_of(self, act: str) -> list[str]:
        return list(dict.fromkeys(k for c in self.columns.values() if act in c.acts for k in c.kinds))

    def add(self, entry: Mapping[str, Any], where: str, at: Callable[[str], str] | None = None) -> None:
        """Adds one entry.

        Args:
            entry: key → value; empty values are absent.
            where: the file and the place in it.
            at: the place of a field, by its key; by default `where` and the key.
        """
        place = at or (lambda key: f"{where} › {key}")
        before = len(self.faults.problems)
        for key in entry:
            if key not in FIELDS and key != "penalties":
                self.faults.add(
                    place(key),
                    f"登记册没有“{shown(key)}”这一项",
                    f"an entry has no field “{shown(key)}”",
                    did_you_mean(key, {**{f.label.zh: k for k, f in FIELDS.items()}, **{k: k for k in FIELDS}}),
                )
        row = _Row(entry, place, self.faults)
        ident = row.text("id")
        said = row.text("act")
        if ident is None and place("id") not in {p.where for p in self.faults.problems[before:]}:
            self.faults.add(place("id"), "没有编号", "the id is missing")
        if said is None:
            if place("act") not in {p.where for p in self.faults.problems[before:]}:
                self.faults.add(place("act"), "没有写明行为", "the act is missing")
            return
        act = self._words.get(said.lower())
        if act is None:
            self.faults.add(
                place("act"),
                f"未知的行为“{shown(said)}”",
                f"unknown act “{shown(said)}”",
                did_you_mean(said, self._words, always=True),
            )
            return
        if act in RESERVED:
            self._state(act, ident or "", where, row, before)
        else:
            self._act(act, ident or "", where, row, before)

    # --- acts -------------------------------------------------------------------------------

    def _act(self, act: str, ident: str, where: str, row: _Row, before: int) -> None:
        type_ = self.definitions.acts[act]
        values: dict[str, Any] = {
            "object": row.text("object"),
            "record": row.truth("record"),
            "led_to_penalty": row.truth("led_to_penalty"),
            "matter_type": self._one_of("matter_type", row, self._matter_types),
        }
        items = self._items(act, row)
        day, count = row.day("date"), row.count("count")
        if count != 1 and not type_.accepts_count:
            self.faults.add(
                row.at("count"),
                f"“{type_.label.zh}”每件须各占一行，不能写件数",
                f"each {type_.label.en} needs a row of its own; a number is not accepted",
            )
        failed = next((c for c in type_.where if not holds(c.test, values)), None)
        unstated = failed is not None and values["record"] is None and failed.test.startswith("record")
        made = Act(
            act, ident, where, "register", (row.text("organ") or "", row.text("team") or ""),
            day, "date" if day else None, items, row.amount("amount"), count,
            row.text("number"), row.text("party"), row.text("cause"), row.text("case_file"),
            values["object"], row.amount("paid"), row.day("decision_date"),
            failed.reason if failed else None, "no-record-stated" if unstated else None,
        )  # fmt: skip
        if len(self.faults.problems) == before:
            self.acts.append(made)

    def _items(self, act: str, row: _Row) -> tuple[Item, ...]:
        known = self._kinds.get(act, {})
        found: list[Item] = []
        listed = row.entry.get("penalties")
        if listed is not None:
            rows = listed if isinstance(listed, (list, tuple)) else [listed]
            for number, one in enumerate(rows, 1):
                at = f"{row.at('penalties')}/{number}"
                said = one.get("kind") if isinstance(one, Mapping) else None
                kind = self._kind(said, f"{at}/kind", known)
                if kind is not None and isinstance(one, Mapping):
                    sub = _Row(one, lambda key, at=at: f"{at}/{key}", self.faults)  # type: ignore[misc]
                    found.append(Item(kind, sub.amount("amount")))
        said = row.entry.get("kinds")
        if isinstance(said, str):
            for mark in "；;，,|+":
                said = said.replace(mark, "、") if said.strip() not in known else said
            said = [said] if said.strip().lower() in known else said.split("、")
        for one in said or ():
            if one not in (None, "") and (kind := self._kind(one, row.at("kinds"), known)) is not None:
                found.append(Item(kind))
        return tuple(found)

    def _kind(self, said: object, at: str, known: Mapping[str, str]) -> str | None:
        word = as_words(said)
        if word is not None and word.lower() in known:
            return known[word.lower()]
        if not known:
            self.faults.add(at, "这种行为没有种类", "an act of this kind has no kinds")
        else:
            self.faults.add(
                at,
                f"未知的种类“{shown(said)}”",
                f"unknown kind “{shown(said)}”",
                did_you_mean(said, known, always=True),
            )
        return None

    def _one_of(self, key: str, row: _Row, known: Mapping[str, str]) -> str | None:
        said = row.text(key)
        if said is None or said.lower() in known:
            return known[said.lower()] if said else None
        self.faults.add(
            row.at(key), f"不能是“{shown(said)}”", f"cannot be “{shown(said)}”",
            did_you_mean(said, known, always=True),
        )  # fmt: skip
        return None

    # --- what else a register states --------------------------------------------------------

    def _state(self, what: Any, ident: str, where: str, row: _Row, before: int) -> None:
        target: str | None = None
        if what == "no-power":
            target = self._table(row)
        elif what == "declared":
            target = self._column(row)
        made = Entry(
            what, ident, where, (row.text("organ") or "", row.text("team") or ""),
            row.whole("staff"), row.whole("licensed"), target, row.amount("value"),
        )  # fmt: skip
        missing = {
            "staff": [k for k in ("staff", "licensed") if getattr(made, k) is None],
            "declared": ["value"] if made.value is None else [],
        }.get(what, [])
        if len(self.faults.problems) == before:
            for key in missing:
                self.faults.add(row.at(key), "没有填写", "it is missing")
        if len(self.faults.problems) == before:
            self.entries.append(made)

    def _table(self, row: _Row) -> str | None:
        said = row.text("table")
        known = {t.number: t.number for t in self.definitions.tables}
        known |= {word: t.number for t in self.definitions.tables for word in (t.label.zh, t.label.en)}
        if said in known:
            return known[said or ""]
        self.faults.add(
            row.at("table"), f"没有表“{shown(said or '')}”", f"there is no table “{shown(said or '')}”",
            did_you_mean(said or "", known) or Text("可用：1、1b、2、3、4、5、6", "Known: 1, 1b, 2, 3, 4, 5, 6"),
        )  # fmt: skip
        return None

    def _column(self, row: _Row) -> str | None:
        table, said = row.text("table"), row.text("column")
        known: dict[str, str] = {}
        for key, column in self.columns.items():
            number = key.partition("-")[0] if key[:2] == "1-" else column.table
            known[f"{number}.{column.name}"] = f"{number}.{column.name}"
            if table in (None, number):
                for word in (column.name, column.label.zh, column.label.en):
                    known.setdefault(word, f"{number}.{column.name}")
        if said in known:
            return known[said or ""]
        self.faults.add(
            row.at("column"), f"没有栏“{shown(said or '')}”", f"there is no column “{shown(said or '')}”",
            did_you_mean(said or "", known, always=True),
        )  # fmt: skip
        return None


def _words(labels: Mapping[str, Text]) -> dict[str, str]:
    """Code, Chinese and English label, in small letters → code."""
    known: dict[str, str] = {}
    for code, label in labels.items():
        for word in (code, label.zh, label.en):
            known.setdefault(word.lower(), code)
    return known


@dataclass(frozen=True, slots=True)
class _Row:
    """One entry whose values are taken one by one, each with its place."""

    entry: Mapping[str, Any]
    at: Callable[[str], str]
    faults: Faults

    def text(self, key: str) -> str | None:
        value = self.entry.get(key)
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
            value = str(value)
        elif isinstance(value, float) and value.is_integer():
            value = str(int(value))
        found = text_or_fault(value, self.at(key), self.faults)
        return found.strip() if found else None

    def day(self, key: str) -> date | None:
        value = self.entry.get(key)
        if value is None:
            return None
        if isinstance(value, (date, datetime)):
            return as_day(value)
        text = value.strip().replace("/", "-").replace("年", "-").replace("月", "-").rstrip("日") if isinstance(value, str) else ""
        parts = text.split("-")
        if len(parts) == 3 and all(p.isascii() and p.isdigit() for p in parts) and len(parts[0]) == 4:
            try:
                return date(int(parts[0]), int(parts[1]), int(parts[2]))
            except ValueError:
                pass
        self.faults.add(
            self.at(key), f"不是日期：{shown(value)}", f"not a date: {shown(value)}",
            Text("写成 2023-12-31", "Write it as 2023-12-31"),
        )  # fmt: skip
        return None

    def amount(self, key: str) -> Decimal | None:
        value = self.entry.get(key)
        if value is None:
            return None
        found = as_amount(value.replace(",", "") if isinstance(value, str) else value)
        if found is None or found < 0:
            self.faults.add(
                self.at(key), f"应为不小于0的数：{shown(value)}", f"a number, 0 or more, is expected: {shown(value)}"
            )  # fmt: skip
            return None
        return found

    def whole(self, key: str) -> int | None:
        found = self.amount(key)
        if found is not None and found != found.to_integral_value():
            self.faults.add(self.at(key), f"应为整数：{found}", f"a whole number is expected: {found}")
            return None
        return None if found is None else int(found)

    def count(self, key: str) -> int:
        found = self.whole(key)
        if found == 0:
            self.faults.add(self.at(key), "件数至少为1", "the number is at least 1")
        return 1 if found is None else found

    def truth(self, key: str) -> bool | None:
        value = self.entry.get(key)
        if value is None or isinstance(value, bool):
            return value
        word = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        found = _TRUTHS.get(word.strip().lower())
        if found is None:
            self.faults.add(
                self.at(key), f"应为“是”或者“否”：{shown(value)}", f"yes or no is expected: {shown(value)}"
            )  # fmt: skip
        return found
