"""The annual report as plain text: the tables, the account, the checks, what was not counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..model import Text
from ..wording.layout import WIDTH, columns, wrap
from .counting import Figures
from .definitions import Column, Table
from .narrative import narrative, shown
from .report import StatisticsReport
from .words import word

__all__ = ["cell", "grid", "report_text", "rows", "trace_text"]

#: How many findings and left-out acts the text writes out; JSON and the workbook hold all.
_SHOWN = 60


def report_text(report: StatisticsReport, lang: str, tables: Sequence[str] = (), width: int = WIDTH) -> str:
    """The whole report, or only some of its tables.

    Args:
        report: the report.
        lang: "zh" or "en".
        tables: numbers of tables, such as `1`; with none, everything.
        width: columns of a line of words; the tables are as wide as they are.

    Raises UsageError where there is no such table.
    """
    writer = _Writer(report, lang, width)
    if tables:
        chosen = [report.form.table(name) for name in tables]
        return "\n\n".join("\n".join(writer.table(t)) for t in chosen)
    return "\n".join(writer.everything())


def trace_text(report: StatisticsReport, lang: str, tables: Sequence[str] = ()) -> str:
    """What each act gave to each number, column by column; of some tables only, where they are named."""
    lines: list[str] = []
    chosen = {report.form.table(name).key for name in tables}
    for key, column in report.form.columns.items():
        if chosen and column.table not in chosen:
            continue
        mine = [t for t in report.trace if t.column == key]
        if not mine:
            continue
        lines.append(f"{key} {column.label.in_(lang)}{_COLON[lang]}{shown(report.total[key], column.money)}")
        for t in mine:
            day = t.date.isoformat() if t.date else ""
            lines.append(f"  {shown(t.value, column.money)}  {t.id}  {day}  {t.where}")
        rules = dict.fromkeys(r for t in mine for r in t.rules)
        labels = ("；" if lang == "zh" else "; ").join(
            report.definitions.rules[r].label.in_(lang) for r in rules
        )
        lines.append(f"  {word('rules', lang)}{_COLON[lang]}{labels}")
    return "\n".join(lines)


_COLON = {"zh": "：", "en": ": "}


def rows(report: StatisticsReport, table: Table, teams: bool = True) -> Iterator[tuple[str, str, Figures]]:
    """The rows of a table: each organ, each of its teams where there are several, and the sum."""
    for organ, figures in report.organs.items():
        yield organ, "", figures
        mine = [(team, f) for (name, team), f in report.teams.items() if name == organ]
        if teams and len(mine) > 1 and table.key not in figures.no_power:
            for team, numbers in mine:
                yield organ, team, numbers


def cell(table: Table, column: Column, figures: Figures, lang: str) -> str:
    """One number as it stands in a table; that there is no such power is said instead of a 0."""
    if table.key in figures.no_power:
        return word("no_power", lang)
    return shown(figures[column.key], column.money, column.divisor is not None)


def grid(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> list[str]:
    """Columns that line up; numbers to the right of the first column."""
    everything = [list(heads), *map(list, lines)]
    widths = [max(columns(row[i]) for row in everything) for i in range(len(heads))]
    made = []
    for row in everything:
        cells = [
            value + " " * (width - columns(value)) if place == 0 else " " * (width - columns(value)) + value
            for place, (value, width) in enumerate(zip(row, widths, strict=True))
        ]
        made.append("  ".join(cells).rstrip())
    made.insert(1, "  ".join("-" * width for width in widths))
    return made


class _Writer:
    """One report being written in one language."""

    def __init__(self, report: StatisticsReport, lang: str, width: int) -> None:
        self.report, self.lang, self.width = report, lang, width

    def say(self, key: str, **values: object) -> str:
        return word(key, self.lang, **values)

    def everything(self) -> Iterator[str]:
        yield self.say("report_title", year=self.report.year)
        yield ""
        for table in self.report.form.tables:
            yield from self.table(table)
            yield ""
        account = narrative(self.report, self.lang)
        for line in account.to_text().split("\n"):
            yield from wrap(line, self.width) if line else [""]
        yield ""
        yield from self.checks()
        yield ""
        yield from self.left_out()

    def table(self, table: Table) -> Iterator[str]:
        """A table turned round: a line for each column of the form, a column for each organ."""
        title = self.say("table_title", number=table.number, label=table.label.in_(self.lang))
        yield title + (self.say("optional") if table.optional else "")
        organs = list(self.report.organs.items())
        heads = [self.say("column"), *(o or self.say("no_organ") for o, _ in organs)]
        if len(organs) != 1:
            heads.append(self.say("total_row"))
        if self.report.previous:
            heads.append(self.say("previous_row"))
        heads.append(self.say("unit"))
        lines = []
        for column in table.columns:
            figures = [f for _, f in organs] + ([self.report.total] if len(organs) != 1 else [])
            line = [column.label.in_(self.lang), *(cell(table, column, f, self.lang) for f in figures)]
            if self.report.previous:
                line.append(cell(table, column, self.report.previous, self.lang))
            lines.append([*line, column.unit.in_(self.lang)])
        yield from grid(heads, lines)

    def checks(self) -> Iterator[str]:
        yield (
            f"{self.say('checks')}（{len(self.report.findings)}）"
            if self.lang == "zh"
            else (f"{self.say('checks')} ({len(self.report.findings)})")
        )
        if not self.report.findings:
            yield f"  {self.say('none')}"
        for finding in self.report.findings[:_SHOWN]:
            whom = "  ".join(dict.fromkeys(filter(None, (finding.id, finding.where))))
            head = f"[{self.say(finding.severity)}] {finding.message.in_(self.lang)}"
            yield from wrap(head, self.width, "  ", "    ")
            clauses = self.say("clauses", clauses=finding.clauses.in_(self.lang))
            yield from wrap(f"{whom}  {clauses}".strip(), self.width, "    ", "    ")
        yield from self.rest(len(self.report.findings))
        if self.report.liability:
            yield f"  {self.say('liability')}{_COLON[self.lang]}"
            for remark in self.report.liability:
                yield from wrap(remark.in_(self.lang), self.width, "  - ", "    ")

    def left_out(self) -> Iterator[str]:
        left = self.report.left_out
        yield (
            f"{self.say('not_counted')}（{len(left)}）"
            if self.lang == "zh"
            else (f"{self.say('not_counted')} ({len(left)})")
        )
        if not left:
            yield f"  {self.say('none')}"
        for one in left[:_SHOWN]:
            act = self.act(one.act)
            line = "  ".join(
                filter(None, (one.id, act.in_(self.lang) if act else "", one.reason.in_(self.lang)))
            )
            yield from wrap(line, self.width, "  ", "    ")
        yield from self.rest(len(left))

    def act(self, code: str | None) -> Text | None:
        type_ = self.report.definitions.acts.get(code or "")
        return type_.label if type_ else None

    def rest(self, count: int) -> Iterator[str]:
        if count > _SHOWN:
            yield f"  {self.say('more', count=count - _SHOWN)}"
