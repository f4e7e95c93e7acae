"""A writer that is killed at random moments, again and again, and what its store holds afterwards.

`python tests/store_kills.py 50 [SEED]` does so with as many kills as wanted and prints what was found.

Each write puts a graph of WIDTH statements that all say which write made them, and adds one statement to
a journal. A write that was acknowledged must be there; one that was not may be there or not, but whole.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

WIDTH = 40

_WRITER = """
import sys
from pathlib import Path
from kg_query.endpoint.writing import Writer
writer = Writer(Path(sys.argv[1]), patience=30)
first = int(sys.argv[2])
print("ready", flush=True)
for n in range(first, 10**9):
    graph = "".join(f"<urn:s{i}> <urn:made-by> {n} .\\n" for i in range(WIDTH)).encode()
    put = {"do": "put", "graph": "urn:graph", "media_type": "text/turtle", "base": "urn:x"}
    journal = {"do": "update", "base": "urn:x"}
    for header, _ in (
        writer(put, graph),
        writer(journal, f"INSERT DATA {{ <urn:journal> <urn:has> {n} }}".encode()),
    ):
        assert "version" in header, header
    writer.versions.prune({header["version"]})
    print(n, flush=True)
""".replace("WIDTH", str(WIDTH))


@dataclass
class Found:
    """What was seen over all kills."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    halves: int = 0


def torture(folder: Path, kills: int, seed: int, longest: float = 0.6) -> Found:
    """Starts a writer, kills it with SIGKILL after a random time, looks; `kills` times."""
    import pyoxigraph as ox

    from kg_query.endpoint.versions import Versions

    chance = random.Random(seed)
    found = Found()
    acknowledged: set[int] = set()
    versions = Versions(folder)
    for turn in range(kills):
        first = turn * 1_000_000
        writer = subprocess.Popen(
            [sys.executable, "-c", _WRITER, str(folder), str(first)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        if turn % 3:  # else also while it opens the store
            assert writer.stdout.readline().strip() == "ready"
        timer = threading.Timer(chance.uniform(0.0, longest), writer.kill)
        timer.start()
        said = writer.stdout.read().split()
        writer.wait()
        timer.join()
        found.kills += 1
        acknowledged |= {int(word) for word in said if word != "ready"}
        newest = versions.newest()
        if newest is None:
            assert not acknowledged
            continue
        store = ox.Store.read_only(str(versions.path(newest)))
        journal = {
            int(q.object.value) for q in store.quads_for_pattern(ox.NamedNode("urn:journal"), None, None)
        }
        found.lost += len(acknowledged - journal)
        made_by = [
            int(q.object.value)
            for q in store.quads_for_pattern(
                None, ox.NamedNode("urn:made-by"), None, ox.NamedNode("urn:graph")
            )
        ]
        found.halves += len(made_by) not in (0, WIDTH) or len(set(made_by)) > 1
        if journal:  # the graph is that of the last journalled write, or of the one under way
            found.lost += max(journal) > max(made_by, default=-1)
    found.acknowledged = len(acknowledged)
    return found


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    start = int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns()
    with tempfile.TemporaryDirectory() as made:
        print(f"seed {start}:", torture(Path(made) / "store", number, start))
