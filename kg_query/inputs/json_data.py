"""JSON as plain data: strict (RFC 8259), no key twice in one object, every fault in two languages."""

from __future__ import annotations

from collections.abc import Callable

from kg_query.errors import InputError
from kg_query.model import Text

from .faults import shown
from .text import decode

__all__ = ["read_json"]

#: The deepest that lists and objects may nest; files of ours need less than ten.
_DEPTH = 100


class _Bad(ValueError):
    def __init__(self, zh: str, en: str) -> None:
        self.text = Text(zh, en)


def read_json(data: bytes, where: str, number: Callable[[str], object] | None = None) -> object:
    """The value that a JSON file holds.

    Args:
        data: the bytes of the file.
        where: its name, for messages.
        number: what a number with a fraction or an exponent becomes, from its own characters;
            by default a float.

    Raises:
        InputError: it is no UTF-8, or no JSON (RFC 8259), or holds a key twice in one object,
            or nests too deeply.

    >>> read_json(b'{"amount": 500.00}', "c.json", str)
    {'amount': '500.00'}
    """
    import json

    text = decode(data, where)
    try:
        found: object = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=number
        )
    except json.JSONDecodeError as fault:
        raise InputError(
            Text(
                f"不是有效的 JSON：第 {fault.lineno} 行第 {fault.colno} 列",
                f"not valid JSON: line {fault.lineno}, column {fault.colno} ({fault.msg})",
            ),
            where,
            Text("请检查该处的引号、逗号与括号", "Check quotes, commas and brackets there"),
        ) from None
    except _Bad as fault:
        raise InputError(fault.text, where) from None
    except RecursionError:
        raise _deep(where) from None
    except (ValueError, ArithmeticError):  # an integer of thousands of digits, an exponent beyond Decimal's
        raise InputError(
            Text(
                "含有位数过多或者指数过大的数字",
                "holds a number with too many digits or too large an exponent",
            ),
            where,
        ) from None
    _check_depth(found, where)
    return found


def _check_depth(value: object, where: str) -> None:
    """Refuses what nests deeper than any file that means something: whoever walks through it later need not care."""
    level = [value]
    for _ in range(_DEPTH):
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return
    raise _deep(where)


def _deep(where: str) -> InputError:
    return InputError(Text("嵌套过深", "nested too deeply"), where)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _Bad(
                    f"同一对象中键“{shown(key)}”出现两次",
                    f"the key “{shown(key)}” stands twice in one object",
                )
            seen.add(key)
    return found


def _no_constant(word: str) -> object:
    raise _Bad(f"JSON 中不能有 {word}", f"JSON has no {word}")
