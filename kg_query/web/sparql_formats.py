"""The formats of SPARQL results: their media types, the names for people who cannot set headers, and which fits what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..sparql.guard import Form

__all__ = ["FORMATS", "HTML", "XLSX", "XLSX_TYPE", "Format", "format_named", "formats_for", "graph_formats"]

HTML = "text/html"
#: What `format=` says for the workbook of a table; the engine does not write it, `pages.sparql_downloads` does.
XLSX = "xlsx"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a result.

    Attributes:
        name: what `format=` and the file name say.
        media_type: what the engine is asked for (RFC 6838), without parameters.
        content_type: what the answer is labelled, with its parameters.
        forms: the query forms whose results it can hold.
        aliases: other names for `format=`.
        attachment: whether a browser should save it rather than show it.
    """

    name: str
    media_type: str
    content_type: str
    forms: frozenset[Form]
    aliases: tuple[str, ...] = ()
    attachment: bool = False


_TABLES: frozenset[Form] = frozenset({"rows", "boolean"})
_ROWS: frozenset[Form] = frozenset({"rows"})
_GRAPHS: frozenset[Form] = frozenset({"graph"})

#: In the order of preference; the first that fits is the default of its form.
FORMATS = (
    Format("json", "application/sparql-results+json", "application/sparql-results+json", _TABLES, ("srj",)),
    Format("xml", "application/sparql-results+xml", "application/sparql-results+xml", _TABLES, ("srx",)),
    Format("csv", "text/csv", "text/csv; charset=utf-8; header=present", _ROWS, attachment=True),
    Format(
        "tsv",
        "text/tab-separated-values",
        "text/tab-separated-values; charset=utf-8",
        _ROWS,
        attachment=True,
    ),
    Format("turtle", "text/turtle", "text/turtle; charset=utf-8", _GRAPHS, ("ttl", "n3")),
    Format("nt", "application/n-triples", "application/n-triples", _GRAPHS, ("ntriples", "n-triples")),
    Format("rdfxml", "application/rdf+xml", "application/rdf+xml", _GRAPHS, ("rdf", "rdf+xml", "xml")),
    Format("jsonld", "application/ld+json", "application/ld+json", _GRAPHS, ("json", "json-ld")),
    Format("trig", "application/trig", "application/trig", _GRAPHS),
    Format("nquads", "application/n-quads", "application/n-quads", _GRAPHS, ("nq", "n-quads")),
)

#: Media types that clients send for a format although they name something more general.
_GENERAL = {"application/json": "json", "application/xml": "xml", "text/xml": "xml"}


def formats_for(form: Form) -> dict[str, Format]:
    """The media types that a query of this form can be answered in, the preferred one first.

    >>> list(formats_for("boolean"))[:2]
    ['application/sparql-results+json', 'application/sparql-results+xml']
    """
    own = [f for f in FORMATS if form in f.forms]
    offered = {f.media_type: f for f in own}
    return offered | {general: f for general, name in _GENERAL.items() for f in own if f.name == name}


def graph_formats() -> Sequence[Format]:
    """The formats of a single graph, Turtle first; the service description comes in them."""
    return [f for f in FORMATS if "graph" in f.forms]


def format_named(name: str, form: Form) -> Format | None:
    """The format of that name or media type, where a result of this form can be written in it.

    >>> format_named("ttl", "graph").media_type
    'text/turtle'
    >>> format_named("application/sparql-results json", "rows").name  # a + that was not encoded
    'json'
    >>> format_named("csv", "graph")
    """
    wanted = name.lower().split(";")[0].strip().replace(" ", "+")
    for one in FORMATS:
        if form in one.forms and wanted in (one.name, one.media_type, *one.aliases):
            return one
    return formats_for(form).get(wanted)
