"""The page that searches: provisions, grounds, outcomes and regulations, grouped, with the words marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg_query import terms
from kg_query.conditions import grounds as grounds_in
from kg_query.corpus import Corpus
from kg_query.errors import KgqError
from kg_query.model import Text
from kg_query.search import KINDS

from ..negotiation import language
from .asked import one_of, page_number, told
from .asking import ask
from .frame import html, kept_page
from .named import Named, page_of

__all__ = ["router", "suggestions"]

router = APIRouter()

#: Hits of one kind on a page that shows all kinds, and on one that shows this kind alone.
_FEW, _MANY = 8, 25
#: Characters around the first words found, in Chinese; twice as many in English.
_AROUND = 36
#: As long as a text may be that is searched for.
_LONGEST = 200
_NAMES = {
    "provision": Text("条款", "Provisions"),
    "ground": Text("事由", "Grounds"),
    "outcome": Text("后果", "Outcomes"),
    "regulation": Text("法规", "Regulations"),
}


@router.api_route("/search", methods=["GET", "HEAD"], include_in_schema=False)
async def search(request: Request) -> Response:
    """What the words occur in."""

    async def made() -> str:
        return await _page(request)

    return await kept_page(request, made)


async def _page(request: Request) -> str:
    asked = request.query_params
    corpus: Corpus = request.app.state.service.kg.corpus
    lang = language(request)
    words = " ".join(asked.get("q", "").split())[:_LONGEST]
    kind, regulation = asked.get("kind", ""), asked.get("regulation", "")
    problems: list[Any] = []
    hits: list[dict[str, Any]] = []
    options: dict[str, Any] = {"words": [words], "limit": "0"}
    try:
        kind = one_of(kind, KINDS, "kind")
        regulation = one_of(regulation, list(corpus.regulations), "regulation")
        if regulation:
            options["regulation"] = regulation
        if words:
            hits = await ask(request, "search", options=options)
    except KgqError as fault:
        problems = told(fault)
    counts = {one: sum(hit["kind"] == one for hit in hits) for one in KINDS}
    shown = [hit for hit in hits if kind in ("", hit["kind"])]
    page = page_number(asked.get("page", "1"))
    return html(
        request,
        "search.html",
        q=words,
        kind=kind,
        regulation=regulation,
        regulations=[Named(corpus, lang).regulation(slug) for slug in corpus.regulations],
        kinds=[(one, _NAMES[one].in_(lang), counts[one]) for one in KINDS],
        groups=_groups(shown, kind, page, corpus, lang),
        total=len(shown),
        all=len(hits),
        pages=max(1, -(-len(shown) // _MANY)) if kind else 1,
        page=page,
        approximate=bool(hits) and hits[0]["approximate"],
        suggested=suggestions(corpus, lang),
        problems_=problems,
    )


def _groups(
    hits: list[dict[str, Any]], kind: str, page: int, corpus: Corpus, lang: str
) -> list[dict[str, Any]]:
    named = Named(corpus, lang)
    found = []
    for one in KINDS:
        mine = [hit for hit in hits if hit["kind"] == one]
        if not mine:
            continue
        first = (page - 1) * _MANY if kind else 0
        some = mine[first : first + _MANY] if kind else mine[:_FEW]
        found.append(
            {
                "kind": one,
                "name": _NAMES[one].in_(lang),
                "count": len(mine),
                "hits": [_hit(hit, named) for hit in some],
            }
        )
    return found


def _hit(hit: Mapping[str, Any], named: Named) -> dict[str, Any]:
    lang = named.lang
    other = "en" if lang == "zh" else "zh"
    bases = {"ground": terms.GROUND, "outcome": terms.OUTCOME}
    side = lang if hit["marks"][lang] or not hit["marks"][other] else other
    text = hit["text"].get(side) or ""
    label = hit["label"].get(lang) or hit["label"].get(other) or hit["id"]
    if hit["kind"] == "provision" and hit["id"] in named.corpus.provisions:
        label = named.clause_in(hit["id"]).text
    return {
        "id": hit["id"],
        "path": page_of(bases.get(hit["kind"], terms.ID) + hit["id"]),
        "label": label,
        "lang": side if side != lang else "",
        "pieces": passage(text, hit["marks"][side], _AROUND * (1 + (side == "en"))),
    }


def passage(text: str, marks: Iterable[Iterable[int]], around: int) -> list[tuple[str, bool]]:
    """A passage around the first words found, in pieces; the second member says which were looked for.

    >>> passage("因不可抗力导致", [[1, 5]], 4)
    [('因', False), ('不可抗力', True), ('导致', False)]
    """
    places = [(int(a), int(b)) for a, b in marks]
    start = max(0, places[0][0] - around) if places else 0
    end = min(len(text), (places[0][1] if places else 0) + 3 * around)
    found: list[tuple[str, bool]] = []
    here = start
    for a, b in places:
        if a >= here and b <= end:
            found += [(text[here:a], False), (text[a:b], True)]
            here = b
    found.append((text[here:end], False))
    found = [(piece, marked) for piece, marked in found if piece]
    if found and start:
        found.insert(0, ("…", False))
    if found and end < len(text):
        found.append(("…", False))
    return found


def suggestions(corpus: Corpus, lang: str, most: int = 8) -> list[str]:
    """What may be looked for: the grounds that most regulations speak of, by their labels."""
    used: dict[str, set[str]] = {}
    for norm in corpus.norms.values():
        for ground in grounds_in(norm.condition) if norm.condition is not None else ():
            used.setdefault(ground, set()).add(norm.provision.split("/")[0])
    short = [g for g in used if g in corpus.grounds and len(corpus.grounds[g].label.zh) <= 8]
    ranked = sorted(short, key=lambda g: (-len(used[g]), list(corpus.grounds).index(g)))
    return [corpus.grounds[g].label.in_(lang) for g in ranked[:most]]
