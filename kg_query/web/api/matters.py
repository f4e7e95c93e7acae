"""Operations about a matter: assess, explain, requires, what-if, duties."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from kg_query.errors import UsageError
from kg_query.matters import read_matters
from kg_query.matters.choosing import choose
from kg_query.model import Matter, Text

from .common import MATTER, MATTERS, REGULATIONS, assessed, grounds
from .operations import Answer, Call, Example, Operation, file, json, rows, text
from .options import Parameter

__all__ = ["OPERATIONS"]

_TAG = "matters"
#: A reasoned opinion on one matter.
OPINIONS = ("html", "docx", "pdf")


def _matters(call: Call) -> list[Matter]:
    return read_matters(call.files(), call.kg.corpus)


def _one(call: Call) -> Matter:
    return choose(_matters(call), call.options.one("matter"), "matter=")


def _assess(call: Call) -> Answer:
    kg, options = call.kg, call.options
    matters = _matters(call)
    if options.one("matter") is not None or call.format in OPINIONS:
        matters = [choose(matters, options.one("matter"), "matter=")]
    if options.flag("matters"):
        return _as_read(call, matters)
    all_norms = options.flag("all-norms")
    engine: Any = options.one("engine") or "compiled"
    verdicts = kg.verdicts(matters, options.all("regulation") or None, engine)
    if call.format in ("csv", "xlsx"):
        from kg_query.assess.rows import COLUMNS
        from kg_query.assess.rows import rows as lines

        return rows(call, "assess", COLUMNS, lines(verdicts))
    if call.format in OPINIONS:
        return _opinion(call, matters[0])
    if call.format == "turtle":
        from kg_query.assess.rdf import matter_graph, verdict_graph

        graph = matter_graph(matters) + verdict_graph(kg.corpus, matters, verdicts, all_norms)
        return file(call, graph.serialize(format="turtle").encode())
    if call.format == "text":
        from kg_query.assess import text as render

        pages = [
            render.verdict(kg.corpus, matter, verdict, call.lang, all_norms, file=None)
            for matter, verdict in zip(matters, verdicts, strict=True)
        ]
        return text("\n\n".join(page.rstrip("\n") for page in pages))
    values = [verdict.to_json(all_norms) for verdict in verdicts]
    return json(values[0] if len(values) == 1 else values)


def _opinion(call: Call, matter: Matter) -> Answer:
    from kg_query.reports.output import file_name

    command = call.command_line(["assess", "FILE", *call.options.words()])
    made = call.kg.opinion(matter, call.options.all("regulation") or None)
    return file(
        call, made.render(call.format, call.lang, command, call.added), file_name(f"opinion-{matter.id}")
    )


def _as_read(call: Call, matters: list[Matter]) -> Answer:
    from kg_query.matters.written import matter_json

    if call.format != "json":
        raise UsageError(
            Text("matters 只给出 JSON 事项，不能与别的 format 连用", "matters gives matters as JSON only: no other format goes with it")
        )  # fmt: skip
    values = [matter_json(matter) for matter in matters]
    return json(values[0] if len(values) == 1 else values)


def _explain(call: Call) -> Answer:
    regulation = call.options.one("regulation")
    assert regulation is not None
    proof = call.kg.explain(_one(call), regulation, call.options.one("provision"))
    if call.format == "turtle":
        return file(call, proof.to_turtle().encode())
    return text(proof.to_text(call.lang)) if call.format == "text" else json(proof.to_json())


def _requires(call: Call) -> Answer:
    answer = call.kg.requires(_one(call), regulations=call.options.all("regulation") or None)
    return _told(call, answer, answer.rows)


def _what_if(call: Call) -> Answer:
    options = call.options
    answer = call.kg.what_if(
        _one(call),
        options.all("establish"),
        options.all("refute"),
        unknown=options.all("unknown"),
        withdraw=options.all("withdraw"),
        regulations=options.all("regulation") or None,
    )
    return _told(call, answer, answer.rows)


def _told(call: Call, answer: Any, lines: Callable[[], Iterable[tuple[Any, ...]]]) -> Answer:
    if call.format in ("csv", "xlsx"):
        return rows(call, call.operation.name, answer.columns, lines())
    return text(answer.to_text(call.lang)) if call.format == "text" else json(answer.to_json())


def _duties(call: Call) -> Answer:
    options = call.options
    answer = call.kg.duties(_one(call), options.one("as-of"), options.all("regulation") or None)
    return _told(call, answer, lambda: answer.rows(call.lang))


def _supposed(name: str, zh: str, en: str, example: str) -> Parameter:
    return Parameter(name, Text(zh, en), several=True, known=grounds, example=example)


_MATTER = Example("matter", Text("一个事项", "one matter"), "data/examples/matter.json")
_RDF = Example(
    "turtle", Text("Turtle 事项", "a matter in Turtle"), "data/examples/matters/emergency.ttl",
    media_type="text/turtle",
)  # fmt: skip
_YAML = Example(
    "yaml", Text("YAML 事项", "matters in YAML"), "data/examples/matters/pilot.yaml",
    media_type="application/yaml",
)  # fmt: skip
_LINKED = Example(
    "jsonld", Text("JSON-LD 事项", "a matter in JSON-LD"), "data/examples/matters/omitted-evidence.jsonld",
    media_type="application/ld+json",
)  # fmt: skip
_TRIPLES = Example(
    "ntriples", Text("N-Triples 事项", "a matter in N-Triples"), "data/examples/matters/range-changed.nt",
    media_type="application/n-triples",
)  # fmt: skip
_TABLE = Example(
    "csv",
    Text("一表多事项", "many matters in a table"),
    "data/examples/matters/batch.csv",
    media_type="text/csv",
)
_ENVELOPE = Example(
    "envelope",
    Text("事项连同选项", "a matter with options"),
    value={
        "matter": {"id": "m1", "established": ["force_majeure", "unable_to_perform_duty"]},
        "regulation": ["nanmu"],
        "all-norms": True,
    },
)

OPERATIONS = (
    Operation(
        "assess",
        "POST",
        "/assess",
        Text("认定事项", "Assess matters"),
        Text(
            "按各部规定认定事项，给出结论与所依条款。一个事项得到一个对象，多个则得到列表。"
            "html、docx、pdf 是一个事项的认定意见：事实、规范、涵摄、结论，供核对、签署。",
            "What each regulation says of a matter, with the provisions that say it. One matter gives one object, "
            "many give a list. html, docx and pdf are a reasoned opinion on one matter: facts, norms, their "
            "application and the conclusion, to be checked and signed.",
        ),
        _assess,
        "assess",
        _TAG,
        (
            REGULATIONS,
            Parameter(
                "all-norms",
                Text("也列出未触及的条款及其所缺的认定", "also the norms that are not engaged, and what they lack"),
                "flag",
            ),
            Parameter(
                "engine",
                Text(
                    "推理引擎；两者结论相同，reference 在 RDF 中推理（慢）",
                    "the engine; both give the same answer, reference reasons in RDF (slow)",
                ),
                known=("compiled", "reference"),
            ),
            MATTER,
            Parameter(
                "matters",
                Text(
                    "不作认定，只给出读入的事项（JSON），例如由表格或者 RDF 得来",
                    "the matters as they were read (JSON), such as from a table or RDF, without assessing them",
                ),
                "flag",
            ),
        ),
        roles=(MATTERS,),
        formats=("json", "csv", "xlsx", "turtle", "text", *OPINIONS),
        seconds=30.0,
        examples=(_MATTER, _ENVELOPE, _LINKED, _YAML, _RDF, _TRIPLES, _TABLE),
    ),
    Operation(
        "explain",
        "POST",
        "/explain",
        Text("说明理由", "Explain an answer"),
        Text(
            "证明一部规定为何对事项得出这一结论；指定条款时，说明它为何适用或者不适用。每一步引出原文、所依认定与所采解读。",
            "Why a regulation answers a matter as it does; for one provision, why it applies or why not. Every step "
            "quotes the clause and names the findings and readings it rests on.",
        ),
        _explain,
        "explain",
        _TAG,
        (
            Parameter(
                "regulation", Text("哪一部规定", "which regulation"), known=assessed, example="nanmu", required=True
            ),
            Parameter(
                "provision",
                Text("只证明这一条款", "only this provision"),
                example="art_9__point_4",
            ),
            MATTER,
        ),
        roles=(MATTERS,),
        formats=("json", "turtle", "text"),
        examples=(
            Example("matter", _MATTER.summary, _MATTER.file, options={"regulation": "nanmu"}),
            Example(
                "provision", Text("一个条款为何适用", "why one provision applies"), _MATTER.file,
                options={"regulation": "nanmu", "provision": "art_9__point_4"},
            ),
        ),
    ),
    Operation(
        "requires",
        "POST",
        "/requires",
        Text("还缺什么", "What is still missing"),
        Text(
            "还有哪些未查明或者未提出的认定会改变结论，按其影响排序，最小的组合在前。",
            "Which findings, unknown or not raised, would still change the outcome: ranked by what they would change, "
            "the smallest sets first.",
        ),
        _requires,
        "requires",
        _TAG,
        (REGULATIONS, MATTER),
        roles=(MATTERS,),
        formats=("json", "csv", "xlsx", "text"),
        examples=(_MATTER,),
    ),
    Operation(
        "what-if",
        "POST",
        "/what-if",
        Text("假设分析", "Suppose other findings"),
        Text(
            "假如某些事由成立、不成立或者未查明，结论前后如何，哪些发生了翻转。",
            "The outcome before and after some grounds are taken as established or refuted, and what flipped.",
        ),
        _what_if,
        "what-if",
        _TAG,
        (
            _supposed("establish", "假定此事由成立；可重复", "take this ground as established; repeatable", "subjective_fault"),
            _supposed("refute", "假定此事由不成立；可重复", "take this ground as refuted; repeatable", "force_majeure"),
            _supposed("unknown", "假定此事由未查明；可重复", "take this ground as not yet found; repeatable", "adverse_effect"),
            _supposed("withdraw", "假定此事由未提出；可重复", "take this ground as not raised; repeatable", "force_majeure"),
            REGULATIONS,
            MATTER,
        ),
        roles=(MATTERS,),
        formats=("json", "csv", "xlsx", "text"),
        examples=(
            Example("matter", _MATTER.summary, _MATTER.file, options={"refute": ["force_majeure"]}),
            Example(
                "envelope",
                _ENVELOPE.summary,
                value={
                    "matter": {"id": "m1", "established": ["force_majeure", "unable_to_perform_duty"]},
                    "refute": ["force_majeure"],
                },
            ),
        ),
    ),
    Operation(
        "duties",
        "POST",
        "/duties",
        Text("决定之后的义务", "Duties after a decision"),
        Text(
            "容错决定之后的义务：何事触发、何时届满、是否履行，逐项引出条文。没有写明哪一种日的期限，各种算法都算一遍。",
            "The duties after a decision on tolerance: what triggers each, by when, whether it was done, with the "
            "clause. Where a clause does not say which kind of day, every way of counting is given.",
        ),
        _duties,
        "duties",
        _TAG,
        (
            Parameter(
                "as-of",
                Text("截至哪一日；默认今天", "as of which day; today by default"),
                "day",
                example="2025-01-15",
            ),
            Parameter(
                "regulation",
                Text("只看这一部规定；可重复", "only under this regulation; repeatable"),
                several=True,
                example="nanmu",
            ),
            MATTER,
        ),
        roles=(MATTERS,),
        formats=("json", "csv", "xlsx", "text"),
        seconds=30.0,  # a worker that is asked for the first time builds its store
        examples=(
            Example(
                "followed", Text("已经履行的义务", "duties that were done"), "data/examples/duties/followed.json",
                options={"as-of": "2025-01-15"},
            ),
        ),
    ),
)  # fmt: skip
