"""The sentences on scenarios in which regulations part, and on one matter under several of them."""

from __future__ import annotations

__all__ = ["SCENARIOS"]

SCENARIOS: dict[str, tuple[str, str]] = {
    # --- findings and sides ---------------------------------------------------------------
    "scenario.has": ("“{ground}”", "“{ground}”"),
    "scenario.lacks": ("无“{ground}”", "no “{ground}”"),
    "scenario.kind.opposite": ("结论相反", "contrary"),
    "scenario.kind.excepted": ("一方例外", "excepted by one"),
    "scenario.kind.degree": ("轻重不同", "different measure"),
    "scenario.kind.silent": ("一方未规定", "one is silent"),
    # --- why they part --------------------------------------------------------------------
    "why.gives": (
        "{which}依{places}，因{grounds}，结论为“{outcome}”",
        "{which} says “{outcome}” under {places}, on {grounds}",
    ),
    "why.gives_plain": ("{which}依{places}，结论为“{outcome}”", "{which} says “{outcome}” under {places}"),
    "why.displaced": (
        "其{places}虽已成立，因{by}优先而不适用",
        "{places} {places:is|are} met there too but {places:gives|give} way to {by}",
    ),
    "why.exception": (
        "{which}的{place}本可得出“{outcome}”，但{grounds}正是其除外情形",
        "{which} would say “{outcome}” under {place}, but {grounds} is what that clause excepts",
    ),
    "why.limit": (
        "{which}的{place}本可得出“{outcome}”，但此处{grounds}，与其条件不合",
        "{which} would say “{outcome}” under {place}, but here {grounds}, against what it asks for",
    ),
    "why.opening": (
        "{which}的{place}本可得出“{outcome}”，但其开头语所设前提已被否定（{grounds}）",
        "{which} would say “{outcome}” under {place}, but what its opening words presume is refuted ({grounds})",
    ),
    "why.silent": ("{which}没有可适用的规定", "{which} has no rule that applies"),
    "why.near": (
        "最接近的{place}还须认定{wanted}",
        "{place} comes closest and asks for {wanted} besides",
    ),
    "why.unknown": ("{which}没有条文涉及{grounds}", "no clause of {which} speaks of {grounds}"),
    "why.no_such_exception": (
        "{which}没有这样的除外，{places}照样适用",
        "{which} has no such exception, and {places} {places:applies|apply} all the same",
    ),
    "why.conflict": (
        "{which}的{places}同时成立而未规定何者优先，形成冲突",
        "in {which} {places} stand side by side and nothing says which prevails",
    ),
    "why.undetermined": (
        "{which}的{places}是否适用，取决于尚未查明的{grounds}",
        "whether {places} of {which} {places:applies|apply} depends on what is not yet found: {grounds}",
    ),
    # --- pages ----------------------------------------------------------------------------
    "scenarios.title": ("分歧情形", "Diverging scenarios"),
    "scenarios.intro": (
        "以下是使两部规定得出不同结论的最小认定组合：去掉其中任何一项，或者换成更宽的一项，两部规定的结论就"
        "不再如此分歧。三项以内的组合全部检验，更多项的由各条文的条件相互结合得出；不能同时成立的认定不予组合。"
        "表中“前者”“后者”依两部规定列出的次序。",
        "These are the smallest sets of findings on which two regulations come to different results: without "
        "any one of them, or with a wider one in its place, the two no longer part in this way. All sets of up "
        "to three findings are tried; larger ones come from joining what the clauses ask for. Findings that "
        "cannot be so together are never joined. “The former” and “the latter” follow the order in which the two are named.",
    ),
    "scenarios.order": (
        "排列次序：结论相反、一方例外、轻重不同、一方未规定；同类之中，认定之间联系紧密而数目少的在前。"
        "联系指同一认定对双方都起作用、相互蕴涵或者相近、属于同一类别。依据相同条文、因相同认定而除外的只列一个。",
        "Order: contrary results first, then what one of them excepts, then a different measure, then silence; "
        "within a kind, findings that hang together and are few come first. Findings hang together where both "
        "regulations turn on them, where one entails or is close to another, or where they are of one group. "
        "Of scenarios that turn on the same clauses, and in which the same finding takes relief away, one is listed.",
    ),
    "scenarios.found": (
        "检验了 {tried} 组认定（{literals} 项认定的组合）。",
        "{tried} sets of findings were tried (combinations of {literals} findings).",
    ),
    "scenarios.cut": (
        "四项以上的组合中，未穷尽下列条文的全部成立方式：{places}。",
        "In sets of four findings and more, not all ways to meet these were tried: {places}.",
    ),
    "scenarios.none": ("未发现分歧情形。", "No scenario was found on which they part."),
    "scenarios.pair": ("{a}与{b}", "{a} and {b}"),
    "scenarios.listed": (
        "列出 {shown} 个，共找到 {found} 个最小组合。",
        "{shown} listed, of {found} smallest sets found.",
    ),
    "scenarios.cell": ("{outcome}（{places}）", "{outcome} ({places})"),
    "scenarios.cell_withheld": (
        "{outcome}（{places}因除外或者限制而不适用）",
        "{outcome} ({places} {places:is|are} excepted or limited)",
    ),
    "scenarios.number": ("情形 {number}：{kind}", "Scenario {number}: {kind}"),
    "scenarios.findings": ("假定认定：", "Suppose it is found:"),
    "scenarios.counts": ("分歧情形的数目", "How many scenarios of each kind"),
    "scenarios.counts_note": (
        "每格为该两部规定该类最小组合的数目，不是案件数量；三项以内为全数，更多项的只是已找到的。",
        "Each figure counts the smallest sets found for the two regulations, not cases; sets of up to three "
        "findings are counted in full, larger ones as far as they were found.",
    ),
    "scenarios.network": ("规定之间的分歧", "Where the regulations part"),
    "scenarios.network_text": (
        "线越粗，两部规定结论相反的最小组合越多；数目见表。",
        "The thicker the line, the more smallest sets on which two regulations come to contrary results; the "
        "table has the figures.",
    ),
    "scenarios.table": ("分歧情形一览", "All scenarios"),
    "scenarios.column.pair": ("两部规定", "regulations"),
    "scenarios.column.kind": ("类型", "kind"),
    "scenarios.column.findings": ("认定", "findings"),
    "scenarios.column.a": ("前者", "the former"),
    "scenarios.column.b": ("后者", "the latter"),
    "scenarios.column.why": ("分歧所在", "why they part"),
    "scenarios.column.total": ("合计", "total"),
    "case.title": ("同案对照：{matter}", "One matter: {matter}"),
    "case.intro": (
        "同一事项依各部规定分别评定；凡两部规定结论不同的，列出足以造成这一分歧的最小认定组合和起作用的条文。",
        "The same matter under each regulation. Where two of them part, the smallest sets of its findings that "
        "make them part in this way, and the clauses that decide.",
    ),
    "case.findings": ("认定", "Findings"),
    "case.outcomes": ("各部规定的结论", "What each regulation says"),
    "case.column.regulation": ("规定", "regulation"),
    "case.column.outcome": ("结论", "outcome"),
    "case.column.clauses": ("依据", "clauses"),
    "case.column.because": ("说明", "because"),
    "case.divergences": ("分歧及其缘由", "Where they part, and why"),
    "case.same": ("各部规定结论一致。", "The regulations come to the same result."),
    "case.agree": (
        "结论相同或者效果相同：{pairs}。",
        "The same result, or one that comes to the same: {pairs}.",
    ),
    "case.smallest": (
        "造成分歧的最小认定组合：{sets}",
        "Smallest sets of findings that make them part: {sets}",
    ),
    "case.smallest_cut": (
        "组合过多，只求得其中一部分。",
        "There are too many to try them all; these are some.",
    ),
    "case.kind.undetermined": ("一方待定", "open in one"),
    "case.kind.conflict": ("一方冲突", "conflict in one"),
    "case.proofs": ("证明", "Proofs"),
    "case.unknown": ("待查明的“{ground}”", "“{ground}” (still unknown)"),
    "case.or": ("；或者", "; or "),
}
