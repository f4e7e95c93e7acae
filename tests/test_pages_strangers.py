"""Pages before strangers: requests that no browser writes, people who may not, forms that are too much."""

from __future__ import annotations

import asyncio
import io
import random
import re
import time
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st
from served import Served
from starlette.testclient import TestClient

from kg_query import KnowledgeGraph
from kg_query.access import KeyFile
from kg_query.errors import LimitError, UsageError
from kg_query.web.app import create_app
from kg_query.web.forms import fields_of
from kg_query.web.pages.review.uploads import FILES, UNPACKED, sent
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


# --- forms that are too much ------------------------------------------------------------------------

_TYPED = st.text(st.sampled_from("ab=&%+ \r\n_\t\0?~案\ue000"), max_size=9)


@settings(max_examples=40)
@given(st.lists(st.tuples(_TYPED, _TYPED), max_size=4))
def test_a_form_is_read_as_the_standard_library_reads_it(pairs: list[tuple[str, str]]) -> None:
    written = urlencode(pairs)
    assert fields_of(written.encode(), 9) == parse_qsl(written, keep_blank_values=True) == pairs


def test_P4_a_form_of_percent_signs_costs_little_more_than_its_bytes() -> None:
    """P4: while a form was taken apart nobody else was answered; work is measured, not the clock."""
    body = b"text=" + b"%41" * 300_000

    def worked(read: Any) -> float:
        began = time.thread_time()
        read()
        return time.thread_time() - began

    least = min(worked(lambda: fields_of(body, 9)) for _ in range(3))
    assert least < min(worked(lambda: parse_qsl(body.decode())) for _ in range(2)) / 3
    assert fields_of(body, 9) == [("text", "A" * 300_000)]


@pytest.mark.parametrize(
    ("body", "fault"),
    [(b"&" * 9, LimitError), (b"a=%4", UsageError), (b"a=%%41", UsageError), (b"%=1", UsageError)],
)
def test_P5_a_form_that_nothing_sends_is_refused(body: bytes, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        fields_of(body, 9)


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def form(*archives: bytes) -> bytes:
    head = '--B\r\nContent-Disposition: form-data; name="files"; filename="{}.zip"\r\n\r\n'
    parts = [head.format(n).encode() + one + b"\r\n" for n, one in enumerate(archives)]
    return b"".join(parts) + b"--B--\r\n"


def test_F3_archives_share_what_they_may_unpack_to() -> None:
    """F3: two hundred archives, each just small enough, unpacked to 10 GB in the process of the server."""
    bomb = packed(
        {"a.bin": random.Random(7).randbytes(200_000), "b.json": b"0123456789abcdef" * (UNPACKED // 32)}
    )
    found = sent(form(bomb, bomb, bomb), "multipart/form-data; boundary=B")
    assert sum(len(one.content) for one in found.files) <= UNPACKED
    assert {problem.where for problem in found.problems} == {"1.zip", "2.zip"}
    many = packed({f"{n}.json": b"{}" for n in range(FILES)})
    found = sent(form(many, packed({"one.json": b"{}"})), "multipart/form-data; boundary=B")
    assert len(found.files) == FILES and [problem.where for problem in found.problems] == ["1.zip"]


@pytest.mark.parametrize("kind", ["spoilt", "members", "bzip2", "lzma", "cut"])
def test_F3_an_archive_that_is_spoilt_or_strange_is_a_problem_of_its_own(kind: str) -> None:
    """F3: in a stream that is no deflate, zlib raises an error that zipfile does not make its own."""
    whole = packed({"a.json": b'{"id": "a"}' * 50})
    at = whole.index(b"a.json") + 6
    archive = {
        "spoilt": whole[:at] + b"\xff" * 12 + whole[at + 12 :],
        "members": packed({"a.json": b"PK\1\2" * 10_001}, zipfile.ZIP_STORED),
        "bzip2": packed({"a.json": b"{}"}, zipfile.ZIP_BZIP2),
        "lzma": packed({"a.json": b"{}"}, zipfile.ZIP_LZMA),
        "cut": whole[:-30],
    }[kind]
    found = sent(form(archive, packed({"b.json": b"{}"})), "multipart/form-data; boundary=B")
    assert [one.name for one in found.files] == ["b.json"]
    assert [problem.where for problem in found.problems] == ["0.zip"]


# --- other sites ------------------------------------------------------------------------------------


class Changed:
    """A store that takes any update and notes it."""

    writable = union_default_graph = True

    def __init__(self) -> None:
        self.updates: list[str] = []

    async def ready(self) -> bool:
        return True

    async def update(self, text: str, **more: Any) -> None:
        self.updates.append(text)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 204),
        ({}, 204),
        ({"Sec-Fetch-Site": "cross-site", "Authorization": f"Bearer {'t' * 24}"}, 204),
    ],
)
def test_U5_no_other_site_updates_in_the_name_of_somebody_signed_in(
    kg: KnowledgeGraph, headers: dict[str, str], status: int
) -> None:
    """U5: any site may ask queries at the address at which updates are taken."""
    settings = Settings(writable=True, token="t" * 24, trusted_proxies=("192.0.2.9",), rate=0)
    service = Service(kg, settings)
    service.backend = store = Changed()
    proxied = {"X-Forwarded-User": "clerk", "X-Forwarded-Groups": "kgq:scope:write"}
    client = TestClient(
        create_app(kg, settings, service), base_url="http://localhost", client=("192.0.2.9", 50000)
    )
    answer = client.post("/sparql", data={"update": "CLEAR ALL"}, headers={**proxied, **headers})
    assert (answer.status_code, store.updates) == (status, ["CLEAR ALL"] if status == 204 else [])
    assert status == 204 or answer.json()["type"].endswith("/problems/cross-site")


