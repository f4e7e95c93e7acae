"""The sentences of the comparison of clauses: key → (Chinese, English)."""

from __future__ import annotations

__all__ = ["CLAUSES"]

CLAUSES: dict[str, tuple[str, str]] = {
    "clauses.title": ("逐条文对照", "Clause by clause"),
    "clauses.intro": (
        "文字和法律分别比较：文字相同的，放在不同的列举之后可以有不同的意思；文字完全不同的，也可以是同一规则。"
        "文字差异以整词显示，比较的是校正后的文本。",
        "Words and law are compared apart: the same words after another list can mean something else, and other words can "
        "hold the same rule. Differences are shown in whole words, of the corrected text.",
    ),
    "clauses.intro_en": (
        "法律文本是中文；相似度和文字差异以中文为准，英文差异是译文的差异。",
        "The law is Chinese: similarity is that of the Chinese words. Differences are shown in the Chinese and, beside "
        "them, in our translation.",
    ),
    "clauses.titles": ("名称", "Titles"),
    "clauses.pairs": ("文字相近的条款", "Clauses alike in words"),
    "clauses.pairs_note": (
        "相似度不低于 {least}，且互为最相近的条款；各项没有对应、只作为整条相近的条也列在这里。甲到乙：删去的词与增加的词。",
        "Clauses with a similarity of at least {least} that are each other's closest, and articles that are alike as "
        "wholes though in none of their items. From the first to the second: words taken out, words put in.",
    ),
    "clauses.articles": ("整条对照", "Articles as wholes"),
    "clauses.articles_note": (
        "有款、项的条，连同其下文字作为整体比较；其中各项的差异见下表。",
        "Articles with paragraphs or items, taken with all below them; how the items differ stands in the next table.",
    ),
    "clauses.other_law": ("文字基本相同而法律不同", "Nearly the same words, another law"),
    "clauses.other_law_note": (
        "相似度不低于 {alike}，但适用条件、效果、约束力或者期限不同。引起不同的常常是引导语、前列各项或者所在条款。",
        "A similarity of at least {alike}, and yet other conditions, another effect, force or period. What makes the "
        "difference is often the opening words, the list before, or where the clause stands.",
    ),
    "clauses.in_law_only": ("文字不同而法律相同或者相蕴涵", "Other words, the same law or implied"),
    "clauses.in_law_only_note": (
        "效果相同，一条适用时另一条也适用，而文字相似度低于 {least}。",
        "The same effect, one applies whenever the other does, and the similarity is below {least}.",
    ),
    "clauses.overlapping": ("文字不同而条件交叉", "Other words, overlapping conditions"),
    "clauses.overlapping_note": (
        "效果相同，部分事由相同或者相蕴涵，但互不包含；按共同事由所占比例排列。此处列前 {shown} 对，共 {total} 对，其余见结构化数据输出。",
        "The same effect and some grounds in common, while neither implies the other; those that share most come first. "
        "{shown} of {total} pairs; the others are in the JSON.",
    ),
    "clauses.unique": ("没有对应的条款", "Clauses without a counterpart"),
    "clauses.unique_note": (
        "在参与比较的其他规定中，既没有相似度不低于 {least} 的条文，也没有效果相同且条件相同或者相蕴涵的规范。",
        "In none of the other regulations compared is there a clause with a similarity of at least {least}, or a norm of "
        "the same effect whose condition is the same or implied.",
    ),
    "clauses.none": ("没有。", "None."),
    "clauses.column.a": ("甲", "First"),
    "clauses.column.b": ("乙", "Second"),
    "clauses.column.regulation": ("规定", "Regulation"),
    "clauses.column.clause": ("条款", "Clause"),
    "clauses.column.text": ("条文", "Text"),
    "clauses.column.text_a": ("甲的条文", "Text of the first"),
    "clauses.column.text_b": ("乙的条文", "Text of the second"),
    "clauses.column.similarity": ("相似度", "Similarity"),
    "clauses.column.wording": ("文字", "Words"),
    "clauses.column.changes": ("文字差异", "Differences"),
    "clauses.column.changes_zh": ("中文差异", "Differences (Chinese)"),
    "clauses.column.changes_en": ("译文差异", "Differences (translation)"),
    "clauses.column.law": ("法律关系", "In law"),
    "clauses.column.place": ("位置", "Place"),
    "clauses.column.within": ("对应的款项", "Items paired"),
    "clauses.column.only_a": ("只有甲有", "Only in the first"),
    "clauses.column.only_b": ("只有乙有", "Only in the second"),
    "clauses.column.shared": ("共同事由", "Grounds in common"),
    "clauses.column.share": ("共同比例", "Share in common"),
    "clauses.wording.same": ("相同", "the same"),
    "clauses.wording.marks": ("仅标点不同", "only marks differ"),
    "clauses.wording.near": ("基本相同", "nearly the same"),
    "clauses.wording.akin": ("部分相同", "much in common"),
    "clauses.wording.different": ("不同", "different"),
    "clauses.place.same": ("条号相同", "same number"),
    "clauses.place.renumbered": ("条号不同", "other number"),
    "clauses.place.moved": ("次序调整", "moved"),
    "clauses.relation.equivalent": ("条件相同", "same condition"),
    "clauses.relation.narrower": ("甲的条件更窄", "first is narrower"),
    "clauses.relation.wider": ("甲的条件更宽", "first is wider"),
    "clauses.relation.overlaps": ("条件交叉", "conditions overlap"),
    "clauses.relation.separate": ("条件不相关", "unrelated conditions"),
    "clauses.relation.exclusive": ("条件不能并存", "conditions exclude each other"),
    "clauses.relation.undecided": ("条件关系不能判断", "relation of conditions undecided"),
    "clauses.effect_differs": ("效果不同：甲为“{a}”，乙为“{b}”", "another effect: “{a}”, “{b}”"),
    "clauses.outcome_differs": (
        "效果同，结果名称不同：甲为“{a}”，乙为“{b}”",
        "same effect by another outcome: “{a}”, “{b}”",
    ),
    "clauses.force_differs": ("约束力不同：甲为“{a}”，乙为“{b}”", "another force: “{a}”, “{b}”"),
    "clauses.bearers_differ": ("主体不同：甲为{a}，乙为{b}", "another bearer: {a}, {b}"),
    "clauses.nobody": ("未写明", "nobody named"),
    "clauses.period_differs": ("期限不同", "another period"),
    "clauses.same_norm": ("规范类型、主体和约束力相同", "same kind of norm, bearer and force"),
    "clauses.no_law": ("无可比规范", "no norms to compare"),
    "clauses.note_emended": (
        "差异位于经校正的文字中：{places}。可能是扫描之误，不是法律之别。",
        "A difference lies in corrected text: {places}. It may be the scan's and not the law's.",
    ),
    "clauses.note_lost": ("部分原文缺失：{places}。", "Part of the text is lost: {places}."),
    "clauses.note_undecided": (
        "条件关系不能判断，因为文本缺失或者条件过多。",
        "The relation is undecided: text is lost, or there are too many conditions.",
    ),
}
