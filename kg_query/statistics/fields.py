"""The fields of a register entry: their keys, headings, what they hold, what they are for."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Text

__all__ = ["FIELDS", "MATTER_TYPES", "RESERVED", "Field", "field_of"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entry: its key, its headings, what it holds, what it is for."""

    key: str
    label: Text
    type: str
    meaning: Text


def _field(key: str, zh: str, en: str, type_: str, means_zh: str, means_en: str) -> Field:
    return Field(key, Text(zh, en), type_, Text(means_zh, means_en))


#: The fields of an entry, in the order of the template.
FIELDS: dict[str, Field] = {
    f.key: f
    for f in (
        _field("id", "编号", "id", "text", "本条的编号，不得重复", "id of the entry, used once"),
        _field("act", "行为", "act", "act", "做了什么，见“行为”一栏的下拉列表", "what was done, from the list"),
        _field("date", "日期", "date", "date", "决定年度归属的日期", "day that decides the year"),
        _field("organ", "机关", "organ", "text", "作出行为的机关", "organ that acted"),
        _field("team", "执法队", "team", "text", "承办的执法队", "team that handled it"),
        _field("kinds", "种类", "kinds", "kinds", "处罚、措施、执行的种类，几种以“、”分开", "kinds of penalty, measure or execution, separated by ;"),
        _field("amount", "金额", "amount", "amount", "以元计的金额", "sum in yuan"),
        _field("number", "文号", "number", "text", "决定书文号；许可为申请编号", "number of the decision; of a permit, of the application"),
        _field("party", "当事人", "party", "text", "当事人、申请人", "party or applicant"),
        _field("cause", "事由", "cause", "text", "案由或者事项", "cause or subject"),
        _field("object", "检查对象", "object", "text", "被检查的一个对象", "the one object inspected"),
        _field("record", "有完整记录", "record", "bool", "检查是否有完整记录", "whether a full record of the inspection exists"),
        _field("led_to_penalty", "转为处罚", "led_to_penalty", "bool", "检查是否转为行政处罚；不填为否", "whether the inspection ended in a penalty; no where empty"),
        _field("matter_type", "许可事项", "matter_type", "matter_type", "新办、变更、延续或者咨询", "new, change, renewal or enquiry"),
        _field("case_file", "案卷", "case_file", "text", "与之同一的案卷编号", "id of the case file on the same act"),
        _field("decision_date", "所据决定日期", "decision_date", "date", "执行、申请所依据的决定的日期", "day of the decision that is enforced"),
        _field("paid", "已缴金额", "paid", "amount", "已经缴纳的罚没款，以元计", "what was paid, in yuan"),
        _field("count", "件数", "count", "count", "一行代表几件；不填为1", "how many the row stands for; 1 where empty"),
        _field("staff", "执法人员数", "staff", "whole", "年末执法岗位人员数（人员）", "enforcement staff at the end of the year (staff)"),
        _field("licensed", "持证人数", "licensed", "whole", "其中持有执法证的人数（人员）", "of these, with a certificate (staff)"),
        _field("table", "表", "table", "text", "无此职权、填报数所指的表", "table that no-power or declared is about"),
        _field("column", "栏", "column", "text", "填报数所指的栏", "column that declared is about"),
        _field("value", "填报数", "value", "amount", "公开、报送的年报中的数", "figure in the report as published"),
        _field("note", "备注", "note", "text", "其他说明", "anything else"),
    )
}  # fmt: skip

#: What an entry can say beside an act.
RESERVED: dict[str, Text] = {
    "staff": Text("人员", "staff"),
    "no-power": Text("无此职权", "no such power"),
    "declared": Text("填报数", "declared figure"),
}

#: What an entry on a permit can be about.
MATTER_TYPES = {
    "new": Text("新办", "new"),
    "change": Text("变更", "change"),
    "renewal": Text("延续", "renewal"),
    "enquiry": Text("咨询", "enquiry"),
}


_HEADINGS = {label: field.key for field in FIELDS.values() for label in (field.label.zh, field.label.en)}


def field_of(heading: str) -> str | None:
    """The key of a field by its key or a heading in either language."""
    word = heading.strip()
    return _HEADINGS.get(word) or (key if (key := word.lower()) in FIELDS else None)
