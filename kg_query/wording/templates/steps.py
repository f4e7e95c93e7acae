"""Sentences of findings, condition trees and norms: key → (Chinese, English)."""

from __future__ import annotations

STEPS: dict[str, tuple[str, str]] = {
    # --- names and lists ------------------------------------------------------------------
    "quoted": ("“{text}”", "“{text}”"),
    "list.more": ("等，另有 {count} 项", "and {count} more"),
    "outcome.conflict": ("冲突", "conflict"),
    "outcome.undetermined": ("待定", "undetermined"),
    "outcome.no_applicable_rule": ("没有可适用的规定", "no applicable rule"),
    "tag": ("〔{word}〕", "[{word}]"),
    "tag.proven": ("成立", "holds"),
    "tag.failed": ("不成立", "fails"),
    "tag.open": ("待定", "open"),
    "tag.not_shown": ("未证明", "not shown"),
    "tag.presumed": ("推定", "presumed"),
    # --- findings -------------------------------------------------------------------------
    "finding.established": ("已认定：{ground}", "established: {ground}"),
    "finding.refuted": ("已否定：{ground}", "refuted: {ground}"),
    "finding.unknown": ("待查明：{ground}", "still unknown: {ground}"),
    "finding.with": ("{finding}（{details}）", "{finding} ({details})"),
    "finding.evidence": ("证据：{value}", "evidence: {value}"),
    "finding.source": ("来源：{value}", "source: {value}"),
    "finding.date": ("日期：{value}", "date: {value}"),
    "finding.note": ("说明：{value}", "note: {value}"),
    "entails.established": (
        "由“{narrower}”推出：有“{narrower}”即有“{broader}”",
        "follows from “{narrower}”, which entails “{broader}”",
    ),
    "entails.refuted": (
        "由否定“{broader}”推出：有“{narrower}”即有“{broader}”，后者既已否定，前者亦不成立",
        "follows from the refutation of “{broader}”, which “{narrower}” would entail",
    ),
    "entails.disputed.established": (
        "“{narrower}”的认定使其成立：有“{narrower}”即有“{broader}”",
        "the finding on “{narrower}” speaks for it: “{narrower}” entails “{broader}”",
    ),
    "entails.disputed.refuted": (
        "“{broader}”的否定使其不成立：有“{narrower}”即有“{broader}”",
        "the finding on “{broader}” speaks against it: “{narrower}” entails “{broader}”",
    ),
    "entails.unknown": (
        "系于他项：有“{narrower}”即有“{broader}”",
        "hangs on another finding: “{narrower}” entails “{broader}”",
    ),
    # --- condition trees ------------------------------------------------------------------
    "leaf.established": ("“{ground}”：已认定", "“{ground}”: established"),
    "leaf.refuted": ("“{ground}”：已否定", "“{ground}”: refuted"),
    "leaf.disputed": (
        "“{ground}”：有争议（既有认定又有否定），按待查明处理",
        "“{ground}”: disputed (found both established and refuted), treated as unknown",
    ),
    "leaf.unknown": ("“{ground}”：待查明", "“{ground}”: still unknown"),
    "leaf.not_raised": ("“{ground}”：未提出", "“{ground}”: not raised"),
    "leaf.presumed": (
        "“{ground}”：未有异议，推定具备",
        "“{ground}”: not contested, presumed",
    ),
    "leaf.wanted": ("认定“{ground}”", "establish “{ground}”"),
    "leaf.not.established": (
        "不存在“{ground}”：该项已认定存在",
        "absence of “{ground}”: it is established",
    ),
    "leaf.not.refuted": ("不存在“{ground}”：已否定该项", "absence of “{ground}”: it is refuted"),
    "leaf.not.disputed": (
        "不存在“{ground}”：有争议（既有认定又有否定），按待查明处理",
        "absence of “{ground}”: disputed (found both established and refuted), treated as unknown",
    ),
    "leaf.not.unknown": ("不存在“{ground}”：待查明", "absence of “{ground}”: still unknown"),
    "leaf.not.not_raised": (
        "不存在“{ground}”：未提出，须有否定的认定",
        "absence of “{ground}”: not raised; it would have to be refuted",
    ),
    "leaf.not.presumed": (
        "不存在“{ground}”：未有异议，推定如此",
        "absence of “{ground}”: not contested, presumed",
    ),
    "leaf.not.wanted": ("否定“{ground}”", "refute “{ground}”"),
    "tree.all_of": ("下列各项须同时具备", "all of the following"),
    "tree.any_of": ("下列任何一项即可", "any one of the following"),
    "tree.always": ("无需另行证明", "nothing further to be shown"),
    "tree.never": (
        "原文此处残缺，条件无从成立",
        "the text is lost here; this can never be satisfied",
    ),
    "tree.met": ("{place}所列情形", "the circumstance in {place}"),
    "tree.not_met": ("不属于{place}所列情形", "not the circumstance in {place}"),
    # --- norms ----------------------------------------------------------------------------
    "norm.applies": ("{place}：适用", "{place}: applies"),
    "norm.defeated": ("{place}：让位于优先的规定", "{place}: yields to a rule that prevails"),
    "norm.blocked": ("{place}：因但书不适用", "{place}: excluded by its own exception"),
    "norm.undetermined": ("{place}：待定", "{place}: undetermined"),
    "norm.not_engaged": ("{place}：不适用", "{place}: does not apply"),
    "norm.unconditional": (
        "{place}：不附事实条件，不参与事项评定",
        "{place}: has no factual condition and takes no part in the assessment",
    ),
    "clause.lost": ("{place}（原文残缺：{lost}）", "{place} (lost in the source: {lost})"),
    "nature": ("性质：{kind}；{modality}", "nature: {kind}; {modality}"),
    "nature.not_pursued": ("{modality}追究责任", "liability {modality} be pursued"),
    "nature.borne": (
        "性质：{kind}；{modality}；由{bearers}执行",
        "nature: {kind}; {modality}; for {bearers}",
    ),
    "nature.found": (
        "性质：{kind}；{modality}；由{bearers}认定",
        "nature: {kind}; {modality}; found by: {bearers}",
    ),
    "nature.discretion": (
        "性质：{kind}；{modality}，是否以及如何适用由{bearers}决定",
        "nature: {kind}; {modality}: whether and how far is for {bearers} to decide",
    ),
    "nature.discretion_unnamed": (
        "性质：{kind}；{modality}，条文未写明由谁决定",
        "nature: {kind}; {modality}: the clause does not say who decides",
    ),
    "presupposition.single": (
        "适用前提（未有异议即推定具备）",
        "presupposed (holds unless refuted)",
    ),
    "presupposition.all_of": (
        "适用前提（未有异议即推定具备），须同时具备",
        "presupposed (holds unless refuted), all of",
    ),
    "presupposition.any_of": (
        "适用前提（未有异议即推定具备），有其一即可",
        "presupposed (holds unless refuted), any one of",
    ),
    "condition.single": ("条件", "condition"),
    "condition.all_of": ("条件：下列各项须同时具备", "condition: all of the following"),
    "condition.any_of": ("条件：下列任何一项即可", "condition: any one of the following"),
    "exception.blocks": ("但书所指情形成立，排除适用", "its exception holds and excludes it"),
    "exception.may_block": (
        "但书所指情形尚待查明，可能排除适用",
        "its exception is still open and may exclude it",
    ),
    "exception.does_not_block": (
        "但书所指情形已否定，不排除适用",
        "its exception is shown not to hold and does not exclude it",
    ),
    "exception.presumed_absent": (
        "但书所指情形未提出，推定不存在，不排除适用",
        "its exception was not raised, is presumed absent and does not exclude it",
    ),
    "exception.partly_shown": (
        "但书所指情形只查明了一部分（{found}），尚缺：{wanted}；但书推定不成立，不排除适用",
        "its exception is shown only in part ({found}); still lacking: {wanted}; "
        "it is presumed not to hold and does not exclude the clause",
    ),
    "follows": ("以结果为{outcomes}为前提", "follows only upon the outcome {outcomes}"),
    "override.defeats": (
        "{place}优先，使本条不适用（{basis}：{reason}）",
        "{place} prevails and displaces it ({basis}: {reason})",
    ),
    "override.may_defeat": (
        "{place}待定；如成立则优先，使本条不适用（{basis}：{reason}）",
        "{place} is undetermined; if it applies it prevails and displaces this one ({basis}: {reason})",
    ),
    "override.express": ("条文明示", "express"),
    "override.reading": ("本图谱的解读", "our reading"),
    "no_override.nothing": (
        "没有但书，也没有其他条款使其不适用",
        "it has no exception, and no other clause displaces it",
    ),
    "no_override.none": ("没有其他条款使其不适用", "no other clause displaces it"),
    "no_override.idle": (
        "可以优先于它的条款中，{places}未成立",
        "of the clauses that could prevail over it, {places} {places:does|do} not apply",
    ),
    "no_override.displaced": (
        "{place}的条件成立，本可优先于本条，但它自身让位于{by}，故不再使本条不适用",
        "{place} is met and would prevail, but is itself displaced by {by}, "
        "so it no longer displaces this clause",
    ),
    "no_override.blocked": (
        "{place}的条件成立，但其但书也成立，故不使本条不适用",
        "{place} is met, but so is its exception, so it does not displace this clause",
    ),
    "reading": (
        "解读：{label}。采用：{primary}。另一解读：{alternative}。理由：{reason}。",
        "reading, {label}. Taken as: {primary}. Alternative: {alternative}. Why: {reason}.",
    ),
    "alternative.proven": ("依另一解读，条件成立", "on the alternative reading the condition holds"),
    "alternative.failed": (
        "依另一解读，条件不成立",
        "on the alternative reading the condition fails",
    ),
    "alternative.open": (
        "依另一解读，条件待定",
        "on the alternative reading the condition is open",
    ),
    "alternative.not_shown": (
        "依另一解读，条件未证明",
        "on the alternative reading the condition is not shown",
    ),
    "deadline.fixed": (
        "期限：{quantity}{unit}（起算：{trigger}；{day_kind}）",
        "deadline: {quantity} {unit} from when {trigger} ({day_kind})",
    ),
    "deadline.fixed_bare": (
        "期限：{quantity}{unit}（{day_kind}）",
        "deadline: {quantity} {unit} ({day_kind})",
    ),
    "deadline.open": (
        "期限：条文未定具体时限（起算：{trigger}）",
        "deadline: from when {trigger}; the clause fixes no length",
    ),
    "deadline.open_bare": ("期限：条文未定具体时限", "deadline: the clause fixes no length"),
    "deadline.worded": (
        "期限：“{wording}”（起算：{trigger}；条文未定具体时限）",
        "deadline: “{wording}” from when {trigger}; the clause fixes no length",
    ),
    "deadline.worded_bare": (
        "期限：“{wording}”（条文未定具体时限）",
        "deadline: “{wording}”; the clause fixes no length",
    ),
    "deadline.day": ("期限：{wording}", "deadline: {wording}"),
    "unit.unitDay": ("日", "days"),
    "unit.unitHour": ("小时", "hours"),
    "unit.unitWeek": ("周", "weeks"),
    "unit.unitMonth": ("个月", "months"),
    "unit.unitYear": ("年", "years"),
    "days.unspecifiedDays": (
        "未写明是自然日还是工作日",
        "calendar or working days: the clause does not say",
    ),
    "days.calendarDays": ("自然日", "calendar days"),
    "days.workingDays": ("工作日", "working days"),
    "days.clockHours": ("按钟点计", "clock hours"),
    "application.applies": (
        "条件成立，无排除事由，故适用{place}：{outcome}",
        "the condition holds and nothing excludes it, so {place} applies: {outcome}",
    ),
    "application.applies_plain": (
        "条件成立，无排除事由，故适用{place}",
        "the condition holds and nothing excludes it, so {place} applies",
    ),
    "application.blocked": (
        "但书成立，故不适用{place}",
        "its exception holds, so {place} does not apply",
    ),
    "application.defeated": (
        "{by}优先适用，故{place}不发生效力",
        "{by} {by:takes|take} priority, so {place} has no effect",
    ),
    "application.undetermined": (
        "{place}是否适用，取决于{grounds}如何查明",
        "whether {place} applies depends on {grounds}",
    ),
    "application.undetermined_plain": (
        "{place}是否适用，取决于优先条款或前提结果如何确定",
        "whether {place} applies depends on a prevailing clause or on the outcome it follows",
    ),
    "application.not_engaged": (
        "{place}的条件未成立，故不适用",
        "the condition of {place} is not met, so it does not apply",
    ),
    "lacking": ("要适用，还须：{wanted}", "for it to apply: {wanted}"),
    "lacking.or": ("或者：{wanted}", "or: {wanted}"),
    "lacking.more": ("此外还有 {count} 种途径", "and {count} further ways"),
    "lacking.follows": (
        "要适用，本制度的结果须为{outcomes}",
        "for it to apply, the outcome would have to be {outcomes}",
    ),
    "lacking.against": (
        "现有认定与之相反：{grounds}；除非该认定改变，否则不可能适用",
        "what has been found stands against it: {grounds}; it cannot apply unless that changes",
    ),
    "lacking.never": (
        "无论认定什么都不能使其适用",
        "no finding whatever can make it apply",
    ),
}
