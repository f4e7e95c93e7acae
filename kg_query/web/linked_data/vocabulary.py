"""The ontology as a document: modules, their terms with everything said of each, alignments, counts of use.

Everything is read from the ontology's own graphs in the dataset; nothing about a term stands here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ...terms import BASE, DCTERMS, GRAPH, LAW, OWL, RDF, RDFS, SKOS
from .description import Label, Term, term_of
from .looking_up import Row

__all__ = ["KINDS", "Entry", "Module", "Vocabulary", "vocabulary_of"]

#: Section of a page → what a term has to be for it to stand there. The first that fits counts.
KINDS: dict[str, frozenset[str]] = {
    "classes": frozenset({OWL + "Class", RDFS + "Class"}),
    "object_properties": frozenset({OWL + "ObjectProperty"}),
    "datatype_properties": frozenset({OWL + "DatatypeProperty"}),
    "annotation_properties": frozenset({OWL + "AnnotationProperty"}),
    "individuals": frozenset(),
}
_NAMING = (RDFS + "label", SKOS + "prefLabel", DCTERMS + "title")
_ALIGNING = tuple(
    [RDFS + n for n in ("subClassOf", "subPropertyOf", "seeAlso")]
    + [OWL + n for n in ("equivalentClass", "equivalentProperty", "sameAs")]
    + [SKOS + n for n in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")]
)
_ONTOLOGY = BASE + "ontology/"
_IN_GRAPH = GRAPH + "ontology/"


@dataclass(slots=True)
class Entry:
    """A term of the vocabulary and what its module says of it.

    Attributes:
        iri: the term.
        kind: one of `KINDS`.
        module: name of the module that defines it.
        said: property → values.
        back: property → terms that name this one by it.
    """

    iri: str
    kind: str
    module: str
    said: dict[str, list[Term]]
    back: dict[str, list[str]] = field(default_factory=dict)

    @property
    def anchor(self) -> str:
        """Its anchor on a page: the fragment of its IRI, or the IRI's path with dots."""
        if self.iri.startswith(LAW):
            return self.iri[len(LAW) :]
        return self.iri.removeprefix(BASE).replace("/", ".")

    def texts(self, predicate: str) -> list[Term]:
        """The literals said by a property."""
        return [t for t in self.said.get(predicate, ()) if t.kind == "literal"]

    def links(self, predicate: str) -> list[str]:
        """The IRIs said by a property, by name."""
        return sorted({t.value for t in self.said.get(predicate, ()) if t.kind == "iri"})


