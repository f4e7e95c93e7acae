"""Words that the sentences of several checks have in common, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ..conditions import Has, Lacks, Leaf
from ..model import Norm, Text
from ..proof.lacking import outcome_name, quoted
from ..wording.citation import cite_list, cite_text
from ..wording.messages import listed

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["findings", "joined", "outcomes", "place", "places", "unit_of"]


def findings(corpus: Corpus, leaves: Iterable[Leaf]) -> Text:
    """A set of findings in words, in the order of the vocabulary: what is established, then what is refuted."""
    order = corpus.ground_order
    some = sorted(leaves, key=lambda leaf: order[leaf.ground])
    shown = [quoted(corpus, leaf.ground) for leaf in some if isinstance(leaf, Has)]
    refuted = [quoted(corpus, leaf.ground) for leaf in some if isinstance(leaf, Lacks)]
    zh = [
        f"{verb}{''.join(t.zh for t in many)}" for verb, many in (("认定", shown), ("否定", refuted)) if many
    ]
    en = [
        f"{', '.join(t.en for t in many)} {'are' if len(many) > 1 else 'is'} {verb}"
        for verb, many in (("established", shown), ("refuted", refuted))
        if many
    ]
    return Text("、".join(zh), " and ".join(en))


def place(corpus: Corpus, provision: str) -> Text:
    """Where a provision stands inside its regulation."""
    return cite_text(corpus, provision)


def places(corpus: Corpus, provisions: Iterable[str]) -> Text:
    """Where several provisions of one regulation stand; runs of points as ranges."""
    order = {one: i for i, one in enumerate(corpus.provisions)}
    named = cite_list(corpus, sorted(set(provisions), key=lambda one: order.get(one, 0)))
    return Text(listed(named, "zh"), listed(named, "en"))


def outcomes(corpus: Corpus, norms: Iterable[Norm]) -> Text:
    """The outcomes that norms give, each once, in order of precedence."""
    codes = {n.outcome for n in norms if n.outcome is not None}
    named = [outcome_name(corpus, code) for code in corpus.outcomes if code in codes]
    return Text(listed(named, "zh"), listed(named, "en"))


def joined(texts: Iterable[Text]) -> Text:
    """Several sentences or clauses of a sentence, one after the other."""
    some = [t for t in texts if t.zh or t.en]
    return Text("；".join(t.zh for t in some), "; ".join(t.en for t in some))


def unit_of(corpus: Corpus, norm: Norm) -> str:
    """The unit a reader thinks of: the one whose list the norm's point belongs to, else its own."""
    unit = corpus.provisions.get(norm.provision)
    if unit is not None and unit.kind == "point" and unit.parent in corpus.provisions:
        return str(unit.parent)
    return norm.provision
