"""Checks, the faults they find, and the report: plain values that every format is made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from ..model import Text
from ..validate.report import ShapeUse
from ..wording.layout import WIDTH

__all__ = ["ABOUT", "Check", "Clause", "Fault", "LintReport"]

#: What a check can be about: the graph as data, or the law that it holds.
ABOUT = ("data", "law")


@dataclass(frozen=True, slots=True)
class Check:
    """A question whose answers are faults: its name, its sentence, how grave, how to mend.

    `about` is "data" or "law"; `sparql` is empty where a function finds the faults.
    """

    name: str
    severity: str
    sentence: Text
    fix: Text
    sparql: str = ""
    about: str = "data"

    def to_json(self) -> dict[str, Any]:
        """The check as plain JSON data, without its query."""
        return {
            "name": self.name,
            "about": self.about,
            "severity": self.severity,
            "sentence": self.sentence.to_json(),
            "fix": self.fix.to_json(),
        }


@dataclass(frozen=True, slots=True)
class Clause:
    """A provision that a fault concerns: its id, how it is cited in full, and its words where it has some."""

    id: str
    citation: Text
    words: Text | None = None

    def to_json(self) -> dict[str, Any]:
        """The clause as plain JSON data."""
        return {
            "id": self.id,
            "citation": self.citation.to_json(),
            "words": self.words.to_json() if self.words else None,
        }


@dataclass(frozen=True, slots=True)
class Fault:
    """One answer of a check: the entity, what is wrong with it, its file, and what to do.

    `clauses` are the provisions it concerns: those of a defect of the law, and what else a check names.
    """

    check: Check
    entity: str
    problem: Text
    file: str | None
    acknowledged: Text | None = None
    clauses: tuple[Clause, ...] = ()

    @property
    def counts(self) -> bool:
        """True for a violation that nobody has acknowledged."""
        return self.check.severity == "violation" and self.acknowledged is None

    def concerns(self, slugs: frozenset[str]) -> bool:
        """True where the entity or one of the clauses belongs to one of the regulations."""
        return any(i.split("/")[0] in slugs for i in (self.entity, *(c.id for c in self.clauses)))

    def to_json(self) -> dict[str, Any]:
        """The fault as plain JSON data."""
        return {
            "check": self.check.name,
            "about": self.check.about,
            "severity": self.check.severity,
            "sentence": self.check.sentence.to_json(),
            "entity": self.entity,
            "problem": self.problem.to_json(),
            "clauses": [c.to_json() for c in self.clauses],
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
        "about",
        "severity",
        "check",
        "entity",
        "problem",
        "clauses",
        "citations",
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

    def of(self, about: str) -> tuple[Fault, ...]:
        """The faults of the checks about "data" or "law"."""
        return tuple(f for f in self.faults if f.check.about == about)

    def only(self, severities: Iterable[str] = (), acknowledged: bool | None = None) -> LintReport:
        """The same with the faults of some severities, and with or without those that are acknowledged.

        Args:
            severities: "violation", "warning" or "info"; none for all.
            acknowledged: True for those that somebody has acknowledged, False for the others, None for all.
        """
        wanted = frozenset(severities)
        faults = (
            f
            for f in self.faults
            if (not wanted or f.check.severity in wanted)
            and acknowledged in (None, f.acknowledged is not None)
        )
        return replace(self, faults=tuple(faults))

    def by_check(self) -> dict[Check, tuple[Fault, ...]]:
        """Check → its faults, for those that found some, in the order of the faults."""
        found: dict[Check, list[Fault]] = {}
        for fault in self.faults:
            found.setdefault(fault.check, []).append(fault)
        return {check: tuple(faults) for check, faults in found.items()}

    def counts(self) -> dict[str, int]:
        """How many faults stand unacknowledged, by severity, and how many are acknowledged."""
        count = {"violation": 0, "warning": 0, "info": 0, "acknowledged": 0}
        for fault in self.faults:
            count["acknowledged" if fault.acknowledged else fault.check.severity] += 1
        return count

    def rows(self, lang: str) -> list[tuple[str, ...]]:
        """The faults as rows under `columns`, texts in `lang`."""
        mark = "；" if lang == "zh" else "; "
        return [
            (
                f.check.about,
                f.check.severity,
                f.check.name,
                f.entity,
                f.problem.in_(lang),
                " ".join(c.id for c in f.clauses),
                mark.join(c.citation.in_(lang) for c in f.clauses),
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
            "counts": {about: _only(self, about).counts() for about in ABOUT},
            "checks": count,
            "shapes": {use.shape: use.nodes for use in self.shapes},
            "faults": [f.to_json() for f in self.faults],
        }

    def to_text(self, lang: str, width: int = WIDTH) -> str:
        """The report for people, in `lang` and lines of `width` columns: each check with faults, its rows, clauses, and how to mend."""
        from .text import report_text

        return report_text(self, lang, width)


def _only(report: LintReport, about: str) -> LintReport:
    return LintReport(report.of(about), report.checks, report.shapes)
