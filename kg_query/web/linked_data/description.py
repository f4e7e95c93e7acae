"""What the graph says of one thing: a concise bounded description, and what points at the thing.

The description holds the statements about the thing, those about its blank nodes, the statements
that point at it (at most `INCOMING`), each with the graph it stands in, and the labels of all that
is mentioned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ...terms import RDF

__all__ = ["Description", "Label", "Pointing", "Statement", "Term", "iri", "term_of"]


class Term(NamedTuple):
    """A node of the graph: kind "iri", "blank" or "literal"; of a literal, language or datatype IRI."""

    kind: str
    value: str
    lang: str = ""
    datatype: str = ""


class Statement(NamedTuple):
    """A triple and the name of the graph it stands in."""

    subject: Term
    predicate: str
    object: Term
    graph: str


class Pointing(NamedTuple):
    """That something points at the thing: from `subject`, by `predicate`.

    `indirect` where blank nodes lie between the two; `predicate` is then the first on the way.
    """

    subject: str
    predicate: str
    graph: str
    indirect: bool


class Label(NamedTuple):
    """What a thing is called, and the property that says so."""

    predicate: str
    term: Term

    @property
    def value(self) -> str:
        """The words."""
        return self.term.value

    @property
    def lang(self) -> str:
        """Their language, "" where none is said."""
        return self.term.lang


@dataclass(frozen=True, slots=True)
class Description:
    """What the graph says of one thing.

    Attributes:
        iri: the thing.
        statements: those with the thing, one of its blank nodes or one of its parts as subject; a part
            is what has the IRI of the thing with a fragment.
        pointing: what points at the thing.
        labels: of the IRIs mentioned.
        cut: are there statements that were left out?
        pointing_cut: are there more that point at it?
    """

    iri: str
    statements: tuple[Statement, ...]
    pointing: tuple[Pointing, ...]
    labels: Mapping[str, tuple[Label, ...]] = field(default_factory=dict)
    cut: bool = False
    pointing_cut: bool = False

    def objects(self, predicate: str) -> Iterator[Term]:
        """The objects of the thing's own statements with a predicate."""
        return (s.object for s in self.statements if s.predicate == predicate and s.subject.value == self.iri)

    @property
    def parts(self) -> dict[str, list[Statement]]:
        """The statements about parts, by the fragment of each."""
        found: dict[str, list[Statement]] = {}
        for s in self.statements:
            if s.subject.kind == "iri" and s.subject.value != self.iri:
                found.setdefault(s.subject.value.partition("#")[2], []).append(s)
        return found

    @property
    def types(self) -> tuple[str, ...]:
        """The classes that the thing is said to belong to, by name."""
        return tuple(dict.fromkeys(sorted(o.value for o in self.objects(RDF + "type") if o.kind == "iri")))

    def mentioned(self) -> list[str]:
        """The IRIs that occur, the thing first, without the names of graphs."""
        found = {self.iri: None}
        for s in self.statements:
            found[s.predicate] = None
            for term in (s.subject, s.object):
                if term.kind == "iri":
                    found[term.value] = None
        for p in self.pointing:
            found[p.predicate] = None
            found[p.subject] = None
        return list(found)


def iri(value: str) -> Term:
    """The term of an IRI."""
    return Term("iri", value)


def term_of(cell: Mapping[str, Any]) -> Term:
    """The term of a cell of SPARQL 1.1 Query Results JSON (§3.2.2)."""
    kind, value = cell["type"], str(cell["value"])
    if kind == "uri":
        return Term("iri", value)
    if kind == "bnode":
        return Term("blank", value)
    return Term("literal", value, str(cell.get("xml:lang", "")), str(cell.get("datatype", "")))
