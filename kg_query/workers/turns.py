"""Who is next: free workers on one side, those who wait on the other, and fairness between them.

A share (a key, an address) has no more jobs running than the pool has regular places, and no more
waiting than half of the queue. Of those who wait, whoever has the fewest jobs running comes first. A job
that cost a worker its life counts as running until there is another. So one who floods the pool fills his own
half, and another who asks for once is served by the place that is left.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass

from .process import Worker

__all__ = ["Full", "Turn", "Turns"]


class Full(Exception):
    """No place in the queue for this share."""


@dataclass(slots=True, eq=False)
class Turn:
    """A place in the queue; `worker` is set when it is the turn's."""

    share: str
    worker: asyncio.Future[Worker]


class Turns:
    """The queue of a pool.

    Args:
        most: how many jobs of one share may run at once.
        waiting: how many jobs may wait.
    """

    def __init__(self, most: int, waiting: int) -> None:
        self.most = most
        self.waiting = waiting
        self.running: Counter[str] = Counter()
        self.idle: list[Worker] = []
        self.queue: list[Turn] = []

    def ask(self, share: str) -> Turn:
        """A turn, which may have its worker already. Raises Full."""
        turn = Turn(share, asyncio.get_running_loop().create_future())
        self.queue.append(turn)
        self._serve()
        if turn in self.queue:
            mine = sum(1 for one in self.queue if one.share == share)
            if len(self.queue) > self.waiting or mine > max(1, self.waiting // 2):
                self.queue.remove(turn)
                raise Full
        return turn

    def free(self, worker: Worker) -> None:
        """A worker that is ready for a job."""
        self.idle.append(worker)
        self._serve()

    def ended(self, turn: Turn, worker: Worker | None = None) -> None:
        """The end of a turn that had a worker, and the worker, where it is good for another job."""
        self.running[turn.share] -= 1
        if not self.running[turn.share]:
            del self.running[turn.share]
        if worker is not None:
            self.idle.append(worker)
        self._serve()

    def withdraw(self, turn: Turn) -> None:
        """The end of a turn whose owner waits no more; a worker it got meanwhile goes to the next."""
        if turn in self.queue:
            self.queue.remove(turn)
        elif turn.worker.done() and not turn.worker.cancelled() and turn.worker.exception() is None:
            self.ended(turn, turn.worker.result())

    def lost(self, worker: Worker) -> None:
        """A worker that is no more."""
        if worker in self.idle:
            self.idle.remove(worker)

    @property
    def due(self) -> list[Turn]:
        """Those who wait for nothing but a free worker: their share may have one more job running."""
        return [turn for turn in self.queue if self.running[turn.share] < self.most]

    def leaves(self, free: int) -> bool:
        """Whether nobody waits, and so many workers are still free when one more job has begun."""
        return not self.queue and sum(worker.alive for worker in self.idle) > free

    def refuse(self, error: Exception) -> None:
        """Tells all who wait that they wait in vain."""
        for turn in self.queue:
            if not turn.worker.done():
                turn.worker.set_exception(error)
        self.queue.clear()

    def _serve(self) -> None:
        self.idle = [worker for worker in self.idle if worker.alive]
        self.queue = [turn for turn in self.queue if not turn.worker.done()]
        while self.idle:
            due = self.due
            if not due:
                return
            turn = min(due, key=lambda one: self.running[one.share])
            self.queue.remove(turn)
            self.running[turn.share] += 1
            turn.worker.set_result(self.idle.pop())
