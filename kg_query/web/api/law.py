"""Operations about the law itself: regulations, provisions, grounds, show, search, export, blank files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kg_query.casefiles import TEMPLATES, skeleton
from kg_query.errors import InputError, UsageError
from kg_query.export import WITH_WORKBOOKS
from kg_query.graph import KnowledgeGraph
from kg_query.model import Text
from kg_query.search import KINDS

from .common import CASE_FILES, regulations
from .operations import Answer, Call, Example, Operation, file, json, rows
from .options import Parameter
from .refusals import NotFound

__all__ = ["OPERATIONS"]

_TAG = "law"
#: The blank register of the annual statistics, which is a workbook only.
_REGISTER = "register"


def _regulations(call: Call) -> Answer:
    from kg_query.show import REGULATION_COLUMNS, regulation_row, regulation_to_json

    found = [regulation_to_json(call.kg.corpus, r) for r in call.kg.regulations()]
    if call.format != "json":
        return rows(call, "regulations", REGULATION_COLUMNS, map(regulation_row, found))
    return json(found)


def _shown(call: Call, types: tuple[str, ...] = ()) -> Answer:
    """What `kgq show` says of an id; 404 where there is no such id, or it is of another type."""
    name = call.path["id"]
    try:
        found = call.kg.show(name)
    except InputError as fault:
        raise NotFound(fault.message, None, fault.hint) from None
    if types and found["type"] not in types:
        raise NotFound(
            Text(f"{found['id']} 不属于这一类", f"{found['id']} is not of this kind"),
            hint=Text(f"请用 /api/v1/show/{found['id']}", f"See /api/v1/show/{found['id']}"),
        )
    return json(found)


def _show(call: Call) -> Answer:
    return _shown(call)


def _regulation(call: Call) -> Answer:
    return _shown(call, ("regulation",))


def _provision(call: Call) -> Answer:
    return _shown(call, ("provision",))


def _ground(call: Call) -> Answer:
    return _shown(call, ("ground",))


def _grounds(call: Call) -> Answer:
    found = list(call.kg.corpus.grounds.values())
    if call.format != "json":
        columns = ("id", "group", "label_zh", "label_en", "broader")
        return rows(
            call, "grounds", columns, ((g.id, g.group, g.label.zh, g.label.en, g.broader) for g in found)
        )
    return json([call.kg.show(g.id) for g in found])


def _provisions(call: Call) -> Answer:
    from kg_query.export import provisions

    if call.format == "xlsx":
        return _units(call, call.options.one("regulation"))
    made = provisions(call.kg.corpus, call.format, call.options.one("regulation"))
    return file(call, made.encode())


def _units(call: Call, regulation: str | None) -> Answer:
    from kg_query.export import PROVISION_COLUMNS, provision_rows

    units = provision_rows(call.kg.corpus, regulation)
    return rows(call, "provisions", PROVISION_COLUMNS, units, "export", "provisions")


def _search(call: Call) -> Answer:
    from kg_query.search import COLUMNS

    options = call.options
    limit = options.count("limit")
    hits = call.kg.search(
        " ".join(options.all("words")),
        regulation=options.one("regulation"),
        kinds=options.all("kind") or None,
        limit=20 if limit is None else limit or None,
    )
    if call.format != "json":
        found = (hit.row(call.lang) for hit in hits)
        return rows(call, "search", COLUMNS, found, "search", *options.all("words"))
    return json([hit.to_json() for hit in hits])


def _export(call: Call) -> Answer:
    what = call.path["what"]
    if call.format == "xlsx":
        return _units(call, None)
    return file(call, call.kg.export(what, call.format).encode(), f"kg-query-{what}")


def _template(call: Call) -> Answer:
    kind, schema = call.path["kind"], call.kg.corpus.case_schema
    if kind == _REGISTER:
        from kg_query.statistics import load
        from kg_query.statistics.template import register_template

        return file(call, register_template(load(), schema, call.lang), "register")
    if call.format == "xlsx":
        from kg_query.casefiles.workbook import workbook

        return file(call, workbook(schema, TEMPLATES[kind], None), kind)
    return json(skeleton(schema, TEMPLATES[kind]))


def _filled(call: Call) -> Answer:
    from kg_query.casefiles import read_case_files

    cases = read_case_files(call.files(), call.kg.corpus)
    if call.format == "json" and len(cases) > 1:
        return json([case.to_json() for case in cases])
    if len(cases) != 1:
        raise UsageError(
            Text(f"这里需要一个案卷，收到 {len(cases)} 个", f"one case file is needed, not {len(cases)}")
        )
    if call.format == "xlsx":
        from kg_query.casefiles.workbook import workbook
        from kg_query.reports.output import file_name

        made = workbook(call.kg.corpus.case_schema, cases[0].kinds, cases[0])
        return file(call, made, file_name(cases[0].id))
    return json(cases[0].to_json())


def _groups(kg: KnowledgeGraph) -> list[str]:
    return list(kg.corpus.grounds)


def _some_provision(kg: KnowledgeGraph) -> str:
    return next(norm.provision for norm in kg.corpus.norms.values())


def _place(
    name: str, zh: str, en: str, example: str | Callable[[KnowledgeGraph], str], known: Any = None
) -> Parameter:
    return Parameter(name, Text(zh, en), known=known, example=example, required=True)


_BY_REGULATION = Parameter(
    "regulation", Text("只在这一部规定中", "only in this regulation"), known=regulations, example="nanmu"
)

OPERATIONS = (
    Operation(
        "regulations", "GET", "/regulations",
        Text("各部规定", "The regulations"),
        Text("标题、文号、日期，以及条文单元的建模覆盖。", "Title, number, dates, and how far their text is modelled."),
        _regulations, "regulations", _TAG, formats=("json", "csv", "xlsx"), needs_files=False, here=True,
    ),
    Operation(
        "regulation", "GET", "/regulations/{id}",
        Text("一部规定", "One regulation"),
        Text("一部规定的元数据与覆盖。", "The metadata and the coverage of one regulation."),
        _regulation, "show", _TAG,
        places=(_place("id", "规定的代号", "the slug of a regulation", "nanmu", regulations),),
        needs_files=False, here=True,
    ),
    Operation(
        "provisions", "GET", "/provisions",
        Text("全部条文单元", "All units of text"),
        Text(
            "按文件次序列出每个条文单元：两种语言的文本、原文、所在位置、所含规范。",
            "Every unit of every regulation in document order: text in both languages, as printed, where it stands, its "
            "norms.",
        ),
        _provisions, "provisions", _TAG, (_BY_REGULATION,), formats=("json", "csv", "xlsx"), needs_files=False,
    ),
    Operation(
        "provision", "GET", "/provisions/{id}",
        Text("一个条款", "One provision"),
        Text("文本、所含规范及其条件，以及何处引用它。", "Its text, its norms with their conditions, and what cites it."),
        _provision, "show", _TAG,
        places=(_place("id", "条款的标识符或者代号", "the id or notation of a provision", _some_provision),),
        needs_files=False, here=True,
    ),
    Operation(
        "grounds", "GET", "/grounds",
        Text("全部事由", "All grounds"),
        Text("认定所用的词汇：每个事由的定义、蕴含和所在的条件。", "The vocabulary of findings: each ground with its definition, what it entails and where it is a condition."),
        _grounds, "grounds", _TAG, formats=("json", "csv", "xlsx"), needs_files=False, here=True,
    ),
    Operation(
        "ground", "GET", "/grounds/{id}",
        Text("一个事由", "One ground"),
        Text("定义、蕴含和所在的条件。", "Its definition, what it entails and where it is a condition."),
        _ground, "show", _TAG,
        places=(_place("id", "事由的代号", "the id of a ground", "force_majeure", _groups),),
        needs_files=False, here=True,
    ),
    Operation(
        "show", "GET", "/show/{id}",
        Text("一个标识符所指", "What an id stands for"),
        Text(
            "条款、事由、结论、规定、规范、解读、评分项或者法定事实。",
            "A provision, ground, outcome, regulation, norm, reading, scoring line or statutory fact.",
        ),
        _show, "show", _TAG,
        places=(_place("id", "标识符或者代号", "an id or a notation", "P-LA-1-3"),),
        needs_files=False, here=True,
    ),
    Operation(
        "search", "GET", "/search",
        Text("全文检索", "Full text"),
        Text(
            "在条文、事由与结论中检索，中英文均可；所有的词都须出现。没有结果时列出相近的条文，并注明为近似。",
            "Over provisions, grounds and outcomes, Chinese and English; all words must occur. Where nothing has them "
            "all, similar texts are listed and marked as approximate.",
        ),
        _search, "search", _TAG,
        (
            Parameter("words", Text("要检索的词", "the words to look for"), several=True, example="不可抗力", required=True, also="q", pattern=r"\w"),
            _BY_REGULATION,
            Parameter("kind", Text("只检索这一类；可重复", "only this kind of thing; repeatable"), several=True, known=KINDS),
            Parameter("limit", Text("最多列出几条；默认 20，0 为全部", "at most so many; 20 by default, 0 for all"), "count", example="5"),
        ),
        formats=("json", "csv", "xlsx"), needs_files=False, here=True,
    ),
    Operation(
        "export", "GET", "/export/{what}",
        Text("导出图谱", "The graph in another form"),
        Text(
            "条文单元、全部 RDF、OWL 本体（含由条件树生成的公理）、JSON-LD 上下文。各类导出有各自的默认格式。",
            "The units of text, all RDF, the OWL ontology (with the axioms generated from the condition trees), the "
            "JSON-LD context. Each export has its own default format.",
        ),
        _export, "export", _TAG,
        places=(_place("what", "导出什么", "what to export", "owl", tuple(WITH_WORKBOOKS)),),
        formats=tuple(dict.fromkeys(f for some in WITH_WORKBOOKS.values() for f in some)),
        seconds=60.0, needs_files=False, formats_of=lambda path: WITH_WORKBOOKS.get(path["what"], ("json",)),
    ),
    Operation(
        "template", "GET", "/templates/{kind}",
        Text("空白填报表", "A blank form to fill in"),
        Text(
            "空白案卷：带下拉列表的工作簿，或者列出全部键的 JSON；register 为统计登记册（只有 xlsx）。",
            "A blank case file: a workbook with drop-down lists, or JSON with every key; register is that of the annual "
            "statistics (xlsx only).",
        ),
        _template, "template", _TAG,
        places=(_place("kind", "哪一种", "which kind", "penalty", (*TEMPLATES, _REGISTER)),),
        formats=("json", "xlsx"), needs_files=False, aliases=("/template/{kind}",),
        formats_of=lambda path: ("xlsx",) if path["kind"] == _REGISTER else ("json", "xlsx"),
    ),
    Operation(
        "template-filled", "POST", "/templates",
        Text("按已有案卷填好的表", "A form filled from a case file"),
        Text(
            "把一份案卷写成填好的工作簿，或者规范的 JSON；JSON 也可以是多份案卷的列表。",
            "One case file as a workbook that is filled in, or as plain JSON; several as a list in JSON.",
        ),
        _filled, "template", _TAG, roles=(CASE_FILES,), formats=("json", "xlsx"), aliases=("/template",),
        examples=(Example("penalty", Text("一份处罚案卷", "a penalty case file"), "data/examples/casefiles/penalty-full.json"),),
    ),
)  # fmt: skip
