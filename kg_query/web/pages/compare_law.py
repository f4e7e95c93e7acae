"""What the pages show of a comparison of grounds and of clauses: rows chosen by the reader's filters, page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from kg_query.compare.narrowing import Narrow

from .compare_names import Names, paged

__all__ = ["clauses", "grounds"]

#: Relations of one regulation to another on a ground, in the order of the report.
RELATIONS = (
    "identical", "wider", "narrower", "overlapping", "different_modality", "different_outcome", "silent",
    "both_silent", "undecided",
)  # fmt: skip
_TONES = {
    "identical": "good", "wider": "plain", "narrower": "light", "overlapping": "mild", "different_outcome": "bad",
    "undecided": "quiet",
}  # fmt: skip
_SAME = ("名称不同而效果相同", "another name of the same effect")
#: How many rows a page of the matrix and of the clauses has.
GROUNDS, CLAUSES = 25, 20
#: Which clauses the reader may ask for.
SHOWN = ("pairs", "other_law", "in_law_only", "overlapping", "unique", "titles")
#: How many sets of further findings a cell spells out.
SETS = 3


def grounds(names: Names, made: Mapping[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    """The matrix of grounds for a page.

    Args:
        names: the words.
        made: what the API answers under "grounds".
        asked: what the reader asked for: `narrow`, `page`.
    """
    base, slugs = made["base"], made["regulations"]
    narrow: Narrow = asked["narrow"]
    rows = [
        row
        for row in made["rows"]
        if narrow.finding(
            (row["label"]["zh"], row["label"]["en"], row["ground"]),
            sum(bool(cell["uses"]) for cell in row["cells"]),
            {one["relation"] for one in row["relations"]},
        )
    ]
    cut = paged(rows, asked.get("page"), GROUNDS)
    cut["rows"] = [_ground(names, row, base) for row in cut["rows"]]
    cut["families"] = [(key, list(some)) for key, some in groupby(cut["rows"], key=itemgetter("family"))]
    same = Counter(
        (one["a"], one["b"])
        for row in made["rows"]
        for one in row["relations"]
        if one["relation"] == "different_outcome" and one["same_effect"] is True
    )  # other outcomes that come to the same for the officer
    counts = [{**count, "same_effect": same[count["a"], count["b"]]} for count in made["counts"]]
    kinds = [kind for kind in RELATIONS if any(count[kind] for count in counts)]
    spoken = [kind for kind in kinds if kind not in ("silent", "both_silent")]
    return {
        "cut": cut,
        "base": base,
        "slugs": slugs,
        "kinds": kinds,
        "counts": counts,
        "chart": {
            "categories": [names.pair((count["a"], count["b"])) for count in counts],
            "series": [one for kind in spoken for one in _series(names, kind, counts)],
            "direction": "across",
        },
    }


def _series(names: Names, kind: str, counts: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The bars of a relation; other outcomes of the same effect are told apart from those of another effect."""
    same = "same_effect" if kind == "different_outcome" else None
    values = [count[kind] - (count[same] if same else 0) for count in counts]
    yield {"name": names.word(f"grounds.kind.{kind}"), "values": values, "tone": _TONES.get(kind, "")}
    if same:
        yield {"name": names.say(*_SAME), "values": [count[same] for count in counts], "tone": "quiet"}


def _ground(names: Names, row: Mapping[str, Any], base: str) -> dict[str, Any]:
    relations = {(one["a"], one["b"]): one for one in row["relations"]}
    cells = []
    for cell in row["cells"]:
        slug = cell["regulation"]
        spoken = [use for use in cell["uses"] if use["part"] != "presupposition"]
        told = [
            {"code": code, "gives": gives, "places": list(dict.fromkeys(u["provision"] for u in some))}
            for gives, codes in ((True, cell["outcomes"]), (False, cell["withheld"]))
            for code in codes
            if (some := [use for use in spoken if use["gives"] is gives and use["outcome"] == code])
        ]
        opening = [use["provision"] for use in cell["uses"] if use["part"] == "presupposition"]
        cells.append(
            {
                "regulation": slug,
                "told": told,
                "opening": list(dict.fromkeys(opening)),
                "silent": not cell["uses"],
                "uses": [_use(names, use) for use in spoken],
                "relation": None if slug == base else _relation(names, relations, slug, base),
            }
        )
    return {**row, "cells": cells}


def _relation(
    names: Names, relations: Mapping[tuple[str, str], Mapping[str, Any]], slug: str, base: str
) -> str | None:
    """How a regulation stands to the base, in words; None where one of them is silent."""
    turned = {"wider": "narrower", "narrower": "wider"}
    one, back = relations.get((slug, base)), relations.get((base, slug))
    found = one or back
    if found is None or found["relation"] in ("silent", "both_silent"):
        return None
    kind = found["relation"] if one else turned.get(found["relation"], found["relation"])
    if kind == "different_outcome" and found["same_effect"]:
        return names.say(*_SAME)
    return names.word(f"grounds.kind.{kind}")


