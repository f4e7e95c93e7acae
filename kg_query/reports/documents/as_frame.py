"""Tables as pandas tables with real types: of a report, and of plain values; pandas is loaded only here.

Whole numbers become Int64, other numbers Float64, truth values boolean, texts string; a column that mixes
them stays object. Nothing stands for a missing value but `<NA>`, so that a count of 0 and a count that is
not known are never the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ...errors import UsageError
from ...model import Text
from .cells import plain
from .fit import whole
from .model import Cell, Table

if TYPE_CHECKING:
    import pandas

__all__ = ["column", "frame", "pandas_module", "table_frame"]


def pandas_module() -> Any:
    """The library pandas.

    Raises UsageError where it is not installed.
    """
    try:
        import pandas
    except ImportError:
        raise UsageError(
            Text("需要 pandas", "pandas is needed for this"),
            hint=Text(
                "请安装：pip install 'kg-query[analysis]'", "Install it: pip install 'kg-query[analysis]'"
            ),
        ) from None
    return pandas


def table_frame(table: Table) -> pandas.DataFrame:
    """A table of a report as a pandas table: its keys are the columns, its title is `attrs["title"]`.

    Words taken out and put in stand as [-…-] and {+…+}. Where a cell has a note, a column `<key>_note`
    follows, as it does in CSV.

    >>> from .model import Column
    >>> table = Table("t", "Points", (Column("line", "Line"), Column("n", "Points")), (("A", 2), ("B", None)))
    >>> table_frame(table)["n"].dtype
    Int64Dtype()
    """
    table = whole(table)
    columns: dict[str, Sequence[Any]] = {}
    for place, one in enumerate(table.columns):
        cells = [row[place] for row in table.rows]
        columns[one.key] = [plain(cell) for cell in cells]
        notes = [cell.note if isinstance(cell, Cell) and cell.note else None for cell in cells]
        if any(notes):
            columns[f"{one.key}_note"] = notes
    made = frame(columns)
    made.attrs["title"] = table.title
    return made


def frame(
    columns: Mapping[str, Sequence[Any]],
    *,
    days: Iterable[str] = (),
    ordered: Mapping[str, Sequence[str]] | None = None,
    types: Mapping[str, str] | None = None,
) -> pandas.DataFrame:
    """Columns of plain values as a pandas table.

    Args:
        columns: name → values, None where there is none; all of one length.
        days: names of columns that hold dates (ISO); they become datetime64.
        ordered: name → its values in their order, the first one lowest: columns that can be sorted by it
            and counted with zeros.
        types: name → "Int64", "Float64" or "boolean", where the values alone do not tell it (all missing, or
            all happen to be whole).

    Raises:
        UsageError: pandas is not installed.
    """
    pd = pandas_module()
    dated, ranked, typed = frozenset(days), ordered or {}, types or {}
    made: dict[str, Any] = {}
    for name, values in columns.items():
        if name in ranked:
            made[name] = pd.Categorical(values, categories=list(ranked[name]), ordered=True)
        elif name in dated:
            made[name] = pd.to_datetime(pd.Series(values, dtype="object"), format="ISO8601", errors="coerce")
        else:
            made[name] = column(values, typed.get(name))
    return pd.DataFrame(made)


def column(values: Sequence[Any], dtype: str | None = None) -> Any:
    """Values as a column of the narrowest type that holds them all, or of the type named.

    >>> [column(v).dtype.name for v in ([1, None], [1, 2.5], [True, None], ["a"], [1, "a"], [None])]
    ['Int64', 'Float64', 'boolean', 'string', 'object', 'string']
    """
    pd = pandas_module()
    kinds = {type(v) for v in values if v is not None}
    some = [pd.NA if v is None else float(v) if isinstance(v, Decimal) else v for v in values]
    if dtype is not None:
        return pd.array(some, dtype=dtype)
    if kinds == {bool}:
        return pd.array(some, dtype="boolean")
    if kinds == {int}:
        return pd.array(some, dtype="Int64")
    if kinds and kinds <= {int, float, Decimal}:
        return pd.array(some, dtype="Float64")
    if kinds <= {str}:
        return pd.array(some, dtype="string")
    return pd.Series(some, dtype="object").array
