"""The pages of the vocabulary and of its modules, in one language each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...corpus import Corpus
from ...terms import DCTERMS, LAW, OWL, RDF, RDFS, SKOS
from .addresses import Addresses
from .page import Value, Writer
from .shown import Name, Names, curie
from .vocabulary import KINDS, Entry, Module, Vocabulary
from .words import count

__all__ = ["ModuleView", "TermView", "views", "writer_of"]

#: What is said of a term, in the order that it is read in: word of these pages → property.
_TEXTS = (
    ("scope_note", SKOS + "scopeNote"), ("note", SKOS + "note"), ("note", SKOS + "changeNote"),
    ("note", RDFS + "comment"), ("example", SKOS + "example"),
)  # fmt: skip
_LINKS = (
    ("super_class", RDFS + "subClassOf"), ("super_property", RDFS + "subPropertyOf"),
    ("domain", RDFS + "domain"), ("range", RDFS + "range"), ("inverse", OWL + "inverseOf"),
    ("equivalent", OWL + "equivalentClass"), ("equivalent", OWL + "equivalentProperty"),
    ("disjoint", OWL + "disjointWith"), ("scheme", SKOS + "inScheme"), ("source", DCTERMS + "source"),
)  # fmt: skip
_BACK = (
    ("sub_class", RDFS + "subClassOf"), ("sub_property", RDFS + "subPropertyOf"),
    ("in_domain_of", RDFS + "domain"), ("in_range_of", RDFS + "range"), ("inverse", OWL + "inverseOf"),
)  # fmt: skip
_DECLARED = frozenset(t for wanted in KINDS.values() for t in wanted) | {
    OWL + "NamedIndividual", SKOS + "Concept",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TermView:
    """A term as its page shows it: rows of (word, texts) and (word, links)."""

    anchor: str
    iri: str
    code: str
    name: Name
    definitions: tuple[Name, ...]
    texts: tuple[tuple[str, tuple[Name, ...]], ...]
    links: tuple[tuple[str, tuple[Value, ...]], ...]
    counts: tuple[tuple[str, str], ...]
    module: str
    own: bool


@dataclass(frozen=True, slots=True)
class ModuleView:
    """A module as its page shows it."""

    name: str
    title: Name
    description: tuple[Name, ...]
    link: Value
    version: str
    created: str
    uses: tuple[tuple[Value, int], ...]
    used_by: tuple[Value, ...]
    sections: tuple[tuple[str, tuple[TermView, ...]], ...]
    alignments: tuple[tuple[Value, Value, Value], ...]
    is_alignment: bool
    source: Value
    terms: int


def writer_of(vocabulary: Vocabulary, corpus: Corpus, addresses: Addresses, lang: str, asked: str) -> Writer:
    """Writes links in a language, with the labels of the vocabulary."""
    return Writer(Names(corpus, vocabulary.labels, lang), addresses, asked)


def views(vocabulary: Vocabulary, writer: Writer, graph_of: str) -> list[ModuleView]:
    """All modules, those of alignments last.

    Args:
        vocabulary: what the graphs say.
        writer: for one language; a text in another is taken only where there is none in it.
        graph_of: what the names of the modules' graphs begin with.
    """
    return [_module(m, vocabulary, writer, graph_of) for m in vocabulary.modules.values()]


def _module(module: Module, vocabulary: Vocabulary, writer: Writer, graph_of: str) -> ModuleView:
    def plain(predicate: str) -> str:
        return next((t.value for t in module.said.get(predicate, ()) if t.kind == "literal"), "")

    used_by = [m for m in vocabulary.modules.values() if module.name in m.uses]
    sections = tuple(
        (kind, tuple(_term(e, vocabulary, writer) for e in found))
        for kind in KINDS
        if (found := module.of_kind(kind))
    )
    return ModuleView(
        name=module.name,
        title=writer.names.of(module.iri),
        description=_texts(module.said.get(DCTERMS + "description", ()), writer.names.lang),
        link=writer.link(module.iri),
        version=plain(OWL + "versionInfo"),
        created=plain(DCTERMS + "created"),
        uses=tuple((writer.link(vocabulary.modules[n].iri), number) for n, number in module.uses.items()),
        used_by=tuple(writer.link(m.iri) for m in used_by),
        sections=sections,
        alignments=tuple((writer.link(s), writer.link(p), writer.link(o)) for s, p, o in module.alignments),
        is_alignment=module.is_alignment,
        source=writer.link(f"{graph_of}{module.name}.ttl"),
        terms=len(module.entries),
    )


def _term(entry: Entry, vocabulary: Vocabulary, writer: Writer) -> TermView:
    lang = writer.names.lang
    texts = [(word, _texts(entry.texts(p), lang)) for word, p in _TEXTS]
    links = [(word, tuple(map(writer.link, entry.links(p)))) for word, p in _LINKS]
    links += [(word, tuple(map(writer.link, entry.back.get(p, ())))) for word, p in _BACK]
    types = [t for t in entry.links(RDF + "type") if t not in _DECLARED]
    word = "characteristics" if entry.kind.endswith("properties") else "type"
    links.insert(0, (word, tuple(map(writer.link, types))))
    links.append(("alignments_of", tuple(writer.link(t.value) for t in entry.said.get("alignment", ()))))
    counts = []
    if entry.kind == "classes" and (members := vocabulary.members.get(entry.iri)):
        counts.append(("instances", f"{members:,}"))
    if entry.kind.endswith("properties") and (uses := vocabulary.uses.get(entry.iri)):
        counts.append(("used", count("times", lang, uses)))
    return TermView(
        anchor=entry.anchor,
        iri=entry.iri,
        code=("law:" + entry.iri[len(LAW) :]) if entry.iri.startswith(LAW) else curie(entry.iri),
        name=writer.names.of(entry.iri),
        definitions=_texts(entry.texts(SKOS + "definition"), lang),
        texts=tuple((w, t) for w, t in texts if t),
        links=tuple((w, found) for w, found in links if found),
        counts=tuple(counts),
        module=entry.module,
        own=entry.iri.startswith(LAW),
    )


def _texts(terms: Any, lang: str) -> tuple[Name, ...]:
    """The texts in a language and those in none; where there are none, those in another, marked."""
    literals = [t for t in terms if t.kind == "literal"]
    mine = [t for t in literals if not t.lang or t.lang.casefold().partition("-")[0] == lang]
    return tuple(Name(t.value, t.lang, not mine) for t in sorted(set(mine or literals)))
