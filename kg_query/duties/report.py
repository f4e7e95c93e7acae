"""The answer of `kgq duties`: values, and their JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ..model import Matter, Text

if TYPE_CHECKING:
    from ..corpus import Corpus
    from .reading import Duty

__all__ = ["Due", "Duties", "DutyResult", "DutyStatus", "Event", "RegulationDuties"]

DutyStatus = Literal["fulfilled", "breached", "pending", "open", "not_triggered"]


@dataclass(frozen=True, slots=True)
class Event:
    """A ground found to be established, and the day of it (ISO), or None where none is given."""

    ground: str
    date: str | None

    def to_json(self) -> dict[str, str | None]:
        """`{"ground", "date"}`."""
        return {"ground": self.ground, "date": self.date}


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a period under one way of counting, and where the duty stands by it.

    `day_kind` is "calendarDays", "workingDays", or "setDay" for a last day set in the matter;
    `rolled_from` the rest day on which the count ended, where the period runs on to `date`.
    """

    day_kind: str
    date: str
    status: DutyStatus
    rolled_from: str | None = None

    def to_json(self) -> dict[str, str | None]:
        """`{"day_kind", "date", "status", "rolled_from"}`."""
        return {
            "day_kind": self.day_kind,
            "date": self.date,
            "status": self.status,
            "rolled_from": self.rolled_from,
        }


@dataclass(frozen=True, slots=True)
class DutyResult:
    """What became of one duty.

    Attributes:
        status: the status that all ways of counting share; where they differ, one that is no breach,
            for a duty counts as breached only when it is in every way.
        trigger, fulfilled: the events, or None.
        due: one for each way of counting; empty where no period is fixed.
        differs: true where the ways of counting give different days or statuses.
        why: the reasons, one sentence each.
    """

    duty: Duty
    status: DutyStatus
    trigger: Event | None
    fulfilled: Event | None
    due: tuple[Due, ...]
    differs: bool
    why: tuple[Text, ...]

    def to_json(self) -> dict[str, Any]:
        """The JSON object of `kgq duties`."""
        norm, wording = self.duty.norm, self.duty.modality_wording
        return {
            "duty": self.duty.id,
            "label": self.duty.label.to_json(),
            "norm": norm.id,
            "provision": norm.provision,
            "words": self.duty.words.to_json(),
            "kind": norm.kind,
            "modality": norm.modality,
            "modality_wording": wording.to_json() if wording else None,
            "bearer": list(norm.bearers),
            "status": self.status,
            "trigger": self.trigger.to_json() if self.trigger else None,
            "fulfilled": self.fulfilled.to_json() if self.fulfilled else None,
            "due": [d.to_json() for d in self.due],
            "differs": self.differs,
            "readings": list(self.duty.readings),
            "why": {"zh": "".join(t.zh for t in self.why), "en": " ".join(t.en for t in self.why)},
        }


@dataclass(frozen=True, slots=True)
class RegulationDuties:
    """The duties under one regulation, in the order of its text."""

    regulation: str
    duties: tuple[DutyResult, ...]

    def to_json(self) -> dict[str, Any]:
        """`{"regulation", "duties"}`."""
        return {"regulation": self.regulation, "duties": [d.to_json() for d in self.duties]}


@dataclass(frozen=True, slots=True)
class Duties:
    """What became, up to a day, of the duties that follow in a matter."""

    corpus: Corpus
    matter: Matter
    as_of: str
    regulations: tuple[RegulationDuties, ...]

    @property
    def breached(self) -> bool:
        """True where a duty is breached in every way of counting."""
        return any(d.status == "breached" for r in self.regulations for d in r.duties)

    def of(self, regulation: str) -> RegulationDuties:
        """The duties under one regulation; KeyError where it was not asked for."""
        for result in self.regulations:
            if result.regulation == regulation:
                return result
        raise KeyError(regulation)

    @property
    def columns(self) -> tuple[str, ...]:
        """What the columns of `rows` are called."""
        from .rows import COLUMNS

        return COLUMNS

    def rows(self, lang: str) -> Iterator[tuple[Any, ...]]:
        """The duties as rows under `columns`, reasons in `lang`: one for each, its dates in every way of counting."""
        from .rows import rows

        return rows(self, lang)

    def to_json(self) -> dict[str, Any]:
        """The JSON object of `kgq duties --format json`."""
        return {
            "matter": self.matter.id,
            "as_of": self.as_of,
            "regulations": [r.to_json() for r in self.regulations],
        }

    def to_text(self, lang: str = "zh", width: int = 92) -> str:
        """The duties for people, each with its clause."""
        from .text import render

        return render(self, lang, width)
