"""The measures: how reviews and entries become the number of an indicator. Silence gives no number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from ..casefiles.paths import as_amount, holds, values
from ..model import Text
from ..review import Review
from .definitions import Indicator, Test
from .material import Item, Material
from .report import Behind, CaseRow, Part, Value, plain
from .words import ENTRY_NAMES, NO, NOT_STATED, YES, missing, note

if TYPE_CHECKING:
    from ..casefiles import Schema

__all__ = ["MEASURES", "Measuring", "state_of"]

#: measure → the properties that an indicator needs for it.
MEASURES: dict[str, tuple[str, ...]] = {
    "filesBreaching": ("ofCriterion",),
    "filesWithNationalFinding": ("severity",),
    "averageScore": (),
    "filesByGrade": (),
    "filesFailingBase": (),
    "filesUndecided": (),
    "entriesCounted": ("nodePath",),
    "valuesAdded": ("nodePath", "valuePath"),
    "valuesDistinct": ("nodePath", "valuePath"),
}

State = Literal["met", "violated", "open", "not_concerned"]


def state_of(review: Review, criterion: str, document: str | None) -> State:
    """How one scoring line or base standard stands in a reviewed file.

    Args:
        review: the review of the file.
        criterion: notation of the line or base standard.
        document: notation of the document that a line belongs to, or None.

    A criterion of the other standard does not concern the file; one that no rule looked at is open.
    """
    uses = {u.shape for u in review.checked}
    pending = {o.criterion for o in review.open}
    if criterion in {f.standard for f in review.base_failures} | {d.line for d in review.deductions}:
        return "violated"
    if document is not None and document in review.missing_documents:
        return "violated"
    if criterion in pending or document in pending:
        return "open"
    if criterion in review.not_arising or document in review.not_applicable:
        return "not_concerned"
    return "met" if criterion in uses else "open"


class Measuring:
    """The measures over the material of one team."""

    def __init__(self, schema: Schema, methods: Mapping[str, Text], material: Material) -> None:
        self.schema, self.material = schema, material
        self.labels: dict[str, Text] = {"true": YES, "false": NO, **methods}
        for codes in schema.codes.values():
            self.labels |= {c.code: c.label for c in codes.values() if c.code not in self.labels}
        remedy = schema.nodes[schema.case.fields["remedies"].node or ""].fields
        for key in ("kind", "result"):  # the same words may mean something else elsewhere
            self.labels |= {c.code: c.label for c in schema.codes[remedy[key].codes or ""].values()}
        self.documents = {n for n, c in schema.criteria.items() if c.kind == "document"}

    def value(self, one: Indicator) -> Value:
        """What the indicator comes to."""
        measure: Callable[[Indicator], Value] = {
            "filesBreaching": self.breaching,
            "filesWithNationalFinding": self.national,
            "averageScore": self.average,
            "filesByGrade": self.grades,
            "filesFailingBase": self.failing,
            "filesUndecided": self.undecided,
            "entriesCounted": self.counted,
            "valuesAdded": self.added,
            "valuesDistinct": self.distinct,
        }[one.measure]
        if one.entries is None and not self.material.cases:
            return Value(one, missing=missing("no_files"))
        return measure(one)

    # --- files ----------------------------------------------------------------------------------

    def document_of(self, criterion: str) -> str | None:
        above = criterion.rpartition("-")[0]
        return above if above in self.documents else None

    def breaching(self, one: Indicator) -> Value:
        counted, others, undecided, concerned = [], [], [], 0
        for row in self.material.cases:
            mine = [c for c in one.criteria if self.schema.criteria[c].standard == row.review.standard]
            states = {c: state_of(row.review, c, self.document_of(c)) for c in mine}
            named = {s: tuple(c for c, state in states.items() if state == s) for s in ("violated", "open")}
            if named["violated"]:
                counted.append(_file(row, *named["violated"]))
            elif named["open"]:
                undecided.append(_file(row, *named["open"]))
            elif "met" in states.values():
                others.append(_file(row))
            else:
                continue
            concerned += 1
        away = len(self.material.cases) - concerned
        why = missing("undecided", count=len(undecided)) if undecided else missing("not_concerned")
        notes = [note("not_concerned", count=away)] if away and concerned else []
        return self.share(one, counted, others, undecided, why, notes)

    def share(
        self,
        one: Indicator,
        counted: list[Behind],
        others: list[Behind],
        undecided: Iterable[Behind],
        why: Text,
        notes: Iterable[Text] = (),
        parts: Iterable[Part] = (),
    ) -> Value:
        """So many out of so many; without data where there is nothing to count."""
        total = len(counted) + len(others)
        if not total:
            return Value(one, undecided=tuple(undecided), missing=why, notes=tuple(notes))
        return Value(
            one,
            Decimal(len(counted)),
            Decimal(total),
            Decimal(len(counted)) / total,
            tuple(counted),
            tuple(others),
            tuple(undecided),
            tuple(parts),
            notes=tuple(notes),
        )

    def national(self, one: Indicator) -> Value:
        counted: list[Behind] = []
        others: list[Behind] = []
        for row in self.material.cases:
            rules = dict.fromkeys(n.rule for n in row.review.national if n.severity in one.severities)
            (counted if rules else others).append(_file(row, *rules))
        return self.share(one, counted, others, (), missing("no_files"))

    def average(self, one: Indicator) -> Value:
        scored = [(row, row.review.score) for row in self.material.cases if row.review.score is not None]
        undecided = tuple(_interval(row) for row in self.material.cases if row.review.score is None)
        if not scored:
            return Value(one, undecided=undecided, missing=missing("no_score"))
        scores = [score for _, score in scored]
        total = sum(scores, Decimal(0))
        return Value(
            one,
            total,
            Decimal(len(scores)),
            total / len(scores),
            tuple(_file(row, str(plain(score))) for row, score in scored),
            undecided=undecided,
            notes=(note("range", low=plain(min(scores)), high=plain(max(scores))),),
        )

    def grades(self, one: Indicator) -> Value:
        graded = [row for row in self.material.cases if row.review.grade is not None]
        labels = {r.review.grade or "": r.review.grade_label for r in graded}
        counts = Counter(row.review.grade or "" for row in graded)
        best = {g: max(r.review.high for r in graded if r.review.grade == g) for g in counts}
        parts = [Part(g, labels[g] or Text(g, g), counts[g]) for g in sorted(counts, key=lambda g: -best[g])]
        counted = [_file(row, row.review.grade or "") for row in graded]
        others = [_interval(row) for row in self.material.cases if row.review.grade is None]
        return self.share(one, counted, others, (), missing("no_files"), parts=parts)

    def failing(self, one: Indicator) -> Value:
        results: dict[str, list[Behind]] = {"fail": [], "pass": [], "open": []}
        for row in self.material.cases:
            failed = (f.standard for f in row.review.base_failures)
            results[row.review.base_result].append(_file(row, *failed))
        why = missing("undecided", count=len(results["open"]))
        return self.share(one, results["fail"], results["pass"], results["open"], why)

    def undecided(self, one: Indicator) -> Value:
        counted = [_interval(row) for row in self.material.cases if row.review.score is None]
        others = [_file(row) for row in self.material.cases if row.review.score is not None]
        return self.share(one, counted, others, (), missing("no_files"))

    # --- entries --------------------------------------------------------------------------------

    def items(self, one: Indicator) -> tuple[list[Item], list[Text], Text | None]:
        """The entries of the period that the indicator is about, remarks, and why there are no data."""
        key = one.entries or ""
        every = self.material.items[key]
        notes = list(self.material.clashes.get(key, ()))
        undated = [i for i in every if self.material.bounded and i.day(one.dates) is None]
        found = [i for i in every if self.material.within(i.day(one.dates))]
        undated, found = ([i for i in some if _meets(one.applies, i)] for some in (undated, found))
        if undated:
            places = "；".join(" ".join(filter(None, (i.case, i.where))) for i in undated)
            notes.append(note("undated", count=len(undated), places=places))
        if key in self.material.stated:
            return found, notes, None
        if not found:
            which = "no_entries" if not every else "no_case_entries"
            return found, notes, missing(which, name=ENTRY_NAMES[key], key=key)
        return found, [*notes, note("files_only", key=key)], None

    def counted(self, one: Indicator) -> Value:
        found, notes, why = self.items(one)
        if why is not None:
            return Value(one, missing=why, notes=tuple(notes))
        if one.where:
            counted = [i.behind(*_said(one, i)) for i in found if _meets(one.where, i)]
            others = [i.behind() for i in found if not _meets(one.where, i)]
            tests = Text(*("、".join(getattr(t.label, lang) for t in one.applies) for lang in ("zh", "en")))
            lacking = missing("none_such", name=ENTRY_NAMES[one.entries or ""], test=tests)
            return self.share(one, counted, others, (), lacking, notes, self.parts(one, found))
        number = Decimal(len(found))
        behind = tuple(i.behind(*_said(one, i)) for i in found)
        return Value(one, number, None, number, behind, parts=self.parts(one, found), notes=tuple(notes))

    def added(self, one: Indicator) -> Value:
        found, notes, why = self.items(one)
        if why is not None:
            return Value(one, missing=why, notes=tuple(notes))
        sums = [(i, _number(i, one.value), _number(i, one.base)) for i in found]
        told = [(i, n, b) for i, n, b in sums if n is not None and (one.base is None or b is not None)]
        name = ENTRY_NAMES[one.entries or ""]
        if len(told) < len(found):
            notes.append(note("unnumbered", count=len(found) - len(told), field=one.value))
        total = sum((n for _, n, _ in told if n is not None), Decimal(0))
        under = sum((b for _, _, b in told if b is not None), Decimal(0)) if one.base else None
        if (found and not told) or (one.base and not under):
            lacking = missing("no_numbers", name=name, field=one.base or one.value)
            return Value(one, missing=lacking, notes=tuple(notes))
        behind = tuple(i.behind(str(plain(n))) for i, n, _ in told)
        quotient = total / under if under else total
        return Value(one, total, under, quotient, behind, notes=tuple(notes))

    def distinct(self, one: Indicator) -> Value:
        found, notes, why = self.items(one)
        if why is not None:
            return Value(one, missing=why, notes=tuple(notes))
        told = [(i, i.text(one.value or "")) for i in found]
        known = dict.fromkeys(word for _, words in told for word in words)
        silent = sum(not words for _, words in told)
        if silent:
            notes.append(note("unnumbered", count=silent, field=one.value))
        if found and not known:
            lacking = missing("no_numbers", name=ENTRY_NAMES[one.entries or ""], field=one.value)
            return Value(one, missing=lacking, notes=tuple(notes))
        behind = tuple(i.behind(*words) for i, words in told if words)
        return Value(one, Decimal(len(known)), None, Decimal(len(known)), behind, notes=tuple(notes))

    def parts(self, one: Indicator, found: list[Item]) -> tuple[Part, ...]:
        """The entries by what stands at the path of their kind; what says nothing stands last."""
        if one.kind is None:
            return ()
        counts = Counter(next(iter(i.text(one.kind)), "") for i in found)
        labels = self.labels | self.yes_no(one)
        order = sorted(counts, key=lambda c: (not c, list(self.labels).index(c) if c in self.labels else 0))
        return tuple(
            Part(c or "not-stated", labels.get(c, Text(c, c)) if c else NOT_STATED, counts[c]) for c in order
        )

    def yes_no(self, one: Indicator) -> dict[str, Text]:
        """How yes and no are told, with the name of the field where the case file has it."""
        holder = self.schema.case.fields.get(one.entries or "")
        field = self.schema.nodes[holder.node].fields.get(one.kind or "") if holder and holder.node else None
        if field is None:
            return {}
        return {
            code: Text(f"{field.label.zh}：{said.zh}", f"{field.label.en}: {said.en}")
            for code, said in (("true", YES), ("false", NO))
        }


def _meets(tests: Iterable[Test], item: Item) -> bool:
    return all(holds(t.test, item.entry) for t in tests)


def _said(one: Indicator, item: Item) -> list[str]:
    return item.text(one.kind) if one.kind else []


def _number(item: Item, path: str | None) -> Decimal | None:
    found = values(item.entry, path) if path else []
    return as_amount(found[0]) if found else None


def _file(row: CaseRow, *what: str) -> Behind:
    return Behind(row.case, "", what)


def _interval(row: CaseRow) -> Behind:
    return Behind(row.case, "", (f"{plain(row.review.low)}–{plain(row.review.high)}",))
