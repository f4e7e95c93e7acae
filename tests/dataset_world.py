"""A small graph of its own whose dataset is built in a blink, in this process or in one that can be killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tiny_world import FIXTURES, TINY

from kg_query import files
from kg_query.graph import KnowledgeGraph


def make_root(root: Path) -> Path:
    """A data root with the invented regulation."""
    (root / "ontology").mkdir(parents=True)
    shutil.copy(FIXTURES / "tiny_vocabulary.ttl", root / "ontology" / "words.ttl")
    shutil.copytree(TINY, root / "data" / "lakeside")
    (root / "shapes").mkdir()
    shutil.copy(FIXTURES / "tiny_shapes.ttl", root / "shapes" / "corpus.ttl")
    return root


@contextmanager
def rooted(root: Path) -> Iterator[None]:
    """Lets the program take its bundled files from a root."""
    before, artefact = files.root, files.ARTEFACT
    files.root, files.ARTEFACT = (lambda: root), root / "corpus.jsonl"  # type: ignore[assignment]
    try:
        yield
    finally:
        files.root, files.ARTEFACT = before, artefact


def small() -> KnowledgeGraph:
    """The graph of the root, opened."""
    return KnowledgeGraph.open()


class Builders:
    """A process that starts builds as children of its own, so that each can be killed at once."""

    def __init__(self, root: Path) -> None:
        self._process: Any = subprocess.Popen(
            [sys.executable, __file__, str(root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parent,
        )
        assert self._process.stdout.readline() == "ready\n"

    def start(self, folder: Path) -> int:
        """The process id of a build just started."""
        self._process.stdin.write(f"{folder}\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def wait(self) -> int:
        """The wait status of the build that was started."""
        return int(self._process.stdout.readline())

    def close(self) -> None:
        """Ends the process."""
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(30)


def _serve(root: Path) -> None:
    """Builds as told on standard input, one child a line; what is imported here is not imported again."""
    import owlrl  # noqa: F401
    import pyoxigraph  # noqa: F401
    import pyshacl  # noqa: F401
    import rdflib  # noqa: F401

    from kg_query.dataset import build

    with rooted(root):
        kg = small()
        print("ready", flush=True)
        for line in sys.stdin:
            child = os.fork()
            if child == 0:
                code = 1
                try:
                    build(kg, line.strip())
                    code = 0
                finally:
                    os._exit(code)
            print(child, flush=True)
            print(os.waitpid(child, 0)[1], flush=True)


def killed(status: int) -> bool:
    """True where a build was ended by SIGKILL."""
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
