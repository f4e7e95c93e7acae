"""Norms in plain words: what must be shown, what excludes them, what they override, how they are read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ....conditions import AllOf, AnyOf, Has, Lacks, Met, Tree
from ....conditions.completions import completions
from ....conditions.findings import finding_json, place, standing_on
from ....model import Norm, Override, Reading
from ....proof.notes import deadline_step
from ....terms import ID
from .reader import Reader

__all__ = ["norm_row", "norm_view", "reading_view", "tree_view"]

#: As many findings as are taken up at once to try a norm.
_MOST = 8


def tree_view(reader: Reader, tree: Tree | None, within: str | None = None) -> dict[str, Any] | None:
    """A condition as a tree to draw: `kind` is all, any, leaf, met, always or never.

    Args:
        reader: who reads.
        tree: the condition; None where there is none.
        within: the regulation whose name need not be repeated.
    """
    match tree:
        case None:
            return None
        case Has(ground) | Lacks(ground):
            return {"kind": "leaf", "negated": isinstance(tree, Lacks), "link": reader.ground(ground)}
        case Met(norm, inner, negated):
            below = tree_view(reader, inner, within)
            return {"kind": "met", "negated": negated, "link": reader.norm(norm, within), "members": [below]}
        case AllOf(members) | AnyOf(members):
            every = isinstance(tree, AllOf)
            if not members:
                return {"kind": "always" if every else "never"}
            kind = "all" if every else "any"
            return {"kind": kind, "members": [tree_view(reader, m, within) for m in members]}
    raise TypeError(f"not a condition tree: {tree!r}")


def norm_view(reader: Reader, norm: Norm) -> dict[str, Any]:
    """All that a norm says."""
    corpus, here = reader.corpus, norm.regulation
    beats = [o for o in corpus.overrides_of.get(here, ()) if o.prevailing == norm.id]
    beaten = [o for o in corpus.overrides_of.get(here, ()) if o.defeated == norm.id]
    return {
        "id": norm.id,
        "anchor": norm.id.rpartition("/")[2],
        "regulation": here,
        "tried": _tried(reader, norm),
        "link": reader.norm(norm.id, here),
        "provision": reader.unit(norm.provision, within=here),
        "kind": reader.concept("kind", norm.kind),
        "modality": reader.concept("modality", norm.modality),
        "bearers": reader.who(norm.bearers),
        "beneficiaries": reader.who(norm.beneficiaries),
        "outcome": reader.outcome(norm.outcome) if norm.outcome else None,
        "follows": [reader.outcome(o) for o in norm.follows],
        "summary": reader.words(norm.summary),
        "presupposes": tree_view(reader, norm.presupposes, here),
        "condition": tree_view(reader, norm.condition, here),
        "exception": tree_view(reader, norm.exception, here),
        "deadlines": [
            {"href": reader.at(ID + d), "text": deadline_step(corpus.deadlines[d], "").text.to_json()}
            for d in norm.deadlines
        ],
        "readings": [reading_view(reader, corpus.readings[r]) for r in norm.readings if r in corpus.readings],
        "beats": _declared(reader, beats, "defeated"),
        "beaten": _declared(reader, beaten, "prevailing"),
    }


def _tried(reader: Reader, norm: Norm) -> list[dict[str, str]]:
    """One of the smallest sets of findings on which the condition of a norm holds; empty for one never assessed."""
    corpus = reader.corpus
    if norm.outcome is None or norm.condition is None or norm.regulation not in corpus.assessed:
        return []
    sets = completions(corpus, standing_on(corpus, ()), norm.condition, size=_MOST).sets
    return (
        [finding_json(leaf) for leaf in sorted(sets[0], key=lambda leaf: place(corpus, leaf))] if sets else []
    )


def _declared(reader: Reader, overrides: Iterable[Override], side: str) -> list[dict[str, Any]]:
    """Overrides by the declaration they come from, with the norms on one side of it."""
    found: dict[str, dict[str, Any]] = {}
    for one in overrides:
        made = found.setdefault(
            one.id,
            {
                "href": reader.at(ID + one.id),
                "express": one.basis == "express",
                "reason": reader.words(one.reason),
                "norms": [],
            },
        )
        made["norms"].append(reader.norm(getattr(one, side), reader.corpus.norms[one.defeated].regulation))
    return list(found.values())


def reading_view(reader: Reader, reading: Reading) -> dict[str, Any]:
    """How an ambiguous text is read here, how else it could be read, and why not so."""
    corpus = reader.corpus
    regulation = (
        corpus.provisions[reading.provision].regulation if reading.provision in corpus.provisions else None
    )
    return {
        "id": reading.id,
        "href": reader.at(ID + reading.id),
        "provision": reader.unit(reading.provision, within=regulation),
        "also": [reader.unit(u, within=regulation) for u in reading.also],
        "label": reader.words(reading.label),
        "primary": reader.words(reading.primary),
        "alternative": reader.words(reading.alternative),
        "reason": reader.words(reading.reason),
        "condition": tree_view(reader, reading.alternative_condition, regulation),
        "presumed": reading.concerns_presupposition,
    }


def norm_row(reader: Reader, norm: Norm, within: str | None = None) -> dict[str, Any]:
    """A norm as a row of a table: where it stands, what it is, what it says in a sentence."""
    unit = reader.corpus.provisions.get(norm.provision)
    return {
        "link": reader.norm(norm.id, within),
        "provision": reader.unit(norm.provision, within=within),
        "kind": reader.concept("kind", norm.kind),
        "modality": reader.concept("modality", norm.modality),
        "outcome": reader.outcome(norm.outcome) if norm.outcome else None,
        "summary": reader.words(norm.summary) or reader.words(unit.text if unit else None),
        "conditional": norm.condition is not None,
    }
