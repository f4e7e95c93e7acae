"""Operations about case files: review, validate, statistics, evaluate."""

from __future__ import annotations

from typing import Any

from kg_query.casefiles import read_case_files
from kg_query.errors import UsageError
from kg_query.model import Text
from kg_query.statistics.sources import FORMATS as SOURCE_FORMATS
from kg_query.validate import SHAPES

from .common import CASE_FILES
from .inputs import NO_SHAPES, Role
from .operations import Answer, Call, Example, Operation, file, json, rows, text
from .options import Parameter

__all__ = ["OPERATIONS"]

_TAG = "case-files"
_FORMS = ("xlsx", "docx", "pdf", "html")

_ANYTHING = Role(
    "files",
    ("file", "files", "matter", "matters", "case_file", "case_files"),
    ("json", "yaml", "turtle", "ntriples", "csv", "xlsx", "parquet"),
)
_SOURCES = Role(
    "sources", ("source", "sources", "case_file", "case_files", "file", "files"), tuple(SOURCE_FORMATS)
)
_PREVIOUS = Role("previous", ("previous",), tuple(SOURCE_FORMATS))
_RECORDS = Role("records", ("record", "records"), ("json", "yaml"))


def _review(call: Call) -> Answer:
    from kg_query.review import matters_of
    from kg_query.review.answers import COLUMNS, answer_json, parameters_of, plans_of
    from kg_query.review.answers import rows as lines

    kg, options, format = call.kg, call.options, call.format
    repair, summary = options.flag("repair"), options.flag("summary")
    _check_review(options, format, repair, summary)
    parameters = parameters_of(kg.corpus, options.all("set"))
    engine: Any = options.one("engine") or "sets"
    found = kg.review_many(read_case_files(call.files(), kg.corpus), engine=engine, parameters=parameters)
    if options.flag("matters"):
        return json(matters_of(kg.corpus, found, call.lang))
    if summary:
        from kg_query.reports import summary_workbook

        return file(call, summary_workbook(kg.corpus, found, call.lang), "summary")
    if format in _FORMS:
        return _form(call, found)
    if format == "turtle":
        from kg_query.review.rdf import turtle

        return file(call, turtle(kg.corpus, found, engine).encode())
    if format == "csv":
        return rows(call, "review", COLUMNS, lines(found))
    plans = plans_of(kg.corpus, found, repair)
    if format == "text":
        from kg_query.review.text import page

        pages = [page(kg.corpus, r, call.lang, p) for r, p in zip(found, plans, strict=True)]
        return text("\n\n".join(p.rstrip("\n") for p in pages))
    values = [answer_json(r, p, call.lang) for r, p in zip(found, plans, strict=True)]
    return json(values[0] if len(values) == 1 else values)


def _check_review(options: Any, format: str, repair: bool, summary: bool) -> None:
    if options.flag("matters") and (repair or summary or format != "json"):
        raise UsageError(
            Text("matters 只给出 JSON 事项，不能与 repair、summary 或者别的 format 连用",
                 "matters gives matters as JSON only: neither repair, summary nor another format goes with it")
        )  # fmt: skip
    if summary and format != "xlsx":
        raise UsageError(
            Text("summary 是工作簿，请与 format=xlsx 连用", "summary is a workbook: use it with format=xlsx")
        )
    if repair and format not in ("json", "text"):
        raise UsageError(
            Text(f"{format} 中写不下补正方案", f"{format} has no room for repairs"),
            hint=Text("repair 请与 json 或者 text 连用", "Use repair with json or text"),
        )


def _form(call: Call, found: list[Any]) -> Answer:
    from kg_query.reports import render_form
    from kg_query.reports.output import file_name

    if len(found) != 1:
        raise UsageError(
            Text(f"评查表一次填一份案卷，不能填 {len(found)} 份", f"the form is for one case file, not for {len(found)}"),
            hint=Text("多份案卷用 summary 汇总", "Sum up several with summary"),
        )  # fmt: skip
    made = render_form(call.kg.corpus, found[0], call.format, call.lang)
    return file(call, made, file_name(found[0].case.id))


def _validate(call: Call) -> Answer:
    return _report(call, call.kg.validate(call.files(), call.options.one("shapes") or "matter"))


def _validate_graph(call: Call) -> Answer:
    return _report(call, call.kg.validate([], "corpus"))


def _report(call: Call, report: Any) -> Answer:
    if call.format in ("csv", "xlsx"):
        return rows(call, "validate", report.columns, report.rows(call.lang))
    if call.format == "turtle":
        return file(call, report.to_turtle().encode())
    return text(report.to_text(call.lang)) if call.format == "text" else json(report.to_json())