def _use(names: Names, use: Mapping[str, Any]) -> dict[str, Any]:
    def sets(some: list[list[Any]]) -> list[str]:
        return [names.every(names.leaf(leaf) for leaf in one) for one in sorted(some, key=len)]

    further = sets(use["further"]) if use["further"] and all(use["further"]) else []
    excepted = sets(use["exceptions"])
    return {
        "provision": use["provision"],
        "modality": names.concept(use["modality"], "modality"),
        "gives": use["gives"],
        "part": use["part"],
        "via": [names.ground(one) for one in use["via"]],
        "further": further[:SETS],
        "further_left": max(0, len(further) - SETS),
        "excepted": excepted[:SETS],
        "excepted_left": max(0, len(excepted) - SETS),
        "defeated_by": use["defeated_by"],
    }


# --- clauses --------------------------------------------------------------------------------------


def clauses(names: Names, made: Mapping[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    """The clauses for a page: pairs alike in words or in law, those without a counterpart, or the titles.

    Args:
        names: the words.
        made: what the API answers under "clauses".
        asked: `show`, one of `SHOWN`; `narrow`; `page`.
    """
    show = next((one for one in SHOWN if one == asked.get("show")), "pairs")
    closest = [one for one in made["pairs"] if one["closest"]]
    pairs = [one for one in closest if one["role"] == "clause"]
    pairs += [one for one in closest if one["role"] == "article" and not one["within"]]
    every: dict[str, list[Any]] = {
        "pairs": pairs,
        "other_law": [p for p in made["pairs"] if p["role"] == "clause" and p["alike_in_words_other_in_law"]],
        "in_law_only": made["alike_in_law_only"],
        "overlapping": made["overlapping_in_law_only"],
        "unique": [{"clause": one} for some in made["unique"].values() for one in some],
        "titles": made["titles"],
    }
    rows = [row for row in every[show] if _fits(names, show, row, asked["narrow"])]
    cut = paged(rows, asked.get("page"), CLAUSES)
    cut["rows"] = [_clauses(names, show, row) for row in cut["rows"]]
    return {
        "show": show,
        "cut": cut,
        "numbers": {kind: len(some) for kind, some in every.items()},
        "least": made["least_similarity"],
        "near": made["nearly_the_same_from"],
        "pairs": _pairs(made["regulations"]),
    }


def _pairs(slugs: list[str]) -> list[tuple[str, str]]:
    return [(a, b) for i, a in enumerate(slugs) for b in slugs[i + 1 :]]


def _sides(names: Names, show: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    """The regulations that a row is about."""
    if show == "unique":
        return (names.regulation(row["clause"]),)
    if show == "titles":
        return row["a"], row["b"]
    return tuple(names.regulation(_provision(names, show, row[side])) for side in ("a", "b"))


def _provision(names: Names, show: str, one: str) -> str:
    """A clause of a row; the rows on law name norms."""
    return names.corpus.norms[one].provision if show in ("in_law_only", "overlapping") else one


def _fits(names: Names, show: str, row: Mapping[str, Any], narrow: Narrow) -> bool:
    return narrow.between(_sides(names, show, row)) and (
        show not in ("pairs", "other_law") or narrow.wording in (None, row["wording"])
    )


def _clauses(names: Names, show: str, row: Mapping[str, Any]) -> dict[str, Any]:
    sides = _sides(names, show, row)
    if show == "unique":
        return {"sides": sides, "clause": row["clause"]}
    runs = row.get("runs") or {}
    marked = {
        lang: [[run for run in runs[lang] if run[0] != gone] for gone in ("added", "removed")]
        for lang in ("zh", "en")
        if runs.get(lang)
    }
    if show == "titles":
        return {
            "sides": sides,
            "similarity": row["similarity"],
            "marked": marked or None,
            "changes": row["changes"],
        }
    if show in ("in_law_only", "overlapping"):
        norms = [row]
        extra = {"shared": [names.ground(one) for one in row["shared_grounds"]]}
    else:
        norms = row["norms"]
        extra = {key: row[key] for key in ("similarity", "wording", "place")}
        extra["emended"], extra["lost"] = row["difference_in_emended_text"], row["text_lost"]
    return {
        "sides": sides,
        "clauses": [_provision(names, show, row[side]) for side in ("a", "b")],
        "marked": marked or None,
        "law": list(dict.fromkeys("，".join(_law(names, n)) if names.lang == "zh" else ", ".join(_law(names, n)) for n in norms)),
        "same_law": all(norm["same_law"] for norm in norms) if norms else None,
        **extra,
    }  # fmt: skip


def _law(names: Names, norm: Mapping[str, Any]) -> Iterator[str]:
    """How two norms stand to each other, in words; the same ones as in the report."""
    a, b = (names.corpus.norms[norm[side]] for side in ("a", "b"))
    said = False
    if norm["relation"]:
        yield names.word(f"clauses.relation.{norm['relation']}")
        said = True
    if norm["same_outcome"] is False:
        key = "outcome_differs" if norm["same_effect"] else "effect_differs"
        yield names.word(f"clauses.{key}", a=names.outcome(a.outcome or ""), b=names.outcome(b.outcome or ""))
        said = True
    if not norm["same_force"] or (norm["same_effect"] is None and not norm["same_modality"]):
        some = (names.concept(one.modality, "modality") for one in (a, b))
        yield names.word("clauses.force_differs", **dict(zip("ab", some, strict=True)))
        said = True
    if norm["same_effect"] is None and not norm["same_bearers"]:
        yield names.word("clauses.bearers_differ", a=names.body(a.bearers), b=names.body(b.bearers))
        said = True
    if norm["same_period"] is False:
        yield names.word("clauses.period_differs")
        said = True
    if not said:
        yield names.word("clauses.same_norm")
