"""The commands of who may ask and what was done: keys, audit."""

from typing import Annotated, Any

import typer

from kg_query.errors import UsageError
from kg_query.model import Text

from . import options
from .door import Door
from .tables import table

__all__ = ["keys_file", "register"]

_ACTIONS = ("create", "list", "revoke")
_COLUMNS = ("id", "state", "owner", "tenant", "scopes", "created", "expires")


def keys_file(door: Door) -> Any:
    """`--file FILE`."""
    return typer.Option(
        "--file", metavar="FILE", help=door.say("密钥文件；默认 kgq-keys.json", "the file of keys; kgq-keys.json by default")
    )  # fmt: skip


def register(app: typer.Typer, door: Door) -> None:
    """Adds the commands to the program."""
    _keys(app, door)
    _audit(app, door)


def _keys(app: typer.Typer, door: Door) -> None:
    say = door.say

    @options.command(
        app,
        door,
        "keys",
        say(
            "签发、列出、吊销 kgq serve 的 API 密钥。\n\n"
            "create 只显示一次密钥，文件里只存它的 SHA-256 散列；list 不显示密钥；revoke 按编号吊销，正在运行的服务"
            "立即生效。权限范围由小到大为 read、assess、write、admin，后者包含前者。",
            "Makes, lists and revokes API keys of kgq serve.\n\n"
            "create shows the key once; the file holds only its SHA-256. list shows no key. revoke takes the id, and "
            "a running service obeys at once. Scopes, each with those before it: read, assess, write, admin.",
        ),
        "kgq keys create clerk --tenant puxian --scope assess --file kgq-keys.json",
        "kgq keys list --file kgq-keys.json",
        "kgq keys revoke 1a2b3c4d --file kgq-keys.json",
    )
    def keys(
        action: Annotated[
            str, typer.Argument(metavar="create|list|revoke", help=say("做什么", "what to do"))
        ],
        what: Annotated[
            str | None,
            typer.Argument(
                metavar="OWNER|ID",
                help=say("签发给谁，或者吊销哪一个编号", "who will hold it, or the id to revoke"),
            ),
        ] = None,
        tenant: Annotated[
            str | None,
            typer.Option(
                "--tenant",
                metavar="NAME",
                help=say(
                    "所属单位；案件只在单位之内；默认 local", "whose cases they share; local by default"
                ),
            ),
        ] = None,
        scope: Annotated[
            list[str] | None,
            typer.Option(
                "--scope",
                metavar="SCOPE",
                help=say("权限范围，可重复；默认 assess", "a scope; repeatable; assess by default"),
            ),
        ] = None,
        days: Annotated[
            str | None,
            typer.Option(
                "--days",
                metavar="N|never",
                help=say("有效天数，never 为不过期；默认 365", "days of validity, or never; 365 by default"),
            ),
        ] = None,
        file: Annotated[str | None, keys_file(door)] = None,
        format: Annotated[str | None, options.format_(door, "text", "json")] = None,
        lang: Annotated[str | None, options.lang(door)] = None,
    ) -> int:
        from kg_query.access import KeyFile

        door.choose(action, _ACTIONS, "ACTION")
        as_json = door.choose(format or "text", ("text", "json"), "--format") == "json"
        if (what is None) != (action == "list"):
            raise UsageError(
                Text("还要写明持有人或者编号", "an owner or an id is needed as well")
                if what is None
                else Text("list 不接受名称", "list takes no name"),
                hint=Text("例如 kgq keys create clerk", "For example kgq keys create clerk"),
            )
        if action != "create" and (tenant, scope, days) != (None, None, None):
            raise UsageError(
                Text(
                    "--tenant、--scope、--days 只用于 create",
                    "--tenant, --scope and --days go with create only",
                )
            )
        held = KeyFile(file or "kgq-keys.json")
        if action == "list":
            rows = [_row(key, held.clock()) for key in held.all()]
            if as_json:
                door.out_json(rows)
            else:
                door.out(table(_COLUMNS, [[row[c] for c in _COLUMNS] for row in rows], door.lang))
            return 0
        if action == "revoke":
            key = held.revoke(what or "")
            if as_json:
                door.out_json(_row(key, held.clock()))
            else:
                door.out(say(f"已吊销：{key.id}（{key.owner}）", f"revoked: {key.id} ({key.owner})"))
            return 0
        lasting = None if days == "never" else 365 if days is None else door.number(days, "--days")
        secret, key = held.create(what or "", tenant or "local", tuple(scope or ("assess",)), lasting)
        if as_json:
            door.out_json({"key": secret, **_row(key, held.clock())})
        else:
            door.out(secret)
        door.note(
            say(
                f"密钥只显示这一次；编号 {key.id}，存于 {held.path}",
                f"The key is shown this once; its id is {key.id}, kept in {held.path}",
            )
        )
        return 0


def _row(key: Any, now: Any) -> dict[str, Any]:
    row = {name: value for name, value in key.to_json().items() if name != "sha256"}
    return {**row, "state": key.state(now)}


def _audit(app: typer.Typer, door: Door) -> None:
    say = door.say

    @options.command(
        app,
        door,
        "audit",
        say(
            "核对 kgq serve 的审计日志：有无改动、删除、调换、截去的行。\n\n"
            "连同已经换下的文件一起核对。有问题时退出码为 1。另处记下打印的散列，下次用 --head 给出，"
            "整个日志被重写也能发现。",
            "Checks the audit log of kgq serve for lines edited, removed, moved or cut off.\n\n"
            "Files finished before are checked along with it. Exit code 1 where something is wrong. Note the hash "
            "that is printed elsewhere and give it to --head the next time: then a log rewritten as a whole is "
            "found out too.",
        ),
        "kgq audit verify audit.jsonl",
        "kgq audit verify audit.jsonl --format json",
    )
    def audit(
        action: Annotated[str, typer.Argument(metavar="verify", help=say("做什么", "what to do"))],
        file: Annotated[str, typer.Argument(metavar="FILE", help=say("审计日志", "the audit log"))],
        head: Annotated[
            str | None,
            typer.Option(
                "--head", metavar="HASH", help=say("以前记下的散列", "a hash that was noted before")
            ),
        ] = None,
        format: Annotated[str | None, options.format_(door, "text", "json")] = None,
        lang: Annotated[str | None, options.lang(door)] = None,
    ) -> int:
        from kg_query.keeping import verify_log

        door.choose(action, ("verify",), "ACTION")
        as_json = door.choose(format or "text", ("text", "json"), "--format") == "json"
        report = verify_log(file, head)
        if as_json:
            door.out_json(
                {
                    "conforms": not report.findings,
                    "lines": report.lines,
                    "first": report.first,
                    "last": report.last,
                    "head": report.head,
                    "findings": [
                        {"file": f.file, "line": f.line, "message": f.message.to_json()}
                        for f in report.findings
                    ],
                }
            )
            return 1 if report.findings else 0
        for found in report.findings:
            line = "" if found.line is None else say(f"，第 {found.line} 行", f", line {found.line}")
            door.out(f"{found.file}{line}{say('：', ': ')}{found.message.in_(door.lang)}")
        if not report.findings:
            door.out(
                say(
                    f"日志完整，共 {report.lines} 条（{report.first}–{report.last}）。末条散列：{report.head}",
                    f"The log is whole: {report.lines} lines ({report.first}–{report.last}). "
                    f"Hash of the last: {report.head}",
                )
            )
        return 1 if report.findings else 0
