"""The OpenAPI description tells the truth: every operation, every example, every answer, over HTTP."""

from __future__ import annotations

import asyncio
import copy
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from api_calls import ask, form

from kg_query.graph import KnowledgeGraph
from kg_query.web.api.bodies import example_body
from kg_query.web.api.caching import AnswerCache, Kept
from kg_query.web.api.openapi import ERRORS, describe, schema_name
from kg_query.web.api.operations import FORMATS, Example, Operation
from kg_query.web.api.routes import PREFIX, router
from kg_query.web.api.sniffing import MEDIA_TYPES
from kg_query.web.api.table import operations


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@pytest.fixture(scope="module")
def description(kg: KnowledgeGraph) -> dict[str, Any]:
    return describe({"openapi": "3.1.0", "info": {"title": "kg-query", "version": "0"}}, kg)


def closed(value: Any) -> Any:
    """A schema that takes no member which it does not name."""
    if isinstance(value, list):
        return [closed(one) for one in value]
    if not isinstance(value, dict):
        return value
    made = {k: closed(v) for k, v in value.items()}
    if "properties" in made and isinstance(made["properties"], dict) and "type" in made:
        made.setdefault("additionalProperties", False)
    return made


class Answers:
    """Checks answers against their schemas, to the last member."""

    def __init__(self, description: dict[str, Any]) -> None:
        from jsonschema import Draft202012Validator

        strict = copy.deepcopy(description)
        every = strict["components"]["schemas"]
        every |= {n: closed(s) for n, s in every.items() if n not in ("Condition", "Template")}
        self._document, self._validator = strict, Draft202012Validator

    def check(self, name: str, value: Any) -> None:
        schema = {"$ref": f"#/components/schemas/{name}", "components": self._document["components"]}
        found = sorted(self._validator(schema).iter_errors(value), key=lambda e: e.json_path)
        assert not found, f"{name}{found[0].json_path[1:]}: {found[0].message[:300]}"


@pytest.fixture(scope="module")
def answers(description: dict[str, Any]) -> Answers:
    return Answers(description)


EXAMPLES = [(o, e) for o in operations().values() for e in o.examples]


