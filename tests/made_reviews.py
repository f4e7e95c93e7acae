"""Reviews made by hand, so that forms and summaries are tested apart from the engine that reviews."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from kg_query import KnowledgeGraph
from kg_query.casefiles.case import CaseFile
from kg_query.corpus import Corpus
from kg_query.model import Provision, Text
from kg_query.review import BaseFailure, Deduction, NationalFinding, Open, Review, ShapeUse

TEAM = "蒲县红道乡综合行政执法队"

#: What a case file might hold to harm a page: formulas, markup of three kinds, controls, directions.
HOSTILE = (
    '=1+1 <script>alert(1)</script> &amp; #read("/etc/passwd") *x* $y$ {{7*7}} ]]> _x0041_ '
    "\u202egnp.exe\u202c \x00\x07\x0b\ud800\ufffe\u2028"
)


@cache
def corpus() -> Corpus:
    return KnowledgeGraph.open().corpus


@cache
def units() -> dict[str, Provision]:
    return {p.notation: p for p in corpus().provisions.values() if p.notation}


def case(
    number: str = "蒲综罚〔2023〕5号", *, kinds: tuple[str, ...] = ("penalty",), **more: Any
) -> CaseFile:
    record: dict[str, Any] = {
        "procedure": "ordinary",
        "team": TEAM,
        "cause": "占道经营",
        "review": {
            "place": "司法局会议室",
            "on": date(2023, 12, 5),
            "reviewers": ["张某", "李某"],
            "unit": TEAM,
        },
        "documents": {"penalty-decision": {"made_on": date(2023, 11, 2)}},
    }
    return CaseFile(number, kinds, record | more)


def lost(line: str, why: str = "没有写明", **more: Any) -> Deduction:
    unit = units()[line]
    plain: dict[str, Any] = {
        "where": "documents/filing-approval/source",
        "repair": Text("补记", "write it in"),
        "curable": True,
        "by": "data",
    }
    return Deduction(
        line=line,
        document=line.rpartition("-")[0],
        points=Decimal(str(unit.points)),
        why=Text(why, "it is not stated"),
        clause=unit.id,
        clause_text=unit.text or Text("", ""),
        **(plain | more),
    )


def failure(standard: str, why: str = "第九个工作日才送达") -> BaseFailure:
    unit = units()[standard]
    return BaseFailure(
        standard, Text(why, "served on the ninth working day"), "documents/service-receipt/1/served_on",
        unit.id, unit.text or Text("", ""), Text("不能补正", "it cannot be mended"), False, "data",
    )  # fmt: skip


def national(rule: str = "P08", severity: Any = "violation") -> NationalFinding:
    return NationalFinding(
        rule, severity, Text("证据保存超期未处理", "preserved evidence was disposed of late"),
        "documents/evidence-disposal-note/decided_on",
        Text("《中华人民共和国行政处罚法》", "Administrative Penalty Law"), "第五十六条",
        Text("七日内作出处理决定", "a decision within seven days"), "statutory_procedure_violated", ("王某",),
        Text("不能补正", "it cannot be mended"), False, Text("按工作日计算", "in working days"),
    )  # fmt: skip


def still_open(criterion: str, points: str = "1", kind: Any = "line") -> Open:
    return Open(criterion, kind, Decimal(points), Text("书写是否规范", "is it written in the regular form"))


def review(score: str | None = "97", **more: Any) -> Review:
    """A penalty file with two deductions, 97 points and one national finding, unless told otherwise."""
    points = None if score is None else Decimal(score)
    grade = None
    if points is not None:
        grade = next(
            g for least, g in ((90, "优秀"), (75, "良好"), (60, "合格"), (0, "不合格")) if points >= least
        )
    plain: dict[str, Any] = {
        "case": case(),
        "standard": "penalty",
        "base_result": "pass",
        "base_failures": (),
        "deductions": (
            lost("P-LA-1-3"),
            lost("P-DC-2-6", where="documents/questioning-record/2/rights_told"),
        ),
        "not_applicable": ("P-SC-3", "P-SC-4", "P-SC-5"),
        "not_arising": ("P-DC-2-8",),
        "missing_documents": (),
        "open": (),
        "score": points,
        "low": points or Decimal(0),
        "high": points or Decimal(100),
        "grade": grade,
        "notes": (Text("送达期限按工作日计算", "service is counted in working days"),),
        "readings": ("puxian-review/norm/reading_five_files",),
        "national": (national(),),
        "checked": (ShapeUse("P-LA-1-1", 1), ShapeUse("national-E24", 0)),
        "passing": Decimal(60),
    }
    return Review(**(plain | more))


def hostile() -> Review:
    """A review of a case file in which every text is an attack."""
    sitting = {"place": "A" * 3000, "on": date(2023, 12, 5), "reviewers": [HOSTILE, "=2+2"], "unit": HOSTILE}
    record = case("=HYPERLINK(0)" + HOSTILE, team=HOSTILE, cause="长" * 40000, review=sitting)
    return review(case=record, notes=(Text(HOSTILE, HOSTILE), Text("x" * 50000, "x" * 50000)))
