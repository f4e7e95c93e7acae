"""The sheets of a filled workbook as cells, and whether each is still as the template made it.

A sheet says what its cells mean in a hidden first column (and, for a table, a hidden first row). Where
somebody has taken these away, what stands in the sheet cannot be understood, and that is said: a sheet
is left aside only where it is plainly somebody's own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kg_query.casefiles.schema import Schema
from kg_query.errors import InputError
from kg_query.inputs import Faults, shown
from kg_query.inputs.holding import MARK
from kg_query.inputs.workbook import open_workbook
from kg_query.model import Text

from .layout import layout, sheet_name
from .words import HEADINGS

__all__ = ["HIDDEN", "MARK", "VERSION", "Cells", "Page", "letters", "pages_of"]

#: What the hidden sheet of codes says of the workbook: that it is one, and which layout it has.
HIDDEN, VERSION = "_codes", 1
_ROWS, _COLUMNS = 100_000, 500

Cells = dict[tuple[int, int], Any]


@dataclass(slots=True)
class Page:
    """One sheet.

    `cells` are those that hold something: (row, column) → value, both counted from 1. `computed` are
    those that hold a formula or the error of one, which are no values. `kind` is "form", "table" or
    "judgements", "own" for a sheet that the template did not make, and "torn" where its marks are gone.
    """

    title: str
    cells: Cells = field(default_factory=dict)
    computed: dict[tuple[int, int], str] = field(default_factory=dict)
    kind: str = "own"

    @property
    def mark(self) -> Any:
        """What stands in the first cell."""
        return self.cells.get((1, 1))

    @property
    def hints(self) -> int:
        """The column of a form in which the hints stand, after the last one to fill in; 0 without any."""
        return next((c for (r, c), v in self.cells.items() if r == 1 and v == HEADINGS["hint"].zh), 0)


def pages_of(data: bytes, where: str, schema: Schema, faults: Faults) -> list[Page]:
    """The sheets of a workbook of `kgq template`, in order, without its hidden codes.

    Args:
        data: the bytes of the workbook.
        where: the file, for messages.
        schema: what a case file can say.
        faults: where sheets without marks and workbooks of another layout are noted.

    Raises:
        InputError: it is no workbook, or none of this template.
        LimitError: it would unpack to too much.
    """
    with open_workbook(data, where) as sheets:
        found = [_page(sheet, where) for sheet in sheets]
    codes = [page for page in found if page.mark == MARK]
    if not codes:
        raise InputError(
            Text("这不是案卷填报工作簿", "this is no workbook for case files"),
            where,
            Text("请用 kgq template 生成空白工作簿", "Make a blank one with kgq template"),
        )
    layout_of = codes[0].cells.get((2, 1))
    if layout_of != VERSION:
        faults.add(
            f"{where} › {shown(codes[0].title)}!A2",
            f"工作簿是第 {shown(layout_of)} 版，本程序读第 {VERSION} 版",
            f"the workbook has layout {shown(layout_of)}; this program reads layout {VERSION}",
            Text(
                "请用 kgq template 重新生成，再把内容填入",
                "Make a new one with kgq template, and fill that in",
            ),
        )
    titles, keys = _titles(schema), _keys(schema)
    pages = [page for page in found if page.mark != MARK]
    for page in pages:
        page.kind = _kind(page, titles, keys)
        if page.kind == "torn":
            faults.add(
                f"{where} › {shown(page.title)}",
                "这张表隐藏的首列或者首行被删改，无法知道各格的含义",
                "the hidden first column or first row of this sheet is gone, and with it what its cells mean",
                Text(
                    "请用 kgq template 重新生成工作簿，把这张表的内容填入；自己的表请改名或者移出",
                    "Make a new workbook with kgq template and fill this sheet in there; "
                    "rename a sheet of your own, or take it out",
                ),
            )
    return pages


def _page(sheet: Any, where: str) -> Page:
    page = Page(sheet.title)
    for number, row in enumerate(sheet.iter_rows(), 1):
        if number > _ROWS or len(row) > _COLUMNS:
            raise InputError(Text("工作表太大", "the sheet is too large"), f"{where} › {shown(sheet.title)}")
        for column, cell in enumerate(row, 1):
            value = cell.value
            if value is None or (isinstance(value, str) and not value.strip()):
                continue
            if cell.data_type in ("f", "e"):
                page.computed[number, column] = str(value)
            else:
                page.cells[number, column] = value
    return page


def _kind(page: Page, titles: set[str], keys: set[str]) -> str:
    marks = [v for (_, c), v in page.cells.items() if c == 1 and isinstance(v, str) and v.startswith("@")]
    heads = [v for (r, _), v in page.cells.items() if r == 1 and isinstance(v, str)]
    if page.mark == "-" and marks and page.hints:
        return "form"
    if marks and marks == [page.mark] and keys.intersection(heads):
        return "judgements" if page.mark == "@judgements" else "table"
    template = page.title in titles or page.mark == "-" or len(keys.intersection(heads)) > 1
    return "torn" if marks or (template and page.cells) or HEADINGS["field"].zh in heads else "own"


def _titles(schema: Schema) -> set[str]:
    """The names that sheets of the template have, whatever the kind of file."""
    found: set[str] = set()
    for kind in schema.kinds:
        names: set[str] = set()
        for sheet in layout(schema, (kind,)):
            sheet_name(sheet.title, names)
        found |= names
    return found


def _keys(schema: Schema) -> set[str]:
    """The keys that the hidden first row of a table can hold."""
    nodes = schema.nodes.values()
    return {"document", "copy", "criterion"}.union(*(node.fields for node in nodes))


def letters(column: int) -> str:
    """The letters of a column, counted from 1.

    >>> letters(28)
    'AB'
    """
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found
