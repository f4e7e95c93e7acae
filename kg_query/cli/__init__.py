"""`kgq`: the command line.  It parses, makes one call on `KnowledgeGraph`, and renders.

Data goes to standard output, everything else to standard error.  Exit codes: 0 done (and
conforms), 1 the answer is negative, 2 usage, 3 bad input, 4 limit or timeout, 5 internal
error.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> None:
    """Runs one command and ends the process with its exit code.

    `argv` are the words after the program's name; by default those of the process.
    """
    import sys

    from .run import run

    sys.exit(run(list(sys.argv[1:] if argv is None else argv)))