def _statistics(call: Call) -> Answer:
    from kg_query.statistics.answers import answer_json, columns, table_workbook
    from kg_query.statistics.answers import rows as lines

    options, format, lang = call.options, call.format, call.lang
    tables = options.all("table")
    if format == "csv" and len(tables) != 1:
        raise UsageError(
            Text("csv 每次一张表", "csv gives one table at a time"),
            hint=Text("用 table 选一张，如 table=1", "Choose one with table, such as table=1"),
        )
    report = call.kg.statistics(
        call.files(),
        options.count("year") or 0,
        reported=options.one("reported"),
        published=options.one("published"),
        order=options.one("order"),
        previous=call.files("previous"),
    )
    chosen = [report.form.table(name) for name in tables]
    name = f"statistics-{report.year}"
    if format == "csv":
        return rows(call, "statistics", columns(chosen[0]), lines(report, chosen[0], lang))
    if format == "xlsx" and len(chosen) == 1:
        command = call.command_line(["statistics", "FILE", *options.words()])
        made = table_workbook(report, chosen[0], lang, command, call.added)
        return file(call, made, f"{name}-table-{chosen[0].number}")
    if format == "xlsx":
        from kg_query.statistics.workbook import to_xlsx

        return file(call, to_xlsx(report, lang), name)
    if format == "docx":
        from kg_query.statistics.document import to_docx

        return file(call, to_docx(report, lang), name)
    if format == "text":
        from kg_query.statistics.text import report_text

        return text(report_text(report, lang, tables))
    return json(answer_json(report, tables, options.flag("trace")))


def _evaluate(call: Call) -> Answer:
    options = call.options
    if not call.files() and not call.files("records"):
        raise UsageError(
            Text("没有案卷，也没有评议记录", "there is neither a case file nor a record"),
            hint=Text("至少给出一份", "Give one of them at least"),
        )
    answer = call.kg.evaluate(
        call.files(),
        call.files("records"),
        team=options.one("team"),
        start=options.one("from"),
        end=options.one("to"),
        as_of=options.one("as-of"),
    )
    if call.format in ("xlsx", "docx"):
        return file(call, answer.to_bytes(call.format, call.lang), "evaluation")
    if call.format == "csv":
        columns, *lines = answer.rows(call.lang)
        return rows(call, "evaluate", [str(c) for c in columns], lines)
    return text(answer.to_text(call.lang)) if call.format == "text" else json(answer.to_json())


def _day(name: str, zh: str, en: str, example: str) -> Parameter:
    return Parameter(name, Text(zh, en), "day", example=example)


_FULL = Example(
    "penalty", Text("一份处罚案卷", "a penalty case file"), "data/examples/casefiles/penalty-full.json"
)
_MATTER = Example("matter", Text("一个事项", "one matter"), "data/examples/matter.json")
_YEAR = {"year": 2023, "reported": "2024-01-20"}

