"""The command that runs the service: serve."""

from pathlib import Path
from typing import Annotated, Any

import typer

from . import options
from .door import Door
from .service_settings import MOST_WORKERS, check, days, token, whole
from .service_settings import public_url as address
from .service_settings import rate as requests

__all__ = ["register"]


def register(app: typer.Typer, door: Door) -> None:
    """Adds the command to the program."""
    say = door.say

    def option(name: str, env: str, metavar: str, zh: str, en: str) -> Any:
        return typer.Option(
            name, metavar=metavar, envvar=f"KGQ_{env}", show_envvar=False, help=f"{say(zh, en)} [KGQ_{env}]"
        )

    def switch(names: str, env: str, zh: str, en: str) -> Any:
        return typer.Option(names, envvar=f"KGQ_{env}", show_envvar=False, help=f"{say(zh, en)} [KGQ_{env}]")

    @options.command(
        app,
        door,
        "serve",
        say(
            "把图谱作为网络服务运行：SPARQL 1.1 端点、关联数据、API 与说明页。\n\n"
            "默认只在本机 127.0.0.1:8000 提供，只读，不需要账号，所送内容用后即弃；首次运行时建立数据集。每个选项"
            "都可改用方括号中的环境变量。SIGTERM 或 Ctrl-C 停止（正在处理的请求最多再等 10 秒），SIGHUP 换用最新的"
            "数据集。面向网络时请放在提供 HTTPS 的反向代理之后。",
            "Runs the graph as a service: an endpoint of SPARQL 1.1, linked data, an API and its page.\n\n"
            "By default for this machine alone, at 127.0.0.1:8000, read-only, without accounts, and what is sent is "
            "forgotten; the first run builds the dataset. Each option can be given by the environment variable in "
            "brackets. SIGTERM or Ctrl-C ends it (requests under way have 10 seconds), SIGHUP turns to the newest "
            "dataset. Facing a network, put it behind a reverse proxy that speaks HTTPS.",
        ),
        "kgq serve",
        "kgq serve --port 0 --workers 4",
        "kgq serve --host 0.0.0.0 --keys-file kgq-keys.json --public-url https://law.example",
        "kgq serve --writable --token-file token.txt",
        "kgq serve --store http://127.0.0.1:3030/law/sparql",
    )
    def serve(
        host: Annotated[
            str,
            option(
                "--host",
                "HOST",
                "ADDRESS",
                "监听的地址；默认 127.0.0.1",
                "address to listen on; 127.0.0.1 by default",
            ),
        ] = "127.0.0.1",
        port: Annotated[
            str,
            option(
                "--port", "PORT", "N", "端口；默认 8000，0 表示任选", "port; 8000 by default, 0 takes any"
            ),
        ] = "8000",
        public_url: Annotated[
            str,
            option(
                "--public-url",
                "PUBLIC_URL",
                "URL",
                "对外公布的地址",
                "the address under which clients know it",
            ),
        ] = "",
        allow_host: Annotated[
            list[str] | None,
            option(
                "--allow-host",
                "ALLOW_HOST",
                "NAME",
                "接受的其他 Host，可重复；* 表示任何",
                "a further Host to accept; repeatable; * is any",
            ),
        ] = None,
        store_folder: Annotated[
            str | None,
            option(
                "--store-folder",
                "STORE_FOLDER",
                "DIR",
                "数据集所在的文件夹；默认在用户缓存目录中",
                "the folder of the dataset; by default in the user's cache",
            ),
        ] = None,
        store: Annotated[
            str,
            option(
                "--store",
                "STORE",
                "URL",
                "改用这个 SPARQL 1.1 端点作为存储",
                "a SPARQL 1.1 endpoint as the store instead",
            ),
        ] = "",
        store_update: Annotated[
            str, option("--store-update", "STORE_UPDATE", "URL", "它的更新地址", "where it takes updates")
        ] = "",
        store_graphs: Annotated[
            str, option("--store-graphs", "STORE_GRAPHS", "URL", "它的图存储地址", "where its graph store is")
        ] = "",
        writable: Annotated[
            bool, switch("--writable", "WRITABLE", "接受更新，须有令牌", "take changes; needs a token")
        ] = False,
        token_file: Annotated[
            str,
            option(
                "--token-file",
                "TOKEN_FILE",
                "FILE",
                "写入令牌所在的文件；或者用 KGQ_TOKEN 给出令牌",
                "file with the token for changes; or give the token itself as KGQ_TOKEN",
            ),
        ] = "",
        workers: Annotated[
            str,
            option(
                "--workers",
                "WORKERS",
                "N",
                "执行查询的进程数；默认 2",
                "processes that answer queries; 2 by default",
            ),
        ] = "2",
        query_seconds: Annotated[
            str,
            option(
                "--query-seconds",
                "QUERY_SECONDS",
                "S",
                "查询时限，秒；默认 10",
                "time for a query, in seconds; 10 by default",
            ),
        ] = "10",
        rate: Annotated[
            str,
            option(
                "--rate",
                "RATE",
                "N",
                "每个密钥或地址每秒的请求数；默认 200，0 表示不限",
                "requests a second of one key or address; 200 by default, 0 is no limit",
            ),
        ] = "200",
        keys_file: Annotated[
            str,
            option(
                "--keys-file", "KEYS_FILE", "FILE", "API 密钥文件（kgq keys）", "file of API keys (kgq keys)"
            ),
        ] = "",
        trust_proxy: Annotated[
            list[str] | None,
            option(
                "--trust-proxy",
                "TRUST_PROXY",
                "ADDRESS",
                "可信的反向代理：地址、网段或 unix，可重复",
                "a trusted reverse proxy: address, network or unix; repeatable",
            ),
        ] = None,
        keep_cases: Annotated[
            str,
            option(
                "--keep-cases",
                "KEEP_CASES",
                "DIR",
                "允许保存案件，存入此文件夹",
                "let cases be kept, in this folder",
            ),
        ] = "",
        keep_days: Annotated[
            str,
            option(
                "--keep-days",
                "KEEP_DAYS",
                "DAYS",
                "案件保存的天数；默认 30",
                "for how many days; 30 by default",
            ),
        ] = "30",
        keep_informant: Annotated[
            bool,
            switch(
                "--keep-informant",
                "KEEP_INFORMANT",
                "保存的案件中保留举报人信息",
                "keep informants in kept cases",
            ),
        ] = False,
        audit_log: Annotated[
            str, option("--audit-log", "AUDIT_LOG", "FILE", "审计日志", "the audit log")
        ] = "",
        cors: Annotated[
            bool,
            switch(
                "--cors/--no-cors",
                "CORS",
                "允许任何网站的脚本读取公开数据，默认允许；--no-cors 关闭",
                "let scripts of any site read what is public, which is the default; --no-cors forbids it",
            ),
        ] = True,
        warm_up: Annotated[
            bool,
            switch(
                "--warm-up/--no-warm-up",
                "WARM_UP",
                "启动后在后台预先算出页面所需的比较和检查，默认开启；--no-warm-up 关闭",
                "work out in the background, after the start, the comparisons and checks that pages show, which is "
                "the default; --no-warm-up leaves it to the first who ask",
            ),
        ] = True,
        allow_anonymous: Annotated[
            bool,
            switch(
                "--allow-anonymous",
                "ALLOW_ANONYMOUS",
                "对外提供时不要求密钥",
                "ask for no key although others can reach it",
            ),
        ] = False,
        lang: Annotated[str | None, options.lang(door)] = None,
    ) -> int:
        from kg_query.web.settings import Settings

        settings = Settings(
            host=host.strip(),
            port=whole(door, port, "--port", 0, 65535),
            public_url=address(public_url),
            allowed_hosts=tuple(allow_host or ()),
            data=tuple(door.data),
            store_folder=Path(store_folder) if store_folder else None,
            store_url=store,
            store_update=store_update,
            store_graphs=store_graphs,
            writable=writable,
            token=token(token_file, writable),
            workers=whole(door, workers, "--workers", 1, MOST_WORKERS),
            query_seconds=door.seconds(query_seconds, "--query-seconds"),
            rate=requests(rate),
            keys_file=Path(keys_file) if keys_file else None,
            allow_anonymous=allow_anonymous,
            trusted_proxies=tuple(trust_proxy or ()),
            keep_cases=Path(keep_cases) if keep_cases else None,
            keep_days=days(keep_days),
            keep_informant=keep_informant,
            audit_log=Path(audit_log) if audit_log else None,
            cors=cors,
            warm_up=warm_up,
        )  # fmt: skip
        check(settings)
        return _run(door, settings)


