"""Hard use, pinned: hostile matters, an own regulation with a chain of overrides, queries that reach out.

Each case was tried by hand on an installed wheel first. What is written here held; what did not was
reported instead.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from kg_query import KnowledgeGraph

HILL_TEXT = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix id: <https://w3id.org/kg-query/id/> .
@prefix hill: <https://w3id.org/kg-query/id/hill/> .
@prefix law: <https://w3id.org/kg-query/ns#> .
id:hill a law:Regulation ; law:slug "hill" ;
    dcterms:title "山城街道办法（虚构）"@zh , "Hill Measures (invented)"@en .
hill:art_2 a law:Article ; law:regulation id:hill ; law:number "第二条" ;
    law:text "因不可抗力不能履职的，免予追究，但故意或者造成重大损失且未及时纠正的除外。"@zh ,
        "No liability for force majeure, except for intent, or major loss not corrected in time."@en .
hill:art_3 a law:Article ; law:regulation id:hill ; law:number "第三条" ;
    law:text "滥用职权的，不予容错。"@zh , "Abuse of power is not tolerated."@en .
hill:art_4 a law:Article ; law:regulation id:hill ; law:number "第四条" ;
    law:text "执行上级决定的，不适用第三条，可以免责。"@zh , "Carrying out a decision: liability may be waived."@en .
hill:art_5 a law:Article ; law:regulation id:hill ; law:number "第五条" ;
    law:text "明知违法而执行的，应当追究，不适用第四条。"@zh , "Knowingly unlawful: liable; Article 4 does not apply."@en .
hill:art_6 a law:Article ; law:regulation id:hill ; law:number "第六条" ;
    law:text "追究责任且造成重大损失的，调离执法岗位。"@zh , "Transfer where liable and major loss was caused."@en .
hill:art_7 a law:Article ; law:regulation id:hill ; law:number "第七条" ;
    law:text "对拒不整改的，"@zh , "in respect of those who refuse, [text lost]"@en ; law:lost "撕毁"@zh , "torn"@en .
"""
HILL_NORMS = """
@prefix hill: <https://w3id.org/kg-query/id/hill/> .
@prefix norm: <https://w3id.org/kg-query/id/hill/norm/> .
@prefix law: <https://w3id.org/kg-query/ns#> .
@prefix ground: <https://w3id.org/kg-query/ground/> .
@prefix kind: <https://w3id.org/kg-query/id/kind/> .
@prefix modality: <https://w3id.org/kg-query/id/modality/> .
@prefix outcome: <https://w3id.org/kg-query/id/outcome/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
ground:hill_decision a skos:Concept ; skos:inScheme <https://w3id.org/kg-query/ground/> ;
    skos:prefLabel "执行上级决定"@zh , "carried out a decision"@en .
ground:hill_knew a skos:Concept ; skos:inScheme <https://w3id.org/kg-query/ground/> ;
    skos:prefLabel "明知违法"@zh , "knew it to be unlawful"@en .
norm:art_2 a law:Norm ; law:provision hill:art_2 ; law:kind kind:exemption ; law:modality modality:must_not ;
    law:outcome outcome:exempt ; law:condition [ law:allOf ( ground:force_majeure ground:unable_to_perform_duty ) ] ;
    law:exception [ law:anyOf ( ground:intentional_violation
        [ law:allOf ( ground:major_loss [ law:not ground:timely_corrected ] ) ] ) ] ;
    law:summary "不可抗力免责"@zh , "exempt for force majeure"@en .
norm:art_3 a law:Norm ; law:provision hill:art_3 ; law:kind kind:bar ; law:modality modality:must_not ;
    law:outcome outcome:no_tolerance ; law:condition ground:abuse_of_power ;
    law:summary "滥用职权不予容错"@zh , "abuse is not tolerated"@en .
norm:art_4 a law:Norm ; law:provision hill:art_4 ; law:kind kind:exemption_permitted ; law:modality modality:may ;
    law:outcome outcome:exemption_permitted ; law:condition ground:hill_decision ;
    law:summary "可以免责"@zh , "may be waived"@en .
norm:art_5 a law:Norm ; law:provision hill:art_5 ; law:kind kind:accountability ; law:modality modality:must ;
    law:outcome outcome:liability ; law:condition [ law:allOf ( ground:hill_decision ground:hill_knew ) ] ;
    law:summary "应当追究"@zh , "liable"@en .
norm:art_6 a law:Norm ; law:provision hill:art_6 ; law:kind kind:sanction ; law:modality modality:must ;
    law:followsOutcome outcome:liability ; law:condition ground:major_loss ;
    law:summary "调离"@zh , "transfer"@en .
norm:art_7 a law:Norm ; law:provision hill:art_7 ; law:kind kind:exemption ; law:modality modality:must_not ;
    law:outcome outcome:exempt ; law:condition [ law:anyOf () ] ; law:summary "缺损"@zh , "lost"@en .
norm:o3 a law:Override ; law:prevailing hill:art_3 ; law:defeats hill:art_2 ; law:basis law:express ;
    law:reason "明文"@zh , "express"@en .
norm:o4 a law:Override ; law:prevailing hill:art_4 ; law:defeats hill:art_3 ; law:basis law:express ;
    law:reason "明文"@zh , "express"@en .
norm:o5 a law:Override ; law:prevailing hill:art_5 ; law:defeats hill:art_4 ; law:basis law:express ;
    law:reason "明文"@zh , "express"@en .
"""
BASE = ["force_majeure", "unable_to_perform_duty"]
Engine = Literal["compiled", "reference"]


