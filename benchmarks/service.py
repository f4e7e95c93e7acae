"""The service under load, with and without one client that sends runaway queries all the time.

    python benchmarks/service.py [SECONDS]

A real `kgq serve` with default settings but for the rate limit, driven over loopback from processes of their
own (`lib/driving.py`). First its capacity is found, then it is driven at a quarter of that, in
turns without and with the attacker, so that both see the same machine. SECONDS (15) is how long each turn takes.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import Counter
from statistics import quantiles
from typing import Any

from lib.measure import table
from lib.requests import attack, mix
from lib.serving import Drive, Served

from kg_query import KnowledgeGraph

#: Readers come from several addresses, the attacker from another one.
READERS = [f"127.0.0.{n}" for n in range(11, 19)]
ATTACKER = "127.0.0.66"
TURNS = 2


class Load:
    """Drives one service.

    Args:
        served: the service.
        kinds: what is asked of it.
        seconds: how long each turn takes.
    """

    def __init__(self, served: Served, kinds: dict[str, Any], seconds: float) -> None:
        self.served, self.kinds, self.seconds = served, kinds, seconds
        self.seed = 0

    def turn(self, rate: float | None, attacked: bool, seconds: float | None = None) -> dict[str, Any]:
        """One turn: what the readers got, and with `attacker` what the attacker got."""
        self.seed += 1
        plan = {"port": self.served.port, "seed": self.seed, "seconds": seconds or self.seconds}
        bad = None
        if attacked:
            bad = Drive(
                {
                    **plan,
                    "kinds": attack(),
                    "rate": None,
                    "clients": 4,
                    "sources": [ATTACKER],
                    "seconds": 3600,
                }
            )
            time.sleep(3)  # until all it may have is taken
        try:
            good = {**plan, "kinds": self.kinds, "rate": rate, "clients": 8, "sources": READERS}
            return Drive(good).result()
        finally:
            if bad is not None:
                bad.stop()
                time.sleep(2)  # its last queries are cancelled, and the workers replaced


def together(turns: list[dict[str, Any]], kind: str) -> tuple[list[float], Counter[str]]:
    """The times of one kind in ms, over several turns, and how its requests ended."""
    taken = [1000 * t for turn in turns for t in turn["taken"][kind]]
    return taken, sum((Counter(turn["ended"][kind]) for turn in turns), Counter())


def at(taken: list[float], percent: int) -> float:
    """A percentile."""
    return quantiles(taken, n=100)[percent - 1] if len(taken) > 1 else sum(taken)


def answered(turn: dict[str, Any]) -> float:
    """Answers a second."""
    return sum(map(len, turn["taken"].values())) / float(turn["seconds"])


def faults(ended: Counter[str]) -> str:
    """What went wrong, by status."""
    return " ".join(f"{n}×{end}" for end, n in sorted(ended.items()) if end not in ("200", "304")) or "none"


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 15.0
    kg = KnowledgeGraph.open()
    with tempfile.TemporaryDirectory() as folder:
        options = ("--rate", "0", "--store-folder", folder)
        with Served(*options) as new:
            building = new.started
        _under_load(kg, options, building, seconds)


def _under_load(kg: KnowledgeGraph, options: tuple[str, ...], building: float, seconds: float) -> None:
    with Served(*options) as served:
        starts = (building, served.started)
        load = Load(served, mix(kg), seconds)
        first = served.used()
        load.turn(None, False, 5)  # what is made once is made
        warm = served.used()
        most = load.turn(None, False, 10)
        most_attacked = load.turn(None, True, 10)
        rate = answered(most) / 4
        calm, attacked = [], []
        for _ in range(TURNS):
            calm.append(load.turn(rate, False))
            attacked.append(load.turn(rate, True))
        last = served.used()
    rows = [
        ("", "answers", "p50 ms", "p95 ms", "p50 attacked", "p95 attacked", "p95 ratio", "errors", "attacked")
    ]
    for kind in load.kinds:
        (before, ended), (during, ended_too) = together(calm, kind), together(attacked, kind)
        figures = [at(before, 50), at(before, 95), at(during, 50), at(during, 95)]
        ratio = figures[3] / figures[1]
        cells = (f"{len(before)}+{len(during)}", *(f"{f:.1f}" for f in figures), f"{ratio:.2f}")
        rows.append((kind, *cells, faults(ended), faults(ended_too)))
    load_now = f", load of the machine {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    table(f"{rate:.0f} requests a second, a quarter of the most there can be{load_now}", rows)
    print()
    table(
        "as many requests as eight clients can make",
        [
            ("", "answers a second", "ratio", "errors"),
            ("nobody else", f"{answered(most):.0f}", "1.00", _all_faults(most)),
            (
                "one attacker", f"{answered(most_attacked):.0f}",
                f"{answered(most_attacked) / answered(most):.2f}", _all_faults(most_attacked),
            ),
        ],
    )  # fmt: skip
    print()
    names = list(first)
    table(
        "what the service uses",
        [
            ("", *names),
            *(
                (w, *(f"{u[n]:.0f}" for n in names))
                for w, u in (("at first", first), ("warm", warm), ("at the end", last))
            ),
        ],
    )
    print()
    table(
        "from the start of the process until it is ready",
        [
            ("", "s"),
            ("the dataset has to be built", f"{starts[0]:.1f}"),
            ("the dataset is there", f"{starts[1]:.1f}"),
        ],
    )


def _all_faults(turn: dict[str, Any]) -> str:
    return faults(sum((Counter(ended) for ended in turn["ended"].values()), Counter()))


if __name__ == "__main__":
    main()
