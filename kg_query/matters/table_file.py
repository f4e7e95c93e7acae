"""Matters in a table: one row a matter, one column a ground (CSV, XLSX, Parquet).

The first row heads the columns: `id`, `role`, `date`, `organisation`, or a ground by its
id or its label.  A cell says how the ground stands; an empty cell, that it is not raised.
Every fault is named with its cell (`C5`), so that it is found in a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from kg_query.errors import InputError
from kg_query.inputs import Faults, decode, shown
from kg_query.inputs.holding import ID_HEADINGS, STATUS_WORDS, has_heading
from kg_query.inputs.text import csv_rows
from kg_query.inputs.workbook import cell
from kg_query.model import Text

from .draft import Draft, RawFinding
from .words import Words

__all__ = ["drafts_of_rows", "read_csv"]

Row = Sequence[object]
At = Callable[[int, int], str]

_RESERVED = {
    **dict.fromkeys(ID_HEADINGS, "id"),
    "role": "role", "角色": "role",
    "date": "date", "日期": "date",
    "organisation": "organisation", "单位": "organisation", "机关": "organisation",
}  # fmt: skip
_STATES = {
    **STATUS_WORDS,
    "1": "established", "1.0": "established", "true": "established",
    "0": "refuted", "0.0": "refuted", "false": "refuted",
    "?": "unknown", "？": "unknown",
}  # fmt: skip
_HINT = Text(
    "可用：established/1/成立，refuted/0/不成立，unknown/?/未查明；不涉及则留空",
    "Write established or 1, refuted or 0, unknown or ?; leave it empty where not raised",
)


def drafts_of_rows(
    rows: Iterable[Sequence[object]],
    where: str,
    words: Words,
    faults: Faults,
    joint: str = " › ",
    ragged: bool = False,
) -> list[Draft]:
    """The drafts in the rows of a table, the heading row first.

    `joint` stands between `where` and the name of a cell; `ragged` says that rows may
    leave out empty cells at their end (spreadsheets do, CSV does not).
    """
    numbered = enumerate(rows, 1)
    for start, heading in numbered:  # noqa: B007
        if not _blank(heading):
            break
    else:
        raise InputError(Text("表中没有内容", "the table holds nothing"), where)

    def at(row: int, column: int) -> str:
        return f"{where}{joint}{cell(row, column)}"

    before = len(faults.problems)
    columns = _columns(heading, start, at, words, faults)
    if "id" not in columns.values():
        faults.add(
            at(start, 1), "表头没有 id（编号）列", "no column is headed id",
            Text("第一行应为表头：id 与各事由", "The first row heads the columns: id and grounds"),
        )  # fmt: skip
        return []
    if not any(isinstance(key, tuple) for key in columns.values()) and before == len(faults.problems):
        faults.add(
            at(start, 1), "没有任何事由列", "no column is headed by a ground",
            Text("列名为事由的标识符或其中文名称", "Head a column with the id or label of a ground"),
        )  # fmt: skip
    found: list[Draft] = []
    for row, values in numbered:
        if _blank(values):
            continue
        if len(values) > len(heading) and any(v not in (None, "") for v in values[len(heading) :]):
            faults.add(
                at(row, len(heading) + 1),
                f"第 {row} 行有 {len(values)} 格，表头只有 {len(heading)} 列",
                f"row {row} has {len(values)} cells, the heading only {len(heading)}",
            )
        elif len(values) < len(heading) and not ragged:
            faults.add(
                at(row, len(values) + 1),
                f"第 {row} 行只有 {len(values)} 格，表头有 {len(heading)} 列",
                f"row {row} has only {len(values)} cells, the heading {len(heading)}",
            )
        found.append(_draft(row, values, columns, where, at, words, faults))
    if not found and before == len(faults.problems):
        faults.add(where, "表中只有表头，没有事项", "the table has a heading and no matter")
    return found


def _columns(
    heading: Row, row: int, at: At, words: Words, faults: Faults
) -> dict[int, str | tuple[str, str]]:
    """Column number → a reserved name, or `("ground", id)`; unusable columns are left out."""
    columns: dict[int, str | tuple[str, str]] = {}
    for number, value in enumerate(heading, 1):
        name = value.strip() if isinstance(value, str) else value
        if name in (None, ""):
            faults.add(at(row, number), "表头有空格", "a heading is empty")
            continue
        if not isinstance(name, str):
            faults.add(
                at(row, number),
                f"表头应为文本：{shown(name)}",
                f"a heading must be text: {shown(name)}",
            )
            continue
        key: str | tuple[str, str] | None = _RESERVED.get(name)
        if key is None:
            ground = name if name in words.grounds else words.labels.get(name)
            if ground is None:
                faults.add(
                    at(row, number),
                    f"未知的列“{shown(name)}”：既不是事由，也不是 id、role、date、organisation",
                    f"unknown column “{shown(name)}”: neither a ground nor id, role, date, organisation",
                    words.near_column(name, _RESERVED),
                )
                continue
            key = ("ground", ground)
        if key in columns.values():
            faults.add(
                at(row, number),
                f"列“{shown(name)}”重复",
                f"the column “{shown(name)}” stands twice",
            )
            continue
        columns[number] = key
    return columns


def _draft(
    row: int,
    values: Row,
    columns: dict[int, str | tuple[str, str]],
    where: str,
    at: At,
    words: Words,
    faults: Faults,
) -> Draft:
    reserved = {key: number for number, key in columns.items() if isinstance(key, str)}
    plain: dict[str, object] = {}
    for key, number in reserved.items():
        plain[key] = _plain(values[number - 1] if number <= len(values) else None)
    ident = plain.get("id")
    if isinstance(ident, (int, float)) and not isinstance(ident, bool):
        ident = f"{ident:.15g}" if isinstance(ident, float) else str(ident)
    role = plain.get("role")
    draft = Draft(
        where,
        id=ident,
        role=words.role_labels.get(role, role) if isinstance(role, str) else role,
        date=plain.get("date"),
        organisation=plain.get("organisation"),
        places={key: at(row, number) for key, number in reserved.items()},
    )
    draft.places.setdefault("id", at(row, 1))
    for number, column in columns.items():
        if isinstance(column, str) or number > len(values):
            continue
        value = _plain(values[number - 1])
        if value is None:
            continue
        state = _state(value)
        if state is None:
            who = f"（事项 {shown(ident)}）" if isinstance(ident, str) else ""
            whose = f" in matter {shown(ident)}" if isinstance(ident, str) else ""
            faults.add(
                at(row, number),
                f"第 {row} 行“{column[1]}”列的“{shown(value)}”不是有效的认定{who}",
                f"row {row}, column {column[1]}: “{shown(value)}” is no finding{whose}",
                _HINT,
            )
        else:
            draft.findings.append(RawFinding(column[1], state, at(row, number)))
    return draft


def _plain(value: object) -> object:
    """A cell's value: outer blanks away, empty as None, a day without hours as its date."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return value


def _state(value: object) -> str | None:
    if isinstance(value, str):
        return _STATES.get(value) or _STATES.get(value.lower())
    if isinstance(value, (bool, int, float)):
        return "established" if value == 1 else "refuted" if value == 0 else None
    return None


def _blank(row: Sequence[object]) -> bool:
    return all(v is None or (isinstance(v, str) and not v.strip()) for v in row)


# --- CSV ------------------------------------------------------------------------------------


def read_csv(data: bytes, where: str, words: Words, faults: Faults) -> list[Draft]:
    """The drafts in a CSV file; comma, semicolon or tab, whichever the heading uses."""
    text = decode(data, where)
    return drafts_of_rows(csv_rows(text, _delimiter(text), where), where, words, faults)


def _delimiter(text: str) -> str:
    for line in text.splitlines():
        if line.strip():
            for mark in ",;\t":
                if has_heading([c.strip().strip('"') for c in line.split(mark)]):
                    return mark
            return ","
    return ","
