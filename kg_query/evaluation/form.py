"""The working form of an evaluation: ours, since the text names a form and prints none.

It is laid out with the values of the review form (`kg_query.reports.form`), so that Word documents look
alike; places for opinions and signatures are left empty, since people have to fill them in.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..reports.annex import Annex, AnnexTable
from ..reports.form import Box, Form, Section
from ..reports.plain import CELL_LENGTH, short
from ..wording.citation import cite, regulation_name
from .phrases import basis, figure, period, regulation_of, team_name
from .report import CaseRow, Evaluation, TeamEvaluation, plain
from .words import FORM, STATUS, UNWEIGHTED

__all__ = ["working_form"]


def working_form(answer: Evaluation, team: TeamEvaluation, lang: str = "zh") -> Form:
    """The working form of one team in one language, as values that a renderer lays out.

    Args:
        answer: the evaluation that the team is part of.
        team: the team.
        lang: "zh" or "en".
    """
    return _Form(answer, team, lang).form()


class _Form:
    def __init__(self, answer: Evaluation, team: TeamEvaluation, lang: str) -> None:
        self.answer, self.corpus, self.one, self.lang = answer, answer.corpus, team, lang

    def word(self, key: str) -> str:
        return FORM[key].in_(self.lang)

    def form(self) -> Form:
        name = team_name(self.one, self.lang)
        regulation = self.corpus.regulations[regulation_of(self.answer)]
        return Form(
            lang=self.lang,
            title=self.word("title"),
            source=regulation_name(regulation, self.lang),
            banner=f"{self.word('unofficial')}{'' if self.lang == 'zh' else ' '}{UNWEIGHTED.in_(self.lang)}",
            sections=(
                Section(self.word("head"), tuple(self.head(name))),
                Section(self.word("opinions"), tuple(self.opinions())),
            ),
            signatures=(self.word("sign_evaluator"), self.word("sign_head")),
            remarks=tuple(n.in_(self.lang) for n in self.one.notes),
            annex=Annex(
                self.word("annex"),
                self.word("annex_intro"),
                ((self.word("team"), short(name, self.lang)),),
                tuple(self.tables()),
            ),
            number=name,
            made_on=self.answer.as_of,
        )

    def head(self, name: str) -> Iterator[Box]:
        kind = self.one.kind.label.in_(self.lang) if self.one.kind else ""
        for key, text in (
            ("team", name),
            ("kind", kind),
            ("evaluator", self.one.evaluator or ""),
            ("period", period(self.one.start, self.one.end, self.lang)),
            ("as_of", self.answer.as_of),
            ("files", str(len(self.one.cases))),
        ):
            yield Box(key, self.word(key), (short(text, self.lang),) if text else ())

    def opinions(self) -> Iterator[Box]:
        for key in ("opinion", "objection", "leadership"):
            yield Box(key, self.word(key), tall=True, wide=True)

    # --- the tables -----------------------------------------------------------------------------

    def table(
        self, title: str, columns: tuple[tuple[str, int], ...], rows: Iterator[tuple[str, ...]]
    ) -> AnnexTable:
        cells = tuple(tuple(short(c, self.lang, CELL_LENGTH) for c in row) for row in rows)
        heads, widths = tuple(self.word(k) for k, _ in columns), tuple(w for _, w in columns)
        return AnnexTable(title, "", heads, widths, cells, self.word("none"))

    def tables(self) -> Iterator[AnnexTable]:
        columns = (("indicator", 25), ("number", 20), ("basis", 55))
        for content in self.one.contents:
            text = content.text.in_(self.lang).rstrip("；。;.")
            title = (
                f"{cite(self.corpus, content.provision, self.lang)}{'　' if self.lang == 'zh' else ' '}{text}"
            )
            rows = (
                (
                    f"{v.indicator.notation} {v.indicator.label.in_(self.lang)}",
                    figure(v, self.lang),
                    "\n".join(basis(v, self.lang)),
                )
                for v in content.values
            )
            yield self.table(title, columns, rows)
        yield self.table(
            self.word("procedure"),
            (("step", 26), ("clause", 16), ("status", 14), ("date", 14), ("reason", 50)),
            self.steps(),
        )
        yield self.table(
            self.word("case_files"),
            (("case", 34), ("decided", 18), ("score", 18), ("grade", 14), ("base", 16)),
            map(self.case, self.one.cases),
        )
        yield self.table(
            self.word("readings"),
            (("reading", 22), ("taken", 34), ("otherwise", 26), ("reason", 30)),
            self.readings(),
        )

    def steps(self) -> Iterator[tuple[str, ...]]:
        for one in self.one.steps:
            yield (
                one.step.label.in_(self.lang),
                cite(self.corpus, one.step.provision, self.lang),
                STATUS[one.status].in_(self.lang),
                one.date or "",
                ("" if self.lang == "zh" else " ").join(t.in_(self.lang) for t in one.why),
            )

    def case(self, row: CaseRow) -> tuple[str, ...]:
        review = row.review
        score = (
            str(plain(review.score))
            if review.score is not None
            else f"{plain(review.low)}–{plain(review.high)}"
        )
        grade = review.grade_label.in_(self.lang) if review.grade_label else review.grade or ""
        return (
            row.case,
            row.decided.isoformat() if row.decided else "",
            score,
            grade,
            self.word(f"base_{review.base_result}"),
        )

    def readings(self) -> Iterator[tuple[str, ...]]:
        for one in (self.corpus.readings[r] for r in self.answer.readings):
            place = cite(self.corpus, one.provision, self.lang)
            label = one.label.in_(self.lang)
            yield (
                f"{place}{label}" if self.lang == "zh" else f"{place}, {label}",
                one.primary.in_(self.lang),
                one.alternative.in_(self.lang),
                one.reason.in_(self.lang),
            )
