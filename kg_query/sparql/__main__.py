"""A query in a process of its own, which a time limit can end; `query` starts it."""

from __future__ import annotations

import json
import signal
import sys
from contextlib import suppress

from .query import evaluate

#: Most memory of the process, in bytes, where the system can limit it.
MEMORY = 3 * 1024**3


def _limit_memory() -> None:
    with suppress(ImportError, AttributeError, OSError, ValueError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        most = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def main() -> None:
    """Read the task and the graph from standard input; write the result to standard output."""
    import pyoxigraph as ox

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _limit_memory()
    task = json.loads(sys.stdin.buffer.readline())
    store = ox.Store()
    store.bulk_load(sys.stdin.buffer.read(), ox.RdfFormat.N_QUADS)
    try:
        result = evaluate(store, task["query"], task["union"])
        sys.stdout.buffer.write(result.kind.encode() + b"\n" + result.content)
    except SyntaxError as error:
        sys.stdout.buffer.write(b"fault\n" + str(error.msg).encode())


if __name__ == "__main__":
    main()
