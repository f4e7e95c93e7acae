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


def one_worker(test: Callable[[Pool], Awaitable[None]]) -> None:
    async def started() -> None:
        pool = Pool("worker_specimens:open_obedient", size=1, limits=Limits(seconds=20), sealed=Seal.NONE)
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
    return int(file.read_text().split()[-1]) if file.exists() else None


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

    one_worker(test)


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
            assert group > session(os.getpid()) or group >= 10  # type: ignore[operator]
            assert session(pid) != group, "its session has come forward again"
        assert pool.pids == [pid]
        level, _ = await asleep(pool, 2.0, 1.5)
        assert level == 10
        (await pool.run({"do": "echo"})).close()
        assert pid not in pool.pids

    one_worker(test)


def test_a_worker_in_place_of_another_is_made_ready_behind_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stepped: list[int] = []
    step_back = priority.step_back

    def noted(pid: int, for_good: bool = False) -> bool:
        stepped.append(pid)
        return step_back(pid, for_good)

    monkeypatch.setattr(priority, "step_back", noted)

    async def test(pool: Pool) -> None:
        (first,) = pool.pids
        assert stepped == [], "the first ones are wanted at once"
        os.kill(first, 9)
        (await pool.run({"do": "echo"})).close()
        (second,) = pool.pids
        assert stepped == [second] and second != first
        if priority._may_lower():
            assert nice(second) == 0

    one_worker(test)
