"""Ids of the law in the words of the reader, for the pages that compare; and long lists page by page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from kg_query import terms
from kg_query.compare.pages import family_name
from kg_query.compare.pages.page import EFFECTS
from kg_query.proof.notes import named
from kg_query.wording.citation import cite, cite_list, regulation_name, short_name
from kg_query.wording.messages import listed, say

from .named import page_of

if TYPE_CHECKING:
    from kg_query.corpus import Corpus

__all__ = ["Names", "paged"]


class Names:
    """What the pages call the things that answers name by their ids, in one language.

    Attributes:
        corpus: the compiled law.
        lang: "zh" or "en".
        word: a sentence or a word of the report on the same comparison, by its key.
    """

    def __init__(self, corpus: Corpus, lang: str) -> None:
        self.corpus, self.lang = corpus, lang
        self.word = partial(say, lang=lang)
        self._cited: dict[str, str] = {}
        self._found: dict[tuple[str, str], str] = {}

    @staticmethod
    @lru_cache(maxsize=4)
    def of(corpus: Corpus, lang: str) -> Names:
        """The words for a language, the same each time: a page names the same clauses again and again."""
        return Names(corpus, lang)

    def say(self, zh: str, en: str) -> str:
        """The one of two wordings that the reader reads."""
        return en if self.lang == "en" else zh

    def short(self, slug: str) -> str:
        """What tables call a regulation."""
        return short_name(self.corpus.regulations[slug], self.lang)

    def full(self, slug: str) -> str:
        """The name of a regulation."""
        return regulation_name(self.corpus.regulations[slug], self.lang)

    def pair(self, slugs: Iterable[str]) -> str:
        """What tables call two regulations."""
        return " – ".join(map(self.short, slugs))

    def regulation(self, provision: str) -> str:
        """The slug of the regulation in which a clause stands."""
        return self.corpus.provisions[provision].regulation

    def cite(self, provision: str) -> str:
        """The number of a clause in words."""
        if (known := self._cited.get(provision)) is None:
            known = self._cited[provision] = cite(self.corpus, provision, self.lang)
        return known

    def at(self, identifier: str) -> str:
        """The page of a regulation, a clause or a norm."""
        return page_of(terms.ID + identifier)

    def at_ground(self, ground: str) -> str:
        """The page of a ground."""
        return page_of(terms.GROUND + ground)

    def quoted(self, provision: str) -> dict[str, str] | None:
        """The words of a clause; None where it has none of its own."""
        text = self.corpus.provisions[provision].text
        return text.to_json() if text else None

    def ground(self, ground: str) -> str:
        """The name of a ground."""
        return self.corpus.grounds[ground].label.in_(self.lang)

    def finding(self, ground: str, status: str) -> str:
        """A finding in words: the ground, or that it is refuted."""
        if (known := self._found.get((ground, status))) is None:
            keys = {"refuted": "grounds.refuted", "unknown": "case.unknown"}
            label = self.corpus.grounds[ground].label
            key = keys.get(status, "grounds.established")
            known = self._found[ground, status] = say(key, self.lang, ground=label)
        return known

    def leaf(self, leaf: str | Mapping[str, str]) -> str:
        """A finding as the matrix writes it: a ground, or `{"not": ground}`."""
        return (
            self.finding(leaf, "established")
            if isinstance(leaf, str)
            else self.finding(leaf["not"], "refuted")
        )

    def places(self, provisions: Iterable[str]) -> str:
        """The numbers of some clauses as a list in a sentence."""
        return listed(cite_list(self.corpus, provisions), self.lang)

    def every(self, words: Iterable[str]) -> str:
        """Some words as a list in a sentence."""
        return listed(list(words), self.lang)

    def family(self, family: str) -> str:
        """The name of a family of grounds."""
        return family_name(self.corpus, family, self.lang)

    def outcome(self, outcome: str) -> str:
        """The name of an outcome, of no rule that applies, or of a conflict."""
        from kg_query.proof.lacking import outcome_name

        return outcome_name(self.corpus, outcome).in_(self.lang)

    def tone(self, outcome: str) -> str:
        """How the chip of an outcome is coloured: good, mild, bad, or not at all."""
        found = self.corpus.outcomes.get(outcome)
        tone = EFFECTS.get(found.effect) if found else "muted"
        return {"good": "good", "mild": "mild", "warn": "bad", "bad": "bad"}.get(tone or "", "")

    def body(self, codes: Iterable[str]) -> str:
        """Who acts: the names of roles and bodies."""
        return listed([named(self.corpus, one, "role", "body") for one in codes], self.lang) or self.word(
            "procedure.nobody"
        )

    def concept(self, code: str, scheme: str) -> str:
        """The name of a concept of a scheme of the vocabulary."""
        return named(self.corpus, code, scheme).in_(self.lang)


def paged(rows: Sequence[Any], page: str | None, size: int) -> dict[str, Any]:
    """One page of a list: `{"rows", "page", "pages", "first", "last", "total"}`; the nearest where there is none such.

    >>> paged("abcde", "2", 2)["rows"], paged("abcde", "99", 2)["page"], paged("", None, 2)["pages"]
    ('cd', 3, 1)
    """
    pages = max(1, -(-len(rows) // size))
    number = int(page) if page and page.isdecimal() and len(page) < 9 else 1
    number = max(1, min(number, pages))
    some = rows[(number - 1) * size : number * size]
    first = (number - 1) * size
    return {
        "rows": some,
        "page": number,
        "pages": pages,
        "first": first + 1 if some else 0,
        "last": first + len(some),
        "total": len(rows),
    }
