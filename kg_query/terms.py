"""The words the graph is written in: namespaces, and the way from an IRI to an id and back.

A program and a user say `nanmu/art_9__point_4` and `force_majeure`; the graph says
`https://w3id.org/kg-query/id/nanmu/art_9__point_4` and
`https://w3id.org/kg-query/ground/force_majeure`. This module is the only place that knows both.
"""

from __future__ import annotations

BASE = "https://w3id.org/kg-query/"
LAW = BASE + "ns#"
ID = BASE + "id/"
GROUND = BASE + "ground/"
GRAPH = BASE + "graph/"

KIND = ID + "kind/"
MODALITY = ID + "modality/"
OUTCOME = ID + "outcome/"
ROLE = ID + "role/"
BODY = ID + "body/"
EFFECT = ID + "effect/"
STATUS = ID + "status/"
STATE = ID + "state/"
CITED = ID + "law/"
TOPIC = ID + "topic/"
RELATION = ID + "relation/"
GROUND_RELATION = ID + "ground-relation/"
WORDING = ID + "wording/"
DIVERGENCE = ID + "divergence/"
PART = ID + "part/"

CCCEV = "http://data.europa.eu/m8g/"
DCTERMS = "http://purl.org/dc/terms/"
ELI = "http://data.europa.eu/eli/ontology#"
LRMLMM = "http://docs.oasis-open.org/legalruleml/ns/v1.0/metamodel#"
OA = "http://www.w3.org/ns/oa#"
ORG = "http://www.w3.org/ns/org#"
OWL = "http://www.w3.org/2002/07/owl#"
PROV = "http://www.w3.org/ns/prov#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SH = "http://www.w3.org/ns/shacl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
TIME = "http://www.w3.org/2006/time#"
VANN = "http://purl.org/vocab/vann/"
XSD = "http://www.w3.org/2001/XMLSchema#"

#: The prefixes every file of the project declares, in alphabetical order.
PREFIXES: dict[str, str] = {
    "body": BODY,
    "cccev": CCCEV,
    "cited": CITED,
    "dcterms": DCTERMS,
    "eli": ELI,
    "ground": GROUND,
    "id": ID,
    "kind": KIND,
    "law": LAW,
    "lrmlmm": LRMLMM,
    "modality": MODALITY,
    "oa": OA,
    "org": ORG,
    "outcome": OUTCOME,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "role": ROLE,
    "sh": SH,
    "skos": SKOS,
    "state": STATE,
    "status": STATUS,
    "time": TIME,
    "vann": VANN,
    "xsd": XSD,
}

#: The vocabularies below `id/`: scheme name → namespace. `nanmu` and its like are regulations.
SCHEMES: dict[str, str] = {
    "body": BODY,
    "kind": KIND,
    "law": CITED,
    "modality": MODALITY,
    "outcome": OUTCOME,
    "role": ROLE,
    "state": STATE,
    "status": STATUS,
    "topic": TOPIC,
    "effect": EFFECT,
    "relation": RELATION,
    "ground-relation": GROUND_RELATION,
    "wording": WORDING,
    "divergence": DIVERGENCE,
    "part": PART,
}

#: Steps below `id/` that are taken: no regulation can have one of them as its slug.
RESERVED: frozenset[str] = frozenset(
    {
        *SCHEMES, "casefile", "comparison", "consequence", "day", "engine", "exclusion", "group", "matter", "national", "norm",
        "question", "review", "statistics",
    }
)  # fmt: skip


def short(iri: str) -> str:
    """The id that people use for an IRI of ours; any other IRI comes back as it is.

    >>> short("https://w3id.org/kg-query/id/nanmu/art_9__point_4")
    'nanmu/art_9__point_4'
    >>> short("https://w3id.org/kg-query/ground/force_majeure")
    'force_majeure'
    >>> short("https://w3id.org/kg-query/id/outcome/exempt")
    'exempt'
    >>> short("http://example.org/x")
    'http://example.org/x'
    """
    for namespace in (GROUND, *SCHEMES.values(), ID, LAW):
        if iri.startswith(namespace):
            return iri[len(namespace) :]
    return iri


def code(iri: str) -> str:
    """The last step of an IRI: after `#`, else after the last `/`.

    >>> code("http://www.w3.org/2006/time#unitDay")
    'unitDay'
    >>> code("https://w3id.org/kg-query/id/kind/bar")
    'bar'
    """
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def ground_iri(ground: str) -> str:
    """The IRI of a ground, from its id.

    >>> ground_iri("force_majeure")
    'https://w3id.org/kg-query/ground/force_majeure'
    """
    return GROUND + ground


def id_iri(identifier: str) -> str:
    """The IRI of a regulation, unit, norm, override, reading or deadline, from its id.

    >>> id_iri("nanmu/norm/art_9__point_4")
    'https://w3id.org/kg-query/id/nanmu/norm/art_9__point_4'
    """
    return ID + identifier


def scheme_iri(scheme: str, concept: str) -> str:
    """The IRI of a concept in one of the closed vocabularies (`SCHEMES`).

    >>> scheme_iri("outcome", "exempt")
    'https://w3id.org/kg-query/id/outcome/exempt'
    """
    return SCHEMES[scheme] + concept


def graph_iri(path: str) -> str:
    """The name of the graph that holds one bundled file; `path` is relative to the data root.

    >>> graph_iri("data/nanmu/norms.ttl")
    'https://w3id.org/kg-query/graph/data/nanmu/norms.ttl'
    """
    return GRAPH + path


def sparql_prefixes() -> str:
    """The PREFIX lines for a query, one a line.

    >>> sparql_prefixes().splitlines()[5]
    'PREFIX ground: <https://w3id.org/kg-query/ground/>'
    """
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
