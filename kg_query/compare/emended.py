"""Where a corrected misprint lies in the text, and whether a difference between two texts lies there.

A difference inside a passage that we corrected may be the scan's and not the law's, so a reader must be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..reports.documents.model import Mark, Marked

if TYPE_CHECKING:
    from ..model import Provision

__all__ = ["changed_spans", "emended_spans", "touched"]

Span = tuple[int, int]


def emended_spans(unit: Provision) -> tuple[Span, ...]:
    """The places of a unit's corrections in its corrected Chinese text, as (start, end).

    A correction that stands outside the text (in the number), or that cannot be placed for certain, is left out.
    """
    if unit.text is None or unit.source is None or unit.raw is None:
        return ()
    found: list[Span] = []
    shift = 0
    placed = [(p[0], e) for e in unit.emendations if (p := _in_raw(unit, e.at)) is not None]
    for start, emendation in sorted(placed, key=lambda one: one[0]):
        before, after = (len(_solid(text)) for text in (emendation.before, emendation.after))
        at = len(_solid(unit.raw[:start])) + shift
        shift += after - before
        if after and _solid(unit.text.zh)[at : at + after] == _solid(emendation.after):
            found.append((at, at + after))
    return tuple(found)


def _solid(text: str) -> str:
    return "".join(text.split())


def _in_raw(unit: Provision, at: Span | None) -> Span | None:
    """The place in `raw` of a place in the file; `raw` is the pieces of the source in reading order."""
    passed = 0
    for start, end in unit.source.spans if unit.source else ():
        if at and start <= at[0] and at[1] <= end:
            return passed + at[0] - start, passed + at[1] - start
        passed += end - start
    return None


def changed_spans(marked: Marked, side: Mark) -> Iterator[Span]:
    """The places that differ, as (start, end): in the first text ("removed") or the second ("added").

    Where the other text alone has words, the place is empty: (start, start).
    """
    at = 0
    other: Mark = "added" if side == "removed" else "removed"
    for i, run in enumerate(marked.runs):
        if run.mark == other:
            beside = marked.runs[max(0, i - 1) : i + 2]
            if all(r.mark != side for r in beside):
                yield at, at
            continue
        if run.mark == side:
            yield at, at + len(run.text)
        at += len(run.text)


def touched(unit: Provision, offset: int, changed: Iterable[Span]) -> bool:
    """True when a correction of the unit and a difference lie in the same place.

    Args:
        unit: the unit.
        offset: where its text begins in the text that was compared.
        changed: the places of the differences in that text.
    """
    places = [(a + offset, b + offset) for a, b in emended_spans(unit)]
    return any(a < d and c < b if c != d else a < c < b for a, b in places for c, d in changed)
