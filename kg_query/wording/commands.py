"""The command that gives an answer again, as reports and workbooks tell it."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

__all__ = ["command_line"]


def command_line(words: Sequence[str], lang: str, added: int = 0) -> str:
    """The command that gives the same answer in the same language, whatever the reader's machine speaks.

    Args:
        words: the command with its arguments and options.
        lang: the language of the answer, "zh" or "en".
        added: how many files of data were read besides the bundled ones; they came from a folder, which is
            called DIR, as a file is called FILE.

    >>> command_line(["assess", "FILE"], "en"), command_line(["lint"], "zh", 2)
    ('kgq assess FILE --lang en', 'kgq --data DIR lint --lang zh')
    """
    return shlex.join(["kgq", *(["--data", "DIR"] if added else []), *words, "--lang", lang])
