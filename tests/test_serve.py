"""`kgq serve` as a process: how it starts, what it refuses, how it ends, and what it serves meanwhile."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import httpx
import pytest
from served import CLONE, Canary, Served, dataset_folder, serving, serving_while, spoken

SECRET = "zhangsan-13800138000"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
TOKEN = "x" * 40


def refused(*options: str, env: dict[str, str] | None = None) -> tuple[int, str]:
    """What `kgq serve` says, and with which exit code, where it does not start."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("KGQ_")}
    done = subprocess.run(
        [sys.executable, "-m", "kg_query", "--lang", "en", "serve", *options],
        capture_output=True, text=True, cwd=CLONE, env={**clean, **(env or {})}, timeout=120, check=False,
    )  # fmt: skip
    assert done.stdout == "" and "Traceback" not in done.stderr
    return done.returncode, done.stderr


def until(condition: object, seconds: float = 30.0) -> bool:
    """Whether something becomes true in time."""
    assert callable(condition)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def alive(pid: int) -> bool:
    """Whether there is a process, also one that nobody has buried."""
    return Path(f"/proc/{pid}").exists() if Path("/proc/self").exists() else _signalled(pid)


def _signalled(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True


# --- starting -----------------------------------------------------------------------------------


def test_A3_a_service_that_others_can_reach_wants_to_know_who_asks(tmp_path: Path) -> None:
    for host in ("0.0.0.0", "::"):
        code, said = refused("--host", host)
        assert code == 2 and "--allow-anonymous" in said and "--keys-file" in said


@pytest.mark.parametrize(("options", "code", "said"), [
    (["--port", "70000"], 2, "between 0 and 65535"),
    (["--host", "203.0.113.7", "--allow-anonymous"], 2, "no address"),
    (["--public-url", "ftp://x"], 2, "http or https"),
    (["--writable"], 2, "needs a token"),
    (["--token-file", "x.txt", "--writable"], 3, "cannot be read"),
    (["--store", "http://127.0.0.1:1/", "--store-folder", "x"], 2, "exclude each other"),
    (["--store-update", "http://127.0.0.1:1/"], 2, "--store"),
    (["--trust-proxy", "somewhere"], 2, "neither an address nor a network"),
    (["--rate", "-1"], 2, "--rate"),
])  # fmt: skip
def test_what_cannot_be_is_said_plainly(options: list[str], code: int, said: str) -> None:
    found, text = refused(*options)
    assert found == code and said in text, text


def test_a_port_that_is_taken_is_said_and_short_tokens_are_refused() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, said = refused("--port", str(taken.getsockname()[1]))
    assert code == 3 and "in use" in said
    code, said = refused("--writable", env={"KGQ_TOKEN": "short"})
    assert code == 2 and "20 visible" in said and "short" not in said.replace("shortest", "")


# --- while it runs ------------------------------------------------------------------------------


def test_A3_by_default_it_is_for_this_machine_and_read_only(served: Served) -> None:
    listening = subprocess.run(["ss", "-ltnH"], capture_output=True, text=True, check=False).stdout
    if listening:
        assert f"127.0.0.1:{served.port} " in listening and f"0.0.0.0:{served.port} " not in listening
    update = {"update": "INSERT DATA { <urn:s> <urn:p> <urn:o> }"}
    assert served.client.post("/sparql", data=update).status_code == 403
    assert served.client.put("/graph-store?default", content=b"").status_code in (401, 403)
    assert served.client.get("/api/v1/cases").status_code == 404
    for path in ("/admin", "/api/v1/admin", "/debug", "/redoc"):
        assert served.client.get(path).status_code == 404


def test_R14_readiness_asks_the_store_and_health_does_not(served: Served) -> None:
    assert served.client.get("/health").json()["status"] == "up"
    assert served.client.get("/ready").json() == {"status": "ready"}


def test_U8_raw_paths_lead_to_nothing_outside(served: Served) -> None:
    for path in (
        "/static/../app.py",
        "/static/../../../../etc/passwd",
        "/static/%2e%2e/app.py",
        "/static/....//app.py",
    ):
        answer = spoken(
            served.port, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        )
        assert answer.startswith(b"HTTP/1.1 404 "), path


def test_P4_what_is_no_request_gets_a_problem_and_too_long_a_head_an_end(served: Served) -> None:
    answer = spoken(served.port, b"NONSENSE\r\n\r\n")
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 Bad Request") and json.loads(body)["status"] == 400
    assert b"content-security-policy: default-src 'none'" in head.lower()
    endless = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * 40_000
    assert spoken(served.port, endless).startswith((b"HTTP/1.1 400", b""))
    announced = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n"
    assert spoken(served.port, announced).startswith(b"HTTP/1.1 413 ")
    twice = b"GET /health HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"
    assert spoken(served.port, twice).startswith(b"HTTP/1.1 400 ")
    assert served.client.get("/health").status_code == 200


def test_P5_a_form_of_very_many_parts_is_refused(served: Served) -> None:
    many = [("file", (f"{n}.json", b"{}", "application/json")) for n in range(1001)]
    answer = served.client.post("/api/v1/assess", files=many)
    assert answer.status_code in (400, 413) and answer.headers["content-type"] == "application/problem+json"
    long = served.client.post("/api/v1/assess", files=[("lang", (None, b"e" * 2 * 1024**2))])
    assert 400 <= long.status_code < 500
    assert served.client.get("/health").status_code == 200


def test_A10_nothing_that_was_sent_stands_in_the_log(served: Served) -> None:
    served.client.get("/sparql", params={"query": f'ASK {{ ?s ?p "{SECRET}" }}'})
    served.client.post("/api/v1/assess", json={"id": SECRET, "established": [SECRET]})
    served.client.get(f"/api/v1/cases/{SECRET}", headers={"Authorization": f"Bearer kgq_{SECRET}"})
    served.client.get("/sparql", params={"query": f"SELECT {SECRET} broken"})
    assert until(lambda: served.said().count('"route": "/sparql"') >= 2)
    said = served.said()
    assert SECRET not in said and "13800138000" not in said
    for line in said.splitlines():
        assert json.loads(line)["level"] in ("info", "warning", "error"), line


# --- ending -------------------------------------------------------------------------------------


def test_R12_a_signal_lets_requests_finish_and_leaves_no_process() -> None:
    service = serving("--workers", "1")
    workers = service.children()
    assert workers
    answers: list[int] = []

    def ask() -> None:
        with httpx.Client(timeout=60, trust_env=False) as client:
            answers.append(
                client.get(f"{service.url}/sparql", params={"query": SLOW, "timeout": "2"}).status_code
            )

    asking = threading.Thread(target=ask)
    asking.start()
    assert until(lambda: 'kgq_workers_busy{pool="sparql"} 1.0' in service.client.get("/metrics").text)
    assert service.stop() == 0
    asking.join(30)
    assert answers == [503], "the request under way was answered: its time was over"
    assert until(lambda: not any(alive(pid) for pid in workers)), "workers are left"
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{service.url}/health", trust_env=False)
    assert "Traceback" not in service.said()


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="this system has no SIGHUP")
def test_R12_ctrl_c_ends_it_and_R4_sighup_turns_to_another_dataset(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    name = (dataset_folder() / "current").read_text("utf-8").strip()
    for copy in (name, "store-copy"):
        shutil.copytree(dataset_folder() / name, folder / copy, copy_function=os.link)
    (folder / "current").write_text(name, "utf-8")
    service = serving("--workers", "1", "--store-folder", str(folder), folder=False)
    before = service.children()
    service.process.send_signal(signal.SIGHUP)
    assert until(lambda: "reloaded: the same dataset" in service.said())
    (folder / "current").write_text("store-copy", "utf-8")
    service.process.send_signal(signal.SIGHUP)
    assert until(lambda: "reloaded: another dataset" in service.said())
    assert until(lambda: not (before & service.children())), "the workers before are ended"
    assert service.client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).json()["boolean"] is True
    assert service.client.get("/ready").status_code == 200
    (folder / "store-copy" / "MANIFEST.json").unlink()
    answer = service.client.get("/ready?lang=en")
    assert answer.status_code == 503 and "manifest" in answer.json()["detail"]
    workers = service.children()
    assert service.stop(signal.SIGINT) == 0
    assert until(lambda: not any(alive(pid) for pid in workers))


