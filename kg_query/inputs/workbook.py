"""Excel workbooks, opened only after a look at what they would unpack to.

A workbook is a zip of XML: its size, its parts and its document types are checked before any of it
is parsed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from kg_query.errors import InputError, InternalError, LimitError
from kg_query.model import Text

from .doctype import has_doctype
from .faults import shown

__all__ = ["UNPACKED", "cell", "guarded_reader", "missing", "open_workbook"]

UNPACKED = 256 * 2**20
_RATIO = 200
_PARTS = 1000
_SAVE_AGAIN = Text("请用 Excel 或者 WPS 打开，另存为 .xlsx", "Save it again as .xlsx")
_FOREIGN = ("vbaproject.bin", "/embeddings/", "/externallinks/", "/activex/")


def cell(row: int, column: int) -> str:
    """The name of a cell as spreadsheets give it; both numbers count from 1.

    >>> cell(5, 28)
    'AB5'
    """
    return f"{_letters(column)}{row}"


@cache
def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@contextmanager
def open_workbook(data: bytes, where: str) -> Iterator[list[Any]]:
    """The sheets of a workbook (openpyxl, read-only), each without the size it claims to have.

    Whatever openpyxl raises while they are gone through, inside the `with`, is an `InputError`.

    Raises:
        InputError: it is no workbook, or carries macros, embedded objects or outside links.
        LimitError: it would unpack to too much.
    """
    import io
    import warnings

    _check_package(data, where)
    try:
        openpyxl = guarded_reader()
    except ImportError:
        raise missing("openpyxl", where) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            for sheet in book.worksheets:
                sheet.reset_dimensions()
            yield list(book.worksheets)
    except (InputError, LimitError):
        raise
    except Exception as fault:  # openpyxl raises whatever its parsing meets
        raise InputError(
            Text("不是有效的 Excel 工作簿", f"not a valid Excel workbook ({type(fault).__name__})"),
            where,
            _SAVE_AGAIN,
        ) from None


def guarded_reader() -> Any:
    """openpyxl, which parses XML with defusedxml: no entity is expanded, no document type read.

    The environment variable OPENPYXL_DEFUSEDXML could turn that off before openpyxl is first imported; it is
    overruled here.

    Raises:
        ImportError: openpyxl is not installed.
        InternalError: it was imported before without its guard, or defusedxml is not installed.
    """
    import os

    os.environ["OPENPYXL_DEFUSEDXML"] = "True"
    import openpyxl

    if not openpyxl.DEFUSEDXML:
        raise InternalError(
            Text("Excel 读取器没有启用 defusedxml", "the reader of workbooks runs without defusedxml"),
            hint=Text("请安装：pip install defusedxml", "Install it: pip install defusedxml"),
        )
    return openpyxl


def _check_package(data: bytes, where: str) -> None:
    """Refuses what is no workbook, what unpacks too far, and what carries more than cells."""
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            size = sum(p.file_size for p in parts)
            packed = max(sum(p.compress_size for p in parts), 1)
            if size > UNPACKED or len(parts) > _PARTS or (size > 2**22 and size / packed > _RATIO):
                raise LimitError(
                    Text("压缩包展开后过大", "the workbook would unpack to too much"),
                    where,
                    Text(
                        f"最多 {UNPACKED >> 20} MB、{_PARTS} 个部件，压缩比不超过 {_RATIO}",
                        f"At most {UNPACKED >> 20} MB, {_PARTS} parts, a ratio of {_RATIO}",
                    ),
                )
            names = [p.filename for p in parts]
            if "xl/workbook.xml" not in names:
                raise InputError(
                    Text("不是 Excel 工作簿（.xlsx）", "not an Excel workbook (.xlsx)"), where, _SAVE_AGAIN
                )
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
                content = package.read(part)  # any part: what is XML its relations tell, not its name
                if has_doctype(content):
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
        raise InputError(
            Text("不是有效的 Excel 工作簿", "not a valid Excel workbook"), where, _SAVE_AGAIN
        ) from None


def missing(package: str, where: str) -> InputError:
    return InputError(
        Text(f"读这种文件需要 {package}", f"{package} is needed to read this file"),
        where,
        Text(f"请安装：pip install {package}", f"Install it: pip install {package}"),
    )
