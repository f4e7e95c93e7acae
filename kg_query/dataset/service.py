"""What a service says of itself and of the dataset behind it: W3C service description, and VoID with its addresses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..model import Text
from ..terms import DCTERMS, PREFIXES
from .assemble import INFERRED
from .describing import Pen
from .description import DATASET, DCAT, MIT, VOID
from .versions import Dataset, Manifest

if TYPE_CHECKING:
    from pyoxigraph import RdfFormat, Triple

__all__ = ["SD", "questions", "serialise", "service_description", "void"]

SD = "http://www.w3.org/ns/sparql-service-description#"
#: IRIs of formats: https://www.w3.org/ns/formats/
FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "RDF_XML", "JSON-LD",
)  # fmt: skip
_INPUTS = ("Turtle", "N-Triples", "N-Quads", "TriG", "RDF_XML", "JSON-LD")
_TITLE = Text("kg-query 的 SPARQL 服务", "The SPARQL service of kg-query")


def service_description(
    endpoint: str,
    manifest: Manifest | None = None,
    *,
    writable: bool = False,
    union: bool = True,
    update_endpoint: str | None = None,
    results: Iterable[str] = _RESULTS,
    inputs: Iterable[str] = _INPUTS,
) -> list[Triple]:
    """The triples of the service description of an endpoint (SPARQL 1.1 Service Description).

    Args:
        endpoint: the address of the query endpoint, absolute.
        manifest: of the dataset behind it; None where its content is not known (a store of others).
        writable: whether updates are taken.
        union: whether the default graph is all named graphs together.
        update_endpoint: the address for updates; by default the same.
        results: names of result formats, as in the W3C register of formats.
        inputs: names of the formats taken as input, where it is writable.
    """
    import pyoxigraph as ox

    pen = Pen()
    service = pen.a(endpoint, SD + "Service")
    pen.say(service, SD + "endpoint", endpoint)
    pen.say(service, DCTERMS + "title", _TITLE)
    pen.say(service, SD + "supportedLanguage", SD + "SPARQL11Query")
    pen.say(service, SD + "resultFormat", *(FORMATS + name for name in results))
    if union:
        pen.say(service, SD + "feature", SD + "UnionDefaultGraph")
    pen.say(service, SD + "defaultEntailmentRegime", "http://www.w3.org/ns/entailment/Simple")
    if writable:
        pen.say(service, SD + "supportedLanguage", SD + "SPARQL11Update")
        pen.say(service, SD + "inputFormat", *(FORMATS + name for name in inputs))
        if update_endpoint and update_endpoint != endpoint:
            updating = pen.a(update_endpoint, SD + "Service")
            pen.say(updating, SD + "endpoint", update_endpoint)
            pen.say(updating, SD + "supportedLanguage", SD + "SPARQL11Update")
    dataset = pen.a(pen.blank(), SD + "Dataset")
    pen.say(service, SD + "defaultDataset", dataset)
    default = pen.a(pen.blank(), SD + "Graph")
    pen.say(dataset, SD + "defaultGraph", default)
    if manifest is None:
        return pen.triples
    pen.say(default, VOID + "triples", manifest.triples)
    pen.say(dataset, DCTERMS + "isVersionOf", DATASET)
    for graph, triples in sorted(manifest.graphs.items()):
        named, content = pen.a(pen.blank(), SD + "NamedGraph"), pen.a(pen.blank(), SD + "Graph")
        pen.say(dataset, SD + "namedGraph", named)
        pen.say(named, SD + "name", graph)
        pen.say(named, SD + "graph", content)
        pen.say(content, VOID + "triples", ox.Literal(triples))
        if graph == INFERRED:
            pen.say(named, SD + "entailmentRegime", "http://www.w3.org/ns/entailment/OWL-RDF-Based")
            pen.say(named, SD + "supportedEntailmentProfile", "http://www.w3.org/ns/owl-profile/RL")
    return pen.triples


def void(dataset: Dataset, public_url: str | None = None, endpoint: str = "sparql") -> list[Triple]:
    """The description of the dataset (VoID, DCAT, PROV), with addresses where it is served.

    Args:
        dataset: the version behind the service.
        public_url: the address under which the service is reached, if it is known.
        endpoint: the path of the SPARQL endpoint below it.

    Raises InputError where the description on disk is damaged.
    """
    pen = Pen()
    pen.triples += _read(dataset.beside("description.nt"))
    if public_url is None:
        return pen.triples
    base = public_url.rstrip("/") + "/"
    address = base + endpoint.lstrip("/")
    pen.say(DATASET, VOID + "sparqlEndpoint", address)
    service = pen.a(address, DCAT + "DataService")
    pen.say(service, DCTERMS + "title", _TITLE)
    pen.say(service, DCAT + "endpointURL", address)
    pen.say(service, DCAT + "endpointDescription", address)
    pen.say(service, DCAT + "servesDataset", DATASET)
    pen.say(service, DCTERMS + "conformsTo", "https://www.w3.org/TR/sparql11-protocol/")
    pen.say(service, DCTERMS + "license", MIT)
    return pen.triples


def questions(dataset: Dataset, endpoint: str | None = None) -> list[Triple]:
    """The named questions as RDF, each with the endpoint that it can be run at, where that is given.

    Raises InputError where the file on disk is damaged.
    """
    from .named import SCHEMA

    pen = Pen()
    pen.triples += _read(dataset.beside("questions.nt"))
    if endpoint is not None:
        executable = "http://www.w3.org/ns/shacl#SPARQLSelectExecutable"
        for triple in list(pen.triples):
            if getattr(triple.object, "value", "") == executable:
                pen.say(triple.subject, SCHEMA + "target", endpoint)
    return pen.triples


def serialise(triples: Iterable[Triple], format: RdfFormat) -> bytes:
    """Triples in an RDF format, with prefixes where the format has them."""
    import pyoxigraph as ox

    prefixes = PREFIXES | {"void": VOID, "dcat": DCAT, "sd": SD, "spdx": "http://spdx.org/rdf/terms#"}
    named = prefixes if format in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG, ox.RdfFormat.RDF_XML) else None
    return ox.serialize(triples, format=format, prefixes=named) or b""


def _read(data: bytes) -> list[Any]:
    import pyoxigraph as ox

    return [q.triple for q in ox.parse(data, format=ox.RdfFormat.N_TRIPLES, rename_blank_nodes=False)]
