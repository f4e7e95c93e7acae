"""Case files as RDF: Turtle, N-Triples, and JSON-LD that is not written in our words.

A case file is a node typed as one; what hangs on it by the properties of the schema becomes the record
that the JSON would hold. A file may speak about its case files only: a statement about anything else is
a fault, since nobody's upload may change what the graph says about the law.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import unquote

from kg_query.errors import InputError, did_you_mean
from kg_query.inputs import Faults, decode, shown
from kg_query.model import Text
from kg_query.terms import LAW, RDFS, XSD

from .case import path_of
from .schema import CASE, Field, NodeType, Schema
from .triples import DATATYPES, IDENTIFIER, TYPE

__all__ = ["records"]

_REMARKS = {TYPE, RDFS + "label", IDENTIFIER}

Node = dict[str, list[Any]]


def records(
    data: bytes, where: str, schema: Schema, faults: Faults, syntax: str = "turtle"
) -> list[dict[str, Any]]:
    """The records that an RDF file states, shaped like the JSON, in the order of the file.

    Args:
        data: the bytes of the file.
        where: its name, for messages.
        schema: what a case file can say.
        faults: where every fault is noted.
        syntax: "turtle", "ntriples" or "jsonld".

    Raises:
        InputError: it cannot be parsed, or holds no case file.
    """
    import pyoxigraph

    decode(data, where)
    kinds = {
        "turtle": (pyoxigraph.RdfFormat.TURTLE, "Turtle"),
        "ntriples": (pyoxigraph.RdfFormat.N_TRIPLES, "N-Triples"),
        "jsonld": (pyoxigraph.RdfFormat.JSON_LD, "JSON-LD"),
    }
    form, name = kinds[syntax]
    nodes: dict[Any, Node] = {}
    try:
        for quad in pyoxigraph.parse(
            input=data.removeprefix(b"\xef\xbb\xbf"),
            format=form,
            base_iri=None if syntax == "ntriples" else CASE,
        ):
            nodes.setdefault(quad.subject, {}).setdefault(quad.predicate.value, []).append(quad.object)
    except (SyntaxError, ValueError, OSError) as fault:
        line = getattr(fault, "lineno", None)
        reason = shown(getattr(fault, "msg", None) or str(fault), 160)
        raise InputError(
            Text(
                f"不是有效的 {name}" + (f"：第 {line} 行" if line else ""),
                f"not valid {name}" + (f": line {line}" if line else "") + (f" ({reason})" if reason else ""),
            ),
            where,
            Text("外部的 @context 不会去取：请删去", "An outside @context is never fetched: take it out")
            if "LoadDocumentCallback" in reason
            else None,
        ) from None
    return _Reading(nodes, where, schema, faults).records()


class _Reading:
    """One file's nodes, and which of them were met on the way to its records."""

    def __init__(self, nodes: dict[Any, Node], where: str, schema: Schema, faults: Faults) -> None:
        self.nodes, self.where, self.schema, self.faults = nodes, where, schema, faults
        self.used: set[Any] = set()

    def records(self) -> list[dict[str, Any]]:
        classes = {k.iri: k.code for k in self.schema.kinds.values()}
        found = []
        for subject, node in self.nodes.items():
            kinds = [classes[t.value] for t in node.get(TYPE, ()) if getattr(t, "value", "") in classes]
            if not kinds:
                continue
            self.used.add(subject)
            record: dict[str, Any] = {"id": self._id(subject, node), "kind": kinds}
            place = f"{self.where} › {shown(record['id'] or _name(subject))}"
            found.append(record | self._said(self.schema.case, node, place, set(classes)))
        if not found:
            known = ", ".join(_short(iri) for iri in classes)
            raise InputError(
                Text("文件里没有案卷", "the file holds no case file"),
                self.where,
                Text(f"案卷的类型是 {known.replace(', ', '、')}", f"A case file is typed {known}"),
            )
        for subject in self.nodes:
            if subject not in self.used:
                self.faults.add(
                    f"{self.where} › {_name(subject)}",
                    "这不是案卷，也不是案卷中的内容",
                    "this is no case file and nothing in one",
                    Text("案卷文件只能陈述案卷", "A file of case files may only speak about them"),
                )
        return found

    def _id(self, subject: Any, node: Node) -> str | None:
        names = node.get(IDENTIFIER)
        if names:
            return str(names[0].value)
        if type(subject).__name__ == "NamedNode" and subject.value.startswith(CASE):
            return unquote(subject.value.removeprefix(CASE))
        return None

    def _said(self, kind: NodeType, node: Node, place: str, types: set[str]) -> dict[str, Any]:
        by_property = {f.property: f for f in kind.fields.values()}
        found: dict[str, Any] = {}
        for term in node.get(TYPE, ()):
            value = getattr(term, "value", "")
            if value.startswith(LAW) and value not in types:
                self.faults.add(
                    place,
                    f"类型“{_short(value)}”用错了地方",
                    f"the type “{_short(value)}” does not belong here",
                )
        for predicate, terms in node.items():
            if predicate in _REMARKS:
                continue
            field = by_property.get(predicate)
            if field is None:
                names = {_short(p): _short(p) for p in by_property}
                self.faults.add(
                    place,
                    f"“{kind.label.zh}”没有属性“{_short(predicate)}”",
                    f"there is no property “{_short(predicate)}” of “{kind.label.en}”",
                    did_you_mean(_short(predicate), names),
                )
                continue
            found[field.key] = self._values(field, terms, f"{place} › {field.key}")
        return {key: found[key] for key in kind.fields if key in found}

    def _values(self, field: Field, terms: list[Any], place: str) -> Any:
        if field.type == "documents":
            return self._documents(terms, place)
        if field.type == "node":
            kind = self.schema.nodes[field.node or ""]
            read: list[Any] = [self._inner(kind, term, place) for term in _in_order(terms)]
        elif field.type == "code":
            read = [self._code(field, term) for term in terms]
        else:
            read = [self._literal(field, term, place) for term in terms]
        if field.many or len(read) != 1:
            if not field.many:
                self.faults.add(place, f"只能有一个值，这里有 {len(read)} 个", f"one value, not {len(read)}")
                return None
            return read
        return read[0]

    def _inner(self, kind: NodeType, term: Any, place: str) -> Any:
        node = self.nodes.get(term)
        if type(term).__name__ == "Literal" or (node is None and type(term).__name__ == "NamedNode"):
            self.faults.add(place, f"“{_name(term)}”没有写明内容", f"nothing is said of “{_name(term)}”")
            return None
        self.used.add(term)
        return self._said(kind, node or {}, place, {kind.iri})

    def _documents(self, terms: list[Any], place: str) -> dict[str, Any]:
        found: dict[str, list[Any]] = {}
        numbered: set[str] = set()
        for term in _in_order(terms):
            node = self.nodes.get(term) or {}
            self.used.add(term)
            kinds = [
                self.schema.document_of[t.value]
                for t in node.get(TYPE, ())
                if getattr(t, "value", "") in self.schema.document_of
            ]
            if len(kinds) != 1:
                self.faults.add(
                    f"{place} › {_name(term)}",
                    "看不出是哪一种文书：应有且只有一个文书类型",
                    "the kind of document cannot be told: it needs one type of document, and one only",
                )
                continue
            kind = kinds[0]
            found.setdefault(kind.slug, []).append(
                self._said(kind, node, f"{place} › {kind.slug}", {kind.iri})
            )
            if _number(term) is not None:
                numbered.add(kind.slug)
        order = [slug for slug in self.schema.documents if slug in found]
        return {s: found[s] if len(found[s]) > 1 or s in numbered else found[s][0] for s in order}

    def _code(self, field: Field, term: Any) -> str:
        """The code that an IRI stands for; anything else as it is, to be refused with its neighbours."""
        codes = self.schema.codes[field.codes or ""].values()
        value = str(getattr(term, "value", term))
        known = {c.iri: c.code for c in codes}
        return known.get(value, value.rsplit("/", 1)[-1].rsplit("#", 1)[-1])

    def _literal(self, field: Field, term: Any, place: str) -> Any:
        asked = DATATYPES[field.type]
        given = getattr(getattr(term, "datatype", None), "value", None)
        if given != asked:
            self.faults.add(
                place,
                f"应为 {_short(asked)}，这里是“{_name(term)}”",
                f"the value should be of type {_short(asked)}: “{_name(term)}”",
            )
            return None
        text = str(term.value)
        if field.type == "boolean":
            return {"true": True, "1": True, "false": False, "0": False}.get(text, text)
        try:
            if field.type == "integer":
                return int(text)
            if field.type == "decimal":
                return Decimal(text)
        except (ValueError, InvalidOperation):
            pass
        return text


def _in_order(terms: list[Any]) -> list[Any]:
    """Nodes that are named after their place by their numbers, the others as they come."""
    return sorted(terms, key=lambda term: _number(term) or 0)


def _number(term: Any) -> int | None:
    found = path_of(term.value) if type(term).__name__ == "NamedNode" else None
    last = found[1].rsplit("/", 1)[-1] if found else ""
    return int(last) if last.isdecimal() else None


def _short(iri: str) -> str:
    for prefix, namespace in (("law:", LAW), ("xsd:", XSD)):
        if iri.startswith(namespace):
            return prefix + iri.removeprefix(namespace)
    return shown(iri)


def _name(term: Any) -> str:
    """How a term is shown in a message."""
    return shown(unquote(str(getattr(term, "value", term)).removeprefix(CASE)))
