"""Discriminating scenarios: the smallest sets of findings on which two regulations part.

All sets of one, two and three findings are searched (`kg_query.compare.search`), and larger ones from
the norms (`kg_query.compare.claims`). What is found is ranked by how stark it is and how plausible: the
findings of a plausible scenario hang together, and are few. The four kinds share the places of a list,
and two scenarios that turn on the same clauses alike do not both take one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import cycle
from typing import TYPE_CHECKING, Any, get_args

from ..assess import chosen_regulations
from ..conditions import Has, Lacks, Leaf, leaves, negate
from ..conditions.findings import LeafSet, finding_json
from ..errors import UsageError
from ..model import Finding, Matter, Text
from .answers import Answer, Answers
from .claims import Claims, Kinship, guided
from .roles import Roles, roles_of
from .search import Pair, Search
from .stands import SILENT, Kind, Stand, kind_of
from .why import why

if TYPE_CHECKING:
    from ..conditions.relations import Logic
    from ..corpus import Corpus
    from ..program import Program

__all__ = ["KINDS", "LIMIT", "PairScenarios", "Scenario", "Scenarios", "scenarios"]

KINDS: tuple[Kind, ...] = get_args(Kind)
#: How many scenarios a list has, and how many of ten places each kind can claim before the others are served.
LIMIT, SHARES = 10, {"opposite": 4, "excepted": 4, "degree": 1, "silent": 1}
#: What takes off plausibility: a finding beyond three, a refuted one, a clause that was shown already, and
#: opening words refuted, which nobody doubts without a reason.
PER_FINDING, PER_REFUTED, PER_REPEAT, PER_DOUBT = 0.06, 0.05, 0.1, 0.5


@dataclass(frozen=True, slots=True)
class Scenario:
    """A minimal set of findings on which two regulations part.

    Attributes:
        kind: how they part: "opposite", "excepted", "degree" or "silent".
        findings: in vocabulary order.
        answers: what the first and the second regulation say, by which clauses.
        kinship: how far the findings hang together, 0 to 1.
        gap: how far the two outcomes lie apart in strictness; 0 where one regulation gives none.
        why: one sentence on why they part.
    """

    kind: Kind
    findings: tuple[Leaf, ...]
    answers: tuple[Answer, Answer]
    kinship: float
    gap: int
    why: Text

    @property
    def regulations(self) -> Pair:
        """The two slugs."""
        return self.answers[0].regulation, self.answers[1].regulation

    def matter(self, name: str = "scenario") -> Matter:
        """The scenario as a matter that can be assessed, explained and varied."""
        found = [Finding(x.ground, "established" if isinstance(x, Has) else "refuted") for x in self.findings]
        return Matter(name, tuple(found))

    def to_json(self, corpus: Corpus) -> dict[str, Any]:
        """The scenario as plain JSON values; `findings` can be the findings of a matter."""
        return {
            "kind": self.kind,
            "findings": [finding_json(leaf) for leaf in self.findings],
            "answers": [a.to_json(corpus) for a in self.answers],
            "kinship": round(self.kinship, 3),
            "gap": self.gap,
            "why": self.why.to_json(),
        }


@dataclass(frozen=True, slots=True)
class PairScenarios:
    """The scenarios on which two regulations part, best first, and how many sets were found of each kind."""

    regulations: Pair
    found: Mapping[Kind, int]
    scenarios: tuple[Scenario, ...]

    def to_json(self, corpus: Corpus) -> dict[str, Any]:
        """The pair as plain JSON values."""
        return {
            "regulations": list(self.regulations),
            "found": dict(self.found),
            "scenarios": [s.to_json(corpus) for s in self.scenarios],
        }


@dataclass(frozen=True, slots=True)
class Scenarios:
    """The scenarios of every two regulations.

    Attributes:
        pairs: one for every two regulations, in the order of the corpus.
        limit: how many scenarios are listed for each.
        literals: how many findings were combined.
        tried: how many sets of findings were evaluated.
        cut: norms of which not all ways were tried in sets of more than three.
    """

    corpus: Corpus
    pairs: tuple[PairScenarios, ...]
    limit: int
    literals: int
    tried: int
    cut: tuple[str, ...]

    def of(self, a: str, b: str) -> PairScenarios:
        """The scenarios of two regulations, named in either order; KeyError where they were not compared."""
        for pair in self.pairs:
            if set(pair.regulations) == {a, b}:
                return pair
        raise KeyError((a, b))

    def to_json(self) -> dict[str, Any]:
        """The scenarios as plain JSON values."""
        return {
            "limit": self.limit,
            "literals": self.literals,
            "tried": self.tried,
            "cut": list(self.cut),
            "pairs": [p.to_json(self.corpus) for p in self.pairs],
        }


def scenarios(
    corpus: Corpus,
    program: Program,
    logic: Logic,
    regulations: Iterable[str] | None = None,
    limit: int | None = None,
    *,
    exhaustive: bool = False,
) -> Scenarios:
    """The smallest sets of findings on which every two regulations part, the starkest kinds first.

    Args:
        corpus, program, logic: the compiled law, its program and the logic of its conditions.
        regulations: slugs, two at least; all assessed ones by default.
        limit: how many scenarios for each pair (10).
        exhaustive: join every way of every two norms, where otherwise the three smallest joint sets of
            two norms are tried; sets of up to three findings are all tried in either case.

    Raises UsageError for a limit below 1, a regulation that is not assessed, or fewer than two.
    """
    limit = LIMIT if limit is None else limit
    if limit < 1:
        raise UsageError(Text("至少列出一个情形", "at least one scenario has to be listed"))
    slugs = chosen_regulations(corpus, regulations)
    if len(slugs) < 2:
        raise UsageError(Text("比较至少需要两部规定", "a comparison needs two regulations at least"))
    search = Search(corpus, program, slugs)
    claims = Claims(search, logic)
    found = search.exhaustive()
    for pair, sets in guided(search, claims, every=exhaustive).items():
        found[pair].update(sets)
    ranking = _Ranking(search, logic)
    return Scenarios(
        corpus,
        tuple(ranking.pair(pair, sets, limit) for pair, sets in found.items()),
        limit,
        len(search.literals),
        search.effort.sets,
        tuple(norm for norm in corpus.norms if norm in claims.cut),
    )


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A set of findings with what its rank rests on; `key` are the parts that norms play on it."""

    leaves: LeafSet
    kind: Kind
    kinship: float
    gap: int
    plausible: float
    order: tuple[object, ...]
    key: tuple[frozenset[tuple[str, str, LeafSet]], frozenset[tuple[str, str, LeafSet]]]
    repeated: frozenset[object]

    @property
    def rank(self) -> tuple[object, ...]:
        return -round(self.plausible, 6), -self.gap, *self.order


