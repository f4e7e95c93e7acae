"""Faults of the graph itself: its shapes and its checks, with what to do about each fault.

A check is one query in `shapes/checks/`: its file name is its name, its rows are faults
(`?entity`, `?problem`, and `?problem_en` where the two languages differ), and its header says what a row means and how to mend it::

    # zh: 两个单元的先后位置相同。
    # en: Two units have the same position.
    # severity: violation
    # fix-zh: 重新编排先后位置。
    # fix-en: Number the positions anew.

The shapes of `shapes/corpus.ttl` run beside them; there each property shape is a check of its own.
A fault that is meant to stay is acknowledged in the graph (a `law:Acknowledgement` with the check,
the entity and the reason); it is then listed with its reason and no longer counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from . import terms
from .compile.text import natural
from .errors import CorpusError, Problem
from .model import Text
from .validate.report import SEVERITIES, Breach, ShapeUse, severity_word

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["Check", "Fault", "LintReport", "checks", "lint"]

_FIELDS = ("zh", "en", "severity", "fix-zh", "fix-en")
_SHAPE_FIX = Text("照 shapes/corpus.ttl 的要求补正", "Bring it in line with shapes/corpus.ttl")


class HasStore(Protocol):
    """What `lint` needs of a knowledge graph."""

    @property
    def store(self) -> Store: ...


@dataclass(frozen=True, slots=True)
class Check:
    """A question whose answers are faults: its name, its sentence, how grave, how to mend."""

    name: str
    severity: str
    sentence: Text
    fix: Text
    sparql: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """One row of a check: the entity, what is wrong with it, its file, and what to do."""

    check: Check
    entity: str
    problem: Text
    file: str | None
    acknowledged: Text | None = None

    @property
    def counts(self) -> bool:
        """True for a violation that nobody has acknowledged."""
        return self.check.severity == "violation" and self.acknowledged is None

    def to_json(self) -> dict[str, Any]:
        """The fault as plain JSON data."""
        return {
            "check": self.check.name,
            "severity": self.check.severity,
            "sentence": self.check.sentence.to_json(),
            "entity": self.entity,
            "problem": self.problem.to_json(),
            "file": self.file,
            "fix": self.check.fix.to_json(),
            "acknowledged": self.acknowledged.to_json() if self.acknowledged else None,
        }


@dataclass(frozen=True, slots=True)
class LintReport:
    """All faults, gravest first and grouped by check; the checks that ran, the shapes and their nodes."""

    faults: tuple[Fault, ...]
    checks: tuple[Check, ...]
    shapes: tuple[ShapeUse, ...]

    columns: ClassVar[tuple[str, ...]] = (
        "severity",
        "check",
        "entity",
        "problem",
        "sentence",
        "fix",
        "file",
        "acknowledged",
    )

    def __iter__(self) -> Iterator[Fault]:
        return iter(self.faults)

    def __len__(self) -> int:
        return len(self.faults)

    @property
    def passed(self) -> bool:
        """True where no violation is left that nobody has acknowledged."""
        return not any(fault.counts for fault in self.faults)

    def rows(self, lang: str) -> list[tuple[str, ...]]:
        """The faults as rows under `columns`, texts in `lang`."""
        return [
            (
                f.check.severity,
                f.check.name,
                f.entity,
                f.problem.in_(lang),
                f.check.sentence.in_(lang),
                f.check.fix.in_(lang),
                f.file or "",
                f.acknowledged.in_(lang) if f.acknowledged else "",
            )
            for f in self.faults
        ]

    def to_json(self) -> dict[str, Any]:
        """The report as plain JSON data; every check that ran stands in it with its count."""
        count = {c.name: 0 for c in self.checks}
        for fault in self.faults:
            count[fault.check.name] = count.get(fault.check.name, 0) + 1
        return {
            "passed": self.passed,
            "checks": count,
            "shapes": {use.shape: use.nodes for use in self.shapes},
            "faults": [f.to_json() for f in self.faults],
        }

    def to_text(self, lang: str) -> str:
        """The report for people, in `lang`: each check with faults, its rows, and how to mend."""
        stop, comma = ("：", "，") if lang == "zh" else (": ", ", ")
        lines = []
        for check in dict.fromkeys(f.check for f in self.faults):
            mine = [f for f in self.faults if f.check == check]
            lines += [
                f"{severity_word(check.severity, lang)}  {check.sentence.in_(lang)}  [{check.name}]",
                *(f"    {line}" for f in mine for line in _lines(f, lang)),
                f"  → {check.fix.in_(lang)}",
                "",
            ]
        counted = sum(f.counts for f in self.faults)
        n, m = len(self.checks), len(self.shapes)
        ran = Text(f"共运行 {n} 项检查、{m} 个形状", f"{n} checks and {m} shapes ran").in_(lang)
        verdict = (
            Text("没有待处理的违反", "no violation is left")
            if self.passed
            else Text(f"有 {counted} 处违反", f"{counted} violations")
        )
        shown = Text(f"列出 {len(self.faults)} 处", f"{len(self.faults)} rows listed").in_(lang)
        return "\n".join([*lines, f"{verdict.in_(lang)}{stop}{ran}{comma}{shown}"])


def _lines(fault: Fault, lang: str) -> list[str]:
    where = f"  ({fault.file})" if fault.file else ""
    lines = [f"{fault.entity}  {fault.problem.in_(lang)}{where}"]
    if fault.acknowledged:
        said = Text("已说明", "acknowledged").in_(lang)
        lines.append(f"  {said}{'：' if lang == 'zh' else ': '}{fault.acknowledged.in_(lang)}")
    return lines


def lint(kg: HasStore) -> LintReport:
    """The faults of the graph, by the checks and the shapes of the corpus.

    Args:
        kg: the knowledge graph, folders that were added to it included.

    Raises:
        CorpusError: a check has no complete header.

    >>> from kg_query import KnowledgeGraph
    >>> lint(KnowledgeGraph.open()).passed
    True
    """
    from .validate import run_shapes, whole

    store = kg.store
    ran = checks()
    shapes = run_shapes(whole(store), "corpus")
    rows = [(check, *row) for check in ran for row in _rows(store, check)]
    rows += [(_shape_check(b), b.iri, _same(b.value or b.path or "")) for b in shapes.breaches]
    known = _acknowledged(store)
    faults = [
        Fault(check, terms.short(iri), problem, _file(store, iri), known.get((check.name, iri)))
        for check, iri, problem in rows
    ]
    faults.sort(key=lambda f: (_grade(f), f.check.name, natural(f.entity), f.problem.zh))
    return LintReport(tuple(faults), ran, shapes.checked)


def checks(folder: Path | None = None) -> tuple[Check, ...]:
    """The checks, by name; by default those that come with the project.

    Raises CorpusError, with every check whose header is incomplete.
    """
    from .files import root

    place = folder or root() / "shapes" / "checks"
    found, problems = [], []
    for path in sorted(place.glob("*.rq")):
        sparql = path.read_text("utf-8")
        head = dict(re.findall(r"^# ([a-z-]+): *(\S.*?) *$", sparql, re.MULTILINE))
        missing = [f for f in _FIELDS if f not in head]
        if not missing and head["severity"] not in SEVERITIES:
            missing = ["severity"]
        if missing:
            lacking = ", ".join(missing)
            problems.append(Problem(Text(f"检查缺少 {lacking}", f"the check lacks {lacking}"), path.name))
            continue
        found.append(
            Check(
                path.stem,
                head["severity"],
                Text(head["zh"], head["en"]),
                Text(head["fix-zh"], head["fix-en"]),
                sparql,
            )
        )
    if problems:
        raise CorpusError.collect(problems)
    return tuple(found)


def _rows(store: Store, check: Check) -> Iterator[tuple[str, Text]]:
    found: Any = store.query(check.sparql, use_default_graph_as_union=True)
    both = "problem_en" in [v.value for v in found.variables]
    for row in found:
        if row["entity"] is not None:
            problem = _plain(row["problem"])
            english = _plain(row["problem_en"]) if both else problem
            yield str(getattr(row["entity"], "value", row["entity"])), Text(problem, english)


def _plain(term: object) -> str:
    return terms.short(str(getattr(term, "value", ""))) if term is not None else ""


def _same(said: str) -> Text:
    return Text(said, said)


def _shape_check(breach: Breach) -> Check:
    return Check(breach.shape, breach.severity, breach.message, _SHAPE_FIX)


def _grade(fault: Fault) -> int:
    return [str(one) for one in SEVERITIES].index(fault.check.severity)


def _file(store: Store, entity: str) -> str | None:
    from pyoxigraph import NamedNode

    try:
        node = NamedNode(entity)
    except ValueError:
        return None
    for quad in store.quads_for_pattern(node, None, None, None):
        name = getattr(quad.graph_name, "value", "")
        return str(name).removeprefix(terms.GRAPH) or None
    return None


def _acknowledged(store: Store) -> dict[tuple[str, str], Text]:
    found: dict[tuple[str, str], dict[str, str]] = {}
    query = (
        f"SELECT ?check ?entity ?reason WHERE {{ ?note <{terms.LAW}check> ?check ; "
        f"<{terms.LAW}acknowledges> ?entity ; <{terms.LAW}reason> ?reason }}"
    )
    rows: Any = store.query(query, use_default_graph_as_union=True)
    for row in rows:
        key = (row["check"].value, row["entity"].value)
        found.setdefault(key, {})[row["reason"].language or "zh"] = row["reason"].value
    return {key: Text(said.get("zh", ""), said.get("en", "")) for key, said in found.items()}
