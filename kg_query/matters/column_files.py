"""Matters in XLSX workbooks and Parquet files, opened only after a look at their size.

A workbook is a zip of XML: what it would unpack to, its parts and its document types are
checked before any of it is parsed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg_query.errors import InputError, LimitError
from kg_query.model import Text

from .draft import Draft
from .faults import Faults, shown
from .table_file import drafts_of_rows, has_heading
from .words import Words

__all__ = ["read_parquet", "read_xlsx"]

_UNPACKED = 256 * 2**20
_RATIO = 200
_PARTS = 1000
_COLUMNS = 2000
_ROWS = 2_000_000
_FOREIGN = ("vbaproject.bin", "/embeddings/", "/externallinks/", "/activex/")
_DOCTYPES = [
    mark.encode(code) for mark in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be")
]


def read_xlsx(data: bytes, where: str, words: Words, faults: Faults) -> list[Draft]:
    """The drafts in a workbook: every sheet whose first row is headed `id` (编号) is read."""
    import io

    _check_package(data, where)
    try:
        import openpyxl
    except ImportError:
        raise _missing("openpyxl", where) from None
    import warnings

    found: list[Draft] = []
    tables = 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                rows = list(_sheet(sheet, where))
                if has_heading(next((r for r in rows if any(v is not None for v in r)), ())):
                    tables += 1
                    spot = f"{where} › {shown(sheet.title)}"
                    found.extend(drafts_of_rows(rows, spot, words, faults, "!", ragged=True))
    except (InputError, LimitError):
        raise
    except Exception as fault:  # openpyxl raises whatever its parsing meets
        raise InputError(
            Text("不是有效的 Excel 工作簿", f"not a valid Excel workbook ({type(fault).__name__})"),
            where,
            Text("请用 Excel 另存为 .xlsx", "Save it again as .xlsx"),
        ) from None
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


def _check_package(data: bytes, where: str) -> None:
    """Refuses what is no workbook, what unpacks too far, and what carries more than cells."""
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            size = sum(p.file_size for p in parts)
            packed = max(sum(p.compress_size for p in parts), 1)
            if size > _UNPACKED or len(parts) > _PARTS or (size > 2**22 and size / packed > _RATIO):
                raise LimitError(
                    Text("压缩包展开后过大", "the workbook would unpack to too much"),
                    where,
                    Text(
                        f"最多 {_UNPACKED >> 20} MB、{_PARTS} 个部件，压缩比不超过 {_RATIO}",
                        f"At most {_UNPACKED >> 20} MB, {_PARTS} parts, a ratio of {_RATIO}",
                    ),
                )
            names = [p.filename for p in parts]
            if "xl/workbook.xml" not in names:
                raise InputError(Text("不是 Excel 工作簿（.xlsx）", "not an Excel workbook (.xlsx)"), where)
            for name in names:
                if name.startswith("/") or ".." in name.split("/") or "\\" in name:
                    raise InputError(
                        Text(f"部件名不安全：{shown(name)}", f"unsafe part name: {shown(name)}"),
                        where,
                    )
                if any(part in f"/{name.lower()}" for part in _FOREIGN):
                    raise InputError(
                        Text(
                            f"不接受宏、嵌入对象与外部链接：{shown(name)}",
                            f"macros, embedded objects and outside links are not accepted: {shown(name)}",
                        ),
                        where,
                        Text("请另存为不含它们的 .xlsx", "Save it as .xlsx without them"),
                    )
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    content = package.read(part)
                    if any(mark in content for mark in _DOCTYPES):
                        raise InputError(
                            Text(
                                f"XML 中不得有 DOCTYPE：{shown(part.filename)}",
                                f"a DOCTYPE in XML is not accepted: {shown(part.filename)}",
                            ),
                            where,
                        )
    except (InputError, LimitError):
        raise
    except Exception:  # zipfile raises BadZipFile, zlib.error, NotImplementedError, struct.error …
        raise InputError(Text("不是有效的 Excel 工作簿", "not a valid Excel workbook"), where) from None


def read_parquet(data: bytes, where: str, words: Words, faults: Faults) -> list[Draft]:
    """The drafts in a Parquet file.  Needs pyarrow."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise _missing("pyarrow", where) from None
    try:
        file = pyarrow.parquet.ParquetFile(pyarrow.BufferReader(data))
        meta = file.metadata
        size = sum(meta.row_group(i).total_byte_size for i in range(meta.num_row_groups))
        if meta.num_rows > _ROWS or meta.num_columns > _COLUMNS or size > 4 * _UNPACKED:
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


def _missing(package: str, where: str) -> InputError:
    return InputError(
        Text(f"读这种文件需要 {package}", f"{package} is needed to read this file"),
        where,
        Text(f"请安装：pip install {package}", f"Install it: pip install {package}"),
    )
