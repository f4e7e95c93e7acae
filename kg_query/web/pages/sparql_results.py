"""What the SPARQL page shows of an answer: rows with names and links, a page of them at a time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

from fastapi import Request

from ...terms import RDF, XSD, short
from ..api.caching import AnswerCache, Kept
from ..api.working import version
from ..linked_data.addresses import safe_href
from ..linked_data.description import Term, iri, term_of
from ..linked_data.routes import site_of
from ..linked_data.shown import Name, Names, curie
from ..negotiation import language
from ..sparql_protocol import lasting, run
from ..sparql_request import Asked

if TYPE_CHECKING:
    from ...sparql.guard import Form

__all__ = [
    "MOST",
    "SIZES",
    "Cell",
    "Reached",
    "Result",
    "answer_of",
    "read_table",
    "shown",
    "triples_graph",
    "turtle",
]

#: Most rows (or triples) that the page holds; the downloads have as many as the service gives.
MOST = 10_000
#: Most bytes of them.
_BYTES = 8 * 1024**2
#: Rows of one page: the usual number first.
SIZES = (100, 25, 500)
#: A graph with no more triples than this is drawn, and written as Turtle beneath.
DRAWN, WRITTEN = 40, 500
_NUMBERS = frozenset(
    XSD + name for name in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")
)
_PLAIN = _NUMBERS | {"", XSD + "string", XSD + "boolean", RDF + "langString"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row.

    Attributes:
        kind: "link", "text", "blank" or "none".
        term: what it is.
        name: what an IRI is called.
        href: where an IRI leads to, if a browser may follow it.
        short: the IRI, shortened.
        own: whether it is one of ours.
        type: the datatype of a literal that is no plain text or number.
        number: whether it is a number.
    """

    kind: str
    term: Term = Term("", "")  # noqa: RUF009 - a tuple
    name: Name | None = None
    href: str = ""
    short: str = ""
    own: bool = False
    type: str = ""
    number: bool = False


