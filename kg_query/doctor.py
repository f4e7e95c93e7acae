"""What is installed and found: versions, engines, fonts, the compiled graph, data folders.

`examine` looks and changes nothing; it asks no network and starts at most `java -version`
and `fc-list`.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from kg_query.errors import KgqError
from kg_query.model import Text

__all__ = ["Examination", "Item", "examine"]

#: Packages without which something of the program does not run.
_REQUIRED = (
    "typer",
    "pyoxigraph",
    "rdflib",
    "owlrl",
    "pyshacl",
    "pyyaml",
    "openpyxl",
    "defusedxml",
    "jinja2",
    "python-docx",
    "XlsxWriter",
)
#: Packages that add something, with what they add.
_OPTIONAL = {
    "pyarrow": Text("读写 Parquet", "Parquet files"),
    "typst": Text("评查表的 PDF", "the review form as PDF"),
    "pandas": Text("Python 中的数据表（query_df）", "data frames in Python (query_df)"),
    "reasonable": Text("独立的 OWL 2 RL 核对", "an independent OWL 2 RL check"),
    "nemo-python": Text("独立的 Datalog 核对", "an independent Datalog check"),
    "owlready2": Text("OWL DL 一致性检查（另需 Java）", "the OWL DL consistency check (needs Java too)"),
}
_GROUPS = {
    "program": Text("程序", "Program"),
    "engines": Text("引擎与库", "Engines and libraries"),
    "graph": Text("图谱", "Graph"),
    "system": Text("系统", "System"),
}
_MARKS = {"ok": "✓", "note": "·", "fault": "✗"}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was looked at.

    `state` is "ok", "note" (absent or unusual, and not needed) or "fault".
    """

    group: str
    name: str
    state: str
    value: Text

    def to_json(self) -> dict[str, object]:
        """The item as plain JSON data."""
        return {
            "group": self.group,
            "name": self.name,
            "state": self.state,
            "value": self.value.to_json(),
        }


@dataclass(frozen=True, slots=True)
class Examination:
    """All that was found; `healthy` where nothing is at fault."""

    items: tuple[Item, ...]

    @property
    def healthy(self) -> bool:
        """True where no item is a fault."""
        return all(item.state != "fault" for item in self.items)

    def to_json(self) -> dict[str, object]:
        """`{"healthy": …, "items": […]}`."""
        return {"healthy": self.healthy, "items": [item.to_json() for item in self.items]}

    def to_text(self, lang: str = "zh") -> str:
        """The items for people, by group."""
        lines: list[str] = []
        for group, title in _GROUPS.items():
            lines.append(title.in_(lang))
            lines += [
                f"  {_MARKS[i.state]} {i.name}{'：' if lang == 'zh' else ': '}{i.value.in_(lang)}"
                for i in self.items
                if i.group == group
            ]
        ending = (
            Text("一切正常", "all is well")
            if self.healthy
            else Text("有 ✗ 的项目需要处理", "items with ✗ need care")
        )
        return "\n".join([*lines, ending.in_(lang)]) + "\n"


def examine(data: Iterable[str | Path] = ()) -> Examination:
    """The state of this installation; `data` are further folders, as given to `--data`.

    >>> examine().to_json()["healthy"]
    True
    """
    return Examination((*_program(), *_engines(), *_graph(data), *_system()))


def _same(value: object) -> Text:
    return Text(str(value), str(value))


def _program() -> Iterator[Item]:
    from kg_query import __version__, files

    yield Item("program", "kg-query", "ok", _same(f"{__version__} ({files.PACKAGE})"))
    yield Item(
        "program",
        "Python",
        "ok" if sys.version_info >= (3, 11) else "fault",
        _same(f"{platform.python_version()} ({sys.executable})"),
    )


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _engines() -> Iterator[Item]:
    yield Item("engines", "compiled", "ok", Text("内置（默认）", "built in (the default)"))
    owlrl = _version("owlrl")
    yield Item(
        "engines",
        "reference",
        "ok" if owlrl else "fault",
        Text(f"owlrl {owlrl} + SPARQL", f"owlrl {owlrl} + SPARQL") if owlrl else _missing("owlrl"),
    )
    for package in _REQUIRED:
        found = _version(package)
        yield Item(
            "engines",
            package,
            "ok" if found else "fault",
            _same(found) if found else _missing(package),
        )
    for package, use in _OPTIONAL.items():
        found = _version(package)
        value = _same(found) if found else Text(f"未安装；用于{use.zh}", f"not installed; it gives {use.en}")
        yield Item("engines", package, "ok" if found else "note", value)


