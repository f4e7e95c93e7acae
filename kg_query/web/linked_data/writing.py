"""A description as bytes: Turtle, N-Triples and RDF/XML, JSON-LD, and plain JSON.

The same description gives the same bytes, whenever it is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ...errors import InputError
from ...model import Text
from ...terms import PREFIXES, RDF, XSD, short
from .description import Description, Statement, Term
from .twins import Twin

if TYPE_CHECKING:
    from pyoxigraph import Triple

__all__ = ["Fact", "facts", "plain_json", "to_jsonld", "to_rdf"]

#: What a predicate has to end in for RDF/XML: an XML name behind its namespace.
_XML_NAME = re.compile(r"[^\w.\-][^\W\d][\w.\-]*$")
#: A triple of terms, its graph left out.
Fact = tuple[Term, str, Term]


def facts(description: Description) -> list[Fact]:
    """The triples of a description's RDF: what is said, what points at the thing, and labels.

    All of them are triples of the dataset. What points at the thing over blank nodes is left out.
    """
    found: dict[Fact, None] = {(s.subject, s.predicate, s.object): None for s in description.statements}
    thing = Term("iri", description.iri)
    for p in description.pointing:
        if not p.indirect:
            found[(Term("iri", p.subject), p.predicate, thing)] = None
    for name, labels in sorted(description.labels.items()):
        for label in labels:
            found.setdefault((Term("iri", name), label.predicate, label.term))
    return list(found)


def to_rdf(triples: Iterable[Fact], twin: Twin) -> bytes:
    """Triples in the RDF format of a twin.

    Raises InputError where the format cannot say one of them (RDF/XML has no way to write a
    predicate whose IRI does not end in a name).
    """
    import pyoxigraph as ox

    listed = list(triples)
    if twin.suffix == "jsonld":
        return to_jsonld(listed)
    format = ox.RdfFormat.from_media_type(twin.media_type)
    assert format is not None, twin.media_type
    if twin.suffix == "rdf" and not all(_XML_NAME.search(p) for _, p, _ in listed):
        raise _unsayable(twin)
    used = _namespaces(listed)
    try:
        made = ox.serialize(
            [_triple(t) for t in listed],
            format=format,
            prefixes=used if twin.suffix in ("ttl", "rdf") else None,
        )
    except (ValueError, OSError) as error:
        raise _unsayable(twin) from error
    return made or b""


def _unsayable(twin: Twin) -> InputError:
    return InputError(
        Text(f"这些三元组无法写成 {twin.media_type}", f"{twin.media_type} cannot say one of these triples"),
        hint=Text("请改用 Turtle 或者 N-Triples", "Ask for Turtle or N-Triples"),
    )


def _namespaces(triples: list[Fact]) -> dict[str, str]:
    """The prefixes that some triples can be written with."""
    named = {p for _, p, _ in triples} | {o.datatype for _, _, o in triples}
    named |= {t.value for s, _, o in triples for t in (s, o) if t.kind == "iri"}
    return {name: iri for name, iri in PREFIXES.items() if any(n.startswith(iri) for n in named)}


def _triple(triple: Fact) -> Triple:
    import pyoxigraph as ox

    def node(term: Term) -> ox.NamedNode | ox.BlankNode:
        return ox.BlankNode(term.value) if term.kind == "blank" else ox.NamedNode(term.value)

    subject, predicate, value = triple
    if value.kind != "literal":
        return ox.Triple(node(subject), ox.NamedNode(predicate), node(value))
    if value.lang:
        said = ox.Literal(value.value, language=value.lang)
    elif value.datatype:
        said = ox.Literal(value.value, datatype=ox.NamedNode(value.datatype))
    else:
        said = ox.Literal(value.value)
    return ox.Triple(node(subject), ox.NamedNode(predicate), said)


def to_jsonld(triples: Iterable[Fact]) -> bytes:
    """Triples as a JSON-LD 1.1 document, in the prefixes of `/context.jsonld`.

    The prefixes that occur stand in the document: whoever reads it need not fetch anything.
    """
    used: dict[str, str] = {}

    def compact(name: str) -> str:
        fits = [(p, i) for p, i in PREFIXES.items() if name.startswith(i)]
        prefix, namespace = max(fits, key=lambda f: len(f[1]), default=("", name))
        rest = name[len(namespace) :]
        if not prefix or not rest or rest.startswith("//"):
            return name
        used[prefix] = namespace
        return f"{prefix}:{rest}"

    def identified(term: Term) -> str:
        return f"_:{term.value}" if term.kind == "blank" else compact(term.value)

    nodes: dict[str, dict[str, Any]] = {}
    for subject, predicate, value in triples:
        node = nodes.setdefault(identified(subject), {"@id": identified(subject)})
        if predicate == RDF + "type" and value.kind != "literal":
            node.setdefault("@type", []).append(identified(value))
            continue
        said: dict[str, Any]
        if value.kind != "literal":
            said = {"@id": identified(value)}
        else:
            said = {"@value": value.value}
            if value.lang:
                said["@language"] = value.lang
            elif value.datatype and value.datatype != XSD + "string":
                said["@type"] = compact(value.datatype)
        node.setdefault(compact(predicate), []).append(said)
    document = {"@context": {p: used[p] for p in sorted(used)}, "@graph": list(nodes.values())}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def plain_json(description: Description) -> dict[str, Any]:
    """A description as plain JSON: what is said by property, with graphs, and what points at the thing.

    Blank nodes are nested objects, RDF collections are lists.
    """
    below: dict[str, list[Any]] = {}
    for s in description.statements:
        if s.subject.kind == "blank":
            below.setdefault(s.subject.value, []).append(s)

    def value(term: Term, above: tuple[str, ...] = ()) -> Any:
        if term.kind == "iri":
            return {"iri": term.value, "id": short(term.value)}
        if term.kind == "literal":
            said: dict[str, Any] = {"value": term.value}
            if term.lang:
                said["lang"] = term.lang
            elif term.datatype and term.datatype != XSD + "string":
                said["datatype"] = term.datatype
            return said
        if term.value in above or len(above) > 100:
            return {"blank": term.value}
        rows = below.get(term.value, [])
        firsts = [s for s in rows if s.predicate == RDF + "first"]
        rests = [s for s in rows if s.predicate == RDF + "rest"]
        if firsts and rests:
            rest = value(rests[0].object, (*above, term.value))
            return {"list": [value(firsts[0].object, (*above, term.value)), *rest.get("list", [])]}
        made: dict[str, Any] = {}
        for s in rows:
            made.setdefault(s.predicate, []).append(value(s.object, (*above, term.value)))
        return made

    def about(rows: Iterable[Statement]) -> dict[str, list[Any]]:
        said: dict[str, list[Any]] = {}
        for s in rows:
            said.setdefault(s.predicate, []).append(value(s.object) | {"graph": s.graph})
        return said

    return {
        "type": "resource",
        "iri": description.iri,
        "id": short(description.iri),
        "labels": [
            {"value": label.value, "lang": label.lang or None}
            for label in description.labels.get(description.iri, ())
        ],
        "types": list(description.types),
        "statements": about(s for s in description.statements if s.subject.value == description.iri),
        "parts": {name: about(rows) for name, rows in description.parts.items()},
        "statements_cut": description.cut,
        "referred_to_by": [
            {
                "iri": p.subject,
                "id": short(p.subject),
                "by": p.predicate,
                "graph": p.graph,
                "indirect": p.indirect,
            }
            for p in description.pointing
        ],
        "referred_to_by_cut": description.pointing_cut,
    }
