"""The contents of the dataset: regulations, closed vocabularies, documents; what lies at `/id/`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ...terms import BASE, DCTERMS, ID, LAW, RDF, RDFS
from . import decisions, queries
from .description import Label, Term, iri
from .page import Writer
from .shown import Names
from .twins import Twin
from .words import word as words
from .writing import Fact, to_rdf

if TYPE_CHECKING:
    from .answers import Asked, Site

__all__ = ["listing"]


async def listing(site: Site, here: str, twin: Twin, asked: Asked) -> bytes | None:
    """What the dataset has, as a page, as JSON, or as RDF with the labels of what is listed."""
    regulations = [r["r"]["value"] for r in await site.descriptions.rows(queries.REGULATIONS)]
    known = {r["s"]["value"] for r in await site.descriptions.rows(queries.KNOWN)}
    members = {
        r["x"]["value"]: int(r["n"]["value"])
        for r in await site.descriptions.rows(queries.CONCEPT_SCHEMES)
        if r.get("x", {}).get("type") == "uri"
    }
    schemes = list(members)
    records = [f"{BASE}decisions/{name}" for name in decisions.names()]
    graphs = [r["g"]["value"] for r in await site.descriptions.rows(queries.GRAPHS) if "g" in r]
    modules = sorted(k for k in known if k.startswith(BASE + "ontology/"))
    documents = [f"{BASE}ns", *modules, f"{BASE}shapes", *records]
    if twin.rdf:
        labels = await site.descriptions.labels([*regulations, *schemes])
        return to_rdf(_facts(regulations, schemes, labels), twin)
    if twin.suffix == "json":
        return _json(regulations, members, documents, graphs)
    labels = await site.descriptions.labels([*regulations, *schemes, *modules, *graphs])
    writer = Writer(Names(site.corpus, labels, asked.lang), site.addresses, asked.lang if asked.fixed else "")
    rows = []
    for one in regulations:
        regulation = site.corpus.regulations.get(one.removeprefix(ID))
        units = (
            sum(p.regulation == regulation.slug for p in site.corpus.provisions.values()) if regulation else 0
        )
        norms = len(site.corpus.norms_of.get(regulation.slug, ())) if regulation else 0
        rows.append((writer.link(one, full=True), regulation, units, norms))
    return site.page(
        "listing.html.j2",
        asked,
        iri=here,
        regulations=rows,
        schemes=[(writer.link(i), n) for i, n in members.items()],
        documents=[writer.link(d) for d in documents],
        graphs=[writer.link(g) for g in graphs],
        page={
            "twins": {s: site.addresses.twin(here, s) for s in ("html", "ttl", "jsonld", "json", "nt", "rdf")}
        },
    )


def _facts(regulations: list[str], schemes: list[str], labels: Mapping[str, tuple[Label, ...]]) -> list[Fact]:
    said: list[Fact] = [
        (iri(ID), RDFS + "label", Term("literal", words("contents", lang), lang)) for lang in ("zh", "en")
    ]
    said += [(iri(ID), DCTERMS + "hasPart", iri(one)) for one in (*regulations, *schemes)]
    said += [(iri(one), RDF + "type", iri(LAW + "Regulation")) for one in regulations]
    for name, found in sorted(labels.items()):
        said += [(iri(name), label.predicate, label.term) for label in found]
    return said


def _json(regulations: list[str], members: dict[str, int], documents: list[str], graphs: list[str]) -> bytes:
    said = {
        "type": "contents",
        "regulations": [{"iri": i, "id": i.removeprefix(ID)} for i in regulations],
        "vocabularies": [{"iri": i, "members": n} for i, n in members.items()],
        "documents": documents,
        "graphs": graphs,
    }
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()
