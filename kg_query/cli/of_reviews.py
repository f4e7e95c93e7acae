"""The command for case files: review."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg_query.errors import UsageError
from kg_query.model import Text

from . import options
from .door import Door

if TYPE_CHECKING:
    from kg_query.graph import KnowledgeGraph
    from kg_query.review import RepairPlan, Review

__all__ = ["register"]

_ENGINES = ("sets", "reference")
#: Those of `kg_query.casefiles.FORMATS`, written out so that other commands do not load that room.
CASE_FORMATS = ("json", "yaml", "turtle", "ntriples", "xlsx")
_FORMATS = ("text", "json", "csv", "turtle")


def register(app: typer.Typer, door: Door) -> None:
    """Adds the command to the program."""
    say = door.say

    @options.command(
        app,
        door,
        "review",
        say(
            "按评查标准评查案卷：基础标准、扣分、得分、等次，并列出国家程序法上的问题。\n\n"
            "每个文件含一个或多个案卷。还须由人判断的项未判断前，得分是一个区间。案卷不合格的，退出码为 1。\n\n"
            "--form 填写规定的评查表，--summary 把多份案卷汇总成工作簿；这时只有写明 --format 才另外输出评查结果。",
            "Reviews case files by the standards of file review: base standards, deductions, score and grade, "
            "and what national procedure law objects to.\n\n"
            "Each file holds one case file or several. Until what only people can judge has been judged, the "
            "score is an interval. The exit code is 1 where a file does not pass.\n\n"
            "--form fills in the official form of the review, --summary sums up many files in a workbook; "
            "the answer itself is then printed only where --format asks for it.",
        ),
        "kgq review data/examples/casefiles/penalty-full.json",
        "kgq review data/examples/casefiles/penalty-full.json --format json",
        "kgq review data/examples/casefiles/penalty-full.json --repair --lang en",
        "kgq review data/examples/casefiles/penalty-full.json --form form.docx --form form.xlsx",
        "kgq review data/examples/casefiles/*.json --form 'forms/{id}.html' --summary summary.xlsx",
    )
    def review(
        files: Annotated[
            list[str],
            options.files(door, "案卷文件；- 为标准输入", "case files; - is standard input"),
        ],
        repair: Annotated[
            bool,
            typer.Option(
                "--repair",
                help=say(
                    "列出升到下一等次所需的最少几项补正", "the fewest repairs that reach the next grade"
                ),
            ),
        ] = False,
        form: Annotated[
            list[str] | None,
            typer.Option(
                "--form",
                metavar="FILE",
                help=say(
                    "写出填好的评查表；后缀决定格式：.pdf、.docx、.xlsx、.html；可重复。"
                    "有多份案卷时，文件名中写 {id}，代表案卷文号",
                    "writes the form filled in; the ending tells the format: .pdf, .docx, .xlsx, .html; "
                    "repeatable. With several case files write {id} into the name, for the number of each",
                ),
            ),
        ] = None,
        summary: Annotated[
            str | None,
            typer.Option(
                "--summary",
                metavar="FILE.xlsx",
                help=say("写出全部案卷的汇总工作簿", "writes a workbook that sums up all the files"),
            ),
        ] = None,
        matters: Annotated[
            bool,
            typer.Option(
                "--matters",
                help=say(
                    "改为写出经办人员的事项（JSON），供 kgq assess 认定",
                    "write the officers' matters instead (JSON), for kgq assess",
                ),
            ),
        ] = False,
        output: Annotated[
            str | None,
            options.output(
                door,
                "--matters 写入的文件；默认标准输出",
                "where --matters writes; standard output by default",
            ),
        ] = None,
        set_: Annotated[
            list[str] | None,
            typer.Option(
                "--set",
                metavar="NAME=VALUE",
                help=say(
                    "设定一个地方参数，优先于案卷所写和默认值；可重复",
                    "sets a local parameter, before what the file says and the default; repeatable",
                ),
            ),
        ] = None,
        engine: Annotated[
            str,
            typer.Option(
                "--engine",
                metavar="|".join(_ENGINES),
                help=say(
                    "规则引擎；两者结论相同，reference 用 SHACL 校验器（慢）",
                    "the engine of the rules; both give the same answer, reference is a SHACL validator (slow)",
                ),
            ),
        ] = "sets",
        mask: Annotated[bool, options.mask(door)] = False,
        format: Annotated[str | None, options.format_(door, *_FORMATS)] = None,
        input_format: Annotated[str | None, options.input_format(door, CASE_FORMATS)] = None,
        lang: Annotated[str | None, options.lang(door)] = None,
    ) -> int:
        door.choose(format or "text", _FORMATS, "--format")
        door.choose(engine, _ENGINES, "--engine")
        if output is not None and not matters:
            raise UsageError(Text("--output 只与 --matters 连用", "--output goes with --matters only"))
        if matters and (repair or format not in (None, "json")):
            raise UsageError(
                Text("--matters 只写出 JSON 事项，不能与 --repair 或者别的 --format 连用",
                     "--matters writes the matters as JSON only: neither --repair nor another --format goes with it")
            )  # fmt: skip
        if repair and format in ("csv", "turtle"):
            raise UsageError(
                Text(f"{format} 中写不下补正方案", f"{format} has no room for repairs"),
                hint=Text("--repair 请与 text 或者 json 连用", "Use --repair with text or json"),
            )
        _check_names(form or [], summary)
        from kg_query.review.answers import parameters_of, plans_of

        kg = door.graph()
        cases = door.case_files(files, kg, input_format)
        if mask:
            cases = door.masked(cases, kg)
        found = kg.review_many(cases, engine=engine, parameters=parameters_of(kg.corpus, set_ or []))  # type: ignore[arg-type]
        _write_pages(door, kg, found, form or [], summary)
        if matters:
            _write_matters(door, kg, found, output)
        elif format or repair or not (form or summary):
            if format == "turtle":
                from kg_query.review.rdf import turtle

                door.out(turtle(kg.corpus, found, engine))
            else:
                _show(door, kg, found, plans_of(kg.corpus, found, repair), format or "text")
        return 1 if any(r.failed for r in found) else 0


def _show(
    door: Door,
    kg: "KnowledgeGraph",
    reviews: list["Review"],
    plans: "list[RepairPlan | None]",
    format: str,
) -> None:
    if format == "json":
        from kg_query.review.answers import answer_json

        values = [answer_json(r, p, door.lang) for r, p in zip(reviews, plans, strict=True)]
        door.out_json(values[0] if len(values) == 1 else values)
    elif format == "csv":
        from kg_query.review.answers import COLUMNS, rows

        door.out_csv(COLUMNS, rows(reviews))
    else:
        from kg_query.review.text import page

        pages = [page(kg.corpus, r, door.lang, p, door.width()) for r, p in zip(reviews, plans, strict=True)]
        door.out("\n\n".join(p.rstrip("\n") for p in pages))


def _check_names(forms: list[str], summary: str | None) -> None:
    """Refuses a name of a form or summary with an ending that none has, before anything is read."""
    if forms:
        from kg_query.reports import plan_forms

        plan_forms(forms, [])
    if summary is not None and not summary.lower().endswith(".xlsx"):
        raise UsageError(
            Text("--summary 写出的是 Excel 工作簿，文件名应以 .xlsx 结尾",
                 "--summary writes an Excel workbook, whose name ends in .xlsx"),
            summary,
        )  # fmt: skip


def _write_pages(
    door: Door, kg: "KnowledgeGraph", reviews: list["Review"], forms: list[str], summary: str | None
) -> None:
    """Writes the forms and the summary, and notes what has been written."""
    if not forms and summary is None:
        return
    from kg_query.outputs import write_file
    from kg_query.reports import plan_forms, summary_workbook, write_forms

    planned: list[str | Path] = [path for name in forms for path, *_ in plan_forms([name], reviews)]
    door.apart([*planned, *([summary] if summary else [])])
    for name in forms:
        written = write_forms(kg.corpus, reviews, [name], door.lang)
        if len(written) == 1:
            door.note(door.say(f"已写出 {written[0]}", f"written: {written[0]}"))
        else:
            door.note(
                door.say(f"已写出 {len(written)} 份：{name}", f"written: {name} ({len(written)} files)")
            )
    if summary is not None:
        write_file(summary, summary_workbook(kg.corpus, reviews, door.lang))
        door.note(door.say(f"已写出 {summary}", f"written: {summary}"))


def _write_matters(door: Door, kg: "KnowledgeGraph", reviews: Iterable["Review"], output: str | None) -> None:
    from kg_query.review import matters_of

    found = matters_of(kg.corpus, reviews, door.lang)
    if output is None or output == "-":
        door.out_json(found)
        return
    import json

    from kg_query.outputs import write_file

    door.apart([output])
    write_file(output, (json.dumps(found, ensure_ascii=False, indent=2) + "\n").encode())
    door.note(
        door.say(
            f"{output}：{len(found)} 个事项；可用 kgq assess {output} 认定",
            f"{output}: {len(found)} matters; assess them with kgq assess {output}",
        )
    )
