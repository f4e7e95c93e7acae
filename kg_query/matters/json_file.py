"""Matters in JSON, which is JSON-LD under the context that the package carries."""

from __future__ import annotations

from kg_query.inputs import Faults, read_json

from .draft import Draft
from .records import drafts

__all__ = ["read"]


def read(data: bytes, where: str, faults: Faults) -> list[Draft]:
    """The drafts in a JSON file.  Raises `InputError` where it is no JSON (RFC 8259)."""
    return drafts(read_json(data, where), where, faults)
