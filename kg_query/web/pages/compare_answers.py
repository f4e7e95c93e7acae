"""What the pages show of scenarios, procedure and figures: rows chosen by the reader's filters, charts and graphs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg_query.compare.narrowing import DIFFERENCES, Narrow, topic_group

from .compare_names import Names, paged

__all__ = ["measures", "procedure", "scenario_graph", "scenario_network", "scenarios"]

#: Kinds of divergence, the starkest first.
KINDS = ("opposite", "excepted", "degree", "silent")
_TONES = {"opposite": "bad", "excepted": "mild", "degree": "plain", "silent": "quiet"}
#: How many scenarios a page has.
SCENARIOS = 8
#: The parts of the page on procedure.
SHOWN = ("topics", "deciders", "deadlines", "differences")


def scenarios(names: Names, made: Mapping[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    """The diverging scenarios for a page.

    Args:
        names: the words.
        made: what the API answers under "scenarios".
        asked: `narrow`; `page`; `number`, one scenario of the `pair` alone.
    """
    narrow: Narrow = asked["narrow"]
    pairs = made["pairs"]
    every = [
        {**one, "pair": pair["regulations"], "number": number}
        for pair in pairs
        for number, one in enumerate(pair["scenarios"], 1)
    ]
    rows = [one for one in every if narrow.between(one["pair"]) and narrow.of_kind(one["kind"], KINDS)]
    number = asked.get("number")
    alone = None
    if number and asked.get("pair"):
        alone = next((one for one in rows if str(one["number"]) == number), None)
    counts = [{"pair": pair["regulations"], **{k: pair["found"].get(k, 0) for k in KINDS}} for pair in pairs]
    return {
        "alone": alone,
        "graph": scenario_graph(names, alone) if alone else None,
        "cut": paged(rows, asked.get("page"), SCENARIOS),
        "counts": counts,
        "kinds": KINDS,
        "tried": made["tried"],
        "literals": made["literals"],
        "cut_norms": [names.corpus.norms[norm].provision for norm in made["cut"]],
        "chart": {
            "categories": [names.pair(one["pair"]) for one in counts],
            "series": [
                {
                    "name": names.word(f"scenario.kind.{kind}"),
                    "values": [one[kind] for one in counts],
                    "tone": _TONES[kind],
                }
                for kind in KINDS
            ],
            "direction": "across",
        },
        "network": scenario_network(names, counts),
    }


def scenario_network(names: Names, counts: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The regulations as a graph, joined by how many scenarios have contrary results; None of two alone.

    Args:
        names: the words.
        counts: for each `pair`, how many scenarios of each kind there are.
    """
    if len(counts) < 2:
        return None
    most = max(one["opposite"] for one in counts) or 1
    return {
        "nodes": [
            {"id": slug, "label": names.short(slug), "kind": "regulation"}
            for slug in dict.fromkeys(slug for one in counts for slug in one["pair"])
        ],
        "edges": [
            {
                "source": a,
                "target": b,
                "label": str(one["opposite"]),
                "kind": "between",
                "weight": round(1 + 7 * one["opposite"] / most, 1),
            }
            for one in counts
            for a, b in [one["pair"]]
            if one["opposite"]
        ],
        "layout": "circle",
    }


def scenario_graph(names: Names, one: Mapping[str, Any]) -> dict[str, Any]:
    """A divergence as a graph in columns: findings, the clauses that turn on them, what each regulation says."""
    nodes = [
        {"id": f"f{i}", "label": names.finding(f["ground"], f["status"]), "kind": "ground", "rank": 0}
        for i, f in enumerate(one["findings"])
    ]
    place = {(f["ground"], f["status"]): f"f{i}" for i, f in enumerate(one["findings"])}
    edges: list[dict[str, str]] = []
    for answer in one["answers"]:
        slug = answer["regulation"]
        last = f"o-{slug}"
        for clause in answer["clauses"]:
            node = f"{clause['norm']}-{clause['part']}"
            label = f"{names.short(slug)} {names.cite(clause['provision'])}"
            nodes.append({"id": node, "label": label, "kind": "provision", "rank": 1})
            edges += [
                {"source": place[f["ground"], f["status"]], "target": node}
                for f in clause["findings"]
                if (f["ground"], f["status"]) in place
            ]
            kind = {"gives": "", "near": "perhaps"}.get(clause["part"], "against")
            edges.append({"source": node, "target": last, "kind": kind})
        said = f"{names.short(slug)}\n{names.outcome(answer['outcome'])}"
        nodes.append({"id": last, "label": said, "kind": "outcome", "rank": 2})
    return {"nodes": nodes, "edges": edges}


