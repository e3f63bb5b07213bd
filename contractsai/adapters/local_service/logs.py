"""What the children say: all of it in files of bounded size, the worrying part to a person."""

import os
import re
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

from contractsai.adapters.private import FILE_MODE, private_folder

MAX_BYTES: Final = 10_000_000
"""Of one log file."""
KEPT: Final = 3
"""Full files of each program, beside the one that is written to."""

_WORRYING: Final = re.compile(rb'\b(?:WARNING|ERROR|CRITICAL)\b|"level": ?"(?:warning|error|crit)')
_TIMED: Final = re.compile(rb"(?:\{\"at\": \")?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_AT_ONCE: Final = 5
_LONGEST: Final = 400  # letters of a line that a person is told; the file has all
_PERIOD_SECONDS: Final = 60.0

Tell: TypeAlias = Callable[[str], None]


class LogFile:
    """The log of one program: begun by the first service, carried on by each, and by time.

    A disk without room costs lines and nothing else: they are counted, and the count is written
    once there is room. So does a folder that was taken away; in its place none is made.
    """

    def __init__(
        self,
        path: Path,
        *,
        max_bytes: int = MAX_BYTES,
        kept: int = KEPT,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Make the file, for the owner alone: log lines name files."""
        private_folder(path.parent)
        self.path = path
        self.last_line = ""
        self._max_bytes = max_bytes
        self._kept = kept
        self._now = now
        self._dropped = 0
        self._descriptor: int | None = None
        self._lock = threading.Lock()
        with suppress(OSError):  # a full disk: the next line will try again
            self._open()

    def write(self, line: bytes) -> None:
        """Add one line, with the time in front unless it has one."""
        self.last_line = line.decode(errors="replace").strip() or self.last_line
        self._add(line)

    def note(self, text: str) -> None:
        """Add a line of the service's own, which is nobody's last words."""
        self._add(f"INFO [{os.getpid()}] up: {text}".encode())

    def close(self) -> None:
        """Close the file."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _add(self, line: bytes) -> None:
        with self._lock:
            try:
                self._write(line.rstrip(b"\n") + b"\n")
            except OSError:
                self._dropped += 1

    def _write(self, line: bytes) -> None:
        told = line if _TIMED.match(line) else self._stamp() + line
        descriptor = self._opened(len(told))
        if self._dropped:
            lost = f"WARNING [{os.getpid()}] up: {self._dropped} lines could not be written\n"
            _append(descriptor, self._stamp() + lost.encode())
            self._dropped = 0
        _append(descriptor, told)

    def _stamp(self) -> bytes:
        now = self._now().astimezone(UTC)
        return f"{now:%Y-%m-%dT%H:%M:%S}.{now.microsecond // 1000:03}Z ".encode()

    def _opened(self, coming: int) -> int:
        """Return a descriptor of the file of that name, with room for so many bytes."""
        if self._descriptor is None or not self._is_in_place(self._descriptor):
            self.close()
            return self._open()
        size = os.fstat(self._descriptor).st_size
        if size and size + coming > self._max_bytes:
            self.close()
            for number in range(self._kept, 0, -1):
                older = self._numbered(number - 1)
                if older.exists():
                    older.replace(self._numbered(number))
            return self._open()
        return self._descriptor

    def _open(self) -> int:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
        descriptor = self._descriptor = os.open(self.path, flags, FILE_MODE)
        with suppress(AttributeError):  # Windows
            os.fchmod(descriptor, FILE_MODE)
        return descriptor

    def _numbered(self, number: int) -> Path:
        return self.path.with_suffix(f".log.{number}") if number else self.path

    def _is_in_place(self, descriptor: int) -> bool:
        """Return whether the file was neither deleted nor moved since it was opened."""
        try:
            found = self.path.stat()
        except OSError:
            return False
        return os.path.samestat(found, os.fstat(descriptor))


class Digest:
    """Passes on the first warnings of a minute, then only how many more there were."""

    def __init__(
        self,
        name: str,
        path: Path,
        tell: Tell,
        *,
        is_verbose: bool,
        is_foreign: bool = False,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take whom to tell.

        Args:
            name: the program that speaks.
            path: where all that it says is kept.
            tell: takes one line.
            is_verbose: pass everything on.
            is_foreign: pass nothing on otherwise: its warnings mean other people.
            now: seconds of a clock that never goes back.
        """
        self._name = name
        self._path = path
        self._tell = tell
        self._is_verbose = is_verbose
        self._is_foreign = is_foreign
        self._now = now
        self._since = now()
        self._told = 0

    def take(self, line: bytes) -> None:
        """Pass *line* on if a person should see it."""
        if not self._is_verbose and (self._is_foreign or not _WORRYING.search(line)):
            return
        if self._now() - self._since >= _PERIOD_SECONDS:
            self.flush()
        self._told += 1
        if self._is_verbose or self._told <= _AT_ONCE:
            text = line.decode(errors="replace").rstrip()
            is_long = not self._is_verbose and len(text) > _LONGEST
            self._tell(f"{self._name}: {text[:_LONGEST]}…" if is_long else f"{self._name}: {text}")

    def flush(self) -> None:
        """Tell of what was held back, and begin a new minute."""
        held_back = self._told - _AT_ONCE
        if held_back > 0 and not self._is_verbose:
            self._tell(f"{self._name}: {held_back} more warnings in {self._path}")
        self._told = 0
        self._since = self._now()


class LogPump:
    """A thread that reads what one child writes, until its last descendant has closed the pipe."""

    def __init__(self, stream: BinaryIO, log: LogFile, digest: Digest) -> None:
        """Start reading; this object closes *stream*."""
        self._thread = threading.Thread(
            target=_pump, args=(stream, log, digest), name=f"log-{log.path.stem}", daemon=True
        )
        self._thread.start()

    def join(self, *, timeout_seconds: float) -> None:
        """Wait for the end of the stream."""
        self._thread.join(timeout_seconds)


def _pump(stream: BinaryIO, log: LogFile, digest: Digest) -> None:
    with stream:
        for line in stream:
            log.write(line)
            with suppress(OSError):  # whoever is told writes to a full disk, too
                digest.take(line)


def _append(descriptor: int, line: bytes) -> None:
    """Append all of *line*, or nothing of it and raise."""
    size = os.fstat(descriptor).st_size
    left = line
    try:
        while left:
            left = left[os.write(descriptor, left) :]
    except OSError:
        os.ftruncate(descriptor, size)
        raise
