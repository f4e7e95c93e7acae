"""The sentences of comparisons that are common to their parts: titles, and how a report was made."""

from __future__ import annotations

__all__ = ["COMPARISONS"]

COMPARISONS: dict[str, tuple[str, str]] = {
    "compare.title": (
        "行政执法尽职免责、容错纠错与过错责任追究规定比较报告",
        "Local rules on the liability of enforcement officers, compared",
    ),
    "compare.part.measures": ("总体指标", "measures"),
    "compare.part.scenarios": ("分歧情形", "diverging scenarios"),
    "compare.part.grounds": ("逐事由对照", "ground by ground"),
    "compare.part.clauses": ("逐条文对照", "clause by clause"),
    "compare.part.procedure": ("程序对照", "procedure"),
    "compare.part.case": ("同案对照", "one matter"),
    "compare.no_family": ("未归类", "in no family"),
    "compare.about.version": ("软件版本", "Version"),
    "compare.about.regulations": ("比较范围", "Regulations"),
    "compare.about.base": ("基准", "Base"),
    "compare.about.parts": ("内容", "Parts"),
    "compare.about.command": ("生成命令", "Command"),
    "compare.about.logic": ("比较方法", "Method"),
    "compare.about.logic_text": (
        "条件的宽窄由条件树逻辑计算得出，不比较字面：凡使甲成立的最小认定组合都使乙成立的，甲窄于乙。"
        "事由之间的蕴涵关系计算在内；未提出的例外不作已成立论。",
        "Whether a condition is wider or narrower is computed from the condition trees, not from wording: "
        "where every smallest set of findings that meets A also meets B, A is narrower than B. Entailment "
        "between grounds counts; an exception that nobody raised is not taken to hold.",
    ),
    "compare.about.law": ("效力", "Standing"),
    "compare.about.law_text": (
        "条文文字以各规定原文为准；英文为非官方译文。本报告是分析工具，不代替有权机关的认定。",
        "The words of the law are those of the regulations; English renderings are unofficial. The report is "
        "a tool of analysis and takes no decision that is for the competent authority.",
    ),
}
