"""Reports on the way out: which format is meant, the bytes of it, and the file or stream it goes to."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg_query.errors import UsageError
from kg_query.model import Text
from kg_query.outputs import json_bytes

from .door import Door

if TYPE_CHECKING:
    from kg_query.reports.documents.model import Document

__all__ = ["FORMATS", "chosen_format", "json_bytes", "rendered", "write"]

#: Every format of a report; the ending of a file says which, but for "text", which is .txt.
FORMATS = ("text", "json", "csv", "xlsx", "html", "docx", "pdf")
_FILES_ONLY = ("xlsx", "docx", "pdf")


def chosen_format(
    door: Door, format: str | None, output: str | None, also: Mapping[str, str] | None = None
) -> str:
    """The format: as said, else by the ending of the file, else text.

    Args:
        door: the command line.
        format: what `--format` says.
        output: what `--output` says.
        also: further formats of a command, each with the ending of its files.

    Raises UsageError for an unknown format or ending, and for one that a terminal cannot show.
    """
    if format is not None:
        door.choose(format, (*FORMATS, *(also or ())), "--format")
    elif output is not None:
        endings = {f".{one}": one for one in FORMATS if one != "text"} | {".txt": "text"}
        endings |= {ending: one for one, ending in (also or {}).items()}
        return endings[door.ending(output, [*endings], "--output")]
    chosen = format or "text"
    if output is None and chosen in _FILES_ONLY and sys.stdout is not None and sys.stdout.isatty():
        raise UsageError(
            Text(f"{chosen} 不能显示在终端上", f"a terminal cannot show {chosen}"),
            hint=Text(
                f"请写入文件：--output report.{chosen}", f"Write it to a file: --output report.{chosen}"
            ),
        )
    return chosen


def rendered(document: Document, format: str) -> bytes:
    """The report as the bytes of a file, in any format but csv and json."""
    from kg_query.reports.documents.render import render

    return render(document, format)


def write(door: Door, content: bytes, output: str | None) -> None:
    """Writes the report to the file, which is noted, or to standard output."""
    if output is None:
        door.out_bytes(content)
        return
    from kg_query.outputs import write_file

    door.apart([output])
    write_file(output, content)
    door.note(door.say(f"已写入 {output}", f"written: {output}"))
