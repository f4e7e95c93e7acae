"""What a file holds, seen from its content: matters or case files.

A matter has `established`, `refuted`, `unknown` or `findings`; a case file has `kind`, in RDF its type.
Nothing is checked here beyond that: the readers of matters and of case files check every word.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from ..casefiles import FORMATS as CASE_FORMATS
from ..casefiles import Schema
from ..errors import InputError
from ..inputs import Held, read_json, read_yaml
from ..inputs.opening import first_line, opened, plain_format
from ..matters import FORMATS as MATTER_FORMATS
from ..model import Text
from ..terms import LAW, RDF

__all__ = ["Holding", "holding"]

Holding = Literal["matters", "case files"]

_FORMATS = {**MATTER_FORMATS, **CASE_FORMATS}
#: Without one of these there is no matter, whatever else is said.
_OF_MATTERS = frozenset({"established", "refuted", "unknown", "findings", "finding"})
_OF_CASE_FILES = frozenset({"kind"})


def holding(file: Held, schema: Schema) -> Holding:
    """Whether a file holds matters or case files.

    Args:
        file: the file, read.
        schema: what a case file can say.

    Raises:
        InputError: it holds neither, or both, or cannot be read.
    """
    data, where, kind = opened(file, _FORMATS, _guess)
    if kind in ("csv", "parquet"):
        return "matters"
    if kind == "xlsx":
        found = _in_workbook(data, where)
    elif kind in ("turtle", "ntriples"):
        found = _in_rdf(data, kind, schema)
    else:
        value = read_json(data, where) if kind == "json" else read_yaml(data, where)
        found = {what for record in _records(value) if (what := _of_record(record, schema))}
    if len(found) == 1:
        return found.pop()
    if found:
        raise InputError(
            Text("文件里既有事项又有案卷", "the file holds matters and case files together"),
            where,
            Text("请分成两个文件", "Make two files of it"),
        )
    raise InputError(
        Text("文件里既没有事项也没有案卷", "the file holds neither matters nor case files"),
        where,
        Text(
            "事项写有 established、refuted、unknown 或者 findings，案卷写有 kind",
            "A matter has established, refuted, unknown or findings; a case file has kind",
        ),
    )


def _guess(data: bytes, where: str) -> str:
    """The format of standard input, or of a file with an unknown ending."""
    line = first_line(data)
    plain = "yaml" if ":" in line or line.startswith(("---", "- ", "#")) else "csv"
    return plain_format(data, _FORMATS) or plain


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


def _of_record(record: dict[str, Any], schema: Schema) -> Holding | None:
    keys = {k.removeprefix(LAW).removeprefix("law:") for k in record if isinstance(k, str)}
    types = record.get("@type")
    named = {
        str(t).removeprefix(LAW).removeprefix("law:") for t in (types if isinstance(types, list) else [types])
    }
    classes = {k.iri.removeprefix(LAW) for k in schema.kinds.values()} | set(schema.kinds)
    if keys & _OF_CASE_FILES or named & classes:
        return "case files"
    return "matters" if keys & _OF_MATTERS else None


def _in_rdf(data: bytes, syntax: str, schema: Schema) -> set[Holding]:
    import pyoxigraph

    classes = {k.iri for k in schema.kinds.values()}
    form = pyoxigraph.RdfFormat.N_TRIPLES if syntax == "ntriples" else pyoxigraph.RdfFormat.TURTLE
    base = None if syntax == "ntriples" else LAW
    found: set[Holding] = set()
    try:
        for quad in pyoxigraph.parse(data.removeprefix(b"\xef\xbb\xbf"), format=form, base_iri=base):
            predicate = quad.predicate.value
            if predicate == RDF + "type" and getattr(quad.object, "value", "") in classes:
                found.add("case files")
            elif predicate.startswith(LAW) and predicate.removeprefix(LAW) in _OF_MATTERS:
                found.add("matters")
    except (SyntaxError, ValueError, OSError):
        return {"case files"} if "case files" in found else {"matters"}  # their reader says what is wrong
    return found


def _in_workbook(data: bytes, where: str) -> set[Holding]:
    from ..casefiles.workbook.write import MARK
    from ..inputs.workbook import open_workbook
    from ..matters.table_file import has_heading

    with open_workbook(data, where) as sheets:
        rows = (sheet.iter_rows(values_only=True) for sheet in sheets)
        first = [next((r for r in one if any(v is not None for v in r)), ()) for one in rows]
    if any(row and row[0] == MARK for row in first):
        return {"case files"}
    return {"matters"} if any(has_heading(row) for row in first) else set()
