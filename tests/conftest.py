"""What several test modules share: a small world of an invented regulation, and ways to write one."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser import axe, chromium, visit
from hostile_world import written
from hypothesis import HealthCheck, settings
from one_graph import sharing
from served import Canary, Served, locked, serving, serving_while
from tiny_world import FIXTURES, PREFIXES, TINY, tiny_files

from kg_query import compile as compiling
from kg_query import files
from kg_query.compile import compile_corpus, guard
from kg_query.compile.facts import Facts
from kg_query.corpus import Corpus
from kg_query.files import TurtleFile

__all__ = ["axe", "chromium", "visit"]  # fixtures

# How long an example takes by the clock depends on what else the machine does; only answers are judged.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")
sharing()
# What tests hold for long (the graph, thousands of items) need not be looked through again and again.
gc.set_threshold(20_000, 20, 50)


def pytest_collection_finish() -> None:
    """What is there when the tests begin stays to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def bundled_read_once() -> Iterator[None]:
    """The bundled Turtle, against which a folder is checked, is read again only where it has changed."""
    held: dict[object, Facts] = {}
    read = guard.bundled_facts

    def facts() -> Facts:
        now = tuple((f.path, f.path.stat().st_mtime_ns, f.path.stat().st_size) for f in files.corpus_files())
        if now not in held:
            held.clear()
            held[now] = read()
        return held[now]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(guard, "bundled_facts", facts)
        patched.setattr(compiling, "bundled_facts", facts)
        yield


@pytest.fixture
def compiled(tmp_path: Path) -> Callable[..., Corpus]:
    """Compiles the small world together with a scrap of Turtle."""

    def build(scrap: str = "", *, alone: bool = False) -> Corpus:
        path = tmp_path / "scrap.ttl"
        path.write_text(PREFIXES + scrap, encoding="utf-8")
        base = tiny_files()[:1] if alone else tiny_files()
        return compile_corpus([*base, TurtleFile(path, "scrap.ttl")])

    return build


@pytest.fixture
def small_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data root of its own, with the invented regulation bundled and a place for its artefact."""
    root = tmp_path / "world"
    (root / "ontology").mkdir(parents=True)
    shutil.copy(FIXTURES / "tiny_vocabulary.ttl", root / "ontology" / "words.ttl")
    shutil.copytree(TINY, root / "data" / "lakeside")
    monkeypatch.setattr(files, "root", lambda: root)
    monkeypatch.setattr(files, "ARTEFACT", tmp_path / "corpus.jsonl")
    return root


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """A `kgq serve` with its defaults, shared by all tests that only read."""
    with serving_while() as found:
        yield found


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A `kgq serve` whose data hold a regulation that means harm (`hostile_world`)."""
    room = tmp_path_factory.getbasetemp()
    room = (
        room.parent if "PYTEST_XDIST_WORKER" in os.environ else room
    )  # its dataset is built once for all workers
    data, place = room / "hostile-data" / "hostile", room / "hostile-dataset"
    place.mkdir(exist_ok=True)
    with locked(room / "hostile.lock"):
        if not data.exists():
            written(data)
        found = serving("--store-folder", str(place), "--workers", "1", folder=False, data=(data,))
    try:
        yield found
    finally:
        found.stop()
        found.log.unlink(missing_ok=True)


@pytest.fixture
def canary() -> Iterator[Canary]:
    """A listening server on loopback; `hits` has whatever was asked of it."""
    found = Canary()
    yield found
    found.close()
