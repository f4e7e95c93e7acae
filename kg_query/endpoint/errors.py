"""What a caller of the endpoint is told when there is no answer; the words of an engine or a store never.

Each error carries, beside its text in both languages, the HTTP status and the name of the problem type
(RFC 9457) that it becomes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import InputError, InternalError, KgqError, LimitError
from ..model import Text
from .faults import Fault
from .incoming import doctype_refused

if TYPE_CHECKING:
    from .store_client import StoreFault

__all__ = [
    "Conflict",
    "NoGraph",
    "Refused",
    "StoreTooSlow",
    "SyntaxFault",
    "TooLarge",
    "Unavailable",
    "of_fault",
    "of_store_fault",
]


class SyntaxFault(InputError):
    """What was sent cannot be read; `line` and `column` (both from 1) say where, if that is known."""

    status, slug = 400, "sparql-syntax"

    def __init__(self, message: Text, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class Refused(InputError):
    """It is understood and not done: the store is read-only, or the form is not taken."""

    status, slug = 403, "update-not-allowed"


class Unsupported(InputError):
    """A document of a media type that is not taken."""

    status, slug = 415, "unsupported-media-type"


class Conflict(InputError):
    """An update that the data forbid."""

    status, slug = 409, "update-conflict"


class NoGraph(InputError):
    """There is no graph of that name."""

    status, slug = 404, "no-such-graph"


class TooLarge(LimitError):
    """The answer, or what was sent, is larger than the limit."""

    status, slug = 507, "result-too-large"


class Unavailable(InternalError):
    """The store does not answer, or not in a way that can be read."""

    slug = "store-unavailable"

    def __init__(self, status: int = 503, hint: Text | None = None) -> None:
        super().__init__(
            Text(
                "后面的存储没有给出可用的答复", "the store behind the service gave no answer that can be used"
            ),
            hint=hint
            or Text(
                "请稍后再试；问题持续时请告知管理员", "Try again later; if it goes on, tell the operator"
            ),
        )
        self.status = status


class StoreTooSlow(LimitError):
    """The store took too long."""

    status, slug = 503, "query-timeout"


def of_fault(fault: Fault) -> KgqError:
    """The error that a fault is to a caller.

    >>> of_fault(Fault("syntax", "error at 3:7: expected .", 3, 7)).line
    3
    """
    place = f"：第 {fault.line} 行" if fault.line else ""
    spot = f": line {fault.line}" if fault.line else ""
    if fault.line and fault.column:
        place, spot = f"{place}第 {fault.column} 列", f"{spot}, column {fault.column}"
    match fault.kind:
        case "syntax":
            return SyntaxFault(Text(f"语法错误{place}", f"syntax error{spot}"), fault.line, fault.column)
        case "iri":
            return SyntaxFault(Text("图的名称不是完整的 IRI", "the name of a graph is no absolute IRI"))
        case "using":
            return SyntaxFault(
                Text(
                    "更新中已有 USING 或 WITH，不能再给 using-graph-uri",
                    "the update has USING or WITH itself, so using-graph-uri cannot be given",
                )
            )
        case "doctype":
            return _with_hint(Refused, *doctype_refused(), status=422, slug="doctype-not-allowed")
        case "unsupported":
            return Unsupported(Text("不支持这种格式", "documents of this type are not taken"))
        case "conflict":
            return Conflict(
                Text(
                    "与现有数据冲突，更新没有进行", "the update conflicts with the data; nothing was changed"
                )
            )
        case "no-graph":
            return NoGraph(Text("没有这个图", "there is no graph of that name"))
        case "read-only":
            return Refused(
                Text("本服务只读", "the service is read-only"),
                hint=Text(
                    "要写入，须以 --writable 启动", "To be written to it has to be started with --writable"
                ),
            )
        case "storage" | "in-use":
            return Unavailable(503)
    return InternalError(Text("查询未能完成", "the query could not be carried out"))


def _with_hint(kind: type[InputError], message: Text, hint: Text, *, status: int, slug: str) -> InputError:
    error = kind(message, hint=hint)
    error.status, error.slug = status, slug  # type: ignore[attr-defined]
    return error


def of_store_fault(fault: StoreFault, seconds: float = 0.0) -> KgqError:
    """The error that a fault of a remote store is to a caller.

    Args:
        fault: what came of the request.
        seconds: the time it had.
    """
    match fault.kind:
        case "timeout":
            return StoreTooSlow(
                Text(
                    f"存储在 {seconds:g} 秒内没有答复" if seconds else "存储没有及时答复",
                    f"the store did not answer within {seconds:g} s"
                    if seconds
                    else "the store did not answer in time",
                ),
                hint=Text(
                    "请加 LIMIT，或减少互不相连的模式", "Add a LIMIT, or join the patterns of the query"
                ),
            )
        case "no-graph":
            return of_fault(Fault("no-graph"))
        case "too-large":
            return TooLarge(
                Text("存储的答复超过上限", "the store's answer is longer than the limit"),
                hint=Text("请加 LIMIT", "Add a LIMIT"),
            )
        case "busy":
            return Unavailable(503)
        case "refused":
            return Unavailable(502, Text("存储不接受这个请求", "The store does not take this request"))
    return Unavailable(502)
