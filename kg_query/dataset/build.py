"""A dataset built in one step: whole and checked, or not at all.

What is to stand in it is proved first (`proving`). Everything is written under a temporary name, read back and counted, forced to disk, and only then given
its name and pointed to. A process that is killed on the way leaves the version before in place; the next
build clears away what is left.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError, InternalError
from ..model import Text
from ..outputs import sync_folder
from . import versions
from .assemble import INFERRED, Law, Part, asserted
from .closure import closure
from .description import Shape, description_part
from .named import questions_part
from .proving import prove
from .versions import (
    MANIFEST,
    POINTER,
    QUADS,
    Dataset,
    Manifest,
    current,
    damaged,
    input_hash,
    locked,
    unused,
)

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["backup", "build", "ready", "verify"]

_TEMPORARY = ".building-"


def ready(law: Law, folder: str | Path, built: str | None = None) -> tuple[Dataset, bool]:
    """The dataset of a folder, built where it is missing or stale; and whether it was.

    Raises InputError where the one that is there is damaged, or for what `build` raises.
    """
    found = current(folder)
    if found is not None and found.fits(law.sources):
        return found, False
    return build(law, folder, built), True


def build(law: Law, folder: str | Path, built: str | None = None) -> Dataset:
    """The dataset of the law, built in a folder and made the one that counts.

    Where a sound version from the same sources is there already, that one is taken. The version that
    counted before is kept.

    Args:
        law: the graph, such as a `KnowledgeGraph`.
        folder: where versions lie; made where it is missing.
        built: the day to say in the manifest and the description, `YYYY-MM-DD`.

    Raises:
        InputError: the folder cannot be written, the disk is full, or somebody else is building there.
        CorpusError: a file cannot be parsed, the graph contradicts itself, has not the form that the shapes ask
            for, or answers a question otherwise than the law alone.
    """
    place = Path(folder)
    with _told(place):
        place.mkdir(parents=True, exist_ok=True)
        with locked(place):
            before = _pointed(place)
            _clear(place, before)
            inputs = input_hash(law.sources)
            found = _sound(place, inputs, built) or _written(law, place, inputs, built)
            _point(place, found.folder.name)
            _clear(place, before, found.folder.name)
            return found


def verify(dataset: Dataset) -> None:
    """Reads every quad of a dataset and holds it to its manifest.

    Raises InputError, which says how to build it again, where anything differs or cannot be read.
    """
    import pyoxigraph as ox

    try:
        store = ox.Store.read_only(str(dataset.path))
        counts, content = _content(store)
    except (OSError, RuntimeError, ValueError) as error:
        raise damaged(dataset.path) from error
    if counts != dict(dataset.manifest.graphs) or content != dataset.manifest.content:
        raise damaged(
            dataset.path,
            Text("数据集的内容与清单不符", "what the dataset holds is not what its manifest says"),
        )
    for name in dataset.manifest.beside:
        dataset.beside(name)


def backup(dataset: Dataset, target: str | Path) -> Dataset:
    """A copy of a dataset in a new folder that can be used as it stands (`--store-folder`).

    It shares no block with the original. Raises InputError where the folder exists and is not empty, or
    cannot be written; a copy that fails leaves nothing behind.
    """
    place = Path(target)
    with _told(place):
        if place.exists() and (not place.is_dir() or any(place.iterdir())):
            raise InputError(Text("这个文件夹已经有内容", "this folder is not empty"), str(place))
        place.mkdir(parents=True, exist_ok=True)
        interim = place / f"{_TEMPORARY}{os.getpid()}"
        try:
            with dataset.held():
                shutil.copytree(dataset.folder, interim)
            verify(versions.version(interim))
            _sync(interim)
            interim.replace(place / dataset.folder.name)
        finally:
            shutil.rmtree(interim, ignore_errors=True)
        _point(place, dataset.folder.name)
    return versions.version(place / dataset.folder.name)


# --- building ---------------------------------------------------------------------------------


def _written(law: Law, place: Path, inputs: str, built: str | None) -> Dataset:
    """A new version under its final name."""
    interim = place / f"{_TEMPORARY}{os.getpid()}"
    try:
        interim.mkdir()
        manifest = _fill(law, interim, inputs, built)
        (interim / MANIFEST).write_text(
            json.dumps(manifest.to_json(), ensure_ascii=False, indent=1) + "\n", "utf-8"
        )
        verify(versions.version(interim))
        _sync(interim)
        name = f"store-{inputs[:12]}"
        final = next(
            p for n in range(1, 10_000) if not (p := place / (name if n == 1 else f"{name}-{n}")).exists()
        )
        interim.replace(final)
        sync_folder(place)
    finally:
        shutil.rmtree(interim, ignore_errors=True)
    return Dataset(final, manifest)


def _fill(law: Law, interim: Path, inputs: str, built: str | None) -> Manifest:
    """Writes the store and the files beside it; comes back with what stands in them."""
    import pyoxigraph as ox

    from .. import __version__

    memory = ox.Store()  # counts are taken from what the engine holds: it writes 2.50 as 2.5
    parts = [*asserted(law)]
    stated = len(parts)
    graph = ox.NamedNode(INFERRED)
    new = closure(q for p in parts for q in p.quads)  # its blank nodes are those of the other graphs
    parts.append(Part(INFERRED, tuple(ox.Quad(t.subject, t.predicate, t.object, graph) for t in new)))
    parts.append(questions_part())
    for one in parts:
        memory.bulk_extend(one.quads)
    description = _described(memory, parts, law, built)
    memory.bulk_extend(description.quads)
    parts.append(description)
    prove(parts[:stated], memory)

    disk = ox.Store(str(interim / "rocksdb"))
    disk.bulk_extend(memory)
    disk.flush()
    del disk
    beside = {}
    for one, name in ((description, "description.nt"), (parts[-2], "questions.nt")):
        data = (
            ox.serialize(sorted((q.triple for q in one.quads), key=str), format=ox.RdfFormat.N_TRIPLES) or b""
        )
        (interim / name).write_bytes(data)
        beside[name] = sha256(data).hexdigest()
    quads = memory.dump(format=ox.RdfFormat.N_QUADS) or b""
    (interim / QUADS).write_bytes(quads)
    beside[QUADS] = sha256(quads).hexdigest()
    counts, content = _content(memory)
    told = {
        p.file.name: {
            "graph": p.graph,
            "sha256": p.sha256,
            "bytes": p.size,
            "triples": counts.get(p.graph, 0),
        }
        for p in parts
        if p.file is not None
    }
    triples = len({q.triple for q in memory})
    return Manifest(inputs, content, __version__, ox.__version__, told, counts, triples, beside, built)


def _described(memory: Store, parts: list[Part], law: Law, built: str | None) -> Part:
    """The description, which counts itself: it is written until its own numbers hold."""
    from .. import __version__

    base = Shape(memory)
    found: Part | None = None
    for _ in range(6):
        shape = base.and_(found.quads if found else ())
        again = description_part(parts, shape, law.corpus, __version__, built)
        if found is not None and again.quads == found.quads:
            return found
        found = again
    raise InternalError(Text("数据集说明中的数目不收敛", "the numbers in the description do not settle"))


def _content(store: Store) -> tuple[dict[str, int], str]:
    """How many triples each named graph has, and the SHA-256 of all quads as sorted N-Quads."""
    from collections import Counter

    quads = list(store)
    counts = Counter(str(q.graph_name.value) for q in quads)
    lines = sorted(f"{q.subject} {q.predicate} {q.object} {q.graph_name} .\n" for q in quads)
    return dict(sorted(counts.items())), sha256("".join(lines).encode()).hexdigest()


# --- files ------------------------------------------------------------------------------------


def _pointed(place: Path) -> str | None:
    """The name of the version that counts, where it is there."""
    try:
        found = current(place)
    except InputError:
        return None
    return found.folder.name if found else None


def _sound(place: Path, inputs: str, built: str | None) -> Dataset | None:
    """A version from the same sources that is there and sound."""
    for folder in sorted(place.glob(f"store-{inputs[:12]}*")):
        try:
            found = versions.version(folder)
            if found.manifest.inputs == inputs and (built is None or found.manifest.built == built):
                verify(found)
                return found
        except InputError:
            continue
    return None


def _point(place: Path, name: str) -> None:
    """Makes a version the one that counts, in one step."""
    interim = place / f".{POINTER}-{os.getpid()}"
    try:
        with interim.open("w", encoding="utf-8") as handle:
            handle.write(name + "\n")
            handle.flush()
            os.fsync(handle.fileno())
        interim.replace(place / POINTER)
    finally:
        interim.unlink(missing_ok=True)
    sync_folder(place)


def _clear(place: Path, *keep: str | None) -> None:
    """Removes what killed builds left and, once a version counts, those that nobody wants or holds."""
    for path in place.iterdir():
        if path.name.startswith((_TEMPORARY, f".{POINTER}-")):
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        elif len(keep) > 1 and path.name.startswith("store-") and path.name not in keep and unused(path):
            shutil.rmtree(path, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Forces every file and folder below to disk."""
    for root, _, names in os.walk(folder):
        for name in names:
            handle = os.open(Path(root) / name, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        sync_folder(Path(root))


_REASONS = (
    ((errno.ENOSPC, errno.EDQUOT), "No space left", Text("磁盘已满，数据集没有建成", "the disk is full: no dataset was built")),
    ((errno.EFBIG,), "File too large", Text("文件超过系统允许的大小，数据集没有建成", "a file is larger than the system allows: no dataset was built")),
    ((errno.EROFS,), "Read-only file system", Text("文件系统是只读的", "the file system is read-only")),
    ((errno.EACCES, errno.EPERM), "Permission denied", Text("没有写入这个文件夹的权限", "there is no permission to write in this folder")),
    ((errno.ENOTDIR, errno.EEXIST), "Not a directory", Text("这个位置不是文件夹", "this is not a folder")),
)  # fmt: skip


@contextmanager
def _told(place: Path) -> Iterator[None]:
    """What the machine refuses, as a plain sentence: the version that was there still counts."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        number, words = getattr(error, "errno", None), str(error)
        for numbers, said, reason in _REASONS:
            if number in numbers or said in words:
                hint = Text(
                    "请腾出空间，或用 --store-folder 换一个文件夹",
                    "Make room, or name another folder with --store-folder",
                )
                raise InputError(reason, str(place), hint) from error
        raise InputError(
            Text(f"无法写入数据集（{words[:200]}）", f"the dataset cannot be written ({words[:200]})"),
            str(place),
        ) from error
