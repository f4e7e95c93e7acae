"""What a SPARQL endpoint is asked and what it replies, without HTTP."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any, Literal

from ..workers import Done

__all__ = [
    "GRAPH_TYPES",
    "MAX_OUTPUT",
    "MAX_ROWS",
    "RESULT_TYPES",
    "Kind",
    "QueryRequest",
    "Reply",
    "formats",
    "reply_of",
]

Kind = Literal["rows", "boolean", "graph"]

#: Most rows, or triples, of one answer.
MAX_ROWS = 100_000
#: Longest answer, in bytes. Rows beyond are left out; a graph that is longer is refused.
MAX_OUTPUT = 50 * 1024**2

#: Media type → the engine's name of a format of rows; the first is the default.
RESULT_TYPES: Mapping[str, str] = {
    "application/sparql-results+json": "JSON",
    "application/sparql-results+xml": "XML",
    "text/csv": "CSV",
    "text/tab-separated-values": "TSV",
}
#: Media type → the engine's name of a format of graphs; the first is the default.
GRAPH_TYPES: Mapping[str, str] = {
    "text/turtle": "TURTLE",
    "application/n-triples": "N_TRIPLES",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON_LD",
    "application/trig": "TRIG",
    "application/n-quads": "N_QUADS",
}


def formats(kind: Kind) -> tuple[str, ...]:
    """The media types in which a result of that kind can be written, the default first.

    >>> formats("boolean")
    ('application/sparql-results+json', 'application/sparql-results+xml')
    """
    if kind == "graph":
        return tuple(GRAPH_TYPES)
    known = tuple(RESULT_TYPES)
    return known if kind == "rows" else known[:2]


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """One query, with all that decides its answer.

    Attributes:
        query: the text, which the guard has passed.
        default_graphs, named_graphs: the dataset of the request; it replaces that of the query (SPARQL 1.1
            Protocol, section 2.1.4).
        accept: the media type of the answer, one of `formats` of the query's form.
        seconds: time limit.
        rows: most rows or triples of the answer.
        output: most bytes of an answer of rows.
        share: whose query it is, for fairness in the queue.
        base: the IRI against which relative IRIs are resolved (SPARQL 1.1 Protocol, section 2.1.8).
    """

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    accept: str = "application/sparql-results+json"
    seconds: float = 10.0
    rows: int = MAX_ROWS
    output: int = MAX_OUTPUT
    share: str = ""
    base: str = ""

    def to_job(self) -> dict[str, Any]:
        """The request as a worker gets it."""
        return {
            "query": self.query,
            "default_graphs": list(self.default_graphs),
            "named_graphs": list(self.named_graphs),
            "accept": str(self.accept),
            "rows": self.rows,
            "output": self.output,
            "base": self.base,
        }


@dataclass(slots=True)
class Reply:
    """An answer, written.

    Attributes:
        kind: rows, boolean or graph.
        media_type: what it is written in, without parameters.
        body: its bytes in chunks; to be closed.
        size: in bytes.
        rows: how many rows or triples it has; None for a boolean.
        truncated: whether rows or triples are missing at the end because there were too many.
    """

    kind: Kind
    media_type: str
    body: Body
    size: int
    rows: int | None = None
    truncated: bool = False

    def pieces(self) -> Iterator[bytes]:
        """The body in chunks, once: it is given up at the end, or when nobody wants more."""
        try:
            yield from self.body
        finally:
            self.body.close()


class Body:
    """The bytes of a reply in chunks, from the beginning, as often as they are asked for."""

    def __init__(self, chunks: Iterable[bytes], file: IO[bytes] | None = None) -> None:
        self._chunks = chunks
        self._file = file

    def __iter__(self) -> Any:
        return iter(self._chunks)

    def read(self) -> bytes:
        """All of it."""
        return b"".join(self._chunks)

    def close(self) -> None:
        """Gives it up."""
        if self._file is not None:
            self._file.close()


def reply_of(done: Done) -> Reply:
    """The reply that a worker's answer is; its fault, where it tells of one, is raised as an error."""
    from .errors import of_fault
    from .faults import Fault

    fault = Fault.in_header(done.header)
    if fault is not None:
        done.close()
        raise of_fault(fault)
    return Reply(
        done.header["kind"],
        done.header["media_type"],
        Body(done, done.body),
        done.size,
        done.trailer.get("rows"),
        bool(done.trailer.get("truncated", False)),
    )
