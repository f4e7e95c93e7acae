"""What one regulation says on some findings, and by which clauses: given, taken away, displaced, or nearest.

It reads one pass of the compiled engine and adds nothing to it: which norms give the principal outcome,
which relief was within reach and what took it away (`kg_query.compare.stands`), which norms were
displaced, and, where the regulation gives nothing, which norm comes closest and what it still lacks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..assess import columns
from ..conditions import AllOf, Has, Lacks, Leaf, Standing, Tree, grounds, leaves
from ..conditions.completions import completions
from ..conditions.findings import LeafSet, finding_json, standing_on
from ..program.planes import columns_of
from ..standing import Basis
from ..wording.citation import cite_text
from .stands import AGAINST, SILENT, Relief, Stand, held, stands_of

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..model import Matter, Norm, Verdict
    from ..program.planes import Planes
    from .search import Search

__all__ = ["Answer", "Answers", "Clause"]

#: The largest set of findings that a norm can lack and still be named as the nearest.
LACKING = 12


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause and its part in an answer.

    Attributes:
        norm, provision: the norm and the unit it stands in.
        part: "gives" (the outcome), "exception", "limit" or "opening" (what takes its relief away),
            "displaced" (met, but another clause prevails), "near" (nearest where nothing applies),
            "open" (undetermined in a matter with unknown findings).
        outcome: the outcome the norm gives.
        findings: the findings that this rests on.
        wanted: what a "near" norm still lacks, or the unknown grounds on which an "open" one depends.
        by: the provisions that displace a "displaced" one.
    """

    norm: str
    provision: str
    part: str
    outcome: str
    findings: tuple[Leaf, ...]
    wanted: tuple[Leaf, ...] = ()
    by: tuple[str, ...] = ()

    def to_json(self, corpus: Corpus) -> dict[str, Any]:
        """The clause with its citation, as plain JSON values."""
        return {
            "provision": self.provision,
            "norm": self.norm,
            "part": self.part,
            "outcome": self.outcome,
            "findings": [finding_json(leaf) for leaf in self.findings],
            "wanted": [finding_json(leaf) for leaf in self.wanted],
            "by": list(self.by),
            "citation": cite_text(corpus, self.provision).to_json(),
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of one regulation: its outcome and the clauses that decide.

    `unknown` are the findings of which no norm of the regulation that gives an outcome speaks.
    """

    regulation: str
    outcome: str
    clauses: tuple[Clause, ...]
    withheld: bool = False
    unknown: tuple[Leaf, ...] = ()

    def part(self, *parts: str) -> tuple[Clause, ...]:
        """The clauses that play one of these parts."""
        return tuple(c for c in self.clauses if c.part in parts)

    @property
    def stand(self) -> Stand:
        """The outcome, and whether relief was taken away."""
        return Stand(self.outcome, self.withheld)

    def to_json(self, corpus: Corpus) -> dict[str, Any]:
        """The answer as plain JSON values."""
        return {
            "regulation": self.regulation,
            "outcome": self.outcome,
            "relief_withheld": self.withheld,
            "clauses": [c.to_json(corpus) for c in self.clauses],
            "not_spoken_of": [finding_json(leaf) for leaf in self.unknown],
        }


class Answers:
    """The answers of the regulations of a search on sets of findings, one at a time."""

    def __init__(self, search: Search) -> None:
        self.search, self.corpus, self.program = search, search.corpus, search.program
        self._spoken = {slug: self._vocabulary(slug) for slug in search.slugs}
        self._known: dict[tuple[Tree, tuple[bool | None, ...]], tuple[LeafSet, ...]] = {}

    def of(self, findings: Iterable[Leaf], slugs: Iterable[str]) -> tuple[Answer, ...]:
        """The answer of each regulation on the findings, which must be consistent."""
        listed = tuple(sorted(findings, key=self.search.place))
        planes = self.program.run(*columns_of([frozenset(listed)]), {}, 1, self.search.slugs)
        found = stands_of(self.corpus, self.search.reliefs, planes, self.search.slugs)
        standing = standing_on(self.corpus, listed)
        return tuple(self._answer(slug, next(iter(found[slug])), planes, listed, standing) for slug in slugs)

    def of_matter(self, matter: Matter, verdict: Verdict, stands: Mapping[str, Stand]) -> tuple[Answer, ...]:
        """The answer of each regulation on a matter, whose findings may be unknown or disputed."""
        basis = Basis(self.corpus, matter)
        listed: tuple[Leaf, ...] = (*map(Has, basis.established), *map(Lacks, basis.refuted))
        listed = tuple(sorted(listed, key=self.search.place))
        planes = self.program.run(*columns(self.corpus, [matter]), 1, tuple(stands))
        standing = standing_on(self.corpus, listed)
        found = []
        for slug, stand in stands.items():
            answer = self._answer(slug, stand, planes, listed, standing)
            opened = tuple(
                Clause(row.norm, row.provision, "open", row.outcome, (), tuple(map(Has, row.depends_on)))
                for row in verdict.of(slug).norms
                if row.status == "undetermined" and row.outcome is not None
            )
            found.append(replace(answer, clauses=(*answer.clauses, *opened)))
        return tuple(found)

    def listens(self, slug: str, ground: str) -> bool:
        """True when a norm of the regulation that gives an outcome listens to findings on a ground."""
        return self.speaks_of(slug, Has(ground)) or self.speaks_of(slug, Lacks(ground))

    def speaks_of(self, slug: str, leaf: Leaf) -> bool:
        """True when a norm of the regulation that gives an outcome listens to the finding."""
        kin = self.corpus.broader if isinstance(leaf, Has) else self.corpus.narrower
        return not self._spoken[slug].isdisjoint((leaf.ground, *kin[leaf.ground]))

    def _vocabulary(self, slug: str) -> frozenset[str]:
        return frozenset(
            ground
            for norm in self.corpus.norms_of[slug]
            if norm.outcome is not None and norm.condition is not None
            if norm.kind != "catch_all" or not self.search.left_out
            for tree in (norm.condition, norm.exception, norm.presupposes)
            for ground in grounds(tree)
        )

    def _answer(
        self, slug: str, stand: Stand, planes: Planes, listed: tuple[Leaf, ...], standing: Standing
    ) -> Answer:
        clauses = [
            *self._given(slug, stand, planes, listed),
            *self._taken(slug, stand, planes, listed),
            *self._displaced(slug, planes, listed),
        ]
        if stand.outcome == SILENT and not stand.withheld:
            clauses += self._nearest(slug, listed, standing)
        unknown = tuple(leaf for leaf in listed if not self.speaks_of(slug, leaf))
        return Answer(slug, stand.outcome, tuple(clauses), stand.withheld, unknown)

    def _given(self, slug: str, stand: Stand, planes: Planes, listed: tuple[Leaf, ...]) -> Iterator[Clause]:
        for rule in self.program.regulations[slug]:
            norm, row = rule.norm, planes.norms.get(rule.norm.id)
            if row is None or not row.applies or norm.condition is None or norm.outcome is None:
                continue
            if stand.outcome in (norm.outcome, "conflict"):
                yield self._clause(norm, "gives", norm.condition, listed)

    def _taken(self, slug: str, stand: Stand, planes: Planes, listed: tuple[Leaf, ...]) -> Iterator[Clause]:
        if not stand.withheld:
            return
        strict = self.corpus.outcomes[stand.outcome].strictness
        for relief in self.search.reliefs[slug]:
            mild = self.corpus.outcomes[relief.norm.outcome or ""].strictness or 0
            if (strict is not None and mild >= strict) or not held(relief.core, planes):
                continue
            for obstacle in relief.obstacles:
                if held(obstacle.tree, planes):
                    yield self._loss(relief, obstacle.part, obstacle.tree, listed)

    def _loss(self, relief: Relief, part: str, tree: Tree, listed: tuple[Leaf, ...]) -> Clause:
        """The clause whose relief was taken away; its findings are those that took it."""
        return self._clause(relief.norm, part, tree, listed)

    def _displaced(self, slug: str, planes: Planes, listed: tuple[Leaf, ...]) -> Iterator[Clause]:
        for rule in self.program.regulations[slug]:
            norm, row = rule.norm, planes.norms.get(rule.norm.id)
            if row and row.defeated and norm.outcome is not None and norm.condition is not None:
                by = dict.fromkeys(
                    self.corpus.norms[d].provision
                    for d in rule.defeaters
                    if (other := planes.norms.get(d)) and other.applies
                )
                yield self._clause(norm, "displaced", norm.condition, listed, by=tuple(by))

    def _nearest(self, slug: str, listed: tuple[Leaf, ...], standing: Standing) -> Iterator[Clause]:
        """The norm of which the least is lacking, with what it lacks; none that nothing counts for."""
        best: tuple[tuple[object, ...], Clause] | None = None
        for place, norm in enumerate(self.corpus.norms_of[slug]):
            if norm.condition is None or norm.outcome is None or norm.kind == "catch_all":
                continue
            said = leaves(norm.condition)
            if not any(standing.holds(leaf) for leaf in said):
                continue
            ways = self._lacking(norm.condition, said, standing)
            if not ways or not ways[0]:
                continue
            # of the ways with the fewest findings, the one to which most of what was found counts
            short = [way for way in ways if len(way) == len(ways[0])]
            used = [self._used(norm.condition, listed, way) for way in short]
            way, part = max(zip(short, used, strict=True), key=lambda both: len(both[1]))
            if not part:
                continue
            against = self.corpus.outcomes[norm.outcome].effect in AGAINST
            key = (len(way) / (len(way) + len(part)), -len(part), against, place)
            if best is None or key < best[0]:
                wanted = tuple(sorted(way, key=self.search.place))
                best = key, Clause(norm.id, norm.provision, "near", norm.outcome, part, wanted)
        if best is not None:
            yield best[1]

    def _lacking(self, tree: Tree, said: tuple[Leaf, ...], standing: Standing) -> tuple[LeafSet, ...]:
        """What would complete a condition; it rests on nothing but where the leaves of the condition stand."""
        key = tree, tuple(standing.holds(leaf) or (False if standing.fails(leaf) else None) for leaf in said)
        if key not in self._known:
            self._known[key] = completions(self.corpus, standing, tree, LACKING).sets
        return self._known[key]

    def _used(self, tree: Tree, listed: tuple[Leaf, ...], way: LeafSet) -> tuple[Leaf, ...]:
        """The findings without which a condition would not hold even if a way to complete it were shown."""
        return tuple(
            x
            for x in listed
            if not standing_on(self.corpus, (*(y for y in listed if y != x), *way)).holds(tree)
        )

    def _clause(
        self, norm: Norm, part: str, tree: Tree, listed: tuple[Leaf, ...], by: tuple[str, ...] = ()
    ) -> Clause:
        rests = tuple(
            leaf
            for leaf in listed
            if not standing_on(self.corpus, (x for x in listed if x != leaf)).holds(tree)
        )
        if not rests:
            mine = leaves(AllOf((tree,)))
            rests = tuple(x for x in listed if any(self._counts(x, y) for y in mine))
        return Clause(norm.id, norm.provision, part, norm.outcome or "", rests, (), by)

    def _counts(self, finding: Leaf, leaf: Leaf) -> bool:
        """True when a finding makes a leaf hold, itself or by what it entails."""
        if isinstance(finding, Has) is not isinstance(leaf, Has):
            return False
        kin = self.corpus.broader if isinstance(finding, Has) else self.corpus.narrower
        return leaf.ground == finding.ground or leaf.ground in kin[finding.ground]