def _run(door: Door, settings: Any) -> int:
    from kg_query.web.service import Service
    from kg_query.web.serving import bind, serve

    bound = bind(settings.host, settings.port)
    try:
        service = Service(door.graph(), settings, tell=lambda text: door.note(text.in_(door.lang)))
        service.open()
        serve(service, bound, ready=lambda: door.out(_told(door, settings, bound.getsockname()[1])))
    finally:
        bound.close()
    return 0


# --- what is told -------------------------------------------------------------------------------


def _told(door: Door, settings: Any, port: int) -> str:
    """Where the service is and what is on."""
    say = door.say
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host.strip("[]"), settings.host)
    name = f"[{name}]" if ":" in name and not name.startswith("[") else name
    url = settings.public_url or f"http://{name}:{port}"
    yes, no = say("开", "on"), say("关", "off")

    def on(what: object) -> str:
        return yes if what else no

    rows = [
        ("SPARQL", f"{url}/sparql"),
        ("API", f"{url}/docs"),
        (say("存储", "store"), settings.store_url or say("内置数据集", "the embedded dataset")),
        (say("写入", "changes"), on(settings.writable)),
        (say("密钥", "keys"), on(settings.keys_file)),
        (say("匿名使用", "anonymous use"), on(settings.anonymous)),
        (say("保存案件", "keeping cases"), on(settings.keep_cases)),
        (say("审计日志", "audit log"), on(settings.audit_log)),
    ]
    lines = [say(f"服务已启动：{url}", f"Serving at {url}")]
    if settings.public_url:
        lines[0] += say(f"（监听 {name}:{port}）", f" (listening on {name}:{port})")
    lines += [f"  {label}{say('：', ': ')}{value}" for label, value in rows]
    return "\n".join([*lines, say("按 Ctrl-C 停止", "Press Ctrl-C to stop")])
