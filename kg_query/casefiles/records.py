"""From plain data to case files: every key and value is checked, every fault is named with its place.

What JSON, YAML, RDF and workbooks hold ends here. Nothing is guessed and nothing is dropped: `null` and
an empty list say nothing, and everything else is either understood or a fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg_query.errors import did_you_mean, known_words, nearest
from kg_query.inputs import Faults, shown, text_or_fault, type_name
from kg_query.model import Text

from . import context
from .case import CaseFile, case_iri
from .schema import CASE, DocumentType, Field, NodeType, Schema
from .values import value_of

__all__ = ["Places", "case_of"]

#: Where the places of a file are, for messages, when they are not its paths: the cells of a workbook.
Places = Mapping[str, str]

_JSON_LD = ("@context", "@id", "@type")
_PENALTY = "penalty"
_LONGEST_ID = 200


def case_of(
    data: object, where: str, schema: Schema, faults: Faults, places: Places | None = None
) -> CaseFile | None:
    """The case file that plain data states, or None after noting all that is wrong with it.

    Args:
        data: an object shaped like the JSON.
        where: the file, and where it holds several the number, for messages.
        schema: what a case file can say.
        faults: where every fault is noted.
        places: path → place, for messages, where paths mean nothing to the reader.
    """
    if not isinstance(data, dict):
        kind = type_name(data)
        faults.add(
            where,
            f"应为一个案卷对象，这里是{kind.zh}",
            f"a case file is an object, not {kind.en}",
            Text('例如 {"id": "…", "kind": "penalty"}', 'For example {"id": "…", "kind": "penalty"}'),
        )
        return None
    return _Reading(data, where, schema, faults, places or {}).case()


class _Reading:
    """One case file, and what was found of it so far."""

    def __init__(
        self, data: dict[str, Any], where: str, schema: Schema, faults: Faults, places: Places
    ) -> None:
        self.data, self.schema, self.faults, self.places = data, schema, faults, places
        ident = data.get("id")
        self.file = f"{where} › {shown(ident)}" if isinstance(ident, str) and ident and not places else where
        self.names: dict[str, None] = {}

    def at(self, path: str) -> str:
        """The place of a path, for a message."""
        found, rest = self.places.get(path), path
        if found is None:  # the first thing in it that has a place
            found = next((at for held, at in self.places.items() if held.startswith(f"{path}/")), None)
        while found is None and "/" in rest:
            rest = rest.rpartition("/")[0]
            found = self.places.get(rest)
        return found or f"{self.file} › {path}"

    def case(self) -> CaseFile | None:
        before = len(self.faults.problems)
        ident = self._id()
        kinds = self._kinds()
        self._persons()
        inner = {k: v for k, v in self.data.items() if k not in ("id", "kind", *_JSON_LD)}
        if "@context" in self.data:
            context.check(self.data["@context"], self.file, self.faults)
        record = self._node(self.schema.case, inner, "", kinds)
        if _PENALTY in kinds and "procedure" not in record and self.data.get("procedure") is None:
            known = self.schema.codes[self.schema.case.fields["procedure"].codes or ""]
            self.faults.add(
                self.at("procedure"),
                "处罚案卷没有写明程序",
                "a penalty file does not say its procedure",
                known_words(known),
            )
        self._judged(kinds)
        if len(self.faults.problems) > before or ident is None:
            return None
        return CaseFile(ident, kinds, record, self.file.partition(" › ")[0])

    # --- the head ---------------------------------------------------------------------------

    def _id(self) -> str | None:
        given = self.data.get("id")
        if given is None and isinstance(self.data.get("@id"), str):
            from urllib.parse import unquote

            given = unquote(self.data["@id"].removeprefix(CASE))
        hint = Text('例如 "id": "蒲综罚〔2023〕5号"', 'For example "id": "蒲综罚〔2023〕5号"')
        if given is None or given == "":
            self.faults.add(self.at("id"), "案卷没有编号（id）", "the case file has no id", hint)
            return None
        ident = text_or_fault(given, self.at("id"), self.faults)
        if ident is not None and (not ident.isprintable() or ident != ident.strip()):
            self.faults.add(
                self.at("id"),
                f"编号含有控制字符或首尾空白：“{shown(ident)}”",
                f"the id holds control characters or outer blanks: “{shown(ident)}”",
                hint,
            )
            return None
        if ident is not None and len(ident) > _LONGEST_ID:
            self.faults.add(
                self.at("id"),
                f"编号有 {len(ident)} 个字符，最多 {_LONGEST_ID} 个",
                f"the id has {len(ident)} characters, where {_LONGEST_ID} are the most",
                hint,
            )
            return None
        named = self.data.get("@id")
        if ident is not None and named is not None and named not in (case_iri(ident), ident):
            self.faults.add(self.at("id"), "id 与 @id 不一致", "id and @id differ")
        return ident

    def _kinds(self) -> tuple[str, ...]:
        known = self.schema.kinds
        given = self.data.get("kind", self.data.get("@type"))
        listed = given if isinstance(given, list) else [given]
        labels = {k.label.zh: c for c, k in known.items()} | {c: c for c in known}
        found: list[str] = []
        for one in listed:
            if one is None:
                self.faults.add(
                    self.at("kind"),
                    "没有写明案卷种类（kind）",
                    "the kind of the case file is not given",
                    known_words(known),
                )
            elif not isinstance(one, str) or one not in known:
                self.faults.add(
                    self.at("kind"),
                    f"未知的案卷种类“{shown(one)}”",
                    f"unknown kind of case file “{shown(one)}”",
                    did_you_mean(one, labels) or known_words(known),
                )
            elif one not in found:
                found.append(one)
        if _PENALTY in found and len(found) > 1:
            self.faults.add(
                self.at("kind"),
                "处罚案卷与强制案卷分别成卷，不能合写",
                "a penalty and compulsion make two files, not one",
                Text("请写成两个案卷", "Write two case files"),
            )
        return tuple(found)

    def _persons(self) -> None:
        """The names that other fields may use."""
        for number, person in enumerate(_listed(self.data.get("persons")), 1):
            name = person.get("name") if isinstance(person, dict) else None
            if not isinstance(name, str):
                if isinstance(person, dict) and any(v not in (None, []) for v in person.values()):
                    self.faults.add(
                        self.at(f"persons/{number}/name"), "这个人员没有姓名", "the person has no name"
                    )
                continue
            if not name.isprintable() or name != name.strip():
                self.faults.add(
                    self.at(f"persons/{number}/name"),
                    f"姓名首尾有空白，或者含有看不见的字符：“{shown(name)}”",
                    f"the name has outer blanks or characters that cannot be seen: “{shown(name)}”",
                    Text("请删去", "Take them out"),
                )
                self.names.setdefault("".join(c for c in name if c.isprintable()).strip())
            if name in self.names:
                self.faults.add(
                    self.at(f"persons/{number}/name"),
                    f"人员“{shown(name)}”列了两次",
                    f"the person “{shown(name)}” is listed twice",
                    Text("同名的人请加以区别，如“张某（甲）”", "Tell namesakes apart, as in “张某（甲）”"),
                )
            self.names[name] = None

    def _judged(self, kinds: tuple[str, ...]) -> None:
        """A judgement says what of; a penalty file is judged by the criteria for penalties, compulsion by its own."""
        standard = "penalty" if _PENALTY in kinds else "compulsion"
        fields = self.schema.nodes[self.schema.case.fields["judgements"].node or ""].fields
        for number, judgement in enumerate(_listed(self.data.get("judgements")), 1):
            if not isinstance(judgement, dict) or _blank(judgement):
                continue
            for label in (fields[k].label for k in ("criterion", "result") if _blank(judgement.get(k))):
                self.faults.add(
                    self.at(f"judgements/{number}"),
                    f"判断没有写明“{label.zh}”",
                    f"the judgement does not say its “{label.en}”",
                    Text("请填写，或者删去整条判断", "Fill it in, or take the judgement out"),
                )
            for notation in _listed(judgement.get("criterion")):
                criterion = self.schema.criteria.get(notation) if isinstance(notation, str) else None
                if criterion is not None and kinds and criterion.standard != standard:
                    self.faults.add(
                        self.at(f"judgements/{number}/criterion"),
                        f"{notation} 不是评查这种案卷的标准",
                        f"{notation} is no criterion for this kind of case file",
                    )

    # --- nodes ------------------------------------------------------------------------------

    def _node(
        self, kind: NodeType, data: dict[str, Any], path: str, kinds: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in data.items():
            spot = f"{path}/{key}" if path else str(key)
            field = kind.fields.get(key)
            if field is None:
                self._unknown_key(kind, key, spot)
                continue
            if value is None or value == []:
                continue
            if field.type == "documents":
                read: Any = self._documents(value, spot, kinds)
            elif field.many:
                read = [
                    v for n, one in enumerate(_listed(value), 1)
                    if (v := self._value(field, one, f"{spot}/{n}")) is not None
                ]  # fmt: skip
                if field.names_person:
                    self._once(field, read, spot)
            else:
                read = self._value(field, value, spot)
            if read is not None and read != [] and read != {}:
                found[key] = read
        return found

    def _once(self, field: Field, names: list[str], spot: str) -> None:
        """Nobody stands twice in one list: two signatures are those of two people."""
        for name in dict.fromkeys(n for n in names if names.count(n) > 1):
            self.faults.add(
                self.at(spot),
                f"“{field.label.zh}”中“{shown(name)}”写了两次",
                f"“{shown(name)}” stands twice in “{field.label.en}”",
                Text("请只写一次", "Name each person once"),
            )

    def _unknown_key(self, kind: NodeType, key: object, spot: str) -> None:
        labels = {f.label.zh: k for k, f in kind.fields.items()} | {k: k for k in kind.fields}
        if str(key) in self.schema.documents and kind is self.schema.case:
            hint: Text | None = Text("请写在 documents 之下", "Put it under documents")
        elif labels.get(str(key), key) != key:
            hint = Text(f"请写 {labels[str(key)]}", f"Write {labels[str(key)]}")
        else:
            hint = did_you_mean(key, labels)
        known = ", ".join(kind.fields)
        self.faults.add(
            self.at(spot),
            f"“{kind.label.zh}”没有“{shown(key)}”这一栏",
            f"there is no field “{shown(key)}” in “{kind.label.en}”",
            hint or Text(f"可用的键：{known}", f"Known keys: {known}"),
        )

    def _value(self, field: Field, value: object, spot: str) -> Any:
        if field.type == "node":
            if not isinstance(value, dict):
                kind = type_name(value)
                self.faults.add(
                    self.at(spot),
                    f"“{field.label.zh}”应为对象，这里是{kind.zh}：{shown(value)}",
                    f"“{field.label.en}” is an object, not {kind.en}: {shown(value)}",
                    Text("请逐栏写明", "Write it out field by field"),
                )
                return None
            return self._node(self.schema.nodes[field.node or ""], value, spot) or None
        read = value_of(field, value, self.at(spot), self.schema, self.faults)
        if field.names_person and isinstance(read, str) and read not in self.names:
            self.faults.add(
                self.at(spot),
                f"“{field.label.zh}”中的“{shown(read)}”不在人员（persons）之列",
                f"“{shown(read)}” in “{field.label.en}” is not among the persons",
                _near(read, self.names) or Text("请在 persons 中列出此人", "List the person under persons"),
            )
        return read

    # --- documents --------------------------------------------------------------------------

    def _documents(self, value: object, path: str, kinds: tuple[str, ...]) -> dict[str, Any]:
        if not isinstance(value, dict):
            kind = type_name(value)
            self.faults.add(
                self.at(path),
                f"文书应写成对象，这里是{kind.zh}",
                f"documents are an object, not {kind.en}",
                Text('写作 {"filing-approval": {…}}', 'Write {"filing-approval": {…}}'),
            )
            return {}
        found: dict[str, Any] = {}
        for slug, held in value.items():
            spot = f"{path}/{slug}"
            kind_of = self.schema.documents.get(slug)
            if kind_of is None:
                labels = {d.label.zh: s for s, d in self.schema.documents.items()} | {
                    s: s for s in self.schema.documents
                }
                self.faults.add(
                    self.at(spot), f"未知的文书“{shown(slug)}”", f"unknown document “{shown(slug)}”",
                    did_you_mean(slug, labels, always=True),
                )  # fmt: skip
                continue
            if held is None or held == []:
                continue
            if kinds and not set(kinds) & set(kind_of.used_in):
                names = [self.schema.kinds[k].label for k in kinds]
                self.faults.add(
                    self.at(spot),
                    f"“{kind_of.label.zh}”不属于{'、'.join(n.zh for n in names)}",
                    f"“{kind_of.label.en}” does not belong to a {' and '.join(n.en for n in names)}",
                )
            found[slug] = self._copies(kind_of, held, spot)
        return found

    def _copies(self, kind: DocumentType, held: object, spot: str) -> Any:
        if not isinstance(held, list):
            return self._document(kind, held, spot)
        if kind.single and len(held) > 1:
            self.faults.add(
                self.at(spot),
                f"“{kind.label.zh}”只能有一份，这里有 {len(held)} 份",
                f"there is one “{kind.label.en}” at most, not {len(held)}",
            )
        if kind.single and len(held) == 1:
            return self._document(kind, held[0], spot)
        return [self._document(kind, one, f"{spot}/{n}") for n, one in enumerate(held, 1)]

    def _document(self, kind: DocumentType, held: object, spot: str) -> dict[str, Any]:
        if not isinstance(held, dict):
            what = type_name(held)
            self.faults.add(
                self.at(spot),
                f"“{kind.label.zh}”应为对象，这里是{what.zh}",
                f"“{kind.label.en}” is an object, not {what.en}",
                Text("没有这份文书就删去这个键", "Leave the key out where there is no such document"),
            )
            return {}
        if held and all(map(_blank, held.values())):
            self.faults.add(
                self.at(spot),
                f"“{kind.label.zh}”一栏都没有填写",
                f"nothing is filled in for “{kind.label.en}”",
                Text(
                    "案卷中没有这份文书就删去它；有而空白，写作 {}",
                    "Leave it out where the file has no such document; write {} where it is there and blank",
                ),
            )
            return {}
        return self._node(kind, held, spot)


def _near(name: str, names: Mapping[str, None]) -> Text | None:
    """Names are short: one character in two or three may be another."""
    if words := nearest(name, names, likeness=0.5):
        return Text(f"是否想写：{'、'.join(words)}？", f"Did you mean: {', '.join(words)}?")
    return None


def _listed(value: Any) -> list[Any]:
    """A list as it is, and one thing alone as a list of it."""
    return value if isinstance(value, list) else [value]


def _blank(value: object) -> bool:
    """Whether a value says nothing: null, an empty list, or a group with nothing in it."""
    if isinstance(value, dict):
        return all(map(_blank, value.values()))
    if isinstance(value, list):
        return all(map(_blank, value))
    return value is None
