"""Where each regulation stands on many sets of findings at once: its outcome, and relief taken away.

A *stand* is the principal outcome of a regulation together with one further thing: whether milder
relief was within reach and was taken away by a finding, through an exception (…的除外), a limit of the
condition (没有造成重大损失) or the opening words of the article. Without it a regulation that withdraws
its protection would look like one that never spoke.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from ..conditions import AllOf, AnyOf, Has, Lacks, Leaf, Met, Tree, leaves, negate
from ..conditions.findings import place

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..model import Norm
    from ..program.planes import Planes

__all__ = [
    "Kind",
    "Obstacle",
    "Relief",
    "Stand",
    "Stands",
    "held",
    "kind_of",
    "left_out",
    "literals",
    "reliefs",
    "stands_of",
]

Kind = Literal["opposite", "excepted", "degree", "silent"]
"""How two regulations part, starkest first: one relieves and the other is against; one relieves and
the other takes its own relief away; both answer, in another measure; one answers and one is silent."""

#: Effects that let a person off, that are against them, and the one that only lightens.
RELEASE, AGAINST, LIGHTER = ("full_relief", "conditional_relief"), ("bar", "liability"), "lighter_treatment"
SILENT = "no_applicable_rule"


class Stand(NamedTuple):
    """A principal outcome, and whether milder relief was within reach but taken away."""

    outcome: str
    withheld: bool = False


Stands = dict[str, dict[Stand, int]]
"""slug → stand → the plane of the sets of findings on which the regulation stands so."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What takes a relief away once it is shown: "exception", "limit" or "opening" words refuted."""

    part: Literal["exception", "limit", "opening"]
    tree: Tree


@dataclass(frozen=True, slots=True)
class Relief:
    """A norm that gives relief: what must be shown but for its limits, and what takes it away."""

    norm: Norm
    core: Tree
    obstacles: tuple[Obstacle, ...]


def reliefs(corpus: Corpus, slug: str) -> tuple[Relief, ...]:
    """The norms of a regulation that give relief and can lose it, in document order."""
    found = []
    for norm in corpus.norms_of.get(slug, ()):
        if norm.condition is None or norm.outcome is None:
            continue
        if corpus.outcomes[norm.outcome].effect not in (*RELEASE, LIGHTER):
            continue
        members = tuple(_members(norm.condition))
        limits = [m for m in members if any(isinstance(leaf, Lacks) for leaf in leaves(m))]
        core = AllOf(tuple(m for m in members if m not in limits))
        obstacles = [Obstacle("limit", negate(m)) for m in limits]
        if norm.exception is not None:
            obstacles.insert(0, Obstacle("exception", norm.exception))
        if norm.presupposes is not None:
            obstacles.append(Obstacle("opening", negate(norm.presupposes)))
        found.append(Relief(norm, core, tuple(obstacles)))
    return tuple(found)


def _members(tree: Tree) -> Iterator[Tree]:
    """What must be shown, one by one: the members of a conjunction, of those inside it too."""
    match tree:
        case AllOf(members):
            for member in members:
                yield from _members(member)
        case Met(_, inner, False):
            yield from _members(inner)
        case _:
            yield tree


def held(tree: Tree, planes: Planes) -> int:
    """The plane of the sets of findings that make a tree hold."""
    match tree:
        case Has(ground):
            return planes.established.get(ground, 0)
        case Lacks(ground):
            return planes.refuted.get(ground, 0)
        case Met(_, inner):
            return held(inner, planes)
        case AllOf(members):
            plane = (1 << planes.width) - 1
            for member in members:
                plane &= held(member, planes)
                if not plane:
                    break
            return plane
        case AnyOf(members):
            plane = 0
            for member in members:
                plane |= held(member, planes)
            return plane
    raise TypeError(f"not a condition tree: {tree!r}")


