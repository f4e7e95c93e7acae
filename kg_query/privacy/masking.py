"""What a case file, matter, register or record says, with personal data masked, and answers about it.

Masking keeps apart what differs and together what is equal: of two names with one mask the later gets
a number (张**, 张**2). So the review of a masked case file has the same result as that of the file
itself, and whatever is made from it, form or duty or page, is masked as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kg_query.casefiles.paths import holds
from kg_query.casefiles.schema import Field, NodeType, Schema

from .patterns import mask_text
from .values import is_anonymous, mask_value

__all__ = ["Masker", "masked_answer"]

_NAMES = ("natural-name", "officer-name")
#: Given the kind of what stands at a place and the text: what is put there.
_Do = Callable[[str, str], str]


class Masker:
    """The masks of what was sent together: it knows the values that were met, and finds them again in texts.

    Args:
        schema: what a case file can say, with the kinds of personal data (`Schema.personal`).

    >>> from kg_query import KnowledgeGraph
    >>> masker = Masker(KnowledgeGraph.open().corpus.case_schema)
    >>> masker.case_file({"id": "c1", "kind": "penalty", "party": {"name": "张三"}, "note": "张三未到场"})
    {'id': 'c1', 'kind': 'penalty', 'party': {'name': '张**'}, 'note': '张**未到场'}
    >>> masker.text("收件人张三")
    '收件人张**'
    """

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.masks: dict[tuple[str, str], str] = {}  # (group of kinds, value) → mask
        self.used: dict[tuple[str, str], str] = {}  # (group of kinds, mask) → value
        self.organisations: set[str] = set()
        self._known: re.Pattern[str] | None = None
        self._shown: dict[str, str] = {}

    # --- what was sent ------------------------------------------------------------------

    def case_file(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """A case file (plain or typed, as in `CaseFile.record`) with its personal data masked.

        Keys that the vocabulary does not know are read as free text: nothing is let through because it
        stands in the wrong place. Untouched are `id`, `kind` and what is no text.
        """
        return self._both(lambda do: self._node(self.schema.case, data, do, organisation=None))

    def matter(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """A matter with the texts of its findings masked."""
        return self._both(lambda do: self._keyed(data, "matter", do))

    def register_entry(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """An entry of a register of enforcement, as `kgq statistics` reads it, masked."""
        return self._both(lambda do: self._keyed(data, "register", do))

    def team_record(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """An evaluation record of a team, masked."""
        return self._both(lambda do: self._keyed(data, "record", do))

    def learn(self, data: object) -> None:
        """Takes note of the personal data in what was sent, of whatever sort it is."""
        if isinstance(data, list):
            for one in data:
                self.learn(one)
        elif isinstance(data, Mapping):
            self.whatever(data)

    def whatever(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """What was sent, masked, of whatever sort it is: told by its keys.

        A case file and a record of a team both have a `kind`; a register holds its entries.
        """
        if "entries" in data:
            rest = self._both(
                lambda do: self._keyed({k: v for k, v in data.items() if k != "entries"}, "register", do)
            )
            entries = data["entries"]
            several = entries if isinstance(entries, (list, tuple)) else ()
            masked = [self.whatever(one) if isinstance(one, Mapping) else one for one in several]
            return {**rest, "entries": masked if several else entries}
        if "act" in data or ("party" in data and "kind" not in data):
            return self.register_entry(data)
        if "kind" in data and ("documents" in data or "party" in data or "persons" in data):
            return self.case_file(data)
        if "team" in data or "kind" in data or "procedure" in data or "evaluator" in data:
            return self.team_record(data)
        if any(key in data for key in ("established", "refuted", "unknown", "findings")):
            return self.matter(data)
        return self.team_record(data)

    # --- what is answered ---------------------------------------------------------------

    def text(self, text: str) -> str:
        """A text with the values met so far masked, and what the patterns of `mask_text` find."""
        if self._known is None:
            self._shown = {value: mask for (_, value), mask in self.masks.items() if len(value) > 1}
            words = sorted((v for v, m in self._shown.items() if v != m), key=len, reverse=True)
            self._known = re.compile("|".join(map(re.escape, words)) or r"(?!)")
        return mask_text(self._known.sub(lambda found: self._shown[found.group()], text))

    def answer(self, value: Any) -> Any:
        """Data made from what was sent, with every text in it masked; keys stay.

        >>> from kg_query import KnowledgeGraph
        >>> masker = Masker(KnowledgeGraph.open().corpus.case_schema)
        >>> masker.learn({"id": "c1", "kind": "penalty", "persons": [{"name": "李四五"}]})
        >>> masker.answer({"line": "P-LA-1-3", "why": ["李四五未签名"]})
        {'line': 'P-LA-1-3', 'why': ['李**未签名']}
        """
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {key: self.answer(one) for key, one in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.answer(one) for one in value]
        return value

    # --- walking ------------------------------------------------------------------------

    def _both(self, walk: Callable[[_Do], dict[str, Any]]) -> dict[str, Any]:
        """Through it for the organisations, for what must be masked, and to mask it, also where it is repeated."""
        walk(lambda _, value: value)
        walk(self._meet)
        return walk(self._mask)

    def _meet(self, kind: str, value: str) -> str:
        if kind and kind != "narrative":
            self._mask_of(kind, value.strip())
        return value

    def _mask(self, kind: str, value: str) -> str:
        if kind and kind != "narrative":
            return self._mask_of(kind, value.strip())
        return self.text(value)

    def _mask_of(self, kind: str, value: str) -> str:
        if value in self.organisations or (kind in _NAMES and is_anonymous(value)):
            return value
        group = "name" if kind in _NAMES else kind
        if (found := self.masks.get((group, value))) is not None:
            return found
        first = mask = mask_value(kind, value)
        number = 1
        while mask != value and self.used.setdefault((group, mask), value) != value:
            number += 1
            mask = f"{first}{number}"
        self.masks[group, value] = mask
        self._known = None
        return mask

    def _node(self, node: NodeType, data: object, do: _Do, organisation: bool | None) -> Any:
        if not isinstance(data, Mapping):
            return self._loose(data, do)
        if node is self.schema.case:
            organisation = holds("party/party_type=organisation", data) or None
        shown: dict[str, Any] = {}
        for key, value in data.items():
            field = node.fields.get(key)
            if key in ("id", "kind", "@context", "@id", "@type") and node is self.schema.case:
                shown[key] = value
            elif field is None:
                shown[key] = self._loose(value, do)
            else:
                shown[key] = self._field(field, value, data, do, organisation)
        return shown

    def _field(
        self, field: Field, value: object, node: Mapping[str, Any], do: _Do, organisation: bool | None
    ) -> Any:
        if field.type == "documents":
            if not isinstance(value, Mapping):
                return self._loose(value, do)
            return {slug: self._document(slug, one, do, organisation) for slug, one in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._field(field, one, node, do, organisation) for one in value]
        if field.type == "node" and field.node:
            return self._node(self.schema.nodes[field.node], value, do, organisation)
        if not isinstance(value, str) or field.type == "code":
            return value if not isinstance(value, Mapping) else self._loose(value, do)
        kind = self.schema.personal.fields.get(field.property, "")
        test = self.schema.personal.unless.get(field.property)
        if test is not None:
            key = test.partition("=")[0]
            if holds(test, node) if key in node else organisation:
                self.organisations.add(value.strip())
                return value
        return do(kind, value)

    def _document(self, slug: str, value: object, do: _Do, organisation: bool | None) -> Any:
        if isinstance(value, (list, tuple)):
            return [self._document(slug, one, do, organisation) for one in value]
        kind = self.schema.documents.get(slug)
        return self._loose(value, do) if kind is None else self._node(kind, value, do, organisation)

    def _keyed(self, data: object, place: str, do: _Do) -> Any:
        """Data without a schema of fields: by `law:personalPath`; other texts are left to the patterns."""
        if isinstance(data, Mapping):
            return {
                key: value if place == "matter" and key == "id" else self._keyed(value, f"{place}/{key}", do)
                for key, value in data.items()
            }
        if isinstance(data, (list, tuple)):
            return [self._keyed(one, place, do) for one in data]
        return do(self.schema.personal.paths.get(place, ""), data) if isinstance(data, str) else data

    def _loose(self, value: object, do: _Do) -> Any:
        """What stands where the vocabulary knows nothing: read as free text."""
        if isinstance(value, str):
            return do("narrative", value)
        if isinstance(value, Mapping):
            return {key: self._loose(one, do) for key, one in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._loose(one, do) for one in value]
        return value


def masked_answer(schema: Schema, sent: Iterable[object], answer: Any) -> Any:
    """An answer with the personal data of what was sent masked in it.

    Args:
        schema: what a case file can say.
        sent: the matters, case files, register entries or records that were asked about, as plain data.
        answer: plain data, such as what `kgq review --format json` prints.
    """
    masker = Masker(schema)
    masker.learn(list(sent))
    return masker.answer(answer)
