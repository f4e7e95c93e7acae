"""The sentences of the part of a comparison that goes ground by ground: key → (Chinese, English)."""

from __future__ import annotations

__all__ = ["GROUNDS"]

GROUNDS: dict[str, tuple[str, str]] = {
    "grounds.title": ("逐事由对照", "Ground by ground"),
    "grounds.intro": (
        "每一行是一项认定：某一事由已认定，或者已否定。格中是该规定凭这项认定可能给出的结果和所据条款；还须具备什么、"
        "有无除外、被哪些条款排除，见注。比较从排位在先的结果开始；结果相同的，再比较在哪些情形下给出。",
        "Each row is a finding: a ground established, or refuted. A cell has the outcomes that a regulation can give "
        "on it, with their clauses; what else is needed, the exceptions and the clauses that override it stand in "
        "the note. The outcomes that rank first are compared first; where they are the same, so are the cases.",
    ),
    "grounds.limits": (
        "条首的限定语（如“履行职责过程中”）推定具备，不计入宽窄；优先适用的条款（如不予容错）列在注中，也不计入宽窄。"
        "“更宽”只是说给出同一结果的情形更多，其中可能包括对执法人员不利的结果。",
        "The opening words of an article (“in the course of duty”) are presumed and do not count; clauses that "
        "override (such as a bar to tolerance) are named in the note and do not count either. “Wider” says that there "
        "are more cases, among which may be outcomes against the officer.",
    ),
    "grounds.kinds": ("关系的含义", "What the relations mean"),
    "grounds.kind.identical": ("相同", "identical"),
    "grounds.kind.wider": ("更宽", "wider"),
    "grounds.kind.narrower": ("更窄", "narrower"),
    "grounds.kind.overlapping": ("交叉", "overlapping"),
    "grounds.kind.different_modality": ("效力不同", "different modality"),
    "grounds.kind.different_outcome": ("结果不同", "different outcome"),
    "grounds.kind.silent": ("一方未规定", "one is silent"),
    "grounds.kind.both_silent": ("双方未规定", "both are silent"),
    "grounds.kind.undecided": ("未能判定", "undecided"),
    "grounds.meaning.identical": (
        "相同：在同样的情形下给出同样的结果",
        "identical: the same outcomes in the same cases",
    ),
    "grounds.meaning.wider": (
        "更宽：凡乙给出结果的情形，甲都给出，另外还有",
        "wider: the first gives all that the second gives, and more",
    ),
    "grounds.meaning.narrower": (
        "更窄：与更宽相反",
        "narrower: the converse of wider",
    ),
    "grounds.meaning.overlapping": (
        "交叉：排位在先的结果相同，但各有对方不包括的情形",
        "overlapping: the same first outcome, in cases of which neither covers the other",
    ),
    "grounds.meaning.different_modality": (
        "效力不同：效果相同，但一方是应当，另一方是可以",
        "different modality: the same effect, bound on one side, left to discretion on the other",
    ),
    "grounds.meaning.different_outcome": (
        "结果不同：排位在先的结果不是同一个；“效果相同”指名称不同而对执法人员的实际意义相同，例如都不承担责任",
        "different outcome: the first outcome is another; “same effect” where the name differs and what it comes to for "
        "the officer does not, such as no liability at all",
    ),
    "grounds.meaning.silent": (
        "一方未规定：其中一部规定不因这项认定而有任何不同",
        "one is silent: for one of the two the finding makes no difference",
    ),
    "grounds.meaning.both_silent": (
        "双方未规定：两部规定都不因这项认定而有任何不同，只有其他规定涉及",
        "both are silent: only other regulations take the finding into account",
    ),
    "grounds.meaning.undecided": (
        "未能判定：组合过多，不作推测",
        "undecided: too many combinations; nothing is guessed",
    ),
    "grounds.matrix": ("事由与规定对照表", "Findings and regulations"),
    "grounds.pairs": ("两两关系统计", "Relations of every two, counted"),
    "grounds.pairs_note": (
        "数字是认定的项数，关系是前一部规定对后一部规定的关系；“结果不同”中效果相同的另列一栏。",
        "The figures count findings; the relation is that of the first regulation to the second. Of those with a "
        "different outcome, the ones with the same effect have a column of their own.",
    ),
    "grounds.relations": ("两部规定都涉及的认定", "Findings that two regulations both take into account"),
    "grounds.relations_note": (
        "“情形”比较排位在先的结果在哪些情形下给出，不问结果是否同名。",
        "“Cases” compares the cases of the outcomes that rank first, whatever these are called.",
    ),
    "grounds.map": ("与{base}的关系", "Relation to {base}"),
    "grounds.map_description": (
        "每行是{base}涉及、且至少另有一部规定涉及的一项认定，每列是另一部规定，格中是该规定对{base}的关系。数据见表“{table}”。",
        "Each row is a finding that {base} and at least one other regulation take into account, each column another "
        "regulation; a square has that regulation's relation to {base}. The data stand in the table “{table}”.",
    ),
    "grounds.map.good": ("相同", "identical"),
    "grounds.map.mild": ("更宽、更窄或者交叉", "wider, narrower or overlapping"),
    "grounds.map.warn": (
        "效力不同，或者名称不同而效果相同",
        "another modality, or another name of the same effect",
    ),
    "grounds.map.bad": ("结果和效果都不同", "another outcome and another effect"),
    "grounds.map.muted": ("该规定未涉及", "that regulation is silent"),
    "grounds.word.identical": ("同", "same"),
    "grounds.word.wider": ("宽", "wider"),
    "grounds.word.narrower": ("窄", "narrower"),
    "grounds.word.overlapping": ("交叉", "overlap"),
    "grounds.word.different_modality": ("效力异", "modality"),
    "grounds.word.same_effect": ("名异", "name"),
    "grounds.word.different_outcome": ("结果异", "outcome"),
    "grounds.word.silent": ("无", "silent"),
    "grounds.word.undecided": ("未定", "open"),
    "grounds.column.family": ("类别", "Family"),
    "grounds.column.finding": ("认定", "Finding"),
    "grounds.column.a": ("甲", "First"),
    "grounds.column.b": ("乙", "Second"),
    "grounds.column.relation": ("关系（甲对乙）", "Relation"),
    "grounds.column.cases": ("情形（甲对乙）", "Cases"),
    "grounds.column.of_same_effect": ("其中效果相同", "Same effect, of these"),
    "grounds.column.same_effect": ("效果相同", "Same effect"),
    "grounds.column.clause_a": ("甲的条款", "Clause of the first"),
    "grounds.column.clause_b": ("乙的条款", "Clause of the second"),
    "grounds.refuted": ("否定“{ground}”", "not “{ground}”"),
    "grounds.established": ("{ground}", "{ground}"),
    "grounds.silent": ("未规定", "silent"),
    "grounds.gives": ("{outcome}：{places}", "{outcome}: {places}"),
    "grounds.takes": ("排除“{outcome}”：{places}", "takes away “{outcome}”: {places}"),
    "grounds.none": ("没有可列的认定。", "There are no findings to show."),
    "grounds.note.alone": (
        "{place}（{modality}）：无须其他认定",
        "{place} ({modality}): nothing else is needed",
    ),
    "grounds.note.further": ("{place}（{modality}）：还须{sets}", "{place} ({modality}): also needs {sets}"),
    "grounds.note.exception": ("{place}：是除外情形", "{place}: it is the exception"),
    "grounds.note.exception_further": (
        "{place}：与{sets}一起构成除外情形",
        "{place}: it is the exception, with {sets}",
    ),
    "grounds.note.limit": ("{place}：该项要求不存在这一情形", "{place}: the clause asks that this be absent"),
    "grounds.note.opening": ("{place}：条首限定语被否定", "{place}: the opening words are refuted"),
    "grounds.note.via": ("由此可认定“{grounds}”", "it shows “{grounds}”"),
    "grounds.note.except": ("{sets}除外", "except {sets}"),
    "grounds.note.defeated": ("被{places}排除", "overridden by {places}"),
    "grounds.note.sets_more": ("{sets}，另有 {count} 种组合", "{sets}; {count} more ways"),
    "grounds.note.pair_alone": ("仅就这两条而言：{relation}", "between these two clauses alone: {relation}"),
    "grounds.note.catch_all": ("只有兜底条款涉及", "only catch-all clauses take it into account"),
    "grounds.unlike_opening": ("条首限定语不同", "the opening words differ"),
}
