"""What a case file can say: kinds of file, documents, fields, values; the shapes as plain values.

`kg_query.compile.casefile` makes the schema from `shapes/casefile.ttl` and `ontology/casefile.ttl`;
everything about case files (reader, JSON-LD context, workbook, reference page) is made from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from kg_query.model import Text
from kg_query.terms import ID

__all__ = [
    "CASE",
    "Code",
    "Criterion",
    "DocumentType",
    "Field",
    "FieldType",
    "Kind",
    "NodeType",
    "Parameter",
    "Personal",
    "Schema",
    "Stage",
]

#: The namespace of case files.
CASE = ID + "casefile/"

#: What the value of a field is. "code" is one of a closed list, "node" is written out field by field,
#: "documents" is the one field that holds the documents.
FieldType = Literal["text", "boolean", "date", "moment", "integer", "decimal", "code", "node", "documents"]


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a closed list: how files write it, what the graph calls it, what people say.

    `role`, of a part in a case, is the position that who plays it holds in a matter.
    """

    code: str
    iri: str
    label: Text
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a node can say.

    Attributes:
        key: how JSON calls it, within its node.
        property: the IRI of the property.
        label, definition: for people.
        type: what its value is.
        many: whether it can have several values.
        codes: of a "code", the name of its list in `Schema.codes`.
        node: of a "node", its name in `Schema.nodes`.
        names_person: whether the text is the name of one of the file's persons.
    """

    key: str
    property: str
    label: Text
    definition: Text
    type: FieldType
    many: bool
    codes: str | None = None
    node: str | None = None
    names_person: bool = False


@dataclass(frozen=True, slots=True)
class NodeType:
    """A group of fields, in their order: a party, a citation, the archive …"""

    name: str
    iri: str
    label: Text
    definition: Text
    fields: Mapping[str, Field]


@dataclass(frozen=True, slots=True)
class DocumentType(NodeType):
    """A kind of document.

    Attributes:
        slug: how JSON calls it.
        single: whether a file has one of it at most.
        used_in: the kinds of file that it belongs to.
        scored_as: the notation of the scored document that it is, such as P-LA-1; or None.
    """

    slug: str
    single: bool
    used_in: tuple[str, ...]
    scored_as: str | None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of case file; its code is how files write it."""

    code: str
    iri: str
    label: Text


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion that a reviewer can judge.

    Attributes:
        notation: such as P-DC-2-6.
        provision: its id.
        kind: "base", "document" or "line".
        label: its text.
        points: what it is worth, as written; None for a base standard.
        by: "data" or "judgement", as its shape says; None where no shape says it.
    """

    notation: str
    provision: str
    kind: Literal["base", "document", "line"]
    label: Text
    points: str | None
    by: Literal["data", "judgement"] | None

    @property
    def standard(self) -> Literal["penalty", "compulsion"]:
        """Which files it is for; its notation begins with P 处罚 or Q 强制."""
        return "penalty" if self.notation.startswith("P") else "compulsion"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of a case as the annexes divide it, and the kinds of document scored in it."""

    provision: str
    label: Text
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that the law leaves open, and what it is where a file sets none (as written)."""

    notation: str
    iri: str
    label: Text
    definition: Text
    default: str | None


@dataclass(frozen=True, slots=True)
class Personal:
    """Where personal data stand, by the code of their kind: "natural-name", "telephone", "narrative" …

    Attributes:
        fields: IRI of a property of case files → kind.
        unless: IRI of a property → test (`party_type=organisation`) on which what it holds is not personal.
        paths: key of a matter, register entry or evaluation record (`matter/findings/note`) → kind.
    """

    fields: Mapping[str, str]
    unless: Mapping[str, str]
    paths: Mapping[str, str]


NOTHING_PERSONAL = Personal({}, {}, {})


@dataclass(frozen=True)
class Schema:
    """Everything that a case file can say.

    Attributes:
        kinds: code → kind of file.
        case: the fields of the file itself.
        documents: slug → kind of document, in the order of a case.
        nodes: name → group of fields.
        codes: name → code → value.
        criteria: notation → criterion, in the order of the annexes.
        parameters: notation → number that the law leaves open.
        stages: in the order of the annexes; documents that are not scored are in none.
        days: property of a moment → property of the day that is worked out from it.
        personal: what of it, and of matters and registers, is personal data.
    """

    kinds: Mapping[str, Kind]
    case: NodeType
    documents: Mapping[str, DocumentType]
    nodes: Mapping[str, NodeType]
    codes: Mapping[str, Mapping[str, Code]]
    criteria: Mapping[str, Criterion]
    parameters: Mapping[str, Parameter]
    stages: tuple[Stage, ...]
    days: Mapping[str, str]
    personal: Personal = NOTHING_PERSONAL

    @cached_property
    def document_of(self) -> dict[str, DocumentType]:
        """class IRI → kind of document."""
        return {d.iri: d for d in self.documents.values()}

    def classes(self) -> dict[str, str]:
        """The kinds of case files, each with its class."""
        return {kind.code: kind.iri for kind in self.kinds.values()}

    def types(self) -> Iterator[NodeType]:
        """The file itself, every kind of document, every group of fields."""
        yield self.case
        yield from self.documents.values()
        yield from self.nodes.values()

    def to_json(self) -> dict[str, Any]:
        """The schema as plain JSON values, for `from_json`."""
        return {
            "kinds": [[k.code, k.iri, _pair(k.label)] for k in self.kinds.values()],
            "case": _node_row(self.case),
            "documents": [
                [*_node_row(d), d.slug, d.single, list(d.used_in), d.scored_as]
                for d in self.documents.values()
            ],
            "nodes": [_node_row(n) for n in self.nodes.values()],
            "codes": {
                name: [[c.code, c.iri, _pair(c.label), c.role] for c in codes.values()]
                for name, codes in self.codes.items()
            },
            "criteria": [
                [c.notation, c.provision, c.kind, _pair(c.label), c.points, c.by]
                for c in self.criteria.values()
            ],
            "parameters": [
                [p.notation, p.iri, _pair(p.label), _pair(p.definition), p.default]
                for p in self.parameters.values()
            ],
            "stages": [[g.provision, _pair(g.label), list(g.documents)] for g in self.stages],
            "days": dict(self.days),
            "personal": [dict(self.personal.fields), dict(self.personal.unless), dict(self.personal.paths)],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Schema:
        """The schema that `to_json` gave."""
        return cls(
            kinds={code: Kind(code, iri, Text(*label)) for code, iri, label in data["kinds"]},
            case=_node(data["case"]),
            documents={
                row[5]: DocumentType(*_node_values(row[:5]), row[5], row[6], tuple(row[7]), row[8])
                for row in data["documents"]
            },
            nodes={row[0]: _node(row) for row in data["nodes"]},
            codes={
                name: {code: Code(code, iri, Text(*label), role) for code, iri, label, role in rows}
                for name, rows in data["codes"].items()
            },
            criteria={
                notation: Criterion(notation, provision, kind, Text(*label), points, by)
                for notation, provision, kind, label, points, by in data["criteria"]
            },
            parameters={
                notation: Parameter(notation, iri, Text(*label), Text(*means), default)
                for notation, iri, label, means, default in data["parameters"]
            },
            stages=tuple(Stage(iri, Text(*label), tuple(slugs)) for iri, label, slugs in data["stages"]),
            days=data["days"],
            personal=Personal(*data["personal"]),
        )


def _pair(text: Text) -> list[str]:
    return [text.zh, text.en]


def _node_row(node: NodeType) -> list[Any]:
    fields = [
        [f.key, f.property, _pair(f.label), _pair(f.definition), f.type, f.many, f.codes, f.node, f.names_person]
        for f in node.fields.values()
    ]  # fmt: skip
    return [node.name, node.iri, _pair(node.label), _pair(node.definition), fields]


def _node_values(row: list[Any]) -> tuple[str, str, Text, Text, dict[str, Field]]:
    name, iri, label, definition, rows = row
    fields = {
        key: Field(key, prop, Text(*said), Text(*means), type_, many, codes, node, person)
        for key, prop, said, means, type_, many, codes, node, person in rows
    }
    return name, iri, Text(*label), Text(*definition), fields


def _node(row: list[Any]) -> NodeType:
    return NodeType(*_node_values(row))
