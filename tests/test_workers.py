"""Workers: jobs are answered, limited, killed and replaced, and nobody notices who did not ask."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from kg_query.workers import Busy, Died, Limits, OutOfMemory, Pool, Seal, TimedOut, WorkerError

TESTS = Path(__file__).parent


@pytest.fixture(autouse=True)
def specimens_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(TESTS))


@asynccontextmanager
async def pool(**options: Any) -> Any:
    made = Pool(
        "worker_specimens:open_obedient",
        options.pop("options", {}),
        **{"size": 1, "sealed": Seal.SOCKETS, "limits": Limits(seconds=20, memory=1024**3), **options},
    )
    await made.start()
    try:
        yield made
    finally:
        await made.close()


def run(test: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(test(), 60))  # type: ignore[arg-type]


def gone(pid: int) -> bool:
    """Whether there is no such process, not even a zombie."""
    return not Path(f"/proc/{pid}").exists()


def test_a_job_is_answered_with_header_body_and_trailer() -> None:
    async def test() -> None:
        async with pool() as workers:
            body = os.urandom(3_000_000)
            done = await workers.run({"do": "echo", "say": "不可抗力"}, body)
            assert done.header["said"] == "不可抗力" and done.size == len(body)
            assert done.read() == body == b"".join(done)
            done.close()
            done = await workers.run({"do": "count", "chunks": 3, "size": 5})
            assert (done.trailer, done.read()) == ({"sent": 3}, b"x" * 15)
            assert (await workers.run({"do": "print"})).header == {"did": "print"}

    run(test)


def test_a_job_that_takes_too_long_is_killed_and_the_next_is_answered() -> None:
    async def test() -> None:
        async with pool() as workers:
            before = workers.pids
            with pytest.raises(TimedOut) as found:
                await workers.run({"do": "spin"}, seconds=0.3)
            assert found.value.seconds == 0.3
            assert (await workers.run({"do": "echo"})).header["pid"] not in before
            assert all(gone(pid) for pid in before)

    run(test)


def test_memory_is_limited_and_no_core_is_written() -> None:
    async def test() -> None:
        async with pool() as workers:
            limits = (await workers.run({"do": "limits"})).header
            assert 1024**3 < limits["memory"] < 1.5 * 1024**3 and limits["core"] == 0
            with pytest.raises(OutOfMemory):
                await workers.run({"do": "memory"})
            assert (await workers.run({"do": "echo"})).header["pid"]

    run(test)


def test_what_a_handler_says_of_its_failure_is_for_the_log_only() -> None:
    async def test() -> None:
        async with pool() as workers:
            with pytest.raises(WorkerError, match="secret 123"):
                await workers.run({"do": "raise"})
            with pytest.raises(Died) as found:
                await workers.run({"do": "exit"})
            assert found.value.code == -signal.SIGSEGV
            assert (await workers.run({"do": "echo"})).header["pid"]

    run(test)


def test_an_answer_longer_than_the_limit_is_refused_and_the_worker_goes_on() -> None:
    async def test() -> None:
        limits = Limits(seconds=20, memory=1024**3, output=100)
        async with pool(limits=limits) as workers:
            pids = workers.pids
            assert (await workers.run({"do": "count", "chunks": 10, "size": 10})).size == 100
            with pytest.raises(WorkerError, match="output"):
                await workers.run({"do": "count", "chunks": 11, "size": 10})
            assert workers.pids == pids

    run(test)


@pytest.mark.parametrize("sealed", [Seal.SOCKETS, Seal.FILES])
def test_S2_a_worker_opens_no_socket(sealed: Seal) -> None:
    async def test() -> None:
        hits: list[Any] = []
        server = await asyncio.start_server(lambda r, w: hits.append(w), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with pool(sealed=Seal.NONE) as workers:  # the canary sings where nothing is sealed
            await workers.run({"do": "socket", "port": port})
        await asyncio.sleep(0.05)
        assert len(hits) == 1
        async with pool(sealed=sealed) as workers:
            with pytest.raises(WorkerError):
                await workers.run({"do": "socket", "port": port})
        await asyncio.sleep(0.05)
        assert len(hits) == 1
        server.close()

    run(test)


def test_S10_a_caller_who_goes_away_takes_the_job_along() -> None:
    async def test() -> None:
        async with pool() as workers:
            [pid] = workers.pids
            task = asyncio.ensure_future(workers.run({"do": "spin"}))
            await asyncio.sleep(0.2)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            assert (await workers.run({"do": "echo"})).header["pid"] != pid
            assert gone(pid)

    run(test)


def test_S11_the_queue_is_limited_and_one_share_has_half_of_it() -> None:
    async def test() -> None:
        async with pool(waiting=4) as workers:
            running = [asyncio.ensure_future(workers.run({"do": "sleep", "seconds": 1.0}, share="a"))]
            await asyncio.sleep(0.1)
            waiting = [asyncio.ensure_future(workers.run({"do": "echo"}, share="a")) for _ in range(2)]
            await asyncio.sleep(0)
            with pytest.raises(Busy) as found:
                await workers.run({"do": "echo"}, share="a")
            assert found.value.retry_after >= 1
            other = asyncio.ensure_future(workers.run({"do": "echo"}, share="b"))
            await asyncio.sleep(0)
            assert workers.queued == 3
            order = []
            for name, task in (("a", waiting[0]), ("a", waiting[1]), ("b", other)):
                task.add_done_callback(lambda _, name=name: order.append(name))
            await asyncio.gather(*running, *waiting, other)
            assert workers.queued == workers.busy == 0
            assert sorted(order) == ["a", "a", "b"]

    run(test)


def test_S11_who_has_nothing_running_comes_before_who_has() -> None:
    async def test() -> None:
        async with pool(size=2, waiting=8) as workers:
            first = asyncio.ensure_future(workers.run({"do": "sleep", "seconds": 2.0}, share="a"))
            second = asyncio.ensure_future(workers.run({"do": "sleep", "seconds": 0.4}, share="a"))
            await asyncio.sleep(0.1)
            order: list[str] = []

            async def ask(share: str) -> None:
                await workers.run({"do": "echo"}, share=share)
                order.append(share)

            await asyncio.gather(ask("a"), ask("b"), second)
            assert order[0] == "b"
            first.cancel()
            with suppress(asyncio.CancelledError):
                await first

    run(test)


def test_R12_closing_leaves_no_process_and_refuses_who_waits() -> None:
    async def test() -> None:
        async with pool(size=2) as workers:
            pids = workers.pids
            jobs = [asyncio.ensure_future(workers.run({"do": "spin"}, share=str(i))) for i in range(3)]
            await asyncio.sleep(0.2)
            await workers.close()
            ended = await asyncio.gather(*jobs, return_exceptions=True)
            assert sorted(type(e).__name__ for e in ended) == ["Busy"] * 3
            assert all(gone(pid) for pid in pids)
            with pytest.raises(Busy):
                await workers.run({"do": "echo"})

    run(test)


def test_R12_a_job_under_way_has_the_grace_to_end() -> None:
    async def test() -> None:
        async with pool() as workers:
            job = asyncio.ensure_future(workers.run({"do": "sleep", "seconds": 0.3}))
            await asyncio.sleep(0.1)
            await workers.close(grace=10)
            assert (await job).header == {"did": "sleep"}

    run(test)


def test_a_worker_that_cannot_be_made_ready_says_why() -> None:
    async def test() -> None:
        with pytest.raises(WorkerError, match="will not start"):
            async with pool(options={"fail": True}):
                pass

    run(test)


def test_workers_killed_at_random_moments_are_replaced_and_jobs_answered() -> None:
    async def test() -> None:
        chance = random.Random(20)
        async with pool(size=2, waiting=50) as workers:
            stop = False

            async def kill() -> None:
                while not stop:
                    await asyncio.sleep(chance.random() * 0.3)
                    if workers.pids:
                        with suppress(ProcessLookupError):
                            os.kill(chance.choice(workers.pids), signal.SIGKILL)

            killer = asyncio.ensure_future(kill())
            answered = died = 0
            for number in range(40):
                try:
                    done = await workers.run({"do": "echo", "say": number}, b"abc" * 1000)
                    assert done.header["said"] == number and done.size == 3000
                    done.close()
                    answered += 1
                except Died:
                    died += 1  # killed, done again, and killed again
                await asyncio.sleep(0.02)
            stop = True
            await killer
            assert answered > died
            assert (await workers.run({"do": "echo", "say": "after"})).header["said"] == "after"
            seen = set(workers.pids)
        assert all(gone(pid) for pid in seen)

    run(test)


def test_a_job_that_changes_something_is_not_done_twice() -> None:
    async def test() -> None:
        async with pool(again=False) as workers:
            job = asyncio.ensure_future(workers.run({"do": "sleep", "seconds": 5}))
            await asyncio.sleep(0.2)
            os.kill(workers.pids[0], signal.SIGKILL)
            with pytest.raises(Died):
                await job

    run(test)


def test_no_worker_outlives_a_server_that_is_killed() -> None:
    program = textwrap.dedent(
        """
        import asyncio
        from kg_query.workers import Pool, Seal
        async def main():
            pool = Pool("worker_specimens:open_obedient", {}, size=2, sealed=Seal.SOCKETS)
            await pool.start()
            print(*pool.pids, flush=True)
            await asyncio.gather(*(pool.run({"do": "spin"}, seconds=60) for _ in range(2)))
        asyncio.run(main())
        """
    )
    server = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    pids = [int(word) for word in server.stdout.readline().split()]
    assert len(pids) == 2
    time.sleep(0.2)
    server.kill()
    server.wait()
    server.stdout.close()
    until = time.monotonic() + 20
    while time.monotonic() < until and not all(_ended(pid) for pid in pids):
        time.sleep(0.05)
    assert all(_ended(pid) for pid in pids)


def _ended(pid: int) -> bool:
    """Gone, or dead and waiting for whoever adopted it to take note."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def test_a_flood_of_one_leaves_a_place_for_another() -> None:
    async def test() -> None:
        async with pool(size=1, spare=1, waiting=8) as workers:
            assert len(workers.pids) == 2
            flood = [asyncio.ensure_future(workers.run({"do": "spin"}, share="bad")) for _ in range(4)]
            await asyncio.sleep(0.1)
            for number in range(5):
                done = await workers.run({"do": "echo", "say": number}, share="good", seconds=10)
                assert done.header["said"] == number
            assert (workers.busy, workers.queued) == (1, 3)
            for task in flood:
                task.cancel()
            await asyncio.gather(*flood, return_exceptions=True)

    run(test)


