"""How datasets lie on disk: immutable versions side by side, and a pointer to the one that counts.

    FOLDER/current              the name of a version, replaced in one step
    FOLDER/store-<hash>/        one version: MANIFEST.json, rocksdb/, dataset.nq, description.nt, questions.nt

A version is never changed once it has its name. Who has one open holds a shared lock on it, so that a
later build does not remove it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import files
from ..errors import InputError
from ..files import TurtleFile
from ..model import Text

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = [
    "FORMAT", "Dataset", "Manifest", "current", "damaged", "default_folder", "input_hash", "locked",
]  # fmt: skip

#: The form of versions; another one makes a version stale.
FORMAT = 1
MANIFEST = "MANIFEST.json"
POINTER = "current"
_REBUILD = Text("请重建：kgq store build", "Build it again: kgq store build")
#: The quads once more, as N-Quads: read into memory in a third of the time that the database takes.
QUADS = "dataset.nq"
#: What a dataset is made by, beside its sources and what compiles them.
_MAKERS = ("ask.py", "dataset", "owl.py", "questions", "store.py")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands in a version and what it was made from.

    Attributes:
        inputs: hash of all that it was made from; `input_hash` tells the one wanted now.
        content: SHA-256 of its quads as sorted N-Quads: the same from the same sources.
        version, engine: of kg-query and of pyoxigraph.
        files: name of each source file → its graph, SHA-256, bytes and triples.
        graphs: IRI of each named graph → its triples.
        triples: distinct triples of all graphs together.
        beside: files beside the store → their SHA-256.
        built: the day of the build, where it was given.
    """

    inputs: str
    content: str
    version: str
    engine: str
    files: Mapping[str, Mapping[str, Any]]
    graphs: Mapping[str, int]
    triples: int
    beside: Mapping[str, str]
    built: str | None = None
    format: int = FORMAT

    @property
    def quads(self) -> int:
        """The quads of the store: the triples of each graph, added up."""
        return sum(self.graphs.values())

    def to_json(self) -> dict[str, Any]:
        """The manifest as MANIFEST.json has it."""
        return {"format": self.format, **{k: v for k, v in asdict(self).items() if k != "format"}}


@dataclass(frozen=True, slots=True)
class Dataset:
    """One version on disk.

    Attributes:
        folder: the folder of the version.
        manifest: what stands in it.
    """

    folder: Path
    manifest: Manifest

    @property
    def path(self) -> Path:
        """The store itself, to be opened with `pyoxigraph.Store.read_only`."""
        return self.folder / "rocksdb"

    @property
    def quads(self) -> Path | None:
        """The file of all quads, where the version has it."""
        return self.folder / QUADS if QUADS in self.manifest.beside else None

    def fits(self, sources: Iterable[TurtleFile] = ()) -> bool:
        """True where the version was made from these sources, by this program.

        Args:
            sources: the files of the graph (`KnowledgeGraph.sources`); by default the bundled ones.
        """
        return self.manifest.format == FORMAT and self.manifest.inputs == input_hash(sources)

    @contextmanager
    def held(self) -> Iterator[Path]:
        """The path of the store, kept from being removed by a later build while the block runs."""
        with (self.folder / MANIFEST).open("rb") as handle:
            _lock(handle, shared=True)
            yield self.path

    def in_memory(self) -> Store:
        """The store as a copy in memory: over a second to make, some 70 MB, and ten times as fast to ask.

        Raises InputError where the store cannot be read.
        """
        import pyoxigraph as ox

        store = ox.Store()
        try:
            with self.held() as path:
                store.bulk_extend(ox.Store.read_only(str(path)))
        except (OSError, RuntimeError) as error:
            raise damaged(self.path) from error
        return store

    def beside(self, name: str) -> bytes:
        """A file beside the store (QUADS, "description.nt", "questions.nt"); InputError where it is damaged."""
        from hashlib import sha256

        try:
            data = (self.folder / name).read_bytes()
        except OSError:
            data = b""
        if sha256(data).hexdigest() != self.manifest.beside.get(name):
            raise damaged(self.folder / name)
        return data