def stands_of(
    corpus: Corpus, found: Mapping[str, tuple[Relief, ...]], planes: Planes, slugs: Iterable[str]
) -> Stands:
    """The stand of each regulation on every set of findings of a run; `found` maps slug → `reliefs`."""
    result: Stands = {}
    for slug in slugs:
        lost = _withheld(corpus, found[slug], planes)
        mine: dict[Stand, int] = {}
        for code, plane in planes.regulations[slug].principal.items():
            strict = _strictness(corpus, code)
            taken = 0
            for mild, where in lost.items():
                if strict is not None and mild < strict:
                    taken |= where & plane
            if taken:
                mine[Stand(code, True)] = taken
            if plane & ~taken:
                mine[Stand(code)] = plane & ~taken
        result[slug] = mine
    return result


def _withheld(corpus: Corpus, found: Iterable[Relief], planes: Planes) -> dict[int, int]:
    """strictness of a relief → the sets of findings on which it was within reach and taken away."""
    lost: dict[int, int] = {}
    for relief in found:
        core = held(relief.core, planes)
        if not core:
            continue
        row = planes.norms.get(relief.norm.id)
        core &= ~row.applies if row else -1
        taken = 0
        for obstacle in relief.obstacles if core else ():
            taken |= core & held(obstacle.tree, planes)
        if taken:
            mild = corpus.outcomes[relief.norm.outcome or ""].strictness or 0
            lost[mild] = lost.get(mild, 0) | taken
    return lost


def _strictness(corpus: Corpus, code: str) -> int | None:
    """How strict an outcome is; silence ranks above every relief, a conflict or an open one nowhere."""
    if code == SILENT:
        return 1 + max(o.strictness or 0 for o in corpus.outcomes.values())
    return corpus.outcomes[code].strictness


def kind_of(corpus: Corpus, a: Stand, b: Stand) -> Kind | None:
    """How two stands part; None where they do not, or where one is undetermined or in conflict.

    Two outcomes that release in full are the same for the person, whatever they are called.
    """
    if a.outcome == b.outcome:
        return None
    one, other = corpus.outcomes[a.outcome], corpus.outcomes[b.outcome]
    for stand, effect in ((a, other.effect), (b, one.effect)):
        if stand.outcome == SILENT and effect is not None:
            return "excepted" if stand.withheld and effect in (*RELEASE, LIGHTER) else "silent"
    effects = {one.effect, other.effect}
    if None in effects:
        return None
    if other.effect in one.opposes or one.effect in other.opposes:
        return "opposite"
    if effects in ({"full_relief"}, {"bar"}):
        return None
    return "degree"


def literals(corpus: Corpus, slugs: Iterable[str], leave_out: frozenset[str]) -> list[Leaf]:
    """What some norm that gives an outcome listens to, in vocabulary order, established before refuted.

    These are the leaves of conditions and exceptions, and what would refute a limit or opening words.
    """
    some: set[Leaf] = set()
    for slug in slugs:
        for norm in corpus.norms_of.get(slug, ()):
            if norm.condition is None or norm.outcome is None:
                continue
            some.update(leaves(norm.condition), leaves(norm.exception))
            some.update(Has(leaf.ground) for leaf in leaves(norm.condition) if isinstance(leaf, Lacks))
            if norm.presupposes is not None:
                some.update(leaves(negate(norm.presupposes)))
    return sorted(
        (leaf for leaf in some if leaf.ground not in leave_out), key=lambda leaf: place(corpus, leaf)
    )


def left_out(corpus: Corpus, slugs: Iterable[str]) -> frozenset[str]:
    """The grounds by which a catch-all norm (其他…情形) lets anything in; no scenario supposes them."""
    trees = [n.condition for slug in slugs for n in corpus.norms_of.get(slug, ()) if n.kind == "catch_all"]
    named = [{leaf.ground for leaf in leaves(tree)} for tree in trees if tree is not None]
    return frozenset(set.intersection(*named)) if named else frozenset()
