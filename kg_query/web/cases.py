"""The routes of kept cases, which are there only where the operator keeps cases.

    POST   /api/v1/cases                  a matter or case file: answered and kept; Idempotency-Key
    GET    /api/v1/cases                  one's own
    GET    /api/v1/cases/{id}             what was sent and what was answered
    GET    /api/v1/cases/{id}/graph.ttl   the same as RDF (.ttl .jsonld .trig .nq)
    DELETE /api/v1/cases/{id}             gone for good
    POST   /api/v1/cases/sparql           a query over one's own

Nobody's case is anybody else's: of those there are none (404). Personal data are masked unless
`personal-data=show` is asked for by somebody with the scope write. Nothing here may be stored by caches.
"""

from __future__ import annotations

import asyncio
import functools
import hashlib
import logging
import re
from typing import Any

from fastapi import APIRouter, Request, Response

from ..access import Actor
from ..errors import UsageError
from ..keeping import Conflict, Kept, StorageFault
from ..model import Text
from ..outputs import json_bytes
from .auditing import note
from .case_work import GRAPHS, RESULTS
from .forms import fields_of
from .identity import identified, shows_personal_data
from .kept_cases import Cases
from .negotiation import accepts
from .problems import HttpProblem

__all__ = ["LARGEST", "PREFIX", "router"]

log = logging.getLogger("kg_query.web")

PREFIX = "/api/v1/cases"
_PRIVATE = {"Cache-Control": "private, no-store", "Vary": "Authorization, Accept, Accept-Language"}
_KEY = re.compile(r'"?([\x21\x23-\x7e][\x20\x21\x23-\x7e]{0,253}[\x21\x23-\x7e]?)"?')
#: The most cases that one list has.
LARGEST = 1000


def router() -> APIRouter:
    """The router; to be included before that of the API, whose names are more general."""
    made = APIRouter(prefix=PREFIX)
    routes: list[tuple[str, str, Any, str]] = [
        ("POST", "", _create, "cases:create"),
        ("GET", "", _list, "cases:list"),
        ("POST", "/sparql", _sparql, "cases:sparql"),
        ("GET", "/{case}", _read, "cases:read"),
        ("DELETE", "/{case}", _delete, "cases:delete"),
        ("GET", "/{case}/graph.{ending}", _graph, "cases:graph"),
    ]
    for method, path, endpoint, name in routes:
        made.add_api_route(
            path,
            _guarded(endpoint),
            methods=["GET", "HEAD"] if method == "GET" else [method],
            name=name,
            include_in_schema=False,
            response_class=Response,
        )
    return made


def _guarded(endpoint: Any) -> Any:
    """The endpoint; where the disk refuses, the log says where, and the caller only that."""

    @functools.wraps(endpoint)
    async def guarded(*args: Any, **named: Any) -> Response:
        try:
            answer: Response = await endpoint(*args, **named)
        except StorageFault as fault:
            log.error("cases: %s", fault.render("en"))
            raise StorageFault(fault.message) from None
        return answer

    return guarded


async def _create(request: Request) -> Response:
    cases, actor = _cases(request), identified(request, "assess")
    full = shows_personal_data(request)
    key = _idempotency_key(request)
    body = await request.body()
    media_type = request.headers.get("content-type", "")
    digest = hashlib.sha256(media_type.encode() + b"\n" + body).hexdigest()
    try:
        kept, new = await cases.keep(actor, body, media_type, key, digest)
    except Conflict:
        raise HttpProblem(
            422, "idempotency-key", Text("幂等键已用于别的请求", "The idempotency key was used for another request"),
            Text("同一个 Idempotency-Key 只能重复同一请求", "The same Idempotency-Key may only repeat the same request"),
        ) from None  # fmt: skip
    await note(request, "cases.create", kept.meta.id, 201 if new else 200)
    headers = {"Location": f"{_root(request)}{PREFIX}/{kept.meta.id}"}
    if not new:
        headers["Idempotency-Replayed"] = "true"
    return _json(_told(kept, full, sent=False), 201, headers)


async def _list(request: Request) -> Response:
    cases, actor = _cases(request), identified(request, "assess")
    limit, offset = _count(request, "limit", 100), _count(request, "offset", 0)
    if limit > LARGEST:
        raise UsageError(Text(f"limit 至多 {LARGEST}", f"limit is {LARGEST} at most"), "limit")
    found = await asyncio.to_thread(cases.store.list_, actor)
    await note(request, "cases.list", "", 200)
    return _json({"total": len(found), "cases": [m.to_json() for m in found[offset : offset + limit]]})


async def _read(request: Request, case: str) -> Response:
    cases, actor = _cases(request), identified(request, "assess")
    full = shows_personal_data(request)
    kept = await _found(request, actor, cases, case, "cases.read")
    return _json(_told(kept, full, sent=True))


async def _graph(request: Request, case: str, ending: str) -> Response:
    cases, actor = _cases(request), identified(request, "assess")
    if ending not in GRAPHS:
        raise _none()
    full = shows_personal_data(request)
    kept = await _found(request, actor, cases, case, "cases.graph")
    content = await cases.written(actor, kept, ending, full)
    return Response(content, headers={**_PRIVATE, "Content-Type": GRAPHS[ending]})


