"""The part of a comparison on procedure as a section: topics at a glance, who decides, deadlines, each
group of topics side by side, and the differences two by two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ...proof.notes import named
from ...reports.documents.model import Cell, Column, HeatMap, Paragraph, Section, Table, Tone
from ...wording.citation import cite_list
from ...wording.messages import listed, say
from ..procedure import Difference, Period, ProcedureComparison, Rule
from ..said import occasion_words
from .page import Page

if TYPE_CHECKING:
    from ...corpus import Corpus
    from ...reports.documents.model import Value
    from ..topics import Topic, TopicGroup

__all__ = ["section"]

#: How a modality is coloured, and "several" modalities of one regulation on a topic.
TONES: dict[str, Tone] = {"must": "good", "may": "mild", "must_not": "warn", "several": "mild"}


def section(corpus: Corpus, value: ProcedureComparison, lang: str) -> Section:
    """The section on procedure.

    Args:
        corpus: the compiled law.
        value: what `kg_query.compare.procedure.procedure` gives.
        lang: "zh" or "en".
    """
    return _Page(corpus, value, lang).section()


class _Page(Page[ProcedureComparison]):
    words = "procedure"

    def section(self) -> Section:
        head = [Paragraph(self.say("intro"))]
        if self.value.unplaced:
            places = cite_list(self.corpus, [n.provision for n in self.value.unplaced])
            head.append(Paragraph(self.say("unplaced", places=places)))
        groups = dict.fromkeys(topic.group for topic in self.value.topics)
        return Section(
            "procedure",
            self.say("title"),
            (*head, self.overview(), self.map(), self.deciders(), self.deadlines(), self.differences()),
            tuple(self.group(group) for group in groups),
        )

    # --- tables -----------------------------------------------------------------------------

    def overview(self) -> Table:
        slugs = self.value.regulations
        columns = (self.column("topic"), *(Column(slug, self.short(slug), 1.4) for slug in slugs))
        rows: tuple[tuple[Value, ...], ...] = tuple(
            (topic.label.in_(self.lang), *(self.glance(topic, slug) for slug in slugs))
            for topic in self.value.topics
        )
        return Table("procedure", self.say("overview"), columns, rows, self.say("overview_note"))

    def glance(self, topic: Topic, slug: str) -> Cell:
        rules = self.value.rules(topic.id, slug)
        if not rules:
            return Cell(self.say("silent"), "muted")
        alike: dict[tuple[str, str, str], list[Rule]] = {}
        for rule in rules:
            period = listed(dict.fromkeys(self.wording(p) for p in rule.periods), self.lang)
            alike.setdefault((self.who(rule), self.modality(rule), period), []).append(rule)
        said = [
            self.say(
                "cell_period" if period else "cell",
                who=who,
                modality=modality,
                period=period,
                clauses=self.clauses(some),
            )
            for (who, modality, period), some in alike.items()
        ]
        mark = "；" if self.lang == "zh" else "; "
        return Cell(mark.join(said), TONES[self.code(rules)], self.notes(rules))

    def map(self) -> HeatMap:
        slugs = self.value.regulations
        cells = tuple(tuple(self.square(topic, slug) for slug in slugs) for topic in self.value.topics)
        return HeatMap(
            "procedure_map",
            self.say("map"),
            self.say("map_description"),
            "procedure",
            tuple(map(self.short, slugs)),
            tuple(topic.label.in_(self.lang) for topic in self.value.topics),
            cells,
            tuple((TONES[code], self.bound(code)) for code in ("must", "may", "must_not")),
        )

    def square(self, topic: Topic, slug: str) -> Cell | None:
        rules = self.value.rules(topic.id, slug)
        return Cell(self.bound(code := self.code(rules)), TONES[code]) if rules else None

    def deciders(self) -> Table:
        rows = tuple(
            (
                named(self.corpus, d.effect, "effect").in_(self.lang),
                self.short(d.regulation),
                self.bodies(d.bearers),
                listed(cite_list(self.corpus, d.provisions), self.lang),
            )
            for d in self.value.deciders
        )
        columns = self.columns("effect", "regulation", "who", "clause")
        note = self.say("deciders_note")
        return Table("procedure_deciders", self.say("deciders"), columns, rows, note, columns[0].key)

    def deadlines(self) -> Table:
        rows = tuple(
            (
                topic.label.in_(self.lang),
                self.short(rule.norm.regulation),
                self.wording(period),
                self.day_kind(period),
                period.trigger.in_(self.lang) if period.trigger else "",
                self.who(rule),
                self.clauses([rule]),
            )
            for topic, rule in self.all_rules()
            for period in rule.periods
        )
        columns = self.columns("topic", "regulation", "period", "day_kind", "trigger", "who", "clause")
        note = self.say("deadlines_note")
        return Table("procedure_deadlines", self.say("deadlines"), columns, rows, note, columns[0].key)

    def group(self, group: TopicGroup) -> Section:
        rows: list[tuple[Value, ...]] = []
        for topic in self.value.topics:
            if topic.group != group:
                continue
            for slug in self.value.regulations:
                rows += [self.row(topic, rule) for rule in self.value.rules(topic.id, slug)]
        columns = (
            *self.columns("topic", "regulation", "who", "modality"),
            self.column("what", 2.5),
            self.column("period"),
            self.column("occasion", 2),
            self.column("clause"),
        )
        title = group.label.in_(self.lang)
        key = f"procedure_{group.id.rpartition('/')[2].removeprefix('topics_')}"
        table = Table(key, title, columns, tuple(rows), group_by=columns[0].key)
        return Section(key, title, (Paragraph(group.definition.in_(self.lang)), table))

    def row(self, topic: Topic, rule: Rule) -> tuple[Value, ...]:
        norm = rule.norm
        periods = [self.wording(p) + self.in_brackets(self.day_kind(p)) for p in rule.periods]
        return (
            Cell(topic.label.in_(self.lang), note=topic.definition.in_(self.lang)),
            self.short(norm.regulation),
            self.who(rule),
            Cell(self.modality(rule), TONES[norm.modality]),
            norm.summary.in_(self.lang) if norm.summary else "",
            listed(dict.fromkeys(periods), self.lang) or self.say("no_period"),
            occasion_words(self.corpus, norm, self.lang),
            self.clauses([rule]),
        )

    def differences(self) -> Table:
        rows = tuple(
            (
                topic.label.in_(self.lang),
                self.short(a),
                self.short(b),
                Cell(self.say(f"kind.{d.kind}"), "good" if d.kind == "same" else "mild"),
                self.difference(d),
                self.both_clauses(d),
            )
            for topic in self.value.topics
            for a, b in self.value.pairs
            for d in self.value.differences(topic.id, a, b)
            if d.kind not in ("silent", "both_silent")
        )
        columns = (
            *self.columns("topic", "regulation", "other", "kind"),
            self.column("difference", 2.5),
            self.column("clauses", 1.5),
        )
        note = self.say("differences_note")
        return Table("procedure_differences", self.say("differences"), columns, rows, note, columns[0].key)

    # --- words ------------------------------------------------------------------------------

    def difference(self, d: Difference) -> str:
        if d.kind == "same":
            return self.say("alike")
        if d.kind == "other_occasion":
            return self.say(f"relation.{d.relation or 'undecided'}", a=self.short(d.a))
        sides = [self.side(d, slug, of) for slug, of in ((d.a, d.of_a), (d.b, d.of_b))]
        return self.say("sides", a=self.short(d.a), b=self.short(d.b), of_a=sides[0], of_b=sides[1])

    def side(self, d: Difference, slug: str, codes: tuple[str, ...]) -> str:
        rules = self.value.rules(d.topic, slug)
        if d.kind == "other_body":
            return self.bodies(codes)
        if d.kind in ("duty_against_discretion", "other_modality"):
            return listed(dict.fromkeys(self.modality(r) for r in rules), self.lang)
        periods = [p for r in rules for p in r.periods]
        if d.kind == "other_period":
            return listed(dict.fromkeys(map(self.wording, periods)), self.lang) or self.say("no_period")
        return listed(dict.fromkeys(map(self.day_kind, periods)), self.lang)

    def both_clauses(self, d: Difference) -> str:
        some = [self.clauses(self.value.rules(d.topic, slug)) for slug in (d.a, d.b)]
        return self.say("sides", a=self.short(d.a), b=self.short(d.b), of_a=some[0], of_b=some[1])

    def who(self, rule: Rule) -> str:
        return self.bodies(rule.norm.bearers)

    def bodies(self, codes: Iterable[str]) -> str:
        labels = [named(self.corpus, code, "role", "body") for code in codes]
        return listed(labels, self.lang) or self.say("nobody")

    def modality(self, rule: Rule) -> str:
        label = self.bound(rule.norm.modality)
        if rule.modality_wording is None:
            return label
        return self.say("modality_as", modality=label, wording=rule.modality_wording)

    def bound(self, code: str) -> str:
        if code == "several":
            return self.say("several")
        return named(self.corpus, code, "modality").in_(self.lang)

    def code(self, rules: Iterable[Rule]) -> str:
        codes = {rule.norm.modality for rule in rules}
        return codes.pop() if len(codes) == 1 else "several"

    def wording(self, period: Period) -> str:
        """The words of the clause for a period; where the graph has none, the number and unit."""
        if period.wording is not None:
            return period.wording.in_(self.lang)
        if period.quantity is None:
            return self.say("no_number")
        unit = say(f"unit.{period.unit or 'unitDay'}", self.lang)
        return self.say("period", quantity=f"{period.quantity:g}", unit=unit)

    def day_kind(self, period: Period) -> str:
        if period.quantity is None:
            return self.say("no_number")
        return say(f"days.{period.day_kind or 'unspecifiedDays'}", self.lang)

    def in_brackets(self, text: str) -> str:
        return f"（{text}）" if self.lang == "zh" else f" ({text})"

    def clauses(self, rules: Iterable[Rule]) -> str:
        return listed(cite_list(self.corpus, [rule.norm.provision for rule in rules]), self.lang)

    def notes(self, rules: Iterable[Rule]) -> str:
        return ("；" if self.lang == "zh" else "; ").join(
            self.say("note", place=self.clauses([rule]), summary=rule.norm.summary)
            for rule in rules
            if rule.norm.summary
        )

    def all_rules(self) -> Iterator[tuple[Topic, Rule]]:
        for topic in self.value.topics:
            for slug in self.value.regulations:
                for rule in self.value.rules(topic.id, slug):
                    yield topic, rule

    def columns(self, *keys: str) -> tuple[Column, ...]:
        return tuple(self.column(key) for key in keys)
