"""The page on the annual report: case files and registers in, tables, account and checks out, each number traced."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg_query.errors import InputError, UsageError, did_you_mean
from kg_query.files import root
from kg_query.inputs import shown
from kg_query.model import Text
from kg_query.statistics.fields import FIELDS, MATTER_TYPES, RESERVED

from ..api.caching import Kept
from ..identity import may_see_personal_data
from ..negotiation import disposition, language
from .asking import fetch
from .frame import html, kept_page, page
from .grid import Cell, Grid
from .laws import statistics_of
from .named import Named
from .sent import FAULTS, Sent, Upload, envelope, masked, pasted, problems, saved, sent, typed
from .statistics_view import view

if TYPE_CHECKING:
    from kg_query.statistics import Definitions

__all__ = ["EXAMPLES", "router"]

router = APIRouter()

#: The examples: what they show, the files of the year, those of the year before, the options.
EXAMPLES: dict[str, tuple[Text, tuple[str, ...], tuple[str, ...], dict[str, str]]] = {
    "case-files": (
        Text("案卷", "case files"), ("case-files.json",), (), {"year": "2023", "reported": "2024-01-20"},
    ),
    "two-organs": (
        Text("两个机关的案卷和登记册，与上年比较", "files and registers of two organs, beside the year before"),
        ("case-files.json", "register.json", "register.csv"),
        ("register-2022.json",),
        {"year": "2023", "reported": "2024-01-20", "published": "2024-01-25"},
    ),
    "late": (
        Text("逾期报备", "filed late"),
        ("register.csv",),
        (),
        {"year": "2023", "reported": "2024-02-03"},
    ),
}  # fmt: skip
_OPTIONS = ("year", "reported", "published", "order")
_FORMATS = {"xlsx": "XLSX", "docx": "DOCX", "json": "JSON"}
#: The columns of the register that is typed; a file has them all.
_TYPED = (
    "id", "act", "date", "organ", "team", "kinds", "amount", "count", "number", "party", "cause", "object",
    "record", "matter_type", "staff", "licensed", "table", "column", "value", "note",
)  # fmt: skip
_SIZES = {"id": "small", "organ": "large", "kinds": "large", "cause": "large"}
_KINDS = {"date": "date", "bool": "truth", "amount": "number", "count": "number", "whole": "number"}
_LEAST, _MORE = 4, 5


@router.api_route("/statistics", methods=["GET", "HEAD"], include_in_schema=False)
async def statistics(request: Request) -> Response:
    """The form, empty or with an example, whose report stands beneath."""
    laws = await statistics_of(request)

    async def made() -> str:
        name = request.query_params.get("example", "")
        form = Sent({key: request.query_params.getlist(key) for key in _OPTIONS})
        if not name:
            return html(request, "statistics/page.html", **_values(request, laws, form, [], [], []))
        if name not in EXAMPLES:
            raise UsageError(
                Text(f"没有示例“{shown(name)}”", f"there is no example “{shown(name)}”"),
                hint=did_you_mean(name, EXAMPLES, always=True),
            )
        _, mine, before, options = EXAMPLES[name]
        for key, value in options.items():
            form.values[key] = form.values.get(key) or [value]
        kept, previous = [_example(one) for one in mine], [_example(one) for one in before]
        answer = json.loads((await _asked(request, kept, previous, form, False)).content)
        values = _values(request, laws, form, [], kept, previous, answer=answer, example=name)
        return html(request, "statistics/page.html", **values)

    return await kept_page(request, made)


@router.api_route("/statistics/register.xlsx", methods=["GET", "HEAD"], include_in_schema=False)
async def register(request: Request) -> Response:
    """The register to fill in, as a workbook."""
    from kg_query.statistics.template import register_template

    laws, lang = await statistics_of(request), language(request)
    schema = request.app.state.service.kg.corpus.case_schema
    made = await asyncio.to_thread(register_template, laws, schema, lang)
    name = "登记册.xlsx" if lang == "zh" else "register.xlsx"
    return Response(
        made,
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": disposition(name), "Vary": "Accept, Accept-Language"},
    )


@router.post("/statistics", include_in_schema=False)
@router.post("/statistics/file", include_in_schema=False)
async def worked_out(request: Request) -> Response:
    """The form with the report on what it brings, or a part of the report as a file."""
    laws = await statistics_of(request)
    grid = _grid(request, laws)
    form, rows = Sent(), []
    kept: list[Upload] = []
    previous: list[Upload] = []
    try:
        form = await sent(request)
        rows = grid.rows(form)
        kept, previous = form.uploads("files"), form.uploads("previous")
        if form.one("more"):
            return page(
                request, "statistics/page.html", switch_form="work",
                **_values(request, laws, form, rows, kept, previous),
            )  # fmt: skip
        fresh = pasted(form.one("pasted"), "pasted")
        sources = [*kept, fresh] if fresh else kept
        every = [*sources, typed("typed.json", {"entries": grid.values(rows)})] if rows else sources
        if not every:
            raise InputError(
                Text("还没有案卷，也没有登记", "there is neither a case file nor a register entry"),
                hint=Text("上传、粘贴，或者在表中填写", "Send or paste files, or fill in the table"),
            )
        hide = masked(request, form)
        if name := form.one("file"):
            format, _, table = name.partition(" ")
            if format not in (*_FORMATS, "csv"):
                raise UsageError(Text(f"没有格式“{shown(name)}”", f"there is no format “{shown(name)}”"))
            answered = await _asked(request, every, previous, form, hide, format, table)
            return saved(answered, format, f"statistics-{form.one('year')}")
        answer = json.loads((await _asked(request, every, previous, form, hide)).content)
    except FAULTS as fault:
        status, told = problems(fault)
        kept, previous = form.left("files"), form.left("previous")
        return page(
            request, "statistics/page.html", status, switch_form="work",
            **_values(request, laws, form, rows, kept, previous, told=told),
        )  # fmt: skip
    form.values.pop("pasted", None)  # from now on it is one of the files
    return page(
        request, "statistics/page.html", switch_form="work",
        **_values(request, laws, form, rows, sources, previous, answer=answer),
    )  # fmt: skip


async def _asked(
    request: Request,
    kept: Sequence[Upload],
    previous: Sequence[Upload],
    form: Sent,
    masked: bool,
    format: str = "json",
    table: str = "",
) -> Kept:
    options = {key: said for key in _OPTIONS if (said := form.one(key))}
    if table:
        options["table"] = table
    if format == "json":
        options["trace"] = "true"
    body, kind = envelope([*(("sources", one) for one in kept), *(("previous", one) for one in previous)])
    return await fetch(
        request, "statistics", options=options, body=body, media_type=kind, masked=masked, format=format
    )


def _example(name: str) -> Upload:
    return Upload(name, (root() / f"data/examples/statistics/{name}").read_bytes())


def _grid(request: Request, laws: Definitions) -> Grid:
    """The register as a table to type into, with the words of the graph to choose from."""
    acts = tuple((code, act.label) for code, act in laws.acts.items()) + tuple(RESERVED.items())
    choices = {"act": acts, "matter_type": tuple(MATTER_TYPES.items())}
    cells = tuple(
        Cell(
            key,
            FIELDS[key].label,
            "choice" if key in choices else _KINDS.get(FIELDS[key].type, "text"),
            choices.get(key, ()),
            _SIZES.get(key, ""),
        )
        for key in _TYPED
    )
    return Grid("register", Text("登记册", "Register"), cells)


def _values(
    request: Request,
    laws: Definitions,
    form: Sent,
    rows: Sequence[Mapping[str, str]],
    kept: Sequence[Upload],
    previous: Sequence[Upload],
    *,
    told: Sequence[Mapping[str, Any]] = (),
    answer: Mapping[str, Any] | None = None,
    example: str = "",
) -> dict[str, Any]:
    lang = language(request)
    return {
        "year": form.one("year") or str(date.today().year - 1),
        "reported": form.one("reported"),
        "published": form.one("published"),
        "order": form.one("order"),
        "orders": [(one.key, one.label.in_(lang)) for one in laws.orders.values()],
        "pasted": form.one("pasted"),
        "grid": _grid(request, laws),
        "rows": rows,
        "least": _LEAST,
        "more": _MORE if form.one("more") else 1,
        "kept": kept,
        "previous": previous,
        "told": told,
        "example": example,
        "examples": {name: one[0] for name, one in EXAMPLES.items()},
        "may_show": request.method != "POST" or may_see_personal_data(request),
        "shows": form.one("personal-data") == "show",
        "formats": list(_FORMATS.items()),
        "answer": view(answer, laws, Named(request.app.state.service.kg.corpus, lang)) if answer else None,
    }
