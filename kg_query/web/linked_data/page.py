"""The page of a thing, as data: a template only writes it down.

Statements are put together by property, with the graphs they stand in as numbers; blank nodes and
RDF collections are shown inside the statement they belong to; what refers to the thing is put
together by the property it refers by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ...corpus import Corpus
from ...terms import BASE, DCTERMS, GRAPH, ID, LAW, RDF, RDFS, SKOS, XSD, short
from .addresses import Addresses, safe_href
from .description import Description, Statement, Term
from .shown import Name, Names, by_number

__all__ = ["Crumb", "Group", "Page", "Property", "Value", "Writer", "page_of"]

#: Of what refers to the thing by one property, so many are listed; so many without unfolding.
LISTED, OPEN = 100, 12
#: What an inferred graph is called in the dataset.
INFERRED = GRAPH + "inferred"

_FIRST = (
    RDFS + "label", SKOS + "prefLabel", DCTERMS + "title", LAW + "text", SKOS + "definition", LAW + "summary", RDFS + "comment", DCTERMS + "description",
    SKOS + "scopeNote", SKOS + "note",
)  # fmt: skip
_LAST = (DCTERMS + "source", SKOS + "inScheme", RDFS + "isDefinedBy")


@dataclass(frozen=True, slots=True)
class Value:
    """One value: a link, a literal, a list of values, or a blank node with properties of its own.

    Attributes:
        kind: "link", "text", "list" or "node".
        name: of a link.
        href: of a link, where a browser may follow it.
        iri: of a link.
        own: is the link to something of ours?
        text, lang, datatype: of a literal.
        graphs: numbers of the graphs that the statement stands in.
        inferred: does it stand only in the graph of what is inferred?
    """

    kind: str
    name: Name | None = None
    href: str = ""
    iri: str = ""
    own: bool = False
    text: str = ""
    lang: str = ""
    datatype: str = ""
    items: tuple[Value, ...] = ()
    properties: tuple[Property, ...] = ()
    graphs: tuple[int, ...] = ()
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Property:
    """A property and its values."""

    link: Value
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What refers to the thing by one property: those listed, and how many there are.

    `indirect` where it does so over blank nodes.
    """

    link: Value
    count: int
    items: tuple[Value, ...]
    indirect: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the way to the thing; the last has no address."""

    name: Name
    href: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a thing."""

    iri: str
    id: str
    name: Name
    types: tuple[Value, ...]
    crumbs: tuple[Crumb, ...]
    properties: tuple[Property, ...]
    parts: tuple[tuple[str, Name, tuple[Property, ...]], ...]
    groups: tuple[Group, ...]
    graphs: tuple[Value, ...]
    twins: Mapping[str, str]
    cut: bool
    pointing_cut: bool


@dataclass(slots=True)
class Writer:
    """Writes terms as values of a page, and numbers the graphs as they are met.

    Attributes:
        names: what IRIs are called.
        addresses: where this service stands.
        lang: the language to ask linked pages for; "" where the reader's own preference decides.
        graphs: name of a graph → its number.
    """

    names: Names
    addresses: Addresses
    lang: str = ""
    graphs: dict[str, int] = field(default_factory=dict)

    def link(self, iri: str, full: bool = False) -> Value:
        """A link to the page of something of ours, or to a place elsewhere."""
        own = self.addresses.twin(iri, "html", self.lang)
        return Value(
            "link", name=self.names.of(iri, full), href=safe_href(own or iri), iri=iri, own=own is not None
        )

    def number(self, graph: str) -> int:
        """The number that a graph has on this page."""
        return self.graphs.setdefault(graph, len(self.graphs) + 1)

    def value(self, term: Term, below: Mapping[str, list[Statement]], above: tuple[str, ...] = ()) -> Value:
        """A term as a value; of a blank node, what is said of it, unless it is on the way `above`."""
        if term.kind == "iri":
            return self.link(term.value)
        if term.kind == "literal":
            plain = not term.datatype or term.datatype in (XSD + "string", RDF + "langString")
            datatype = "" if plain else short(term.datatype).rpartition("#")[2] or term.datatype
            return Value("text", text=term.value, lang=term.lang, datatype=datatype)
        rows = below.get(term.value, [])
        if term.value in above or len(above) > 60:
            return Value("text", text="…")
        way = (*above, term.value)
        if any(s.predicate == RDF + "first" for s in rows):
            return Value("list", items=tuple(self._members(term.value, below, way)))
        return Value("node", properties=self.properties(rows, below, way))

    def _members(
        self, node: str, below: Mapping[str, list[Statement]], way: tuple[str, ...]
    ) -> Iterable[Value]:
        seen: set[str] = set()
        while node not in seen:
            seen.add(node)
            rows = below.get(node, [])
            yield from (
                self.value(s.object, below, (*way, node)) for s in rows if s.predicate == RDF + "first"
            )
            node = next((s.object.value for s in rows if s.predicate == RDF + "rest"), node)

    def properties(
        self, rows: Iterable[Statement], below: Mapping[str, list[Statement]], way: tuple[str, ...] = ()
    ) -> tuple[Property, ...]:
        """Statements put together by property, texts first, then links, then technical values."""
        found: dict[str, dict[Term, list[str]]] = {}
        for s in rows:
            found.setdefault(s.predicate, {}).setdefault(s.object, []).append(s.graph)
        made = []
        for predicate in sorted(found, key=lambda p: self._place(p, found[p])):
            values = []
            for term, graphs in sorted(found[predicate].items(), key=lambda i: self._order(i[0])):
                value = self.value(term, below, way)
                if not way:  # inside a blank node all statements stand in the same graph
                    value = replace(
                        value,
                        graphs=tuple(sorted(self.number(g) for g in graphs)),
                        inferred=all(g == INFERRED for g in graphs),
                    )
                values.append(value)
            made.append(Property(self.link(predicate), tuple(values)))
        return tuple(made)

    def _place(self, predicate: str, values: Iterable[Term]) -> tuple[int, int, str]:
        if predicate in _FIRST:
            return 0, _FIRST.index(predicate), predicate
        if predicate in _LAST:
            return 4, _LAST.index(predicate), predicate
        kinds = {("words" if t.lang else t.kind) for t in values}
        rank = 1 if "words" in kinds else 2 if kinds & {"iri", "blank"} else 3
        return rank, 0, self.names.of(predicate).text

    def _order(self, term: Term) -> tuple[bool, object, str]:
        mine = term.lang.partition("-")[0] == self.names.lang
        return not mine, by_number(short(term.value)), term.lang


