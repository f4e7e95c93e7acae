"""Sentences of conclusions, proofs, verdicts, questions and suppositions: key → (Chinese, English)."""

from __future__ import annotations

ANSWERS: dict[str, tuple[str, str]] = {
    # --- conclusions ----------------------------------------------------------------------
    "conclusion.outcome": ("结果：{outcome}，依据{places}。", "Outcome: {outcome}, under {places}."),
    "conclusion.deciders": (
        "这是可以为之而非必须为之，由{deciders}决定。",
        "This is permitted, not required; {deciders} {deciders:decides|decide}.",
    ),
    "conclusion.discretion": (
        "这是可以为之而非必须为之，条文未写明由谁决定。",
        "This is permitted, not required; the clause does not say who decides.",
    ),
    "conclusion.could_change": (
        "尚待确定的{places}如成立，结果会改变。",
        "The outcome would change if {places}, still undetermined, applied.",
    ),
    "conclusion.also": ("同时成立：{result}。", "Also: {result}."),
    "conclusion.further": ("其他适用的规定：{norm}（{nature}）。", "Further: {norm} ({nature})."),
    "conclusion.side": ("{outcome}（{places}）", "{outcome} ({places})"),
    "conclusion.conflict": (
        "结果：冲突。以下各方同时成立，条文没有规定何者优先：{sides}。",
        "Outcome: conflict. These stand side by side and no clause says which prevails: {sides}.",
    ),
    "conclusion.undetermined": (
        "结果：待定。{places}是否适用，取决于尚未查明的{grounds}。",
        "Outcome: undetermined. Whether {places} {places:applies|apply} depends on what is not yet found: {grounds}.",
    ),
    "conclusion.no_applicable_rule": (
        "结果：没有可适用的规定。按现有认定，没有一条规定发生效力；这不等于应当或者不应当追究。",
        "Outcome: no applicable rule. On these findings no clause takes effect; "
        "this says neither that liability is due nor that it is not.",
    ),
    "provision.applies": ("{place}适用。", "{place} applies."),
    "provision.undetermined": (
        "{place}是否适用尚待确定。",
        "Whether {place} applies is undetermined.",
    ),
    "provision.defeated": (
        "{place}的条件成立，但有优先的规定，故不发生效力。",
        "{place} is met, but a rule that prevails displaces it.",
    ),
    "provision.blocked": (
        "{place}的条件成立，但其但书也成立，故不适用。",
        "{place} is met, but so is its exception: it does not apply.",
    ),
    "provision.not_engaged": ("{place}不适用。", "{place} does not apply."),
    "provision.unconditional": (
        "{place}不附事实条件，不参与事项评定。",
        "{place} has no factual condition and takes no part in the assessment.",
    ),
    "provision.unmodelled": (
        "{place}不含可以适用于事项的规范：{reason}",
        "{place} holds no norm that could apply to a matter: {reason}",
    ),
    "provision.no_norm": (
        "{place}不含可以适用于事项的规范",
        "{place} holds no norm that could apply to a matter",
    ),
    "provision.part_of": (
        "{place}是{above}的组成部分，随{above}一并说明。",
        "{place} is part of {above} and is explained with it.",
    ),
    "result": ("{outcome}，依据{places}", "{outcome}, under {places}"),
    "group.open": ("尚待确定的条款：{places}", "still undetermined: {places}"),
    "group.set_aside": ("条件成立而未生效的条款：{places}", "met, but without effect: {places}"),
    "group.nearest": ("最接近适用的条款：{places}", "the clauses that come closest: {places}"),
    "group.short": (
        "与其余认定有关、尚缺要件的条款：{places}",
        "clauses to which other findings speak, and what they lack: {places}",
    ),
    "group.further": ("同时适用的其他规定：{places}", "other rules that apply: {places}"),
    "in_force.yes": (
        "时间效力：自{since}起施行，事项日期{date}，当时已经施行。",
        "In force: since {since}; the matter is of {date}.",
    ),
    "in_force.no": (
        "时间效力：自{since}起才施行，事项日期{date}，当时尚未施行，以上仅为假设性评定。",
        "Not in force: it took effect on {since}, after the matter's date of {date}; "
        "the above is hypothetical.",
    ),
    "in_force.yes_bare": ("时间效力：自{since}起施行。", "In force: since {since}."),
    "in_force.no_bare": ("时间效力：自{since}起才施行。", "Not in force: it took effect on {since}."),
    "in_force.no_start": (
        "时间效力：条文没有载明施行日期，无从判断。",
        "In force: unknown, the text prints no date of entry into force.",
    ),
    "in_force.no_date": (
        "时间效力：自{since}起施行；事项没有日期，无从判断。",
        "In force: unknown, it took effect on {since} and the matter has no date.",
    ),
    "in_scope.yes": ("适用范围：属于适用对象（{grounds}）。", "In scope: covered ({grounds})."),
    "in_scope.no": (
        "适用范围：不属于适用对象（{grounds}），以上仅为假设性评定。",
        "Out of scope: not covered ({grounds}); the above is hypothetical.",
    ),
    "in_scope.unknown": (
        "适用范围：未认定是否属于适用对象（{grounds}）。",
        "In scope: unknown, it has not been found whether the person is covered ({grounds}).",
    ),
    "in_scope.unstated": (
        "适用范围：没有可据以判断的事由。",
        "In scope: unknown, there is no ground to judge it by.",
    ),
    # --- proofs ---------------------------------------------------------------------------
    "title.regulation": (
        "事项 {matter} 依{regulation}：{outcome}——理由",
        "Matter {matter} under {regulation}: {outcome}. Why",
    ),
    "title.provision": (
        "事项 {matter}：{regulation}{place}适用与否——理由",
        "Matter {matter}: does {place} of {regulation} apply, and why",
    ),
    "section.facts": ("一、事实", "1. Facts"),
    "section.norms": ("二、规范与涵摄", "2. Norms and their application"),
    "section.conclusion": ("三、结论", "3. Conclusion"),
    "facts.none": ("没有提出任何认定。", "No finding was made."),
    "facts.unused": ("以下各项未用于说理：", "not used below:"),
    "norms.none": ("没有可说明的条款。", "There is no norm to explain."),
    "fact.ref": ("（事实 {numbers}）", " (fact {numbers})"),
    "clause.quote": ("{place}：“{quote}”", "{place}: “{quote}”"),
    "proof.above": ("（理由见上文）", " (shown above)"),
    "proof.none_raised": ("：所列事由均未提出", ": none of its grounds was raised"),
    "proof.therefore": ("结论：{text}。", "Therefore: {text}."),
    "explain.elsewhere": (
        "该条款不属于{regulation}",
        "this provision belongs to another regulation than {regulation}",
    ),
    "explain.no_provision": ("{regulation}中没有这一条款", "no such provision in {regulation}"),
    # --- verdicts -------------------------------------------------------------------------
    "verdict.matter": ("事项 {matter}", "Matter {matter}"),
    "verdict.details": ("{head}（{details}）", "{head} ({details})"),
    "verdict.role": ("角色：{role}", "role: {role}"),
    "verdict.date": ("日期：{date}", "date: {date}"),
    "verdict.organisation": ("单位：{organisation}", "body: {organisation}"),
    "verdict.established": ("已认定：{grounds}", "Established: {grounds}"),
    "verdict.refuted": ("已否定：{grounds}", "Refuted: {grounds}"),
    "verdict.unknown": ("待查明：{grounds}", "Still unknown: {grounds}"),
    "verdict.disputed": (
        "有争议：{grounds}，按待查明处理。一方：{pro}；另一方：{contra}。",
        "Disputed: {grounds}, treated as unknown. On one side, {pro}; on the other, {contra}.",
    ),
    "verdict.also": ("同时成立：{outcome}，依据{places}。", "Also: {outcome}, under {places}."),
    "verdict.applies": ("同时适用：{places}。", "Also applies: {places}."),
    "verdict.defeated": (
        "{place}条件成立，但让位于{by}。",
        "{place} is met, but yields to {by}.",
    ),
    "verdict.blocked": (
        "{place}条件成立，但其但书也成立，不适用。",
        "{place} is met, but so is its exception: it does not apply.",
    ),
    "verdict.undetermined": ("{place}待定，取决于{grounds}。", "{place} is open; it depends on {grounds}."),
    "verdict.undetermined_plain": (
        "{place}待定，取决于其他条款如何确定。",
        "{place} is open; it depends on other clauses.",
    ),
    "verdict.not_engaged": (
        "{place}不适用，尚缺：{grounds}。",
        "{place} does not apply; not shown: {grounds}.",
    ),
    "verdict.failed_on": (
        "{place}不适用，现有认定与之相反：{grounds}。",
        "{place} does not apply; the findings stand against it: {grounds}.",
    ),
    "verdict.ruled_out": (
        "{place}不适用，与现有认定相反。",
        "{place} does not apply: the findings stand against it.",
    ),
    "verdict.presumed": (
        "{place}的但书无人提出，推定不成立：{grounds}。",
        "The exception of {place} was not raised and is presumed not to hold: {grounds}.",
    ),
    "verdict.readings": ("所采解读：{readings}。", "Readings taken: {readings}."),
    "verdict.other_readings": (
        "无关本案结论的解读：{readings}。",
        "Readings on which nothing turns here: {readings}.",
    ),
    "hint.requires": (
        "还须查明什么：kgq requires {file}",
        "What is still to be found: kgq requires {file}",
    ),
    "hint.explain": (
        "结论的理由：kgq explain {file} --regulation {regulation}",
        "Why: kgq explain {file} --regulation {regulation}",
    ),
    "file": ("文件", "FILE"),
    # --- questions and suppositions -------------------------------------------------------
    "change.outcome": ("{regulation}：{before} → {after}", "{regulation}: {before} → {after}"),
    "change.none": ("{regulation}：不变（{outcome}）", "{regulation}: unchanged ({outcome})"),
    "change.norm": ("{place}：{before} → {after}", "{place}: {before} → {after}"),
    "change.norm_because": (
        "{place}：{before} → {after}，因为{reasons}",
        "{place}: {before} → {after}, because {reasons}",
    ),
    "change.leaf": ("“{ground}”由{before}变为{after}", "“{ground}” goes from {before} to {after}"),
    "change.through": ("{places}随之改变", "{places} changed"),
    "status.applies": ("适用", "applies"),
    "status.defeated": ("让位于优先的规定", "displaced"),
    "status.blocked": ("因但书不适用", "excluded by its exception"),
    "status.undetermined": ("待定", "undetermined"),
    "status.not_engaged": ("不适用", "does not apply"),
    "state.established": ("已认定", "established"),
    "state.refuted": ("已否定", "refuted"),
    "state.disputed": ("有争议", "disputed"),
    "state.unknown": ("待查明", "unknown"),
    "state.not_raised": ("未提出", "not raised"),
    "requires.title": (
        "事项 {matter}：哪些认定会改变结果",
        "Matter {matter}: which findings would change an outcome",
    ),
    "requires.now": ("目前：", "As it stands:"),
    "requires.outcome": ("{regulation}：{outcome}", "{regulation}: {outcome}"),
    "requires.none": (
        "在所查范围内，没有任何认定会改变结果。",
        "Within the sets that were tried, no finding would change an outcome.",
    ),
    "requires.in_issue": ("已在争点之中、尚待查明的：", "In issue and not yet found:"),
    "requires.new": ("尚无人提出的：", "Not raised by anyone yet:"),
    "requires.unraised": (
        "{wanted}（其中{grounds}尚无人提出）",
        "{wanted} (of these, {grounds}: not raised)",
    ),
    "requires.clause": ("{place}：“{quote}”", "{place}: “{quote}”"),
    "requires.without_effect": (
        "待查明，但不在任何会改变结果的组合之中：{grounds}。",
        "Still unknown, but in none of the sets that change an outcome: {grounds}.",
    ),
    "requires.beside": (
        "{ground}待查明：上列结果不因此改变，但{places}是否一并适用，取决于它。",
        "Still unknown: {ground}. No outcome above changes with it, but it decides whether {places} "
        "{places:applies|apply} as well.",
    ),
    "requires.more": ("另有 {count} 组，按次序从略。", "{count} further sets follow in the same order."),
    "requires.truncated": (
        "受数量限制，另有 {count} 组未列出或者未检验。",
        "A limit left out {count} further sets, not listed or not tried.",
    ),
    "requires.bounds": (
        "检验了 {evaluated} 组：待查明的认定至多三项一组，无人提出的事由至多四项一组。",
        "{evaluated} sets were tried: up to three unknown findings together, "
        "up to four where nobody raised a ground.",
    ),
    "what_if.title": ("事项 {matter}：假定{supposed}", "Matter {matter}, supposing: {supposed}"),
    "what_if.unknown": ("“{ground}”待查明", "“{ground}” unknown"),
    "what_if.withdrawn": ("撤回对“{ground}”的认定", "no finding on “{ground}”"),
    "what_if.disputed": (
        "假定与其他认定相抵触，以下事由有争议，按待查明处理：{grounds}。",
        "The supposition contradicts other findings; disputed and treated as unknown: {grounds}.",
    ),
    "what_if.same": ("没有一部的结果改变。", "No outcome changes."),
    "what_if.nothing": (
        "没有假定任何认定，请至少假定一项",
        "nothing is supposed; suppose at least one finding",
    ),
    "what_if.twice": (
        "同一事由作了两种假定：{grounds}",
        "supposed in two ways at once: {grounds}",
    ),
}
