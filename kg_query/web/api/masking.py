"""Personal data on their way through a worker: masked in what was brought, before an answer is made of it."""

from __future__ import annotations

from typing import Any

from kg_query.graph import KnowledgeGraph
from kg_query.privacy import Masker, learn_body, masked_file

from .inputs import Brought

__all__ = ["mask_brought", "mask_fault"]


def mask_brought(kg: KnowledgeGraph, brought: Brought) -> None:
    """Puts masked files in the place of those that were brought.

    Masks keep apart what differs and together what is equal, so that the answer is the same but for
    what it repeats; forms, documents and graphs made of it are masked as well.
    """
    masker = Masker(kg.corpus.case_schema)
    for role, files in brought.files.items():
        brought.files[role] = [masked_file(file, kg.corpus, masker) for file in files]


def mask_fault(kg: KnowledgeGraph, body: bytes, fault: dict[str, Any]) -> dict[str, Any]:
    """An error, as `fault_to` writes it, with the personal data of the body masked in its words."""
    masker = Masker(kg.corpus.case_schema)
    learn_body(body, masker)
    kept = {name: fault[name] for name in ("kind", "count") if name in fault}
    return {**masker.answer(fault), **kept}
