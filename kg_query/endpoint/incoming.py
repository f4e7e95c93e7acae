"""RDF that somebody sends: which formats are taken, and the quads of a document, in a worker.

The parser is pyoxigraph, which fetches nothing: a JSON-LD document whose context stands elsewhere is
refused. It does expand XML entities without end, so RDF/XML with a DOCTYPE is refused before it is
parsed. Blank nodes get names of their own, so that two documents never share one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..inputs.doctype import has_doctype
from ..model import Text
from .faults import Fault

if TYPE_CHECKING:
    from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

__all__ = ["FORMATS", "SEVERAL", "bundle", "doctype_refused", "quads"]

#: Media type (RFC 6838) → the parser's name of the format. One graph each, so no TriG and no N-Quads.
FORMATS = {
    "text/turtle": "TURTLE",
    "application/n-triples": "N_TRIPLES",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON_LD",
}


#: What stands for a media type where several documents come together (`bundle`).
SEVERAL = "several"


def bundle(documents: Sequence[tuple[str, bytes]]) -> bytes:
    """Several documents, each with its media type, as one that `quads` takes for `SEVERAL`.

    >>> bundle([("text/turtle", b"# one"), ("application/n-triples", b"")])
    b'[["text/turtle", 5], ["application/n-triples", 0]]\\n# one'
    """
    head = json.dumps([[media_type, len(data)] for media_type, data in documents])
    return b"".join([head.encode(), b"\n", *(data for _, data in documents)])


def quads(
    data: bytes, media_type: str, base: str, graph: NamedNode | BlankNode | DefaultGraph
) -> Iterator[Quad]:
    """The statements of a document, all in one graph; runs in a worker, never in the server.

    Args:
        data: the document.
        media_type: one of FORMATS, without parameters; or SEVERAL, for what `bundle` has put together.
        base: the IRI against which relative IRIs are resolved (RFC 3986 §5.1).
        graph: the graph they are put into.

    Raises:
        Fault: `syntax`, with line and column where the parser knows them; `unsupported` for a format
            that is not taken; `doctype` for RDF/XML that may declare entities.
    """
    import pyoxigraph as ox

    if media_type == SEVERAL:
        head, _, rest = data.partition(b"\n")
        for kind, size in json.loads(head):
            yield from quads(rest[:size], kind, base, graph)
            rest = rest[size:]
        return
    name = FORMATS.get(media_type)
    if name is None:
        raise Fault("unsupported", media_type)
    if name == "RDF_XML" and has_doctype(data):
        raise Fault("doctype")
    try:
        parsed = ox.parse(
            data,
            format=getattr(ox.RdfFormat, name),
            base_iri=base,
            without_named_graphs=True,
            rename_blank_nodes=True,
        )
        for quad in parsed:
            yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)
    except SyntaxError as error:
        raise Fault("syntax", str(error.msg)[:300], error.lineno, error.offset) from None
    except (ValueError, OSError) as error:
        raise Fault("syntax", str(error)[:300]) from None


def doctype_refused() -> tuple[Text, Text]:
    """What to say to RDF/XML with a DOCTYPE, and what to do about it."""
    return (
        Text("RDF/XML 中不得有 DOCTYPE 或实体声明", "RDF/XML with a DOCTYPE or entities is not accepted"),
        Text("请把实体展开，或者改用 Turtle", "Write the entities out, or send Turtle"),
    )
