"""Matters in YAML: one document, or several."""

from __future__ import annotations

from kg_query.inputs import Faults, read_yaml

from .draft import Draft
from .records import drafts

__all__ = ["read"]


def read(data: bytes, where: str, faults: Faults) -> list[Draft]:
    """The drafts in a YAML file: its one document, or all of them where there are several."""
    documents = read_yaml(data, where)
    if len(documents) == 1:
        return drafts(documents[0], where, faults)
    found: list[Draft] = []
    for number, document in enumerate(documents, 1):
        found.extend(drafts(document, f"{where} › --- {number}", faults))
    return found
