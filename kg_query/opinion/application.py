"""A norm and its application in an opinion: its words, each element with the facts, what displaces it, what follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from ..model import Finding, Text
from ..proof import ProofNode
from ..reports.documents.model import Block, Cell, Column, Paragraph, Quote, Section, Table, Tone, Value
from ..wording.citation import regulation_name
from ..wording.messages import say

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["Application", "sentences"]

_TONES: dict[str, Tone] = {"proven": "good", "failed": "bad", "open": "warn", "not_shown": "muted"}
_TREES = ("presupposition", "condition", "exception", "follows")
_ELEMENTS = ("all_of", "any_of", "reference", "ground")
_STOP = "。.！!？?；;：:"


class Application:
    """Writes the norms of one regulation's proof.

    Args:
        corpus: the compiled law.
        lang: "zh" or "en".
        numbers: the findings with their numbers in the table of facts.
        regulation: the regulation.
    """

    def __init__(self, corpus: Corpus, lang: str, numbers: Mapping[Finding, int], regulation: str) -> None:
        self.corpus, self.lang, self.numbers = corpus, lang, numbers
        self.name = regulation_name(corpus.regulations[regulation], lang)
        self.regulation = regulation

    def say(self, key: str, **values: object) -> str:
        return say(f"opinion.{key}", self.lang, **values)

    def norm(self, node: ProofNode) -> Section:
        """A norm with everything: clauses, elements, what displaces it, readings, conclusion."""
        blocks: list[Block] = [*self._clauses(node)]
        after: list[Block] = []
        readings: list[Text] = []
        for step in node.children:
            if step.role == "nature":
                blocks.append(Paragraph(_sentence(step.text.in_(self.lang), self.lang)))
            elif step.role in ("override", "no_override"):
                after.append(Paragraph(_sentence(step.text.in_(self.lang), self.lang)))
                if step.role == "override" and step.quote is not None:
                    after.append(Quote(step.quote.in_(self.lang), self._place(step.provision)))
            elif step.role == "reading":
                readings.append(self.corpus.readings[step.about or ""].label)
            elif step.role in ("deadline", "lacking"):
                after.append(Paragraph(_sentence(step.text.in_(self.lang), self.lang)))
            elif step.role == "application":
                after.append(Paragraph(_sentence(step.text.in_(self.lang), self.lang)))
                after += [Paragraph(_sentence(t.in_(self.lang), self.lang)) for t in sentences(step.children)]
        blocks.append(self._elements(node))
        if readings:
            after.insert(0, Paragraph(say("verdict.readings", self.lang, readings=readings)))
        return Section(node.id.replace("/", "-"), node.text.in_(self.lang), (*blocks, *after))

    def short(self, node: ProofNode) -> Iterator[Block]:
        """A norm in short: its words, its nature, and what it lacks or why it applies."""
        yield from self._clauses(node)
        for step in node.children:
            if step.role in ("nature", "lacking", "application"):
                yield Paragraph(_sentence(step.text.in_(self.lang), self.lang))
            if step.role == "application":
                for text in sentences(step.children):
                    yield Paragraph(_sentence(text.in_(self.lang), self.lang))

    def _clauses(self, node: ProofNode) -> Iterator[Block]:
        for step in node.children:
            if step.role == "clause" and step.quote is not None:
                yield Quote(step.quote.in_(self.lang), self._place(step.provision, step.text))

    def _place(self, provision: str | None, said: Text | None = None) -> str:
        from ..wording.citation import cite

        place = said.in_(self.lang) if said else cite(self.corpus, provision or "", self.lang)
        return f"{place}, {self.name}" if self.lang == "en" else f"{self.name}{place}"

    def _elements(self, node: ProofNode) -> Table:
        columns = (
            Column("number", self.say("column.number"), 0.5),
            Column("element", self.say("column.element"), 3),
            Column("holds", self.say("column.holds"), 0.7),
            Column("facts", self.say("column.facts"), 2.2),
        )
        rows: list[tuple[Value, ...]] = []
        for number, step in enumerate((s for s in node.children if s.role in _TREES), 1):
            self._element(step, str(number), rows)
        title = self.say("elements", norm=node.text)
        return Table(f"elements-{self.regulation}-{node.id.rpartition('/')[2]}", title, columns, tuple(rows))

    def _element(self, node: ProofNode, number: str, rows: list[tuple[Value, ...]]) -> None:
        word = "presumed" if node.code == "presumed" else node.status
        tone: Tone = "mild" if word == "presumed" else _TONES.get(node.status, "")
        state = "" if node.status == "noted" else say(f"tag.{word}", self.lang)
        rows.append((number, node.text.in_(self.lang), Cell(state, tone), self._rests_on(node)))
        place = 0
        for child in node.children:
            if child.role in _ELEMENTS:
                place += 1
                self._element(child, f"{number}.{place}", rows)

    def _rests_on(self, node: ProofNode) -> str:
        if node.role != "ground":
            return ""
        found = [n.finding for n in node.walk() if n.finding is not None]
        numbers = sorted({self.numbers[f] for f in found if f in self.numbers})
        parts = [self.say("fact", numbers=numbers)] if numbers else []
        parts += [step.text.in_(self.lang) for step in node.children if step.role == "entailment"]
        return ("；" if self.lang == "zh" else "; ").join(parts)


def sentences(nodes: Iterable[ProofNode]) -> list[Text]:
    """What steps say that stand right below a step which is written as a sentence."""
    return [node.text for node in nodes if node.role in ("condition", "application", "lacking")]


def _sentence(text: str, lang: str) -> str:
    """The text with a full stop at its end and, in English, a capital at its beginning."""
    text = text if text.endswith(tuple(_STOP)) else text + ("。" if lang == "zh" else ".")
    return text[:1].upper() + text[1:] if lang == "en" else text
