"""From drafts to matters: every word is checked against the graph, every fault is named.

Nothing is guessed and nothing is dropped: a word that the graph does not know is a
problem with the nearest known words beside it, whatever else the file holds.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date as calendar_date
from typing import TYPE_CHECKING

from kg_query.errors import did_you_mean, known_words
from kg_query.inputs import Faults, shown, text_or_fault, type_name
from kg_query.model import Finding, Matter, Text

from .draft import Draft, RawFinding

if TYPE_CHECKING:
    from kg_query.corpus import Corpus

__all__ = ["DETAILS", "STATUSES", "Words"]

STATUSES = ("established", "refuted", "unknown")
DETAILS = ("evidence", "source", "date", "note")

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_MANY = 50  # after so many different unknown words, no more nearest words are looked for


class Words:
    """The words that a matter may use, taken from the graph.

    `labels` maps the Chinese and English labels of grounds to their ids: they are
    accepted as column headings and offered as the nearest known words.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.grounds = corpus.grounds
        self.roles = corpus.concepts.get("role", {})
        self.role_labels = {c.label.zh: r for r, c in self.roles.items()}
        self.labels: dict[str, str] = {}
        self._ambiguous: set[str] = set()
        for ground in corpus.grounds.values():
            for label in {ground.label.zh, ground.label.en}:
                if self.labels.setdefault(label, ground.id) != ground.id:
                    self._ambiguous.add(label)
        for label in self._ambiguous:
            del self.labels[label]
        self._near: dict[tuple[str, str], Text | None] = {}

    # --- single words -----------------------------------------------------------------------

    def near_ground(self, word: str) -> Text | None:
        """The nearest grounds, as a hint; a label leads to the id that it labels."""
        if word in self.labels:
            known = self.labels[word]
            return Text(f"请写标识符：{known}", f"Write the id: {known}")
        table = {g: g for g in self.grounds} | self.labels
        return self._hint("ground", word, table)

    def near_column(self, word: str, reserved: dict[str, str]) -> Text | None:
        """The nearest column headings: reserved names and grounds."""
        table = {g: g for g in self.grounds} | self.labels | reserved
        return self._hint("column", word, table)

    def near_role(self, word: str) -> Text | None:
        """The nearest roles, as a hint."""
        table = {r: r for r in self.roles} | {c.label.zh: r for r, c in self.roles.items()}
        return self._hint("role", word, table)

    def _hint(self, kind: str, word: str, table: dict[str, str]) -> Text | None:
        key = (kind, word)
        if key not in self._near:
            if len(self._near) >= _MANY:
                return None
            self._near[key] = did_you_mean(word, table, always=True)
        return self._near[key]

    # --- whole matters ----------------------------------------------------------------------

    def matter(self, draft: Draft, faults: Faults) -> Matter | None:
        """The matter that the draft states, or None after noting all that is wrong with it."""
        before = len(faults.problems)
        ident = self._id(draft, faults)
        role = self._role(draft, faults)
        date = self._date(draft.date, draft.place("date"), faults)
        organisation = text_or_fault(draft.organisation, draft.place("organisation"), faults)
        findings = []
        for raw in draft.findings:
            finding = self._finding(raw, draft, faults)
            if finding is not None:
                findings.append(finding)
        if len(faults.problems) > before or ident is None:
            return None
        return Matter(ident, tuple(findings), role, date, organisation)

    def _id(self, draft: Draft, faults: Faults) -> str | None:
        hint = Text('例如 "id": "m-2024-017"', 'For example "id": "m-2024-017"')
        if draft.id is None or draft.id == "":
            faults.add(draft.places.get("id", draft.where), "事项缺少 id", "the matter has no id", hint)
            return None
        where = draft.places.get("id", draft.where)
        if not isinstance(draft.id, str):
            kind = type_name(draft.id)
            faults.add(
                where,
                f"id 应为文本，这里是{kind.zh}：{shown(draft.id)}",
                f"the id must be text, not {kind.en}: {shown(draft.id)}",
                Text("请加引号", "Put it in quotes"),
            )
            return None
        if not draft.id.isprintable() or draft.id != draft.id.strip():
            faults.add(
                where,
                f"id 含有控制字符或首尾空白：“{shown(draft.id)}”",
                f"the id holds control characters or outer blanks: “{shown(draft.id)}”",
                hint,
            )
            return None
        return draft.id

    def _role(self, draft: Draft, faults: Faults) -> str | None:
        where = draft.place("role")
        role = text_or_fault(draft.role, where, faults)
        if role is None or role in self.roles:
            return role
        faults.add(
            where,
            f"未知的角色“{shown(role)}”{_of(draft).zh}",
            f"unknown role “{shown(role)}”{_of(draft).en}",
            self.near_role(role),
        )
        return None

    def _date(self, value: object, where: str, faults: Faults) -> str | None:
        text = text_or_fault(value, where, faults)
        if text is None:
            return None
        try:
            if not _ISO_DATE.fullmatch(text):
                raise ValueError(text)
            calendar_date.fromisoformat(text)
        except ValueError:
            faults.add(
                where,
                f"“{shown(text)}”不是有效日期",
                f"“{shown(text)}” is not a date",
                Text(
                    "日期写作 YYYY-MM-DD，例如 2024-11-02",
                    "Write dates as YYYY-MM-DD, such as 2024-11-02",
                ),
            )
            return None
        return text

    def _finding(self, raw: RawFinding, draft: Draft, faults: Faults) -> Finding | None:
        if not raw.details and _usual(raw, self.grounds):
            return Finding(raw.ground, raw.status)  # type: ignore[arg-type]
        before = len(faults.problems)
        ground = text_or_fault(raw.ground, raw.where, faults)
        status = text_or_fault(raw.status, raw.where, faults)
        if len(faults.problems) == before:
            for word, zh, en in ((ground, "事由", "ground"), (status, "状态", "status")):
                if word is None:
                    faults.add(
                        raw.where,
                        f"认定缺少 {en}（{zh}）",
                        f"the finding has no {en}",
                        Text(
                            '写作 {"ground": …, "status": "established"}',
                            'Write {"ground": …, "status": "established"}',
                        ),
                    )
        if ground is not None and ground not in self.grounds:
            faults.add(
                raw.where,
                f"未知的事由“{shown(ground)}”{_of(draft).zh}",
                f"unknown ground “{shown(ground)}”{_of(draft).en}",
                self.near_ground(ground),
            )
        if status is not None and status not in STATUSES:
            faults.add(
                raw.where,
                f"未知的状态“{shown(status)}”{_of(draft).zh}",
                f"unknown status “{shown(status)}”{_of(draft).en}",
                did_you_mean(status, STATUSES) or known_words(STATUSES),
            )
        details: dict[str, str | None] = {}
        for key, value in raw.details.items():
            place = f"{raw.where} › {key}"
            if key == "date":
                details[key] = self._date(value, place, faults)
            elif key in DETAILS:
                details[key] = text_or_fault(value, place, faults)
        if len(faults.problems) > before or ground is None or status is None:
            return None
        return Finding(ground, status, **details)  # type: ignore[arg-type]


def _usual(raw: RawFinding, grounds: Collection[str]) -> bool:
    """True for a finding of two known words: nearly all of a large table."""
    return isinstance(raw.ground, str) and raw.ground in grounds and raw.status in STATUSES


def _of(draft: Draft) -> Text:
    if isinstance(draft.id, str) and draft.id:
        return Text(f"（事项 {shown(draft.id)}）", f" in matter {shown(draft.id)}")
    return Text("", "")
