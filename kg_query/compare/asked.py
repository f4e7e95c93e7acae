"""What a comparison can be asked for by one word: its parts, and two words for several together."""

from __future__ import annotations

from collections.abc import Sequence

from .rdf import PARTS as IN_RDF
from .rdf import check_parts
from .report import Part

__all__ = ["ASKED", "FEW", "in_rdf", "parts_of"]

_OVERVIEW: tuple[Part, ...] = ("measures", "scenarios")
_WHOLE: tuple[Part, ...] = ("measures", "scenarios", "grounds", "clauses", "procedure")

#: The words: "overview", "all" (of what needs no matter), and the parts.
ASKED: tuple[str, ...] = ("overview", "all", *_WHOLE, "case")

#: How many scenarios for each two regulations an overview lists.
FEW = 3


def parts_of(word: str) -> tuple[Part, ...]:
    """The parts that a word of `ASKED` stands for.

    >>> parts_of("overview")
    ('measures', 'scenarios')
    """
    if word == "overview":
        return _OVERVIEW
    return _WHOLE if word == "all" else (word,)  # type: ignore[return-value]


def in_rdf(parts: Sequence[Part]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Of some parts those that have a form in RDF, and those that have none.

    Raises UsageError where none of them has one.
    """
    some = tuple(part for part in parts if part in IN_RDF)
    check_parts(some or parts)
    return some, tuple(part for part in parts if part not in some)
