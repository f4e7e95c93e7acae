"""Lines, documents and base standards named as people find them on the scoring sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from ..corpus import Corpus
from ..model import Provision
from .plain import clean
from .templates.words import word

__all__ = ["by_notation", "criterion_words", "heading"]

#: The points that headings of documents end with: 立案审批表（8分）, Filing form (8 points).
_POINTS = re.compile(r"\s*[（(]?\s*\d+(?:\.\d+)?\s*(?:分|points?)\s*[）)]?[；;。.]?$")


@lru_cache(maxsize=4)
def by_notation(corpus: Corpus) -> Mapping[str, Provision]:
    """notation → the unit that carries it."""
    return {unit.notation: unit for unit in corpus.provisions.values() if unit.notation}


def heading(unit: Provision, lang: str) -> str:
    """The unit's own words without the points they end with.

    >>> from kg_query import KnowledgeGraph
    >>> heading(by_notation(KnowledgeGraph.open().corpus)["P-LA-1"], "zh")
    '立案审批表'
    """
    return _POINTS.sub("", unit.text.in_(lang) if unit.text else "").rstrip("；;")


def criterion_words(corpus: Corpus, notation: str, lang: str, *, missing: bool = False) -> str:
    """A criterion as the form names it; the bare notation where the graph has none such.

    >>> from kg_query import KnowledgeGraph
    >>> criterion_words(KnowledgeGraph.open().corpus, "P-LA-1-3", "zh")
    'P-LA-1-3　立案审批表第3项'
    """
    unit = by_notation(corpus).get(notation)
    if unit is None:
        return clean(notation)
    if missing:
        return word("item_missing", lang, notation=notation, name=heading(unit, lang))
    if unit.kind != "line":
        return word("item", lang, notation=notation, name=heading(unit, lang))
    above = corpus.provisions.get(unit.parent or "")
    name = heading(above, lang) if above else ""
    return word("item_line", lang, notation=notation, name=name, number=notation.rpartition("-")[2])
