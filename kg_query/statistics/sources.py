"""What a report is made from: case files and register entries, from files or from plain Python data.

A JSON or YAML object with `act` is a register entry, one with `entries` a register, one with
`statistics` a report that this program wrote; anything else is a case file. A CSV file, and a sheet of
a workbook with a column `act`, are registers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..casefiles import CaseFile
from ..errors import InputError, did_you_mean
from ..inputs import Faults, decode, read_json, read_yaml, shown
from ..inputs.opening import check_format, first_line, opened, plain_format
from ..inputs.text import csv_rows
from ..model import Text
from .fields import FIELDS, field_of
from .register import Register
from .values import Act, Entry

if TYPE_CHECKING:
    from ..corpus import Corpus
    from .definitions import Definitions

__all__ = ["FORMATS", "Case", "Material", "read"]

#: The formats, with the endings of their files.
FORMATS: dict[str, tuple[str, ...]] = {
    "json": (".json", ".jsonld"),
    "yaml": (".yaml", ".yml"),
    "csv": (".csv", ".tsv"),
    "xlsx": (".xlsx",),
    "turtle": (".ttl",),
    "ntriples": (".nt",),
}

Source = str | Path | Mapping[str, Any] | CaseFile


@dataclass(frozen=True, slots=True)
class Case:
    """A case file: its id, what it says, and where it came from."""

    id: str
    record: Mapping[str, Any]
    where: str


@dataclass(slots=True)
class Material:
    """What was read: case files, acts and statements of registers, and reports made earlier."""

    cases: list[Case] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    reports: list[Mapping[str, Any]] = field(default_factory=list)


def read(
    sources: Source | Iterable[Source],
    corpus: Corpus,
    definitions: Definitions,
    format: str | None = None,
) -> Material:
    """The case files and registers in some sources, in their order.

    Args:
        sources: paths (`-` is standard input), dicts shaped like the JSON, or `CaseFile`s.
        corpus: the graph, which says what a case file can say.
        definitions: of the statistics, which say what a register can say.
        format: one of `FORMATS`; by default the file's ending decides, else its content.

    Raises:
        InputError: with every problem of every file.
        UsageError: for an unknown format.
    """
    check_format(format, FORMATS)
    reader = _Reader(corpus, definitions, format)
    single = isinstance(sources, (str, Path, Mapping, CaseFile))
    for one in [sources] if single else sources:  # type: ignore[union-attr]
        try:
            reader.take(one)
        except InputError as fault:
            reader.faults.problems.extend(fault.problems)
    reader.faults.raise_if_any()
    return reader.material


class _Reader:
    """Reads one source after another into one `Material`."""

    def __init__(self, corpus: Corpus, definitions: Definitions, format: str | None) -> None:
        self.corpus, self.format, self.faults = corpus, format, Faults()
        self.material = Material()
        self.register = Register(definitions, corpus.case_schema, self.faults)
        self.material.acts, self.material.entries = self.register.acts, self.register.entries

    def take(self, source: object) -> None:
        if isinstance(source, CaseFile):
            self.material.cases.append(Case(source.id, source.record, source.source or source.id))
        elif isinstance(source, Mapping):
            self.value(source, "data")
        else:
            self.file(source)  # type: ignore[arg-type]

    def file(self, path: str | Path) -> None:
        data, where, kind = opened(path, FORMATS, _guess, self.format)
        if kind == "json":
            self.value(read_json(data, where, Decimal), where)
        elif kind == "yaml":
            for document in read_yaml(data, where, Decimal):
                self.value(document, where)
        elif kind == "csv":
            self.rows(_csv_rows(data, where), where, " › ")
        elif kind == "xlsx" and self.workbook(data, where):
            pass
        else:
            if str(path) == "-":
                raise InputError(
                    Text(
                        "标准输入只收登记册和 JSON、YAML 案卷",
                        "standard input takes registers, and case files as JSON or YAML",
                    ),
                    where,
                )
            from ..casefiles.reading import read_case_files

            for case in read_case_files(path, self.corpus, kind):
                self.material.cases.append(Case(case.id, case.record, case.source or where))

    # --- values -----------------------------------------------------------------------------

    def value(self, value: object, where: str) -> None:
        if isinstance(value, (list, tuple)):
            if not value:
                self.faults.add(where, "列表为空", "the list is empty")
            for number, one in enumerate(value, 1):
                self.value(one, f"{where} › [{number}]")
        elif isinstance(value, Mapping) and "statistics" in value:
            self.material.reports.append(value)
        elif isinstance(value, Mapping) and "entries" in value:
            self.whole_register(value, where)
        elif isinstance(value, Mapping) and "act" in value:
            self.register.add(value, where)
        else:
            from ..casefiles.records import case_of

            case = case_of(
                dict(value) if isinstance(value, Mapping) else value,
                where,
                self.corpus.case_schema,
                self.faults,
            )
            if case is not None:
                self.material.cases.append(Case(case.id, case.record, where))

    def whole_register(self, value: Mapping[str, Any], where: str) -> None:
        given = {k: v for k, v in value.items() if k not in ("entries", "register", "note")}
        for key in set(given) - {"organ", "team"}:
            self.faults.add(
                f"{where} › {key}",
                f"登记册没有“{shown(key)}”这一项",
                f"a register has no field “{shown(key)}”",
                did_you_mean(key, ["entries", "organ", "team", "note"], always=True),
            )
        entries = value["entries"]
        if not isinstance(entries, (list, tuple)):
            self.faults.add(f"{where} › entries", "应为列表", "a list is expected")
            return
        for number, one in enumerate(entries, 1):
            spot = f"{where} › entries › [{number}]"
            if isinstance(one, Mapping):
                self.register.add({"organ": given.get("organ"), "team": given.get("team"), **one}, spot)
            else:
                self.faults.add(spot, "应为对象", "an object is expected")

    # --- tables -----------------------------------------------------------------------------

    def workbook(self, data: bytes, where: str) -> bool:
        """Reads the register sheets of a workbook; False where there is none."""
        from ..inputs.workbook import open_workbook

        found = False
        with open_workbook(data, where) as sheets:
            for sheet in sheets:
                rows = sheet.iter_rows(values_only=True)
                first = next((r for r in rows if any(_said(c) for c in r)), ())
                if "act" in map(_heading, first):
                    found = True
                    self.rows([first, *rows], f"{where} › {shown(sheet.title)}", "!")
        return found

    def rows(self, rows: Iterable[Sequence[object]], where: str, joint: str) -> None:
        """The entries of a table, the heading first; empty rows are passed over."""
        from ..inputs.workbook import cell

        numbered = [(n, r) for n, r in enumerate(rows, 1) if any(_said(c) for c in r)]
        if not numbered:
            self.faults.add(where, "表中没有内容", "the table holds nothing")
            return
        start, heading = numbered[0]
        columns: dict[str, int] = {}
        for number, name in enumerate(heading, 1):
            key, spot = _heading(name), f"{where}{joint}{cell(start, number)}"
            if key is None and _said(name):
                self.faults.add(
                    spot, f"未知的列“{shown(name)}”", f"unknown column “{shown(name)}”",
                    did_you_mean(name, {f.label.zh: f.key for f in FIELDS.values()} | {k: k for k in FIELDS}),
                )  # fmt: skip
            elif key in columns:
                self.faults.add(spot, f"列“{shown(name)}”重复", f"the column “{shown(name)}” stands twice")
            elif key is not None:
                columns[key] = number
        if "act" not in columns:
            self.faults.add(
                f"{where}{joint}{cell(start, 1)}", "表头没有“行为”列", "no column is headed act",
                Text("登记册的表头见 kgq statistics --template", "See kgq statistics --template for the headings"),
            )  # fmt: skip
            return
        for row, values in numbered[1:]:
            entry = {
                key: value
                for key, number in columns.items()
                if number <= len(values) and (value := _plain(values[number - 1])) is not None
            }

            def at(key: str, row: int = row) -> str:
                return f"{where}{joint}{cell(row, columns.get(key, 1))}"

            if len(values) > len(heading) and any(_said(v) for v in values[len(heading) :]):
                self.faults.add(
                    f"{where}{joint}{cell(row, len(heading) + 1)}",
                    "表头之外还有内容", "there is something beyond the heading",
                )  # fmt: skip
            self.register.add(entry, f"{where}{joint}{row}", at)


def _said(value: object) -> bool:
    return value is not None and (not isinstance(value, str) or bool(value.strip()))


def _heading(value: object) -> str | None:
    return field_of(value) if isinstance(value, str) else None


def _plain(value: object) -> object:
    """A cell's value: outer blanks away, empty as None, a day without hours as its date."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float):
        return int(value) if value.is_integer() else Decimal(repr(value))
    return value


def _csv_rows(data: bytes, where: str) -> Iterator[list[str]]:
    text = decode(data, where)
    first = next((line for line in text.splitlines() if line.strip()), "")
    yield from csv_rows(text, max(",;\t", key=first.count), where)


def _guess(data: bytes, where: str) -> str:
    """The format that the content shows, for standard input and unknown endings."""
    if plain := plain_format(data, FORMATS):
        return plain
    if any("act" in map(_heading, first_line(data).split(mark)) for mark in ",;\t"):
        return "csv"
    return "yaml"
