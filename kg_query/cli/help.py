"""Help pages in one language, and commands that report faults in it.

The parser's own pages speak English and measure Chinese text as half as wide as it is.
`GROUP` and `COMMAND` lay the page out anew: usage, what the command does, arguments,
options, commands, examples, exit codes.
"""

from __future__ import annotations

from typing import Any

import typer.core

from kg_query.errors import UsageError, did_you_mean, known_words
from kg_query.model import Text
from kg_query.wording.layout import columns, wrap

from .door import Door

__all__ = ["Command", "Group", "usage_line"]

_HEADS = {
    "usage": Text("用法", "Usage"),
    "arguments": Text("参数", "Arguments"),
    "options": Text("选项", "Options"),
    "commands": Text("命令", "Commands"),
    "examples": Text("示例", "Examples"),
    "codes": Text("退出码", "Exit codes"),
}
_OPTIONS = Text("[选项]", "[OPTIONS]")
_OWN = {
    "help": Text("显示此帮助", "show this help"),
    "install_completion": Text("为当前 shell 安装命令补全", "install completion for the current shell"),
    "show_completion": Text("显示当前 shell 的补全脚本", "print the completion script of the current shell"),
}
_CODES = Text(
    "0 完成 · 1 结论为否 · 2 用法错误 · 3 输入有误 · 4 超出限制或超时 · 5 内部错误",
    "0 done · 1 the answer is negative · 2 usage · 3 bad input · 4 limit or timeout · 5 internal error",
)
_WIDTH = 88
_COLUMN = 30


def _door(ctx: Any) -> Door:
    door = ctx.find_root().obj
    return door if isinstance(door, Door) else Door("zh")


def usage_line(ctx: Any) -> str:
    """The usage of the command a context stands for, as one line."""
    lang = _door(ctx).lang
    pieces = [_OPTIONS.in_(lang)]
    pieces += [
        param.metavar if param.required else f"[{param.metavar}]"
        for param in ctx.command.params
        if param.param_type_name == "argument"
    ]
    if isinstance(ctx.command, Group):
        pieces.append(Text("命令 …", "COMMAND …").in_(lang))
    return f"{_HEADS['usage'].in_(lang)}{_colon(lang)}{ctx.command_path} {' '.join(pieces)}"


def _colon(lang: str) -> str:
    return "：" if lang == "zh" else ": "


def _page(command: Any, ctx: Any) -> str:
    lang = _door(ctx).lang
    lines = [usage_line(ctx), ""]
    for paragraph in (command.help or "").split("\n\n"):
        lines += [*wrap(paragraph.strip(), _WIDTH, "  ", "  "), ""]
    rows: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
    for param in command.get_params(ctx):
        if getattr(param, "hidden", False):
            continue
        text = _OWN[param.name].in_(lang) if param.name in _OWN else (param.help or "")
        rows[param.param_type_name].append((_label(param), text))
    lines += _section("arguments", rows["argument"], lang)
    lines += _section("options", rows["option"], lang)
    if isinstance(command, Group):
        known = [(name, command.commands[name]) for name in command.list_commands(ctx)]
        summaries = [(name, (one.help or "").split("\n\n")[0].strip()) for name, one in known]
        lines += _section("commands", summaries, lang)
    if command.epilog:
        lines += [_HEADS["examples"].in_(lang) + _colon(lang).rstrip()]
        lines += [f"  {line}" for line in command.epilog.splitlines()] + [""]
    lines += [_HEADS["codes"].in_(lang) + _colon(lang).rstrip()]
    lines += wrap(_CODES.in_(lang), _WIDTH, "  ", "  ")
    return "\n".join(lines)


def _label(param: Any) -> str:
    if param.param_type_name == "argument":
        return str(param.metavar)
    names = ", ".join(sorted(param.opts, key=len))
    return names if param.is_flag or param.name in _OWN else f"{names} {param.metavar}"


def _section(head: str, rows: list[tuple[str, str]], lang: str) -> list[str]:
    if not rows:
        return []
    lines = [_HEADS[head].in_(lang) + _colon(lang).rstrip()]
    column = min(max(columns(label) for label, _ in rows) + 4, _COLUMN)
    for label, text in rows:
        start = f"  {label}"
        if columns(start) + 2 > column:
            lines.append(start)
            start = ""
        start += " " * (column - columns(start))
        lines += wrap(text, _WIDTH, start, " " * column)
    return [*lines, ""]


class _Words:
    """Takes the words of the command line as they are: every value is checked by its command."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value as given; several values as a list."""
        if param.multiple or param.nargs == -1:
            return list(value or ())
        return value


def _as_words(params: list[Any]) -> list[Any]:
    # Without this the parser loads a validation library of 0.2 s to learn that text is text.
    for param in params:
        param._runtime_param = _Words()
    return params


class Command(typer.core.TyperCommand):
    """A command whose help and faults are in the language of the run."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.context_settings["allow_extra_args"] = True

    def get_params(self, ctx: Any) -> list[Any]:
        """The arguments and options, `--help` among them; their values stay words."""
        return _as_words(super().get_params(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes the help page."""
        formatter.write(_page(self, ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parses; says which words are too many."""
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            words = " ".join(rest)
            raise UsageError(Text(f"多余的参数：{words}", f"too many arguments: {words}"), hint=_see(ctx))
        return rest


class Group(typer.core.TyperGroup):
    """The program itself: its commands, and the nearest one to an unknown word."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The arguments and options, `--help` among them; their values stay words."""
        return _as_words(super().get_params(ctx))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes the help page."""
        formatter.write(_page(self, ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the first word names."""
        name = args[0]
        if name not in self.commands and not ctx.resilient_parsing:
            raise UsageError(
                Text(f"没有命令“{name}”", f"there is no command “{name}”"),
                hint=did_you_mean(name, self.commands) or known_words(self.commands),
            )
        return super().resolve_command(ctx, args)


def _see(ctx: Any) -> Text:
    command = f"{ctx.command_path} --help"
    return Text(f"详见 {command}", f"See {command}")
