"""What the ids in answers are called, and where they are to be read, in the language of the reader."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg_query import terms
from kg_query.corpus import Corpus
from kg_query.wording.citation import cite, regulation_name, short_name

from ..linked_data.addresses import encoded

__all__ = ["Named", "Said", "page_of"]

#: Columns of answers whose codes have a name of their own: the column → the schemes that they may be of.
_SCHEMES: dict[str, tuple[str, ...]] = {
    "modality": ("modality",), "role": ("role", "body"), "body": ("body",), "decider": ("body", "role"),
    "who": ("body", "role"), "topic": ("topic",), "effect": ("effect",), "wording": ("wording",),
    "relation": ("ground-relation", "relation"), "cases": ("relation", "ground-relation"), "kind": ("kind", "divergence"),
    "state": ("state",), "part": ("part",), "unit": ("unit",), "certainty": ("certainty",), "bearer": ("body", "role"), "actor": ("body", "role"),
}  # fmt: skip
_OUTCOMES = ("outcome", "relief", "liability", "follows", "consequence")


@dataclass(frozen=True, slots=True)
class Said:
    """A value in words; `path` is the page that says more, "" where there is none; `id` what it stands for."""

    text: str
    path: str = ""
    id: str = ""
    number: bool = False


@lru_cache(maxsize=8192)
def page_of(iri: str) -> str:
    """The path of the page of an IRI of ours, below the root of the service; "" for any other.

    >>> page_of("https://w3id.org/kg-query/id/nanmu/art_9"), page_of("https://example.org/")
    ('/id/nanmu/art_9.html', '')
    """
    if not iri.startswith(terms.BASE) or "#" in iri:
        return ""
    return "/" + encoded(iri[len(terms.BASE) :]) + ".html"


@dataclass(frozen=True, slots=True)
class Named:
    """The names of a graph.

    Attributes:
        corpus: the law.
        lang: "zh" or "en".
    """

    corpus: Corpus
    lang: str

    def regulation(self, slug: str, full: bool = False) -> Said:
        """A regulation by its short name, or by its title."""
        one = self.corpus.regulations[slug]
        return Said((regulation_name if full else short_name)(one, self.lang), page_of(terms.ID + slug), slug)

    def clause(self, unit: str, full: bool = False) -> Said:
        """A provision as it is cited."""
        return Said(cite(self.corpus, unit, self.lang, full=full), page_of(terms.ID + unit), unit)

    def clause_in(self, unit: str) -> Said:
        """A provision as it is cited, after the short name of its regulation."""
        slug = self.corpus.provisions[unit].regulation
        short = short_name(self.corpus.regulations[slug], self.lang)
        return Said(f"{short} · {cite(self.corpus, unit, self.lang)}", page_of(terms.ID + unit), unit)

    def ground(self, code: str) -> Said:
        """A ground by its label."""
        return Said(self.corpus.grounds[code].label.in_(self.lang), page_of(terms.GROUND + code), code)

    def outcome(self, code: str) -> Said:
        """An outcome by its label."""
        return Said(self.corpus.outcomes[code].label.in_(self.lang), page_of(terms.OUTCOME + code), code)

    def id(self, identifier: str) -> Said | None:
        """Whatever has this id: a regulation, provision, norm, reading or ground; None for nothing."""
        corpus = self.corpus
        if identifier in corpus.regulations:
            return self.regulation(identifier)
        if identifier in corpus.provisions:
            return self.clause_in(identifier)
        if identifier in corpus.grounds:
            return self.ground(identifier)
        if (norm := corpus.norms.get(identifier)) is not None and norm.provision in corpus.provisions:
            where = self.clause_in(norm.provision).text
            return Said(where, page_of(terms.ID + identifier), identifier)
        if identifier in corpus.facts or identifier in corpus.readings or identifier in corpus.deadlines:
            return Said(identifier, page_of(terms.ID + identifier), identifier)
        return None

    def cell(self, column: str, value: Any) -> Said:
        """A value of an answer's table."""
        if value is None or value == "":
            return Said("")
        if isinstance(value, bool):
            return Said({"zh": ("否", "是"), "en": ("no", "yes")}[self.lang][value])
        if isinstance(value, (int, float)):
            return Said(
                f"{value:,}" if isinstance(value, int) and abs(value) > 9999 else str(value), number=True
            )
        text = str(value)
        if column.startswith(_OUTCOMES) and text in self.corpus.outcomes:
            return self.outcome(text)
        if column == "law" and (cited := self.corpus.concepts.get("law", {}).get(text)) is not None:
            return Said(cited.label.in_(self.lang), page_of(terms.CITED + text), text)
        for scheme in _SCHEMES.get(column, ()):
            if (concept := self.corpus.concepts.get(scheme, {}).get(text)) is not None:
                return Said(concept.label.in_(self.lang), "", text)
        return self.id(text) or Said(text)
