"""Reports on the way out: which format is meant, the bytes of it, and the file or stream it goes to."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from kg_query.errors import UsageError
from kg_query.model import Text
from kg_query.outputs import json_bytes

from .door import Door

if TYPE_CHECKING:
    from kg_query.reports.documents.model import Document

__all__ = [
    "FORMATS",
    "Rows",
    "chosen_format",
    "command_said",
    "json_bytes",
    "rendered",
    "tell",
    "workbook",
    "write",
]

#: Every format of a report; the ending of a file says which, but for "text", which is .txt.
FORMATS = ("text", "json", "csv", "xlsx", "html", "docx", "pdf")
_FILES_ONLY = ("xlsx", "docx", "pdf")
#: Endings of files that are not the name of their format.
_ENDINGS = {"text": ".txt", "turtle": ".ttl"}


class Rows(NamedTuple):
    """A table that an answer is printed as: which it is, its columns, its values."""

    key: str
    columns: Sequence[str]
    values: Iterable[Iterable[Any]]


def chosen_format(
    door: Door,
    format: str | None,
    output: str | None,
    also: Mapping[str, str] | None = None,
    known: Sequence[str] = FORMATS,
) -> str:
    """The format: as said, else by the ending of the file, else text.

    Args:
        door: the command line.
        format: what `--format` says.
        output: what `--output` says.
        also: further formats of a command, each with the ending of its files.
        known: the formats of the command, where they are others than those of a report.

    Raises UsageError for an unknown format or ending, and for one that a terminal cannot show.
    """
    if format is not None:
        door.choose(format, (*known, *(also or ())), "--format")
    elif output is not None:
        endings = {_ENDINGS.get(one, f".{one}"): one for one in known}
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


def tell(
    door: Door,
    chosen: str,
    output: str | None,
    *,
    text: Callable[[], str],
    json: Callable[[], Any],
    rows: Callable[[], Rows],
    said: Sequence[str],
    more: Mapping[str, Callable[[], bytes]] | None = None,
) -> None:
    """Writes an answer in the chosen format; what other formats would need is not made.

    Args:
        door: the command line.
        chosen: the format.
        output: the file to write to, or None for standard output.
        text: the answer for people.
        json: the answer as JSON values.
        rows: the answer as a table, for csv and xlsx.
        said: the command that gives the same, for the workbook.
        more: further formats.
    """
    if more and chosen in more:
        write(door, more[chosen](), output)
    elif chosen == "json":
        write(door, json_bytes(json()), output)
    elif chosen == "csv":
        _, columns, values = rows()
        write(door, door.csv_bytes(columns, values), output)
    elif chosen == "xlsx":
        write(door, workbook(door, rows(), said), output)
    elif output is None:
        door.out(text())
    else:
        write(door, (text().rstrip("\n") + "\n").encode(), output)


def workbook(door: Door, rows: Rows, said: Sequence[str]) -> bytes:
    """The rows as a workbook, with the command that gives the same."""
    from kg_query.files import data_files
    from kg_query.reports.documents.twin import rows_workbook

    added = len(data_files(door.data)) if door.data else 0
    return rows_workbook(rows.key, rows.columns, rows.values, door.lang, shlex.join(["kgq", *said]), added)


def command_said(*words: str, **options: Any) -> list[str]:
    """A command with its options; those that are None, False or empty are left out, lists are repeated.

    >>> command_said("assess", "FILE", regulation=["nanmu"], all_norms=True, as_of=None)
    ['assess', 'FILE', '--regulation', 'nanmu', '--all-norms']
    """
    found = list(words)
    for name, value in options.items():
        option = f"--{name.replace('_', '-')}"
        for one in value if isinstance(value, (list, tuple)) else [value]:
            if one is True:
                found.append(option)
            elif one not in (None, False, ""):
                found += [option, str(one)]
    return found
