"""What other regulations say in like words or to like effect, by clause: the comparison of clauses, looked up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....wording.messages import say
from .reader import Reader

__all__ = ["Parallels", "by_unit", "parallels_view"]

#: unit → what stands beside it, as the comparison says it; `a` is always the unit itself.
Parallels = Mapping[str, list[dict[str, Any]]]
#: A relation seen from the other side.
_TURNED = {"narrower": "wider", "wider": "narrower"}
_MARKS = {"same": "same", "removed": "added", "added": "removed"}


def by_unit(compared: Mapping[str, Any], provision_of: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
    """The pairs of a comparison of clauses by unit, each seen from that unit.

    Args:
        compared: the JSON of the part "clauses" of a comparison.
        provision_of: norm → the unit that holds it.
    """
    found: dict[str, list[dict[str, Any]]] = {}

    def put(unit: str, pair: dict[str, Any]) -> None:
        found.setdefault(unit, []).append(pair)

    for pair in compared["pairs"]:
        kept = {k: pair[k] for k in ("a", "b", "role", "similarity", "wording", "closest", "runs")}
        kept["law"] = pair["norms"][0] if pair["norms"] else None
        kept["other_law"] = pair["alike_in_words_other_in_law"]
        kept["emended"] = bool(pair["difference_in_emended_text"])
        put(pair["a"], kept)
        put(pair["b"], _turned(kept))
    for part in ("alike_in_law_only", "overlapping_in_law_only"):
        for law in compared[part]:
            a, b = provision_of.get(law["a"], ""), provision_of.get(law["b"], "")
            kept = {"a": a, "b": b, "wording": "different", "closest": part.startswith("alike"), "law": law, "runs": None,
                    "similarity": None, "role": "clause", "other_law": False, "emended": False}  # fmt: skip
            put(a, kept)
            put(b, _turned(kept))
    return found


def _turned(pair: dict[str, Any]) -> dict[str, Any]:
    """A pair seen from the other side."""
    law = pair["law"]
    runs = pair["runs"]
    return pair | {
        "a": pair["b"],
        "b": pair["a"],
        "law": law
        and law | {"a": law["b"], "b": law["a"], "relation": _TURNED.get(law["relation"], law["relation"])},
        "runs": runs and {lang: _ordered([(_MARKS[m], t) for m, t in some]) for lang, some in runs.items()},
    }


def _ordered(runs: list[tuple[str, str]]) -> list[list[str]]:
    """Runs with what falls away before what comes in its place."""
    made: list[list[str]] = []
    for mark, text in runs:
        if mark == "removed" and made and made[-1][0] == "added":
            made.insert(len(made) - 1, [mark, text])
        else:
            made.append([mark, text])
    return made


def parallels_view(reader: Reader, found: list[dict[str, Any]]) -> dict[str, Any]:
    """What stands beside a unit, the nearest first: in like words, and only to like effect."""

    def shown(pair: dict[str, Any]) -> dict[str, Any]:
        law = pair["law"]
        return {
            **pair,
            "link": reader.unit(pair["b"]),
            "percent": None if pair["similarity"] is None else round(pair["similarity"] * 100),
            "runs": pair["runs"][reader.lang] if pair["runs"] else None,
            "text": _text(reader, pair["b"]),
            "relation": law and law["relation"] and _relation(reader, law),
            "same_effect": bool(law and law["same_effect"]),
            "same_law": bool(law and law["same_law"]),
            "grounds": [reader.ground(g) for g in law["shared_grounds"]] if law else [],
        }

    words = sorted(
        (p for p in found if p["similarity"] is not None), key=lambda p: (not p["closest"], -p["similarity"])
    )
    law = [p for p in found if p["similarity"] is None]
    return {
        "words": [shown(p) for p in words if p["closest"]],
        "more": [shown(p) for p in words if not p["closest"]],
        "law": [shown(p) for p in law if p["closest"]],
        "overlapping": [shown(p) for p in law if not p["closest"]],
    }


def _relation(reader: Reader, law: Mapping[str, Any]) -> str:
    """How the conditions relate, seen from this clause; of norms without any there is nothing to say."""
    kind = law["relation"]
    if kind in _TURNED:
        if kind == "narrower":
            return reader.say("本条的条件更窄", "the condition here is narrower")
        return reader.say("本条的条件更宽", "the condition here is wider")
    return say(f"clauses.relation.{kind}", reader.lang)


def _text(reader: Reader, unit: str) -> dict[str, str] | None:
    one = reader.corpus.provisions.get(unit)
    return reader.words(one.text) if one else None
