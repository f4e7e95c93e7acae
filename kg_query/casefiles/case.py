"""One case file as a value, and the way from a place in it to a node of the graph and back.

A place is a path as people read it: `documents/filing-approval/source`, `persons/1/certificate_to`.
Of several documents of one kind, or several values written out field by field, each has its number,
counted from 1. The node of a place is the IRI of the file followed by the path.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote, unquote

from .schema import CASE, DocumentType, Field, NodeType, Schema

__all__ = ["CaseFile", "Document", "case_iri", "node_iri", "path_of", "place_of", "type_at"]


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a case file: its kind, its place, and what it says."""

    slug: str
    path: str
    record: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case file whose every word is known.

    Attributes:
        id: its number, such as 蒲综罚〔2023〕5号.
        kinds: "penalty", or one or both of "compulsory-measure" and "compulsory-execution".
        record: what it says, key by key as in its JSON, without `id` and `kind`. Texts and codes
            are strings, dates `date`, moments `datetime` without a zone, amounts `Decimal` with
            the digits they were written with; fields with several values are lists, documents of
            one kind an object or a list of them.
        source: the file it was read from.
    """

    id: str
    kinds: tuple[str, ...]
    record: Mapping[str, Any]
    source: str | None = None

    @property
    def iri(self) -> str:
        """Its node in the graph."""
        return case_iri(self.id)

    def node(self, path: str = "") -> Any:
        """What stands at a place: an object, a list or a single value; None where nothing does.

        >>> CaseFile("c1", ("penalty",), {"persons": [{"name": "张某"}]}).node("persons/1/name")
        '张某'
        """
        here: Any = self.record
        for step in filter(None, path.split("/")):
            if isinstance(here, Mapping):
                here = here.get(step)
            elif isinstance(here, list) and step.isdecimal() and 0 < int(step) <= len(here):
                here = here[int(step) - 1]
            else:
                return None
        return here

    def date(self, path: str) -> date | None:
        """The day that stands at a place; of a moment, its day."""
        value = self.node(path)
        return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None

    def documents(self, *slugs: str) -> Iterator[Document]:
        """The documents of these kinds (by default all), in the order of the file."""
        for slug, held in self.record.get("documents", {}).items():
            if slugs and slug not in slugs:
                continue
            if isinstance(held, list):
                for number, record in enumerate(held, 1):
                    yield Document(slug, f"documents/{slug}/{number}", record)
            else:
                yield Document(slug, f"documents/{slug}", held)

    def to_json(self) -> dict[str, Any]:
        """The file as plain JSON values: dates as strings, amounts as numbers."""
        kind = self.kinds[0] if len(self.kinds) == 1 else list(self.kinds)
        return {"id": self.id, "kind": kind, **_plain(self.record)}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        if value == value.to_integral_value():
            return int(value)
        near = float(value)
        return near if Decimal(repr(near)) == value else f"{value:f}"
    return value


# --- places and nodes -----------------------------------------------------------------------


def case_iri(identifier: str) -> str:
    """The node of a case file, from its id in whatever script.

    >>> case_iri("A/1 号")
    'https://w3id.org/kg-query/id/casefile/A%2F1%20%E5%8F%B7'
    """
    return CASE + quote(identifier, safe="")


def node_iri(identifier: str, path: str) -> str:
    """The node of a place in a case file; the file itself for the empty path.

    >>> node_iri("c1", "documents/questioning-record/2")
    'https://w3id.org/kg-query/id/casefile/c1/documents/questioning-record/2'
    """
    return "/".join(filter(None, (case_iri(identifier), path)))


def path_of(iri: str) -> tuple[str, str] | None:
    """The id and the place that a node stands for; None where it is no node of a case file.

    >>> path_of("https://w3id.org/kg-query/id/casefile/c1/persons/1")
    ('c1', 'persons/1')
    """
    if not iri.startswith(CASE) or iri == CASE:
        return None
    identifier, _, path = iri.removeprefix(CASE).partition("/")
    return unquote(identifier), path


def type_at(schema: Schema, path: str) -> NodeType | None:
    """The kind of node that stands at a place; None where no node does.

    For the path of a field with a single value of text or the like there is none either.
    """
    steps = [s for s in path.split("/") if s]
    here: NodeType = schema.case
    at = 0
    while at < len(steps):
        key = steps[at]
        at += 1
        field = here.fields.get(key)
        if field is None:
            return None
        if field.type == "documents":
            if at == len(steps):
                return None
            document: DocumentType | None = schema.documents.get(steps[at])
            at += 1
            if document is None:
                return None
            here = document
        elif field.type == "node":
            here = schema.nodes[field.node or ""]
        else:
            return None
        if at < len(steps) and steps[at].isdecimal():
            at += 1
    return here


def place_of(schema: Schema, iri: str, property: str | None = None) -> str:
    """The place of a field, from the node and the property: what an answer calls `where`.

    Args:
        schema: what a case file can say.
        iri: a node of a case file; any other IRI comes back as it is.
        property: the IRI of a property of the node; without one, the place of the node itself.

    >>> from kg_query import KnowledgeGraph
    >>> schema = KnowledgeGraph.open().corpus.case_schema
    >>> node = node_iri("c1", "documents/filing-approval")
    >>> place_of(schema, node, "https://w3id.org/kg-query/ns#caseSource")
    'documents/filing-approval/source'
    """
    found = path_of(iri)
    if found is None:
        return iri
    path = found[1]
    if property is None:
        return path
    kind = type_at(schema, path)
    field: Field | None = None
    if kind is not None:
        field = next((f for f in kind.fields.values() if f.property == property), None)
    return "/".join(filter(None, (path, field.key if field else "")))
