"""The page that puts one matter under all regulations: pasted, sent as a file, or brought over from an assessment."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg_query.errors import InputError
from kg_query.model import Text

from ..api.bodies import example_body
from ..api.table import operations
from ..identity import may_see_personal_data
from ..negotiation import language
from ..problems import HttpProblem
from .asking import fetch
from .compare import PARTS
from .compare_answers import scenario_graph
from .compare_names import Names
from .frame import html, kept_page, page
from .sent import FAULTS, Sent, envelope, masked, pasted, problems, saved, sent

__all__ = ["router"]

router = APIRouter()

_TEMPLATE = "compare/case.html"
#: Files of the answer: the value of the button → the format of the API and the table.
_FILES = {
    "xlsx": ("xlsx", None),
    "docx": ("docx", None),
    "pdf": ("pdf", None),
    "html": ("html", None),
    "json": ("json", None),
    "csv": ("csv", "case"),
    "divergences.csv": ("csv", "case_divergences"),
    "divergences.xlsx": ("xlsx", "case_divergences"),
}


@router.api_route("/compare/case", methods=["GET", "HEAD"], include_in_schema=False)
async def empty(request: Request) -> Response:
    """The form: empty, or with the example and what the regulations say of it."""

    async def made() -> str:
        found = Sent()
        if request.query_params.get("example") != "matter":
            return html(request, _TEMPLATE, **_values(request, found))
        example = operations()["compare-case"].examples[0]
        found.values["text"] = [json.dumps(example_body(example), ensure_ascii=False, indent=2)]
        kept = await _asked(request, found, "json", None)
        return html(request, _TEMPLATE, **_values(request, found, answer=json.loads(kept.content)))

    return await kept_page(request, made)


@router.post("/compare/case", include_in_schema=False)
async def compared(request: Request) -> Response:
    """The matter under each regulation, and why they part; with what is wrong, the form as it was sent."""
    found = Sent()
    try:
        found = await sent(request)
        kept = await _asked(request, found, "json", None)
        return _page(request, found, answer=json.loads(kept.content))
    except FAULTS as fault:
        return _refused(request, found, fault)


@router.post("/compare/case/file", include_in_schema=False)
async def file(request: Request) -> Response:
    """The comparison as a file."""
    found = Sent()
    try:
        found = await sent(request)
        if found.one("file") not in _FILES:
            raise HttpProblem(400, "bad-parameter")
        format, table = _FILES[found.one("file")]
        return saved(await _asked(request, found, format, table), format, "compare-case")
    except FAULTS as fault:
        return _refused(request, found, fault)


async def _asked(request: Request, found: Sent, format: str, table: str | None) -> Any:
    """What the API answers. Raises InputError where nothing was sent, and what the API raises."""
    files = found.uploads("matters")
    if typed := pasted(found.values.get("text", [""])[-1], "typed"):
        files.append(typed)
    if not files:
        raise InputError(
            Text("没有给出事项", "no matter was given"),
            hint=Text("上传一个文件，或者把事项贴进文本框", "Send a file, or paste a matter into the field"),
        )
    body, media_type = envelope([("matter", one) for one in files])
    options: dict[str, Any] = {"regulation": found.all("regulation")}
    if matter := found.one("matter"):
        options["matter"] = matter
    if table:
        options["table"] = table
    return await fetch(
        request, "compare-case", options={k: v for k, v in options.items() if v}, body=body, media_type=media_type,
        format=format, masked=masked(request, found),
    )  # fmt: skip


def _refused(request: Request, found: Sent, fault: Exception) -> Response:
    status, told = problems(fault)
    return _page(request, found, status, problems_=told)


def _page(request: Request, found: Sent, status: int = 200, **values: Any) -> Response:
    return page(request, _TEMPLATE, status, **_values(request, found, **values))


def _values(request: Request, found: Sent, **values: Any) -> dict[str, Any]:
    corpus = request.app.state.service.kg.corpus
    names = Names.of(corpus, language(request))
    try:
        files = found.uploads("matters")
    except InputError:
        files = []
    case = values["answer"]["case"] if "answer" in values else None
    return {
        "part": "case",
        "parts": PARTS,
        "names": names,
        "asked": {"regulation": found.all("regulation") or None, "base": None},
        "compared": list(corpus.assessed),
        "found": found,
        "files": files,
        "pasted": found.values.get("text", [""])[-1],
        # one page for everybody is kept of a GET; who may not see them is told when they ask
        "may_show": request.method != "POST" or may_see_personal_data(request),
        "case": case,
        "graphs": [_graph(names, one) for one in case["divergences"]] if case else [],
        "problems_": values.get("problems_", []),
        "switch_form": "case" if request.method == "POST" else "",
    }


def _graph(names: Names, one: dict[str, Any]) -> dict[str, Any]:
    """A divergence as a graph, on the first of the smallest sets of findings."""
    return scenario_graph(
        names, {"findings": one["smallest"][0] if one["smallest"] else [], "answers": one["answers"]}
    )
