"""The pages of the named questions: all of them, and each with its parameters as a form and its answer as a table."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg_query.ask import TOPICS, Question
from kg_query.ask import questions as all_questions
from kg_query.corpus import Corpus
from kg_query.errors import InputError, UsageError, did_you_mean
from kg_query.inputs import shown
from kg_query.model import Text
from kg_query.wording.templates.columns import head

from ..api.bodies import example_body
from ..api.refusals import NotFound
from ..api.table import operations
from ..identity import may_see_personal_data
from ..negotiation import language
from ..policy import NO_STORE
from .asked import page_number
from .asking import ask, fetch
from .frame import html, kept_page, page
from .named import Named, Said
from .question_choices import called, fields, given
from .sent import FAULTS, Sent, Upload, envelope, masked, problems, saved, sent, typed

__all__ = ["router"]

router = APIRouter()

#: Rows on one page; a chart is drawn of so many rows at most.
_ROWS, _BARS = 100, 40
_FORMATS = ("xlsx", "csv", "json", "docx", "pdf", "html")
#: Questions that have no topic: what they need, what they are about, what is said of them.
_KINDS = (
    (
        "comparison",
        Text("关于各部规定的比较", "About how the regulations compare"),
        Text(
            "比较当场算出，首次需要数秒。",
            "The comparison is worked out when it is first asked for, which takes seconds.",
        ),
    ),
    (
        "case-files",
        Text("关于案卷", "About case files"),
        Text(
            "就所上传的案卷及其评查结果作答；用后即弃。",
            "Asked of the case files that you bring, with their reviews; they are forgotten at once.",
        ),
    ),
)
#: What "shall not" means of a norm that relieves: not that relief is barred.
_NOT_PURSUED = Text("不得追究责任", "liability shall not be pursued")
#: Columns of numbers that say which, not how many.
_NOT_COUNTED = {"article", "number", "rank", "precedence", "at", "order"}


@router.api_route("/questions", methods=["GET", "HEAD"], include_in_schema=False)
async def index(request: Request) -> Response:
    """All named questions."""

    async def made() -> str:
        lang = language(request)
        every = await ask(request, "questions")
        words = " ".join(request.query_params.get("q", "").split())[:100]
        found = [one for one in every if _has(one, words)]
        groups = [
            {
                "title": title.in_(lang),
                "said": said.in_(lang),
                "key": key,
                "questions": [
                    one | {"asks": [called(Text(**p["meaning"]), lang)[0] for p in one["parameters"]]}
                    for one in found
                    if key in (one["topic"], one["needs"])
                ],
            }
            for key, title, said in [*((key, title, Text("", "")) for key, title in TOPICS.items()), *_KINDS]
        ]
        return html(
            request, "questions/list.html", groups=groups, total=len(every), found=len(found), q=words
        )

    return await kept_page(request, made)


def _has(one: Mapping[str, Any], words: str) -> bool:
    """Whether a question has all the words, in its own words or those of its parameters."""
    meanings = [text for p in one["parameters"] for text in p["meaning"].values()]
    whole = " ".join([one["name"], *one["question"].values(), *meanings]).casefold()
    return all(word in whole for word in words.casefold().split())


def _question(name: str) -> Question:
    every = all_questions()
    if name not in every:
        raise NotFound(
            Text(f"没有名为“{shown(name)}”的问题", f"no question is called “{shown(name)}”"),
            hint=did_you_mean(name, every)
            or Text("全部问题见 /questions", "All of them are listed at /questions"),
        )
    return every[name]


@router.api_route("/questions/{name}", methods=["GET", "HEAD"], include_in_schema=False)
async def one(request: Request, name: str) -> Response:
    """One question: its form, and its answer where nothing has to be brought first."""
    question = _question(name)
    asked = dict(request.query_params)
    values = given(question, asked)
    run = question.needs is None or (
        question.needs == "comparison"
        and ("run" in asked or any(p.name in asked for p in question.parameters))
    )

    async def made() -> str:
        rows = (
            await ask(request, "ask", path={"name": name}, options={"param": _params(values)})
            if run
            else None
        )
        return html(request, "questions/one.html", **_values(request, question, values, rows, asked))

    try:
        return await kept_page(request, made)
    except FAULTS as fault:
        status, told = problems(fault)
        shown_ = _values(request, question, values, None, asked)
        return page(request, "questions/one.html", status, **{**shown_, "problems_": told})


@router.post("/questions/{name}", include_in_schema=False)
async def of_files(request: Request, name: str) -> Response:
    """One question, asked of the files that the form brings; `format` asks for a file instead of the page."""
    question = _question(name)
    found, files = Sent(), list[Upload]()
    try:
        found = await sent(request)
        files = _files(found)
        values = given(question, {k: v[0] for k, v in found.values.items()})
        if not files:
            raise InputError(
                Text("没有案卷", "there is no case file"),
                hint=Text("请选择文件，或者用示例", "Choose a file, or take the example"),
            )
        body, kind = envelope(("load", file) for file in files)
        asked: dict[str, Any] = {
            "path": {"name": name},
            "options": {"param": _params(values)},
            "body": body,
            "media_type": kind,
            "masked": masked(request, found),
        }
        format = found.one("format")
        if format in _FORMATS:
            return saved(await fetch(request, "ask-of-files", format=format, **asked), format, name)
        if format:
            raise UsageError(
                Text(f"没有 {shown(format)} 格式", f"there is no format {shown(format)}"),
                hint=Text("、".join(_FORMATS), ", ".join(_FORMATS)),
            )
        rows = await ask(request, "ask-of-files", **asked)
        status, told = 200, list[dict[str, Any]]()
    except FAULTS as fault:
        values = given(question, {k: v[0] for k, v in found.values.items()})
        rows = None
        status, told = problems(fault)
    shown_ = _values(request, question, values, rows, {}, files)
    shown_ |= {"problems_": told, "show_personal": found.one("personal-data") == "show"}
    answer = page(request, "questions/one.html", status, **shown_)
    answer.headers["Cache-Control"] = NO_STORE
    return answer


def _files(found: Sent) -> list[Upload]:
    """The files of the form, those sent before first; the bundled example where that is asked for."""
    files = found.uploads("load")
    if found.one("example"):
        example = operations()["ask-of-files"].examples[0]
        files = [typed(f"{example.name}.json", example_body(example))]
    return files


def _params(values: Mapping[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in values.items()]


def _values(
    request: Request,
    question: Question,
    values: Mapping[str, str],
    rows: list[dict[str, Any]] | None,
    asked: Mapping[str, str],
    files: Sequence[Upload] = (),
) -> dict[str, Any]:
    corpus: Corpus = request.app.state.service.kg.corpus
    lang = language(request)
    number = page_number(asked.get("page", "1"))
    columns = _apart(rows or [], corpus, lang)
    some = (rows or [])[(number - 1) * _ROWS : number * _ROWS]
    words = ["kgq", "ask", question.name, *(w for p in _params(values) for w in ("--param", p))]
    load = ["--load", "FILE"] if question.needs == "case-files" else []
    return {
        "question": question,
        "fields": fields(question, values, corpus, lang),
        "given": dict(values),
        "params": _params(values),
        "columns": [(head(column, lang), _is_number(rows or [], column)) for column in columns],
        "rows": None if rows is None else _cells(some, columns, corpus, lang),
        "total": len(rows or []),
        "page": number,
        "pages": max(1, -(-len(rows or []) // _ROWS)),
        "chart_": _chart(rows or [], columns, corpus, lang),
        "files": files,
        "command": shlex.join([*words, *load]),
        "problems_": [],
        "may_see": request.method != "POST" or may_see_personal_data(request),
        "show_personal": False,
        "switch_form": "asked" if question.needs == "case-files" and files else "",
    }


def _cells(rows: list[dict[str, Any]], columns: list[str], corpus: Corpus, lang: str) -> list[list[Said]]:
    named = Named(corpus, lang)
    return [[_cell(named, row, column) for column in columns] for row in rows]


def _cell(named: Named, row: Mapping[str, Any], column: str) -> Said:
    """A value of an answer, in words that what stands beside it neither repeats nor turns round."""
    value, corpus = row.get(column), named.corpus
    unit = corpus.provisions.get(str(value)) if column != "regulation" else None
    if unit is not None and row.get("regulation") == unit.regulation:
        return named.clause(unit.id)
    outcome = corpus.outcomes.get(str(row.get("outcome")))
    if column == "modality" and value == "must_not" and outcome and outcome.group == "full_relief":
        return Said(_NOT_PURSUED.in_(named.lang), "", value)
    return named.cell(column, value)


def _apart(rows: list[dict[str, Any]], corpus: Corpus, lang: str) -> list[str]:
    """The columns of an answer, without a name that stands in words beside it already."""
    named = Named(corpus, lang)
    found: dict[str, list[str]] = {}
    for column in rows[0] if rows else ():
        said = [named.cell(column, row.get(column)).text for row in rows]
        if column not in ("label", "title") or said not in found.values():
            found[column] = said
    return list(found)


def _is_number(rows: list[dict[str, Any]], column: str) -> bool:
    """Whether a column holds numbers, and nothing else."""
    values = [row[column] for row in rows if row[column] is not None]
    return bool(values) and all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values)


def _chart(
    rows: list[dict[str, Any]], columns: list[str], corpus: Corpus, lang: str
) -> dict[str, Any] | None:
    """The numbers of an answer as bars; None where its rows have no names of their own, or no numbers."""
    if not 2 <= len(rows) <= _BARS:
        return None
    numeric = [column for column in columns if column not in _NOT_COUNTED and _is_number(rows, column)]
    named = Named(corpus, lang)
    for column in columns:
        labels = [named.cell(column, row[column]).text for row in rows]
        if column not in numeric and all(labels) and len(set(labels)) == len(labels):
            break
    else:
        return None
    series = [{"name": head(c, lang), "values": [row[c] or 0 for row in rows]} for c in numeric[:4]]
    return {"categories": labels, "series": series, "unit": ""} if series else None
