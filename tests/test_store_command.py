"""The dataset on disk: built in one step, one builder at a time, verified, backed up; what the machine refuses is said."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from dataset_world import Builders, killed, make_root, rooted, small

from kg_query.cli.run import run
from kg_query.dataset import Dataset, backup, build, current, default_folder, ready, verify
from kg_query.dataset.assemble import INFERRED, asserted
from kg_query.dataset.proving import prove
from kg_query.errors import CorpusError, InputError
from kg_query.graph import KnowledgeGraph
from kg_query.terms import ID, LAW, RDF

ROOT = Path(__file__).parent.parent


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Path]:
    root = make_root(tmp_path / "root")
    with rooted(root):
        yield root


@pytest.fixture
def kg(world: Path) -> KnowledgeGraph:
    return small()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


def touch(root: Path, note: str) -> None:
    """Changes a source without changing what it says."""
    with (root / "data/lakeside/text.ttl").open("a") as handle:
        handle.write(f"# {note}\n")


def spoil(dataset: Dataset) -> Path:
    """Flips one byte in the middle of the largest file of a store."""
    path = max(dataset.path.glob("*.sst"), key=lambda p: p.stat().st_size)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))
    return path


def versions(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.glob("store-*"))


# --- building ---------------------------------------------------------------------------------


def test_nothing_counts_before_the_first_build(folder: Path) -> None:
    assert current(folder) is None


def test_a_build_is_whole_and_what_is_built_again_is_the_same(
    kg: KnowledgeGraph, folder: Path, tmp_path: Path
) -> None:
    made = build(kg, folder)
    assert made.fits(kg.sources) and current(folder) == made
    assert len(ox.Store.read_only(str(made.path))) == made.manifest.quads
    assert build(kg, folder) == made and versions(folder) == [made.folder.name]
    other = build(kg, tmp_path / "elsewhere")
    assert other.manifest == made.manifest


def test_the_day_of_the_build_is_said_only_where_it_is_given(kg: KnowledgeGraph, folder: Path) -> None:
    assert build(kg, folder).manifest.built is None
    made = build(kg, folder, "2026-11-21")
    assert made.manifest.built == "2026-11-21" and b'"2026-11-21"' in made.beside("description.nt")


def test_a_changed_source_makes_a_dataset_stale_and_the_version_before_is_kept(
    world: Path, kg: KnowledgeGraph, folder: Path
) -> None:
    first, built = ready(kg, folder)
    assert built and ready(kg, folder) == (first, False)
    touch(world, "one")
    assert not first.fits(kg.sources)
    second, built = ready(kg, folder)
    assert built and versions(folder) == sorted([first.folder.name, second.folder.name])
    touch(world, "two")
    third = build(kg, folder)
    assert versions(folder) == sorted([second.folder.name, third.folder.name])


def test_a_version_that_somebody_holds_is_not_removed(world: Path, kg: KnowledgeGraph, folder: Path) -> None:
    """R4: versions stand side by side."""
    first = build(kg, folder)
    with first.held():
        for note in ("one", "two"):
            touch(world, note)
            build(kg, folder)
        assert first.folder.name in versions(folder)
    touch(world, "three")
    build(kg, folder)
    assert first.folder.name not in versions(folder)


def test_each_set_of_added_folders_has_a_dataset_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "kg-query" / "store"
    one, two = default_folder([tmp_path / "a"]), default_folder([tmp_path / "b"])
    assert len({default_folder(), one, two}) == 3
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert default_folder().is_absolute()


def test_telling_which_version_counts_takes_a_moment(kg: KnowledgeGraph, folder: Path) -> None:
    build(kg, folder)
    took = []
    for _ in range(5):
        start = time.perf_counter()
        found = current(folder)
        assert found is not None and found.fits(kg.sources)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.2


# --- robustness -------------------------------------------------------------------------------


@pytest.mark.skipif(
    not hasattr(os, "fork"), reason="NOTE: this system cannot fork; builds are not killed here"
)
def test_R1_R2_a_build_killed_at_any_moment_leaves_a_sound_version(world: Path, folder: Path) -> None:
    builders, seed = Builders(world), random.Random(20)
    try:
        start = time.perf_counter()
        builders.start(folder)
        assert builders.wait() == 0
        whole = time.perf_counter() - start
        kills, counted = 0, set()
        for number in range(20):
            before = current(folder)
            assert before is not None
            touch(world, f"kill {number}")
            pid = builders.start(folder)
            time.sleep(seed.uniform(0, 0.7 * whole))  # the first build is the slowest
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            kills += killed(builders.wait())
            now = current(folder)
            assert now is not None
            verify(now)
            counted.add(now.folder.name)
            if now.folder != before.folder:
                assert before.folder.name in versions(folder)
        assert kills >= 5, f"only {kills} builds were still at work when they were killed"
        touch(world, "at last")
        builders.start(folder)
        assert builders.wait() == 0
        found = current(folder)
        assert found is not None and found.fits(small().sources)
        assert not list(folder.glob(".building-*")) and len(versions(folder)) <= 2
    finally:
        builders.close()


def test_R2_a_graph_without_the_form_that_the_shapes_ask_for_is_not_published(
    world: Path, folder: Path
) -> None:
    before = build(small(), folder)
    with (world / "data/lakeside/norms.ttl").open("a", encoding="utf-8") as handle:
        handle.write(
            "norm:art_1 a law:Norm ; law:provision lakeside:art_1 ; law:kind kind:exemption ;\n"
            "  law:modality modality:must_not ; law:outcome outcome:exempt ; law:condition ground:force_majeure ;\n"
            '  law:summary "只有中文"@zh .\n'
        )
    with pytest.raises(CorpusError) as refused:
        build(small(), folder)
    assert "lakeside/norm/art_1" in (said := refused.value.render("en")) and "a summary in Chinese" in said
    assert current(folder) == before and versions(folder) == [before.folder.name]


def test_R2_a_dataset_that_answers_a_question_otherwise_than_the_law_is_not_published(
    kg: KnowledgeGraph,
) -> None:
    stated = asserted(kg)
    whole = ox.Store()
    for one in stated:
        whole.bulk_extend(one.quads)
    prove(stated, whole)
    graph, place = ox.NamedNode(INFERRED), ox.NamedNode(ID + "nowhere")
    whole.add(ox.Quad(place, ox.NamedNode(RDF + "type"), ox.NamedNode(LAW + "Regulation"), graph))
    whole.add(ox.Quad(place, ox.NamedNode(LAW + "listOrder"), ox.Literal(1), graph))
    with pytest.raises(CorpusError, match="regulations"):
        prove(stated, whole)


def test_R2_a_version_whose_pointer_was_never_written_is_taken_up(kg: KnowledgeGraph, folder: Path) -> None:
    made = build(kg, folder)
    (folder / "current").unlink()
    assert current(folder) is None
    assert build(kg, folder).folder == made.folder and versions(folder) == [made.folder.name]


def test_R3_two_builders_at_once_are_refused(kg: KnowledgeGraph, folder: Path) -> None:
    folder.mkdir()
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from kg_query.dataset.versions import locked\n"
            "with locked(Path(sys.argv[1])):\n print('held', flush=True); sys.stdin.read()",
            str(folder),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert holder.stdin is not None and holder.stdout is not None
    try:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(InputError) as fault:
            build(kg, folder)
        assert fault.value.exit_code == 3
        assert str(holder.pid) in fault.value.render("en") and "正在此处建立" in fault.value.render("zh")
    finally:
        holder.kill()
        holder.communicate()
    assert build(kg, folder).fits(kg.sources)  # the lock of a killed process is nobody's


def test_R5_a_flipped_byte_a_lost_file_and_a_false_manifest_are_found(
    kg: KnowledgeGraph, folder: Path
) -> None:
    made = build(kg, folder)
    verify(made)
    spoil(made)
    with pytest.raises(InputError) as fault:
        verify(made)
    assert "kgq store build" in fault.value.render("en") and "请重建" in fault.value.render("zh")
    again = build(kg, folder)  # a spoilt version is not taken up
    assert again.folder != made.folder
    verify(again)
    max(again.path.glob("*.sst"), key=lambda p: p.stat().st_size).unlink()
    with pytest.raises(InputError):
        verify(again)


def test_R5_a_store_with_a_triple_too_many_is_found(kg: KnowledgeGraph, folder: Path) -> None:
    made = build(kg, folder)
    store = ox.Store(str(made.path))
    node = ox.NamedNode("urn:x")
    store.add(ox.Quad(node, node, node, ox.NamedNode(next(iter(made.manifest.graphs)))))
    store.flush()
    del store
    with pytest.raises(InputError, match="manifest"):
        verify(made)


@pytest.mark.parametrize("name", ["description.nt", "questions.nt", "dataset.nq"])
def test_R5_a_file_beside_the_store_is_held_to_its_hash(name: str, kg: KnowledgeGraph, folder: Path) -> None:
    made = build(kg, folder)
    (made.folder / name).write_text("<urn:a> <urn:b> <urn:c> .\n")
    for look in (lambda: made.beside(name), lambda: verify(made)):
        with pytest.raises(InputError, match=name):
            look()


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"graphs": 1}', '{"unknown": 1}', "\udcff"])
def test_R5_a_damaged_manifest_is_said_so(content: str, kg: KnowledgeGraph, folder: Path) -> None:
    made = build(kg, folder)
    (made.folder / "MANIFEST.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError, match="kgq store build"):
        current(folder)
    assert build(kg, folder).fits(kg.sources)


@pytest.mark.parametrize("pointer", ["", "../elsewhere", "store-none", "/etc", "\x00"])
def test_R5_a_damaged_pointer_is_said_so(pointer: str, kg: KnowledgeGraph, folder: Path) -> None:
    build(kg, folder)
    (folder / "current").write_text(pointer)
    with pytest.raises(InputError, match="kgq store build"):
        current(folder)
    assert build(kg, folder).fits(kg.sources)


def test_R6_a_backup_can_be_used_as_it_stands_and_shares_nothing(
    kg: KnowledgeGraph, folder: Path, tmp_path: Path
) -> None:
    made = build(kg, folder)
    copy = backup(made, tmp_path / "copy")
    shutil.rmtree(folder)
    found = current(tmp_path / "copy")
    assert found == copy and found.fits(kg.sources)
    verify(found)
    with pytest.raises(InputError, match="not empty"):
        backup(copy, tmp_path / "copy")


def test_R6_no_backup_is_made_of_a_spoilt_store(kg: KnowledgeGraph, folder: Path, tmp_path: Path) -> None:
    made = build(kg, folder)
    spoil(made)
    with pytest.raises(InputError):
        backup(made, tmp_path / "copy")
    assert current(tmp_path / "copy") is None and not list((tmp_path / "copy").glob("store-*"))


def test_R8_a_file_in_place_of_the_folder_is_said_so(kg: KnowledgeGraph, tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("I am a file")
    for where in (place, place / "below"):
        with pytest.raises(InputError) as fault:
            build(kg, where)
        assert fault.value.exit_code == 3 and "not a folder" in fault.value.render("en")
    assert place.read_text() == "I am a file"


PROGRAM = """
import resource, sys
from pathlib import Path
sys.path.insert(0, "tests")
from dataset_world import rooted, small
from kg_query.dataset import build
from kg_query.errors import KgqError
with rooted(Path(sys.argv[1])):
    kg = small()
    if limit := int(sys.argv[3]):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        build(kg, sys.argv[2])
    except KgqError as fault:
        print(fault.render("en"))
        sys.exit(fault.exit_code)
