"""The warm-up: what pages rest on is there before anybody asks, and nobody is kept waiting by it."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import FastAPI
from served import serving
from starlette.testclient import TestClient

from kg_query import KnowledgeGraph
from kg_query.web.api import working
from kg_query.web.api.caching import AnswerCache
from kg_query.web.api.table import operations
from kg_query.web.app import create_app
from kg_query.web.pages.asking import job_of
from kg_query.web.pages.resting import jobs
from kg_query.web.problems import HttpProblem
from kg_query.web.settings import Settings
from kg_query.web.warming import SHARE, WarmUp
from kg_query.workers import Limits, Pool, Seal, TimedOut


@pytest.fixture(autouse=True)
def specimens_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent))


def asked(part: str, **more: Any) -> dict[str, Any]:
    """A job of the warm-up, with what the worker of these tests is to do."""
    return {**job_of("compare-part", {"part": part}, {}, "json", "zh"), "do": "echo", "say": part, **more}


def run(test: Callable[[FastAPI, Pool], Awaitable[None]]) -> None:
    """Runs a test with an application whose task workers obey the job: one regular place and a spare one."""

    async def whole() -> None:
        limits = Limits(seconds=30, memory=1024**3)
        pool = Pool("worker_specimens:open_obedient", size=1, spare=1, sealed=Seal.SOCKETS, limits=limits)
        await pool.start()
        app = FastAPI()
        app.state.answers = AnswerCache()
        app.state.service = SimpleNamespace(tasks=pool, kg=None, dataset=None)
        try:
            await asyncio.wait_for(test(app, pool), 60)
        finally:
            await pool.close()

    asyncio.run(whole())


async def until(condition: Callable[[], object]) -> None:
    """Waits until something is so; the time of the whole test is limited."""
    while not condition():
        await asyncio.sleep(0.01)


def answer(app: FastAPI, job: dict[str, Any]) -> Awaitable[Any]:
    """What somebody gets who asks for what a job is about."""
    request: Any = SimpleNamespace(app=app, scope={"client": ("192.0.2.1", 1)})
    return working.looked_up(request, operations()[job["operation"]], dict(job))


# --- what it does -------------------------------------------------------------------------------


def test_what_was_warmed_up_is_answered_without_a_worker_in_either_language() -> None:
    async def test(app: FastAPI, pool: Pool) -> None:
        warm = WarmUp(app, lambda: [asked("clauses"), asked("grounds")])
        warm.start()
        await warm.done()
        assert (pool.stats.jobs["done"], len(app.state.answers)) == (2, 2)
        for lang in ("zh", "en"):
            assert (await answer(app, {**asked("clauses"), "lang": lang})).etag
        assert pool.stats.jobs["done"] == 2 and app.state.answers.hits == 2

    run(test)


def test_a_request_has_the_other_worker_at_once_and_the_warm_up_never_takes_the_last_one() -> None:
    async def test(app: FastAPI, pool: Pool) -> None:
        other = asyncio.ensure_future(pool.run({"do": "sleep", "seconds": 20}, share="a"))
        await until(lambda: pool.busy)
        warm = WarmUp(app, lambda: [asked("clauses")])
        warm.start()
        await asyncio.sleep(0.3)
        assert pool.busy == 1 and not app.state.answers  # one worker is free, and stays so
        done = await pool.run({"do": "echo", "say": 1}, share="b")
        assert done.header["said"] == 1 and pool.stats.jobs["busy"] == 0
        other.cancel()
        await warm.done()
        assert len(app.state.answers) == 1

    run(test)


def test_who_comes_to_wait_for_a_worker_has_that_of_the_warm_up() -> None:
    async def test(app: FastAPI, pool: Pool) -> None:
        warm = WarmUp(app, lambda: [asked("clauses", do="sleep", seconds=25)])
        warm.start()
        await until(lambda: pool.busy)
        first = asyncio.ensure_future(pool.run({"do": "sleep", "seconds": 25}, share="a"))
        await until(lambda: pool.busy == 2)
        second = await pool.run({"do": "echo", "say": 2}, share="b")
        assert second.header["said"] == 2 and not first.done() and not app.state.answers
        assert pool.stats.jobs["cancelled"] == 1
        first.cancel()
        await warm.close()

    run(test)


def test_a_second_request_of_one_who_has_all_he_may_have_ends_nothing() -> None:
    async def test(app: FastAPI, pool: Pool) -> None:
        warm = WarmUp(app, lambda: [asked("clauses", do="sleep", seconds=1)])
        warm.start()
        await until(lambda: pool.busy)
        two = [asyncio.ensure_future(pool.run({"do": "sleep", "seconds": 20}, share="a")) for _ in range(2)]
        await until(lambda: pool.queued)
        await warm.done()
        assert len(app.state.answers) == 1 and pool.stats.jobs["cancelled"] == 0
        for one in two:
            one.cancel()
        await asyncio.gather(*two, return_exceptions=True)

    run(test)


def test_who_asks_for_what_is_being_warmed_up_gets_it_from_there() -> None:
    async def test(app: FastAPI, pool: Pool) -> None:
        job = asked("clauses", do="sleep", seconds=1)
        warm = WarmUp(app, lambda: [job])
        warm.start()
        await until(lambda: pool.busy)
        there = asyncio.ensure_future(answer(app, job))
        await asyncio.sleep(0)
        await warm.close()  # whoever else waits for it has it all the same
        await there
        assert pool.stats.jobs["done"] == 1 and pool.stats.jobs["cancelled"] == 0

    run(test)


def test_who_joins_work_of_the_warm_up_waits_no_longer_than_for_work_of_his_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def test(app: FastAPI, pool: Pool) -> None:
        monkeypatch.setattr(pool, "patience", 0.1)
        job, quick = (
            asked("clauses", do="sleep", seconds=20),
            replace(operations()["compare-part"], seconds=0.2),
        )
        warm = WarmUp(app, lambda: [job])
        warm.start()
        await until(lambda: pool.busy)
        request: Any = SimpleNamespace(app=app, scope={"client": ("192.0.2.1", 1)})
        with pytest.raises(TimedOut):
            await working.looked_up(request, quick, dict(job))
        assert pool.busy == 1  # the work goes on
        await warm.close()

    run(test)


def test_who_asks_while_the_warm_up_stands_back_does_not_stand_back_with_it() -> None:
    async def test(app: FastAPI, pool: Pool) -> None:
        other = asyncio.ensure_future(pool.run({"do": "sleep", "seconds": 20}, share="a"))
        await until(lambda: pool.busy)
        job = asked("clauses")
        back = asyncio.ensure_future(working.made_ready(app, operations()["compare-part"], dict(job), SHARE))
        await asyncio.sleep(0)  # begun, and not yet told that it would take the last worker
        assert (await answer(app, job)).etag
        with pytest.raises(working.NotNow):
            await back
        other.cancel()

    run(test)


def test_a_failure_is_logged_and_the_rest_is_warmed_up(caplog: pytest.LogCaptureFixture) -> None:
    async def test(app: FastAPI, pool: Pool) -> None:
        warm = WarmUp(
            app, lambda: [asked("clauses", do="exit"), asked("measures", do="raise"), asked("grounds")]
        )
        warm.start()
        await warm.done()
        assert len(app.state.answers) == 1 and (await answer(app, asked("grounds"))).etag

    with caplog.at_level(logging.INFO, "kg_query.warming"):
        run(test)
    said = [one.getMessage() for one in caplog.records if one.name == "kg_query.warming"]
    assert [line.split(":")[1] for line in said[:2]] == [" compare-part clauses", " compare-part measures"]
    assert said[2].startswith("warmed up: 1 of 3 answers")


def test_where_nothing_can_be_listed_that_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> list[dict[str, Any]]:
        raise OSError("no such list")

    async def test(app: FastAPI, pool: Pool) -> None:
        warm = WarmUp(app, broken)
        warm.start()
        await warm.done()

    run(test)
    assert "cannot be listed" in caplog.text


# --- what it is about ---------------------------------------------------------------------------


def test_what_pages_ask_that_takes_seconds_is_on_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page asks for a job of the list, word for word; what is made ready for nobody would be of no use."""
    met: list[dict[str, Any]] = []

    async def noted(service: object, operation: object, job: dict[str, Any], *more: object) -> None:
        met.append(dict(job))
        raise HttpProblem(503, "not-ready")

    monkeypatch.setattr(working, "_worked", noted)
    kg = KnowledgeGraph.open()
    pages = [
        "/compare", "/compare/clauses", "/compare/measures", "/compare/grounds", "/compare/procedure",
        "/compare/scenarios", "/defects", "/defects?regulation=nanmu", "/questions/diverging-scenarios?run=yes",
    ]  # fmt: skip
    listed = list(jobs())
    client = TestClient(
        create_app(kg, Settings()), base_url="http://localhost", raise_server_exceptions=False
    )
    for path in pages:
        for lang in ("zh", "en"):
            met.clear()
            client.get(path, headers={"accept": "text/html", "accept-language": lang})
            assert met and all(job in listed for job in met), (path, lang, met)
    names = [(job["operation"], *job["path"].values(), job["lang"]) for job in listed]
    assert len(set(names)) == len(names)
    assert {job["lang"] for job in listed if job["operation"] == "ask"} == {"zh", "en"}


