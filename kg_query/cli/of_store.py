"""The command that keeps the dataset of the service: build, verify, info, backup."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from kg_query.errors import InputError, UsageError
from kg_query.model import Text

from . import options
from .door import Door
from .tables import table

__all__ = ["folder", "register"]

_ACTIONS = ("build", "verify", "info", "backup")


def folder(door: Door) -> Any:
    """`--store-folder DIR`."""
    return typer.Option(
        "--store-folder",
        metavar="DIR",
        help=door.say(
            "数据集所在的文件夹；默认在用户缓存目录中",
            "the folder of the dataset; by default in the user's cache",
        ),
    )


def register(app: typer.Typer, door: Door) -> None:
    """Adds the command to the program."""
    say = door.say

    @options.command(
        app,
        door,
        "store",
        say(
            "建立、核对、查看或者备份 kgq serve 所用的数据集。\n\n"
            "build 从源文件建立新版本，全部写好并核对之后才替换旧版本，旧版本保留一个；verify 通读全部数据并与清单"
            "对照，不符时退出码为 1；info 说明其中有什么；backup 复制到一个新文件夹，可直接用作 --store-folder。",
            "Builds, verifies, shows or backs up the dataset that kgq serve answers from.\n\n"
            "build makes a new version from the sources; it replaces the old one only once it is whole and "
            "verified, and one old version is kept. verify reads everything and holds it to the manifest; exit "
            "code 1 where they differ. info says what is in it. backup copies it to a new folder, which can be used "
            "as --store-folder.",
        ),
        "kgq store build",
        "kgq store build --store-folder DIR --date 2026-11-21",
        "kgq store verify",
        "kgq store info --format json",
        "kgq store backup DIR",
    )
    def store(
        action: Annotated[
            str,
            typer.Argument(metavar="build|verify|info|backup", help=say("做什么", "what to do")),
        ],
        target: Annotated[
            str | None,
            typer.Argument(metavar="DIR", help=say("备份到哪里", "where the backup goes")),
        ] = None,
        store_folder: Annotated[str | None, folder(door)] = None,
        day: Annotated[
            str | None,
            typer.Option(
                "--date",
                metavar="YYYY-MM-DD",
                help=say("写入说明的建立日期；默认不写", "the day of the build to state; by default none"),
            ),
        ] = None,
        format: Annotated[str | None, options.format_(door, "text", "json")] = None,
        lang: Annotated[str | None, options.lang(door)] = None,
    ) -> int:
        door.choose(action, _ACTIONS, "ACTION")
        chosen = door.choose(format or "text", ("text", "json"), "--format")
        if (target is None) != (action != "backup"):
            raise UsageError(
                Text("backup 需要一个目标文件夹", "backup needs a folder to go to")
                if target is None
                else Text(f"{action} 不接受目标文件夹", f"{action} takes no folder"),
                target,
                Text("其他动作用 --store-folder 指定数据集", "The others find the dataset by --store-folder"),
            )
        if day is not None and action != "build":
            raise UsageError(Text("--date 只用于 build", "--date goes with build only"))
        from kg_query.dataset import default_folder

        place = Path(store_folder) if store_folder else default_folder(door.data)
        if action == "build":
            return _build(door, place, _day(day), chosen)
        dataset = _there(place)
        if action == "verify":
            return _verify(door, dataset, chosen)
        if action == "backup":
            return _backup(door, dataset, str(target), chosen)
        _show(door, dataset, chosen)
        return 0


def _day(word: str | None) -> str | None:
    if word is None:
        return None
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", word, re.ASCII):
            raise ValueError
        return date.fromisoformat(word).isoformat()
    except ValueError:
        raise UsageError(
            Text(f"--date 不是日期：“{word}”", f"--date is not a day: “{word}”"),
            hint=Text("例如：2026-11-21", "For example: 2026-11-21"),
        ) from None


def _there(place: Path) -> Any:
    from kg_query.dataset import current

    found = current(place)
    if found is None:
        raise InputError(
            Text("这里还没有数据集", "there is no dataset here yet"),
            str(place),
            Text("请先建立：kgq store build", "Build one first: kgq store build"),
        )
    return found


def _build(door: Door, place: Path, day: str | None, format: str) -> int:
    from kg_query.dataset import build

    _show(door, build(door.graph(), place, day), format)
    return 0


def _verify(door: Door, dataset: Any, format: str) -> int:
    from kg_query.dataset import verify

    try:
        verify(dataset)
    except InputError as error:
        if format == "json":
            door.out_json({"sound": False, "problems": [p.to_json() for p in error.problems]})
        else:
            door.out(error.render(door.lang))
        return 1
    fits = dataset.fits(door.graph().sources)
    if format == "json":
        door.out_json({"sound": True, "fits_sources": fits, **_told(dataset)})
        return 0
    number = f"{dataset.manifest.quads:,}"
    door.out(
        door.say(
            f"完好：{len(dataset.manifest.graphs)} 个图、{number} 条四元组，与清单一致",
            f"sound: {len(dataset.manifest.graphs)} graphs, {number} quads, as the manifest says",
        )
    )
    if not fits:
        door.note(
            door.say(
                "提示：源文件或程序已变，数据集已过时。请运行 kgq store build",
                "Note: the sources or the program have changed since. Run kgq store build",
            )
        )
    return 0


def _backup(door: Door, dataset: Any, target: str, format: str) -> int:
    from kg_query.dataset import backup

    _show(door, backup(dataset, target), format)
    return 0


def _told(dataset: Any) -> dict[str, Any]:
    return {"folder": str(dataset.folder), **dataset.manifest.to_json()}


def _show(door: Door, dataset: Any, format: str) -> None:
    """What a version holds."""
    if format == "json":
        door.out_json(_told(dataset))
        return
    manifest, say = dataset.manifest, door.say
    rows = [
        (say("文件夹", "folder"), str(dataset.folder)),
        (say("版本", "version"), f"kg-query {manifest.version} · pyoxigraph {manifest.engine}"),
        (say("源文件", "source files"), str(len(manifest.files))),
        (say("三元组（去重）", "distinct triples"), f"{manifest.triples:,}"),
        (say("内容摘要", "content"), f"sha256:{manifest.content}"),
    ]
    if manifest.built:
        rows.append((say("建立日期", "built"), manifest.built))
    graphs = [(iri, f"{number:,}") for iri, number in manifest.graphs.items()]
    door.out(table((say("数据集", "dataset"), ""), rows, door.lang))
    door.out("")
    door.out(table((say("图", "graph"), say("三元组", "triples")), graphs, door.lang))
