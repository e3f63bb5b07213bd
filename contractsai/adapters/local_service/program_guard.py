"""The guard: ends the service's processes when the one that started them is gone.

Run as ``python -m contractsai.adapters.local_service.program_guard``. Its standard input is the
lifeline: the other end is the starter's alone, so that it closes however the starter ends, SIGKILL
included. Until then lines on it say which processes there are: ``+PID`` for one that began,
``-PID`` for one that has ended.
"""

import contextlib
import os
import signal
import sys
from collections.abc import Iterable
from typing import Final

from contractsai.adapters.os import folders, platform

_KERNEL_SECONDS: Final = 1.0  # to end what was killed


def main() -> None:
    """Wait for the end of the lifeline, then kill whatever is left."""
    platform.ignore_polite_signals()
    left = processes_left(sys.stdin.buffer)
    for pid in left:
        kill_all(pid)
    if left:  # else their starter has seen to everything
        folders.sweep()


def processes_left(lines: Iterable[bytes]) -> set[int]:
    """Return the processes that have begun and not ended by the end of *lines*."""
    left: set[int] = set()
    for line in lines:
        if not line.endswith(b"\n"):  # the starter died while it wrote
            break
        pid = int(line[1:])
        if line.startswith(b"+"):
            left.add(pid)
        else:
            left.discard(pid)
    return left


def kill_all(pid: int) -> None:
    """Kill process *pid*, its descendants, and what is left of its group without it.

    When it returns, its descendants have let go of what they held, mostly: a kernel may be slow.
    """
    platform.kill_tree(pid, patience_seconds=_KERNEL_SECONDS)
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
