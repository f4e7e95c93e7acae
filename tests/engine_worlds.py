"""Small hand-made laws for the tests of the engines, and random ones."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from kg_query.conditions import AllOf, AnyOf, Has, Lacks, Met, Tree, negate
from kg_query.corpus import Corpus
from kg_query.model import (
    Concept,
    Finding,
    Ground,
    Matter,
    Norm,
    Outcome,
    Override,
    Reading,
    Regulation,
    Text,
)
from kg_query.program import Program

#: The outcomes of the model, section 6, in their order.
OUTCOMES = (
    ("duty_fulfilled", "full_relief"),
    ("not_fault", "full_relief"),
    ("exempt", "full_relief"),
    ("no_leniency", "bar"),
    ("no_tolerance", "bar"),
    ("leniency_mandatory", None),
    ("exemption_permitted", None),
    ("liability_aggravated", "liability"),
    ("liability", "liability"),
    ("fault_constituted", "liability"),
    ("mitigation_permitted", None),
)


def text(words: str) -> Text:
    return Text(words, words)


def norm(
    name: str,
    condition: Tree | str | None,
    outcome: str | None = None,
    *,
    regulation: str = "small",
    exception: Tree | None = None,
    presupposes: Tree | None = None,
    follows: tuple[str, ...] = (),
    modality: str = "must",
    bearers: tuple[str, ...] = (),
    readings: tuple[str, ...] = (),
) -> Norm:
    """A norm of the small law; a condition given as a word is that ground."""
    return Norm(
        id=f"{regulation}/norm/{name}",
        provision=f"{regulation}/{name}",
        regulation=regulation,
        kind="exemption",
        modality=modality,
        bearers=bearers,
        outcome=outcome,
        presupposes=presupposes,
        condition=Has(condition) if isinstance(condition, str) else condition,
        exception=exception,
        follows=follows,
        readings=readings,
    )


def override(
    prevailing: str, defeated: str, regulation: str = "small", readings: tuple[str, ...] = ()
) -> Override:
    return Override(
        f"{regulation}/norm/override_{prevailing}",
        f"{regulation}/norm/{prevailing}",
        f"{regulation}/norm/{defeated}",
        "reading" if readings else "express",
        readings,
        text("why"),
    )


def reading(name: str, **more: Any) -> Reading:
    return Reading(name, "small", text(name), text(name), text(name), text(name), **more)


def law(
    *norms: Norm,
    grounds: str = "a b c d e f g h",
    entails: dict[str, str] | None = None,
    overrides: tuple[Override, ...] = (),
    readings: tuple[str | Reading, ...] = (),
    in_force_from: str | None = None,
    scope: tuple[str, ...] = (),
) -> Corpus:
    """A corpus of the given norms over one-letter grounds, with the outcomes of the model."""
    entails = entails or {}
    slugs = list(dict.fromkeys(n.regulation for n in norms)) or ["small"]
    return Corpus(
        regulations={
            slug: Regulation(
                slug, text(slug), text(slug), None, None, None, in_force_from, False, i, i, scope
            )
            for i, slug in enumerate(slugs, 1)
        },
        provisions={},
        norms={n.id: n for n in norms},
        overrides=overrides,
        readings={one.id: one for r in readings for one in [reading(r) if isinstance(r, str) else r]},
        deadlines={},
        grounds={
            g: Ground(g, "group", text(g), text(g), tuple(entails.get(g, "").split()))
            for g in grounds.split()
        },
        outcomes={
            code: Outcome(code, text(code), text(code), rank, group)
            for rank, (code, group) in enumerate(OUTCOMES, 1)
        },
        concepts={"role": {"handler": Concept("handler", text("handler"), text("handler"))}},
    )


def matter(established: str = "", refuted: str = "", unknown: str = "", **more: str) -> Matter:
    """A matter from three lists of words."""
    findings = [
        Finding(ground, status)
        for status, words in (
            ("established", established),
            ("refuted", refuted),
            ("unknown", unknown),
        )
        for ground in words.split()
    ]
    return Matter("m", tuple(findings), **more)


# --- random matters that make norms fire --------------------------------------------------------


def fulfilled(rnd: Random, tree: Tree | None) -> dict[str, str]:
    """Findings that make a tree hold (one way of several, where it can hold at all)."""
    match tree:
        case Has(ground):
            return {ground: "established"}
        case Lacks(ground):
            return {ground: "refuted"}
        case AllOf(members):
            return {g: s for member in members for g, s in fulfilled(rnd, member).items()}
        case AnyOf(members):
            return fulfilled(rnd, rnd.choice(members)) if members else {}
        case Met(_, inner):
            return fulfilled(rnd, inner)
    return {}


def likely_matter(rnd: Random, program: Program, norms: Sequence[str], name: str) -> Matter:
    """A random matter about one of the norms: most of what it needs, and something against it."""
    corpus = program.corpus
    found: dict[str, str] = {}
    rules = [program.rules[n] for n in norms]
    busy = [r for r in rules if r.norm.exception or r.norm.presupposes or r.defeaters or r.norm.follows]
    excepted = [r for r in rules if r.norm.exception]
    rule = rnd.choice(rnd.choice([rules, busy or rules, excepted or busy or rules]))
    others = [d for d in rule.defeaters if rnd.random() < 0.5]
    if rule.norm.follows and rnd.random() < 0.8:
        giving = [n for n in norms if program.rules[n].norm.outcome in rule.norm.follows]
        others += [rnd.choice(giving)] if giving else []
    if rnd.random() < 0.3:
        others.append(rnd.choice(norms))
    for one in (rule.norm.id, *others):
        norm = corpus.norms[one]
        found |= fulfilled(rnd, norm.condition)
        if rnd.random() < 0.45:
            found |= fulfilled(rnd, norm.exception)
        if rnd.random() < 0.2:
            found |= fulfilled(rnd, negate(norm.presupposes) if norm.presupposes else None)
    for ground in found:
        if rnd.random() < 0.12:
            found[ground] = rnd.choice(STATES)
    for ground in rnd.sample(list(corpus.grounds), min(2, len(corpus.grounds))):
        found.setdefault(ground, rnd.choice(STATES))
    findings = [Finding(ground, status) for ground, status in found.items()]  # type: ignore[arg-type]
    if rnd.random() < 0.15:
        ground = rnd.choice(sorted(found))
        kin = [ground, *corpus.broader[ground], *corpus.narrower[ground]]
        findings.append(Finding(rnd.choice(kin), rnd.choice(["established", "refuted"])))
    return Matter(name, tuple(findings), role=rnd.choice([None, None, *corpus.concepts["role"]]))


STATES = ("established", "refuted", "unknown")


def random_tree(rnd: Random, words: Sequence[str], depth: int = 2) -> Tree:
    """A random condition tree over the given grounds."""
    if depth == 0 or rnd.random() < 0.3:
        return rnd.choice([Has, Has, Lacks])(rnd.choice(words))
    members = tuple(random_tree(rnd, words, depth - 1) for _ in range(rnd.randint(0, 3)))
    return rnd.choice([AllOf, AnyOf])(members)


def random_law(rnd: Random) -> Corpus:
    """A random law over eight grounds: entailment, exceptions, chains of overrides, sanctions."""
    words = "abcdefgh"
    norms = []
    for i in range(8):
        further = i > 5
        condition = random_tree(rnd, words)
        if i and rnd.random() < 0.3:
            referred = rnd.choice(norms)
            condition = AllOf((Met(referred.id, referred.condition), condition))
        norms.append(
            norm(
                str(i),
                condition,
                None if further else rnd.choice(OUTCOMES)[0],
                exception=random_tree(rnd, words, 1) if rnd.random() < 0.4 else None,
                presupposes=random_tree(rnd, words, 1) if rnd.random() < 0.3 else None,
                follows=tuple({rnd.choice(norms[:6]).outcome for _ in "xx"}) if further else (),
            )
        )
    pairs = {tuple(sorted(rnd.sample(range(6), 2))) for _ in range(5)}
    return law(
        *norms,
        entails={g: rnd.choice(words[i + 1 :]) for i, g in enumerate(words[:-1]) if rnd.random() < 0.4},
        overrides=tuple(override(str(low), str(high)) for low, high in sorted(pairs)),
    )
