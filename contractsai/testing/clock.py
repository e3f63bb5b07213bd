"""A clock that a test tells."""

import threading
from datetime import datetime, timedelta


class FakeClock:
    """`Clock` that stands still until it is told to move; safe to share between threads."""

    def __init__(self, now: datetime) -> None:
        """Take the first instant, in UTC."""
        self._lock = threading.Lock()
        self._now = now

    def now(self) -> datetime:
        """Return the instant last told."""
        with self._lock:
            return self._now

    def advance(self, step: timedelta) -> None:
        """Move the clock by *step*."""
        with self._lock:
            self._now += step
