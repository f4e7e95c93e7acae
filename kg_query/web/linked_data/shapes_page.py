"""The page of the SHACL shapes: what each asks for, of what, how grave it is, and what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...corpus import Corpus
from ...terms import BASE, SH
from .addresses import Addresses
from .description import Label, Statement, term_of
from .looking_up import Row
from .page import Property, Value, Writer
from .shown import Name, Names

__all__ = ["ShapeView", "shape_views", "shapes_json"]

SHAPES = BASE + "shapes#"
#: What the page leaves to the data, as it does what is nested: queries are long, messages stand above.
_IN_THE_DATA = frozenset({SH + "message", SH + "sparql", SH + "select", SH + "prefixes"})


@dataclass(frozen=True, slots=True)
class ShapeView:
    """A shape: anchor, name, messages in the language of the page, and what is said of it by name or value."""

    anchor: str
    iri: str
    name: Name
    messages: tuple[Name, ...]
    properties: tuple[Property, ...]


def _statements(rows: Sequence[Row]) -> list[Statement]:
    return [Statement(term_of(r["s"]), r["p"]["value"], term_of(r["o"]), r["g"]["value"]) for r in rows]


def shape_views(
    rows: Sequence[Row],
    labels: Mapping[str, tuple[Label, ...]],
    corpus: Corpus,
    addresses: Addresses,
    lang: str,
    asked: str,
) -> list[tuple[Value, tuple[ShapeView, ...]]]:
    """The shapes by the graph they stand in, each with what is said of it.

    Args:
        rows: of the query SHAPES.
        labels: of all that the rows name.
        corpus, addresses: as for any page.
        lang: the language of the page.
        asked: the language that links keep, "" for none.
    """
    statements = _statements(rows)
    below: dict[str, list[Statement]] = {}
    named: dict[str, dict[str, list[Statement]]] = {}
    for s in statements:
        if s.subject.kind == "blank":
            below.setdefault(s.subject.value, []).append(s)
        elif s.subject.value.startswith(SHAPES):
            named.setdefault(s.graph, {}).setdefault(s.subject.value, []).append(s)
    writer = Writer(Names(corpus, labels, lang), addresses, asked)
    found = []
    for graph in sorted(named):
        views = tuple(_view(iri, named[graph][iri], below, writer) for iri in sorted(named[graph]))
        found.append((writer.link(graph), views))
    return found


def _view(iri: str, rows: list[Statement], below: Mapping[str, list[Statement]], writer: Writer) -> ShapeView:
    lang = writer.names.lang
    texts = [s.object for s in rows if s.predicate == SH + "message"]
    mine = [t for t in texts if t.lang == lang] or texts
    rest = [s for s in rows if s.predicate not in _IN_THE_DATA and s.object.kind != "blank"]
    return ShapeView(
        anchor=iri.removeprefix(SHAPES),
        iri=iri,
        name=writer.names.of(iri),
        messages=tuple(Name(t.value, t.lang, t.lang not in ("", lang)) for t in mine),
        properties=writer.properties(rest, below, way=(iri,)),
    )


def shapes_json(iri: str, rows: Sequence[Row]) -> dict[str, Any]:
    """The shapes as plain JSON: name, graph, targets, severity and messages of each."""
    shapes: dict[str, dict[str, Any]] = {}
    for s in _statements(rows):
        if s.subject.kind != "iri" or not s.subject.value.startswith(SHAPES):
            continue
        one = shapes.setdefault(
            s.subject.value,
            {"iri": s.subject.value, "graph": s.graph, "targets": [], "severity": None, "message": {}},
        )
        if s.predicate.startswith(SH + "target") and s.object.kind == "iri":
            one["targets"].append(s.object.value)
        elif s.predicate == SH + "severity":
            one["severity"] = s.object.value
        elif s.predicate == SH + "message":
            one["message"][s.object.lang] = s.object.value
    return {"type": "shapes", "iri": iri, "shapes": [shapes[name] for name in sorted(shapes)]}
