"""The page on the annual report: case files and registers in, tables, account and checks out, each number traced."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg_query.errors import InputError
from kg_query.files import root
from kg_query.model import Text
from kg_query.statistics.fields import FIELDS, MATTER_TYPES, RESERVED

from ..api.caching import Kept
from ..negotiation import disposition, language
from .asking import fetch
from .course import Work, opened, worked_out
from .grid import Cell, Grid
from .laws import statistics_of
from .named import Named
from .sent import Upload, envelope, typed
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
    return await opened(Report(request, await statistics_of(request)))


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
async def made_of_form(request: Request) -> Response:
    """The form with the report on what it brings, or a part of the report as a file."""
    return await worked_out(Report(request, await statistics_of(request)))


class Report(Work):
    """The form of the page: case files, registers, rows of a register typed."""

    template = "statistics/page.html"
    options = ("year", "reported", "published", "order")
    uploads = ("files", "previous")
    examples: ClassVar[dict[str, Text]] = {name: one[0] for name, one in EXAMPLES.items()}
    formats: ClassVar[dict[str, str]] = {"xlsx": "XLSX", "docx": "DOCX", "json": "JSON"}
    of_tables = ("csv",)

    def __init__(self, request: Request, laws: Definitions) -> None:
        super().__init__(request)
        self.laws = laws
        self.rows: list[dict[str, str]] = []

    @property
    def name(self) -> str:
        return f"statistics-{self.form.one('year')}"

    def take(self) -> None:
        self.rows = _grid(self.request, self.laws).rows(self.form)

    def exemplify(self, name: str) -> None:
        _, mine, before, options = EXAMPLES[name]
        for key, value in options.items():
            self.form.values[key] = self.form.values.get(key) or [value]
        self.kept = {"files": [_example(one) for one in mine], "previous": [_example(one) for one in before]}

    async def asked(self, masked: bool, format: str = "json", table: str = "") -> Kept:
        sources = list(self.kept["files"])
        if self.rows:
            values = _grid(self.request, self.laws).values(self.rows)
            sources.append(typed("typed.json", {"entries": values}))
        if not sources:
            raise InputError(
                Text("还没有案卷，也没有登记", "there is neither a case file nor a register entry"),
                hint=Text("上传、粘贴，或者在表中填写", "Send or paste files, or fill in the table"),
            )
        options = {key: said for key in self.options if (said := self.form.one(key))}
        if table:
            options["table"] = table
        elif format == "json":
            options["trace"] = "true"
        files = [("sources", one) for one in sources] + [("previous", one) for one in self.kept["previous"]]
        body, kind = envelope(files)
        return await fetch(
            self.request, "statistics", options=options, body=body, media_type=kind, masked=masked, format=format
        )  # fmt: skip

    def values(self, answer: Mapping[str, Any] | None) -> dict[str, Any]:
        corpus, lang = self.request.app.state.service.kg.corpus, language(self.request)
        form = self.form
        return {
            "year": form.one("year") or str(date.today().year - 1),
            "reported": form.one("reported"),
            "published": form.one("published"),
            "order": form.one("order"),
            "orders": [(one.key, one.label.in_(lang)) for one in self.laws.orders.values()],
            "grid": _grid(self.request, self.laws),
            "rows": self.rows,
            "least": _LEAST,
            "more": _MORE if form.one("more") else 1,
            "previous": self.kept["previous"],
            "answer": view(answer, self.laws, Named(corpus, lang)) if answer else None,
        }


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
