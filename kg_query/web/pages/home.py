"""The start page: a search, the documents, what one can do here, and an example one click away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg_query.corpus import Corpus
from kg_query.errors import KgqError
from kg_query.model import Regulation
from kg_query.workers import WorkerError

from ..api.bodies import example_body
from ..api.table import operations
from ..negotiation import language
from ..problems import HttpProblem
from .asking import ask
from .frame import html, kept_page, page
from .named import Named
from .search import suggestions

__all__ = ["router"]

router = APIRouter()

_FINDINGS = {
    "established": ("成立", "established"),
    "refuted": ("不成立", "refuted"),
    "unknown": ("未查明", "unknown"),
}
#: How an effect looks.
_TONES = {
    "full_relief": "good", "conditional_relief": "mild", "lighter_treatment": "mild", "bar": "bad", "liability": "bad",
}  # fmt: skip


@router.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
async def home(request: Request) -> Response:
    """The start page."""
    example = await _example(request)
    values = _values(request, example)
    if not example or not example["outcomes"]:  # just now: nothing is kept of a page without them
        return page(request, "home.html", **values)

    async def made() -> str:
        return html(request, "home.html", **values)

    return await kept_page(request, made)


def _values(request: Request, example: Mapping[str, Any] | None) -> dict[str, Any]:
    service = request.app.state.service
    corpus: Corpus = service.kg.corpus
    lang = language(request)
    return {
        "documents": list(_documents(corpus, lang)),
        "regulations": len(corpus.regulations),
        "provisions": f"{len(corpus.provisions):,}",
        "norms": f"{len(corpus.norms):,}",
        "grounds": f"{len(corpus.grounds):,}",
        "keeps": service.settings.keep_cases is not None,
        "writable": bool(service.settings.writable),
        "example": example,
        "suggested": suggestions(corpus, lang, 6),
    }


def _documents(corpus: Corpus, lang: str) -> Iterator[dict[str, Any]]:
    """The documents, each with the regulations that were issued in it."""
    named = Named(corpus, lang)
    units = Counter(unit.regulation for unit in corpus.provisions.values())
    norms = Counter(norm.provision.split("/")[0] for norm in corpus.norms.values())
    every = sorted(corpus.regulations.values(), key=lambda one: one.order)
    for _, some in groupby(every, key=_document):
        mine = list(some)
        first = mine[0]
        yield {
            "issuer": first.issuer.in_(lang) if first.issuer else "",
            "number": first.number or "",
            "issued": first.issued or "",
            "regulations": [
                {
                    "said": named.regulation(one.slug, full=True),
                    "units": units[one.slug],
                    "norms": norms[one.slug],
                    "assessed": one.assessment_order is not None,
                }
                for one in mine
            ],
        }


def _document(regulation: Regulation) -> str:
    return regulation.source_file or regulation.slug


async def _example(request: Request) -> dict[str, Any] | None:
    """The first example of an assessment, in words, and what each regulation says of it; None over other data.

    Where that cannot be worked out just now, the outcomes are empty.
    """
    corpus: Corpus = request.app.state.service.kg.corpus
    lang = language(request)
    named = Named(corpus, lang)
    matter = example_body(operations()["assess"].examples[0])
    if any(one["ground"] not in corpus.grounds for one in matter["findings"]):
        return None
    findings = [
        (named.ground(one["ground"]), _FINDINGS[one["status"]][lang == "en"]) for one in matter["findings"]
    ]
    try:
        verdict = await ask(request, "assess", body=matter)
        outcomes = [
            (
                named.regulation(found["regulation"]),
                named.outcome(found["outcome"]),
                _tone(corpus, found["outcome"]),
            )
            for found in verdict["results"]
        ]
    except (KgqError, HttpProblem, WorkerError):
        outcomes = []
    return {"findings": findings, "outcomes": outcomes, "date": matter.get("date", "")}


def _tone(corpus: Corpus, code: str) -> str:
    """How an outcome looks: relief, a milder hand, or liability."""
    effect = corpus.outcomes[code].effect or ""
    return _TONES.get(effect, "")
