"""What a validation finds: breaches, how many nodes each shape checked, and the verdict."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from ..model import Text
from ..wording.layout import WIDTH, wrap

__all__ = ["MOST", "SEVERITIES", "Breach", "Severity", "ShapeUse", "ValidationReport", "severity_word"]

Severity = Literal["violation", "warning", "info"]

#: From the gravest down.
SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")

#: How many breaches of one shape a report lists; the rest are counted.
MOST = 1000

_WORDS = {
    "violation": Text("违反", "violation"),
    "warning": Text("警告", "warning"),
    "info": Text("提示", "note"),
}


def severity_word(severity: str, lang: str) -> str:
    """How people call a severity.

    >>> severity_word("info", "en")
    'note'
    """
    return _WORDS[severity].in_(lang)


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where the data does not look as a shape asks: where, what, and how grave.

    `focus` is the id of the node for people, `iri` the node itself.
    """

    severity: Severity
    message: Text
    focus: str
    path: str | None
    value: str | None
    shape: str
    file: str | None = None
    iri: str = ""

    def to_json(self) -> dict[str, Any]:
        """The breach as plain JSON data."""
        return {
            "severity": self.severity,
            "message": self.message.to_json(),
            "focus": self.focus,
            "path": self.path,
            "value": self.value,
            "shape": self.shape,
            "file": self.file,
        }


@dataclass(frozen=True, slots=True)
class ShapeUse:
    """How many nodes a shape checked; with none, it has not been passed but not been met."""

    shape: str
    label: Text
    nodes: int


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """What a validation found, and what it looked at.

    `turtle` is the validator's own report (SHACL, section 3). Of one shape at most `MOST` breaches are
    listed; `omitted` says of which shapes there are more, and how many.
    """

    shapes: str
    breaches: tuple[Breach, ...]
    checked: tuple[ShapeUse, ...]
    turtle: str
    omitted: tuple[tuple[str, int], ...] = ()

    @property
    def conforms(self) -> bool:
        """True where nothing is violated; warnings and notes do not count."""
        return all(b.severity != "violation" for b in self.breaches)

    @property
    def not_checked(self) -> tuple[str, ...]:
        """The shapes that met no node: they have not been passed."""
        return tuple(use.shape for use in self.checked if not use.nodes)

    def to_json(self) -> dict[str, Any]:
        """The report as plain JSON data."""
        return {
            "shapes": self.shapes,
            "conforms": self.conforms,
            "results": [b.to_json() for b in self.breaches],
            "checked": {use.shape: use.nodes for use in self.checked},
            "not_checked": list(self.not_checked),
            "omitted": dict(self.omitted),
        }

    columns: ClassVar[tuple[str, ...]] = ("severity", "file", "focus", "path", "value", "message", "shape")

    def rows(self, lang: str) -> list[tuple[Any, ...]]:
        """The breaches as rows under `columns`, messages in `lang`."""
        return [
            (b.severity, b.file, b.focus, b.path, b.value, b.message.in_(lang), b.shape)
            for b in self.breaches
        ]

    def to_turtle(self) -> str:
        """The validator's report as RDF (a sh:ValidationReport)."""
        return self.turtle

    def to_text(self, lang: str, width: int = WIDTH) -> str:
        """The report for people, in `lang` and lines of `width` columns: the verdict, each breach, then what was checked."""
        count = Counter(b.severity for b in self.breaches)
        found = ", ".join(f"{severity_word(s, lang)} {count[s]}" for s in SEVERITIES if count[s])
        verdict = Text("符合", "conforms") if self.conforms else Text("不符合", "does not conform")
        lines = [verdict.in_(lang) + (f" ({found})" if found else "")]
        for b in self.breaches:
            where = " › ".join(part for part in (b.file, b.focus, b.path) if part)
            said = f"{b.message.in_(lang)}" + (f"：{b.value}" if b.value and lang == "zh" else "")
            said += f": {b.value}" if b.value and lang != "zh" else ""
            lines += [f"  {severity_word(b.severity, lang)}  {where}", f"    {said}"]
        for shape, number in self.omitted:
            more = Text(f"{shape}：另有 {number} 处没有列出", f"{shape}: {number} more are not listed")
            lines.append(f"  … {more.in_(lang)}")
        nodes = Text("个节点", "nodes").in_(lang)
        met = [f"{use.label.in_(lang)} {use.nodes} {nodes}" for use in self.checked if use.nodes]
        not_met = [use.label.in_(lang) for use in self.checked if not use.nodes]
        colon, comma = ("：", "、") if lang == "zh" else (": ", ", ")
        if met:
            lines.append(Text("已检查", "checked").in_(lang) + colon + comma.join(met))
        if not_met:
            lines.append(
                Text("未检查（没有这类节点）", "not checked (no such node)").in_(lang)
                + colon
                + comma.join(not_met)
            )
        margins = [line[: len(line) - len(line.lstrip())] for line in lines]
        return "\n".join(
            made
            for margin, line in zip(margins, lines, strict=True)
            for made in wrap(line.lstrip(), width, margin, margin + "  ")
        )
