"""From bytes to text: UTF-8, with or without a byte order mark, and nothing else by guess."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator

from kg_query.errors import InputError, LimitError
from kg_query.model import Text

__all__ = ["MOST_COLUMNS", "csv_rows", "decode"]

#: So many cells a row of a CSV file may have.
MOST_COLUMNS = 2000


def decode(data: bytes, where: str) -> str:
    """The text of `data`.

    Raises `InputError` where it is no UTF-8: the message names the first bad byte and,
    where the bytes read as another encoding that is common in China, the command that
    converts them.

    >>> decode("南木".encode(), "m.json")
    '南木'
    """
    for mark in (
        codecs.BOM_UTF32_LE,
        codecs.BOM_UTF32_BE,
        codecs.BOM_UTF16_LE,
        codecs.BOM_UTF16_BE,
    ):
        if data.startswith(mark):
            kind = "UTF-32" if len(mark) == 4 else "UTF-16"
            raise InputError(
                Text(f"文件是 {kind} 编码，应为 UTF-8", f"the file is {kind}, not UTF-8"),
                where,
                _convert(kind),
            )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        # The position counts after a byte order mark that the codec took away.
        at = fault.start + (3 if data.startswith(codecs.BOM_UTF8) else 0)
        byte = data[at] if at < len(data) else data[-1]
        hint = _convert("GB18030") if _reads_as_chinese(data) else None
        raise InputError(
            Text(
                f"不是 UTF-8 编码：第 {at + 1} 字节（0x{byte:02X}）",
                f"not UTF-8: byte {at + 1} is 0x{byte:02X}",
            ),
            where,
            hint or Text("请另存为 UTF-8", "Save the file as UTF-8"),
        ) from None


def csv_rows(text: str, mark: str, where: str) -> Iterator[list[str]]:
    """The rows of a CSV file with `mark` between cells.

    Raises InputError at the first line that is not CSV, LimitError at a row with too many cells.

    >>> list(csv_rows("a,b\\n1,2\\n", ",", "m.csv"))
    [['a', 'b'], ['1', '2']]
    """
    import csv

    if "\x00" in text:
        raise InputError(Text("不是 CSV：含有空字符", "not CSV: it holds a NUL character"), where)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        for row in reader:
            if len(row) > MOST_COLUMNS:
                raise LimitError(
                    Text(f"列太多：至多 {MOST_COLUMNS} 列", f"too many columns: {MOST_COLUMNS} at most"),
                    where,
                )
            yield row
    except csv.Error as fault:
        raise InputError(
            Text(
                f"不是有效的 CSV：第 {reader.line_num} 行", f"not valid CSV: line {reader.line_num} ({fault})"
            ),
            where,
            Text("请检查引号", "Check the quotes"),
        ) from None


def _convert(kind: str) -> Text:
    command = f"iconv -f {kind} -t UTF-8 FILE > FILE.utf8"
    return Text(
        f"看来是 {kind} 编码；请用记事本等另存为 UTF-8 编码，或者运行：{command}",
        f"It looks like {kind}; save it again as UTF-8 in a text editor, or run: {command}",
    )


def _reads_as_chinese(data: bytes) -> bool:
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return any("\u4e00" <= c <= "\u9fff" for c in text)