def test_json_that_is_kept_once_is_the_same_in_both_languages() -> None:
    from kg_query.web.api.verbs import answer as answered

    graph = KnowledgeGraph.open()
    for name, path, options in (
        ("compare-part", {"part": "procedure"}, {}),
        ("compare-part", {"part": "clauses"}, {}),
        ("lint", {}, {"check": ["norm-implied"]}),
    ):
        assert operations()[name].languages("json", options, ("zh", "en")) == ("zh",)
        one, other = (answered(graph, job_of(name, path, options, "json", lang)) for lang in ("zh", "en"))
        assert one.content == other.content and json.loads(one.content)
    assert operations()["compare-part"].languages("json", {"table": ["x"]}, ("zh", "en")) == ("zh", "en")
    assert operations()["compare-part"].languages("csv", {}, ("zh", "en")) == ("zh", "en")


# --- the service --------------------------------------------------------------------------------


def test_it_begins_when_the_service_is_ready_and_ends_with_it() -> None:
    found = serving("--warm-up", "--workers", "1")
    try:
        end = time.monotonic() + 60
        while (
            time.monotonic() < end
            and 'kgq_workers_busy{pool="tasks"} 1.0' not in found.client.get("/metrics").text
        ):
            time.sleep(0.02)
        assert time.monotonic() < end, "no job of the warm-up was seen"
        assert found.client.get("/api/v1/questions").status_code == 200
        workers = found.children()
        assert found.stop() == 0
        assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]
        assert "Traceback" not in found.said() and '"error"' not in found.said()
    finally:
        if found.process.poll() is None:
            found.stop()
        found.log.unlink(missing_ok=True)
