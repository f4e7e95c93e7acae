"""The JSON-LD context of case files, made from the schema: under it every JSON case file is RDF.

`kg_query/context/casefile.jsonld` is what `context_of` makes (`python -m kg_query.casefiles` writes it;
a test holds it up to date). A file may name the context by its address or hold it inline;
any other context is refused, because it would change what the words mean, and none is ever fetched.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from kg_query.inputs import Faults, shown
from kg_query.model import Text
from kg_query.terms import BASE, DCTERMS, LAW, XSD

from .schema import CASE, Field, NodeType, Schema

__all__ = ["ADDRESS", "FILE", "check", "context", "context_of", "written"]

#: The address by which a file may name the context.
ADDRESS = BASE + "context/casefile.jsonld"

#: Where the package carries it.
FILE = Path(__file__).resolve().parent.parent / "context" / "casefile.jsonld"
_DATATYPES = {
    "date": "xsd:date",
    "moment": "xsd:dateTime",
    "integer": "xsd:integer",
    "decimal": "xsd:decimal",
}


@cache
def context() -> dict[str, Any]:
    """The context that the package carries, as JSON data: `{"@context": {…}}`."""
    import json

    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def context_of(schema: Schema) -> dict[str, Any]:
    """The context that a schema gives, as JSON data: `{"@context": {…}}`.

    The kind of file is its `@type`; documents are a type map, so that the key of a document is its
    type; every group of fields has its own context, since `kind`, `reason` and `number` mean
    different things in different groups; codes stand for the values of their list and for nothing else.
    """
    terms: dict[str, Any] = {
        "@version": 1.1,
        "@base": CASE,
        "law": LAW,
        "dcterms": DCTERMS,
        "xsd": XSD,
        "id": "dcterms:identifier",
        "kind": "@type",
    }
    terms |= {k.code: _short(k.iri) for k in schema.kinds.values()}
    for document in schema.documents.values():
        terms[document.slug] = {
            "@id": _short(document.iri),
            "@context": _fields(document, schema),
        }
    return {"@context": terms | _fields(schema.case, schema)}


def _fields(kind: NodeType, schema: Schema) -> dict[str, Any]:
    return {key: _field(field, schema) for key, field in kind.fields.items()}


def _field(field: Field, schema: Schema) -> dict[str, Any]:
    found: dict[str, Any] = {"@id": _short(field.property)}
    if field.type == "code":
        codes = schema.codes[field.codes or ""].values()
        found |= {"@type": "@vocab", "@context": {c.code: _short(c.iri) for c in codes}}
    elif field.type == "node":
        found["@context"] = _fields(schema.nodes[field.node or ""], schema)
    elif field.type == "documents":
        found["@container"] = "@type"
    elif field.type in _DATATYPES:
        found["@type"] = _DATATYPES[field.type]
    return found


def _short(iri: str) -> str:
    return f"law:{iri.removeprefix(LAW)}" if iri.startswith(LAW) else iri


def check(value: object, where: str, faults: Faults) -> None:
    """Notes a problem unless `value` names our context or is equal to it."""
    for candidate in value if isinstance(value, list) else [value]:
        if candidate in (ADDRESS, context()["@context"]):
            continue
        hint = Text(f"请删去，或写 {ADDRESS}", f"Leave it out, or write {ADDRESS}")
        if isinstance(candidate, str):
            faults.add(
                where,
                f"不会去取外部的 @context：{shown(candidate)}",
                f"an outside @context is never fetched: {shown(candidate)}",
                hint,
            )
        else:
            faults.add(
                where,
                "@context 与本程序的案卷上下文不同",
                "the @context differs from the one for case files",
                hint,
            )


def written(schema: Schema) -> str:
    """The context as the package carries it: JSON, two blanks a level, a line end at the end."""
    import json

    return json.dumps(context_of(schema), ensure_ascii=False, indent=1) + "\n"
