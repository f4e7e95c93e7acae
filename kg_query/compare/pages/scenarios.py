"""The part of a comparison on diverging scenarios as a section: how many, all in a table, and each in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...conditions import Has, Leaf
from ...proof.lacking import outcome_name
from ...proof.trees import quote_of
from ...reports.documents.model import (
    Block,
    Cell,
    Column,
    Details,
    Edge,
    Items,
    Network,
    Node,
    Paragraph,
    Quote,
    Section,
    Table,
    Tone,
    Value,
)
from ...wording.citation import cite, cite_list
from ...wording.messages import listed, say
from ..scenarios import KINDS, PairScenarios, Scenario, Scenarios
from ..why import finding_words, reasons, sentence
from .page import EFFECTS, Page

if TYPE_CHECKING:
    from ...corpus import Corpus
    from ..answers import Answer

__all__ = ["answer_cell", "finding_line", "quotes", "section"]

TONES: dict[str, Tone] = {"opposite": "bad", "excepted": "warn", "degree": "mild", "silent": "muted"}


def section(corpus: Corpus, value: Scenarios, lang: str) -> Section:
    """The section on diverging scenarios.

    Args:
        corpus: the compiled law.
        value: what `kg_query.compare.scenarios.scenarios` gives.
        lang: "zh" or "en".
    """
    return _Page(corpus, value, lang).section()


class _Page(Page[Scenarios]):
    words = "scenarios"

    def section(self) -> Section:
        head: list[Block] = [
            Paragraph(self.say("intro")),
            Paragraph(self.say("order")),
            Paragraph(self.say("found", tried=f"{self.value.tried:,}", literals=f"{self.value.literals:,}")),
        ]
        if self.value.cut:
            places = [
                cite(self.corpus, self.corpus.norms[norm].provision, self.lang, full=True)
                for norm in self.value.cut
            ]
            head.append(Paragraph(self.say("cut", places=places)))
        return Section(
            "scenarios",
            self.say("title"),
            (*head, self.counts(), self.network(), self.table()),
            tuple(self.pair(pair) for pair in self.value.pairs),
        )

    def name(self, pair: PairScenarios) -> str:
        a, b = map(self.short, pair.regulations)
        return self.say("pair", a=a, b=b)

    # --- overview ---------------------------------------------------------------------------

    def counts(self) -> Table:
        columns = (
            self.column("a"),
            self.column("b"),
            *(Column(kind, say(f"scenario.kind.{kind}", self.lang), 0.7) for kind in KINDS),
            self.column("total", 0.7),
        )
        rows: tuple[tuple[Value, ...], ...] = tuple(
            (
                *map(self.short, pair.regulations),
                *(pair.found.get(kind, 0) for kind in KINDS),
                sum(pair.found.values()),
            )
            for pair in self.value.pairs
        )
        return Table("scenario_counts", self.say("counts"), columns, rows, self.say("counts_note"))

    def network(self) -> Network:
        most = max((pair.found.get("opposite", 0) for pair in self.value.pairs), default=0) or 1
        slugs = dict.fromkeys(slug for pair in self.value.pairs for slug in pair.regulations)
        edges = [
            Edge(*pair.regulations, 5 * n / most, str(n), "bad")
            for pair in self.value.pairs
            if (n := pair.found.get("opposite", 0))
        ]
        return Network(
            "scenario_network",
            self.say("network"),
            self.say("network_text"),
            "scenario_counts",
            tuple(Node(slug, self.short(slug)) for slug in slugs),
            tuple(edges),
        )

    def table(self) -> Table:
        columns = (
            self.column("pair", 1.2),
            self.column("kind", 0.8),
            self.column("findings", 2.5),
            self.column("a", 1.5),
            self.column("b", 1.5),
            self.column("why", 3),
        )
        rows: tuple[tuple[Value, ...], ...] = tuple(
            (
                " – ".join(map(self.short, pair.regulations)),
                Cell(say(f"scenario.kind.{one.kind}", self.lang), TONES[one.kind]),
                listed([finding_words(self.corpus, leaf) for leaf in one.findings], self.lang),
                *(answer_cell(self.corpus, answer, self.lang) for answer in one.answers),
                one.why.in_(self.lang),
            )
            for pair in self.value.pairs
            for one in pair.scenarios
        )
        return Table("scenarios", self.say("table"), columns, rows, group_by="pair")

    # --- in words ---------------------------------------------------------------------------

    def pair(self, pair: PairScenarios) -> Section:
        found = sum(pair.found.values())
        blocks: list[Block] = [
            Paragraph(
                self.say("listed", shown=len(pair.scenarios), found=found) if found else self.say("none")
            )
        ]
        blocks += [self.scenario(i, one) for i, one in enumerate(pair.scenarios, 1)]
        return Section(f"scenarios-{'-'.join(pair.regulations)}", self.name(pair), tuple(blocks))

    def scenario(self, number: int, one: Scenario) -> Details:
        kind = say(f"scenario.kind.{one.kind}", self.lang)
        parts = reasons(self.corpus, one.kind, one.answers)
        said = [sentence(part).in_(self.lang) for part in parts if part]
        return Details(
            self.say("number", number=number, kind=kind),
            (
                Paragraph(self.say("findings")),
                Items(tuple(finding_line(self.corpus, leaf, self.lang) for leaf in one.findings)),
                Items(tuple(said)),
                *quotes(self.corpus, one.answers, self.lang),
            ),
        )


def finding_line(corpus: Corpus, leaf: Leaf, lang: str) -> str:
    """A finding as a line: established, or refuted."""
    status = "established" if isinstance(leaf, Has) else "refuted"
    return say(f"finding.{status}", lang, ground=corpus.grounds[leaf.ground].label)


def answer_cell(corpus: Corpus, answer: Answer, lang: str) -> Cell:
    """The outcome of a regulation with the clauses that give it or fail to."""
    outcome = outcome_name(corpus, answer.outcome).in_(lang)
    given = answer.part("gives")
    deciding = given or answer.part("exception", "limit", "opening")
    tone = EFFECTS.get(corpus.outcomes[answer.outcome].effect, "")
    if not deciding:
        return Cell(outcome, tone)
    key = "scenarios.cell" if given else "scenarios.cell_withheld"
    places = cite_list(corpus, (c.provision for c in deciding))
    return Cell(say(key, lang, outcome=outcome, places=places), tone)


def quotes(corpus: Corpus, answers: tuple[Answer, ...], lang: str) -> Iterator[Quote]:
    """The words of the clauses that decide, those of each answer once."""
    for answer in answers:
        deciding = answer.part("gives", "exception", "limit", "opening", "near")
        for provision in dict.fromkeys(c.provision for c in deciding):
            if text := quote_of(corpus, provision):
                yield Quote(text.in_(lang), cite(corpus, provision, lang, full=True))
