"""The writable store as the service has it: a writer and readers in processes of their own, and their ends."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from kg_query.endpoint.errors import Conflict, NoGraph, SyntaxFault
from kg_query.endpoint.request import QueryRequest
from kg_query.endpoint.writable import WritableBackend
from kg_query.errors import KgqError
from kg_query.workers import Limits, TimedOut, WorkerError

BASE = "http://localhost/sparql"


def using(folder: Path, work: Callable[[WritableBackend], Awaitable[None]], **more: Any) -> None:
    """Does some work with a store, and ends it."""

    async def session() -> None:
        backend = WritableBackend(folder, base=BASE, size=1, **more)
        await backend.start()
        try:
            await work(backend)
        finally:
            await backend.close()

    asyncio.run(session())


async def values(backend: WritableBackend, query: str, **more: Any) -> list[list[str]]:
    reply = await backend.query(QueryRequest(query, seconds=30, **more))
    rows = json.loads(b"".join(reply.body))["results"]["bindings"]
    reply.body.close()
    return sorted([term["value"] for term in row.values()] for row in rows)


async def count(backend: WritableBackend) -> int:
    return int(
        (await values(backend, "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"))[
            0
        ][0]
    )


def test_a_write_is_seen_by_the_next_query_and_by_the_next_server(tmp_path: Path) -> None:
    async def write(backend: WritableBackend) -> None:
        assert await backend.ready()
        for n in range(3):
            await backend.update(f"INSERT DATA {{ <s> <p> {n} }}")
            assert await count(backend) == n + 1
        assert await values(backend, "SELECT DISTINCT ?s { ?s ?p ?o }") == [["http://localhost/s"]]

    async def read(backend: WritableBackend) -> None:
        assert await count(backend) == 3

    using(tmp_path / "store", write)
    using(tmp_path / "store", read)


def test_graphs_and_faults(tmp_path: Path) -> None:
    async def work(backend: WritableBackend) -> None:
        assert await backend.put_graph("urn:g", "text/turtle", b"<urn:a> <urn:b> 1 .") is True
        assert await backend.post_graph("urn:g", "text/turtle", b"<urn:a> <urn:b> 2 .") is False
        reply = await backend.read_graph("urn:g", "application/n-triples")
        assert len(b"".join(reply.body).splitlines()) == 2
        with pytest.raises(NoGraph):
            await backend.read_graph("urn:none", "text/turtle")
        with pytest.raises(NoGraph):
            await backend.delete_graph("urn:none")
        with pytest.raises(Conflict):
            await backend.update("CREATE GRAPH <urn:g>")
        with pytest.raises(SyntaxFault) as fault:
            await backend.update("INSERT DATA {\n .. }")
        assert fault.value.line == 2
        assert await values(backend, "SELECT ?o { ?s ?p ?o }") == []  # the default graph is its own
        assert await values(backend, "SELECT ?o { ?s ?p ?o }", default_graphs=("urn:g",)) == [["1"], ["2"]]
        await backend.delete_graph("urn:g")
        assert await count(backend) == 0

    using(tmp_path / "store", work)


def test_a_query_keeps_its_version_while_others_are_written_and_old_ones_go(tmp_path: Path) -> None:
    """R4: nobody reads what is being written."""

    async def work(backend: WritableBackend) -> None:
        rows = "".join(f"<urn:s{i}> <urn:p> {i} .\n" for i in range(130))
        await backend.put_graph(None, "text/turtle", rows.encode())
        long = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c + ?f > ?i) }"
        before = backend.versions.newest()
        query = asyncio.create_task(values(backend, long))
        await asyncio.sleep(0.3)
        for n in range(3):
            await backend.update(f"DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o FILTER(?o = {n}) }}")
        if not query.done():
            assert before in backend.versions.numbers()
        assert int((await query)[0][0]) > 500_000
        await backend.update("INSERT DATA { <urn:a> <urn:b> 1 }")
        assert len(backend.versions.numbers()) == 1

    using(tmp_path / "store", work)


def test_an_update_that_takes_too_long_is_killed_and_leaves_nothing(tmp_path: Path) -> None:
    async def work(backend: WritableBackend) -> None:
        rows = "".join(f"<urn:s{i}> <urn:p> {i} .\n" for i in range(2000))
        await backend.put_graph(None, "text/turtle", rows.encode())
        backend.write_seconds = 1.0
        with pytest.raises(TimedOut):
            await backend.update(
                "INSERT DATA { <urn:half> <urn:b> 1 }; "
                "INSERT { ?a <urn:x> ?f } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
            )
        backend.write_seconds = 30.0
        assert await count(backend) == 2000
        await backend.update("INSERT DATA { <urn:a> <urn:b> 1 }")
        assert await count(backend) == 2001

    using(tmp_path / "store", work)


def test_a_killed_writer_is_replaced(tmp_path: Path) -> None:
    async def work(backend: WritableBackend) -> None:
        await backend.update("INSERT DATA { <urn:a> <urn:b> 1 }")
        (pid,) = backend._writer.pids
        os.kill(pid, signal.SIGKILL)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                await backend.update("INSERT DATA { <urn:a> <urn:b> 2 }")
                break
            except WorkerError:
                await asyncio.sleep(0.1)
        assert await count(backend) == 2

    using(tmp_path / "store", work)


def test_a_client_that_goes_away_does_not_stop_its_write(tmp_path: Path) -> None:
    async def work(backend: WritableBackend) -> None:
        many = "".join(f"<urn:s{i}> <urn:p> {i} .\n" for i in range(5000)).encode()
        task = asyncio.create_task(backend.put_graph(None, "text/turtle", many))
        await asyncio.sleep(0.01)
        task.cancel()
        await backend.update("INSERT DATA { <urn:a> <urn:b> 1 }")
        assert await count(backend) == 5001

    using(tmp_path / "store", work)


def test_R3_two_servers_cannot_write_one_store(tmp_path: Path) -> None:
    async def work(backend: WritableBackend) -> None:
        second = WritableBackend(tmp_path / "store", patience=0.2)
        with pytest.raises(KgqError):
            await second.start()
        await second.close()
        await backend.update("INSERT DATA { <urn:a> <urn:b> 1 }")

    using(tmp_path / "store", work)


# --- the server is killed too ---------------------------------------------------------------

_SERVER = """
import asyncio, sys
from kg_query.endpoint.writable import WritableBackend
async def serve():
    backend = WritableBackend(sys.argv[1], base="http://localhost/", size=1, patience=30)
    await backend.start()
    while not backend._writer.pids or len(backend._readers.pids) < 2:  # one may be being replaced
        await asyncio.sleep(0.02)
    print("ready", *backend._writer.pids, *backend._readers.pids, flush=True)
    n = int(sys.argv[2])
    while True:
        await backend.update(f"INSERT DATA {{ <urn:journal> <urn:has> {n} }}")
        print(n, flush=True)
        n += 1
