"""The part of a comparison on one matter as a section: outcomes side by side, each divergence, proofs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...model import Finding, Text
from ...proof.conclusions import conclusion
from ...proof.trees import finding_text
from ...reports.documents.model import (
    Block,
    Cell,
    Column,
    Details,
    Items,
    Paragraph,
    Section,
    Table,
    Tone,
    Value,
)
from ...wording.citation import regulation_name
from ...wording.messages import listed, say
from ..cases import CaseComparison, Divergence
from ..why import reasons, sentence
from .page import Page
from .scenarios import TONES, answer_cell, quotes

if TYPE_CHECKING:
    from ...corpus import Corpus
    from ...proof import ProofNode

__all__ = ["section"]

STATUSES: dict[str, Tone] = {"proven": "good", "failed": "bad", "open": "warn"}


def section(corpus: Corpus, value: CaseComparison, lang: str) -> Section:
    """The section on one matter.

    Args:
        corpus: the compiled law.
        value: what `kg_query.compare.cases.compare_case` gives.
        lang: "zh" or "en".
    """
    return _Page(corpus, value, lang).section()


class _Page(Page[CaseComparison]):
    words = "case"

    def name(self, slug: str) -> Text:
        regulation = self.corpus.regulations[slug]
        return Text(regulation_name(regulation, "zh"), regulation_name(regulation, "en"))

    def section(self) -> Section:
        matter = self.value.matter
        findings = [finding_text(self.corpus, f).in_(self.lang) for f in matter.findings]
        return Section(
            "case",
            self.say("title", matter=matter.id),
            (
                Paragraph(self.say("intro")),
                Details(self.say("findings"), (Items(tuple(findings)),)),
                self.outcomes(),
                self.table(),
            ),
            (self.divergences(), self.proofs()),
        )

    def outcomes(self) -> Table:
        columns = (
            self.column("regulation"),
            self.column("outcome", 1.5),
            self.column("because", 3),
        )
        rows = tuple(
            (
                self.short(answer.regulation),
                answer_cell(self.corpus, answer, self.lang),
                conclusion(self.corpus, self.value.verdict.of(answer.regulation)).in_(self.lang),
            )
            for answer in self.value.answers
        )
        return Table("case", self.say("outcomes"), columns, rows)

    def table(self) -> Table:
        columns = (
            Column("a", say("scenarios.column.a", self.lang)),
            Column("b", say("scenarios.column.b", self.lang)),
            Column("kind", say("scenarios.column.kind", self.lang), 0.8),
            Column("findings", say("scenarios.column.findings", self.lang), 2),
            Column("why", say("scenarios.column.why", self.lang), 3),
        )
        rows: tuple[tuple[Value, ...], ...] = tuple(
            (
                *map(self.short, one.regulations),
                Cell(self.kind(one), TONES.get(one.kind, "warn")),
                self.smallest(one),
                one.why.in_(self.lang),
            )
            for one in self.value.divergences
        )
        return Table("case_divergences", self.say("divergences"), columns, rows)

    def kind(self, one: Divergence) -> str:
        own = one.kind in ("undetermined", "conflict")
        return say(f"{'case' if own else 'scenario'}.kind.{one.kind}", self.lang)

    def smallest(self, one: Divergence) -> str:
        sets = [self.listed(found) for found in one.findings]
        return self.say("or").join(sets)

    def listed(self, findings: Iterable[Finding]) -> str:
        keys = {"established": "scenario.has", "refuted": "scenario.lacks", "unknown": "case.unknown"}
        words = [say(keys[f.status], self.lang, ground=self.corpus.grounds[f.ground].label) for f in findings]
        return listed(words, self.lang)

    def divergences(self) -> Section:
        blocks: list[Block] = []
        if not self.value.divergences:
            blocks.append(Paragraph(self.say("same")))
        elif self.value.agreeing:
            pairs = listed([" – ".join(pair) for pair in self.value.agreeing], self.lang)
            blocks.append(Paragraph(self.say("agree", pairs=pairs)))
        for one in self.value.divergences:
            a, b = one.regulations
            title = say("scenarios.pair", self.lang, a=self.name(a), b=self.name(b))
            parts = reasons(self.corpus, one.kind, one.answers)
            said = [sentence(part).in_(self.lang) for part in parts if part]
            inner: list[Block] = [Paragraph(self.say("smallest", sets=self.smallest(one)))]
            if one.cut:
                inner.append(Paragraph(self.say("smallest_cut")))
            inner += [Items(tuple(said)), *quotes(self.corpus, one.answers, self.lang)]
            colon = "：" if self.lang == "zh" else ": "
            blocks.append(Details(f"{title}{colon}{self.kind(one)}", tuple(inner)))
        return Section("case-divergences", self.say("divergences"), tuple(blocks))

    # --- proofs -----------------------------------------------------------------------------

    def proofs(self) -> Section:
        blocks = tuple(
            Details(proof.title.in_(self.lang), self.steps(proof.root))
            for proof in self.value.proofs.values()
        )
        return Section("case-proofs", self.say("proofs"), blocks)

    def steps(self, root: ProofNode) -> tuple[Block, ...]:
        """A proof as nested lists that unfold: a step's line, and what it rests on."""
        tag = say(f"tag.{root.status}", self.lang) if root.status != "noted" else ""
        line = Paragraph(" ".join(x for x in (say("tag", self.lang, word=tag) if tag else "",
                                              root.text.in_(self.lang)) if x))  # fmt: skip
        leaves = tuple(self.line(child) for child in root.children if not child.children)
        blocks: list[Block] = [line]
        if leaves:
            blocks.append(Items(leaves))
        blocks += [
            Details(self.line(child), self.steps(child)[1:]) for child in root.children if child.children
        ]
        return tuple(blocks)

    def line(self, node: ProofNode) -> str:
        text = node.text.in_(self.lang)
        if node.status == "noted":
            return text
        return f"{say('tag', self.lang, word=say(f'tag.{node.status}', self.lang))} {text}"
