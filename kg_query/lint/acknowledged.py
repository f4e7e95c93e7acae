"""Faults that are meant to stay: the notes in the graph that say so, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .. import terms
from ..model import Text
from .values import Fault

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["Acknowledgements"]

_QUERY = f"""
SELECT ?note ?check ?entity ?reason ?clause WHERE {{
  ?note <{terms.LAW}check> ?check ; <{terms.LAW}acknowledges> ?entity ; <{terms.LAW}reason> ?reason .
  OPTIONAL {{ ?note <{terms.LAW}acknowledgedClause> ?clause }}
}}
"""


@dataclass(slots=True)
class _Note:
    check: str
    entity: str
    reason: dict[str, str]
    clauses: set[str]

    def covers(self, fault: Fault) -> bool:
        if (fault.check.name, fault.entity) != (self.check, self.entity):
            return False
        named = [c.id for c in fault.clauses]
        return all(any(n == one or n.startswith(f"{one}__") for n in named) for one in self.clauses)


class Acknowledgements:
    """The notes of a graph.

    A note covers the faults of its check on its entity; where it names clauses, only those faults that
    concern each of them (or a unit under it).
    """

    def __init__(self, notes: list[_Note]) -> None:
        self._notes = notes

    @classmethod
    def of(cls, store: Store) -> Acknowledgements:
        """Those that stand in the graph."""
        notes: dict[str, _Note] = {}
        rows: Any = store.query(_QUERY, use_default_graph_as_union=True)
        for row in rows:
            note = notes.setdefault(
                str(row["note"]),
                _Note(row["check"].value, terms.short(getattr(row["entity"], "value", "")), {}, set()),
            )
            note.reason[row["reason"].language or "zh"] = row["reason"].value
            if row["clause"] is not None:
                note.clauses.add(terms.short(row["clause"].value))
        return cls(list(notes.values()))

    def applied(self, fault: Fault) -> Fault:
        """The fault, with the reason why it stays where a note gives one."""
        for note in self._notes:
            if note.covers(fault):
                return replace(fault, acknowledged=Text(note.reason.get("zh", ""), note.reason.get("en", "")))
        return fault
