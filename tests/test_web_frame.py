"""The frame of the service, request by request: what comes in, what goes out, and what is told of faults."""

from __future__ import annotations

import ast
import asyncio
import base64
import hashlib
import importlib.metadata
import json
import logging
import re
from collections.abc import AsyncIterator, Iterator
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from kg_query import KnowledgeGraph
from kg_query.errors import InputError, Problem
from kg_query.model import Text
from kg_query.web import problem_types
from kg_query.web.app import create_app
from kg_query.web.assets import STATIC
from kg_query.web.middleware.outgoing import CONTENT_SECURITY_POLICY
from kg_query.web.middleware.rate import Buckets
from kg_query.web.negotiation import accepts, disposition, etag, language_of
from kg_query.web.policy import NO_STORE, UNKNOWN, policy_of
from kg_query.web.service import Service
from kg_query.web.settings import Settings
from kg_query.workers import Busy, Died, OutOfMemory, TimedOut

WEB = Path(problem_types.__file__).parent
SECRET = "举报人张三-13800138000"


class Store:
    """A store that answers as it is told."""

    writable = False
    union_default_graph = True

    def __init__(self) -> None:
        self.up, self.cancelled = True, asyncio.Event()

    async def ready(self) -> bool:
        return self.up

    async def query(self, request: Any) -> Any:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            self.cancelled.set()
            raise


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


def made(kg: KnowledgeGraph, **settings: Any) -> FastAPI:
    """The application over a store of straw, with routes that fail in all ways."""
    service = Service(kg, Settings(**{"rate": 0, **settings}))
    service.backend = Store()
    app = create_app(kg, service.settings, service)
    errors: dict[str, Exception] = {
        "ours": InputError.collect(
            [Problem(Text("甲", "one"), "a.json"), Problem(Text("乙", "two"), "b.json")]
        ),
        "foreign": RuntimeError(SECRET),
        "time": TimedOut(3),
        "memory": OutOfMemory("1"),
        "busy": Busy(7),
        "killed": Died(-9),
        "crashed": Died(-11),
    }

    @app.get("/api/v1/fail/{kind}")
    async def fail(kind: str) -> None:
        raise errors[kind]

    app.router.routes.insert(0, app.router.routes.pop())
    return app


def asking(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="http://localhost", client=("127.0.0.1", 50000), follow_redirects=False)


@pytest.fixture(scope="module")
def app(kg: KnowledgeGraph) -> FastAPI:
    return made(kg)


@pytest.fixture(scope="module")
def client(app: FastAPI) -> Iterator[TestClient]:
    with asking(app) as found:
        yield found


def routes(app: FastAPI) -> list[tuple[str, str]]:
    """Every route with every method but OPTIONS, as templates."""
    found: list[tuple[str, str]] = []

    def walk(some: Any, prefix: str = "") -> None:
        for route in some:
            if inner := getattr(getattr(route, "original_router", None), "routes", None):
                walk(inner, prefix)
                continue
            methods = getattr(route, "methods", None) or ({"GET"} if hasattr(route, "app") else set())
            path = route.path + ("/x" if route.path == "/static" else "")
            found.extend((prefix + path, m) for m in sorted(methods - {"OPTIONS"}))

    walk(app.router.routes)
    return [(path, method) for path, method in found if "/fail/" not in path]


# --- policies -----------------------------------------------------------------------------------


def test_A4_every_route_has_a_policy(app: FastAPI) -> None:
    every = routes(app)
    assert len(every) > 60, "the routes were not found"
    unclassified = [one for one in every if policy_of(*one) is UNKNOWN]
    assert unclassified == [], "put them into kg_query/web/policy.py"


def test_U7_only_what_is_public_can_be_read_by_scripts_of_other_sites(
    app: FastAPI, client: TestClient
) -> None:
    for path, method in routes(app):
        policy = policy_of(path, method)
        asked = {"Origin": "https://other.example", "Access-Control-Request-Method": method}
        place = re.sub(r"\{[^}]*\}", "x", path)
        answer = client.options(place, headers={**asked, "Access-Control-Request-Headers": "content-type"})
        allowed = answer.headers.get("access-control-allow-origin")
        assert allowed == ("*" if policy.cors else None), (path, method)
        assert "access-control-allow-credentials" not in answer.headers
        if policy.cors:
            assert answer.status_code == 204, (path, method)
            assert "Content-Type" in answer.headers["access-control-allow-headers"]
            assert method in answer.headers["access-control-allow-methods"]