@dataclass(slots=True)
class Module:
    """A module of the ontology.

    Attributes:
        name: `core`, `alignments/eli` …
        iri: of the ontology.
        said: property → values, of the ontology itself.
        entries: its terms, by kind and name.
        imports: names of the modules that it imports.
        uses: module → how many terms of it are named here.
        alignments: (term, property, term of another vocabulary).
    """

    name: str
    iri: str
    said: dict[str, list[Term]]
    entries: list[Entry] = field(default_factory=list)
    imports: list[str] = field(default_factory=list)
    uses: dict[str, int] = field(default_factory=dict)
    alignments: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def is_alignment(self) -> bool:
        """Does it only align terms with another vocabulary?"""
        return self.name.startswith("alignments/")

    def of_kind(self, kind: str) -> list[Entry]:
        """Its terms of a kind."""
        return [e for e in self.entries if e.kind == kind]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All modules, the labels of their terms, and how often terms are used in the data."""

    modules: Mapping[str, Module]
    labels: Mapping[str, tuple[Label, ...]]
    uses: Mapping[str, int]
    members: Mapping[str, int]

    @property
    def entries(self) -> Iterable[Entry]:
        """All terms, module by module."""
        return (e for m in self.modules.values() for e in m.entries)


def vocabulary_of(rows: Sequence[Row], uses: Sequence[Row], members: Sequence[Row]) -> Vocabulary:
    """The vocabulary from the rows of the queries ONTOLOGIES, USES and INSTANCES."""
    said: dict[str, dict[str, dict[str, list[Term]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    labels: dict[str, set[Label]] = defaultdict(set)
    for row in rows:
        subject, predicate, value = row["s"], row["p"]["value"], term_of(row["o"])
        if subject["type"] != "uri":
            continue
        name = _name(row["g"]["value"])
        said[name][subject["value"]][predicate].append(value)
        if predicate in _NAMING and value.value.strip():
            labels[subject["value"]].add(Label(predicate, value))
    modules = {name: _module(name, said[name]) for name in sorted(said, key=_by_place)}
    home = {e.iri: e.module for m in modules.values() if not m.is_alignment for e in m.entries}
    for module in modules.values():
        _connect(module, said[module.name], modules, home)
    _look_back(modules)
    return Vocabulary(
        modules,
        {name: tuple(sorted(found)) for name, found in labels.items()},
        {row["p"]["value"]: int(row["n"]["value"]) for row in uses if "p" in row},
        {row["c"]["value"]: int(row["n"]["value"]) for row in members if "c" in row},
    )


def _name(graph: str) -> str:
    """The name of the module that stands in a graph: `core`, `alignments/eli`, `owl/conditions`."""
    return graph.removeprefix(_IN_GRAPH).removeprefix(GRAPH).removesuffix(".ttl")


def _by_place(name: str) -> tuple[bool, bool, str]:
    return name.startswith(("alignments/", "owl/")), name != "core", name


def _module(name: str, said: Mapping[str, Mapping[str, list[Term]]]) -> Module:
    iri = BASE + name if name.startswith("owl/") else _ONTOLOGY + name
    module = Module(name, iri, dict(said.get(iri, {})))
    if module.is_alignment:
        return module
    for subject, statements in said.items():
        types = {t.value for t in statements.get(RDF + "type", ())}
        if subject == iri or not types or not subject.startswith(BASE):
            continue
        kind = next((k for k, wanted in KINDS.items() if types & wanted), "individuals")
        module.entries.append(Entry(subject, kind, name, {p: list(v) for p, v in statements.items()}))
    order = list(KINDS)
    module.entries.sort(key=lambda e: (order.index(e.kind), e.iri))
    return module


def _connect(
    module: Module,
    said: Mapping[str, Mapping[str, list[Term]]],
    modules: Mapping[str, Module],
    home: Mapping[str, str],
) -> None:
    imported = {t.value.removeprefix(_ONTOLOGY) for t in module.said.get(OWL + "imports", ())}
    module.imports = sorted((n for n in imported if n in modules), key=_by_place)
    named: dict[str, set[str]] = defaultdict(set)
    for subject, statements in said.items():
        for predicate, values in statements.items():
            for one in (subject, predicate, *(v.value for v in values if v.kind == "iri")):
                if (place := home.get(one)) is not None and place != module.name:
                    named[place].add(one)
            if predicate in _ALIGNING and subject.startswith(BASE):
                module.alignments += [
                    (subject, predicate, v.value)
                    for v in values
                    if v.kind == "iri" and not v.value.startswith(BASE) and module.is_alignment
                ]
    module.uses = dict(
        sorted(Counter({p: len(t) for p, t in named.items()}).items(), key=lambda i: _by_place(i[0]))
    )
    module.alignments.sort()


def _look_back(modules: Mapping[str, Module]) -> None:
    """Notes at each term which others name it, and what the alignments say of it."""
    entries = {e.iri: e for m in modules.values() for e in m.entries}
    for entry in list(entries.values()):
        for predicate, values in entry.said.items():
            for value in values:
                if value.kind == "iri" and value.value in entries and value.value != entry.iri:
                    entries[value.value].back.setdefault(predicate, []).append(entry.iri)
    for module in modules.values():
        for subject, predicate, other in module.alignments:
            if subject in entries and module.is_alignment:
                entries[subject].said.setdefault("alignment", []).append(Term("iri", other, lang=predicate))
    for entry in entries.values():
        for listed in entry.back.values():
            listed.sort()