asyncio.run(serve())
"""


def test_R1_R12_a_killed_server_loses_no_acknowledged_write_and_leaves_no_process(tmp_path: Path) -> None:
    chance = random.Random()
    acknowledged: set[int] = set()
    for turn in range(3):
        server = subprocess.Popen(
            [sys.executable, "-c", _SERVER, str(tmp_path / "store"), str(turn * 100_000)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert server.stdout is not None
        pids = [int(word) for word in server.stdout.readline().split()[1:]]
        assert len(pids) == 3  # the writer, a reader and the spare one
        time.sleep(chance.uniform(0.05, 0.5))
        for pid in [pids[0]] if turn % 2 else []:  # the writer first, sometimes
            os.kill(pid, signal.SIGKILL)
        server.kill()
        acknowledged |= {int(word) for word in server.stdout.read().split()}
        server.wait()
        until = time.monotonic() + 20
        while any(_lives(pid) for pid in pids) and time.monotonic() < until:
            time.sleep(0.05)
        assert not [pid for pid in pids if _lives(pid)]

    async def look(backend: WritableBackend) -> None:
        rows = await values(backend, "SELECT ?n { <urn:journal> <urn:has> ?n }")
        assert acknowledged <= {int(row[0]) for row in rows}

    assert acknowledged
    using(tmp_path / "store", look)


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"  # a zombie belongs to whoever runs these tests in place of init


@pytest.mark.parametrize("seconds", [20.0])
def test_S1_S6_the_writer_opens_no_connection(tmp_path: Path, seconds: float) -> None:
    import socket

    with socket.socket() as canary:
        canary.bind(("127.0.0.1", 0))
        canary.listen()
        canary.setblocking(False)
        url = f"http://127.0.0.1:{canary.getsockname()[1]}/"

        async def work(backend: WritableBackend) -> None:
            for text in (
                f"LOAD <{url}>",
                f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
                f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
                "LOAD <file:///etc/passwd>",
            ):
                try:  # the guard, which is before this, lets none of them pass
                    await backend.update(text)
                except (KgqError, WorkerError) as error:
                    assert "refused" not in str(error)
            assert await count(backend) == 0

        using(tmp_path / "store", work, limits=Limits(seconds=seconds))
        with pytest.raises(BlockingIOError):
            canary.accept()
