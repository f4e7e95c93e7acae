"""A case file that is being typed: plain JSON values, lenient where the reader of case files is strict.

What somebody typed is kept as it stands, right or wrong, until they change it; what is wrong with it the
reader says. A place is a path as everywhere (`documents/filing-approval/source`, the first of a list is 1);
in a draft, documents of which a case may have several are a list even where there is one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from kg_query.casefiles import TEMPLATES, Field, NodeType, Schema
from kg_query.errors import InputError
from kg_query.inputs import read_json, read_yaml
from kg_query.model import Text

__all__ = [
    "ROWS",
    "Draft",
    "add",
    "at",
    "blank",
    "dumped",
    "merged",
    "parsed",
    "remove",
    "section_of",
    "written",
]

Draft = dict[str, Any]
#: Form fields by name, each with its values in order.
Posted = Mapping[str, Sequence[str]]

#: The most rows that one list of a form shows.
ROWS = 200
_WHOLE = re.compile(r"[0-9]{1,30}", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?", re.ASCII)


def blank(kind: str) -> Draft:
    """A draft with nothing in it but its kind.

    Args:
        kind: one of `casefiles.TEMPLATES`.

    Raises:
        KeyError: there is no such kind.
    """
    kinds = TEMPLATES[kind]
    return {"id": "", "kind": kinds[0] if len(kinds) == 1 else list(kinds)}


def parsed(text: str, schema: Schema) -> Draft:
    """The draft that a text is, in JSON or YAML.

    Raises:
        InputError: it is neither, or holds no case file, or several.
    """
    begins = text.lstrip("\ufeff \t\r\n")[:1]
    data = text.encode("utf-8", "replace")
    value: object
    if begins in ("{", "["):
        value = read_json(data, "JSON", _digits)
    else:
        documents = read_yaml(data, "YAML", _digits)
        value = documents[0] if len(documents) == 1 else documents
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, dict):
        raise InputError(
            Text("这里应为一份案卷：写成一个对象", "here goes one case file: an object"),
            hint=Text(
                "多份案卷请在评查首页一并上传", "Bring several by uploading them on the start of this page"
            ),
        )
    return _listed(value, schema)


def _digits(text: str) -> float | str:
    """A number with a fraction, as a text where a float would not hold all its digits."""
    near = float(text)
    return near if abs(near) < 1e15 and Decimal(repr(near)) == Decimal(text) else text


def _listed(value: dict[str, Any], schema: Schema) -> Draft:
    """Documents of which there may be several as lists; one that is alone in a list, as itself."""
    held = value.get("documents")
    if not isinstance(held, dict):
        return value
    documents: dict[str, Any] = {}
    for slug, one in held.items():
        kind = schema.documents.get(slug)
        if kind is not None and kind.single and isinstance(one, list) and len(one) == 1:
            documents[slug] = one[0]
        elif kind is not None and not kind.single and isinstance(one, dict):
            documents[slug] = [one]
        else:
            documents[slug] = one
    return {**value, "documents": documents}


def dumped(draft: object) -> str:
    """The draft in one line, as a form carries it."""
    return json.dumps(draft, ensure_ascii=False, separators=(",", ":"))


def written(draft: Draft, format: str) -> str:
    """The draft for people to read and change: "json" or "yaml"."""
    if format == "yaml":
        import yaml

        return str(yaml.safe_dump(draft, allow_unicode=True, sort_keys=False, width=100))
    return json.dumps(draft, ensure_ascii=False, indent=2) + "\n"


# --- places --------------------------------------------------------------------------------------


def at(draft: Any, path: str) -> Any:
    """What stands at a place; None where nothing does.

    >>> at({"persons": [{"name": "张某"}]}, "persons/1/name")
    '张某'
    """
    here = draft
    for step in filter(None, path.split("/")):
        if isinstance(here, dict):
            here = here.get(step)
        elif isinstance(here, list) and step.isdecimal() and len(step) < 6 and 0 < int(step) <= len(here):
            here = here[int(step) - 1]
        else:
            return None
    return here


def section_of(schema: Schema, path: str) -> str:
    """The part of the form that shows a place: a document, a group of fields, or "case" for the rest.

    >>> from kg_query import KnowledgeGraph
    >>> section_of(KnowledgeGraph.open().corpus.case_schema, "documents/filing-approval/party/name")
    'documents/filing-approval'
    """
    steps = path.split("/")
    if steps[0] == "documents" and len(steps) > 1 and steps[1] in schema.documents:
        if schema.documents[steps[1]].single:
            return "/".join(steps[:2])
        number = steps[2] if len(steps) > 2 and steps[2].isdecimal() else "1"
        return f"documents/{steps[1]}/{number}"
    field = schema.case.fields.get(steps[0])
    return steps[0] if field is not None and field.type == "node" else "case"


def add(draft: Draft, schema: Schema, path: str) -> str:
    """Adds a blank row to a list, or a blank document; gives the place of what is new.

    Args:
        draft: changed in place.
        schema: what a case file can say.
        path: of the list, or `documents/<kind>`.
    """
    steps = path.split("/")
    if steps[0] == "documents" and len(steps) == 2 and steps[1] in schema.documents:
        documents = draft.get("documents")
        if not isinstance(documents, dict):
            documents = draft["documents"] = {}
        if schema.documents[steps[1]].single:
            documents.setdefault(steps[1], {})
            return path
        held = documents.get(steps[1])
        rows = held if isinstance(held, list) else [] if held is None else [held]
        documents[steps[1]] = [*rows, {}]
        return f"{path}/{len(rows) + 1}"
    holder = at(draft, "/".join(steps[:-1]))
    if not isinstance(holder, dict):
        return path
    held = holder.get(steps[-1])
    rows = held if isinstance(held, list) else [] if held is None else [held]
    if len(rows) < ROWS:
        rows = [*rows, {}]
    holder[steps[-1]] = rows
    return f"{path}/{len(rows)}"


def remove(draft: Draft, path: str) -> None:
    """Takes out a row or a document; a list with nothing left goes too."""
    above, _, last = path.rpartition("/")
    holder = at(draft, above)
    if isinstance(holder, dict):
        holder.pop(last, None)
    elif isinstance(holder, list) and at(draft, path) is not None:
        del holder[int(last) - 1]
        if not holder:
            remove(draft, above)


# --- what a form says ----------------------------------------------------------------------------


def merged(draft: Draft, schema: Schema, section: str, posted: Posted) -> Draft:
    """The draft with what one part of the form says in the place of what stood there.

    Args:
        draft: changed in place.
        schema: what a case file can say.
        section: which part it is (`section_of`).
        posted: the fields of the form.
    """
    if section == "case":
        fields = [f for f in schema.case.fields.values() if f.type not in ("node", "documents")]
        _set(draft, "id", (_one(posted, "v/id") or "").strip())
        if (kind := _one(posted, "v/kind")) in TEMPLATES:
            kinds = TEMPLATES[kind]
            draft["kind"] = kinds[0] if len(kinds) == 1 else list(kinds)
        for field in fields:
            _put(draft, field, schema, field.key, posted)
        return _ordered(draft, schema)
    steps = section.split("/")
    if steps[0] == "documents":
        paper = schema.documents.get(steps[1]) if len(steps) > 1 else None
        old = at(draft, section)
        if paper is None or not isinstance(old, dict):
            return draft
        new = _node(paper, old, schema, section, posted)
        old.clear()
        old.update(new)
        return draft
    found = schema.case.fields.get(section)
    if found is not None and found.type == "node":
        _put(draft, found, schema, section, posted)
    return _ordered(draft, schema)


def _ordered(draft: Draft, schema: Schema) -> Draft:
    order = {key: n for n, key in enumerate(("@context", "id", "kind", *schema.case.fields))}
    return dict(sorted(draft.items(), key=lambda pair: order.get(pair[0], len(order))))


def _put(holder: dict[str, Any], field: Field, schema: Schema, spot: str, posted: Posted) -> None:
    """Sets a field of a node from the form; what the form cannot show stays as it is."""
    if f"keep/{spot}" in posted:
        return
    old = holder.get(field.key)
    value: Any
    if field.type == "node":
        node = schema.nodes[field.node or ""]
        if field.many:
            before = old if isinstance(old, list) else [old]
            count = _one(posted, f"n/{spot}") or "0"
            rows = range(1, min(int(count), ROWS) + 1) if count.isdecimal() and len(count) < 6 else ()
            olds = [before[n - 1] if n <= len(before) else None for n in rows]
            value = [
                made
                for n, one in zip(rows, olds, strict=True)
                if (made := _node(node, one, schema, f"{spot}/{n}", posted))
            ]
            if isinstance(old, list):
                value += old[len(rows) :]
        else:
            value = _node(node, old, schema, spot, posted)
    else:
        value = _value(field, posted.get(f"v/{spot}", ()), posted.get(f"more/{spot}", ()))
    _set(holder, field.key, value)


def _set(holder: dict[str, Any], key: str, value: Any) -> None:
    if value in ("", None) or value == [] or value == {}:
        holder.pop(key, None)
    else:
        holder[key] = value


def _node(kind: NodeType, old: Any, schema: Schema, spot: str, posted: Posted) -> dict[str, Any]:
    """A node as the form has it, in the order of its fields; keys that nobody knows stay."""
    held = dict(old) if isinstance(old, dict) else {}
    for field in kind.fields.values():
        _put(held, field, schema, f"{spot}/{field.key}", posted)
    order = {key: n for n, key in enumerate(kind.fields)}
    return dict(sorted(held.items(), key=lambda pair: order.get(pair[0], len(order))))


def _one(posted: Posted, name: str) -> str | None:
    values = posted.get(name)
    return values[0] if values else None


def _value(field: Field, values: Sequence[str], more: Sequence[str]) -> Any:
    """What the controls of a field say, as JSON has it; a word that is no value of it stays as it is."""
    said = [v.replace("\r\n", "\n").replace("\r", "\n").strip() for v in values]
    if field.many:
        rest = [line.strip() for one in more for line in re.split(r"[\r\n]+", one)]
        if field.type == "text" and not field.names_person:
            said = [line.strip() for one in said for line in one.split("\n")]
        return list(dict.fromkeys(v for v in (*said, *rest) if v))
    word = said[0] if said else ""
    if field.type == "boolean":
        return {"true": True, "false": False}.get(word, word)
    if field.type == "integer" and _WHOLE.fullmatch(word):
        return int(word)
    if field.type == "decimal" and _NUMBER.fullmatch(word):
        return int(word) if _WHOLE.fullmatch(word) and len(word) < 16 else _digits(word)
    return word
