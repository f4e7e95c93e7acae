"""Which of two regulations is the stricter, counted over situations that norms of both are fulfilled in.

A *joint situation* is the smallest findings that fulfil a norm here, taken together with the smallest that
fulfil a norm there. On all else at least one of the two is silent, and silence has no place in an order of
strictness. It is counted twice: where the two norms have facts in common, and on all joint situations,
those included in which two clauses merely happen to meet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ..conditions import Has
from ..program.planes import bits, columns_of
from .search import Search
from .stands import Stand, kind_of

if TYPE_CHECKING:
    from ..conditions import Leaf
    from ..conditions.findings import LeafSet
    from ..corpus import Corpus
    from .comparison import Comparison

__all__ = ["WAYS", "Instance", "Strictness", "strictness"]

#: How many of the smallest sets of findings of one norm enter the joint situations.
WAYS = 40

Scope = Literal["same_facts", "any_facts"]
"""Joint situations in which the norm here and the norm there share a finding (entailment counted), or all of them."""

Order = Literal["stricter", "milder", "alike", "none", "open"]
"""How the first regulation stands to the second: never milder and sometimes stricter; the converse; never
different; now stricter, now milder; no situation to compare them on."""


class Instance(NamedTuple):
    """A situation: the findings, and the outcome on either side."""

    findings: tuple[Leaf, ...]
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Strictness:
    """Which of two regulations is the stricter, where one is.

    Attributes:
        a, b: slugs.
        scope: over which joint situations.
        situations: how many of them there are.
        answered: in how many of them both come to an outcome that is settled.
        stricter, milder, alike: in how many of these a is stricter than b, milder, or comes to the same.
        order: how a stands to b over all of them.
        example_stricter, example_milder: the smallest situation of the kind, as evidence.
    """

    a: str
    b: str
    scope: Scope
    situations: int
    answered: int
    stricter: int
    milder: int
    alike: int
    order: Order
    example_stricter: Instance | None
    example_milder: Instance | None

    def to_json(self) -> dict[str, Any]:
        """The figure as plain JSON data."""
        return {
            "a": self.a,
            "b": self.b,
            "scope": self.scope,
            "situations": self.situations,
            "answered_by_both": self.answered,
            "a_stricter": self.stricter,
            "a_milder": self.milder,
            "alike": self.alike,
            "order": self.order,
            "example_a_stricter": _example(self.example_stricter),
            "example_a_milder": _example(self.example_milder),
        }


def _example(instance: Instance | None) -> dict[str, Any] | None:
    if instance is None:
        return None
    return {
        "established": [x.ground for x in instance.findings if isinstance(x, Has)],
        "refuted": [x.ground for x in instance.findings if not isinstance(x, Has)],
        "a": instance.a,
        "b": instance.b,
    }


def strictness(comparison: Comparison) -> Iterator[Strictness]:
    """Every two regulations by strictness, over situations with facts in common and over all.

    Args:
        comparison: the regulations, with the logic and the program of their conditions.
    """
    search = Search(comparison.corpus, comparison.program, comparison.regulations)
    ways = {slug: tuple(_ways(comparison, search, slug)) for slug in comparison.regulations}
    for a, b in combinations(comparison.regulations, 2):
        every = list(product(ways[a], ways[b]))
        related = [(x, y) for x, y in every if _related(comparison.corpus, x, y)]
        scopes: tuple[tuple[Scope, list[tuple[LeafSet, LeafSet]]], ...] = (
            ("same_facts", related),
            ("any_facts", every),
        )
        for scope, pairs in scopes:
            joined = {x | y for x, y in pairs}
            situations = sorted((one for one in joined if search.possible(one)), key=search.order)
            yield _ordered(comparison, search, (a, b, scope), situations)


def _ways(comparison: Comparison, search: Search, slug: str) -> Iterator[LeafSet]:
    """The smallest sets of findings that fulfil a norm of a regulation, whatever else may defeat it."""
    for norm in comparison.corpus.norms_of[slug]:
        if norm.condition is not None and norm.outcome is not None:
            sets = comparison.logic.ways(norm.condition).sets
            some = (s for s in sets if all(leaf.ground not in search.left_out for leaf in s))
            yield from list(some)[:WAYS]


def _related(corpus: Corpus, one: LeafSet, other: LeafSet) -> bool:
    """True when some finding of the one is a finding of the other, or entails one, or follows from one."""
    kin = {type(x)(g) for x in one for g in (x.ground, *corpus.broader[x.ground], *corpus.narrower[x.ground])}
    return not kin.isdisjoint(other)


def _ordered(
    comparison: Comparison, search: Search, over: tuple[str, str, Scope], situations: list[LeafSet]
) -> Strictness:
    """The count over the situations, in one pass of the program for both."""
    a, b, _ = over
    run = comparison.program.run(*columns_of(situations), {}, len(situations), (a, b))
    outcomes = comparison.corpus.outcomes
    counts = {"stricter": 0, "milder": 0, "alike": 0}
    first: dict[str, Instance] = {}
    least: dict[str, int] = {}
    principal = run.regulations[a].principal, run.regulations[b].principal
    for (mine, here), (theirs, there) in product(principal[0].items(), principal[1].items()):
        x, y = outcomes[mine].strictness, outcomes[theirs].strictness
        plane = here & there
        if not plane or x is None or y is None:
            continue
        same = kind_of(comparison.corpus, Stand(mine), Stand(theirs)) is None
        kind = "alike" if same or x == y else "stricter" if x > y else "milder"
        counts[kind] += plane.bit_count()
        at = next(bits(plane & -plane))
        if at < least.get(kind, len(situations)):
            least[kind] = at
            first[kind] = Instance(tuple(sorted(situations[at], key=search.place)), mine, theirs)
    order: Order = "open"
    if answered := sum(counts.values()):
        stricter, milder = bool(counts["stricter"]), bool(counts["milder"])
        order = "none" if stricter and milder else "stricter" if stricter else "milder" if milder else "alike"
    return Strictness(
        *over, len(situations), answered, counts["stricter"], counts["milder"], counts["alike"], order,
        first.get("stricter"), first.get("milder"),
    )  # fmt: skip
