"""The state of a review that goes to and fro in the form: read from what was sent, asked of the API."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from fastapi import Request

from kg_query.casefiles import FORMATS, TEMPLATES, Schema
from kg_query.errors import InputError, KgqError, Problem, UsageError, did_you_mean, known_words
from kg_query.files import root
from kg_query.inputs import shown
from kg_query.model import Text
from kg_query.workers import WorkerError

from ...api.working import version
from ...identity import may_see_personal_data
from ...negotiation import language
from ...problems import HttpProblem, problem_of
from ..asking import ask, fetch
from .draft import Draft, add, at, blank, dumped, merged, parsed, remove, section_of
from .judging import judge
from .uploads import Sent, Upload

__all__ = [
    "EXAMPLES",
    "LARGEST",
    "MODES",
    "Desk",
    "asked_example",
    "asked_review",
    "example",
    "faults",
    "read_one",
    "started",
    "taken",
]

#: The largest file that is worked on in the form, in characters of its JSON.
LARGEST = 1_500_000
MODES = ("form", "text", "result")

#: The bundled examples that the page offers: file, what it shows.
EXAMPLES: tuple[tuple[str, Text], ...] = (
    ("penalty-half-judged", Text("处罚案卷，还有二十一项待人工判断", "a penalty file with twenty-one lines left to judge")),
    ("penalty-59.5", Text("处罚案卷，59.5 分：哪里扣分、怎样补正", "a penalty file at 59.5 points: what was lost, how to mend it")),
    ("penalty-preserved-8th-day", Text("先行登记保存超过七日", "evidence kept a day longer than seven days")),
    ("penalty-missing-documents", Text("缺少文书的处罚案卷", "a penalty file with documents missing")),
    ("penalty-hearing-full", Text("举行了听证的处罚案卷", "a penalty file with a hearing")),
    ("penalty-summary-full", Text("简易程序的处罚案卷", "a penalty file in summary procedure")),
    ("measure-25-hours", Text("行政强制措施，二十五小时后才补报", "a compulsory measure reported after 25 hours")),
    ("execution-full", Text("行政强制执行案卷", "a file on compulsory execution")),
)  # fmt: skip


@dataclass(slots=True)
class Desk:
    """What lies on the desk: the draft, what is looked at, and what was said of it.

    Attributes:
        draft: the file.
        mode: "form", "text" or "result".
        section: the part of the form that is open.
        text: what was typed as text, where it could not be read, or None.
        format: of the text, "json" or "yaml".
        show: whether personal data are shown in answers.
        problems: what the reader of case files has to say.
        asked: problems of what was asked for (an upload, a download).
        review: the answer of the API, or None.
        new: the place of what was just added.
    """

    draft: Draft
    mode: str = "form"
    section: str = "case"
    text: str | None = None
    format: str = "json"
    show: bool = False
    problems: list[Problem] = field(default_factory=list)
    asked: list[Problem] = field(default_factory=list)
    review: dict[str, Any] | None = None
    new: str | None = None


def started(kind: str) -> Desk:
    """A desk with a blank file of a kind.

    Raises:
        UsageError: there is no such kind.
    """
    if kind not in TEMPLATES:
        raise UsageError(
            Text("没有这种案卷", "there is no such kind of case file"), shown(kind), known_words(TEMPLATES)
        )
    return Desk(blank(kind))


def example(name: str, schema: Schema) -> Desk:
    """A desk with a bundled example, its result in view.

    Raises:
        UsageError: there is no such example.
    """
    if name not in dict(EXAMPLES):
        known = [one for one, _ in EXAMPLES]
        raise UsageError(
            Text("没有这个示例", "there is no such example"), shown(name),
            did_you_mean(name, known) or known_words(known),
        )  # fmt: skip
    path = root() / "data" / "examples" / "casefiles" / f"{name}.json"
    return Desk(parsed(path.read_text("utf-8"), schema), mode="result")


def taken(request: Request, form: Sent, schema: Schema) -> Desk:
    """The desk as the form has it, after what its button asks for.

    Args:
        request: who may see what.
        form: what was sent.
        schema: what a case file can say.
    """
    mode, section = form.one("mode"), form.one("section")
    desk = Desk({}, mode if mode in MODES else "form", section or "case", format=form.one("format"))
    desk.format = desk.format if desk.format in ("json", "yaml") else "json"
    desk.show = form.one("show") == "yes" and may_see_personal_data(request)
    was_text = desk.mode == "text" and "text" in form.fields
    source = form.one("text") if was_text else form.one("state")
    if len(source) > LARGEST:
        desk.asked.append(_too_large())
        return desk
    try:
        desk.draft = parsed(source, schema) if source.strip() else blank("penalty")
    except KgqError as fault:
        desk.text, desk.mode, desk.asked = source, "text", list(fault.problems)
        return desk
    if not was_text and mode == "form":
        desk.draft = merged(desk.draft, schema, desk.section, form.fields)
    judge(desk.draft, schema, form.fields)
    _do(desk, schema, form)
    return desk


def _do(desk: Desk, schema: Schema, form: Sent) -> None:
    """What the button that was pressed asks for: `open:`, `add:` and `remove:` a place, `mode:`, `check`."""
    verb, _, what = form.one("do").partition(":")
    if verb == "mode" and what.partition("-")[0] in MODES:
        desk.mode, _, format = what.partition("-")
        desk.format = format or desk.format
    elif verb == "open":
        desk.mode, desk.section = "form", section_of(schema, what) if what != "case" else "case"
    elif verb == "document":
        _document(desk, schema, form.one("document"))
    elif verb == "add" and what:
        steps = what.split("/")
        if steps[0] == "documents" and len(steps) == 2:
            _document(desk, schema, steps[1])
        else:
            desk.mode, desk.new = "form", add(desk.draft, schema, what)
    elif verb == "remove" and what:
        remove(desk.draft, what)
    if desk.mode == "form" and desk.section.startswith("documents/") and at(desk.draft, desk.section) is None:
        desk.section = "case"


def _document(desk: Desk, schema: Schema, slug: str) -> None:
    if slug in schema.documents:
        desk.mode, desk.section = "form", add(desk.draft, schema, f"documents/{slug}")
        if not isinstance(at(desk.draft, desk.section), dict):
            desk.section = "case"


def _too_large() -> Problem:
    return Problem(
        Text("案卷过大，不能在表单中填写", "the file is too large to be worked on in the form"),
        hint=Text(
            "请上传文件评查，或者用命令行 kgq review",
            "Upload it to have it reviewed, or use kgq review on the command line",
        ),
    )


# --- asking --------------------------------------------------------------------------------------


async def asked_example(request: Request, name: str, desk: Desk) -> None:
    """Has a bundled example reviewed: it is the same for everybody, and reviewed once."""
    state, lang = request.app.state, language(request)
    body = dumped(desk.draft).encode()
    made = partial(fetch, request, "review", options={"repair": "true"}, body=body, masked=False)
    kept = await state.answers.get(("review example", version(state.service), name, lang), made)
    desk.review = json.loads(kept.content)


async def asked_review(request: Request, desk: Desk) -> None:
    """Has the draft reviewed, as far as it can be; what is in the way stands in `problems`."""
    if desk.text is not None or not desk.draft:
        return
    body = dumped(desk.draft).encode("utf-8", "replace")
    try:
        desk.review = await ask(
            request, "review", options={"repair": "true"}, body=body, masked=not desk.show
        )
    except (KgqError, WorkerError, HttpProblem) as fault:
        desk.problems = faults(fault)


def faults(fault: Exception, where: str | None = None) -> list[Problem]:
    """What is wrong, one by one, of any fault that a page can show.

    Args:
        fault: what was raised.
        where: the file that was worked on, for faults that do not say.
    """
    if isinstance(fault, KgqError):
        return list(fault.problems)
    told = problem_of(fault)
    return [Problem(told.detail, where)]


async def read_one(request: Request, file: Upload, schema: Schema) -> list[Draft]:
    """The case files in one file that was uploaded, as drafts.

    Raises:
        KgqError: it cannot be read; every problem names the file.
    """
    if file.kind not in FORMATS:
        raise InputError(
            Text("这种文件不是案卷", "this kind of file is no case file"),
            file.name,
            Text(
                "可以是 XLSX 工作簿、JSON、YAML、Turtle", "It may be an XLSX workbook, JSON, YAML or Turtle"
            ),
        )
    try:
        value: Any = await ask(
            request, "template-filled", body=file.content or b" ", media_type=file.media_type, masked=False
        )
    except KgqError as fault:
        raise InputError.collect([_named(p, file.name) for p in fault.problems]) from None
    found = value if isinstance(value, list) else [value]
    return [parsed(dumped(one), schema) for one in found]


def _named(problem: Problem, name: str) -> Problem:
    """The problem with the name of the file in the place of that of the request."""
    place = problem.where or ""
    if place.startswith("request."):
        _, mark, rest = place.partition(" › ")
        place = f"{name}{mark}{rest}"
    return Problem(problem.message, place or name, problem.hint)
