"""Commands that check: validate, lint, doctor."""

from typing import Annotated

import typer

from . import documents, options
from .door import Door

__all__ = ["register"]

_FORMATS = ("text", "json", "csv", "xlsx", "turtle")
_SEVERITIES = ("violation", "warning", "info")
_SHAPES = ("matter", "casefile", "penalty", "compulsion", "national", "corpus")


def register(app: typer.Typer, door: Door) -> None:
    """Adds the commands to the program."""
    say = door.say

    @options.command(
        app,
        door,
        "validate",
        say(
            "用 SHACL 形状检查数据：事项文件（matter）、案卷文件（casefile）或图谱本身（corpus）；"
            "或者用评查案卷的形状检查案卷：处罚（penalty）、强制（compulsion）、国家程序法（national）。\n\n"
            "不符合时退出码为 1。报告写明每个形状检查了多少个节点。",
            "Checks data against SHACL shapes: files of matters (matter), case files (casefile), or the graph "
            "itself (corpus); or case files against the shapes they are reviewed by (penalty, compulsion, "
            "national).\n\n"
            "The exit code is 1 where the data does not conform. The report says how many nodes each shape "
            "checked.",
        ),
        "kgq validate data/examples/matter.json --shapes matter",
        "kgq validate data/examples/casefiles/penalty-full.json --shapes casefile",
        "kgq validate --shapes corpus",
        "kgq validate data/examples/matters/batch.csv --shapes matter --format json",
    )
    def validate(
        files: Annotated[
            list[str] | None,
            options.files(
                door,
                "要检查的文件；--shapes corpus 时省略，检查随附图谱",
                "the files to check; none for --shapes corpus, which checks the bundled graph",
            ),
        ] = None,
        shapes: Annotated[
            str,
            typer.Option(
                "--shapes",
                metavar="|".join(_SHAPES),
                help=say("用哪一组形状；默认 matter", "which shapes; matter by default"),
            ),
        ] = "matter",
        format: Annotated[str | None, options.format_(door, *_FORMATS)] = None,
        output: Annotated[str | None, options.output(door)] = None,
        lang: Annotated[str | None, options.lang(door)] = None,
    ) -> int:
        door.choose(shapes, _SHAPES, "--shapes")
        chosen = documents.chosen_format(door, format, output, known=_FORMATS)
        report = door.graph().validate(files or [], shapes)
        documents.tell_answer(
            door,
            report,
            lambda: report.rows(door.lang),
            chosen,
            output,
            ["validate", *(["FILE"] if files else []), "--shapes", shapes],
            {"turtle": lambda: report.to_turtle().encode()},
        )
        return 0 if report.conforms else 1

    @options.command(
        app,
        door,
        "lint",
        say(
            "检查图谱与文本：数据是否完整、双向覆盖、标签与来源（--about data）；"
            "条文之间的矛盾、不可能成立的条件、裁量无主体等起草缺陷（--about law），逐项列出所涉条文。\n\n"
            "有未说明的违反时退出码为 1；起草缺陷属于制定机关，只作提醒。",
            "Checks the graph and the texts: whether the data is whole, coverage both ways, labels and sources "
            "(--about data); drafting defects such as contradictions between clauses, conditions that can never "
            "be met, discretion without anyone who decides (--about law), each with its clauses.\n\n"
            "The exit code is 1 where there is an unacknowledged fault of severity violation; drafting defects "
            "are the drafters' and only told.",
        ),
        "kgq lint",
        "kgq lint --about law --regulation mingshan",
        "kgq lint --check contradictory-outcomes --format json",
    )
    def lint(
        about: Annotated[
            str,
            typer.Option(
                "--about",
                metavar="law|data|all",
                help=say(
                    "检查文本（law）、数据（data）或两者；默认 all",
                    "check the texts, the data, or all; by default all",
                ),
            ),
        ] = "all",
        check: Annotated[
            list[str] | None,
            typer.Option(
                "--check",
                metavar="NAME",
                help=say("只运行这一项检查；可重复", "run only this check; repeatable"),
            ),
        ] = None,
        regulation: Annotated[
            list[str] | None,
            typer.Option(
                "--regulation",
                "-r",
                metavar="SLUG",
                help=say(
                    "只列出涉及这部规定的；可重复", "list only what concerns this regulation; repeatable"
                ),
            ),
        ] = None,
        severity: Annotated[
            list[str] | None,
            typer.Option(
                "--severity",
                metavar="|".join(_SEVERITIES),
                help=say("只列出这一程度的；可重复", "list only those of this severity; repeatable"),
            ),
        ] = None,
        acknowledged: Annotated[
            str | None,
            typer.Option(
                "--acknowledged",
                metavar="yes|no",
                help=say(
                    "yes 只列出已说明保留理由的，no 只列出未说明的",
                    "yes: only those with a reason to stay; no: only those without",
                ),
            ),
        ] = None,
        format: Annotated[str | None, options.format_(door, *documents.FORMATS)] = None,
        table: Annotated[
            str | None,
            typer.Option(
                "--table",
                metavar="KEY",
                help=say(
                    "csv、json 或者 xlsx 只输出这张表：defects 按检查，severities 按程度，或者一项检查的名称",
                    "only this table, as csv, json or xlsx: defects by check, severities by severity, or the name "
                    "of a check",
                ),
            ),
        ] = None,
        output: Annotated[
            str | None,
            options.output(door),
        ] = None,
        lang: Annotated[str | None, options.lang(door)] = None,
    ) -> int:
        door.choose(about, ("law", "data", "all"), "--about")
        for one in severity or ():
            door.choose(one, _SEVERITIES, "--severity")
        known = (
            None
            if acknowledged is None
            else door.choose(acknowledged, ("yes", "no"), "--acknowledged") == "yes"
        )
        chosen = documents.chosen_format(door, format, output)
        documents.only_of_tables(chosen, table)
        kg = door.graph()
        report = kg.lint(about, check or (), regulation or ()).only(severity or (), known)
        if chosen == "text":
            documents.write(door, f"{report.to_text(door.lang, door.width(output))}\n".encode(), output)
        elif chosen == "json" and table is None:
            documents.write(door, documents.json_bytes(report.to_json()), output)
        elif chosen == "csv" and table is None:
            from kg_query.reports.documents.as_csv import rows_csv

            documents.write(door, rows_csv(report.columns, report.rows(door.lang)), output)
        else:
            from kg_query.lint.page import document

            said = documents.command_said(
                "lint",
                about=about,
                check=check,
                regulation=regulation,
                severity=severity,
                acknowledged=acknowledged,
                table=table,
            )
            made = document(kg.corpus, report, door.lang, door.command(said))
            documents.write(door, documents.rendered(door, made, chosen, output, table), output)
        return 0 if report.passed else 1

    @options.command(
        app,
        door,
        "doctor",
        say(
            "检查安装：版本、推理引擎、字体、预编译图谱是否与数据一致、数据文件夹。\n\n"
            "有需要处理的项目时退出码为 1。",
            "What is installed and found: versions, engines, fonts, whether the compiled graph fits its "
            "sources, data folders.\n\n"
            "The exit code is 1 where something needs care.",
        ),
        "kgq doctor",
        "kgq doctor --format json",
    )
    def doctor(
        format: Annotated[str, options.format_(door, "text", "json")] = "text",
        lang: Annotated[str | None, options.lang(door)] = None,
    ) -> int:
        door.choose(format, ("text", "json"), "--format")
        from kg_query.doctor import examine

        found = examine(door.data)
        if format == "json":
            door.out_json(found.to_json())
        else:
            door.out(found.to_text(door.lang))
        return 0 if found.healthy else 1
