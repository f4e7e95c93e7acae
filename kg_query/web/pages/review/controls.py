"""The form of a case file, made from its schema: parts, controls, and what was said of each place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg_query.casefiles import TEMPLATES, DocumentType, Field, NodeType, Schema
from kg_query.model import Text

from .draft import Draft, at, section_of

__all__ = ["Remarks", "addable", "controls", "heading", "kind_label", "kind_of", "kinds_of", "parts"]

#: A field that holds a paragraph, a long text, or several lines, is a box of several lines.
_NARRATIVE = "narrative"
_LONG = 40
_BOOLEANS = (("true", Text("是", "Yes")), ("false", Text("否", "No")))
_INPUTS = {"date": "date", "moment": "datetime-local"}
#: Narratives of a line: names of things, captions.
_SHORT = {"cause", "source", "shows", "place"}


@dataclass
class Remarks:
    """What was said of places: problems of the reader, and what a review takes off or objects to.

    Attributes:
        problems: path → messages.
        losses: path → remarks: {"what", "points", "why", "repair", "grave"}.
    """

    problems: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    losses: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def under(self, held: Mapping[str, list[Any]], path: str, exact: bool) -> list[Any]:
        """What is said of a place, and unless `exact` of what stands below it."""
        return [
            one
            for place, some in held.items()
            if place == path or (not exact and place.startswith(f"{path}/"))
            for one in some
        ]


def kinds_of(draft: Draft) -> tuple[str, ...]:
    """The kinds that a draft says it is, known or not."""
    kind = draft.get("kind")
    return tuple(str(k) for k in (kind if isinstance(kind, list) else [kind]) if k)


def kind_of(draft: Draft) -> str | None:
    """The name of the template that a draft is of; None where it is of none."""
    kinds = set(kinds_of(draft))
    return next((name for name, some in TEMPLATES.items() if set(some) == kinds), None)


def kind_label(schema: Schema, name: str) -> Text:
    """The name of a template in words: of one kind of file, or of two together."""
    labels = [schema.kinds[kind].label for kind in TEMPLATES[name]]
    return Text("、".join(t.zh for t in labels), " and ".join(t.en for t in labels))


# --- the parts of the form -----------------------------------------------------------------------


def parts(schema: Schema, draft: Draft, remarks: Remarks, section: str) -> list[dict[str, Any]]:
    """The parts of the form in groups, each with how full it is and what was said of it."""
    before: list[tuple[str, Text]] = [("case", schema.case.label)]
    after: list[tuple[str, Text]] = []
    reached = False
    for one in schema.case.fields.values():
        if one.type == "documents":
            reached = True
        elif one.type == "node":
            (after if reached else before).append((one.key, one.label))
    groups = [
        {
            "label": Text("案件", "The case"),
            "parts": [_part(schema, key, label, draft, remarks, section) for key, label in before],
        }
    ]
    held = draft.get("documents")
    documents = held if isinstance(held, dict) else {}
    for label, slugs in _stages(schema):
        found = []
        for slug in slugs:
            kind, value = schema.documents[slug], documents.get(slug)
            if slug not in documents or value is None:
                continue
            copies = value if isinstance(value, list) and not kind.single else [value]
            for number, _ in enumerate(copies, 1):
                path = f"documents/{slug}" if kind.single else f"documents/{slug}/{number}"
                name = (
                    kind.label
                    if len(copies) < 2
                    else Text(f"{kind.label.zh}（{number}）", f"{kind.label.en} ({number})")
                )
                found.append(_part(schema, path, name, draft, remarks, section))
        if found:
            groups.append({"label": label, "parts": found})
    groups.append(
        {
            "label": Text("归档与评查", "Archive and review"),
            "parts": [_part(schema, key, label, draft, remarks, section) for key, label in after],
        }
    )
    return groups  # fmt: skip


def _part(
    schema: Schema, path: str, label: Text, draft: Draft, remarks: Remarks, section: str
) -> dict[str, Any]:
    if path == "case":
        value: Any = {
            k: draft[k]
            for k in ("id", "kind", *(f.key for f in schema.case.fields.values() if f.type not in ("node", "documents")))
            if k in draft
        }  # fmt: skip
        problems = [
            p for place, some in remarks.problems.items() if section_of(schema, place) == "case" for p in some
        ]
        losses = [p for place, some in remarks.losses.items() if place and section_of(schema, place) == "case" for p in some]  # fmt: skip
    else:
        value = at(draft, path)
        problems = remarks.under(remarks.problems, path, exact=False)
        losses = remarks.under(remarks.losses, path, exact=False)
    return {
        "path": path,
        "label": label,
        "filled": _filled(value),
        "rows": len(value) if isinstance(value, list) else None,
        "problems": len(problems),
        "losses": len(losses),
        "here": path == section,
    }


def _filled(value: Any) -> int:
    """How many single values stand in a part."""
    if isinstance(value, dict):
        return sum(map(_filled, value.values()))
    if isinstance(value, list):
        return sum(map(_filled, value))
    return 0 if value in (None, "") else 1


def _stages(schema: Schema) -> list[tuple[Text, list[str]]]:
    staged = [(stage.label, [s for s in stage.documents if s in schema.documents]) for stage in schema.stages]
    seen = {slug for _, slugs in staged for slug in slugs}
    rest = [slug for slug in schema.documents if slug not in seen]
    return [*staged, (Text("其他文书", "Other documents"), rest)]


def addable(schema: Schema, draft: Draft) -> list[dict[str, Any]]:
    """The documents that can be added to a draft, by stage."""
    kinds, held = set(kinds_of(draft)), draft.get("documents")
    there = held if isinstance(held, dict) else {}
    found = []
    for label, slugs in _stages(schema):
        some = [
            {"slug": slug, "label": kind.label}
            for slug in slugs
            if (kind := schema.documents[slug]) and kinds & set(kind.used_in) and not (kind.single and slug in there)
        ]  # fmt: skip
        if some:
            found.append({"label": label, "documents": some})
    return found


def heading(schema: Schema, section: str) -> tuple[Text, Text, str | None]:
    """The name of a part, what it is, and the notation of the scored document that it is."""
    steps = section.split("/")
    if steps[0] == "documents" and len(steps) > 1 and steps[1] in schema.documents:
        kind: DocumentType = schema.documents[steps[1]]
        return kind.label, kind.definition, kind.scored_as
    found = schema.case.fields.get(section)
    return (
        (found.label, found.definition, None) if found else (schema.case.label, schema.case.definition, None)
    )


# --- controls ------------------------------------------------------------------------------------


def controls(schema: Schema, draft: Draft, section: str, remarks: Remarks) -> list[dict[str, Any]]:
    """The controls of one part of the form, those of groups within them."""
    make = _Controls(schema, draft, remarks)
    if section == "case":
        fields = [f for f in schema.case.fields.values() if f.type not in ("node", "documents")]
        return [make.identifier(), make.kind(), *(make.one(f, draft, f.key) for f in fields)]
    steps = section.split("/")
    if steps[0] == "documents":
        kind = schema.documents.get(steps[1]) if len(steps) > 1 else None
        value = at(draft, section)
        return make.all(kind, value, section) if kind is not None and isinstance(value, dict) else []
    found = schema.case.fields.get(section)
    if found is None or found.type != "node":
        return []
    return [{**make.one(found, draft, section), "top": True}]


class _Controls:
    def __init__(self, schema: Schema, draft: Draft, remarks: Remarks) -> None:
        self.schema, self.draft, self.remarks = schema, draft, remarks
        persons = draft.get("persons")
        names = [p.get("name") for p in persons if isinstance(p, dict)] if isinstance(persons, list) else []
        self.names = list(dict.fromkeys(n for n in names if isinstance(n, str) and n))

    def _base(
        self, spot: str, label: Text, hint: Text | None, control: str, exact: bool = False
    ) -> dict[str, Any]:
        return {
            "spot": spot, "name": f"v/{spot}", "label": label, "hint": hint, "control": control,
            "problems": self.remarks.under(self.remarks.problems, spot, exact),
            "losses": self.remarks.under(self.remarks.losses, spot, exact),
        }  # fmt: skip

    def identifier(self) -> dict[str, Any]:
        said = self.draft.get("id")
        hint = Text(
            "案卷自己的编号，如 蒲综罚〔2023〕5号", "the file's own number, such as 蒲综罚〔2023〕5号"
        )
        return {**self._base("id", Text("案卷编号", "Number of the file"), hint, "text"), "value": _word(said), "wide": False}  # fmt: skip

    def kind(self) -> dict[str, Any]:
        options = [
            (name, kind_label(self.schema, name))
            for name in TEMPLATES
        ]  # fmt: skip
        chosen = kind_of(self.draft)
        return {
            **self._base("kind", Text("案卷种类", "Kind of file"), None, "choice"),
            "options": options, "value": chosen or "", "other": None if chosen else _word(self.draft.get("kind")),
        }  # fmt: skip

    def all(self, kind: NodeType, value: Mapping[str, Any], spot: str) -> list[dict[str, Any]]:
        return [self.one(f, value, f"{spot}/{f.key}") for f in kind.fields.values()]

    def one(self, field: Field, holder: Mapping[str, Any], spot: str) -> dict[str, Any]:
        value = holder.get(field.key)
        if not _fits(field, value):
            made = self._base(spot, field.label, field.definition, "strange")
            return {**made, "value": json.dumps(value, ensure_ascii=False, indent=1)[:4000]}
        if field.type == "node":
            return self._group(field, value, spot)
        if field.type == "code":
            return self._choice(field, value, spot)
        if field.type == "boolean":
            options = _BOOLEANS
            word = {True: "true", False: "false"}.get(value, _word(value)) if value is not None else ""
            other = word if word and word not in ("true", "false") else None
            return {**self._base(spot, field.label, field.definition, "choice"), "options": options, "value": word, "other": other}  # fmt: skip
        if field.names_person and self.names:
            return self._person(field, value, spot)
        return self._typed(field, value, spot)

    def _group(self, field: Field, value: Any, spot: str) -> dict[str, Any]:
        node = self.schema.nodes[field.node or ""]
        made = self._base(spot, field.label, field.definition, "rows" if field.many else "group", exact=True)
        if not field.many:
            return {**made, "controls": self.all(node, value or {}, spot), "filled": _filled(value)}
        rows = value if isinstance(value, list) else [] if value is None else [value]
        made["each"] = node.label
        made["rows"] = [
            {
                "spot": f"{spot}/{n}", "number": n,
                "title": _title(row),
                "problems": self.remarks.under(self.remarks.problems, f"{spot}/{n}", exact=True),
                "losses": self.remarks.under(self.remarks.losses, f"{spot}/{n}", exact=True),
                "controls": self.all(node, row if isinstance(row, dict) else {}, f"{spot}/{n}"),
            }
            for n, row in enumerate(rows, 1)
        ]  # fmt: skip
        return made

    def _choice(self, field: Field, value: Any, spot: str) -> dict[str, Any]:
        codes = self.schema.codes[field.codes or ""]
        options = [(c.code, c.label) for c in codes.values()]
        made = self._base(spot, field.label, field.definition, "checks" if field.many else "choice")
        if field.many:
            chosen = [
                _word(v) for v in (value if isinstance(value, list) else [value] if value is not None else [])
            ]
            options += [(v, Text(v, v)) for v in chosen if v not in codes]
            return {**made, "options": options, "values": chosen}
        word = _word(value)
        return {
            **made,
            "options": options,
            "value": word,
            "other": word if word and word not in codes else None,
        }

    def _person(self, field: Field, value: Any, spot: str) -> dict[str, Any]:
        """Persons are chosen among those that the file lists; another name that stands there stays to be seen."""
        options = [(name, Text(name, name)) for name in self.names]
        if field.many:
            chosen = [
                _word(v) for v in (value if isinstance(value, list) else [value] if value is not None else [])
            ]
            options += [(v, Text(v, v)) for v in chosen if v not in self.names]
            return {
                **self._base(spot, field.label, field.definition, "checks"),
                "options": options,
                "values": chosen,
            }
        word = _word(value)
        made = self._base(spot, field.label, field.definition, "choice")
        return {
            **made,
            "options": options,
            "value": word,
            "other": word if word and word not in self.names else None,
        }

    def _typed(self, field: Field, value: Any, spot: str) -> dict[str, Any]:
        made = self._base(spot, field.label, field.definition, "text")
        if field.many:
            lines = [
                _word(v) for v in (value if isinstance(value, list) else [value] if value is not None else [])
            ]
            return {
                **made,
                "control": "lines",
                "value": "\n".join(lines),
                "height": min(max(len(lines) + 1, 2), 8),
            }
        word = _word(value)
        if field.type in _INPUTS and (not word or _plain_day(word, field.type)):
            return {**made, "control": _INPUTS[field.type], "value": word.replace(" ", "T")}
        narrative = self.schema.personal.fields.get(field.property) == _NARRATIVE and field.key not in _SHORT
        if field.type == "text" and (narrative or "\n" in word or len(word) > _LONG):
            height = word.count("\n") + len(word) // 45 + 1
            return {**made, "control": "box", "value": word, "height": min(max(height, 2), 14)}
        return {**made, "value": word, "numeric": field.type in ("integer", "decimal")}


def _fits(field: Field, value: Any) -> bool:
    """Whether the form can show a value: one or several words, or groups of fields."""
    if value is None:
        return True
    if field.type == "node":
        rows = value if field.many and isinstance(value, list) else [value]
        return all(isinstance(row, dict) for row in rows)
    rows = value if field.many and isinstance(value, list) else [value]
    return all(not isinstance(row, (dict, list)) for row in rows)


def _word(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(map(_word, value)) if isinstance(value, list) else str(value)


def _plain_day(word: str, type_: str) -> bool:
    from datetime import date, datetime

    read: Callable[[str], Any] = date.fromisoformat if type_ == "date" else datetime.fromisoformat
    try:
        found = read(word)
    except ValueError:
        return False
    if type_ == "date":
        return len(word) == 10
    return found.tzinfo is None and len(word) in (16, 19) and found.year > 999


def _title(row: Any) -> str:
    """What tells a row from the others: the first text in it."""
    said: Iterable[Any] = row.values() if isinstance(row, dict) else ()
    return next((v for v in said if isinstance(v, str) and v), "")[:60]
