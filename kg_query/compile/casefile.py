"""The schema of case files from the shapes that say what a case file must look like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ..casefiles.schema import (
    Code,
    Criterion,
    DocumentType,
    Field,
    FieldType,
    Kind,
    NodeType,
    Parameter,
    Personal,
    Schema,
    Stage,
)
from ..files import TurtleFile, corpus_files, graph_files
from ..model import Provision, Text
from ..terms import BASE, DCTERMS, ID, LAW, RDFS, SH, SKOS, XSD, code, short
from .facts import Facts, Faults, Literal

__all__ = ["bundled_schema", "compile_schema"]

SHAPE = BASE + "shapes#"
NOTATION = SKOS + "notation"

#: What a datatype is called in the schema.
_TYPES: dict[str, FieldType] = {
    XSD + "string": "text",
    XSD + "boolean": "boolean",
    XSD + "date": "date",
    XSD + "dateTime": "moment",
    XSD + "integer": "integer",
    XSD + "decimal": "decimal",
}
_KINDS: dict[str, str] = {"line": "line", "base_standard": "base", "scored_document": "document"}


def compile_schema(files: Iterable[TurtleFile], provisions: Mapping[str, Provision]) -> Schema:
    """The schema that the shapes and the ontology state.

    Args:
        files: the ontology, the shapes, and what states parameters.
        provisions: the units of the regulations; those with a notation are the criteria.

    Raises:
        CorpusError: with every fault found.
    """
    faults = Faults()
    facts = Facts(faults)
    facts.read(files)
    faults.stop()
    if not facts.values(SHAPE + "CaseFile", LAW + "fieldOrder"):  # a graph that knows no case files
        nothing = NodeType("CaseFile", LAW + "CaseFile", Text("", ""), Text("", ""), {})
        return Schema({}, nothing, {}, {}, {}, {}, {}, (), {})
    found = _Reading(facts).schema(provisions)
    faults.stop()
    return found


def bundled_schema(provisions: Mapping[str, Provision] | None = None) -> Schema:
    """The schema of the bundled Turtle, compiled anew; `provisions` are the units it states."""
    from . import compile_corpus

    made_of = [f for f in graph_files() if f.name.startswith(("ontology/", "shapes/", "data/national/"))]
    units = compile_corpus(corpus_files()).provisions if provisions is None else provisions
    return compile_schema(made_of, units)


class _Reading:
    """One set of shapes, and what was read of it so far."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.codes: dict[str, dict[str, Code]] = {}
        self.slugs: dict[str, str] = {}  # class of a document → slug

    def schema(self, provisions: Mapping[str, Provision]) -> Schema:
        facts = self.facts
        of_file = facts.values(SHAPE + "CaseFile", SH + "targetClass")
        kinds = {}
        for iri in map(str, of_file):
            slug = facts.string(iri, NOTATION) or self._lacks(iri, NOTATION)
            kinds[slug] = Kind(slug, iri, self._label(iri))
        by_class = {k.iri: k.code for k in kinds.values()}
        shapes = [s for s in facts.typed(SH + "NodeShape") if facts.values(s, LAW + "fieldOrder")]
        documents = [s for s in shapes if facts.values(s, LAW + "usedIn")]
        documents.sort(key=lambda s: facts.number(s, SH + "order") or 0)
        self.slugs = {
            str(facts.iri(s, SH + "targetClass")): str(facts.string(s, NOTATION)) for s in documents
        }
        self.codes["document"] = {slug: Code(slug, iri, self._label(iri)) for iri, slug in self.slugs.items()}
        nodes = [s for s in shapes if s not in documents and s != SHAPE + "CaseFile"]
        notations = {p.id: p.notation for p in provisions.values()}
        papers = {d.slug: d for d in (self._document(s, by_class, notations) for s in documents)}
        return Schema(
            kinds=kinds,
            case=self._node(SHAPE + "CaseFile"),
            documents=papers,
            nodes={n.name: n for n in map(self._node, nodes)},
            codes=self.codes,
            criteria=self._criteria(provisions),
            parameters=self._parameters(),
            stages=_stages(papers, kinds, provisions),
            days={
                moment: day
                for day, said in facts.index.items()
                for moment in map(str, said.get(LAW + "dayOf", ()))
            },
            personal=self._personal(),
        )

    def _document(
        self, shape: str, kinds: Mapping[str, str], notations: Mapping[str, str | None]
    ) -> DocumentType:
        node = self._node(shape)
        scored = self.facts.iri(shape, LAW + "scoredAs")
        notation = notations.get(short(scored)) if scored else None
        if scored and notation is None:
            self.facts.faults.add(
                self.facts.where(shape, LAW + "scoredAs"),
                f"没有编号的评分文书：{short(scored)}",
                f"no scored document with a notation: {short(scored)}",
            )
        return DocumentType(
            node.name,
            node.iri,
            node.label,
            node.definition,
            node.fields,
            self.slugs[node.iri],
            bool(self.facts.flag(shape, LAW + "single")),
            tuple(kinds[iri] for iri in self.facts.iris(shape, LAW + "usedIn")),
            notation,
        )

    def _node(self, shape: str) -> NodeType:
        name = code(shape)
        iri = LAW + name
        own = {str(self.facts.iri(p, SH + "path")): p for p in self.facts.iris(shape, SH + "property")}
        heads = self.facts.values(shape, LAW + "fieldOrder")
        order = [str(p) for p in self.facts.list_(heads[0]) or ()]
        if sorted(order) != sorted(own):
            odd = sorted(set(order) ^ set(own))
            self.facts.faults.add(
                self.facts.where(shape, LAW + "fieldOrder"),
                f"次序与各栏不符：{'、'.join(map(short, odd))}",
                f"the order does not name the same fields as the shape: {', '.join(map(short, odd))}",
            )
            order = sorted(own)
        fields = {f.key: f for f in (self._field(own[p], p) for p in order)}
        if len(fields) != len(order):
            self.facts.faults.add(
                self.facts.where(shape), "两栏用了同一个键", "two fields of one shape have the same key"
            )
        return NodeType(name, iri, self._label(iri), self._definition(iri), fields)

    def _field(self, shape: str, path: str) -> Field:
        facts = self.facts
        key = facts.string(shape, NOTATION) or self._lacks(shape, NOTATION)
        datatype, node = facts.iri(shape, SH + "datatype"), facts.iri(shape, SH + "node")
        codes = None
        type_: FieldType
        if heads := facts.values(shape, SH + "in"):
            type_, codes = "code", self._list([str(v) for v in facts.list_(heads[0]) or ()])
        elif node is not None:
            type_ = "node"
        elif datatype in _TYPES:
            type_ = _TYPES[datatype]
        elif facts.values(shape, SH + "or"):
            type_ = "documents"
        else:
            facts.faults.add(
                facts.where(shape), "不知道这一栏的值是什么", "the shape does not say what its values are"
            )
            type_ = "text"
        return Field(
            key,
            path,
            self._label(path),
            self._definition(path),
            type_,
            facts.number(shape, SH + "maxCount") != 1,
            codes,
            None if node is None else code(node),
            bool(facts.flag(shape, LAW + "namesPerson")),
        )

    def _list(self, values: list[str]) -> str:
        """The name of the list of values, which is read when first met."""
        if values and all(v in self.slugs for v in values):
            return "document"
        name = values[0].removeprefix(ID).rsplit("/", 1)[0] if values else ""
        found = {code(v): self._code(v) for v in values}
        if self.codes.setdefault(name, found) != found:
            self.facts.faults.add(name, "同名的取值表不一致", "two lists of values have one name and differ")
        return name

    def _code(self, value: str) -> Code:
        role = self.facts.iri(value, LAW + "matterRole")
        return Code(code(value), value, self._label(value), None if role is None else code(role))

    def _criteria(self, provisions: Mapping[str, Provision]) -> dict[str, Criterion]:
        facts = self.facts
        decided = {
            short(str(facts.iri(s, LAW + "criterion"))): code(str(facts.iri(s, LAW + "decidedBy")))
            for s in facts.typed(LAW + "CriterionShape")
            if facts.values(s, LAW + "decidedBy")
        }
        found = {}
        for p in provisions.values():
            if p.notation is None or p.kind not in _KINDS:
                continue
            points = None if p.points is None else f"{p.points:g}"
            by = {"byData": "data", "byJudgement": "judgement"}.get(decided.get(p.id, ""))
            kind = _KINDS[p.kind]
            found[p.notation] = Criterion(p.notation, p.id, kind, p.text or Text("", ""), points, by)  # type: ignore[arg-type]
        return found

    def _parameters(self) -> dict[str, Parameter]:
        found = {}
        for iri in self.facts.typed(LAW + "Parameter"):
            name = self.facts.string(iri, NOTATION) or self._lacks(iri, NOTATION)
            default = self.facts.string(iri, LAW + "defaultValue")
            found[name] = Parameter(name, iri, self._label(iri), self._definition(iri), default)
        return found

    def _personal(self) -> Personal:
        facts = self.facts
        of = {iri: code(kind) for iri in facts.index if (kind := facts.iri(iri, LAW + "personalData"))}
        unless = {iri: test for iri in of if (test := facts.string(iri, LAW + "personalUnless"))}
        paths = {
            path.value: facts.string(kind, NOTATION) or self._lacks(kind, NOTATION)
            for kind in facts.typed(LAW + "PersonalDataKind")
            for path in facts.values(kind, LAW + "personalPath")
            if isinstance(path, Literal)
        }
        return Personal(of, unless, paths)

    # --- texts --------------------------------------------------------------------------

    def _label(self, iri: str) -> Text:
        found = self.facts.text(iri, SKOS + "prefLabel", RDFS + "label", DCTERMS + "title")
        return found or Text(self._lacks(iri, RDFS + "label"), code(iri))

    def _definition(self, iri: str) -> Text:
        return self.facts.text(iri, SKOS + "definition") or Text(self._lacks(iri, SKOS + "definition"), "")

    def _lacks(self, iri: str, predicate: str) -> str:
        self.facts.faults.add(
            self.facts.where(iri), f"没有 {short(predicate)}", f"there is no {short(predicate)}"
        )
        return code(iri)


def _stages(
    documents: Mapping[str, DocumentType], kinds: Mapping[str, Kind], provisions: Mapping[str, Provision]
) -> tuple[Stage, ...]:
    """The stages that the documents are scored in; one whose heading is damaged is called after the file."""
    scored = {p.notation: p.id for p in provisions.values() if p.kind == "scored_document"}
    held: dict[str, list[DocumentType]] = {}
    for document in documents.values():
        here = provisions.get(scored.get(document.scored_as or "", ""))
        while here is not None and here.kind != "scored_stage":
            here = provisions.get(here.parent or "")
        if here is not None:
            held.setdefault(here.id, []).append(document)
    found = []
    for unit in provisions.values():
        if unit.id not in held:
            continue
        text = unit.text or Text("", "")
        label = Text(re.sub(r"[0-9.]+分$", "", text.zh), re.sub(r" *\([0-9.]+ points?\)$", "", text.en))
        if unit.lost is not None:
            label = kinds[held[unit.id][0].used_in[-1]].label
        found.append(Stage(unit.id, label, tuple(d.slug for d in held[unit.id])))
    return tuple(found)
