"""Which acts are of the year and which are not: doubles, missing days, other years, failed conditions.

What does not count is listed with its reason; nothing is dropped in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from ..corpus import Corpus
from ..model import Text
from ..wording.citation import cite_list, regulation_name
from ..wording.messages import listed
from .definitions import Definitions, Form
from .values import Act, Finding, LeftOut

__all__ = ["Notes", "Sorter"]


class Notes:
    """Findings and acts left out, gathered while the data is gone through."""

    def __init__(self, definitions: Definitions, corpus: Corpus) -> None:
        self.definitions, self.corpus = definitions, corpus
        self._clauses: dict[str, Text] = {}
        self.findings: list[Finding] = []
        self.left_out: list[LeftOut] = []

    def find(self, check: str, ident: str, where: str, **values: object) -> None:
        """Notes what a check found; `values` fill its sentence, a `Text` in each language."""
        rule = self.definitions.checks[check]
        self.findings.append(
            Finding(
                check,
                rule.severity,
                Text(*(_filled(rule.sentence.in_(lang), lang, values) for lang in ("zh", "en"))),
                ident,
                where,
                rule.provisions,
                rule.fact,
                rule.grounds,
                self.clauses(check),
            )
        )

    def clauses(self, check: str) -> Text:
        """The clauses that a check rests on, as one cites them."""
        if check not in self._clauses:
            rule = self.definitions.checks[check]
            regulation = self.corpus.regulations[rule.provisions[0].partition("/")[0]]
            cited = cite_list(self.corpus, rule.provisions)
            zh = regulation_name(regulation, "zh") + listed(cited, "zh")
            en = f"{listed(cited, 'en')} of {regulation_name(regulation, 'en')}"
            if rule.fact:
                zh, en = f"{zh}；国家要求{rule.fact}", f"{en}; national requirement {rule.fact}"
            self._clauses[check] = Text(zh, en)
        return self._clauses[check]

    def leave_out(self, act: Act, reason: Text) -> None:
        self.left_out.append(LeftOut(act.id, act.where, act.act, act.date, reason))


def _filled(sentence: str, lang: str, values: dict[str, object]) -> str:
    words = {
        k: v.in_(lang) if isinstance(v, Text) else v.isoformat() if isinstance(v, date) else str(v)
        for k, v in values.items()
    }
    return sentence.format(**words)


class Sorter:
    """Goes through the acts in their order and lets those pass that count for the year."""

    def __init__(self, definitions: Definitions, form: Form, today: date, notes: Notes) -> None:
        self.definitions, self.form, self.today, self.notes = definitions, form, today, notes
        self.year = form.year
        self._numbers: dict[tuple[str, str], list[Act]] = {}
        self._alike: dict[tuple[str, str, str, date], list[Act]] = {}
        self._of_case: dict[tuple[str, str], Act] = {}

    def passing(self, acts: Iterable[Act]) -> Iterable[Act]:
        """The acts of the year, each once."""
        checks: tuple[Callable[[Act], bool], ...] = (
            self._doubled, self._kept_out, self._undated, self._ahead, self._other_year, self._without_kind,
        )  # fmt: skip
        for act in acts:
            if not any(check(act) for check in checks):
                self._resemblance(act)
                yield act

    # --- each is True where the act does not count -------------------------------------------

    def _doubled(self, act: Act) -> bool:
        if act.origin == "register":
            for ident in (act.case_file, act.id):
                first = self._of_case.get((act.act, ident or ""))
                if first is not None:
                    self._left(act, "in-case-file", first)
                    return True
        else:
            self._of_case.setdefault((act.act, act.id), act)
        if act.number is None:
            return False
        others = self._numbers.setdefault((act.act, act.number), [])
        for first in others:
            mine, theirs = act.group[0], first.group[0]
            if first is not act and (mine == theirs or not mine or not theirs):
                register = act.origin == "register" and first.origin == "casefile"
                self._left(act, "in-case-file" if register else "same-number", first)
                return True
        others.append(act)
        return False

    def _left(self, act: Act, check: str, first: Act) -> None:
        label = self.definitions.acts[act.act].label
        self.notes.find(check, act.id, act.where, act=label, value=act.number or act.id, other=_named(first))
        self.notes.leave_out(act, self.definitions.checks[check].label)

    def _kept_out(self, act: Act) -> bool:
        if act.kept_out is None:
            return False
        if act.notice and act.date is not None and act.date.year == self.year:
            self.notes.find(act.notice, act.id, act.where)
        self.notes.leave_out(act, act.kept_out)
        return True

    def _undated(self, act: Act) -> bool:
        if act.date is not None:
            return False
        unfinished = act.origin == "casefile" and act.act == "execution"
        if unfinished:
            self.notes.leave_out(act, Text("尚未执行完毕或者终结", "not completed or terminated yet"))
        elif act.act.endswith("-corrected"):
            self.notes.leave_out(act, Text("没有决定日期", "no date of the decision"))
            self.notes.find("no-date", act.id, act.where, act=self.definitions.acts[act.act].label)
        else:
            self.notes.leave_out(act, self.definitions.checks["no-date"].label)
            self.notes.find("no-date", act.id, act.where, act=self.definitions.acts[act.act].label)
        return True

    def _ahead(self, act: Act) -> bool:
        if act.date is None or act.date <= self.today:
            return False
        label = self.definitions.acts[act.act].label
        self.notes.find("future", act.id, act.where, act=label, date=act.date, today=self.today)
        self.notes.leave_out(act, self.definitions.checks["future"].label)
        return True

    def _other_year(self, act: Act) -> bool:
        if act.date is None or act.date.year == self.year:
            return False
        if act.origin == "register":
            label = self.definitions.acts[act.act].label
            self.notes.find("outside-year", act.id, act.where, act=label, date=act.date, year=self.year)
        day = act.date.isoformat()
        self.notes.leave_out(
            act, Text(f"日期为{day}，不属于{self.year}年度", f"dated {day}, not in {self.year}")
        )
        return True

    def _without_kind(self, act: Act) -> bool:
        type_ = self.definitions.acts[act.act]
        if not type_.needs_kind or act.items:
            return False
        self.notes.find("no-kind", act.id, act.where, act=type_.label)
        self.notes.leave_out(act, self.definitions.checks["no-kind"].label)
        return True

    def _resemblance(self, act: Act) -> None:
        """Acts that look like one: told, and counted.

        What only the optional tables count (a filing, a closing) goes with the decision of its file.
        """
        if act.origin == "casefile" and act.act not in self.form.main:
            return
        whom = act.party or act.object
        if not whom or not act.cause or act.date is None:
            return
        seen = self._alike.setdefault((act.act, whom, act.cause, act.date), [])
        for first in seen:
            if first.id == act.id and first.origin == act.origin:
                continue  # two of one file
            if first.group[0] and act.group[0] and first.group[0] != act.group[0]:
                continue
            told_apart = act.number is not None and first.number is not None
            self.notes.find(
                "alike" if told_apart else "probable-duplicate", act.id, act.where, other=_named(first)
            )
            break
        seen.append(act)


def _named(act: Act) -> Text:
    return Text(f"{act.id}（{act.where}）", f"{act.id} ({act.where})")
