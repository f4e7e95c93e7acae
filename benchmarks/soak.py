"""The service under a steady load for a long time: does it keep what it takes?

    python benchmarks/soak.py [MINUTES]

A real `kgq serve`, asked by four clients for MINUTES (1; half an hour or a night tells more). Memory and open files
are measured after a quarter of the time, when what is made once is made, and from then on. Exit code 1 where files
were added, a process was left over, or memory went on growing.
"""

from __future__ import annotations

import sys
import time

from lib.measure import table
from lib.requests import mix
from lib.serving import Drive, Served

from kg_query import KnowledgeGraph

CLIENTS = [f"127.0.0.{n}" for n in range(21, 25)]
#: Growth from the first measurement to the last that is still called none, in MB and files.
MEMORY, FILES = 64.0, 4


def main() -> int:
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    parts = max(4, min(60, round(minutes * 4)))
    seconds = 60 * minutes / parts
    kinds = mix(KnowledgeGraph.open())
    measured: list[tuple[float, dict[str, float], int]] = []
    with Served("--rate", "0") as served:
        began = time.monotonic()
        for seed in range(parts):
            plan = {"port": served.port, "seed": seed, "seconds": seconds, "rate": None, "clients": 4}
            done = Drive({**plan, "kinds": kinds, "sources": CLIENTS}).result()
            answers = sum(map(len, done["taken"].values()))
            time.sleep(0.5)  # connections are closed
            measured.append((time.monotonic() - began, served.used(), answers))
    names = list(measured[0][1])
    rows = [("minutes", "answers", *names)]
    rows += [(f"{at / 60:.1f}", str(n), *(f"{used[k]:.0f}" for k in names)) for at, used, n in measured]
    table(f"{sum(n for _, _, n in measured):,} answers", rows)
    warm, last = measured[len(measured) // 4][1], measured[-1][1]
    memory = sum(last[k] - warm[k] for k in ("server MB", "workers MB"))
    files = last["server files"] - warm["server files"]
    print(f"\nsince the first quarter: {memory:+.0f} MB, {files:+.0f} files")
    return int(memory > MEMORY or files > FILES or last["workers"] > warm["workers"])


if __name__ == "__main__":
    sys.exit(main())
