"""The command that sends the dataset to a remote store: `kgq push`."""

from pathlib import Path
from typing import Annotated

import typer

from kg_query.errors import InputError, UsageError, did_you_mean
from kg_query.model import Text

from . import options
from .door import Door
from .of_store import folder
from .tables import table

__all__ = ["register"]


def register(app: typer.Typer, door: Door) -> None:
    """Adds the command to the program."""
    say = door.say

    @options.command(
        app,
        door,
        "push",
        say(
            "把数据集逐图送进远程存储（Fuseki、GraphDB、Virtuoso 等），供 kgq serve --store 使用。\n\n"
            "URL 是该存储的 SPARQL 查询地址。写明 --graph-store 时用图存储协议，每个图一次 PUT；否则用 SPARQL "
            "更新分块写入。同名的图被替换，其他图不动。送完后逐图核对条数和期间（xsd:duration），不符时退出码为 1。"
            "用户名和密码取自环境变量 KGQ_STORE_USER、KGQ_STORE_PASSWORD。",
            "Sends the dataset graph by graph to a remote store (Fuseki, GraphDB, Virtuoso …) for kgq serve --store.\n\n"
            "URL is where the store answers SPARQL queries. With --graph-store each graph is one PUT of the Graph "
            "Store Protocol; without it, graphs go in blocks by SPARQL Update. A graph of the same name is replaced, "
            "others are left alone. Each graph is counted afterwards, its periods (xsd:duration) too; exit code 1 "
            "where a count differs. User name and password come from KGQ_STORE_USER and KGQ_STORE_PASSWORD.",
        ),
        "kgq push http://localhost:3030/kgq/query --graph-store http://localhost:3030/kgq/data",
        "kgq push http://localhost:3030/kgq/query --update http://localhost:3030/kgq/update",
    )
    def push(
        url: Annotated[
            str, typer.Argument(metavar="URL", help=say("存储的查询地址", "where the store answers queries"))
        ],
        graph_store: Annotated[
            str | None,
            typer.Option(
                "--graph-store", metavar="URL", help=say("图存储协议的地址", "the address of its graph store")
            ),
        ] = None,
        update: Annotated[
            str | None,
            typer.Option(
                "--update",
                metavar="URL",
                help=say("接受更新的地址；默认同 URL", "where it takes updates; by default URL"),
            ),
        ] = None,
        graph: Annotated[
            list[str] | None,
            typer.Option(
                "--graph", metavar="IRI", help=say("只送这个图；可重复", "only this graph; repeatable")
            ),
        ] = None,
        store_folder: Annotated[str | None, folder(door)] = None,
        format: Annotated[str, options.format_(door, "text", "json")] = "text",
        lang: Annotated[str | None, options.lang(door)] = None,
    ) -> int:
        door.choose(format, ("text", "json"), "--format")
        if graph_store and update:
            raise UsageError(
                Text("--graph-store 和 --update 只能用一个", "--graph-store and --update do not go together")
            )
        from kg_query.endpoint.store_client import store_url

        addresses = [store_url(a) for a in (url, graph_store or update or url)]
        return _push(door, addresses[0], addresses[1], bool(graph_store), graph or [], store_folder, format)


def _push(
    door: Door, query: str, write: str, by_graph_store: bool, only: list[str], place: str | None, format: str
) -> int:
    import asyncio

    import pyoxigraph as ox

    from kg_query.dataset import default_folder, ready
    from kg_query.endpoint.errors import of_store_fault
    from kg_query.endpoint.pushing import Pushed, graph_names
    from kg_query.endpoint.pushing import push as send
    from kg_query.endpoint.store_client import Client, StoreFault

    dataset, _ = ready(door.graph(), Path(place) if place else default_folder(door.data))
    with dataset.held() as path:
        store = ox.Store.read_only(str(path))
        graphs = graph_names(store, only)
        if lacking := sorted(set(only) - set(graphs)):
            raise InputError(
                Text("数据集中没有这个图", "the dataset has no such graph"),
                lacking[0],
                did_you_mean(lacking[0], graph_names(store)),
            )

        async def sending() -> list[Pushed]:
            client = Client()
            try:
                return await send(
                    store,
                    client,
                    graphs,
                    query_url=query,
                    update_url="" if by_graph_store else write,
                    graphs_url=write if by_graph_store else "",
                )
            finally:
                await client.close()

        try:
            done = asyncio.run(sending())
        except StoreFault as fault:
            door.note(fault.detail)  # the person at the terminal is the operator
            raise of_store_fault(fault) from None
    same = all(one.same for one in done)
    if format == "json":
        door.out_json({"same": same, "graphs": [_row(one) for one in done]})
    else:
        head = (door.say("图", "graph"), door.say("已送", "sent"), door.say("存储中", "held"))
        door.out(table(head, [(o.graph, f"{o.sent:,}", f"{o.held:,}") for o in done], door.lang))
    if altered := sum(one.altered for one in done):
        door.note(
            door.say(
                f"存储不接受期间（xsd:duration），或者把它改成月数：{altered} 处已改存为文字（如 P1Y）。查询时用 STR(?period) "
                "结果不变，比较类型或者计算期间则会不同",
                f"the store does not take periods of time (xsd:duration) or makes numbers of months of them: {altered} "
                "are there as text (such as P1Y). Queries with STR(?period) come out the same, those that compare "
                "its type or reckon with it do not",
            )
        )
    if any(one.sent != one.held for one in done):
        door.note(
            door.say(
                "有的图条数不符：存储可能把同一数值的不同写法合并了，或者拒收了某些语句",
                "some counts differ: the store may take two spellings of a number for one, or drop statements",
            )
        )
    return 0 if same else 1


def _row(one: object) -> dict[str, object]:
    from dataclasses import asdict

    return asdict(one)  # type: ignore[call-overload,no-any-return]
