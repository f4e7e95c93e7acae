"""Reads a filled workbook: the same record as the JSON, every fault with its sheet and cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg_query.casefiles.case import CaseFile
from kg_query.casefiles.records import case_of
from kg_query.casefiles.schema import Field, NodeType, Schema
from kg_query.errors import InputError
from kg_query.inputs import Faults, shown
from kg_query.inputs.workbook import open_workbook
from kg_query.model import Text

from .cells import value_in_cell

__all__ = ["read_workbook"]

_ROWS, _COLUMNS = 100_000, 500
MARK = "kg-query case file"

Cells = dict[tuple[int, int], Any]


def read_workbook(data: bytes, where: str, schema: Schema, faults: Faults) -> list[CaseFile]:
    """The case file that a workbook of `kgq template` holds.

    Args:
        data: the bytes of the workbook.
        where: the file, for messages.
        schema: what a case file can say.
        faults: where every fault is noted, with its sheet and cell.

    Raises:
        InputError: it is no workbook, or none of this template.
        LimitError: it would unpack to too much.
    """
    reading = _Reading(where, schema, faults)
    with open_workbook(data, where) as sheets:
        pages = {sheet.title: _cells(sheet, where) for sheet in sheets}
    if not any(cells.get((1, 1)) == MARK for cells in pages.values()):
        raise InputError(
            Text("这不是案卷填报工作簿", "this is no workbook for case files"),
            where,
            Text("请用 kgq template 生成空白工作簿", "Make a blank one with kgq template"),
        )
    before = len(faults.problems)
    for title, cells in pages.items():
        reading.page(title, cells)
    case = case_of(reading.finished(), where, schema, faults, reading.places)
    return [case] if case is not None and len(faults.problems) == before else []


def _cells(sheet: Any, where: str) -> Cells:
    """The cells that hold something: (row, column) → value, both counted from 1."""
    found: Cells = {}
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        if number > _ROWS or len(row) > _COLUMNS:
            raise InputError(Text("工作表太大", "the sheet is too large"), f"{where} › {shown(sheet.title)}")
        for column, value in enumerate(row, 1):
            if value is not None and not (isinstance(value, str) and not value.strip()):
                found[number, column] = value
    return found


class _Reading:
    """One workbook, the record found in it so far, and where each part of it stands."""

    def __init__(self, where: str, schema: Schema, faults: Faults) -> None:
        self.where, self.schema, self.faults = where, schema, faults
        self.record: dict[str, Any] = {}
        self.papers: dict[str, dict[int, dict[str, Any]]] = {}  # slug → copy → record
        self.absent: dict[tuple[str, int], str] = {}  # said not to be in the file → its cell
        self.inner: list[tuple[str, int, str, dict[str, Any], dict[str, str], str]] = []
        self.judged: dict[tuple[Any, ...], dict[str, Any]] = {}
        self.judged_at: dict[tuple[Any, ...], dict[str, str]] = {}
        self.places: dict[str, str] = {}
        self.title = ""

    def at(self, row: int, column: int) -> str:
        """A cell as people find it."""
        return f"{self.where} › {shown(self.title)}!{_letters(column)}{row}"

    def page(self, title: str, cells: Cells) -> None:
        """Takes in one sheet; one without marks of the template is somebody's own."""
        self.title = title
        mark = cells.get((1, 1))
        if not isinstance(mark, str) or mark == MARK:
            return
        if mark == "@judgements":
            self._judgements(cells)
        elif mark.startswith("@documents//"):
            self._inner_table(cells, mark.removeprefix("@documents//"))
        elif mark.startswith("@"):
            self._table(cells, mark[1:])
        elif any(c == 1 and isinstance(v, str) and v.startswith("@") for (_, c), v in cells.items()):
            self._form(cells)

    # --- forms ------------------------------------------------------------------------------

    def _form(self, cells: Cells) -> None:
        last = max((c for (r, c) in cells if r == 1), default=4)
        path: str | None = None
        fields: dict[str, Field] = {}
        for row in sorted({r for r, _ in cells}):
            key = cells.get((row, 1))
            if key == "-":
                continue
            if isinstance(key, str) and key.startswith("@"):
                path = key[1:]
                fields = self._fields(path)
                continue
            filled = [(c, cells[row, c]) for c in range(4, last) if (row, c) in cells]
            if not filled:
                if path is not None and not path.startswith("documents/") and isinstance(key, str):
                    self.places["/".join(filter(None, (path, key)))] = self.at(row, 4)
                continue
            if path is None or not isinstance(key, str):
                self._stray(row, filled[0][0])
            elif path.startswith("documents/"):
                self._paper(path.removeprefix("documents/"), key, fields, row, filled)
            else:
                self._head(path, key, fields, row, filled)

    def _fields(self, path: str) -> dict[str, Field]:
        """The fields of a block: key → field; for a group in a document with the group ahead."""
        node: NodeType | None
        if not path:
            node = self.schema.case
        elif path.startswith("documents/"):
            node = self.schema.documents.get(path.removeprefix("documents/"))
        else:
            held = self.schema.case.fields.get(path)
            node = self.schema.nodes.get((held.node if held else None) or "")
        found: dict[str, Field] = {}
        for key, field in (node.fields if node else {}).items():
            found[key] = field
            if field.node and not field.many:
                found |= {f"{key}/{k}": f for k, f in self.schema.nodes[field.node].fields.items()}
        return found

    def _head(
        self, path: str, key: str, fields: dict[str, Field], row: int, filled: list[tuple[int, Any]]
    ) -> None:
        column, cell = filled[0]
        for extra, _ in filled[1:]:
            self._stray(row, extra)
        place = f"{path}/{key}" if path else key
        self.places[place] = self.at(row, column)
        if not path and key == "id":
            self.record["id"] = str(cell).strip() if not isinstance(cell, str) else cell.strip()
        elif not path and key == "kind":
            self.record["kind"] = self._kinds(cell)
        elif (field := fields.get(key)) is None:
            self._unknown(row, key)
        else:
            home = self.record.setdefault(path, {}) if path else self.record
            home[key] = self._value(field, cell, place)

    def _kinds(self, cell: Any) -> list[Any]:
        import re

        spoken = {k.label.zh: c for c, k in self.schema.kinds.items()} | {c: c for c in self.schema.kinds}
        spoken |= {f"{k.label.zh}（{c}）": c for c, k in self.schema.kinds.items()}
        parts = [p.strip() for p in re.split(r"[、；;,，\n]", str(cell)) if p.strip()]
        return [spoken.get(p, p) for p in parts]

    def _paper(
        self, slug: str, key: str, fields: dict[str, Field], row: int, filled: list[tuple[int, Any]]
    ) -> None:
        for column, cell in filled:
            copy = column - 3
            if key == "?":
                there = value_in_cell(_PRESENT, cell, self.schema)
                if there is True:
                    self._copy(slug, copy, row, column)
                elif there is False:
                    self.absent[slug, copy] = self.at(row, column)
                else:
                    self.faults.add(
                        self.at(row, column),
                        "“在卷”填“是”或者“否”",
                        "write 是 or 否 here: is it in the file?",
                    )
                continue
            field = fields.get(key)
            if field is None:
                self._unknown(row, key)
                continue
            record = self._copy(slug, copy, row, column)
            place = f"documents/{slug}/#{copy}/{key}"
            self.places[place] = self.at(row, column)
            group, _, inner = key.rpartition("/")
            (record.setdefault(group, {}) if group else record)[inner] = self._value(field, cell, place)

    def _copy(self, slug: str, copy: int, row: int, column: int) -> dict[str, Any]:
        self.places.setdefault(f"documents/{slug}/#{copy}", self.at(row, column))
        return self.papers.setdefault(slug, {}).setdefault(copy, {})

    # --- tables -----------------------------------------------------------------------------

    def _rows(self, cells: Cells) -> Iterator[tuple[int, dict[str, tuple[int, Any]]]]:
        """The rows of a table: key → (column, cell)."""
        keys = {c: v for (r, c), v in cells.items() if r == 1 and c > 1 and isinstance(v, str)}
        rows: dict[int, dict[str, tuple[int, Any]]] = {}
        for (row, column), cell in sorted(cells.items()):
            if row == 1 or column == 1 or cells.get((row, 1)) == "-":
                continue
            if column in keys:
                rows.setdefault(row, {})[keys[column]] = (column, cell)
            elif cells.get((1, 1)) != "@judgements":
                self._stray(row, column)
        yield from rows.items()

    def _table(self, cells: Cells, path: str) -> None:
        held = self.schema.case.fields.get(path)
        if held is None or held.node is None:
            self.faults.add(self.at(1, 1), f"未知的表“{shown(path)}”", f"unknown table “{shown(path)}”")
            return
        fields = self.schema.nodes[held.node].fields
        found = self.record.setdefault(path, [])
        for row, said in self._rows(cells):
            place = f"{path}/{len(found) + 1}"
            self.places[place] = self.at(row, min(c for c, _ in said.values()))
            found.append(self._record(fields, row, said, place))

    def _record(self, fields: Any, row: int, said: dict[str, tuple[int, Any]], place: str) -> dict[str, Any]:
        record: dict[str, Any] = {}
        for key, (column, cell) in said.items():
            if (field := fields.get(key)) is None:
                self._unknown(row, key)
                continue
            self.places[f"{place}/{key}"] = self.at(row, column)
            record[key] = self._value(field, cell, f"{place}/{key}")
        return record

    def _inner_table(self, cells: Cells, name: str) -> None:
        node = self.schema.nodes.get(name)
        if node is None:
            self.faults.add(self.at(1, 1), f"未知的表“{shown(name)}”", f"unknown table “{shown(name)}”")
            return
        document = Field(
            "document", "", Text("所在文书", "document"), Text("", ""), "code", False, "document"
        )
        for row, said in self._rows(cells):
            column, cell = said.pop("document", (2, None))
            spot, copy = self.at(row, column), said.pop("copy", (3, 1))[1]
            slug = str(value_in_cell(document, cell, self.schema)) if cell is not None else ""
            number = int(copy) if isinstance(copy, (int, float)) and copy == int(copy) else 0
            if isinstance(copy, str) and copy.strip().isdecimal():
                number = int(copy)
            kind = self.schema.documents.get(slug)
            key = next((k for k, f in kind.fields.items() if f.node == name and f.many), "") if kind else ""
            if kind is None or not key or number < 1:
                self.faults.add(
                    spot,
                    f"这一行不知道属于哪一份文书：{shown(cell)}（第 {shown(copy)} 份）",
                    f"it cannot be told which document this row is in: {shown(cell)}, copy {shown(copy)}",
                    Text("请在“所在文书”一栏选择", "Choose it in the column for the document"),
                )
                continue
            place: dict[str, str] = {"": spot}
            record: dict[str, Any] = {}
            for k, (at, value) in said.items():
                if (field := node.fields.get(k)) is None:
                    self._unknown(row, k)
                    continue
                place[k] = self.at(row, at)
                record[k] = value_in_cell(field, value, self.schema)
            self.inner.append((kind.slug, number, key, record, place, spot))

    def _judgements(self, cells: Cells) -> None:
        node = self.schema.nodes[self.schema.case.fields["judgements"].node or ""]
        for row, said in self._rows(cells):
            column, notation = said.pop("criterion", (2, None))
            if not said:
                continue  # a criterion on which nobody has judged
            values: dict[str, Any] = {}
            at: dict[str, str] = {"criterion": self.at(row, column)}
            for key, (spot, cell) in said.items():
                if (field := node.fields.get(key)) is None:
                    self._unknown(row, key)
                    continue
                at[key] = self.at(row, spot)
                values[key] = value_in_cell(field, cell, self.schema)
            if notation is None:
                self.faults.add(at["criterion"], "判断没有标准编号", "a judgement without a criterion")
                continue
            same = tuple(sorted((k, str(v)) for k, v in values.items()))
            self.judged.setdefault(same, {"criterion": [], **values})["criterion"].append(
                str(notation).strip()
            )
            self.judged_at.setdefault(same, {}).update(at)

    # --- putting it together ----------------------------------------------------------------

    def finished(self) -> dict[str, Any]:
        """The whole record; the copies of a document become a list, without the blank columns."""
        for slug, number, *_ in self.inner:
            if number == 1:
                self.papers.setdefault(slug, {}).setdefault(1, {})
        order: dict[str, dict[int, int]] = {
            slug: {copy: n for n, copy in enumerate(sorted(copies), 1)}
            for slug, copies in self.papers.items()
        }
        for slug, copy in self.absent:
            if copy in order.get(slug, {}):
                self.faults.add(
                    self.absent[slug, copy],
                    "“在卷”填了“否”，下面却有内容",
                    "it is said not to be in the file, and yet it says something",
                )
        for slug, number, key, record, place, spot in self.inner:
            if number not in self.papers.get(slug, {}):
                self.faults.add(
                    spot, f"没有这种文书的第 {number} 份", f"there is no copy {number} of this document"
                )
                continue
            held = self.papers[slug][number].setdefault(key, [])
            held.append(record)
            base = f"documents/{slug}/#{number}/{key}/{len(held)}"
            self.places |= {"/".join(filter(None, (base, k))): at for k, at in place.items()}
        documents: dict[str, Any] = {}
        for slug in self.schema.documents:
            copies = self.papers.get(slug)
            if copies:
                listed = [copies[n] for n in sorted(copies)]
                documents[slug] = listed if len(listed) > 1 else listed[0]
        self._settle(order)
        if documents:
            self.record["documents"] = documents
        for n, (same, judgement) in enumerate(self.judged.items(), 1):
            self.record.setdefault("judgements", []).append(judgement)
            self.places |= {f"judgements/{n}/{k}": at for k, at in self.judged_at[same].items()}
        return {
            key: self.record[key] for key in ("id", "kind", *self.schema.case.fields) if key in self.record
        }

    def _settle(self, order: dict[str, dict[int, int]]) -> None:
        """Columns become numbers of copies in the places, as paths have them."""
        settled: dict[str, str] = {}
        for path, at in self.places.items():
            steps = path.split("/")
            if len(steps) > 2 and steps[2].startswith("#"):
                numbers = order.get(steps[1], {})
                number = numbers.get(int(steps[2][1:]), 1)
                steps[2:3] = [str(number)] if len(numbers) > 1 else []
            settled["/".join(steps)] = at
        self.places = settled

    def _value(self, field: Field, cell: Any, place: str) -> Any:
        return value_in_cell(field, cell, self.schema)

    def _stray(self, row: int, column: int) -> None:
        self.faults.add(
            self.at(row, column),
            "这里的内容不属于任何一栏",
            "what stands here belongs to no field",
            Text("请填在模板的格子里，或者删去", "Put it into a cell of the template, or take it out"),
        )

    def _unknown(self, row: int, key: str) -> None:
        self.faults.add(
            self.at(row, 1),
            f"没有“{shown(key)}”这一栏",
            f"there is no field “{shown(key)}”",
            Text(
                "工作簿的版式较旧或者较新，请重新生成",
                "The layout is older or newer: make the workbook again",
            ),
        )


_PRESENT = Field("?", "", Text("在卷", "in the file"), Text("", ""), "boolean", False)


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
