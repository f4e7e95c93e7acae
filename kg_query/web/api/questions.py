"""Operations that ask named questions of the graph, of case files, or of a comparison."""

from __future__ import annotations

from collections.abc import Iterable

from kg_query.ask import QUESTION_COLUMNS, questions
from kg_query.errors import UsageError
from kg_query.graph import KnowledgeGraph
from kg_query.inputs import shown
from kg_query.model import Text

from .inputs import Role
from .operations import Answer, Call, Example, Operation, file, json, rows
from .options import Parameter

__all__ = ["OPERATIONS"]

_TAG = "questions"
_FORMATS = ("json", "csv", "text", "html", "xlsx", "docx", "pdf")
_LOADED = Role(
    "load",
    ("load", "file", "files", "matter", "matters", "case_file", "case_files"),
    ("json", "yaml", "turtle", "ntriples", "csv", "xlsx", "parquet"),
)


def _questions(call: Call) -> Answer:
    every = list(questions().values())
    if call.format != "json":
        return rows(call, "questions", QUESTION_COLUMNS, (q.row(call.lang) for q in every), "ask", "--list")
    return json([q.to_json() for q in every])


def _ask(call: Call) -> Answer:
    name, words = call.path["name"], call.options.all("param")
    load = call.files() if call.operation.roles else []
    if (needs := questions()[name].needs) == "case-files" and not load:
        raise UsageError(
            Text(f"问题“{name}”需要案卷", f"question “{name}” is asked of case files"),
            hint=Text(f"请 POST 到 /api/v1/questions/{name}", f"POST them to /api/v1/questions/{name}"),
        )
    assert needs in (None, "case-files", "comparison")
    answer = call.kg.ask(name, _parameters(words), call.lang, load)
    if call.format == "json":
        return json(answer.to_json())
    if call.format == "csv":
        return rows(call, "questions", answer.columns, answer.rows)
    from kg_query.reports.documents.of_rows import answer_document
    from kg_query.reports.documents.render import render

    said = [
        "ask",
        name,
        *(w for p in words for w in ("--param", p)),
        *(w for f in load for w in ("--load", str(f))),
    ]
    title = answer.question.words.in_(call.lang)
    made = answer_document(name, title, answer.columns, answer.rows, call.lang, call.command_line(said))
    return file(call, render(made, call.format), name)


def _parameters(words: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in words:
        key, equals, value = word.partition("=")
        if not equals or not key:
            raise UsageError(
                Text(
                    f"param 应写作 名称=值，不能是“{shown(word)}”",
                    f"param is written name=value, not “{shown(word)}”",
                )
            )
        if key in found:
            raise UsageError(
                Text(f"问题的参数“{shown(key)}”重复", f"the question's parameter “{shown(key)}” stands twice")
            )
        found[key] = value
    return found


def _names(kg: KnowledgeGraph) -> list[str]:
    return list(questions())


_PARAM = Parameter(
    "param",
    Text("问题的参数，写作 名称=值；可重复", "a parameter of the question, as name=value; repeatable"),
    several=True,
    example="ground=force_majeure",
    pattern="^[^=]+=",
)
_NAME = Parameter(
    "name",
    Text("问题的名称", "the name of the question"),
    known=_names,
    example="relief-for-ground",
    required=True,
)

OPERATIONS = (
    Operation(
        "questions", "GET", "/questions",
        Text("全部具名问题", "All named questions"),
        Text("每个问题及其参数、来源和所需。", "Each question with its parameters, its source and what it needs."),
        _questions, "questions", _TAG, formats=("json", "csv", "xlsx"), needs_files=False, here=True,
    ),
    Operation(
        "ask", "GET", "/questions/{name}",
        Text("回答一个问题", "The answer to a question"),
        Text(
            "针对图谱或者各部规定的比较。比较当场算出，首次需要数秒。",
            "Asked of the graph, or of a comparison of the regulations, which is worked out then and takes seconds.",
        ),
        _ask, "answer", _TAG, (_PARAM,), places=(_NAME,), formats=_FORMATS, seconds=60.0, needs_files=False,
    ),
    Operation(
        "ask-of-files", "POST", "/questions/{name}",
        Text("就自带的文件回答一个问题", "The answer to a question about files"),
        Text(
            "先载入案卷或者事项，连同其评查结果与认定结论，再回答。",
            "Case files or matters are loaded first, with their reviews and verdicts.",
        ),
        _ask, "answer", _TAG, (_PARAM,), places=(_NAME,), roles=(_LOADED,), formats=_FORMATS, seconds=60.0,
        examples=(
            Example(
                "penalty", Text("案卷的等次", "the grade of a case file"),
                "data/examples/casefiles/penalty-full.json", path={"name": "files-by-grade"},
            ),
        ),
    ),
)  # fmt: skip
