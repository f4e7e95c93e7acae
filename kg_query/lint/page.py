"""The report as a document: what was found where, check by check, with the words of the clauses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..reports.documents.model import (
    Cell,
    Column,
    Details,
    Document,
    HeatMap,
    Paragraph,
    Quote,
    Section,
    Table,
    Tone,
    Value,
)
from ..validate.report import SEVERITIES, severity_word
from ..wording.citation import regulation_name, short_name
from ..wording.messages import listed
from .text import heading, verdict
from .values import ABOUT, Check, Clause, Fault, LintReport

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["document", "section"]

_TONE: dict[str, Tone] = {"violation": "bad", "warning": "warn", "info": "mild"}


def document(corpus: Corpus, report: LintReport, lang: str, command: str = "") -> Document:
    """The whole report in one language, ready for any format.

    Args:
        corpus: the compiled law, for the names of regulations.
        report: what the checks found.
        lang: "zh" or "en".
        command: the command that made it, for the page on how it was made.
    """
    page = _Page(corpus, report, lang)
    return Document(
        title=page.title(),
        lang=lang,
        subtitle=listed([page.name(slug) for slug in page.regulations], lang),
        sections=(page.summary(), *(section(corpus, report, about, lang) for about in page.abouts)),
        about=tuple(page.about(command)),
    )


def section(corpus: Corpus, report: LintReport, about: str, lang: str) -> Section:
    """The faults of the data, or the defects of the law, check by check.

    Args:
        corpus: the compiled law.
        report: what the checks found.
        about: "data" or "law".
        lang: "zh" or "en".
    """
    return _Page(corpus, report, lang).section(about)


class _Page:
    def __init__(self, corpus: Corpus, report: LintReport, lang: str) -> None:
        self.corpus, self.report, self.lang = corpus, report, lang
        self.abouts = [
            a for a in ABOUT[::-1] if any(c.about == a for c in (*report.checks, *report.by_check()))
        ]
        met = {slug for f in report for slug in self.slugs(f)}
        self.regulations = [slug for slug in corpus.regulations if slug in met]

    def say(self, zh: str, en: str) -> str:
        """The one of two texts that is in the language of the page."""
        return en if self.lang == "en" else zh

    def name(self, slug: str) -> str:
        """The name of a regulation."""
        return regulation_name(self.corpus.regulations[slug], self.lang)

    def short(self, slug: str) -> str:
        """What a table calls a regulation."""
        return short_name(self.corpus.regulations[slug], self.lang)

    def slugs(self, fault: Fault) -> list[str]:
        """The regulations that a fault concerns, in their order."""
        return [slug for slug in self.corpus.regulations if fault.concerns(frozenset((slug,)))]

    def title(self) -> str:
        """What the report is called."""
        if self.abouts == ["law"]:
            return self.say("规范性文件起草缺陷检查报告", "Drafting defects of the regulations")
        return self.say("规范性文件与图谱检查报告", "Report of the checks on the regulations and the graph")

    # --- in figures -----------------------------------------------------------------------

    def summary(self) -> Section:
        """How many defects each check found in each regulation."""
        checks = [c for c in self.report.by_check() if c.about == "law"]
        said = verdict(self.report, self.lang) + self.say("。", ".")
        blocks: list[Paragraph | Table | HeatMap] = [Paragraph(said)]
        if checks and self.regulations:
            table = self.matrix(checks)
            blocks += [self.map(checks, table.key), table, self.severities(checks)]
        return Section("summary", self.say("概览", "Summary"), tuple(blocks))

    def count(self, check: Check, slug: str) -> int:
        """How many faults of a check concern a regulation."""
        mine = self.report.by_check().get(check, ())
        return sum(f.concerns(frozenset((slug,))) for f in mine)

    def matrix(self, checks: list[Check]) -> Table:
        """Checks × regulations: how many defects; one that concerns two regulations counts in both."""
        columns = (
            Column("check", self.say("缺陷", "defect"), 3),
            Column("severity", self.say("程度", "severity")),
            *(Column(slug, self.short(slug)) for slug in self.regulations),
            Column("total", self.say("合计", "total")),
            Column("acknowledged", self.say("已说明", "acknowledged")),
        )
        rows: list[tuple[Value, ...]] = []
        for check in checks:
            mine = self.report.by_check()[check]
            rows.append(
                (
                    check.sentence.in_(self.lang),
                    Cell(severity_word(check.severity, self.lang), _TONE.get(check.severity, "")),
                    *(self.count(check, slug) for slug in self.regulations),
                    len(mine),
                    sum(f.acknowledged is not None for f in mine),
                )
            )
        title = self.say("各部规定的起草缺陷", "Drafting defects of each regulation")
        note = self.say(
            "涉及两部规定的缺陷在两部中各计一次，合计只计一次。",
            "A defect that concerns two regulations counts in both, and once in the total.",
        )
        return Table("defects", title, columns, tuple(rows), note)

    def severities(self, checks: list[Check]) -> Table:
        """Severities × regulations: how many defects; one that concerns two regulations counts in both."""
        rows: list[tuple[Value, ...]] = []
        for severity in map(str, SEVERITIES):
            mine = [c for c in checks if str(c.severity) == severity]
            if mine:
                rows.append(
                    (
                        Cell(severity_word(severity, self.lang), _TONE.get(severity, "")),
                        *(sum(self.count(c, slug) for c in mine) for slug in self.regulations),
                        sum(len(self.report.by_check()[c]) for c in mine),
                    )
                )
        columns = (
            Column("severity", self.say("程度", "severity")),
            *(Column(slug, self.short(slug)) for slug in self.regulations),
            Column("total", self.say("合计", "total")),
        )
        title = self.say("各部规定的起草缺陷，按程度", "Drafting defects of each regulation, by severity")
        return Table("severities", title, columns, tuple(rows))

    def map(self, checks: list[Check], table: str) -> HeatMap:
        """The same as a field of colours."""

        def cell(check: Check, slug: str) -> Cell | None:
            number = self.count(check, slug)
            return Cell(number, _TONE.get(check.severity, "")) if number else None

        return HeatMap(
            "defects_map",
            self.say("缺陷分布", "Where the defects are"),
            self.say(
                "行为缺陷，列为规定，数字为处数，颜色为程度。",
                "Rows are defects, columns regulations; the number says how many, the colour how grave.",
            ),
            table,
            tuple(self.short(slug) for slug in self.regulations),
            tuple(c.sentence.in_(self.lang) for c in checks),
            tuple(tuple(cell(c, slug) for slug in self.regulations) for c in checks),
            tuple((_TONE[str(s)], severity_word(s, self.lang)) for s in SEVERITIES if str(s) in _TONE),
        )

    # --- check by check -------------------------------------------------------------------

    def section(self, about: str) -> Section:
        """All that the checks of one kind found."""
        mine = {c: f for c, f in self.report.by_check().items() if c.about == about}
        none = Paragraph(self.say("没有发现。", "Nothing was found."))
        parts = tuple(self.part(check, faults) for check, faults in mine.items())
        return Section(about, heading(about, self.lang), () if parts else (none,), parts)

    def part(self, check: Check, faults: tuple[Fault, ...]) -> Section:
        """One check: what a defect is, where it is, what to do, and the clauses in full."""
        grade = severity_word(check.severity, self.lang)
        said = self.say(
            f"{grade}，{len(faults)} 处。处理：{check.fix.zh}",
            f"{grade.capitalize()}, {len(faults)} found. What to do: {check.fix.en}",
        )
        quotes = tuple(self.quotes(faults))
        more = (Details(self.say("所涉条文原文", "The clauses in full"), quotes),) if quotes else ()
        return Section(
            check.name,
            check.sentence.in_(self.lang).rstrip("。."),
            (Paragraph(said), self.table(check, faults), *more),
        )

    def table(self, check: Check, faults: tuple[Fault, ...]) -> Table:
        """The faults of one check."""
        law = check.about == "law"
        known = any(f.acknowledged for f in faults)
        columns = [
            Column("regulation", self.say("规定", "regulation")),
            Column("clauses", self.say("条文", "clauses")),
            Column("entity", self.say("对象", "entity")),
            Column("problem", self.say("问题", "problem"), 4),
            *([] if law else [Column("file", self.say("文件", "file"))]),
            *([Column("acknowledged", self.say("保留的理由", "reason it stays"), 2)] if known else []),
        ]
        rows: list[tuple[Value, ...]] = []
        for fault in faults:
            row: list[Value] = [
                listed([self.short(slug) for slug in self.slugs(fault)], self.lang),
                self.clauses(fault),
                fault.entity,
                fault.problem.in_(self.lang),
                *([] if law else [fault.file]),
            ]
            if known:
                row.append(fault.acknowledged.in_(self.lang) if fault.acknowledged else None)
            rows.append(tuple(row))
        title = self.say(f"{check.sentence.zh.rstrip('。')}：各处", f"{check.sentence.en.rstrip('.')}: where")
        return Table(check.name, title, tuple(columns), tuple(rows), group_by="regulation")

    def clauses(self, fault: Fault) -> str:
        """The clauses of a fault as they are cited within their regulation."""
        from ..wording.citation import cite_list

        units = [c.id for c in fault.clauses if c.id in self.corpus.provisions]
        return listed(cite_list(self.corpus, units), self.lang)

    def quotes(self, faults: tuple[Fault, ...]) -> Iterator[Quote]:
        """The words of all clauses concerned, each once, in the order of the texts."""
        clauses: dict[str, Clause] = {c.id: c for f in faults for c in f.clauses if c.words is not None}
        order = {one: i for i, one in enumerate(self.corpus.provisions)}
        for one in sorted(clauses.values(), key=lambda c: order.get(c.id, 0)):
            if one.words is not None:
                yield Quote(one.words.in_(self.lang), one.citation.in_(self.lang))

    # --- how it was made ------------------------------------------------------------------

    def about(self, command: str) -> Iterator[tuple[str, str]]:
        """Version, regulations, command, and what a defect is."""
        from .. import __version__

        yield self.say("版本", "version"), f"kg-query {__version__}"
        if self.regulations:
            names = [f"{self.name(slug)} ({slug})" for slug in self.regulations]
            yield self.say("规定", "regulations"), listed(names, self.lang)
        if command:
            yield self.say("命令", "command"), command
        yield (
            self.say("检查", "checks"),
            self.say("、", ", ").join(c.name for c in self.report.checks),
        )
        yield (
            self.say("说明", "what is meant"),
            self.say(
                "起草缺陷由对条文的建模得出：每一处列出所涉条文，所举情形均经评定程序复核。"
                "是否修改由制定机关决定；保留的理由可以写入图谱，写入后仍然列出。",
                "Defects follow from the model of the clauses: each names the clauses it concerns, and every case "
                "told was assessed before it was told. Whether to mend them is for the drafters; the reason why one "
                "stays can be written into the graph, and it is then listed with it.",
            ),
        )
