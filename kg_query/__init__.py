"""Chinese law-enforcement rules as a knowledge graph that answers, and proves its answers.

>>> from kg_query import KnowledgeGraph
>>> kg = KnowledgeGraph.open()
>>> verdict = kg.assess({"id": "m1", "established": ["force_majeure"]})
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .graph import KnowledgeGraph as KnowledgeGraph

__version__ = "0.3.0"
__all__ = ["KnowledgeGraph", "__version__"]


def __getattr__(name: str) -> Any:
    if name == "KnowledgeGraph":
        from .graph import KnowledgeGraph

        return KnowledgeGraph
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