def kgq(*words: str | os.PathLike[str], **more: object) -> subprocess.CompletedProcess[bytes]:
    """One run of the program, as a user starts it."""
    command = [sys.executable, "-m", "kg_query", *map(str, words)]
    return subprocess.run(command, capture_output=True, check=False, timeout=60, **more)  # type: ignore[call-overload, no-any-return]


# --- a further regulation: three overrides in a chain ---------------------------------------


@pytest.fixture(scope="module")
def hill(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    folder = tmp_path_factory.mktemp("data") / "hill"
    folder.mkdir()
    (folder / "text.ttl").write_text(HILL_TEXT, "utf-8")
    (folder / "norms.ttl").write_text(HILL_NORMS, "utf-8")
    return KnowledgeGraph.open(data=[folder])


@pytest.mark.parametrize("engine", ["compiled", "reference"])
@pytest.mark.parametrize(
    ("more", "outcomes", "defeated", "follows"),
    [
        ([], ["exempt"], set(), False),
        (["abuse_of_power"], ["no_tolerance"], {"art_2"}, False),
        # what defeated it is itself defeated: the exemption is back
        (["abuse_of_power", "hill_decision"], ["exempt", "exemption_permitted"], {"art_3"}, False),
        (
            ["abuse_of_power", "hill_decision", "hill_knew", "major_loss"],
            ["no_tolerance", "liability"],
            {"art_2", "art_4"},
            True,
        ),
    ],
)
def test_every_link_of_a_chain_of_overrides_counts(
    hill: KnowledgeGraph,
    engine: Engine,
    more: list[str],
    outcomes: list[str],
    defeated: set[str],
    follows: bool,
) -> None:
    result = hill.assess({"id": "h", "established": BASE + more}, engine=engine).to_json()["results"][-1]
    status = {n["provision"].removeprefix("hill/"): n["status"] for n in result["norms"]}
    assert [o["code"] for o in result["outcomes"]] == outcomes
    assert {place for place, stands in status.items() if stands == "defeated"} == defeated
    assert (status.get("art_6") == "applies") is follows
    assert "art_7" not in status, "what the source has lost never applies"


@pytest.mark.parametrize("engine", ["compiled", "reference"])
@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"established": [*BASE, "major_loss"]}, "applies"),
        ({"established": [*BASE, "major_loss"], "unknown": ["timely_corrected"]}, "undetermined"),
        ({"established": [*BASE, "major_loss"], "refuted": ["timely_corrected"]}, "blocked"),
        ({"established": [*BASE, "major_loss", "timely_corrected"]}, "applies"),
        ({"established": BASE, "unknown": ["intentional_violation"]}, "undetermined"),
    ],
)
def test_an_exception_may_be_a_tree(
    hill: KnowledgeGraph, engine: Engine, said: dict[str, list[str]], status: str
) -> None:
    result = hill.assess({"id": "h", **said}, engine=engine).to_json()["results"][-1]
    assert {n["provision"]: n["status"] for n in result["norms"]}["hill/art_2"] == status


# --- matters that mean harm -----------------------------------------------------------------

