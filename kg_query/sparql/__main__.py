"""A query in a process of its own, which a time limit can end and which opens no connection; `query` starts it."""

from __future__ import annotations

import json
import signal
import sys

from ..workers.limits import Memory, Seal, seal
from .query import evaluate

#: Most memory a query may take beside the graph, in bytes, where the system can limit it.
MEMORY = 3 * 1024**3


def main() -> None:
    """Read the task and the graph from standard input; write the result to standard output."""
    import pyoxigraph as ox

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    task = json.loads(sys.stdin.buffer.readline())
    store = ox.Store()
    store.bulk_load(sys.stdin.buffer.read(), ox.RdfFormat.N_QUADS)
    Memory(MEMORY)
    seal(Seal.FILES)
    try:
        result = evaluate(store, task["query"], task["union"])
        sys.stdout.buffer.write(result.kind.encode() + b"\n" + result.content)
    except SyntaxError as error:
        sys.stdout.buffer.write(b"fault\n" + str(error.msg).encode())


if __name__ == "__main__":
    main()
