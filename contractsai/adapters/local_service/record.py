"""Which service runs on a data directory: a lock that says whether, a file that says where."""

import contextlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from contractsai.adapters.local_service.lock import FileLock
from contractsai.adapters.private import private_folder
from contractsai.domain.errors import UnsafeConfiguration

_PATIENCE_SECONDS: Final = 2.0
_POLL_SECONDS: Final = 0.05


@dataclass(frozen=True, slots=True)
class RunningService:
    """A service's process, and where it answers; not known yet while it starts."""

    url: str | None
    pid: int | None


class ServiceRecord:
    """The one place where a service on a data directory is known to others."""

    def __init__(self, data_dir: Path, *, patience_seconds: float = _PATIENCE_SECONDS) -> None:
        """Take the data directory, which has to exist only for `claimed`.

        Args:
            data_dir: the service's.
            patience_seconds: how long `claimed` waits for those who only ask whether the lock is
                held, and for the guard of a service that was killed.
        """
        self._data_dir = data_dir
        self._patience_seconds = patience_seconds
        self._file = data_dir / "service.json"
        self.lock = FileLock(data_dir / "up.lock")

    def running(self) -> RunningService | None:
        """Return the service that runs, or None: what a dead one left behind counts for nothing."""
        if not self.lock.is_held():
            return None
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
            return RunningService(found["url"], found["pid"])
        except (OSError, ValueError, KeyError, TypeError):  # not written yet, or just removed
            return RunningService(None, None)

    @contextlib.contextmanager
    def claimed(self) -> Iterator[None]:
        """Hold the data directory for one service.

        Raises:
            UnsafeConfiguration: another service runs on it, or it is open to other users.
        """
        private_folder(self._data_dir)
        deadline = time.monotonic() + self._patience_seconds
        while not self.lock.acquire():
            if time.monotonic() > deadline:
                raise UnsafeConfiguration(self._who_runs())
            time.sleep(_POLL_SECONDS)
        try:
            self.announce(None)
            yield
        finally:
            self._file.unlink(missing_ok=True)
            self.lock.release()

    def announce(self, url: str | None) -> None:
        """Tell others where this process' service answers; None while it does not yet."""
        draft = self._file.with_suffix(".part")
        draft.write_text(json.dumps({"url": url, "pid": os.getpid()}), encoding="utf-8")
        draft.replace(self._file)

    def trouble(self) -> str | None:
        """Return what to tell of a data directory that is not the one this process holds."""
        if self.lock.is_in_place():
            return None
        return (
            f"The data directory {self._data_dir} was taken away, and jobs are refused. Put it "
            "back, or stop this service with Ctrl-C, then run: contractsai up"
        )

    def _who_runs(self) -> str:
        running = self.running() or RunningService(None, None)
        where = running.url or "still starting"
        return (
            f"a service runs on {self._data_dir} already (process {running.pid}, {where}); "
            "stop that one with Ctrl-C, or set CONTRACTSAI_DATA_DIR to another folder, "
            "then repeat: contractsai up"
        )
