"""R4, R9, R11, R13 and S11 over the whole service: many at once, the same again, for long, and fairly."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from served import dataset_folder
from thorough import THOROUGH

from kg_query import KnowledgeGraph
from kg_query.access import KeyFile
from kg_query.web.app import create_app
from kg_query.web.service import Service
from kg_query.web.settings import Settings

ROOT = Path(__file__).parent.parent
BASE = "http://127.0.0.1:8000"
EXAMPLES = ROOT / "data" / "examples"
JSON = {"Content-Type": "application/json"}
MATTER = (EXAMPLES / "matter.json").read_bytes()
CASE = (EXAMPLES / "casefiles" / "penalty-preserved-8th-day.json").read_bytes()

#: method, path, headers, body: something of each kind.
MIX: tuple[tuple[str, str, dict[str, str], bytes], ...] = (
    ("GET", "/sparql?query=SELECT%20%2A%20%7B%20%3Fs%20a%20%3Chttps%3A%2F%2Fw3id.org%2Fkg-query%2Fns%23Regulation%3E%20%7D%20ORDER%20BY%20%3Fs", {}, b""),
    ("GET", "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D", {}, b""),
    ("GET", "/sparql?query=SELEKT", {}, b""),
    ("GET", "/id/nanmu", {"Accept": "text/turtle"}, b""),
    ("GET", "/ground/force_majeure.json", {}, b""),
    ("GET", "/id/nanmu/art_9.html?lang=en", {}, b""),
    ("GET", "/api/v1/provisions/nanmu/art_9", {}, b""),
    ("GET", "/api/v1/regulations?format=csv", {}, b""),
    ("GET", "/api/v1/nothing", {"Accept-Language": "en"}, b""),
    ("POST", "/api/v1/assess", JSON, MATTER),
    ("POST", "/api/v1/explain?regulation=nanmu&lang=en", JSON, MATTER),
    ("POST", "/api/v1/assess", JSON, b'{"id": "x", "established": ["no_such_ground"]}'),
)  # fmt: skip


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    made = asyncio.new_event_loop()
    yield made
    made.close()


@pytest.fixture(scope="module")
def service(kg: KnowledgeGraph, loop: asyncio.AbstractEventLoop) -> Iterator[Service]:
    made = Service(kg, Settings(workers=2, waiting=128, rate=0, store_folder=dataset_folder()))
    loop.run_until_complete(made.start())
    yield made
    loop.run_until_complete(made.close())


async def ask(client: httpx.AsyncClient, one: tuple[str, str, dict[str, str], bytes]) -> tuple[Any, ...]:
    """All of an answer that may not differ."""
    method, path, headers, body = one
    answer = await client.request(method, path, headers=headers, content=body)
    told = {k: v for k, v in answer.headers.items() if k not in ("x-request-id", "date")}
    return answer.status_code, told, answer.content


def client_of(kg: KnowledgeGraph, service: Service, peer: str = "127.0.0.1") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(create_app(kg, service=service), client=(peer, 40000))
    return httpx.AsyncClient(transport=transport, base_url=BASE, timeout=60)


def test_R9_many_at_once_get_what_each_gets_alone(
    kg: KnowledgeGraph, service: Service, loop: asyncio.AbstractEventLoop
) -> None:
    """Requests of twelve kinds, 24 at a time, from four addresses: every answer is that of a request alone.

    144 of them, 720 where the sweeps run whole.
    """

    async def run() -> None:
        clients = [client_of(kg, service, f"127.0.0.{n}") for n in range(1, 5)]
        alone = [await ask(clients[0], one) for one in MIX]
        assert {status for status, *_ in alone} == {200, 303, 400, 404, 422}
        places = asyncio.Semaphore(24)

        async def one(n: int) -> tuple[Any, ...]:
            async with places:
                return await ask(clients[n // 7 % 4], MIX[n % len(MIX)])

        answers = await asyncio.gather(*(one(n) for n in range(720 if THOROUGH else 144)))
        differ = [
            (MIX[n % len(MIX)][:2], alone[n % len(MIX)], answer)
            for n, answer in enumerate(answers)
            if answer != alone[n % len(MIX)]
        ]
        assert not differ, f"{len(differ)} of {len(answers)} differ, the first: {differ[0]}"
        for client in clients:
            await client.aclose()

    loop.run_until_complete(run())


FORMATS = (
    ("/api/v1/assess?format=turtle", JSON, MATTER), ("/api/v1/explain?format=text&regulation=nanmu", JSON, MATTER),
    ("/api/v1/review", JSON, CASE), ("/api/v1/review?format=xlsx", JSON, CASE),
    ("/api/v1/review?format=docx&lang=en", JSON, CASE), ("/api/v1/review?format=turtle", JSON, CASE),
)  # fmt: skip


def test_R11_the_same_request_gives_the_same_bytes_from_another_process(
    kg: KnowledgeGraph, service: Service, loop: asyncio.AbstractEventLoop
) -> None:
    """Text, RDF and documents; between the two rounds every worker is killed, so that others answer."""

    async def run() -> None:
        client = client_of(kg, service)
        first = [await ask(client, ("POST", *one)) for one in FORMATS]
        assert {status for status, *_ in first} == {200}
        assert service.tasks is not None
        before = set(service.tasks.pids)
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        second = [await ask(client, ("POST", *one)) for one in FORMATS]
        assert not before & set(service.tasks.pids)
        assert first == second
        await client.aclose()

    loop.run_until_complete(run())


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
def test_R13_what_a_request_takes_is_given_back(
    kg: KnowledgeGraph, service: Service, loop: asyncio.AbstractEventLoop
) -> None:
    """A short soak; `benchmarks/soak.py` is the long one. Files, processes, tasks stay as many; memory stays."""

    def used() -> tuple[int, int, int]:
        pids = [pid for pool in service.pools() for pid in pool.pids]
        pages = sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids)
        return len(list(Path("/proc/self/fd").iterdir())), len(pids), pages * os.sysconf("SC_PAGE_SIZE")

    async def run() -> None:
        client = client_of(kg, service)

        async def rounds(number: int) -> tuple[int, int, int, int]:
            for _ in range(number):
                await asyncio.gather(*(ask(client, one) for one in MIX))
            await asyncio.sleep(0.3)
            return (*used(), len(asyncio.all_tasks()))

        files, processes, memory, tasks = await rounds(10)
        files_after, processes_after, memory_after, tasks_after = await rounds(25)
        assert (processes_after, tasks_after) == (processes, tasks)
        assert files_after <= files + 1
        assert memory_after < memory + 48 * 2**20
        await client.aclose()

    loop.run_until_complete(run())


def test_R4_the_dataset_that_is_served_is_not_written_and_the_next_one_is_another(
    kg: KnowledgeGraph, service: Service, loop: asyncio.AbstractEventLoop
) -> None:
    """What is asked leaves every file of the version as it was; readers open it read-only."""
    assert service.dataset is not None
    folder = service.dataset.folder

    def state() -> dict[str, tuple[int, int]]:
        said = {
            p.name: p.stat()
            for p in (folder / "rocksdb").iterdir()
            if p.suffix == ".sst" or p.name == "CURRENT"
        }
        return {name: (s.st_size, s.st_mtime_ns) for name, s in said.items()}

    async def run() -> None:
        before = state()
        client = client_of(kg, service)
        for one in MIX:
            await ask(client, one)
        refused = await client.post("/sparql", data={"update": "INSERT DATA { <urn:a> <urn:b> 1 }"})
        assert refused.status_code == 403
        await client.aclose()
        assert before and state() == before

    loop.run_until_complete(run())


def test_S11_who_waits_is_told_apart_by_address_and_by_key(
    kg: KnowledgeGraph, tmp_path: Path, loop: asyncio.AbstractEventLoop
) -> None:
    """Two clients without a key have two shares of the queue, one with a key its own wherever it asks from."""
    asked: list[str] = []

    async def query(request: Any) -> Any:
        asked.append(request.share)
        raise RuntimeError("enough is known")

    keys = KeyFile(tmp_path / "keys.json")
    secret, key = keys.create("clerk", "puxian", ("assess",))
    made = Service(kg, Settings(keys_file=keys.path))
    made.backend = SimpleNamespace(query=query, writable=False, union_default_graph=True)

    async def run() -> None:
        bearer = {"Authorization": f"Bearer {secret}"}
        for peer, headers in (
            ("192.0.2.1", {}),
            ("192.0.2.2", {}),
            ("192.0.2.1", bearer),
            ("192.0.2.2", bearer),
        ):
            async with client_of(kg, made, peer) as client:
                answer = await client.get("/sparql?query=ASK%20%7B%7D", headers=headers)
                assert answer.status_code == 500 and b"enough" not in answer.content

    loop.run_until_complete(run())
    assert asked[:2] == ["192.0.2.1", "192.0.2.2"]
    assert asked[2] == asked[3] and "clerk" in asked[2] and key.id in asked[2]


def test_no_time_of_day_stands_in_an_answer(
    kg: KnowledgeGraph, service: Service, loop: asyncio.AbstractEventLoop
) -> None:
    """R11: what is answered today is answered tomorrow; only the head of an answer has a date."""

    async def run() -> None:
        client = client_of(kg, service)
        today = time.strftime("%Y-%m-%d", time.gmtime())
        for one in MIX:
            _, _, content = await ask(client, one)
            assert today not in content.decode()
        answer = json.loads((await ask(client, ("POST", "/api/v1/review", JSON, CASE)))[2])
        assert today not in json.dumps(answer)
        await client.aclose()

    loop.run_until_complete(run())
