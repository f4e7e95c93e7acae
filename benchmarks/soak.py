"""The service under a steady load for a long time, while its workers are killed: does it keep what it takes?

    python benchmarks/soak.py [--minutes N]

A real `kgq serve`, asked by four clients for N minutes (1; half an hour or a night tells more), while every few
seconds one of its workers is killed (SIGKILL). Memory and open files are measured all along; how they grow is
told by the line through what was measured after the first quarter, when what is made once is made. Exit code 1
where a request failed, files were added, a process was left over, or memory went on growing.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import time
from collections import Counter
from contextlib import suppress
from statistics import linear_regression
from threading import Event, Thread

from lib.measure import table
from lib.requests import mix
from lib.serving import Drive, Served

from kg_query import KnowledgeGraph

CLIENTS = [f"127.0.0.{n}" for n in range(21, 25)]
#: Growth from the first quarter to the end that is still called none, in MB and files.
MEMORY, FILES = 64.0, 4
#: Seconds between two killed workers, at most.
PAUSE = 8.0


class Killer(Thread):
    """Kills one worker after another at random moments."""

    def __init__(self, served: Served) -> None:
        super().__init__(daemon=True)
        self.served, self.over, self.killed = served, Event(), 0

    def run(self) -> None:
        rnd = random.Random(1)
        while not self.over.wait(rnd.uniform(1, PAUSE)):
            with suppress(ProcessLookupError, IndexError):
                os.kill(rnd.choice(self.served.workers), signal.SIGKILL)
                self.killed += 1


def main() -> int:
    parser = argparse.ArgumentParser(description="The service under a steady load for a long time.")
    parser.add_argument("--minutes", type=float, default=1.0, help="for how long (1)")
    minutes = parser.parse_args().minutes
    parts = max(8, min(60, round(minutes * 4)))
    kinds = mix(KnowledgeGraph.open())
    measured: list[tuple[float, dict[str, float], int]] = []
    ended: Counter[str] = Counter()
    with Served("--rate", "0") as served:
        whole = len(served.workers)
        killer = Killer(served)
        killer.start()
        began = time.monotonic()
        for seed in range(parts):
            plan = {"port": served.port, "seed": seed, "seconds": 60 * minutes / parts, "rate": None}
            done = Drive({**plan, "clients": 4, "kinds": kinds, "sources": CLIENTS}).result()
            for each in done["ended"].values():
                ended.update(each)
            answers = sum(map(len, done["taken"].values()))
            time.sleep(0.5)  # connections are closed
            measured.append((time.monotonic() - began, served.used(), answers))
        killer.over.set()
        killer.join()
        until = time.monotonic() + 30
        while len(served.workers) != whole and time.monotonic() < until:
            time.sleep(0.2)
        measured.append((time.monotonic() - began, served.used(), 0))
    names = list(measured[0][1])
    rows = [("minutes", "answers", *names)]
    step = max(1, len(measured) // 12)
    rows += [
        (f"{at / 60:.1f}", str(n), *(f"{used[k]:.0f}" for k in names))
        for at, used, n in [*measured[:-1:step], measured[-1]]
    ]
    table(f"{sum(n for _, _, n in measured):,} answers, {killer.killed} workers killed", rows)
    warm = measured[len(measured) // 4 :]
    times = [at for at, _, _ in warm]
    memory = linear_regression(times, [used["server MB"] for _, used, _ in warm]).slope * 60
    grown = memory * (times[-1] - times[0]) / 60
    files = warm[-1][1]["server files"] - warm[0][1]["server files"]
    failed = {end: n for end, n in ended.items() if end not in ("200", "304")}
    print(
        f"\nserver: {memory:+.2f} MB a minute, {files:+.0f} files since the first quarter; failed: {failed or 'none'}"
    )
    return int(bool(failed) or grown > MEMORY or files > FILES or measured[-1][1]["workers"] != whole)


if __name__ == "__main__":
    sys.exit(main())
