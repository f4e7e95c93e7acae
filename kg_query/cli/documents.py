"""Reports on the way out: which format is meant, the bytes of it, and the file or stream it goes to."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from kg_query.errors import UsageError
from kg_query.model import Text
from kg_query.outputs import json_bytes

from .door import Door

if TYPE_CHECKING:
    from kg_query.reports.documents.model import Document

__all__ = [
    "FORMATS",
    "Rows",
    "agreed",
    "chosen_format",
    "command_said",
    "json_bytes",
    "only_of_tables",
    "rendered",
    "tell",
    "tell_answer",
    "workbook",
    "write",
]

#: Every format of a report; the ending of a file says which, but for "text", which is .txt.
FORMATS = ("text", "json", "csv", "xlsx", "html", "docx", "pdf")
_FILES_ONLY = ("xlsx", "docx", "pdf")
#: Endings of files that are not the name of their format.
_ENDINGS = {"text": ".txt", "turtle": ".ttl"}
#: What endings promise: the formats whose files may have them, the usual one first.
_PROMISED: dict[str, tuple[str, ...]] = {
    "text": (".txt",), "table": (".txt",), "json": (".json", ".jsonld"), "jsonld": (".jsonld", ".json"),
    "csv": (".csv",), "tsv": (".tsv",), "xlsx": (".xlsx",), "html": (".html", ".htm"), "docx": (".docx",),
    "pdf": (".pdf",), "xml": (".xml", ".srx"), "rdfxml": (".rdf", ".xml"), "turtle": (".ttl",),
    "ntriples": (".nt",), "nquads": (".nq",),
}  # fmt: skip


class Answer(Protocol):
    """An answer that knows how to be text and JSON, and what the columns of its rows are."""

    @property
    def columns(self) -> Sequence[str]: ...

    def to_text(self, lang: str, width: int) -> str: ...

    def to_json(self) -> Any: ...


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

    Raises UsageError for an unknown format or ending, for a format that a terminal cannot show, and for one that
    the ending of the file contradicts.
    """
    if format is not None:
        door.choose(format, (*known, *(also or ())), "--format")
        agreed(format, output)
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


def agreed(format: str, output: str | None) -> None:
    """A usage error where the ending of a file promises another format than the one that is asked for.

    An ending that is none of ours promises nothing.
    """
    ending = Path(output).suffix.lower() if output is not None else ""
    promised = next((one for one, endings in _PROMISED.items() if ending in endings), None)
    if promised is None or ending in _PROMISED.get(format, ()):
        return
    fitting = _PROMISED.get(format, ("",))[0]
    named = Text(f"，或者把文件名改为以 {fitting} 结尾", f", or let the name of the file end in {fitting}")
    raise UsageError(
        Text(
            f"--format {format} 与文件名后缀 {ending} 不一致",
            f"--format {format} and the ending {ending} of the file contradict each other",
        ),
        output,
        Text(
            f"省略 --format，由后缀决定格式{named.zh if fitting else ''}",
            f"Leave out --format, and the ending tells it{named.en if fitting else ''}",
        ),
    )


def only_of_tables(format: str, table: str | None) -> None:
    """A usage error where one table of a report is asked for in a format that holds whole reports."""
    if table is not None and format not in ("csv", "json", "xlsx"):
        raise UsageError(
            Text("--table 只与 csv、json、xlsx 连用", "--table goes with csv, json and xlsx only")
        )


def rendered(
    door: Door, document: Document, format: str, output: str | None, table: str | None = None
) -> bytes:
    """The report, or one table of it, as the bytes of a file; text as wide as where it is shown."""
    from kg_query.reports.documents.render import rendered as made

    return made(document, format, table, door.width(output))


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
    text: Callable[[int], str],
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
        text: the answer for people, its lines as wide as told.
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
        door.out(text(door.width()))
    else:
        write(door, (text(door.width(output)).rstrip("\n") + "\n").encode(), output)


def tell_answer(
    door: Door,
    answer: Answer,
    rows: Callable[[], Iterable[Iterable[Any]]],
    chosen: str,
    output: str | None,
    said: Sequence[str],
    more: Mapping[str, Callable[[], bytes]] | None = None,
) -> None:
    """Writes an answer that knows how to be text and JSON, as `tell` does; its table is called as the command."""
    tell(
        door,
        chosen,
        output,
        text=lambda width: answer.to_text(door.lang, width),
        json=answer.to_json,
        rows=lambda: Rows(said[0], answer.columns, rows()),
        said=said,
        more=more,
    )


def workbook(door: Door, rows: Rows, said: Sequence[str]) -> bytes:
    """The rows as a workbook, with the command that gives the same."""
    from kg_query.reports.documents.twin import rows_workbook

    return rows_workbook(rows.key, rows.columns, rows.values, door.lang, door.command(said), door.added())


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