class _Rows(Sequence[tuple[Term | None, ...]]):
    """Rows of results JSON, read when they are looked at: a page shows few of them."""

    def __init__(self, columns: tuple[str, ...], bindings: list[Any]) -> None:
        self._columns, self._bindings = columns, bindings

    def __len__(self) -> int:
        return len(self._bindings)

    @overload
    def __getitem__(self, at: int) -> tuple[Term | None, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> list[tuple[Term | None, ...]]: ...
    def __getitem__(self, at: int | slice) -> Any:
        if isinstance(at, slice):
            return [self._row(one) for one in self._bindings[at]]
        return self._row(self._bindings[at])

    def _row(self, cells: Mapping[str, Any]) -> tuple[Term | None, ...]:
        return tuple(term_of(cells[name]) if name in cells else None for name in self._columns)


class _Triples(Sequence[tuple[Term | None, ...]]):
    """Lines of N-Triples, read when they are looked at."""

    def __init__(self, lines: list[bytes]) -> None:
        self._lines = lines

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        return iter(self[:])

    @overload
    def __getitem__(self, at: int) -> tuple[Term | None, ...]: ...
    @overload
    def __getitem__(self, at: slice) -> list[tuple[Term | None, ...]]: ...
    def __getitem__(self, at: int | slice) -> Any:
        import pyoxigraph as ox

        if isinstance(at, int):
            return self[at : at + 1 or None][0]
        parsed = ox.parse(
            b"\n".join(self._lines[at]), format=ox.RdfFormat.N_TRIPLES, rename_blank_nodes=False
        )
        return [(_term(q.subject), _term(q.predicate), _term(q.object)) for q in parsed]


@dataclass(slots=True)
class Result:
    """An answer of the store, as far as the page holds it.

    Attributes:
        form: rows, boolean or graph.
        columns: names of the variables; of a graph subject, property and value.
        rows: the terms; None where a variable has no value.
        boolean: the answer to ASK.
        truncated: whether there is more.
    """

    form: Form
    columns: tuple[str, ...] = ()
    rows: Sequence[tuple[Term | None, ...]] = ()
    boolean: bool = False
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Reached:
    """The rows of one page.

    Attributes:
        page, pages: which one, of how many.
        first, last: numbers of its first and last row, from 1.
        terms: the terms of its rows.
        rows: the same as cells.
        numbers: for each column, whether all its values are numbers.
    """

    page: int
    pages: int
    first: int
    last: int
    terms: list[tuple[Term | None, ...]]
    rows: list[list[Cell]]
    numbers: list[bool]


# --- asking ------------------------------------------------------------------------------------


async def answer_of(request: Request, asked: Asked, form: Form, words: frozenset[str]) -> Result:
    """The answer to a query that was `checked`; kept for those who turn its pages, where it lasts.

    Raises HttpProblem, KgqError or WorkerError.
    """
    accept = "application/n-triples" if form == "graph" else "application/sparql-results+json"

    async def made() -> Kept:
        reply = await run(request, asked, accept, MOST, _BYTES)
        try:
            content = reply.body.read()
        finally:
            reply.body.close()
        return Kept((b"+" if reply.truncated else b"=") + content, None, "")

    state = request.app.state
    answers: AnswerCache = state.answers
    read = _graph if form == "graph" else read_table
    if request.method == "POST" or not lasting(state.service, words):
        return await _read(read, (await made()).content)
    key = ("sparql", version(state.service), asked.text, asked.default_graphs, asked.named_graphs, form)
    content = (await answers.get(key, made)).content
    result: Result | None = answers.known(key)
    if result is None:
        result = await _read(read, content)
        answers.learn(key, result, len(content))
    return result


async def _read(read: Callable[[bytes], Result], content: bytes) -> Result:
    return await asyncio.to_thread(read, content) if len(content) > 200_000 else read(content)


def read_table(content: bytes) -> Result:
    """A table of SPARQL results JSON, behind a mark of whether it was cut."""
    found = json.loads(content[1:])
    if "boolean" in found:
        return Result("boolean", boolean=bool(found["boolean"]))
    columns = tuple(found["head"].get("vars", ()))
    return Result(
        "rows", columns, _Rows(columns, found["results"]["bindings"]), truncated=content[:1] == b"+"
    )


def _graph(content: bytes) -> Result:
    lines = sorted(line for line in content[1:].split(b"\n") if line)
    return Result("graph", ("subject", "property", "value"), _Triples(lines), truncated=content[:1] == b"+")


def _term(node: Any) -> Term:
    import pyoxigraph as ox

    if isinstance(node, ox.NamedNode):
        return iri(node.value)
    if isinstance(node, ox.BlankNode):
        return Term("blank", node.value)
    if isinstance(node, ox.Literal):
        return Term("literal", node.value, node.language or "", "" if node.language else node.datatype.value)
    return Term("literal", str(node))  # a quoted triple


# --- showing -----------------------------------------------------------------------------------


async def shown(request: Request, result: Result, page: int, size: int) -> Reached:
    """A page of rows with the names and addresses of what stands in them.

    Args:
        request: who asks, in which language.
        result: the answer.
        page: which page, from 1; beyond the last, the last.
        size: how many rows it has.
    """
    pages = max(1, -(-len(result.rows) // size))
    page = min(max(1, page), pages)
    terms = list(result.rows[(page - 1) * size : page * size])
    cells = await cells_of(request, [one for row in terms for one in row])
    width = len(result.columns)
    rows = [cells[at * width : (at + 1) * width] for at in range(len(terms))]
    numbers = [
        all(row[at].number or row[at].kind == "none" for row in rows) and any(row[at].number for row in rows)
        for at in range(width)
    ]
    return Reached(page, pages, (page - 1) * size + 1, (page - 1) * size + len(terms), terms, rows, numbers)


async def cells_of(request: Request, terms: Iterable[Term | None]) -> list[Cell]:
    """Terms as cells, with the names that the dataset has for IRIs."""
    some = list(terms)
    lang = language(request)
    site = site_of(request)
    iris = dict.fromkeys(term.value for term in some if term is not None and term.kind == "iri")
    names = Names(site.corpus, await site.descriptions.labels(iris), lang)
    asked = lang if "lang" in request.query_params else ""
    links = {one: _link(one, names, site.addresses.twin(one, "html", asked)) for one in iris}
    return [_cell(term, links) for term in some]


def _link(address: str, names: Names, own: str | None) -> Cell:
    return Cell(
        "link", iri(address), name=names.of(address), href=safe_href(own or address), short=curie(address),
        own=own is not None,
    )  # fmt: skip


def _cell(term: Term | None, links: Mapping[str, Cell]) -> Cell:
    if term is None:
        return Cell("none")
    if term.kind == "iri":
        return links[term.value]
    if term.kind == "blank":
        return Cell("blank", term)
    plain = term.datatype in _PLAIN
    type = "" if plain else short(term.datatype).rpartition("#")[2] or term.datatype
    return Cell("text", term, type=type, number=term.datatype in _NUMBERS)


def triples_graph(rows: Sequence[Sequence[Cell]]) -> dict[str, Any] | None:
    """The statements between things as the drawing of a graph takes them; None where there are none, or too many."""
    nodes: dict[str, dict[str, str]] = {}
    edges = []
    for subject, verb, value in rows:
        if value.kind not in ("link", "blank"):
            continue
        for cell in (subject, value):
            label = cell.name.text[:60] if cell.name else f"_:{cell.term.value[:8]}"
            nodes[cell.term.value] = {
                "id": cell.term.value, "label": label, "href": cell.href, "kind": _kind(cell.term.value)
            }  # fmt: skip
        label = verb.name.text if verb.name else verb.term.value
        edges.append({"source": subject.term.value, "target": value.term.value, "label": label[:40]})
    if not edges or len(edges) > DRAWN:
        return None
    return {"nodes": list(nodes.values()), "edges": edges, "layout": "cose"}


def _kind(address: str) -> str:
    parts = {"/ground/": "ground", "/norm/": "norm", "/outcome/": "outcome", "/graph/": "graph"}
    return next((kind for part, kind in parts.items() if part in address), "other")


def turtle(result: Result) -> str | None:
    """A graph as Turtle, where it is small enough to be read; else None."""
    import pyoxigraph as ox

    from ...terms import PREFIXES

    if result.form != "graph" or not result.rows or len(result.rows) > WRITTEN:
        return None
    triples = [ox.Triple(*(node_of(term) for term in row if term)) for row in result.rows]
    content = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    return content.decode("utf-8")


def node_of(term: Term) -> Any:
    """A term as the engine has it."""
    import pyoxigraph as ox

    if term.kind == "iri":
        return ox.NamedNode(term.value)
    if term.kind == "blank":
        return ox.BlankNode(term.value)
    if term.lang:
        return ox.Literal(term.value, language=term.lang)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype or XSD + "string"))
