"""The wheel: built from the clone, it works in an environment of its own, away from the clone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

CLONE = Path(__file__).parents[1]

pytest.importorskip("build", reason="the build front end is not installed")
pytest.importorskip("hatchling", reason="the build back end is not installed")


def run(*command: str | Path, cwd: Path, said: str = "") -> str:
    """What a program prints; a failure shows what it said on standard error."""
    clean = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")} | {
        "LANG": "C.UTF-8"
    }
    done = subprocess.run(
        [str(c) for c in command], cwd=cwd, input=said, capture_output=True, text=True, env=clean, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:] or done.stdout[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Wheel and source archive, built from a copy of what is in the clone (as a fresh clone has it)."""
    room = tmp_path_factory.mktemp("build")
    leave = shutil.ignore_patterns(
        ".git", ".venv", "dist", "build", "__pycache__", "*.jsonl", ".*_cache", ".hypothesis", ".schemathesis"
    )
    shutil.copytree(CLONE, room / "clone", ignore=leave)
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", room / "dist", room / "clone", cwd=room)
    (wheel,), (archive,) = (room / "dist").glob("*.whl"), (room / "dist").glob("*.tar.gz")
    return wheel, archive


@pytest.fixture(scope="module")
def python(built: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with the wheel; its libraries are those of this one."""
    home = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", home, cwd=home)
    program = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    run(
        sys.executable, "-m", "pip", "--python", program, "install", "--quiet", "--no-deps", "--no-index",
        "--no-compile", "--disable-pip-version-check", built[0], cwd=home,
    )  # fmt: skip
    site = Path(
        run(program, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home).strip()
    )
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return program


def test_the_wheel_carries_the_graph_and_its_compiled_form(built: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(built[0]) as wheel:
        names = set(wheel.namelist())
    assert "kg_query/corpus.jsonl" in names
    for top in ("ontology", "data", "shapes"):
        here = {
            f"kg_query/bundled/{p.relative_to(CLONE).as_posix()}"
            for p in (CLONE / top).rglob("*")
            if p.is_file() and "__pycache__" not in p.parts
        }
        assert here and here <= names, f"{top}: {sorted(here - names)[:3]}"
    assert not any(n.startswith(("tests/", "ontology/", "data/", "docs/")) for n in names)
    assert any(n.endswith("licenses/LICENSE") for n in names)


def test_the_wheel_carries_every_file_of_the_package_and_the_decisions(built: tuple[Path, Path]) -> None:
    """Templates, rules, queries, schemas, contexts: whatever stands in the package and is no cache."""
    with zipfile.ZipFile(built[0]) as wheel:
        names = set(wheel.namelist())
    here = {
        p.relative_to(CLONE).as_posix()
        for p in (CLONE / "kg_query").rglob("*")
        if p.is_file() and "__pycache__" not in p.parts
    }
    assert {Path(name).suffix for name in here} >= {".ru", ".rq", ".j2", ".json", ".jsonld", ".typ"}
    here |= {f"kg_query/bundled/decisions/{p.name}" for p in (CLONE / "docs" / "decisions").glob("*.md")}
    assert here <= names, sorted(here - names)


def test_the_wheel_carries_what_the_service_shows(built: tuple[Path, Path]) -> None:
    with zipfile.ZipFile(built[0]) as wheel:
        names = set(wheel.namelist())
    web = CLONE / "kg_query" / "web"
    shown = {
        p.relative_to(CLONE).as_posix()
        for p in web.rglob("*")
        if p.is_file() and p.suffix in (".html", ".j2", ".css", ".js", ".svg", ".json", ".txt")
    }
    assert {f"kg_query/web/{part}" for part in ("static/docs.js", "templates/base.html")} <= shown
    assert shown <= names, sorted(shown - names)
    assert "kg_query/web/static/vendor/THIRD_PARTY_LICENSES" in names


def test_a_wheel_can_be_built_from_the_source_archive(built: tuple[Path, Path], tmp_path: Path) -> None:
    with tarfile.open(built[1]) as archive:
        archive.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.iterdir()
    run(
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        tmp_path / "dist",
        folder,
        cwd=tmp_path,
    )
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(built[0]) as other:
        assert sorted(one.namelist()) == sorted(other.namelist())
        assert one.read("kg_query/corpus.jsonl") == other.read("kg_query/corpus.jsonl")


def test_the_installed_graph_opens_from_its_compiled_form(python: Path, tmp_path: Path) -> None:
    program = (
        "import json, sys, kg_query\n"
        "from kg_query import KnowledgeGraph, files\n"
        "kg = KnowledgeGraph.open()\n"
        "print(json.dumps([kg_query.__file__, files.installed(), [w.message.en for w in kg.warnings],\n"
        "    'pyoxigraph' in sys.modules, len(kg.corpus.provisions)]))\n"
    )
    where, installed, warnings, compiled, units = json.loads(run(python, "-c", program, cwd=tmp_path))
    assert str(CLONE) not in where
    assert installed and warnings == [] and not compiled
    assert units > 500


def test_the_installed_command_assesses_a_matter(python: Path, tmp_path: Path) -> None:
    kgq = python.with_name("kgq.exe" if os.name == "nt" else "kgq")
    matter = json.dumps({"id": "m1", "established": ["force_majeure", "unable_to_perform_duty"]})
    for command in ([kgq], [python, "-m", "kg_query"]):
        verdict = json.loads(run(*command, "assess", "-", "--format", "json", cwd=tmp_path, said=matter))
        by = {r["regulation"]: r["outcome"] for r in verdict["results"]}
        assert by["nanmu"] == "duty_fulfilled"


def test_the_installed_graph_is_asked_in_sparql(python: Path, tmp_path: Path) -> None:
    program = (
        "from kg_query import KnowledgeGraph\n"
        "print(KnowledgeGraph.open().query('ASK { id:nanmu a law:Regulation }').boolean)\n"
    )
    assert run(python, "-c", program, cwd=tmp_path).strip() == "True"
