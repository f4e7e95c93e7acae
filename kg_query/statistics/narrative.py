"""The account of the year in words (情况说明), made from the numbers, in Chinese and in English.

Comparisons are made only where the numbers of the year before were given.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from ..wording.messages import listed
from .definitions import Column, Table
from .report import StatisticsReport
from .values import Number
from .words import word

__all__ = ["Account", "Section", "narrative", "numbered", "shown", "whose"]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the account: its heading and its paragraphs."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """The whole account in one language."""

    title: str
    sections: tuple[Section, ...]
    lang: str

    def to_text(self) -> str:
        """The account as plain text, one paragraph a line."""
        lines = [self.title, ""]
        for number, section in enumerate(self.sections, 1):
            lines += [f"{numbered(number, self.lang)}{section.heading}", *section.paragraphs, ""]
        return "\n".join(lines).rstrip("\n")


def numbered(number: int, lang: str) -> str:
    """The number of a section: 一、 or 1.

    >>> numbered(2, "zh"), numbered(2, "en")
    ('二、', '2. ')
    """
    return f"{number}. " if lang == "en" else f"{'一二三四五六七八九十'[number - 1]}、"


def shown(value: Number, money: bool = False, percent: bool = False) -> str:
    """A number as it is read: 1,234.50, 85.00%, or a dash where there is none.

    >>> shown(Decimal("1234.5"), money=True), shown(7), shown(None)
    ('1,234.50', '7', '—')
    """
    if value is None:
        return "—"
    if percent:
        return f"{value:.2f}%"
    return f"{value:,.2f}" if money else f"{value:,}"


def narrative(report: StatisticsReport, lang: str) -> Account:
    """The account of the year in one language: a section for each table, then checks and counting.

    Source: the clause on the two parts of the report, data and account.
    """
    return _Writer(report, lang).account()


def whose(report: StatisticsReport, lang: str) -> str:
    """The organ that the report is on, or how many."""
    named = [organ for organ in report.organs if organ]
    if len(named) == 1 and len(report.organs) == 1:
        return named[0]
    return word("all_organs", lang, count=len(named)) if named else word("no_organs", lang)


class _Writer:
    """One report being told in one language."""

    def __init__(self, report: StatisticsReport, lang: str) -> None:
        self.report, self.lang = report, lang

    def say(self, key: str, **values: object) -> str:
        return word(key, self.lang, **values)

    def account(self) -> Account:
        organs = [organ for organ in self.report.organs if organ]
        general = [
            self.say(
                "general",
                organs=listed(organs, self.lang) if organs else self.say("no_organs"),
                year=self.report.year,
            ),
            self.say("material", files=self.report.case_files, entries=self.report.entries),
        ]
        sections = [Section(self.say("head_general"), tuple(general))]
        tables = self.report.form.tables
        for table in tables:
            if not table.optional:
                sections.append(Section(table.label.in_(self.lang), tuple(self.table(table))))
        sections.append(Section(self.say("head_data"), tuple(self.data())))
        title = self.say("title", organ=whose(self.report, self.lang), year=self.report.year)
        return Account(title, tuple(sections), self.lang)

    def table(self, table: Table) -> Iterator[str]:
        if table.key in self.report.total.no_power:
            yield self.end(self.say("table_power"))
            return
        if any(c.method == "heaviestOfActs" for c in table.columns):
            yield from self.penalties(table)
        elif any(c.method == "givenNumber" for c in table.columns):
            yield from self.staff(table)
        else:
            yield self.plainly(table)
        without = [o for o, f in self.report.organs.items() if table.key in f.no_power]
        if without:
            yield self.end(self.say("some_powerless", organs=listed(without, self.lang)))

    def penalties(self, table: Table) -> Iterator[str]:
        classes = [c for c in table.columns if c.method == "heaviestOfActs"]
        total = next(c for c in table.columns if c.method == "totalOfColumns")
        amount = next(c for c in table.columns if c.money)
        value = self.report.total[total.key]
        if value:
            yield self.end(self.say("penalty_total", total=shown(value), change=self.change(total)))
            kinds = self.say("joint").join(self.item(c) for c in classes if self.report.total[c.key])
            yield self.end(self.say("penalty_kinds", kinds=kinds))
            if self.report.revoked:
                yield self.end(self.say("penalty_revoked", count=self.report.revoked))
        else:
            yield self.end(self.say("penalty_none") + self.change(total))
        money = Decimal(self.report.total[amount.key] or 0)
        wan = (money / 10000).quantize(Decimal("0.0001"), ROUND_HALF_UP)
        yield self.end(
            self.say("penalty_amount", amount=shown(money, True), wan=wan, change=self.change(amount))
        )
        optional = next((t for t in self.report.form.tables if t.optional), None)
        if optional is not None:
            yield self.plainly(optional)
        shares = [
            self.say("share", organ=o or self.say("no_organ"), total=shown(f[total.key]), amount=shown(f[amount.key], True))
            for o, f in self.report.organs.items()
        ]  # fmt: skip
        if len(shares) > 1:
            yield self.end(self.say("shares", shares=self.say("semicolon").join(shares)))

    def staff(self, table: Table) -> Iterator[str]:
        figures = self.report.total
        if all(figures[c.key] is None for c in table.columns):
            yield self.end(self.say("staff_none"))
            return
        numbers = {
            c.value or "rate": shown(figures[c.key], percent=c.divisor is not None) for c in table.columns
        }
        yield self.end(self.say("staff", **numbers))

    def plainly(self, table: Table) -> str:
        """The numbers of a table that are not 0, or were not 0 the year before, in one sentence."""
        parts = [
            self.item(c) for c in table.columns
            if self.report.total[c.key] or (self.report.previous and self.report.previous[c.key])
        ]  # fmt: skip
        if not parts:
            return self.end(self.say("table_none"))
        label = table.label.in_(self.lang)
        return self.end(label + self.say("colon") + self.say("joint").join(parts))

    def item(self, column: Column) -> str:
        value = self.amount(self.report.total[column.key], column)
        label = column.label.in_(self.lang)
        return self.say("item", label=label, value=value, change=self.change(column))

    def amount(self, value: Number, column: Column) -> str:
        """A number with its unit, as each language puts it: 3宗, 3; 5.00元, 5.00 yuan."""
        text, unit = shown(value, column.money), column.unit.in_(self.lang)
        if self.lang == "zh":
            return f"{text}{unit}"
        return f"{text} {unit}" if column.money else text

    def change(self, column: Column) -> str:
        """How a number differs from that of the year before; nothing where that is not known."""
        if self.report.previous is None:
            return ""
        now, before = self.report.total[column.key], self.report.previous.values.get(column.key)
        if now is None or before is None:
            return ""
        if now == before:
            return self.say("same")
        if not before:
            return self.say("up_from_zero")
        by = Decimal(now) - Decimal(before)
        percent = (abs(by) * 100 / Decimal(before)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return self.say("up" if by > 0 else "down", by=self.amount(abs(by), column), percent=percent)

    def data(self) -> Iterator[str]:
        report = self.report
        violations = sum(1 for f in report.findings if f.severity == "violation")
        warnings = len(report.findings) - violations
        if violations:
            yield self.end(self.say("checks_some", violations=violations, warnings=warnings))
        else:
            text = self.say("checks_none")
            if warnings:
                text += self.say("semicolon") + self.say("checks_warnings", warnings=warnings)
            yield self.end(text)
        left = len(report.left_out)
        yield self.end(self.say("left_some", count=left) if left else self.say("left_none"))
        yield self.end(self.say("order_used", order=report.order.label.in_(self.lang)))
        yield self.end(self.say("no_previous" if report.previous is None else "with_previous"))
        days = "" if report.published or report.reported else self.say("no_days")
        if report.published:
            days += self.say("published_on", day=report.published)
        if report.reported:
            days += self.say("reported_on", day=report.reported)
        yield self.end(self.say("due", due=report.due, reported=days))

    def end(self, text: str) -> str:
        return text + self.say("sentence_end")
