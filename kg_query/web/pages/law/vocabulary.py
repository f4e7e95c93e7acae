"""Grounds, outcomes, concepts, readings, periods, priorities and statutory facts, each with where it is used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ....conditions import Has, Lacks, Tree, leaves
from ....model import Norm
from ....proof.notes import deadline_step
from ....rules.values import StatutoryFact
from ....show import fact_to_json
from ....terms import ID
from ....wording.articles import articles
from .norms import norm_row, reading_view
from .reader import Reader

__all__ = [
    "concept_view",
    "deadline_view",
    "fact_row",
    "fact_view",
    "ground_view",
    "outcome_view",
    "override_view",
]

#: Parts of a norm that speak of grounds: which field, and what it is called.
_PARTS = (
    ("condition", "条件", "condition"),
    ("presupposes", "适用前提", "presupposition"),
    ("exception", "例外", "exception"),
)


def ground_view(reader: Reader, ground: str) -> dict[str, Any]:
    """A ground: what it means, how it relates to others, and every norm that turns on it."""
    corpus = reader.corpus
    one = corpus.grounds[ground]
    used = [row for slug in corpus.regulations for row in _uses(reader, ground, slug)]
    return {
        "id": ground,
        "label": reader.words(one.label),
        "definition": reader.words(one.definition),
        "group": reader.concept("group", one.group),
        "family": [reader.ground(g.id) for g in corpus.grounds.values() if g.group == one.group and g.id != ground],
        "entails": [reader.ground(g) for g in corpus.broader[ground]],
        "entailed_by": [reader.ground(g) for g in corpus.narrower[ground]],
        "close": [reader.ground(g) for g in one.close],
        "excludes": [reader.ground(g) for g in sorted(corpus.excludes.get(ground, ()), key=corpus.ground_order.__getitem__)],
        "used": used,
        "by_regulation": [
            {**reader.regulation(slug), "count": count}
            for slug in corpus.regulations
            if (count := sum(row["regulation"]["id"] == slug for row in used))
        ],
        "triggers": [
            {"href": reader.at(ID + d.id), "text": deadline_step(d, "").text.to_json(), "provision": reader.unit(d.provision)}
            for d in corpus.deadlines.values()
            if d.trigger_ground == ground
        ],
    }  # fmt: skip


def _uses(reader: Reader, ground: str, slug: str) -> Iterator[dict[str, Any]]:
    for norm in reader.corpus.norms_of.get(slug, ()):
        for part, zh, en in _PARTS:
            tree: Tree | None = getattr(norm, part)
            found = set(leaves(tree)) if tree is not None else set()
            for leaf, negated in ((Has(ground), False), (Lacks(ground), True)):
                if leaf in found:
                    unit = reader.corpus.provisions.get(norm.provision)
                    yield {
                        **norm_row(reader, norm, slug),
                        "regulation": reader.regulation(slug),
                        "part": reader.say(zh, en),
                        "negated": negated,
                        "text": reader.words(unit.text if unit else None),
                    }


def outcome_view(reader: Reader, code: str) -> dict[str, Any]:
    """An outcome: what it comes to, and the norms that give it, follow upon it."""
    corpus = reader.corpus
    one = corpus.outcomes[code]
    norms = list(corpus.norms.values())
    return {
        "id": code,
        "label": reader.words(one.label),
        "definition": reader.words(one.definition),
        "precedence": one.precedence,
        "effect": reader.concept("effect", one.effect) if one.effect else None,
        "strictness": one.strictness,
        "opposes": [reader.concept("effect", e) for e in one.opposes],
        "norms": _by_regulation(reader, [n for n in norms if n.outcome == code]),
        "following": _by_regulation(reader, [n for n in norms if code in n.follows]),
        "others": [reader.outcome(o) for o in corpus.outcomes],
    }


def _by_regulation(reader: Reader, norms: list[Norm]) -> list[dict[str, Any]]:
    return [
        {
            **reader.regulation(slug),
            "norms": [norm_row(reader, n, slug) for n in norms if n.regulation == slug],
        }
        for slug in reader.corpus.regulations
        if any(n.regulation == slug for n in norms)
    ]


def concept_view(reader: Reader, scheme: str, code: str) -> dict[str, Any]:
    """A kind, modality, role, body, cited law or family of grounds, with where it is used."""
    corpus = reader.corpus
    one = corpus.concepts[scheme][code]

    def about(norm: Norm) -> bool:
        if scheme in ("role", "body"):
            return code in norm.bearers or code in norm.beneficiaries
        return code == {"kind": norm.kind, "modality": norm.modality}.get(scheme)

    law = scheme == "law"
    return {
        "id": code,
        "scheme": scheme,
        "label": reader.words(one.label),
        "definition": reader.words(one.definition) if one.definition != one.label else None,
        "norms": _by_regulation(reader, [n for n in corpus.norms.values() if about(n)]),
        "grounds": [reader.ground(g.id) for g in corpus.grounds.values() if scheme == "group" and g.group == code],
        "cited_by": [reader.unit(p.id) for p in corpus.provisions.values() if law and code in p.cites],
        "named_by": [reader.regulation(r.slug, full=True) for r in corpus.regulations.values() if law and code in r.cites],
        "facts": [fact_row(reader, f) for f in corpus.facts.values() if law and f.law == code],
        "others": [reader.concept(scheme, c) for c in corpus.concepts[scheme] if c != code],
    }  # fmt: skip


def fact_row(reader: Reader, fact: StatutoryFact) -> dict[str, Any]:
    """A requirement of national law in a row."""
    return {
        "href": reader.at(ID + fact.id),
        "notation": fact.notation,
        "law": reader.words(fact.law_title),
        "article": articles(fact.article, reader.lang),
        "requirement": reader.words(fact.requirement),
        "verified": reader.words(fact.verification_label),
        "caution": reader.words(fact.caution),
        "supports": len(fact.supports),
    }


def fact_view(reader: Reader, fact: StatutoryFact) -> dict[str, Any]:
    """A requirement of national law, with the clauses that it bears on."""
    corpus = reader.corpus
    return {
        **fact_to_json(fact),
        "law_link": reader.concept("law", fact.law),
        "bears_on": [
            {"link": reader.unit(s), "text": reader.words(corpus.provisions[s].text)}
            if s in corpus.provisions
            else {
                "link": reader.norm(s) if s in corpus.norms else {"href": reader.at(ID + s), "name": s},
                "text": None,
            }
            for s in fact.supports
        ],
        "beside": [
            fact_row(reader, f) for f in corpus.facts.values() if f.law == fact.law and f.id != fact.id
        ],
    }


def deadline_view(reader: Reader, name: str) -> dict[str, Any]:
    """A period that a norm sets."""
    corpus = reader.corpus
    one = corpus.deadlines[name]
    unit = corpus.provisions.get(one.provision)
    return {
        "text": deadline_step(one, "").text.to_json(),
        "provision": reader.unit(one.provision, full=True),
        "quote": reader.words(unit.text if unit else None),
        "ground": reader.ground(one.trigger_ground) if one.trigger_ground else None,
        "norms": [norm_row(reader, n) for n in corpus.norms.values() if name in n.deadlines],
    }


def override_view(reader: Reader, name: str) -> dict[str, Any]:
    """A priority among norms: which prevail over which, and why."""
    corpus = reader.corpus
    mine = [o for o in corpus.overrides if o.id == name]
    return {
        "express": mine[0].basis == "express",
        "reason": reader.words(mine[0].reason),
        "readings": [
            reading_view(reader, corpus.readings[r]) for r in mine[0].readings if r in corpus.readings
        ],
        "prevailing": [norm_row(reader, corpus.norms[n]) for n in dict.fromkeys(o.prevailing for o in mine)],
        "defeated": [norm_row(reader, corpus.norms[n]) for n in dict.fromkeys(o.defeated for o in mine)],
    }
