"""What every store behind the service can do: the embedded one, one that can be written, a remote one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from .request import QueryRequest, Reply

__all__ = ["Backend"]


class Backend(Protocol):
    """A SPARQL endpoint without HTTP.

    Attributes:
        writable: whether updates and the changes of graphs are carried out.
        union_default_graph: whether the default graph is all named graphs together.
    """

    writable: bool
    union_default_graph: bool

    async def start(self) -> None:
        """Makes it ready; what runs in processes is started."""

    async def query(self, request: QueryRequest) -> Reply:
        """The answer to a query.

        Raises:
            KgqError: `SyntaxFault` and its like, see `kg_query.endpoint.errors`.
            WorkerError: it took too long, needed too much, or nobody was free.
        """
        ...

    async def read_graph(self, graph: str | None, accept: str) -> Reply:
        """A whole graph; None is the default graph. Raises NoGraph where there is none of that name."""
        ...

    async def update(
        self,
        update: str,
        using: Sequence[str] = (),
        using_named: Sequence[str] = (),
        share: str = "",
        base: str = "",
    ) -> None:
        """Carries out an update; it is durable when this returns."""

    async def put_graph(
        self, graph: str | None, media_type: str, data: bytes, *, base: str = "", share: str = ""
    ) -> bool:
        """Makes a graph what a document says; True where the graph is new."""
        ...

    async def post_graph(
        self, graph: str | None, media_type: str, data: bytes, *, base: str = "", share: str = ""
    ) -> bool:
        """Adds a document to a graph; True where the graph is new."""
        ...

    async def delete_graph(self, graph: str | None, *, share: str = "") -> None:
        """Removes a graph. Raises NoGraph where there is none of that name."""

    async def ready(self) -> bool:
        """Whether a query is answered within a second."""
        ...

    async def close(self) -> None:
        """Ends its processes and connections."""
