"""The same queries on the same data: `kgq serve` beside rdflib-endpoint, over HTTP.

    KGQ_RDFLIB_ENDPOINT=…/bin/python python benchmarks/sparql_endpoints.py [TIMES]

KGQ_RDFLIB_ENDPOINT names a Python that has rdflib-endpoint (`pip install rdflib-endpoint uvicorn` in an
environment of its own); without it this is skipped. Each query is asked of both in turns, TIMES (5) times; the
rows have to be the same. What takes rdflib longer than a minute is left out, and said.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
from lib.measure import table
from lib.requests import FREE
from lib.serving import Served, free_port

from kg_query import KnowledgeGraph
from kg_query.ask import questions
from kg_query.dataset import ready
from kg_query.terms import PREFIXES

ASKED = (
    "bars", "base-standards", "coverage", "deadlines", "discretion", "norms-by-modality", "overrides", "opposite-outcomes",
)  # fmt: skip
LONGEST = 60.0


def queries() -> dict[str, str]:
    """Named questions as they stand, in Chinese, and queries of our own, with their prefixes."""
    heads = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    language = 'WHERE {\n  VALUES (?lang) { ("zh") }'
    found = {name: questions()[name].sparql.replace("WHERE {", language, 1) for name in ASKED}
    return found | {name: heads + query for name, query in FREE.items() if "LIMIT" not in query}


def asked(port: int, query: str) -> tuple[float, Any]:
    """How long an answer took, in seconds, and its rows, in no order; None where it took too long."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/sparql?" + urlencode({"query": query}),
        headers={"Accept": "application/sparql-results+json"},
    )
    began = time.perf_counter()
    try:
        with urllib.request.urlopen(request, timeout=LONGEST) as answer:
            data = answer.read()
    except TimeoutError:
        return LONGEST, None
    took = time.perf_counter() - began
    found = json.loads(data)
    if "boolean" in found:
        return took, found["boolean"]
    rows = found["results"]["bindings"]
    return took, Counter(frozenset((k, _term(v)) for k, v in row.items()) for row in rows)


def _term(cell: dict[str, str]) -> tuple[str, ...]:
    """A term; xsd:string is what a literal without a datatype is (RDF 1.1), and 1.0 is 1."""
    kind = cell.get("datatype", "").rpartition("#")[2]
    value = cell["value"]
    if kind in ("integer", "decimal", "double"):
        value = str(float(value))
    return (value, "" if kind == "string" else kind, cell.get("xml:lang", ""))


def main() -> None:
    python = os.environ.get("KGQ_RDFLIB_ENDPOINT", "")
    if not python:
        print("SKIPPED: KGQ_RDFLIB_ENDPOINT does not name a Python that has rdflib-endpoint")
        return
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        dataset, _ = ready(KnowledgeGraph.open(), Path(folder) / "store")
        file = Path(folder) / "all.nq"
        ox.Store.read_only(str(dataset.path)).dump(str(file), format=ox.RdfFormat.N_QUADS)
        port = free_port()
        app = Path(__file__).parent / "lib" / "rdflib_endpoint_app.py"
        peer = subprocess.Popen([python, str(app), str(file), str(port)], cwd=folder)
        try:
            _wait(peer, port)
            with Served("--rate", "0", "--store-folder", str(Path(folder) / "store")) as served:
                _compare(served.port, port, times, dataset.manifest.quads)
        finally:
            peer.kill()
            peer.wait()


def _wait(peer: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + 300
    while time.monotonic() < until and peer.poll() is None:
        with suppress(OSError, urllib.error.URLError):
            if asked(port, "ASK {}")[1]:
                return
        time.sleep(0.5)
    raise SystemExit("rdflib-endpoint did not start")


def _compare(ours: int, theirs: int, times: int, quads: int) -> None:
    rows, ratios = [("", "rows", "kgq serve ms", "rdflib-endpoint ms", "ratio", "same")], []
    for name, query in queries().items():
        mine, other = [], []
        for _ in range(times):
            took, found = asked(ours, query)
            mine.append(took)
            took, expected = asked(theirs, query)
            other.append(took)
            if took > 5:
                break
        size = str(found) if isinstance(found, bool) else str(sum(found.values()))
        if expected is None:
            rows.append(
                (name, size, f"{1000 * median(mine):.1f}", f"> {1000 * LONGEST:.0f}", "", "not known")
            )
            continue
        ratio = median(other) / median(mine)
        ratios.append(ratio)
        same = "yes" if found == expected else "NO"
        rows.append(
            (name, size, f"{1000 * median(mine):.1f}", f"{1000 * median(other):.1f}", f"{ratio:.1f}", same)
        )
    mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
    rows.append(("geometric mean", "", "", "", f"{mean:.1f}", ""))
    table(f"{quads:,} quads, over HTTP", rows)


if __name__ == "__main__":
    main()
