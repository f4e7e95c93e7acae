"""What every command of one run shares: the language, the data folders, the two streams."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg_query.errors import UsageError, did_you_mean, known_words
from kg_query.model import Matter, Text

if TYPE_CHECKING:
    from kg_query.casefiles import CaseFile
    from kg_query.graph import KnowledgeGraph

__all__ = ["Closed", "Door"]

#: Columns of a line on a terminal: fewer cannot be set, more are hard to read.
_NARROWEST, _WIDEST = 40, 120


class Closed(Exception):
    """The reader of standard output has gone away; the run ends quietly."""


@dataclass(slots=True)
class Door:
    """One run of the command line.

    `only` is the one command that is to be made, or None for all of them.
    """

    lang: str
    data: list[str] = field(default_factory=list)
    only: str | None = None
    read: list[str] = field(default_factory=list)

    def say(self, zh: str, en: str) -> str:
        """The one of two texts that is in the language of the run."""
        return en if self.lang == "en" else zh

    def graph(self) -> KnowledgeGraph:
        """The graph: the bundled data and the folders of `--data`."""
        from kg_query.graph import KnowledgeGraph

        kg = KnowledgeGraph.open(data=self.data, lang=self.lang)
        for warning in kg.warnings:
            self.note(warning.render(self.lang))
        return kg

    def width(self, output: str | None = None) -> int:
        """How wide lines of text are: as the terminal that shows them, within what can be read; else as usual.

        Args:
            output: the file that the text goes to; None for standard output.
        """
        from kg_query.wording.layout import WIDTH

        if output is not None or sys.stdout is None or not sys.stdout.isatty():
            return WIDTH
        return min(max(shutil.get_terminal_size((WIDTH, 24)).columns, _NARROWEST), _WIDEST)

    def added(self) -> int:
        """How many files the folders of `--data` add to the bundled ones."""
        from kg_query.files import data_files

        return len(data_files(self.data)) if self.data else 0

    def command(self, words: Sequence[str]) -> str:
        """The command that gives an answer of this run again."""
        from kg_query.wording.commands import command_line

        return command_line(words, self.lang, self.added())

    def matters(self, files: Iterable[str], kg: KnowledgeGraph, format: str | None) -> list[Matter]:
        """The matters in the files of a command; `-` is standard input."""
        from kg_query.matters import read_matters

        return read_matters(self.names(files), kg.corpus, format)

    def case_files(self, files: Iterable[str], kg: KnowledgeGraph, format: str | None) -> list[CaseFile]:
        """The case files in the files of a command; `-` is standard input."""
        from kg_query.casefiles import read_case_files

        return read_case_files(self.names(files), kg.corpus, format)

    def masked(self, cases: list[CaseFile], kg: KnowledgeGraph) -> list[CaseFile]:
        """The case files with their personal data masked."""
        from kg_query.privacy import Masker, masked_cases

        return masked_cases(Masker(kg.corpus.case_schema), cases)

    def names(self, *files: Iterable[str]) -> list[str]:
        """The names of all files of a command, in which `-`, standard input, can stand only once."""
        names = [name for some in files for name in some]
        if names.count("-") > 1:
            raise UsageError(
                Text(
                    "- 只能出现一次：标准输入只能读一遍",
                    "- can stand only once: standard input is read once",
                )
            )
        self.read += names
        return names

    def apart(self, outputs: Iterable[str | Path]) -> None:
        """A usage error where a run would write over a file that it reads, or twice into one."""
        read = {_place(name) for name in self.read if name != "-"}
        taken = set(read)
        for output in outputs:
            place = _place(output)
            if place in taken:
                raise UsageError(
                    Text("输出会覆盖本次读取的文件", "the output would replace a file that is read")
                    if place in read
                    else Text("两项输出写到同一个文件", "two outputs go into the same file"),
                    str(output),
                    Text("请换一个文件名", "Choose another name"),
                )
            taken.add(place)

    def ending(self, name: str, known: Iterable[str], option: str) -> str:
        """The ending of a file that an option names, such as `.xlsx`; a usage error where it is another."""
        ending, words = Path(name).suffix.lower(), tuple(known)
        if ending in words:
            return ending
        raise UsageError(
            Text(
                f"{option} 的文件应以 {'、'.join(words)} 结尾",
                f"a file of {option} ends in {' or '.join(words)}",
            ),
            name,
        )

    def one_matter(self, file: str, kg: KnowledgeGraph, format: str | None, wanted: str | None) -> Matter:
        """The one matter a command is about; `wanted` chooses it by id where a file holds several."""
        from kg_query.matters.choosing import choose

        return choose(self.matters([file], kg, format), wanted)

    def choose(self, value: str, known: Iterable[str], option: str) -> str:
        """`value` where it is one of the known words; else a usage error with the nearest."""
        words = tuple(known)
        if value in words:
            return value
        raise UsageError(
            Text(f"{option} 不能是“{value}”", f"{option} cannot be “{value}”"),
            hint=did_you_mean(value, words) or known_words(words),
        )

    def number(self, value: str, option: str) -> int:
        """The whole number, 0 or more, that an option gives."""
        if not (value.isascii() and value.isdigit() and len(value) < 10):
            raise UsageError(
                Text(
                    f"{option} 应为非负整数，不能是“{value}”",
                    f"{option} is a whole number, not “{value}”",
                )
            )
        return int(value)

    def seconds(self, value: str, option: str) -> float:
        """The time in seconds, more than 0, that an option gives."""
        try:
            number = float(value)
        except ValueError:
            number = 0.0
        if not 0 < number <= 86400:
            raise UsageError(
                Text(
                    f"{option} 应为大于 0 的秒数，不能是“{value}”",
                    f"{option} is a number of seconds above 0, not “{value}”",
                )
            )
        return number

    # --- the streams ------------------------------------------------------------------------

    def out(self, text: str) -> None:
        """Writes data to standard output, with a line end where there is none."""
        if sys.stdout is None:
            raise OSError(errno.EBADF, "standard output is closed")
        try:
            sys.stdout.write(text if text.endswith("\n") else text + "\n")
            sys.stdout.flush()
        except BrokenPipeError:
            raise Closed from None

    def out_bytes(self, data: bytes) -> None:
        """Writes data that is not text (or not to be changed at all) to standard output."""
        if sys.stdout is None:
            raise OSError(errno.EBADF, "standard output is closed")
        try:
            sys.stdout.flush()
            stream = getattr(sys.stdout, "buffer", None)
            if stream is None:
                sys.stdout.write(data.decode())
            else:
                stream.write(data)
                stream.flush()
        except BrokenPipeError:
            raise Closed from None

    def out_json(self, value: Any) -> None:
        """Writes a value as JSON: two spaces of indentation, Chinese as it is."""
        from kg_query.outputs import json_bytes

        self.out(json_bytes(value).decode())

    def out_csv(self, columns: Iterable[str], rows: Iterable[Iterable[Any]], mark: str = ",") -> None:
        """Writes rows as CSV (RFC 4180), or with another mark between cells; None is empty."""
        self.out_bytes(self.csv_bytes(columns, rows, mark))

    def csv_bytes(self, columns: Iterable[str], rows: Iterable[Iterable[Any]], mark: str = ",") -> bytes:
        """Rows as CSV, as `out_csv` writes them."""
        from kg_query.outputs import csv_bytes

        return csv_bytes(columns, rows, mark)

    def note(self, text: str) -> None:
        """Writes a remark to standard error; lost where that is closed or full.

        Control characters, which may come from what a user wrote, are shown escaped.
        """
        import contextlib

        from kg_query.inputs import harmless

        text = harmless(text)
        with contextlib.suppress(OSError, AttributeError):  # AttributeError: it is closed, hence None
            sys.stderr.write(text if text.endswith("\n") else text + "\n")
            sys.stderr.flush()


def _place(name: str | Path) -> object:
    """What tells files apart: a file that is there by itself, one that is not by its path."""
    try:
        found = Path(name).stat()
    except (OSError, ValueError):
        return os.path.realpath(name).casefold()
    return found.st_dev, found.st_ino
