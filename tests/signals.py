"""Programs started as a terminal starts them: Ctrl-C reaches them, whatever the process of the tests ignores."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable

__all__ = ["as_in_a_terminal"]


def _heard() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # what is ignored stays ignored in a program that is started
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


#: For `preexec_fn`: a shell without job control, or whoever else started the tests, may have it ignored or blocked.
as_in_a_terminal: Callable[[], None] | None = None if sys.platform == "win32" else _heard
