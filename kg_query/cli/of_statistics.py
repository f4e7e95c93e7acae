"""The command for the annual report on enforcement: statistics."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg_query.errors import UsageError
from kg_query.model import Text

from . import documents, options
from .door import Door

if TYPE_CHECKING:
    from kg_query.statistics import StatisticsReport
    from kg_query.statistics.definitions import Table

__all__ = ["register"]

_FORMATS = ("text", "json", "csv", "narrative")
_INPUTS = ("json", "yaml", "csv", "xlsx", "turtle", "ntriples")


def register(app: typer.Typer, door: Door) -> None:
    """Adds the command to the program."""
    say = door.say

    @options.command(
        app,
        door,
        "statistics",
        say(
            "行政执法统计年报：由案卷和登记册生成各表与情况说明，并核查逾期、缺项、矛盾和重复。\n\n"
            "FILE 为案卷（JSON、YAML、Turtle、XLSX）或者没有案卷的行为的登记册（JSON、CSV、XLSX；表样见 "
            "--template）。每个数都可以追溯；没有计入的逐项列明原因。核查发现违反的，退出码为 1。",
            "The annual report on enforcement: tables and account from case files and registers, with checks for "
            "late, missing, inconsistent and double-counted data.\n\n"
            "FILE is a case file (JSON, YAML, Turtle, XLSX) or a register of acts without one (JSON, CSV, XLSX; see "
            "--template). Each number can be traced, and what is not counted is listed with its reason. The exit "
            "code is 1 where a check finds a violation.",
        ),
        "kgq statistics data/examples/statistics/case-files.json data/examples/statistics/register.json "
        "data/examples/statistics/register.csv --year 2023 --reported 2024-01-20",
        "kgq statistics data/examples/statistics/register.csv --year 2023 --reported 2024-01-20 --format csv "
        "--table 1",
        "kgq statistics --template register.xlsx",
        "kgq statistics cases/*.json register.xlsx --year 2024 --previous 2023.json --output 年报.xlsx "
        "--output 说明.docx",
    )
    def statistics(
        files: Annotated[
            list[str] | None,
            options.files(
                door, "案卷和登记册；- 为标准输入", "case files and registers; - is standard input"
            ),
        ] = None,
        year: Annotated[
            str | None,
            typer.Option(
                "--year", "-y", metavar="YEAR", help=say("统计年度（必填）", "year of the report (required)")
            ),
        ] = None,
        reported: Annotated[
            str | None,
            typer.Option(
                "--reported",
                metavar="DATE",
                help=say("报县司法局备案的日期，如 2024-01-31", "day of filing with the justice bureau"),
            ),
        ] = None,
        published: Annotated[
            str | None,
            typer.Option("--published", metavar="DATE", help=say("公开的日期", "day of publishing")),
        ] = None,
        previous: Annotated[
            list[str] | None,
            typer.Option(
                "--previous",
                metavar="FILE",
                help=say(
                    "上年的案卷、登记册，或者上年年报的 JSON；可重复；只有给出才作比较",
                    "data of the year before, or its report as JSON; repeatable; nothing is compared without it",
                ),
            ),
        ] = None,
        order: Annotated[
            str | None,
            typer.Option(
                "--order",
                metavar="ORDER",
                help=say(
                    "处罚由轻到重的次序，按其名称；默认主要的一种",
                    "the order of penalties from light to heavy, by its name; the primary one by default",
                ),
            ),
        ] = None,
        table: Annotated[
            list[str] | None,
            typer.Option(
                "--table",
                "-t",
                metavar="NUMBER",
                help=say(
                    "只要这个表号的表；可重复；csv 只能一张，只选一张时 .xlsx 也只有这张表",
                    "only the table of this number; repeatable; csv takes one, and a workbook of one is that "
                    "table alone",
                ),
            ),
        ] = None,
        trace: Annotated[
            bool,
            typer.Option(
                "--trace",
                help=say(
                    "列出每个数由哪些案卷、依哪些规则得出", "which files and rules each number comes from"
                ),
            ),
        ] = False,
        output: Annotated[
            list[str] | None,
            options.output(
                door,
                "另写成文件：.xlsx 为全部表格，.docx 为情况说明；可重复",
                "also write a file: .xlsx with everything, .docx with the account; repeatable",
            ),
        ] = None,
        template: Annotated[
            str | None,
            typer.Option(
                "--template",
                metavar="OUT.xlsx",
                help=say("写出空白登记册", "write an empty register to fill in"),
            ),
        ] = None,
        format: Annotated[str, options.format_(door, *_FORMATS)] = "text",
        input_format: Annotated[
            str | None,
            options.input_format(
                door,
                _INPUTS,
                "输入格式；默认看扩展名",
                "format of the input; by default told from the file's ending",
            ),
        ] = None,
        lang: Annotated[str | None, options.lang(door)] = None,
    ) -> int:
        door.choose(format, _FORMATS, "--format")
        if template is not None:
            _template(door, template)
            if not files:
                return 0
        if not files:
            raise UsageError(Text("缺少 FILE", "FILE is missing"))
        if year is None:
            raise UsageError(
                Text("缺少 --year", "--year is missing"), hint=Text("如 --year 2023", "Such as --year 2023")
            )
        door.names(files, previous or [])
        if format == "csv" and len(table or []) != 1:
            raise UsageError(
                Text("csv 每次一张表", "csv gives one table at a time"),
                hint=Text("用 --table 选一张，如 --table 1", "Choose one with --table, such as --table 1"),
            )
        outputs = [(Path(name), door.ending(name, (".xlsx", ".docx"), "--output")) for name in output or []]
        door.apart(path for path, _ in outputs)
        report = door.graph().statistics(
            files,
            door.number(year, "--year"),
            reported=reported,
            published=published,
            order=order,
            previous=previous or [],
            format=input_format,
        )
        chosen = [report.form.table(name) for name in table or []]
        said = documents.command_said(
            "statistics", "FILE", year=year, reported=reported, published=published, order=order, table=table
        )
        for path, ending in outputs:
            _write(door, report, path, ending, chosen, said)
        _print(door, report, format, chosen, table or [], trace)
        return 0 if report.passed else 1


def _print(
    door: Door, report: "StatisticsReport", format: str, chosen: "list[Table]", names: list[str], trace: bool
) -> None:
    if format == "json":
        from kg_query.statistics.answers import answer_json

        door.out_json(answer_json(report, names, trace))
    elif format == "csv":
        from kg_query.statistics.answers import columns, rows

        door.out_csv(columns(chosen[0]), rows(report, chosen[0], door.lang))
    elif format == "narrative":
        from kg_query.statistics.narrative import narrative

        door.out(narrative(report, door.lang).to_text())
    else:
        from kg_query.statistics.text import report_text, trace_text

        text = report_text(report, door.lang, names, door.width())
        if trace:
            head = door.say("追溯", "Trace")
            text += f"\n\n{head}\n{trace_text(report, door.lang, names)}"
        door.out(text)


def _write(
    door: Door, report: "StatisticsReport", path: Path, ending: str, chosen: "list[Table]", said: list[str]
) -> None:
    from kg_query.outputs import write_file

    if ending == ".xlsx" and len(chosen) == 1:
        from kg_query.statistics.answers import table_workbook

        write_file(path, table_workbook(report, chosen[0], door.lang, door.command(said), door.added()))
        return
    if ending == ".xlsx":
        from kg_query.statistics.workbook import to_xlsx as make
    else:
        from kg_query.statistics.document import to_docx as make
    write_file(path, make(report, door.lang))


def _template(door: Door, name: str) -> None:
    from kg_query.outputs import write_file
    from kg_query.statistics import load
    from kg_query.statistics.template import register_template

    door.ending(name, (".xlsx",), "--template")
    graph = door.graph()
    write_file(Path(name), register_template(load(), graph.corpus.case_schema, door.lang), new=True)