def test_the_description_is_an_openapi_document(description: dict[str, Any]) -> None:
    from jsonschema import Draft202012Validator

    for schema in description["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    text = json.dumps(description)
    names = set(description["components"]["schemas"])
    import re

    assert set(re.findall(r'"#/components/schemas/([^"]+)"', text)) <= names
    assert set(re.findall(r'"#/components/responses/([^"]+)"', text)) == set(
        description["components"]["responses"]
    )
    ids = [o["operationId"] for path in description["paths"].values() for o in path.values()]
    assert len(ids) == len(set(ids)) == len(operations())


def test_every_operation_is_told_in_both_languages(description: dict[str, Any]) -> None:
    def both(text: str) -> bool:
        return any("\u4e00" <= c <= "\u9fff" for c in text) and any("a" <= c <= "z" for c in text)

    for path in description["paths"].values():
        for operation in path.values():
            assert both(operation["summary"]) and both(operation["description"]), operation["operationId"]
            assert all(both(p["description"]) for p in operation["parameters"]), operation["operationId"]
            assert operation["x-summary"]["zh"] and operation["x-summary"]["en"]


def test_every_status_is_described(description: dict[str, Any]) -> None:
    for path in description["paths"].values():
        for method, operation in path.items():
            told = set(operation["responses"])
            assert {"200", "400", "401", "403", "406", "422", "429", "500", "503", "507"} <= told
            assert ("304" in told) == (method == "get")
            assert ({"408", "413", "415"} <= told) == ("requestBody" in operation)
    assert set(ERRORS) >= {400, 401, 403, 404, 406, 408, 413, 414, 415, 422, 429, 431, 500, 503, 507}


def test_every_media_type_has_an_example_where_there_is_one_to_show(description: dict[str, Any]) -> None:
    body = description["paths"]["/api/v1/assess"]["post"]["requestBody"]["content"]
    assert set(body) == {*MEDIA_TYPES, "multipart/form-data"}
    shown = [m for m, value in body.items() if value.get("examples")]
    assert set(shown) == {
        m for m in MEDIA_TYPES if MEDIA_TYPES[m] in ("json", "yaml") or m.startswith("text/")
    }


def test_the_routes_are_those_that_are_described(description: dict[str, Any]) -> None:
    made = {
        (route.path.replace(":path", ""), method)
        for route in router().routes
        for method in getattr(route, "methods", ())
        if method != "HEAD"
    }
    told = {(path, method.upper()) for path, item in description["paths"].items() for method in item}
    other = {(PREFIX + a, o.method) for o in operations().values() for a in o.aliases}
    assert made == told | other


def run(kg: KnowledgeGraph, operation: Operation, example: Example) -> bytes:
    value = example_body(example)
    body = value.encode() if isinstance(value, str) else json.dumps(value).encode()
    options = {k.replace("-", "_"): v for k, v in example.options.items()}
    path = {p.name: p.such_as(kg) or "" for p in operation.places} | dict(example.path)
    return ask(kg, operation.name, body, example.media_type, path=path, **options).content


@pytest.mark.parametrize(("operation", "example"), EXAMPLES, ids=lambda v: v.name)
def test_every_example_runs_and_its_answer_fits_its_schema(
    kg: KnowledgeGraph, answers: Answers, operation: Operation, example: Example
) -> None:
    answers.check(schema_name(operation), json.loads(run(kg, operation, example)))


GETS = [o for o in operations().values() if o.public and o.name not in ("validate-graph", "compare", "lint")]


@pytest.mark.parametrize("operation", GETS, ids=lambda o: o.name)
def test_what_is_read_fits_its_schema(kg: KnowledgeGraph, answers: Answers, operation: Operation) -> None:
    path = {p.name: p.such_as(kg) or "" for p in operation.places}
    options: dict[str, Any] = {p.name: p.such_as(kg) for p in operation.parameters if p.required}
    if operation.name == "compare-part":
        options["regulation"] = ["nanmu", "puxian-tolerance"]
    if "json" in operation.formats_for(path):
        made = ask(kg, operation.name, path=path, **options)
        answers.check(schema_name(operation), json.loads(made.content))
        assert json.loads(made.content)


def test_answers_about_all_kinds_of_things_fit_their_schema(kg: KnowledgeGraph, answers: Answers) -> None:
    corpus = kg.corpus
    some = [*corpus.outcomes, *list(corpus.norms)[::40], *list(corpus.provisions)[::60], *corpus.readings]
    some += [*corpus.deadlines, *(o.id for o in corpus.overrides), *(f.id for f in corpus.facts.values())]
    for name in some:
        answers.check("Show", kg.show(name))
    for kind in ("penalty", "compulsory-measure"):
        more = {"procedure": "summary"} if kind == "penalty" else {}
        bare = [{"id": name, "kind": kind, **more} for name in ("c1", "c2")]
        answers.check("Review", json.loads(ask(kg, "review", bare, repair=True).content))
        answers.check("Statistics", json.loads(ask(kg, "statistics", bare, year=2024, trace=True).content))
    for part in ("measures", "procedure", "clauses"):
        made = ask(kg, "compare-part", path={"part": part}, regulation=["nanmu", "town"])
        answers.check("Compare", json.loads(made.content))


# --- over HTTP --------------------------------------------------------------------------------


class Server:
    """The application on a free port of this machine, with one worker for tasks and no store."""

    def __init__(self, kg: KnowledgeGraph) -> None:
        import uvicorn

        from kg_query.web.app import create_app
        from kg_query.web.service import Service
        from kg_query.web.settings import Settings

        self.service = Service(kg, Settings(rate=0))
        self.app = create_app(kg, service=self.service)
        self._described(kg)
        self._server = uvicorn.Server(uvicorn.Config(self.app, port=0, log_level="warning", lifespan="off"))
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        assert self._ready.wait(60)
        self.url = f"http://127.0.0.1:{self.port}"

    def _described(self, kg: KnowledgeGraph) -> None:
        if not any(getattr(route, "path", "") == "/openapi.json" for route in self.app.routes):
            made = describe({"openapi": "3.1.0", "info": {"title": "kg-query", "version": "0"}}, kg)
            self.app.add_api_route("/openapi.json", lambda: made, include_in_schema=False)

    async def _serve(self) -> None:
        self.service.tasks = self.service._task_pool()
        await self.service.tasks.start()
        task = asyncio.create_task(self._server.serve())
        while not self._server.started:
            await asyncio.sleep(0.02)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]
        self._ready.set()
        await task
        await self.service.tasks.close()

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(20)


@pytest.fixture(scope="module")
def server(kg: KnowledgeGraph) -> Iterator[Server]:
    made = Server(kg)
    yield made
    made.stop()


@pytest.fixture
def http(server: Server) -> Iterator[Any]:
    import httpx

    with httpx.Client(base_url=server.url + PREFIX, timeout=60) as client:
        yield client


MATTER = {"id": "m1", "established": ["force_majeure", "unable_to_perform_duty"]}


