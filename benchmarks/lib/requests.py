"""What people ask of the service: reading, canned questions, assessing, free SPARQL; and what an attacker asks."""

from __future__ import annotations

import json
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

from kg_query import KnowledgeGraph
from kg_query.ask import questions

from .measure import some_matters

__all__ = ["FREE", "RUNAWAY", "attack", "mix"]

#: method, path, headers, body
Request = tuple[str, str, dict[str, str], str]

#: Queries as somebody might write them who knows the vocabulary; prefixes are known to the service.
FREE = {
    "one type": "SELECT ?norm WHERE { ?norm a law:Norm } LIMIT 100",
    "labels of grounds": "SELECT ?g ?l WHERE { ?g a law:Ground ; rdfs:label ?l FILTER(LANG(?l) = 'zh') }",
    "counted by class": "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c } GROUP BY ?c ORDER BY DESC(?n) ?c",
    "counted by graph": "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
    "text": "SELECT ?s ?l WHERE { ?s rdfs:label ?l FILTER(CONTAINS(STR(?l), '不可抗力')) } ORDER BY ?s ?l",
    "a property path": "SELECT DISTINCT ?b WHERE { ?a a law:Ground ; skos:broader+ ?b } ORDER BY ?b",
    "negation": "SELECT ?g WHERE { ?g a law:Ground FILTER NOT EXISTS { ?g skos:broader ?b } } ORDER BY ?g",
    "ask": "ASK { ?s a law:Norm }",
}

_CROSS = "?a ?b ?c . ?d ?e ?f"
_DOUBLING = " ".join(f"BIND(CONCAT(?v{i}, ?v{i}) AS ?v{i + 1})" for i in range(26))
#: Queries that would run for hours or take all memory, each by another way.
RUNAWAY = {
    "cross product": f"SELECT (COUNT(*) AS ?n) {{ {_CROSS} }}",
    "sorted": f"SELECT * {{ {_CROSS} }} ORDER BY ?f ?c",
    "paths": "SELECT (COUNT(*) AS ?n) { ?a (rdf:type|!rdf:type)* ?b . ?c (rdf:type|!rdf:type)* ?d }",
    "doubling": f"SELECT (STRLEN(?v26) AS ?n) {{ ?s ?p ?o BIND(STR(?o) AS ?v0) {_DOUBLING} }}",
    "concatenated": f"SELECT (GROUP_CONCAT(?c) AS ?x) {{ {_CROSS} }}",
    "regular expressions": f'SELECT ?a {{ {_CROSS} FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "(.*)(.*)(.*)x{{9}}")) }}',
}


def sparql(query: str) -> Request:
    """A query by GET, its answer in JSON."""
    return (
        "GET",
        "/sparql?" + urlencode({"query": query}),
        {"Accept": "application/sparql-results+json"},
        "",
    )


def mix(kg: KnowledgeGraph, seed: int = 1) -> dict[str, Any]:
    """The kinds of a plan: of 100 requests 70 read, 20 ask a named question, 8 assess, 2 ask a query of their own.

    Pages are drawn from all provisions and grounds, so that most are not those of the last minutes;
    questions with a parameter are asked with any of its values.
    """
    rnd = Random(seed)
    read: list[Request] = []
    for name in kg.corpus.provisions:
        for suffix in ("html", "html", "ttl", "jsonld"):
            read.append(("GET", f"/id/{quote(name)}.{suffix}", {}, ""))
        read.append(("GET", f"/api/v1/provisions/{quote(name)}", {}, ""))
    read += [("GET", f"/ground/{quote(name)}.html", {}, "") for name in kg.corpus.grounds]
    asked: list[Request] = []
    for question in questions().values():
        if question.needs:
            continue
        path = f"/api/v1/questions/{question.name}"
        asked.append(("GET", path, {}, ""))
        values = {p.name: _values(kg, p.type) for p in question.parameters}
        for name, known in values.items():
            sample = rnd.sample(known, min(8, len(known)))
            asked += [("GET", f"{path}?" + urlencode({"param": f"{name}={v}"}), {}, "") for v in sample]
    kind = {"Content-Type": "application/json"}
    assessed = [
        ("POST", "/api/v1/assess", kind, json.dumps(_as_json(m))) for m in some_matters(kg, 200, seed)
    ]
    free = [sparql(query) for query in FREE.values()]
    return {
        "reading": {"share": 70, "requests": read},
        "questions": {"share": 20, "requests": asked},
        "assess": {"share": 8, "requests": assessed},
        "SPARQL": {"share": 2, "requests": free},
    }


def attack() -> dict[str, Any]:
    """The kinds of an attacker's plan."""
    return {"attack": {"share": 1, "requests": [sparql(query) for query in RUNAWAY.values()]}}


def _values(kg: KnowledgeGraph, type: str) -> list[str]:
    return {"ground": list(kg.corpus.grounds), "regulation": list(kg.corpus.assessed)}.get(type, [])


def _as_json(matter: Any) -> dict[str, Any]:
    findings = [{"ground": f.ground, "status": f.status} for f in matter.findings]
    return {"id": matter.id, "role": matter.role, "date": matter.date, "findings": findings}
