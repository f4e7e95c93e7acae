"""The duties as plain text for people: clause, status, reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..model import Text
from ..proof.notes import named
from ..wording.citation import cite, regulation_name
from ..wording.layout import WIDTH, Page
from .report import Duties, DutyResult
from .words import STATUS

__all__ = ["render"]


def render(answer: Duties, lang: str = "zh", width: int = WIDTH) -> str:
    """The duties of one matter, one block a regulation; those not triggered stand last, in brief.

    Args:
        answer: the duties.
        lang: "zh" or "en".
        width: columns of a line.
    """
    return "\n".join(_Page(answer, lang, width).lines()) + "\n"


class _Page(Page):
    def __init__(self, answer: Duties, lang: str, width: int) -> None:
        super().__init__(lang, width)
        self.answer, self.corpus = answer, answer.corpus

    def lines(self) -> Iterator[str]:
        name, day = self.answer.matter.id, self.answer.as_of
        yield from self.line(
            0,
            self.say(
                f"决定之后的义务：{name}（截至{day}）", f"Duties after a decision: {name} (as of {day})"
            ),
        )
        readings: dict[str, None] = {}
        for result in self.answer.regulations:
            yield ""
            regulation = self.corpus.regulations[result.regulation]
            yield from self.line(0, regulation_name(regulation, self.lang))
            counts = Counter[str](d.status for d in result.duties)
            parts = [f"{text.in_(self.lang)} {counts[s]}" for s, text in STATUS.items() if counts[s]]
            yield from self.line(1, self.say("，", ", ").join(parts))
            for duty in result.duties:
                if duty.status != "not_triggered":
                    yield ""
                    yield from self._duty(duty)
                    readings |= dict.fromkeys(duty.duty.readings)
            rest = [d for d in result.duties if d.status == "not_triggered"]
            if rest:
                yield ""
                yield from self.line(1, self.say("未触发：", "Not triggered:"))
                for duty in rest:
                    yield from self.line(
                        2, f"{self._place(duty)} {self._label(duty)}{self.say('：', ': ')}{self._why(duty)}"
                    )
        if readings:
            yield ""
            yield from self.line(0, self.say("所采解读全文：", "The readings in full:"))
            for one in readings:
                yield from self._reading(one)

    def _place(self, duty: DutyResult) -> str:
        return cite(self.corpus, duty.duty.norm.provision, self.lang)

    def _label(self, duty: DutyResult) -> str:
        return duty.duty.label.in_(self.lang)

    def _why(self, duty: DutyResult) -> str:
        return self.say("", " ").join(t.in_(self.lang) for t in duty.why)

    def _duty(self, duty: DutyResult) -> Iterator[str]:
        norm = duty.duty.norm
        status = STATUS[duty.status].in_(self.lang)
        mark = self.say("（两种算法不同）", " (the ways of counting differ)") if duty.differs else ""
        yield from self.line(1, f"[{status}]{mark} {self._place(duty)} {self._label(duty)}")
        bearers = [named(self.corpus, b, "role", "body").in_(self.lang) for b in norm.bearers]
        modality = (duty.duty.modality_wording or named(self.corpus, norm.modality, "modality")).in_(
            self.lang
        )
        yield from self.line(2, self.say("、", ", ").join(bearers) + self.say("，", ", ") + modality)
        words = duty.duty.words.in_(self.lang)
        yield from self.line(2, self.say(f"“{words}”", f"“{words}”"))
        for reason in duty.why:
            yield from self.line(2, reason.in_(self.lang))
        if labels := [self.corpus.readings[r].label.in_(self.lang) for r in duty.duty.readings]:
            yield from self.line(
                2, self.say(f"所采解读：{'；'.join(labels)}", f"Readings: {'; '.join(labels)}")
            )

    def _reading(self, reading: str) -> Iterator[str]:
        one = self.corpus.readings[reading]
        place = Text(
            cite(self.corpus, one.provision, "zh", full=True),
            cite(self.corpus, one.provision, "en", full=True),
        )
        yield from self.line(
            1,
            self.say(
                f"{place.zh}{one.label.zh}：{one.primary.zh}。另一理解：{one.alternative.zh}。理由：{one.reason.zh}。",
                f"{place.en}, {one.label.en}: {one.primary.en}. Otherwise: {one.alternative.en}. "
                f"Reason: {one.reason.en}.",
            ),
        )
