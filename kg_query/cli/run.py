"""One run of the command line, from words to an exit code; no fault leaves it as a traceback."""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import sys
from pathlib import Path
from typing import Any

from kg_query.errors import InputError, InternalError, KgqError, UsageError, did_you_mean
from kg_query.model import Text

from .door import Closed, Door
from .language import of_run

__all__ = ["run"]


def run(argv: list[str]) -> int:
    """Runs one command; the answer is its exit code."""
    _speak_utf8()
    # what is wrong with a value is told as a finding, not as a traceback of a library
    logging.getLogger("rdflib").addHandler(logging.NullHandler())
    lang, fault = of_run(argv, os.environ)
    door = Door(lang)
    try:
        if fault is not None:
            raise fault
        return _command(argv, door)
    except Closed:
        return _closed()
    except BrokenPipeError:
        return _closed()
    except KgqError as error:
        return _tell(error, door)
    except KeyboardInterrupt:
        return 130
    except MemoryError:
        return _tell(_internal(MemoryError("out of memory")), door)
    except OSError as error:  # the machine refuses: a full disk, a closed stream
        return _tell(_refused(error), door)
    except RecursionError as error:
        return _tell(_internal(error), door)
    except Exception as error:  # the last net: whatever was not foreseen is a fault of ours
        return _tell(_internal(error), door)


def _command(argv: list[str], door: Door) -> int:
    os.environ.setdefault("TYPER_USE_RICH", "0")
    import typer

    from .app import build

    door.only = _named(argv)
    command = build(door)
    if door.only is not None and door.only not in command.commands:
        door.only = None
        command = build(door)
    try:
        code = command.main(argv, prog_name="kgq", standalone_mode=False, obj=door)
    except typer.Abort:
        return 130
    except _parser_fault() as fault:
        if type(fault).__name__ == "NoArgsIsHelpError":
            door.note(fault.format_message())
            return 2
        raise _usage(fault) from None
    return code if isinstance(code, int) else 0


def _parser_fault() -> Any:
    """What all faults of the parser are; it has no public name in every version of typer."""
    import typer

    return next(c for c in typer.BadParameter.__mro__ if c.__name__ == "ClickException")


def _named(argv: list[str]) -> str | None:
    """The command that the words plainly name: making that one alone halves the start."""
    words = iter(argv)
    for word in words:
        if word in ("--data", "--lang"):
            next(words, None)
        elif not word.startswith("-"):
            return None if "_KGQ_COMPLETE" in os.environ else word
        elif not word.startswith(("--data=", "--lang=")):
            return None
    return None


def _usage(fault: Any) -> UsageError:
    """A fault of the parser in both languages, with the nearest known option."""
    from .help import usage_line

    kind, ctx = type(fault).__name__, getattr(fault, "ctx", None)
    hints: list[Text] = []
    if kind == "NoSuchOption":
        name = fault.option_name
        message = Text(f"没有选项 {name}", f"there is no option {name}")
        if name == "--data":
            hints.append(
                Text(
                    "--data 写在命令之前：kgq --data DIR …",
                    "--data stands before the command: kgq --data DIR …",
                )
            )
        elif ctx is not None:
            known = [o for p in ctx.command.get_params(ctx) for o in p.opts]
            near = did_you_mean(name, [o for o in known if o.startswith("--")])
            hints += [near] if near else []
    elif kind == "MissingParameter" and fault.param is not None:
        label = fault.param.metavar or fault.param.name
        if fault.param.param_type_name == "option":
            label = f"{fault.param.opts[0]} {label}"
        message = Text(f"缺少 {label}", f"{label} is missing")
    elif kind == "BadOptionUsage" and "not take" in fault.message:
        message = Text(f"选项 {fault.option_name} 不带值", f"the option {fault.option_name} takes no value")
    elif kind == "BadOptionUsage":
        message = Text(f"选项 {fault.option_name} 缺少值", f"the option {fault.option_name} needs a value")
    else:
        message = Text(f"用法有误：{fault.format_message()}", fault.format_message())
    if ctx is not None:
        usage, command = usage_line(ctx), f"{ctx.command_path} --help"
        hints.append(Text(f"{usage}。详见 {command}", f"{usage}. See {command}"))
    zh, en = "。".join(h.zh for h in hints), " ".join(h.en for h in hints)
    return UsageError(message, hint=Text(zh, en) if hints else None)


def _internal(error: BaseException) -> InternalError:
    what = f"{type(error).__name__}: {error}"[:300]
    return InternalError(
        Text(f"程序内部错误：{what}", f"internal error: {what}"),
        hint=Text(
            "这是程序的问题。请用 KGQ_DEBUG=1 重新运行同一命令，并把输出连同 kgq doctor 的结果一起报告",
            "This is a fault of the program. Run the same command with KGQ_DEBUG=1 and report its "
            "output together with that of kgq doctor",
        ),
    )


_REASONS = {
    errno.ENOSPC: Text("磁盘已满", "the disk is full"),
    errno.EDQUOT: Text("磁盘配额已用完", "the disk quota is used up"),
    errno.EBADF: Text("标准输出已关闭，结果无处可写", "standard output is closed: there is nowhere to write"),
    errno.EMFILE: Text("打开的文件过多", "too many files are open"),
    errno.EACCES: Text("没有权限", "permission denied"),
    errno.EROFS: Text("文件系统是只读的", "the file system is read-only"),
    errno.EIO: Text("读写出错", "reading or writing failed"),
}


def _refused(error: OSError) -> InputError:
    """What the machine refused, as a plain sentence; standard output is left in peace after it."""
    from kg_query.inputs import shown

    _abandon()
    other = error.strerror or type(error).__name__
    reason = _REASONS.get(error.errno or 0) or Text(
        f"系统拒绝了操作（{other}）", f"the system refused ({other})"
    )
    name = error.filename
    return InputError(reason, shown(os.fsdecode(name), 200) if isinstance(name, (str, bytes)) else None)


def _tell(error: KgqError, door: Door) -> int:
    """Says what is wrong on standard error; the answer is the exit code."""
    if os.environ.get("KGQ_DEBUG") == "1" and isinstance(error, InternalError):
        import traceback

        traceback.print_exc()
    door.note(f"{door.say('错误：', 'Error: ')}{error.render(door.lang)}")
    return error.exit_code


def _closed() -> int:
    """Ends quietly where the reader of standard output has gone away."""
    _abandon()
    return 0


def _abandon() -> None:
    """Sends what is still to be written to standard output nowhere, so that the end is quiet."""
    with contextlib.suppress(OSError, ValueError, AttributeError), Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _speak_utf8() -> None:
    """Makes both streams UTF-8 whatever the locale: the texts are Chinese.

    A byte that is no UTF-8 (in the name of a file) is shown escaped.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