def test_U7_what_is_private_or_changes_something_is_in_no_public_group() -> None:
    private = [("/api/v1/cases", "GET"), ("/api/v1/cases/x", "DELETE"), ("/api/v1/assess", "POST"), ("/metrics", "GET"),
               ("/graph-store", "PUT"), ("/graph-store", "DELETE"), ("/nowhere", "GET")]  # fmt: skip
    assert [one for one in private if policy_of(*one).cors] == []


def test_U7_headers_that_scripts_need_are_exposed_and_cors_can_be_turned_off(
    kg: KnowledgeGraph, client: TestClient
) -> None:
    answer = client.get("/openapi.json", headers={"Origin": "https://other.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    exposed = answer.headers["access-control-expose-headers"]
    assert all(name in exposed for name in ("Link", "ETag", "X-Truncated", "X-Request-ID"))
    with asking(made(kg, cors=False)) as closed:
        answer = closed.get("/openapi.json", headers={"Origin": "https://other.example"})
        assert answer.status_code == 200 and "access-control-allow-origin" not in answer.headers


def test_U10_each_group_says_who_may_keep_its_answers(app: FastAPI, client: TestClient) -> None:
    for path, cache in [("/health", "no-store"), ("/", "public, max-age=300"), ("/openapi.json", "public, max-age=300"),
                        ("/static/site.css", "no-cache"), ("/nowhere", NO_STORE)]:  # fmt: skip
        assert client.get(path).headers["cache-control"] == cache, path
    for path in ("/api/v1/cases", "/api/v1/cases/x", "/nowhere"):
        answer = client.get(path)
        assert answer.headers["cache-control"] == NO_STORE, path
        assert {"Cookie", "Authorization", "Accept", "Accept-Language"} <= set(
            answer.headers["vary"].split(", ")
        )
    versioned = re.search(r'"(/static/site\.css\?v=\w+)"', client.get("/").text)
    assert versioned and "immutable" in client.get(versioned[1]).headers["cache-control"]
    assert "immutable" not in client.get("/static/site.css?v=000000000000").headers["cache-control"]


def test_U10_faults_are_never_kept_and_keyed_services_keep_nothing_in_shared_caches(
    kg: KnowledgeGraph, client: TestClient
) -> None:
    assert client.get("/api/v1/fail/ours").headers["cache-control"] == "no-store"
    with asking(made(kg, host="0.0.0.0")) as closed:
        assert closed.get("/openapi.json").headers["cache-control"] == "public, max-age=300"
        answer = closed.get("/sparql", params={"query": "ASK {}"})
        assert answer.status_code == 401 and "no-store" in answer.headers["cache-control"]


# --- headers ------------------------------------------------------------------------------------


def test_U4_every_answer_carries_the_security_headers(kg: KnowledgeGraph, client: TestClient) -> None:
    answers = {
        "page": client.get("/"),
        "asset": client.get("/static/docs.js"),
        "not found": client.get("/nowhere"),
        "method": client.delete("/health"),
        "host": client.get("/", headers={"Host": "evil.example"}),
        "cross-site": client.post("/api/v1/assess", headers={"Sec-Fetch-Site": "cross-site"}),
        "compressed": client.post("/api/v1/assess", headers={"Content-Encoding": "gzip"}),
        "too long": client.post("/api/v1/assess", headers={"Content-Length": "999999999"}),
        "fault": client.get("/api/v1/fail/foreign"),
        "preflight": client.options("/id/x", headers={"Origin": "https://a.example", "Access-Control-Request-Method": "GET"}),
    }  # fmt: skip
    statuses = {name: one.status_code for name, one in answers.items()}
    assert statuses == {"page": 200, "asset": 200, "not found": 404, "method": 405, "host": 400, "cross-site": 403,
                        "compressed": 415, "too long": 413, "fault": 500, "preflight": 204}  # fmt: skip
    for name, one in answers.items():
        assert one.headers["content-security-policy"] == CONTENT_SECURITY_POLICY, name
        assert one.headers["x-content-type-options"] == "nosniff", name
        assert one.headers["referrer-policy"] == "same-origin", name
        assert one.headers["cross-origin-opener-policy"] == "same-origin", name
        assert re.fullmatch(r"[0-9a-f]{32}", one.headers["x-request-id"]), name
        assert "server" not in one.headers, name
    assert "'unsafe" not in CONTENT_SECURITY_POLICY and "http" not in CONTENT_SECURITY_POLICY


def test_U4_pages_have_no_script_or_style_of_their_own(client: TestClient) -> None:
    for path in ("/", "/docs", "/problems", "/problems/timeout", "/?lang=en", "/docs?lang=en"):
        html = client.get(path, headers={"Accept": "text/html"}).text
        assert "<style" not in html and not re.search(r"\s(style|on\w+)=", html), path
        for tag in re.findall(r"<script[^>]*>", html):
            assert re.search(r'src="/static/[^"]+\?v=[0-9a-f]{12}"', tag), (path, tag)
        for address in re.findall(r'(?:src|href)="([^"]*)"', html):
            assert address.startswith(("/", "#")) and not address.startswith("//"), (path, address)


def test_U8_nothing_outside_the_static_files_is_served(client: TestClient) -> None:
    for path in ("%2e%2e/app.py", "..%2fapp.py", "%2e%2e%2f%2e%2e%2f%2e%2e%2fetc/passwd", "....//app.py", "vendor/..%5c..%5capp.py",
                 "%00", "vendor", "", "/etc/passwd"):  # fmt: skip
        answer = client.get("/static/" + path)
        assert answer.status_code == 404, path
        assert answer.headers["content-type"] == "application/problem+json"


def test_U9_no_address_leads_to_another_site(client: TestClient) -> None:
    for path in ("/?next=//evil.example", "/docs?next=https://evil.example", "//evil.example", "//evil.example/..",
                 "/docs/", "/%2f%2fevil.example", "/problems/?url=//evil.example"):  # fmt: skip
        place = client.get(path).headers.get("location", "/")
        assert place.startswith("/") and not place.startswith(("//", "/\\")), path


def test_U12_libraries_are_newer_than_their_known_holes(client: TestClient) -> None:
    def version(name: str) -> tuple[int, ...]:
        return tuple(int(n) for n in importlib.metadata.version(name).split(".")[:3])

    # CVE-2025-62727, CVE-2025-54121 and CVE-2023-30798 of Starlette; CVE-2024-53981 of python-multipart
    assert version("starlette") >= (1, 3) and version("python-multipart") >= (0, 0, 20)
    wanted = (Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8")
    assert '"starlette>=1.3"' in wanted and '"python-multipart>=0.0.20"' in wanted
    many = "bytes=" + ",".join(f"{n}-" for n in range(2000))
    assert client.get("/static/site.css", headers={"Range": many}).status_code in (200, 206, 400, 416)


def test_a_sane_request_id_is_kept_and_another_is_replaced(client: TestClient) -> None:
    assert (
        client.get("/health", headers={"X-Request-ID": "trace-0123456789"}).headers["x-request-id"]
        == "trace-0123456789"
    )
    for bad in ("short", "x" * 65, 'a"b{injected}aaa', "space in it 123"):
        assert client.get("/health", headers={"X-Request-ID": bad}).headers["x-request-id"] != bad


# --- who may ask --------------------------------------------------------------------------------


@pytest.mark.parametrize(("host", "status"), [
    ("localhost", 200), ("LOCALHOST:8000", 200), ("127.0.0.1:1", 200), ("[::1]:8000", 200), ("[::1]", 200),
    ("law.example", 200), ("public.example:443", 200), ("evil.example", 400), ("localhost.evil.example", 400),
    ("127.0.0.1.nip.io", 400), ("evil@localhost", 400), ("localhost:x", 400), ("", 400), ("[::1", 400),
    ("169.254.169.254", 400), ("localhost, evil.example", 400),
])  # fmt: skip
def test_U6_only_names_of_the_service_are_answered(kg: KnowledgeGraph, host: str, status: int) -> None:
    app = made(kg, allowed_hosts=("law.example",), public_url="https://public.example")
    with asking(app) as client:
        answer = client.get("/health", headers={"Host": host})
    assert answer.status_code == status
    if status == 400:
        assert answer.json()["type"].endswith("/problems/misdirected-host")


@pytest.mark.parametrize(("headers", "refused"), [
    ({}, False),
    ({"Sec-Fetch-Site": "same-origin"}, False),
    ({"Sec-Fetch-Site": "none"}, False),
    ({"Sec-Fetch-Site": "cross-site"}, True),
    ({"Sec-Fetch-Site": "same-site"}, True),
    ({"Sec-Fetch-Site": "cross-site", "Authorization": "Bearer kgq_x"}, False),
    ({"Origin": "http://localhost"}, False),
    ({"Origin": "http://localhost:9999"}, True),
    ({"Origin": "https://evil.example"}, True),
    ({"Origin": "null"}, True),
    ({"Origin": "null", "Authorization": "Basic eDp4"}, True),
])  # fmt: skip
def test_U5_other_sites_cannot_make_a_browser_change_anything(
    client: TestClient, headers: dict[str, str], refused: bool
) -> None:
    for method, path in (
        ("POST", "/api/v1/cases"),
        ("POST", "/api/v1/assess"),
        ("DELETE", "/api/v1/cases/x"),
        ("PUT", "/graph-store?default"),
    ):
        answer = client.request(method, path, headers=headers, content=b"" if method != "DELETE" else None)
        told = answer.json().get("type", "") if answer.content else ""
        assert told.endswith("/problems/cross-site") == refused, (method, path)
    assert client.get("/", headers=headers).status_code in (200, 401)


def test_A9_who_asks_too_often_waits(kg: KnowledgeGraph) -> None:
    with asking(made(kg, rate=0.01, burst=3)) as client:
        assert [client.get("/problems").status_code for _ in range(3)] == [200, 200, 200]
        answer = client.get("/problems")
        assert answer.status_code == 429 and int(answer.headers["retry-after"]) >= 1
        assert answer.json()["type"] == "/problems/too-many-requests"
        assert client.get("/health").status_code == 200, "who watches the service is not counted"
    other = TestClient(client.app, base_url="http://localhost", client=("127.0.0.9", 1))
    assert other.get("/problems").status_code == 200, "another address has a bucket of its own"


def test_A9_buckets_fill_again_and_are_bounded_in_number() -> None:
    now = [0.0]
    buckets = Buckets(2, 4, most=100, clock=lambda: now[0])
    assert [buckets.take("a") for _ in range(5)] == [0, 0, 0, 0, 0.5]
    now[0] = 0.5
    assert buckets.take("a") == 0 and buckets.take("a") == 0.5
    for n in range(10_000):
        buckets.take(f"address {n}")
    assert len(buckets) == 100


def test_A2_the_address_of_a_client_is_heard_from_trusted_proxies_only(kg: KnowledgeGraph) -> None:
    seen: list[str] = []

    async def answers(settings: dict[str, Any], forwarded: str) -> None:
        from kg_query.access import Proxies
        from kg_query.web.middleware.forwarded import Forwarded

        async def inner(scope: Any, receive: Any, send: Any) -> None:
            seen.append(f"{scope['scheme']} {scope['client'][0]}")

        scope = {"type": "http", "scheme": "http", "client": ("10.0.0.5", 1), "headers": [
            (b"x-forwarded-for", forwarded.encode()), (b"x-forwarded-proto", b"https")]}  # fmt: skip
        await Forwarded(inner, Proxies(settings["trust"]))(scope, None, None)  # type: ignore[arg-type]

    for trust, forwarded in [([], "1.1.1.1"), (["10.0.0.5"], "6.6.6.6, 1.1.1.1"), (["10.0.0.0/24"], "1.1.1.1, 10.0.0.9"),
                             (["10.0.0.5"], "junk")]:  # fmt: skip
        asyncio.run(answers({"trust": trust}, forwarded))
    assert seen == ["http 10.0.0.5", "https 1.1.1.1", "https 1.1.1.1", "https 10.0.0.5"]


# --- bodies -------------------------------------------------------------------------------------


async def spoken_to(
    app: FastAPI,
    path: str,
    pieces: AsyncIterator[dict[str, Any]],
    headers: list[tuple[bytes, bytes]] | None = None,
    method: str = "POST",
) -> tuple[int, dict[str, str], bytes]:
    """One request in ASGI, whose body is what `pieces` gives; its status, headers and body."""
    status, found, body = 0, {}, b""
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": b"", "root_path": "", "client": ("127.0.0.1", 5),
        "server": ("127.0.0.1", 80), "headers": [(b"host", b"localhost"), *(headers or [])], "app": app,
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return await anext(pieces)

    async def send(message: Any) -> None:
        nonlocal status, found, body
        if message["type"] == "http.response.start":
            status, found = message["status"], {k.decode(): v.decode() for k, v in message["headers"]}
        else:
            body += message.get("body", b"")

    await app(scope, receive, send)
    return status, found, body


CHUNKED = [(b"transfer-encoding", b"chunked"), (b"content-type", b"application/json")]


@pytest.mark.parametrize("path", ["/sparql", "/api/v1/assess"])
def test_P4_a_body_without_length_is_read_to_the_limit_and_as_much_again_thrown_away(
    kg: KnowledgeGraph, path: str
) -> None:
    app, read = made(kg, max_body=200_000, max_upload=200_000), 0

    async def endless() -> AsyncIterator[dict[str, Any]]:
        nonlocal read
        while True:
            read += 65536
            yield {"type": "http.request", "body": b"x" * 65536, "more_body": True}

    kind = [(b"transfer-encoding", b"chunked"), (b"content-type", b"application/sparql-query")]
    status, headers, body = asyncio.run(spoken_to(app, path, endless(), kind))
    assert (
        status == 413
        and headers["content-type"] == "application/problem+json"
        and headers["connection"] == "close"
    )
    assert json.loads(body)["limit"] == 200_000 and read < 600_000


def test_P4_a_length_far_beyond_the_limit_is_refused_before_anything_is_read(kg: KnowledgeGraph) -> None:
    async def untouched() -> AsyncIterator[dict[str, Any]]:
        raise AssertionError("the body was read")
        yield {}

    app = made(kg)
    for path, length in (
        ("/sparql", 21 * 1024**2),
        ("/api/v1/assess", 101 * 1024**2),
        ("/api/v1/assess", 10**30),
    ):
        headers = [(b"content-length", str(length).encode())]
        assert asyncio.run(spoken_to(app, path, untouched(), headers))[0] == 413


def test_P4_a_body_that_does_not_come_is_given_up(kg: KnowledgeGraph) -> None:
    async def stuck() -> AsyncIterator[dict[str, Any]]:
        yield {"type": "http.request", "body": b"{", "more_body": True}
        await asyncio.sleep(60)

    status, headers, body = asyncio.run(
        spoken_to(made(kg, body_seconds=0.2), "/api/v1/assess", stuck(), CHUNKED)
    )
    assert (
        status == 408
        and json.loads(body)["type"] == "/problems/slow-request"
        and headers["connection"] == "close"
    )


@pytest.mark.parametrize("encoding", ["gzip", "br", "identity, gzip", "GZIP", "zstd"])
def test_P4_compressed_bodies_are_refused(client: TestClient, encoding: str) -> None:
    answer = client.post("/api/v1/assess", content=b"\x1f\x8b", headers={"Content-Encoding": encoding})
    assert answer.status_code == 415 and answer.json()["type"] == "/problems/unsupported-media-type"


def test_S10_a_client_that_goes_away_takes_its_query_with_it(kg: KnowledgeGraph) -> None:
    app = made(kg)

    async def leaves() -> AsyncIterator[dict[str, Any]]:
        yield {"type": "http.request", "body": b"ASK { ?s ?p ?o }", "more_body": False}
        await asyncio.sleep(0.2)
        yield {"type": "http.disconnect"}
        await asyncio.sleep(60)

    async def run() -> int:
        store = app.state.service.backend
        store.cancelled = asyncio.Event()
        kind = [(b"content-length", b"16"), (b"content-type", b"application/sparql-query")]
        async with asyncio.timeout(20):
            status, _, _ = await spoken_to(app, "/sparql", leaves(), kind)
            await store.cancelled.wait()
        return status

    assert asyncio.run(run()) == 0


# --- problems -----------------------------------------------------------------------------------


def test_faults_are_told_in_the_language_of_the_caller(client: TestClient) -> None:
    zh = client.get("/api/v1/fail/ours")
    en = client.get("/api/v1/fail/ours", headers={"Accept-Language": "en-GB, zh;q=0.5"})
    assert (zh.status_code, zh.headers["content-language"], en.headers["content-language"]) == (
        422,
        "zh",
        "en",
    )
    assert zh.headers["content-type"] == "application/problem+json"
    assert [p["message"] for p in zh.json()["problems"]] == ["甲", "乙"]
    assert en.json()["problems"] == [
        {"message": "one", "where": "a.json"},
        {"message": "two", "where": "b.json"},
    ]
    assert client.get("/api/v1/fail/ours?lang=en").json()["title"] == "Bad input"
    assert client.get("/api/v1/fail/ours?lang=xx").json()["title"] == "输入有误"


def test_workers_that_bring_nothing_are_told_by_status_and_type(client: TestClient) -> None:
    found = {
        kind: client.get(f"/api/v1/fail/{kind}") for kind in ("time", "memory", "busy", "killed", "crashed")
    }
    assert {k: (a.status_code, a.json()["type"]) for k, a in found.items()} == {
        "time": (503, "/problems/timeout"), "memory": (507, "/problems/out-of-memory"), "busy": (503, "/problems/busy"),
        "killed": (503, "/problems/interrupted"), "crashed": (500, "/problems/internal-error"),
    }  # fmt: skip
    for kind in ("time", "memory"):
        assert "分批" in found[kind].json()["detail"], "what to do is said with it"
    assert found["busy"].headers["retry-after"] == "7"
    assert "retry-after" in found["time"].headers and "retry-after" in found["killed"].headers


def test_a_fault_of_ours_says_nothing_of_what_was_sent(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    from kg_query.web.logs import Lines

    with caplog.at_level(logging.INFO):
        answer = client.get("/api/v1/fail/foreign")
    assert answer.status_code == 500 and SECRET not in answer.text and "RuntimeError" not in answer.text
    lines = [Lines().format(record) for record in caplog.records]
    assert any('"error": "RuntimeError"' in line and "test_web_frame.py" in line for line in lines)
    assert not any(SECRET in line for line in lines)


def test_404_and_405_are_problems_too(client: TestClient) -> None:
    assert client.get("/nowhere").json()["type"] == "/problems/not-found"
    answer = client.delete("/problems")
    assert answer.status_code == 405 and "GET" in answer.headers["allow"]
    assert answer.json()["type"] == "/problems/method-not-allowed"


def test_every_problem_that_the_service_tells_of_is_explained(client: TestClient) -> None:
    used: set[str] = set()
    for path in [*WEB.rglob("*.py"), *(WEB.parent / "endpoint").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "HttpProblem" and len(node.args) > 1:
                used |= {str(n.value) for n in ast.walk(node.args[1]) if isinstance(n, ast.Constant)}
            elif (
                isinstance(node, ast.keyword) and node.arg == "slug" and isinstance(node.value, ast.Constant)
            ):
                used.add(str(node.value.value))
            elif isinstance(node, ast.ClassDef):
                for one in node.body:
                    if isinstance(one, ast.Assign) and "slug" in ast.unparse(one.targets[0]):
                        used |= {
                            n.value
                            for n in ast.walk(one.value)
                            if isinstance(n, ast.Constant) and isinstance(n.value, str)
                        }
    assert len(used) > 15
    assert used - set(problem_types.TYPES) == set(), "put them into kg_query/web/problem_types.py"
    listed = client.get("/problems", headers={"Accept": "application/json"}).json()
    assert {one["slug"] for one in listed} == set(problem_types.TYPES)
    for slug, kind in problem_types.TYPES.items():
        for text in (kind.title, kind.meaning, kind.advice):
            assert re.search(r"[\u4e00-\u9fff]", text.zh) and text.en, slug
            assert not re.search(r"[\u4e00-\u9fff]", text.en), slug
        for lang, shown in (("zh", kind.advice.zh), ("en", kind.advice.en)):
            page = client.get(f"/problems/{slug}?lang={lang}", headers={"Accept": "text/html"})
            assert page.status_code == 200 and shown.split("'")[0] in page.text, slug
    assert client.get("/problems/none").status_code == 404


# --- negotiation --------------------------------------------------------------------------------


@pytest.mark.parametrize(("header", "wanted"), [
    (None, "text/turtle"), ("", "text/turtle"), ("*/*", "text/turtle"), ("application/json", "application/json"),
    ("text/*;q=0.2, application/*", "application/json"), ("application/json;q=0.5, text/turtle;q=0.4", "application/json"),
    ("text/turtle;q=0, */*", "application/json"), ("*/*;q=0", None), ("image/png", None),
    ("text/html, application/xhtml+xml, */*;q=0.8", "text/turtle"), ("TEXT/TURTLE", "text/turtle"),
    ("text/turtle;q=2", None), ("text/turtle; charset=utf-8", "text/turtle"), ("nonsense", None),
    ("application/json;v=\"a,b\";q=0.1, text/turtle;q=0.05", "text/turtle"),
])  # fmt: skip
def test_the_format_that_is_wanted_most_is_taken(header: str | None, wanted: str | None) -> None:
    assert accepts(header, ["text/turtle", "application/json"]) == wanted


@given(st.text(max_size=200))
def test_headers_of_any_content_are_read_without_a_fault(text: str) -> None:
    assert accepts(text, ["text/turtle"]) in ("text/turtle", None)
    raw = text.encode("utf-8", "replace")
    assert language_of({"query_string": raw, "headers": [(b"accept-language", raw)]}) in ("zh", "en")


@pytest.mark.parametrize(("header", "lang"), [
    ("", "zh"), ("en", "en"), ("en-US,en;q=0.9", "en"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("en;q=0.3, zh;q=0.2", "en"),
    ("fr", "zh"), ("fr, en;q=0.1", "en"), ("zh;q=0, *", "en"), ("en;q=x", "zh"),
])  # fmt: skip
def test_the_language_is_that_of_the_caller(header: str, lang: str) -> None:
    assert language_of({"headers": [(b"accept-language", header.encode())]}) == lang


def read_name(header: str) -> str:
    """The file name that a client makes of a Content-Disposition: filename* comes first (RFC 6266 §4.3).

    Python's reader of headers, which does not know that, has to see a plain name without harm beside it.
    """
    message = Message()
    message["Content-Disposition"] = header
    plain = str(message.get_filename())
    assert plain.isascii() and not re.search(r'[/\\"\r\n]', plain)
    wide = re.search(r"; filename\*=UTF-8''([A-Za-z0-9%._~!#$&+^`|-]+)$", header)
    return unquote(wide[1], errors="strict") if wide else plain


@pytest.mark.parametrize(("name", "read"), [
    ("案件.xlsx", "案件.xlsx"), ("a.csv", "a.csv"), ('say "hi".txt', 'say "hi".txt'), ("x\r\nSet-Cookie: a=b.txt", "xSet-Cookie: a=b.txt"),
    ("../../etc/passwd", "passwd"), ("C:\\temp\\x.docx", "x.docx"), ("a\x00b.txt", "ab.txt"), ("\u202egnp.exe", "gnp.exe"),
    ("..", "download"), ("", "download"), ("50%.csv", "50%.csv"), ("a\\", "download"),
])  # fmt: skip
def test_F8_P6_a_name_of_a_file_cannot_leave_its_header_or_its_folder(name: str, read: str) -> None:
    header = disposition(name)
    assert header.isascii() and not re.search(r"[\r\n\x00]", header)
    assert read_name(header) == read


@given(st.text(max_size=400))
def test_F8_any_name_makes_a_header_that_can_be_read(name: str) -> None:
    header = disposition(name)
    assert header.isascii() and header.isprintable() and len(header) < 2200
    assert header.startswith("attachment; filename=")
    assert not re.search(r"[/\\\r\n]", read_name(header))


@given(st.lists(st.text(max_size=5), max_size=4), st.lists(st.text(max_size=5), max_size=4))
def test_entity_tags_tell_apart_what_differs(one: list[str], other: list[str]) -> None:
    assert (etag(*one) == etag(*other)) == (one == other)


# --- logs, figures, health ----------------------------------------------------------------------


def test_A10_the_log_has_no_content_of_requests(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    from kg_query.web.logs import Lines

    with caplog.at_level(logging.INFO):
        client.get("/problems", params={"q": SECRET})
        client.get(f"/api/v1/cases/{SECRET}")
        client.get(f"/{SECRET}")
        client.post(
            "/api/v1/cases",
            content=SECRET.encode(),
            headers={"Cookie": SECRET.encode().hex(), "User-Agent": "agent-7"},
        )
    lines = [json.loads(Lines().format(r)) for r in caplog.records if r.name == "kg_query.access"]
    assert len(lines) == 4
    assert {"time", "level", "request", "method", "route", "status", "ms", "bytes"} <= set(lines[0])
    assert lines[0]["route"] == "/problems" and lines[2]["route"] == "-"
    written = json.dumps(lines, ensure_ascii=False)
    assert not any(
        word in written for word in (SECRET, "13800138000", "agent-7", "127.0.0.1", SECRET.encode().hex())
    )


def test_A6_figures_have_no_values_from_users(client: TestClient) -> None:
    client.get(f"/{SECRET}?q={SECRET}")
    client.get(f"/problems/{SECRET}")
    client.request("PROPFIND", "/problems")
    answer = client.get("/metrics")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/plain")
    assert 'kgq_http_requests_total{method="GET",route="/problems/{slug}",status="404"}' in answer.text
    assert 'method="other"' in answer.text and "PROPFIND" not in answer.text
    assert "13800138000" not in answer.text and "%E4" not in answer.text


def test_figures_are_for_this_machine_and_for_administrators(kg: KnowledgeGraph, client: TestClient) -> None:
    assert client.get("/metrics", headers={"X-Forwarded-For": "1.1.1.1"}).status_code == 401
    with asking(made(kg, host="0.0.0.0", allow_anonymous=True)) as open_:
        assert open_.get("/metrics").status_code == 401


def test_R14_health_is_the_process_and_readiness_the_store(kg: KnowledgeGraph) -> None:
    app = made(kg)
    service = app.state.service
    with asking(app) as client:
        assert client.get("/health").status_code == client.get("/ready").status_code == 200
        service.backend.up = False
        answer = client.get("/ready", headers={"Accept-Language": "en"})
        assert answer.status_code == 503 and "within a second" in answer.json()["detail"]
        assert answer.headers["retry-after"] and client.get("/health").status_code == 200
        service.backend = None
        assert client.get("/ready").status_code == 503 and client.get("/health").status_code == 200
        service.backend, service.closing = Store(), True
        assert "ending" in client.get("/ready?lang=en").json()["detail"]


# --- the page of the API ------------------------------------------------------------------------


def test_the_description_is_complete(client: TestClient) -> None:
    told = client.get("/openapi.json").json()
    info = told["info"]
    assert info["title"] and info["version"] and info["license"]["identifier"] == "MIT"
    assert re.search(r"[\u4e00-\u9fff]", info["description"]) and "knowledge graph" in info["description"]
    assert told["servers"] and {"/sparql", "/graph-store", "/health", "/api/v1/assess", "/id/{id}"} <= set(
        told["paths"]
    )
    tags = {one["name"] for one in told["tags"]}
    idents: list[str] = []
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            assert set(operation["tags"]) <= tags, path
            idents.append(operation["operationId"])
            assert policy_of(path, method.upper()) is not UNKNOWN, path
    assert len(idents) == len(set(idents))
    for path in ("/problems", "/problems/gone", "/metrics", "/context.jsonld", "/health"):
        answer = client.get(path, headers={"Accept": "application/json" if "problems" in path else "*/*"})
        place = told["paths"]["/problems/{slug}" if path.endswith("gone") else path]["get"]["responses"][
            "200"
        ]
        assert answer.status_code == 200, path
        assert answer.headers["content-type"].partition(";")[0] in place["content"], path
    names = {f"#/components/{kind}/{name}" for kind, some in told["components"].items() for name in some}
    assert set(re.findall(r'"\$ref": "(#/components/[^"]+)"', json.dumps(told))) <= names


def test_what_is_vendored_is_what_was_published() -> None:
    folders = [p for p in (STATIC / "vendor").iterdir() if p.is_dir()]
    assert folders
    licences = (STATIC / "vendor" / "THIRD_PARTY_LICENSES").read_text("utf-8")
    for folder in folders:
        told = json.loads((folder / "VENDOR.json").read_text("utf-8"))
        assert (
            folder.name.endswith(told["version"])
            and told["licence"]
            and told["integrity"].startswith("sha512-")
        )
        assert f"{told['name']} {told['version']}" in licences
        here = {p.name for p in folder.iterdir()} - {"VENDOR.json"}
        assert here == set(told["files"])
        for name, digest in told["files"].items():
            found = base64.b64encode(hashlib.sha384((folder / name).read_bytes()).digest()).decode()
            assert digest == f"sha384-{found}", name


def test_P4_a_client_that_listens_last_is_told_that_its_body_is_too_long(kg: KnowledgeGraph) -> None:
    """Closing while it still sends would reset the connection, and it would never see why."""
    app, read = made(kg, max_body=200_000, max_upload=200_000), 0

    async def whole() -> AsyncIterator[dict[str, Any]]:
        nonlocal read
        for left in range(3, -1, -1):
            read += 65536
            yield {"type": "http.request", "body": b"x" * 65536, "more_body": left > 0}
        await asyncio.Event().wait()  # it stays connected

    kind = [(b"content-length", str(4 * 65536).encode()), (b"content-type", b"application/json")]
    status, headers, body = asyncio.run(spoken_to(app, "/api/v1/assess", whole(), kind))
    assert (status, read) == (413, 4 * 65536)
    assert headers["connection"] == "close" and json.loads(body)["limit"] == 200_000
