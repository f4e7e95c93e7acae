"""From strata to the verdict: what every norm came to, and what the regulation says of the matter.

Both engines hand in the same `Strata`; the report says beside each status on what it rests
(`kg_query.assess.reasons`). A norm whose condition no finding decides is reported the same in every
matter, so those rows are made once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..conditions import Standing, grounds
from ..corpus import Corpus
from ..model import (
    Matter,
    Norm,
    NormResult,
    NormStatus,
    OutcomeResult,
    Reading,
    RegulationResult,
    Ternary,
    Verdict,
)
from ..program import Program
from .reasons import Facts, against, missing, nothing_turns_on, open_grounds, presumed

__all__ = ["Strata", "report"]

NOT_ENGAGED: NormStatus = "not_engaged"


@dataclass(frozen=True, slots=True)
class Strata:
    """What the strata gave for one matter, whichever engine ran them.

    `status` holds the engaged norms only; `defeated_by` names norms; `principal` and
    `could_change` have one entry for each regulation asked for.
    """

    facts: Facts
    status: Mapping[str, NormStatus]
    defeated_by: Mapping[str, tuple[str, ...]]
    principal: Mapping[str, str]
    could_change: Mapping[str, tuple[str, ...]]


def report(
    program: Program, matter: Matter, strata: Strata, regulations: Sequence[str], engine: str
) -> Verdict:
    """The verdict that the strata of one matter amount to."""
    order = program.corpus.ground_order
    depends = _Dependence(program, strata)
    standing = strata.facts.standing
    spoken_of = _spoken_of(program)
    decided = standing.established | standing.refuted
    touched = {norm: own for ground in decided for norm, own in spoken_of.get(ground, ())}
    results = []
    for slug in regulations:
        rows = dict(_untouched(program, slug))
        for norm, own in touched.items():
            if norm in rows and norm not in strata.status:
                shown, against = own & standing.established, own & standing.refuted
                rows[norm] = _not_engaged(program, norm, shown, against)
        for norm, status in strata.status.items():
            if norm in rows:
                rows[norm] = _engaged(program, strata, norm, status, depends)
        results.append(_regulation(program, slug, matter, strata, tuple(rows.values())))
    disputed = tuple(sorted(strata.facts.disputed, key=order.__getitem__))
    return Verdict(matter.id, tuple(results), disputed, engine)


def _engaged(
    program: Program, strata: Strata, norm_id: str, status: NormStatus, depends: _Dependence
) -> NormResult:
    corpus, standing = program.corpus, strata.facts.standing
    norm = corpus.norms[norm_id]
    open_on = depends.on(norm_id) if status == "undetermined" else ()
    readings, in_doubt = _own_readings(program)[norm_id]
    idle = {r.id for r in in_doubt if nothing_turns_on(r, norm, standing)}
    if idle:
        readings = tuple(r for r in readings if r not in idle)
    if over := tuple(_overriding(program, strata, norm_id, status)):
        readings = _readings(program, (*readings, *over))
    return NormResult(
        norm=norm_id,
        provision=norm.provision,
        kind=norm.kind,
        status=status,
        outcome=norm.outcome,
        defeated_by=_provisions(corpus, strata.defeated_by.get(norm_id, ())),
        presumed=presumed(norm, corpus, standing) if status == "applies" else (),
        depends_on=tuple(sorted(open_on, key=corpus.ground_order.__getitem__)),
        readings=readings,
        other_readings=_readings(program, idle.difference(readings)),
    )


@lru_cache(maxsize=50_000)
def _not_engaged(
    program: Program, norm_id: str, established: frozenset[str], refuted: frozenset[str]
) -> NormResult:
    """The row of a norm that is not engaged, from what is decided of its own grounds."""
    norm = program.corpus.norms[norm_id]
    standing = Standing(established, refuted, established, refuted)
    return NormResult(
        norm=norm_id,
        provision=norm.provision,
        kind=norm.kind,
        status=NOT_ENGAGED,
        outcome=norm.outcome,
        missing=(lacking := missing(norm, program.corpus, standing)),
        failed_on=() if lacking else against(norm, program.corpus, standing),
        readings=_own_readings(program)[norm_id][0],
    )


def _regulation(
    program: Program, slug: str, matter: Matter, strata: Strata, rows: tuple[NormResult, ...]
) -> RegulationResult:
    corpus = program.corpus
    given: dict[tuple[str, str], list[Norm]] = {}
    engaged = [row for row in rows if row.status != NOT_ENGAGED]
    for row in engaged:
        if row.status == "applies" and row.outcome is not None:
            norm = corpus.norms[row.norm]
            given.setdefault((row.outcome, norm.modality), []).append(norm)
    resting = {r for row in engaged for r in row.readings}
    resting.update(_reach(corpus, slug, {n.id: n.outcome for some in given.values() for n in some}))
    rank = list(corpus.outcomes)
    ordered = sorted(given, key=lambda key: rank.index(key[0]))
    principal = strata.principal[slug]
    return RegulationResult(
        regulation=slug,
        in_force=_in_force(corpus.regulations[slug].in_force_from, matter.date),
        in_scope=_in_scope(corpus.regulations[slug].scope_grounds, strata.facts),
        outcome=principal,
        outcomes=tuple(
            OutcomeResult(code, modality, _provisions(corpus, (n.id for n in given[code, modality])))
            for code, modality in ordered
        ),
        norms=rows,
        readings=_readings(program, resting),
        could_change=strata.could_change[slug],
        deciders=tuple(
            dict.fromkeys(
                b for key in ordered if key == (principal, "may") for n in given[key] for b in n.bearers
            )
        ),
        other_readings=_readings(
            program, (r for row in engaged for r in row.other_readings if r not in resting)
        ),
    )


def _in_force(since: str | None, date: str | None) -> Ternary:
    return "unknown" if since is None or date is None else date >= since


def _in_scope(grounds: Sequence[str], facts: Facts) -> Ternary:
    if any(ground in facts.standing.established for ground in grounds):
        return True
    if grounds and all(ground in facts.standing.refuted for ground in grounds):
        return False
    return "unknown"


def _overriding(program: Program, strata: Strata, norm: str, status: str) -> Iterator[str]:
    """The readings on which the overrides rest that made a norm defeated or undetermined."""
    if status in ("defeated", "undetermined"):
        for override in program.corpus.overrides:
            if override.defeated == norm and strata.status.get(override.prevailing) in (
                "applies",
                "undetermined",
            ):
                yield from override.readings


def _reach(corpus: Corpus, slug: str, applying: Mapping[str, str | None]) -> Iterator[str]:
    """The readings on how far clauses prevail, where one of them leaves another outcome beside its own.

    Args:
        applying: the norms that apply undefeated → their outcomes.
    """
    if len(set(applying.values())) > 1:
        for override in corpus.overrides_of[slug]:
            if override.prevailing in applying:
                yield from override.readings


class _Dependence:
    """On which open grounds each undetermined norm of one matter depends, its defeaters' included."""

    def __init__(self, program: Program, strata: Strata) -> None:
        self.program, self.strata = program, strata
        self.known: dict[str, set[str]] = {}

    def on(self, norm_id: str) -> set[str]:
        if norm_id not in self.known:
            rule, status = self.program.rules[norm_id], self.strata.status
            found = open_grounds(rule.norm, self.program.corpus, self.strata.facts)
            others = list(rule.defeaters)
            if rule.norm.follows:
                others += [
                    n.norm.id
                    for n in self.program.regulations[rule.norm.regulation]
                    if n.norm.outcome in rule.norm.follows
                ]
            for other in others:
                if status.get(other) == "undetermined":
                    found |= self.on(other)
            self.known[norm_id] = found
        return self.known[norm_id]


