"""The page on clauses: titles, articles, clauses alike in words, alike in law, and those without a counterpart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ...proof.notes import named
from ...reports.documents.model import Block, Cell, Marked, Paragraph, Section, Table, Tone, Value
from ...wording.citation import cite, cite_list
from ...wording.messages import listed
from ..clause_pairs import ALIKE
from .page import Page

if TYPE_CHECKING:
    from ...corpus import Corpus
    from ..clause_pairs import ClausePair
    from ..clauses import ClauseComparison
    from ..norm_pairs import NormPair

__all__ = ["section"]

#: How many pairs whose conditions merely overlap a report shows; the table by itself and the JSON have all.
SHOWN = 20


def section(corpus: Corpus, value: ClauseComparison, lang: str, *, whole: bool = False) -> Section:
    """The comparison of clauses as a section of a report.

    Args:
        corpus: the compiled law.
        value: what `compare_clauses` gave.
        lang: "zh" or "en".
        whole: whether all pairs whose conditions merely overlap are listed.
    """
    return _Page(corpus, value, lang).section(None if whole else SHOWN)


class _Page(Page["ClauseComparison"]):
    words = "clauses"

    def section(self, most: int | None) -> Section:
        closest = [p for p in self.value.pairs if p.closest]
        clauses = [p for p in closest if p.role == "clause"]
        articles = [p for p in closest if p.role == "article"]
        clauses += [p for p in articles if not p.within]
        other_law = [p for p in self.value.pairs if p.role == "clause" and p.other_law]
        least, shown = self.value.least, self.value.overlapping[:most]
        parts = (
            ("titles", "", self.titles()),
            ("articles", self.say("articles_note"), self.articles(articles)),
            ("pairs", self.say("pairs_note", least=least), self.pairs("clauses", clauses)),
            ("other_law", self.say("other_law_note", alike=ALIKE), self.pairs("clauses-other-law", other_law)),
            ("in_law_only", self.say("in_law_only_note", least=least), self.law("clauses-in-law-only", self.value.in_law_only)),
            (
                "overlapping",
                self.say("overlapping_note", shown=len(shown), total=len(self.value.overlapping)),
                self.law("clauses-overlapping", shown),
            ),
            ("unique", self.say("unique_note", least=least), self.unique()),
        )  # fmt: skip
        sections = tuple(
            Section(f"clauses-{name.replace('_', '-')}", self.say(name), (*self.noted(note), block))
            for name, note, block in parts
        )
        opening = (Paragraph(self.say("intro")), Paragraph(self.say("intro_en")))
        return Section("clauses", self.say("title"), opening, sections)

    def noted(self, note: str) -> tuple[Block, ...]:
        return (Paragraph(note),) if note else ()

    # --- tables ---------------------------------------------------------------------------

    def table(
        self, key: str, title: str, columns: Iterable[tuple[str, float]], rows: Iterable[tuple[Value, ...]]
    ) -> Block:
        """A table, folded by its first column; where it has no rows, a note says so."""
        listed_rows = tuple(rows)
        made = tuple(self.column(name, width) for name, width in columns)
        group = made[0].key if made[0].key == "regulation" else None
        return Table(key, title, made, listed_rows, "" if listed_rows else self.say("none"), group)

    def titles(self) -> Block:
        rows = (
            (
                self.short(pair.a),
                self.short(pair.b),
                round(pair.similarity, 2),
                *self.changes(pair.zh, pair.en),
            )
            for pair in self.value.titles
        )
        columns = (("a", 1.0), ("b", 1.0), ("similarity", 0.6), *self.change_columns())
        return self.table("clauses-titles", self.say("titles"), columns, rows)

    def articles(self, pairs: Iterable[ClausePair]) -> Block:
        """Articles of which items were paired; those of which none was are shown with their differences instead."""
        rows = (
            (
                *self.places(pair.a, pair.b),
                round(pair.similarity, 2),
                self.place(pair),
                len(pair.within),
                self.cited(pair.only_a),
                self.cited(pair.only_b),
            )
            for pair in pairs
        )
        columns = (
            ("regulation", 1.0), ("a", 0.8), ("b", 0.8), ("similarity", 0.6), ("place", 0.7), ("within", 0.6),
            ("only_a", 1.2), ("only_b", 1.2),
        )  # fmt: skip
        return self.table("clauses-articles", self.say("articles"), columns, rows)

    def pairs(self, key: str, pairs: Iterable[ClausePair]) -> Block:
        rows = (
            (
                *self.places(pair.a, pair.b),
                round(pair.similarity, 2),
                self.wording(pair),
                self.place(pair),
                *self.changes(pair.zh, pair.en),
                self.law_of(pair),
            )
            for pair in pairs
        )
        columns = (
            ("regulation", 1.0), ("a", 0.8), ("b", 0.8), ("similarity", 0.5), ("wording", 0.7), ("place", 0.6),
            *self.change_columns(), ("law", 1.1),
        )  # fmt: skip
        return self.table(key, self.say("other_law" if "other" in key else "pairs"), columns, rows)

    def law(self, key: str, norms: Iterable[NormPair]) -> Block:
        rows = []
        for norm in norms:
            a, b = norm.provisions(self.corpus)
            shared = listed([self.corpus.grounds[g].label for g in norm.shared], self.lang)
            rows.append(
                (
                    *self.places(a, b),
                    self.text(a),
                    self.text(b),
                    self.related((norm,)),
                    shared,
                    round(norm.share, 2),
                )
            )
        columns = (("regulation", 1.0), ("a", 0.8), ("b", 0.8), ("text_a", 2.0), ("text_b", 2.0), ("law", 1.0), ("shared", 1.5), ("share", 0.5))  # fmt: skip
        return self.table(key, self.say("overlapping" if "overlap" in key else "in_law_only"), columns, rows)

    def unique(self) -> Block:
        rows = (
            (self.short(slug), cite(self.corpus, clause, self.lang), self.text(clause))
            for slug, clauses in self.value.unique.items()
            for clause in clauses
        )
        columns = (("regulation", 1.0), ("clause", 0.8), ("text", 4.0))
        return self.table("clauses-unique", self.say("unique"), columns, rows)

    # --- cells ----------------------------------------------------------------------------

    def places(self, a: str, b: str) -> tuple[str, str, str]:
        """The two regulations, and where in them the two clauses stand."""
        one, other = (self.corpus.provisions[x].regulation for x in (a, b))
        names = f"{self.short(one)} ↔ {self.short(other)}"
        return names, cite(self.corpus, a, self.lang), cite(self.corpus, b, self.lang)

    def cited(self, clauses: Iterable[str]) -> str:
        return listed(cite_list(self.corpus, clauses), self.lang)

    def text(self, clause: str) -> str:
        text = self.corpus.provisions[clause].text
        return text.in_(self.lang) if text else ""

    def change_columns(self) -> tuple[tuple[str, float], ...]:
        return (("changes", 4.0),) if self.lang != "en" else (("changes_zh", 3.0), ("changes_en", 3.0))

    def changes(self, zh: Marked, en: Marked) -> tuple[Value, ...]:
        return (zh,) if self.lang != "en" else (zh, en)

    def wording(self, pair: ClausePair) -> Cell:
        tone: Tone = (
            "good" if pair.wording in ("same", "marks") else "mild" if pair.wording == "near" else "muted"
        )
        return Cell(self.say(f"wording.{pair.wording}"), tone, self.note(pair))

    def place(self, pair: ClausePair) -> Value:
        return self.say(f"place.{pair.place}") if pair.place else None

    def note(self, pair: ClausePair) -> str:
        """What a reader must know before relying on the difference."""
        notes = []
        if pair.emended:
            notes.append(self.say("note_emended", places=self.cited(pair.emended)))
        if pair.lost:
            notes.append(self.say("note_lost", places=self.cited(pair.lost)))
        return " ".join(notes)

    def law_of(self, pair: ClausePair) -> Value:
        if pair.norms:
            return self.related(pair.norms)
        return None if pair.within else Cell(self.say("no_law"), "muted")

    def related(self, norms: tuple[NormPair, ...]) -> Cell:
        """How norms relate in words, coloured by the nearest of them."""
        said = list(dict.fromkeys(self.relation(norm) for norm in norms))
        first = norms[0]
        tone: Tone = "good" if first.same_law else "" if first.same_law is None else "warn"
        if first.same_effect is False:
            tone = "bad"
        note = self.say("note_undecided") if first.relation == "undecided" else ""
        return Cell("；".join(said) if self.lang != "en" else "; ".join(said), tone, note)

    def relation(self, norm: NormPair) -> str:
        parts = list(self._relation(norm))
        return ("，" if self.lang != "en" else ", ").join(parts) if parts else self.say("same_norm")

    def _relation(self, norm: NormPair) -> Iterator[str]:
        a, b = self.corpus.norms[norm.a], self.corpus.norms[norm.b]
        if norm.relation:
            yield self.say(f"relation.{norm.relation}")
        if norm.same_outcome is False:
            outcomes = self.corpus.outcomes
            one, other = outcomes[a.outcome or ""], outcomes[b.outcome or ""]
            key = "outcome_differs" if norm.same_effect else "effect_differs"
            yield self.say(key, a=one.label, b=other.label)
        if not norm.same_force or (norm.same_effect is None and not norm.same_modality):
            modality = self.corpus.concepts["modality"]
            yield self.say("force_differs", a=modality[a.modality].label, b=modality[b.modality].label)
        if norm.same_effect is None and not norm.same_bearers:
            yield self.say("bearers_differ", a=self.bodies(a.bearers), b=self.bodies(b.bearers))
        if norm.same_period is False:
            yield self.say("period_differs")

    def bodies(self, bearers: Iterable[str]) -> str:
        names = [named(self.corpus, b, "role", "body") for b in bearers]
        return listed(names, self.lang) if names else self.say("nobody")
