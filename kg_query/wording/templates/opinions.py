"""Sentences of reasoned opinions: key → (Chinese, English)."""

from __future__ import annotations

OPINIONS: dict[str, tuple[str, str]] = {
    "opinion.title": ("事项 {matter} 的认定意见", "Reasoned opinion on matter {matter}"),
    # --- parts
    "opinion.summary": ("结论", "Conclusions"),
    "opinion.summary_note": (
        "各部规定分别认定，互不推导；适用哪一部，由有权机关按其效力和适用范围决定。",
        "Each regulation is applied by itself. Which of them governs is for the competent authority to decide, by what "
        "is in force and whom it covers.",
    ),
    "opinion.facts": ("查明的事实", "Findings of fact"),
    "opinion.under": ("依{regulation}", "Under the {regulation}"),
    "opinion.cited": ("文号：{facts}", "Document: {facts}"),
    "opinion.issued": ("{day}印发", "issued {day}"),
    "opinion.no_number": ("文号：原文未印出", "Document number: not printed in the source"),
    "opinion.conclusion": ("结论", "Conclusion"),
    "opinion.readings": ("采用的解读", "Readings taken"),
    "opinion.readings_note": (
        "条文可以有另一种理解时，这里写明采用了哪一种、为什么，以及换一种理解会怎样；标“—”的，换一种理解的结果未作推算。",
        "Where a clause can be understood in another way, this says which reading was taken, why, and what the other "
        "one would come to; a dash: not worked out.",
    ),
    "opinion.open": ("尚待查明", "What is still open"),
    "opinion.signatures": ("审签", "Signatures"),
    "opinion.signatures_note": (
        "本意见由程序根据所列认定得出，经承办人核对、审核人和负责人签署后方可入卷。",
        "This opinion was derived by software from the findings listed. It goes on file only after the handler has "
        "checked it and the reviewer and the person in charge have signed.",
    ),
    # --- facts
    "opinion.by_role": ("由事项所载身份得出", "follows from the role stated"),
    "opinion.disputed": (
        "{grounds}既有认定又有否定，按尚未查明处理。",
        "Found both ways, and therefore treated as not yet found: {grounds}.",
    ),
    "opinion.unused": (
        "事实 {numbers} 在各部规定下均未用于说理。",
        "No regulation’s reasoning turns on {numbers:fact|facts} {numbers}.",
    ),
    "opinion.presumed": (
        "没有人提出异议、按条文推定具备：{grounds}。",
        "Presumed, since nobody has contested it: {grounds}.",
    ),
    "opinion.fact": ("事实 {numbers}", "{numbers:fact|facts} {numbers}"),
    "opinion.elements": ("构成要件：{norm}", "Elements: {norm}"),
    "opinion.further": ("同时适用、不影响结论的规定（{count} 条）", "Other rules that apply and leave the conclusion as it is ({count})"),
    # --- what is open
    "opinion.nothing_open": (
        "已经提出的事项中，没有哪一项尚待查明且会改变结论。",
        "Nothing that was raised is still open and would change a conclusion.",
    ),
    "opinion.not_raised": ("未提出而会改变结论的认定", "Findings not raised that would change a conclusion"),
    "opinion.not_raised_intro": (
        "核对清单：没有提出、一经查明即会改变结论的认定",
        "Checklist: findings nobody has raised that would change a conclusion",
    ),
    "opinion.more": ("另有 {count} 组未列出。", "{count} more sets are not listed."),
    # --- columns
    "opinion.column.regulation": ("规定", "Regulation"),
    "opinion.column.outcome": ("结果", "Outcome"),
    "opinion.column.conclusion": ("结论及依据", "Conclusion and basis"),
    "opinion.column.in_force": ("已施行", "In force"),
    "opinion.column.in_scope": ("属适用对象", "In scope"),
    "opinion.column.number": ("编号", "No."),
    "opinion.column.ground": ("事由", "Ground"),
    "opinion.column.status": ("认定", "Finding"),
    "opinion.column.evidence": ("证据", "Evidence"),
    "opinion.column.source": ("出处", "Source"),
    "opinion.column.date": ("日期", "Date"),
    "opinion.column.note": ("说明", "Note"),
    "opinion.column.element": ("要件", "Element"),
    "opinion.column.holds": ("是否成立", "Holds"),
    "opinion.column.facts": ("依据的事实", "Facts relied on"),
    "opinion.column.reading": ("问题", "Question"),
    "opinion.column.taken": ("采用", "Taken as"),
    "opinion.column.not_taken": ("另一解读", "Alternative"),
    "opinion.column.why": ("理由", "Why"),
    "opinion.column.else": ("依另一解读", "On the alternative"),
    "opinion.column.clause": ("条款", "Clause"),
    "opinion.column.finding": ("如果查明", "If it were found"),
    "opinion.column.changes": ("结论变化", "Change of conclusion"),
    "opinion.column.clauses": ("有关条款", "Clauses"),
    "opinion.column.step": ("环节", "Step"),
    "opinion.column.opinion": ("意见", "Opinion"),
    "opinion.column.signature": ("签名", "Signature"),
    "opinion.column.day": ("日期", "Date"),
    # --- values
    "opinion.state.true": ("是", "yes"),
    "opinion.state.false": ("否", "no"),
    "opinion.state.unknown": ("不明", "unknown"),
    "opinion.status.established": ("成立", "established"),
    "opinion.status.refuted": ("不成立", "refuted"),
    "opinion.status.unknown": ("未查明", "unknown"),
    "opinion.hand.handler": ("承办人", "Handler"),
    "opinion.hand.reviewer": ("审核人", "Reviewer"),
    "opinion.hand.approver": ("负责人", "Person in charge"),
    "opinion.hand.body": ("单位（盖章）", "Body (seal)"),
    "opinion.to_date": ("　　年　　月　　日", "day month year"),
    # --- how it was made
    "opinion.data": ("数据版本", "Version of the data"),
    "opinion.method": ("方法", "Method"),
    "opinion.method_text": (
        "只用所列认定，逐条对照各部规定的条件、但书和优先关系；没有提出的事项既不当作成立，也不当作不成立。",
        "Only the findings listed are used; each clause’s condition, exception and precedence is applied to them. What "
        "was not raised counts neither as established nor as refuted.",
    ),
    "opinion.weight": ("效力", "Weight"),
    "opinion.weight_text": (
        "供承办人参考，不替代有权机关的决定；条文以发布机关公布的文本为准。",
        "It supports a decision and does not replace the authority that takes it. The texts published by the issuing "
        "authorities prevail.",
    ),
}  # fmt: skip