_ONE = '{"id": "m", "established": ["force_majeure"]'
HOSTILE: dict[str, bytes] = {
    "alias.yaml": b"a: &a [x, x]\nb: &b [*a, *a]\nid: m\nestablished: *b\n",
    "tag.yaml": b"id: !!python/object/apply:os.system [id]\nestablished: [force_majeure]\n",
    "deep.yaml": b"[" * 50_000,
    "deep.json": b"[" * 200_000 + b"]" * 200_000,
    "twice.json": b'{"id": "a", "id": "b", "established": []}',
    "nan.json": b'{"id": "a", "established": [NaN]}',
    "surrogate.json": b'{"id": "\\ud800", "established": ["force_majeure"]}',
    "bidi.json": '{"id": "\u202eabc", "established": ["force_majeure"]}'.encode(),
    "nul.json": b'{"id": "a\\u0000b", "established": ["force_majeure"]}',
    "gbk.csv": "编号,不可抗力\nm1,1\n".encode("gbk"),
    "wide16.csv": "id,force_majeure\nm1,1\n".encode("utf-16"),
    "one_bad_row.csv": b"id,force_majeure\nm1,1\nm2,maybe\nm3,1\n",
    "poison.ttl": b"<https://w3id.org/kg-query/ground/force_majeure> "
    b"<http://www.w3.org/2004/02/skos/core#broader> <https://w3id.org/kg-query/ground/intent> .",
    "entity.rdf": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    "date.json": (_ONE + ', "date": "2024-02-30"}').encode(),
    "role.json": (_ONE + ', "role": "handlr"}').encode(),
    "key.json": (_ONE + ', "establishd": []}').encode(),
}


def test_hostile_matters_end_in_a_message_and_exit_code_3(tmp_path: Path) -> None:
    """All in one run: every file is named, nothing is answered, no traceback is shown."""
    for name, content in HOSTILE.items():
        (tmp_path / name).write_bytes(content)
    done = kgq("--lang", "en", "assess", *sorted(HOSTILE), cwd=tmp_path)
    said = done.stderr.decode()
    assert done.returncode == 3
    assert done.stdout == b""
    assert "Traceback" not in said
    assert [name for name in HOSTILE if name not in said] == []
    assert "\u202e" not in said and "\0" not in said, "a message shows no control characters"


# --- nothing leaves the machine -------------------------------------------------------------


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and who called there."""
    calls: list[str] = []
    server = socket.create_server(("127.0.0.1", 0))

    def listen() -> None:
        while True:
            try:
                call, _ = server.accept()
            except OSError:
                return
            calls.append("called")
            call.close()

    threading.Thread(target=listen, daemon=True).start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}/x", calls
    server.close()


def test_no_context_is_fetched(tmp_path: Path, canary: tuple[str, list[str]]) -> None:
    address, calls = canary
    said = {"id": "m", "established": ["force_majeure"]}
    foreign: list[object] = [address, [address], {"@import": address}, "file:///etc/passwd", None]
    for number, context in enumerate(foreign):
        (tmp_path / f"{number}.json").write_text(json.dumps({"@context": context, **said}), "utf-8")
    done = kgq("assess", *sorted(tmp_path.glob("*.json")))
    assert done.returncode == 3
    assert done.stderr.decode().count("@context") >= len(foreign)
    assert calls == []


@pytest.mark.parametrize("clause", ["FROM <{u}>", "FROM NAMED <{u}>", "FROM <file:///etc/passwd>"])
def test_no_graph_is_fetched(canary: tuple[str, list[str]], clause: str) -> None:
    address, calls = canary
    query = f"SELECT * {clause.format(u=address)} {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
    done = kgq("query", "-e", query, "--format", "json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["results"]["bindings"] == []
    assert calls == []


def test_a_runaway_query_ends_promptly() -> None:
    start = time.monotonic()
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    done = kgq("query", "-e", query, "--timeout", "1")
    assert done.returncode == 4
    assert time.monotonic() - start < 15, "the limit holds, with room for a busy machine"


# --- the streets of the shell ---------------------------------------------------------------


def test_names_of_files_are_only_names(tmp_path: Path) -> None:
    path = tmp_path / "事 项;$(x) 'q'.json"
    path.write_text(_ONE + "}", "utf-8")
    done = kgq("assess", path, env={**os.environ, "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert "不可抗力" in done.stdout.decode("utf-8")


@pytest.mark.parametrize("words", [["export", "nquads"], ["regulations"]])
def test_a_reader_that_goes_away_is_no_fault(words: list[str]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "kg_query", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as run:
        assert run.stdout is not None and run.stderr is not None
        run.stdout.read(1)
        run.stdout.close()
        assert run.stderr.read() == b""
        assert run.wait(timeout=60) == 0