@pytest.mark.parametrize("header", ["X-Real-IP", "X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "Via"])
def test_A6_behind_any_proxy_no_request_counts_as_made_on_the_machine_itself(
    kg: KnowledgeGraph, header: str
) -> None:
    """A6: many a proxy says no more of a client than `X-Real-IP`."""
    service = Service(kg, Settings(rate=0))
    client = TestClient(
        create_app(kg, service.settings, service), base_url="http://localhost", client=("127.0.0.1", 50000)
    )
    shown, passed_on = client.get("/metrics"), client.get("/metrics", headers={header: "https"})
    assert (shown.status_code, passed_on.status_code) == (200, 401)


def test_A6_the_page_of_a_matter_masks_what_it_repeats_outside_its_form(served: Served) -> None:
    """A6: what is printed of the page is the answer, with the findings made, and not the form."""
    note = "当事人：欧阳明珠，电话13912345678"
    typed = {"g.force_majeure": "established", "note.force_majeure": note}

    def repeated(**more: str) -> str:
        page = served.client.post("/assess?lang=zh", data={**typed, **more}, headers={"Accept": "text/html"})
        assert page.status_code == 200 and f'value="{note}"' in page.text  # it is the sender's own
        return re.sub(r"<input[^>]*>", "", page.text)

    hidden, shown = repeated(), repeated(**{"personal-data": "show"})
    assert "欧阳明珠" not in hidden and "13912345678" not in hidden
    assert "欧阳**，电话139****5678" in hidden[hidden.index('id="found"') :]
    assert note in shown[shown.index('id="found"') :]


@pytest.mark.parametrize(
    "path", ["/docs", "/problems", "/problems/not-found", "/assess", "/review", "/search", "/nothing"]
)
def test_below_a_prefix_every_address_of_a_page_has_it(kg: KnowledgeGraph, path: str) -> None:
    """The proxy takes the prefix off; links, forms, what htmx asks for and static files need it."""
    service = Service(kg, Settings(public_url="http://localhost/kg", rate=0))
    client = TestClient(create_app(kg, service.settings, service), base_url="http://localhost")
    page = client.get(path, headers={"Accept": "text/html"}).text
    found = re.findall(r'\b(?:href|src|action|formaction|hx-get|hx-post|data-[a-z]+)="(/[^"]*)"', page)
    assert (
        len(found) > 15
        and [one for one in found if not one.startswith("/kg/") or one.startswith("/kg/kg")] == []
    )
