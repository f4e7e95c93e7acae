"""A query in a process of its own, which a time limit can end; `query` starts it."""

from __future__ import annotations

import json
import sys

from .query import evaluate


def main() -> None:
    """Read the task and the graph from standard input; write the result to standard output."""
    import pyoxigraph as ox

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
