"""The main job: what each regulation says of a matter, with everything the answer rests on.

`assess` runs the strata of section 6 of the model in one of two engines and reports their result
as a `Verdict`. The compiled engine (`kg_query.program`) is the default; the reference engine
(`kg_query.reference`) derives the same in RDF. Tests hold the two equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Literal

from .corpus import Corpus
from .errors import UsageError, did_you_mean
from .model import (
    Matter,
    Norm,
    NormResult,
    NormStatus,
    OutcomeResult,
    RegulationResult,
    Ternary,
    Text,
    Verdict,
)
from .program import NormPlanes, Planes, Program
from .reasons import Facts, effective_findings, facts_of, missing, open_grounds, presumed

__all__ = ["Strata", "assess", "assess_many", "chosen_regulations", "report"]

Engine = Literal["compiled", "reference"]
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


def assess(
    corpus: Corpus,
    program: Program,
    matter: Matter,
    regulations: Iterable[str] | None = None,
    engine: Engine = "compiled",
) -> Verdict:
    """The verdict on one matter under the regulations asked for (default: all assessed ones).

    Args:
        corpus: the compiled law.
        program: `Program.compile(corpus)`, made once.
        matter: the findings on one person's conduct.
        regulations: slugs; the answer keeps the order of the corpus.
        engine: "compiled" (microseconds) or "reference" (RDF; some seconds).

    Raises:
        UsageError: a regulation or engine that does not exist or is not assessed.
        InputError: a ground, status or role that the vocabulary does not know.
    """
    slugs = chosen_regulations(corpus, regulations)
    if engine == "reference":
        from .reference import strata_of

        return report(program, matter, strata_of(corpus, program, matter, slugs), slugs, engine)
    if engine != "compiled":
        raise UsageError(
            Text(f"没有这个推理引擎：{engine}", f"no such engine: {engine}"),
            hint=Text("可用：compiled、reference", "use compiled or reference"),
        )
    facts = facts_of(corpus, matter)
    found = effective_findings(corpus, matter)
    planes = program.run(*(dict.fromkeys(grounds, 1) for grounds in found), 1, slugs)
    return report(program, matter, _strata(program, planes, facts, 0, slugs), slugs, engine)


def assess_many(
    corpus: Corpus,
    program: Program,
    matters: Iterable[Matter],
    regulations: Iterable[str] | None = None,
    block: int = 4096,
) -> Iterator[Verdict]:
    """The verdicts on many matters, in their order, `block` matters in one pass of the program."""
    slugs = chosen_regulations(corpus, regulations)
    stream = iter(matters)
    while some := list(islice(stream, block)):
        planes = program.run(*columns(corpus, some), len(some), slugs)
        statuses: list[dict[str, NormStatus]] = [{} for _ in some]
        for norm, row in planes.norms.items():
            for status, plane in _final(row):
                for i in _bits(plane):
                    statuses[i][norm] = status
        principals: list[dict[str, str]] = [{} for _ in some]
        for slug, result in planes.regulations.items():
            for code, plane in result.principal.items():
                for i in _bits(plane):
                    principals[i][slug] = code
        for i, matter in enumerate(some):
            facts = facts_of(corpus, matter)
            strata = _rest(program, facts, statuses[i], principals[i])
            yield report(program, matter, strata, slugs, "compiled")


def columns(
    corpus: Corpus, matters: Sequence[Matter]
) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Matters as bit planes, one mapping (ground → plane) for each state of a finding."""
    size = (len(matters) + 7) // 8
    found: tuple[dict[str, bytearray], ...] = ({}, {}, {})
    for i, matter in enumerate(matters):
        byte, bit = i >> 3, 1 << (i & 7)
        for planes, grounds in zip(found, effective_findings(corpus, matter), strict=True):
            for ground in grounds:
                if ground not in planes:
                    planes[ground] = bytearray(size)
                planes[ground][byte] |= bit
    established, refuted, unknown = (
        {ground: int.from_bytes(plane, "little") for ground, plane in planes.items()} for planes in found
    )
    return established, refuted, unknown


def chosen_regulations(corpus: Corpus, regulations: Iterable[str] | None) -> tuple[str, ...]:
    """The slugs asked for, in the order of the corpus; all assessed ones for None.

    Raises:
        UsageError: a slug that is unknown, or whose regulation is not assessed as a matter.
    """
    if regulations is None:
        return corpus.assessed
    asked = tuple(regulations)
    for slug in asked:
        if slug not in corpus.assessed:
            raise UsageError(
                Text(f"不能据以评定的规范性文件：{slug}", f"not a regulation that matters are assessed under: {slug}"),
                hint=did_you_mean(slug, corpus.assessed)
                or Text(f"可用：{'、'.join(corpus.assessed)}", f"use one of: {', '.join(corpus.assessed)}"),
            )
    return tuple(slug for slug in corpus.assessed if slug in asked)


# --- from planes to strata ------------------------------------------------------------------


def _final(row: NormPlanes) -> tuple[tuple[NormStatus, int], ...]:
    return (
        ("applies", row.applies),
        ("undetermined", row.undetermined),
        ("defeated", row.defeated),
        ("blocked", row.blocked),
    )


def _bits(plane: int) -> Iterator[int]:
    """The positions of the bits that are set, lowest first."""
    digits = f"{plane:b}"[::-1]
    at = digits.find("1")
    while at >= 0:
        yield at
        at = digits.find("1", at + 1)


def _strata(program: Program, planes: Planes, facts: Facts, bit: int, slugs: Sequence[str]) -> Strata:
    status: dict[str, NormStatus] = {}
    for norm, row in planes.norms.items():
        for name, plane in _final(row):
            if plane >> bit & 1:
                status[norm] = name
                break
    principal = {
        slug: next(code for code, plane in planes.regulations[slug].principal.items() if plane >> bit & 1)
        for slug in slugs
    }
    return _rest(program, facts, status, principal)