# --- procedure ------------------------------------------------------------------------------------


def procedure(names: Names, made: Mapping[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    """Procedure, topic by topic, for a page.

    Args:
        names: the words.
        made: what the API answers under "procedure".
        asked: `show`, one of `SHOWN`; `narrow`: the group of topics, the two and the kind of differences; `page`.
    """
    show = next((one for one in SHOWN if one == asked.get("show")), "topics")
    groups = {topic_group(topic["group"]): topic["group_label"] for topic in made["topics"]}
    narrow: Narrow = asked["narrow"]
    topics = [topic for topic in made["topics"] if narrow.group in (None, topic_group(topic["group"]))]
    rows: Sequence[Any]
    if show == "deadlines":
        rows = list(_deadlines(topics))
    elif show == "differences":
        rows = list(_differences(topics, narrow))
    else:
        rows = topics if show == "topics" else made["deciders"]
    return {
        "show": show,
        "groups": groups,
        "slugs": made["regulations"],
        "pairs": [(a, b) for i, a in enumerate(made["regulations"]) for b in made["regulations"][i + 1 :]],
        "cut": paged(rows, asked.get("page"), 12 if show == "topics" else 30),
        "unplaced": made["unplaced"],
    }


def _deadlines(topics: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for topic in topics:
        for slug, rules in topic["rules"].items():
            for rule in rules:
                for period in rule["periods"]:
                    yield {"topic": topic, "regulation": slug, "rule": rule, "period": period}


def _differences(topics: Sequence[Mapping[str, Any]], narrow: Narrow) -> Iterator[dict[str, Any]]:
    for topic in topics:
        for one in topic["differences"]:
            listed = one["kind"] in DIFFERENCES and narrow.of_kind(one["kind"], DIFFERENCES)
            if listed and narrow.between((one["a"], one["b"])):
                yield {"topic": topic, **one}


# --- figures --------------------------------------------------------------------------------------


def measures(names: Names, made: Mapping[str, Any]) -> dict[str, Any]:
    """The figures for a page, with the charts of what they say.

    Args:
        names: the words.
        made: what the API answers under "measures".
    """
    slugs = made["regulations"]
    whole = [row for row in made["coverage"]["rows"] if row["family"] is None]
    shares = {(row["family"], row["regulation"]): row for row in made["coverage"]["rows"]}
    families = [f for f in dict.fromkeys(family for family, _ in shares) if f is not None]
    overlap = {(row["a"], row["b"]): row["share"] for row in made["overlap"]["rows"]}

    def together(a: str, b: str) -> float | None:
        return overlap.get((a, b), overlap.get((b, a)))

    return {
        "slugs": slugs,
        "whole": whole,
        "families": families,
        "shares": shares,
        "coverage_chart": {
            "categories": [names.short(row["regulation"]) for row in whole],
            "series": [{"name": names.word("measures.coverage"), "values": [row["share"] for row in whole]}],
            "unit": "share",
        },
        "family_chart": {
            "categories": [names.short(slug) for slug in slugs],
            "series": [
                {"name": names.family(family), "values": [shares[family, slug]["share"] for slug in slugs]}
                for family in families
            ],
            "unit": "share",
        },
        "overlap_chart": {
            "categories": [names.short(slug) for slug in slugs],
            "series": [{"name": names.short(a), "values": [together(a, b) for b in slugs]} for a in slugs],
            "unit": "share",
        },
    }
