"""The time the server takes for each type of page, beside the answer of the API that the page rests on.

    python benchmarks/pages.py [ROUNDS]

A real `kgq serve`, asked over loopback by one client, one request after the other, after each address has been
asked once. Pages that everybody gets alike are kept by address: `anew` is the median over addresses that were
not asked before, `again` that of the same asked once more. Pages that work on what is sent are never kept.
`CPU` is the processor time of the server and its workers, on average: read it where the machine has other work.
ROUNDS (10) is how often each page that is not kept is asked, and how many addresses of a type are.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path
from statistics import median
from urllib.parse import urlencode, urlsplit

import httpx
from lib.measure import table
from lib.serving import Served

from kg_query import KnowledgeGraph

EXAMPLES = Path(__file__).resolve().parents[1] / "data" / "examples"


class Form(HTMLParser):
    """The fields of the form that is sent to an address, as a browser would send them untouched."""

    def __init__(self, page: str, action: str) -> None:
        super().__init__()
        self.action, self.inside, self.select, self.area = action, False, "", ""
        self.fields: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = urlsplit(at.get("action", "")).path == self.action and "id" in at
        name = at.get("name", "")
        if not self.inside or not (name or tag == "option"):
            return
        if tag == "input" and (
            at.get("type") not in ("radio", "checkbox", "file", "submit") or "checked" in at
        ):
            self.fields.append((name, at.get("value", "")))
        elif tag == "select":
            self.select = name
        elif tag == "textarea":
            self.area = name
        elif tag == "option" and "selected" in at:
            self.fields.append((self.select, at.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.fields.append((self.area, data))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self.area = ""


def timed(client: httpx.Client, path: str, content: bytes | str = "", kind: str = "") -> float:
    """How long an answer takes, in milliseconds; it has to be a good one.

    Args:
        client: who asks.
        path: of a GET, or of a POST where something is sent.
        content, kind: what is sent, and its media type.
    """
    start = time.perf_counter()
    answer = client.post(path, content=content, headers={"Content-Type": kind}) if kind else client.get(path)
    took = (time.perf_counter() - start) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"{answer.request.url}: {answer.status_code} {answer.text[:300]}")
    return took


def kept(served: Served, client: httpx.Client, pages: Iterable[str], api: Iterable[str]) -> list[float]:
    """A page anew: its median and its CPU; then the medians again, and of the API anew and again.

    The first address of each does not count.
    """
    found = []
    for paths in (pages, api):
        first, *others = paths
        for path in (first, first):
            timed(client, path)
        for _ in range(2):
            before, asked = served.worked(), others or [first]
            found.append(median([timed(client, path) for path in asked]))
            found.append((served.worked() - before) / len(asked))
    return [*found[:3], found[4], found[6]]


def types(kg: KnowledgeGraph, rounds: int) -> Iterator[tuple[str, list[str], list[str]]]:
    """Types of pages that are kept: addresses of pages, and of the API beneath them."""
    corpus = kg.corpus
    provisions = list(islice((p for p in corpus.provisions if "/art_" in p), 0, None, 37))[: rounds + 1]
    norms = list(corpus.norms)[:: max(len(corpus.norms) // (rounds + 1), 1)][: rounds + 1]
    grounds = list(corpus.grounds)[: rounds + 1]
    words = [corpus.grounds[g].label.zh for g in grounds]
    yield "start", ["/", "/?lang=en", "/?lang=zh"], ["/api/v1/regulations", "/api/v1/regulations?lang=en"]
    yield "search", [f"/search?q={w}" for w in words], [f"/api/v1/search?words={w}" for w in words]
    yield (
        "regulations", ["/regulations", "/regulations?lang=en", "/regulations?lang=zh"],
        ["/api/v1/regulations?lang=zh", "/api/v1/regulations?lang=en"],
    )  # fmt: skip
    yield (
        "regulation", [f"/id/{slug}.html" for slug in corpus.regulations],
        [f"/api/v1/regulations/{slug}" for slug in corpus.regulations],
    )  # fmt: skip
    yield "provision", [f"/id/{p}.html" for p in provisions], [f"/api/v1/provisions/{p}" for p in provisions]
    yield "norm", [f"/id/{n}.html" for n in norms], [f"/api/v1/show/{n}" for n in norms]
    yield "ground", [f"/ground/{g}.html" for g in grounds], [f"/api/v1/grounds/{g}" for g in grounds]
    pairs = [f"regulation=nanmu&regulation={s}" for s in corpus.assessed if s != "nanmu"]
    for part in ("grounds", "clauses"):
        yield (
            f"compare {part}",
            [f"/compare/{part}?{p}" for p in pairs],
            [f"/api/v1/compare/{part}?{p}" for p in pairs],
        )
    yield (
        "questions",
        ["/questions", "/questions?lang=en"],
        ["/api/v1/questions", "/api/v1/questions?lang=en"],
    )
    names = ["coverage", "definitions", "relief-for-ground"]
    yield "question", [f"/questions/{n}" for n in names], [f"/api/v1/questions/{n}" for n in names]
    yield "SPARQL", ["/sparql", "/sparql?lang=en"], ["/sparql?query=ASK%20%7B%7D"]
    all_of_it = urlencode({"query": "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 10000"})
    yield (
        "of 10,000 rows",
        [f"/sparql?{all_of_it}&page={n}" for n in range(1, rounds + 2)],
        [f"/sparql?{all_of_it}&format=json"],
    )


def sent(served: Served, client: httpx.Client, rounds: int) -> Iterator[tuple[str, list[float]]]:
    """Pages that work on what is sent: the median and the CPU of each, then of the operation beneath it."""
    cases = (
        ("assess", "/assess", "matter", EXAMPLES / "matter.json", "/api/v1/assess"),
        ("review", "/review", "penalty-half-judged", EXAMPLES / "casefiles" / "penalty-half-judged.json", "/api/v1/review"),
    )  # fmt: skip
    for name, page, example, file, operation in cases:
        form = Form(client.get(f"{page}?example={example}").text, page)
        body = urlencode(form.fields)
        form_type, content = "application/x-www-form-urlencoded", file.read_bytes()
        found = []
        for path, brought, kind in ((page, body, form_type), (operation, content, "application/json")):
            timed(client, path, brought, kind)
            before = served.worked()
            found.append(median([timed(client, path, brought, kind) for _ in range(rounds)]))
            found.append((served.worked() - before) / rounds)
        yield name, found


def main() -> None:
    """Prints both tables."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    kg = KnowledgeGraph.open()
    options = ["--rate", "0"]
    if os.environ.get("KGQ_STORE_FOLDER"):
        options += ["--store-folder", os.environ["KGQ_STORE_FOLDER"]]
    with (
        Served(*options) as served,
        httpx.Client(
            base_url=f"http://127.0.0.1:{served.port}",
            timeout=120,
            trust_env=False,
            headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"},
        ) as client,
    ):
        rows: list[tuple[str, ...]] = [
            ("", "anew ms", "CPU", "again ms", "API anew", "API again", "anew ratio")
        ]
        for name, pages, api in types(kg, rounds):
            figures = kept(served, client, pages, api)
            rows.append((name, *(f"{f:.1f}" for f in figures), f"{figures[0] / figures[3]:.1f}"))
        load = f", load of the machine {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
        table(f"pages that everybody gets alike{load}", rows)
        print()
        rows = [("", "page ms", "CPU", "API ms", "CPU", "ratio")]
        for name, figures in sent(served, client, rounds):
            rows.append((name, *(f"{f:.1f}" for f in figures), f"{figures[0] / figures[2]:.1f}"))
        table("pages that work on what is sent", rows)


if __name__ == "__main__":
    main()
