"""A review as a page of plain text, as a clerk of the bureau reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from ..casefiles.places import place_words
from ..model import Text
from ..wording.articles import articles
from ..wording.layout import WIDTH, indented
from ..wording.messages import both, listed, say
from .repair import RepairPlan
from .reviewing import bare
from .values import Deduction, Review, number

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["page"]

#: The points that a stage is printed with, straight behind its name: 立案阶段8分.
_POINTS = re.compile(r"(?<=\D)\d+分$")


def page(
    corpus: Corpus, review: Review, lang: str = "zh", plan: RepairPlan | None = None, width: int = WIDTH
) -> str:
    """The review, with the repairs to the next grade where a plan is given.

    Args:
        corpus: the compiled law.
        review: the review of one case file.
        lang: "zh" or "en".
        plan: what would lift it to the next grade, or None.
        width: columns of a line.
    """
    return "\n".join(_Page(corpus, review, lang, width).lines(plan)) + "\n"


class _Page:
    def __init__(self, corpus: Corpus, review: Review, lang: str, width: int) -> None:
        self.corpus, self.review, self.lang, self.width = corpus, review, lang, width
        self.units = {u.notation: u for u in corpus.provisions.values() if u.notation}

    def line(self, depth: int, key: str, **values: object) -> Iterator[str]:
        yield from indented(say(key, self.lang, **values), depth, self.width)

    def lines(self, plan: RepairPlan | None) -> Iterator[str]:
        review = self.review
        yield from self._head()
        if review.notes:
            yield ""
            for note in review.notes:
                yield from indented(note.in_(self.lang), 0, self.width, "")
        yield ""
        yield from self._base()
        yield ""
        yield from self._deductions()
        for block in (self._open(), self._left_out()):
            text = list(block)
            if text:
                yield ""
                yield from text
        yield ""
        yield from self._national()
        if plan is not None:
            yield ""
            yield from self._plan(plan)
        yield ""
        yield from self._foot()

    # --- the head ---------------------------------------------------------------------------

    def _head(self) -> Iterator[str]:
        review, schema = self.review, self.corpus.case_schema
        kinds = [schema.kinds[k].label for k in review.case.kinds if k in schema.kinds]
        yield from self.line(0, "review.head", case=review.case.id, kind=kinds)
        for key, value in (("party", review.party), ("team", review.team)):
            field = schema.case.fields.get(key)
            if field is not None and value:
                yield from self.line(1, "review.about", label=field.label, value=value)
        if review.score is not None:
            grade = review.grade_label or Text("—", "—")
            yield from self.line(1, "review.result", score=number(review.score), grade=grade)
        else:
            yield from self.line(
                1,
                "review.interval",
                low=number(review.low),
                high=number(review.high),
                count=len(review.open),
            )

    def _base(self) -> Iterator[str]:
        review = self.review
        pending = sum(o.kind == "base" for o in review.open)
        yield from self.line(0, f"review.base.{review.base_result}", count=pending)
        for failure in review.base_failures:
            text = bare(failure.clause_text)
            yield from self.line(1, "review.failure", standard=failure.standard, text=text)
            yield from self._why(failure.why, failure.where, failure.also, failure.repair, failure.curable)

    def _why(
        self, why: Text, where: str, also: tuple[str, ...], repair: Text, curable: bool
    ) -> Iterator[str]:
        yield from self.line(2, "review.reason", why=why)
        place = self._place(where)
        if also:
            further = listed(map(self._place, also), self.lang)
            yield from self.line(2, "review.where.more", where=place, also=further)
        else:
            yield from self.line(2, "review.where", where=place)
        yield from self.line(2, "review.repair" if curable else "review.not_curable", repair=repair)

    def _place(self, path: str) -> str:
        """A place in words, with the path that finds it in the data."""
        if not path:
            return say("review.file", self.lang)
        words = place_words(self.corpus.case_schema, path, self.lang)
        return path if words == path else say("review.place", self.lang, words=words, path=path)

    # --- what costs points --------------------------------------------------------------------

    def _deductions(self) -> Iterator[str]:
        review = self.review
        if not review.deductions:
            yield from self.line(0, "review.no_deductions")
            return
        points = sum((d.points for d in review.deductions), Decimal(0))
        yield from self.line(0, "review.deductions", points=number(points))
        stage, told = None, set()
        for deduction in review.deductions:
            here = self._stage(deduction)
            if here != stage:
                stage = here
                yield from indented(here.in_(self.lang), 1, self.width)
            if deduction.document in review.missing_documents:
                if deduction.document not in told:
                    told.add(deduction.document)
                    yield from self._missing(deduction)
                continue
            text, lost = bare(deduction.clause_text), number(deduction.points)
            yield from self.line(2, "review.deduction", line=deduction.line, points=lost, text=text)
            for row in self._why(
                deduction.why, deduction.where, deduction.also, deduction.repair, deduction.curable
            ):
                yield f"  {row}"

    def _missing(self, deduction: Deduction) -> Iterator[str]:
        mine = [d for d in self.review.deductions if d.document == deduction.document]
        points = number(sum((d.points for d in mine), Decimal(0)))
        name = self._name(deduction.document)
        yield from self.line(2, "review.missing", document=deduction.document, points=points, text=name)
        for row in self._why(deduction.why, deduction.where, (), deduction.repair, deduction.curable):
            yield f"  {row}"

    def _stage(self, deduction: Deduction) -> Text:
        """The heading of the part of the standard that a line stands in."""
        above = [*self.corpus.ancestors(deduction.clause)]
        scored = [u for u in above if u.notation]
        unit = scored[-1] if scored else above[-1]
        if unit.text is None:
            return both("review.stage.unprinted", notation=unit.notation or "")
        name = bare(unit.text)
        return Text(_POINTS.sub("", name.zh), name.en)

    def _name(self, notation: str) -> Text:
        unit = self.units.get(notation)
        return bare(unit.text) if unit and unit.text else Text(notation, notation)

    # --- what does not --------------------------------------------------------------------------

    def _open(self) -> Iterator[str]:
        if not self.review.open:
            return
        yield from self.line(0, "review.to_judge")
        for one in self.review.open:
            key = "review.open.base" if one.kind == "base" else "review.open"
            yield from self.line(1, key, criterion=one.criterion, points=number(one.points), ask=one.ask)

    def _left_out(self) -> Iterator[str]:
        if self.review.not_applicable:
            named = [
                Text(f"{n} {self._name(n).zh}", f"{n} {self._name(n).en}") for n in self.review.not_applicable
            ]
            yield from self.line(0, "review.not_applicable", documents=named)
        if self.review.not_arising:
            yield from self.line(0, "review.not_arising", lines=list(self.review.not_arising))

    def _national(self) -> Iterator[str]:
        if not self.review.national:
            yield from self.line(0, "review.national.none")
            return
        yield from self.line(0, "review.national")
        for found in self.review.national:
            severity = say(f"review.severity.{found.severity}", self.lang)
            yield from self.line(1, "review.finding", severity=severity, rule=found.rule, why=found.why)
            if found.article:
                article = articles(found.article, self.lang)
                yield from self.line(
                    2, "review.law", law=found.law, article=article, requirement=found.requirement
                )
            yield from self.line(2, "review.where", where=self._place(found.where))
            key = "review.repair" if found.curable else "review.not_curable"
            yield from self.line(2, key, repair=found.repair)
            if found.officers:
                yield from self.line(2, "review.officers", officers=list(found.officers))
            if found.caution:
                yield from self.line(2, "review.caution", caution=found.caution)

    def _plan(self, plan: RepairPlan) -> Iterator[str]:
        if plan.reason is not None:
            yield from self.line(0, "review.plan.impossible", reason=plan.reason)
        elif plan.target is None:
            yield from self.line(0, "review.plan.best")
        else:
            yield from self.line(0, "review.plan", grade=plan.target, score=number(plan.reaches))
            for step in plan.steps:
                key = "review.plan.base_step" if step.base else "review.plan.step"
                names, points = list(step.criteria), number(step.points)
                yield from self.line(1, key, criteria=names, points=points, repair=step.repair)
        if plan.assumes_met:
            yield from self.line(1, "review.plan.open")

    def _foot(self) -> Iterator[str]:
        review = self.review
        if review.readings:
            known = (self.corpus.readings.get(r) for r in review.readings)
            labels = [r.label for r in known if r is not None]
            yield from self.line(0, "review.readings", readings=labels)
        gone = {*review.not_applicable, *review.missing_documents}
        rules, count = self.corpus.rulebook.rules, sum(bool(u.nodes) for u in review.checked)
        unmet = [u.shape for u in review.checked if not u.nodes]
        rest = [n for n in unmet if rules[n].document not in gone and n not in gone]
        absent = len(unmet) - len(rest)
        yield from self.line(
            0, "review.checked.absent" if absent else "review.checked", count=count, absent=absent
        )
        if rest:
            yield from self.line(0, "review.unchecked", shapes=rest)
