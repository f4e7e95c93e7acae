"""The form of an assessment: a matter as fields, to and fro, with nothing lost that the form has no field for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .sent import Sent

__all__ = ["DETAILS", "STATUSES", "MatterForm", "leaves"]

STATUSES = ("established", "refuted", "unknown")
DETAILS = ("evidence", "source", "date", "note")
_HEAD = ("id", "role", "date", "organisation")
#: Fields with another name: one called `id` would hide that of its form from scripts.
_FIELDS = {"id": "number"}
#: How the name of the field of a ground begins.
_GROUND = "g."


@dataclass(slots=True)
class MatterForm:
    """One matter as the form has it.

    Attributes:
        head: `id`, `role`, `date`, `organisation`, as typed.
        regulations: those to assess under; all where it is empty.
        findings: ground → `status` and what the finding rests on; one finding for each ground.
        more: further findings on the same grounds, as a file may have them.
    """

    head: dict[str, str] = field(default_factory=lambda: dict.fromkeys(_HEAD, ""))
    regulations: list[str] = field(default_factory=list)
    findings: dict[str, dict[str, str]] = field(default_factory=dict)
    more: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def typed(cls, sent: Sent) -> MatterForm:
        """The form as it was sent."""
        made = cls({name: sent.one(_FIELDS.get(name, name)) for name in _HEAD}, sent.all("regulation"))
        for name in sent.values:
            if name.startswith(_GROUND) and (status := sent.one(name)):
                ground = name[len(_GROUND) :]
                details = {key: value for key in DETAILS if (value := sent.one(f"{key}.{ground}"))}
                made.findings[ground] = {"status": status, **details}
        made.more += [one for kept in sent.all("more") if (one := _finding(kept))]
        for ground, status in leaves(sent.all("take")):
            made.take(ground, status)
        return made

    @classmethod
    def of(cls, matter: Mapping[str, Any]) -> MatterForm:
        """The form of a matter in the JSON of files."""
        made = cls({name: str(matter.get(name) or "") for name in _HEAD})
        every = [{"ground": g, "status": s} for s in STATUSES for g in matter.get(s, ())]
        for one in [*every, *matter.get("findings", ())]:
            ground = str(one["ground"])
            if ground in made.findings:
                made.more.append(dict(one))
            else:
                made.findings[ground] = {k: str(one[k]) for k in ("status", *DETAILS) if one.get(k)}
        return made

    def take(self, ground: str, status: str) -> None:
        """Takes up a finding; "" takes it back."""
        self.more = [one for one in self.more if one.get("ground") != ground]
        if not status:
            self.findings.pop(ground, None)
        else:
            self.findings.setdefault(ground, {})["status"] = status

    @property
    def empty(self) -> bool:
        """Whether nothing was found yet."""
        return not self.findings and not self.more

    def to_json(self, unnamed: str) -> dict[str, Any]:
        """The matter in the JSON of files; `unnamed` is its id where none was typed."""
        head = {name: value for name, value in self.head.items() if value}
        findings = [{"ground": ground, **said} for ground, said in self.findings.items()]
        return {"id": unnamed, **head, "findings": [*findings, *self.more]}


def leaves(words: list[str]) -> list[tuple[str, str]]:
    """Findings as buttons name them: "ground:status" with blanks between; a status of "" takes back.

    >>> leaves(["a:established b:", "c:later"])
    [('a', 'established'), ('b', '')]
    """
    pairs = [word.partition(":")[::2] for one in words for word in one.split()]
    return [(ground, status) for ground, status in pairs if ground and status in (*STATUSES, "")]


def _finding(text: str) -> dict[str, Any] | None:
    """A finding that the form carried along as JSON; None where that is none: its values are texts."""
    try:
        one = json.loads(text)
        json.dumps(one, ensure_ascii=False).encode()  # not with half a character, which no file can hold
    except (ValueError, RecursionError):
        return None
    fit = isinstance(one, dict) and {"ground", "status"} <= one.keys()
    return one if fit and all(isinstance(value, str) for value in one.values()) else None
