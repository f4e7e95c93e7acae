"""Parameters that several operations have in common."""

from __future__ import annotations

from kg_query.casefiles import FORMATS as CASE_FORMATS
from kg_query.graph import KnowledgeGraph
from kg_query.matters import FORMATS as MATTER_FORMATS
from kg_query.model import Text

from .inputs import Role
from .options import Parameter

__all__ = ["CASE_FILES", "MATTER", "MATTERS", "REGULATIONS", "grounds", "regulations"]

MATTERS = Role("matters", ("matter", "matters", "file", "files"), tuple(MATTER_FORMATS))
CASE_FILES = Role("case_files", ("case_file", "case_files", "file", "files"), tuple(CASE_FORMATS))


def regulations(kg: KnowledgeGraph) -> list[str]:
    """The slugs of all regulations."""
    return list(kg.corpus.regulations)


def assessed(kg: KnowledgeGraph) -> list[str]:
    """The slugs of the regulations that matters are assessed under, in their order."""
    some = [r for r in kg.regulations() if r.assessment_order is not None]
    return [r.slug for r in sorted(some, key=lambda r: r.assessment_order or 0)]


def grounds(kg: KnowledgeGraph) -> list[str]:
    """The ids of all grounds."""
    return list(kg.corpus.grounds)


REGULATIONS = Parameter(
    "regulation",
    Text("只看这一部规定；可重复", "only under this regulation; repeatable"),
    several=True,
    known=assessed,
    example="nanmu",
)
MATTER = Parameter(
    "matter",
    Text("有多个事项时，选定其中一个", "which matter, where there are several"),
    example="m-2024-017",
)
