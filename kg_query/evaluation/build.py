"""Puts an evaluation together: files into teams and periods, reviews, numbers, steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ..calendar.days import asked_day
from ..casefiles import CaseFile
from ..errors import InputError, Problem, UsageError, did_you_mean
from ..model import Text
from ..review import Review
from .definitions import Definitions
from .material import gather
from .measures import Measuring
from .record import TeamRecord
from .report import CaseRow, ContentResult, Evaluation, TeamEvaluation
from .steps import follow
from .words import note

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["evaluate"]

#: What makes reviews of case files, in their order.
Reviewer = Callable[[Sequence[CaseFile]], Sequence[Review]]


def evaluate(
    corpus: Corpus,
    definitions: Definitions,
    cases: Iterable[CaseFile],
    review: Reviewer,
    records: Iterable[TeamRecord] = (),
    *,
    team: str | None = None,
    start: str | date | None = None,
    end: str | date | None = None,
    as_of: str | date | None = None,
) -> Evaluation:
    """The evaluation of one or several teams.

    Args:
        corpus: the compiled law.
        definitions: `load(corpus, store)`.
        cases: the case files of the teams.
        review: makes their reviews; only files of the period are handed to it.
        records: what the evaluators wrote down; one that names no team is for the only team there is.
        team: only this team.
        start, end: the period, both days included: files by the day of their decision, entries by
            their own. By default that of the team's record, else everything.
        as_of: the day asked about in the procedure (ISO); today by default.

    Raises:
        UsageError: the period is turned round, a date is none, or there is no such team.
        InputError: a record that fits no team, or two for one team.

    Source: the regulation on routine evaluation; the readings taken are in `Evaluation.readings`.
    """
    first, last = asked_day(start, "--from"), asked_day(end, "--to")
    if first and last and first > last:
        raise UsageError(Text("期间的末日早于首日", "the period ends before it begins"))
    asked = asked_day(as_of, "--as-of") or date.today()
    files: dict[str | None, list[CaseFile]] = {}
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            raise InputError(
                Text(f"案卷编号“{case.id}”重复", f"the id “{case.id}” stands twice"), case.source
            )
        seen.add(case.id)
        files.setdefault(_team(case), []).append(case)
    by_team = _records(records, files)
    names = sorted({*files, *by_team}, key=lambda n: (n is None, n or ""))
    if team is not None:
        if team not in names:
            known = [n for n in names if n]
            raise UsageError(
                Text(f"没有执法队“{team}”的案卷或者记录", f"there are no files and no record of a team “{team}”"),
                hint=did_you_mean(team, known) or Text(f"有：{'、'.join(known)}", f"There are: {', '.join(known)}"),
            )  # fmt: skip
        names = [team]
    if not names:
        raise InputError(Text("没有案卷，也没有评议记录", "there are neither case files nor records"))
    one = _Evaluating(corpus, definitions, review, asked.isoformat())
    teams = tuple(one.team(n, files.get(n, []), by_team.get(n), first, last) for n in names)
    return Evaluation(corpus, definitions, asked.isoformat(), teams)


def _team(case: CaseFile) -> str | None:
    value = case.record.get("team")
    return str(value).strip() or None if value is not None else None


def _records(
    records: Iterable[TeamRecord], files: dict[str | None, list[CaseFile]]
) -> dict[str | None, TeamRecord]:
    found: dict[str | None, TeamRecord] = {}
    problems = []
    for record in records:
        name = record.team
        if name is None and len(files) == 1:
            name = next(iter(files))
        elif name is None and files:
            known = "、".join(n for n in files if n)
            problems.append(
                Problem(
                    Text(
                        "评议记录没有写明执法队（team）", "the record does not say of which team it is (team)"
                    ),
                    record.source,
                    Text(f"案卷有：{known}", f"There are files of: {known.replace('、', ', ')}"),
                )
            )
            continue
        if name in found:
            problems.append(
                Problem(
                    Text(f"“{name}”有两份评议记录", f"there are two records of “{name}”"),
                    record.source,
                    Text(f"另一份：{found[name].source}", f"The other: {found[name].source}"),
                )
            )
        found[name] = record
    if problems:
        raise InputError.collect(problems)
    return found


class _Evaluating:
    def __init__(self, corpus: Corpus, definitions: Definitions, review: Reviewer, as_of: str) -> None:
        self.corpus, self.definitions, self.review, self.as_of = corpus, definitions, review, as_of

    def team(
        self,
        name: str | None,
        files: list[CaseFile],
        record: TeamRecord | None,
        start: date | None,
        end: date | None,
    ) -> TeamEvaluation:
        """One team: its files of the period reviewed, its indicators, its steps."""
        if start is None and end is None and record is not None:
            start, end = record.start, record.end
        dated = [(case, self.decided(case)) for case in files]
        undated = tuple(c.id for c, day in dated if day is None and (start or end))
        chosen = [
            (case, day)
            for case, day in dated
            if (
                not (start or end) if day is None else (not start or start <= day) and (not end or day <= end)
            )
        ]
        reviews = self.review([case for case, _ in chosen]) if chosen else ()
        rows = tuple(CaseRow(case.id, day, made) for (case, day), made in zip(chosen, reviews, strict=True))
        material = gather(rows, files, record, start, end)
        measuring = Measuring(self.corpus.case_schema, self.definitions.methods, material)
        kind = self.definitions.kinds.get(record.kind) if record and record.kind else None
        return TeamEvaluation(
            team=name,
            kind=kind,
            evaluator=record.evaluator if record else None,
            start=start,
            end=end,
            has_record=record is not None,
            cases=rows,
            undated=undated,
            contents=tuple(
                ContentResult(
                    content,
                    self.corpus.provisions[content].text or Text("", ""),
                    tuple(measuring.value(one) for one in self.definitions.of(content)),
                )
                for content in self.definitions.contents
            ),
            steps=follow(self.corpus, self.definitions.steps, record.events if record else {}, self.as_of),
            notes=tuple(self.notes(record, kind is not None and not kind.bearers, rows, undated)),
        )

    def decided(self, case: CaseFile) -> date | None:
        """The day that puts a file into a period: the first of the graph's paths that holds one."""
        return next((day for p in self.definitions.decisions if (day := case.date(p)) is not None), None)

    def notes(
        self,
        record: TeamRecord | None,
        nobody: bool,
        rows: tuple[CaseRow, ...],
        undated: tuple[str, ...],
    ) -> list[Text]:
        found = []
        if record is None:
            found.append(note("no_record"))
        elif record.kind is None:
            found.append(note("kind_unknown"))
        elif nobody:
            found.append(note("nobody_named", kind=self.definitions.kinds[record.kind].label))
        if not rows:
            found.append(note("no_files"))
        if undated:
            found.append(note("undated_files", count=len(undated), places="；".join(undated)))
        return found
