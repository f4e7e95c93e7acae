"""Reads a filled workbook: the same record as the JSON, every fault with its sheet and cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg_query.casefiles.case import CaseFile
from kg_query.casefiles.records import case_of
from kg_query.casefiles.schema import Field, NodeType, Schema
from kg_query.inputs import Faults, shown
from kg_query.model import Text

from .cells import value_in_cell
from .pages import Cells, Page, letters, pages_of

__all__ = ["read_workbook"]


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
    reading, before = _Reading(where, schema, faults), len(faults.problems)
    pages = pages_of(data, where, schema, faults)
    if len(faults.problems) > before:
        return []  # with parts of it gone, whatever else is wrong would only mislead
    for page in pages:
        reading.page(page)
    case = case_of(reading.finished(), where, schema, faults, reading.places)
    return [case] if case is not None and len(faults.problems) == before else []


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
        self.met: dict[str, str] = {}  # a block, a table or a field → where it was first filled in
        self.title = ""

    def at(self, row: int, column: int) -> str:
        """A cell as people find it."""
        return f"{self.where} › {shown(self.title)}!{letters(column)}{row}"

    def page(self, page: Page) -> None:
        """Takes in one sheet; somebody's own is left aside."""
        self.title, cells = page.title, page.cells
        if page.kind == "own":
            return
        for (row, column), said in page.computed.items():
            self.faults.add(
                self.at(row, column),
                f"这里是公式或者公式的错误值：{shown(said)}",
                f"a formula, or the error of one, is no value: {shown(said)}",
                Text(
                    "请填写值本身（复制后选择性粘贴为“值”）", "Enter the value itself (paste special: values)"
                ),
            )
        if page.kind == "form":
            self._form(cells, page.hints)
        elif self._first(str(page.mark), 1):
            if page.kind == "judgements":
                self._judgements(cells)
            elif str(page.mark).startswith("@documents//"):
                self._inner_table(cells, str(page.mark).removeprefix("@documents//"))
            else:
                self._table(cells, str(page.mark)[1:])

    def _first(self, what: str, row: int, column: int = 1) -> bool:
        """Whether a block, table or field is met for the first time; notes a fault where it is not."""
        here = self.at(row, column)
        first = self.met.setdefault(what, here)
        if first != here:
            self.faults.add(
                here,
                f"这里与 {first.removeprefix(self.where + ' › ')} 重复",
                f"this repeats {first.removeprefix(self.where + ' › ')}",
                Text("请只留一处", "Keep one of the two"),
            )
        return first == here

    # --- forms ------------------------------------------------------------------------------

    def _form(self, cells: Cells, last: int) -> None:
        path: str | None = None
        fields: dict[str, Field] = {}
        repeated = False
        for row, column in sorted(cells):
            if row > 1 and (column > last or (column > 1 and not isinstance(cells[row, column], str)
                                              and (column < 4 or column == last))):  # fmt: skip
                self._stray(row, column)
        for row in sorted({r for r, _ in cells}):
            key = cells.get((row, 1))
            if key == "-":
                continue
            if isinstance(key, str) and key.startswith("@"):
                path = key[1:]
                fields = self._fields(path)
                repeated = not self._first(key, row) or not fields
                if not fields:
                    self._unknown(row, path)
                continue
            if repeated:
                continue
            filled = [(c, cells[row, c]) for c in range(4, last) if (row, c) in cells]
            if not filled:
                if path is not None and not path.startswith("documents/") and isinstance(key, str):
                    self.places["/".join(filter(None, (path, key)))] = self.at(row, 4)
                continue
            if path is None or not isinstance(key, str):
                self._stray(row, filled[0][0])
            elif not self._first(f"{path}/{key}", row, filled[0][0]):
                continue
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
            elif cells.get((1, 1)) != "@judgements" or column > max(keys, default=0):
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
