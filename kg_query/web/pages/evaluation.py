"""The page on the routine evaluation of teams: case files and a record in, indicators and steps out, no total."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg_query.errors import InputError, UsageError, did_you_mean
from kg_query.evaluation.record import ENTRIES
from kg_query.evaluation.words import ENTRY_NAMES
from kg_query.files import root
from kg_query.inputs import shown
from kg_query.model import Text

from ..api.caching import Kept
from ..identity import may_see_personal_data
from ..negotiation import language
from .asking import fetch
from .evaluation_view import view
from .frame import html, kept_page, page
from .grid import Cell, Grid
from .laws import evaluation_of
from .named import Named
from .sent import FAULTS, Sent, Upload, envelope, masked, pasted, problems, saved, sent, typed

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
_OPTIONS = ("team", "from", "to", "as-of")
_FORMATS = {"xlsx": "XLSX", "docx": "DOCX", "csv": "CSV", "json": "JSON"}
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
    laws = await evaluation_of(request)

    async def made() -> str:
        name = request.query_params.get("example", "")
        form = Sent({key: request.query_params.getlist(key) for key in _OPTIONS})
        if not name:
            return html(request, "evaluation/page.html", **_values(request, laws, form, [], []))
        if name not in EXAMPLES:
            raise UsageError(
                Text(f"没有示例“{shown(name)}”", f"there is no example “{shown(name)}”"),
                hint=did_you_mean(name, EXAMPLES, always=True),
            )
        _, files, record, further, day = EXAMPLES[name]
        kept = [_example("casefiles", one) for one in files]
        records = [_example("evaluation", one) for one in further]
        _fill(request, laws, form, json.loads(_example("evaluation", record).content))
        form.values["as-of"] = form.values.get("as-of") or [day]
        if further:
            form.values["from"], form.values["to"] = [], []
        answered = await _asked(request, laws, kept, records, form, False)
        values = _values(
            request, laws, form, kept, records, answer=json.loads(answered.content), example=name
        )
        return html(request, "evaluation/page.html", **values)

    return await kept_page(request, made)


@router.post("/evaluation", include_in_schema=False)
@router.post("/evaluation/file", include_in_schema=False)
async def worked_out(request: Request) -> Response:
    """The form with the answer to what it brings, or the answer as a file."""
    laws = await evaluation_of(request)
    form = Sent()
    kept: list[Upload] = []
    records: list[Upload] = []
    try:
        form = await sent(request)
        kept, records = form.uploads("files"), form.uploads("records")
        if form.one("more"):
            return page(
                request,
                "evaluation/page.html",
                switch_form="work",
                **_values(request, laws, form, kept, records),
            )
        fresh = pasted(form.one("pasted"), "pasted")
        every = [*kept, fresh] if fresh else kept
        hide = masked(request, form)
        if name := form.one("file"):
            if name not in _FORMATS:
                raise UsageError(Text(f"没有格式“{shown(name)}”", f"there is no format “{shown(name)}”"))
            return saved(await _asked(request, laws, every, records, form, hide, name), name, "evaluation")
        answer = json.loads((await _asked(request, laws, every, records, form, hide)).content)
    except FAULTS as fault:
        status, told = problems(fault)
        kept, records = form.left("files"), form.left("records")
        return page(
            request, "evaluation/page.html", status, switch_form="work",
            **_values(request, laws, form, kept, records, told=told),
        )  # fmt: skip
    form.values.pop("pasted", None)  # from now on it is one of the files
    return page(
        request, "evaluation/page.html", switch_form="work",
        **_values(request, laws, form, every, records, answer=answer),
    )  # fmt: skip


async def _asked(
    request: Request,
    laws: Definitions,
    kept: Sequence[Upload],
    records: Sequence[Upload],
    form: Sent,
    masked: bool,
    format: str = "json",
) -> Kept:
    options = {key: said for key in _OPTIONS if (said := form.one(key))}
    files = [("case_files", one) for one in kept] + [("records", one) for one in records]
    if record := _record(request, laws, form):
        files.append(("records", typed("typed.json", record)))
    if not files:
        raise InputError(
            Text("还没有案卷，也没有评议记录", "there is neither a case file nor a record"),
            hint=Text("上传案卷，或者填写评议记录", "Send case files, or fill in the record"),
        )
    body, kind = envelope(files)
    return await fetch(
        request, "evaluate", options=options, body=body, media_type=kind, masked=masked, format=format
    )


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


# --- the page -----------------------------------------------------------------------------------


def _values(
    request: Request,
    laws: Definitions,
    form: Sent,
    kept: Sequence[Upload],
    records: Sequence[Upload],
    *,
    told: Sequence[Mapping[str, Any]] = (),
    answer: Mapping[str, Any] | None = None,
    example: str = "",
) -> dict[str, Any]:
    lang = language(request)
    found = view(answer, laws, Named(request.app.state.service.kg.corpus, lang)) if answer else None
    several = found is not None and len(found["teams"]) > 1
    return {
        "form": {key.replace("-", "_"): form.one(key) for key in _OPTIONS},
        "record": {key: form.one(f"record.{key}") for key in _HEAD},
        "kinds": [(code, kind.label.in_(lang)) for code, kind in laws.kinds.items()],
        "steps": [(key, step.label.in_(lang), form.one(f"step.{key}")) for key, step in laws.steps.items()],
        "grids": [(g, g.rows(form), bool(form.one(f"none.{g.name}"))) for g in _grids(request, laws)],
        "least": _LEAST,
        "more": form.one("more"),
        "added": _MORE,
        "pasted": form.one("pasted"),
        "kept": kept,
        "records": records,
        "told": told,
        "example": example,
        "examples": {name: one[0] for name, one in EXAMPLES.items()},
        "may_show": request.method != "POST" or may_see_personal_data(request),
        "shows": form.one("personal-data") == "show",
        "formats": [(name, said) for name, said in _FORMATS.items() if not (several and name == "docx")],
        "answer": found,
    }
