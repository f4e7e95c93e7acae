"""What the editor of the SPARQL page completes: prefixes, classes, properties, and things with names."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from ...terms import BASE, PREFIXES
from ..linked_data.routes import site_of
from ..negotiation import etag

__all__ = ["router"]

router = APIRouter()

#: Classes and properties that are named, and those of other vocabularies that are used.
_TERMS = """
SELECT DISTINCT ?x ?kind WHERE {
  { ?x a owl:Class BIND("class" AS ?kind) } UNION
  { VALUES ?type { owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty rdf:Property }
    ?x a ?type BIND("property" AS ?kind) } UNION
  { SELECT DISTINCT ?x ?kind { ?s a ?x BIND("class" AS ?kind) } } UNION
  { SELECT DISTINCT ?x ?kind { ?s ?x ?o BIND("property" AS ?kind) } } UNION
  { ?x a skos:Concept BIND("thing" AS ?kind) } UNION
  { ?x a law:Regulation BIND("thing" AS ?kind) }
  FILTER(isIRI(?x))
} LIMIT 20000
"""
_LONGEST = 60  # characters of a name in the list


@router.api_route("/sparql/words.json", methods=["GET", "HEAD"], include_in_schema=False)
async def words(request: Request) -> Response:
    """Prefixes, and words with their kind and names in both languages, for the editor."""
    site = site_of(request)
    content = await site.descriptions.remembered(("editor",), lambda: _made(site))
    tag = etag(hashlib.sha256(content).hexdigest())
    headers = {"ETag": tag}
    if request.headers.get("if-none-match", "").removeprefix("W/") == tag.removeprefix("W/"):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="application/json", headers=headers)


async def _made(site: Any) -> bytes:
    kinds: dict[str, str] = {}
    for row in await site.descriptions.rows(_TERMS):
        kinds.setdefault(row["x"]["value"], row["kind"]["value"])
    named = {name: kind for address, kind in kinds.items() if (name := _prefixed(address))}
    back = {name: address for address in kinds if (name := _prefixed(address))}
    labels = await site.descriptions.labels(back.values())
    found = []
    for name, kind in sorted(named.items(), key=lambda item: (_ours(back[item[0]]), item[0])):
        said = labels.get(back[name], ())
        both = [
            next((s.value for s in said if s.lang.startswith(lang)), "")[:_LONGEST] for lang in ("zh", "en")
        ]
        found.append([name, kind, *both])
    return json.dumps(
        {"prefixes": PREFIXES, "words": found}, ensure_ascii=False, separators=(",", ":")
    ).encode()


def _ours(address: str) -> int:
    return 0 if address.startswith(BASE) else 1


def _prefixed(address: str) -> str | None:
    """An IRI as a prefixed name that SPARQL can read without escapes; None for none."""
    best = None
    for prefix, namespace in PREFIXES.items():
        rest = address.removeprefix(namespace)
        if rest != address and rest and rest.replace("_", "a").replace("-", "a").isalnum() and rest[0] != "-":
            best = f"{prefix}:{rest}" if best is None or len(prefix) + len(rest) < len(best) else best
    return best
