"""Writes the workbook, blank or filled from a case file: the same bytes each time for the same case file."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from kg_query.casefiles.case import CaseFile
from kg_query.casefiles.schema import Criterion, Field, Schema
from kg_query.model import Text

from .cells import NO, YES, coded, shown_in_cell
from .layout import Block, Form, Judging, Table, layout, sheet_name
from .pages import HIDDEN, MARK, VERSION
from .words import ABOUT, HEADINGS

__all__ = ["MARK", "VERSION", "workbook"]

_ROWS = 40  # blank rows of a table
_EARLIEST, _LATEST = date(1990, 1, 1), date(2099, 12, 31)
_FIXED = datetime(2000, 1, 1)  # a workbook says when it was made; ours are the same each time


def workbook(schema: Schema, kinds: tuple[str, ...], case: CaseFile | None = None) -> bytes:
    """The bytes of an XLSX workbook to fill in.

    Args:
        schema: what a case file can say.
        kinds: "penalty", or one or both of the compulsory kinds.
        case: a case file to fill it from.

    Raises:
        InputError: XlsxWriter is missing.
    """
    try:
        import xlsxwriter
    except ImportError:
        from kg_query.inputs.workbook import missing

        raise missing("XlsxWriter", "xlsx") from None
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"title": "kg-query 案卷填报", "created": _FIXED})
    _Writing(book, schema, kinds, case).all()
    book.close()
    return content.getvalue()


class _Writing:
    """One workbook being written."""

    def __init__(self, book: Any, schema: Schema, kinds: tuple[str, ...], case: CaseFile | None) -> None:
        self.book, self.schema, self.kinds, self.case = book, schema, kinds, case
        self.names: set[str] = {HIDDEN}
        self.ranges: dict[str, str] = {}
        self.lists: list[tuple[int, list[str]]] = []
        self.styles = _styles(book)

    def all(self) -> None:
        """Every sheet."""
        sheets = list(layout(self.schema, self.kinds))
        self._about()
        for sheet in sheets:
            page = self._page(sheet.title)
            if isinstance(sheet, Form):
                self._form(page, sheet)
            elif isinstance(sheet, Table):
                self._table(page, sheet)
            else:
                self._judging(page, sheet)
        self._codes(self.book.add_worksheet(HIDDEN))

    def _page(self, title: Text) -> Any:
        """A new sheet, printed on A4 across, as wide as the paper."""
        page = self.book.add_worksheet(sheet_name(title, self.names))
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        return page

    # --- forms ------------------------------------------------------------------------------

    def _form(self, page: Any, form: Form) -> None:
        columns = max(self._copies(block) for block in form.blocks)
        last = 3 + columns
        page.set_column(0, 0, 2, None, {"hidden": True})
        page.set_column(1, 1, 30)
        page.set_column(2, 2, 30)
        page.set_column(3, last - 1, 34)
        page.set_column(last, last, 60)
        page.freeze_panes(1, 3)
        head = [HEADINGS["field"].zh, HEADINGS["field"].en]
        head += [HEADINGS["copy"].zh.format(n) for n in range(1, columns + 1)] if columns > 1 else ["填写"]
        page.write_row(0, 0, ["-", *head, HEADINGS["hint"].zh], self.styles["head"])
        row = 1
        for block in form.blocks:
            row = self._rows(page, block, row, last)

    def _copies(self, block: Block) -> int:
        return max(block.copies, len(self._held(block)) + 2) if block.copies > 1 else 1

    def _held(self, block: Block) -> list[Mapping[str, Any]]:
        """The records that fill the columns of a block, one a column."""
        if self.case is None:
            return []
        found = self.case.node(block.path)
        return found if isinstance(found, list) else [] if found is None else [found]

    def _rows(self, page: Any, block: Block, row: int, last: int) -> int:
        held, copies = self._held(block), self._copies(block)
        title = f"{block.title.zh}  {block.title.en}"
        page.write(row, 0, f"@{block.path}")
        page.merge_range(row, 1, row, last, title, self.styles["title"])
        row += 1
        if not block.path:
            row = self._head(page, row, last)
        if block.document is not None:
            here = HEADINGS["present"]
            page.write_row(row, 0, ["?", here.zh, here.en], self.styles["label"])
            for column in range(copies):
                page.write(row, 3 + column, YES if column < len(held) else None, self.styles["text"])
            page.data_validation(row, 3, row, 2 + copies, {"validate": "list", "source": [YES, NO]})
            page.write(row, last, here.in_("zh") + "：" + HEADINGS["present_hint"].zh, self.styles["hint"])
            row += 1
        for line in block.rows:
            hint = _hint(line.field, line.hint, self.schema)
            page.set_row(row, _height(hint, [_inner(one, line.key) for one in held]))
            page.write_row(row, 0, [line.key, line.label.zh, line.label.en], self.styles["label"])
            for column in range(copies):
                value = _inner(held[column], line.key) if column < len(held) else None
                self._cell(page, row, 3 + column, line.field, value)
            self._validate(page, line.field, row, 3, row, 2 + copies)
            page.write(row, last, hint, self.styles["hint"])
            row += 1
        return row + 1

    def _head(self, page: Any, row: int, last: int) -> int:
        """The number and the kind of the file."""
        known = self.schema.kinds
        kinds = self.case.kinds if self.case else self.kinds
        spoken = "；".join(f"{known[k].label.zh}（{k}）" for k in kinds)
        listed = "；".join(f"{known[k].label.zh}（{k}）" for k in self.kinds)
        for key, value, hint in (
            ("id", self.case.id if self.case else None, HEADINGS["id_hint"].zh),
            ("kind", spoken, HEADINGS["kind_hint"].zh + listed),
        ):
            page.write_row(row, 0, [key, HEADINGS[key].zh, HEADINGS[key].en], self.styles["label"])
            page.write(row, 3, value, self.styles["text"])
            page.write(row, last, hint, self.styles["hint"])
            row += 1
        return row

    # --- tables -----------------------------------------------------------------------------

    def _table(self, page: Any, table: Table) -> None:
        fields = list(table.node.fields.values())
        ahead = ["document", "copy"] if table.keys else []
        rows = list(self._listed(table))
        room = 5 + max(_ROWS, len(rows) + 10)
        page.set_column(0, 0, 2, None, {"hidden": True})
        page.set_column(1, len(ahead) + len(fields), 24)
        page.write_row(0, 0, [f"@{table.path}" if table.path else f"@documents//{table.node.name}", *ahead])
        page.write_row(0, 1 + len(ahead), [f.key for f in fields])
        page.set_row(0, None, None, {"hidden": True})
        title = f"{table.title.zh}  {table.title.en}"
        page.merge_range(1, 1, 1, len(ahead) + len(fields), title, self.styles["title"])
        heads = [HEADINGS[a] for a in ahead] + [f.label for f in fields]
        hints = [HEADINGS[f"{a}_hint"].zh for a in ahead]
        hints += [_hint(f, f.definition, self.schema) for f in fields]
        for number, mark in enumerate("----", 1):
            page.write(number, 0, mark)
        page.write_row(2, 1, [h.zh for h in heads], self.styles["head"])
        page.write_row(3, 1, [h.en for h in heads], self.styles["head"])
        page.write_row(4, 1, hints, self.styles["hint"])
        page.set_row(4, 60)
        page.freeze_panes(5, 2)
        if table.keys:
            spoken = [coded(self.schema.codes["document"][slug]) for slug in table.keys]
            source = self._range(f"table {table.node.name}", spoken)
            page.data_validation(5, 1, room, 1, {"validate": "list", "source": source})
        for column, field in enumerate(fields, 1 + len(ahead)):
            self._validate(page, field, 5, column, room, column)
        for row in range(5, room + 1):
            first, record = rows[row - 5] if row - 5 < len(rows) else ([None] * len(ahead), {})
            for column, value in enumerate(first, 1):
                page.write(row, column, value, self.styles["text"])
            for column, field in enumerate(fields, 1 + len(ahead)):
                self._cell(page, row, column, field, record.get(field.key))

    def _listed(self, table: Table) -> Iterator[tuple[list[Any], Mapping[str, Any]]]:
        """What fills a table: the cells ahead of each row, and its record."""
        if self.case is None:
            return
        if table.path:
            yield from (([], one) for one in self.case.node(table.path) or ())
            return
        for document in self.case.documents(*table.keys):
            last = document.path.rsplit("/", 1)[-1]
            copy = int(last) if last.isdecimal() else 1
            spoken = coded(self.schema.codes["document"][document.slug])
            for one in document.record.get(table.keys[document.slug], ()):
                yield [spoken, copy], one

    # --- judgements -------------------------------------------------------------------------

    def _judging(self, page: Any, sheet: Judging) -> None:
        fields = [f for k, f in sheet.node.fields.items() if k != "criterion"]
        judged: dict[str, list[Mapping[str, Any]]] = {}
        for judgement in self.case.node("judgements") or () if self.case else ():
            for notation in judgement.get("criterion", ()):
                judged.setdefault(notation, []).append(judgement)
        page.set_column(0, 0, 2, None, {"hidden": True})
        page.set_column(1, 1, 12)
        page.set_column(2, 2, 60)
        page.set_column(3, 3, 8)
        page.set_column(4, 3 + len(fields), 18)
        page.write_row(0, 0, ["@judgements", "criterion", "", "", *[f.key for f in fields]])
        page.set_row(0, None, None, {"hidden": True})
        heads = [HEADINGS["notation"], HEADINGS["criterion"], HEADINGS["points"], *[f.label for f in fields]]
        page.write(1, 0, "-")
        page.write_row(1, 1, [f"{h.zh}  {h.en}" for h in heads], self.styles["head"])
        page.freeze_panes(2, 2)
        row = 2
        for title, criteria in (("asked", sheet.asked), ("others", sheet.others)):
            page.write(row, 0, "-")
            page.merge_range(row, 1, row, 3 + len(fields), HEADINGS[title].zh, self.styles["title"])
            row += 1
            for criterion in criteria:
                for judgement in judged.get(criterion.notation) or [{}]:
                    self._judgement(page, row, criterion, fields, judgement)
                    row += 1
        for column, field in enumerate(fields, 4):
            self._validate(page, field, 2, column, row + 20, column)

    def _judgement(
        self, page: Any, row: int, criterion: Criterion, fields: list[Field], judgement: Mapping[str, Any]
    ) -> None:
        page.write(row, 1, criterion.notation, self.styles["label"])
        page.set_row(row, _height(criterion.label.zh, []))
        page.write(row, 2, criterion.label.zh, self.styles["hint"])
        page.write(row, 3, float(criterion.points) if criterion.points else None, self.styles["hint"])
        for column, field in enumerate(fields, 4):
            self._cell(page, row, column, field, judgement.get(field.key))

    # --- cells ------------------------------------------------------------------------------

    def _cell(self, page: Any, row: int, column: int, field: Field, value: Any) -> None:
        style = self.styles.get(field.type if not field.many else "text", self.styles["text"])
        if value is None:
            page.write_blank(row, column, None, style)
            return
        shown = shown_in_cell(field, value, self.schema)
        if isinstance(shown, (date, datetime)):
            page.write_datetime(row, column, shown, style)
        elif isinstance(shown, (int, float)):
            page.write_number(row, column, shown, style)
        else:
            page.write_string(row, column, str(shown), style)

    def _validate(self, page: Any, field: Field, row: int, column: int, row2: int, column2: int) -> None:
        """What a cell may hold: a list to choose from, a date, a number."""
        rule: dict[str, Any] | None = None
        if field.many:
            return
        if field.type == "boolean":
            rule = {"validate": "list", "source": [YES, NO]}
        elif field.type == "code":
            codes = self.schema.codes[field.codes or ""].values()
            rule = {"validate": "list", "source": self._range(field.codes or "", [coded(c) for c in codes])}
        elif field.type in ("date", "moment"):
            rule = {"validate": "date", "criteria": "between", "minimum": _EARLIEST, "maximum": _LATEST}
            if field.type == "moment":
                rule["maximum"] = datetime(2099, 12, 31, 23, 59)
                rule["minimum"] = datetime(1990, 1, 1)
        elif field.type in ("integer", "decimal"):
            rule = {"validate": field.type, "criteria": ">=", "value": 0}
        if rule is not None:
            rule |= {
                "error_title": field.label.zh[:32],
                "error_message": _hint(field, field.definition)[:250],
            }
            page.data_validation(row, column, row2, column2, rule)

    def _range(self, name: str, values: list[str]) -> str:
        """The range of the hidden sheet that holds a list to choose from."""
        if name not in self.ranges:
            column = len(self.ranges) + 2
            letters = _letters(column)
            self.ranges[name] = f"={HIDDEN}!${letters}$1:${letters}${len(values)}"
            self.lists.append((column, values))
        return self.ranges[name]

    def _codes(self, page: Any) -> None:
        page.write_column(0, 0, [MARK, VERSION, ",".join(self.kinds)])
        for column, values in self.lists:
            page.write_column(0, column, values)
        page.hide()

    def _about(self) -> None:
        page = self._page(Text("说明", "About"))
        page.set_column(0, 0, 110)
        kinds = Text(
            "、".join(self.schema.kinds[k].label.zh for k in self.kinds),
            ", ".join(self.schema.kinds[k].label.en for k in self.kinds),
        )
        row = 0
        for style, text in ABOUT:
            for lang in ("zh", "en"):
                said = text.in_(lang).format(kinds=kinds.in_(lang), version=VERSION)
                page.write_string(row, 0, said, self.styles[style])
                row += 1
        page.activate()


def _inner(record: Mapping[str, Any], key: str) -> Any:
    """The value under a key, or under a key of a group (`party/name`)."""
    here: Any = record
    for step in key.split("/"):
        here = here.get(step) if isinstance(here, Mapping) else None
    return here


def _hint(field: Field, definition: Text, schema: Schema | None = None) -> str:
    """What goes into a cell, in both languages, and how it is written."""
    how = HEADINGS[f"{field.type}_many" if field.many else field.type].zh
    if field.many and field.type == "code" and schema is not None:
        how += "、".join(c.label.zh for c in schema.codes[field.codes or ""].values())
    if field.names_person:
        how = HEADINGS["persons_many" if field.many else "person"].zh
    return f"{definition.zh}{'。' + how if how else ''}\n{definition.en}"


def _height(hint: str, values: list[Any]) -> float:
    """The height of a row in points, so that nothing wrapped is cut off."""

    def lines(text: str, width: int) -> int:
        return sum(-(-sum(1 if c.isascii() else 2 for c in line) // width) or 1 for line in text.split("\n"))

    shown = ["、".join(map(str, v)) if isinstance(v, list) else str(v) for v in values if v is not None]
    return float(max([12 * lines(hint, 70), 16, *(16 * lines(text, 34) for text in shown)]) + 4)


def _letters(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))


def _styles(book: Any) -> dict[str, Any]:
    """The looks of cells; cells to fill in have a border and a ground of their own."""
    base = {"font_name": "宋体", "font_size": 11, "valign": "top", "text_wrap": True}
    fill = base | {"border": 1, "border_color": "#A6A6A6", "bg_color": "#FFFBE6"}
    return {
        "h1": book.add_format(base | {"bold": True, "font_size": 16}),
        "p": book.add_format(base),
        "head": book.add_format(base | {"bold": True, "bg_color": "#D9E2F3", "border": 1}),
        "title": book.add_format(base | {"bold": True, "bg_color": "#E2EFDA", "font_size": 12}),
        "label": book.add_format(base | {"bg_color": "#F2F2F2", "border": 1, "border_color": "#D9D9D9"}),
        "hint": book.add_format(base | {"font_size": 9, "font_color": "#595959"}),
        "text": book.add_format(fill | {"num_format": "@"}),
        "boolean": book.add_format(fill),
        "code": book.add_format(fill),
        "date": book.add_format(fill | {"num_format": "yyyy-mm-dd", "align": "left"}),
        "moment": book.add_format(fill | {"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"}),
        "integer": book.add_format(fill | {"num_format": "0"}),
        "decimal": book.add_format(fill | {"num_format": "General"}),
    }
