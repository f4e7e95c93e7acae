"""What became of each step of the procedure, up to a day; an unspecified "7 days" is counted both ways."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from ..duties.periods import last_days, ways
from ..duties.words import WAY
from ..model import Text
from .definitions import Step
from .report import DueStatus, StepDue, StepResult, StepStatus
from .words import DUE, note

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["follow"]


def follow(
    corpus: Corpus, steps: Mapping[str, Step], events: Mapping[str, date], as_of: str
) -> tuple[StepResult, ...]:
    """The steps in their order, each with its status on a day and the reasons for it.

    Args:
        corpus: the compiled law, which holds the periods.
        steps: key → step.
        events: key → the day on record.
        as_of: the day asked about (ISO); events after it are left out.

    Raises:
        InputError: a period runs into a year whose working days are not known.

    Source: the clauses that the steps name; periods are counted as those of `kgq duties`.
    """
    walk = _Walk(corpus, steps, {k: d.isoformat() for k, d in events.items()}, as_of)
    return tuple(walk.result(step) for step in steps.values())


class _Walk:
    def __init__(
        self, corpus: Corpus, steps: Mapping[str, Step], events: Mapping[str, str], as_of: str
    ) -> None:
        self.corpus, self.steps, self.as_of = corpus, steps, as_of
        self.done = {k: d for k, d in events.items() if d <= as_of}
        self.later = {k: d for k, d in events.items() if d > as_of}

    def result(self, step: Step) -> StepResult:
        """What became of one step."""
        day, why = self.done.get(step.key), []
        if day is not None:
            why.append(note("step_done", label=step.label, date=day))
            why += self.order(step, day)
        else:
            if step.key in self.later:
                why.append(note("step_later", date=self.later[step.key]))
            why.append(note("step_none", day=self.as_of))
        due = tuple(self.due(step))
        status = self.status(step, due, why)
        if due and (day is not None or status in ("late", "not_due")):
            why += [self.words(step, one) for one in due]
        differs = len({(d.date, d.status) for d in due}) > 1
        if len({d.status for d in due}) > 1:
            why.append(note("differs"))
        return StepResult(step, status, day, due, differs, tuple(why))

    def status(self, step: Step, due: tuple[StepDue, ...], why: list[Text]) -> StepStatus:
        if due and all(d.status == "breached" for d in due):
            return "late"
        if step.key in self.done:
            return "done"
        if step.arises_with is not None and step.arises_with not in self.done:
            why.append(note("step_not_arising", other=self.steps[step.arises_with].label))
            return "not_arising"
        if any(d.since for d in due):
            return "not_due"
        after = [other.key for other in self.steps.values() if self.follows(other, step)]
        skipped = next((key for key in after if key in self.done), None)
        if skipped is not None:
            why.append(note("step_skipped", other=self.steps[skipped].label))
        elif step.after is not None and step.after not in self.done:
            why.append(note("step_turn", other=self.steps[step.after].label))
            return "not_due"
        if step.norm is not None and step.norm.modality == "may":
            why.append(note("step_right"))
        elif step.deadline is None:
            why.append(note("step_no_period"))
        return "open"

    def follows(self, other: Step, step: Step) -> bool:
        """Whether `other` comes after `step` and does not come up by another's choice."""
        seen: set[str] = set()
        here: Step | None = other
        while here is not None and here.after is not None and here.key not in seen:
            seen.add(here.key)
            if here.after == step.key:
                return True
            here = self.steps[here.after]
        return False

    def order(self, step: Step, day: str) -> Iterator[Text]:
        before = self.done.get(step.after or "")
        if before is not None and day < before:
            yield note("step_before", other=self.steps[step.after or ""].label, date=before)

    # --- the period -----------------------------------------------------------------------------

    def due(self, step: Step) -> Iterator[StepDue]:
        """The last day under each start and each kind of day; the other start only where it has a day."""
        deadline = self.corpus.deadlines[step.deadline] if step.deadline else None
        if deadline is None or step.counted_from is None:
            return
        act = self.done.get(step.key)
        for key in (step.counted_from, step.otherwise_from):
            if key is None:
                continue
            primary, since = key == step.counted_from, self.done.get(key)
            if since is not None:
                for last in last_days(deadline, since):
                    status = self.standing(last.date, act)
                    yield StepDue(key, since, primary, last.day_kind, last.date, status, last.rolled_from)
            elif primary:
                unbegun: DueStatus = "pending" if act is None else "open"
                for way in ways(deadline):
                    yield StepDue(key, None, True, way, None, unbegun)

    def standing(self, last: str, act: str | None) -> DueStatus:
        if act is not None:
            return "fulfilled" if act <= last else "breached"
        return "pending" if self.as_of <= last else "breached"

    def words(self, step: Step, due: StepDue) -> Text:
        start = self.steps[due.start].label
        other = Text("", "") if due.primary else note("due_other")
        if due.date is None:
            return note("due_unbegun", start=start)
        deadline = self.corpus.deadlines[step.deadline or ""]
        rolled = note("rolled", day=due.rolled_from) if due.rolled_from else Text("", "")
        said = Text(due.date + rolled.zh, due.date + rolled.en)
        return note(
            "due", start=start, since=due.since, other=other, number=f"{deadline.quantity:g}",
            way=WAY[due.day_kind], date=said, status=DUE[due.status],
        )  # fmt: skip
