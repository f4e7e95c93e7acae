"""What became of each follow-up duty in a matter, up to a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from ..assess import assess
from ..calendar.days import as_date
from ..conditions import leaves
from ..errors import UsageError, did_you_mean, known_words
from ..model import Matter, NormResult, Text
from ..standing import Basis
from .periods import last_days, ways
from .reading import Duty
from .report import Due, Duties, DutyResult, DutyStatus, Event, RegulationDuties
from .words import Sentences

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..program import Program

__all__ = ["follow"]

#: Where ways of counting differ, the first of these that one of them gives is the duty's status.
_ORDER: tuple[DutyStatus, ...] = ("open", "pending", "fulfilled", "breached")


def follow(
    corpus: Corpus,
    program: Program,
    duties: Mapping[str, tuple[Duty, ...]],
    matter: Matter,
    as_of: str | date | None = None,
    regulations: Iterable[str] | None = None,
) -> Duties:
    """The duties that follow in a matter, each with its status on a day and the reasons for it.

    Args:
        corpus, program: the compiled law and its program.
        duties: `read_duties(corpus, store)`.
        matter: findings, those on events with the day of the event as their date.
        as_of: the day asked about (ISO or a date); today by default. Events after it are left out.
        regulations: slugs; by default all that lay down such duties.

    Raises:
        UsageError: a regulation that does not exist or lays down no such duties; no date.
        InputError: an unknown ground or role, or a period that runs into a year whose working days
            are not known.

    Source: the clauses that each duty names.
    """
    slugs = _chosen(corpus, duties, regulations)
    day = _day(as_of)
    events = {ground for slug in slugs for duty in duties[slug] for ground in duty.events}
    later = [f for f in matter.findings if f.ground in events and f.date is not None and f.date > day]
    known = replace(matter, findings=tuple(f for f in matter.findings if f not in later))
    verdict = assess(corpus, program, known, slugs)
    basis = Basis(corpus, known)
    left_out = tuple(dict.fromkeys(Event(f.ground, f.date) for f in later if f.status == "established"))
    results = []
    for slug in slugs:
        norms = {n.norm: n for n in verdict.of(slug).norms}
        cases = (_Case(corpus, basis, duty, norms.get(duty.norm.id), day, left_out) for duty in duties[slug])
        results.append(RegulationDuties(slug, tuple(case.result() for case in cases)))
    return Duties(corpus, matter, day, tuple(results))


def _chosen(
    corpus: Corpus, duties: Mapping[str, tuple[Duty, ...]], regulations: Iterable[str] | None
) -> tuple[str, ...]:
    able = tuple(slug for slug in corpus.assessed if slug in duties)
    if regulations is None:
        return able
    asked = tuple(dict.fromkeys(regulations))
    for slug in asked:
        if slug not in able:
            words = known_words(able)
            if slug in corpus.regulations:
                raise UsageError(
                    Text(
                        "这部规定没有决定之后的义务", "this regulation lays down no duties after a decision"
                    ),
                    slug,
                    words,
                )
            raise UsageError(
                Text("没有这部规定", "there is no such regulation"), slug, did_you_mean(slug, able) or words
            )
    return tuple(slug for slug in able if slug in asked)


def _day(as_of: str | date | None) -> str:
    return (date.today() if as_of is None else as_date(as_of)).isoformat()


class _Case:
    """One duty in one matter; the reasons gather while the status is found."""

    def __init__(
        self,
        corpus: Corpus,
        basis: Basis,
        duty: Duty,
        norm: NormResult | None,
        as_of: str,
        left_out: tuple[Event, ...],
    ) -> None:
        self.corpus, self.basis, self.duty, self.norm, self.as_of = corpus, basis, duty, norm, as_of
        self.left_out = left_out
        self.say = Sentences(corpus)
        self.why: list[Text] = []

    def result(self) -> DutyResult:
        """What became of the duty."""
        if self.norm is None or self.norm.status != "applies":
            self._not_triggered()
            self._told_later(self.duty.triggers)
            return self._answer("not_triggered")
        trigger = self._trigger()
        if self.duty.modality_wording:
            usual = self.corpus.concepts["modality"][self.duty.norm.modality].label
            self.why.append(self.say.worded(self.duty.modality_wording, usual))
        if self.duty.breached_by:
            return self._omission(trigger)
        act = self._act(trigger)
        due = self._due(trigger, act)
        if due:
            return self._answer(self._shared(due), trigger, act, due)
        if act is not None and not (self.duty.deadline and (trigger is None or trigger.date is None)):
            return self._answer("fulfilled", trigger, act)
        if self.duty.norm.modality == "may":
            self.why.append(self.say.right())
        return self._answer("open", trigger, act)

    def _answer(
        self,
        status: DutyStatus,
        trigger: Event | None = None,
        act: Event | None = None,
        due: tuple[Due, ...] = (),
    ) -> DutyResult:
        differs = len({(d.date, d.status) for d in due}) > 1
        return DutyResult(self.duty, status, trigger, act, due, differs, tuple(self.why))

    # --- whether it is triggered ----------------------------------------------------------

    def _not_triggered(self) -> None:
        norm, say = self.norm, self.say
        if norm is None:
            self.why.append(say.not_shown(()))
        elif norm.status == "undetermined":
            self.why.append(say.undetermined(norm.depends_on))
        elif norm.status == "blocked":
            exception = self.corpus.norms[norm.norm].exception
            grounds = dict.fromkeys(leaf.ground for leaf in leaves(exception))
            told = [g for g in grounds if self.basis.state(g) in ("established", "refuted")]
            self.why.append(say.blocked(told))
        elif norm.status == "defeated":
            self.why.append(say.defeated())
        elif norm.failed_on:
            self.why.append(say.ruled_out(norm.failed_on))
        else:
            self.why.append(say.not_shown(norm.missing))

    def _told_later(self, grounds: Iterable[str]) -> None:
        wanted = set(grounds)
        self.why += [self.say.later(event) for event in self.left_out if event.ground in wanted]

    # --- the events -----------------------------------------------------------------------

    def _events(self, grounds: Iterable[str], status: str = "established") -> list[Event]:
        """The events found with this status on any of the grounds, those with a date first, by date."""
        found = {
            Event(ground, reason.finding.date)
            for ground in grounds
            if self.basis.state(ground) == status
            for reason in self.basis.reasons(ground)
        }
        return sorted(found, key=lambda e: (e.date is None, e.date or "", e.ground))

    def _trigger(self) -> Event | None:
        """The event the duty runs from: the one its period names where that has a date, else the earliest."""
        found = self._events(self.duty.triggers)
        if not found:
            self.why.append(self.say.not_shown(self.duty.triggers))
            return None
        deadline = self.corpus.deadlines[self.duty.deadline] if self.duty.deadline else None
        named = [e for e in found if e.date and deadline and e.ground == deadline.trigger_ground]
        dated = named or [e for e in found if e.date]
        if not dated:
            self.why.append(self.say.undated_trigger(found[0].ground, bool(deadline)))
            return found[0]
        self.why.append(self.say.triggered(dated[0]))
        dates = sorted({e.date for e in dated if e.date})
        if len(dates) > 1:
            self.why.append(self.say.several_dates(dates))
        return dated[0]

    def _act(self, trigger: Event | None) -> Event | None:
        """The act that fulfils the duty: the first one not before the trigger."""
        since = trigger.date if trigger and trigger.date else ""
        found = self._events(self.duty.fulfilled_by)
        early = [e for e in found if e.date is not None and e.date < since]
        self.why += [self.say.too_early(event) for event in early]
        counted = [e for e in found if e not in early]
        if not counted:
            in_issue = any(self.basis.state(g) in ("unknown", "disputed") for g in self.duty.fulfilled_by)
            self.why.append(self.say.not_done(self.duty.fulfilled_by, self.as_of, in_issue))
            self._told_later(self.duty.fulfilled_by)
            return None
        act = counted[0]
        self.why.append(self.say.done(act))
        if since and act.date and act.date > since and not (self.duty.deadline or self.duty.ends_on):
            self.why.append(self.say.after_days((as_date(act.date) - as_date(since)).days))
        return act

    # --- the period -----------------------------------------------------------------------

    def _due(self, trigger: Event | None, act: Event | None) -> tuple[Due, ...]:
        """The last day under each way of counting; none where there is no period or no day to count from."""
        deadline = self.corpus.deadlines[self.duty.deadline] if self.duty.deadline else None
        if deadline is None:
            return self._set_in_the_matter(act)
        if not ways(deadline):
            self.why.append(self.say.uncounted())
            return ()
        if trigger is None or trigger.date is None:
            return ()
        due = tuple(
            Due(last.day_kind, last.date, self._status(last.date, act), last.rolled_from)
            for last in last_days(deadline, trigger.date)
        )
        self.why.append(self.say.period(deadline, due))
        if len({d.status for d in due}) > 1:
            self.why.append(self.say.ways(due))
        return self._unless_untold(due, act)

    def _set_in_the_matter(self, act: Event | None) -> tuple[Due, ...]:
        found = self._events(self.duty.ends_on)
        dated = [e for e in found if e.date]
        self.why += [self.say.undated_set_day(e.ground) for e in found if e.date is None]
        if not dated:
            if self.duty.norm.modality != "may":
                self.why.append(self.say.no_period())
            return ()
        self.why += [self.say.set_day(event) for event in dated]
        last = dated[-1].date or ""
        return self._unless_untold((Due("setDay", last, self._status(last, act)),), act)

    def _unless_untold(self, due: tuple[Due, ...], act: Event | None) -> tuple[Due, ...]:
        if act is not None and any(d.status == "open" for d in due):
            self.why.append(self.say.undated_act())
        return due

    def _status(self, last: str, act: Event | None) -> DutyStatus:
        if act is not None and act.date is not None:
            return "fulfilled" if act.date <= last else "breached"
        if self.as_of <= last:
            return "pending" if act is None else "fulfilled"
        return "breached" if act is None else "open"

    def _shared(self, due: tuple[Due, ...]) -> DutyStatus:
        statuses = {d.status for d in due}
        return next(s for s in _ORDER if s in statuses)

    # --- a duty to refrain ----------------------------------------------------------------

    def _omission(self, trigger: Event | None) -> DutyResult:
        since = trigger.date if trigger and trigger.date else ""
        found = [e for e in self._events(self.duty.breached_by) if e.date is None or e.date >= since]
        if found:
            self.why.append(self.say.violated(found[0]))
            return self._answer("breached", trigger)
        refuted = [g for g in self.duty.breached_by if self.basis.state(g) == "refuted"]
        if len(refuted) == len(self.duty.breached_by):
            self.why.append(self.say.omitted(refuted))
            return self._answer("fulfilled", trigger)
        self.why.append(self.say.lasting())
        self._told_later(self.duty.breached_by)
        return self._answer("open", trigger)
