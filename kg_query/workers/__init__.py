"""Work that must be able to end: processes with limits, which can be killed and are replaced at once.

`Pool` is what the server holds, `python -m kg_query.workers` is a worker, `limits` says what it may use,
`turns` who is next, `frames` how server and worker speak.
"""

from .done import Done
from .errors import Busy, Died, OutOfMemory, TimedOut, TooLong, WorkerError
from .handler import Answer, Handler
from .limits import Limits, Seal
from .pool import Pool

__all__ = [
    "Answer",
    "Busy",
    "Died",
    "Done",
    "Handler",
    "Limits",
    "OutOfMemory",
    "Pool",
    "Seal",
    "TimedOut",
    "TooLong",
    "WorkerError",
]
