"""A place in a case file in words: which document, which entry."""

from __future__ import annotations

from kg_query.wording.messages import say

from .schema import NodeType, Schema

__all__ = ["place_words"]


def place_words(schema: Schema, path: str, lang: str) -> str:
    """The place in words; steps that the schema does not know stand as they are.

    Args:
        schema: what a case file can say.
        path: a place as answers give it.
        lang: "zh" or "en".

    >>> from kg_query import KnowledgeGraph
    >>> schema = KnowledgeGraph.open().corpus.case_schema
    >>> place_words(schema, "documents/questioning-record/2/rights_told", "zh")
    '调查询问笔录（2）—告知的权利'
    """
    said: list[str] = []
    here: NodeType | None = schema.case
    for step in path.split("/"):
        if not step:
            continue
        if step.isdecimal() and said:
            said[-1] += say("place.nth", lang, number=step)
        elif here is schema.case and step == "documents":
            here = None
        elif here is None and step in schema.documents and not said:
            here = schema.documents[step]
            said.append(here.label.in_(lang))
        elif here is not None and step in here.fields:
            field = here.fields[step]
            said.append(field.label.in_(lang))
            here = schema.nodes.get(field.node or "")
        else:
            said.append(step)
    return say("place.within", lang).join(said)
