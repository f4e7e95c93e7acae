"""The command for what follows a decision: duties."""

from typing import Annotated

import typer

from . import documents, options
from .door import Door

__all__ = ["register"]

_FORMATS = ("text", "json", "csv", "xlsx")


def register(app: typer.Typer, door: Door) -> None:
    """Adds the command to the program."""
    say = door.say

    @options.command(
        app,
        door,
        "duties",
        say(
            "容错决定之后的义务：何事触发、何时届满、是否履行，逐项引出条文。\n\n"
            "事项文件与 assess 相同；事件写成带 date 的认定。条文没有写明哪一种日的，按自然日与工作日各算一遍，"
            "两者不同的予以注明。按各种算法都违反的，退出码为 1。",
            "The duties after a decision on tolerance: what triggers each, by when, whether it was done, with "
            "the clause quoted.\n\n"
            "The file is one with a matter, as for assess; events are findings with a date. Where a clause does "
            "not say which kind of day, calendar days and working days are both counted, and a difference is told. "
            "The exit code is 1 where a duty is breached in every way of counting.",
        ),
        "kgq duties data/examples/duties/followed.json --as-of 2025-01-15",
        "kgq duties data/examples/duties/national-day.json --as-of 2024-10-10 --regulation nanmu --format json",
    )
    def duties(
        file: Annotated[str, options.file(door)],
        as_of: Annotated[
            str | None,
            typer.Option(
                "--as-of",
                metavar="DATE",
                help=say(
                    "截至哪一日，如 2024-10-08；默认今天",
                    "as of which day, such as 2024-10-08; today by default",
                ),
            ),
        ] = None,
        regulation: Annotated[list[str] | None, options.regulations(door)] = None,
        matter: Annotated[str | None, options.matter(door)] = None,
        format: Annotated[str | None, options.format_(door, *_FORMATS)] = None,
        output: Annotated[str | None, options.output(door)] = None,
        input_format: Annotated[str | None, options.input_format(door)] = None,
        lang: Annotated[str | None, options.lang(door)] = None,
    ) -> int:
        chosen = documents.chosen_format(door, format, output, known=_FORMATS)
        from kg_query.calendar.days import asked_day

        day = asked_day(as_of, "--as-of")
        kg = door.graph()
        answer = kg.duties(door.one_matter(file, kg, input_format, matter), day, regulation or None)
        said = documents.command_said("duties", "FILE", as_of=as_of, regulation=regulation, matter=matter)
        documents.tell_answer(door, answer, lambda: answer.rows(door.lang), chosen, output, said)
        return 1 if answer.breached else 0
