"""The report as a page of plain text, lines wrapped."""

from __future__ import annotations

from ..validate.report import severity_word
from ..wording.layout import WIDTH, Page
from .values import Check, Clause, Fault, LintReport

__all__ = ["heading", "report_text", "verdict"]


def report_text(report: LintReport, lang: str, width: int = WIDTH) -> str:
    """The report in `lang`, in lines of `width` columns: faults of the data, defects of the law, how many."""
    page = Page(lang, width)
    lines: list[str] = []
    for about in ("data", "law"):
        mine = {c: f for c, f in report.by_check().items() if c.about == about}
        if mine:
            lines += [f"== {heading(about, lang)}", ""]
        for check, faults in mine.items():
            lines += _check(page, check, faults)
    return "\n".join([*lines, *page.line(0, verdict(report, lang))])


def heading(about: str, lang: str) -> str:
    """What the faults of one kind of check are called."""
    words = {
        "data": ("图谱数据", "The graph as data"),
        "law": ("文本的起草缺陷", "Drafting defects of the texts"),
    }
    return words[about][lang == "en"]


def verdict(report: LintReport, lang: str) -> str:
    """One line: whether a violation is left, how many defects the law has, and what ran."""
    page = Page(lang)
    counted = sum(f.counts for f in report.faults)
    n, m = len(report.checks), len(report.shapes)
    said = [
        page.say("没有待处理的违反", "no violation is left")
        if report.passed
        else page.say(f"有 {counted} 处违反", f"{counted} violations")
    ]
    if any(c.about == "law" for c in report.checks):
        law = report.of("law")
        known = sum(f.acknowledged is not None for f in law)
        said.append(page.say(f"起草缺陷 {len(law) - known} 处", f"{len(law) - known} drafting defects"))
        if known:
            said.append(page.say(f"另有 {known} 处已说明", f"{known} more acknowledged"))
    said.append(
        page.say(f"共运行 {n} 项检查、{m} 个形状", f"{n} checks and {m} shapes ran")
        if m
        else page.say(f"共运行 {n} 项检查", f"{n} checks ran")
    )
    said.append(page.say(f"列出 {len(report)} 处", f"{len(report)} rows listed"))
    return page.say("，", ", ").join(said)


def _check(page: Page, check: Check, faults: tuple[Fault, ...]) -> list[str]:
    lang = page.lang
    head = f"{severity_word(check.severity, lang)}  {check.sentence.in_(lang)}  [{check.name}]"
    lines = page.line(0, head)
    for fault in faults:
        lines += _fault(page, fault)
    return [*lines, *page.line(1, f"→ {check.fix.in_(lang)}"), ""]


def _fault(page: Page, fault: Fault) -> list[str]:
    where = f" ({fault.file})" if fault.file else ""
    lines = page.line(2, f"{fault.entity}{page.say('：', ': ')}{fault.problem.in_(page.lang)}{where}")
    for clause in fault.clauses:
        lines += page.line(3, _clause(page, clause))
    if fault.acknowledged:
        said = page.say("已说明：", "acknowledged: ")
        lines += page.line(3, f"{said}{fault.acknowledged.in_(page.lang)}")
    return lines


def _clause(page: Page, clause: Clause) -> str:
    cited = clause.citation.in_(page.lang)
    if clause.words is None:
        return f"§ {cited}"
    return f"§ {cited}{page.say('：', ': ')}{clause.words.in_(page.lang)}"
