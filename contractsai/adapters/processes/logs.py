"""What the children say: all of it in files of bounded size, the worrying part to a person."""

import re
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

MAX_BYTES: Final = 10_000_000
"""Of one log file; one earlier file of each program is kept beside it."""

_WORRYING: Final = re.compile(rb'\b(?:WARNING|ERROR|CRITICAL)\b|"level": ?"(?:warning|error|crit)')
_AT_ONCE: Final = 5
_PERIOD_SECONDS: Final = 60.0

Tell: TypeAlias = Callable[[str], None]


class LogFile:
    """The log of one program, begun anew with each service, replaced when it is full."""

    def __init__(self, path: Path, *, max_bytes: int = MAX_BYTES) -> None:
        """Make the file, for the owner alone: log lines name files."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = path
        self._max_bytes = max_bytes
        self._file = path.open("wb")
        path.chmod(0o600)

    def write(self, line: bytes) -> None:
        """Add one line, as it came."""
        if self._file.tell() + len(line) > self._max_bytes:
            self._file.close()
            self.path.replace(self.path.with_suffix(".log.1"))
            self._file = self.path.open("wb")
        self._file.write(line)
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


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
            self._tell(f"{self._name}: {line.decode(errors='replace').rstrip()}")

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
            digest.take(line)
