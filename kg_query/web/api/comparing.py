"""Operations that compare regulations or look for defects in them: compare, compare case, lint."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kg_query.compare.asked import ASKED, FEW, in_rdf, parts_of
from kg_query.compare.matrix import RELATIONS
from kg_query.compare.narrowing import DIFFERENCES, NARROWING, SCOPES, WORDINGS, Narrow
from kg_query.compare.scenarios import KINDS
from kg_query.errors import UsageError
from kg_query.matters import read_matters
from kg_query.matters.choosing import choose
from kg_query.model import Text
from kg_query.validate.report import SEVERITIES

from .common import MATTER, MATTERS, assessed, grounds
from .operations import Answer, Call, Example, Operation, file, json
from .options import Parameter
from .refusals import NotFound

if TYPE_CHECKING:
    from kg_query.compare import Comparison
    from kg_query.graph import KnowledgeGraph
    from kg_query.lint import LintReport

__all__ = ["OPERATIONS"]

_TAG = "comparing"
_REPORTS = ("json", "csv", "text", "html", "xlsx", "docx", "pdf")
#: How long a comparison may take: millions of sets of findings are tried, and other work goes on beside it.
_SECONDS = 120.0
#: The parts that heed an option.
_OWNERS = {
    "ground": ("grounds",), "family": ("grounds",), "similarity": ("clauses",), "limit": ("scenarios",),
    "exhaustive": ("scenarios",), **NARROWING,
}  # fmt: skip


def _compare(call: Call) -> Answer:
    part = call.path.get("part", "overview")
    if part == "case":
        raise NotFound(
            Text("按案件比较须用 POST 给出事项", "the part “case” is asked by POST, with a matter"),
            hint=Text("POST /api/v1/compare/case", "POST /api/v1/compare/case"),
        )
    return _compared(call, part, None)


def _compare_case(call: Call) -> Answer:
    subject = choose(read_matters(call.files(), call.kg.corpus), call.options.one("matter"), "matter=")
    return _compared(call, "case", subject)


def _one_table(call: Call) -> str | None:
    """The one table of a report that is asked for, in a format that can hold one alone."""
    table = call.options.one("table")
    if table is not None and call.format not in ("csv", "json", "xlsx"):
        raise UsageError(Text("table 只与 csv、json、xlsx 连用", "table goes with csv, json and xlsx only"))
    return table


def _compared(call: Call, part: str, subject: Any) -> Answer:
    from kg_query.compare import Report, Wanted
    from kg_query.reports.documents.render import rendered

    options, format = call.options, call.format
    table = _one_table(call)
    parts = parts_of(part)
    for name, owners in _OWNERS.items():
        if not set(owners) & set(parts) and options.all(name):
            raise UsageError(
                Text(
                    f"{name} 只用于 {'、'.join(owners)}，与 {part} 无关",
                    f"{name} is for {', '.join(owners)}, not for {part}",
                ),
                hint=Text(f"例如：/api/v1/compare/{owners[0]}", f"For example: /api/v1/compare/{owners[0]}"),
            )
    if format == "turtle":
        parts, _ = in_rdf(parts)
    limit = options.count("limit")
    wanted = Wanted(
        parts,
        tuple(options.all("ground")),
        tuple(options.all("family")),
        options.share("similarity"),
        limit if limit is not None else FEW if part == "overview" else None,
        options.flag("exhaustive"),
        subject,
        Narrow.asked(
            call.kg.corpus,
            parts,
            {name: options.flag(name) if name == "shared" else options.one(name) for name in NARROWING},
        ),
    )
    report = Report(_comparison(call.kg, tuple(options.all("regulation")), options.one("base")), wanted)
    if format == "json" and table is None:
        return json(report.to_json())
    name = f"compare-{part}"
    if format == "turtle":
        return file(call, report.to_turtle().encode(), name)
    made = report.to_document(call.lang, call.command("compare", part), whole=table is not None)
    return file(call, rendered(made, format, table), name)


@lru_cache(maxsize=4)
def _comparison(kg: KnowledgeGraph, regulations: tuple[str, ...], base: str | None) -> Comparison:
    """The latest comparisons stay at hand: the page, its filters and its files rest on one."""
    return kg.compare(regulations or None, base)


@lru_cache(maxsize=8)
def _checked(
    kg: KnowledgeGraph, about: str, checks: tuple[str, ...], regulations: tuple[str, ...]
) -> LintReport:
    """The latest reports stay at hand: a page and the files of its tables rest on one."""
    return kg.lint(about, checks, regulations)


def _lint(call: Call) -> Answer:
    options, format, table = call.options, call.format, _one_table(call)
    about: Any = options.one("about") or "all"
    known = {"yes": True, "no": False}.get(options.one("acknowledged") or "")
    report = _checked(call.kg, about, tuple(options.all("check")), tuple(options.all("regulation")))
    report = report.only(options.all("severity"), known)
    if format == "json" and table is None:
        return json(report.to_json())
    if format == "csv" and table is None:
        from kg_query.reports.documents.as_csv import rows_csv

        return file(call, rows_csv(report.columns, report.rows(call.lang)))
    if format == "text":
        return Answer(f"{report.to_text(call.lang)}\n".encode())
    from kg_query.lint.page import document
    from kg_query.reports.documents.render import rendered

    words = call.options.words()
    command = call.command_line(["lint", *([] if options.one("about") else ["--about", about]), *words])
    made = document(call.kg.corpus, report, call.lang, command)
    return file(call, rendered(made, format, table), f"lint-{table}" if table else None)


_SOME = Parameter(
    "regulation",
    Text("比较这几部规定；可重复；默认用于认定的全部", "compare these regulations; repeatable; by default all that matters are assessed under"),
    several=True,
    known=assessed,
    example="nanmu",
)  # fmt: skip
_BASE = Parameter(
    "base",
    Text("以哪一部为基准；默认第一部", "the one that others are measured by; the first by default"),
    known=assessed,
    example="nanmu",
)
_TABLE = Parameter("table", Text("csv、json 或者 xlsx 只输出这张表", "only this table, as csv, json or xlsx"))
_DETAILS = (
    Parameter("ground", Text("只比较这个事由；可重复（grounds）", "only this ground; repeatable (grounds)"), several=True, known=grounds, example="force_majeure"),
    Parameter("family", Text("只比较这一类事由；可重复（grounds）", "only this family of grounds; repeatable (grounds)"), several=True, example="exploration"),
    Parameter("similarity", Text("条文文字相似到多少才列出（clauses）", "how alike clauses must be in words to be listed (clauses)"), "share", example="0.5"),
    Parameter("limit", Text("每两部规定列出几个分歧情形（scenarios）", "how many scenarios for each two regulations (scenarios)"), "count", example="3"),
    Parameter("exhaustive", Text("多于三项认定的组合也尽量穷尽，较慢（scenarios）", "of sets of more than three findings, join all there are; slower (scenarios)"), "flag"),
)  # fmt: skip
_NARROWING = {
    "q": Parameter("q", Text("只列出名称含有这些词的事由（grounds）", "only grounds with these words in their names (grounds)"), example="safety"),
    "shared": Parameter("shared", Text("只列出至少两部规定涉及的认定（grounds）", "only findings that at least two of the regulations take into account (grounds)"), "flag"),
    "relation": Parameter("relation", Text("只列出有两部规定之间是这种关系的认定（grounds）", "only findings on which some two regulations stand so (grounds)"), known=RELATIONS, example="different_outcome"),
    "wording": Parameter("wording", Text("只列出文字这样相近的条文（clauses）", "only clauses that are alike in words so (clauses)"), known=WORDINGS, example="near"),
    "group": Parameter("group", Text("只列出这一组程序事项（procedure）", "only topics of this group (procedure)"), example="deciding"),
    "pair": Parameter("pair", Text("只列出这两部规定之间的，如 nanmu~mingshan（clauses、scenarios、procedure 的差异）", "only what stands between these two, such as nanmu~mingshan (clauses, scenarios, differences of procedure)"), example="nanmu~mingshan"),
    "scope": Parameter("scope", Text("宽严只列出这一口径的（measures）", "only the order of strictness over these situations (measures)"), known=SCOPES, example="same_facts"),
    "kind": Parameter("kind", Text("只列出这一类分歧情形（scenarios）或者程序差异（procedure）", "only scenarios of this kind (scenarios), or differences of this kind (procedure)"), known=(*KINDS, *DIFFERENCES), example="opposite"),
}  # fmt: skip
_PARTS = tuple(part for part in ASKED if part != "case")

OPERATIONS = (
    Operation(
        "compare", "GET", "/compare",
        Text("比较各部规定：概览", "Regulations compared: overview"),
        Text("各部规定的覆盖、宽严，以及使结论分歧的最小情形。", "Coverage, strictness, and the smallest sets of findings on which regulations part."),
        _compare, "compare", _TAG, (_SOME, _BASE, *_DETAILS[3:], _NARROWING["pair"], _NARROWING["kind"], _NARROWING["scope"], _TABLE),
        formats=(*_REPORTS, "turtle"), seconds=_SECONDS, needs_files=False, bilingual=True,
    ),
    Operation(
        "compare-part", "GET", "/compare/{part}",
        Text("比较各部规定：一个部分", "Regulations compared: one part"),
        Text(
            "measures 覆盖、重合与宽严；scenarios 最小分歧情形；grounds 逐事由；clauses 逐条文；procedure 程序；overview 概览；all 全部。",
            "measures: coverage, overlap, strictness; scenarios: the smallest sets of findings on which two regulations "
            "part; grounds: ground by ground; clauses: clause by clause; procedure; overview; all.",
        ),
        _compare, "compare", _TAG, (_SOME, _BASE, *_DETAILS, *_NARROWING.values(), _TABLE),
        places=(Parameter("part", Text("哪一部分", "which part"), known=_PARTS, example="grounds", required=True),),
        formats=(*_REPORTS, "turtle"), seconds=_SECONDS, needs_files=False, bilingual=True,
    ),
    Operation(
        "compare-case", "POST", "/compare/case",
        Text("同一事项在各部规定下", "One matter under all regulations"),
        Text("同一事项在各部规定下的结论，以及分歧的原因。", "What each regulation says of one matter, and why they part."),
        _compare_case, "compare-case", _TAG, (_SOME, _BASE, MATTER, _TABLE),
        roles=(MATTERS,), formats=_REPORTS, seconds=60.0,
        examples=(Example("matter", Text("一个事项", "one matter"), "data/examples/matter.json"),),
    ),
    Operation(
        "lint", "GET", "/lint",
        Text("起草缺陷与数据质量", "Drafting defects and the quality of the data"),
        Text(
            "条文之间的矛盾、不可能成立的条件、裁量无主体等起草缺陷（about=law），数据是否完整（about=data），逐项列出所涉条文。",
            "Drafting defects such as contradictions between clauses, conditions that can never be met, discretion "
            "without anyone who decides (about=law), and whether the data is whole (about=data), each with its clauses.",
        ),
        _lint, "lint", _TAG,
        (
            Parameter("about", Text("检查文本、数据或者两者；默认 all", "check the texts, the data, or all; by default all"), known=("law", "data", "all"), example="law"),
            Parameter("check", Text("只运行这一项检查；可重复", "run only this check; repeatable"), several=True, example="contradictory-outcomes"),
            Parameter("regulation", Text("只列出涉及这部规定的；可重复", "list only what concerns this regulation; repeatable"), several=True, example="mingshan"),
            Parameter("severity", Text("只列出这一程度的；可重复", "list only those of this severity; repeatable"), several=True, known=tuple(map(str, SEVERITIES)), example="warning"),
            Parameter("acknowledged", Text("yes 只列出已说明保留理由的，no 只列出未说明的", "yes: only those with a reason to stay; no: only those without"), known=("yes", "no"), example="no"),
            Parameter("table", Text("csv、json 或者 xlsx 只输出这张表：defects 按检查，severities 按程度，或者一项检查的名称", "only this table, as csv, json or xlsx: defects by check, severities by severity, or the name of a check"), example="defects"),
        ),
        formats=_REPORTS, seconds=120.0, needs_files=False, bilingual=True,
    ),
)  # fmt: skip
