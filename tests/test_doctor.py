"""The doctor: finds what is there, names what is missing, and is at fault only where something needs care."""

from __future__ import annotations

import subprocess
from importlib import metadata
from pathlib import Path

import pytest

from kg_query import __version__, doctor, files
from kg_query.doctor import Examination, Item, examine


def item(examination: Examination, name: str) -> Item:
    return next(i for i in examination.items if i.name == name)


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch):
    """Makes packages and programs look as if they were not there."""

    def hiding(packages: tuple[str, ...] = (), programs: tuple[str, ...] = ()) -> None:
        version, which = metadata.version, doctor.shutil.which

        def no_version(name: str) -> str:
            if name in packages:
                raise metadata.PackageNotFoundError(name)
            return version(name)

        monkeypatch.setattr(doctor.metadata, "version", no_version)
        monkeypatch.setattr(doctor.shutil, "which", lambda name: None if name in programs else which(name))

    return hiding


def test_a_complete_installation_is_healthy_and_names_its_versions() -> None:
    found = examine()
    assert found.healthy
    assert __version__ in item(found, "kg-query").value.en
    assert item(found, "pyoxigraph").value.en == metadata.version("pyoxigraph")


def test_the_graph_is_counted() -> None:
    corpus = item(examine(), "corpus")
    assert corpus.state == "ok"
    assert corpus.value.en.startswith("8 regulations, ")
    assert corpus.value.zh.startswith("8 部规定、")


def test_every_item_speaks_both_languages() -> None:
    for one in examine().items:
        assert one.value.zh
        assert one.value.en
        assert not any("\u4e00" <= c <= "\u9fff" for c in one.value.en)


def test_a_missing_needed_package_is_a_fault_with_the_command_that_helps(without) -> None:
    without(packages=("pyshacl",))
    found = examine()
    assert not found.healthy
    assert item(found, "pyshacl").state == "fault"
    assert "pip install pyshacl" in item(found, "pyshacl").value.en


def test_a_missing_optional_package_is_only_noted(without) -> None:
    without(packages=("pandas", "reasonable"))
    found = examine()
    assert found.healthy
    assert item(found, "pandas").state == "note"


def test_missing_java_and_fonts_are_only_noted(without) -> None:
    without(programs=("java", "fc-list"))
    found = examine()
    assert found.healthy
    assert {item(found, "Java").state, item(found, "fonts").state} == {"note"}


@pytest.mark.parametrize(
    ("output", "state", "word"),
    [
        ("Noto Sans CJK SC,思源黑体\nDejaVu Sans\n", "ok", "Noto Sans CJK SC (2)"),
        ("AR PL UMing CN\n", "ok", "AR PL UMing CN (1)"),
        ("", "note", "fonts-noto-cjk"),
    ],
)
def test_chinese_fonts_are_looked_for(
    output: str, state: str, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "_output_of", lambda *_: output)
    fonts = doctor._fonts()
    assert fonts.state == state
    assert word in fonts.value.en


def test_a_program_that_fails_or_hangs_counts_as_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    def hanging(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("java", 10)

    assert doctor._output_of("false") is None
    monkeypatch.setattr(doctor.subprocess, "run", hanging)
    assert doctor._output_of("true") is None


def test_a_missing_and_an_outdated_compiled_graph_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "ARTEFACT", tmp_path / "corpus.jsonl")
    assert "no compiled graph" in doctor._artefact().value.en
    files.ARTEFACT.write_text('{"format": 1, "sources": "old"}\n{}\n[]\n')
    assert "out of date" in doctor._artefact().value.en
    assert doctor._artefact().state == "note"


def test_a_faulty_data_folder_is_a_fault_and_says_why(tmp_path: Path) -> None:
    found = examine([tmp_path / "absent"])
    assert not found.healthy
    assert "no such folder" in item(found, "corpus").value.en


def test_as_json_it_says_whether_all_is_well(without) -> None:
    without(packages=("rdflib",))
    data = examine().to_json()
    assert data["healthy"] is False
    assert {"group", "name", "state", "value"} == set(data["items"][0])


def test_the_text_marks_what_needs_care(without) -> None:
    without(packages=("rdflib",))
    text = examine().to_text("en")
    assert "  ✗ rdflib: not installed: pip install rdflib" in text
    assert text.rstrip().endswith("items with ✗ need care")
