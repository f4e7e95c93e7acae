"""From nothing to an answer: `kgq assess FILE` in a new process, beside importing the RDF libraries.

    python benchmarks/cold_start.py

Both run in turn, several times, in processes of their own; the ratio is what counts.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from lib.measure import table

ROOT = Path(__file__).resolve().parent.parent
MATTER = ROOT / "data" / "examples" / "matter.json"
TIMES = 9
COMMANDS = {
    'python -c "import rdflib, pyshacl"': [sys.executable, "-c", "import rdflib, pyshacl"],
    "kgq assess FILE": [sys.executable, "-m", "kg_query", "assess", str(MATTER)],
    "kgq assess FILE --format json": [
        sys.executable, "-m", "kg_query", "assess", str(MATTER), "--format", "json",
    ],
    "python -c pass": [sys.executable, "-c", "pass"],
}  # fmt: skip


def main() -> None:
    taken: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for turn in range(TIMES + 1):
        for name, command in COMMANDS.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
            if turn:  # the first turn warms the file cache and does not count
                taken[name].append(time.perf_counter() - start)
    peer = median(taken['python -c "import rdflib, pyshacl"'])
    table(
        f"cold start, median of {TIMES}",
        [
            ("", "ms", "ratio"),
            *((n, f"{median(t) * 1e3:.0f}", f"{median(t) / peer:.2f}") for n, t in taken.items()),
        ],
    )


if __name__ == "__main__":
    main()
