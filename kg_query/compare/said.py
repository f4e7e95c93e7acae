"""On which occasion a norm applies, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..conditions import AllOf, AnyOf, Has, Lacks, Met, Tree
from ..wording.citation import cite_list
from ..wording.messages import listed, say
from .occasions import occasion

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..model import Norm

__all__ = ["occasion_words", "tree_words"]


def occasion_words(corpus: Corpus, norm: Norm, lang: str) -> str:
    """All that has to be shown for a norm to apply, and the outcomes that it follows upon, in words.

    >>> from kg_query import KnowledgeGraph
    >>> corpus = KnowledgeGraph.open().corpus
    >>> occasion_words(corpus, corpus.norms["mingshan/norm/art_12__point_2"], "zh")
    '在应当追究或者从重追究之后；性质较轻，且影响较小'
    """
    said = []
    if norm.follows:
        outcomes = listed([corpus.outcomes[code].label for code in norm.follows], lang, "or")
        said.append(say("procedure.occasion.follows", lang, outcomes=outcomes))
    tree = occasion(norm)
    if tree != AllOf(()) or not said:
        said.append(tree_words(corpus, tree, lang))
    return ("；" if lang == "zh" else "; ").join(said)


def tree_words(corpus: Corpus, tree: Tree, lang: str) -> str:
    """A condition in words: grounds by their labels, conditions of other norms by their clauses.

    >>> from kg_query import KnowledgeGraph
    >>> corpus = KnowledgeGraph.open().corpus
    >>> tree_words(corpus, AllOf((Has("force_majeure"), Lacks("subjective_fault"))), "en")
    'force majeure and not “subjective cause or subjective fault”'
    """
    match tree:
        case Has(ground):
            return corpus.grounds[ground].label.in_(lang)
        case Lacks(ground):
            return say("procedure.occasion.lacks", lang, ground=corpus.grounds[ground].label)
        case Met(norm, _, negated):
            return _clauses(corpus, (norm,), negated, lang)
        case AllOf(()):
            return say("procedure.always", lang)
        case AnyOf(()):
            return say("procedure.occasion.never", lang)
        case AllOf(members):
            return ("，且" if lang == "zh" else " and ").join(_member(corpus, m, lang) for m in members)
        case AnyOf(members):
            met = tuple(m.norm for m in members if isinstance(m, Met) and not m.negated)
            said = [_member(corpus, m, lang) for m in members if not isinstance(m, Met) or m.negated]
            return listed([*said, *([_clauses(corpus, met, False, lang)] if met else [])], lang, "or")
    raise TypeError(f"not a condition tree: {tree!r}")


def _member(corpus: Corpus, tree: Tree, lang: str) -> str:
    """A member of a larger condition, in brackets where it has members of its own."""
    words = tree_words(corpus, tree, lang)
    if isinstance(tree, (AllOf, AnyOf)) and len(tree.members) > 1:
        return f"（{words}）" if lang == "zh" else f"({words})"
    return words


def _clauses(corpus: Corpus, norms: Sequence[str], negated: bool, lang: str) -> str:
    places = cite_list(corpus, [corpus.norms[norm].provision for norm in norms])
    key = "not_of_clauses" if negated else "of_clauses"
    return say(f"procedure.occasion.{key}", lang, places=listed(places, lang, "or"))
