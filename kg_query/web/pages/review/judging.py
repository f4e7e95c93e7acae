"""Judging by eye: what a file reviewer says of each criterion, in the draft and in the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg_query.casefiles import NodeType, Schema
from kg_query.model import Text
from kg_query.review.reviewing import bare
from kg_query.wording.dates import moment_text

from .draft import Draft

__all__ = ["content", "judge", "judged", "results", "reviewer", "to_judge"]

#: The most criteria that one form judges.
_MOST = 400


def judged(draft: Draft) -> dict[str, dict[str, Any]]:
    """Each criterion that the draft judges → the judgement; of several that differ, one with no result."""
    found: dict[str, dict[str, Any]] = {}
    for one in _judgements(draft):
        for notation in _criteria(one):
            before = found.get(notation)
            if before is not None and before.get("result") != one.get("result"):
                found[notation] = {**one, "result": ""}
            else:
                found[notation] = one
    return found


def judge(draft: Draft, schema: Schema, posted: Mapping[str, Sequence[str]]) -> None:
    """Takes over what the form says of each criterion; what it says nothing about stays.

    Args:
        draft: changed in place.
        schema: which criteria and results there are.
        posted: `j/<notation>` a result or nothing, `why/<notation>` its reason, `judged_by`, `judged_on`.
    """
    known = dict(results(schema))
    by, on = (_first(posted, name) for name in ("judged_by", "judged_on"))
    now = judged(draft)
    for name in list(posted)[:_MOST]:
        notation = name.removeprefix("j/")
        if notation == name or notation not in schema.criteria:
            continue
        result, reason = _first(posted, name), _first(posted, f"why/{notation}")
        if result not in known and result:
            continue
        before = now.get(notation, {})
        if result == (before.get("result") or "") and (not result or reason == (before.get("reason") or "")):
            continue
        _take_out(draft, notation)
        if result:
            said = {"criterion": [notation], "result": result, "by": by, "on": on, "reason": reason}
            _judgements(draft, make=True).append({k: v for k, v in said.items() if v})
    if not _judgements(draft):
        draft.pop("judgements", None)


def results(schema: Schema) -> list[tuple[str, Text]]:
    """What a judgement can say: code and name."""
    node = schema.nodes[schema.case.fields["judgements"].node or ""]
    return [(c.code, c.label) for c in schema.codes[node.fields["result"].codes or ""].values()]


def reviewer(draft: Draft) -> tuple[str, str]:
    """Who judged last, and when; else who sat at the review as the file says it."""
    for one in reversed(_judgements(draft)):
        if isinstance(one, dict) and (one.get("by") or one.get("on")):
            return str(one.get("by") or ""), str(one.get("on") or "")
    sitting = draft.get("review")
    if not isinstance(sitting, dict):
        return "", ""
    names = sitting.get("reviewers")
    first = names[0] if isinstance(names, list) and names else names
    return (first if isinstance(first, str) else ""), str(sitting.get("on") or "")


def _first(posted: Mapping[str, Sequence[str]], name: str) -> str:
    values = posted.get(name)
    return values[0].strip() if values else ""


def _judgements(draft: Draft, make: bool = False) -> list[Any]:
    held = draft.get("judgements")
    if isinstance(held, dict):
        held = draft["judgements"] = [held]
    if not isinstance(held, list):
        held = []
        if make:
            draft["judgements"] = held
    return held


def _criteria(one: Any) -> list[str]:
    said = one.get("criterion") if isinstance(one, dict) else None
    return [c for c in (said if isinstance(said, list) else [said]) if isinstance(c, str)]


def _take_out(draft: Draft, notation: str) -> None:
    held = _judgements(draft)
    for one in list(held):
        names = _criteria(one)
        if notation in names:
            rest = [n for n in names if n != notation]
            if rest:
                one["criterion"] = rest
            else:
                held.remove(one)


# --- the form ------------------------------------------------------------------------------------


def to_judge(schema: Schema, draft: Draft, review: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What people judge of a file, by document: what is open, and what the draft has judged already.

    Args:
        schema: what a case file can say.
        draft: the file.
        review: its review, as the API has it.
    """
    said, shown = judged(draft), set(review["to_judge"])
    asked = {one["criterion"]: one for one in review["open"]}
    kinds = {d.scored_as: d for d in schema.documents.values() if d.scored_as}
    groups: dict[str, dict[str, Any]] = {}
    for notation, criterion in schema.criteria.items():
        if notation not in shown and notation not in said:
            continue
        above = "" if criterion.kind == "base" else notation if criterion.kind == "document" else notation.rpartition("-")[0]  # fmt: skip
        if above not in groups:
            groups[above] = _group(schema, above, kinds.get(above), draft)
        before = said.get(notation, {})
        groups[above]["lines"].append(
            {
                "notation": notation,
                "text": bare(criterion.label),
                "points": criterion.points,
                "ask": asked.get(notation, {}).get("ask") if criterion.by != "judgement" else None,
                "result": before.get("result") or "",
                "reason": before.get("reason") or "",
                "by": before.get("by"),
                "open": notation in shown,
            }
        )
        groups[above]["any_open"] |= notation in shown
    return list(groups.values())


def _group(schema: Schema, notation: str, kind: Any, draft: Draft) -> dict[str, Any]:
    criterion = schema.criteria.get(notation)
    label = bare(criterion.label) if criterion else Text("基础标准", "Base standards") if not notation else Text(notation, notation)  # fmt: skip
    held = draft.get("documents")
    value = held.get(kind.slug) if kind is not None and isinstance(held, dict) else None
    copies = value if isinstance(value, list) else [] if value is None else [value]
    return {
        "notation": notation,
        "label": label,
        "lines": [],
        "any_open": False,
        "papers": [
            {
                "path": f"documents/{kind.slug}" if kind.single else f"documents/{kind.slug}/{n}",
                "number": n if len(copies) > 1 else None,
                "content": content(schema, kind, copy),
            }
            for n, copy in enumerate(copies, 1)
            if isinstance(copy, dict)
        ],
    }


def content(schema: Schema, kind: NodeType, value: Mapping[str, Any]) -> list[tuple[Text, list[Text]]]:
    """What a document says, field by field, to be read beside the criteria that judge it."""
    found = []
    for field in kind.fields.values():
        held = value.get(field.key)
        if held in (None, "", [], {}):
            continue
        lines = []
        for one in held if isinstance(held, list) else [held]:
            if field.type == "node" and isinstance(one, dict):
                inner = content(schema, schema.nodes[field.node or ""], one)
                lines.append(_run(inner))
            elif field.type == "code":
                known = schema.codes[field.codes or ""].get(str(one))
                lines.append(known.label if known else _same(one))
            elif isinstance(one, bool):
                lines.append(Text("是", "yes") if one else Text("否", "no"))
            else:
                lines.append(_same(one))
        found.append((field.label, lines))
    return found


def _run(inner: list[tuple[Text, list[Text]]]) -> Text:
    zh = "；".join(f"{label.zh}：{'、'.join(t.zh for t in texts)}" for label, texts in inner)
    en = "; ".join(f"{label.en}: {', '.join(t.en for t in texts)}" for label, texts in inner)
    return Text(zh or "—", en or "—")


def _same(value: Any) -> Text:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return moment_text(str(value))
