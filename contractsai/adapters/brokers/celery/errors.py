"""Errors of workers and beats, and whether schedules are carried out, told to Sentry."""

import os
import time
from collections.abc import Callable
from typing import Any, Protocol

from celery import signals

from contractsai.application.messages import TICKS


class Watcher(Protocol):
    """What `bootstrap.errors.build_sentry` returns."""

    def watch(self) -> None:
        """Tell of each error that is logged from now on."""

    def check_in(self, task: str, *, is_well: bool, seconds: float) -> None:
        """Tell that a schedule was carried out, or was not."""

    def close(self) -> None:
        """Tell what is left to tell, and end."""


class CeleryErrors:
    """One client a process: what a fork copies would share its queue with nobody who empties it."""

    def __init__(
        self,
        build: Callable[[str], Watcher | None],
        *,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take how a client is made for a kind of process."""
        self._build = build
        self._seconds = seconds
        self._watcher: Watcher | None = None
        self._owner = 0
        self._began: dict[str, float] = {}

    def connect(self) -> None:
        """Listen to Celery; it has set up the log by the time that it says so."""
        listeners = (
            (signals.worker_init, self.in_worker),
            (signals.worker_process_init, self.in_worker),
            (signals.beat_init, self.in_beat),
            (signals.task_prerun, self.started),
            (signals.task_postrun, self.ended),
            (signals.worker_process_shutdown, self.close),
            (signals.worker_shutdown, self.close),
        )
        for signal, listener in listeners:
            signal.connect(listener, weak=False)

    def in_worker(self, **_: object) -> None:
        """Begin in a worker's main process, and anew in each child of its pool."""
        self._begin("worker")

    def in_beat(self, **_: object) -> None:
        """Begin in a beat."""
        self._begin("beat")

    def started(self, task_id: str, task: Any, **_: object) -> None:  # noqa: ANN401 - Celery's
        """Note when a tick begins."""
        if task.name in TICKS:
            self._began[task_id] = self._seconds()

    def ended(self, task_id: str, task: Any, state: str | None = None, **_: object) -> None:  # noqa: ANN401 - Celery's
        """Tell that a tick was carried out, or was not."""
        began = self._began.pop(task_id, None)
        if began is not None and self._watcher is not None:
            is_well = state == "SUCCESS"
            self._watcher.check_in(task.name, is_well=is_well, seconds=self._seconds() - began)

    def close(self, **_: object) -> None:
        """Send what waits."""
        if self._watcher is not None and self._owner == os.getpid():
            self._watcher.close()
            self._watcher = None

    def _begin(self, process: str) -> None:
        if self._owner != os.getpid():
            self._owner = os.getpid()
            self._watcher = self._build(process)
            if self._watcher is not None:
                self._watcher.watch()
