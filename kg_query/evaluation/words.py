"""Our own sentences about an evaluation, in Chinese and English."""

from __future__ import annotations

from ..model import Text

__all__ = [
    "DUE",
    "ENTRY_NAMES",
    "FORM",
    "NO",
    "NOT_STATED",
    "NO_DATA",
    "STATUS",
    "UNNAMED",
    "UNWEIGHTED",
    "YES",
    "missing",
    "note",
]

STATUS = {
    "done": Text("已完成", "done"),
    "late": Text("逾期", "late"),
    "open": Text("无固定期限", "open"),
    "not_due": Text("未到期", "not due"),
    "not_arising": Text("未发生", "does not arise"),
}

DUE = {
    "fulfilled": Text("按期", "in time"),
    "breached": Text("逾期", "late"),
    "pending": Text("期限未满", "not due"),
    "open": Text("无从判断", "cannot be told"),
}

YES, NO, NOT_STATED = Text("是", "yes"), Text("否", "no"), Text("未写明", "not stated")
NO_DATA = Text("无数据", "no data")

UNNAMED = Text("（未写明执法队）", "(no team named)")

UNWEIGHTED = Text(
    "公布的文本没有附考核标准、权重、分值和评议考核表。以下逐项列示指标，不计算总分，也不推算。",
    "The text as published has no standards, weights, points or form of evaluation. The indicators are listed one by "
    "one; no total is computed and none is made up.",
)

ENTRY_NAMES = {
    "training": Text("学习培训", "training"),
    "complaints": Text("投诉", "complaints"),
    "accountability": Text("责任追究", "accountability"),
    "remedies": Text("复议、诉讼", "reviews and suits"),
    "surveys": Text("民意测验和走访", "polls and visits"),
    "commendations": Text("表彰奖励", "commendations"),
    "remarks": Text("其他情况", "other matters"),
}

_MISSING = {
    "no_files": (
        "期间内没有案卷。",
        "There are no case files in the period.",
    ),
    "not_concerned": (
        "期间内的案卷都不涉及这些标准。",
        "None of the files in the period is concerned by these criteria.",
    ),
    "undecided": (
        "所涉 {count} 卷尚待判断或者补充材料。",
        "Files concerned that still await a judgement or facts: {count}.",
    ),
    "no_score": ("没有案卷已有确定得分。", "No file has a final score yet."),
    "no_entries": (
        "案卷和评议记录均未写明{name}；有的请列入评议记录，确实没有的请写明没有（{key}: []）。",
        "Neither the files nor the record say anything of {name}. List them in the record, or say there that "
        "there were none ({key}: []).",
    ),
    "no_case_entries": (
        "期间内的案卷和评议记录均未写明{name}；确实没有的，请在评议记录中写明没有（{key}: []）。",
        "Neither the files of the period nor the record say anything of {name}; where there were none, say so in "
        "the record ({key}: []).",
    ),
    "none_such": (
        "期间内没有可据以计算的{name}（{test}）。",
        "In the period there are no {name} to reckon with ({test}).",
    ),
    "no_numbers": (
        "期间内的{name}都没有写明 {field}。",
        "None of the {name} in the period states {field}.",
    ),
}

_NOTES = {
    "files_only": (
        "仅据案卷所载；评议记录没有这一项（{key}），案卷以外的未计。",
        "From the files alone: the record is silent on this ({key}), so what lies outside the files is not counted.",
    ),
    "undated": (
        "{count} 条没有日期，无从归入期间，未计：{places}。",
        "Entries without a day that could put them into the period, left out: {count} ({places}).",
    ),
    "unnumbered": (
        "{count} 条没有写明 {field}，未计入。",
        "Entries that do not state {field}, left out: {count}.",
    ),
    "not_concerned": ("另有 {count} 卷不涉及。", "Files not concerned: {count}."),
    "range": ("最低 {low}，最高 {high}。", "Lowest {low}, highest {high}."),
    "same_day": (
        "{case}：案卷与评议记录同日的{name}不一致，两条都计。请核对。",
        "{case}: on the same day the file and the record differ about {name}, and both count. Please check.",
    ),
    "undated_files": (
        "{count} 卷没有作出决定的日期，无从归入期间，未计：{places}。",
        "Files without a day of decision that could put them into the period, left out: {count} ({places}).",
    ),
    "no_record": (
        "没有评议记录：培训、民意测验、表彰和程序各步骤都没有数据。",
        "There is no record: nothing is known of training, polls, commendations and the steps.",
    ),
    "kind_unknown": (
        "没有写明是乡镇还是县直的执法队（记录中的 kind）；程序按乡镇执法队列示。",
        "Whether the team is one of a township or town or of the county is not stated (kind in the record); "
        "the procedure is shown as for a township or town.",
    ),
    "nobody_named": (
        "条文没有写明由谁考核{kind}；各步骤比照列示，不判逾期责任。",
        "The text does not say who evaluates a {kind}; the steps are shown by analogy, and nobody is held to "
        "be late.",
    ),
    "no_files": ("期间内没有该队的案卷。", "The team has no case files in the period."),
    # --- steps
    "step_done": ("{label}：{date}。", "{label}: {date}."),
    "step_none": ("至{day}没有记录。", "Nothing on record by {day}."),
    "step_later": (
        "记录的日期{date}在所问之日以后，不计。",
        "The day on record, {date}, is after the day asked about and is left out.",
    ),
    "step_before": (
        "早于“{other}”（{date}），次序与条文不同，请核对。",
        "That is before “{other}” ({date}), against the order of the clause; please check.",
    ),
    "step_skipped": (
        "其后的“{other}”已有记录，本步骤没有。",
        "“{other}”, which comes later, is on record, and this is not.",
    ),
    "step_turn": ("须先有“{other}”。", "“{other}” comes first."),
    "step_right": (
        "这是权利，不行使不构成违反；条文没有期限。",
        "This is a right: not using it is no breach, and the clause sets no time.",
    ),
    "step_not_arising": ("没有“{other}”，不发生。", "Without “{other}” it does not come up."),
    "step_no_period": ("条文没有固定期限。", "The clause fixes no time."),
    "due": (
        "自“{start}”（{since}{other}）起{number}日，{way}至{date}：{status}。",
        "{number} days from “{start}” ({since}{other}), {way} until {date}: {status}.",
    ),
    "due_unbegun": (
        "“{start}”没有日期，期限无从起算。",
        "“{start}” has no day, so the period cannot be counted from it.",
    ),
    "due_other": ("，另一理解", ", the other reading"),
    "rolled": ("（算至{day}，为休息日，顺延）", " (the count ends on {day}, a rest day, and runs on)"),
    "differs": (
        "各种算法结论不同；只有各种算法都逾期才算逾期。",
        "The ways of counting differ; it counts as late only where it is late in every way.",
    ),
}


