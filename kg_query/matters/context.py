"""The JSON-LD context of a matter: the one the package carries, and no other.

A matter in JSON is RDF under this context whether or not the file names it.  A file may
name it by its address or hold it inline; any other context is refused, because a foreign
context would change what the words mean, and a remote one is never fetched.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from kg_query.inputs import Faults, shown
from kg_query.model import Text
from kg_query.terms import BASE, ID

__all__ = ["ADDRESS", "MATTER", "check", "context"]

#: The address by which a file may name the context.
ADDRESS = BASE + "context/matter.jsonld"

#: The namespace of matters: `id` is read relative to it.
MATTER = ID + "matter/"

_FILE = Path(__file__).resolve().parent.parent / "context" / "matter.jsonld"


@cache
def context() -> dict[str, Any]:
    """The context as JSON data: `{"@context": {…}}`.

    >>> context()["@context"]["established"]["@id"]
    'law:established'
    """
    import json

    found: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found


def check(value: object, where: str, faults: Faults) -> None:
    """Notes a problem unless `value` names our context or is equal to it."""
    candidates = value if isinstance(value, list) else [value]
    for candidate in candidates:
        if isinstance(candidate, str) and candidate == ADDRESS:
            continue
        if candidate == context()["@context"]:
            continue
        if isinstance(candidate, str):
            faults.add(
                where,
                f"不会去取外部的 @context：{shown(candidate)}",
                f"an outside @context is never fetched: {shown(candidate)}",
                Text(f"请删去，或写 {ADDRESS}", f"Leave it out, or write {ADDRESS}"),
            )
        else:
            faults.add(
                where,
                "@context 与本程序的事项上下文不同",
                "the @context differs from the one for matters",
                Text(f"请删去，或写 {ADDRESS}", f"Leave it out, or write {ADDRESS}"),
            )
