"""The program: global options and its commands, built in the language of the run."""

from typing import Annotated, Any

import typer
import typer.main

from . import (
    of_access,
    of_checks,
    of_compare,
    of_duties,
    of_evaluation,
    of_graph,
    of_law,
    of_matters,
    of_push,
    of_reviews,
    of_service,
    of_statistics,
    of_store,
    of_templates,
    options,
)
from .door import Door
from .help import Group

__all__ = ["COMMANDS", "build"]

#: The commands, as help lists them.
COMMANDS = (
    "regulations", "show", "search",
    "assess", "explain", "requires", "what-if", "duties", "review", "statistics", "evaluate",
    "template", "compare", "validate", "lint", "doctor",
    "ask", "query", "export", "store", "serve", "push", "keys", "audit",
)  # fmt: skip


def build(door: Door) -> Any:
    """The command line of one run; nothing of it outlives the run."""
    say = door.say
    app = typer.Typer(
        name="kgq",
        cls=Group,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=True,
        help=say(
            "把行政执法尽职免责、容错纠错、过错责任追究等规定作为知识图谱来查询：认定一个事项，并给出证明。\n\n"
            "数据写到标准输出，其余写到标准错误；- 表示标准输入。",
            "Chinese law-enforcement rules as a knowledge graph: assess a matter, and prove the answer.\n\n"
            "Data goes to standard output, everything else to standard error; - is standard input.",
        ),
        epilog="kgq assess data/examples/matter.json\n"
        "kgq explain data/examples/matter.json --regulation nanmu\n"
        "kgq --data DIR regulations",
    )

    @app.callback()
    def globally(
        ctx: typer.Context,
        data: Annotated[
            list[str] | None,
            typer.Option(
                "--data",
                metavar="DIR",
                help=say(
                    "另加一个与 data/<法规>/ 同样布局的文件夹，可重复；写在命令之前",
                    "add a folder laid out like data/<regulation>/; repeatable, before the command",
                ),
            ),
        ] = None,
        lang: Annotated[str | None, options.lang(door)] = None,
        version: Annotated[
            bool,
            typer.Option(
                "--version",
                is_eager=True,
                callback=_version(door),
                help=say("显示版本", "print the version"),
            ),
        ] = False,
    ) -> None:
        door.data = data or []

    for module in (
        of_law,
        of_matters,
        of_duties,
        of_reviews,
        of_statistics,
        of_evaluation,
        of_templates,
        of_compare,
        of_checks,
        of_graph,
        of_store,
        of_service,
        of_push,
        of_access,
    ):
        module.register(app, door)
    return typer.main.get_command(app)


def _version(door: Door) -> Any:
    def show(value: bool) -> None:
        if value:
            from kg_query import __version__

            door.out(f"kgq {__version__}")
            raise typer.Exit(0)

    return show
