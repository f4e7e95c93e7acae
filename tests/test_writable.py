"""A store that can be written: versions, updates, graphs, and what is left of it after kills."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from store_kills import torture

from kg_query.endpoint.faults import Fault
from kg_query.endpoint.following import Note
from kg_query.endpoint.incoming import quads
from kg_query.endpoint.using import with_dataset
from kg_query.endpoint.versions import Versions
from kg_query.endpoint.writing import Writer

BASE = "http://localhost/graph-store"


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    made = Writer(tmp_path / "store")
    yield made
    made.close()


def update(writer: Writer, text: str, **more: Any) -> dict[str, Any]:
    return writer({"do": "update", "base": BASE, **more}, text.encode())[0]


def put(writer: Writer, graph: str | None, turtle: str, do: str = "put") -> dict[str, Any]:
    job = {"do": do, "graph": graph, "media_type": "text/turtle", "base": graph or BASE}
    return writer(job, turtle.encode())[0]


def held(writer: Writer) -> ox.Store:
    """The newest version, as whoever reads it finds it."""
    newest = writer.versions.newest()
    assert newest is not None
    return ox.Store.read_only(str(writer.versions.path(newest)))


# --- versions -------------------------------------------------------------------------------


def test_each_change_is_a_version_and_versions_do_not_change(writer: Writer) -> None:
    first = held(writer)
    assert update(writer, "INSERT DATA { <urn:a> <urn:b> 1 }") == {"version": 2, "created": False}
    second = held(writer)
    update(writer, "DELETE WHERE { ?s ?p ?o }")
    assert [len(first), len(second), len(held(writer))] == [0, 1, 0]


def test_the_default_graph_is_a_graph_of_its_own(writer: Writer) -> None:
    put(writer, "urn:g", "<urn:a> <urn:b> 1 .")
    assert not held(writer).query("ASK { ?s ?p ?o }")
    put(writer, None, "<urn:a> <urn:b> 2 .")
    assert [s["o"].value for s in held(writer).query("SELECT ?o { ?s ?p ?o }")] == ["2"]  # type: ignore[union-attr]


def test_a_graph_is_created_once_and_may_be_empty(writer: Writer) -> None:
    assert put(writer, "urn:g", "")["created"] is True
    assert held(writer).contains_named_graph(ox.NamedNode("urn:g"))
    assert put(writer, "urn:g", "<a> <b> <c> .")["created"] is False
    assert put(writer, "urn:g", "<d> <e> <f> .", "post")["created"] is False
    assert len(held(writer)) == 2
    assert put(writer, None, "<a> <b> <c> .")["created"] is False  # the default graph is always there


def test_a_graph_that_is_not_there_cannot_be_deleted(writer: Writer) -> None:
    assert put(writer, "urn:g", "", "delete")["fault"] == "no-graph"
    put(writer, "urn:g", "")
    assert "fault" not in put(writer, "urn:g", "", "delete")
    assert "fault" not in put(writer, None, "", "delete")


def test_blank_nodes_of_two_documents_are_two(writer: Writer) -> None:
    put(writer, "urn:g", "_:b <urn:p> 1 .")
    put(writer, "urn:g", "_:b <urn:p> 2 .", "post")
    assert len({q.subject for q in held(writer)}) == 2


def test_relative_iris_are_resolved_against_the_graph(writer: Writer) -> None:
    put(writer, "http://localhost/g/", "<x> <y> <> .")
    (found,) = held(writer)
    assert (found.subject.value, found.object.value) == ("http://localhost/g/x", "http://localhost/g/")


@pytest.mark.parametrize(
    ("text", "fault", "line"),
    [
        ("INSERT DATA { <urn:a> <urn:b> 1 };\n\nINSERT DATA { .. }", "syntax", 3),
        ("INSERT DATA { <urn:a> <urn:b> 1 }; CREATE GRAPH <urn:g>; CREATE GRAPH <urn:g>", "conflict", None),
        ("INSERT DATA { <urn:a> <urn:b> 1 }; DROP GRAPH <urn:none>", "conflict", None),
    ],
)
def test_an_update_that_fails_changes_nothing(
    writer: Writer, text: str, fault: str, line: int | None
) -> None:
    said = update(writer, text)
    assert (said["fault"], said["line"]) == (fault, line)
    assert len(held(writer)) == len(writer.store) == 0
    assert writer.versions.newest() == 1
    assert update(writer, "INSERT DATA { <urn:a> <urn:b> 1 }")["version"] == 2


def test_a_document_that_fails_in_the_middle_changes_nothing(writer: Writer) -> None:
    put(writer, "urn:g", "<urn:a> <urn:b> 1 .")
    said = put(writer, "urn:g", "<urn:c> <urn:d> 1 .\n<urn:e> .. .")
    assert (said["fault"], said["line"]) == ("syntax", 2)
    assert [q.subject.value for q in held(writer)] == ["urn:a"]


def test_a_change_that_cannot_be_published_is_undone(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(writer.versions, "publish", full)
        assert put(writer, "urn:g", "<urn:a> <urn:b> 1 .")["fault"] == "storage"
    assert len(writer.store) == 0
    assert put(writer, "urn:g", "<urn:a> <urn:b> 2 .") == {"version": 2, "created": True}
    assert [q.object.value for q in held(writer)] == ["2"]


def test_R3_a_second_writer_is_refused(writer: Writer, tmp_path: Path) -> None:
    with pytest.raises(Fault) as refused:
        Writer(tmp_path / "store", patience=0.1)
    assert refused.value.kind == "in-use"


def test_a_store_begins_as_a_copy_of_its_seed_which_stays_as_it_is(tmp_path: Path) -> None:
    seed = ox.Store(str(tmp_path / "seed"))
    seed.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.NamedNode("urn:c")))
    seed.flush()
    del seed
    first = Writer(tmp_path / "store", tmp_path / "seed")
    update(first, "CLEAR ALL")
    first.close()
    again = Writer(tmp_path / "store", tmp_path / "seed")  # the seed counts at the first start only
    assert len(held(again)) == 0
    again.close()
    assert len(ox.Store.read_only(str(tmp_path / "seed"))) == 1


def _seed(folder: Path, *lines: str) -> Path:
    store = ox.Store(str(folder))
    store.extend(ox.parse("\n".join(lines), format=ox.RdfFormat.N_QUADS))
    store.flush()
    return folder


def test_a_store_follows_a_newer_dataset_where_nobody_has_changed_the_one_before(tmp_path: Path) -> None:
    said = '<urn:a> <urn:says> "{}" <urn:{}> .'
    old = _seed(tmp_path / "old", *(said.format(1, g) for g in ("same", "newer", "mine", "gone")))
    new = _seed(
        tmp_path / "new", *(said.format(2, g) for g in ("newer", "mine", "added")), said.format(1, "same")
    )
    store = tmp_path / "store"

    def followed(writer: Writer, seed: Path) -> dict[str, Any]:
        return dict(writer({"do": "follow", "seed": str(seed), "content": seed.name}, b"")[0]["followed"])

    nothing = {"replaced": [], "kept": [], "removed": [], "unknown": False}
    Writer(store, old, content="old").close()  # and another one goes on, as where a worker is replaced
    first = Writer(store, old, content="old")
    assert followed(first, old) == nothing and first.number == 1
    update(
        first,
        "INSERT DATA { GRAPH <urn:mine> { <urn:a> <urn:says> 3 } GRAPH <urn:notes> { <urn:n> <urn:is> 1 } }",
    )
    first.close()
    again = Writer(store, new)
    done = {
        "replaced": ["urn:added", "urn:newer"],
        "kept": ["urn:mine"],
        "removed": ["urn:gone"],
        "unknown": False,
    }
    assert followed(again, new) == done and again.number == 3
    rows = held(again).query("SELECT (CONCAT(STR(?g), STR(?o)) AS ?r) { GRAPH ?g { ?s ?p ?o } }")
    assert sorted(row["r"].value for row in rows) == [
        "urn:added2", "urn:mine1", "urn:mine3", "urn:newer2", "urn:notes1", "urn:same1"]  # fmt: skip
    assert followed(again, new) == nothing and again.number == 3, "once is enough"
    (store / "BEGAN-WITH.json").unlink()
    assert followed(again, old) == {**nothing, "unknown": True}
    again.close()


def test_a_store_that_was_killed_before_it_noted_the_newer_dataset_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = '<urn:a> <urn:says> "{}" <urn:g> .'
    old, new = _seed(tmp_path / "old", said.format(1)), _seed(tmp_path / "new", said.format(2))
    writer = Writer(tmp_path / "store", old, content="old")
    job = {"do": "follow", "seed": str(old), "content": "old"}

    def killed(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Note, "write", killed)
        with pytest.raises(KeyboardInterrupt):
            writer({**job, "seed": str(new), "content": "new"}, b"")
    writer.close()
    again = Writer(tmp_path / "store", new)
    done = again({"do": "follow", "seed": str(new), "content": "new"}, b"")[0]["followed"]
    assert done == {"replaced": [], "kept": [], "removed": [], "unknown": False}
    assert held(again).query("ASK { GRAPH <urn:g> { <urn:a> <urn:says> '2' } }")
    again.close()


def test_what_a_dead_writer_left_is_cleared_and_old_versions_go(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    first = Writer(folder)
    put(first, "urn:g", "<urn:a> <urn:b> 1 .")
    first.close()
    (folder / "live-1-1").mkdir()
    (folder / "making-0000000003").mkdir()
    again = Writer(folder)
    assert again.number == 2
    assert not (folder / "live-1-1").exists() and not (folder / "making-0000000003").exists()
    again.versions.prune({2})
    assert Versions(folder).numbers() == [2]
    again.close()


def test_a_version_shares_what_has_not_changed(writer: Writer) -> None:
    many = "".join(f"<urn:s{i}> <urn:p> <urn:o{i}> .\n" for i in range(2000))
    put(writer, "urn:g", many)
    update(writer, "INSERT DATA { <urn:a> <urn:b> 1 }")
    files = [p for p in writer.versions.path(3).iterdir() if p.suffix == ".sst"]
    assert any(p.stat().st_nlink > 1 for p in files)


def test_R1_no_acknowledged_write_is_lost_when_the_writer_is_killed(tmp_path: Path) -> None:
    found = torture(tmp_path / "store", kills=12, seed=int.from_bytes(os.urandom(4), "big"), longest=0.4)
    assert found.kills == 12
    assert found.acknowledged > 0
    assert (found.lost, found.halves) == (0, 0)


# --- the dataset of an update ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("INSERT { ?s <urn:q> ?o } WHERE { ?s <urn:p> ?o }", {"1"}),
        ("DELETE { ?s <urn:p> 9 } INSERT { ?s <urn:q> ?o } WHERE { ?s <urn:p> ?o }", {"1"}),
        ("INSERT { ?s <urn:q> ?o } # } WHERE {\nWHERE { ?s <urn:p> ?o FILTER(?o != 'WHERE') }", {"1"}),
        ("INSERT { ?s <urn:q> ?o } WHERE { GRAPH ?g { ?s <urn:p> ?o } }", {"2"}),
        ("INSERT DATA { <urn:s> <urn:q> 7 }; INSERT{?s <urn:q> ?o}WHERE{?s <urn:p> ?o}", {"7", "1"}),
    ],
)
def test_an_update_looks_at_the_graphs_that_the_request_names(
    writer: Writer, text: str, wanted: set[str]
) -> None:
    for graph, value in ((None, 0), ("urn:g1", 1), ("urn:g2", 2), ("urn:g3", 3)):
        put(writer, graph, f"<urn:s> <urn:p> {value} .")
    said = update(writer, text, using=["urn:g1"], using_named=["urn:g2"])
    assert "fault" not in said
    found = held(writer).quads_for_pattern(None, ox.NamedNode("urn:q"), None)
    assert {q.object.value for q in found} == wanted


def test_delete_where_with_a_dataset_matches_there_and_deletes_in_the_default_graph(writer: Writer) -> None:
    for graph in (None, "urn:g1"):
        put(writer, graph, "<urn:s> <urn:p> 1 .")
    update(writer, "DELETE WHERE # it {\n{ ?s <urn:p> ?o # that }\n}", using=["urn:g1"])
    assert [str(q.graph_name) for q in held(writer)] == ["<urn:g1>"]


@pytest.mark.parametrize(
    "text",
    [
        "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "INSERT { ?s ?p 1 } USING <urn:g> WHERE { ?s ?p ?o }",
        "DELETEWHERE{?s ?p ?o}",
    ],
)
def test_a_dataset_in_text_and_request_is_refused(text: str) -> None:
    with pytest.raises(Fault) as refused:
        with_dataset(text, ["urn:g"], [])
    assert refused.value.kind == "using"
    assert with_dataset(text, [], []) == text


def test_what_is_no_iri_gets_into_no_update() -> None:
    with pytest.raises(Fault):
        with_dataset("INSERT { ?s ?p 1 } WHERE { ?s ?p 2 }", ["urn:g> WHERE {} ; DROP ALL #"], [])


# --- documents that are sent ----------------------------------------------------------------

_RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e">%s</rdf:RDF>'


def _read(data: bytes, media_type: str) -> list[ox.Quad]:
    return list(quads(data, media_type, BASE, ox.DefaultGraph()))


@pytest.mark.parametrize("code", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
@pytest.mark.parametrize("mark", ["<!DOCTYPE rdf:RDF [", "<!ENTITY a 'b'>"])
def test_P2_a_doctype_is_refused_before_the_document_is_parsed(code: str, mark: str) -> None:
    with pytest.raises(Fault) as refused:
        _read(f"<?xml version='1.0'?>{mark}".encode(code), "application/rdf+xml")
    assert refused.value.kind == "doctype"


def test_rdf_xml_without_a_doctype_is_read() -> None:
    document = _RDF % '<rdf:Description rdf:about="urn:a"><e:p>v</e:p></rdf:Description>'
    assert len(_read(document.encode(), "application/rdf+xml")) == 1


@pytest.mark.parametrize("context", ["http://127.0.0.1:9/context", "file:///etc/passwd"])
def test_P1_a_context_that_stands_elsewhere_is_not_fetched(context: str) -> None:
    with pytest.raises(Fault) as refused:
        _read(f'{{"@context": "{context}", "a": "b"}}'.encode(), "application/ld+json")
    assert refused.value.kind == "syntax"


def test_P3_deep_nesting_ends_in_an_answer() -> None:
    assert len(_read(b"<urn:a> <urn:b> " + b"( " * 10_000 + b") " * 10_000 + b".", "text/turtle")) > 10_000
    with pytest.raises(Fault):
        _read(b"[" * 100_000, "application/ld+json")


def test_one_graph_holds_no_graphs() -> None:
    with pytest.raises(Fault) as refused:
        _read(b"<urn:a> <urn:b> <urn:c> <urn:d> .", "application/n-quads")
    assert refused.value.kind == "unsupported"
    with pytest.raises(Fault) as refused:
        _read(b'{"@id": "urn:g", "@graph": [{"@id": "urn:a", "urn:p": 1}]}', "application/ld+json")
    assert refused.value.kind == "syntax"
