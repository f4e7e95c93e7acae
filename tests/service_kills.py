"""A real `kgq serve --writable` whose server and workers are killed at random moments, and what is left each time.

`python tests/service_kills.py 50 [SEED]` (`make kills ROUNDS=50`) does so with as many kills as wanted. All the time
one client writes, one reads and one assesses. Three kills in four end a worker (the writer, one that answers
queries, one that does the verbs), the fourth the server itself, which is then started again. After each:

- every write that was acknowledged is there, and of the graph that is put again and again all statements of one put;
- the next query and the next assessment are answered;
- no process outlives its server, and a server has as many workers as before.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import httpx
from served import Served, copied_dataset, serving

WIDTH = 40
TOKEN = "a-token-of-the-killed-service"
KEY = {"Authorization": f"Bearer {TOKEN}"}
MATTER = {"id": "m1", "established": ["force_majeure", "unable_to_perform_duty"]}
#: How long what was killed may take to be replaced, in seconds.
PATIENCE = 300.0


@dataclass
class Found:
    """What was seen over all kills."""

    kills: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    lost: int = 0
    halves: int = 0
    unanswered: int = 0
    left_over: int = 0
    answers: Counter[int] = field(default_factory=Counter)

    @property
    def sound(self) -> bool:
        """Whether nothing was found that may not be."""
        return not (self.lost or self.halves or self.unanswered or self.left_over)


class Clients:
    """Those who write, read and assess without pause, through one life of a server."""

    def __init__(self, url: str, first: int, found: Found) -> None:
        self.url, self.next, self.found = url, first, found
        self.acknowledged: set[int] = set()
        self.over = threading.Event()
        self.threads = [threading.Thread(target=work) for work in (self._write, self._read, self._assess)]
        for thread in self.threads:
            thread.start()

    def _client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=60, trust_env=False)

    def _write(self) -> None:
        with self._client() as client:
            while not self.over.is_set():
                number, self.next = self.next, self.next + 1
                graph = "".join(f"<urn:s{i}> <urn:made-by> {number} .\n" for i in range(WIDTH))
                journal = f"INSERT DATA {{ GRAPH <urn:journal> {{ <urn:j> <urn:has> {number} }} }}"
                try:
                    put = client.put(
                        "/graph-store?graph=urn:graph",
                        content=graph,
                        headers={**KEY, "Content-Type": "text/turtle"},
                    )
                    self.found.answers[put.status_code] += 1
                    if put.status_code not in (201, 204):
                        continue  # what was not put is not journalled
                    done = client.post("/sparql", data={"update": journal}, headers=KEY)
                except httpx.HTTPError:
                    time.sleep(0.05)
                    continue
                self.found.answers[done.status_code] += 1
                if done.status_code == 204:
                    self.acknowledged.add(number)

    def _read(self) -> None:
        self._again(
            "GET",
            "/sparql?query=SELECT%20%2A%20%7B%20GRAPH%20%3Fg%20%7B%20%3Fs%20a%20%3Fc%20%7D%20%7D%20LIMIT%2050",
        )

    def _assess(self) -> None:
        self._again("POST", "/api/v1/assess", json.dumps(MATTER).encode())

    def _again(self, method: str, path: str, body: bytes | None = None) -> None:
        headers = {"Content-Type": "application/json"} if body else {}
        with self._client() as client:
            while not self.over.is_set():
                try:
                    status = client.request(method, path, content=body, headers=headers).status_code
                    self.found.answers[status] += 1
                except httpx.HTTPError:
                    time.sleep(0.05)

    def end(self) -> None:
        """Waits until nobody asks any more."""
        self.over.set()
        for thread in self.threads:
            thread.join()


def torture(folder: Path, kills: int, seed: int) -> Found:
    """Kills as often as that, and looks after each kill."""
    chance, found = random.Random(seed), Found()
    acknowledged: set[int] = set()
    served = _start(folder)
    whole, turn = len(served.children()), 0
    try:
        while turn < kills:
            clients = Clients(served.url, turn * 1_000_000, found)
            time.sleep(chance.uniform(0.1, 2.0))
            turn += 1
            if turn % 4:
                pid = chance.choice(sorted(served.children()))
                os.kill(pid, signal.SIGKILL)
                found.kills["worker"] += 1
                time.sleep(chance.uniform(0.0, 1.0))
                clients.end()
            else:
                workers = served.children()
                served.process.kill()
                found.kills["server"] += 1
                clients.end()
                served.process.wait()
                served.client.close()
                found.left_over += not _until(partial(_all_gone, workers))
                served = _start(folder)
            acknowledged |= clients.acknowledged
            _look(served, acknowledged, found)
            found.left_over += not _until(partial(_as_many, served, whole))
            print(f"{turn}: {found}", file=sys.stderr, flush=True)
    finally:
        served.stop()
    found.acknowledged = len(acknowledged)
    return found


def _start(folder: Path) -> Served:
    return serving("--writable", "--store-folder", str(folder), env={"KGQ_TOKEN": TOKEN}, folder=False)


def _look(served: Served, acknowledged: set[int], found: Found) -> None:
    """What the store holds, once it answers again."""
    journal: list[int] = []
    made: list[int] = []

    def answered() -> bool:
        rows = [_column(served, "SELECT ?n { GRAPH <urn:journal> { ?s ?p ?n } }"),
                _column(served, "SELECT ?n { GRAPH <urn:graph> { ?s ?p ?n } }")]  # fmt: skip
        assessed = served.client.post("/api/v1/assess", json=MATTER)
        if assessed.status_code != 200 or any(row is None for row in rows):
            return False
        journal[:], made[:] = rows[0] or [], rows[1] or []
        return True

    if not _until(answered):
        found.unanswered += 1
        return
    found.lost += len(acknowledged - set(journal))
    found.halves += len(made) not in (0, WIDTH) or len(set(made)) > 1
    if journal:  # the graph is that of the last journalled write, or of one after it
        found.lost += max(journal) > max(made, default=-1)


def _column(served: Served, query: str) -> list[int] | None:
    try:
        answer = served.client.get("/sparql", params={"query": query, "format": "json"})
    except httpx.HTTPError:
        return None
    if answer.status_code != 200:
        return None
    return [int(row["n"]["value"]) for row in answer.json()["results"]["bindings"]]


def _until(condition: object) -> bool:
    assert callable(condition)
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def _all_gone(pids: set[int]) -> bool:
    return not any(map(_lives, pids))


def _as_many(served: Served, number: int) -> bool:
    return len(served.children()) == number


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    start = int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns()
    with tempfile.TemporaryDirectory() as made:
        result = torture(copied_dataset(Path(made) / "store"), number, start)
    print(f"seed {start}: {result}")
    sys.exit(not result.sound)
