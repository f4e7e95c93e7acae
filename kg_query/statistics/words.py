"""The sentences of the annual statistics, one key with its Chinese and its English."""

from __future__ import annotations

from typing import Any

__all__ = ["WORDS", "word"]


def word(key: str, lang: str, **values: Any) -> str:
    """The sentence `key` in `lang`, with its placeholders filled.

    >>> word("total_row", "en")
    'total'
    """
    zh, en = WORDS[key]
    return (en if lang == "en" else zh).format(**values)


WORDS: dict[str, tuple[str, str]] = {
    # --- liability ------------------------------------------------------------------------
    "liability_late": (
        "逾期或者未按要求备案，可能属于第四条第（一）项；数据逾期并造成重大不良影响的，可能属于第（二）项。",
        "Filing late or not as required may fall under article 4(1); data that came late and caused a major "
        "adverse effect may fall under article 4(2).",
    ),
    "liability_wrong": (
        "数据错误的，只有造成重大不良影响才可能属于第四条第（二）项；有无该影响，不由本数据判定。",
        "Wrong data may fall under article 4(2) only where they caused a major adverse effect, which this data "
        "does not decide.",
    ),
    "liability_other": (
        "逾期公开，或者填报的数多于、少于案卷和登记册的，经认定可能属于第四条第（四）项。",
        "Publishing late, and figures above or below the files and the register, may fall under article 4(4) where "
        "so recognised.",
    ),
    "liability_falsified": (
        "是否篡改、虚构（第四条第（三）项），数据不能说明，由有权机关认定。",
        "Whether data were tampered with or made up (article 4(3)) does not show in data; the organ with the "
        "power decides.",
    ),
    "liability_persons": (
        "以上只是提示，不是对任何人员责任的认定。",
        "These are remarks; they hold nobody liable.",
    ),
    # --- common ---------------------------------------------------------------------------
    "total_row": ("合计", "total"),
    "previous_row": ("上年合计", "year before"),
    "no_power": ("无此职权", "no such power"),
    "no_value": ("—", "—"),
    "no_organ": ("（未写明机关）", "(organ not stated)"),
    "no_team": ("（未写明执法队）", "(team not stated)"),
    "organ": ("机关", "organ"),
    "team": ("执法队", "team"),
    # --- narrative ------------------------------------------------------------------------
    "title": (
        "{organ}{year}年度行政执法情况说明",
        "Account of administrative enforcement in {year}: {organ}",
    ),
    "all_organs": ("{count}个行政执法机关", "{count} enforcement organs"),
    "no_organs": ("未写明的机关", "organ not stated"),
    "head_general": ("基本情况", "General"),
    "head_data": ("数据核查与口径", "Checks and ways of counting"),
    "general": (
        "根据《蒲县行政执法统计制度（试行）》第二条，现将{organs}{year}年1月1日至12月31日的行政执法情况说明如下。",
        "Under article 2 of the System of Pu County for Statistics of Administrative Enforcement (Trial), this is "
        "the account of enforcement by {organs} from 1 January to 31 December {year}.",
    ),
    "material": (
        "本说明由{files}份案卷和{entries}条登记生成，各数均可追溯到案卷、登记和计数规则。",
        "It is made from {files} case files and {entries} register entries; each number can be traced to files, "
        "entries and counting rules.",
    ),
    "sentence_end": ("。", "."),
    "joint": ("，", ", "),
    "semicolon": ("；", "; "),
    "colon": ("：", ": "),
    "penalty_none": ("本年度没有作出行政处罚决定", "No penalty decision was made in the year"),
    "penalty_total": (
        "本年度作出行政处罚决定{total}宗{change}",
        "In the year {total} penalty decisions were made{change}",
    ),
    "penalty_kinds": (
        "一案给予几种处罚的按最重的一种计，其中{kinds}",
        "Cases with several penalties count under the heaviest; by class: {kinds}",
    ),
    "penalty_amount": (
        "决定罚没金额{amount}元（{wan}万元）{change}",
        "The decisions fix fines and confiscations of {amount} yuan ({wan} ten thousand yuan){change}",
    ),
    "penalty_revoked": (
        "本年度的处罚决定，此后经复议或者诉讼被撤销、变更，或者被确认违法、无效的有{count}宗，仍计入作出决定的年度",
        "Penalty decisions of the year that were later revoked or changed, or held unlawful or void, in review or in "
        "court: {count}; they still count in the year of the decision",
    ),
    "item": ("{label}{value}{change}", "{label} {value}{change}"),
    "table_none": ("本年度没有发生", "Nothing took place in the year"),
    "table_power": ("没有该项职权", "There is no such power"),
    "some_powerless": ("{organs}没有该项职权", "{organs}: no such power"),
    "up": ("（比上年增加{by}，增长{percent}%）", " (up by {by} on the year before, {percent}%)"),
    "down": ("（比上年减少{by}，下降{percent}%）", " (down by {by} on the year before, {percent}%)"),
    "up_from_zero": ("（上年为0）", " (0 the year before)"),
    "same": ("（与上年持平）", " (as the year before)"),
    "with_previous": (
        "上年的数依所给的上年数据计算，数据中没有的为0",
        "The numbers of the year before are those of the data given on it; what they lack is 0",
    ),
    "no_days": (
        "；公开、报送的日期没有给出，未核查是否逾期",
        "; no day of publishing or filing was given, so lateness was not checked",
    ),
    "no_previous": (
        "未提供上年数据，不作比较",
        "No data on the year before were given, so nothing is compared",
    ),
    "staff_none": ("没有登记执法人员数据", "No data on staff were registered"),
    "staff": (
        "年末执法岗位人员{staff}人，其中持有行政执法证{licensed}人，持证率{rate}",
        "At the end of the year there were {staff} enforcement staff, of whom {licensed} held a certificate: {rate}",
    ),
    "share": (
        "{organ}作出处罚决定{total}宗，罚没金额{amount}元",
        "{organ}: {total} penalty decisions, {amount} yuan",
    ),
    "shares": ("分机关看，{shares}", "By organ: {shares}"),
    "checks_none": ("数据核查没有发现违反", "The checks found no violation"),
    "checks_some": (
        "数据核查发现违反{violations}处、提醒{warnings}处，须在公开、备案之前更正或者说明",
        "The checks found violations ({violations}) and warnings ({warnings}), to be put right or explained before "
        "the report is published and filed",
    ),
    "checks_warnings": ("另有提醒{warnings}处", "warnings: {warnings}"),
    "left_none": ("所有案卷和登记均已计入", "Every file and entry was counted"),
    "left_some": (
        "未计入的行为和案卷共{count}项，逐项列明原因",
        "Acts and files that were not counted: {count}, each listed with its reason",
    ),
    "order_used": (
        "处罚轻重依“{order}”；制度没有规定次序",
        "The order of penalties is “{order}”; the System prescribes none",
    ),
    "due": (
        "年报应于{due}前公开，并报县司法局备案{reported}",
        "The report is to be published and filed with the county justice bureau by {due}{reported}",
    ),
    "reported_on": ("，报送日期为{day}", "; it was filed on {day}"),
    "published_on": ("，公开日期为{day}", "; it was published on {day}"),
    # --- text ----------------------------------------------------------------------------
    "report_title": ("{year}年度行政执法统计年报", "Annual report on enforcement statistics, {year}"),
    "table_title": ("表{number}　{label}", "Table {number}  {label}"),
    "optional": ("（可选）", " (optional)"),
    "account": ("情况说明", "Account"),
    "checks": ("核查", "Checks"),
    "not_counted": ("未计入", "Not counted"),
    "trace": ("追溯", "Trace"),
    "notes": ("说明", "Notes"),
    "liability": ("与第四条的关系", "What article 4 may have to do with it"),
    "violation": ("违反", "violation"),
    "warning": ("提醒", "warning"),
    "clauses": ("依据：{clauses}", "Under: {clauses}"),
    "more": ("……另有{count}项，见 --format json 或 xlsx", "… and {count} more: see --format json or xlsx"),
    "column": ("栏", "column"),
    "value": ("数", "value"),
    "unit": ("单位", "unit"),
    "change": ("增减", "change"),
    "id": ("编号", "id"),
    "where": ("出处", "where"),
    "act": ("行为", "act"),
    "date": ("日期", "date"),
    "date_from": ("日期取自", "date read from"),
    "rules": ("规则", "rules"),
    "reason": ("原因", "reason"),
    "check": ("核查项", "check"),
    "severity": ("程度", "severity"),
    "message": ("内容", "what"),
    "clause": ("依据", "clause"),
    "ground": ("可能相关的事由", "grounds it may bear on"),
    "rule": ("计数规则", "counting rule"),
    "rule_text": ("内容", "in words"),
    "seen_in": ("见于", "seen in"),
    "verification": ("核对程度", "verified"),
    "caution": ("提醒", "caution"),
    "reading": ("解读", "reading"),
    "taken": ("采用", "taken"),
    "not_taken": ("未采用", "not taken"),
    "reading_reason": ("理由", "why"),
    "readInTwoTexts": ("两份文本核对", "read in two texts"),
    "readInOneText": ("一份文本核对", "read in one text"),
    "partlyUnverified": ("部分未核对", "partly unverified"),
    "chart_penalties": ("行政处罚（宗）", "Penalties (cases)"),
    "chart_year": ("本年度", "this year"),
    "chart_before": ("上年", "year before"),
    "none": ("无", "none"),
    # --- template -------------------------------------------------------------------------
    "sheet_register": ("登记册", "register"),
    "sheet_help": ("填写说明", "how to fill in"),
    "sheet_lists": ("列表", "lists"),
    "field": ("栏目", "field"),
    "key": ("键", "key"),
    "meaning": ("含义", "meaning"),
    "template_note": (
        "一行一个行为；有案卷的处罚、强制不必在此登记。第一行表头不要改动，可以删去不用的列。",
        "One row for each act; penalties and compulsion with a case file need no row here. Leave the headings as "
        "they are; columns that are not used can be deleted.",
    ),
    "template_acts": ("“行为”一栏的词", "words of the column act"),
    "template_kinds": ("“种类”一栏的词", "words of the column kinds"),
    "template_stated": (
        "人员：填执法人员数、持证人数。无此职权：填表。填报数：填表、栏、填报数，与案卷和登记册核对。",
        "staff: fill in staff and licensed. no such power: fill in table. declared figure: fill in table, column and "
        "value; it is compared with the files and the register.",
    ),
}
