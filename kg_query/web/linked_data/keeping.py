"""Pages that were written once, kept in memory for whoever asks next: bounded by bytes, the oldest out first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable

from .answers import Answer

__all__ = ["KeptPages", "passing"]


def passing(answer: Answer) -> bool:
    """True where an answer lacks something that could not be had now, so that it is kept nowhere."""
    return "Cache-Control" in answer.headers


class KeptPages:
    """Answers by what they depend on.

    >>> pages = KeptPages(most=10)
    >>> for name in ("a", "b", "c"):
    ...     pages.put(name, Answer(200, {}, b"1234"))
    >>> pages.get("a"), pages.get("c").body
    (None, b'1234')
    """

    def __init__(self, most: int = 24 * 2**20) -> None:
        """`most`: bytes of all pages together; one that is larger than half of that is not kept."""
        self.most = most
        self.size = 0
        self._kept: OrderedDict[Hashable, Answer] = OrderedDict()

    def get(self, key: Hashable) -> Answer | None:
        """The page of a key, where it is kept."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def put(self, key: Hashable, answer: Answer) -> None:
        """Keeps a page, and lets go of those that were not asked for in the longest time."""
        if key in self._kept or len(answer.body) > self.most // 2:
            return
        self._kept[key] = answer
        self.size += len(answer.body)
        while self.size > self.most:
            _, gone = self._kept.popitem(last=False)
            self.size -= len(gone.body)