def test_a_matter_is_assessed_over_http(http: Any, kg: KnowledgeGraph) -> None:
    got = http.post("/assess", json=MATTER, params={"regulation": ["nanmu", "town"]})
    assert got.status_code == 200 and got.headers["content-type"] == "application/json"
    assert got.content == ask(kg, "assess", MATTER, regulation=["nanmu", "town"]).content
    assert "no-store" in got.headers["cache-control"] and "etag" not in got.headers
    body, kind = form(("file", "m.json", "application/json", json.dumps(MATTER).encode()))
    got = http.post("/assess?format=csv&regulation=nanmu", content=body, headers={"Content-Type": kind})
    assert got.text.splitlines()[1].startswith("m1,nanmu,")
    assert got.headers["content-disposition"].startswith("attachment")


def test_the_entry_point_lists_every_operation(
    http: Any, server: Server, description: dict[str, Any]
) -> None:
    for place in (PREFIX, PREFIX + "/"):
        found = http.get(server.url + place).json()
        told = {(one["path"], one["method"].lower()): one for one in found["operations"]}
        assert set(told) == {(path, m) for path, item in description["paths"].items() for m in item}
        for (path, method), one in told.items():
            assert one["summary"] == description["paths"][path][method]["x-summary"]
    for address in (found["described_by"], found["documentation"], found["problems"]):
        assert address.startswith("/")
    assert http.head(server.url + PREFIX).status_code == 200


def test_matters_as_they_were_read_fit_the_schema(kg: KnowledgeGraph, answers: Answers) -> None:
    for sent in (MATTER, [MATTER, {**MATTER, "id": "m2"}]):
        answers.check("Assess", json.loads(ask(kg, "assess", sent, matters="true").content))


def test_a_negative_answer_is_an_answer(http: Any) -> None:
    got = http.post(
        "/validate",
        content=b"<m> a <https://w3id.org/kg-query/ns#Matter> .",
        headers={"Content-Type": "text/turtle"},
    )
    assert got.status_code == 200 and got.json()["conforms"] is False


def test_formats_are_negotiated(http: Any) -> None:
    csv = http.get("/regulations", headers={"Accept": "text/csv"})
    assert csv.headers["content-type"].startswith("text/csv") and "Accept" in csv.headers["vary"]
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    assert http.get("/regulations", headers=browser).headers["content-type"] == "application/json"
    assert http.get("/regulations?format=csv", headers={"Accept": "application/json"}).text == csv.text
    got = http.get("/regulations", headers={"Accept": "image/png"})
    assert got.status_code == 406 and "text/csv" in got.json()["available"]
    assert http.get("/export/context").headers["content-type"] == "application/ld+json"
    assert http.get("/export/owl").headers["content-type"].startswith("text/turtle")


def test_public_answers_are_kept_and_not_sent_twice(http: Any) -> None:
    first = http.get("/show/nanmu/art_9__point_4")
    tag = first.headers["etag"]
    for sent in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = http.get("/show/nanmu/art_9__point_4", headers={"If-None-Match": sent})
        assert again.status_code == 304 and not again.content and again.headers["etag"] == tag
    assert (
        http.get("/show/nanmu/art_9__point_4", headers={"If-None-Match": '"other"'}).content == first.content
    )
    head = http.head("/show/nanmu/art_9__point_4")
    assert head.status_code == 200 and head.headers["etag"] == tag and not head.content
    assert http.get("/questions", headers={"Accept-Language": "en"}).headers["content-language"] == "en"


