"""The routes of the API: each reads its request, has the work done elsewhere, and sends what comes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from kg_query.errors import UsageError, did_you_mean, known_words
from kg_query.inputs import shown
from kg_query.model import Text

from ..identity import shows_personal_data
from ..negotiation import LANGUAGES, accepts, disposition, language
from ..policy import NO_STORE, PUBLIC
from ..problems import HttpProblem
from .caching import Kept
from .operations import FORMATS, Operation
from .options import OFTEN
from .table import operations
from .working import looked_up, worked

__all__ = ["PREFIX", "router"]

#: Where the API stands.
PREFIX = "/api/v1"

Send = Callable[[Request], Any]


def router() -> APIRouter:
    """The router of all operations; it does not write the OpenAPI description, which `openapi` does."""
    made = APIRouter(prefix=PREFIX)
    every = sorted(operations().values(), key=lambda o: "{" in o.path)  # what is named before what is a place
    for operation in every:
        for path in (operation.path, *operation.aliases):
            at = path.replace("{id}", "{id:path}")
            methods = ["GET", "HEAD"] if operation.method == "GET" else [operation.method]
            made.add_api_route(
                at,
                _endpoint(operation),
                methods=methods,
                include_in_schema=False,
                name=f"api:{operation.name}",
                response_class=Response,
            )
    return made


def _endpoint(operation: Operation) -> Send:
    async def endpoint(request: Request) -> Response:
        return await _respond(request, operation)

    def takes(request: Request, path: Mapping[str, str]) -> bool:
        """Whether the places of an address are words that the operation knows."""
        known = ((place.words(request.app.state.service.kg), place.name) for place in operation.places)
        return all(not words or path.get(name) in words for words, name in known)

    endpoint.takes = takes  # type: ignore[attr-defined]  # for the methods that an address is said to have
    return endpoint


async def _respond(request: Request, operation: Operation) -> Response:
    masked = not operation.public and not shows_personal_data(request)
    options = _options(request)
    if not operation.public:
        options.pop("personal-data", None)
    _known_one("lang", options.pop("lang", []), LANGUAGES)
    lang = language(request)
    format = _format(request, operation, options.pop("format", []))
    job: dict[str, Any] = {
        "operation": operation.name,
        "path": dict(request.path_params),
        "options": options,
        "format": format,
        "lang": lang,
        "media_type": request.headers.get("content-type", ""),
        "masked": masked,
    }
    headers = {"Content-Language": lang, "Vary": "Accept, Accept-Language"}
    if not operation.public:
        kept = await worked(request, operation, job, await request.body())
        return _send(kept, format, {**headers, "Cache-Control": NO_STORE})
    kept = await looked_up(request, operation, job)
    headers |= {"ETag": kept.etag, "Cache-Control": PUBLIC}
    if _matches(request.headers.get("if-none-match", ""), kept.etag):
        return Response(status_code=304, headers=headers)
    return _send(kept, format, headers)


def _send(kept: Kept, format: str, headers: Mapping[str, str]) -> Response:
    more = {"Content-Disposition": disposition(kept.filename)} if kept.filename else {}
    return Response(
        kept.content, media_type=None, headers={**headers, **more, "Content-Type": FORMATS[format]}
    )


# --- what the address says --------------------------------------------------------------------


def _options(request: Request) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        found.setdefault(name, []).append(value)
    for name, values in found.items():
        if len(values) > OFTEN:
            raise UsageError(
                Text(
                    f"参数 {shown(name)} 最多给出 {OFTEN} 次",
                    f"the parameter {shown(name)} is given {OFTEN} times at most",
                ),
                hint=Text("更多的请放在请求体中", "Put more of them into the body"),
            )
    return found


def _format(request: Request, operation: Operation, named: list[str]) -> str:
    """The format that `format=` names, else the best that the caller accepts."""
    offered = operation.formats_for(request.path_params)
    if named:
        return _known_one("format", named, offered)
    types = {FORMATS[name].partition(";")[0]: name for name in offered}
    chosen = accepts(request.headers.get("accept"), list(types))
    if chosen is None:
        detail = Text(f"可以给出：{'、'.join(types)}", f"There are: {', '.join(types)}")
        raise HttpProblem(406, "not-acceptable", None, detail, {"available": list(types)})
    return types[chosen]


def _known_one(name: str, values: list[str], known: Sequence[str]) -> str:
    """The only value of a parameter that has a closed vocabulary; empty where it is not given."""
    if len(values) > 1:
        raise UsageError(Text(f"参数 {name} 只能给出一次", f"the parameter {name} can be given once only"))
    for value in values:
        if value not in known:
            raise UsageError(
                Text(
                    f"参数 {name} 不能是“{shown(value)}”", f"the parameter {name} cannot be “{shown(value)}”"
                ),
                hint=did_you_mean(value, known) or known_words(known),
            )
    return values[0] if values else ""


def _matches(header: str, tag: str) -> bool:
    """Whether If-None-Match names the tag (RFC 9110 §13.1.2: weak comparison)."""
    names = {one.strip().removeprefix("W/") for one in header.split(",")}
    return "*" in names or tag.removeprefix("W/") in names
