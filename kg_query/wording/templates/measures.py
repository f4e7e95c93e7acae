"""The sentences of the figures that sum a comparison up: key → (Chinese, English)."""

from __future__ import annotations

__all__ = ["MEASURES"]

MEASURES: dict[str, tuple[str, str]] = {
    "measures.title": ("总体指标", "Figures"),
    "measures.intro": (
        "以下数字概括各规定的异同，只供定位，不能代替逐条对照。每个数字都附定义。",
        "These figures say where to look; they do not take the place of the clauses. Each stands with its definition.",
    ),
    "measures.coverage": ("事由覆盖", "Coverage of grounds"),
    "measures.definition.coverage": (
        "某一事由已认定或者已否定时，可能影响该规定所生结果的，为该规定所覆盖；条件、除外和条首限定均计入，"
        "蕴涵关系也计入。比率的分母，是参与比较的各规定合计覆盖的事由数。",
        "A regulation covers a ground where a finding on it, established or refuted, can count towards or against one "
        "of its outcomes: through a condition, an exception or opening words, entailment included. The share is of "
        "all grounds that the regulations compared cover together.",
    ),
    "measures.overlap": ("事由重合", "Overlap of grounds"),
    "measures.definition.overlap": (
        "两部规定共同覆盖的事由数，除以至少一部覆盖的事由数（杰卡德系数）。重合只说明同一事由两部都有涉及，"
        "不说明结果相同。",
        "The grounds that two regulations both cover, by those that either covers (the Jaccard index). It says that both "
        "speak of a ground, not that they say the same.",
    ),
    "measures.counterparts": ("有对应条文的条款", "Clauses with a counterpart"),
    "measures.definition.counterparts": (
        "条款是有自身文字的条、款、项，列举的引导语除外。文字对应：在另一部规定中有相似度不低于 {least} 的条款，"
        "或者整条相似度不低于 {least}；其中不低于 {alike} 的为基本相同。相似度为两段文字按顺序相同的词数的两倍，"
        "除以两段总词数，标点不计。法律对应：另一部规定中有一条规范效果相同，且两者适用条件相同或者一个蕴涵另一个；"
        "分母是附条件产生结果的条款数。",
        "A clause is an article, paragraph or item with text of its own; the opening words of a list are none. In words: the "
        "other regulation has a clause, or the article as a whole, of a similarity of at least {least}; from {alike} "
        "on it is nearly word for word. Similarity is twice the words in common and in order by all words of both, "
        "marks left out. In law: the other regulation has a norm of the same effect, and one of the two applies "
        "whenever the other does; the share is of the clauses that give an outcome upon a condition.",
    ),
    "measures.strictness": ("宽严次序", "Order of strictness"),
    "measures.definition.strictness": (
        "逐对取两部规定各一条产生结果的规范，各取足以满足其条件的一组最少认定（每条规范至多 {ways} 组，兜底条款除外），"
        "合为一个情形；依蕴涵关系或者词表不能并存的除外。“事实相关”只计两条规范至少有一项认定相同或者相蕴涵的情形，“全部”还计两条规范偶然相遇的情形。只比较两部都得出确定结果的情形：一部未作规定的，不论宽严。"
        "结果的宽严依图谱所载的次序，该次序是本项目的理解；名称不同而同为完全免责的，视为相同。"
        "一部在所有这些情形中从不更宽、且至少一次更严，才说它更严；互有宽严的，没有次序。",
        "Of each two regulations, every norm that gives an outcome is taken with every such norm of the other: the "
        "smallest findings that fulfil the one and the smallest that fulfil the other (at most {ways} ways of a norm; "
        "catch-all clauses left out) make one situation, unless by entailment or by the vocabulary they cannot be so "
        "together. “Facts in common” counts the situations in which the two norms share a finding, entailment "
        "included; “all” also those in which two clauses merely happen to meet. Only situations are compared on which both come to a settled outcome: where one is silent there is "
        "no stricter. How strict an outcome is stands in the graph and is this project's reading; outcomes that "
        "release in full are alike whatever they are called. A regulation is stricter where it is never milder on any "
        "of these and stricter on one at least; where each is stricter at times there is no order.",
    ),
    "measures.chart": ("各规定覆盖的事由数", "Grounds covered by each regulation"),
    "measures.chart_description": (
        "每条为一部规定，分为覆盖与未覆盖的事由；数字见“{table}”表。",
        "One bar for each regulation: grounds covered and not covered; the numbers stand in the table “{table}”.",
    ),
    "measures.unit": ("事由", "grounds"),
    "measures.not_covered": ("未覆盖", "Not covered"),
    "measures.map": ("各类事由的覆盖", "Coverage by family of grounds"),
    "measures.map_description": (
        "行为事由类别，列为规定，格内为覆盖数与该类合计；空白为没有覆盖。数字见“{table}”表。",
        "Rows are families of grounds and columns regulations; a square gives the grounds covered of all in the family, "
        "blank where there is none. The numbers stand in the table “{table}”.",
    ),
    "measures.much": ("覆盖一半以上", "half or more covered"),
    "measures.some": ("覆盖不到一半", "less than half covered"),
    "measures.column.regulation": ("规定", "Regulation"),
    "measures.column.family": ("事由类别", "Family of grounds"),
    "measures.column.covered": ("覆盖数", "Covered"),
    "measures.column.of": ("合计", "Of"),
    "measures.column.share": ("比率", "Share"),
    "measures.column.a": ("甲", "First"),
    "measures.column.b": ("乙", "Second"),
    "measures.column.both": ("两部都有", "Both"),
    "measures.column.only_a": ("只有甲有", "Only the first"),
    "measures.column.only_b": ("只有乙有", "Only the second"),
    "measures.column.clauses": ("甲的条款", "Clauses of the first"),
    "measures.column.in_words": ("文字对应", "In words"),
    "measures.column.nearly": ("其中基本相同", "Nearly word for word"),
    "measures.column.share_in_words": ("文字对应率", "Share in words"),
    "measures.column.conditional": ("附条件产生结果的条款", "Clauses with an outcome"),
    "measures.column.in_law": ("法律对应", "In law"),
    "measures.column.share_in_law": ("法律对应率", "Share in law"),
    "measures.column.scope": ("范围", "Over"),
    "measures.scope.same_facts": ("事实相关", "facts in common"),
    "measures.scope.any_facts": ("全部", "all"),
    "measures.column.situations": ("情形数", "Situations"),
    "measures.column.answered": ("两部都有结果", "Both answer"),
    "measures.column.stricter": ("甲更严", "First stricter"),
    "measures.column.milder": ("乙更严", "Second stricter"),
    "measures.column.alike": ("相同", "Alike"),
    "measures.column.order": ("次序", "Order"),
    "measures.column.example_stricter": ("甲更严之例", "Example: first stricter"),
    "measures.column.example_milder": ("乙更严之例", "Example: second stricter"),
    "measures.all": ("全部", "all"),
    "measures.order.stricter": ("甲更严", "the first is stricter"),
    "measures.order.milder": ("乙更严", "the second is stricter"),
    "measures.order.alike": ("宽严相同", "alike"),
    "measures.order.none": ("互有宽严，没有次序", "none: each is stricter at times"),
    "measures.order.open": ("没有可比的情形", "nothing to compare"),
    "measures.example": (
        "{findings}：甲为“{a}”，乙为“{b}”",
        "{findings}: the first gives “{a}”, the second “{b}”",
    ),
    "measures.refuted": ("否定{ground}", "not: {ground}"),
}
