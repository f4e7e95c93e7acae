"""The page on figures: each table under its definition, and the grounds covered as bars."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...conditions import Has
from ...reports.documents.model import (
    Bar,
    Bars,
    Block,
    Cell,
    HeatMap,
    Paragraph,
    Section,
    Table,
    Tone,
    Value,
)
from ...wording.messages import listed, say
from ..measures import FIGURES
from . import family_name
from .page import Page

if TYPE_CHECKING:
    from ...corpus import Corpus
    from ..measures import Coverage, Measures
    from ..strictness import Instance, Strictness

__all__ = ["section"]


#: From which share on a family of grounds counts as covered for the most part.
HALF = 0.5


def section(corpus: Corpus, value: Measures, lang: str) -> Section:
    """The figures as a section of a report, each under its definition.

    Args:
        corpus: the compiled law.
        value: what `measures` gave.
        lang: "zh" or "en".
    """
    return _Page(corpus, value, lang).section()


class _Page(Page["Measures"]):
    words = "measures"

    def section(self) -> Section:
        blocks: dict[str, tuple[Block, ...]] = {
            "coverage": (self.coverage(), self.bars(), self.map()),
            "overlap": (self.overlap(),),
            "counterparts": (self.counterparts(),),
            "strictness": (self.strictness(),),
        }
        sections = tuple(
            Section(
                f"measures-{name}",
                self.say(name),
                blocks[name],
            )
            for name in FIGURES
        )
        return Section("measures", self.say("title"), (Paragraph(self.say("intro")),), sections)

    def table(self, name: str, columns: Iterable[str], rows: Iterable[tuple[Value, ...]]) -> Table:
        key = "measures" if name == "coverage" else f"measures-{name}"
        wide = {
            "regulation": 2.0,
            "a": 2.0,
            "b": 2.0,
            "example_stricter": 3.0,
            "example_milder": 3.0,
            "order": 1.5,
        }
        made = tuple(self.column(c, wide.get(c, 1.0)) for c in columns)
        group = "regulation" if name == "coverage" else None
        note = self.value.definitions[name].in_(self.lang)
        return Table(key, self.say(name), made, tuple(rows), note, group)

    def family(self, family: str | None) -> str:
        return self.say("all") if family is None else family_name(self.corpus, family, self.lang)

    def bars(self) -> Bars:
        whole = [row for row in self.value.coverage if row.family is None]
        series = (self.say("column.covered"), self.say("not_covered"))
        bars = tuple(
            Bar(
                self.short(row.regulation),
                ((series[0], float(row.covered)), (series[1], float(row.of - row.covered))),
            )
            for row in whole
        )
        described = self.say("chart_description", table=self.say("coverage"))
        return Bars("measures-bars", self.say("chart"), described, "measures", self.say("unit"), bars)

    def map(self) -> HeatMap:
        """The share of each family that each regulation covers."""
        rows = {(row.family, row.regulation): row for row in self.value.coverage}
        families = [f for f in dict.fromkeys(family for family, _ in rows) if f is not None]
        cells = tuple(
            tuple(self.square(rows[family, slug]) for slug in self.value.regulations) for family in families
        )
        return HeatMap(
            "measures-map",
            self.say("map"),
            self.say("map_description", table=self.say("coverage")),
            "measures",
            tuple(self.short(slug) for slug in self.value.regulations),
            tuple(self.family(family) for family in families),
            cells,
            (("good", self.say("much")), ("mild", self.say("some"))),
        )

    def square(self, row: Coverage) -> Cell | None:
        if not row.covered:
            return None
        return Cell(f"{row.covered}/{row.of}", "good" if row.share >= HALF else "mild")

    def coverage(self) -> Table:
        rows = (
            (self.short(r.regulation), self.family(r.family), r.covered, r.of, round(r.share, 3))
            for r in self.value.coverage
        )
        return self.table("coverage", ("regulation", "family", "covered", "of", "share"), rows)

    def overlap(self) -> Table:
        rows = (
            (self.short(r.a), self.short(r.b), r.both, r.only_a, r.only_b, round(r.share, 3))
            for r in self.value.overlap
        )
        return self.table("overlap", ("a", "b", "both", "only_a", "only_b", "share"), rows)

    def counterparts(self) -> Table:
        rows = (
            (
                self.short(r.a),
                self.short(r.b),
                r.clauses,
                r.in_words,
                r.nearly,
                round(r.share_in_words, 3),
                r.conditional,
                r.in_law,
                round(r.share_in_law, 3),
            )
            for r in self.value.counterparts
        )
        columns = (
            "a", "b", "clauses", "in_words", "nearly", "share_in_words", "conditional", "in_law", "share_in_law",
        )  # fmt: skip
        return self.table("counterparts", columns, rows)

    def strictness(self) -> Table:
        rows = (
            (
                self.short(r.a),
                self.short(r.b),
                self.say(f"scope.{r.scope}"),
                r.situations,
                r.answered,
                r.stricter,
                r.milder,
                r.alike,
                self.order(r),
                self.example(r.example_stricter),
                self.example(r.example_milder),
            )
            for r in self.value.strictness
        )
        columns = (
            "a", "b", "scope", "situations", "answered", "stricter", "milder", "alike", "order", "example_stricter",
            "example_milder",
        )  # fmt: skip
        return self.table("strictness", columns, rows)

    def order(self, row: Strictness) -> Cell:
        tones: dict[str, Tone] = {
            "stricter": "mild",
            "milder": "mild",
            "alike": "good",
            "none": "warn",
            "open": "muted",
        }
        return Cell(self.say(f"order.{row.order}"), tones[row.order])

    def example(self, instance: Instance | None) -> str | None:
        """A situation in words, with the outcome on either side."""
        if instance is None:
            return None
        findings = []
        for leaf in instance.findings:
            label = self.corpus.grounds[leaf.ground].label.in_(self.lang)
            findings.append(label if isinstance(leaf, Has) else self.say("refuted", ground=label))
        outcomes = self.corpus.outcomes
        a, b = outcomes[instance.a].label, outcomes[instance.b].label
        quoted = [say("quoted", self.lang, text=finding) for finding in findings]
        return self.say("example", findings=listed(quoted, self.lang), a=a, b=b)
