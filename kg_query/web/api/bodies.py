"""What requests bring, as JSON Schema and with examples: matters, case files, envelopes, forms.

The schemas of matters and case files are made from the graph that is served, so that every vocabulary in them
is its own. Rules that go beyond the form of one value (an id that stands twice, a day before another) are told
by the reader and not here.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from kg_query.casefiles.schema import Field, NodeType, Schema
from kg_query.inputs import read_yaml

from .operations import Example, Operation
from .sniffing import MEDIA_TYPES

if TYPE_CHECKING:
    from kg_query.graph import KnowledgeGraph

__all__ = ["body_schemas", "example_body", "request_body"]

_TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
_DATE: dict[str, Any] = {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_REF = "#/components/schemas/"

#: The name of the schema of what a role brings.
_SCHEMAS = {
    "matters": "MattersIn",
    "case_files": "CaseFilesIn",
    "sources": "StatisticsIn",
    "files": "AnythingIn",
    "load": "AnythingIn",
}


def body_schemas(kg: KnowledgeGraph) -> dict[str, Any]:
    """The schemas of what is brought, by their names."""
    matter, case = _matter(kg), _case(kg.corpus.case_schema)
    return {
        "MatterIn": matter,
        "CaseFileIn": case,
        "MattersIn": _one_or_many("MatterIn"),
        "CaseFilesIn": _one_or_many("CaseFileIn"),
        "StatisticsIn": {
            "description": "案卷或者登记册 / case files or registers",
            "type": ["object", "array"],
        },
        "AnythingIn": {
            "description": "事项、案卷，或者数据 / matters, case files, or data",
            "type": ["object", "array"],
        },
        **_nodes(kg.corpus.case_schema),
    }


def _one_or_many(name: str) -> dict[str, Any]:
    return {
        "anyOf": [
            {"$ref": _REF + name},
            {"type": "array", "items": {"$ref": _REF + name}, "minItems": 1},
        ]
    }


def _matter(kg: KnowledgeGraph) -> dict[str, Any]:
    from kg_query.matters.context import ADDRESS
    from kg_query.matters.words import STATUSES

    corpus = kg.corpus
    grounds = {"type": "array", "items": {"$ref": _REF + "Ground"}}
    finding = {
        "type": "object",
        "properties": {
            "ground": {"$ref": _REF + "Ground"},
            "status": {"type": "string", "enum": list(STATUSES)},
            "evidence": _TEXT,
            "source": _TEXT,
            "date": _DATE,
            "note": _TEXT,
        },
        "required": ["ground", "status"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "description": "事项：谁以何种身份，哪些认定 / a matter: in which role, with which findings",
        "properties": {
            "id": {"type": "string", "pattern": r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", "maxLength": 200},
            "role": {"type": "string", "enum": list(corpus.concepts["role"])},
            "date": _DATE,
            "organisation": _TEXT,
            **dict.fromkeys(STATUSES, grounds),
            "findings": {"type": "array", "items": finding},
            "@context": {"const": ADDRESS},
            "@type": {"const": "Matter"},
        },
        "required": ["id"],
        "anyOf": [{"required": [one]} for one in (*STATUSES, "findings")],
        "additionalProperties": False,
    }


# --- case files -------------------------------------------------------------------------------


def _case(schema: Schema) -> dict[str, Any]:
    case = _node(schema.case, schema)
    kinds = {"type": "string", "enum": list(schema.kinds)}
    documents = {
        d.slug: {"$ref": _REF + _name(d)}
        if d.single
        else {"type": "array", "items": {"$ref": _REF + _name(d)}}
        for d in schema.documents.values()
    }
    properties = {
        "id": _TEXT,
        "kind": {"anyOf": [kinds, {"type": "array", "items": kinds, "minItems": 1}]},
        **case["properties"],
        "documents": {"type": "object", "properties": documents, "additionalProperties": False},
        "@context": {},
    }
    return {
        "type": "object",
        "description": "案卷：一个案件的文书与其中的事实 / a case file: its documents and what they state",
        "properties": properties,
        "required": ["id", "kind"],
    }


def _nodes(schema: Schema) -> dict[str, Any]:
    every: list[NodeType] = [*schema.documents.values(), *schema.nodes.values()]
    return {_name(node): _node(node, schema) for node in every}


def _name(node: NodeType) -> str:
    return f"Case{node.name}"


def _node(node: NodeType, schema: Schema) -> dict[str, Any]:
    return {
        "type": "object",
        "description": f"{node.label.zh} / {node.label.en}",
        "properties": {
            field.key: _field(field, schema) for field in node.fields.values() if field.type != "documents"
        },
    }


def _field(field: Field, schema: Schema) -> dict[str, Any]:
    one = _value(field, schema)
    made = (
        {"anyOf": [one, {"type": "array", "items": one}, {"type": "null"}]}
        if field.many
        else {"anyOf": [one, {"type": "null"}]}
    )
    return {**made, "description": f"{field.label.zh} / {field.label.en}"}


def _value(field: Field, schema: Schema) -> dict[str, Any]:
    if field.type == "code":
        return {"type": "string", "enum": list(schema.codes[field.codes or ""])}
    if field.type == "node":
        return {"$ref": _REF + _name(schema.nodes[field.node or ""])}
    return dict(_VALUES[field.type])


_VALUES: dict[str, dict[str, Any]] = {
    "text": {"type": ["string", "number"]},
    "boolean": {"type": "boolean"},
    "date": _DATE,
    "moment": {"type": "string", "description": "2024-03-01, 2024-03-01T09:30"},
    "integer": {"type": "integer"},
    "decimal": {"type": ["number", "string"]},
}


# --- request bodies ---------------------------------------------------------------------------


def request_body(operation: Operation) -> dict[str, Any]:
    """The body of an operation: each media type that is read, with examples that can be sent as they stand."""
    subject = operation.roles[0]
    schema: dict[str, Any] = {"$ref": _REF + _SCHEMAS[subject.name]}
    content: dict[str, Any] = {}
    for media_type, kind in MEDIA_TYPES.items():
        if kind not in subject.formats:
            continue
        value: dict[str, Any]
        if media_type == "application/json":
            value = {"anyOf": [schema, _envelope(operation, schema)]}
        elif kind in ("json", "yaml"):
            value = schema
        elif kind in ("xlsx", "parquet"):
            value = {"type": "string", "format": "binary"}
        else:
            value = {"type": "string"}
        content[media_type] = {"schema": value}
        # Tools that try examples out know how to send these types, and would fail with the others.
        common = kind in ("json", "yaml") or media_type.startswith("text/")
        some = [e for e in operation.examples if e.media_type == media_type and common]
        examples = {e.name: _described(e) for e in some}
        if examples:
            content[media_type]["examples"] = examples
    content["multipart/form-data"] = _form(operation)
    return {"required": operation.needs_files, "content": content}


def _envelope(operation: Operation, schema: dict[str, Any]) -> dict[str, Any]:
    """The envelope: what is brought under a name, with options beside it."""
    singular, plural = operation.roles[0].fields[:2]
    properties: dict[str, Any] = {singular: schema, plural: schema}
    for role in operation.roles[1:]:
        properties |= {name: {"type": ["object", "array"]} for name in role.fields}
    for parameter in operation.parameters:
        if parameter.name in properties:
            continue
        words: dict[str, Any] = {"type": ["string", "integer", "number", "boolean"]}
        properties[parameter.name] = {
            "anyOf": [words, {"type": "array", "items": words}],
            "description": f"{parameter.meaning.zh} / {parameter.meaning.en}",
        }
    return {
        "type": "object",
        "title": "Envelope",
        "properties": properties,
        "required": [singular],
        "additionalProperties": False,
    }


def _form(operation: Operation) -> dict[str, Any]:
    files = {"type": "array", "items": {"type": "string", "format": "binary"}}
    properties = {
        role.fields[0]: {**files, "description": ", ".join(role.formats)} for role in operation.roles
    }
    schema: dict[str, Any] = {"type": "object", "properties": properties}
    if operation.needs_files:
        schema["required"] = [operation.roles[0].fields[0]]
    types = {
        role.fields[0]: {
            "contentType": ", ".join(m for m, kind in MEDIA_TYPES.items() if kind in role.formats)
        }
        for role in operation.roles
    }
    return {"schema": schema, "encoding": types}


def _described(example: Example) -> dict[str, Any]:
    return {
        "summary": f"{example.summary.zh} · {example.summary.en}",
        "value": example_body(example),
        **({"x-options": dict(example.options)} if example.options else {}),
    }


@cache
def _read(name: str) -> bytes:
    from kg_query.files import root

    return (root() / name).read_bytes()


def example_body(example: Example) -> Any:
    """The body of an example as OpenAPI shows it: a value for JSON and YAML, else its text."""
    if example.file is None:
        return example.value
    data = _read(example.file)
    if MEDIA_TYPES[example.media_type] == "json":
        return json.loads(data)
    if MEDIA_TYPES[example.media_type] == "yaml":
        documents = read_yaml(data, example.file)
        return documents[0] if len(documents) == 1 else documents
    return data.decode()
