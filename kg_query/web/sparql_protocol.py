"""The SPARQL endpoint: SPARQL 1.1 Protocol over whatever store stands behind it.

A request is read (`sparql_request`), looked at by the guard, matched with a format that the client
takes, and handed to the backend, which runs it in a process of its own. A GET without a query gives
the service description. A browser, which would rather have HTML than any of that, gets a page
(`pages.sparql`); so does `format=html`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from .. import __version__
from ..errors import InputError, LimitError
from ..model import Text
from ..sparql import guard
from ..terms import PREFIXES
from ..workers import TimedOut
from .auditing import note
from .middleware.rate import caller
from .negotiation import accepts, disposition, etag
from .problems import HttpProblem
from .service_description import described, endpoint_address
from .settings import LONGEST_QUERY
from .sparql_formats import FORMATS, HTML, XLSX, Format, format_named, formats_for
from .sparql_request import MAX_QUERY, MAX_REQUEST, Asked, longest, read_request
from .write_access import may_write, refuse_unless_allowed

if TYPE_CHECKING:
    from ..endpoint.errors import SyntaxFault
    from ..endpoint.request import Reply

__all__ = ["PATH", "checked", "lasting", "router", "run"]

#: Where the endpoint is.
PATH = "/sparql"
#: Answers up to this size are sent at once, in bytes: a stream costs a thread for each piece.
_WHOLE = 256 * 1024
#: Functions that give another value each time; an answer with one of them has no ETag.
_FRESH = frozenset({"NOW", "RAND", "UUID", "STRUUID"})

router = APIRouter(include_in_schema=False)  # described by hand: its bodies are of three kinds


@router.api_route(PATH, methods=["GET", "HEAD", "POST", "OPTIONS"])
async def sparql(request: Request) -> Response:
    """One request to the endpoint, whatever its method (SPARQL 1.1 Protocol, section 2)."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": "GET, HEAD, POST, OPTIONS"})
    body = await _body(request)
    asked = read_request(
        request.method, request.scope["query_string"], request.headers.get("content-type"), body
    )
    if asked.operation != "update" and wants_page(request, asked):
        from .pages.sparql import answered

        response = await answered(request, asked, body)
    elif asked.operation == "describe":
        response = described(request, asked.formats)
    elif asked.operation == "update":
        response = await _update(request, asked)
    else:
        response = await _query(request, asked)
    return response


async def _body(request: Request) -> bytes:
    """The body, read no further than the longest request that can be answered."""
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > MAX_REQUEST:
            raise _too_large(
                f"请求超过 {MAX_REQUEST // 1024} KB", f"the request is longer than {MAX_REQUEST // 1024} KB"
            )
    return bytes(found)


# --- queries --------------------------------------------------------------------------------


def wants_page(request: Request, asked: Asked) -> bool:
    """Whether a person with a browser is asking: HTML comes before every format of results.

    Programs are never given a page unasked. Java's own client names HTML first as well, but takes
    anything and knows no XHTML, which every browser names.

    Args:
        request: the request.
        asked: what it asks for.
    """
    if asked.formats:
        return asked.formats[0] == "html"
    header = request.headers.get("accept") or ""
    types = [f.media_type for f in FORMATS]
    if accepts(header, [*types, HTML]) != HTML:
        return False
    return "application/xhtml+xml" in header.lower() or accepts(header, types) is None


def checked(text: str) -> tuple[frozenset[str], guard.Form]:
    """The keywords of a query that is safe to run, and what it gives.

    Raises:
        HttpProblem: it is too long, calls another server, cannot be read, or is an update.
    """
    words = _guarded(text)
    try:
        return words, guard.form(text)
    except guard.NotAQuery as error:
        raise _problem(400, "not-a-query", error) from None


