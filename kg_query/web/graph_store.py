"""The graph store: whole graphs read, put, added to and deleted by HTTP.

SPARQL 1.1 Graph Store HTTP Protocol. Reading is always there; writing only where the service was started
writable, and only with its token (RFC 6750). A document is parsed in a worker, never here.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from ..endpoint.incoming import FORMATS, SEVERAL, bundle
from ..model import Text
from .auditing import note
from .graph_request import PATH, Target, read_target
from .middleware.rate import caller
from .problems import HttpProblem
from .sparql_request import media_type
from .write_access import may_write, refuse_unless_allowed

if TYPE_CHECKING:
    pass

__all__ = ["PATH", "router"]

router = APIRouter(include_in_schema=False)  # the protocol is W3C's; the service description names it

_READING = ("GET", "HEAD", "OPTIONS")
_WRITING = ("PUT", "POST", "DELETE")
_TAKEN = ", ".join(FORMATS)
_FORM = "multipart/form-data"


@router.api_route(PATH, methods=["GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS"])
@router.api_route(PATH + "/{name:path}", methods=["GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS"])
async def graph_store(request: Request) -> Response:
    """One request to the graph store, whatever its method."""
    service = request.app.state.service
    address = _address(request)
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": ", ".join(_allowed(service))})
    if request.method in _WRITING:
        refuse_unless_allowed(request)
    path = request.scope.get("raw_path", b"").decode("latin-1")
    rest = path.partition(PATH)[2]
    target = read_target(address, rest, request.scope["query_string"])
    if request.method in ("GET", "HEAD"):
        return await _read(request, target)
    if request.method == "DELETE":
        _named(target)
        await service.backend.delete_graph(target.graph, share=caller(request.scope))
        await note(request, "graphs.delete", target.graph or "", 204)
        return Response(status_code=204)
    return await _write(request, target)


def _allowed(service: Any) -> tuple[str, ...]:
    return (*_READING, *_WRITING) if may_write(service) else _READING


def _address(request: Request) -> str:
    """The public address of the graph store."""
    public = request.app.state.service.settings.public_url
    base = str(public).rstrip("/") if public else str(request.base_url).rstrip("/")
    return base + PATH


def _named(target: Target) -> None:
    """Only a graph can be read, put or deleted, not the store as a whole."""
    if target.store:
        raise HttpProblem(
            400,
            "bad-parameter",
            Text("没有指明图", "No graph is named"),
            Text(
                "请写 ?graph=<IRI> 或 ?default；只有 POST 可以不写，用来新建一个图",
                "Write ?graph=<IRI> or ?default; only POST can do without, which makes a new graph",
            ),
        )


async def _read(request: Request, target: Target) -> Response:
    from ..endpoint.request import formats
    from .negotiation import accepts

    _named(target)
    offered = formats("graph")
    chosen = accepts(request.headers.get("accept"), offered)
    if chosen is None:
        raise HttpProblem(
            406,
            "not-acceptable",
            Text("没有可接受的格式", "No acceptable format"),
            Text("可用的格式：" + "、".join(offered), "Available: " + ", ".join(offered)),
            extra={"available": list(offered)},
        )
    reply = await request.app.state.service.backend.read_graph(target.graph, chosen)
    headers = {"Vary": "Accept", "Content-Length": str(reply.size)}
    if reply.truncated:
        headers["X-Truncated"] = "true"
    if request.method == "HEAD":
        reply.body.close()
        return Response(headers=headers, media_type=reply.media_type)
    return StreamingResponse(reply.pieces(), headers=headers, media_type=reply.media_type)


async def _write(request: Request, target: Target) -> Response:
    kind, data = await _document(request)
    backend = request.app.state.service.backend
    if not target.store:
        change = backend.put_graph if request.method == "PUT" else backend.post_graph
        created = await change(target.graph, kind, data, base=target.base, share=caller(request.scope))
        status = 201 if created else 204
        await note(request, f"graphs.{request.method.lower()}", target.graph or "", status, data)
        return Response(status_code=status)
    if request.method == "PUT":
        _named(target)
    made = f"{target.base}/{uuid.uuid4()}"
    await backend.post_graph(made, kind, data, base=made, share=caller(request.scope))
    await note(request, "graphs.post", made, 201, data)
    return Response(status_code=201, headers={"Location": made})


async def _document(request: Request) -> tuple[str, bytes]:
    """The document that is sent, or the several of a form (section 5.5 of the protocol), with their type."""
    said = request.headers.get("content-type")
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("", "identity"):
        raise _unsupported(f"Content-Encoding: {encoding[:40]}")
    if request.method != "POST" or media_type(said)[0] != _FORM:
        kind = _document_type(said)
        return kind, await request.body()
    from .api.multipart import parts_of

    parts = parts_of(await request.body(), said or "")
    return SEVERAL, bundle([(_document_type(part.media_type), part.content) for part in parts])


def _document_type(said: str | None) -> str:
    """The media type of a document, if it can be read."""
    kind, charset = media_type(said)
    if kind not in FORMATS:
        raise _unsupported(kind[:100] or "—")
    if charset not in (None, "utf-8", "utf8", "us-ascii") and kind != "application/rdf+xml":
        raise _unsupported(f"charset={charset[:40]}")
    return kind


def _unsupported(what: str) -> HttpProblem:
    return HttpProblem(
        415,
        "unsupported-media-type",
        Text("不支持的内容类型", "Unsupported media type"),
        Text(f"可以发送 {_TAKEN}，不能发送 {what}", f"Documents can be sent as {_TAKEN}, not as {what}"),
        headers={"Accept": _TAKEN, "Accept-Post": _TAKEN},
    )
