"""The names of the places in a report that links lead to."""

from __future__ import annotations

import re

from .model import Document, Section, Table

__all__ = ["Anchors"]


class Anchors:
    """The places of a report that links lead to: each section and table by a name that is its own."""

    def __init__(self, document: Document) -> None:
        self.taken = {"about", "contents", "report", "folding"}
        self.sections: dict[int, str] = {}
        self.tables: dict[str, str] = {}
        self.charts = 0
        for section in document.sections:
            self._enter(section)
        for table in document.tables():
            if table.key not in self.tables:
                self.tables[table.key] = self._name("table-" + table.key)

    def _enter(self, section: Section) -> None:
        self.sections[id(section)] = self._name(section.key)
        for part in section.sections:
            self._enter(part)

    def _name(self, key: str) -> str:
        name = first = re.sub(r"[^A-Za-z0-9]+", "-", key)[:30].strip("-").lower() or "part"
        number = 1
        while name in self.taken:
            number += 1
            name = f"{first}-{number}"
        self.taken.add(name)
        return name

    def section(self, section: Section) -> str:
        """The anchor of a section of this very document."""
        return self.sections[id(section)]

    def table(self, table: Table | str) -> str:
        """The anchor of a table, or of the one with a key; the top of the report where there is none."""
        return self.tables.get(table if isinstance(table, str) else table.key, "report")

    def chart(self) -> str:
        """A new name for the ids of a chart."""
        self.charts += 1
        return f"chart-{self.charts}"
