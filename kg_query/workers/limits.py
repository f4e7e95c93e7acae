"""What a worker may use: memory, files and, above all, no network.

A query engine that carries out SERVICE cannot be told not to. So the process it runs in cannot open a
socket: the kernel refuses (a seccomp filter, on Linux), no descriptor is left for one (RLIMIT_NOFILE), and
Python's own library is stopped by an audit hook. Each holds by itself.
"""

from __future__ import annotations

import enum
import os
import platform
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Limits", "Memory", "Seal", "seal"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may use.

    Attributes:
        seconds: time by the clock, from when a worker has the job.
        memory: address space that jobs may take beyond what a worker has when it is ready, in bytes.
        output: longest answer, in bytes; a longer one ends the job.
    """

    seconds: float = 10.0
    memory: int = 2 * 1024**3
    output: int = 50 * 1024**2


class Seal(enum.Enum):
    """What a worker is cut off from."""

    #: Nothing: for tests.
    NONE = "none"
    #: Sockets; files can be opened.
    SOCKETS = "sockets"
    #: Sockets and further files: for workers that have all they need open.
    FILES = "files"


class Memory:
    """The address space that jobs may take, limited from now on; no core files are written.

    Nothing is limited where the system cannot (Windows), and nothing measured where it does not tell (all but
    Linux); there the limit is that of the whole process.

    Args:
        most: bytes beyond what the process has now.
    """

    def __init__(self, most: int) -> None:
        self._file: int | None = None
        with suppress(OSError):
            self._file = os.open("/proc/self/statm", os.O_RDONLY)  # later none can be opened
        now = self._now()
        self._worn = now + most // 2
        with suppress(ImportError, AttributeError, OSError, ValueError):
            import resource

            hard = resource.getrlimit(resource.RLIMIT_AS)[1]
            all_of_it = now + most if hard == resource.RLIM_INFINITY else min(now + most, hard)
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_AS, (all_of_it, all_of_it))

    def worn(self) -> bool:
        """Whether earlier jobs have taken more than half of it for good."""
        return self._file is not None and self._now() > self._worn

    def _now(self) -> int:
        if self._file is None:
            return 0
        return int(os.pread(self._file, 100, 0).split()[0]) * os.sysconf("SC_PAGE_SIZE")


def seal(how: Seal) -> tuple[str, ...]:
    """Cuts this process off; call it when everything that has to be open is open.

    Returns:
        What holds: `python` (the audit hook), `kernel` (the filter of system calls), `files` (no descriptor
        is left).
    """
    if how is Seal.NONE:
        return ()
    _refuse_in_python()
    holds = ["python"]
    if _refuse_in_kernel():
        holds.append("kernel")
    if how is Seal.FILES and _no_more_files():
        holds.append("files")
    return tuple(holds)


def _refuse_in_python() -> None:
    def refuse(event: str, args: tuple[Any, ...]) -> None:
        if event.startswith(("socket.", "urllib.Request", "http.client.", "ftplib.", "smtplib.")):
            raise PermissionError(f"a worker uses no network ({event})")

    sys.addaudithook(refuse)


def _no_more_files() -> bool:
    """Leaves no descriptor free: the limit stands just above the highest in use, and holes are filled."""
    try:
        import resource

        null = os.open(os.devnull, os.O_RDONLY)
        highest = max(null, *(int(fd.name) for fd in Path("/dev/fd").iterdir()))
        resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 1, highest + 1))
    except (ImportError, OSError, ValueError):
        return False
    with suppress(OSError):
        while True:
            os.dup(null)
    return True


#: machine → (audit architecture, number of seccomp(2), system calls refused: socket, connect, socketpair,
#: io_uring_setup)
_CALLS = {
    "x86_64": (0xC000003E, 317, (41, 42, 53, 425)),
    "aarch64": (0xC00000B7, 277, (198, 203, 199, 425)),
}


def _refuse_in_kernel() -> bool:
    """A seccomp filter under which those system calls fail with EPERM, in all threads; False where there is none."""
    known = _CALLS.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    import ctypes

    architecture, seccomp, calls = known

    class Step(ctypes.Structure):
        _fields_ = (
            ("code", ctypes.c_ushort),
            ("yes", ctypes.c_ubyte),
            ("no", ctypes.c_ubyte),
            ("value", ctypes.c_uint32),
        )

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(Step)))

    load, equal, at_least, give = 0x20, 0x15, 0x35, 0x06
    refused, allowed = 0x00050000 | 1, 0x7FFF0000
    wanted = len(calls)
    steps = [
        Step(load, 0, 0, 4),  # the architecture
        Step(equal, 0, wanted + 3, architecture),
        Step(load, 0, 0, 0),  # the number of the call
        Step(at_least, wanted + 1, 0, 0x40000000),  # calls of the x32 kind have numbers of their own
        *(Step(equal, wanted - i, 0, number) for i, number in enumerate(calls)),
        Step(give, 0, 0, allowed),
        Step(give, 0, 0, refused),
    ]
    program = Program(len(steps), (Step * len(steps))(*steps))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(38, 1, 0, 0, 0) != 0:  # PR_SET_NO_NEW_PRIVS
        return False
    if (
        libc.syscall(seccomp, 1, 1, ctypes.byref(program)) == 0
    ):  # SECCOMP_SET_MODE_FILTER, TSYNC: every thread
        return True
    return bool(libc.prctl(22, 2, ctypes.byref(program), 0, 0) == 0)  # PR_SET_SECCOMP: this thread