class _Ranking:
    """Puts the sets found for two regulations in order and picks the ones that are shown."""

    def __init__(self, search: Search, logic: Logic) -> None:
        self.search, self.corpus, self.logic = search, search.corpus, logic
        self.kinship, self.answers = Kinship(search.corpus), Answers(search)
        self._openings: dict[str, frozenset[str]] = {}

    def pair(self, pair: Pair, sets: Mapping[LeafSet, tuple[Stand, Stand]], limit: int) -> PairScenarios:
        """The best scenarios of two regulations."""
        by_kind: dict[Kind, list[_Candidate]] = {kind: [] for kind in KINDS}
        roles = roles_of(self.search, self.logic, pair, sets.items())
        for one, stands in sets.items():
            if self._belied(one, roles[one]):
                continue
            candidate = self._candidate(pair, one, stands, roles[one])
            by_kind[candidate.kind].append(candidate)
        picked = {kind: _varied(some, limit) for kind, some in by_kind.items()}
        places = _places(picked, limit)
        shown = [self._scenario(pair, one) for kind, n in places.items() for one in picked[kind][:n]]
        return PairScenarios(pair, {kind: len(some) for kind, some in by_kind.items()}, tuple(shown))

    def _belied(self, one: LeafSet, roles: Roles) -> bool:
        """True when a norm would speak though a finding cannot be so together with its opening words."""
        apart = {other for leaf in one if isinstance(leaf, Has) for other in self._apart(leaf.ground)}
        return bool(apart) and any(
            not apart.isdisjoint(self._presumed(role.norm))
            for some in roles
            for role in some
            if role.part != "opening"
        )

    def _presumed(self, norm: str) -> frozenset[str]:
        """The grounds that the opening words of a norm presume to be so."""
        if (known := self._openings.get(norm)) is None:
            presumed = leaves(self.corpus.norms[norm].presupposes)
            known = frozenset(leaf.ground for leaf in presumed if isinstance(leaf, Has))
            self._openings[norm] = known
        return known

    def _apart(self, ground: str) -> frozenset[str]:
        """The grounds that cannot be so together with a ground."""
        return self.corpus.excludes.get(ground, frozenset())

    def _candidate(self, pair: Pair, one: LeafSet, stands: tuple[Stand, Stand], roles: Roles) -> _Candidate:
        kind = kind_of(self.corpus, *stands)
        assert kind is not None
        mine, theirs = (frozenset(leaf for role in some for leaf in role.counts) for some in roles)
        if kind == "silent":  # the one that gives nothing: does it speak of them at all?
            silent = pair[0] if stands[0].outcome == SILENT else pair[1]
            kinship = sum(self.answers.speaks_of(silent, leaf) for leaf in one) / len(one)
        else:
            kinship = self.kinship.mean(one, mine, theirs)
        strict = [self.corpus.outcomes[stand.outcome].strictness for stand in stands]
        gap = abs(strict[0] - strict[1]) if strict[0] is not None and strict[1] is not None else 0
        plausible = kinship - PER_FINDING * max(0, len(one) - 3)
        plausible -= PER_REFUTED * sum(isinstance(leaf, Lacks) for leaf in one)
        plausible -= PER_DOUBT * sum(leaf in self._doubts for leaf in one)
        key = tuple(frozenset(r.key for r in some if r.part != "displaced") for some in roles)
        repeated = frozenset(role.repeated for some in roles for role in some)
        return _Candidate(
            one, kind, kinship, gap, plausible, self.search.order(one), (key[0], key[1]), repeated
        )

    def _scenario(self, pair: Pair, one: _Candidate) -> Scenario:
        a, b = self.answers.of(one.leaves, pair)
        findings = tuple(sorted(one.leaves, key=self.search.place))
        return Scenario(one.kind, findings, (a, b), one.kinship, one.gap, why(self.corpus, one.kind, (a, b)))

    @cached_property
    def _doubts(self) -> frozenset[Leaf]:
        """The findings that would refute opening words, which nobody doubts without a reason."""
        norms = (n for slug in self.search.slugs for n in self.corpus.norms_of[slug])
        return frozenset(
            leaf
            for norm in norms
            if norm.presupposes is not None
            for leaf in leaves(negate(norm.presupposes))
            if isinstance(leaf, Lacks)
        )


