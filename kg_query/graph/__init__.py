"""`KnowledgeGraph`: the one object that the command line, notebooks, the web and tests hold.

Its verbs stand together by what they are about: `of_matters`, `of_case_files`, `of_graph`, each on top
of `opened`. They delegate: each verb lives in a room of its own and is imported when it is first used,
so that opening the graph costs milliseconds.
"""

from __future__ import annotations

from .knowledge_graph import KnowledgeGraph

__all__ = ["KnowledgeGraph"]
