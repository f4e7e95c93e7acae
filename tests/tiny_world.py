"""A small world for tests: an invented regulation, and just enough vocabulary for it."""

from __future__ import annotations

from pathlib import Path

from kg_query.files import TurtleFile

FIXTURES = Path(__file__).parent / "fixtures"
TINY = FIXTURES / "tiny_regulation"

#: The prefixes of a scrap of Turtle in a test.
PREFIXES = """
@prefix body: <https://w3id.org/kg-query/id/body/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix ground: <https://w3id.org/kg-query/ground/> .
@prefix id: <https://w3id.org/kg-query/id/> .
@prefix kind: <https://w3id.org/kg-query/id/kind/> .
@prefix lakeside: <https://w3id.org/kg-query/id/lakeside/> .
@prefix law: <https://w3id.org/kg-query/ns#> .
@prefix modality: <https://w3id.org/kg-query/id/modality/> .
@prefix norm: <https://w3id.org/kg-query/id/lakeside/norm/> .
@prefix outcome: <https://w3id.org/kg-query/id/outcome/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix role: <https://w3id.org/kg-query/id/role/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix time: <http://www.w3.org/2006/time#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def tiny_files() -> list[TurtleFile]:
    """The small vocabulary and the invented regulation."""
    paths = [FIXTURES / "tiny_vocabulary.ttl", *sorted(TINY.glob("*.ttl"))]
    return [TurtleFile(p, p.name) for p in paths]
