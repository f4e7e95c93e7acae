"""The service under hard use, asked as by an outside checker: requests that are legal but rare, and those that are not."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from served import Served, spoken

QUERY = "/sparql?query=ASK%20%7B%7D"


def ask(served: Served, head: str) -> tuple[int, dict[str, str], bytes]:
    """Sends the head of a request as it stands; status, headers and body of the answer."""
    answer = spoken(served.port, head.replace("\n", "\r\n").encode("latin-1") + b"\r\n\r\n")
    top, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = top.decode("latin-1").split("\r\n")
    headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines)}
    return int(first.split()[1]), headers, body


@pytest.mark.parametrize(
    "path",
    ["/", "/docs", "/metrics", "/openapi.json", "/sparql", "/graph-store", "/ns", "/shapes", "/context.jsonld",
     "/.well-known/void", "/.well-known/sparql-examples", "/api/v1", "/api/v1/regulations", "/api/v1/cases",
     "/problems/gone", QUERY, "/none"],
)  # fmt: skip
def test_head_has_the_headers_of_get(served: Served, path: str) -> None:
    whole, head = served.client.get(path), served.client.head(path)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    own = {"date", "x-request-id", "transfer-encoding"} | (
        {"content-length"} if path == "/metrics" else set()
    )
    assert {k: v for k, v in head.headers.items() if k not in own} == {
        k: v for k, v in whole.headers.items() if k not in own
    }


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/health", {"GET", "HEAD", "OPTIONS"}),
        ("/api/v1/regulations", {"GET", "HEAD", "OPTIONS"}),
        ("/api/v1/validate", {"GET", "HEAD", "POST", "OPTIONS"}),
        ("/api/v1/assess", {"POST", "OPTIONS"}),
        ("/api/v1/compare/case", {"POST", "OPTIONS"}),
        ("/api/v1/compare/clauses", {"GET", "HEAD", "OPTIONS"}),
        ("/id/nanmu", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_options_and_405_name_every_method_of_an_address(served: Served, path: str, wanted: set[str]) -> None:
    """RFC 9110, sections 9.3.7, 10.2.1 and 15.5.6."""
    told = served.client.options(path)
    refused = served.client.put(path)
    assert (told.status_code, refused.status_code) == (204, 405)
    assert set(told.headers["allow"].split(", ")) == set(refused.headers["allow"].split(", ")) == wanted


def test_U6_a_target_in_absolute_form_counts_with_its_own_host(served: Served) -> None:
    """RFC 9112, section 3.2.2."""
    end = f"Host: 127.0.0.1:{served.port}\nConnection: close"
    status, headers, _ = ask(served, f"GET http://127.0.0.1:{served.port}/health?x=1 HTTP/1.1\n{end}")
    assert (status, headers["content-type"]) == (200, "application/json")
    assert ask(served, f"GET http://localhost HTTP/1.1\n{end}")[0] == 200
    status, _, body = ask(served, f"GET http://elsewhere.example/health HTTP/1.1\n{end}")
    assert status == 400
    assert b"elsewhere" not in body


def test_a_list_header_may_stand_several_times(served: Served) -> None:
    end = f"Host: 127.0.0.1:{served.port}\nConnection: close"
    status, headers, _ = ask(
        served, f"GET {QUERY} HTTP/1.1\nAccept: image/png\nAccept: application/sparql-results+xml\n{end}"
    )
    assert (status, headers["content-type"]) == (200, "application/sparql-results+xml")


@pytest.mark.parametrize(
    "accept",
    ["text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", "*", "*;q=0.1", "image/png, */*; q=.01"],
)
def test_what_javas_own_client_accepts_is_understood(served: Served, accept: str) -> None:
    assert served.client.get(QUERY, headers={"Accept": accept}).status_code == 200


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_problem_has_a_detail_in_the_callers_language(served: Served, lang: str) -> None:
    found = [
        served.client.get("/problems/none", params={"lang": lang}),
        served.client.get("/health", params={"lang": lang}, headers={"Host": "elsewhere.example"}),
        served.client.get("/none", params={"lang": lang}),
        served.client.delete("/health", params={"lang": lang}),
    ]
    for answer in found:
        body = answer.json()
        assert {"type", "title", "status", "detail"} <= set(body)
        chinese = any("\u4e00" <= c <= "\u9fff" for c in body["detail"])
        assert chinese == (lang == "zh"), body


def test_A6_what_libraries_say_of_a_body_reaches_no_log(served: Served) -> None:
    bad = '<u:a> <u:b> "CANARY-DATE"^^<http://www.w3.org/2001/XMLSchema#date> .'
    answer = served.client.post(
        "/api/v1/validate?shapes=matter", content=bad, headers={"Content-Type": "text/turtle"}
    )
    assert answer.status_code == 200
    said = served.said()
    assert "CANARY-DATE" not in said
    assert "Traceback" not in said
    assert "Failed to convert" not in said


def test_a_bad_date_is_a_finding_of_validate_and_no_traceback(tmp_path: Path) -> None:
    file = tmp_path / "bad.ttl"
    file.write_text('<u:a> <u:b> "soon"^^<http://www.w3.org/2001/XMLSchema#date> .\n')
    run = subprocess.run(
        [sys.executable, "-m", "kg_query", "validate", str(file), "--shapes", "matter"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 1
    assert "Traceback" not in run.stderr + run.stdout


def test_a_table_with_too_many_columns_is_refused_before_its_headings_are_looked_up(served: Served) -> None:
    wide = ",".join(["id", *(f"x{n}" for n in range(100_000))]) + "\n"
    answer = served.client.post("/api/v1/assess", content=wide, headers={"Content-Type": "text/csv"})
    assert answer.status_code == 413
    assert "2000" in answer.json()["detail"]


def test_a_head_that_is_too_long_is_told_as_what_it_is(served: Served) -> None:
    """RFC 9110 §15.5.15 and RFC 6585 §5; the answer arrives although the client has not come to its end."""
    end = b"\r\nHost: localhost\r\n"
    query = b"GET /sparql?query=" + b"a" * 60_000
    field = b"GET /health HTTP/1.1" + end + b"X-Long: " + b"a" * 60_000
    for sent, status, slug in ((query, 414, "uri-too-long"), (field, 431, "head-too-large")):
        for head in (sent, sent + b" HTTP/1.1" * (status == 414) + end + b"X-More: " + b"b" * 200_000):
            top, _, body = spoken(served.port, head).partition(b"\r\n\r\n")
            assert top.startswith(f"HTTP/1.1 {status} ".encode()), top[:200]
            problem = json.loads(body)
            assert (problem["status"], problem["type"]) == (status, f"/problems/{slug}")
            assert b"nosniff" in top and b"connection: close" in top.lower()
        page = served.client.get(f"/problems/{slug}", headers={"Accept": "application/json"})
        assert page.status_code == 200
    assert served.client.get("/health").status_code == 200


def test_the_kinds_of_problem_are_those_that_programs_tell_apart(served: Served) -> None:
    xml = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>'
    answer = served.client.post("/api/v1/assess", content=xml, headers={"Content-Type": "text/turtle"})
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/doctype-not-allowed")
    for path in ("/graph/none", "/graph-store?graph=urn:none"):
        answer = served.client.get(path, headers={"Accept": "text/turtle"})
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/no-such-graph"), path


def test_what_is_no_http_is_refused_in_both_languages(served: Served) -> None:
    status, headers, body = ask(served, "NONSENSE\x01 / HTTP/1.1\nHost: localhost")
    assert (status, headers["content-type"]) == (400, "application/problem+json")
    assert "请求" in (text := body.decode())
    assert "request" in text
    assert headers["x-request-id"]
    assert headers["x-content-type-options"] == "nosniff"


def test_S11_too_many_connections_are_told_so_and_soon_over(served: Served) -> None:
    idle = [socket.create_connection(("127.0.0.1", served.port), timeout=20) for _ in range(520)]
    try:
        end = f"Host: 127.0.0.1:{served.port}\nAccept-Language: en\nConnection: close"
        status, headers, body = ask(served, f"GET /health HTTP/1.1\n{end}")
        assert (status, headers["content-type"]) == (503, "application/problem+json")
        assert int(headers["retry-after"]) > 0
        assert json.loads(body)["type"] == "/problems/busy"
    finally:
        for one in idle:
            one.close()
    until = time.monotonic() + 30
    while served.client.get("/health").status_code != 200:
        assert time.monotonic() < until
        time.sleep(0.2)
