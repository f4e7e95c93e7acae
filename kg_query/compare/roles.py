"""Which norms play a part on many sets of findings at once, and which of the findings count for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from ..conditions import AllOf, Has, Leaf, Tree
from ..conditions.findings import LeafSet
from ..program.planes import bits, columns_of
from .search import BLOCK, Pair, Search
from .stands import Stand, held

if TYPE_CHECKING:
    from ..conditions.relations import Logic
    from ..program.planes import Planes

__all__ = ["Role", "Roles", "roles_of"]


@dataclass(frozen=True, slots=True)
class Role:
    """The part a norm plays: "gives", "displaced", or what takes its relief away.

    `by` are the findings that take a relief away; `counts` all findings that count for the norm.
    """

    norm: str
    part: str
    by: LeafSet
    counts: LeafSet

    @property
    def key(self) -> tuple[str, str, LeafSet]:
        """What tells two parts apart: the norm, the part, and what takes a relief away."""
        return self.norm, self.part, self.by

    @property
    def repeated(self) -> object:
        """What a list should not repeat: the norm, or what takes its relief away."""
        return self.key if self.by else self.norm


Roles = tuple[tuple[Role, ...], tuple[Role, ...]]
"""What the norms of the first and of the second regulation do on a set of findings."""


class _Parts:
    """The parts that the norms of a search can play, with the findings that count for each."""

    def __init__(self, search: Search, logic: Logic) -> None:
        self.search, self.corpus, self.logic = search, search.corpus, logic
        self._ways: dict[tuple[str, str], tuple[LeafSet, ...]] = {}
        self._kin: dict[Leaf, LeafSet] = {}

    def counts(self, name: tuple[str, str], tree: Tree, findings: LeafSet) -> LeafSet:
        """The findings that count for a tree that holds: those in a smallest way to meet it that is met.

        `name` tells the tree from others (its norm, and the part it plays there).
        """
        if (ways := self._ways.get(name)) is None:
            ways = self._ways[name] = self.logic.ways(tree).sets
        shown = {leaf for finding in findings for leaf in self._entailed(finding)}
        met = {leaf for way in ways if way <= shown for leaf in way}
        return frozenset(x for x in findings if not self._entailed(x).isdisjoint(met))

    def _entailed(self, finding: Leaf) -> LeafSet:
        """A finding with all that it entails."""
        if (known := self._kin.get(finding)) is None:
            kin = self.corpus.broader if isinstance(finding, Has) else self.corpus.narrower
            every = (finding.ground, *kin[finding.ground])
            known = self._kin[finding] = frozenset(type(finding)(g) for g in every)
        return known

    def of(self, slug: str, planes: Planes, some: list[tuple[LeafSet, Stand]]) -> Iterator[tuple[int, Role]]:
        """The parts that the norms of a regulation play: (place of the set, role)."""
        nothing: LeafSet = frozenset()
        for rule in self.search.program.regulations[slug]:
            norm, row = rule.norm, planes.norms.get(rule.norm.id)
            if row is None or norm.outcome is None or norm.condition is None:
                continue
            name = norm.id, "gives"
            for i in bits(row.applies):
                if some[i][1].outcome == norm.outcome:
                    yield i, Role(norm.id, "gives", nothing, self.counts(name, norm.condition, some[i][0]))
            for i in bits(row.defeated):
                yield i, Role(norm.id, "displaced", nothing, self.counts(name, norm.condition, some[i][0]))
        for relief in self.search.reliefs[slug]:
            if not (core := held(relief.core, planes)):
                continue
            norm_id, mild = relief.norm.id, self.corpus.outcomes[relief.norm.outcome or ""].strictness or 0
            for obstacle in relief.obstacles:
                whole, number = AllOf((relief.core, obstacle.tree)), relief.obstacles.index(obstacle)
                parts = [(norm_id, f"{obstacle.part} {number} {part}") for part in ("by", "whole")]
                for i in bits(core & held(obstacle.tree, planes)):
                    findings, stand = some[i]
                    strict = self.corpus.outcomes[stand.outcome].strictness
                    if stand.withheld and (strict is None or mild < strict):
                        by = self.counts(parts[0], obstacle.tree, findings)
                        yield i, Role(norm_id, obstacle.part, by, self.counts(parts[1], whole, findings))


def roles_of(
    search: Search, logic: Logic, pair: Pair, sets: Iterable[tuple[LeafSet, tuple[Stand, Stand]]]
) -> dict[LeafSet, Roles]:
    """What the norms of two regulations do on each set, in document order within each."""
    parts, stream, found = _Parts(search, logic), iter(sets), dict[LeafSet, Roles]()
    while some := list(islice(stream, BLOCK)):
        columns = columns_of([one for one, _ in some])
        planes = search.program.run(*columns, {}, len(some), pair)
        rows: list[tuple[list[Role], list[Role]]] = [([], []) for _ in some]
        for side, slug in enumerate(pair):
            mine = [(one, stands[side]) for one, stands in some]
            for i, role in parts.of(slug, planes, mine):
                rows[i][side].append(role)
        found.update((one, (tuple(a), tuple(b))) for (one, _), (a, b) in zip(some, rows, strict=True))
    return found