def default_folder(data: Iterable[str | Path] = ()) -> Path:
    """The folder of datasets where none is named: in the user's cache, one for each set of `--data`.

    `$XDG_CACHE_HOME/kg-query`, else `~/Library/Caches/kg-query` (macOS), `%LOCALAPPDATA%\\kg-query`
    (Windows) or `~/.cache/kg-query`.
    """
    from hashlib import sha256

    home = os.environ.get("XDG_CACHE_HOME", "")
    if Path(home).is_absolute():
        base = Path(home)
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path.home() / ".cache"
    places = "\n".join(sorted(str(Path(folder).resolve()) for folder in data))
    name = f"store-{sha256(places.encode()).hexdigest()[:8]}" if places else "store"
    return base / "kg-query" / name


def current(folder: str | Path) -> Dataset | None:
    """The version that counts in a folder, or None where nothing was built there yet.

    It reads two small files and no data; `kg_query.dataset.verify` looks at everything.

    Raises InputError where the pointer, the version or its manifest is damaged.
    """
    place = Path(folder)
    try:
        name = (place / POINTER).read_text("utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise damaged(place / POINTER) from error
    if not name.startswith("store-") or Path(name).name != name:
        raise damaged(place / POINTER)
    return version(place / name)


def version(folder: Path) -> Dataset:
    """The version in a folder of its own; InputError where its manifest is missing or damaged."""
    try:
        told = json.loads((folder / MANIFEST).read_bytes())
        manifest = Manifest(**told)
        whole = isinstance(manifest.graphs, dict) and all(
            isinstance(n, int) for n in manifest.graphs.values()
        )
    except (OSError, ValueError, TypeError) as error:
        raise damaged(folder / MANIFEST) from error
    if not whole or not (folder / "rocksdb").is_dir():
        raise damaged(folder)
    return Dataset(folder, manifest)


def damaged(place: Path, what: Text | None = None) -> InputError:
    """The error for a store that cannot be trusted: what is wrong, and how to build it again."""
    said = what or Text("数据集已损坏", "the dataset is damaged")
    return InputError(said, str(place), _REBUILD)


def input_hash(sources: Iterable[TurtleFile] = ()) -> str:
    """A hash over all that a dataset is made from: sources, questions, and what puts them together."""
    from hashlib import sha256

    from .. import __version__

    digest = sha256(f"{FORMAT}\0{__version__}\0{files.source_hash()}\0".encode())
    bundled = set(files.graph_files())
    made = [(f.name, f.path) for f in sources if f not in bundled]
    for name in _MAKERS:
        place = files.PACKAGE / name
        found = (
            sorted(p for p in place.rglob("*") if p.suffix in (".py", ".rq", ".ru"))
            if place.is_dir()
            else [place]
        )
        made += [(p.relative_to(files.PACKAGE).as_posix(), p) for p in found]
    for name, path in made:
        data = path.read_bytes()
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


# --- locks ------------------------------------------------------------------------------------


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keeps every other builder out of a folder; the system lets go however this process ends.

    Raises InputError where another process is building there.
    """
    with (folder / ".lock").open("a+", encoding="ascii") as handle:
        try:
            _lock(handle)
        except OSError:
            handle.seek(0)
            who = handle.read(20).strip()
            raise InputError(
                Text(
                    f"另一个进程{f'（{who}）' if who else ''}正在此处建立数据集",
                    f"another process{f' ({who})' if who else ''} is building a dataset here",
                ),
                str(folder),
                Text(
                    "请等它结束，或用 --store-folder 换一个文件夹",
                    "Wait for it, or name another folder with --store-folder",
                ),
            ) from None
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        yield


def unused(folder: Path) -> bool:
    """True where nobody holds the version in this folder."""
    try:
        with (folder / MANIFEST).open("rb+") as handle:
            _lock(handle)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _lock(handle: Any, shared: bool = False) -> None:
    """Locks an open file, or raises OSError at once where somebody else has it."""
    if sys.platform == "win32":  # pragma: no cover
        import msvcrt

        if not shared:  # an open file cannot be removed there anyway
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        return
    import fcntl

    fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