def _provisions(corpus: Corpus, norms: Iterable[str]) -> tuple[str, ...]:
    wanted = set(norms)
    if not wanted:
        return ()
    norm = corpus.norms[next(iter(wanted))]  # an override never leaves its regulation
    return tuple(dict.fromkeys(n.provision for n in corpus.norms_of[norm.regulation] if n.id in wanted))


def _readings(program: Program, some: Iterable[str]) -> tuple[str, ...]:
    """Readings, each once, in the order of the corpus."""
    once = set(some)
    return tuple(sorted(once, key=_reading_order(program).__getitem__)) if once else ()


@lru_cache(maxsize=4)
def _reading_order(program: Program) -> Mapping[str, int]:
    return {reading: i for i, reading in enumerate(program.corpus.readings)}


@lru_cache(maxsize=4)
def _own_readings(program: Program) -> Mapping[str, tuple[tuple[str, ...], tuple[Reading, ...]]]:
    """norm → its readings, and those among them on which sometimes nothing turns."""
    known = program.corpus.readings
    return {
        norm_id: (
            _readings(program, rule.norm.readings),
            tuple(
                reading
                for reading in (known[r] for r in rule.norm.readings)
                if reading.concerns_presupposition or reading.alternative_for == norm_id
            ),
        )
        for norm_id, rule in program.rules.items()
    }


@lru_cache(maxsize=32)
def _untouched(program: Program, slug: str) -> Mapping[str, NormResult]:
    """What is said of each norm of a regulation in a matter that decides none of its grounds."""
    nothing: frozenset[str] = frozenset()
    return {
        rule.norm.id: _not_engaged(program, rule.norm.id, nothing, nothing)
        for rule in program.regulations[slug]
    }


@lru_cache(maxsize=4)
def _spoken_of(program: Program) -> Mapping[str, tuple[tuple[str, frozenset[str]], ...]]:
    """ground → the norms whose condition or presupposition speaks of it, with all their grounds."""
    index: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for norm_id, rule in program.rules.items():
        own = frozenset((*grounds(rule.norm.condition), *grounds(rule.norm.presupposes)))
        for ground in own:
            index.setdefault(ground, []).append((norm_id, own))
    return {ground: tuple(norms) for ground, norms in index.items()}
