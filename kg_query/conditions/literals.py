"""Sets of findings as whole numbers: one bit a leaf, entailment and contradiction as masks.

A *mask* is a Python int in which bit 2i says that ground i is established and bit 2i + 1 that it is
refuted. A mask is *closed* when it holds all that its findings entail: what is broader than a ground
established, what is narrower than a ground refuted. Of two closed masks, the one with fewer bits asks less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .trees import AllOf, AnyOf, Has, Lacks, Leaf, Met, Tree

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["Literals", "least"]


class Literals:
    """The leaves of one vocabulary as bits.

    Attributes:
        place: ground id → its place in the vocabulary.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.place = corpus.ground_order
        self._grounds = tuple(corpus.grounds)
        self._corpus = corpus
        self._closed: dict[Leaf, int] = {}
        self._reduced: dict[int, int] = {}
        self._established = sum(1 << 2 * i for i in range(len(self._grounds)))

    def bit(self, leaf: Leaf) -> int:
        """The bit of a leaf; KeyError for a ground that the vocabulary does not know."""
        return 1 << (2 * self.place[leaf.ground] + isinstance(leaf, Lacks))

    def closed(self, leaf: Leaf) -> int:
        """A leaf with all that it entails."""
        mask = self._closed.get(leaf)
        if mask is None:
            has = isinstance(leaf, Has)
            kin = (self._corpus.broader if has else self._corpus.narrower)[leaf.ground]
            mask = self.bit(leaf)
            for ground in kin:
                mask |= self.bit(Has(ground) if has else Lacks(ground))
            self._closed[leaf] = mask
        return mask

    def closure(self, leaves: Iterable[Leaf]) -> int:
        """Some leaves with all that they entail."""
        mask = 0
        for leaf in leaves:
            mask |= self.closed(leaf)
        return mask

    def consistent(self, closed: int) -> bool:
        """True where a closed mask holds no ground both established and refuted."""
        return not closed & (closed >> 1) & self._established

    def reduced(self, closed: int) -> int:
        """The leaves of a closed mask that no other of its leaves entails."""
        found = self._reduced.get(closed)
        if found is None:
            found = closed
            for leaf in self.leaves(closed):
                found &= ~(self.closed(leaf) & ~self.bit(leaf))
            self._reduced[closed] = found
        return found

    def leaves(self, mask: int) -> Iterator[Leaf]:
        """The leaves of a mask in the order of the vocabulary, established before refuted."""
        while mask:
            low = mask & -mask
            at = low.bit_length() - 1
            yield (Lacks if at & 1 else Has)(self._grounds[at >> 1])
            mask ^= low

    def holds(self, tree: Tree, closed: int) -> bool:
        """True where a tree holds on a closed mask."""
        match tree:
            case Has() | Lacks():
                return bool(closed & self.bit(tree))
            case AllOf(members):
                return all(self.holds(member, closed) for member in members)
            case AnyOf(members):
                return any(self.holds(member, closed) for member in members)
            case Met(_, inner):
                return self.holds(inner, closed)
        raise TypeError(f"not a condition tree: {tree!r}")


def least(masks: Iterable[int], most: int) -> tuple[list[int], bool]:
    """The masks that contain no other of them, those with the fewest bits first; and whether these are all.

    At most `most` are kept.

    >>> least([0b111, 0b001, 0b110], 5)
    ([1, 6], True)
    """
    kept: list[int] = []
    by_lowest: dict[int, list[int]] = {}  # what a mask contains has its lowest bit among the bits of the mask
    lowest = 0
    for mask in sorted(set(masks), key=lambda m: (m.bit_count(), m)):
        if not mask:
            return [0], True
        if _contains(mask, lowest, by_lowest):
            continue
        if len(kept) == most:
            return kept, False
        kept.append(mask)
        low = mask & -mask
        lowest |= low
        by_lowest.setdefault(low, []).append(mask)
    return kept, True


def _contains(mask: int, lowest: int, by_lowest: dict[int, list[int]]) -> bool:
    """Whether a mask contains another, of those listed by their lowest bit; `lowest` are these bits."""
    left = mask & lowest
    while left:
        low = left & -left
        for other in by_lowest[low]:
            if other & mask == other:
                return True
        left ^= low
    return False
