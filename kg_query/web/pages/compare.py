"""The pages that compare regulations: overview, grounds, clauses, scenarios, figures, procedure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg_query.compare.narrowing import NARROWING, Narrow
from kg_query.errors import KgqError

from ..negotiation import language
from ..problems import HttpProblem, problem_of
from . import compare_answers, compare_law
from .asking import ask
from .compare_names import Names
from .frame import html, kept_page, page

__all__ = ["ALL", "COMMON", "PARTS", "VIEWS", "router"]

router = APIRouter()

#: The pages, in the order of the tabs: the part of the comparison, Chinese, English.
PARTS = (
    ("overview", "概览", "Overview"),
    ("grounds", "事由对照", "Grounds"),
    ("clauses", "条文对照", "Clauses"),
    ("scenarios", "分歧情形", "Scenarios"),
    ("measures", "指标", "Figures"),
    ("procedure", "程序", "Procedure"),
    ("case", "同案对照", "One matter"),
)
#: What every part can be asked, and what the API can be asked for one part; all else the page itself heeds.
COMMON = ("regulation", "base")
_OF_PART = {
    "grounds": ("ground", "family"),
    "clauses": ("similarity",),
    "scenarios": ("limit",),
}
_OWN = {
    "grounds": ("q", "relation", "show"),
    "clauses": ("show", "pair", "wording"),
    "scenarios": ("pair", "kind", "number"),
    "procedure": ("show", "group", "pair", "kind"),
}
_SEVERAL = ("regulation", "ground", "family")
#: The formats of a whole report, for the links of the pages.
ALL = (("xlsx", "XLSX"), ("docx", "DOCX"), ("pdf", "PDF"), ("html", "HTML"))
#: The tables of a page's downloads: what is shown → the key of the table.
_TABLES = {
    "overview": {"": "measures-strictness"},
    "grounds": {"": "grounds"},
    "clauses": {
        "pairs": "clauses", "other_law": "clauses-other-law", "in_law_only": "clauses-in-law-only",
        "overlapping": "clauses-overlapping", "unique": "clauses-unique", "titles": "clauses-titles",
    },
    "scenarios": {"": "scenarios"},
    "measures": {"": "measures"},
    "procedure": {
        "topics": "procedure", "deciders": "procedure_deciders", "deadlines": "procedure_deadlines",
        "differences": "procedure_differences",
    },
}  # fmt: skip


@router.api_route("/compare", methods=["GET", "HEAD"], include_in_schema=False)
async def overview(request: Request) -> Response:
    """What can be compared, with the figures that say where to look."""
    return await _shown(request, "overview")


@router.api_route("/compare/{part}", methods=["GET", "HEAD"], include_in_schema=False)
async def part(request: Request, part: str) -> Response:
    """One part of the comparison."""
    if part not in dict.fromkeys(name for name, _, _ in PARTS[1:-1]):
        raise HttpProblem(404, "not-found")
    return await _shown(request, part)


async def _shown(request: Request, part: str) -> Response:
    """The page of a part; where what was asked for is wrong, its form with what is wrong beside it."""

    async def made() -> str:
        return html(request, f"compare/{part}.html", **await _values(request, part))

    try:
        return await kept_page(request, made)
    except KgqError as fault:
        told = problem_of(fault)
        if told.status >= 500:
            raise
        values = _frame(request, part)
        problems = [one.to_json() for one in fault.problems]
        return page(request, "compare/refused.html", told.status, **values, problems_=problems)


async def _values(request: Request, part: str) -> dict[str, Any]:
    """What the template of a part is given."""
    values = _frame(request, part)
    names, asked = values["names"], values["asked"]
    wanted = "measures" if part == "overview" else part
    options = {name: asked[name] for name in (*COMMON, *_OF_PART.get(part, ())) if asked[name] is not None}
    narrow = _narrow(part, asked)
    chosen = Narrow.asked(names.corpus, (wanted,), narrow)
    answer = await ask(request, "compare-part", path={"part": wanted}, options=options)
    made = {**answer[wanted], "regulations": answer["regulations"], "base": answer["base"]}
    view = VIEWS[wanted](names, made, {**asked, "narrow": chosen, "page": request.query_params.get("page")})
    values["table"] = _TABLES[part].get(view.get("show", ""), _TABLES[part].get("", ""))
    values["options"], values["narrow"] = options, narrow
    values["filters"] = {name: value for name, value in narrow.items() if name != "shared"}
    return {**values, "made": made, "view": view}


#: What makes the rows that a page shows of a part out of the answer of the API, which it leaves as it is.
VIEWS: dict[str, Callable[[Names, Mapping[str, Any], Mapping[str, Any]], dict[str, Any]]] = {
    "grounds": compare_law.grounds,
    "clauses": compare_law.clauses,
    "scenarios": compare_answers.scenarios,
    "procedure": compare_answers.procedure,
    "measures": lambda names, made, _: compare_answers.measures(names, made),
}


def _narrow(part: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What the address narrows the rows by, as the API takes it."""
    given = {name: asked[name] for name in NARROWING if part in NARROWING[name] and asked.get(name)}
    if part == "grounds" and asked["show"] != "all":
        given["shared"] = "true"
    if part == "clauses" and asked["show"] not in (None, "pairs", "other_law"):
        given.pop("wording", None)  # of what is not alike in words
    if part == "procedure":
        heeded = {"deciders": (), "differences": ("group", "pair", "kind")}.get(asked["show"], ("group",))
        given = {name: value for name, value in given.items() if name in heeded}
    return given


def _frame(request: Request, part: str) -> dict[str, Any]:
    """What the tabs and the form of a part need, whatever was asked."""
    corpus = request.app.state.service.kg.corpus
    names = Names.of(corpus, language(request))
    return {
        "part": part,
        "parts": PARTS,
        "names": names,
        "asked": _asked(request, (*COMMON, *_OF_PART.get(part, ()), *_OWN.get(part, ()))),
        "compared": list(corpus.assessed),
        "families": list(dict.fromkeys(ground.group for ground in corpus.grounds.values() if ground.group)),
        "formats": ALL,
        "options": {},
        "narrow": {},
        "filters": {},
        "table": "",
    }


def _asked(request: Request, known: tuple[str, ...]) -> dict[str, Any]:
    """What the address asks for, each of the words known here; None for what a form left empty."""
    given: dict[str, Any] = dict.fromkeys(known)
    for name in known:
        some = [value for value in request.query_params.getlist(name) if value.strip()]
        if some:
            given[name] = some if name in _SEVERAL else some[-1]
    return given