def missing(key: str, /, **values: object) -> Text:
    """Why there are no data, and what would give them."""
    return _filled(_MISSING[key], values)


def note(key: str, /, **values: object) -> Text:
    """A remark; values that are texts are taken in each language."""
    return _filled(_NOTES[key], values)


def _filled(pair: tuple[str, str], values: dict[str, object]) -> Text:
    zh = {k: v.zh if isinstance(v, Text) else v for k, v in values.items()}
    en = {k: v.en if isinstance(v, Text) else v for k, v in values.items()}
    return Text(pair[0].format(**zh), pair[1].format(**en))


FORM = {
    "title": Text("评议考核工作底稿", "Working form of an evaluation"),
    "unofficial": Text(
        "本底稿由本程序编制，不是条文规定的表式：条文所称评议考核表没有印出。",
        "This form is made by this program and is not a form laid down by the text: the form that the text "
        "speaks of is not printed.",
    ),
    "head": Text("一、基本情况", "1. Basics"),
    "opinions": Text("二、意见（由人填写）", "2. Opinions (filled in by people)"),
    "team": Text("被考核机构", "Evaluated body"),
    "kind": Text("类别", "Kind"),
    "evaluator": Text("考核者", "Evaluator"),
    "period": Text("考核期间", "Period"),
    "as_of": Text("截至", "As of"),
    "files": Text("期间内案卷", "Case files in it"),
    "opinion": Text("初步考核意见", "Preliminary opinion"),
    "objection": Text("被考核机构意见", "What the evaluated body says"),
    "leadership": Text("领导班子审核意见", "What the leadership team says"),
    "sign_evaluator": Text("考核人员（签名）", "Evaluators (signature)"),
    "sign_head": Text("被考核机构负责人（签名）", "Head of the evaluated body (signature)"),
    "annex": Text("指标与程序", "Indicators and procedure"),
    "annex_intro": Text(
        "以下由案卷评查结果和评议记录得出，供考核者参考；“无数据”不等于零。",
        "What follows comes from the reviews of case files and from the record, for the evaluator's use; “no "
        "data” is not zero.",
    ),
    "none": Text("无", "none"),
    "indicator": Text("指标", "Indicator"),
    "number": Text("数值", "Number"),
    "basis": Text("依据", "What it rests on"),
    "numerator": Text("分子", "Numerator"),
    "denominator": Text("分母", "Denominator"),
    "value": Text("值", "Value"),
    "unit": Text("单位", "Unit"),
    "label": Text("名称", "Name"),
    "procedure": Text("考核程序", "Procedure"),
    "step": Text("步骤", "Step"),
    "clause": Text("条文", "Clause"),
    "status": Text("状态", "Status"),
    "date": Text("日期", "Date"),
    "reason": Text("理由", "Reason"),
    "case_files": Text("期间内的案卷", "Case files in the period"),
    "case": Text("案卷", "Case file"),
    "decided": Text("决定之日", "Decided on"),
    "score": Text("得分", "Score"),
    "grade": Text("等次", "Grade"),
    "base": Text("基础标准", "Base standards"),
    "base_pass": Text("符合", "met"),
    "base_fail": Text("不符合", "violated"),
    "base_open": Text("待定", "undecided"),
    "readings": Text("所采解读", "Readings taken"),
    "reading": Text("问题", "Question"),
    "taken": Text("所采", "Taken"),
    "otherwise": Text("另一理解", "Otherwise"),
    "comparison": Text("各队对照", "Teams side by side"),
    "no_ranking": Text("按名称排列，不排名次，不计总分。", "By name; there is no ranking and no total."),
    "sheet": Text("工作底稿", "Working form"),
}
