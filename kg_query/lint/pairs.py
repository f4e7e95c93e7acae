"""Pairs of norms of one regulation that can apply together, and the smallest findings on which they do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from ..conditions import AllOf, Leaf
from ..model import Norm
from .trials import Trials

if TYPE_CHECKING:
    from ..corpus import Corpus
    from .law import Law

__all__ = ["Meeting", "giving", "meetings"]

#: How many joint sets of a pair are tried, smallest first.
TRIED = 24


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two norms that apply side by side on `findings`, none prevailing; `shared` counts for both."""

    a: Norm
    b: Norm
    findings: frozenset[Leaf]
    shared: int

    @property
    def rank(self) -> tuple[int, int]:
        """Fewer findings come first, then more in common."""
        return len(self.findings), -self.shared


def giving(corpus: Corpus, slug: str) -> list[Norm]:
    """The norms of a regulation that give an outcome on a condition, in the order of the text."""
    return [n for n in corpus.norms_of[slug] if n.outcome is not None and n.condition is not None]


def meetings(law: Law, wanted: Callable[[Norm, Norm], bool]) -> Iterator[Meeting]:
    """For each pair of norms that is wanted: its smallest meeting, where the two can apply together.

    A meeting is assessed before it is told: on its findings both norms apply, neither blocked by its
    exception nor defeated by any norm. Findings that cannot be so together are left out.
    """
    corpus = law.corpus
    priority = {(o.prevailing, o.defeated) for o in corpus.overrides}
    candidates: list[tuple[Norm, Norm, frozenset[Leaf], int]] = []
    for slug in corpus.assessed:
        for a, b in combinations(giving(corpus, slug), 2):
            if (a.id, b.id) in priority or (b.id, a.id) in priority or not wanted(a, b):
                continue
            candidates += ((a, b, *found) for found in _joint(law, a, b))
    trials = Trials(law.program, [c[2] for c in candidates])
    best: dict[tuple[str, str], Meeting] = {}
    for i, (a, b, leaves, shared) in enumerate(candidates):
        if not (trials.applies(a.id, i) and trials.applies(b.id, i)):
            continue
        one = Meeting(a, b, leaves, shared)
        if (a.id, b.id) not in best or one.rank < best[a.id, b.id].rank:
            best[a.id, b.id] = one
    yield from best.values()


def _joint(law: Law, a: Norm, b: Norm) -> Iterator[tuple[frozenset[Leaf], int]]:
    assert a.condition is not None and b.condition is not None
    alone = min((len(w) for w in law.ways(a.condition)), default=0)
    other = min((len(w) for w in law.ways(b.condition)), default=0)
    for way in law.ways(AllOf((a.condition, b.condition)))[:TRIED]:
        yield way, alone + other - len(way)
