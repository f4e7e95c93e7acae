"""The list of regulations, and of the national law that they are read beside."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from ...linked_data.addresses import Addresses, encoded
from ...negotiation import LANGUAGES, language
from ...problems import HttpProblem
from ..frame import html, kept_page, root_of
from .reader import Reader
from .units import regulation_figures
from .vocabulary import fact_row

__all__ = ["router"]

router = APIRouter()


@router.api_route("/regulations", methods=["GET", "HEAD"], include_in_schema=False)
async def regulations(request: Request) -> Response:
    """The regulations with their metadata, and the national statutes."""

    async def made() -> str:
        service = request.app.state.service
        base = service.settings.public_url or str(request.base_url)
        lang = language(request)
        fixed = request.query_params.get("lang") in LANGUAGES
        reader = Reader(service.kg.corpus, Addresses(base.rstrip("/")), lang, fixed)
        corpus = reader.corpus
        laws = dict.fromkeys([*(f.law for f in corpus.facts.values()), *corpus.concepts.get("law", {})])
        return html(
            request,
            "law/regulations.html",
            regulations=[regulation_figures(reader, r) for r in corpus.regulations.values()],
            laws=[
                {
                    **reader.concept("law", law),
                    "facts": [fact_row(reader, f) for f in corpus.facts.values() if f.law == law],
                    "cited_by": sum(law in p.cites for p in corpus.provisions.values()),
                }
                for law in laws
            ],
        )

    return await kept_page(request, made)


@router.api_route("/regulations/{slug}", methods=["GET", "HEAD"], include_in_schema=False)
async def regulation(request: Request, slug: str) -> Response:
    """The page of a regulation is that of its identifier."""
    if slug not in request.app.state.service.kg.corpus.regulations:
        raise HttpProblem(404, "not-found")
    lang = request.query_params.get("lang")
    query = f"?lang={lang}" if lang in LANGUAGES else ""
    return RedirectResponse(f"{root_of(request)}/{encoded('id/' + slug)}.html{query}", 303)
