"""Sentences of reviews of case files: key → (Chinese, English)."""

from __future__ import annotations

REVIEWS: dict[str, tuple[str, str]] = {
    # --- what a review notes --------------------------------------------------------------
    "review.note.data_stand": (
        "{criterion}：评查人另有判断，但案卷数据表明不符合，以数据为准。",
        "{criterion}: judged otherwise, but the data of the file show a breach, and that stands.",
    ),
    "review.note.disputed": (
        "{criterion}：有两个不同的判断，视为未判断。",
        "{criterion}: two judgements differ; it counts as not judged.",
    ),
    "review.note.by_judgement": (
        "{criterion}：案卷数据未见问题，依评查人的判断认定不符合。",
        "{criterion}: the data show no breach; it counts as not met because a reviewer judged so.",
    ),
    "review.note.present": (
        "{criterion}：判断为不适用，但案卷里有这份文书，照样评分。",
        "{criterion}: judged not to apply, but the document is in the file and is scored.",
    ),
    "review.note.gap": (
        "{score} 分在{rule}中没有等次，依{other}“{band}”确定。",
        "{score} has no grade in {rule}; {other} “{band}” decides.",
    ),
    "review.note.no_grade": ("{score} 分没有对应的等次。", "{score} has no grade."),
    "review.note.informational": (
        "基础标准不符合，得分为 {score}；以下扣分只供参考。",
        "A base standard is violated, so the score is {score}; the deductions are for information.",
    ),
    "review.note.open_after_failure": (
        "基础标准不符合已经决定结果，尚未判断的 {count} 项不再影响得分。",
        "The base failure decides; the {count} criteria not yet judged no longer change the score.",
    ),
    "review.note.one_grade": (
        "无论如何判断，等次都是{grade}。",
        "However the rest is judged, the grade is {grade}.",
    ),
    # --- why ------------------------------------------------------------------------------
    "review.why.judged": ("评查人判断不符合：{text}", "judged not met: {text}"),
    "review.why.reason": (
        "评查人判断不符合：{text}（{reason}）",
        "judged not met: {text} ({reason})",
    ),
    # --- what is still to be judged ---------------------------------------------------------
    "review.ask.judge": ("请判断是否符合：{text}", "Judge whether it is met: {text}"),
    "review.ask.data": (
        "案卷数据没有写明，请补充或者判断：{text}",
        "The data of the file do not tell; state them, or judge: {text}",
    ),
    "review.ask.document": (
        "案卷数据没有写明本案是否需要“{text}”，请补充案情或者判断",
        "The data do not tell whether the case called for “{text}”; state the circumstances, or judge",
    ),
    "review.ask.disputed": (
        "判断不一致，请确定：{text}",
        "Judgements differ; settle it: {text}",
    ),
    # --- the page ---------------------------------------------------------------------------
    "review.head": ("案卷评查：{case}（{kind}）", "Review of case file {case} ({kind})"),
    "review.about": ("{label}：{value}", "{label}: {value}"),
    "review.result": ("得分 {score}，等次：{grade}", "Score {score}, grade: {grade}"),
    "review.interval": (
        "得分在 {low} 至 {high} 之间，尚有 {count} 项待判断",
        "The score lies between {low} and {high}; {count} criteria are still to be judged",
    ),
    "review.base.pass": ("基础标准：合格", "Base standards: met"),
    "review.base.open": (
        "基础标准：尚有 {count} 项待判断",
        "Base standards: {count} still to be judged",
    ),
    "review.base.fail": ("基础标准：不合格", "Base standards: violated"),
    "review.deductions": ("扣分（共 {points} 分）", "Deductions (−{points} in all)"),
    "review.no_deductions": ("没有扣分", "No deductions"),
    "review.stage.unprinted": (
        "{notation}（原件未印出栏目名）",
        "{notation} (the heading is not printed in the source)",
    ),
    "review.deduction": ("{line}（−{points} 分）{text}", "{line} (−{points}): {text}"),
    "review.missing": (
        "{document}（−{points} 分）缺少“{text}”",
        "{document} (−{points}): “{text}” is missing",
    ),
    "review.reason": ("原因：{why}", "Why: {why}"),
    "review.place": ("{words}（{path}）", "{words} ({path})"),
    "place.nth": ("（{number}）", " ({number})"),
    "place.within": ("—", " — "),
    "review.where": ("位置：{where}", "Where: {where}"),
    "review.where.more": ("位置：{where}；另有{also}", "Where: {where}; also {also}"),
    "review.repair": ("补正：{repair}", "Repair: {repair}"),
    "review.not_curable": (
        "处理（违反本身已不能补正）：{repair}",
        "What to do (the breach itself cannot be made good): {repair}",
    ),
    "review.failure": ("{standard}：{text}", "{standard}: {text}"),
    "review.to_judge": ("待判断", "Still to be judged"),
    "review.open": ("{criterion}（{points} 分）{ask}", "{criterion} ({points}): {ask}"),
    "review.open.base": ("{criterion}（基础标准）{ask}", "{criterion} (base standard): {ask}"),
    "review.not_applicable": (
        "本案不需要的文书，不扣分：{documents}",
        "Documents that the case did not call for, at no cost: {documents}",
    ),
    "review.not_arising": (
        "条件未发生、不扣分的项：{lines}",
        "Lines whose condition did not arise, at no cost: {lines}",
    ),
    "review.national": ("国家程序法检查（不计入得分）", "National procedure law (not part of the score)"),
    "review.national.none": (
        "国家程序法检查：没有发现问题",
        "National procedure law: nothing found",
    ),
    "review.severity.fatal": ("严重违法", "Fatal"),
    "review.severity.violation": ("违法", "Violation"),
    "review.severity.warning": ("提示", "Warning"),
    "review.finding": ("【{severity}】{rule}：{why}", "[{severity}] {rule}: {why}"),
    "review.law": ("依据：《{law}》{article}：{requirement}", "Law: {law}, {article}: {requirement}"),
    "review.caution": ("注意：{caution}", "Caution: {caution}"),
    "review.officers": ("经办：{officers}", "Officers: {officers}"),
    "review.readings": ("所采解读：{readings}", "Readings used: {readings}"),
    "review.unchecked": (
        "没有遇到检查对象、因而未检查的项：{shapes}",
        "Met nothing in the file and were not checked: {shapes}",
    ),
    "review.checked": ("共检查 {count} 项标准", "{count} shapes were checked"),
    "review.checked.absent": (
        "共检查 {count} 项标准；另有 {absent} 项属于案卷里没有的文书，未作检查",
        "{count} shapes were checked; {absent} more belong to documents that the file does not hold, and were not",
    ),
    "review.file": ("案卷", "the file"),
    # --- repairs ------------------------------------------------------------------------------
    "review.plan": (
        "补正到{grade}（{score} 分）所需的最少几项",
        "The fewest repairs to reach {grade} ({score})",
    ),
    "review.plan.best": ("已是最高等次，无须补正", "The grade is the highest already; no repair is needed"),
    "review.plan.impossible": (
        "补正达不到下一等次：{reason}",
        "Repairs cannot reach the next grade: {reason}",
    ),
    "review.plan.base": (
        "{standards}不能补正",
        "{standards} cannot be repaired",
    ),
    "review.plan.short": (
        "全部可以补正的项补正后也只有 {score} 分",
        "with everything repaired that can be, the score is only {score}",
    ),
    "review.plan.open": (
        "尚未判断的项按符合计算。",
        "What is not yet judged is taken as met.",
    ),
    "review.plan.step": ("{criteria}（+{points} 分）{repair}", "{criteria} (+{points}): {repair}"),
    "review.plan.base_step": ("{criteria}（基础标准）{repair}", "{criteria} (base standard): {repair}"),
    # --- matters ------------------------------------------------------------------------------
    "review.evidence": ("案卷 {case}：{rule}，{where}", "case file {case}: {rule}, {where}"),
}
