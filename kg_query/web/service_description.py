"""What the endpoint answers to a GET without a query: its service description.

SPARQL 1.1 Service Description, section 2: the description is what one gets by asking the endpoint
itself. A browser, which asks for HTML, gets the page of `pages.sparql` instead.
"""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request, Response

from ..model import Text
from .negotiation import accepts, etag
from .problems import HttpProblem
from .sparql_formats import FORMATS, HTML, format_named, graph_formats
from .write_access import may_write

__all__ = ["described", "endpoint_address"]

#: The names of the formats in the register https://www.w3.org/ns/formats/, where they have one.
_REGISTERED = {
    "json": "SPARQL_Results_JSON", "xml": "SPARQL_Results_XML", "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV", "turtle": "Turtle", "nt": "N-Triples", "rdfxml": "RDF_XML",
    "jsonld": "JSON-LD", "trig": "TriG", "nquads": "N-Quads",
}  # fmt: skip


def endpoint_address(request: Request) -> str:
    """The public address of the endpoint."""
    public = request.app.state.service.settings.public_url
    return str(public or request.base_url).rstrip("/") + "/sparql"


def described(request: Request, names: Sequence[str] = ()) -> Response:
    """The service description in the RDF format that the client takes.

    Args:
        request: a GET or HEAD of the endpoint.
        names: the formats asked for by name, instead of by Accept.

    Raises:
        HttpProblem: 406, listing what there is.
    """
    offered = {f.media_type: f for f in graph_formats()}
    if names:
        format = next((one for name in names if (one := format_named(name, "graph")) is not None), None)
    else:
        format = offered.get(str(accepts(request.headers.get("accept"), list(offered))))
    if format is None:
        raise HttpProblem(
            406,
            "not-acceptable",
            None,
            Text(
                f"服务说明可用：{'、'.join(offered)}；查询请写 ?query=",
                f"The service description comes as {', '.join(offered)}; a query is asked with ?query=",
            ),
            extra={"available": [*offered, HTML]},
        )
    content = _description(request, format.media_type)
    headers = {"Vary": "Accept", "Content-Type": format.content_type, "ETag": "W/" + etag(content.hex())}
    headers["Content-Length"] = str(len(content))
    return Response(b"" if request.method == "HEAD" else content, headers=headers)


def _description(request: Request, media_type: str) -> bytes:
    import pyoxigraph as ox

    from ..dataset.service import serialise, service_description

    service = request.app.state.service
    known = service.dataset is not None and not service.backend.writable
    triples = service_description(
        endpoint_address(request),
        service.dataset.manifest if known else None,
        writable=may_write(service),
        union=service.backend.union_default_graph,
        results=[_REGISTERED[f.name] for f in FORMATS],
    )
    format = ox.RdfFormat.from_media_type(media_type)
    assert format is not None, media_type
    return serialise(triples, format)