async def run(
    request: Request, asked: Asked, accept: str, rows: int | None = None, output: int | None = None
) -> Reply:
    """The reply of the store to a query that was `checked`.

    Args:
        request: whose query it is.
        asked: the query and its graphs.
        accept: the media type of the answer.
        rows: most rows; by default as the service is set up.
        output: most bytes of rows.

    Raises:
        HttpProblem: a syntax error, or the time was up.
        WorkerError, KgqError: the store could not answer.
    """
    from ..endpoint.errors import SyntaxFault
    from ..endpoint.request import MAX_OUTPUT, QueryRequest

    service = request.app.state.service
    settings = service.settings
    wanted = QueryRequest(
        query=asked.text,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        accept=accept,
        seconds=min(asked.seconds or settings.query_seconds, longest(settings)),
        rows=settings.rows if rows is None else min(rows, settings.rows),
        output=MAX_OUTPUT if output is None else output,
        share=caller(request.scope),
        base=endpoint_address(request),
    )
    try:
        found: Reply = await service.backend.query(wanted)
    except SyntaxFault as error:
        raise _syntax(error, asked.text) from None
    except TimedOut as error:
        raise _timeout(error.seconds) from None
    return found


async def _query(request: Request, asked: Asked) -> Response:
    service = request.app.state.service
    words, form = checked(asked.text)
    if asked.formats[:1] == (XLSX,) and form == "rows":
        from .pages.sparql_downloads import workbook

        return await workbook(request, asked)
    format, content_type = _format(request, asked, form)
    headers = {"Vary": "Accept, Accept-Language", "Content-Type": content_type}
    if format.attachment:
        headers["Content-Disposition"] = disposition(f"query.{format.name}")
    tag = _tag(service, asked, format, words)
    if tag is not None and request.method != "POST":
        headers["ETag"] = tag
        if _known(request.headers.get("if-none-match"), tag):
            headers.pop("Content-Type")
            return Response(status_code=304, headers=headers)
    reply = await run(request, asked, format.media_type)
    headers["Content-Length"] = str(reply.size)
    if reply.truncated:
        headers["X-Truncated"] = "true"
        headers.pop("ETag", None)
    if request.method == "HEAD":
        reply.body.close()
        return Response(headers=headers)
    if reply.size <= _WHOLE:
        try:
            return Response(reply.body.read(), headers=headers)
        finally:
            reply.body.close()
    return StreamingResponse(reply.pieces(), headers=headers)


def _format(request: Request, asked: Asked, form: guard.Form) -> tuple[Format, str]:
    """How the answer is written, by the name asked for or by Accept (RFC 9110, section 12.5.1)."""
    offered = formats_for(form)
    if asked.formats:
        named = [one for name in asked.formats if (one := format_named(name, form)) is not None]
        if not named:
            raise _not_acceptable(form)
        return named[0], named[0].content_type
    chosen = accepts(request.headers.get("accept"), list(offered))
    if chosen is None:
        raise _not_acceptable(form)
    format = offered[str(chosen)]
    # Who asks for application/json gets it under that name: some clients read nothing else.
    return format, format.content_type if chosen == format.media_type else str(chosen)


def _not_acceptable(form: guard.Form) -> HttpProblem:
    named = {f.name: f.media_type for f in formats_for(form).values()}
    types = list(formats_for(form))
    return HttpProblem(
        406,
        "not-acceptable",
        None,
        Text(
            f"这种查询的结果可用：{'、'.join(types)}；或写 format={'|'.join(named)}",
            f"Results of this kind of query come as {', '.join(types)}; or write format={'|'.join(named)}",
        ),
        extra={"available": types},
    )


def lasting(service: Any, words: frozenset[str]) -> bool:
    """Whether a query with these keywords gives the same answer as long as the dataset is served."""
    return not (service.dataset is None or service.backend.writable or words & _FRESH)


def _tag(service: Any, asked: Asked, format: Format, words: frozenset[str]) -> str | None:
    """The ETag of the answer: the dataset, the program and all that was asked decide it.

    It is weak (RFC 9110, section 8.8.1): blank nodes may be named otherwise next time.
    """
    if not lasting(service, words):
        return None
    dataset = service.dataset
    parts = (
        dataset.manifest.content, __version__, asked.text, format.name, str(service.settings.rows),
        *(f"default {g}" for g in asked.default_graphs), *(f"named {g}" for g in asked.named_graphs),
    )  # fmt: skip
    return "W/" + etag(*parts).removeprefix("W/")


