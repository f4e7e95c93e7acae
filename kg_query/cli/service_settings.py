"""What `kgq serve` is told, read and checked: numbers, addresses, the token, and what does not go together."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from kg_query.errors import InputError, UsageError
from kg_query.model import Text

if TYPE_CHECKING:
    from kg_query.web.settings import Settings

    from .door import Door

__all__ = ["MOST_WORKERS", "check", "days", "public_url", "rate", "token", "whole"]

MOST_WORKERS = 64
#: The shortest token for writing, in characters.
_TOKEN = 20


def whole(door: Door, value: str, option: str, least: int, most: int) -> int:
    """The whole number, within its bounds, that an option gives."""
    number = door.number(value, option)
    if not least <= number <= most:
        raise UsageError(
            Text(f"{option} 应在 {least} 与 {most} 之间", f"{option} is between {least} and {most}"), value
        )
    return number


def rate(value: str) -> float:
    """How many requests a second `--rate` allows."""
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1_000_000:
        raise UsageError(
            Text("--rate 应为每秒的请求数", "--rate is a number of requests a second"), value[:40]
        )
    return number


def days(value: str) -> float:
    """How many days `--keep-days` gives."""
    try:
        number = float(value)
    except ValueError:
        number = 0.0
    if not 0 < number <= 36500:
        raise UsageError(
            Text("--keep-days 应为大于 0 的天数", "--keep-days is a number of days above 0"), value[:40]
        )
    return number


def public_url(value: str) -> str:
    """The address that `--public-url` gives, without a slash at the end."""
    from urllib.parse import urlsplit

    if not value:
        return ""
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if (
        not good
        or parts.query
        or parts.fragment
        or parts.username is not None
        or any(c.isspace() for c in value)
    ):
        raise UsageError(
            Text("--public-url 应为 http 或 https 地址", "--public-url is an http or https address"),
            value[:200],
            Text("例如 https://law.example", "For example https://law.example"),
        )
    return value.rstrip("/")


def token(file: str, writable: bool) -> str:
    """The token for changes: from its file, else from the environment."""
    if not file:
        found = os.environ.get("KGQ_TOKEN", "").strip() if writable else ""
    else:
        try:
            found = Path(file).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError, ValueError):
            raise InputError(
                Text("读不了令牌文件", "the file of the token cannot be read"), file[:200]
            ) from None
    if file and not writable:
        raise UsageError(Text("--token-file 只与 --writable 同用", "--token-file goes with --writable only"))
    if not writable:
        return ""
    if not found:
        raise UsageError(
            Text("--writable 需要令牌", "--writable needs a token"),
            hint=Text("请用 --token-file 或环境变量 KGQ_TOKEN", "Give it with --token-file or in KGQ_TOKEN"),
        )
    if len(found) < _TOKEN or not found.isascii() or not found.isprintable() or " " in found:
        raise UsageError(
            Text(
                f"令牌应为至少 {_TOKEN} 个可见的 ASCII 字符，没有空格",
                f"the token is at least {_TOKEN} visible ASCII characters without spaces",
            ),
            hint=Text(
                "例如：python -c 'import secrets; print(secrets.token_urlsafe())'",
                "For example: python -c 'import secrets; print(secrets.token_urlsafe())'",
            ),
        )
    return found


def check(settings: Settings) -> None:
    """What does not go together."""
    if not (settings.local or settings.identifies or settings.allow_anonymous):
        raise UsageError(
            Text(
                f"在 {settings.host} 上提供，他人就能访问，却没有任何身份验证",
                f"at {settings.host} others can reach the service, and nothing tells who they are",
            ),
            "--host",
            Text(
                "请用 --keys-file 给出密钥文件，或用 --trust-proxy 指明反向代理；确要对任何人开放，请写 --allow-anonymous",
                "Give --keys-file or --trust-proxy; or say --allow-anonymous if anybody may use it",
            ),
        )
    if settings.store_url and settings.store_folder is not None:
        raise UsageError(
            Text("--store 与 --store-folder 只能用一个", "--store and --store-folder exclude each other")
        )
    if (settings.store_update or settings.store_graphs) and not (settings.store_url and settings.writable):
        raise UsageError(
            Text(
                "--store-update 和 --store-graphs 须与 --store 和 --writable 同用",
                "--store-update and --store-graphs go with --store and --writable",
            )
        )
    if settings.store_url and settings.writable and not (settings.store_update or settings.store_graphs):
        raise UsageError(
            Text("没有指明在哪里写入", "nothing says where changes go"),
            "--writable",
            Text("请给出 --store-update 或 --store-graphs", "Give --store-update or --store-graphs"),
        )
