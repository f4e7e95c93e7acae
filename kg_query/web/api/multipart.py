"""The parts of a `multipart/form-data` body (RFC 7578), all in memory: nothing of a case touches a disk."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg_query.errors import UsageError
from kg_query.model import Text

__all__ = ["PARTS", "Part", "parts_of"]

#: The most parts that one body may have.
PARTS = 40


@dataclass(slots=True)
class Part:
    """One part: the name of its field, the name of its file (None: a plain field), its type and content."""

    name: str = ""
    filename: str | None = None
    media_type: str = ""
    content: bytes = b""
    _content: list[bytes] = field(default_factory=list)


def parts_of(body: bytes, content_type: str, most: int = PARTS) -> list[Part]:
    """The parts of a body, in their order.

    Args:
        body: all of it.
        content_type: the value of the header, which holds the boundary.
        most: how many parts it may have.

    Raises:
        UsageError: no boundary, a body that is none of this form, or too many parts.

    >>> made = b'--x\\r\\nContent-Disposition: form-data; name="lang"\\r\\n\\r\\nen\\r\\n--x--\\r\\n'
    >>> [(p.name, p.content) for p in parts_of(made, "multipart/form-data; boundary=x")]
    [('lang', b'en')]
    """
    from python_multipart.exceptions import FormParserError
    from python_multipart.multipart import MultipartParser, parse_options_header

    boundary = parse_options_header(content_type)[1].get(b"boundary", b"")
    if not boundary or len(boundary) > 200:
        raise _bad("缺少 boundary", "has no boundary")
    reading = _Reading(most)
    try:
        parser = MultipartParser(boundary, reading.callbacks())  # type: ignore[arg-type]
        parser.write(body)
        parser.finalize()
    except FormParserError:
        raise _bad("不符合 RFC 7578", "is not as RFC 7578 has it") from None
    if not reading.ended:
        raise _bad("没有结束", "does not come to its end")
    return reading.parts


def _bad(zh: str, en: str) -> UsageError:
    return UsageError(Text(f"multipart/form-data 请求体{zh}", f"the multipart/form-data body {en}"))


class _Reading:
    """What the parser calls while it goes through a body."""

    def __init__(self, most: int) -> None:
        self.parts: list[Part] = []
        self.most = most
        self.ended = False
        self._field = b""
        self._value = b""

    def callbacks(self) -> dict[str, object]:
        return {
            "on_part_begin": self.begin,
            "on_header_field": self.header_field,
            "on_header_value": self.header_value,
            "on_header_end": self.header_end,
            "on_part_data": self.data,
            "on_part_end": self.end,
            "on_end": self.finish,
        }

    def begin(self) -> None:
        if len(self.parts) >= self.most:
            raise _bad(f"最多 {self.most} 个部分", f"has more than {self.most} parts")
        self.parts.append(Part())
        self._field = self._value = b""

    def header_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def header_end(self) -> None:
        from python_multipart.multipart import parse_options_header

        name, part = self._field.strip().lower(), self.parts[-1]
        if name == b"content-disposition":
            _, options = parse_options_header(self._value)
            part.name = options.get(b"name", b"").decode("utf-8", "replace")
            if b"filename" in options:
                part.filename = options[b"filename"].decode("utf-8", "replace")
        elif name == b"content-type":
            part.media_type = self._value.decode("latin-1").strip()
        self._field = self._value = b""

    def data(self, data: bytes, start: int, end: int) -> None:
        self.parts[-1]._content.append(data[start:end])

    def end(self) -> None:
        part = self.parts[-1]
        part.content = b"".join(part._content)
        part._content.clear()

    def finish(self) -> None:
        self.ended = True
