"""The page on the routine evaluation of teams: case files and a record in, indicators and steps out, no total."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg_query.errors import InputError
from kg_query.evaluation.record import ENTRIES
from kg_query.evaluation.words import ENTRY_NAMES
from kg_query.files import root
from kg_query.model import Text

from ..api.caching import Kept
from ..negotiation import language
from .asking import fetch
from .course import Work, opened, worked_out
from .evaluation_view import view
from .grid import Cell, Grid
from .laws import evaluation_of
from .named import Named
from .sent import Sent, Upload, envelope, typed

if TYPE_CHECKING:
    from kg_query.evaluation import Definitions

__all__ = ["EXAMPLES", "router"]

router = APIRouter()

#: The examples: what they show, case files, the record that is filled in, further records, as of which day.
EXAMPLES: dict[str, tuple[Text, tuple[str, ...], str, tuple[str, ...], str]] = {
    "town": (
        Text("镇执法队的一年", "a town team's year"), ("penalty-full.json",), "town-2024.json", (),
        "2025-03-19",
    ),
    "late": (Text("考核程序逾期", "a procedure that is late"), (), "township-late.json", (), "2025-03-31"),
    "teams": (
        Text("两个执法队并列", "two teams side by side"), ("penalty-full.json",), "town-2024.json", ("township-late.json",),
        "2025-03-31",
    ),
}  # fmt: skip
_HEAD = ("team", "kind", "evaluator")
_LABELS = {
    "on": Text("日期", "day"), "subject": Text("内容", "subject"), "hours": Text("学时", "hours"),
    "participants": Text("人次", "participants"), "case": Text("案卷", "case file"),
    "received_on": Text("收到之日", "received on"), "found_true": Text("查证属实", "found true"),
    "detail": Text("详情", "detail"), "officer": Text("被追究人", "officer"),
    "decided_on": Text("决定之日", "decided on"), "outcome": Text("处理结果", "outcome"),
    "kind": Text("种类", "kind"), "filed_on": Text("提出之日", "filed on"), "result": Text("结果", "result"),
    "method": Text("方式", "method"), "respondents": Text("答复人数", "respondents"),
    "satisfied": Text("满意人数", "satisfied"), "by": Text("授予者", "by"),
}  # fmt: skip
_KINDS = {"date": "date", "number": "number", "count": "number", "boolean": "truth"}
_LEAST, _MORE = 2, 4


@router.api_route("/evaluation", methods=["GET", "HEAD"], include_in_schema=False)
async def evaluation(request: Request) -> Response:
    """The form, empty or with an example, whose answer stands beneath."""
    return await opened(Evaluated(request, await evaluation_of(request)))


@router.post("/evaluation", include_in_schema=False)
@router.post("/evaluation/file", include_in_schema=False)
async def made_of_form(request: Request) -> Response:
    """The form with the answer to what it brings, or the answer as a file."""
    return await worked_out(Evaluated(request, await evaluation_of(request)))


class Evaluated(Work):
    """The form of the page: case files, a record typed, further records."""

    template = "evaluation/page.html"
    options = ("team", "from", "to", "as-of")
    uploads = ("files", "records")
    examples: ClassVar[dict[str, Text]] = {name: one[0] for name, one in EXAMPLES.items()}
    formats: ClassVar[dict[str, str]] = {"xlsx": "XLSX", "docx": "DOCX", "csv": "CSV", "json": "JSON"}
    name = "evaluation"

    def __init__(self, request: Request, laws: Definitions) -> None:
        super().__init__(request)
        self.laws = laws

    def take(self) -> None:
        """Nothing: the record stays in its fields."""

    def exemplify(self, name: str) -> None:
        _, files, record, further, day = EXAMPLES[name]
        self.kept = {
            "files": [_example("casefiles", one) for one in files],
            "records": [_example("evaluation", one) for one in further],
        }
        _fill(self.request, self.laws, self.form, json.loads(_example("evaluation", record).content))
        self.form.values["as-of"] = self.form.values.get("as-of") or [day]
        if further:
            self.form.values["from"], self.form.values["to"] = [], []

    async def asked(self, masked: bool, format: str = "json", table: str = "") -> Kept:
        options = {key: said for key in self.options if (said := self.form.one(key))}
        files = [("case_files", one) for one in self.kept["files"]]
        files += [("records", one) for one in self.kept["records"]]
        if record := _record(self.request, self.laws, self.form):
            files.append(("records", typed("typed.json", record)))
        if not files:
            raise InputError(
                Text("还没有案卷，也没有评议记录", "there is neither a case file nor a record"),
                hint=Text("上传案卷，或者填写评议记录", "Send case files, or fill in the record"),
            )
        body, kind = envelope(files)
        return await fetch(
            self.request, "evaluate", options=options, body=body, media_type=kind, masked=masked, format=format
        )  # fmt: skip

    def values(self, answer: Mapping[str, Any] | None) -> dict[str, Any]:
        corpus, lang = self.request.app.state.service.kg.corpus, language(self.request)
        form, laws = self.form, self.laws
        found = view(answer, laws, Named(corpus, lang)) if answer else None
        several = found is not None and len(found["teams"]) > 1
        return {
            "form": {key.replace("-", "_"): form.one(key) for key in self.options},
            "record": {key: form.one(f"record.{key}") for key in _HEAD},
            "kinds": [(code, kind.label.in_(lang)) for code, kind in laws.kinds.items()],
            "steps": [
                (key, step.label.in_(lang), form.one(f"step.{key}")) for key, step in laws.steps.items()
            ],
            "grids": [
                (g, g.rows(form), bool(form.one(f"none.{g.name}"))) for g in _grids(self.request, laws)
            ],
            "least": _LEAST,
            "more": form.one("more"),
            "added": _MORE,
            "records": self.kept["records"],
            "formats": [
                (name, said) for name, said in self.formats.items() if not (several and name == "docx")
            ],
            "answer": found,
        }


def _example(folder: str, name: str) -> Upload:
    return Upload(name, (root() / f"data/examples/{folder}/{name}").read_bytes())


# --- the record that is typed -------------------------------------------------------------------


def _grids(request: Request, laws: Definitions) -> list[Grid]:
    """The lists of a record as tables to type into, with the words of the graph to choose from."""
    schema = request.app.state.service.kg.corpus.case_schema
    remedy = schema.nodes[schema.case.fields["remedies"].node or ""].fields
    words = {
        "remedy-kind": schema.codes[remedy["kind"].codes or ""],
        "remedy-result": schema.codes[remedy["result"].codes or ""],
    }
    choices = {name: tuple((c.code, c.label) for c in codes.values()) for name, codes in words.items()}
    choices["method"] = tuple(laws.methods.items())
    return [
        Grid(
            name,
            ENTRY_NAMES[name],
            tuple(
                Cell(
                    key,
                    _LABELS[key],
                    "choice" if (bare := kind.rstrip("!")) in choices else _KINDS.get(bare, "text"),
                    choices.get(bare, ()),
                    "large" if key in ("detail", "subject", "outcome") else "",
                )
                for key, kind in fields.items()
            ),
        )
        for name, fields in ENTRIES.items()
    ]


def _record(request: Request, laws: Definitions, form: Sent) -> dict[str, Any]:
    """The record that the fields state; empty where nothing is filled in."""
    made: dict[str, Any] = {key: said for key in _HEAD if (said := form.one(f"record.{key}"))}
    for grid in _grids(request, laws):
        if rows := grid.rows(form):
            made[grid.name] = grid.values(rows)
        elif form.one(f"none.{grid.name}"):
            made[grid.name] = []
    if days := {key: said for key in laws.steps if (said := form.one(f"step.{key}"))}:
        made["procedure"] = days
    return made


def _fill(request: Request, laws: Definitions, form: Sent, record: Mapping[str, Any]) -> None:
    """Writes a record into the fields of a form."""
    for key in _HEAD:
        form.values[f"record.{key}"] = [str(record.get(key) or "")]
    for key in ("from", "to"):
        form.values[key] = form.values.get(key) or [str(record.get(key) or "")]
    for grid in _grids(request, laws):
        if (entries := record.get(grid.name)) is None:
            continue
        if not entries:
            form.values[f"none.{grid.name}"] = ["yes"]
        for number, row in enumerate(grid.filled(entries)):
            for key, said in row.items():
                form.values[f"{grid.name}.{number}.{key}"] = [said]
    for key, said in (record.get("procedure") or {}).items():
        form.values[f"step.{key}"] = [str(said)]
