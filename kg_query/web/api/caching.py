"""Answers to public requests kept in memory: bounded by bytes, least recently used out first, worked out once.

Only answers that everybody gets are kept; nothing of a case ever is.
"""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from typing import Any

__all__ = ["AnswerCache", "Kept"]

#: Bytes of the answers of which what was read in them is kept: it takes four times as much.
_READ = 8 * 2**20


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that is kept: its bytes, the name of its file, its entity tag."""

    content: bytes
    filename: str | None
    etag: str


class AnswerCache:
    """Answers by what was asked.

    Many who ask the same at once wait for one answer. An error is kept from nobody and for nobody.
    """

    def __init__(self, most: int = 64 * 2**20) -> None:
        """`most`: bytes of all answers together; one that is larger than a quarter of that is not kept."""
        self.most = most
        self.size = 0
        self.hits = self.misses = 0
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._read: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._coming: dict[Hashable, asyncio.Task[Kept]] = {}
        self._waiting: dict[asyncio.Task[Kept], int] = {}

    async def get(self, key: Hashable, make: Callable[[], Awaitable[Kept]]) -> Kept:
        """The answer for a key, made where it is not kept.

        One who gives up waiting disturbs no other who waits for the same; the last one to give up ends the work.
        """
        if key in self._kept:
            self.hits += 1
            self._kept.move_to_end(key)
            return self._kept[key]
        self.misses += 1
        task = self._coming.get(key)
        if task is None:
            task = asyncio.get_running_loop().create_task(_of(make))
            self._coming[key] = task
            task.add_done_callback(lambda done: self._arrived(key, done))
            self._waiting[task] = 0
        self._waiting[task] += 1
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if self._waiting.get(task) == 1 and not task.done():
                task.cancel()
                if self._coming.get(key) is task:
                    del self._coming[key]  # who asks from now on does not wait for what has been ended
            raise
        finally:
            if task in self._waiting:
                self._waiting[task] -= 1
                if not self._waiting[task]:
                    del self._waiting[task]

    def read(self, kept: Kept) -> Any:
        """What an answer in JSON says; of the latest ones what was read is kept, and shared by whoever asks."""
        if (value := self.known(kept.etag)) is None:
            value = json.loads(kept.content)
            self.learn(kept.etag, value, len(kept.content))
        return value

    def known(self, key: Hashable) -> Any:
        """What was read in an answer; None where that is not kept."""
        if key not in self._read:
            return None
        self._read.move_to_end(key)
        return self._read[key][0]

    def learn(self, key: Hashable, value: Any, size: int) -> None:
        """Keeps what was read in an answer of so many bytes, and gives up what was not asked for the longest."""
        if size <= _READ:
            self._read[key] = value, size
            while sum(one for _, one in self._read.values()) > _READ:
                self._read.popitem(last=False)

    def _arrived(self, key: Hashable, task: asyncio.Task[Kept]) -> None:
        if self._coming.get(key) is task:
            del self._coming[key]
        if task.cancelled() or task.exception() is not None:
            return
        kept = task.result()
        if len(kept.content) > self.most // 4:
            return
        self._kept[key] = kept
        self.size += len(kept.content)
        while self.size > self.most:
            _, gone = self._kept.popitem(last=False)
            self.size -= len(gone.content)

    def __len__(self) -> int:
        return len(self._kept)


async def _of(make: Callable[[], Awaitable[Kept]]) -> Kept:
    return await make()
