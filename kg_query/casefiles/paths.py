"""Reading a case file or a register entry by path: `documents/penalty-decision/made_on`.

The value at a path may be several where a list stands on the way. Leaves may be typed (dates,
decimals) or still text; both are understood.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

__all__ = ["LARGEST", "as_amount", "as_day", "as_words", "holds", "last_day", "nodes", "values"]

#: Sums of money end below this; more is a slip of the pen, and no longer exact.
LARGEST = Decimal(10) ** 15


def nodes(record: object, path: str) -> Iterator[tuple[str, object]]:
    """What stands at a path, with the path that leads to just that; the first of a list is 1.

    >>> list(nodes({"remedies": [{"kind": "review"}]}, "remedies"))
    [('remedies/1', {'kind': 'review'})]
    """
    ahead: list[tuple[str, object]] = [("", record)]
    for step in path.split("/") if path else []:
        found: list[tuple[str, object]] = []
        for place, node in ahead:
            if isinstance(node, Mapping) and node.get(step) is not None:
                found.extend(_spread(f"{place}/{step}" if place else step, node[step]))
        ahead = found
    yield from ahead


def _spread(place: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, (list, tuple)):
        for number, one in enumerate(value, 1):
            yield from _spread(f"{place}/{number}", one)
    else:
        yield place, value


def values(node: object, path: str, root: object = None) -> list[object]:
    """The values at a path from `node`, or from `root` where the path begins with /."""
    start = root if path.startswith("/") else node
    return [value for _, value in nodes(start, path.lstrip("/"))]


def as_day(value: object) -> date | None:
    """The day of a date or a moment, typed or as text; None where it is neither.

    >>> as_day("2023-12-31T23:59")
    datetime.date(2023, 12, 31)
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip()[:10])
        except ValueError:
            return None
    return None


def last_day(found: list[object]) -> date | None:
    """The last of the days among some values."""
    days = [d for d in map(as_day, found) if d is not None]
    return max(days, default=None)


def as_amount(value: object) -> Decimal | None:
    """A sum of money, exactly; None where it is none."""
    if isinstance(value, bool) or value is None:
        return None
    try:
        amount = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def as_words(value: object) -> str | None:
    """A text without outer blanks; a whole number as its digits; None where there is nothing."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return str(value)
    return None


def holds(test: str, node: object, root: object = None) -> bool:
    """Whether a test is met: `path`, `!path`, `path=a|b`, `path!=a`.

    >>> holds("result=revoked|void", {"result": "void"}), holds("!note", {"result": "void"})
    (True, True)
    """
    if "!=" in test:
        path, _, wanted = test.partition("!=")
        return not set(_words(values(node, path, root))) & set(wanted.split("|"))
    if "=" in test:
        path, _, wanted = test.partition("=")
        return bool(set(_words(values(node, path, root))) & set(wanted.split("|")))
    if test.startswith("!"):
        return not values(node, test[1:], root)
    return bool(values(node, test, root))


def _words(found: list[object]) -> list[str]:
    return [str(v).lower() if isinstance(v, bool) else str(v) for v in found]
