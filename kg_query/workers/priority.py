"""Whose turn it is on a processor: what takes long steps back, so that short work is not kept waiting by it.

A process that has stepped back has what the others leave, which on a quiet machine is everything. Two
things decide on Linux: the nice value, which an unprivileged process can raise but not lower again, and where
sessions share the processors out among themselves (autogroup), the level of the session, which can be
changed both ways. Elsewhere there is the nice value alone.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

__all__ = ["LONG_JOB", "STARTING", "come_forward", "step_back"]

#: How far back a long job steps, as a nice value: about a tenth of what one in front has.
LONG_JOB = 10
#: How far back what is being made ready steps: about a third, since somebody may be waiting for it.
STARTING = 5
_CAP_SYS_NICE = 23


def step_back(pid: int, by: int, for_good: bool = False) -> bool:
    """Lets a process, which leads its own process group and session, have what the others leave.

    Args:
        pid: its process id.
        by: how far, as a nice value.
        for_good: whether the nice value is raised even where it cannot be lowered again.

    Returns:
        Whether it can come forward again.
    """
    back = _own_level() + by
    _session(pid, back)
    if for_good or _may_lower():
        _nice(pid, back)
    return not for_good or _may_lower()


def come_forward(pid: int) -> None:
    """Puts a process back among the others that has stepped back, but not for good."""
    _session(pid, _own_level())
    if _may_lower():
        _nice(pid, _own_level())


def _own_level() -> int:
    with suppress(AttributeError, OSError):
        return os.getpriority(os.PRIO_PROCESS, 0)
    return 0


def _nice(pid: int, level: int) -> None:
    with suppress(AttributeError, OSError):
        os.setpriority(os.PRIO_PGRP, pid, level)


def _session(pid: int, level: int) -> None:
    with suppress(OSError):
        file = Path(f"/proc/{pid}/autogroup")
        if file.exists():
            file.write_text(str(level))


@cache
def _may_lower() -> bool:
    """Whether this process may lower a nice value to its own (Linux: CAP_SYS_NICE, or RLIMIT_NICE)."""
    if sys.platform != "linux":
        return hasattr(os, "geteuid") and os.geteuid() == 0
    with suppress(OSError, ValueError):
        import resource

        soft = resource.getrlimit(resource.RLIMIT_NICE)[0]
        if soft == resource.RLIM_INFINITY or 20 - soft <= _own_level():
            return True
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("CapEff:"):
                return bool(int(line.split()[1], 16) >> _CAP_SYS_NICE & 1)
    return False
