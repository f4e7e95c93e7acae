"""Problem details: every fault that leaves the service, in the language of who caused it (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from kg_query.errors import (
    SHOWN,
    CorpusError,
    InputError,
    InternalError,
    KgqError,
    LimitError,
    Problem,
    UsageError,
)
from kg_query.model import Text

from .negotiation import accepts, language_of
from .problem_types import TYPES, type_of_status

if TYPE_CHECKING:
    from fastapi import FastAPI
    from fastapi.exceptions import RequestValidationError

    from kg_query.workers import WorkerError

__all__ = ["MEDIA_TYPE", "HttpProblem", "install", "problem_of", "problem_response"]

MEDIA_TYPE = "application/problem+json"
#: Addresses that programs ask, whatever they accept.
_PROGRAMS = ("/api/", "/graph-store", "/static/", "/openapi.json", "/health", "/ready", "/metrics")
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


class HttpProblem(Exception):
    """A fault with its HTTP status, raised anywhere in a route.

    Args:
        status: the status code.
        type_slug: the last part of the problem type's address; one of `problem_types.TYPES`.
        title: what kind of fault it is, the same each time.
        detail: what it is this time; by default what its type means.
        extra: further members. Instances of `Problem` in a list are written in the caller's language.
        headers: headers that go with it, such as Retry-After.
    """

    def __init__(
        self,
        status: int,
        type_slug: str,
        title: Text | None = None,
        detail: Text | None = None,
        extra: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status = status
        self.slug = type_slug
        self.title = title or TYPES[type_slug].title
        self.detail = detail or TYPES[type_slug].meaning
        self.extra = dict(extra or {})
        self.headers = dict(headers or {})
        super().__init__(status, type_slug)

    def to_json(self, lang: str, base: str = "") -> dict[str, Any]:
        """The members of the problem, for a caller who reads `lang`.

        Args:
            lang: "zh" or "en".
            base: address of the service, without a slash at the end.
        """
        body: dict[str, Any] = {
            "type": f"{base}/problems/{self.slug}",
            "title": self.title.in_(lang),
            "status": self.status,
            "detail": self.detail.in_(lang),
        }
        for name, value in self.extra.items():
            body[name] = [_told(one, lang) for one in value] if isinstance(value, (list, tuple)) else value
        return body


def _told(one: Any, lang: str) -> Any:
    if not isinstance(one, Problem):
        return one
    told: dict[str, Any] = {"message": one.message.in_(lang)}
    if one.where:
        told["where"] = one.where
    if one.hint is not None:
        told["hint"] = one.hint.in_(lang)
    return told


# --- which problem a fault is -------------------------------------------------------------------


def problem_of(error: Exception) -> HttpProblem:
    """The problem that any exception is; of what is not ours nothing but "internal error" is told."""
    from kg_query.workers import WorkerError

    if isinstance(error, HttpProblem):
        return error
    if isinstance(error, KgqError):
        return _of_ours(error)
    if isinstance(error, WorkerError):
        return _of_worker(error)
    if isinstance(error, HTTPException):
        return _of_status(error)
    return HttpProblem(500, "internal-error")


def _of_ours(error: KgqError) -> HttpProblem:
    """The problem of an error that is told in both languages; its class says whose fault it is."""
    status, slug = 500, "internal-error"
    if isinstance(error, (CorpusError, InternalError)):
        return HttpProblem(status, slug)
    if isinstance(error, UsageError):
        status, slug = 400, "bad-parameter"
    elif isinstance(error, InputError):
        status, slug = 422, "bad-input"
    elif isinstance(error, LimitError):
        status, slug = 413, "too-large"
    status, slug = getattr(error, "status", status), getattr(error, "slug", slug)
    if slug not in TYPES:
        slug = type_of_status(status)
    headers = {}
    if (seconds := getattr(error, "retry_after", None)) is not None:
        headers["Retry-After"] = str(seconds)
    problems = list(error.problems[:SHOWN])
    if (rest := len(error.problems) - SHOWN) > 0:
        problems.append(Problem(Text(f"另有 {rest} 处问题", f"{rest} more problems")))
    extra: dict[str, Any] = {"problems": problems}
    for name in ("line", "column"):
        if isinstance(value := getattr(error, name, None), int):
            extra[name] = value
    return HttpProblem(status, slug, None, Text(_line(error, "zh"), _line(error, "en")), extra, headers)


def _line(error: KgqError, lang: str) -> str:
    """One problem whole, of several only their number: they are listed beside."""
    if len(error.problems) == 1:
        return error.problems[0].render(lang)
    return Problem(error.message, error.where, error.hint).render(lang)


#: What to do where a request wants more than one answer may take.
_LESS = Text(
    "请分批进行（较少的事项或案卷、一部规定、一张表），或者改用命令行 kgq，它没有这一限制",
    "Do it in parts (fewer matters or files, one regulation, one table), or with the command line, kgq, which has no "
    "such limit",
)


def _with(one: Text, other: Text) -> Text:
    return Text(one.zh + other.zh, f"{one.en} {other.en}")


def _of_worker(error: WorkerError) -> HttpProblem:
    from kg_query.workers import Busy, Died, OutOfMemory, TimedOut, TooLong

    if isinstance(error, Died) and error.code == -9:  # SIGKILL, which no worker gives itself
        return HttpProblem(503, "interrupted", headers={"Retry-After": "5"})
    if isinstance(error, TimedOut):
        detail = Text(
            f"超过 {error.seconds:g} 秒，已停止。{_LESS.zh}",
            f"It took longer than {error.seconds:g} s and was stopped. {_LESS.en}",
        )
        return HttpProblem(503, "timeout", None, detail, headers={"Retry-After": "10"})
    if isinstance(error, OutOfMemory):
        return HttpProblem(507, "out-of-memory", None, _with(TYPES["out-of-memory"].meaning, _LESS))
    if isinstance(error, TooLong):
        return HttpProblem(507, "result-too-large", None, _with(TYPES["result-too-large"].meaning, _LESS))
    if isinstance(error, Busy):
        return HttpProblem(503, "busy", headers={"Retry-After": str(error.retry_after)})
    return HttpProblem(500, "internal-error")


def _of_status(error: HTTPException) -> HttpProblem:
    return HttpProblem(
        error.status_code, type_of_status(error.status_code), headers=dict(error.headers or {})
    )


# --- answering ----------------------------------------------------------------------------------


def problem_response(scope: Mapping[str, Any], problem: HttpProblem) -> Response:
    """The response that a problem is, for an ASGI request; also where no route was reached.

    A browser that opens an address of the pages gets a page, every other client problem details.
    """
    lang = language_of(scope)
    body = problem.to_json(lang, _base(scope))
    if _wants_page(scope):
        from .pages.advice import advice
        from .pages.frame import page

        number = scope.get("state", {}).get("request_id") if problem.status >= 500 else None
        answer = page(
            Request(dict(scope)), "error.html", problem.status,
            problem={"problems": [], **body}, advice=advice(problem.slug).in_(lang), slug=problem.slug,
            number=number, sent=scope["method"] == "POST",
        )  # fmt: skip
        answer.headers.update(problem.headers)
        return answer
    content = json.dumps(body, ensure_ascii=False, allow_nan=False, default=str).encode("utf-8", "replace")
    return Response(
        content,
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers={
            "Content-Language": lang,
            "Cache-Control": "no-store",
            "Vary": "Accept-Language",
            **problem.headers,
        },
    )


def _wants_page(scope: Mapping[str, Any]) -> bool:
    """Whether a person is looking: the client would rather have HTML, and no program's address was asked."""
    if getattr(getattr(scope.get("app"), "state", None), "service", None) is None:
        return False
    if scope["path"].startswith(_PROGRAMS) or scope["method"] not in ("GET", "POST"):
        return False
    accepted = next((v.decode("latin-1") for k, v in scope.get("headers", ()) if k == b"accept"), None)
    return accepts(accepted, [MEDIA_TYPE, "text/html"]) == "text/html"