def test_who_waits_too_long_is_told_when_to_come_again() -> None:
    async def test() -> None:
        async with pool(patience=0.2) as workers:
            job = asyncio.ensure_future(workers.run({"do": "sleep", "seconds": 3}, share="a"))
            await asyncio.sleep(0.1)
            with pytest.raises(Busy):
                await workers.run({"do": "echo"}, share="b")
            assert not job.done() and workers.queued == 0
            job.cancel()

    run(test)


def test_an_idle_worker_that_is_killed_costs_no_job_even_where_none_is_done_twice() -> None:
    async def test() -> None:
        async with pool(again=False) as workers:
            for number in range(5):
                os.kill(workers.pids[0], signal.SIGKILL)  # the pool cannot know of it yet
                assert (await workers.run({"do": "echo", "say": number})).header["said"] == number

    run(test)


def test_a_caller_who_goes_away_costs_no_worker_whose_job_ends_at_once() -> None:
    async def test() -> None:
        async with pool() as workers:
            pids = workers.pids
            for _ in range(5):
                task = asyncio.ensure_future(workers.run({"do": "echo"}, b"x" * 100_000))
                await asyncio.sleep(0.001)
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            assert (await workers.run({"do": "echo"})).header["pid"] in pids
            assert workers.pids == pids

    run(test)


