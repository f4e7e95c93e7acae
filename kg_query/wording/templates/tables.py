"""Titles and heads of the tables that the commands print as CSV, for the workbooks beside them."""

from __future__ import annotations

from ...model import Text
from .columns import head

__all__ = ["HEADS", "TITLES", "table_head"]

TITLES: dict[str, Text] = {
    "assess": Text("认定结论", "Outcomes"),
    "requires": Text("还缺的认定", "Findings still missing"),
    "what-if": Text("假设分析", "What would change"),
    "duties": Text("决定之后的义务", "Duties after the decision"),
    "validate": Text("形状检查结果", "Result of the shape check"),
    "regulations": Text("各部规定", "Regulations"),
    "provisions": Text("条文单元", "Units of text"),
    "grounds": Text("事由", "Grounds"),
    "search": Text("检索结果", "Search results"),
    "questions": Text("常用问题", "Named questions"),
    "sparql": Text("查询结果", "Result of the query"),
}

#: Table → column → its head; a column that stands here under "" has that head in every table.
HEADS: dict[str, dict[str, tuple[str, str]]] = {
    "": {
        "approximate": ("近似结果", "Approximate"),
        "as_of": ("截至", "As of"),
        "id": ("标识符", "Id"),
        "kind": ("种类", "Kind"),
        "label_en": ("英文名称", "Name in English"),
        "label_zh": ("名称", "Name in Chinese"),
        "matter": ("事项", "Matter"),
        "provision": ("条款", "Provision"),
        "snippet": ("所在文字", "Passage"),
        "text_en": ("英文译述", "English rendering"),
        "text_zh": ("条文", "Chinese text"),
    },
    "assess": {
        "applies": ("适用的条款", "Provisions that apply"),
        "blocked": ("条件不成立的条款", "Provisions whose conditions fail"),
        "defeated": ("被排除的条款", "Provisions defeated"),
        "disputed": ("有争议的条款", "Provisions in dispute"),
        "in_force": ("当时有效", "In force then"),
        "in_scope": ("属于适用范围", "Within scope"),
        "outcomes": ("全部结论", "All outcomes"),
        "provisions": ("所依条款", "Provisions relied on"),
        "undetermined": ("尚不能确定的条款", "Provisions undetermined"),
    },
    "requires": {
        "set": ("组号", "Set"),
        "establish": ("须认定成立", "To be established"),
        "refute": ("须认定不成立", "To be refuted"),
        "not_raised": ("尚未提出", "Not yet raised"),
        "from": ("现结论", "Outcome now"),
        "to": ("变为", "Outcome then"),
    },
    "what-if": {
        "from": ("原结论", "Outcome before"),
        "to": ("新结论", "Outcome after"),
        "norm_from": ("规范原状态", "Norm before"),
        "norm_to": ("规范新状态", "Norm after"),
        "because": ("起因", "Because of"),
    },
    "duties": {
        "duty": ("义务", "Duty"),
        "status": ("履行状态", "Status"),
        "differs": ("两种算法不同", "Depends on the count"),
        "trigger": ("触发事件", "Trigger"),
        "trigger_date": ("触发日期", "Triggered on"),
        "fulfilled": ("履行事件", "Fulfilled by"),
        "fulfilled_date": ("履行日期", "Fulfilled on"),
        "due_calendar": ("自然日届满", "Due, calendar days"),
        "status_calendar": ("自然日状态", "Status, calendar days"),
        "due_working": ("工作日届满", "Due, working days"),
        "status_working": ("工作日状态", "Status, working days"),
        "due_set": ("另定的届满日", "Due, as set"),
        "status_set": ("另定期限状态", "Status, as set"),
        "why": ("说明", "Why"),
    },
    "validate": {
        "file": ("文件", "File"),
        "focus": ("节点", "Node"),
        "path": ("路径", "Path"),
        "value": ("所给的值", "Value given"),
        "message": ("问题", "What is wrong"),
        "shape": ("形状", "Shape"),
    },
    "regulations": {
        "number": ("文号", "Document number"),
        "title_zh": ("标题", "Title in Chinese"),
        "title_en": ("英文标题", "Title in English"),
        "issuer_zh": ("制定机关", "Issuer in Chinese"),
        "issuer_en": ("制定机关（英文）", "Issuer in English"),
        "trial": ("试行", "On trial"),
        "assessed": ("用于认定", "Matters are assessed under it"),
        "units": ("条文单元数", "Units of text"),
        "with_norm": ("有规范的单元", "Units with a norm"),
        "with_reason": ("说明未建模理由的单元", "Units that say why they have none"),
    },
    "provisions": {
        "number": ("序号", "Number"),
        "raw": ("印发原文", "As printed"),
        "file": ("来源文件", "Source file"),
        "start": ("起始字符", "First character"),
        "end": ("终止字符", "Last character"),
        "norm_kinds": ("规范种类", "Kinds of norms"),
        "modalities": ("规范情态", "Modalities"),
        "not_modelled_zh": ("未建模理由", "Why not modelled, in Chinese"),
        "not_modelled_en": ("未建模理由（英文）", "Why not modelled, in English"),
    },
    "grounds": {
        "group": ("类别", "Family"),
        "broader": ("上位事由", "Broader ground"),
    },
    "questions": {
        "name": ("问题名称", "Question"),
        "question": ("所问", "What it asks"),
        "parameters": ("参数", "Parameters"),
    },
}


def table_head(table: str, column: str, lang: str) -> str:
    """The head of a column of a table in `lang`.

    >>> table_head("regulations", "number", "zh"), table_head("search", "id", "en")
    ('文号', 'Id')
    """
    words = HEADS.get(table, {}).get(column) or HEADS[""].get(column)
    return head(column, lang) if words is None else words[lang == "en"]
