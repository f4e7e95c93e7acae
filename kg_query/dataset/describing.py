"""Statements written one after another: what the descriptions of the dataset are made with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..model import Text
from ..terms import RDF, XSD

if TYPE_CHECKING:
    from pyoxigraph import Triple

__all__ = ["Pen"]


class Pen:
    """Collects triples; names are IRIs as text, values are IRIs, texts in two languages, numbers or terms."""

    def __init__(self) -> None:
        self.triples: list[Triple] = []
        self._nodes = 0

    def blank(self) -> Any:
        """A new blank node."""
        import pyoxigraph as ox

        self._nodes += 1
        return ox.BlankNode(f"n{self._nodes}")

    def say(self, subject: Any, predicate: str, *values: Any) -> None:
        """Adds the triples of one subject and predicate; a `Text` gives one literal a language."""
        import pyoxigraph as ox

        start = ox.NamedNode(subject) if isinstance(subject, str) else subject
        for value in values:
            for term in _terms(value):
                self.triples.append(ox.Triple(start, ox.NamedNode(predicate), term))

    def a(self, subject: Any, *types: str) -> Any:
        """Says what a subject is; comes back with the subject."""
        self.say(subject, RDF + "type", *types)
        return subject

    def plain(self, subject: Any, predicate: str, *values: str) -> None:
        """Adds literals without a language."""
        import pyoxigraph as ox

        self.say(subject, predicate, *(ox.Literal(value) for value in values))

    def date(self, subject: Any, predicate: str, value: str) -> None:
        """Adds a day, `YYYY-MM-DD`."""
        import pyoxigraph as ox

        self.say(subject, predicate, ox.Literal(value, datatype=ox.NamedNode(XSD + "date")))


def _terms(value: Any) -> Iterable[Any]:
    import pyoxigraph as ox

    if isinstance(value, Text):
        return [ox.Literal(value.in_(lang), language=lang) for lang in ("zh", "en")]
    if isinstance(value, str):
        return [ox.NamedNode(value)]
    return [ox.Literal(value) if isinstance(value, (int, bool)) else value]
