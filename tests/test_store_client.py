"""Requests to a remote store: where they go, what they carry, and what a bad store can do."""

from __future__ import annotations

import asyncio
import gzip
import logging
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from stub_store import Asked, Reply, StubStore

from kg_query.endpoint.store_client import Access, Answer, Client, StoreFault, store_url
from kg_query.errors import UsageError

JSON = {"Content-Type": "application/sparql-results+json"}


@pytest.fixture
def store() -> Iterator[StubStore]:
    with StubStore().running() as running:
        yield running


def send(method: str, url: str, access: Access | None = None, **more: Any) -> Answer:
    async def sending() -> Answer:
        client = Client(access or Access())
        try:
            return await client.send(method, url, **more)
        finally:
            await client.close()

    return asyncio.run(sending())


def fault(method: str, url: str, access: Access | None = None, **more: Any) -> StoreFault:
    with pytest.raises(StoreFault) as refused:
        send(method, url, access, **more)
    return refused.value


def test_a_query_is_sent_as_a_form(store: StubStore) -> None:
    store.answer = lambda _: (200, {"Content-Type": "Application/SPARQL-Results+JSON; charset=utf-8"}, b"{}")
    answer = send("POST", store.url, form=[("query", "ASK { ?s ?p '好&=' }")], accept="a/b")
    assert (answer.media_type, answer.read()) == ("application/sparql-results+json", b"{}")
    (asked,) = store.asked
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert asked.headers["accept"] == "a/b"
    assert asked.headers["accept-encoding"] == "identity"
    assert asked.body == b"query=ASK+%7B+%3Fs+%3Fp+%27%E5%A5%BD%26%3D%27+%7D"


def test_a_parameter_is_added_to_those_of_the_address(store: StubStore) -> None:
    send("GET", store.url + "?a=1", parameters=[("graph", "http://h/g?x=1&y=2#z")])
    assert store.asked[0].path == "/sparql?a=1&graph=http%3A%2F%2Fh%2Fg%3Fx%3D1%26y%3D2%23z"


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, "refused"), (401, "credentials"), (403, "credentials"), (404, "no-graph"), (429, "busy"),
     (500, "failed"), (503, "busy"), (504, "timeout")],
)  # fmt: skip
def test_S4_what_a_store_says_of_its_fault_is_for_the_log(store: StubStore, status: int, kind: str) -> None:
    store.answer = lambda _: (status, {}, b"SECRET\nforged log line")
    found = fault("GET", store.url)
    assert found.kind == kind
    assert "SECRET" in found.detail and "\n" not in found.detail


def test_a_redirect_on_the_same_host_is_followed(store: StubStore) -> None:
    def answer(asked: Asked) -> Reply:
        return (200, JSON, asked.body) if asked.path == "/else" else (307, {"Location": "/else"}, b"")

    store.answer = answer
    assert send("POST", store.url, content=b"x", media_type="t/t").read() == b"x"


def test_a_redirect_that_would_turn_an_update_into_a_get_is_refused(store: StubStore) -> None:
    store.answer = lambda _: (302, {"Location": "/else"}, b"")
    assert fault("POST", store.url, content=b"x").kind == "failed"
    assert len(store.asked) == 1


def test_a_redirect_to_another_host_is_not_followed(store: StubStore) -> None:
    with StubStore().running() as canary:
        store.answer = lambda _: (307, {"Location": canary.url}, b"")
        access = Access("kgq", "password-of-the-store")
        assert fault("GET", store.url, access).kind == "failed"
        assert canary.asked == []


def test_a_redirect_without_end_ends(store: StubStore) -> None:
    store.answer = lambda _: (307, {"Location": "/sparql"}, b"")
    assert fault("GET", store.url).kind == "failed"
    assert len(store.asked) < 10


def test_an_answer_that_is_too_long_is_not_read_to_its_end(store: StubStore) -> None:
    store.answer = lambda _: (200, JSON, b"x" * 300_000)
    assert fault("GET", store.url, most=100_000).kind == "too-large"
    assert send("GET", store.url, most=300_000).size == 300_000


