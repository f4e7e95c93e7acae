"""Files as they were sent, with the personal data in them masked, before anything is made from them.

What cannot be read stays as it is: whoever reads it next says what is wrong with it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from kg_query.errors import InputError
from kg_query.inputs import Held, read_json, read_yaml
from kg_query.inputs.text import MOST_COLUMNS
from kg_query.model import Matter

from .masking import Masker
from .typed import masked_cases, masked_matters

if TYPE_CHECKING:
    from kg_query.corpus import Corpus

__all__ = ["learn_body", "masked_file", "matter_json"]

_TABLES = (".csv", ".tsv", ".xlsx")


def masked_file(file: Held, corpus: Corpus, masker: Masker) -> Held:
    """A file of matters, case files, register entries or evaluation records with its personal data masked.

    Matters and case files that hold some come back as JSON, whatever they were; everything else keeps
    its format.

    Args:
        file: the file, read. corpus: the compiled law. masker: of all that was sent together.
    """
    ending = PurePosixPath(file).suffix.lower()
    try:
        if ending == ".parquet":
            return file  # one column a ground, and no words
        if ending in _TABLES and (table := _masked_table(file, ending, masker)) is not None:
            return table
        if ending in (".csv", ".tsv"):
            return file
        return _masked_words(file, ending, corpus, masker)
    except InputError:
        return file


def learn_body(body: bytes, masker: Masker) -> None:
    """Takes note of the personal data in a body of JSON, whole or in an envelope; of another body nothing."""
    with suppress(ValueError, RecursionError):
        data = json.loads(body)
        masker.learn(data)
        if isinstance(data, dict):
            for inner in data.values():
                if isinstance(inner, (dict, list)):
                    masker.learn(inner)


def matter_json(matter: Matter) -> dict[str, Any]:
    """A matter as the JSON that is read as the same matter."""
    row = {k: v for k, v in asdict(matter).items() if v is not None}
    row["findings"] = [{k: v for k, v in f.items() if v is not None} for f in row["findings"]]
    return row


def _masked_words(file: Held, ending: str, corpus: Corpus, masker: Masker) -> Held:
    from kg_query.casefiles import read_case_files
    from kg_query.matters import read_matters
    from kg_query.sparql.holding import holding

    try:
        held = holding(file, corpus.case_schema)
    except InputError:
        return _masked_records(file, ending, masker)
    try:
        if held == "matters":
            matters = read_matters(file, corpus)
            masked = masked_matters(masker, matters)
            return file if masked == matters else _as_json(file, _single([matter_json(m) for m in masked]))
        cases = read_case_files(file, corpus)
    except InputError:  # records have a kind too, and a register may stand in one list with case files
        return _masked_records(file, ending, masker)
    changed = masked_cases(masker, cases)
    return file if changed == cases else _as_json(file, _single([c.to_json() for c in changed]))


def _masked_records(file: Held, ending: str, masker: Masker) -> Held:
    """Registers, evaluation records, and whatever stands in one list with them, told apart by their keys."""
    if ending not in (".yaml", ".yml", ".json", ".jsonld"):
        return file
    data: Any = (
        read_yaml(file.data, str(file)) if ending in (".yaml", ".yml") else read_json(file.data, str(file))
    )
    records: list[Any] = data if isinstance(data, list) else [data]
    if not all(isinstance(one, dict) for one in records):
        return file
    done = [masker.whatever(r) for r in records]
    return file if done == records else _as_json(file, done if isinstance(data, list) else done[0])


def _single(found: list[Any]) -> Any:
    return found[0] if len(found) == 1 else found


def _as_json(file: Held, value: Any) -> Held:
    data = json.dumps(value, ensure_ascii=False, default=str).encode()
    return _held(PurePosixPath(file).stem + ".json", data)


def _held(name: str, data: bytes) -> Held:
    made = Held(name)
    made.data = data
    return made


# --- registers in tables --------------------------------------------------------------------


def _masked_table(file: Held, ending: str, masker: Masker) -> Held | None:
    """A register in a table; None where it is no register."""
    return _masked_xlsx(file, masker) if ending == ".xlsx" else _masked_csv(file, masker)


def _columns(row: Sequence[object]) -> dict[int, str]:
    """The columns of a heading of a register: place → key; empty where the row is none."""
    from kg_query.statistics.fields import field_of

    keys = {at: key for at, cell in enumerate(row) if isinstance(cell, str) and (key := field_of(cell))}
    return keys if "act" in keys.values() else {}


def _cells(rows: Iterable[Sequence[object]], masker: Masker, change: Callable[[int, int, str], None]) -> bool:
    """Masks the cells of a register row by row; whether there was a heading."""
    columns: dict[int, str] = {}
    for number, row in enumerate(rows):
        if not columns:
            columns = _columns(row)
            continue
        entry = {key: row[at] for at, key in columns.items() if at < len(row) and isinstance(row[at], str)}
        masked = masker.register_entry(entry)
        for at, key in columns.items():
            if key in entry and masked[key] != entry[key]:
                change(number, at, masked[key])
    return bool(columns)


def _masked_csv(file: Held, masker: Masker) -> Held | None:
    import csv
    import io

    text = file.data.decode("utf-8-sig", "replace")
    first = next((line for line in text.splitlines() if line.strip()), "")
    mark = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=mark))
    except csv.Error:
        return None
    if any(len(row) > MOST_COLUMNS for row in rows):
        return None  # whoever reads it refuses it

    def change(row: int, column: int, value: str) -> None:
        rows[row][column] = value

    if not _cells([tuple(row) for row in rows], masker, change):
        return None
    stream = io.StringIO()
    csv.writer(stream, delimiter=mark).writerows(rows)
    return _held(str(file), stream.getvalue().encode())


def _masked_xlsx(file: Held, masker: Masker) -> Held | None:
    import io

    from kg_query.inputs.workbook import guarded_reader, open_workbook

    with open_workbook(file.data, str(file)) as sheets:  # refuses what is too large or no workbook
        heads = [any(map(_columns, sheet.iter_rows(max_row=50, values_only=True))) for sheet in sheets]
    if not any(heads):
        return None
    book = guarded_reader().load_workbook(io.BytesIO(file.data))
    for sheet, is_register in zip(book.worksheets, heads, strict=False):
        if is_register:
            rows = list(sheet.iter_rows(values_only=True))

            def change(row: int, column: int, value: str, sheet: Any = sheet) -> None:
                sheet.cell(row + 1, column + 1).value = value

            _cells(rows, masker, change)
    stream = io.BytesIO()
    book.save(stream)
    return _held(str(file), stream.getvalue())