def _varied(candidates: list[_Candidate], limit: int) -> list[_Candidate]:
    """The best of one kind, one for the same clauses, each clause counting less when repeated."""
    best: dict[object, _Candidate] = {}
    for candidate in sorted(candidates, key=lambda c: c.rank):
        best.setdefault(candidate.key, candidate)
    left, uses, chosen = list(best.values()), dict[object, int](), list[_Candidate]()

    def worth(one: _Candidate) -> tuple[object, ...]:
        repeats = sum(uses.get(part, 0) for part in one.repeated)
        return one.plausible <= 0, round(PER_REPEAT * repeats - one.plausible, 6), *one.rank

    while left and len(chosen) < limit:
        chosen.append(min(left, key=worth))
        left.remove(chosen[-1])
        for part in chosen[-1].repeated:
            uses[part] = uses.get(part, 0) + 1
    return chosen


def _places(picked: Mapping[Kind, list[_Candidate]], limit: int) -> dict[Kind, int]:
    """How many of each kind a list of `limit` shows: its share, then what others leave, starkest first.

    What hangs together by nothing gets a place only where the others do not fill the list.
    """
    places = dict.fromkeys(KINDS, 0)
    for worth in (True, False):
        there = {k: sum(not worth or c.plausible > 0 for c in some) for k, some in picked.items()}
        if worth:
            places = {kind: min(there[kind], SHARES[kind] * limit // LIMIT) for kind in KINDS}
        for kind in cycle(KINDS):
            if sum(places.values()) >= min(limit, sum(there.values())):
                break
            places[kind] += places[kind] < there[kind]
    return places
