"""A matter as it stands in a file, before any of its words is believed."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Draft", "RawFinding"]


@dataclass(slots=True)
class RawFinding:
    """One finding as written: the words for ground and status, and where they stand."""

    ground: object
    status: object
    where: str
    details: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Draft:
    """One matter as written.  `where` is the file (and item, row or node) it stands in."""

    where: str
    id: object = None
    role: object = None
    date: object = None
    organisation: object = None
    findings: list[RawFinding] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)

    def place(self, key: str) -> str:
        """Where the value of `key` stands: its cell in a table, else the draft and the key."""
        return self.places.get(key) or f"{self.name()} › {key}"

    def name(self) -> str:
        """The file and, where it has a usable one, the id of the matter."""
        from kg_query.inputs import shown

        return f"{self.where} › {shown(self.id)}" if isinstance(self.id, str) and self.id else self.where
