"""The page that searches: provisions, grounds, outcomes and regulations, grouped, with the words marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg_query import terms
from kg_query.conditions import grounds as grounds_in
from kg_query.corpus import Corpus
from kg_query.model import Text
from kg_query.search import KINDS

from ..negotiation import language
from .asked import one_of, page_number
from .asking import ask
from .frame import html, kept_page, page
from .named import Named, page_of
from .sent import FAULTS, problems

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
    "outcome": Text("认定结果", "Outcomes"),
    "regulation": Text("法规", "Regulations"),
}


@router.api_route("/search", methods=["GET", "HEAD"], include_in_schema=False)
async def search(request: Request) -> Response:
    """What the words occur in."""

    async def made() -> str:
        return html(request, "search.html", **_values(request, await _hits(request)))

    try:
        return await kept_page(request, made)
    except FAULTS as fault:
        status, told = problems(fault)
        return page(request, "search.html", status, **{**_values(request, []), "problems_": told})


def _words(request: Request) -> str:
    return " ".join(request.query_params.get("q", "").split())[:_LONGEST]


async def _hits(request: Request) -> list[dict[str, Any]]:
    """Everything that the words occur in, of every kind."""
    asked = request.query_params
    corpus: Corpus = request.app.state.service.kg.corpus
    one_of(asked.get("kind", ""), KINDS, "kind")
    regulation = one_of(asked.get("regulation", ""), corpus.regulations, "regulation")
    if not (words := _words(request)):
        return []
    options: dict[str, Any] = {"words": [words], "limit": "0"}
    found: list[dict[str, Any]] = await ask(
        request, "search", options=options | ({"regulation": regulation} if regulation else {})
    )
    return found


def _values(request: Request, hits: list[dict[str, Any]]) -> dict[str, Any]:
    asked, lang = request.query_params, language(request)
    corpus: Corpus = request.app.state.service.kg.corpus
    kind = asked.get("kind", "")
    counts = Counter(hit["kind"] for hit in hits)
    shown = [hit for hit in hits if kind in ("", hit["kind"])]
    number = page_number(asked.get("page", "1"))
    return {
        "q": _words(request),
        "kind": kind,
        "regulation": asked.get("regulation", ""),
        "regulations": [Named(corpus, lang).regulation(slug) for slug in corpus.regulations],
        "kinds": [(one, _NAMES[one].in_(lang), counts[one]) for one in KINDS],
        "groups": _groups(shown, kind, number, corpus, lang),
        "total": len(shown),
        "all": len(hits),
        "pages": max(1, -(-len(shown) // _MANY)) if kind else 1,
        "page": number,
        "approximate": bool(hits) and hits[0]["approximate"],
        "suggested": suggestions(corpus, lang),
        "problems_": [],
    }


def _groups(
    hits: list[dict[str, Any]], kind: str, number: int, corpus: Corpus, lang: str
) -> list[dict[str, Any]]:
    named = Named(corpus, lang)
    found = []
    for one in KINDS:
        mine = [hit for hit in hits if hit["kind"] == one]
        if not mine:
            continue
        first = (number - 1) * _MANY if kind else 0
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
    pieces = passage(text, hit["marks"][side], _AROUND * (1 + (side == "en")))
    if text == label:  # the words are in the name alone: what it means says more than the name again
        one = named.corpus.grounds.get(hit["id"]) or named.corpus.outcomes.get(hit["id"])
        pieces = [(one.definition.in_(lang), False)] if one else []
    return {
        "id": hit["id"],
        "path": page_of(bases.get(hit["kind"], terms.ID) + hit["id"]),
        "label": label,
        "lang": side if side != lang else "",
        "pieces": pieces,
    }


def passage(text: str, marks: Iterable[Iterable[int]], around: int) -> list[tuple[str, bool]]:
    """A passage around the first words found, in pieces; the second member says which were looked for.

    >>> passage("因不可抗力导致", [[1, 5]], 4)
    [('因', False), ('不可抗力', True), ('导致', False)]
    """
    places = [(int(a), int(b)) for a, b in marks]
    start = max(0, places[0][0] - around) if places else 0
    end = min(len(text), (places[0][1] if places else 0) + 3 * around)
    if start and text[start - 1 : start + 1].isascii() and text[start - 1] != " ":  # no half of a word
        start = min(text.find(" ", start) + 1 or start, places[0][0])
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
