"""Pipelines for tests: one that does next to nothing, and one that does its worst.

Name them as any plug-in: ``CONTRACTSAI_PIPELINE=contractsai.testing.pipelines:HostilePipeline``.
"""

import contextlib
import ctypes
import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from contractsai.domain.findings import Analysis, Outcome, Versions

if TYPE_CHECKING:
    import psutil

Checkpoint = Callable[[str], None]
_FOREVER: Final = 10_000  # seconds
_POLL_SECONDS: Final = 0.02
_BLOCK_BYTES: Final = 16 * 1024 * 1024


class EchoPipeline:
    """`Pipeline` that finds nothing and gives the text back."""

    version = "echo 1"

    def analyse(self, content: bytes, *, checkpoint: Checkpoint) -> tuple[Analysis, ...]:
        checkpoint("echo")
        return (_echo(content, self.version),)


class HostilePipeline:
    """`Pipeline` that does what the document's first line says, and echoes what it survives.

    ===========================  ==================================================================
    ``ok``, or anything else     nothing
    ``crash``                    a segmentation fault
    ``exit``                     ends the process with exit code 3
    ``memory``                   takes memory until there is none
    ``memory-in-others:N``       takes 64 MiB in each of N processes, and hangs
    ``hang``                     a busy loop in Python
    ``hang-in-c``                blocks in C with every signal blocked that can be
    ``grandchild:PATH``          starts a process, writes its id to PATH, and hangs
    ``escape:PATH``              the same, with the process in a session of its own
    ``raise``                    an exception whose message is the document
    ``sleep:SECONDS``            waits
    ``wait:PATH``                waits until there is a file at PATH
    ``noisy``                    prints megabytes to standard output and error, below Python, too
    ``garble``                   writes nonsense to every descriptor that it finds
    ``litter``                   leaves temporary files
    ``flaky:PATH:N``             raises, counting in the file at PATH, until it has N times
    ``journal:PATH:SECONDS``     adds a line to the file at PATH for each run, then waits
    ``kill-worker``              kills the process that supervises it, then hangs
    ``kill-whole-worker``        kills that, its parent and its siblings, as a container's end would
    ===========================  ==================================================================
    """

    version = "hostile 1"

    def analyse(self, content: bytes, *, checkpoint: Checkpoint) -> tuple[Analysis, ...]:
        order, _, argument = content.decode(errors="replace").partition("\n")[0].partition(":")
        order = order.strip()
        checkpoint(order or "nothing")
        act = _ACTS.get(order)
        if act is not None:
            act(argument.strip())
        return (_echo(content, self.version),)


def _echo(content: bytes, version: str) -> Analysis:
    return Analysis(
        member=None,
        sha256=hashlib.sha256(content).hexdigest(),
        media_type="text/plain",
        outcome=Outcome.ANALYSED,
        reason=None,
        versions=Versions(pipeline=version, model="none", playbook="none"),
        language="und",
        text=content.decode(errors="replace"),
    )


def _crash(_: str) -> None:
    ctypes.string_at(0)


def _exit(_: str) -> NoReturn:
    os._exit(3)


def _memory(_: str) -> NoReturn:
    blocks = []
    while True:
        blocks.append(b"\xff" * _BLOCK_BYTES)  # written to, or it would not be resident


def _memory_in_others(number: str) -> None:
    for _ in range(int(number)):
        _run(f"held = b'x' * (64 << 20); import time; time.sleep({_FOREVER})")
    time.sleep(_FOREVER)


def _hang(_: str) -> NoReturn:
    while True:
        pass


def _hang_in_c(_: str) -> None:
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    library: Any = ctypes.PyDLL(None) if sys.platform != "win32" else None  # keeps the interpreter
    if library is None:
        time.sleep(_FOREVER)
    else:
        library.sleep(_FOREVER)


def _grandchild(path: str) -> None:
    _note(path, _run(f"import time; time.sleep({_FOREVER})").pid)
    time.sleep(_FOREVER)


def _escape(path: str) -> None:
    _note(path, _run(f"import time; time.sleep({_FOREVER})", start_new_session=True).pid)
    time.sleep(_FOREVER)


def _run(code: str, *, start_new_session: bool = False) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 - our own interpreter, our own code
        [sys.executable, "-c", code], start_new_session=start_new_session
    )


def _note(path: str, pid: int) -> None:
    unfinished = Path(f"{path}.unfinished")
    unfinished.write_text(str(pid))
    unfinished.replace(path)


def _raise(text: str) -> NoReturn:
    raise RuntimeError(f"this must not be logged: {text}")


def _sleep(seconds: str) -> None:
    time.sleep(float(seconds))


def _wait(path: str) -> None:
    while not Path(path).exists():
        time.sleep(_POLL_SECONDS)


def _noisy(_: str) -> None:
    for descriptor in (1, 2):
        for _block in range(4):
            os.write(descriptor, b"\0noise\n" * 200_000)
    print("noise" * 200_000, flush=True)  # noqa: T201 - that is the point
    print("noise" * 200_000, file=sys.stderr, flush=True)  # noqa: T201 - that is the point


def _garble(_: str) -> None:
    for descriptor in range(3, 64):
        with contextlib.suppress(OSError):
            os.write(descriptor, b"\xff" * 64)


def _litter(_: str) -> None:
    import tempfile  # noqa: PLC0415 - it remembers the folder of whoever imports it first

    folder = Path(tempfile.mkdtemp())
    (folder / "part").write_bytes(b"left behind")


def _flaky(argument: str) -> None:
    path, _, times = argument.rpartition(":")
    counter = Path(path)
    with contextlib.suppress(FileNotFoundError):
        if counter.stat().st_size >= int(times):
            return
    with counter.open("a") as file:
        file.write(".")
    raise RuntimeError("not yet")


def _journal(argument: str) -> None:
    path, _, seconds = argument.rpartition(":")
    with Path(path).open("a") as file:  # one short write at the end: runs may be at it together
        file.write(f"{os.getpid()}\n")
    time.sleep(float(seconds))


def _kill_worker(_: str) -> None:
    _supervisors()[0].kill()
    time.sleep(_FOREVER)


def _kill_whole_worker(_: str) -> None:
    supervisor, *above = _supervisors()
    forked_from = [each for each in above if each.cmdline() == supervisor.cmdline()]
    top = forked_from[-1] if forked_from else supervisor
    for each in [top, *(child for child in top.children() if child != supervisor), supervisor]:
        each.kill()
    time.sleep(_FOREVER)


def _supervisors() -> "list[psutil.Process]":
    """Return the processes above the guard: who supervises this one, and what that comes from."""
    import psutil  # noqa: PLC0415 - only these acts need it

    module = "contractsai.adapters.analysis.main"
    return [each for each in psutil.Process().parents() if module not in str(each.cmdline())]


_ACTS: Final[dict[str, Callable[[str], None]]] = {
    "crash": _crash,
    "exit": _exit,
    "memory": _memory,
    "memory-in-others": _memory_in_others,
    "hang": _hang,
    "hang-in-c": _hang_in_c,
    "grandchild": _grandchild,
    "escape": _escape,
    "raise": _raise,
    "sleep": _sleep,
    "wait": _wait,
    "noisy": _noisy,
    "garble": _garble,
    "litter": _litter,
    "flaky": _flaky,
    "journal": _journal,
    "kill-worker": _kill_worker,
    "kill-whole-worker": _kill_whole_worker,
}
