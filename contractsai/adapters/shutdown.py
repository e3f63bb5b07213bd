"""`Shutdown` that reaches the worker's forked children."""

import mmap
import struct
import time
from typing import Final

PAGE: Final = struct.Struct("d?")


class SharedShutdown:
    """`Shutdown` in a page of memory that processes forked later share.

    A Celery worker's main process gets the signal while its pool children run the documents; the
    page tells them. `time.monotonic` is one clock for all processes of a machine.
    """

    def __init__(self, *, grace_seconds: float) -> None:
        """Take how long running documents may go on once the shutdown is requested."""
        self._grace_seconds = grace_seconds
        self._page = mmap.mmap(-1, PAGE.size)

    def request(self) -> None:
        """Take no more work, and give back what runs once the grace is over."""
        if not self.is_leaving():
            PAGE.pack_into(self._page, 0, time.monotonic() + self._grace_seconds, True)

    def drain(self) -> None:
        """Take no more work, and let all that runs come to its end."""
        due_at, _ = self._read()
        PAGE.pack_into(self._page, 0, due_at, True)

    def is_requested(self) -> bool:
        """Return whether no more documents are to be claimed."""
        _, is_requested = self._read()
        return is_requested

    def is_leaving(self) -> bool:
        """Return whether that is so because the worker ends."""
        due_at, _ = self._read()
        return due_at > 0

    def is_due(self) -> bool:
        """Return whether the grace is over too."""
        due_at, _ = self._read()
        return 0 < due_at <= time.monotonic()

    def _read(self) -> tuple[float, bool]:
        due_at, is_requested = PAGE.unpack_from(self._page, 0)
        return due_at, is_requested
