"""How work in a worker can end without an answer."""

from __future__ import annotations

__all__ = ["Busy", "Died", "OutOfMemory", "TimedOut", "TooLong", "WorkerError"]


class WorkerError(Exception):
    """A job brought no answer; the worker that had it is gone or was never given it."""


class TimedOut(WorkerError):
    """The job took longer than `seconds`; its worker was killed."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"longer than {seconds:g} s")
        self.seconds = seconds


class OutOfMemory(WorkerError):
    """The job needed more memory than a worker may use."""


class TooLong(WorkerError):
    """The answer is longer than `limit` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"output longer than {limit} bytes")
        self.limit = limit


class Died(WorkerError):
    """The worker ended before it had answered.

    `code` is its exit code (minus the signal, if one did it). `taken` says whether it had begun with the job.
    """

    def __init__(self, code: int | None, taken: bool = True) -> None:
        super().__init__(f"exit code {code}")
        self.code = code
        self.taken = taken


class Busy(WorkerError):
    """No worker is free and the queue is full; worth another try in `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"busy, try again in {retry_after} s")
        self.retry_after = retry_after
