"""Two clauses side by side, and two titles: the values that a comparison of clauses is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from .words import changes

if TYPE_CHECKING:
    from ..reports.documents.model import Marked
    from .norm_pairs import NormPair
    from .units import Role

__all__ = ["ALIKE", "LEAST", "ClausePair", "Place", "TitlePair", "Wording"]

#: From which similarity on two clauses are shown as a pair, and from which their words count as nearly the same.
LEAST, ALIKE = 0.4, 0.6

Wording = Literal["same", "marks", "near", "akin", "different"]
"""The same words; the same but for marks; nearly the same (similarity from `ALIKE` on); much in common (from
`LEAST` on); other words."""

Place = Literal["same", "renumbered", "moved"]
"""The same number; another number in the same order; another order. None for texts that are not nearly the same."""


@dataclass(frozen=True, slots=True)
class ClausePair:
    """Two clauses of two regulations, or two articles as wholes.

    Attributes:
        a, b: their ids; the differences lead from a to b.
        role: "clause", "opening" (the words before a list) or "article" (with all below it).
        similarity: of the Chinese words, from 0 to 1 (`kg_query.compare.words.similarity`).
        wording: how alike the words are.
        closest: each is the other's most similar one in that regulation.
        place: whether the number or the order is another one; None where the texts are not nearly the same.
        norms: how the norms of the one relate to those of the other, the nearest first.
        zh, en: the differences in Chinese (the law) and in English (our translation).
        emended: the units in which a difference lies within a corrected misprint.
        lost: the units of which text is lost.
        within: of articles, the pairs of clauses inside both.
        only_a, only_b: of articles, the clauses inside one that have no counterpart in the other.
    """

    a: str
    b: str
    role: Role
    similarity: float
    wording: Wording
    closest: bool
    place: Place | None
    norms: tuple[NormPair, ...]
    zh: Marked
    en: Marked
    emended: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    within: tuple[tuple[str, str], ...] = ()
    only_a: tuple[str, ...] = ()
    only_b: tuple[str, ...] = ()

    @property
    def law(self) -> NormPair | None:
        """The nearest of the relations between the norms; None where there is nothing to relate."""
        return self.norms[0] if self.norms else None

    @property
    def other_law(self) -> bool:
        """True where the words are nearly the same and the law is not."""
        return (
            self.wording in ("same", "marks", "near") and self.law is not None and self.law.same_law is False
        )

    def to_json(self) -> dict[str, Any]:
        """The pair as plain JSON data."""
        data: dict[str, Any] = {
            "a": self.a,
            "b": self.b,
            "role": self.role,
            "similarity": round(self.similarity, 3),
            "wording": self.wording,
            "closest": self.closest,
            "place": self.place,
            "changes": {
                "zh": [list(c) for c in changes(self.zh)],
                "en": [list(c) for c in changes(self.en)],
            },
            "runs": {
                "zh": [[r.mark, r.text] for r in self.zh.runs],
                "en": [[r.mark, r.text] for r in self.en.runs],
            },
            "norms": [n.to_json() for n in self.norms],
            "alike_in_words_other_in_law": self.other_law,
            "difference_in_emended_text": list(self.emended),
            "text_lost": list(self.lost),
        }
        if self.role == "article":
            data["within"] = [list(p) for p in self.within]
            data["only_a"], data["only_b"] = list(self.only_a), list(self.only_b)
        return data


@dataclass(frozen=True, slots=True)
class TitlePair:
    """The titles of two regulations and their differences."""

    a: str
    b: str
    similarity: float
    zh: Marked
    en: Marked

    def to_json(self) -> dict[str, Any]:
        """The pair as plain JSON data."""
        return {
            "a": self.a,
            "b": self.b,
            "similarity": round(self.similarity, 3),
            "changes": {
                "zh": [list(c) for c in changes(self.zh)],
                "en": [list(c) for c in changes(self.en)],
            },
        }
