"""The routes of the review page; each raises or answers, the work is done by the API's operations."""

from __future__ import annotations

import asyncio
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg_query.casefiles import TEMPLATES, Schema
from kg_query.errors import KgqError, LimitError, Problem, UsageError
from kg_query.inputs.holding import MATTER, other, told_apart
from kg_query.model import Text
from kg_query.workers import WorkerError

from ...api.caching import Kept
from ...api.operations import FORMATS
from ...identity import may_see_personal_data
from ...negotiation import disposition, language
from ...policy import NO_STORE
from ...problems import HttpProblem
from ..asking import ask, fetch
from ..frame import page
from ..sent import Upload as SentOn
from .batch import batch_page, opened, table_of
from .controls import addable, controls, heading, kind_label, parts
from .desk import (
    EXAMPLES,
    LARGEST,
    Desk,
    asked_example,
    asked_review,
    example,
    faults,
    read_one,
    started,
    taken,
)
from .draft import dumped, written
from .judging import results, reviewer, to_judge
from .told import matter_row, problem_rows, remarks_of, told
from .uploads import FILES, Sent, Upload, sent

__all__ = ["router"]

router = APIRouter()

#: What can be downloaded of a file, by the last step of the address: operation, its options, formats.
_DOWNLOADS: dict[str, tuple[str, dict[str, str], tuple[str, ...]]] = {
    "form": ("review", {}, ("docx", "pdf", "xlsx", "html")),
    "answer": ("review", {"repair": "true"}, ("json", "text")),
    "row": ("review", {}, ("csv", "turtle")),
    "summary": ("review", {"summary": "true"}, ("xlsx",)),
    "matters": ("review", {"matters": "true"}, ("json",)),
    "case-file": ("template-filled", {}, ("json", "xlsx")),
}


@router.api_route("/review", methods=["GET", "HEAD"], include_in_schema=False)
async def start(request: Request) -> Response:
    """The start of a review; `?example=` with a bundled example, `?new=` with a blank file of a kind."""
    asked = request.query_params
    schema = _schema(request)
    if name := asked.get("example", ""):
        desk = example(name, schema)
        await asked_example(request, name, desk)
    elif kind := asked.get("new", ""):
        desk = started(kind)
    else:
        return _own(page(request, "review/start.html", **_start(request)))
    return _own(page(request, "review/desk.html", **_values(request, desk, schema)))


def _own(answer: Response) -> Response:
    """A page that depends on who asks: whether they may see personal data."""
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


@router.post("/review", include_in_schema=False)
async def work(request: Request) -> Response:
    """The desk after what was asked for: a part of the form filled in, a row added, lines judged, a file opened."""
    schema = _schema(request)
    try:
        form = await _sent(request)
    except KgqError as fault:
        return _refused(request, list(fault.problems))
    if form.one("do") == "upload":
        return await _uploaded(request, form, schema)
    if form.one("do").startswith("case:"):
        desk = opened(request, form, schema)
        if desk is None:
            return _refused(request, [Problem(Text("找不到这份案卷", "that file is not there"))])
    else:
        desk = await asyncio.to_thread(taken, request, form, schema)
    return await _shown(request, desk, schema)


async def _shown(request: Request, desk: Desk, schema: Schema, status: int = 200) -> Response:
    await asked_review(request, desk)
    return page(request, "review/desk.html", 422 if desk.asked else status, **_values(request, desk, schema))


async def _uploaded(request: Request, form: Sent, schema: Schema) -> Response:
    if not form.files and not form.problems:
        hint = Text("可以一次选多份，或者一个 ZIP 压缩包", "Choose several at once, or a ZIP archive")
        return _refused(request, [Problem(Text("没有选择文件", "no file was chosen"), hint=hint)])
    if len(form.files) == 1 and not form.problems:
        file = form.files[0]
        if file.kind in ("csv", "parquet"):
            return _refused(request, list(other("matters", file.name).problems), _sent_on(file))
        try:
            drafts = await read_one(request, file, schema)
        except KgqError as fault:
            if told_apart(fault.problems, MATTER):
                return _refused(request, list(fault.problems), _sent_on(file))
            text = _as_text(file)
            if text is None:
                return _refused(request, list(fault.problems))
            desk = Desk({}, mode="text", text=text, format="yaml" if file.kind == "yaml" else "json")
            desk.asked = list(fault.problems)
            return await _shown(request, desk, schema)
        except (WorkerError, HttpProblem) as fault:
            return _refused(request, faults(fault))
        if len(drafts) == 1 and len(dumped(drafts[0])) <= LARGEST:
            desk = Desk(drafts[0], mode="result")
            desk.show = form.one("show") == "yes" and may_see_personal_data(request)
            return await _shown(request, desk, schema)
    return await batch_page(request, form, schema)


def _sent_on(file: Upload) -> SentOn:
    return SentOn(file.name, file.content)


def _as_text(file: Upload) -> str | None:
    """The text of a file that can be mended here; None where it is none."""
    if file.kind not in ("json", "yaml") or len(file.content) > LARGEST:
        return None
    try:
        return file.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


