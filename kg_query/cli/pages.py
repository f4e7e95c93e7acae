"""The text of `kgq show`: one thing of the graph, for people, from the JSON that programs get."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kg_query.model import Text
from kg_query.wording.citation import cite
from kg_query.wording.layout import indented
from kg_query.wording.messages import say

if TYPE_CHECKING:
    from kg_query.corpus import Corpus

__all__ = ["page"]

#: Keys of `show`, in the order of the page, with their headings.
_HEADS: dict[str, Text] = {
    "label": Text("名称", "Label"),
    "definition": Text("定义", "Definition"),
    "group": Text("类别", "Group"),
    "precedence": Text("次序", "Precedence"),
    "effect": Text("实际效果", "Comes to"),
    "strictness": Text("严厉程度（0 最轻，本图的排序）", "Strictness (0 mildest; our ranking)"),
    "issuer": Text("制定机关", "Issuer"),
    "number": Text("编号", "Number"),
    "issued": Text("发布日期", "Issued"),
    "in_force_from": Text("施行日期", "In force from"),
    "trial": Text("试行", "Trial"),
    "absent": Text("文本未载明", "Not printed"),
    "scope_grounds": Text("适用人员", "Persons covered"),
    "source_file": Text("来源文件", "Source file"),
    "provision": Text("条款", "Provision"),
    "parent": Text("上级", "Part of"),
    "notation": Text("代号", "Notation"),
    "points": Text("分值", "Points"),
    "requirement": Text("要求", "Requirement"),
    "actor": Text("义务人", "Who"),
    "applies_to": Text("适用于", "Applies to"),
    "consequence": Text("后果", "Consequence"),
    "periods": Text("期限、数额", "Periods and numbers"),
    "verified": Text("核对情况", "Verified"),
    "caution": Text("注意", "Caution"),
    "supports": Text("所支撑的条款", "Supports"),
    "primary": Text("所采解读", "Reading taken"),
    "alternative": Text("另一解读", "Other reading"),
    "reason": Text("理由", "Reason"),
    "alternative_for": Text("另一解读所改的规范", "The other reading would change"),
    "alternative_condition": Text("依另一解读的条件", "Its condition would be"),
    "basis": Text("依据", "Basis"),
    "prevailing": Text("优先", "Prevails"),
    "defeated": Text("被排除", "Gives way"),
    "quantity": Text("期限", "Period"),
    "unit": Text("单位", "Unit"),
    "day_kind": Text("日的种类", "Kind of day"),
    "trigger": Text("起算", "Runs from"),
    "about": Text("起算或者所计", "From, or of"),
    "lost": Text("缺损", "Lost"),
    "not_modelled": Text("未建模的理由", "Not modelled because"),
    "children": Text("下级", "Parts"),
    "refers_to": Text("引用", "Refers to"),
    "cites": Text("引用的法律", "Laws cited"),
    "cited_by": Text("被引用于", "Cited by"),
    "entails": Text("蕴含", "Entails"),
    "entailed_by": Text("被蕴含于", "Entailed by"),
    "close": Text("近义（不推理）", "Close to (no inference)"),
    "in_conditions_of": Text("用于条件", "In the conditions of"),
    "presupposed_by": Text("用于前提", "Presupposed by"),
    "in_exceptions_of": Text("用于除外", "In the exceptions of"),
    "given_by": Text("由其得出", "Given by"),
    "grounds": Text("事由", "Grounds"),
    "readings": Text("所涉解读", "Readings"),
    "overrides": Text("所涉优先关系", "Overrides"),
    "bearers": Text("主体", "Bearer"),
    "beneficiaries": Text("受益人", "Beneficiary"),
    "modality": Text("效力", "Modality"),
    "kind": Text("类型", "Kind"),
    "outcome": Text("结论", "Outcome"),
    "presupposes": Text("前提", "Presupposes"),
    "condition": Text("条件", "Condition"),
    "exception": Text("除外", "Exception"),
    "follows": Text("随结论而生", "Follows upon"),
    "summary": Text("要旨", "Summary"),
    "deadlines": Text("期限", "Deadlines"),
    "defeats": Text("排除", "Defeats"),
    "defeated_by": Text("被排除于", "Defeated by"),
    "coverage": Text("覆盖", "Coverage"),
    "norms": Text("规范", "Norms"),
}
_UNITS = ("parent", "children", "refers_to", "cited_by", "provision", "supports")
_NORMS = (
    "norms",
    "in_conditions_of",
    "presupposed_by",
    "in_exceptions_of",
    "given_by",
    "prevailing",
    "defeated",
    "alternative_for",
)
_CODES = {
    "modality": "modality",
    "kind": "kind",
    "bearers": "role",
    "beneficiaries": "role",
    "group": "group",
    "effect": "effect",
    "certainty": "certainty",
}
_TREES = ("condition", "presupposes", "exception", "alternative_condition")
_COVERAGE = {
    "units": Text("条文单元", "units of text"),
    "with_norm": Text("有规范的单元", "units with a norm"),
    "with_reason": Text("说明未建模理由的单元", "units that say why they have none"),
    "norms": Text("规范", "norms"),
    "conditional": Text("有条件的规范", "norms with a condition"),
    "with_outcome": Text("给出结论的规范", "norms with an outcome"),
}
_WORDS = {
    "basis": {"express": Text("明文", "express words"), "reading": Text("解读", "a reading")},
    "group": {
        "full_relief": Text("不予追究", "full relief"),
        "bar": Text("不予容错", "bar to tolerance"),
        "liability": Text("追究责任", "liability"),
    },
}
_NEVER = Text("（没有可以具备的：永不成立）", "(nothing could be met: never)")
_JOIN = {
    "all": Text("同时具备", "all of"),
    "any": Text("具备其一", "any of"),
    "not": Text("并非", "not"),
    "met": Text("符合", "the condition of"),
    "not_met": Text("不符合", "not the condition of"),
}


def page(corpus: Corpus, found: dict[str, Any], lang: str) -> str:
    """The page of what `show` found, in `lang`; texts of the law are shown in both languages."""
    return "\n".join(_Page(corpus, lang).lines(found)) + "\n"


class _Page:
    def __init__(self, corpus: Corpus, lang: str) -> None:
        self.corpus, self.lang = corpus, lang
        self.colon = "：" if lang == "zh" else ": "
        self.comma = "、" if lang == "zh" else ", "

    def lines(self, found: dict[str, Any]) -> Iterator[str]:
        """The heading, the texts of a unit, then whatever is known, one item a line."""
        name = found["id"]
        if found["type"] == "provision":
            yield f"{cite(self.corpus, name, self.lang, full=True)}  [{name}]"
            for text in (found["text"]["zh"], found["text"]["en"]):
                if text:
                    yield from indented(text, 1, hang="")
            if found["emendations"]:
                yield from self._emended(found)
        else:
            title = found.get("title") or found.get("label") or found.get("summary")
            yield f"{self._text(title)}  [{name}]" if title else name
            found = {k: v for k, v in found.items() if k != "label" or v != title}
        for key in _HEADS:
            if key in found and not (key == "kind" and found["type"] == "provision"):
                yield from self._item(key, found[key], 1)

    def _emended(self, found: dict[str, Any]) -> Iterator[str]:
        yield from indented(Text("原文", "As printed").in_(self.lang) + self.colon + found["raw"], 1)
        for one in found["emendations"]:
            why = f"（{self._text(one['reason'])}）" if one["reason"] else ""
            yield from indented(f"{one['from']} → {one['to']}{why}", 2)

    def _item(self, key: str, value: Any, depth: int) -> Iterator[str]:
        head = _HEADS[key].in_(self.lang) + self.colon.rstrip()
        if value in (None, [], {}, ""):
            return
        if key in _TREES:
            yield from indented(head, depth)
            yield from self._tree(value, depth + 1)
        elif key == "coverage":
            numbers = (f"{_COVERAGE[k].in_(self.lang)} {v}" for k, v in value.items())
            yield from indented(f"{head}{self._gap()}{self.comma.join(numbers)}", depth)
        elif isinstance(value, list) and value and isinstance(value[0], dict) and "id" in value[0]:
            yield from indented(head, depth)
            for one in value:
                yield from self._below(one, depth + 1)
        else:
            shown = self._value(key, value)
            yield from indented(f"{head}{self._gap()}{shown}", depth)

    def _gap(self) -> str:
        return "" if self.lang == "zh" else " "

    def _below(self, one: dict[str, Any], depth: int) -> Iterator[str]:
        title = one.get("summary") or one.get("label") or one.get("trigger")
        yield from indented(f"· {self._text(title)}  [{one['id']}]" if title else f"· {one['id']}", depth)
        for key in _HEADS:
            if key in one and key not in ("summary", "label", "trigger", "provision"):
                yield from self._item(key, one[key], depth + 1)

    def _value(self, key: str, value: Any) -> str:
        if isinstance(value, dict):
            return self._text(value) if "zh" in value else self._pair(value)
        if isinstance(value, bool):
            return Text("是" if value else "否", "yes" if value else "no").in_(self.lang)
        if key in ("unit", "day_kind"):
            return self._period(key, value)
        if isinstance(value, list):
            return self.comma.join(self._value(key, v) for v in value)
        if key in _UNITS and value in self.corpus.provisions:
            return f"{cite(self.corpus, value, self.lang)} [{value}]"
        if key in _NORMS and value in self.corpus.norms:
            return cite(self.corpus, self.corpus.norms[value].provision, self.lang, full=True)
        if key in _CODES:
            for scheme in (_CODES[key], "body"):
                if value in self.corpus.concepts.get(scheme, {}):
                    return self.corpus.concepts[scheme][value].label.in_(self.lang)
        if key in _WORDS and value in _WORDS[key]:
            return _WORDS[key][value].in_(self.lang)
        if value in self.corpus.grounds:
            return f"{self.corpus.grounds[value].label.in_(self.lang)} [{value}]"
        if value in self.corpus.outcomes:
            return self.corpus.outcomes[value].label.in_(self.lang)
        if value in self.corpus.readings:
            return self.corpus.readings[value].label.in_(self.lang)
        if value in self.corpus.concepts.get("law", {}):
            return self.corpus.concepts["law"][value].label.in_(self.lang)
        return str(value)

    def _period(self, key: str, value: str) -> str:
        """A unit of time or kind of day in words; as it is written where there are none for it."""
        try:
            return say(f"{'unit' if key == 'unit' else 'days'}.{value}", self.lang)
        except KeyError:
            return value

    def _pair(self, value: dict[str, Any]) -> str:
        """An override: the other norm, and why."""
        norm = self._value("given_by", value["norm"])
        return f"{norm}（{self._text(value['reason'])}）"

    def _text(self, value: Any) -> str:
        return Text(value["zh"], value["en"]).in_(self.lang)

    def _tree(self, tree: Any, depth: int) -> Iterator[str]:
        """A condition tree, one member a line."""
        if isinstance(tree, str):
            yield from indented(f"· {self._value('grounds', tree)}", depth)
        elif "met" in tree:
            head = _JOIN["not_met" if tree.get("negated") else "met"].in_(self.lang)
            yield from indented(f"· {head} {self._value('given_by', tree['met'])}", depth)
        elif "not" in tree:
            head = _JOIN["not"].in_(self.lang)
            yield from indented(f"· {head} {self._value('grounds', tree['not'])}", depth)
        else:
            for key, members in tree.items():
                never = "" if members else self._gap() + _NEVER.in_(self.lang)
                yield from indented(f"· {_JOIN[key].in_(self.lang)}{self.colon.rstrip()}{never}", depth)
                for one in members:
                    yield from self._tree(one, depth + 1)
