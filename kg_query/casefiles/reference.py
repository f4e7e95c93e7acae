"""The tables of the reference pages on case files, made from the schema."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg_query.model import Text

from .schema import Field, NodeType, Schema

__all__ = ["PAGES", "tables", "with_tables"]

#: The pages that hold the tables, and their language.
PAGES = {"docs/case-file.md": "en", "docs/case-file.zh-CN.md": "zh"}

_BEGIN = "<!-- made from shapes/casefile.ttl: python -m kg_query.casefiles -->"
_END = "<!-- end of what is made -->"

_TYPES = {
    "text": Text("文字", "text"),
    "boolean": Text("`true` 或 `false`", "`true` or `false`"),
    "date": Text("日期", "date"),
    "moment": Text("日期和时刻", "day and time"),
    "integer": Text("整数", "whole number"),
    "decimal": Text("数字", "number"),
    "documents": Text("见“文书”", "see “Documents”"),
}


def with_tables(page: str, schema: Schema, lang: str) -> str:
    """The page with the tables made anew between their marks.

    Raises ValueError where the page has no marks.
    """
    made = f"{_BEGIN}\n\n{tables(schema, lang)}\n{_END}"
    found, number = re.subn(f"{re.escape(_BEGIN)}.*?{re.escape(_END)}", lambda _: made, page, flags=re.S)
    if number != 1:
        raise ValueError("the page has no marks for the tables, or more than one pair")
    return found


def tables(schema: Schema, lang: str) -> str:
    """Every key and value of a case file as Markdown tables, in `lang`."""
    return "\n".join(_all(schema, lang))


def _all(schema: Schema, lang: str) -> Iterator[str]:
    def say(zh: str, en: str) -> str:
        return Text(zh, en).in_(lang)

    fields = (say("键", "key"), say("名称", "name"), say("值", "value"), say("填写什么", "what goes there"))
    yield f"### {say('案卷', 'The file itself')}\n"
    yield say(
        "另有 `id`（案卷编号）和 `kind`（案卷种类），都必须填写；处罚案卷还必须写 `procedure`。",
        "Besides these, `id` (its number) and `kind` are always needed; a penalty file also needs `procedure`.",
    ) + "\n"  # fmt: skip
    kinds = [(f"`{k.code}`", k.label.in_(lang)) for k in schema.kinds.values()]
    yield _table((say("`kind` 的取值", "`kind`"), say("含义", "meaning")), kinds)
    yield _table(fields, _rows(schema.case, schema, lang))
    for node in schema.nodes.values():
        yield f"### {_title(node.label.in_(lang))}\n"
        used = [f"`{f.key}`" for t in schema.types() for f in t.fields.values() if f.node == node.name]
        yield f"{_title(node.definition.in_(lang))}{say('。用于：', '. Used for: ')}{', '.join(dict.fromkeys(used))}.\n"
        yield _table(fields, _rows(node, schema, lang))
    yield f"### {say('文书', 'Documents')}\n"
    head = (say("键", "key"), say("文书", "document"), say("份数", "how many"), say("用于", "in"),
            say("评分为", "scored as"), say("各栏", "fields"))  # fmt: skip
    rows = [
        (
            f"`{d.slug}`",
            d.label.in_(lang),
            say("一份", "one") if d.single else say("几份", "several"),
            ", ".join(f"`{k}`" for k in d.used_in),
            d.scored_as or "",
            " ".join(f"`{key}`" for key in d.fields),
        )
        for d in schema.documents.values()
    ]
    yield _table(head, rows)
    yield f"### {say('文书的各栏', 'Fields of documents')}\n"
    known: dict[tuple[str, str], Field] = {}
    for document in schema.documents.values():
        for field in document.fields.values():
            known.setdefault((field.key, field.property), field)
    yield _table(fields, [_row(f, schema, lang) for f in known.values()])
    yield f"### {say('取值', 'Values to choose from')}\n"
    for name, codes in schema.codes.items():
        if name == "document":
            continue
        yield f"**{name}**\n"
        yield _table(
            (say("值", "value"), say("含义", "meaning")),
            [(f"`{c.code}`", c.label.in_(lang)) for c in codes.values()],
        )
    yield f"### {say('参数', 'Parameters')}\n"
    yield _table(
        (say("编号", "parameter"), say("含义", "meaning"), say("默认", "default")),
        [(f"`{p.notation}`", p.label.in_(lang), p.default or "") for p in schema.parameters.values()],
    )
    yield f"### {say('需要评查人判断的标准', 'Criteria that need a judgement')}\n"
    yield _table(
        (say("编号", "notation"), say("分值", "points"), say("标准", "criterion")),
        [
            (c.notation, c.points or "", c.label.in_(lang))
            for c in schema.criteria.values()
            if c.by == "judgement"
        ],
    )


def _rows(node: NodeType, schema: Schema, lang: str) -> list[tuple[str, ...]]:
    return [_row(f, schema, lang) for f in node.fields.values()]


def _row(field: Field, schema: Schema, lang: str) -> tuple[str, ...]:
    if field.node:
        value = Text(f"“{schema.nodes[field.node].label.zh}”", f"“{schema.nodes[field.node].label.en}”").in_(
            lang
        )
    elif field.type == "code":
        value = (
            Text("文书的键", "key of a document").in_(lang)
            if field.codes == "document"
            else f"*{field.codes}*"
        )
    elif field.names_person:
        value = Text("人员姓名", "name of a person").in_(lang)
    else:
        value = _TYPES[field.type].in_(lang)
    if field.many and field.type != "documents":
        value = Text(f"列表：{value}", f"list of: {value}").in_(lang)
    return f"`{field.key}`", field.label.in_(lang), value, field.definition.in_(lang)


def _title(text: str) -> str:
    return text[:1].upper() + text[1:]


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(c.replace("|", "\\|").replace("\n", " ") for c in cells) + " |"

    names = list(head)
    return "\n".join([line(names), "|" + "---|" * len(names), *map(line, rows)]) + "\n"