def _rest(
    program: Program, facts: Facts, status: dict[str, NormStatus], principal: dict[str, str]
) -> Strata:
    defeated_by = {
        norm: tuple(d for d in program.rules[norm].defeaters if status.get(d) == "applies")
        for norm, name in status.items()
        if name == "defeated"
    }
    changes: dict[str, tuple[str, ...]] = {slug: () for slug in principal}
    for norm, name in status.items():
        rule = program.rules[norm].norm
        if name == "undetermined" and rule.outcome is not None:
            if _would_change(program.corpus, rule, status, principal[rule.regulation]):
                changes[rule.regulation] += (norm,)
    return Strata(facts, status, defeated_by, principal, changes)


def _would_change(corpus: Corpus, norm: Norm, status: Mapping[str, NormStatus], principal: str) -> bool:
    """True when the principal outcome would be another one if this undetermined norm applied."""
    if principal == "conflict" or norm.outcome is None:
        return False
    if principal not in corpus.outcomes:
        return True
    mine, ruling = corpus.outcomes[norm.outcome], corpus.outcomes[principal]
    if mine.precedence < ruling.precedence:
        return True
    opposed = {"full_relief": ("bar", "liability"), "bar": ("full_relief",), "liability": ("full_relief",)}
    groups = opposed.get(mine.group or "", ())
    return any(
        status.get(other.id) == "applies"
        and other.outcome is not None
        and corpus.outcomes[other.outcome].group in groups
        for other in corpus.norms_of[norm.regulation]
    )


# --- from strata to the verdict -------------------------------------------------------------


def report(
    program: Program, matter: Matter, strata: Strata, regulations: Sequence[str], engine: str
) -> Verdict:
    """The verdict that the strata of one matter amount to."""
    corpus, order = program.corpus, program.corpus.ground_order
    depends = _Dependence(program, strata)
    standing = strata.facts.standing
    touched = _touched(program)
    raised = standing.possibly_established | standing.possibly_refuted
    seen = set(strata.status).union(*(touched.get(ground, ()) for ground in raised))
    results = []
    for slug in regulations:
        rows = dict(_unraised(program, slug))
        for norm_id in seen & rows.keys():
            norm = corpus.norms[norm_id]
            status = strata.status.get(norm_id, NOT_ENGAGED)
            against = _overriding(program, strata, norm_id, status)
            rows[norm_id] = NormResult(
                norm=norm_id,
                provision=norm.provision,
                kind=norm.kind,
                status=status,
                outcome=norm.outcome,
                defeated_by=_provisions(corpus, strata.defeated_by.get(norm_id, ())),
                presumed=presumed(norm, corpus, standing) if status == "applies" else (),
                depends_on=tuple(sorted(depends.on(norm_id), key=order.__getitem__))
                if status == "undetermined"
                else (),
                missing=missing(norm, corpus, standing) if status == NOT_ENGAGED else (),
                readings=_in_order(corpus.readings, (*norm.readings, *against)),
            )
        results.append(_regulation(corpus, slug, matter, strata, tuple(rows.values())))
    disputed = tuple(sorted(strata.facts.disputed, key=order.__getitem__))
    return Verdict(matter.id, tuple(results), disputed, engine)


def _regulation(
    corpus: Corpus, slug: str, matter: Matter, strata: Strata, rows: tuple[NormResult, ...]
) -> RegulationResult:
    given: dict[tuple[str, str], list[Norm]] = {}
    engaged = [row for row in rows if row.status != NOT_ENGAGED]
    for row in engaged:
        if row.status == "applies" and row.outcome is not None:
            norm = corpus.norms[row.norm]
            given.setdefault((row.outcome, norm.modality), []).append(norm)
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
        readings=_in_order(corpus.readings, (r for row in engaged for r in row.readings)),
        could_change=strata.could_change[slug],
        deciders=tuple(
            dict.fromkeys(b for key in ordered if key == (principal, "may") for n in given[key] for b in n.bearers)
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
            if override.defeated == norm and strata.status.get(override.prevailing) in ("applies", "undetermined"):
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
                    n.norm.id for n in self.program.regulations[rule.norm.regulation]
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
    return tuple(
        dict.fromkeys(n.provision for n in corpus.norms_of[norm.regulation] if n.id in wanted)
    )


def _in_order(known: Mapping[str, object], some: Iterable[str]) -> tuple[str, ...]:
    wanted = set(some)
    return tuple(one for one in known if one in wanted) if wanted else ()


@lru_cache(maxsize=8)
def _unraised(program: Program, slug: str) -> Mapping[str, NormResult]:
    """What is said of each norm of a regulation in a matter that raises none of its grounds."""
    from .conditions import Standing

    nothing = Standing(frozenset(), frozenset(), frozenset(), frozenset())
    return {
        rule.norm.id: NormResult(
            rule.norm.id, rule.norm.provision, rule.norm.kind, NOT_ENGAGED, rule.norm.outcome,
            missing=missing(rule.norm, program.corpus, nothing), readings=rule.norm.readings,
        )
        for rule in program.regulations[slug]
    }  # fmt: skip


@lru_cache(maxsize=2)
def _touched(program: Program) -> Mapping[str, tuple[str, ...]]:
    """ground → the norms whose trees speak of it."""
    from .conditions import grounds

    index: dict[str, list[str]] = {}
    for norm_id, rule in program.rules.items():
        for tree in (rule.norm.condition, rule.norm.exception, rule.norm.presupposes):
            for ground in grounds(tree):
                index.setdefault(ground, []).append(norm_id)
    return {ground: tuple(dict.fromkeys(norms)) for ground, norms in index.items()}