def test_a_compressed_answer_is_not_unpacked(store: StubStore) -> None:
    bomb = gzip.compress(b"\0" * 10_000_000)
    store.answer = lambda _: (200, {**JSON, "Content-Encoding": "gzip"}, bomb)
    assert fault("GET", store.url).kind == "failed"


def test_a_store_that_does_not_answer_is_given_up() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        assert fault("GET", url, seconds=0.3).kind == "timeout"


def test_a_store_that_answers_by_the_drop_is_given_up() -> None:
    with socket.socket() as slow:
        slow.bind(("127.0.0.1", 0))
        slow.listen()
        done = threading.Event()

        def drip() -> None:
            connection, _ = slow.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
                while not done.wait(0.05):
                    try:
                        connection.sendall(b"x")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            url = f"http://127.0.0.1:{slow.getsockname()[1]}/"
            assert fault("GET", url, seconds=0.5).kind == "timeout"
        finally:
            done.set()
            thread.join()


def test_a_store_that_is_not_there() -> None:
    with socket.socket() as gone:
        gone.bind(("127.0.0.1", 0))
        port = gone.getsockname()[1]
    assert fault("GET", f"http://127.0.0.1:{port}/").kind == "unreachable"


def test_rubbish_for_http_is_a_fault() -> None:
    with socket.socket() as rubbish:
        rubbish.bind(("127.0.0.1", 0))
        rubbish.listen()

        def talk() -> None:
            connection, _ = rubbish.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"\x00\xff not HTTP\r\n\r\n")

        thread = threading.Thread(target=talk)
        thread.start()
        assert fault("GET", f"http://127.0.0.1:{rubbish.getsockname()[1]}/").kind == "failed"
        thread.join()


def test_proxies_of_the_environment_are_not_used(store: StubStore, monkeypatch: pytest.MonkeyPatch) -> None:
    with StubStore().running() as canary:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{canary.port}")
        send("GET", store.url)
        assert (len(store.asked), len(canary.asked)) == (1, 0)
        send("GET", store.url, Access(proxy=f"http://127.0.0.1:{canary.port}"))
        assert (len(store.asked), len(canary.asked)) == (1, 1)


def test_https_with_a_certificate_that_nobody_vouches_for_is_refused(store: StubStore) -> None:
    found = fault("GET", store.url.replace("http:", "https:"), seconds=5)
    assert found.kind == "unreachable"
    assert store.asked == []


def test_credentials_come_from_the_environment_and_go_to_the_store(store: StubStore) -> None:
    access = Access.from_environment({"KGQ_STORE_USER": "kgq", "KGQ_STORE_PASSWORD": "s3cret-word"})
    send("POST", store.url, access, content=b"x")
    assert store.asked[-1].headers["authorization"].startswith("Basic ")
    assert "s3cret-word" not in repr(access)


def test_digest_is_used_where_the_store_asks_for_it_and_a_body_is_sent_once(store: StubStore) -> None:
    def answer(asked: Asked) -> Reply:
        if asked.headers.get("authorization", "").startswith("Digest "):
            return 200, JSON, asked.body
        return 401, {"WWW-Authenticate": 'Digest realm="r", nonce="n", qop="auth", algorithm="MD5"'}, b""

    store.answer = answer
    assert send("PUT", store.url, Access("kgq", "word"), content=b"<a> <b> <c> .").status == 200
    assert [a.method for a in store.asked if a.body] == ["PUT"]


def test_A1_no_credentials_in_logs(store: StubStore, caplog: pytest.LogCaptureFixture) -> None:
    store.answer = lambda _: (401, {}, b"")
    with caplog.at_level(logging.DEBUG):
        fault("POST", store.url, Access("kgq", "s3cret-word"), content=b"x")
    assert "s3cret-word" not in caplog.text and "Basic " not in caplog.text


@pytest.mark.parametrize(
    "url",
    ["ftp://h/", "file:///etc/passwd", "http:///x", "//h/x", "http://u:p@h/", "http://h:0/", "http://h:99999/",
     "http://h/a b", "http://[::1", ""],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(UsageError):
        store_url(url)
