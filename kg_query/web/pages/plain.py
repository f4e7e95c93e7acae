"""The plain pages of the service: the problem types, the page of the API."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from ..negotiation import accepts, language
from ..problem_types import TYPES
from ..problems import HttpProblem
from .frame import page

__all__ = ["router"]

router = APIRouter()


@router.api_route("/docs", methods=["GET", "HEAD"], include_in_schema=False)
async def docs(request: Request) -> Response:
    """The API, to read and to try."""
    return page(request, "docs.html")


# --- problem types ------------------------------------------------------------------------------


@router.api_route("/problems", methods=["GET", "HEAD"], include_in_schema=False)
async def problem_types(request: Request) -> Response:
    """All problem types."""
    lang = language(request)
    if _wants_json(request):
        return _json([_told(request, slug) for slug in TYPES], lang)
    return page(request, "problems.html", types=[_in(_told(request, slug), lang) for slug in TYPES])


@router.api_route("/problems/{slug}", methods=["GET", "HEAD"], include_in_schema=False)
async def problem_type(request: Request, slug: str) -> Response:
    """One problem type: what it means and what to do."""
    if slug not in TYPES:
        raise HttpProblem(404, "not-found")
    lang = language(request)
    if _wants_json(request):
        return _json(_told(request, slug), lang)
    return page(request, "problem.html", one=_in(_told(request, slug), lang))


def _wants_json(request: Request) -> bool:
    return accepts(request.headers.get("accept"), ["text/html", "application/json"]) == "application/json"


def _told(request: Request, slug: str) -> dict[str, Any]:
    one = TYPES[slug]
    base = request.app.state.service.settings.public_url.rstrip("/")
    return {
        "type": f"{base}/problems/{slug}",
        "slug": slug,
        "statuses": list(one.statuses),
        "title": one.title.to_json(),
        "meaning": one.meaning.to_json(),
        "advice": one.advice.to_json(),
    }


def _in(told: dict[str, Any], lang: str) -> dict[str, Any]:
    return {name: value[lang] if isinstance(value, dict) else value for name, value in told.items()}


def _json(value: Any, lang: str) -> Response:
    return JSONResponse(value, headers={"Content-Language": lang, "Vary": "Accept, Accept-Language"})
