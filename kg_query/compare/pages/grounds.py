"""The page on grounds: how every two regulations relate, a map of them, and the matrix family by family."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from ...conditions import Has, Lacks, Leaf
from ...reports.documents.model import (
    Block,
    Cell,
    Column,
    Details,
    HeatMap,
    Items,
    Paragraph,
    Section,
    Table,
    Tone,
    Value,
)
from ...wording.citation import cite, cite_list
from ...wording.messages import listed
from ..matrix import RELATIONS
from . import family_name
from .page import EFFECTS, Page

if TYPE_CHECKING:
    from ...corpus import Corpus
    from ..cells import GroundCell, Use
    from ..matrix import GroundMatrix, GroundRelation, GroundRow

__all__ = ["section"]

#: How many sets of further findings a note spells out; the JSON has all of them.
SHOWN = 4

_TONES: dict[str, Tone] = {
    "identical": "good", "wider": "mild", "narrower": "mild", "overlapping": "mild", "different_modality": "warn",
    "different_outcome": "bad", "silent": "muted", "both_silent": "muted", "undecided": "muted",
}  # fmt: skip


def section(corpus: Corpus, value: GroundMatrix, lang: str) -> Section:
    """The comparison ground by ground as a section of a report.

    Args:
        corpus: the compiled law.
        value: what `kg_query.compare.matrix.matrix` gave.
        lang: "zh" or "en".
    """
    return _Page(corpus, value, lang).section()


class _Page(Page["GroundMatrix"]):
    words = "grounds"

    def section(self) -> Section:
        opening: tuple[Block, ...] = (Paragraph(self.say("intro")), Paragraph(self.say("limits")))
        if not self.value.rows:
            return Section(
                "grounds", self.say("title"), (*opening, Paragraph(self.say("none")), self.matrix())
            )
        kinds = Items(tuple(self.say(f"meaning.{kind}") for kind in RELATIONS))
        opening = (*opening, Details(self.say("kinds"), (kinds,)))
        parts: tuple[tuple[str, tuple[Block, ...]], ...] = (
            ("pairs", (self.counted(),)),
            ("map", tuple(self.map())),
            ("matrix", (self.matrix(),)),
            ("relations", (self.relations(),)),
        )
        sections = tuple(
            Section(f"grounds-{name}", self.say(name, base=self.short(self.value.base)), blocks)
            for name, blocks in parts
            if blocks
        )
        return Section("grounds", self.say("title"), opening, sections)

    # --- names ----------------------------------------------------------------------------

    def family(self, row: GroundRow) -> str:
        return family_name(self.corpus, row.family, self.lang)

    def finding(self, row: GroundRow) -> Cell:
        name = self.say(row.sign, ground=row.label)
        return Cell(name, note=self.say("note.catch_all") if row.catch_all else "")

    # --- tables ---------------------------------------------------------------------------

    def counted(self) -> Table:
        """On how many findings every two regulations relate in each way."""
        counts = {(a, b): self.value.counts(a, b) for a, b in combinations(self.value.regulations, 2)}
        kinds = tuple(kind for kind in RELATIONS if any(found[kind] for found in counts.values()))
        columns = [self.column("a"), self.column("b")]
        rows: list[tuple[Value, ...]] = []
        for kind in kinds:
            columns.append(Column(kind, self.say(f"kind.{kind}"), 0.7))
            if kind == "different_outcome":
                columns.append(Column("same_effect", self.say("column.of_same_effect"), 0.7))
        for (a, b), found in counts.items():
            row: list[Value] = [self.short(a), self.short(b)]
            for kind in kinds:
                row.append(found[kind])
                if kind == "different_outcome":
                    some = (one.relation(a, b) for one in self.value.rows)
                    row.append(sum(r.relation == kind and r.same_effect is True for r in some))
            rows.append(tuple(row))
        return Table("grounds-pairs", self.say("pairs"), tuple(columns), tuple(rows), self.say("pairs_note"))

    def matrix(self) -> Table:
        """Every finding under every regulation, family by family."""
        columns = (
            self.column("family"),
            self.column("finding", 1.3),
            *(Column(slug, self.short(slug), 1.5) for slug in self.value.regulations),
        )
        rows: tuple[tuple[Value, ...], ...] = tuple(
            (self.family(row), self.finding(row), *(self.cell(row.cells[s]) for s in self.value.regulations))
            for row in self.value.rows
        )
        return Table("grounds", self.say("matrix"), columns, rows, group_by="family")

    def relations(self) -> Table:
        """Every finding that two regulations both listen to, with the clauses that decide."""
        columns = (
            self.column("family"), self.column("finding", 1.5), self.column("a", 0.7), self.column("b", 0.7),
            self.column("relation"), self.column("cases", 0.8), self.column("same_effect", 0.6),
            self.column("clause_a"), self.column("clause_b"),
        )  # fmt: skip
        rows = tuple(
            (
                self.family(row), self.finding(row), self.short(one.a), self.short(one.b), self.related(one),
                self.cases(one), one.same_effect,
                *(self.cited(place) for place in one.provisions),
            )
            for row in self.value.rows
            for one in row.relations
            if one.relation not in ("silent", "both_silent")
        )  # fmt: skip
        title, note = self.say("relations"), self.say("relations_note")
        return Table("grounds-relations", title, columns, rows, note, group_by="family")

    def map(self) -> Iterator[HeatMap]:
        """How the others stand to the base, on every finding that it and another one listen to."""
        base = self.value.base
        others = tuple(slug for slug in self.value.regulations if slug != base)
        rows = [
            row
            for row in self.value.rows
            if not row.cells[base].silent and any(not row.cells[slug].silent for slug in others)
        ]
        if not rows:
            return
        name, table = self.short(base), self.say("relations")
        tones: tuple[Tone, ...] = ("good", "mild", "warn", "bad", "muted")
        yield HeatMap(
            "grounds-map",
            self.say("map", base=name),
            self.say("map_description", base=name, table=table),
            "grounds-relations",
            tuple(self.short(slug) for slug in others),
            tuple(str(self.finding(row).value) for row in rows),
            tuple(tuple(self.square(row.relation(slug, base)) for slug in others) for row in rows),
            tuple((tone, self.say(f"map.{tone}")) for tone in tones),
        )

    # --- cells ----------------------------------------------------------------------------

    def square(self, relation: GroundRelation) -> Cell:
        kind = relation.relation
        word = "same_effect" if kind == "different_outcome" and relation.same_effect else kind
        return Cell(self.say(f"word.{word}"), self.tone(relation), self.say(f"kind.{kind}"))

    def tone(self, relation: GroundRelation) -> Tone:
        if relation.relation == "different_outcome" and relation.same_effect:
            return "warn"
        return _TONES[relation.relation]

    def related(self, relation: GroundRelation) -> Cell:
        note = self.say("unlike_opening") if relation.same_opening is False else ""
        return Cell(self.say(f"kind.{relation.relation}"), self.tone(relation), note)

    def cases(self, relation: GroundRelation) -> Cell | None:
        """How the cases relate; where the two clauses named stand otherwise to each other, a note says so."""
        if relation.cases is None:
            return None
        alone = relation.norm_cases
        unlike = alone is not None and alone != relation.cases
        note = self.say("note.pair_alone", relation=self.say(f"kind.{alone}")) if unlike else ""
        return Cell(self.say(f"kind.{relation.cases}"), note=note)

    def cited(self, provision: str | None) -> str | None:
        return None if provision is None else cite(self.corpus, provision, self.lang)

    def cell(self, cell: GroundCell) -> Cell:
        """The outcomes with their clauses; the rest in the note."""
        if cell.silent:
            return Cell(self.say("silent"), "muted")
        lines = []
        for gives, codes in ((True, cell.outcomes), (False, cell.withheld)):
            for code in codes:
                uses = [use for use in cell.uses if use.gives is gives and use.outcome == code]
                places = listed(cite_list(self.corpus, (use.provision for use in uses)), self.lang)
                outcome = self.corpus.outcomes[code].label
                lines.append(self.say("gives" if gives else "takes", outcome=outcome, places=places))
        tone: Tone = (
            EFFECTS.get(self.corpus.outcomes[cell.outcomes[0]].effect, "") if cell.outcomes else "warn"
        )
        return Cell("\n".join(lines), tone, "\n".join(self.note(use) for use in cell.uses))

    def note(self, use: Use) -> str:
        """What a clause asks besides the finding, and what stands against it."""
        place = cite(self.corpus, use.provision, self.lang)
        modality = self.corpus.concepts["modality"][use.modality].label
        sets = self.sets(use.further)
        if use.gives:
            head = self.say(
                "note.further" if sets else "note.alone", place=place, modality=modality, sets=sets
            )
        elif use.part == "exception":
            head = self.say("note.exception_further" if sets else "note.exception", place=place, sets=sets)
        else:
            head = self.say("note.limit" if use.part == "condition" else "note.opening", place=place)
        more = []
        if use.via:
            grounds = [self.corpus.grounds[g].label for g in use.via]
            more.append(self.say("note.via", grounds=listed(grounds, self.lang)))
        if use.gives and use.exceptions:
            more.append(self.say("note.except", sets=self.sets(use.exceptions)))
        if use.defeated_by:
            places = listed(cite_list(self.corpus, use.defeated_by), self.lang)
            more.append(self.say("note.defeated", places=places))
        return ("; " if self.lang == "en" else "；").join([head, *more])

    def sets(self, sets: Iterable[frozenset[Leaf]]) -> str:
        """Sets of findings as alternatives; empty where one of them asks for nothing."""
        some = sorted(sets, key=len)
        if not some or not some[0]:
            return ""
        words = [listed([self.named(x) for x in self.ordered(one)], self.lang) for one in some[:SHOWN]]
        joined = ("; or " if self.lang == "en" else "；或者").join(words)
        left = len(some) - len(words)
        return self.say("note.sets_more", sets=joined, count=left) if left else joined

    def ordered(self, leaves: Iterable[Leaf]) -> list[Leaf]:
        place = self.corpus.ground_order
        return sorted(leaves, key=lambda x: (place[x.ground], isinstance(x, Lacks)))

    def named(self, leaf: Leaf) -> str:
        sign = "established" if isinstance(leaf, Has) else "refuted"
        return self.say(sign, ground=self.corpus.grounds[leaf.ground].label)
