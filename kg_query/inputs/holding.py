"""What a file holds, seen from its content: matters or case files. Who brings one where the other is read is told.

A matter has `established`, `refuted`, `unknown` or `findings`; a case file has `kind`, in RDF its type; a workbook
of case files has a mark, a workbook of matters a column of numbers and in its cells the words for what was found. Nothing
is checked here beyond that: the readers of matters and of case files check every word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Literal, TypeVar

from kg_query.errors import InputError, KgqError, Problem
from kg_query.model import Text
from kg_query.terms import LAW, RDF

from .faults import Faults
from .json_data import read_json
from .workbook import open_workbook
from .yaml_data import read_yaml

__all__ = [
    "CASE_FILE",
    "ID_HEADINGS",
    "MARK",
    "MATTER",
    "STATUS_WORDS",
    "Holding",
    "UnreadableRdf",
    "has_heading",
    "holds",
    "other",
    "read_as",
    "told_apart",
]

Holding = Literal["matters", "case files"]
T = TypeVar("T")


class UnreadableRdf(InputError):
    """RDF that cannot be parsed to its end; `found` is what its beginning holds."""

    def __init__(self, found: set[Holding]) -> None:
        super().__init__(Text("不是有效的 RDF", "not valid RDF"))
        self.found = found


#: What stands first in a sheet of a workbook of case files, which is hidden.
MARK = "kg-query case file"
#: What the column that tells the matters of a table apart may be headed.
ID_HEADINGS = ("id", "编号", "事项编号")
#: What the cells of a table of matters say, in words.
STATUS_WORDS = {
    "established": "established", "成立": "established",
    "refuted": "refuted", "不成立": "refuted",
    "unknown": "unknown", "未查明": "unknown",
}  # fmt: skip
#: What is said of a case file where matters are read, and of a matter where case files are.
CASE_FILE = Text("这是案卷，这里读的是事项", "this is a case file; what is read here is a matter")
MATTER = Text("这是事项，这里读的是案卷", "this is a matter; what is read here is a case file")
_INSTEAD = {
    "case files": Problem(
        CASE_FILE,
        hint=Text(
            "案卷请用“评查”（kgq review，网页 /review，接口 /api/v1/review）；评查所见的过错可以转为办案人员的事项，再作认定",
            "Use Review (kgq review, /review in a browser, /api/v1/review); the faults that it finds can then be assessed as "
            "matters of the officers concerned",
        ),
    ),
    "matters": Problem(
        MATTER,
        hint=Text(
            "事项请用“认定”（kgq assess，网页 /assess，接口 /api/v1/assess）",
            "Use Assess (kgq assess, /assess in a browser, /api/v1/assess)",
        ),
    ),
}
#: How many rows of a sheet are looked at.
_LOOKED_AT = 50
#: Without one of these there is no matter, whatever else is said.
_OF_MATTERS = frozenset({"established", "refuted", "unknown", "findings", "finding"})
_OF_CASE_FILES = frozenset({"kind"})


def holds(data: bytes, where: str, kind: str, classes: Mapping[str, str]) -> set[Holding]:
    """Which of the two a file holds: one, both, or neither.

    Args:
        data: its bytes.
        where: its name, for messages.
        kind: its format, such as "json".
        classes: the kinds of case files, each with its class.

    Raises:
        InputError: it cannot be read; of RDF, an UnreadableRdf.
        LimitError: it would unpack to too much.
    """
    if kind in ("csv", "parquet"):
        return {"matters"}
    if kind == "xlsx":
        return _in_workbook(data, where)
    if kind in ("turtle", "ntriples"):
        return _in_rdf(data, kind, classes)
    value = read_json(data, where) if kind == "json" else read_yaml(data, where)
    return {what for record in _records(value) if (what := _of_record(record, classes))}


def has_heading(row: Sequence[object]) -> bool:
    """True where a row heads a table of matters: one of its cells is `id` (编号)."""
    return any(isinstance(v, str) and v.strip() in ID_HEADINGS for v in row)


def read_as(
    wanted: Holding,
    read: Callable[[], list[T]],
    faults: Faults,
    file: tuple[bytes, str, str],
    classes: Callable[[], Mapping[str, str]],
) -> list[T]:
    """What is read of a file.

    Args:
        wanted: what is read here.
        read: reads the file, and notes what is wrong with it.
        faults: where that is noted; of a file that holds the other of the two only this is said.
        file: its bytes, its name for messages, its format.
        classes: gives the kinds of case files, each with its class.

    Raises:
        InputError: as `read` does, and where the file holds nothing of what is wanted, but the other.
    """
    before = len(faults.problems)
    try:
        found = read()
    except InputError:
        _refuse_other(wanted, file, classes)
        raise
    if len(faults.problems) > before:
        noted = faults.problems[before:]
        del faults.problems[before:]
        _refuse_other(wanted, file, classes)
        faults.problems += noted
    return found


def _refuse_other(
    wanted: Holding, file: tuple[bytes, str, str], classes: Callable[[], Mapping[str, str]]
) -> None:
    try:
        found = holds(*file, classes())
    except KgqError:  # what is wrong with it is said by who reads it
        return
    if len(found) == 1 and wanted not in found:
        raise other(found.pop(), file[1]) from None


def other(holding: Holding, where: str) -> InputError:
    """What is said of a file that holds this where the other is read, with the way to where it is read."""
    said = _INSTEAD[holding]
    return InputError(said.message, where, said.hint)


def told_apart(problems: Iterable[Problem], message: Text) -> bool:
    """Whether a file was the other of the two: `message` is `CASE_FILE` or `MATTER`."""
    return any(one.message == message for one in problems)


def _records(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a file: one, those of a list, of a `@graph`, of several YAML documents."""
    if isinstance(value, list):
        for one in value:
            yield from _records(one)
    elif isinstance(value, dict):
        if "@graph" in value:
            yield from _records(value["@graph"])
        else:
            yield value


