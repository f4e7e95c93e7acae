"""The answer on duties in words, for the page: by regulation, what is due first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from kg_query.duties.words import STATUS, WAY

from .laws import readings
from .named import Named

__all__ = ["view"]

#: How a status looks, and the order in which duties are shown.
_CHIPS = {"breached": "bad", "pending": "mild", "open": "", "fulfilled": "good", "not_triggered": ""}

#: The order of the colours of charts: blue, orange, green, red, grey.
_COLOURED = ("open", "pending", "fulfilled", "breached", "not_triggered")


def view(answer: Mapping[str, Any], named: Named) -> dict[str, Any]:
    """What the page shows of an answer of the operation `duties`.

    Args:
        answer: its JSON.
        named: the names of the graph.
    """
    lang = named.lang
    statuses = [(status, STATUS[status].in_(lang)) for status in _CHIPS]
    regulations: list[dict[str, Any]] = []
    for one in answer["regulations"]:
        duties = [_duty(duty, named) for duty in one["duties"]]
        counts = Counter(duty["status"] for duty in duties)
        order = list(_CHIPS)
        regulations.append(
            {
                "said": named.regulation(one["regulation"]),
                "full": named.regulation(one["regulation"], full=True),
                "counts": [counts[status] for status, _ in statuses],
                "live": sorted(
                    (d for d in duties if d["status"] != "not_triggered"),
                    key=lambda d: order.index(d["status"]),
                ),
                "rest": [d for d in duties if d["status"] == "not_triggered"],
            }
        )
    return {
        "matter": answer["matter"],
        "as_of": answer["as_of"],
        "statuses": [(status, said, _CHIPS[status]) for status, said in statuses],
        "regulations": regulations,
        "breached": sum(r["counts"][0] for r in regulations),
        "pending": sum(r["counts"][1] for r in regulations),
        "differ": sum(d["differs"] for r in regulations for d in r["live"]),
        "chart": {
            "categories": [r["said"].text for r in regulations],
            "series": [
                {
                    "name": STATUS[status].in_(lang),
                    "values": [r["counts"][list(_CHIPS).index(status)] for r in regulations],
                }
                for status in _COLOURED
            ],
            "direction": "across",
        },
    }


def _duty(duty: Mapping[str, Any], named: Named) -> dict[str, Any]:
    corpus, lang = named.corpus, named.lang
    bearers = [corpus.concepts[scheme][code].label.in_(lang)
               for code in duty["bearer"]
               for scheme in ("body", "role")
               if code in corpus.concepts.get(scheme, {})]  # fmt: skip
    modality = corpus.concepts["modality"].get(duty["modality"])
    return {
        **duty,
        "chip": _CHIPS[duty["status"]],
        "status_said": STATUS[duty["status"]].in_(lang),
        "where": named.clause_in(duty["provision"]),
        "bearers": "、".join(dict.fromkeys(bearers)) if lang == "zh" else ", ".join(dict.fromkeys(bearers)),
        "modality_said": modality.label.in_(lang) if modality else "",
        "trigger_said": named.ground(duty["trigger"]["ground"]) if duty["trigger"] else None,
        "fulfilled_said": named.ground(duty["fulfilled"]["ground"]) if duty["fulfilled"] else None,
        "due": [
            {
                **one,
                "way": WAY[one["day_kind"]].in_(lang),
                "said": STATUS[one["status"]].in_(lang),
                "chip": _CHIPS[one["status"]],
            }
            for one in duty["due"]
        ],
        "readings": readings(corpus, duty["readings"], named),
    }
