"""What becomes of norms on given sets of findings: all sets in one pass of the program that assesses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..conditions import Leaf
from ..program.planes import columns_of

if TYPE_CHECKING:
    from ..program import Program

__all__ = ["Trials"]


class Trials:
    """The sets of findings, assessed; set `i` of the list is asked for by `i`."""

    def __init__(self, program: Program, sets: Sequence[frozenset[Leaf]]) -> None:
        self._norms = program.run(*columns_of(sets), {}, max(1, len(sets))).norms

    def applies(self, norm: str, i: int) -> bool:
        """True where the norm applies on set `i`, neither blocked nor defeated."""
        row = self._norms.get(norm)
        return row is not None and bool(row.applies >> i & 1)

    def defeated(self, norm: str, i: int) -> bool:
        """True where the norm would apply on set `i`, but another one prevails."""
        row = self._norms.get(norm)
        return row is not None and bool(row.defeated >> i & 1)

    def blocked(self, norm: str, i: int) -> bool:
        """True where the condition holds on set `i`, and the norm's own exception too."""
        row = self._norms.get(norm)
        return row is not None and bool(row.blocked >> i & 1)
