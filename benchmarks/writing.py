"""What a write costs: acknowledged by a version on disk, against the engine's own write without one.

Ratios count; milliseconds depend on the machine and its disk. A number as argument is how many writes.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from kg_query import KnowledgeGraph
from kg_query.endpoint.writing import Writer


def measured(act: Callable[[int], None], times: int) -> float:
    """Median of the time that a call takes, in milliseconds."""
    taken = []
    for number in range(times):
        began = time.perf_counter()
        act(number)
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def _bare(store: ox.Store) -> Callable[[int], None]:
    return lambda n: store.update(f"INSERT DATA {{ <urn:s{n}> <urn:p> {n} }}")


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    law = KnowledgeGraph.open().store
    with tempfile.TemporaryDirectory() as made:
        seed = ox.Store(str(Path(made) / "seed"))
        seed.bulk_extend(iter(law))
        seed.flush()
        bare = measured(_bare(seed), times)
        del seed
        writer = Writer(Path(made) / "store", Path(made) / "seed")

        def write(number: int) -> None:
            said, _ = writer({"do": "update"}, f"INSERT DATA {{ <urn:t{number}> <urn:p> {number} }}".encode())
            writer.versions.prune({said["version"]})

        def read(_: int) -> None:
            ox.Store.read_only(str(writer.versions.path(writer.number)))

        ours, opening = measured(write, times), measured(read, times)
        writer.close()
    print(f"{len(law):,} quads, {times} writes of one statement")
    print(f"engine alone {bare:.2f} ms, acknowledged version {ours:.1f} ms (x{ours / bare:.0f})")
    print(f"a reader opens the new version in {opening:.1f} ms")


if __name__ == "__main__":
    main()
