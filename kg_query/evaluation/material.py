"""What the numbers of one team are made of: its reviewed files of the period, and dated entries.

Entries stand in the case files (remedies, complaints, accountability) and in the record. One that the
record repeats from a file is one entry, not two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..casefiles import CaseFile
from ..casefiles.paths import as_day, nodes, values
from ..model import Text
from .record import ENTRIES, TeamRecord
from .report import Behind, CaseRow
from .words import ENTRY_NAMES, note

__all__ = ["Item", "Material", "gather"]


@dataclass(frozen=True, slots=True)
class Item:
    """One entry, the file it stands in or names, and its place."""

    entry: Mapping[str, Any]
    case: str | None
    where: str

    def behind(self, *what: str) -> Behind:
        """The entry as what a number rests on."""
        return Behind(self.case, self.where, what)

    def day(self, paths: Iterable[str]) -> date | None:
        """Its day: the first of the paths that holds one."""
        for path in paths:
            for value in values(self.entry, path):
                found = as_day(value)
                if found is not None:
                    return found
        return None

    def text(self, path: str) -> list[str]:
        """What stands at a path, as words; yes and no as true and false."""
        found = values(self.entry, path)
        return [str(v).lower() if isinstance(v, bool) else str(v) for v in found]


@dataclass(frozen=True, slots=True)
class Material:
    """Everything the numbers of one team are made of.

    `stated` are the lists that the record states, also as empty; `clashes` list → remarks on entries
    that the file and the record tell differently.
    """

    cases: tuple[CaseRow, ...]
    start: date | None
    end: date | None
    items: Mapping[str, tuple[Item, ...]]
    stated: frozenset[str]
    clashes: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)

    @property
    def bounded(self) -> bool:
        """Whether a period is set at all."""
        return self.start is not None or self.end is not None

    def within(self, day: date | None) -> bool:
        """Whether a day lies in the period; without a day, only where no period is set."""
        if day is None:
            return not self.bounded
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


def gather(
    rows: Iterable[CaseRow],
    files: Iterable[CaseFile],
    record: TeamRecord | None,
    start: date | None,
    end: date | None,
) -> Material:
    """The material of one team.

    Args:
        rows: its reviewed files of the period.
        files: all its files: an entry counts by its own day, whenever the decision was made.
        record: its record, if there is one.
        start, end: the period, both days included; None leaves it open.
    """
    held = list(files)
    items: dict[str, tuple[Item, ...]] = {}
    clashes: dict[str, tuple[Text, ...]] = {}
    for name, fields in ENTRIES.items():
        mine = [
            Item(entry, case.id, where)
            for case in held
            for where, entry in nodes(case.record, name)
            if isinstance(entry, Mapping)
        ]
        days = [key for key, kind in fields.items() if kind.startswith("date")]
        more, remarks = _further(name, mine, record.entries.get(name, ()) if record else (), days)
        items[name], clashes[name] = (*mine, *more), tuple(remarks)
    stated = frozenset(record.entries) if record else frozenset()
    return Material(tuple(rows), start, end, items, stated, clashes)


def _further(
    name: str, mine: list[Item], entries: Iterable[Mapping[str, Any]], days: list[str]
) -> tuple[list[Item], list[Text]]:
    """The entries of the record that no file tells, and remarks on those told differently."""
    further: list[Item] = []
    remarks: list[Text] = []
    left = list(mine)
    for number, entry in enumerate(entries, 1):
        said = {k: v for k, v in entry.items() if k != "case"}
        same_case = [item for item in left if item.case == entry.get("case")]
        dated = [i for i in same_case if any(d in said and i.entry.get(d) == said[d] for d in days)]
        same = next((i for i in dated if all(i.entry.get(k, v) == v for k, v in said.items())), None)
        if same is not None:
            left.remove(same)
            continue
        if dated:
            remarks.append(note("same_day", case=entry["case"], name=ENTRY_NAMES[name]))
        further.append(Item(entry, entry.get("case"), f"record/{name}/{number}"))
    return further, remarks
