"""The answer on the evaluation of teams in words, for the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kg_query.duties.words import WAY
from kg_query.evaluation.words import DUE, NO_DATA, STATUS, UNNAMED

from .laws import readings
from .named import Named

if TYPE_CHECKING:
    from kg_query.evaluation import Definitions

__all__ = ["view"]

#: How a status looks.
_STEPS = {"done": "good", "late": "bad", "not_due": "mild", "open": "", "not_arising": ""}
_DUES = {"fulfilled": "good", "breached": "bad", "pending": "mild", "open": ""}
#: As many files and entries as the page lists behind one number.
MOST = 40


def view(answer: Mapping[str, Any], laws: Definitions, named: Named) -> dict[str, Any]:
    """What the page shows of an answer of the operation `evaluate`.

    Args:
        answer: its JSON.
        laws: the indicators and steps.
        named: the names of the graph.
    """
    teams = [_team(one, number, laws, named) for number, one in enumerate(answer["teams"], 1)]
    return {
        "as_of": answer["as_of"],
        "no_total": answer["no_total"],
        "teams": teams,
        "late": sum(step["status"] == "late" for team in teams for step in team["steps"]),
        "chart": _chart(answer["teams"], teams, named.lang),
        "readings": readings(named.corpus, answer["readings"], named),
    }


def _team(team: Mapping[str, Any], number: int, laws: Definitions, named: Named) -> dict[str, Any]:
    lang = named.lang
    kind = laws.kinds.get(team["kind"] or "")
    return {
        **{key: team[key] for key in ("evaluator", "period", "record", "undated", "late", "notes")},
        "at": f"team-{number}",
        "name": team["team"] or UNNAMED.in_(lang),
        "kind": kind.label.in_(lang) if kind else "",
        "cases": team["case_files"],
        "contents": [
            {
                "where": named.clause(one["provision"]),
                "text": {lang: said.rstrip("；;。.") for lang, said in one["text"].items()},
                "indicators": [_indicator(i, lang) for i in one["indicators"]],
            }
            for one in team["contents"]
        ],
        "steps": [_step(one, laws, named) for one in team["procedure"]],
    }


def _indicator(one: Mapping[str, Any], lang: str) -> dict[str, Any]:
    total, top, value = one["denominator"], one["numerator"], one["value"]
    share = ""
    if one["status"] == "no_data":
        said = NO_DATA.in_(lang)
    elif one["measure"] == "averageScore" or total is None:
        said = _number(value)
    else:
        said, share = f"{_number(top)} / {_number(total)}", f"{_number(round(100 * value, 1))}%"
    return {
        **one,
        "said": said,
        "share": share,
        "behind": [(key, list(_behind(one[key]))) for key in ("counted", "others", "undecided") if one[key]],
        "more": {key: max(0, len(one[key]) - MOST) for key in ("counted", "others", "undecided")},
    }


def _behind(some: Sequence[Mapping[str, Any]]) -> list[str]:
    found = []
    for one in some[:MOST]:
        where = " ".join(part for part in (one["case"], one["where"]) if part)
        found.append(where + (f" ({', '.join(one['what'])})" if one["what"] else ""))
    return found


def _step(one: Mapping[str, Any], laws: Definitions, named: Named) -> dict[str, Any]:
    corpus, lang = named.corpus, named.lang
    modality = corpus.concepts["modality"].get(one["modality"] or "")
    return {
        **one,
        "chip": _STEPS[one["status"]],
        "said": STATUS[one["status"]].in_(lang),
        "where": named.clause(one["provision"]),
        "modality_said": modality.label.in_(lang) if modality else "",
        "bearers": [
            corpus.concepts["body"][code].label.in_(lang)
            for code in one["bearer"]
            if code in corpus.concepts["body"]
        ],
        "due": [
            {
                **due,
                "from": laws.steps[due["counted_from"]].label.in_(lang)
                if due["counted_from"] in laws.steps
                else "",
                "way": WAY[due["day_kind"]].in_(lang),
                "said": DUE[due["status"]].in_(lang),
                "chip": _DUES[due["status"]],
            }
            for due in one["due"]
        ],
    }


def _chart(
    answers: Sequence[Mapping[str, Any]], teams: Sequence[Mapping[str, Any]], lang: str
) -> dict[str, Any] | None:
    """The indicators that are shares and not zero for all, side by side; None where there is none."""
    shares: dict[str, tuple[str, list[float | None]]] = {}
    for at, team in enumerate(answers):
        for content in team["contents"]:
            for one in content["indicators"]:
                if one["denominator"] is None or one["measure"] == "averageScore" or one["value"] is None:
                    continue
                label = f"{one['indicator']} {one['label'][lang]}"
                values = shares.setdefault(one["indicator"], (label, [None] * len(answers)))[1]
                values[at] = one["value"]
    shares = {key: one for key, one in shares.items() if any(one[1])}
    if not shares:
        return None
    return {
        "categories": [label for label, _ in shares.values()],
        "series": [
            {"name": team["name"], "values": [values[at] for _, values in shares.values()]}
            for at, team in enumerate(teams)
        ],
        "unit": "share",
        "direction": "across",
    }


def _number(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:,}" if value != int(value) else f"{int(value):,}"
