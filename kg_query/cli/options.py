"""Options and arguments that several commands have in common."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import typer

from kg_query.matters import FORMATS

from .door import Door

F = TypeVar("F", bound=Callable[..., int])

__all__ = [
    "command",
    "file",
    "files",
    "format_",
    "input_format",
    "lang",
    "load",
    "mask",
    "matter",
    "output",
    "regulations",
]


def command(app: typer.Typer, door: Door, name: str, help: str, *examples: str) -> Callable[[F], F]:
    """Registers a command under its name, with its help and its examples.

    Where the run has only one command to make (`door.only`), the others are left out.
    """
    from .help import Command

    if door.only not in (None, name):
        return lambda function: function
    return app.command(name, cls=Command, help=help, epilog="\n".join(examples))


def lang(door: Door) -> Any:
    """`--lang zh|en`."""
    return typer.Option(
        "--lang",
        metavar="zh|en",
        help=door.say(
            "输出语言；默认按系统区域设置", "language of the output; by default that of the locale"
        ),
    )


def format_(door: Door, *known: str) -> Any:
    """`--format …`, the first one named being the default."""
    return typer.Option(
        "--format",
        "-f",
        metavar="|".join(known),
        help=door.say(f"输出格式；默认 {known[0]}", f"format of the output; {known[0]} by default"),
    )


def output(
    door: Door,
    zh: str = "写入文件，扩展名决定格式",
    en: str = "a file to write to; its ending tells the format",
) -> Any:
    """`--output FILE`."""
    return typer.Option("--output", "-o", metavar="FILE", help=door.say(zh, en))


def load(door: Door) -> Any:
    """`--load FILE`, repeatable."""
    return typer.Option(
        "--load",
        metavar="FILE",
        help=door.say("加入事项或者案卷文件；可重复", "add a file of matters or case files; repeatable"),
    )


def files(
    door: Door,
    zh: str = "事项文件；- 为标准输入",
    en: str = "files of matters; - is standard input",
) -> Any:
    """`FILE…`."""
    return typer.Argument(metavar="FILE…", help=door.say(zh, en))


def file(door: Door) -> Any:
    """`FILE`."""
    return typer.Argument(
        metavar="FILE",
        help=door.say("事项文件；- 为标准输入", "a file with the matter; - is standard input"),
    )


def input_format(
    door: Door,
    known: Iterable[str] = FORMATS,
    zh: str = "输入格式；默认看扩展名，标准输入看内容",
    en: str = "format of the input; by default told from the file's ending, or from its content",
) -> Any:
    """`--input-format …`; `known` are the formats, by default those of matters."""
    return typer.Option("--input-format", metavar="|".join(known), help=door.say(zh, en))


def matter(door: Door) -> Any:
    """`--matter ID`."""
    return typer.Option(
        "--matter",
        metavar="ID",
        help=door.say("文件含多个事项时，选定其中一个", "which matter, where the file holds several"),
    )


def mask(door: Door) -> Any:
    """`--mask`."""
    return typer.Option(
        "--mask",
        help=door.say(
            "遮蔽案卷中的个人信息（张**、110***********1234）；结论不变",
            "mask the personal data of case files (names, numbers, addresses: 110***********1234); the result is the same",
        ),
    )


def regulations(door: Door) -> Any:
    """`--regulation SLUG`, repeatable."""
    return typer.Option(
        "--regulation",
        "-r",
        metavar="SLUG",
        help=door.say("只看这一部规定；可重复", "only under this regulation; repeatable"),
    )
