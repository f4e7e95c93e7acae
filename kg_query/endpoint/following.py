"""A writable store that began as a copy of the dataset, and a newer dataset: what of the old one is replaced.

Graph by graph. One that still is what the store began with is made what the newer dataset has; one that somebody
has changed stays as it is, and so do graphs that were never of the dataset. A note beside the versions says what
the store began with.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from ..outputs import write_file

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["Followed", "Note", "digests", "follow", "note_of"]

_NOTE = "BEGAN-WITH.json"


@dataclass(frozen=True, slots=True)
class Note:
    """What a store began with.

    Attributes:
        content: the dataset (`Manifest.content`).
        graphs: IRI of each of its graphs → a hash of its statements.
    """

    content: str
    graphs: Mapping[str, str]

    def write(self, folder: Path) -> None:
        """Puts the note into the folder of a store."""
        write_file(folder / _NOTE, json.dumps(asdict(self), indent=1).encode() + b"\n")


@dataclass(slots=True)
class Followed:
    """What came of following.

    Attributes:
        replaced: graphs that are now as the newer dataset has them, those that are new with it included.
        kept: graphs of the dataset that somebody has changed here, which stay as they are.
        removed: graphs that the newer dataset has no longer.
        unknown: the store has no note of what it began with, so nothing was done.
    """

    replaced: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unknown: bool = False

    @property
    def changed(self) -> bool:
        """Whether the store is another one than before."""
        return bool(self.replaced or self.removed)


def note_of(folder: Path) -> Note | None:
    """The note in the folder of a store; None where there is none that can be read."""
    try:
        return Note(**json.loads((folder / _NOTE).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def digests(store: Store) -> dict[str, str]:
    """IRI of each named graph → a hash of its statements, the names of its blank nodes included."""
    lines: dict[str, list[str]] = {}
    for quad in store:
        lines.setdefault(getattr(quad.graph_name, "value", ""), []).append(str(quad.triple))
    lines.pop("", None)
    return {graph: sha256("\n".join(sorted(one)).encode()).hexdigest() for graph, one in lines.items()}


def follow(store: Store, seed: Path, before: Note) -> Followed:
    """Makes the graphs of a store that nobody has changed what a newer dataset has.

    Args:
        store: is changed.
        seed: the database of the newer dataset.
        before: what the store began with.
    """
    import pyoxigraph as ox

    newer = ox.Store.read_only(str(seed))
    wanted, here, done = digests(newer), digests(store), Followed()
    for graph in sorted({*wanted, *before.graphs}):
        now, then, next_ = here.get(graph), before.graphs.get(graph), wanted.get(graph)
        if now == next_:
            continue
        if now != then:
            done.kept.append(graph)
            continue
        name = ox.NamedNode(graph)
        store.remove_graph(name)
        if next_ is None:
            done.removed.append(graph)
        else:
            store.extend(newer.quads_for_pattern(None, None, None, name))
            done.replaced.append(graph)
    return done
