"""The evaluation as plain text for people: contents with their clauses, numbers, steps, readings."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Text
from ..proof.notes import named
from ..wording.citation import cite, regulation_name
from ..wording.layout import WIDTH, Page
from .phrases import basis, figure, period, regulation_of, team_name
from .report import Evaluation, StepResult, TeamEvaluation, Value
from .words import STATUS, UNWEIGHTED

__all__ = ["render"]


def render(answer: Evaluation, lang: str = "zh", width: int = WIDTH) -> str:
    """The evaluation, team after team; several are then set side by side, in the order of their names.

    Args:
        answer: the evaluation.
        lang: "zh" or "en".
        width: columns of a line.
    """
    return "\n".join(_Page(answer, lang, width).lines()) + "\n"


class _Page(Page):
    def __init__(self, answer: Evaluation, lang: str, width: int) -> None:
        super().__init__(lang, width)
        self.answer, self.corpus = answer, answer.corpus

    def lines(self) -> Iterator[str]:
        name = regulation_name(self.corpus.regulations[regulation_of(self.answer)], self.lang)
        day = self.answer.as_of
        yield from self.line(
            0, self.say(f"执法队评议考核（截至{day}）", f"Evaluation of teams (as of {day})")
        )
        yield from self.line(0, name)
        yield from self.line(0, UNWEIGHTED.in_(self.lang))
        for team in self.answer.teams:
            yield ""
            yield from self.team(team)
        if len(self.answer.teams) > 1:
            yield ""
            yield from self.comparison()
        yield ""
        yield from self.line(0, self.say("所采解读全文：", "The readings in full:"))
        for reading in self.answer.readings:
            yield from self.reading(reading)

    def team(self, team: TeamEvaluation) -> Iterator[str]:
        colon = self.say("：", ": ")
        kind = self.say(f"（{team.kind.label.zh}）", f" ({team.kind.label.en})") if team.kind else ""
        yield from self.line(0, team_name(team, self.lang) + kind)
        facts = [
            (self.say("考核期间", "Period"), period(team.start, team.end, self.lang)),
            (self.say("期间内案卷", "Case files in it"), str(len(team.cases))),
        ]
        if team.evaluator:
            facts.insert(0, (self.say("考核者", "Evaluator"), team.evaluator))
        for label, text in facts:
            yield from self.line(1, label + colon + text)
        for remark in team.notes:
            yield from self.line(1, remark.in_(self.lang))
        for content in team.contents:
            yield ""
            place = cite(self.corpus, content.provision, self.lang)
            text = content.text.in_(self.lang).rstrip("；。;.")
            yield from self.line(1, f"{place}{self.say('　', ' ')}{text}")
            for value in content.values:
                yield from self.value(value)
        yield ""
        yield from self.line(1, self.say("考核程序", "Procedure"))
        for step in team.steps:
            yield from self.step(step)

    def value(self, value: Value) -> Iterator[str]:
        one = value.indicator
        label = f"{one.notation} {one.label.in_(self.lang)}{self.say('：', ': ')}"
        yield from self.line(2, label + figure(value, self.lang))
        for text in basis(value, self.lang):
            yield from self.line(3, text)

    def step(self, step: StepResult) -> Iterator[str]:
        status = STATUS[step.status].in_(self.lang)
        mark = self.say("（各种算法不同）", " (the ways of counting differ)") if step.differs else ""
        place = cite(self.corpus, step.step.provision, self.lang)
        yield from self.line(2, f"[{status}]{mark} {place} {step.step.label.in_(self.lang)}")
        norm = step.step.norm
        bearers = [
            named(self.corpus, b, "role", "body").in_(self.lang) for b in (norm.bearers if norm else ())
        ]
        if norm and bearers:
            modality = named(self.corpus, norm.modality, "modality").in_(self.lang)
            yield from self.line(3, self.say("、", ", ").join(bearers) + self.say("，", ", ") + modality)
        for reason in step.why:
            yield from self.line(3, reason.in_(self.lang))

    def comparison(self) -> Iterator[str]:
        yield from self.line(
            0,
            self.say(
                "各队对照（按名称排列，不排名次）", "The teams side by side (by name; there is no ranking)"
            ),
        )
        names = [team_name(t, self.lang) for t in self.answer.teams]
        for number, name in enumerate(names, 1):
            yield from self.line(1, f"[{number}] {name}")
        for one in self.answer.definitions.indicators:
            cells = [figure(t.of(one.notation), self.lang) for t in self.answer.teams]
            told = self.say("　", "  ").join(f"[{n}] {cell}" for n, cell in enumerate(cells, 1))
            label = f"{one.notation} {one.label.in_(self.lang)}{self.say('：', ': ')}"
            yield from self.line(1, label + told)

    def reading(self, reading: str) -> Iterator[str]:
        one = self.corpus.readings[reading]
        place = Text(*(cite(self.corpus, one.provision, lang, full=True) for lang in ("zh", "en")))
        yield from self.line(
            1,
            self.say(
                f"{place.zh}{one.label.zh}：{one.primary.zh}。另一理解：{one.alternative.zh}。理由：{one.reason.zh}。",
                f"{place.en}, {one.label.en}: {one.primary.en}. Otherwise: {one.alternative.en}. "
                f"Reason: {one.reason.en}.",
            ),
        )
