"""The documents among the IRIs of ours: vocabulary, modules, shapes, named graphs, decisions."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from ...terms import BASE, GRAPH, LAW, OWL
from . import queries
from .decisions import decision
from .description import term_of
from .listing import listing
from .page import page_of
from .shown import Name
from .twins import Twin
from .vocabulary import Vocabulary, vocabulary_of
from .vocabulary_page import ModuleView, views, writer_of
from .words import word
from .writing import Fact, plain_json, to_rdf

if TYPE_CHECKING:
    from .answers import Asked, Document, Site
    from .looking_up import Row

__all__ = ["DOCUMENTS", "AXIOMS"]

#: The ontology of the axioms made from condition trees, and the graph it stands in.
AXIOMS = BASE + "owl/conditions"
_AXIOMS_GRAPH = GRAPH + "owl/conditions"
_MODULE = BASE + "ontology/"
_MODULE_GRAPH = GRAPH + "ontology/"


def _facts(rows: Iterable[Row]) -> list[Fact]:
    return list(dict.fromkeys((term_of(r["s"]), r["p"]["value"], term_of(r["o"])) for r in rows))


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


async def _vocabulary(site: Site) -> Vocabulary:
    async def make() -> Vocabulary:
        rows = await site.descriptions.rows(queries.ONTOLOGIES)
        uses = await site.descriptions.rows(queries.USES)
        members = await site.descriptions.rows(queries.INSTANCES)
        return await asyncio.to_thread(vocabulary_of, rows, uses, members)

    return await site.descriptions.remembered("vocabulary", make)


async def _kept(site: Site, iri: str, twin: Twin, asked: Asked, make: Callable[[], bytes]) -> bytes:
    """A long document, written once for each format and language, beside the event loop."""
    key = (iri, twin.suffix, asked.lang, asked.fixed) if twin.suffix == "html" else (iri, twin.suffix)
    return await site.descriptions.remembered(key, lambda: asyncio.to_thread(make))


# --- the vocabulary and its modules -----------------------------------------------------------


async def vocabulary(site: Site, iri: str, twin: Twin, asked: Asked) -> bytes | None:
    """The whole vocabulary: every term whose IRI begins with `ns#`."""
    found = await _vocabulary(site)
    if twin.rdf:
        rows = await site.descriptions.rows(queries.ONTOLOGIES)
        return await _kept(site, iri, twin, asked, lambda: to_rdf(_facts(_of_namespace(rows)), twin))
    if twin.suffix == "json":
        return _json(
            {
                "type": "vocabulary",
                "iri": iri,
                "modules": [_module_json(site, found, m) for m in found.modules],
            }
        )
    return await _kept(site, iri, twin, asked, lambda: _vocabulary_page(site, found, None, iri, asked))


def _of_namespace(rows: Iterable[Row]) -> list[Row]:
    """The rows about terms of the namespace, about their blank nodes, and about the ontologies."""
    listed = list(rows)
    wanted = {
        r["s"]["value"]
        for r in listed
        if r["s"]["value"].startswith((LAW, _MODULE)) or r["s"]["value"] == AXIOMS
    }
    before = -1
    while before != len(wanted):
        before = len(wanted)
        wanted |= {r["o"]["value"] for r in listed if r["o"]["type"] == "bnode" and r["s"]["value"] in wanted}
    return [r for r in listed if r["s"]["value"] in wanted]


async def module(site: Site, iri: str, twin: Twin, asked: Asked) -> bytes | None:
    """A module of the ontology; under its version IRI, the version that is served."""
    found = await _vocabulary(site)
    name = iri.removeprefix(_MODULE)
    if name not in found.modules or not found.modules[name].said:
        return None
    if twin.rdf:
        return await site.read(f"{_MODULE_GRAPH}{name}.ttl", twin)
    if twin.suffix == "json":
        return _json({"type": "module"} | _module_json(site, found, name))
    return await _kept(site, iri, twin, asked, lambda: _vocabulary_page(site, found, name, iri, asked))


async def version(site: Site, iri: str, twin: Twin, asked: Asked) -> bytes | None:
    """The module that has this version IRI; other versions are not kept."""
    rows = await site.descriptions.rows_about(queries.VERSION, [iri])
    return await module(site, rows[0]["m"]["value"], twin, asked) if rows else None


def _module_json(site: Site, found: Vocabulary, name: str) -> dict[str, Any]:
    one = found.modules[name]

    def values(said: dict[str, list[Any]]) -> dict[str, list[Any]]:
        return {
            p: [
                {"iri": t.value} if t.kind == "iri" else {"value": t.value, "lang": t.lang or None} for t in v
            ]
            for p, v in said.items()
            if not p.startswith("alignment")
        }

    return {
        "name": name,
        "iri": one.iri,
        "statements": values(one.said),
        "imports": one.imports,
        "uses": one.uses,
        "terms": [
            {
                "iri": e.iri,
                "kind": e.kind,
                "statements": values(e.said),
                "uses": found.uses.get(e.iri, 0),
                "instances": found.members.get(e.iri, 0),
            }
            for e in one.entries
        ],
        "alignments": [{"term": s, "relation": p, "other": o} for s, p, o in one.alignments],
    }


def _vocabulary_page(site: Site, found: Vocabulary, only: str | None, iri: str, asked: Asked) -> bytes:
    writer = writer_of(found, site.corpus, site.addresses, asked.lang, asked.lang if asked.fixed else "")
    every = views(found, writer, _MODULE_GRAPH)
    mine: list[ModuleView] = [v for v in every if only is None or v.name == only]
    title = mine[0].title if only else Name(word("vocabulary_title", asked.lang), "", False)
    return site.page(
        "vocabulary.html.j2",
        asked,
        title=title,
        iri=iri,
        only=mine[0] if only else None,
        modules=mine,
        alignments=[v for v in mine if v.alignments],
        page={"twins": _twins(site, iri)},
    )


def _twins(site: Site, iri: str) -> dict[str, str]:
    return {s: site.addresses.twin(iri, s) or "" for s in ("html", "ttl", "jsonld", "json", "nt", "rdf")}


# --- shapes -----------------------------------------------------------------------------------


async def shapes(site: Site, iri: str, twin: Twin, asked: Asked) -> bytes | None:
    """All SHACL shapes, each under the fragment of its name."""
    from .shapes_page import shape_views, shapes_json

    rows = await site.descriptions.rows(queries.SHAPES)
    if twin.rdf:
        return await _kept(site, iri, twin, asked, lambda: to_rdf(_facts(rows), twin))
    if twin.suffix == "json":
        return await _kept(site, iri, twin, asked, lambda: _json(shapes_json(iri, rows)))
    named = {r[k]["value"] for r in rows for k in ("s", "p", "o") if r[k]["type"] == "uri"} | {
        r["g"]["value"] for r in rows
    }
    labels = await site.descriptions.remembered(
        "labels of shapes", lambda: site.descriptions.labels(sorted(named))
    )
    lang = asked.lang if asked.fixed else ""

    def write() -> bytes:
        groups = shape_views(rows, labels, site.corpus, site.addresses, asked.lang, lang)
        return site.page("shapes.html.j2", asked, iri=iri, groups=groups, page={"twins": _twins(site, iri)})

    return await _kept(site, iri, twin, asked, write)


# --- graphs -----------------------------------------------------------------------------------


async def graph(site: Site, iri: str, twin: Twin, asked: Asked) -> bytes | None:
    """A named graph: in RDF its triples; as a page what is said of it and what it describes."""
    sizes = {
        r["g"]["value"]: int(r["n"]["value"])
        for r in await site.descriptions.rows(queries.GRAPHS)
        if "g" in r
    }
    if iri not in sizes:
        return None
    if twin.rdf:
        return await site.read(iri, twin)
    found = await site.descriptions.of([iri])
    subjects = [r["s"]["value"] for r in await site.descriptions.rows_about(queries.SUBJECTS, [iri])]
    if twin.suffix == "json":
        said = plain_json(found) if found else {"iri": iri}
        return _json(said | {"type": "graph", "triples": sizes[iri], "subjects": subjects[:300]})
    fixed = asked.lang if asked.fixed else ""
    page = page_of(found, site.corpus, site.addresses, asked.lang, fixed) if found else None
    labels = await site.descriptions.labels([*subjects, iri])
    known = await site.descriptions.rows(queries.KNOWN)
    parts = [
        part
        for name in sorted(r["s"]["value"] for r in known if r["s"]["value"].startswith(iri + "#"))[:12]
        if (part := await site.descriptions.of([name])) is not None
    ]
    from .page import Writer
    from .shown import Names

    writer = Writer(Names(site.corpus, labels, asked.lang), site.addresses, fixed)
    return site.page(
        "graph.html.j2",
        asked,
        iri=iri,
        title=writer.names.of(iri),
        page=page or {"twins": _twins(site, iri), "properties": (), "parts": (), "graphs": (), "groups": ()},
        triples=sizes[iri],
        parts=[
            (p.iri.partition("#")[2], page_of(p, site.corpus, site.addresses, asked.lang, fixed))
            for p in parts
        ],
        subjects=[writer.link(s) for s in subjects[:300]],
        more=len(subjects) > 300,
    )


async def axioms(site: Site, iri: str, twin: Twin, asked: Asked) -> bytes | None:
    """The ontology of the axioms that are made from condition trees: in RDF all of it."""
    found = await site.descriptions.of([iri])
    if found is None or not any(t == OWL + "Ontology" for t in found.types):
        return None
    return await site.read(_AXIOMS_GRAPH, twin) if twin.rdf else site.written(found, twin, asked)


# --- decisions --------------------------------------------------------------------------------


async def record(site: Site, iri: str, twin: Twin, asked: Asked) -> bytes | None:
    """The record of a decision."""
    one = decision(iri.removeprefix(BASE + "decisions/"))
    if one is None:
        return None
    found = await site.descriptions.of([iri])
    if twin.rdf:
        return site.written(found, twin, asked) if found else to_rdf([], twin)
    if twin.suffix == "json":
        said = plain_json(found) if found else {"iri": iri}
        return _json(said | {"type": "decision", "title": one.title, "markdown": one.markdown})
    fixed = asked.lang if asked.fixed else ""
    page = page_of(found, site.corpus, site.addresses, asked.lang, fixed) if found else None
    return site.page(
        "decision.html.j2",
        asked,
        iri=iri,
        decision=one,
        html=one.html(),
        groups=page.groups if page else (),
        page={"twins": _twins(site, iri)},
    )


#: What the path of a document is, or what it begins with where a star follows.
DOCUMENTS: dict[str, Document] = {
    "ns": vocabulary,
    "shapes": shapes,
    "ontology/*": module,
    "version/*": version,
    "graph/*": graph,
    "owl/conditions": axioms,
    "decisions/*": record,
    "id/": listing,
}
