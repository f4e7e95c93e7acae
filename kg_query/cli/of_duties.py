"""The command for what follows a decision: duties."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import options
from .door import Door

if TYPE_CHECKING:
    from kg_query.duties import Duties

__all__ = ["register"]

_WAYS = ("calendarDays", "workingDays", "setDay")
_COLUMNS = (
    "matter", "as_of", "regulation", "provision", "duty", "kind", "modality", "bearer", "status", "differs",
    "trigger", "trigger_date", "fulfilled", "fulfilled_date",
    "due_calendar", "status_calendar", "due_working", "status_working", "due_set", "status_set", "why",
)  # fmt: skip


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
        format: Annotated[str, options.format_(door, "text", "json", "csv")] = "text",
        input_format: Annotated[str | None, options.input_format(door)] = None,
        lang: Annotated[str | None, options.lang(door)] = None,
    ) -> int:
        door.choose(format, ("text", "json", "csv"), "--format")
        from kg_query.calendar.days import asked_day

        day = asked_day(as_of, "--as-of")
        kg = door.graph()
        answer = kg.duties(door.one_matter(file, kg, input_format, matter), day, regulation or None)
        if format == "json":
            door.out_json(answer.to_json())
        elif format == "csv":
            door.out_csv(_COLUMNS, _rows(answer, door.lang))
        else:
            door.out(answer.to_text(door.lang))
        return 1 if answer.breached else 0


def _rows(answer: "Duties", lang: str) -> Iterator[tuple[Any, ...]]:
    """One row a duty."""
    for result in answer.regulations:
        for one in result.duties:
            value = one.to_json()
            due = {d.day_kind: d for d in one.due}
            days = [due.get(way) for way in _WAYS]
            yield (
                answer.matter.id,
                answer.as_of,
                result.regulation,
                value["provision"],
                value["duty"],
                value["kind"],
                value["modality"],
                value["bearer"],
                one.status,
                one.differs,
                one.trigger.ground if one.trigger else None,
                one.trigger.date if one.trigger else None,
                one.fulfilled.ground if one.fulfilled else None,
                one.fulfilled.date if one.fulfilled else None,
                *(cell for d in days for cell in ((d.date, d.status) if d else (None, None))),
                value["why"][lang],
            )
