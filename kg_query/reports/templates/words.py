"""Our own words on the form, its annex page and the summary workbook: one key, Chinese and English.

What the official form prints is not among them: that comes from the graph. Both languages of a key
have the same placeholders.
"""

from __future__ import annotations

from typing import Any

__all__ = ["WORDS", "word"]


def word(key: str, lang: str, **values: Any) -> str:
    """The words `key` in `lang` ("zh" or "en"), with placeholders filled; KeyError for an unknown key.

    >>> word("points", "en", points=2)
    '2 points'
    """
    zh, en = WORDS[key]
    return (en if lang == "en" else zh).format(**values)


WORDS: dict[str, tuple[str, str]] = {
    # --- marks of a choice, drawn with characters that every Chinese font has
    "ticked": ("√", "√"),
    "unticked": ("□", "□"),
    "in_brackets": ("（{mark}）", " ({mark})"),
    "blank": ("　", " "),
    # --- the form
    "unofficial": (
        "",
        "English reading version. The Chinese form is the official one; the rendering is ours and unofficial.",
    ),
    "of_regulation": ("{regulation}{annex}", "{annex} of {regulation}"),
    "date": ("{year}年{month}月{day}日", "{year}-{month:02}-{day:02}"),
    "named": ("（评查人：{names}）", "(reviewers: {names})"),
    "item": ("{notation}　{name}", "{notation} {name}"),
    "item_line": ("{notation}　{name}第{number}项", "{notation} {name}, item {number}"),
    "item_missing": (
        "{notation}　{name}（缺少，全部评分项）",
        "{notation} {name} (not in the file, all lines)",
    ),
    "fact": ("{standard}：{why}", "{standard}: {why}"),
    "none": ("无", "none"),
    "no_deduction": ("没有扣分", "nothing is deducted"),
    "total": ("扣分合计", "Total deductions"),
    "score": ("案卷得分", "Score of the file"),
    "range": ("{low} 至 {high}（尚未确定）", "{low} to {high} (not settled)"),
    "points": ("{points} 分", "{points} points"),
    "base_zero": ("违反基础标准，案卷得分为零", "a base standard is violated: the file scores zero"),
    "sign": ("{who}（签名）", "{who} (signature)"),
    "sign_date": ("签名日期", "Date of signature"),
    "sign_day": ("　　年　　月　　日", "____ - __ - __"),
    "remarks": ("提示", "Remarks"),
    "remark_open": (
        "尚有 {count} 项待评查人判断或者待补充材料（{criteria}），得分现为 {low} 至 {high} 分，等次不作勾选。"
        "每一项待判断的内容见附页。",
        "{count} criteria still await a reviewer's judgement or a statement of fact ({criteria}). The score is "
        "between {low} and {high} for now, and no grade is ticked. The annex page says what is to be judged.",
    ),
    "remark_base": (
        "违反基础标准，案卷得分为零；所列扣分项供整改参考，不再影响得分。",
        "A base standard is violated, so the file scores zero. The deductions listed are for rectification "
        "and no longer change the score.",
    ),
    "remark_reviewers": (
        "案卷数据列明评查人 {count} 名，未达到“{minimum}”。{cite}：“{text}”",
        "Reviewers named in the data: {count}; asked for: {minimum}. {cite}: “{text}”",
    ),
    "remark_signed": ("{cite}：“{text}”", "{cite}: “{text}”"),
    "more": ("等 {count} 项", "and others, {count} in all"),
    "undisplayed": (
        "本机字体缺少个别字符，页面上以方框显示；以原始数据为准。",
        "The fonts of this machine lack some characters, which are shown as boxes; the data holds them.",
    ),
    "page": ("第 {page} 页，共 {pages} 页", "Page {page} of {pages}"),
    # --- the annex page
    "annex": ("附页", "Annex page"),
    "annex_intro": (
        "本页由程序依据案卷数据列出，不属于规定的评查表，不计入得分，供评查人和受查单位核对。",
        "This page is drawn up by the program from the data of the case file. It is no part of the prescribed "
        "form and changes no score; reviewers and the reviewed unit may check against it.",
    ),
    "case_number": ("执法案卷文号", "Case file"),
    "case_cause": ("案由", "Cause of the case"),
    "case_team": ("执法队", "Enforcement team"),
    "open_title": ("一、待判断的标准", "1. Criteria still to be judged"),
    "open_after_base": (
        "基础标准已经不合格，下列各项不再影响得分。",
        "A base standard is violated; what follows no longer bears on the score.",
    ),
    "national_title": ("二、国家法律层面的发现", "2. Findings under national law"),
    "national_intro": (
        "下列发现依据国家法律，与本评查标准的扣分相互独立。",
        "These findings rest on national law and stand apart from the points of the local standard.",
    ),
    "repair_title": ("三、扣分明细与整改", "3. Deductions in detail, and what would mend them"),
    "notes_title": ("四、说明", "4. Notes"),
    "readings_title": ("五、所依据的解读", "5. Readings of the text relied on"),
    "silent_title": ("六、未计分的文书和标准", "6. Documents and criteria that were not scored"),
    "unchecked_title": ("七、未检查的规则", "7. Rules that were not checked"),
    "unchecked_intro": (
        "下列规则在案卷中没有可以检查的对象。未检查不等于符合。",
        "These rules met nothing in the case file that they could check. Not checked does not mean complied with.",
    ),
    "notes": ("说明", "Note"),
    "decides": ("决定是否合格", "decides the base result"),
    "by_officers": ("{place}（{officers}）", "{place} ({officers})"),
    "criterion": ("标准", "Criterion"),
    "to_ask": ("待判断的内容", "What is to be judged"),
    "at_stake": ("涉及分值", "Points at stake"),
    "rule": ("规则", "Rule"),
    "severity": ("程度", "Severity"),
    "finding": ("发现", "Finding"),
    "place": ("案卷位置", "Place in the file"),
    "basis": ("法律依据", "Legal basis"),
    "requirement": ("要求", "Requirement"),
    "clause": ("标准原文", "Text of the criterion"),
    "mend": ("整改建议", "What would mend it"),
    "found_by": ("认定", "Found by"),
    "by_data": ("数据", "data"),
    "by_judgement": ("评查人判断", "judgement"),
    "incurable": ("（行为已经完成，无法补正）", " (a past act that cannot be mended)"),
    "caution": ("{requirement}（{caution}）", "{requirement} ({caution})"),
    "reading": ("解读", "Reading"),
    "taken": ("采用的读法", "Taken to mean"),
    "not_taken": ("另一读法", "The other reading"),
    "state": ("情形", "State"),
    "which": ("文书或者标准", "Document or criterion"),
    "not_called_for": ("本案不需要的文书", "Documents the case did not call for"),
    "not_arising": ("条件未发生的标准", "Criteria whose condition did not arise"),
    "missing": ("应有而缺少的文书", "Documents called for and missing"),
    "shapes": ("规则编号", "Rules"),
    "fatal": ("致命", "fatal"),
    "violation": ("违法", "violation"),
    "warning": ("提醒", "warning"),
    "law_article": ("{law}{article}", "{law}, {article}"),
    # --- the summary workbook
    "summary": ("案卷评查汇总", "Summary of case-file reviews"),
    "sheet_about": ("说明", "About"),
    "sheet_files": ("汇总", "Files"),
    "sheet_teams": ("执法队", "Teams"),
    "sheet_lines": ("扣分项", "Lines"),
    "sheet_base": ("基础标准", "Base standards"),
    "sheet_grades": ("等次", "Grades"),
    "sheet_trend": ("趋势", "Trend"),
    "sheet_national": ("国家法", "National law"),
    "about_rule": ("评查依据", "Reviewed under"),
    "about_files": ("案卷数", "Files"),
    "about_settled": ("得分已经确定", "With a settled score"),
    "about_mean": ("平均分", "Mean score"),
    "about_median": ("中位数", "Median score"),
    "about_lowest": ("最低分", "Lowest score"),
    "about_highest": ("最高分", "Highest score"),
    "about_base": ("基础标准不合格", "Base standard violated"),
    "about_days": ("决定日期范围", "Days of decision"),
    "about_span": ("{first} 至 {last}", "{first} to {last}"),
    "about_counting": ("怎样统计", "How it is counted"),
    "about_how_1": (
        "平均分、中位数、最低分和最高分只取得分已经确定的案卷；尚有待判断标准的案卷另列最低、最高可能得分。",
        "Mean, median, lowest and highest take only files whose score is settled. For files with criteria still "
        "to be judged, the lowest and highest possible scores are shown.",
    ),
    "about_how_2": (
        "扣分项的适用案卷数，不含本案不需要该文书、条件未发生或者尚待判断的案卷。应有而缺少的文书，其各项均计为扣分。违反比例为扣分案卷数除以适用案卷数。",
        "The files a line applied to leave out those that did not call for the document, in which the line's "
        "condition did not arise, or in which it is still to be judged. The lines of a document that was called for "
        "and is missing all count as lost. The share is the files that lost it, "
        "divided by the files it applied to.",
    ),
    "about_how_3": (
        "基础标准不合格的案卷得分为零，其扣分项仍计入扣分项统计，供整改参考。",
        "A file that violates a base standard scores zero; its deductions still count on the sheet of lines, "
        "for rectification.",
    ),
    "about_how_4": (
        "趋势按决定日期所在季度统计；案卷没有决定日期的，按评查日期。",
        "The trend goes by the quarter of the decision, or of the review where a file has no day of decision.",
    ),
    "about_how_5": (
        "国家法层面的发现与评查得分相互独立，同一规则在一份案卷中可以有多处发现。",
        "Findings under national law stand apart from the score. One rule may be broken in several places of a file.",
    ),
    "about_how_6": (
        "案卷数量的要求见{cite}：“{text}”。简易程序处罚案卷不计入该数。",
        "The number of files is set by {cite}: “{text}”. Files of summary penalties do not count towards it.",
    ),
    "column_team": ("执法队", "Team"),
    "column_kind": ("案件类型", "Kind"),
    "column_number": ("执法案卷文号", "Case file"),
    "column_decided": ("决定日期", "Decided on"),
    "column_reviewed": ("评查日期", "Reviewed on"),
    "column_score": ("得分", "Score"),
    "column_low": ("最低可能得分", "Lowest possible"),
    "column_high": ("最高可能得分", "Highest possible"),
    "column_grade": ("等次", "Grade"),
    "column_base": ("基础标准", "Base standards"),
    "column_open": ("待判断项数", "To judge"),
    "column_missing": ("缺少文书", "Missing documents"),
    "column_fatal": ("致命", "Fatal"),
    "column_violation": ("违法", "Violations"),
    "column_warning": ("提醒", "Warnings"),
    "column_files": ("案卷数", "Files"),
    "column_settled": ("得分已定", "Settled"),
    "column_mean": ("平均分", "Mean"),
    "column_median": ("中位数", "Median"),
    "column_lowest": ("最低分", "Lowest"),
    "column_highest": ("最高分", "Highest"),
    "column_unsettled": ("尚未确定", "Not settled"),
    "column_base_failures": ("基础标准不合格", "Base failures"),
    "column_counted": ("计入数量要求", "Counted for the least number"),
    "column_remark": ("备注", "Remark"),
    "column_notation": ("编号", "Notation"),
    "column_criterion": ("标准", "Criterion"),
    "column_clause": ("标准原文", "Text of the criterion"),
    "column_violated": ("违反案卷数", "Files violating"),
    "column_lost": ("扣分案卷数", "Files losing it"),
    "column_applied": ("适用案卷数", "Files it applied to"),
    "column_share": ("违反比例", "Share"),
    "column_part": ("占比", "Share"),
    "column_points": ("扣分合计", "Points lost"),
    "column_quarter": ("季度", "Quarter"),
    "column_failed": ("不合格案卷数", "Files not passing"),
    "column_rule": ("规则", "Rule"),
    "column_severity": ("程度", "Severity"),
    "column_law": ("法律依据", "Legal basis"),
    "column_requirement": ("要求", "Requirement"),
    "column_findings": ("发现数", "Findings"),
    "column_teams": ("涉及执法队", "Teams concerned"),
    "kind_penalty": ("行政处罚", "penalty"),
    "kind_compulsory-measure": ("行政强制措施", "compulsory measure"),
    "kind_compulsory-execution": ("行政强制执行", "compulsory execution"),
    "base_pass": ("合格", "met"),
    "base_fail": ("不合格", "violated"),
    "base_open": ("尚未确定", "not settled"),
    "no_team": ("（未写明）", "(not stated)"),
    "too_few": (
        "计入数量要求的案卷 {count} 件，未达到“{minimum}”（{cite}）",
        "{count} counted towards the least number; asked for: {minimum} ({cite})",
    ),
    "quarter": ("{year}年第{number}季度", "{year} Q{number}"),
    "no_date": ("日期不明", "no date"),
    "nothing": ("没有", "none"),
    "chart_lines": ("扣分案卷数最多的评分项", "Lines that most files lose"),
    "chart_grades": ("等次分布", "Distribution of grades"),
    "chart_trend": ("各季度平均分", "Mean score by quarter"),
}
