"""A text in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Lang", "Text"]

Lang = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Chinese and English. A missing language falls back to the other one.

    >>> Text("条", "article").in_("en")
    'article'
    >>> Text("条", "").in_("en")
    '条'
    """

    zh: str
    en: str

    def in_(self, lang: str) -> str:
        """The text in `lang` ("zh" or "en"), or in the other language where that one is empty."""
        return (self.en or self.zh) if lang == "en" else (self.zh or self.en)

    def to_json(self) -> dict[str, str]:
        """The two languages as a JSON object."""
        return {"zh": self.zh, "en": self.en}
