"""What the page of an assessment is written from: grounds in families, outcomes, proofs, what is still needed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from kg_query import terms
from kg_query.conditions import grounds as grounds_in
from kg_query.corpus import Corpus
from kg_query.proof.lacking import outcome_name
from kg_query.wording.citation import cite_list
from kg_query.wording.messages import say

from .assess_form import MatterForm
from .named import Named, Said, page_of

__all__ = ["Family", "Row", "changes", "families", "needed", "results", "said_of", "where"]

#: What an outcome comes to for the person → how its chip looks.
_CHIPS = {
    "full_relief": "good", "conditional_relief": "good", "lighter_treatment": "mild", "bar": "bad",
    "liability": "bad",
}  # fmt: skip
_MOST = 40


@dataclass(frozen=True, slots=True)
class Row:
    """A ground in the form: its names, which regulations speak of it, and what was found."""

    id: str
    label: str
    other: str
    path: str
    spoken_of: str
    finding: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Family:
    """Grounds of one kind; `raised` of them were found one way or the other."""

    id: str
    label: str
    rows: tuple[Row, ...]
    raised: int


def families(corpus: Corpus, lang: str, form: MatterForm) -> list[Family]:
    """The grounds that some regulation turns on, in their families, with what the form says of each."""
    spoken = _spoken_of(corpus)
    rows: dict[str, list[Row]] = {}
    for code, row in _rows(corpus, lang).items():
        if finding := form.findings.get(code):
            rows.setdefault(corpus.grounds[code].group, []).append(replace(row, finding=finding))
        elif code in spoken:
            rows.setdefault(corpus.grounds[code].group, []).append(row)
    groups = corpus.concepts.get("group", {})
    ordered = [group for group in groups if group in rows]
    ordered += [group for group in rows if group not in groups]
    return [
        Family(
            group,
            groups[group].label.in_(lang) if group in groups else group,
            tuple(rows[group]),
            sum(bool(row.finding) for row in rows[group]),
        )
        for group in ordered
    ]


@lru_cache(maxsize=4)
def _rows(corpus: Corpus, lang: str) -> Mapping[str, Row]:
    """Every ground as a row of which nothing was found."""
    spoken, named = _spoken_of(corpus), Named(corpus, lang)
    other = "en" if lang == "zh" else "zh"
    return {
        code: Row(
            code,
            ground.label.in_(lang),
            ground.label.in_(other),
            page_of(terms.GROUND + code),
            " · ".join(named.regulation(slug).text for slug in spoken.get(code, ())),
            {},
        )
        for code, ground in corpus.grounds.items()
    }


@lru_cache(maxsize=4)
def _spoken_of(corpus: Corpus) -> Mapping[str, tuple[str, ...]]:
    """ground → the regulations in which something turns on it, by itself or by what it entails."""
    direct: dict[str, dict[str, None]] = {}
    for slug in corpus.assessed:
        found = set(corpus.regulations[slug].scope_grounds)
        for norm in corpus.norms_of.get(slug, ()):
            for tree in (norm.presupposes, norm.condition, norm.exception):
                if tree is not None:
                    found.update(grounds_in(tree))
        for ground in found:
            direct.setdefault(ground, {})[slug] = None
    every: dict[str, tuple[str, ...]] = {}
    for ground in corpus.grounds:
        slugs = {slug for one in corpus.up({ground}) for slug in direct.get(one, ())}
        if slugs:
            every[ground] = tuple(slug for slug in corpus.assessed if slug in slugs)
    return every


def results(named: Named, verdict: Mapping[str, Any], proofs: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What each regulation says, with the clauses, and its proof."""
    made = []
    for one in verdict["results"]:
        slug = one["regulation"]
        clauses = [p for o in one["outcomes"] if o["code"] == one["outcome"] for p in o["provisions"]]
        if one["outcome"] == "conflict":
            clauses = [p for o in one["outcomes"] for p in o["provisions"]]
        made.append(
            {
                "slug": slug,
                "regulation": named.regulation(slug),
                "full": named.regulation(slug, full=True).text,
                "outcome": outcome(named, one["outcome"]),
                "also": [_beside(named, o) for o in one["outcomes"] if o["code"] != one["outcome"]],
                "clauses": [named.clause(p) for p in dict.fromkeys(clauses)],
                "in_force": str(one["in_force"]).lower(),
                "in_scope": str(one["in_scope"]).lower(),
                "could_change": bool(one["could_change"]),
                "proof": proofs.get(slug),
            }
        )
    return made


