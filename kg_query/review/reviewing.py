"""From what the rules found to a review: states, deductions, interval, grade, notes, readings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from ..casefiles import CaseFile, DocumentType, place_of
from ..errors import InputError
from ..model import Text
from ..rules import Evaluation, Hit, Rule, RuleBook, evaluate
from ..rules.evaluate import Engine
from ..wording.citation import place
from ..wording.messages import both
from .national import findings, officers_of
from .states import Judgement, Judgements, Standing, judgements_of, stand
from .values import BaseFailure, BaseResult, Deduction, Open, Review, ShapeUse, number

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["bare", "review_many"]

NATIONAL = "national"


def review_many(
    corpus: Corpus,
    cases: Iterable[CaseFile],
    judgements: Judgements | None = None,
    engine: Engine = "sets",
    parameters: Mapping[str, Decimal] | None = None,
) -> list[Review]:
    """The reviews of the case files, in their order.

    Args:
        corpus: the compiled law.
        cases: the case files.
        judgements: what file reviewers judged besides what the files say; it holds for every file.
        engine: "sets", or "reference" (the same answer, slowly).
        parameters: values that hold in place of a file's own and of the defaults.

    Raises:
        CorpusError: the shapes have faults.
        InputError: a file that no standard scores, a judgement on an unknown criterion, a day in a
            year whose calendar is not known.
    """
    files = list(cases)
    book = corpus.rulebook
    found = evaluate(files, book, corpus.case_schema, engine=engine, parameters=parameters)
    return [
        _Reviewing(corpus, book, case, one, judgements).review()
        for case, one in zip(files, found, strict=True)
    ]


class _Reviewing:
    """One case file on its way to a review."""

    def __init__(
        self,
        corpus: Corpus,
        book: RuleBook,
        case: CaseFile,
        found: Evaluation,
        judgements: Judgements | None,
    ) -> None:
        self.corpus, self.book, self.case, self.found = corpus, book, case, found
        self.schema = corpus.case_schema
        self.standard = self._standard()
        self.rules = book.of(self.standard)
        every = (r.notation for r in book.rules.values() if r.kind != "national")
        self.judged = judgements_of(case, every, judgements)
        self.hits: dict[str, list[Hit]] = {}
        for hit in found.hits:
            self.hits.setdefault(hit.rule, []).append(hit)
        self.deductions: list[Deduction] = []
        self.failures: list[BaseFailure] = []
        self.open: list[Open] = []
        self.not_applicable: list[str] = []
        self.not_arising: list[str] = []
        self.missing: list[str] = []
        self.notes: list[Text] = []
        self.readings: dict[str, None] = {}
        self.others: dict[str, None] = {}

    def _standard(self) -> str:
        for rule in self.book.rules.values():
            if rule.kind in ("base", "document") and rule.notation in self.found.met:
                return rule.standard
        kinds = "、".join(k.label.zh for k in self.schema.kinds.values() if k.code in self.case.kinds)
        raise InputError(
            Text(f"没有适用于“{kinds}”的评查标准", f"no standard scores case files of kind {', '.join(self.case.kinds)}"),
            self.case.source or self.case.id,
        )  # fmt: skip

    def review(self) -> Review:
        """The review of the file."""
        scoring = self.book.scoring
        if scoring is None:
            raise InputError(Text("图谱没有计分规则", "the graph has no way of scoring"))
        lines: dict[str, list[Rule]] = {}
        for rule in self.rules:
            if rule.kind == "line":
                lines.setdefault(rule.document or "", []).append(rule)
        for rule in self.rules:
            if rule.kind == "base":
                self._base(rule)
            elif rule.kind == "document":
                self._document(rule, lines.pop(rule.notation, []))
            elif rule.document in lines and not self._has_document(rule):
                for line in lines.pop(rule.document or ""):
                    self._line(line)
        lost = sum((d.points for d in self.deductions), Decimal(0))
        pending = sum((o.points for o in self.open), Decimal(0))
        high = max(scoring.lowest, scoring.base - lost)
        low = max(scoring.lowest, high - pending)
        base: BaseResult = "pass"
        if self.failures:
            base, low, high = "fail", scoring.on_violation, scoring.on_violation
        elif any(o.kind == "base" for o in self.open):
            base, low = "open", scoring.on_violation
        score = high if self.failures or not self.open else None
        grade = self._grade(score, low, high)
        self._after_failure(base, scoring.on_violation)
        readings = [*scoring.readings, *(scoring.violation_readings if self.failures else ()), *self.readings]
        return Review(
            case=self.case,
            standard=self.standard,
            base_result=base,
            base_failures=tuple(self.failures),
            deductions=tuple(self.deductions),
            not_applicable=tuple(self.not_applicable),
            not_arising=tuple(self.not_arising),
            missing_documents=tuple(self.missing),
            open=tuple(self.open),
            score=score,
            low=low,
            high=high,
            grade=grade.zh if grade else None,
            notes=tuple(self.notes),
            readings=tuple(dict.fromkeys(readings)),
            national=findings(self.corpus, self.case, self.found),
            checked=self._checked(),
            grade_label=grade,
            other_readings=tuple(r for r in self.others if r not in readings),
            passing=scoring.passing,
        )

    # --- one rule -----------------------------------------------------------------------

    def _has_document(self, line: Rule) -> bool:
        return any(r.kind == "document" and r.notation == line.document for r in self.rules)

    def _stand(self, rule: Rule) -> Standing:
        standing = stand(rule, self.found, self.hits.get(rule.notation, []), self.judged.get(rule.notation))
        if standing.note is not None:
            self.notes.append(standing.note)
        turns = standing.state in ("violated", "open") or rule.kind == "document"
        side = self.readings if turns else self.others
        side |= dict.fromkeys(rule.rests_on)
        return standing

    def _base(self, rule: Rule) -> None:
        if rule.notation not in self.found.met:
            self.not_arising.append(rule.notation)
            return
        standing = self._stand(rule)
        text = self._text(rule)
        if standing.state == "not_arising":
            self.not_arising.append(rule.notation)
        elif standing.state == "open":
            self.open.append(Open(rule.notation, "base", Decimal(0), both(standing.needs, text=bare(text))))
        elif standing.state == "violated":
            places = self._places(standing.hits)
            self.failures.append(
                BaseFailure(
                    rule.notation,
                    self._why(rule, standing),
                    places[0] if places else "",
                    rule.criterion or "",
                    text,
                    rule.repair,
                    rule.curable,
                    standing.by,
                    tuple(places[1:]),
                    rule.ground,
                    officers_of(self.corpus, self.case, rule, standing.hits),
                )
            )

    def _document(self, rule: Rule, lines: list[Rule]) -> None:
        judged = self.judged.get(rule.notation)
        if any(line.notation in self.found.met for line in lines):
            if judged is not None and judged.result == "not-applicable":
                self.notes.append(both("review.note.present", criterion=rule.notation))
            for line in lines:
                self._line(line)
            return
        if rule.notation not in self.found.met:
            self.not_applicable.append(rule.notation)
            return
        standing = self._stand(rule)
        if standing.state == "violated":
            self.missing.append(rule.notation)
            for line in lines:
                self._deduct(line, standing, rule)
        elif standing.state == "open":
            text = bare(self._text(rule))
            ask = "review.ask.document" if standing.needs != "review.ask.disputed" else standing.needs
            self.open.append(Open(rule.notation, "document", rule.points, both(ask, text=text)))
        elif standing.state == "met" and judged is not None:  # judged to be there: each line is asked
            for line in lines:
                self._line(line, unseen=True)
        else:
            self.not_applicable.append(rule.notation)

    def _line(self, rule: Rule, unseen: bool = False) -> None:
        standing = self._stand(rule)
        if (unseen or rule.notation not in self.found.met) and standing.by == "data":
            standing = Standing("open", needs="review.ask.data")  # never a silent pass
        if standing.state == "not_arising":
            self.not_arising.append(rule.notation)
        elif standing.state == "open":
            ask = both(standing.needs, text=bare(self._text(rule)))
            self.open.append(Open(rule.notation, "line", rule.points, ask))
        elif standing.state == "violated":
            self._deduct(rule, standing)

    def _deduct(self, line: Rule, standing: Standing, missing: Rule | None = None) -> None:
        rule = missing or line
        self.readings |= dict.fromkeys(line.rests_on if missing is None else ())
        places = self._places(standing.hits) if missing is None else []
        if not places:
            places = [self._document_place(line)]
        self.deductions.append(
            Deduction(
                line.notation,
                line.document or "",
                line.points,
                self._why(rule, standing),
                places[0],
                line.criterion or "",
                self._text(line),
                rule.repair,
                rule.curable,
                standing.by,
                tuple(places[1:]),
            )
        )

    # --- words and places ---------------------------------------------------------------

    def _text(self, rule: Rule) -> Text:
        unit = self.corpus.provisions.get(rule.criterion or "")
        return unit.text if unit and unit.text else Text(rule.notation, rule.notation)

    def _why(self, rule: Rule, standing: Standing) -> Text:
        if standing.by == "judgement":
            text, judged = bare(self._text(rule)), standing.judgement or Judgement(None)
            if judged.reasons:
                return both("review.why.reason", text=text, reason="；".join(judged.reasons))
            return both("review.why.judged", text=text)
        messages = {c.id: c.message or rule.message for c in rule.constraints}
        said = list(dict.fromkeys(messages[h.constraint] for h in standing.hits)) or [rule.message]
        return Text("；".join(t.zh for t in said), "; ".join(t.en for t in said))

    def _places(self, hits: Iterable[Hit]) -> list[str]:
        places = (place_of(self.schema, h.value or h.focus, h.path or None) for h in hits)
        return list(dict.fromkeys(places))

    def _document_place(self, line: Rule) -> str:
        kind = self._kind_of(line.document or "")
        if kind is None:
            return "archive" if "archive" in self.schema.case.fields else ""
        held = next((d.path for d in self.case.documents(kind.slug)), None)
        return held or f"documents/{kind.slug}"

    def _kind_of(self, notation: str) -> DocumentType | None:
        return next((d for d in self.schema.documents.values() if d.scored_as == notation), None)

    # --- the whole ------------------------------------------------------------------------

    def _grade(self, score: Decimal | None, low: Decimal, high: Decimal) -> Text | None:
        scoring = self.book.scoring
        assert scoring is not None
        if score is None:
            below, above = scoring.band(low)[0], scoring.band(high)[0]
            if below is not None and above is not None and below.label == above.label:
                self.notes.append(both("review.note.one_grade", grade=below.label))
            return None
        band, gap = scoring.band(score)
        if band is None:
            self.notes.append(both("review.note.no_grade", score=number(score)))
            return None
        self.readings |= dict.fromkeys(band.readings)
        if gap:
            text = self.corpus.provisions[band.provision].text
            self.notes.append(
                both(
                    "review.note.gap",
                    score=number(score),
                    rule=self._annex(scoring.bands[0].rule),
                    other=self._annex(band.rule),
                    band=bare(text) if text else band.label,
                )
            )
        return band.label

    def _annex(self, provision: str) -> Text:
        top = next(iter([*self.corpus.ancestors(provision)][::-1]), self.corpus.provisions[provision])
        return Text(place(top, "zh"), place(top, "en"))

    def _after_failure(self, base: BaseResult, score: Decimal) -> None:
        if base == "fail" and self.deductions:
            self.notes.append(both("review.note.informational", score=number(score)))
        if base == "fail" and self.open:
            self.notes.append(both("review.note.open_after_failure", count=len(self.open)))

    def _checked(self) -> tuple[ShapeUse, ...]:
        """How many nodes each shape met, those of national law that are about other kinds left out."""
        files = {k.iri for k in self.schema.kinds.values()}
        mine = {k.iri for k in self.schema.kinds.values() if k.code in self.case.kinds}
        return tuple(
            ShapeUse(r.notation, len(self.found.met.get(r.notation, ())))
            for r in self.book.of(self.standard, NATIONAL)
            if r.standard != NATIONAL or not files.issuperset(r.targets) or mine.intersection(r.targets)
        )


def bare(text: Text) -> Text:
    """A clause without the marks that end it in the text and the points behind it."""
    import re

    zh = re.sub(r"[；;，。、]*(（[0-9.]+分）)?[；;。，]*$", "", text.zh)
    en = re.sub(r"[;,.]*( ?\([0-9.]+ points?\))?[;,.]*$", "", text.en)
    return Text(zh or text.zh, en or text.en)