@router.post("/review/{what}", include_in_schema=False)
async def download(request: Request, what: str) -> Response:
    """A file made of the draft: the official form, the case file, the matters for assessment, the answer."""
    if what == "table":
        return await table_of(request, await _sent(request))
    if what == "assess":
        return await _handed_over(request)
    if what not in _DOWNLOADS:
        raise HttpProblem(404, "not-found")
    operation, options, formats = _DOWNLOADS[what]
    schema = _schema(request)
    form = await _sent(request)
    desk = await asyncio.to_thread(taken, request, form, schema)
    format = request.query_params.get("format", formats[0])
    if desk.asked:
        return await _shown(request, desk, schema)
    body = dumped(desk.draft).encode("utf-8", "replace")
    masked = False if what == "case-file" else not desk.show
    try:
        if format not in formats:
            raise UsageError(Text("没有这种格式", "there is no such format"), "format")
        made = await fetch(request, operation, options=options, body=body, format=format, masked=masked)
    except (KgqError, WorkerError, HttpProblem) as fault:
        desk.asked = faults(fault)
        return await _shown(request, desk, schema)
    return _file(request, made, format, what)


async def _handed_over(request: Request) -> Response:
    """The officers' matters that a file makes, each with a way to the page that assesses it."""
    schema = _schema(request)
    form = await _sent(request)
    desk = await asyncio.to_thread(taken, request, form, schema)
    if desk.asked:
        return await _shown(request, desk, schema)
    body = dumped(desk.draft).encode("utf-8", "replace")
    try:
        matters = await ask(request, "review", options={"matters": "true"}, body=body, masked=not desk.show)
    except (KgqError, WorkerError, HttpProblem) as fault:
        desk.asked = faults(fault)
        return await _shown(request, desk, schema)
    corpus, state = request.app.state.service.kg.corpus, dumped(desk.draft)
    rows = [matter_row(corpus, matter) for matter in matters]
    values: dict[str, Any] = {
        "desk": desk,
        "state": state,
        "matters": rows,
        "name": str(desk.draft.get("id") or ""),
    }
    return page(request, "review/matters.html", **values, switch_form="desk")


def _file(request: Request, made: Kept, format: str, what: str) -> Response:
    ending = {"text": "txt", "turtle": "ttl"}.get(format, format)
    headers = {
        "Content-Type": FORMATS[format],
        "Content-Disposition": disposition(made.filename or f"{what}.{ending}"),
        "Cache-Control": NO_STORE,
        "Content-Language": language(request),
    }
    return Response(made.content, headers=headers)


# --- what pages are written from -----------------------------------------------------------------


def _schema(request: Request) -> Schema:
    schema: Schema = request.app.state.service.kg.corpus.case_schema
    return schema


async def _sent(request: Request) -> Sent:
    return await asyncio.to_thread(sent, await request.body(), request.headers.get("content-type", ""))


def _start(
    request: Request, problems: list[Problem] | None = None, matter: SentOn | None = None
) -> dict[str, Any]:
    corpus = request.app.state.service.kg.corpus
    slug = next((c.provision.split("/")[0] for c in corpus.case_schema.criteria.values()), "")
    standard = corpus.regulations.get(slug)
    return {
        "standard": standard.title if standard else None,
        "kinds": [(name, kind_label(_schema(request), name)) for name in TEMPLATES],
        "examples": EXAMPLES,
        "files": FILES,
        "asked": [_told(p) for p in problems or ()],
        "matter": matter,
        "may_show": may_see_personal_data(request),
    }


def _refused(request: Request, problems: list[Problem], matter: SentOn | None = None) -> Response:
    """The start of a review with what is wrong; a matter can be sent on to where it is read."""
    return page(request, "review/start.html", 422, **_start(request, problems, matter))


def _told(problem: Problem) -> dict[str, Any]:
    hint = problem.hint.to_json() if problem.hint else None
    return {"message": problem.message.to_json(), "where": problem.where, "hint": hint}


def _values(request: Request, desk: Desk, schema: Schema) -> dict[str, Any]:
    """What the template of the desk names."""
    corpus, lang = request.app.state.service.kg.corpus, language(request)
    rows = problem_rows(schema, desk.problems, lang)
    remarks = remarks_of(desk.review, rows)
    state = dumped(desk.draft)
    if len(state) > LARGEST:
        raise LimitError(Text("案卷过大，不能在表单中填写", "the file is too large for the form"))
    label, meaning, notation = heading(schema, desk.section)
    values: dict[str, Any] = {
        "desk": desk,
        "state": state,
        "name": str(desk.draft.get("id") or ""),
        "problems": rows,
        "asked": [_told(p) for p in desk.asked],
        "told": told(corpus, desk.review, desk.draft, lang) if desk.review else None,
        "may_show": may_see_personal_data(request),
        "switch_form": "desk",
        "groups": None,
        "judge": [],
    }
    if desk.mode == "form":
        values |= {
            "groups": parts(schema, desk.draft, remarks, desk.section),
            "addable": addable(schema, desk.draft),
            "controls": controls(schema, desk.draft, desk.section, remarks),
            "label": label,
            "meaning": meaning,
            "notation": notation,
            "lines": [
                c for c in schema.criteria.values() if notation and c.notation.startswith(f"{notation}-")
            ],
        }
    elif desk.mode == "text":
        values["text_shown"] = desk.text if desk.text is not None else written(desk.draft, desk.format)
    elif desk.review is not None:
        by, on = reviewer(desk.draft)
        values |= {
            "judge": to_judge(schema, desk.draft, desk.review),
            "results": results(schema),
            "by": by,
            "on": on,
        }
    return values