def _base(scope: Mapping[str, Any]) -> str:
    """The public address; where none is set the type is relative to it (RFC 9457 §3.1.1 allows that)."""
    app = scope.get("app")
    service = getattr(getattr(app, "state", None), "service", None)
    return str(service.settings.public_url).rstrip("/") if service is not None else ""


async def _answer(request: Request, error: Exception) -> Response:
    problem = problem_of(error)
    if problem.status == 405 and isinstance(error, HTTPException):
        if allowed := _methods(request):
            problem.headers["Allow"] = ", ".join(allowed)
        if request.method == "OPTIONS" and "Allow" in problem.headers:
            return Response(status_code=204, headers={"Allow": problem.headers["Allow"]})
    return problem_response(request.scope, problem)


def _routes(some: Iterable[Any]) -> Iterator[Any]:
    """Routes, and in place of a router that was included those of it."""
    for one in some:
        within = getattr(one, "original_router", None)
        if within is None:
            yield one
        else:
            yield from _routes(within.routes)


def _methods(request: Request) -> list[str]:
    """The methods of an address, of all its routes (RFC 9110 §10.2.1); none for one within a mounted folder."""
    if request.scope.get("root_path"):
        return []
    found, apt = [], []
    for method in _METHODS:
        for route in _routes(request.app.router.routes):
            match, child = route.matches({**request.scope, "method": method})
            if match is Match.FULL:
                found.append(method)
                takes = getattr(getattr(route, "endpoint", None), "takes", None)
                if takes is None or takes(request, child.get("path_params", {})):
                    apt.append(method)
                break
    found = apt or found  # where the address means something to one route only, the others do not count
    return [*found, "OPTIONS"] if found else []


async def _invalid(request: Request, error: RequestValidationError) -> Response:
    """What a declared parameter or body breaks: where and why, without the value itself."""
    problems = [
        Problem(
            Text(f"不符合要求（{one.get('type', '')}）", str(one.get("msg", "")) or "not as required"),
            ".".join(str(part)[:100] for part in one.get("loc", ())),
        )
        for one in error.errors()[:SHOWN]
    ]
    return problem_response(request.scope, HttpProblem(422, "bad-input", None, None, {"problems": problems}))


def install(app: FastAPI) -> None:
    """Makes an application answer every fault with a problem."""
    from fastapi.exceptions import RequestValidationError

    from kg_query.workers import WorkerError

    for kind in (HttpProblem, KgqError, WorkerError, HTTPException):
        app.add_exception_handler(kind, _answer)
    app.add_exception_handler(RequestValidationError, _invalid)  # type: ignore[arg-type]
