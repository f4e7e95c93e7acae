"""The annex page behind the form: what is no part of the official form and still ought to be read.

Criteria still to be judged, findings under national law, what would mend each deduction, notes, the
readings relied on, and what was not scored or not checked. Nothing here changes the score.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..casefiles.places import place_words
from ..corpus import Corpus
from ..wording.articles import articles
from .criteria import criterion_words
from .phrases import names, shown
from .plain import CELL_LENGTH, clean, short
from .templates.words import word

if TYPE_CHECKING:
    from ..model import Text
    from ..review import BaseFailure, Deduction, Review

__all__ = ["Annex", "AnnexTable", "annex_page"]


@dataclass(frozen=True, slots=True)
class AnnexTable:
    """One table of the annex page, or a sentence where it has no rows.

    `widths` are the shares of the columns.
    """

    title: str
    intro: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str


@dataclass(frozen=True, slots=True)
class Annex:
    """The annex page: heading, what it is, which case, its tables."""

    title: str
    intro: str
    facts: tuple[tuple[str, str], ...]
    tables: tuple[AnnexTable, ...]


def annex_page(corpus: Corpus, review: Review, lang: str) -> Annex:
    """The annex page of one review in one language."""
    record = review.case.record
    facts = (
        ("case_number", review.case.id),
        ("case_cause", record.get("cause")),
        ("case_team", review.team),
    )
    page = _Page(corpus, review, lang)
    return Annex(
        word("annex", lang),
        word("annex_intro", lang),
        tuple((word(key, lang), short(value, lang)) for key, value in facts if value),
        tuple(page.tables()),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """One review being written down in one language."""

    corpus: Corpus
    review: Review
    lang: str

    def say(self, key: str, **values: object) -> str:
        return word(key, self.lang, **values)

    def text(self, text: Text) -> str:
        return short(text.in_(self.lang), self.lang, CELL_LENGTH)

    def criterion(self, notation: str) -> str:
        return criterion_words(self.corpus, notation, self.lang)

    def table(
        self,
        title: str,
        columns: tuple[tuple[str, int], ...],
        rows: Iterator[tuple[str, ...]],
        intro: str = "",
    ) -> AnnexTable:
        found = tuple(rows)
        return AnnexTable(
            self.say(title),
            self.say(intro) if intro and found else "",
            tuple(self.say(key) for key, _ in columns),
            tuple(width for _, width in columns),
            found,
            self.say("none"),
        )

    def tables(self) -> Iterator[AnnexTable]:
        base_failed = self.review.base_result == "fail"
        yield self.table(
            "open_title",
            (("criterion", 30), ("to_ask", 55), ("at_stake", 15)),
            self.open(),
            "open_after_base" if base_failed else "",
        )
        yield self.table(
            "national_title",
            (
                ("rule", 9),
                ("severity", 9),
                ("finding", 30),
                ("place", 18),
                ("basis", 16),
                ("requirement", 28),
            ),
            self.national(),
            "national_intro",
        )
        yield self.table(
            "repair_title",
            (("criterion", 22), ("clause", 28), ("place", 18), ("mend", 32), ("found_by", 10)),
            self.repairs(),
        )
        yield self.table("notes_title", (("notes", 100),), ((self.text(n),) for n in self.review.notes))
        yield self.table(
            "readings_title", (("reading", 28), ("taken", 36), ("not_taken", 36)), self.readings()
        )
        yield self.table("silent_title", (("state", 25), ("which", 75)), self.silent())
        yield self.table("unchecked_title", (("shapes", 100),), self.unchecked(), "unchecked_intro")

    def open(self) -> Iterator[tuple[str, ...]]:
        for one in self.review.open:
            points = shown(one.points) if one.points else self.say("decides")
            yield self.criterion(one.criterion), self.text(one.ask), points

    def national(self) -> Iterator[tuple[str, ...]]:
        for one in self.review.national:
            requirement = self.text(one.requirement)
            if one.caution:
                requirement = self.say("caution", requirement=requirement, caution=self.text(one.caution))
            article = articles(clean(one.article), self.lang)
            yield (
                clean(one.rule),
                self.say(one.severity),
                self.text(one.why),
                self.place(one.where, one.officers),
                self.say("law_article", law=self.text(one.law), article=article)
                if article
                else self.text(one.law),
                requirement,
            )

    def place(self, where: str, officers: tuple[str, ...] = ()) -> str:
        path = short(place_words(self.corpus.case_schema, where, self.lang), self.lang)
        if not officers:
            return path
        return self.say("by_officers", place=path, officers=short(names(officers, self.lang), self.lang))

    def repairs(self) -> Iterator[tuple[str, ...]]:
        some: list[tuple[str, BaseFailure | Deduction]] = [(f.standard, f) for f in self.review.base_failures]
        some += [(d.line, d) for d in self.review.deductions]
        told: set[str] = set()
        for notation, one in some:
            document = getattr(one, "document", "")
            if missing := document in self.review.missing_documents:
                if document in told:
                    continue
                told.add(document)
            mend = self.text(one.repair) + ("" if one.curable else self.say("incurable"))
            by = self.say("by_judgement" if one.by == "judgement" else "by_data")
            named = criterion_words(
                self.corpus, document if missing else notation, self.lang, missing=missing
            )
            clause = "" if missing else self.text(one.clause_text)
            yield named, clause, self.places(one), mend, by

    def places(self, one: BaseFailure | Deduction) -> str:
        """The place in words, and the further ones where the same criterion is not met."""
        some = [self.place(where) for where in (one.where, *one.also)]
        return short(("；" if self.lang == "zh" else "; ").join(dict.fromkeys(some)), self.lang)

    def readings(self) -> Iterator[tuple[str, ...]]:
        for identifier in self.review.readings:
            reading = self.corpus.readings.get(identifier)
            if reading is None:
                yield clean(identifier), "", ""
            else:
                yield self.text(reading.label), self.text(reading.primary), self.text(reading.alternative)

    def silent(self) -> Iterator[tuple[str, ...]]:
        for key, some in (
            ("missing", self.review.missing_documents),
            ("not_called_for", self.review.not_applicable),
            ("not_arising", self.review.not_arising),
        ):
            if some:
                joined = ("；" if self.lang == "zh" else "; ").join(map(self.criterion, some))
                yield self.say(key), joined

    def unchecked(self) -> Iterator[tuple[str, ...]]:
        unmet = [clean(use.shape) for use in self.review.checked if not use.nodes]
        if unmet:
            yield (names(unmet, self.lang),)
