"""A blank case file in JSON: every key there is, with `null` where a value goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .schema import NodeType, Schema

__all__ = ["TEMPLATES", "skeleton"]

#: The blank case files there are, with the kinds of case file that each serves.
TEMPLATES: dict[str, tuple[str, ...]] = {
    "penalty": ("penalty",),
    "compulsory-measure": ("compulsory-measure",),
    "compulsory-execution": ("compulsory-execution",),
    "compulsion": ("compulsory-measure", "compulsory-execution"),
}


def skeleton(schema: Schema, kinds: tuple[str, ...]) -> dict[str, Any]:
    """A case file of these kinds with nothing filled in, shaped like the JSON.

    `null` says nothing, so that what is not needed may stay; documents that the file does not hold
    are to be taken out.

    Args:
        schema: what a case file can say.
        kinds: "penalty", or one or both of the compulsory kinds.
    """
    case = _blank(schema.case, schema)
    if "penalty" not in kinds:
        case.pop("procedure", None)
    documents = {}
    for document in schema.documents.values():
        if set(kinds) & set(document.used_in):
            blank = _blank(document, schema)
            documents[document.slug] = blank if document.single else [blank]
    case["documents"] = documents
    kind: Any = kinds[0] if len(kinds) == 1 else list(kinds)
    return {"id": None, "kind": kind, **case}


def _blank(node: NodeType, schema: Schema) -> dict[str, Any]:
    found: dict[str, Any] = {}
    nodes: Mapping[str, NodeType] = schema.nodes
    for field in node.fields.values():
        inner = _blank(nodes[field.node], schema) if field.node else None
        if field.type == "documents":
            found[field.key] = {}
        elif inner is not None:
            found[field.key] = [inner] if field.many else inner
        else:
            found[field.key] = [] if field.many else None
    return found
