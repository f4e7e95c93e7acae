"""Pages before strangers: requests that no browser writes, people who may not, forms that are too much."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from kg_query import KnowledgeGraph
from kg_query.access import KeyFile
from kg_query.web.app import create_app
from kg_query.web.service import Service
from kg_query.web.settings import Settings


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> KeyFile:
    return KeyFile(tmp_path_factory.mktemp("keys") / "keys.json")


@pytest.fixture(scope="module")
def guarded(kg: KnowledgeGraph, keys: KeyFile) -> Iterator[TestClient]:
    """A service that others can reach and that wants to know who they are; nothing stands behind it."""
    settings = Settings(
        host="0.0.0.0", public_url="https://law.example/kg", keys_file=keys.path, rate=0, trusted_proxies=("192.0.2.9",)
    )  # fmt: skip
    keys.create("first", "bureau", ("read",))
    app = create_app(kg, settings, Service(kg, settings))
    with TestClient(app, base_url="http://law.example", client=("192.0.2.7", 50000)) as client:
        yield client


def answered(app: FastAPI, target: bytes, host: bytes = b"law.example") -> tuple[int, str]:
    """What the application answers to a target as it stands, which clients would have put right."""
    sent: list[dict[str, Any]] = []
    path, _, query = target.partition(b"?")
    scope = {
        "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "server": ("localhost", 80),
        "client": ("192.0.2.7", 5), "path": path.decode("latin-1"), "raw_path": path, "query_string": query,
        "root_path": "", "headers": [(b"host", host), (b"accept", b"text/html")],
    }  # fmt: skip

    brought = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        if not brought:
            await asyncio.Event().wait()  # the client waits
        return brought.pop()

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    return sent[0]["status"], b"".join(one.get("body", b"") for one in sent[1:]).decode()


# --- addresses ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "target",
    [b"//evil.example/x", b"///evil.example", rb"/\evil.example", b"//evil.example/assess?q=1", b"[", b"@evil.example", b":9/x",
     b"/x%3Fy%22%3E", b"*"],
)  # fmt: skip
def test_U9_no_path_makes_a_link_that_leads_to_another_host(kg: KnowledgeGraph, target: bytes) -> None:
    """U9: `//name/` in a link is another host, and an error page links to itself in the other language."""
    service = Service(kg, Settings(rate=0))
    status, page = answered(create_app(kg, service.settings, service), target, b"localhost")
    assert status == 404
    links = re.findall(r'(?:href|action|formaction)="([^"]*)"', page)
    assert links and not [one for one in links if not re.match(r"/(?![/\\])|#|\?", one)]
    if b"%3F" in target:
        assert '"/x%3Fy%22%3E?lang=en"' in page


# --- people who may not ---------------------------------------------------------------------------

_PROXY = {"X-Forwarded-User": "rita", "X-Forwarded-Groups": "kgq:tenant:bureau,kgq:scope:read"}


@pytest.mark.parametrize(
    "path", ["/assess", "/regulations", "/sparql", "/id/nanmu.html", "/questions/relief-for-ground"]
)
def test_who_is_nobody_gets_a_page_that_says_how_to_come_in(guarded: TestClient, path: str) -> None:
    for lang, words in (("zh", "登录入口"), ("en", "has people sign in")):
        answer = guarded.get(f"{path}?lang={lang}", headers={"Accept": "text/html", **_PROXY})
        assert answer.status_code == 401 and answer.headers["cache-control"] in (
            "no-store",
            "private, no-store",
        )
        assert words in answer.text and 'href="/kg/?lang=' in answer.text
        assert answer.headers["www-authenticate"].startswith("Bearer")


def test_who_may_only_read_is_told_so_before_the_form_is_filled_in(
    kg: KnowledgeGraph, guarded: TestClient
) -> None:
    proxied = TestClient(guarded.app, base_url="http://law.example", client=("192.0.2.9", 50000))
    browser = {"Accept": "text/html"}
    told = proxied.get("/assess?lang=en", headers={**browser, **_PROXY})
    assert "You may read here" in told.text and told.headers["cache-control"] == "private, no-store"
    clerk = {**_PROXY, "X-Forwarded-Groups": "kgq:tenant:bureau,kgq:scope:assess"}
    assert "You may read here" not in proxied.get("/assess?lang=en", headers={**browser, **clerk}).text
    again = proxied.get("/assess?lang=zh", headers={**browser, **_PROXY})
    assert "您的身份只能阅读" in again.text  # also where the page was kept for another
    refused = proxied.post(
        "/assess?lang=zh", headers={**browser, **_PROXY}, data={"g.force_majeure": "established"}
    )
    assert refused.status_code == 403
    assert "assess（提交认定、评查、统计等材料）" in refused.text and "“后退”" in refused.text