@pytest.mark.parametrize(
    ("method", "path", "body", "kind", "status"),
    [
        ("GET", "/show/nothing-like-it", b"", "", 404),
        ("GET", "/nowhere", b"", "", 404),
        ("GET", "/compare/clause", b"", "", 404),
        ("GET", "/search", b"", "", 400),
        ("GET", "/search?words=x&kind=thing", b"", "", 400),
        ("GET", "/regulations?lang=fr", b"", "", 400),
        ("GET", "/regulations?format=pdf", b"", "", 400),
        ("DELETE", "/assess", b"", "", 405),
        ("GET", "/assess", b"", "", 405),
        ("POST", "/assess", b"", "application/json", 422),
        ("POST", "/assess", b"{", "application/json", 422),
        ("POST", "/assess", b'{"id": "m", "established": ["force_majure"]}', "application/json", 422),
        ("POST", "/assess", b"{}", "text/plain", 415),
        ("POST", "/assess?regulation=nanmo", json.dumps(MATTER).encode(), "application/json", 400),
        ("POST", "/explain", json.dumps(MATTER).encode(), "application/json", 400),
        ("POST", "/validate?shapes=http://x/s.ttl", json.dumps(MATTER).encode(), "application/json", 403),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_as_a_problem(
    http: Any, method: str, path: str, body: bytes, kind: str, status: int
) -> None:
    for lang in ("zh", "en"):
        headers = {"Accept-Language": lang} | ({"Content-Type": kind} if kind else {})
        got = http.request(method, path, content=body, headers=headers)
        assert got.status_code == status, got.text
        assert got.headers["content-type"] == "application/problem+json"
        assert got.json()["status"] == status and got.json()["title"]
        chinese = any("\u4e00" <= c <= "\u9fff" for c in got.json()["title"])
        assert chinese == (lang == "zh")


def test_hyphens_as_in_the_commands_and_other_paths(http: Any) -> None:
    assert http.post("/what-if?refute=force_majeure", json=MATTER).status_code == 200
    assert http.get("/template/penalty").json() == http.get("/templates/penalty").json()


def test_an_unknown_word_comes_with_the_nearest_known(http: Any) -> None:
    told = http.post(
        "/assess", json={"id": "m", "established": ["force_majure"]}, headers={"Accept-Language": "en"}
    )
    assert "force_majeure" in told.json()["problems"][0]["hint"]
    told = http.get("/questions/relief-for-grond", headers={"Accept-Language": "en"})
    assert "relief-for-ground" in told.json()["detail"]


# --- the cache --------------------------------------------------------------------------------


def test_many_who_ask_the_same_wait_for_one_answer() -> None:
    made: list[int] = []

    async def answer() -> Kept:
        made.append(1)
        await asyncio.sleep(0.05)
        return Kept(b"x" * 10, None, "e")

    async def all_at_once() -> None:
        cache = AnswerCache(100)
        first = asyncio.create_task(cache.get("a", answer))
        rest = [asyncio.create_task(cache.get("a", answer)) for _ in range(20)]
        await asyncio.sleep(0.01)
        first.cancel()  # one who gives up takes nothing from the others
        assert all(k.content == b"x" * 10 for k in await asyncio.gather(*rest))
        await cache.get("a", answer)
        assert len(made) == 1 and cache.size == 10

    asyncio.run(all_at_once())


def test_the_last_one_to_give_up_ends_the_work_and_a_failure_is_not_kept() -> None:
    ended: list[str] = []

    async def slow() -> Kept:
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise
        raise AssertionError

    async def failing() -> Kept:
        ended.append("failed")
        raise ValueError("no")

    async def scene() -> None:
        cache = AnswerCache()
        waiting = [asyncio.create_task(cache.get("a", slow)) for _ in range(3)]
        await asyncio.sleep(0.01)
        for one in waiting:
            one.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await asyncio.sleep(0.01)
        assert ended == ["cancelled"]
        for _ in range(2):
            with pytest.raises(ValueError, match="no"):
                await cache.get("b", failing)
        assert ended[1:] == ["failed", "failed"] and len(cache) == 0

    asyncio.run(scene())


def test_the_cache_is_bounded_by_bytes() -> None:
    async def scene() -> None:
        cache = AnswerCache(100)

        def answer(size: int) -> Any:
            async def make() -> Kept:
                return Kept(b"x" * size, None, "e")

            return make

        for key in range(10):
            await cache.get(key, answer(20))
        assert cache.size == 100 and len(cache) == 5
        await cache.get("large", answer(26))
        assert cache.size == 100, "an answer of more than a quarter is not kept"

    asyncio.run(scene())


def test_what_an_answer_says_is_read_once_and_kept_of_the_latest_ones_only() -> None:
    cache = AnswerCache()
    small, large = Kept(b'{"a": [1]}', None, "s"), Kept(b'["' + b"x" * 5_000_000 + b'"]', None, "l")
    assert cache.read(small) == {"a": [1]}
    assert cache.read(small) is cache.read(small)
    assert cache.read(large) is cache.read(large)
    other = Kept(b'["' + b"y" * 5_000_000 + b'"]', None, "o")
    first = cache.read(large)
    assert cache.read(other) is cache.read(other)
    assert cache.read(large) is not first, "both together are more than is kept"


# --- schemathesis -----------------------------------------------------------------------------


def test_schemathesis_finds_nothing_in_a_short_run(server: Server) -> None:
    import subprocess
    import sys
    from pathlib import Path

    schemathesis = Path(sys.executable).with_name("schemathesis")
    if not schemathesis.exists():
        pytest.skip("schemathesis is not installed")
    few = "assess|regulations|search|grounds|show|template"
    words = [
        schemathesis,
        "run",
        f"{server.url}/openapi.json",
        "--checks",
        "all",
        "--max-examples",
        "3",
        "--seed",
        "1",
    ]
    words += ["--phases", "examples,fuzzing", "--include-operation-id-regex", f"^({few})$", "--no-color"]
    done = subprocess.run(words, capture_output=True, text=True, cwd=Path(__file__).parents[1])
    assert done.returncode == 0, done.stdout[-6000:]


def test_formats_are_registered_media_types() -> None:
    assert all(len(m.partition(";")[0].split("/")) == 2 for m in FORMATS.values())