"""


def building(world: Path, folder: Path, limit: int = 0) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, str(world), str(folder), str(limit)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_R8_a_file_that_may_not_grow_leaves_the_old_version(
    world: Path, kg: KnowledgeGraph, folder: Path
) -> None:
    first = build(kg, folder)
    touch(world, "more")
    done = building(world, folder, 8 * 1024)
    assert done.returncode == 3 and "Error" not in done.stderr, done
    assert done.stdout.startswith(f"{folder}: ")
    assert current(folder) == first and versions(folder) == [first.folder.name]
    assert not list(folder.glob(".building-*"))
    verify(first)


def test_R8_a_full_disk_leaves_the_old_version(world: Path, kg: KnowledgeGraph, tmp_path: Path) -> None:
    place = tmp_path / "disk"
    place.mkdir()
    mounted = (
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(place)],
            capture_output=True,
            check=False,
        )
        if shutil.which("mount")
        else None
    )
    if mounted is None or mounted.returncode:
        pytest.skip("NOTE: no small disk can be mounted here; a full disk is not tried")
    try:
        (place / "ballast").write_bytes(b"x" * 1_400_000)
        done = building(world, place / "store")
        assert done.returncode == 3 and "the disk is full" in done.stdout, done
        assert current(place / "store") is None and versions(place / "store") == []
        (place / "ballast").unlink()
        first = build(kg, place / "store")
        touch(world, "more")
        free = os.statvfs(place)
        (place / "ballast").write_bytes(b"x" * max(0, free.f_bavail * free.f_frsize - 60_000))
        done = building(world, place / "store")
        assert done.returncode == 3 and "the disk is full" in done.stdout, done
        assert current(place / "store") == first
        verify(first)
        subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True, capture_output=True)
        done = building(world, place / "store")
        assert done.returncode == 3 and "read-only" in done.stdout, done
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False, capture_output=True)


# --- the command ------------------------------------------------------------------------------


def kgq(capfd: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = run(list(words))
    out, err = capfd.readouterr()
    return code, out, err


def test_the_command_builds_verifies_shows_and_backs_up(
    world: Path, folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    at = ("--store-folder", str(folder))
    code, out, err = kgq(capfd, "store", "verify", *at, "--lang", "en")
    assert code == 3 and out == "" and "kgq store build" in err
    code, out, _ = kgq(capfd, "store", "build", *at, "--lang", "en", "--date", "2026-11-21")
    assert (
        code == 0 and "https://w3id.org/kg-query/graph/data/lakeside/norms.ttl" in out and "2026-11-21" in out
    )
    code, out, err = kgq(capfd, "store", "verify", *at, "--lang", "zh")
    assert code == 0 and out.startswith("完好：") and err == ""
    code, out, _ = kgq(capfd, "store", "info", *at, "--format", "json")
    told = json.loads(out)
    assert code == 0 and told["built"] == "2026-11-21"
    assert set(told["files"]) == {"ontology/words.ttl", "data/lakeside/norms.ttl", "data/lakeside/text.ttl",
                                  "shapes/corpus.ttl"}  # fmt: skip
    code, out, _ = kgq(capfd, "store", "backup", str(tmp_path / "copy"), *at, "--lang", "en")
    assert code == 0 and str(tmp_path / "copy") in out
    touch(world, "later")
    code, out, err = kgq(capfd, "store", "verify", *at, "--lang", "en")
    assert code == 0 and "the sources or the program have changed" in err
    found = current(folder)
    assert found is not None
    spoil(found)
    code, out, err = kgq(capfd, "store", "verify", *at, "--lang", "en")
    assert code == 1 and "kgq store build" in out
    code, out, err = kgq(capfd, "store", "verify", *at, "--format", "json")
    assert code == 1 and json.loads(out)["sound"] is False


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("store",), "missing"),
        (("store", "biuld"), "build"),
        (("store", "backup"), "needs a folder"),
        (("store", "build", "somewhere"), "takes no folder"),
        (("store", "verify", "--date", "2026-11-21"), "--date"),
        (("store", "build", "--date", "21.11.2026"), "2026-11-21"),
        (("store", "build", "--date", "2026-02-30"), "2026-02-30"),
        (("store", "info", "--format", "xml"), "xml"),
    ],
)
def test_wrong_words_are_a_usage_error(
    words: tuple[str, ...], said: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, out, err = kgq(capfd, *words, "--store-folder", str(folder), "--lang", "en")
    assert code == 2 and out == "" and said in err
    assert not folder.exists()