def test_a_worker_that_keeps_memory_is_replaced_between_two_jobs() -> None:
    async def test() -> None:
        async with pool() as workers:
            pids = workers.pids
            await workers.run({"do": "grow", "size": 100 * 1024**2})
            assert workers.pids == pids
            await workers.run({"do": "grow", "size": 600 * 1024**2})
            assert (await workers.run({"do": "echo"})).header["pid"] not in pids

    run(test)


def test_a_worker_knows_no_secret_of_the_server_and_imports_nothing_from_where_it_was_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("KGQ_TOKEN", "KGQ_STORE_PASSWORD", "AWS_SECRET_ACCESS_KEY", "SIGNING_KEY", "KGQ_DATA"):
        monkeypatch.setenv(name, "hidden")
    (tmp_path / "json.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)

    async def test() -> None:
        async with pool() as workers:
            header = (await workers.run({"do": "environment"})).header
            assert not {"KGQ_TOKEN", "KGQ_STORE_PASSWORD", "AWS_SECRET_ACCESS_KEY", "SIGNING_KEY"} & set(
                header["names"]
            )
            assert "KGQ_DATA" in header["names"]
            assert str(tmp_path) not in header["path"] and "" not in header["path"]

    run(test)


def test_A5_words_of_a_failure_that_may_be_of_a_case_are_not_told(caplog: pytest.LogCaptureFixture) -> None:
    async def test() -> None:
        async with pool(spool_to_disk=False) as workers:
            with pytest.raises(WorkerError, match="ValueError in worker_specimens") as found:
                await workers.run({"do": "raise"})
            assert "secret" not in str(found.value) and found.value.__context__ is None
            done = await workers.run({"do": "echo"}, b"x" * 3_000_000)
            assert done.body._rolled is False  # not in a file
            done = await workers.run({"do": "echo"}, b"x")
            done.close()

    run(test)
    assert "worker_specimens.py" in caplog.text and "secret" not in caplog.text


def test_a_worker_gone_mad_cannot_fill_the_memory_of_the_server() -> None:
    async def test() -> None:
        async with pool() as workers:
            with pytest.raises(Died):  # at once, not when the four gigabytes or the time are up
                await workers.run({"do": "lie"})
            assert (await workers.run({"do": "echo"})).header["pid"]

    run(test)


@pytest.mark.skipif(sys.platform != "linux", reason="the filter of system calls is Linux's")
def test_S2_each_seal_is_there_and_files_can_be_opened_only_where_they_must() -> None:
    async def test() -> None:
        async with pool(sealed=Seal.SOCKETS) as workers:
            assert workers.seals == {"python", "kernel"}
            assert (await workers.run({"do": "open"})).header == {"did": "open"}
        async with pool(sealed=Seal.FILES) as workers:
            assert workers.seals == {"python", "kernel", "files"}
            with pytest.raises(WorkerError):
                await workers.run({"do": "open"})

    run(test)


_ALONE = """
import pyoxigraph as ox, sys
from kg_query.workers import limits
store = ox.Store()
getattr(limits, sys.argv[1])()
try:
    list(store.query("SELECT * { SERVICE <%s> { ?s ?p ?o } }" % sys.argv[2]))
except OSError as error:
    print(type(error).__name__)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the filter of system calls is Linux's")
@pytest.mark.parametrize("one", ["_refuse_in_kernel", "_no_more_files"])
def test_S2_either_of_the_two_seals_stops_the_engine_by_itself(one: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0.2)
        url = f"http://127.0.0.1:{canary.getsockname()[1]}/"
        done = subprocess.run(
            [sys.executable, "-c", _ALONE, one, url], capture_output=True, text=True, timeout=60
        )
        assert done.stdout.strip().endswith("Error"), done.stderr
        with pytest.raises(TimeoutError):
            canary.accept()