def _beside(named: Named, one: Mapping[str, Any]) -> dict[str, str]:
    """An outcome that stands beside the first, its label with the clauses that give it."""
    said = outcome(named, one["code"])
    places = cite_list(named.corpus, one["provisions"])
    return {**said, "label": say("conclusion.side", named.lang, outcome=said["label"], places=places)}


def outcome(named: Named, code: str) -> dict[str, str]:
    """An outcome in words, with the look of its chip; also for those that no norm gives."""
    label = outcome_name(named.corpus, code).in_(named.lang)
    return {"code": code, "label": label, "chip": chip_of(named.corpus, code)}


def chip_of(corpus: Corpus, code: str) -> str:
    """How the chip of an outcome looks."""
    if (known := corpus.outcomes.get(code)) is not None and known.effect is not None:
        return _CHIPS.get(known.effect, "")
    return "mild" if code in ("undetermined", "conflict") else ""


def changes(named: Named, some: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Regulations before and after, with the clauses that turned."""
    return [
        {
            "regulation": named.regulation(one["regulation"]),
            "before": outcome(named, one["from"]),
            "after": outcome(named, one["to"]),
            "changed": one["changed"],
            "norms": [{**norm, "clause": named.clause(norm["provision"])} for norm in one["norms"]],
        }
        for one in some
    ]


def needed(named: Named, answer: Mapping[str, Any]) -> dict[str, Any]:
    """What would still change an outcome: first what is at issue, then what nobody has raised."""
    sets = [
        {
            "findings": one["findings"],
            "raised": all(leaf["raised"] for leaf in one["findings"]),
            "leaves": " ".join(f"{leaf['ground']}:{leaf['status']}" for leaf in one["findings"]),
            "changes": changes(named, [c for c in one["changes"] if c["changed"]]),
        }
        for one in answer["sets"]
    ]
    return {
        "at_issue": [one for one in sets if one["raised"]][:_MOST],
        "not_raised": [one for one in sets if not one["raised"]][:_MOST],
        "left": max(0, len(sets) - 2 * _MOST) + answer["left_out"],
        "beside": [
            (named.ground(one["ground"]), [named.clause_in(p) for p in one["provisions"]])
            for one in answer["beside"]
        ],
        "idle": [
            named.ground(ground)
            for ground in answer["without_effect"]
            if ground not in {one["ground"] for one in answer["beside"]}
        ],
        "larger": answer["bounds"]["larger_possible"],
    }


def where(corpus: Corpus) -> Callable[[str | None], str]:
    """The path of the page of a provision, for templates; "" for what there is none."""

    def path(unit: str | None) -> str:
        return page_of(terms.ID + unit) if unit and unit in corpus.provisions else ""

    return path


def said_of(named: Named, form: MatterForm) -> list[tuple[Said, Mapping[str, str]]]:
    """The findings of a form, with the names of their grounds; what it has no field for goes to and fro as `also`."""
    known = named.corpus.grounds
    found: list[tuple[Said, Mapping[str, str]]] = []
    every = [{"ground": ground, "also": "", "evidence": "", **said} for ground, said in form.findings.items()]
    every += [
        {"evidence": "", **one, "also": json.dumps(one, ensure_ascii=False)}
        for one in form.more
        if "status" in one
    ]
    for one in every:
        code = str(one.get("ground", ""))
        found.append((named.ground(code) if code in known else Said(code, "", code), one))
    return found
