"""What the pages of a comparison have in common: their words, the names of regulations, columns, tones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from ...reports.documents.model import Column, Tone
from ...wording.citation import short_name
from ...wording.messages import say

if TYPE_CHECKING:
    from ...corpus import Corpus

__all__ = ["EFFECTS", "Page"]

V = TypeVar("V")

#: What an outcome comes to for the person, as a tone.
EFFECTS: dict[str | None, Tone] = {
    "full_relief": "good",
    "conditional_relief": "good",
    "lighter_treatment": "mild",
    "bar": "warn",
    "liability": "bad",
    None: "muted",
}


class Page(Generic[V]):
    """A part of a comparison in one language; `words` is how the keys of its sentences begin.

    Attributes:
        corpus: the compiled law.
        value: the part's value.
        lang: "zh" or "en".
    """

    words: ClassVar[str]

    def __init__(self, corpus: Corpus, value: V, lang: str) -> None:
        self.corpus, self.value, self.lang = corpus, value, lang

    def say(self, key: str, **values: Any) -> str:
        """A sentence of the page."""
        return say(f"{self.words}.{key}", self.lang, **values)

    def short(self, slug: str) -> str:
        """What tables call a regulation."""
        return short_name(self.corpus.regulations[slug], self.lang)

    def column(self, key: str, width: float = 1.0) -> Column:
        """A column with the title that the page has for its key."""
        return Column(key, self.say(f"column.{key}"), width)
