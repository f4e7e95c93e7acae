"""Which sheets, blocks, rows and columns the workbook of a kind of case file has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg_query.casefiles.schema import Criterion, DocumentType, Field, NodeType, Schema
from kg_query.model import Text

__all__ = ["Block", "Form", "Judging", "Row", "Table", "layout"]

#: How many columns a kind of document has of which a file may hold several.
COPIES = 6


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a form: its key below the block (`party/name`), what it is called, what goes there."""

    key: str
    label: Text
    hint: Text
    field: Field


@dataclass(frozen=True, slots=True)
class Block:
    """A group of rows: `path` is its place in the case file, empty for the head of the file.

    `document` is its kind where it stands for a document, and `copies` how many columns it has.
    """

    path: str
    title: Text
    rows: tuple[Row, ...]
    copies: int = 1
    document: DocumentType | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet of blocks, filled in downwards."""

    title: Text
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with one thing a row.

    `path` is the list that it holds; for what stands in documents it is empty, and `keys` says for each
    kind of document under which key it holds such a list.
    """

    title: Text
    node: NodeType
    path: str
    keys: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Judging:
    """The sheet on which a reviewer judges: one criterion a row."""

    title: Text
    asked: tuple[Criterion, ...]
    others: tuple[Criterion, ...]
    node: NodeType


def layout(schema: Schema, kinds: tuple[str, ...]) -> Iterator[Form | Table | Judging]:
    """The sheets for a case file of these kinds, in their order.

    Args:
        schema: what a case file can say.
        kinds: "penalty", or one or both of the compulsory kinds.
    """
    case = schema.case.fields.values()
    simple = tuple(_row(f, "", kinds) for f in case if _in_cell(f) and _asked(f, kinds))
    alone = [f for f in case if f.type == "node" and not f.many]
    head = [Block("", schema.case.label, simple)]
    long = {f.key for f in alone if len(schema.nodes[f.node or ""].fields) > 12}
    head += [_block(f, schema) for f in alone if f.key not in long]
    yield Form(Text("案件", "Case"), tuple(head))
    lists = [f for f in case if f.type == "node" and f.many and f.key != "judgements"]
    yield _table(lists[0], schema)
    for field in alone:
        if field.key in long and field.key != "archive":
            yield Form(field.label, (_block(field, schema),))

    used = [d for d in schema.documents.values() if set(kinds) & set(d.used_in)]
    placed: set[str] = set()
    for stage in schema.stages:
        mine = [d for d in used if d.slug in stage.documents]
        if mine:
            placed.update(d.slug for d in mine)
            yield Form(stage.label, tuple(_paper(d, schema) for d in mine))
    if others := [d for d in used if d.slug not in placed]:
        yield Form(Text("其他文书", "Other documents"), tuple(_paper(d, schema) for d in others))
    for name, node in schema.nodes.items():
        keys = {d.slug: f.key for d in used for f in d.fields.values() if f.node == name and f.many}
        if keys:
            yield Table(node.label, node, "", keys)
    for field in lists[1:]:
        yield _table(field, schema)
    for field in alone:
        if field.key in long and field.key == "archive":
            yield Form(field.label, (_block(field, schema),))
    standard = "penalty" if "penalty" in kinds else "compulsion"
    criteria = [c for c in schema.criteria.values() if c.standard == standard]
    asked = tuple(c for c in criteria if c.by == "judgement")
    judgements = schema.case.fields["judgements"]
    yield Judging(
        judgements.label,
        asked,
        tuple(c for c in criteria if c not in asked),
        schema.nodes[judgements.node or ""],
    )


def sheet_name(title: Text, taken: set[str]) -> str:
    """A name that Excel takes, of at most 31 characters, unlike those taken; it is then taken too."""
    base = re.sub(r"[\[\]:*?/\\']", " ", title.zh)[:28] or "表"
    name, number = base, 2
    while name in taken:
        name, number = f"{base} {number}", number + 1
    taken.add(name)
    return name


def _asked(field: Field, kinds: tuple[str, ...]) -> bool:
    """The procedure is one of penalties."""
    return field.key != "procedure" or "penalty" in kinds


def _in_cell(field: Field) -> bool:
    return field.type not in ("node", "documents")


def _row(field: Field, prefix: str, kinds: tuple[str, ...] = (), above: Text | None = None) -> Row:
    label = field.label
    if above is not None:
        label = Text(f"{above.zh} · {label.zh}", f"{above.en} · {label.en}")
    return Row(prefix + field.key, label, field.definition, field)


def _block(field: Field, schema: Schema) -> Block:
    node = schema.nodes[field.node or ""]
    return Block(field.key, field.label, tuple(_row(f, "") for f in node.fields.values()))


def _paper(document: DocumentType, schema: Schema) -> Block:
    rows: list[Row] = []
    for field in document.fields.values():
        if _in_cell(field):
            rows.append(_row(field, ""))
        elif not field.many:
            inner = schema.nodes[field.node or ""]
            rows += [_row(f, f"{field.key}/", above=field.label) for f in inner.fields.values()]
    copies = 1 if document.single else COPIES
    return Block(f"documents/{document.slug}", document.label, tuple(rows), copies, document)


def _table(field: Field, schema: Schema) -> Table:
    return Table(field.label, schema.nodes[field.node or ""], field.key, {})
