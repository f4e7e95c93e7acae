"""A remote store behind the service: any endpoint of the SPARQL 1.1 Protocol.

The query is parsed by our own engine before it is sent, in a worker, so that the language and its errors
are the same whatever store there is. The store is asked for the formats that every store has; a worker
reads what it answers and writes it in the format that was negotiated. What the store says about an error
goes to the log and no further.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from typing import Any

from ..sparql import guard
from ..terms import PREFIXES
from ..workers import Limits, Pool, Seal
from .errors import Unavailable, of_fault, of_store_fault
from .faults import Fault
from .incoming import FORMATS, SEVERAL
from .request import QueryRequest, Reply, reply_of
from .store_client import Access, Answer, Client, StoreFault, store_url

__all__ = ["RemoteBackend", "with_prefixes"]

log = logging.getLogger(__name__)

_ROWS = "application/sparql-results+json, application/sparql-results+xml;q=0.5"
_GRAPH = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5"
#: How long a change may take, in seconds.
WRITE_SECONDS = 60.0


class RemoteBackend:
    """A SPARQL endpoint that another one answers for.

    Args:
        query_url: where the store answers queries.
        update_url: where it takes SPARQL 1.1 Update; none: it is only read.
        graphs_url: where it speaks the Graph Store HTTP Protocol; without it, graphs are read by
            CONSTRUCT and changed by updates.
        access: credentials and certificates; by default those of the environment.
        size: how many worker processes read answers.
        waiting: how many requests may wait for one.
        limits: of each query.

    Raises:
        UsageError: an address that is none.
    """

    union_default_graph = False  # what the default graph is, is the store's to say

    def __init__(
        self,
        query_url: str,
        *,
        update_url: str | None = None,
        graphs_url: str | None = None,
        access: Access | None = None,
        size: int = 2,
        waiting: int = 32,
        limits: Limits | None = None,
    ) -> None:
        self.query_url = store_url(query_url)
        self.update_url = store_url(update_url) if update_url else None
        self.graphs_url = store_url(graphs_url) if graphs_url else None
        self.writable = bool(self.update_url or self.graphs_url)
        self.limits = limits or Limits()
        self._client = Client(access)
        self._workers = Pool(
            "kg_query.endpoint.translating:open_handler",
            {},
            size=size,
            waiting=waiting,
            limits=self.limits,
            name="remote",
            sealed=Seal.SOCKETS,
        )

    async def start(self) -> None:
        """Starts the workers; the store itself may still be away."""
        await self._workers.start()

    async def close(self) -> None:
        """Ends the workers and the connections."""
        await self._workers.close()
        await self._client.close()

    async def ready(self) -> bool:
        """Whether the store answers `ASK {}`."""
        try:
            answer = await self._client.send(
                "POST", self.query_url, form=[("query", "ASK {}")], accept=_ROWS, seconds=2.0, most=100_000
            )
        except StoreFault as fault:
            log.warning("the store is not ready: %s %s", fault.kind, fault.detail)
            return False
        answer.body.close()
        return True

    # --- reading ----------------------------------------------------------------------------

    async def query(self, request: QueryRequest) -> Reply:
        """The store's answer to a query, read and written anew."""
        form = guard.form(request.query)
        guard.check(request.query)
        await self._parsed({"parse": "query", "text": request.query}, request.share)
        fields = [("query", with_prefixes(request.query))]
        fields += [("default-graph-uri", g) for g in request.default_graphs]
        fields += [("named-graph-uri", g) for g in request.named_graphs]
        answer = await self._ask(
            "POST",
            self.query_url,
            form=fields,
            accept=_GRAPH if form == "graph" else _ROWS,
            seconds=request.seconds,
        )
        return await self._translated(
            answer, form, request.accept, request.rows, request.seconds, request.share
        )

    async def read_graph(self, graph: str | None, accept: str) -> Reply:
        """A whole graph; None is the default graph."""
        if self.graphs_url is not None:
            name = ("graph", graph) if graph else ("default", "")
            answer = await self._ask("GET", self.graphs_url, parameters=[name], accept=_GRAPH)
        else:
            if graph is not None and not await self._holds(graph):
                raise of_store_fault(StoreFault("no-graph"))
            pattern = f"GRAPH {_node(graph)} {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
            text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}"
            answer = await self._ask("POST", self.query_url, form=[("query", text)], accept=_GRAPH)
        return await self._translated(answer, "graph", accept, None, self.limits.seconds, "")

    async def _holds(self, graph: str) -> bool:
        """Whether there is anything in a graph; to SPARQL an empty graph may not be there at all."""
        text = f"ASK {{ GRAPH {_node(graph)} {{ ?s ?p ?o }} }}"
        answer = await self._ask("POST", self.query_url, form=[("query", text)], accept=_ROWS)
        reply = await self._translated(
            answer, "boolean", "application/sparql-results+json", None, self.limits.seconds, ""
        )
        try:
            return bool(json.loads(b"".join(reply.body))["boolean"])
        finally:
            reply.body.close()

    async def _translated(
        self, answer: Answer, form: str, accept: str, rows: int | None, seconds: float, share: str
    ) -> Reply:
        """What the store answered, in another format; a page or other rubbish is no answer."""
        job = {
            "read": form,
            "from": answer.media_type,
            "accept": accept,
            "rows": rows,
            # Virtuoso names its own limit where it has cut an answer at it
            "cut": any(name in answer.headers for name in ("x-sparql-maxrows", "x-sparql-anytime")),
        }
        done = await self._workers.run(job, answer.read(), seconds=seconds, share=share)
        if (fault := Fault.in_header(done.header)) is not None:
            done.body.close()
            log.warning("the store's answer cannot be read: %s %s", answer.media_type, ascii(fault.detail))
            raise Unavailable(502)
        return reply_of(done)

    async def _ask(self, method: str, url: str, *, seconds: float | None = None, **more: Any) -> Answer:
        try:
            return await self._client.send(
                method, url, seconds=seconds or self.limits.seconds, most=self.limits.output, **more
            )
        except StoreFault as fault:
            log.warning("the store did not answer: %s %s", fault.kind, fault.detail)
            raise of_store_fault(fault, seconds or self.limits.seconds) from None

    async def _parsed(self, job: dict[str, Any], share: str, body: bytes = b"") -> bytes:
        """What a worker makes of a text or a document, or its fault."""
        done = await self._workers.run(job, body, share=share)
        try:
            if (fault := Fault.in_header(done.header)) is not None:
                raise of_fault(fault)
            return done.read()
        finally:
            done.body.close()

    # --- writing ----------------------------------------------------------------------------

    async def update(
        self,
        update: str,
        using: Sequence[str] = (),
        using_named: Sequence[str] = (),
        share: str = "",
        base: str = "",
    ) -> None:
        """Has the store carry out an update; whether in one transaction is for the store to say."""
        if self.update_url is None:
            raise of_fault(Fault("read-only"))
        guard.check_update(update)
        if (using or using_named) and guard.update_names_dataset(update):
            raise of_fault(Fault("using"))
        await self._parsed({"parse": "update", "text": update}, share)
        fields = [("update", with_prefixes(update))]
        fields += [("using-graph-uri", g) for g in using]
        fields += [("using-named-graph-uri", g) for g in using_named]
        answer = await self._ask("POST", self.update_url, form=fields, seconds=WRITE_SECONDS)
        answer.body.close()

    async def put_graph(
        self, graph: str | None, media_type: str, data: bytes, *, base: str = "", share: str = ""
    ) -> bool:
        """Makes a graph what a document says; True where the store says that the graph is new."""
        return await self._document("PUT", graph, media_type, data, base, share)

    async def post_graph(
        self, graph: str | None, media_type: str, data: bytes, *, base: str = "", share: str = ""
    ) -> bool:
        """Adds what a document says to a graph; True where the store says that the graph is new."""
        return await self._document("POST", graph, media_type, data, base, share)

    async def _document(
        self, method: str, graph: str | None, media_type: str, data: bytes, base: str, share: str
    ) -> bool:
        assert media_type in (*FORMATS, SEVERAL)
        job = {"parse": "document", "media_type": media_type, "base": base or graph or self.query_url}
        if self.graphs_url is not None:
            answer = await self._ask(
                method,
                self.graphs_url,
                parameters=[("graph", graph) if graph else ("default", "")],
                content=await self._parsed(job, share, data),
                media_type="text/turtle",  # N-Triples, which is Turtle, and every store takes Turtle
                seconds=WRITE_SECONDS,
            )
            answer.body.close()
            return answer.status == 201
        insertions = json.loads(await self._parsed({**job, "insertions_into": graph}, share, data))
        new = graph is not None and not await self._holds(graph)
        if method == "PUT":
            clear = f"CLEAR SILENT {f'GRAPH <{graph}>' if graph else 'DEFAULT'}"
            insertions[:1] = [
                " ;\n".join([clear, *insertions[:1]])
            ]  # one request, where the store can do it in one
        for text in insertions:
            await self._send_update(text)
        return new

    async def delete_graph(self, graph: str | None, *, share: str = "") -> None:
        """Has the store remove a graph."""
        if self.graphs_url is not None:
            name = ("graph", graph) if graph else ("default", "")
            answer = await self._ask("DELETE", self.graphs_url, parameters=[name], seconds=WRITE_SECONDS)
            answer.body.close()
            return
        if graph is not None and not await self._holds(graph):
            raise of_store_fault(StoreFault("no-graph"))
        await self._send_update(f"DROP SILENT GRAPH <{graph}>" if graph else "DROP DEFAULT")

    async def _send_update(self, text: str) -> None:
        if self.update_url is None:
            raise of_fault(Fault("read-only"))
        answer = await self._ask("POST", self.update_url, form=[("update", text)], seconds=WRITE_SECONDS)
        answer.body.close()


def with_prefixes(text: str) -> str:
    """A query or update with declarations of the known prefixes that it uses without declaring them.

    They stand in front, on the first line, so that the lines of the text keep their numbers.

    >>> with_prefixes("ASK { ?s rdf:type ?t }")
    'PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> ASK { ?s rdf:type ?t }'
    """
    lacking = dict(PREFIXES)
    known: list[str] = []
    while (prefix := guard.undeclared(text, known)) in lacking and prefix is not None:
        known.append(prefix)
    return "".join(f"PREFIX {p}: <{lacking[p]}> " for p in known) + text


def _node(graph: str) -> str:
    """The name of a graph as SPARQL writes it; what is no IRI never becomes part of a query."""
    import pyoxigraph as ox

    try:
        return str(ox.NamedNode(graph))
    except ValueError:
        raise of_fault(Fault("iri")) from None