def _missing(package: str) -> Text:
    return Text(f"未安装：pip install {package}", f"not installed: pip install {package}")


def _graph(data: Iterable[str | Path]) -> Iterator[Item]:
    from kg_query import files

    try:
        root = files.root()
    except KgqError as error:
        yield Item("graph", "data", "fault", error.message)
        return
    kind = Text("已安装", "installed") if files.installed() else Text("源代码目录", "clone")
    yield Item("graph", "data", "ok", Text(f"{root}（{kind.zh}）", f"{root} ({kind.en})"))
    yield _artefact()
    try:
        from kg_query.graph import KnowledgeGraph

        corpus = KnowledgeGraph.open(data=list(data)).corpus
    except KgqError as error:
        yield Item("graph", "corpus", "fault", Text(error.render("zh"), error.render("en")))
        return
    numbers = (
        len(corpus.regulations),
        len(corpus.provisions),
        len(corpus.norms),
        len(corpus.grounds),
    )
    yield Item(
        "graph",
        "corpus",
        "ok",
        Text(
            "{} 部规定、{} 个条文单元、{} 条规范、{} 个事由".format(*numbers),
            "{} regulations, {} units of text, {} norms, {} grounds".format(*numbers),
        ),
    )
    for slug, regulation in corpus.regulations.items():
        if not regulation.bundled:
            yield Item("graph", slug, "ok", Text("由 --data 加入", "added by --data"))


def _artefact() -> Item:
    from kg_query import artefact, files

    if not files.ARTEFACT.exists():
        state = Text(
            "没有预编译的图谱；每次启动都要编译（较慢）。重新安装即可生成",
            "no compiled graph; every start compiles it (slow). Installing again makes one",
        )
        return Item("graph", "artefact", "note", state)
    if artefact.load() is None:
        return Item(
            "graph",
            "artefact",
            "note",
            Text(
                "预编译的图谱已过时，不会使用。重新安装即可更新",
                "the compiled graph is out of date and not used. Installing again renews it",
            ),
        )
    size = files.ARTEFACT.stat().st_size >> 10
    return Item(
        "graph",
        "artefact",
        "ok",
        Text(f"与数据一致（{size} KB）", f"fits its sources ({size} KB)"),
    )


def _system() -> Iterator[Item]:
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    yield Item("system", "locale", "ok", _same(locale) if locale else Text("未设置", "not set"))
    yield _java()
    yield _fonts()
    yield _pdf_fonts()


def _output_of(*command: str) -> str | None:
    """What a program prints, or None where it is missing, fails or takes too long."""
    path = shutil.which(command[0])
    if path is None:
        return None
    try:
        done = subprocess.run(
            [path, *command[1:]],
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
            errors="replace",
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout + done.stderr


def _java() -> Item:
    output = _output_of("java", "-version")
    if output and output.strip():
        return Item("system", "Java", "ok", _same(output.strip().splitlines()[0]))
    return Item(
        "system",
        "Java",
        "note",
        Text("没有；只有 OWL DL 一致性检查需要它", "none; only the OWL DL consistency check needs it"),
    )


def _fonts() -> Item:
    output = _output_of("fc-list", ":lang=zh", "family")
    if output is None:
        value = Text("没有 fc-list，无法查看", "fc-list is missing: unknown")
        return Item("system", "fonts", "note", value)
    families = sorted({line.split(",")[0].strip() for line in output.splitlines() if line.strip()})
    if not families:
        value = Text(
            "没有中文字体；请安装 Noto CJK（fonts-noto-cjk）",
            "no Chinese font; install Noto CJK (fonts-noto-cjk)",
        )
        return Item("system", "fonts", "note", value)
    noto = [f for f in families if "Noto" in f and "CJK" in f]
    shown = ", ".join((noto or families)[:3])
    return Item("system", "fonts", "ok", _same(f"{shown} ({len(families)})"))


def _pdf_fonts() -> Item:
    """The fonts that the PDF of the review form is set in, as the typesetter finds them."""
    from kg_query.reports.fonts import page_fonts

    try:
        found = page_fonts()
    except ImportError:
        value = Text("没有 typst，无法生成评查表的 PDF", "no typst, so no PDF of the review form")
        return Item("system", "PDF", "note", value)
    except KgqError as error:
        return Item("system", "PDF", "note", Text(error.render("zh"), error.render("en")))
    return Item(
        "system", "PDF", "ok", _same(", ".join(dict.fromkeys((*found.serif[:1], *found.sans[:1]))) or "✓")
    )
