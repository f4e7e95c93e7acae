"""One call for every format of a report, and one for a single table of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module

from ...errors import UsageError, did_you_mean, known_words
from ...model import Text
from ...wording.layout import WIDTH
from .as_csv import table_csv, table_json
from .fit import fitted
from .model import Document, Section, Table

__all__ = ["FORMATS", "TABLE_FORMATS", "render", "render_table", "rendered", "table_of"]

#: What a whole report can be rendered to; the name of a format is the ending of its files, but for "text".
FORMATS = ("text", "html", "xlsx", "docx", "pdf")
#: What a single table can be had as.
TABLE_FORMATS = ("csv", "json")


def render(document: Document, format: str, width: int = WIDTH) -> bytes:
    """The report as the bytes of a file.

    The same report gives the same bytes, whenever and wherever it is made; a PDF, and the pictures in a Word
    document, with the same fonts. A Word document where no typst is installed has no pictures, and says so.

    Args:
        document: the report, in one language.
        format: "text" (UTF-8), "html", "xlsx", "docx" or "pdf".
        width: columns of a line of text.

    Raises:
        UsageError: an unknown format, or typst is not installed for a PDF.
        InputError: this machine has no Chinese font for a PDF.

    >>> from .model import Document, Paragraph, Section
    >>> report = Document("Report", "en", (Section("a", "Part", (Paragraph("Words."),)),))
    >>> b"Words." in render(report, "text")
    True
    """
    if format not in FORMATS:
        raise UsageError(
            Text(f"报告没有 {format} 格式", f"a report has no format {format}"), hint=known_words(FORMATS)
        )
    module = import_module(f".as_{format}", __package__)
    to_format: Callable[..., bytes] = getattr(module, f"to_{format}")
    return to_format(fitted(document), **({"width": width} if format == "text" else {}))


def rendered(document: Document, format: str, table: str | None = None, width: int = WIDTH) -> bytes:
    """The report, or one table of it, as the bytes of a file.

    Args:
        document: the report.
        format: one of `FORMATS`, or of `TABLE_FORMATS` or "xlsx" for a table.
        table: the key of a table; needed for csv where the report holds several.
        width: columns of a line of text.

    Raises:
        UsageError: as `render` and `render_table` do, and for csv where several tables are to choose from.
    """
    if table is None and format != "csv":
        return render(document, format, width)
    keys = [one.key for one in document.tables()]
    if table is None and len(keys) > 1:
        raise UsageError(
            Text("csv 一次输出一张表", "csv holds one table"),
            hint=Text(
                f"请用 --table 选一张：{'、'.join(keys)}", f"Choose one with --table: {', '.join(keys)}"
            ),
        )
    if not keys:
        raise UsageError(Text("报告中没有表格", "the report holds no table"))
    if format == "xlsx":
        one = table_of(document, table or keys[0])
        return render(replace(document, sections=(Section(one.key, one.title, (one,)),)), format)
    return render_table(document, table or keys[0], format)


def render_table(document: Document, key: str, format: str) -> bytes:
    """One table of the report as the bytes of a CSV or JSON file.

    Args:
        document: the report.
        key: the key of the table.
        format: "csv" or "json".

    Raises:
        UsageError: an unknown format, or the report has no such table.
    """
    if format not in TABLE_FORMATS:
        raise UsageError(
            Text(f"表格没有 {format} 格式", f"a table has no format {format}"),
            hint=known_words(TABLE_FORMATS),
        )
    table = table_of(document, key)
    return table_csv(table) if format == "csv" else table_json(table)


def table_of(document: Document, key: str) -> Table:
    """The table of the report with this key.

    Raises UsageError where there is none, with the nearest.
    """
    tables = {table.key: table for table in document.tables()}
    if key not in tables:
        raise UsageError(
            Text("报告中没有这张表", "the report has no such table"),
            key,
            did_you_mean(key, tables) or known_words(tables),
        )
    return tables[key]
