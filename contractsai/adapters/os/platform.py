"""What differs between operating systems, so that no other module has to know.

================================  =====================  ==================  ===================
what holds                        Linux                  macOS               Windows
================================  =====================  ==================  ===================
ends with its worker              guard                  guard               end of its input
... even stuck in C               yes                    yes                 no
... what it started, too          all descendants        its process group   while the worker lives
memory limit                      kernel, and sampling   sampling            sampling
peak of one document              yes                    of the process      of the process
================================  =====================  ==================  ===================
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

if sys.platform != "win32":
    import resource
if sys.platform != "linux":
    import psutil

IS_LINUX: Final = sys.platform == "linux"
HAS_GUARD: Final = hasattr(os, "fork")

# From linux/prctl.h.
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_CHILD_SUBREAPER: Final = 36
_OOM_SCORE: Final = "500"  # of -1000..1000, the highest goes first


def popen_options() -> dict[str, Any]:
    """Return how to start a process that a terminal's Ctrl-C does not reach."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent dies, where the kernel can."""
    if IS_LINUX:
        _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent() -> None:
    """Be killed when the *thread* that forked this process ends; the guard has only one."""
    if IS_LINUX:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, 0, 0, 0):
        raise OSError(ctypes.get_errno(), f"prctl({option}, {value})")


def ignore_polite_signals() -> None:
    """Leave it to the worker when to end, though service managers signal whole groups.

    A handler that does nothing, unlike SIG_IGN, is not passed on to the programs we start.
    """
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: None)


def give_up_privileges() -> None:
    """Write no core dump, which would hold the document, and private files only."""
    os.umask(0o077)
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def be_killed_first() -> None:
    """Let a kernel that is short of memory kill this process before the worker."""
    if IS_LINUX:
        with contextlib.suppress(OSError):  # a container may hide it
            Path("/proc/self/oom_score_adj").write_text(_OOM_SCORE)


def limit_memory(extra_bytes: int | None) -> None:
    """Let this process map *extra_bytes* more than it does now; None lifts the limit.

    Only Linux keeps this limit: macOS accepts it and does nothing.
    """
    if sys.platform != "linux":
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    soft = hard if extra_bytes is None else _statm(0) + extra_bytes
    if hard != resource.RLIM_INFINITY:
        soft = min(soft, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def resident_bytes() -> int:
    """Return the memory that this process holds now."""
    if sys.platform != "linux":
        return int(psutil.Process().memory_info().rss)
    return _statm(1)


def _statm(field: int) -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[field])
    return pages * os.sysconf("SC_PAGE_SIZE")


def forget_peak() -> None:
    """Let `peak_bytes` count from now, where the kernel can."""
    if IS_LINUX:
        with contextlib.suppress(OSError):  # built without CONFIG_PROC_PAGE_MONITOR
            Path("/proc/self/clear_refs").write_text("5")


def peak_bytes() -> int:
    """Return the most memory that this process has held."""
    if IS_LINUX:
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # bytes on macOS


def kill_tree(pid: int, *, with_root: bool = True, patience_seconds: float = 0.0) -> None:
    """Kill all descendants of process *pid*, of whatever group and session, and itself.

    With patience, their end is waited for, and not that of the process itself.
    """
    from contractsai.adapters.os import process_tree  # noqa: PLC0415 - psutil is slow to import

    process_tree.kill(pid, with_root=with_root, patience_seconds=patience_seconds)
