"""Drafts from plain data: what JSON, YAML and a Python caller hand over.

The short form lists grounds under `established`, `refuted` and `unknown`; the long form
has `findings`, a list of objects.  Both may stand in one matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg_query.errors import did_you_mean
from kg_query.inputs import Faults, shown, type_name
from kg_query.model import Text

from . import context
from .draft import Draft, RawFinding
from .words import DETAILS, STATUSES

__all__ = ["drafts"]

_KEYS = ("id", "role", "date", "organisation", *STATUSES, "findings")
_JSON_LD = ("@context", "@graph", "@id", "@type", "type")
_FINDING_KEYS = ("ground", "status", *DETAILS)
_TYPES = {"Matter", "law:Matter", "https://w3id.org/kg-query/ns#Matter"}
_FINDING_TYPES = {"Finding", "law:Finding", "https://w3id.org/kg-query/ns#Finding"}


def drafts(data: object, where: str, faults: Faults) -> list[Draft]:
    """The drafts that plain data holds: one object, a list of objects, or a JSON-LD `@graph`."""
    if isinstance(data, dict) and "@graph" in data:
        for key in data:
            if key not in ("@graph", "@context"):
                _unknown_key(key, ("@graph", "@context"), where, faults)
        if "@context" in data:
            context.check(data["@context"], where, faults)
        data = data["@graph"]
    if isinstance(data, dict):
        return list(_draft(data, where, faults))
    if not isinstance(data, list):
        kind = type_name(data)
        faults.add(
            where,
            f"应为一个事项或事项列表，这里是{kind.zh}",
            f"a matter or a list of matters expected, not {kind.en}",
            Text(
                '例如 {"id": "m1", "established": ["…"]}',
                'For example {"id": "m1", "established": ["…"]}',
            ),
        )
        return []
    if not data:
        faults.add(where, "列表为空，没有事项", "the list is empty: there is no matter in it")
        return []
    found: list[Draft] = []
    for number, item in enumerate(data, 1):
        place = f"{where} › [{number}]"
        if isinstance(item, dict):
            found.extend(_draft(item, place, faults))
        else:
            kind = type_name(item)
            faults.add(
                place,
                f"第 {number} 项应为事项对象，这里是{kind.zh}",
                f"item {number} should be a matter, not {kind.en}",
            )
    return found


def _unknown_key(key: object, known: tuple[str, ...], where: str, faults: Faults) -> None:
    allowed = ", ".join(known)
    faults.add(
        where,
        f"未知的键“{shown(key)}”",
        f"unknown key “{shown(key)}”",
        did_you_mean(key, known) or Text(f"可用的键：{allowed}", f"Known keys: {allowed}"),
    )


def _draft(item: dict[str, Any], where: str, faults: Faults) -> Iterator[Draft]:
    draft = Draft(
        where,
        id=item.get("id"),
        role=item.get("role"),
        date=item.get("date"),
        organisation=item.get("organisation"),
    )
    if "@id" in item:
        if "id" in item:
            faults.add(where, "id 与 @id 只能有一个", "give either id or @id, not both")
        name = item["@id"]
        draft.id = name.removeprefix(context.MATTER) if isinstance(name, str) else name
    elif isinstance(draft.id, str):
        draft.id = draft.id.removeprefix(context.MATTER)
    place = draft.name()
    for key in item:
        if key not in _KEYS and key not in _JSON_LD:
            _unknown_key(key, _KEYS, place, faults)
    if "@context" in item:
        context.check(item["@context"], place, faults)
    for key in ("@type", "type"):
        _check_type(item.get(key), _TYPES, f"{place} › {key}", faults)
    for status in STATUSES:
        draft.findings.extend(_listed(item.get(status), status, place, faults))
    draft.findings.extend(_found(item.get("findings"), place, faults))
    if all(item.get(key) is None for key in (*STATUSES, "findings")):
        faults.add(
            place,
            "没有任何认定",
            "there are no findings",
            Text(
                "至少需要 established、refuted、unknown 或 findings 之一",
                "At least one of established, refuted, unknown or findings is needed",
            ),
        )
    yield draft


def _check_type(value: object, known: set[str], where: str, faults: Faults) -> None:
    values = value if isinstance(value, list) else [value]
    for one in values:
        if one is not None and (not isinstance(one, str) or one not in known):
            faults.add(where, f"未知的类型“{shown(one)}”", f"unknown type “{shown(one)}”")


def _list(value: object, where: str, faults: Faults) -> list[Any]:
    """The value where it is a list; else an empty one, and a problem unless it is absent."""
    if value is None:
        return []
    if isinstance(value, list):
        return value
    kind = type_name(value)
    faults.add(
        where,
        f"应为列表，这里是{kind.zh}：{shown(value)}",
        f"a list expected, not {kind.en}: {shown(value)}",
        Text('例如 ["force_majeure"]', 'For example ["force_majeure"]'),
    )
    return []


def _listed(value: object, status: str, where: str, faults: Faults) -> Iterator[RawFinding]:
    for number, word in enumerate(_list(value, f"{where} › {status}", faults), 1):
        place = f"{where} › {status}[{number}]"
        if isinstance(word, dict):
            faults.add(
                place,
                f"{status} 只列出事由，这里是对象",
                f"{status} lists grounds; here is an object",
                Text("带证据的认定请写在 findings 中", "Put findings with evidence under findings"),
            )
        elif word is None:
            faults.add(place, "值为空", "the value is null")
        else:
            yield RawFinding(word, status, place)


def _found(value: object, where: str, faults: Faults) -> Iterator[RawFinding]:
    for number, item in enumerate(_list(value, f"{where} › findings", faults), 1):
        place = f"{where} › findings[{number}]"
        if not isinstance(item, dict):
            kind = type_name(item)
            faults.add(
                place,
                f"认定应为对象，这里是{kind.zh}：{shown(item)}",
                f"a finding should be an object, not {kind.en}: {shown(item)}",
                Text(
                    '写作 {"ground": …, "status": "established"}',
                    'Write {"ground": …, "status": "established"}',
                ),
            )
            continue
        for key in item:
            if key not in _FINDING_KEYS and key not in ("@type", "type"):
                _unknown_key(key, _FINDING_KEYS, place, faults)
        for key in ("@type", "type"):
            _check_type(item.get(key), _FINDING_TYPES, f"{place} › {key}", faults)
        details = {key: item[key] for key in DETAILS if key in item}
        yield RawFinding(item.get("ground"), item.get("status"), place, details)
