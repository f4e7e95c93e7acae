"""What an HTTP request asks a SPARQL endpoint for, to the letter of SPARQL 1.1 Protocol, section 2.

Nothing here runs anything: method, parameters and body go in, an operation or a problem comes out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import parse_qsl

from ..model import Text
from .problems import HttpProblem
from .settings import LONGEST_QUERY

__all__ = [
    "FORM", "MAX_QUERY", "MAX_REQUEST", "QUERY", "UPDATE", "Asked", "longest", "media_type", "read_request",
]  # fmt: skip

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

#: Longest query or update taken over HTTP, in bytes of UTF-8.
MAX_QUERY = 64 * 1024
#: Longest request of the protocol, in bytes: a form may need three for each byte of its query.
MAX_REQUEST = 4 * MAX_QUERY
#: Most parameters of one request.
MAX_PARAMETERS = 200

_OF_QUERIES = ("default-graph-uri", "named-graph-uri")
_OF_UPDATES = ("using-graph-uri", "using-named-graph-uri")
#: These may stand once only.
_SINGLE = ("query", "update", "version", "timeout")

Parameters = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """An operation of the SPARQL Protocol, or none (`describe`: a GET without a query).

    Attributes:
        operation: what is to be done.
        text: the query or the update, as it was sent.
        default_graphs: IRIs of `default-graph-uri`, or of `using-graph-uri` for an update.
        named_graphs: IRIs of `named-graph-uri`, or of `using-named-graph-uri`.
        formats: the formats asked for by name, instead of by Accept; clients name one in several ways.
        seconds: how long the query may run, where the client says it.
    """

    operation: Literal["query", "update", "describe"]
    text: str = ""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    seconds: float | None = None


def longest(settings: Any) -> float:
    """How many seconds a client may ask for, given the settings of the service."""
    return max(LONGEST_QUERY, float(settings.query_seconds))


def media_type(header: str | None) -> tuple[str, str | None]:
    """The media type of a Content-Type header in lower case, and its charset.

    >>> media_type('Application/SPARQL-Query; charset="UTF-16"')
    ('application/sparql-query', 'utf-16')
    """
    kind, *parameters = (header or "").lower().split(";")
    charset = None
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset":
            charset = value.strip().strip("\"'")
    return kind.strip(), charset


def read_request(method: str, query_string: bytes, content_type: str | None, body: bytes) -> Asked:
    """The operation that a request asks for.

    Args:
        method: GET, HEAD or POST.
        query_string: what follows `?` in the address, as it was sent.
        content_type: the header Content-Type.
        body: the body of the request.

    Raises:
        HttpProblem: 400 for parameters that are wrong, twice or not UTF-8, 415 for another media type.

    >>> read_request("GET", b"query=ASK%20%7B%7D&default-graph-uri=urn:g", None, b"").default_graphs
    ('urn:g',)
    """
    address = _parameters(query_string)
    if method != "POST":
        return _by_get(address, body)
    kind, charset = media_type(content_type)
    if kind not in (FORM, QUERY, UPDATE):
        raise _unsupported(kind)
    if charset not in (None, "utf-8", "utf8", "us-ascii"):
        raise _bad(
            "bad-request",
            f"SPARQL 只能用 UTF-8，不能用 {charset}",
            f"SPARQL is sent in UTF-8, not in {charset}",
        )
    for name in ("query", "update"):
        if any(key == name for key, _ in address):
            raise _bad(
                "bad-parameter",
                f"POST 请求的 {name} 须放在正文中，不能放在地址中",
                f"a POST request has its {name} in the body, not in the address",
            )
    if kind == FORM:
        return _asked(address + _parameters(body))
    name = "query" if kind == QUERY else "update"
    return _asked([*address, (name, _utf8(body))])


def _by_get(address: Parameters, body: bytes) -> Asked:
    if body:
        raise _bad("bad-request", "GET 请求不能带正文", "a GET request has no body")
    if any(key == "update" for key, _ in address):
        raise _bad(
            "bad-parameter",
            "更新只能用 POST 发送",
            "an update is sent by POST",
        )
    if not any(key == "query" for key, _ in address):
        _once(address)
        return Asked("describe", formats=_formats(address))
    return _asked(address)


def _asked(parameters: Parameters) -> Asked:
    _once(parameters)
    query, update = _one(parameters, "query"), _one(parameters, "update")
    if (query is None) == (update is None):
        raise _bad(
            "bad-parameter",
            "请求须有且只有一个 query 或一个 update",
            "the request needs exactly one query or one update",
        )
    wrong = _OF_UPDATES if update is None else _OF_QUERIES
    for name, _ in parameters:
        if name in wrong:
            raise _bad(
                "bad-parameter",
                f"参数 {name} 不能与 {'query' if update is None else 'update'} 同用",
                f"the parameter {name} does not go with {'query' if update is None else 'update'}",
            )
    default, named = _OF_QUERIES if update is None else _OF_UPDATES
    return Asked(
        "query" if update is None else "update",
        (query if update is None else update) or "",
        _iris(parameters, default),
        _iris(parameters, named),
        _formats(parameters),
        _seconds(_one(parameters, "timeout")),
    )


def _utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise _bad("bad-request", "请求不是有效的 UTF-8", "the request is not valid UTF-8") from None


def _parameters(data: bytes) -> Parameters:
    try:
        return parse_qsl(
            _utf8(data),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=MAX_PARAMETERS,
        )
    except UnicodeDecodeError:
        raise _bad("bad-request", "请求不是有效的 UTF-8", "the request is not valid UTF-8") from None
    except ValueError:
        raise _bad(
            "bad-parameter",
            f"参数超过 {MAX_PARAMETERS} 个",
            f"the request has more than {MAX_PARAMETERS} parameters",
        ) from None


def _once(parameters: Parameters) -> None:
    names = [name for name, _ in parameters]
    for name in _SINGLE:
        if names.count(name) > 1:
            raise _bad(
                "bad-parameter", f"参数 {name} 只能有一个", f"the parameter {name} may be given once only"
            )


def _one(parameters: Parameters, name: str) -> str | None:
    return next((value for key, value in parameters if key == name), None)


def _formats(parameters: Parameters) -> tuple[str, ...]:
    named = (one for name, value in parameters if name == "format" for one in value.split(","))
    return tuple(one.strip() for one in named if one.strip())


def _iris(parameters: Parameters, name: str) -> tuple[str, ...]:
    """The graphs that a parameter names: absolute IRIs, which are never fetched."""
    import pyoxigraph as ox

    found = tuple(value for key, value in parameters if key == name)
    for value in found:
        try:
            ox.NamedNode(value)
        except ValueError:
            raise _bad(
                "bad-parameter",
                f"{name} 不是完整的 IRI：{value[:200]}",
                f"{name} is not an absolute IRI: {value[:200]}",
            ) from None
    return found


def _seconds(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise _bad(
            "bad-parameter",
            f"timeout 须为大于 0 的秒数，现为：{text[:40]}",
            f"timeout is a number of seconds above 0, not: {text[:40]}",
        )
    return seconds


def _unsupported(kind: str) -> HttpProblem:
    shown = kind[:100] or "—"
    return HttpProblem(
        415,
        "unsupported-media-type",
        None,
        Text(
            f"Content-Type 须为 {FORM}、{QUERY} 或 {UPDATE}，现为 {shown}",
            f"Content-Type must be {FORM}, {QUERY} or {UPDATE}, not {shown}",
        ),
        headers={"Accept-Post": f"{FORM}, {QUERY}, {UPDATE}"},
    )


def _bad(slug: str, zh: str, en: str) -> HttpProblem:
    return HttpProblem(400, slug, None, Text(zh, en))
