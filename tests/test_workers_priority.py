"""A long job steps back behind short ones, and comes forward again; where it cannot, its worker is replaced."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from kg_query.workers import Limits, Pool, Seal, priority, process

TESTS = Path(__file__).parent

pytestmark = pytest.mark.skipif(not hasattr(os, "setpriority"), reason="this system has no nice values")


@pytest.fixture(autouse=True)
def specimens_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(TESTS))
    monkeypatch.setattr(process, "_LONG", 0.2)


def with_workers(size: int, test: Callable[[Pool], Awaitable[None]]) -> None:
    async def started() -> None:
        pool = Pool("worker_specimens:open_obedient", size=size, limits=Limits(seconds=20), sealed=Seal.NONE)
        await pool.start()
        try:
            await test(pool)
        finally:
            await pool.close()

    asyncio.run(asyncio.wait_for(started(), 60))


def nice(pid: int) -> int:
    return os.getpriority(os.PRIO_PROCESS, pid) - os.getpriority(os.PRIO_PROCESS, 0)


def session(pid: int) -> int | None:
    """The level of its session among others (Linux: sched(7), autogroup)."""
    file = Path(f"/proc/{pid}/autogroup")
    words = file.read_text().split() if file.exists() else []
    return int(words[-1]) if words else None  # empty where a kernel has no groups of sessions


async def asleep(pool: Pool, seconds: float, look: float) -> tuple[int, int | None]:
    """The levels of a worker in the middle of a job that takes so long."""
    job = asyncio.ensure_future(pool.run({"do": "sleep", "seconds": seconds}))
    await asyncio.sleep(look)
    assert not job.done()
    found = nice(pool.pids[0]), session(pool.pids[0])
    (await job).close()
    return found


@pytest.mark.skipif(
    not priority._may_lower(), reason="only a privileged process may lower a nice value again"
)
def test_S7_a_long_job_steps_back_and_its_worker_comes_forward_again() -> None:
    async def test(pool: Pool) -> None:
        (pid,) = pool.pids
        assert nice(pid) == 0
        level, group = await asleep(pool, 1.5, 1.0)
        assert level == 10 and group in (None, 10 + os.getpriority(os.PRIO_PROCESS, 0))
        (await pool.run({"do": "echo"})).close()
        assert pool.pids == [pid] and nice(pid) == 0

    with_workers(1, test)


def test_S7_who_cannot_come_forward_again_is_replaced_after_a_very_long_job(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(priority, "_may_lower", lambda: False)
    monkeypatch.setattr(process, "_VERY_LONG", 1.0)

    async def test(pool: Pool) -> None:
        (pid,) = pool.pids
        level, group = await asleep(pool, 0.8, 0.5)
        assert level == 0, "what cannot be undone is not done to a job that is only long"
        if sys.platform == "linux" and group is not None:
            assert group >= 10 + os.getpriority(os.PRIO_PROCESS, 0)
            assert session(pid) != group, "its session has come forward again"
        assert pool.pids == [pid]
        level, _ = await asleep(pool, 2.0, 1.5)
        assert level == 10
        (await pool.run({"do": "echo"})).close()
        assert pid not in pool.pids

    with_workers(1, test)


def test_a_worker_in_place_of_another_is_made_ready_behind_those_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stepped: list[int] = []
    step_back = priority.step_back

    def noted(pid: int, by: int, for_good: bool = False) -> bool:
        stepped.append(pid)
        return step_back(pid, by, for_good)

    monkeypatch.setattr(priority, "step_back", noted)

    async def replaced(pool: Pool) -> int:
        before = pool.pids
        os.kill(before[0], 9)
        while len(new := set(pool.pids) - set(before)) == 0 or len(pool.pids) < len(before):
            await asyncio.sleep(0.02)
        return new.pop()

    async def test(pool: Pool) -> None:
        assert stepped == [], "the first ones are wanted at once"
        await replaced(pool)
        assert stepped == [], "and so is the only one"

    async def test_of_two(pool: Pool) -> None:
        new = await replaced(pool)
        assert stepped == [new]
        if priority._may_lower():
            assert nice(new) == 0

    with_workers(1, test)
    with_workers(2, test_of_two)
