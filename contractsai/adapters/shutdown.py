"""`Shutdown` that reaches the worker's forked children."""

import mmap
import struct
import time
from typing import Final

INSTANT: Final = struct.Struct("d")


class SharedShutdown:
    """`Shutdown` in a page of memory that processes forked later share.

    A Celery worker's main process gets the signal while its pool children run the documents; the
    page tells them. `time.monotonic` is one clock for all processes of a machine.
    """

    def __init__(self, *, grace_seconds: float) -> None:
        """Take how long running documents may go on once the shutdown is requested."""
        self._grace_seconds = grace_seconds
        self._page = mmap.mmap(-1, INSTANT.size)

    def request(self) -> None:
        """Take no more work, and give back what runs once the grace is over."""
        if not self.is_requested():
            INSTANT.pack_into(self._page, 0, time.monotonic() + self._grace_seconds)

    def is_requested(self) -> bool:
        """Return whether no more documents are to be claimed."""
        return self._due_at() > 0

    def is_due(self) -> bool:
        """Return whether the grace is over too."""
        return 0 < self._due_at() <= time.monotonic()

    def _due_at(self) -> float:
        due_at: float = INSTANT.unpack_from(self._page, 0)[0]
        return due_at
