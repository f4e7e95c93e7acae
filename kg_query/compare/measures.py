"""Figures that sum a comparison up: coverage, overlap, clauses with a counterpart, order of strictness.

Each figure stands with its definition, since a share means nothing without what it is a share of. A ground is
*covered* by a regulation where a finding on it, established or refuted, can count towards or against one of
its outcomes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import TYPE_CHECKING, Any

from ..conditions import Has, leaves, negate
from ..wording.messages import both
from .clause_pairs import ALIKE
from .strictness import WAYS, Strictness, strictness

if TYPE_CHECKING:
    from ..conditions import Leaf
    from ..corpus import Corpus
    from ..model import Norm, Text
    from .clauses import ClauseComparison
    from .comparison import Comparison

__all__ = ["Counterparts", "Coverage", "Measures", "Overlap", "Strictness", "covered", "measures"]

#: The figures, in the order of the report; each has its definition under `measures.definition.<name>`.
FIGURES = ("coverage", "overlap", "counterparts", "strictness")


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many grounds a regulation covers, of those that any regulation compared covers.

    `family` is a family of grounds, or None for all.
    """

    regulation: str
    family: str | None
    covered: int
    of: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.covered / self.of if self.of else 0.0

    def to_json(self) -> dict[str, Any]:
        """The figure as plain JSON data."""
        return {
            "regulation": self.regulation,
            "family": self.family,
            "covered": self.covered,
            "of": self.of,
            "share": round(self.share, 4),
        }


@dataclass(frozen=True, slots=True)
class Overlap:
    """How many grounds two regulations cover both, of those that either covers."""

    a: str
    b: str
    both: int
    only_a: int
    only_b: int

    @property
    def share(self) -> float:
        """Both by either, from 0 to 1 (the Jaccard index)."""
        either = self.both + self.only_a + self.only_b
        return self.both / either if either else 0.0

    def to_json(self) -> dict[str, Any]:
        """The figure as plain JSON data."""
        return {
            "a": self.a,
            "b": self.b,
            "both": self.both,
            "only_a": self.only_a,
            "only_b": self.only_b,
            "share": round(self.share, 4),
        }


@dataclass(frozen=True, slots=True)
class Counterparts:
    """How many clauses of one regulation have a counterpart in another: in words, nearly word for word, in law.

    `clauses` are all clauses of the first, `conditional` those of them that give an outcome upon a condition:
    only these can have a counterpart in law.
    """

    a: str
    b: str
    clauses: int
    in_words: int
    nearly: int
    conditional: int
    in_law: int

    @property
    def share_in_words(self) -> float:
        """From 0 to 1."""
        return self.in_words / self.clauses if self.clauses else 0.0

    @property
    def share_in_law(self) -> float:
        """From 0 to 1."""
        return self.in_law / self.conditional if self.conditional else 0.0

    def to_json(self) -> dict[str, Any]:
        """The figure as plain JSON data."""
        return {
            "a": self.a,
            "b": self.b,
            "clauses": self.clauses,
            "in_words": self.in_words,
            "nearly_word_for_word": self.nearly,
            "share_in_words": round(self.share_in_words, 4),
            "conditional_clauses": self.conditional,
            "in_law": self.in_law,
            "share_in_law": round(self.share_in_law, 4),
        }


@dataclass(frozen=True)
class Measures:
    """The figures of a comparison, each with its definition in both languages."""

    regulations: tuple[str, ...]
    coverage: tuple[Coverage, ...]
    overlap: tuple[Overlap, ...]
    counterparts: tuple[Counterparts, ...]
    strictness: tuple[Strictness, ...]
    definitions: dict[str, Text]

    def to_json(self) -> dict[str, Any]:
        """The figures as plain JSON data: for each its definition and its rows."""
        rows = {name: getattr(self, name) for name in FIGURES}
        return {
            "regulations": list(self.regulations),
            **{
                name: {
                    "definition": self.definitions[name].to_json(),
                    "rows": [row.to_json() for row in found],
                }
                for name, found in rows.items()
            },
        }


