"""Which graph a request to the graph store is about (SPARQL 1.1 Graph Store HTTP Protocol, section 4).

A graph is named indirectly, `?graph=IRI` or `?default`, or directly: the address of the request, below the
graph store's own, is the IRI of the graph.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from ..model import Text
from .problems import HttpProblem

__all__ = ["PATH", "Target", "read_target"]

#: Where the graph store is.
PATH = "/graph-store"
_MAX_IRI = 2_000


@dataclass(frozen=True, slots=True)
class Target:
    """What a request is about.

    Attributes:
        graph: IRI of a named graph; None for the default graph, and for the store itself.
        store: whether it is the store itself, no graph of it (POST makes a new graph).
        base: the IRI against which relative IRIs of a document are resolved (RFC 3986, section 5.1).
    """

    graph: str | None
    store: bool
    base: str


def read_target(address: str, path: str, query_string: bytes) -> Target:
    """What a request is about.

    Args:
        address: the public address of the graph store, `https://…/graph-store`.
        path: what follows it in the request's path, percent-encoded as it was sent: empty, or from a
            slash on.
        query_string: what follows `?`, as it was sent.

    Raises:
        HttpProblem: 400 for a graph named twice or not at all by an absolute IRI.

    >>> read_target("http://h/graph-store", "", b"graph=urn:g").graph
    'urn:g'
    >>> read_target("http://h/graph-store", "/mine", b"").graph
    'http://h/graph-store/mine'
    >>> read_target("http://h/graph-store", "", b"default").store
    False
    """
    try:
        parameters = parse_qsl(
            query_string.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=20
        )
    except (UnicodeDecodeError, ValueError):
        raise _bad("地址中的参数有误", "the parameters of the address are faulty") from None
    graphs = [value for key, value in parameters if key == "graph"]
    defaults = [value for key, value in parameters if key == "default"]
    if len(graphs) + len(defaults) > 1:
        raise _bad(
            "一个请求只能针对一个图：graph 或 default 只能有一个",
            "a request is about one graph: one graph or one default",
        )
    direct = path not in ("", "/")
    if direct and (graphs or defaults):
        raise _bad(
            "地址本身已经指明了图，不能再写 graph 或 default",
            "the address itself names the graph, so there can be no graph or default beside it",
        )
    if direct:
        return Target(_iri(address + path), False, address + path)
    if graphs:
        return Target(_iri(graphs[0]), False, graphs[0])
    if defaults and defaults[0] not in ("", "true"):
        raise _bad("default 不带值", "default takes no value")
    return Target(None, not defaults, address)


def _iri(text: str) -> str:
    import pyoxigraph as ox

    try:
        if len(text) > _MAX_IRI:
            raise ValueError
        return ox.NamedNode(text).value
    except ValueError:
        raise _bad(
            f"graph 不是完整的 IRI：{text[:200]}", f"graph is not an absolute IRI: {text[:200]}"
        ) from None


def _bad(zh: str, en: str) -> HttpProblem:
    return HttpProblem(400, "bad-parameter", Text("请求有误", "Bad request"), Text(zh, en))
