"""Tells a person what keeps the service from taking jobs, while it lasts, and when it is over."""

import http.client
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Final, TypeAlias

from contractsai.adapters.processes.logs import Tell

EVERY_SECONDS: Final = 2.0
PROBE_SECONDS: Final = 2.0

Look: TypeAlias = Callable[[], str | None]
"""Returns what is wrong and what to do about it, or None."""

_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def answers(url: str) -> bool:
    """Return whether the API there says that it can do its work."""
    try:
        with _direct.open(f"{url}/readyz", timeout=PROBE_SECONDS) as answer:
            return bool(answer.status == HTTPStatus.OK)
    except (OSError, http.client.HTTPException):
        return False


def trouble_at(url: str) -> str | None:
    """Return why the API there is not ready, in its own words; None also if it does not answer."""
    try:
        _direct.open(f"{url}/readyz", timeout=PROBE_SECONDS).close()
    except urllib.error.HTTPError as error:
        with error:
            return _words(error.read())
    except (OSError, http.client.HTTPException):  # who died is told by whoever starts it again
        return None
    return None


def _words(body: bytes) -> str | None:
    try:
        problem = json.loads(body)
        return f"{problem.get('detail') or problem['title']} {problem['hint']}"
    except (ValueError, KeyError, AttributeError):
        return None


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
