"""Trees of processes; apart from `platform`, since psutil takes longer to import than a guard."""

import contextlib

import psutil


def resident_bytes(pid: int, *, with_root: bool) -> int:
    """Return what all descendants of process *pid* hold, with or without the process itself."""
    held = 0
    for process in _tree(pid, with_root=with_root):
        with contextlib.suppress(psutil.Error):
            held += process.memory_info().rss
    return held


def kill(pid: int, *, with_root: bool, patience_seconds: float) -> None:
    """Kill all descendants of process *pid*, of whatever group and session.

    With patience, wait until they have let go of what they held. The process itself is not waited
    for: that is for its parent.
    """
    tree = _tree(pid, with_root=with_root)
    for process in tree:
        with contextlib.suppress(psutil.Error):
            process.kill()
    if patience_seconds:
        psutil.wait_procs([each for each in tree if each.pid != pid], timeout=patience_seconds)


def _tree(pid: int, *, with_root: bool) -> list[psutil.Process]:
    try:
        root = psutil.Process(pid)
        return [*([root] if with_root else []), *root.children(recursive=True)]
    except psutil.Error:
        return []