def _known(header: str | None, tag: str) -> bool:
    """Whether If-None-Match names this tag, by weak comparison (RFC 9110, section 13.1.2)."""
    if header is None:
        return False
    given = [one.strip().removeprefix("W/") for one in header.split(",")]
    return "*" in given or tag.removeprefix("W/") in given


# --- updates --------------------------------------------------------------------------------


async def _update(request: Request, asked: Asked) -> Response:
    from ..endpoint.errors import SyntaxFault

    service = request.app.state.service
    if not may_write(service):
        raise HttpProblem(
            403,
            "update-not-allowed",
            None,
            Text(
                "本服务只读；要写入，须以 --writable 启动并设置令牌",
                "The service is read-only; to be written to it has to be started with --writable and a token",
            ),
        )
    refuse_unless_allowed(request)
    _guarded(asked.text, update=True)
    if (asked.default_graphs or asked.named_graphs) and guard.update_names_dataset(asked.text):
        raise HttpProblem(
            400,
            "bad-parameter",
            None,
            Text(
                "更新中已有 USING 或 WITH，不能再给 using-graph-uri 或 using-named-graph-uri",
                "the update has USING or WITH itself, so using-graph-uri and using-named-graph-uri are errors",
            ),
        )
    try:
        await service.backend.update(
            asked.text,
            using=asked.default_graphs,
            using_named=asked.named_graphs,
            share=caller(request.scope),
            base=endpoint_address(request),
        )
    except SyntaxFault as error:
        raise _syntax(error, asked.text) from None
    except TimedOut as error:
        raise _timeout(error.seconds) from None
    await note(request, "graphs.update", "", 204, asked.text)
    return Response(status_code=204)


# --- what the guard says, in HTTP -----------------------------------------------------------


def _guarded(text: str, update: bool = False) -> frozenset[str]:
    """The keywords of a text that is safe to run; else the problem that it is."""
    try:
        return guard.check_update(text, MAX_QUERY) if update else guard.check(text, MAX_QUERY)
    except guard.ServiceRefused as error:
        raise _problem(403, "service-not-allowed", error) from None
    except guard.LoadRefused as error:
        raise _problem(403, "load-not-allowed", error) from None
    except LimitError as error:
        raise _problem(413, "query-too-large", error) from None
    except InputError as error:
        raise _problem(400, "sparql-syntax", error) from None


def _problem(status: int, slug: str, error: InputError | LimitError) -> HttpProblem:
    extra: dict[str, object] = {}
    if error.where and error.where.startswith("SPARQL:"):
        extra["line"] = int(error.where.removeprefix("SPARQL:"))
    hint = error.hint
    detail = Text(
        f"{error.message.zh}。{hint.zh}" if hint else error.message.zh,
        f"{error.message.en}. {hint.en}" if hint else error.message.en,
    )
    return HttpProblem(status, slug, None, detail, extra=extra)


def _syntax(error: SyntaxFault, text: str) -> HttpProblem:
    """A syntax error that the engine found: where it is, and a prefix that was forgotten by its name."""
    extra = {"line": error.line, "column": error.column}
    detail = error.message
    prefix = guard.undeclared(text, PREFIXES)
    if prefix is not None:
        detail = Text(
            f"{detail.zh}。前缀 {prefix}: 没有声明", f"{detail.en}. Prefix {prefix}: is not declared"
        )
    known = {name: value for name, value in extra.items() if value is not None}
    return HttpProblem(400, "sparql-syntax", None, detail, extra=known)


def _timeout(seconds: float) -> HttpProblem:
    return HttpProblem(
        503,
        "query-timeout",
        None,
        Text(
            f"查询超过 {seconds:g} 秒，已终止；可加 LIMIT，或用 timeout 延长到 {LONGEST_QUERY:g} 秒",
            f"The query took longer than {seconds:g} s and was ended; add a LIMIT, or extend the time "
            f"to {LONGEST_QUERY:g} s with timeout",
        ),
        headers={"Retry-After": "10"},
    )


def _too_large(zh: str, en: str) -> HttpProblem:
    return HttpProblem(413, "query-too-large", None, Text(zh, en))
