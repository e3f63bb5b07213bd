"""Keeps programs running: starts again what died, and stops all of them in a given order."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from contractsai.adapters.local_service.logs import Digest, LogFile, Tell
from contractsai.adapters.local_service.program import Child, Program
from contractsai.adapters.os import platform

GUARD_MODULE: Final = "contractsai.adapters.local_service.program_guard"
FIRST_DELAY_SECONDS: Final = 0.5
LONGEST_DELAY_SECONDS: Final = 10.0
SETTLED_SECONDS: Final = 30.0
POLL_SECONDS: Final = 0.05
_GUARD_SECONDS: Final = 2.0


def restart_delay(deaths: int) -> float:
    """Return the seconds to wait after so many deaths in a row, at least 1."""
    return min(LONGEST_DELAY_SECONDS, FIRST_DELAY_SECONDS * 2.0 ** min(deaths - 1, 30))


@dataclass(slots=True)
class _Post:
    """A program's place: who fills it, and how often that one has died of late."""

    program: Program
    log: LogFile
    digest: Digest
    child: Child | None
    deaths: int = 0
    start_at: float = 0.0


class Supervisor:
    """Runs programs as children; used by one thread."""

    def __init__(
        self, logs: Path, tell: Tell, *, is_verbose: bool, lock: int | None = None
    ) -> None:
        """Start the guard.

        Args:
            logs: the folder of the log files.
            tell: takes one line for a person.
            is_verbose: tell all that the children say, not only warnings.
            lock: a descriptor that the guard keeps open, so that a lock lasts as long as it.
        """
        self._logs = logs
        self._tell = tell
        self._is_verbose = is_verbose
        self._posts: dict[str, _Post] = {}
        self._lock = lock
        self._guard = self._start_guard()

    def start(self, program: Program) -> None:
        """Run *program* from now on.

        Raises:
            UnsafeConfiguration: this machine cannot run it.
        """
        log = LogFile(self._logs / f"{program.name}.log")
        digest = Digest(
            program.name,
            log.path,
            self._tell,
            is_verbose=self._is_verbose,
            is_foreign=program.is_foreign,
        )
        post = self._posts[program.name] = _Post(program, log, digest, child=None)
        self._fill(post)

    def tick(self) -> None:
        """Notice who has died, and start again those whose wait is over."""
        if self._guard.poll() is not None:
            self._close_guard()
            self._guard = self._start_guard()
        for post in self._posts.values():
            if post.child is not None and post.child.has_ended():
                self._note_death(post, post.child)
            if post.child is None and time.monotonic() >= post.start_at:
                self._fill(post)

    def pid(self, name: str) -> int | None:
        """Return the process that fills a program's place now, or None between two."""
        child = self._posts[name].child
        return child.pid if child else None

    def deaths(self, name: str) -> int:
        """Return how often a program has died in a row, each time soon after its start."""
        return self._posts[name].deaths

    def log(self, name: str) -> Path:
        """Return where a program's output is kept."""
        return self._posts[name].log.path

    def last_words(self, name: str) -> str:
        """Return the last line that a program wrote, or nothing."""
        return self._posts[name].log.last_line

    def stop(self, names: Sequence[str], *, is_patient: Callable[[], bool]) -> None:
        """Ask programs to end, and kill what has not once the patience is over."""
        posts = [self._posts.pop(name) for name in names if name in self._posts]
        children = [post.child for post in posts if post.child is not None]
        for child in children:
            child.ask_to_stop()
        while is_patient() and not all(child.has_ended() for child in children):
            time.sleep(POLL_SECONDS)
        for child in children:
            self._bury(child)
        for post in posts:
            post.log.note(f"{post.program.name} was stopped")
            post.digest.flush()
            post.log.close()

    def close(self) -> None:
        """Kill what still runs, and send the guard away."""
        self.stop(list(self._posts), is_patient=lambda: False)
        self._close_guard()

    def _fill(self, post: _Post) -> None:
        post.child = Child(post.program, post.log, post.digest)
        post.log.note(f"{post.program.name} starts as process {post.child.pid}")
        self._tell_guard(f"+{post.child.pid}")

    def _note_death(self, post: _Post, child: Child) -> None:
        how = child.how_it_ended()
        self._bury(child)
        post.child = None
        is_settled = time.monotonic() - child.started_at >= SETTLED_SECONDS
        post.deaths = 1 if is_settled else post.deaths + 1
        delay = restart_delay(post.deaths)
        post.start_at = time.monotonic() + delay
        name = post.program.name
        post.log.note(f"{name} {how}")
        self._tell(f"{name} {how}; it starts again in {delay:g} s (log: {post.log.path})")

    def _bury(self, child: Child) -> None:
        child.bury()
        self._tell_guard(f"-{child.pid}")

    def _start_guard(self) -> "subprocess.Popen[bytes]":
        guard = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", GUARD_MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            bufsize=0,
            pass_fds=() if self._lock is None or sys.platform == "win32" else (self._lock,),
            **platform.popen_options(),
        )
        for post in self._posts.values():
            if post.child is not None:
                _write(guard, f"+{post.child.pid}")
        return guard

    def _tell_guard(self, line: str) -> None:
        _write(self._guard, line)

    def _close_guard(self) -> None:
        if self._guard.stdin is not None:
            self._guard.stdin.close()
        try:
            self._guard.wait(_GUARD_SECONDS)
        except subprocess.TimeoutExpired:
            self._guard.kill()
            self._guard.wait()


def _write(guard: "subprocess.Popen[bytes]", line: str) -> None:
    try:
        if guard.stdin is not None:
            guard.stdin.write(line.encode() + b"\n")
    except BrokenPipeError:  # it died; the next tick starts another one and tells it everything
        return
