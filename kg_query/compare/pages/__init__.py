"""The pages of a comparison: each part as a section of a report, in one language.

The module of a part is named like it and has `section(corpus, value, lang)`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ...wording.messages import say

if TYPE_CHECKING:
    from ...corpus import Corpus
    from ...reports.documents.model import Section

__all__ = ["family_name", "section"]

#: The parts with a table that a report cuts.
_CUT = ("clauses",)


def section(part: str, corpus: Corpus, value: Any, lang: str, *, whole: bool = False) -> Section:
    """The section of a report on one part of a comparison.

    Args:
        part: one of `kg_query.compare.PARTS`.
        corpus: the compiled law.
        value: the part's value, as `Comparison` gives it.
        lang: "zh" or "en".
        whole: whether tables of which a report has the first rows alone have all of them.
    """
    more = {"whole": True} if whole and part in _CUT else {}
    made: Section = import_module(f".{part}", __name__).section(corpus, value, lang, **more)
    return made


def family_name(corpus: Corpus, family: str, lang: str) -> str:
    """What a page calls a family of grounds; words that say so for grounds that stand in none.

    Args:
        corpus: the compiled law.
        family: the id of the family, "" for none.
        lang: "zh" or "en".
    """
    group = corpus.concepts["group"].get(family)
    return group.label.in_(lang) if group else family or say("compare.no_family", lang)
