"""The annual report in words, for the page: its tables, what each number comes from, account and checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kg_query.statistics.words import word

from .laws import readings
from .named import Named

if TYPE_CHECKING:
    from kg_query.statistics import Definitions

__all__ = ["view"]

#: As many acts as the page lists behind one number, and checks and left-out acts in one list; files have all.
MOST = 60
_NONE = "—"


def view(answer: Mapping[str, Any], laws: Definitions, named: Named) -> dict[str, Any]:
    """What the page shows of an answer of the operation `statistics`.

    Args:
        answer: its JSON, with the trace.
        laws: the definitions, which know the rules and acts by name.
        named: the names of the graph.
    """
    lang = named.lang
    trace: dict[str, list[dict[str, Any]]] = {}
    for one in answer.get("trace", ()):
        table, _, column = one["column"].partition(".")
        trace.setdefault(f"{table.partition('-')[0]}.{column}", []).append(one)
    tables = [_table(one, trace, laws, lang) for one in answer["tables"]]
    checks = answer["checks"]
    return {
        **{
            key: answer[key]
            for key in ("due", "reported", "published", "case_files", "entries", "organs", "passed")
        },
        "year": answer["statistics"],
        "tables": tables,
        "account": _account(answer["narrative"][lang]),
        "checks": [
            {
                **one,
                "said": word(one["severity"], lang),
                "chip": "bad" if one["severity"] == "violation" else "mild",
                "clauses_at": [named.clause_in(p) for p in one["provisions"] if p in named.corpus.provisions],
                "grounds": [named.ground(g) for g in one["grounds"] if g in named.corpus.grounds],
            }
            for one in checks[:MOST]
        ],
        "violations": sum(one["severity"] == "violation" for one in checks),
        "warnings": sum(one["severity"] != "violation" for one in checks),
        "more_checks": max(0, len(checks) - MOST),
        "liability": answer["liability"],
        "left": [{**one, "act": _act(one["act"], laws, lang)} for one in answer["not_counted"][:MOST]],
        "all_left": len(answer["not_counted"]),
        "more_left": max(0, len(answer["not_counted"]) - MOST),
        "readings": _readings([one["id"] for one in answer["readings"]], laws, named),
    }


def _table(
    table: Mapping[str, Any], trace: Mapping[str, list[dict[str, Any]]], laws: Definitions, lang: str
) -> dict[str, Any]:
    organs = table["organs"]
    several = len(organs) != 1
    before = any(column["previous"] is not None for column in table["columns"])
    rows, traced = [], []
    for column in table["columns"]:
        key, unit = column["column"], column["unit"]
        money = unit["zh"] == "元"
        mine = trace.get(f"{table['table']}.{key}", [])
        cells = [
            word("no_power", lang) if o["no_power"] else _figure(o["values"][key], money) for o in organs
        ]
        if several:
            cells.append(word("no_power", lang) if table["no_power"] else _figure(column["value"], money))
        if before:
            cells.append(_figure(column["previous"], money))
        rows.append(
            {
                "key": key,
                "label": column["label"],
                "unit": unit,
                "cells": cells,
                "sum": key == "total",
                "trace": f"t{table['table']}-{key}" if mine else "",
                "teams": [_figure(t["values"][key], money) for o in organs for t in o["teams"]],
            }
        )
        if mine:
            traced.append(_traced(f"t{table['table']}-{key}", column["label"], mine, money, laws, lang))
    counted = [
        column
        for column in table["columns"]
        if column["column"] != "total" and column["unit"]["zh"] not in ("元", "%") and column["value"]
    ]
    return {
        "number": table["table"],
        "label": table["label"],
        "optional": table["optional"],
        "heads": [
            *(o["organ"] or word("no_organ", lang) for o in organs),
            *([word("total_row", lang)] if several else []),
            *([word("previous_row", lang)] if before else []),
        ],
        "rows": rows,
        "teams": [
            (o["organ"] or word("no_organ", lang)) + " · " + t["team"] for o in organs for t in o["teams"]
        ],
        "trace": traced,
        "chart": {
            "categories": [column["label"][lang] for column in counted],
            "series": [
                {
                    "name": o["organ"] or word("no_organ", lang),
                    "values": [o["values"][column["column"]] or 0 for column in counted],
                }
                for o in organs
            ],
            "direction": "across",
        }
        if len(counted) > 1
        else None,
    }


def _traced(
    anchor: str,
    label: Mapping[str, str],
    mine: list[dict[str, Any]],
    money: bool,
    laws: Definitions,
    lang: str,
) -> dict[str, Any]:
    """What one number comes from, and by which rules."""
    rules = dict.fromkeys(rule for one in mine for rule in one["rules"])
    return {
        "anchor": anchor,
        "label": label,
        "acts": [
            {**one, "value": _figure(one["value"], money), "act": _act(one["act"], laws, lang)}
            for one in mine[:MOST]
        ],
        "more": max(0, len(mine) - MOST),
        "rules": [
            {"label": laws.rules[rule].label.to_json(), "text": laws.rules[rule].text.to_json()}
            for rule in rules
            if rule in laws.rules
        ],
    }


def _readings(ids: list[str], laws: Definitions, named: Named) -> list[dict[str, Any]]:
    """Readings of the law and of the statistics; the latter have no provision of their own."""
    own = {
        one: {
            "id": one,
            "said": None,
            "label": laws.readings[one].label.to_json(),
            "taken": laws.readings[one].primary.to_json(),
            "not_taken": laws.readings[one].alternative.to_json(),
        }
        for one in ids
        if one in laws.readings
    }
    law = {one["id"]: one for one in readings(named.corpus, ids, named)}
    return [found for one in ids if (found := law.get(one) or own.get(one)) is not None]


def _figure(value: Any, money: bool) -> str:
    if value is None:
        return _NONE
    return f"{value:,.2f}" if money else f"{value:,}"


def _act(code: str | None, laws: Definitions, lang: str) -> str:
    return laws.acts[code].label.in_(lang) if code and code in laws.acts else ""


def _account(said: str) -> dict[str, Any]:
    """The account: its title, and its parts with their paragraphs."""
    title, _, rest = said.partition("\n")
    parts = []
    for block in rest.strip().split("\n\n"):
        head, *lines = block.strip().split("\n")
        parts.append({"head": head, "lines": lines})
    return {"title": title.strip(), "parts": parts}
