"""Names and values as a page shows them: in the reader's language, harmless, and not too long."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from ...corpus import Corpus
from ...terms import BASE, GRAPH, ID, PREFIXES, short
from ...wording.citation import cite, place, regulation_name, short_name
from .decisions import decision
from .description import Label
from .words import PROPERTY_NAMES

__all__ = ["Name", "Names", "Piece", "bdi", "best", "by_number", "curie", "pieces", "plain", "tag"]

#: Characters of a literal that a page shows; the data have all of it.
SHOWN = 6000
#: Controls, and the marks that turn the direction of writing or cannot be seen.
_HIDDEN = re.compile(
    "\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)
_DECISIONS = BASE + "decisions/"
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


class Name(NamedTuple):
    """What something is called: words, their language tag, and whether that is another than asked for."""

    text: str
    lang: str
    fallback: bool


class Piece(NamedTuple):
    """A stretch of text; `control` where it stands for a character that could not be seen."""

    text: str
    control: bool


def tag(lang: str) -> str:
    """The value of the attribute `lang` for a language tag of the data; "" for what is none.

    >>> tag("zh"), tag("en"), tag("en-GB"), tag('x" onclick="')
    ('zh-CN', 'en', 'en-GB', '')
    """
    if lang == "zh":
        return "zh-CN"
    return lang if _TAG.fullmatch(lang) else ""


def pieces(text: str, limit: int = SHOWN) -> list[Piece]:
    """A text in pieces that are safe to show: what cannot be seen is written as ⟨U+202E⟩.

    >>> pieces("a\\u202eb")
    [Piece(text='a', control=False), Piece(text='⟨U+202E⟩', control=True), Piece(text='b', control=False)]
    """
    found, at, cut = [], 0, text[:limit]
    for match in _HIDDEN.finditer(cut):
        if match.start() > at:
            found.append(Piece(cut[at : match.start()], False))
        found.append(Piece(f"⟨U+{ord(match[0]):04X}⟩", True))
        at = match.end()
        if len(found) > 400:
            return found
    if cut[at:]:
        found.append(Piece(cut[at:], False))
    return found


def bdi(value: object, lang: str = "", limit: int = SHOWN, title: str = "") -> Markup:
    """A value as an element of its own, escaped, in which what cannot be seen is written out.

    An element of its own, so that marks that turn the direction of writing turn nothing beside it.

    Args:
        value: a text, or what is shown as one.
        lang: the language tag of the data, "" for none.
        limit: how many of its characters are shown.
        title: what characters that cannot be seen are called.

    >>> str(bdi("<b>\u202e", "en", title="hidden"))
    '<bdi lang="en">&lt;b&gt;<span class="control" title="hidden">⟨U+202E⟩</span></bdi>'
    """
    text = (value if isinstance(value, str) else str(value))[:limit]
    if _HIDDEN.search(text) is None:
        inner = str(escape(text))
    else:
        hidden = f'<span class="control" title="{escape(title)}">'
        inner = "".join(
            f"{hidden}{escape(piece.text)}</span>" if piece.control else str(escape(piece.text))
            for piece in pieces(text, limit)
        )
    said = f' lang="{escape(known)}"' if lang and (known := tag(lang)) else ""
    return Markup(f"<bdi{said}>{inner}</bdi>")  # every part of it is escaped


def plain(text: str, limit: int = 300) -> str:
    """A text for where no elements can stand, such as a title: what cannot be seen is written out.

    >>> plain("a\\u202eb")
    'a⟨U+202E⟩b'
    """
    return "".join(p.text for p in pieces(text, limit)) + ("…" if len(text) > limit else "")


def best(labels: tuple[Label, ...], lang: str) -> Name | None:
    """The label in a language; where there is none, one without language, else one in another.

    >>> from .description import Term
    >>> best((Label("p", Term("literal", "大", "zh")), Label("p", Term("literal", "big", "en"))), "en").text
    'big'
    """

    def rank(label: Label) -> tuple[int, str, str]:
        said = label.lang.casefold()
        near = said.partition("-")[0]
        order = (
            0 if said == lang else 1 if near == lang else 2 if not said else 3 if near in ("zh", "en") else 4
        )
        return order, said, label.value

    if not labels:
        return None
    chosen = min(labels, key=rank)
    near = chosen.lang.casefold().partition("-")[0]
    return Name(chosen.value, chosen.lang, bool(near) and near != lang)


@lru_cache(maxsize=4096)
def _digits(text: str) -> tuple[tuple[int, str], ...]:
    parts = re.split(r"(\d{1,12})", text)
    return tuple((int(p), "") if p.isascii() and p.isdigit() else (-1, p) for p in parts)


def by_number(text: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts art_9 before art_10."""
    return _digits(text)


def curie(iri: str) -> str:
    """The id of something of ours, a graph's file, or a name with its usual prefix.

    >>> curie("http://www.w3.org/2004/02/skos/core#Concept"), curie("https://w3id.org/kg-query/id/nanmu")
    ('skos:Concept', 'nanmu')
    >>> curie("https://w3id.org/kg-query/graph/data/nanmu/norms.ttl")
    'data/nanmu/norms.ttl'
    """
    if iri.startswith(BASE):
        return (short(iri) or iri).removeprefix(GRAPH).removeprefix(BASE)
    for prefix, namespace in PREFIXES.items():
        rest = iri[len(namespace) :]
        if iri.startswith(namespace) and rest and "/" not in rest:
            return f"{prefix}:{rest}"
    return iri


@dataclass(frozen=True, slots=True)
class Names:
    """What IRIs are called, in one language.

    Attributes:
        corpus: the compiled law: it cites units.
        labels: what the dataset calls the IRIs of a page.
        lang: "zh" or "en".
    """

    corpus: Corpus
    labels: Mapping[str, tuple[Label, ...]]
    lang: str

    def of(self, iri: str, full: bool = False) -> Name:
        """The name of an IRI: its citation, its label, or as a last resort its id.

        Args:
            full: a unit is cited with the whole name of its regulation, not the short one.
        """
        if iri.startswith(ID):
            name = iri[len(ID) :]
            if name in self.corpus.provisions:
                return Name(self._citation(name, full), self.lang, False)
            if name in self.corpus.regulations:
                regulation = self.corpus.regulations[name]
                called = regulation_name(regulation, self.lang) if full else short_name(regulation, self.lang)
                return Name(called, self.lang, False)
        found = best(self.labels.get(iri, ()), self.lang)
        if found is not None:
            return found
        if iri.startswith(_DECISIONS) and (record := decision(iri[len(_DECISIONS) :])) is not None:
            return Name(record.title, "en", self.lang != "en")
        if iri in PROPERTY_NAMES:
            return Name(PROPERTY_NAMES[iri].in_(self.lang), self.lang, False)
        return Name(curie(iri), "", False)

    def _citation(self, unit: str, full: bool) -> str:
        if full:
            return cite(self.corpus, unit, self.lang, full=True)
        one = self.corpus.provisions[unit]
        numbers = {above.id: above.number for above in self.corpus.ancestors(unit)}
        regulation = short_name(self.corpus.regulations[one.regulation], self.lang)
        where = place(one, self.lang, numbers)
        return f"{regulation}{where}" if self.lang == "zh" else f"{regulation}, {where}"