def test_a_writable_service_follows_a_newer_dataset_and_says_what_stays(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """SIGHUP: its store takes over what nobody has changed, and the verbs go by the new law."""
    from kg_query.endpoint.following import Followed
    from kg_query.web.service import Service
    from kg_query.web.settings import Settings

    asked: list[tuple[object, str]] = []
    ended: list[str] = []

    class Part:
        followed = Followed(replaced=["urn:a", "urn:b"], kept=[f"urn:mine{n}" for n in range(7)])

        def __init__(self, name: str) -> None:
            self.name = name

        async def start(self) -> None: ...

        async def close(self) -> None:
            ended.append(self.name)

        async def follow(self, seed: object, content: str) -> Followed:
            asked.append((seed, content))
            return self.followed

    def dataset(name: str) -> Any:
        return SimpleNamespace(folder=name, path=f"{name}/rocksdb", manifest=SimpleNamespace(content=name))

    service = Service(cast(Any, SimpleNamespace(lang="zh")), Settings(writable=True, token=TOKEN))
    store, tasks, law = Part("store"), Part("tasks"), SimpleNamespace(lang="zh")
    service.backend, service.tasks, service.dataset = store, cast(Any, Part("tasks before")), dataset("old")
    monkeypatch.setattr("kg_query.graph.KnowledgeGraph.open", lambda *_: law)
    monkeypatch.setattr(service, "_task_pool", lambda: tasks)
    monkeypatch.setattr("kg_query.dataset.current", lambda _: dataset("old"))

    async def turn() -> None:
        assert await service.reload() is False and not asked
        monkeypatch.setattr("kg_query.dataset.current", lambda _: dataset("new"))
        assert await service.reload() is True
        await asyncio.gather(*service._retiring)

    with caplog.at_level(logging.INFO, logger="kg_query.serving"):
        asyncio.run(turn())
    assert asked == [("new/rocksdb", "new")]
    assert (service.backend, service.tasks, service.kg) == (store, tasks, law)
    assert ended == ["tasks before"], "the store stays open"
    assert "2 graphs are now as it has them" in caplog.text and "and 2 more" in caplog.text


def test_options_can_come_from_the_environment_and_secrets_are_not_told(tmp_path: Path) -> None:
    env = {
        "KGQ_WRITABLE": "1",
        "KGQ_TOKEN": TOKEN,
        "KGQ_STORE_FOLDER": str(tmp_path / "store"),
        "KGQ_WORKERS": "1",
    }
    shutil.copytree(dataset_folder(), tmp_path / "store", copy_function=os.link)
    with serving_while(env=env, folder=False) as service:
        key = {"Authorization": f"Bearer {TOKEN}"}
        update = {"update": "INSERT DATA { <urn:s> <urn:p> <urn:o> }"}
        assert service.client.post("/sparql", data=update).status_code == 401
        assert service.client.post("/sparql", data=update, headers=key).status_code == 204
        assert TOKEN not in service.said()


# --- in a browser -------------------------------------------------------------------------------

BROWSER = next((p for p in ("chromium", "chromium-browser", "google-chrome") if shutil.which(p)), None)


def browsed(url: str, folder: Path) -> tuple[str, str]:
    """A page as a browser has it after its scripts have run, and what stands on the console."""
    assert BROWSER is not None
    done = subprocess.run(
        [
            BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
            f"--user-data-dir={folder}", "--enable-logging=stderr", "--v=0", "--virtual-time-budget=20000",
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", "--dump-dom", url,
        ],
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    return done.stdout, "\n".join(line for line in done.stderr.splitlines() if "CONSOLE" in line)


@pytest.mark.skipif(
    BROWSER is None, reason="no Chromium is installed: the pages are not looked at in a browser"
)
def test_U4_the_page_of_the_api_works_under_its_policy(
    served: Served, canary: Canary, tmp_path: Path
) -> None:
    html, console = browsed(f"{served.url}/docs?lang=en#/matters/assess", tmp_path / "one")
    assert 'class="opblock' in html and "kg-query" in html, "Swagger UI has drawn the API"
    assert console == "", "a violation of the policy, or an error of a script"
    assert canary.hits == []
    # The console is heard: a page that breaks its own policy says so.
    (tmp_path / "bad.html").write_text(
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'"><script>1</script>',
        "utf-8",
    )
    _, console = browsed((tmp_path / "bad.html").as_uri(), tmp_path / "two")
    assert "Content Security Policy" in console
