"""`kgq evaluate`: the routine evaluation of enforcement teams."""

from pathlib import Path
from typing import Annotated

import typer

from kg_query.casefiles import FORMATS
from kg_query.errors import UsageError
from kg_query.model import Text

from . import options
from .door import Door

__all__ = ["register"]

_FORMATS = ("text", "json", "csv")
_ENDINGS = (".xlsx", ".docx")


def register(app: typer.Typer, door: Door) -> None:
    """Adds the command to the program."""
    say = door.say

    @options.command(
        app,
        door,
        "evaluate",
        say(
            "执法队的日常评议考核：十一项内容逐项列示指标（分子、分母、所据案卷），程序各步骤与期限，各引条文。\n\n"
            "FILE 为案卷（先作评查），--record 为评议记录（JSON 或 YAML）：培训、投诉、追责、民意测验、表彰和程序各步骤的日期。"
            "条文没有印出标准、权重和表式，所以不计总分；没有数据的写明无数据，不当作零。"
            "条文没有写明起算点和哪一种日的期限，各种算法都算一遍；各种算法都逾期的，退出码为 1。",
            "The routine evaluation of enforcement teams: for each of the eleven contents its indicators (numerator, "
            "denominator, the files behind them), and the steps of the procedure with their time, each with its "
            "clause.\n\n"
            "FILE is a case file, which is reviewed first; --record is what the evaluator wrote down (JSON or YAML): "
            "training, complaints, liability, polls, commendations, and the days of the steps. The text prints no "
            "standards, weights or form, so there is no total; where there are no data it says so and counts no "
            "zero. A time whose start or kind of day the clause leaves open is counted in every way; the exit code "
            "is 1 where a step is late in every way.",
        ),
        "kgq evaluate data/examples/casefiles/penalty-*.json --record data/examples/evaluation/town-2024.json",
        "kgq evaluate cases.json --team 一队 --from 2024-01-01 --to 2024-12-31 --format csv",
        "kgq evaluate cases.json --record record.json --team 一队 --output form.docx --output form.xlsx",
    )
    def evaluate(
        files: Annotated[
            list[str] | None,
            options.files(door, "案卷文件；- 为标准输入", "case files; - is standard input"),
        ] = None,
        record: Annotated[
            list[str] | None,
            typer.Option(
                "--record",
                metavar="RECORD",
                help=say(
                    "评议记录，每队一份；可重复", "what the evaluator wrote down, one a team; repeatable"
                ),
            ),
        ] = None,
        team: Annotated[
            str | None,
            typer.Option(
                "--team",
                metavar="NAME",
                help=say(
                    "只看这个执法队；默认全部，几个队并列对照",
                    "only this team; all by default, side by side",
                ),
            ),
        ] = None,
        start: Annotated[
            str | None,
            typer.Option(
                "--from",
                metavar="DATE",
                help=say(
                    "考核期间的首日：案卷按作出决定之日，其余按各自日期；默认依记录，记录没有的为全部",
                    "first day of the period: files by the day of the decision, all else by its own day; by "
                    "default that of the record, else everything",
                ),
            ),
        ] = None,
        end: Annotated[
            str | None,
            typer.Option(
                "--to", metavar="DATE", help=say("考核期间的末日", "last day of the period, included")
            ),
        ] = None,
        as_of: Annotated[
            str | None,
            typer.Option(
                "--as-of",
                metavar="DATE",
                help=say(
                    "程序截至哪一日；默认今天", "as of which day the steps are looked at; today by default"
                ),
            ),
        ] = None,
        output: Annotated[
            list[str] | None,
            options.output(
                door,
                "另写成评议考核工作底稿：.xlsx 可含几个队，.docx 一个队；可重复",
                "also write the working form: .xlsx for any number of teams, .docx for one; repeatable",
            ),
        ] = None,
        format: Annotated[str, options.format_(door, *_FORMATS)] = "text",
        input_format: Annotated[
            str | None,
            options.input_format(
                door,
                FORMATS,
                "案卷的格式；默认看扩展名",
                "format of the case files; by default told from the file's ending",
            ),
        ] = None,
        lang: Annotated[str | None, options.lang(door)] = None,
    ) -> int:
        door.choose(format, _FORMATS, "--format")
        outputs = [(Path(name), door.ending(name, _ENDINGS, "--output")) for name in output or []]
        if not door.names(files or [], record or []):
            raise UsageError(
                Text("缺少 FILE", "FILE is missing"),
                hint=Text("至少要有一个案卷，或者一份 --record", "Give a case file at least, or a --record"),
            )
        answer = door.graph().evaluate(
            files or [],
            record or [],
            team=team,
            start=start,
            end=end,
            as_of=as_of,
            format=input_format,
        )
        door.apart(path for path, _ in outputs)
        made = [(path, answer.to_bytes(ending[1:], door.lang)) for path, ending in outputs]
        for path, content in made:
            from kg_query.outputs import write_file

            write_file(path, content)
        if format == "json":
            door.out_json(answer.to_json())
        elif format == "csv":
            columns, *rows = answer.rows(door.lang)
            door.out_csv(columns, rows)
        else:
            door.out(answer.to_text(door.lang, door.width()))
        return 1 if answer.late else 0