def measures(comparison: Comparison) -> Measures:
    """Coverage, overlap, counterparts and order of strictness of the regulations compared.

    Args:
        comparison: the regulations, with what has been compared of them.

    >>> from kg_query import KnowledgeGraph
    >>> found = KnowledgeGraph.open().compare(["nanmu", "puxian-tolerance"]).measures
    >>> [(f.scope, f.order) for f in found.strictness]
    [('same_facts', 'alike'), ('any_facts', 'none')]
    """
    corpus, slugs = comparison.corpus, comparison.regulations
    grounds = {slug: covered(corpus, slug) for slug in slugs}
    clauses = comparison.clauses()
    definitions = {
        "counterparts": both("measures.definition.counterparts", least=clauses.least, alike=ALIKE),
        "strictness": both("measures.definition.strictness", ways=WAYS),
    }
    return Measures(
        slugs,
        tuple(_coverage(corpus, grounds)),
        tuple(
            Overlap(a, b, len(grounds[a] & grounds[b]), len(grounds[a] - grounds[b]), len(grounds[b] - grounds[a]))
            for a, b in combinations(slugs, 2)
        ),
        tuple(_counterparts(corpus, clauses, a, b) for a, b in permutations(slugs, 2)),
        tuple(strictness(comparison)),
        {name: definitions.get(name) or both(f"measures.definition.{name}") for name in FIGURES},
    )  # fmt: skip


# --- grounds ------------------------------------------------------------------------------


def covered(corpus: Corpus, slug: str) -> frozenset[str]:
    """The grounds on which a finding can count towards or against an outcome of a regulation.

    That is what its conditions, exceptions and opening words name, and what entails or, refuted, rules out one of these.
    """
    named: set[Leaf] = set()
    for norm in _giving(corpus, slug):
        named.update(leaves(norm.condition), leaves(norm.exception))
        if norm.presupposes is not None:
            named.update(leaves(negate(norm.presupposes)))
    found = {leaf.ground for leaf in named}
    for leaf in named:
        found.update(corpus.narrower[leaf.ground] if isinstance(leaf, Has) else corpus.broader[leaf.ground])
    return frozenset(found)


def _giving(corpus: Corpus, slug: str) -> Iterator[Norm]:
    for norm in corpus.norms_of[slug]:
        if norm.outcome is not None and norm.condition is not None:
            yield norm


def _coverage(corpus: Corpus, grounds: dict[str, frozenset[str]]) -> Iterator[Coverage]:
    every = frozenset[str]().union(*grounds.values())
    families = list(dict.fromkeys(corpus.grounds[g].group for g in corpus.grounds if g in every))
    for slug, mine in grounds.items():
        yield Coverage(slug, None, len(mine), len(every))
        for family in families:
            inside = {g for g in every if corpus.grounds[g].group == family}
            yield Coverage(slug, family, len(mine & inside), len(inside))


# --- clauses ------------------------------------------------------------------------------


def _counterparts(corpus: Corpus, clauses: ClauseComparison, a: str, b: str) -> Counterparts:
    mine = clauses.clauses[a]
    alike: dict[str, float] = {}
    for pair in clauses.pairs:
        for one, other in ((pair.a, pair.b), (pair.b, pair.a)):
            if pair.role != "opening" and corpus.provisions[other].regulation == b:
                alike[one] = max(alike.get(one, 0.0), pair.similarity)
    in_law: set[str] = set()
    for norms in clauses.in_law:
        one, other = norms.provisions(corpus)
        for here, there in ((one, other), (other, one)):
            if corpus.provisions[there].regulation == b:
                in_law.add(here)
    conditional = {norm.provision for norm in _giving(corpus, a)}
    return Counterparts(
        a,
        b,
        len(mine),
        sum(clause in alike for clause in mine),
        sum(alike.get(clause, 0.0) >= ALIKE for clause in mine),
        len(conditional),
        len(conditional & in_law),
    )
