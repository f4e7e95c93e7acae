"""The page of drafting defects: what the checks of the texts found, filtered, clause by clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg_query.corpus import Corpus
from kg_query.errors import UsageError
from kg_query.model import Text
from kg_query.validate.report import SEVERITIES, severity_word

from ..negotiation import language
from .asked import one_of, page_number
from .asking import ask
from .frame import html, kept_page, page
from .named import Named
from .sent import problems

__all__ = ["router"]

router = APIRouter()

#: Defects on one page.
_MANY = 25
_TONES = {"violation": "bad", "warning": "mild", "info": ""}
_FILTERS = ("regulation", "severity", "check", "acknowledged")


@router.api_route("/defects", methods=["GET", "HEAD"], include_in_schema=False)
async def defects(request: Request) -> Response:
    """What is wrong with the texts, by regulation and by kind of defect."""

    async def made() -> str:
        found = await _found(request)
        return html(request, "defects.html", **_values(request, found, _asked(request, found)))

    try:
        return await kept_page(request, made)
    except UsageError as fault:
        status, told = problems(fault)
        values = _values(request, await _found(request), dict.fromkeys(_FILTERS, ""))
        return page(request, "defects.html", status, **{**values, "problems_": told})


async def _found(request: Request) -> dict[str, Any]:
    """What all checks of the texts found; asked for at once and filtered here, as checking takes seconds."""
    found: dict[str, Any] = await ask(request, "lint", options={"about": "law"})
    return found


def _asked(request: Request, found: dict[str, Any]) -> dict[str, str]:
    """The filters of the address.

    Raises UsageError for one that is not known.
    """
    known = {
        "regulation": list(request.app.state.service.kg.corpus.regulations),
        "severity": [str(s) for s in SEVERITIES],
        "check": list(found["checks"]),
        "acknowledged": ["yes", "no"],
    }
    return {name: one_of(request.query_params.get(name, ""), known[name], name) for name in _FILTERS}


def _values(request: Request, found: dict[str, Any], asked: dict[str, str]) -> dict[str, Any]:
    corpus: Corpus = request.app.state.service.kg.corpus
    lang = language(request)
    faults: list[dict[str, Any]] = [
        {**fault, "regulations": _slugs(corpus, fault)} for fault in found["faults"]
    ]
    met = [slug for slug in corpus.regulations if any(slug in f["regulations"] for f in faults)]
    chosen = [fault for fault in faults if _fits(fault, asked)]
    number = page_number(request.query_params.get("page", "1"))
    named = Named(corpus, lang)
    return {
        "asked": asked,
        "filtered": any(asked.values()),
        "problems_": [],
        "total": len(faults),
        "chosen": len(chosen),
        "page": number,
        "pages": max(1, -(-len(chosen) // _MANY)),
        "regulations": [named.regulation(slug) for slug in met],
        "severities": [(str(s), severity_word(s, lang)) for s in SEVERITIES],
        "checks": _checks(faults, lang),
        "clean": sum(not count for count in found["checks"].values()),
        "ran": len(found["checks"]),
        "matrix": _matrix(chosen, met, lang),
        "by_severity": _by_severity(chosen, met, named),
        "groups": _groups(chosen[(number - 1) * _MANY : number * _MANY], named),
    }


def _slugs(corpus: Corpus, fault: Mapping[str, Any]) -> list[str]:
    """The regulations that a defect concerns, in their order."""
    heads = {one.split("/")[0] for one in (fault["entity"], *(c["id"] for c in fault["clauses"]))}
    return [slug for slug in corpus.regulations if slug in heads]


def _fits(fault: Mapping[str, Any], asked: Mapping[str, str]) -> bool:
    known = fault["acknowledged"] is not None
    return (
        asked["regulation"] in ("", *fault["regulations"])
        and asked["severity"] in ("", fault["severity"])
        and asked["check"] in ("", fault["check"])
        and asked["acknowledged"] in ("", "yes" if known else "no")
    )


def _checks(faults: Iterable[Mapping[str, Any]], lang: str) -> list[dict[str, Any]]:
    """The checks that found something, gravest first, each with its sentence and its number."""
    counts = Counter(fault["check"] for fault in faults)
    firsts = {fault["check"]: fault for fault in reversed(list(faults))}
    order = [str(s) for s in SEVERITIES]
    return [
        {
            "name": name,
            "sentence": firsts[name]["sentence"][lang].rstrip("。."),
            "severity": firsts[name]["severity"],
            "word": severity_word(firsts[name]["severity"], lang),
            "tone": _TONES.get(firsts[name]["severity"], ""),
            "count": counts[name],
        }
        for name in sorted(counts, key=lambda n: (order.index(firsts[n]["severity"]), -counts[n], n))
    ]


def _matrix(faults: list[dict[str, Any]], slugs: list[str], lang: str) -> list[dict[str, Any]]:
    """A row for each check: how many defects in each regulation; one that concerns two counts in both."""
    rows = _checks(faults, lang)
    cells = Counter((fault["check"], slug) for fault in faults for slug in fault["regulations"])
    return [{**row, "cells": [(slug, cells[row["name"], slug]) for slug in slugs]} for row in rows]


def _by_severity(faults: list[dict[str, Any]], slugs: list[str], named: Named) -> dict[str, Any]:
    """The numbers of the chart: regulations by severity."""
    cells = Counter((slug, fault["severity"]) for fault in faults for slug in fault["regulations"])
    met = [str(s) for s in SEVERITIES if any(cells[slug, str(s)] for slug in slugs)]
    slugs = [slug for slug in slugs if any(cells[slug, one] for one in met)]
    return {
        "categories": [named.regulation(slug).text for slug in slugs],
        "series": [
            {"name": severity_word(one, named.lang), "values": [cells[slug, one] for slug in slugs]}
            for one in met
        ],
        "unit": Text("处", "defects").in_(named.lang),
    }


def _groups(faults: list[dict[str, Any]], named: Named) -> list[dict[str, Any]]:
    """The defects shown, under their checks."""
    found: list[dict[str, Any]] = []
    for fault in faults:
        if not found or found[-1]["check"] != fault["check"]:
            found.append(
                {
                    "check": fault["check"],
                    "sentence": {k: v.rstrip("。.") for k, v in fault["sentence"].items()},
                    "fix": fault["fix"],
                    "word": severity_word(fault["severity"], named.lang),
                    "tone": _TONES.get(fault["severity"], ""),
                    "faults": [],
                }
            )
        found[-1]["faults"].append(
            {
                **fault,
                "names": [named.regulation(slug) for slug in fault["regulations"]],
                "said": named.id(fault["entity"]),
                "quoted": [{**c, "said": named.id(c["id"])} for c in fault["clauses"]],
            }
        )
    return found
