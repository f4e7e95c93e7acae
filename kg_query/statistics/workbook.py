"""The annual report as an Excel workbook: a sheet for each table, the account, checks, trace, rules.

The same report gives the same bytes; text never becomes a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ..reports.plain import clean
from ..reports.sheets import FACE, HEAD, height_of, new_workbook, printed, put
from .counting import Figures
from .definitions import Column, Table
from .narrative import narrative, numbered, whose
from .report import StatisticsReport
from .text import rows
from .values import plain
from .words import word

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ["to_xlsx"]

_FIRST = 2  # rows above the heading of a table


def to_xlsx(report: StatisticsReport, lang: str = "zh") -> bytes:
    """The bytes of the workbook in one language."""
    made = BytesIO()
    day = report.reported or report.published or report.due
    title = word("report_title", lang, year=report.year)
    book = new_workbook(made, title, day.isoformat(), lang)
    _Workbook(book, report, lang).write()
    book.close()
    return made.getvalue()


class _Workbook:
    """One report being written into one workbook."""

    def __init__(self, book: Any, report: StatisticsReport, lang: str) -> None:
        self.book, self.report, self.lang = book, report, lang
        plain_ = {
            "font_name": FACE,
            "font_size": 10.5,
            "valign": "top",
            "border": 1,
            "border_color": "#BFBFBF",
        }
        head = {
            "font_name": HEAD,
            "bold": True,
            "bg_color": "#EBEBEB",
            "text_wrap": True,
            "valign": "vcenter",
        }
        sum_ = plain_ | {"bold": True, "bg_color": "#F5F5F5"}
        self.styles: dict[str, Format] = {
            "head": book.add_format(plain_ | head | {"align": "center"}),
            "text": book.add_format(plain_ | {"text_wrap": True}),
            "count": book.add_format(plain_ | {"num_format": "#,##0"}),
            "money": book.add_format(plain_ | {"num_format": "#,##0.00"}),
            "rate": book.add_format(plain_ | {"num_format": "0.00%"}),
            "day": book.add_format(plain_ | {"num_format": "yyyy-mm-dd", "align": "left"}),
            "sum_text": book.add_format(sum_),
            "sum_count": book.add_format(sum_ | {"num_format": "#,##0"}),
            "sum_money": book.add_format(sum_ | {"num_format": "#,##0.00"}),
            "sum_rate": book.add_format(sum_ | {"num_format": "0.00%"}),
            "title": book.add_format({"font_name": HEAD, "bold": True, "font_size": 16}),
            "note": book.add_format({"font_name": FACE, "font_size": 10.5, "font_color": "#595959"}),
            "free": book.add_format({"font_name": FACE, "font_size": 12, "text_wrap": True, "valign": "top"}),
            "part": book.add_format({"font_name": HEAD, "font_size": 12, "bold": True}),
        }  # fmt: skip

    def say(self, key: str, **values: object) -> str:
        return word(key, self.lang, **values)

    def write(self) -> None:
        for table in self.report.form.tables:
            self.table(table)
        self.account()
        self.checks()
        self.not_counted()
        self.trace()
        self.rules()
        self.readings()

    # --- tables -----------------------------------------------------------------------------

    def table(self, table: Table) -> None:
        """A table as the form has it: a row for each organ and team, the columns of the form."""
        report = self.report
        title = self.say("table_title", number=table.number, label=table.label.in_(self.lang))
        sheet = self.book.add_worksheet(_sheet_name(title))
        printed(sheet, self.lang, landscape=True)
        put(sheet, 0, 0, f"{report.year}　{title}", self.styles["title"])
        put(sheet, 1, 0, whose(report, self.lang), self.styles["note"])
        heads = [self.say("organ"), self.say("team")]
        heads += [f"{c.label.in_(self.lang)}\n（{c.unit.in_(self.lang)}）" for c in table.columns]
        for place, text in enumerate(heads):
            put(sheet, _FIRST, place, text, self.styles["head"])
        sheet.set_row(_FIRST, 62)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 12)
        sheet.set_column(2, 1 + len(table.columns), 11)
        row = _FIRST
        for organ, team, figures in rows(report, table):
            row += 1
            self.line(sheet, row, table, (organ or self.say("no_organ"), team), figures, "")
        last = row
        self.line(sheet, row + 1, table, (self.say("total_row"), ""), report.total, "sum_")
        if report.previous is not None:
            self.line(sheet, row + 2, table, (self.say("previous_row"), ""), report.previous, "sum_")
        sheet.freeze_panes(_FIRST + 1, 2)
        if last > _FIRST:
            sheet.autofilter(_FIRST, 0, last, 1 + len(table.columns))
        sheet.repeat_rows(_FIRST)
        if any(c.method == "heaviestOfActs" for c in table.columns) and any(
            report.total[c.key] for c in table.columns
        ):
            self.chart(sheet, table, row + 1)

    def line(
        self, sheet: Worksheet, row: int, table: Table, names: tuple[str, str], figures: Figures, look: str
    ) -> None:
        for place, name in enumerate(names):
            put(sheet, row, place, clean(name), self.styles[f"{look}text"])
        for place, column in enumerate(table.columns, 2):
            if table.key in figures.no_power:
                put(sheet, row, place, self.say("no_power"), self.styles[f"{look}text"])
            else:
                value, style = self.number(column, figures)
                put(sheet, row, place, value, self.styles[look + style])

    def number(self, column: Column, figures: Figures) -> tuple[object, str]:
        value = figures.values.get(column.key)
        if value is None:
            return self.say("no_value"), "text"
        if column.divisor is not None:
            return float(value) / 100, "rate"
        return plain(value), "money" if column.money else "count"

    def chart(self, sheet: Worksheet, table: Table, total: int) -> None:
        """The cases of each class as bars, beside those of the year before where they are known."""
        classes = [i for i, c in enumerate(table.columns, 2) if c.method == "heaviestOfActs"]
        first, last = classes[0], classes[-1]
        chart = self.book.add_chart({"type": "column"})
        name = sheet.get_name()
        series = [(total, "chart_year", "#2F5597")]
        if self.report.previous is not None:
            series.append((total + 1, "chart_before", "#BFBFBF"))
        for row, key, colour in series:
            chart.add_series({
                "name": self.say(key),
                "categories": [name, _FIRST, first, _FIRST, last],
                "values": [name, row, first, row, last],
                "fill": {"color": colour},
            })  # fmt: skip
        chart.set_title({"name": self.say("chart_penalties"), "name_font": {"name": HEAD, "size": 12}})
        chart.set_y_axis(
            {"min": 0, "major_gridlines": {"visible": True, "line": {"color": "#E0E0E0"}}, "num_format": "0"}
        )
        chart.set_x_axis({"num_font": {"name": FACE, "size": 8}})
        chart.set_legend({"none": True} if len(series) == 1 else {"position": "bottom"})
        chart.set_size({"width": 900, "height": 320})
        sheet.insert_chart(total + 4, 0, chart, {"description": self.say("chart_penalties")})

    # --- text -------------------------------------------------------------------------------

    def account(self) -> None:
        """The account in Chinese and in English, one paragraph a cell."""
        sheet = self.book.add_worksheet(self.say("account"))
        printed(sheet, self.lang)
        sheet.set_column(0, 0, 80)
        row = 0
        for lang in dict.fromkeys((self.lang, "zh", "en")):
            account = narrative(self.report, lang)
            put(sheet, row, 0, clean(account.title), self.styles["title"])
            row += 1
            for part, section in enumerate(account.sections, 1):
                put(sheet, row, 0, numbered(part, lang) + section.heading, self.styles["part"])
                for number, paragraph in enumerate(section.paragraphs, row + 1):
                    text = clean(paragraph)
                    put(sheet, number, 0, text, self.styles["free"])
                    sheet.set_row(number, height_of([(text, 68)], line=17))
                row += len(section.paragraphs) + 1
            row += 1

    def listing(
        self, title: str, heads: Sequence[tuple[str, float]], lines: Iterable[Sequence[object]]
    ) -> None:
        """A sheet with one long table: heading frozen and filtered."""
        sheet = self.book.add_worksheet(self.say(title))
        printed(sheet, self.lang, landscape=True)
        sheet.repeat_rows(0)
        sheet.freeze_panes(1, 0)
        for place, (key, width) in enumerate(heads):
            sheet.set_column(place, place, width)
            put(sheet, 0, place, self.say(key), self.styles["head"])
        count = 0
        for count, line in enumerate(lines, 1):
            for place, value in enumerate(line):
                self.cell(sheet, count, place, value)
            sheet.set_row(count, height_of([(str(v), heads[i][1]) for i, v in enumerate(line)], line=14))
        if count:
            sheet.autofilter(0, 0, count, len(heads) - 1)
        else:
            put(sheet, 1, 0, self.say("none"), self.styles["text"])

    def cell(self, sheet: Worksheet, row: int, place: int, value: object) -> None:
        if isinstance(value, date):
            sheet.write_datetime(row, place, datetime.combine(value, time()), self.styles["day"])
        else:
            put(sheet, row, place, clean(value) if isinstance(value, str) else value, self.styles["text"])

    def checks(self) -> None:
        definitions = self.report.definitions
        heads = (
            ("severity", 9),
            ("check", 16),
            ("message", 46),
            ("id", 22),
            ("where", 38),
            ("clause", 36),
            ("ground", 34),
        )
        self.listing("checks", heads, [
            (self.say(f.severity), definitions.checks[f.check].label.in_(self.lang), f.message.in_(self.lang),
             f.id, f.where, f.clauses.in_(self.lang), ", ".join(f.grounds))
            for f in self.report.findings
        ])  # fmt: skip

    def not_counted(self) -> None:
        heads = (("id", 24), ("act", 22), ("date", 12), ("reason", 44), ("where", 54))
        self.listing("not_counted", heads, [
            (one.id, self.act(one.act), one.date or "", one.reason.in_(self.lang), one.where)
            for one in self.report.left_out
        ])  # fmt: skip

    def trace(self) -> None:
        columns, rules = self.report.form.columns, self.report.definitions.rules
        heads = (
            ("column", 26),
            ("value", 12),
            ("id", 24),
            ("date", 12),
            ("organ", 22),
            ("team", 10),
            ("act", 18),
            ("where", 44),
            ("date_from", 34),
            ("rules", 40),
        )
        self.listing("trace", heads, [
            (f"{t.column} {columns[t.column].label.in_(self.lang)}", plain(t.value), t.id, t.date or "",
             t.group[0], t.group[1], self.act(t.act), t.where, t.date_from or "",
             "；".join(rules[r].label.in_(self.lang) for r in t.rules))
            for t in self.report.trace
        ])  # fmt: skip

    def act(self, code: str | None) -> str:
        type_ = self.report.definitions.acts.get(code or "")
        return type_.label.in_(self.lang) if type_ else code or ""

    def rules(self) -> None:
        heads = (("rule", 26), ("rule_text", 60), ("seen_in", 40), ("verification", 16), ("caution", 40))
        used = dict.fromkeys(
            r for t in self.report.form.tables for r in (*t.rules, *(r for c in t.columns for r in c.rules))
        )
        self.listing("notes", heads, [
            (rule.label.in_(self.lang), rule.text.in_(self.lang), rule.seen_in.in_(self.lang),
             self.say(rule.verification), rule.caution.in_(self.lang) if rule.caution else "")
            for rule in (self.report.definitions.rules[r] for r in used)
        ])  # fmt: skip

    def readings(self) -> None:
        heads = (("reading", 30), ("taken", 46), ("not_taken", 46), ("reading_reason", 56))
        self.listing("reading", heads, [
            (r.label.in_(self.lang), r.primary.in_(self.lang), r.alternative.in_(self.lang), r.reason.in_(self.lang))
            for r in self.report.readings
        ])  # fmt: skip


def _sheet_name(title: str) -> str:
    """A title as a workbook accepts it: no brackets or slashes, 31 characters."""
    return "".join(" " if c in "[]:*?/\\" else c for c in title)[:31].strip()
