"""The register of acts that have no case file here: one entry after another made into acts.

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
from ..casefiles.paths import LARGEST, as_amount, as_day, as_words, holds
from ..errors import did_you_mean, known_words
from ..inputs import Faults, shown, text_or_fault
from ..model import Text
from .definitions import Column, Definitions
from .fields import FIELDS, MATTER_TYPES, RESERVED
from .values import Act, Entry, Item

__all__ = ["Register"]


_TRUTHS = {
    "true": True, "1": True, "yes": True, "是": True, "有": True,
    "false": False, "0": False, "no": False, "否": False, "无": False,
}  # fmt: skip


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
        self._matter_types = _words(MATTER_TYPES)

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
                    did_you_mean(
                        key, {**{f.label.zh: k for k, f in FIELDS.items()}, **{k: k for k in FIELDS}}
                    ),
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
        if said is None:
            self.faults.add(at, "没有写明种类", "the kind is missing")
            return None
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
            did_you_mean(said or "", known) or known_words(t.number for t in self.definitions.tables),
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
        text = (
            value.strip().replace("/", "-").replace("年", "-").replace("月", "-").rstrip("日")
            if isinstance(value, str)
            else ""
        )
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
        if found is None or not 0 <= found < LARGEST:
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
