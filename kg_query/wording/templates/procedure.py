"""The sentences of the comparison of procedure: key → (Chinese, English)."""

from __future__ import annotations

__all__ = ["PROCEDURE"]

PROCEDURE: dict[str, tuple[str, str]] = {
    "procedure.title": ("程序、保护与后果", "Procedure, protection and consequences"),
    "procedure.intro": (
        "按程序事项逐项对照：由谁、以何种约束、在何时、在何种情形下行事。所比较的是主体、约束、期限和情形；"
        "具体做什么见所引条文。",
        "Topic by topic: who acts, how far bound, by when and on which occasion. These four are compared; "
        "what exactly is to be done stands in the clauses cited.",
    ),
    "procedure.unplaced": (
        "下列规范没有写明所涉事项，未列入对照：{places}。",
        "These norms name no topic and stand in no table: {places}.",
    ),
    "procedure.overview": ("事项一览", "Topics at a glance"),
    "procedure.overview_note": (
        "“未规定”指该规定的条文没有涉及这一事项，不排除其他法律另有规定。",
        "“Silent” means that no clause of the regulation is on the topic; other law may be.",
    ),
    "procedure.map": ("各规定对各事项如何约束", "How each regulation binds, topic by topic"),
    "procedure.map_description": (
        "行为程序事项，列为规定：应当、可以、不得或者兼有；空白为未规定。",
        "Rows are topics and columns regulations: duty, discretion, prohibition or several; blank where silent.",
    ),
    "procedure.deciders": ("由谁作出决定", "Who decides"),
    "procedure.deciders_note": (
        "按条文所生的结果归类；条文未写明主体的，为本项目按上下文所作的理解，见所引条文的规范。",
        "By what the clauses come to. Where a clause names nobody, the body is how this project reads it in "
        "its context; see the norms of the clauses cited.",
    ),
    "procedure.deadlines": ("期限对照", "Deadlines"),
    "procedure.deadlines_note": (
        "条文只写“及时”“限期”等而未定天数的，照录原词；写明天数而未写明自然日或者工作日的，注明未写明。",
        "Where a clause fixes no number its own words are given (in time, within a limit); where it gives "
        "days and not their kind, that is said.",
    ),
    "procedure.differences": ("两两差异", "Differences, two by two"),
    "procedure.differences_note": (
        "只列两部规定都有条文的事项；一方未规定的，见事项一览。",
        "Topics on which both regulations have a clause; for topics on which one is silent see the first table.",
    ),
    "procedure.alike": ("主体、约束、期限、情形均一致", "same body, duty, period and occasion"),
    # --- columns ------------------------------------------------------------------------------
    "procedure.column.topic": ("事项", "Topic"),
    "procedure.column.regulation": ("规定", "Regulation"),
    "procedure.column.who": ("主体", "Who"),
    "procedure.column.modality": ("约束", "Modality"),
    "procedure.column.what": ("内容", "What"),
    "procedure.column.period": ("期限", "By when"),
    "procedure.column.day_kind": ("日的种类", "Kind of day"),
    "procedure.column.trigger": ("起算", "Counted from"),
    "procedure.column.occasion": ("情形", "Occasion"),
    "procedure.column.clause": ("条文", "Clause"),
    "procedure.column.effect": ("结果", "Effect"),
    "procedure.column.other": ("另一规定", "Other regulation"),
    "procedure.column.kind": ("类别", "Kind"),
    "procedure.column.difference": ("差异", "Difference"),
    "procedure.column.clauses": ("双方条文", "Clauses"),
    # --- cells --------------------------------------------------------------------------------
    "procedure.cell": ("{who}{modality}（{clauses}）", "{who}: {modality} ({clauses})"),
    "procedure.cell_period": (
        "{who}{modality}，{period}（{clauses}）",
        "{who}: {modality}, {period} ({clauses})",
    ),
    "procedure.nobody": ("（未写明主体）", "(nobody named)"),
    "procedure.silent": ("未规定", "silent"),
    "procedure.always": ("未另设条件（见条文）", "no condition of its own (see the clause)"),
    "procedure.no_period": ("未定期限", "no period"),
    "procedure.no_number": ("未定天数", "no number fixed"),
    "procedure.period": ("{quantity}{unit}内", "within {quantity} {unit}"),
    "procedure.modality_as": ("{modality}（原文“{wording}”）", "{modality} (in the words “{wording}”)"),
    "procedure.note": ("{place}：{summary}", "{place}: {summary}"),
    "procedure.several": ("兼有", "several"),
    # --- occasions ----------------------------------------------------------------------------
    "procedure.occasion.lacks": ("非“{ground}”", "not “{ground}”"),
    "procedure.occasion.of_clauses": ("属于{places}所列情形", "a case of {places}"),
    "procedure.occasion.not_of_clauses": ("不属于{places}所列情形", "no case of {places}"),
    "procedure.occasion.never": ("原文缺失，无从成立", "the text is lost; nothing meets it"),
    "procedure.occasion.follows": ("在{outcomes}之后", "upon {outcomes}"),
    # --- differences --------------------------------------------------------------------------
    "procedure.kind.other_body": ("主体不同", "other body"),
    "procedure.kind.duty_against_discretion": ("一方留有裁量", "duty against discretion"),
    "procedure.kind.other_modality": ("约束不同", "other modality"),
    "procedure.kind.other_period": ("期限不同", "other period"),
    "procedure.kind.other_day_kind": ("日的种类不同", "other kind of day"),
    "procedure.kind.other_occasion": ("情形不同", "other occasion"),
    "procedure.kind.silent": ("一方未规定", "one is silent"),
    "procedure.kind.both_silent": ("双方均未规定", "both are silent"),
    "procedure.kind.same": ("一致", "same"),
    "procedure.sides": ("{a}：{of_a}；{b}：{of_b}", "{a}: {of_a}; {b}: {of_b}"),
    "procedure.relation.narrower": ("{a}的情形较窄", "the occasion in {a} is narrower"),
    "procedure.relation.wider": ("{a}的情形较宽", "the occasion in {a} is wider"),
    "procedure.relation.overlaps": ("情形部分重合", "the occasions overlap"),
    "procedure.relation.separate": ("情形各不相干", "the occasions have nothing in common"),
    "procedure.relation.exclusive": ("情形不能并存", "the occasions exclude each other"),
    "procedure.relation.undecided": (
        "情形不同，宽窄未能比较",
        "the occasions differ; which is wider cannot be told",
    ),
}
