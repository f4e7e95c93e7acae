"""Where files lie, and the artefact: quick when it fits its sources, never silently stale."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tiny_world import TINY

from kg_query import KnowledgeGraph, artefact, files
from kg_query.errors import CorpusError, InputError


def test_the_corpus_is_ontology_and_data_without_examples(small_world: Path) -> None:
    (small_world / "data" / "examples").mkdir()
    (small_world / "data" / "examples" / "matter.ttl").write_text("", "utf-8")
    names = [f.name for f in files.corpus_files()]
    assert names == ["ontology/words.ttl", "data/lakeside/norms.ttl", "data/lakeside/text.ttl"]


def test_the_graph_has_the_shapes_as_well(small_world: Path) -> None:
    (small_world / "shapes").mkdir()
    (small_world / "shapes" / "corpus.ttl").write_text("", "utf-8")
    assert [f.name for f in files.graph_files()][-1] == "shapes/corpus.ttl"


def test_a_missing_data_folder_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        KnowledgeGraph.open(data=tmp_path / "nowhere")
    with pytest.raises(InputError, match=r"holds no \.ttl file"):
        KnowledgeGraph.open(data=tmp_path)


# --- a further regulation over the real graph -----------------------------------------------


def test_a_folder_adds_a_regulation_that_is_assessed_last() -> None:
    kg = KnowledgeGraph.open(data=TINY)
    assert kg.corpus.assessed[-1] == "lakeside"
    verdict = kg.assess({"id": "m1", "established": ["lakeside_route_patrolled"]})
    assert verdict.of("lakeside").outcome == "exempt"
    assert [r.regulation for r in verdict.results] == list(kg.corpus.assessed)


@pytest.mark.parametrize(
    ("established", "outcome"),
    [
        (["force_majeure", "unable_to_perform_duty"], "exempt"),
        (["force_majeure"], "no_applicable_rule"),
        (["lakeside_route_patrolled", "lakeside_violation_concealed"], "no_tolerance"),
        (["lakeside_route_patrolled", "intentional_violation"], "no_tolerance"),
        (["other_circumstance_recognised"], "exempt"),
        ([], "no_applicable_rule"),
    ],
)
def test_the_added_regulation_answers_as_its_clauses_say(established: list[str], outcome: str) -> None:
    kg = KnowledgeGraph.open(data=[TINY])
    matter = {"id": "m1", "established": established, "refuted": ["adverse_effect"]}
    assert kg.assess(matter, regulations=["lakeside"]).of("lakeside").outcome == outcome


def test_the_added_regulation_is_searched_shown_exported_and_queried() -> None:
    kg = KnowledgeGraph.open(data=TINY)
    assert kg.search("夜间巡查")[0].regulation == "lakeside"
    assert kg.show("lakeside/art_2__point_2")["norms"][0]["exception"] == "lakeside_violation_concealed"
    assert kg.query("ASK { id:lakeside a law:Regulation }").boolean
    last = json.loads(kg.export("provisions"))[-1]
    assert last["id"] == "lakeside/art_4"


def test_the_bundled_answers_do_not_change_when_a_folder_is_added() -> None:
    matter = {"id": "m1", "established": ["force_majeure", "unable_to_perform_duty", "intentional_violation"]}
    without = KnowledgeGraph.open().assess(matter)
    added = KnowledgeGraph.open(data=TINY).assess(matter)
    assert added.results[: len(without.results)] == without.results


def test_two_folders_with_one_regulation_are_refused(tmp_path: Path) -> None:
    again = tmp_path / "again"
    shutil.copytree(TINY, again)
    with pytest.raises(CorpusError, match="two regulations have the slug lakeside"):
        KnowledgeGraph.open(data=[TINY, again])


# --- the artefact ---------------------------------------------------------------------------


def test_without_an_artefact_the_graph_is_compiled_and_says_so(small_world: Path) -> None:
    kg = KnowledgeGraph.open()
    assert "there was no compiled graph" in kg.warnings[0].message.en
    assert list(kg.corpus.regulations) == ["lakeside"]


def test_in_a_clone_the_next_opening_is_quick_and_quiet(small_world: Path) -> None:
    first = KnowledgeGraph.open()
    second = KnowledgeGraph.open()
    assert second.warnings == ()
    assert second.corpus.to_json() == first.corpus.to_json()


def test_an_installed_package_is_never_written_to(small_world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "installed", lambda: True)
    assert KnowledgeGraph.open().warnings
    assert not files.ARTEFACT.exists()


def test_a_change_of_the_data_is_noticed(small_world: Path) -> None:
    KnowledgeGraph.open()
    text = small_world / "data" / "lakeside" / "text.ttl"
    text.write_text(text.read_text("utf-8").replace("夜间巡查尽责办法", "夜间巡查新办法"), "utf-8")
    assert artefact.load() is None
    kg = KnowledgeGraph.open()
    assert "did not match its sources" in kg.warnings[0].message.en
    assert "新办法" in kg.corpus.regulations["lakeside"].label.zh


def test_a_file_more_or_less_is_noticed(small_world: Path) -> None:
    KnowledgeGraph.open()
    (small_world / "data" / "more.ttl").write_text("", "utf-8")
    assert artefact.load() is None


def test_a_change_of_the_compiler_is_noticed(
    small_world: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    KnowledgeGraph.open()
    changed = tmp_path / "compiler.py"
    changed.write_text("# another compiler", "utf-8")
    monkeypatch.setattr(files, "_compiler", lambda: [("compile/norms.py", changed)])
    assert artefact.load() is None


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"\x00\xff\n\n", b"[1]\n{}\n[]\n", b'{"format":0}\n{}\n[]\n']
)
def test_a_broken_artefact_is_not_read(small_world: Path, content: bytes) -> None:
    KnowledgeGraph.open()
    files.ARTEFACT.write_bytes(content)
    assert artefact.load() is None
    assert KnowledgeGraph.open().corpus.regulations


def test_the_artefact_holds_the_whole_corpus() -> None:
    loaded, compiled = KnowledgeGraph.open().corpus, artefact.build()
    for name in ("regulations", "provisions", "norms", "overrides", "readings", "deadlines",
                 "grounds", "outcomes", "concepts"):  # fmt: skip
        assert getattr(loaded, name) == getattr(compiled, name), name
        assert list(getattr(loaded, name)) == list(getattr(compiled, name)), f"the order of {name}"


def test_texts_are_read_only_when_somebody_asks(small_world: Path) -> None:
    KnowledgeGraph.open()
    corpus = artefact.load()
    assert corpus is not None
    assert "provisions" not in vars(corpus)
    assert corpus.provisions["lakeside/art_1"].text is not None
    assert "provisions" in vars(corpus)


def test_faults_in_the_bundled_graph_stop_the_opening(small_world: Path) -> None:
    norms = small_world / "data" / "lakeside" / "norms.ttl"
    norms.write_text(norms.read_text("utf-8").replace("ground:force_majeure", "ground:forc_majeure"), "utf-8")
    with pytest.raises(CorpusError, match="Did you mean: force_majeure"):
        KnowledgeGraph.open()
