"""The bundled law, opened once, and short ways to write a matter."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from yaml_files import from_yaml

from kg_query import KnowledgeGraph
from kg_query.model import Finding, Matter

CASES = Path(__file__).parent / "cases"


@cache
def law() -> KnowledgeGraph:
    """The bundled graph."""
    return KnowledgeGraph.open()


def matter(established: str = "", refuted: str = "", unknown: str = "", id: str = "m", **more: Any) -> Matter:
    """A matter from three lists of grounds, each a string of words."""
    words = {"established": established, "refuted": refuted, "unknown": unknown}
    findings = [Finding(g, status) for status, some in words.items() for g in some.split()]  # type: ignore[arg-type]
    return Matter(id, tuple(findings), **more)


@cache
def cases() -> tuple[Matter, ...]:
    """Every matter of the case files."""
    kg = law()
    files = sorted(CASES.glob("*.yaml"))
    return tuple(kg.matter(case["given"]) for file in files for case in from_yaml(file))
