"""Matters in XLSX workbooks and Parquet files, opened only after a look at their size.

A workbook is a zip of XML: what it would unpack to, its parts and its document types are
checked before any of it is parsed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg_query.errors import InputError, LimitError
from kg_query.inputs import Faults, shown
from kg_query.inputs.holding import has_heading
from kg_query.inputs.workbook import UNPACKED, missing, open_workbook
from kg_query.model import Text

from .draft import Draft
from .table_file import drafts_of_rows
from .words import Words

__all__ = ["read_parquet", "read_xlsx"]

_COLUMNS = 2000
_ROWS = 2_000_000


def read_xlsx(data: bytes, where: str, words: Words, faults: Faults) -> list[Draft]:
    """The drafts in a workbook: every sheet whose first row is headed `id` (编号) is read."""

    found: list[Draft] = []
    tables = 0
    with open_workbook(data, where) as sheets:
        for sheet in sheets:
            rows = list(_sheet(sheet, where))
            if has_heading(next((r for r in rows if any(v is not None for v in r)), ())):
                tables += 1
                spot = f"{where} › {shown(sheet.title)}"
                found.extend(drafts_of_rows(rows, spot, words, faults, "!", ragged=True))
    if not tables:
        faults.add(
            where, "没有一张工作表的表头含 id（编号）列", "no sheet has a column headed id",
            Text("第一行应为表头：id 与各事由", "The first row heads the columns: id and grounds"),
        )  # fmt: skip
    return found


def _sheet(sheet: Any, where: str) -> Iterator[tuple[object, ...]]:
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        if len(row) > _COLUMNS or number > _ROWS:
            raise LimitError(
                Text(
                    f"表太大：最多 {_ROWS} 行、{_COLUMNS} 列",
                    f"the sheet is too large: at most {_ROWS} rows and {_COLUMNS} columns",
                ),
                f"{where} › {shown(sheet.title)}",
            )
        yield row


def read_parquet(data: bytes, where: str, words: Words, faults: Faults) -> list[Draft]:
    """The drafts in a Parquet file.  Needs pyarrow."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise missing("pyarrow", where) from None
    try:
        file = pyarrow.parquet.ParquetFile(pyarrow.BufferReader(data))
        meta = file.metadata
        size = sum(meta.row_group(i).total_byte_size for i in range(meta.num_row_groups))
        if meta.num_rows > _ROWS or meta.num_columns > _COLUMNS or size > 4 * UNPACKED:
            raise LimitError(
                Text(
                    f"表太大：最多 {_ROWS} 行、{_COLUMNS} 列",
                    f"the table is too large: at most {_ROWS} rows and {_COLUMNS} columns",
                ),
                where,
            )
        return drafts_of_rows(_table(file), where, words, faults)
    except (InputError, LimitError):
        raise
    except (pyarrow.ArrowException, OSError, ValueError, MemoryError, OverflowError):
        raise InputError(Text("不是有效的 Parquet 文件", "not a valid Parquet file"), where) from None


def _table(file: Any) -> Iterator[list[object]]:
    yield list(file.schema_arrow.names)
    for batch in file.iter_batches(batch_size=4096):
        yield from map(list, zip(*(column.to_pylist() for column in batch.columns), strict=True))
