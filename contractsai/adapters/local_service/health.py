"""Tells a person what keeps the service from taking jobs, while it lasts, and when it is over."""

import threading
from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from contractsai.adapters.local_service.logs import Tell

EVERY_SECONDS: Final = 2.0

Look: TypeAlias = Callable[[], str | None]
"""Returns what is wrong and what to do about it, or None."""


class HealthWatch:
    """A thread that looks now and then; the first that finds something wrong is heard."""

    def __init__(
        self, looks: Iterable[Look], tell: Tell, *, every_seconds: float = EVERY_SECONDS
    ) -> None:
        """Start to look."""
        self._looks = tuple(looks)
        self._tell = tell
        self._every_seconds = every_seconds
        self._told: str | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="health", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Look no more; does not wait for a look that is under way."""
        self._over.set()

    def look(self) -> None:
        """Tell what is new."""
        found = next((words for look in self._looks if (words := look())), None)
        if found == self._told or self._over.is_set():
            return
        self._told = found
        self._tell(f"Not ready: {found}" if found else "Ready again.")

    def _run(self) -> None:
        while not self._over.wait(self._every_seconds):
            self.look()