OPERATIONS = (
    Operation(
        "review",
        "POST",
        "/review",
        Text("评查案卷", "Review case files"),
        Text(
            "按评查标准评查案卷：基础标准、扣分、得分、等次，以及国家程序法上的问题。format 为 docx、xlsx、pdf、html 时，"
            "给出填好的评查表。",
            "Case files reviewed by the standards of file review: base standards, deductions, score and grade, and "
            "what national procedure law objects to. With format docx, xlsx, pdf or html the official form, filled in.",
        ),
        _review,
        "review",
        _TAG,
        (
            Parameter(
                "repair",
                Text("列出升到下一等次所需的最少几项补正", "the fewest repairs that reach the next grade"),
                "flag",
            ),
            Parameter(
                "matters",
                Text("改为给出经办人员的事项，供 assess 认定", "the officers' matters instead, for assess"),
                "flag",
            ),
            Parameter(
                "summary",
                Text("与 format=xlsx 连用：全部案卷的汇总工作簿", "with format=xlsx: a workbook that sums up all files"),
                "flag",
            ),
            Parameter(
                "set",
                Text(
                    "名称=数值：设定一个地方参数，优先于案卷所写和默认值；可重复",
                    "name=value: a local parameter, before what the file says and the default; repeatable",
                ),
                several=True,
                example="hearing-fine-organisation=100",
                pattern="^[^=]+=.+$",
            ),
            Parameter(
                "engine",
                Text(
                    "规则引擎；两者结论相同，reference 用 SHACL 校验器（慢）",
                    "the engine of the rules; both give the same answer, reference is a SHACL validator (slow)",
                ),
                known=("sets", "reference"),
            ),
        ),
        roles=(CASE_FILES,),
        formats=("json", "csv", "turtle", "text", *_FORMS),
        seconds=60.0,
        examples=(
            _FULL,
            Example(
                "repair", Text("补正到下一等次", "repairs to the next grade"),
                "data/examples/casefiles/penalty-59.5.json", options={"repair": True},
            ),
            Example(
                "kept-too-long", Text("先行登记保存超期", "evidence kept a day too long"),
                "data/examples/casefiles/penalty-preserved-8th-day.json",
            ),
        ),
    ),
    Operation(
        "validate",
        "POST",
        "/validate",
        Text("用 SHACL 检查数据", "Check data against SHACL shapes"),
        Text(
            "用本程序的形状检查事项、案卷，或者以图谱的形状检查数据。报告写明每个形状检查了多少个节点。不符合也是 200。",
            "Checks matters, case files or data of the law against the shapes of this program. The report says how many "
            "nodes each shape checked. Data that does not conform is answered with 200 too.",
        ),
        _validate,
        "validate",
        _TAG,
        (
            Parameter(
                "shapes", Text("用哪一组形状；默认 matter", "which shapes; matter by default"), known=SHAPES,
                example="matter",
                never=NO_SHAPES,
            ),
        ),
        roles=(_ANYTHING,),
        formats=("json", "csv", "xlsx", "turtle", "text"),
        seconds=60.0,
        examples=(
            _MATTER,
            Example("penalty", _FULL.summary, _FULL.file, options={"shapes": "casefile"}),
            Example(
                "turtle", Text("Turtle 事项", "a matter in Turtle"), "data/examples/matters/emergency.ttl",
                media_type="text/turtle",
            ),
        ),
    ),
    Operation(
        "validate-graph",
        "GET",
        "/validate",
        Text("检查图谱本身", "Check the graph itself"),
        Text(
            "用图谱的形状检查随附的全部数据。",
            "Checks all the bundled data against the shapes of the graph.",
        ),
        _validate_graph,
        "validate",
        _TAG,
        formats=("json", "csv", "xlsx", "turtle", "text"),
        seconds=60.0,
        needs_files=False,
    ),
    Operation(
        "statistics",
        "POST",
        "/statistics",
        Text("行政执法统计年报", "The annual report on enforcement"),
        Text(
            "由案卷和登记册生成各表与情况说明，并核查逾期、缺项、矛盾和重复。每个数都可以追溯。",
            "Tables and account from case files and registers, with checks for late, missing, inconsistent and "
            "double-counted data. Each number can be traced.",
        ),
        _statistics,
        "statistics",
        _TAG,
        (
            Parameter("year", Text("统计年度", "year of the report"), "count", example="2023", required=True),
            _day("reported", "报备案的日期", "day of filing with the justice bureau", "2024-01-20"),
            _day("published", "公开的日期", "day of publishing", "2024-01-25"),
            Parameter(
                "order",
                Text("处罚由轻到重的次序，按其名称；默认主要的一种", "the order of penalties from light to heavy, by its name; the primary one by default"),
            ),
            Parameter(
                "table",
                Text("只要这个表号的表；可重复；csv 只能一张，只选一张时 xlsx 也只有这张表", "only the table of this number; repeatable; csv takes one, and a workbook of one is that table alone"),
                several=True,
                example="1",
            ),
            Parameter(
                "trace",
                Text("列出每个数由哪些案卷、依哪些规则得出", "which files and rules each number comes from"),
                "flag",
            ),
        ),
        roles=(_SOURCES, _PREVIOUS),
        formats=("json", "csv", "text", "xlsx", "docx"),
        seconds=60.0,
        examples=(
            Example(
                "case-files", Text("案卷", "case files"), "data/examples/statistics/case-files.json", options=_YEAR
            ),
            Example(
                "register", Text("登记册", "a register"), "data/examples/statistics/register.csv",
                options=_YEAR, media_type="text/csv",
            ),
            Example(
                "register-json", Text("JSON 登记册", "a register in JSON"),
                "data/examples/statistics/register.json", options=_YEAR,
            ),
        ),
    ),
    Operation(
        "evaluate",
        "POST",
        "/evaluate",
        Text("日常评议考核", "The routine evaluation of teams"),
        Text(
            "执法队的日常评议考核：十一项内容逐项列示指标，程序各步骤与期限，各引条文；条文没有印出分值，所以不计总分。",
            "The routine evaluation of enforcement teams: for each of its contents the indicators, and the steps of the "
            "procedure with their time, each with its clause; the text prints no scores, so there is no total.",
        ),
        _evaluate,
        "evaluate",
        _TAG,
        (
            Parameter("team", Text("只看这个执法队", "only this team")),
            _day("from", "考核期间的首日", "first day of the period", "2024-01-01"),
            _day("to", "考核期间的末日", "last day of the period, included", "2024-12-31"),
            _day("as-of", "程序截至哪一日；默认今天", "as of which day the steps are looked at; today by default", "2025-03-19"),
        ),
        roles=(CASE_FILES, _RECORDS),
        formats=("json", "csv", "text", "xlsx", "docx"),
        seconds=60.0,
        needs_files=False,
        examples=(Example("penalty", _FULL.summary, _FULL.file, options={"as-of": "2025-03-19"}),),
    ),
)  # fmt: skip
