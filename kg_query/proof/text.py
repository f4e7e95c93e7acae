"""The proof as plain text for people: facts, norms and their application, conclusion (涵摄).

Facts are numbered and a step refers to their numbers; a norm shown once is not shown again; what
was considered and changes nothing takes one line. No step shows an id or a code.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Finding
from ..wording.layout import WIDTH, indented, wrap
from ..wording.messages import say
from .proof import Proof, ProofNode

__all__ = ["render_proof"]

_TAGGED = {
    "presupposition", "condition", "follows", "all_of", "any_of", "reference", "ground"
}  # fmt: skip
_AROUND = ("in_force", "in_scope")


def render_proof(proof: Proof, lang: str = "zh", width: int = WIDTH) -> str:
    """The proof in `lang`, wrapped to `width` columns."""
    page = _Page(proof, lang, width)
    return "\n".join(page.lines()) + "\n"


class _Page:
    def __init__(self, proof: Proof, lang: str, width: int) -> None:
        self.proof, self.lang, self.width = proof, lang, width
        self.numbers: dict[Finding, int] = {}
        for node in proof.walk():
            if node.finding is not None and node.role != "unused" and not _folded(proof, node):
                self.numbers.setdefault(node.finding, len(self.numbers) + 1)
        self.shown: set[str] = set()

    def say(self, key: str, **values: object) -> str:
        return say(key, self.lang, **values)

    def lines(self) -> Iterator[str]:
        root = self.proof.root
        yield from wrap(self.proof.title.in_(self.lang), self.width)
        yield ""
        yield self.say("section.facts")
        yield from self._facts()
        yield ""
        yield self.say("section.norms")
        steps = [c for c in root.children if c.role not in (*_AROUND, "unused")]
        if not steps:
            yield from indented(self.say("norms.none"), 1, self.width)
        for i, step in enumerate(steps):
            if i:
                yield ""
            yield from self._step(step, 1)
        yield ""
        yield self.say("section.conclusion")
        yield from indented(root.text.in_(self.lang), 1, self.width, hang="")
        for line in self._besides(root):
            yield from indented(line, 1, self.width, hang="")
        for role in _AROUND:
            for step in root.children:
                if step.role == role:
                    yield from indented(step.text.in_(self.lang), 1, self.width, hang="")

    def _besides(self, root: ProofNode) -> Iterator[str]:
        """What else applies: the other outcomes, then the norms that give none, one line each."""
        for step in root.children:
            if step.role == "result" and step.code != root.code:
                name = step.text.zh.partition("，依据")[0]
                if root.code != "conflict" or f"{name}（" not in root.text.zh:  # not one of its sides
                    yield self.say("conclusion.also", result=step.text)
            elif step.role == "further":
                for norm in step.children:
                    nature = next(c.text for c in norm.children if c.role == "nature")
                    yield self.say("conclusion.further", norm=norm.text, nature=nature)

    def _facts(self) -> Iterator[str]:
        texts: dict[Finding, str] = {}
        for node in self.proof.walk():
            if node.finding is not None:
                texts.setdefault(node.finding, node.text.in_(self.lang))
        left = [
            n.finding
            for n in self.proof.root.walk()
            if n.finding is not None and n.finding not in self.numbers
        ]
        if not texts:
            yield from indented(self.say("facts.none"), 1, self.width)
        for finding, number in self.numbers.items():
            yield from wrap(texts[finding], self.width, f"  {number}. ", "     ")
        if left:
            yield from indented(self.say("facts.unused"), 1, self.width)
        for number, finding in enumerate(dict.fromkeys(left), len(self.numbers) + 1):
            yield from wrap(texts[finding], self.width, f"  {number}. ", "     ")

    def _step(self, node: ProofNode, depth: int) -> Iterator[str]:
        text = node.text.in_(self.lang)
        if node.role == "clause":
            if node.quote is not None:
                text = self.say("clause.quote", place=text, quote=node.quote.in_(self.lang))
            yield from indented(text, depth, self.width)
            return
        if node.role == "application":
            yield from indented(self.say("proof.therefore", text=text), depth, self.width)
        elif node.role == "norm":
            yield from self._norm(node, text, depth)
            return
        elif _silent(node):
            text = self._tag(node) + text + self.say("proof.none_raised")
            yield from indented(text, depth, self.width)
            return
        elif node.role in _TAGGED and node.code != "alternative":
            yield from indented(self._tag(node) + text + self._refs(node), depth, self.width)
        else:
            yield from indented(text, depth, self.width)
        if node.role == "reference" and node.quote is not None and node.status in ("proven", "open"):
            quote = self.say("quoted", text=node.quote)
            yield from indented(quote, depth + 1, self.width)
        if node.role != "no_override":
            yield from self._below(node, depth)

    def _below(self, node: ProofNode, depth: int) -> Iterator[str]:
        for child in node.children:
            if child.role != "finding":
                yield from self._step(child, depth + 1)

    def _norm(self, node: ProofNode, text: str, depth: int) -> Iterator[str]:
        again = node.about in self.shown
        if again:
            text += self.say("proof.above")
        yield from indented(text, depth, self.width)
        if not again:
            if any(child.role == "application" for child in node.children):
                self.shown.add(node.about or "")
            yield from self._below(node, depth)

    def _tag(self, node: ProofNode) -> str:
        word = "presumed" if node.code == "presumed" else node.status
        tag = self.say("tag", word=self.say(f"tag.{word}"))
        return tag if self.lang == "zh" else tag + " "

    def _refs(self, node: ProofNode) -> str:
        if node.role != "ground":
            return ""
        found = {
            self.numbers[n.finding]
            for n in node.walk()
            if n.finding is not None and n.finding in self.numbers
        }
        if not found:
            return ""
        return self.say("fact.ref", numbers=", ".join(str(n) for n in sorted(found)))


def _folded(proof: Proof, node: ProofNode) -> bool:
    """True for steps below one that the text folds into a line."""
    return "/no_override/" in node.id


def _silent(node: ProofNode) -> bool:
    """True for the condition of another norm of which no ground was raised: one line will do."""
    return (
        node.role == "reference"
        and node.status == "not_shown"
        and not any(below.role == "finding" for below in node.walk())
    )
