"""The fields of a form sent as `application/x-www-form-urlencoded`, read at a cost that no sender can raise.

The functions of the standard library take apart a text of percent signs piece by piece, some seconds for what
an upload may hold, in which nobody else is answered. Here each step goes over all bytes at once.
"""

from __future__ import annotations

import binascii
import re

from kg_query.errors import LimitError, UsageError
from kg_query.model import Text

__all__ = ["fields_of"]

_BROKEN = re.compile(rb"%(?![0-9A-Fa-f]{2})")


def fields_of(body: bytes, most: int) -> list[tuple[str, str]]:
    """The fields in their order, names and values; what is no UTF-8 in them is replaced.

    Args:
        body: all of it.
        most: how many fields there may be.

    Raises:
        LimitError: there are more.
        UsageError: a percent sign that begins no byte, as no browser and no library sends it.

    Source: WHATWG URL standard, section 5.1.

    >>> fields_of(b"a=1&b=%E6%A1%88+x&c&=d", 9)
    [('a', '1'), ('b', '案 x'), ('c', ''), ('', 'd')]
    """
    if body.count(b"&") >= most:
        raise LimitError(Text(f"表单最多 {most} 个字段", f"a form has {most} fields at most"))
    if _BROKEN.search(body):
        raise UsageError(
            Text("表单的编码有误：% 之后不是两位十六进制数", "the form is not encoded well: a % without two hexadecimal digits")
        )  # fmt: skip
    pairs = (one.partition(b"=")[::2] for one in body.split(b"&") if one)
    return [(_plain(name), _plain(value)) for name, value in pairs]


def _plain(text: bytes) -> str:
    """The text without its encoding: `%41` is what quoted-printable writes as `=41`, which C code reads."""
    if b"%" in text:
        text = binascii.a2b_qp(text.replace(b"=", b"=3D").replace(b"+", b" ").replace(b"%", b"="))
        return text.decode("utf-8", "replace")
    return text.replace(b"+", b" ").decode("utf-8", "replace")