def page_of(
    description: Description, corpus: Corpus, addresses: Addresses, lang: str, asked: str = ""
) -> Page:
    """The page of a thing.

    Args:
        description: what the graph says.
        corpus: the compiled law, which cites units.
        addresses: where this service stands.
        lang: the language of the page, "zh" or "en".
        asked: the language that the address asked for, "" where it asked for none: links keep it.
    """
    writer = Writer(Names(corpus, description.labels, lang), addresses, asked)
    below: dict[str, list[Statement]] = {}
    for s in description.statements:
        if s.subject.kind == "blank":
            below.setdefault(s.subject.value, []).append(s)
    own = [s for s in description.statements if s.subject.value == description.iri]
    properties = writer.properties((s for s in own if s.predicate != RDF + "type"), below)
    types = tuple(
        writer.link(t) for t in sorted(description.types, key=lambda t: (not t.startswith(BASE), t))
    )
    for s in own:
        if s.predicate == RDF + "type":
            writer.number(s.graph)
    parts = tuple(
        (fragment, writer.names.of(f"{description.iri}#{fragment}"), writer.properties(rows, below))
        for fragment, rows in description.parts.items()
    )
    groups = tuple(_groups(description, writer))
    return Page(
        iri=description.iri,
        id=short(description.iri),
        name=writer.names.of(description.iri, full=True),
        types=types,
        crumbs=_crumbs(description.iri, corpus, writer),
        properties=properties,
        parts=parts,
        groups=groups,
        graphs=tuple(writer.link(g) for g in writer.graphs),
        twins={
            s: addresses.twin(description.iri, s) or ""
            for s in ("html", "ttl", "jsonld", "json", "nt", "rdf")
        },
        cut=description.cut,
        pointing_cut=description.pointing_cut,
    )


def _groups(description: Description, writer: Writer) -> Iterable[Group]:
    found: dict[tuple[bool, str], dict[str, list[str]]] = {}
    for p in description.pointing:
        found.setdefault((p.indirect, p.predicate), {}).setdefault(p.subject, []).append(p.graph)
    for (indirect, predicate), subjects in sorted(
        found.items(), key=lambda i: (i[0][0], writer.names.of(i[0][1]).text)
    ):
        listed = sorted(subjects, key=by_number)[:LISTED]
        items = tuple(
            replace(
                writer.link(s),
                graphs=tuple(sorted({writer.number(g) for g in subjects[s]})),
                inferred=all(g == INFERRED for g in subjects[s]),
            )
            for s in listed
        )
        yield Group(writer.link(predicate), len(subjects), items, indirect, len(subjects) <= OPEN)


def _crumbs(iri: str, corpus: Corpus, writer: Writer) -> tuple[Crumb, ...]:
    """The way to a thing: the regulation and the units it lies in, or the vocabulary it belongs to."""
    way: list[str] = []
    if iri.startswith(ID):
        slug, slash, rest = iri[len(ID) :].partition("/")
        if slash and slug in corpus.regulations:
            way.append(ID + slug)
            if slug + "/" + rest in corpus.provisions:
                way += [ID + above.id for above in reversed(list(corpus.ancestors(slug + "/" + rest)))]
    crumbs = [Crumb(link.name, link.href) for link in map(writer.link, way) if link.name]
    return (*crumbs, Crumb(writer.names.of(iri)))
