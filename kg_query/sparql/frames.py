"""Query results as pandas tables with real types; pandas is loaded only here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from ..model import Text
from ..reports.documents.as_frame import pandas_module
from ..terms import XSD, short
from .query import Result

if TYPE_CHECKING:
    import pandas

__all__ = ["to_frame", "values"]

_INTEGERS = {
    XSD + name
    for name in (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger",
        "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte", "nonPositiveInteger", "negativeInteger",
    )
}  # fmt: skip
_FLOATS = {XSD + name for name in ("decimal", "double", "float")}
_DATES = {XSD + name for name in ("date", "dateTime", "dateTimeStamp")}


def to_frame(result: Result, short_ids: bool = False) -> pandas.DataFrame:
    """The rows of a SELECT query as a table.

    Integers become Int64, decimals Float64, booleans boolean, dates datetime64 and all else
    string; a column of mixed types stays object. Where texts carry languages, a column
    `<name>_lang` follows.

    Args:
        result: what `kg_query.sparql.run` gave for a SELECT query.
        short_ids: `nanmu/art_9` in place of whole IRIs of ours.

    Raises:
        UsageError: pandas is not installed, or the query was no SELECT.
    """
    pd = pandas_module()
    if result.kind != "rows":
        raise UsageError(
            Text("只有 SELECT 查询能成为表格", "only a SELECT query gives a table"),
            hint=Text("ASK 与 CONSTRUCT 请用 query()", "Use query() for ASK and CONSTRUCT"),
        )
    rows = result.rows
    columns: dict[str, Any] = {}
    for name in result.columns:
        cells = [row.get(name) for row in rows]
        columns[name] = _column(pd, cells, short_ids)
        languages = [cell.get("xml:lang") if cell else None for cell in cells]
        if any(languages):
            columns[f"{name}_lang"] = pd.array([x or pd.NA for x in languages], dtype="string")
    return pd.DataFrame(columns)


def values(result: Result) -> list[list[Any]]:
    """The rows of a SELECT query as plain values: short ids, numbers as numbers, None where unbound.

    >>> from kg_query import KnowledgeGraph
    >>> values(KnowledgeGraph.open().query("SELECT ?r (1 AS ?n) { VALUES ?r { id:nanmu } }"))
    [['nanmu', 1]]
    """
    return [[_plain(row.get(name)) for name in result.columns] for row in result.rows]


def _plain(cell: dict[str, str] | None) -> Any:
    if cell is None:
        return None
    if cell["type"] == "uri":
        return short(cell["value"])
    if _type(cell) == XSD + "boolean":
        return cell["value"] in ("true", "1")
    try:
        return _native(cell)
    except ValueError:  # a number that is none, written so in the data
        return cell["value"]


def _column(pd: Any, cells: list[dict[str, str] | None], short_ids: bool) -> Any:
    present = [c for c in cells if c is not None]
    types = {_type(c) for c in present}
    if types and types <= _INTEGERS:
        return pd.array(_values(cells, int, pd.NA), dtype="Int64")
    if types and types <= _INTEGERS | _FLOATS:
        return pd.array(_values(cells, float, pd.NA), dtype="Float64")
    if types == {XSD + "boolean"}:
        return pd.array(_values(cells, lambda v: v in ("true", "1"), pd.NA), dtype="boolean")
    if types and types <= _DATES:
        try:
            return pd.to_datetime(pd.Series(_values(cells, str, None), dtype="object"), format="ISO8601")
        except (ValueError, OverflowError):
            pass  # a date that no calendar has stays as it is written
    if not types & (_INTEGERS | _FLOATS | _DATES | {XSD + "boolean"}) or len(types) == 1:
        shown = [
            pd.NA if c is None else short(c["value"]) if short_ids and c["type"] == "uri" else c["value"]
            for c in cells
        ]
        return pd.array(shown, dtype="string")
    return pd.Series([pd.NA if c is None else _native(c) for c in cells], dtype="object")


def _type(cell: dict[str, str]) -> str:
    return cell.get("datatype", XSD + "string") if cell["type"] != "uri" else "iri"


def _values(cells: list[dict[str, str] | None], read: Callable[[str], Any], empty: Any) -> list[Any]:
    return [empty if c is None else read(c["value"]) for c in cells]


def _native(cell: dict[str, str]) -> Any:
    if _type(cell) in _INTEGERS:
        return int(cell["value"])
    return float(cell["value"]) if _type(cell) in _FLOATS else cell["value"]
