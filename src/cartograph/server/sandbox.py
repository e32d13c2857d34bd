"""Lock a worker in: it may use so much memory, and may not open a connection, a file to write, or a program.

The lexer refuses SERVICE and LOAD first (`cartograph.sparql`); this is the second wall, the kernel's.
"""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import signal
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_NICER = 10  # pasted queries give way to the process that answers

#: System calls that nobody who answers a query needs.
_REFUSED = (
    "accept", "accept4", "bind", "chmod", "connect", "execve", "execveat", "io_uring_setup", "kill", "listen",
    "mkdir", "mkdirat", "mount", "ptrace", "rename", "renameat", "renameat2", "rmdir", "socket", "socketpair",
    "symlink", "symlinkat", "truncate", "unlink", "unlinkat",
)  # fmt: skip
_OPENING = {"open": 1, "openat": 2}  # the argument that holds the flags
_WRITING = (os.O_WRONLY, os.O_RDWR, os.O_CREAT)


def missing() -> str:
    """Return why the kernel's wall is missing, or nothing where it stands."""
    try:
        import pyseccomp  # noqa: F401  # loads the C library
    except (ImportError, OSError, RuntimeError) as error:
        return f"no seccomp: {error}"
    actions = Path("/proc/sys/kernel/seccomp/actions_avail")
    return "" if actions.exists() and "errno" in actions.read_text() else "no seccomp in this kernel"


def enter(memory: int, *, gives_way: bool) -> None:
    """Lock this process in, for good; `memory` is what it may allocate from now on, in bytes."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    most = _in_use() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if gives_way:
        os.nice(_NICER)
    if not missing():
        _close()


def _in_use() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


def _close() -> None:
    import pyseccomp

    refused = pyseccomp.ERRNO(errno.EPERM)
    walls = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for call in _REFUSED:
        walls.add_rule(refused, call)
    for call, argument in _OPENING.items():
        for flag in _WRITING:
            walls.add_rule(refused, call, pyseccomp.Arg(argument, pyseccomp.MASKED_EQ, flag, flag))
    walls.load()
