"""`requires` and `what-if` as plain text for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..conditions import Has, Lacks, Leaf
from ..model import Text
from ..proof.lacking import outcome_name, quoted, wanted_text
from ..proof.trees import leaf_text, quote_of
from ..wording.citation import cite_list, cite_text, regulation_name
from ..wording.layout import WIDTH, indented, wrap
from ..wording.messages import both, say
from .changes import NormChange, RegulationChange

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..requires import Requirement, Requires
    from ..what_if import WhatIf

__all__ = ["render_requires", "render_what_if"]

#: How many sets the text shows, and how many clauses for each change.
SETS, CLAUSES = 8, 2


def render_requires(answer: Requires, lang: str = "zh", width: int = WIDTH) -> str:
    """What would still change the outcome, smallest sets first, each with its clauses quoted."""
    return "\n".join(_Page(answer.corpus, lang, width).requires(answer)) + "\n"


def render_what_if(answer: WhatIf, lang: str = "zh", width: int = WIDTH) -> str:
    """Before and after, regulation by regulation, and which norms flipped and why."""
    return "\n".join(_Page(answer.corpus, lang, width).what_if(answer)) + "\n"


class _Page:
    def __init__(self, corpus: Corpus, lang: str, width: int) -> None:
        self.corpus, self.lang, self.width = corpus, lang, width

    def line(self, depth: int, key: str, **values: object) -> Iterator[str]:
        yield from indented(say(key, self.lang, **values), depth, self.width)

    def name(self, slug: str) -> Text:
        regulation = self.corpus.regulations[slug]
        return Text(regulation_name(regulation, "zh"), regulation_name(regulation, "en"))

    # --- requires -------------------------------------------------------------------------

    def requires(self, answer: Requires) -> Iterator[str]:
        yield from self.line(0, "requires.title", matter=answer.matter.id)
        yield ""
        yield from self.line(0, "requires.now")
        for result in answer.verdict.results:
            outcome = outcome_name(self.corpus, result.outcome)
            yield from self.line(
                1, "requires.outcome", regulation=self.name(result.regulation), outcome=outcome
            )
        yield ""
        if not answer.requirements:
            yield from self.line(0, "requires.none")
        in_issue = [one for one in answer.requirements if not one.unraised]
        new = [one for one in answer.requirements if one.unraised]
        for key, some in (("in_issue", in_issue), ("new", new)):
            if some:
                yield from self.line(0, f"requires.{key}")
                for number, one in enumerate(some[:SETS], 1):
                    yield from self._requirement(number, one)
                if len(some) > SETS:
                    yield from self.line(1, "requires.more", count=len(some) - SETS)
                yield ""
        for ground, provisions in answer.beside:
            places = [cite_text(self.corpus, one, full=True) for one in provisions]
            yield from self.line(0, "requires.beside", ground=quoted(self.corpus, ground), places=places)
        idle = [quoted(self.corpus, g) for g in answer.without_effect if g not in dict(answer.beside)]
        if idle:
            yield from self.line(0, "requires.without_effect", grounds=idle)
        yield from self.line(0, "requires.bounds", evaluated=answer.evaluated)
        if answer.left_out:
            yield from self.line(0, "requires.truncated", count=answer.left_out)

    def _requirement(self, number: int, one: Requirement) -> Iterator[str]:
        text = wanted_text(self.corpus, one.findings)
        if one.unraised and len(one.unraised) < len(one.findings):
            grounds = [quoted(self.corpus, g) for g in one.unraised]
            text = both("requires.unraised", wanted=text, grounds=grounds)
        yield from wrap(text.in_(self.lang), self.width, f"  {number}. ", "     ")
        for change in one.changes:
            yield from self._outcomes(change, 3)
            for norm in _telling(change):
                quote = quote_of(self.corpus, norm.provision)
                place = cite_text(self.corpus, norm.provision)
                if quote is not None:
                    yield from self.line(4, "requires.clause", place=place, quote=quote)

    def _outcomes(self, change: RegulationChange, depth: int) -> Iterator[str]:
        before, after = (outcome_name(self.corpus, c) for c in (change.before, change.after))
        regulation = self.name(change.regulation)
        if change.changed:
            yield from self.line(depth, "change.outcome", regulation=regulation, before=before, after=after)
        else:
            yield from self.line(depth, "change.none", regulation=regulation, outcome=before)

    # --- what if --------------------------------------------------------------------------

    def what_if(self, answer: WhatIf) -> Iterator[str]:
        leaves: list[Leaf] = [*map(Has, answer.established), *map(Lacks, answer.refuted)]
        supposed = [leaf_text(self.corpus, leaf, "wanted") for leaf in leaves]
        for key, grounds in (("unknown", answer.unknown), ("withdrawn", answer.withdrawn)):
            supposed += [both(f"what_if.{key}", ground=self.corpus.grounds[g].label) for g in grounds]
        yield from self.line(0, "what_if.title", matter=answer.matter.id, supposed=supposed)
        disputed = [g for g in answer.after.disputed if g not in answer.before.disputed]
        if disputed:
            names = [quoted(self.corpus, g) for g in disputed]
            yield from self.line(0, "what_if.disputed", grounds=names)
        if not any(change.changed for change in answer.changes):
            yield from self.line(0, "what_if.same")
        for change in answer.changes:
            yield ""
            yield from self._outcomes(change, 0)
            for norm in change.norms:
                yield from self._norm(norm)

    def _norm(self, change: NormChange) -> Iterator[str]:
        place = cite_text(self.corpus, change.provision)
        before, after = both(f"status.{change.before}"), both(f"status.{change.after}")
        reasons = [
            both(
                "change.leaf",
                ground=self.corpus.grounds[leaf.ground].label,
                before=both(f"state.{leaf.before}"),
                after=both(f"state.{leaf.after}"),
            )
            for leaf in change.because
        ]
        if change.through:
            places = cite_list(self.corpus, change.through)
            reasons.append(both("change.through", places=places))
        key = "change.norm_because" if reasons else "change.norm"
        yield from self.line(1, key, place=place, before=before, after=after, reasons=reasons)


def _telling(change: RegulationChange) -> list[NormChange]:
    """The clauses that make the question matter: those whose own grounds it answers, first."""
    own = [n for n in change.norms if n.because] or list(change.norms)
    own.sort(key=lambda n: n.after not in ("applies", "blocked"))
    return own[:CLAUSES]
