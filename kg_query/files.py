"""Where the graph's files lie: in the clone while developing, inside the package once installed.

Names of files are relative to the data root, with forward slashes (`data/nanmu/norms.ttl`); they
are the same in a clone and in a wheel, and they name the graphs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from .errors import CorpusError, InputError
from .model import Text

PACKAGE = Path(__file__).resolve().parent

#: The compiled graph that a build leaves in the package.
ARTEFACT = PACKAGE / "corpus.jsonl"

#: What turns Turtle into the artefact: a change here makes an artefact stale as data does.
_COMPILER = (
    "casefiles/schema.py", "compile", "conditions", "corpus.py", "model", "rules/codec.py",
    "rules/values.py", "terms.py",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TurtleFile:
    """A Turtle file and the name that faults and graphs give it."""

    path: Path
    name: str


@cache
def root() -> Path:
    """The folder that holds `ontology/`, `data/` and `shapes/`.

    Raises CorpusError where neither an installed package nor a clone has them.
    """
    for folder in (PACKAGE / "bundled", PACKAGE.parent):
        if (folder / "ontology").is_dir() and (folder / "data").is_dir():
            return folder
    raise CorpusError(
        Text("找不到随程序提供的图谱数据", "the bundled graph is missing"),
        str(PACKAGE),
        Text("请重新安装 kg-query", "Install kg-query again"),
    )


def installed() -> bool:
    """True in an installed package, False in a clone (also when installed as editable)."""
    return root() == PACKAGE / "bundled"


def corpus_files() -> tuple[TurtleFile, ...]:
    """The Turtle that the law is compiled from: ontology and data, examples left out."""
    return _turtle("ontology") + _turtle("data", leave_out="examples")


def graph_files() -> tuple[TurtleFile, ...]:
    """All bundled Turtle: what the law is compiled from, and the shapes."""
    return corpus_files() + _turtle("shapes")


def rule_files() -> tuple[TurtleFile, ...]:
    """The shapes that case files are reviewed by, and that of case files itself."""
    names = {f"shapes/{name}.ttl" for name in ("casefile", "compulsion", "national", "penalty")}
    return tuple(f for f in _turtle("shapes") if f.name in names)


def folder_files(folder: str | Path) -> tuple[TurtleFile, ...]:
    """The Turtle files of one folder laid out like `data/<regulation>/`, by name.

    Raises InputError where the folder is missing or holds no Turtle.
    """
    path = Path(folder)
    if not path.is_dir():
        raise InputError(
            Text("没有这个文件夹", "there is no such folder"),
            str(folder),
            Text(
                "--data 需要一个与 data/<法规>/ 同样布局的文件夹",
                "--data takes a folder laid out like data/<regulation>/",
            ),
        )
    found = tuple(TurtleFile(p, f"{path.name}/{p.name}") for p in sorted(path.glob("*.ttl")))
    if not found:
        raise InputError(
            Text("这个文件夹里没有 .ttl 文件", "the folder holds no .ttl file"),
            str(folder),
            Text("至少需要 text.ttl 与 norms.ttl", "It needs at least text.ttl and norms.ttl"),
        )
    return found


def data_files(folders: Iterable[str | Path]) -> tuple[TurtleFile, ...]:
    """The Turtle files of the folders of `--data`, each under a name of its own.

    Raises InputError where a folder is given twice, is missing or holds no Turtle.
    """
    given: dict[Path, str | Path] = {}
    found: list[TurtleFile] = []
    names: set[str] = set()
    for folder in folders:
        place = Path(folder).resolve()
        if place in given:
            raise InputError(
                Text("同一个文件夹给了两次", "the same folder is given twice"),
                str(folder),
                Text("每个文件夹只需一个 --data", "Give each folder one --data"),
            )
        given[place] = folder
        mine = folder_files(folder)
        if any(f.name in names for f in mine):
            mine = tuple(replace(f, name=f.path.resolve().as_posix().lstrip("/")) for f in mine)
        names.update(f.name for f in mine)
        found.extend(mine)
    return tuple(found)


def source_hash() -> str:
    """A hash over all that the compiled corpus depends on: the Turtle and the compiler."""
    from hashlib import blake2b

    digest = blake2b(digest_size=20)
    for name, path in [(f.name, f.path) for f in graph_files()] + _compiler():
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _turtle(top: str, leave_out: str = "") -> tuple[TurtleFile, ...]:
    base = root()
    names = sorted(p.relative_to(base).as_posix() for p in (base / top).rglob("*.ttl"))
    skipped = f"{top}/{leave_out}/"
    return tuple(TurtleFile(base / n, n) for n in names if not leave_out or not n.startswith(skipped))


def _compiler() -> list[tuple[str, Path]]:
    modules = []
    for name in _COMPILER:
        path = PACKAGE / name
        modules += sorted(path.glob("*.py")) if path.is_dir() else [path]
    return [(m.relative_to(PACKAGE).as_posix(), m) for m in modules]