def _of_record(record: dict[str, Any], classes: Mapping[str, str]) -> Holding | None:
    keys = {k.removeprefix(LAW).removeprefix("law:") for k in record if isinstance(k, str)}
    types = record.get("@type")
    named = {
        str(t).removeprefix(LAW).removeprefix("law:") for t in (types if isinstance(types, list) else [types])
    }
    known = {iri.removeprefix(LAW) for iri in classes.values()} | set(classes)
    if keys & _OF_CASE_FILES or named & known:
        return "case files"
    return "matters" if keys & _OF_MATTERS else None


def _in_rdf(data: bytes, syntax: str, classes: Mapping[str, str]) -> set[Holding]:
    import pyoxigraph

    known = set(classes.values())
    form = pyoxigraph.RdfFormat.N_TRIPLES if syntax == "ntriples" else pyoxigraph.RdfFormat.TURTLE
    base = None if syntax == "ntriples" else LAW
    found: set[Holding] = set()
    try:
        for quad in pyoxigraph.parse(data.removeprefix(b"\xef\xbb\xbf"), format=form, base_iri=base):
            predicate = quad.predicate.value
            if predicate == RDF + "type" and getattr(quad.object, "value", "") in known:
                found.add("case files")
            elif predicate.startswith(LAW) and predicate.removeprefix(LAW) in _OF_MATTERS:
                found.add("matters")
    except (SyntaxError, ValueError, OSError):
        raise UnreadableRdf(found) from None
    return found


def _in_workbook(data: bytes, where: str) -> set[Holding]:
    with open_workbook(data, where) as sheets:
        tables = [list(islice(_filled(sheet), _LOOKED_AT)) for sheet in sheets]
    if any(table and table[0][0] == MARK for table in tables):
        return {"case files"}
    return {"matters"} if any(_of_table(table) for table in tables) else set()


def _filled(sheet: Any) -> Iterator[Sequence[object]]:
    return (row for row in sheet.iter_rows(values_only=True) if any(v is not None for v in row))


def _of_table(table: Sequence[Sequence[object]]) -> bool:
    """True of a table with a column of numbers in which something was found; registers have numbers too."""
    return (
        bool(table)
        and has_heading(table[0])
        and any(isinstance(v, str) and v in STATUS_WORDS for row in table[1:] for v in row)
    )
