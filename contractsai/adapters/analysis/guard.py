"""The guard: the parent of the analysis process, small enough to do nothing but watch.

It has one thread, so that the kernel's "kill me when my parent ends" is safe to use (it goes by the
thread that forked, and a worker's threads come and go), and it adopts what its child leaves behind,
so that neither a stuck parser nor what the parser started outlives the worker.
"""

import contextlib
import os
import select
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, NoReturn

from contractsai.adapters.os import folders, platform

_PATIENCE_SECONDS: Final = 5.0  # for a killed process to leave the kernel
_GRACE_SECONDS: Final = 0.05  # before looking for those that left the group


def guard(
    work: Callable[[], NoReturn], *, lifeline: int, door: int | None, folder: Path
) -> NoReturn:
    """Run *work* in a child of this process, and end when it does, in the same way.

    When *lifeline* ends first, the child ends now. Either way all its descendants are killed and
    *folder*, which is made here, is removed.
    """
    folders.make(folder)
    platform.adopt_orphans()
    news = _news_of_children()
    guard_pid = os.getpid()
    child = os.fork()
    if child == 0:
        _settle_in(guard_pid, lifeline, news)
        work()
    with contextlib.suppress(OSError):  # the child has done it already, or has died
        os.setpgid(child, child)
    _let_go_of_the_pipes(door)
    status = _watch(child, lifeline, news)
    _end(child, news)
    _remove(folder)
    _leave(status)


def _news_of_children() -> tuple[int, int]:
    """Return a pipe that becomes readable whenever a child ends."""
    signal.pthread_sigmask(signal.SIG_SETMASK, ())  # whatever the worker's thread had blocked
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return reading, writing


def _settle_in(guard_pid: int, lifeline: int, news: tuple[int, int]) -> None:
    """Begin the child's life: a group of its own, and nothing kept of the guard's."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for descriptor in (lifeline, *news):
        os.close(descriptor)
    os.setpgid(0, 0)
    platform.die_with_parent()
    if os.getppid() != guard_pid:  # it died before the kernel was told
        os._exit(1)


def _let_go_of_the_pipes(door: int | None) -> None:
    """Leave all to the child: the worker must see its end of them close when the child dies."""
    if door is not None:
        os.close(door)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)


def _watch(child: int, lifeline: int, news: tuple[int, int]) -> int | None:
    """Return the child's wait status once it has ended, or None once the lifeline has."""
    while True:
        readable, _, _ = select.select([lifeline, news[0]], [], [])
        _drain(news)
        status, _ = _reap(child)
        if status is not None:
            return status
        if lifeline in readable:
            return None


def _end(group: int, news: tuple[int, int]) -> None:
    """Kill and reap the group, and then whoever left it and was adopted."""
    with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS: only zombies are left
        os.killpg(group, signal.SIGKILL)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        _, is_alone = _reap(group)
        if is_alone:
            return
        if not select.select([news[0]], [], [], _GRACE_SECONDS)[0]:
            platform.kill_tree(os.getpid(), with_root=False)
        _drain(news)


def _reap(child: int) -> tuple[int | None, bool]:
    """Reap who has ended; return the status of *child* if it has, and whether nobody is left."""
    found = None
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return found, True
        if pid == 0:
            return found, False
        if pid == child:
            found = status


def _drain(news: tuple[int, int]) -> None:
    with contextlib.suppress(BlockingIOError):
        while os.read(news[0], 512):
            pass


def _remove(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:  # not empty; most are, and shutil takes longer to import than to use
        import shutil  # noqa: PLC0415 - see above

        shutil.rmtree(folder, ignore_errors=True)


def _leave(status: int | None) -> NoReturn:
    """End as the child did, so that the worker learns of it from this process."""
    code = 0 if status is None else os.waitstatus_to_exitcode(status)
    if code < 0:
        with contextlib.suppress(OSError):  # SIGKILL has no disposition to restore
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)