async def _delete(request: Request, case: str) -> Response:
    cases, actor = _cases(request), identified(request, "assess")
    gone = await asyncio.to_thread(cases.store.delete, actor, case)
    await note(request, "cases.delete", _ident(case), 204 if gone else 404)
    if not gone:
        raise _none()
    return Response(status_code=204, headers=_PRIVATE)


async def _sparql(request: Request) -> Response:
    cases, actor = _cases(request), identified(request, "assess")
    full = shows_personal_data(request)
    query, graphs = await _query(request)
    offered = [*RESULTS, "text/turtle", "application/ld+json"]
    chosen = accepts(request.headers.get("accept", "*/*"), offered)
    if chosen is None:
        raise HttpProblem(
            406, "not-acceptable", Text("没有可接受的格式", "No acceptable format"),
            Text("可用：" + "、".join(offered), "Available: " + ", ".join(offered)),
        )  # fmt: skip
    media_type, content = await cases.asked(actor, query, graphs, str(chosen), full)
    await note(request, "cases.sparql", "", 200, query)
    return Response(content, headers={**_PRIVATE, "Content-Type": media_type})


# --- reading what is asked --------------------------------------------------------------------


async def _query(request: Request) -> tuple[str, dict[str, list[str]]]:
    """The query and its dataset (SPARQL 1.1 Protocol, sections 2.1.2 and 2.1.3); never in the address (A10)."""
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        text = (await request.body()).decode()
    except UnicodeDecodeError:
        raise UsageError(Text("查询不是 UTF-8", "the query is not UTF-8")) from None
    if "query" in request.query_params:
        raise UsageError(
            Text("查询不能写在地址中", "the query must not stand in the address"),
            "query",
            Text("案件的内容会进入各处的日志；请写在请求体中", "Logs keep addresses; put it into the body"),
        )
    fields: dict[str, list[str]] = {}
    if media == "application/x-www-form-urlencoded":
        for name, value in fields_of(text.encode(), 200):
            fields.setdefault(name, []).append(value)
        queries = fields.get("query", [])
    elif media == "application/sparql-query":
        queries = [text]
    else:
        raise HttpProblem(
            415, "unsupported-media-type", Text("不支持的媒体类型", "Unsupported media type"),
            Text("请用 application/sparql-query 或者 application/x-www-form-urlencoded",
                 "Use application/sparql-query or application/x-www-form-urlencoded"),
        )  # fmt: skip
    if len(queries) != 1 or not queries[0].strip():
        raise UsageError(Text("需要恰好一条查询", "exactly one query is needed"), "query")
    graphs = {
        "default_graphs": fields.get("default-graph-uri", []),
        "named_graphs": fields.get("named-graph-uri", []),
    }
    return queries[0], graphs


def _idempotency_key(request: Request) -> str:
    given = request.headers.getlist("idempotency-key")
    if not given:
        return ""
    found = _KEY.fullmatch(given[0].strip())
    if len(given) > 1 or found is None:
        raise HttpProblem(
            400, "idempotency-key", Text("幂等键不能这样写", "This cannot be an idempotency key"),
            Text("一个标头，1 至 255 个可见的 ASCII 字符", "One header of 1 to 255 visible ASCII characters"),
        )  # fmt: skip
    return found.group(1)


def _count(request: Request, name: str, default: int) -> int:
    given = request.query_params.get(name)
    if given is None:
        return default
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise UsageError(Text(f"{name} 应为整数", f"{name} is a whole number"), name)
    return int(given)


# --- answering --------------------------------------------------------------------------------


async def _found(request: Request, actor: Actor, cases: Cases, case: str, action: str) -> Kept:
    kept = await asyncio.to_thread(cases.store.get, actor, case)
    await note(request, action, _ident(case), 200 if kept else 404)
    if kept is None:
        raise _none()
    return kept


def _told(kept: Kept, full: bool, sent: bool) -> dict[str, Any]:
    content = kept.content["full" if full else "masked"]
    shown = {**kept.meta.to_json(), "masked": not full}
    if sent:
        shown["sent"] = content["sent"]
    return {**shown, "answer": content["answer"]}


def _json(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(
        json_bytes(value), status, {**_PRIVATE, **(headers or {}), "Content-Type": "application/json"}
    )


def _cases(request: Request) -> Cases:
    cases = request.app.state.service.cases
    if not isinstance(cases, Cases):
        raise _none()
    return cases


def _none() -> HttpProblem:
    return HttpProblem(
        404, "not-found", Text("没有这个案件", "There is no such case"),
        Text("编号不存在、已经到期或者已经删除", "The id does not exist, or its case is over or deleted"),
    )  # fmt: skip


def _ident(case: str) -> str:
    """An id as the audit log may hold it: what has not the form of one is not written down."""
    return case if re.fullmatch(r"[0-9a-f-]{36}", case) else "?"


def _root(request: Request) -> str:
    return str(request.app.state.service.settings.public_url or "").rstrip("/")
