"""Dispatching after the response: one thread that a slow broker may hold up, and nothing else."""

import contextvars
import logging
import threading
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import Final

from contractsai.domain.errors import ContractsAIError, QueueUnavailable
from contractsai.domain.ids import JobId

logger = logging.getLogger(__name__)

CAPACITY: Final = 1000
"""Jobs that may wait; those beyond are left to the relay, like those the broker refuses."""
REST_SECONDS: Final = 1.0
"""After a refusal: each try writes to the database twice, where submits want to write too."""

Dispatch = Callable[[], int]
"""Tells the broker of documents of one job, and returns of how many."""


class BrokerState(StrEnum):
    """What the last dispatch learnt of the broker."""

    UNKNOWN = "unknown"  # nothing was dispatched yet
    ACCEPTING = "accepting"
    REFUSING = "refusing"


class Dispatcher:
    """Calls what was added, a call a job, in order, one at a time, in its own thread."""

    def __init__(
        self,
        *,
        capacity: int = CAPACITY,
        rest_seconds: float = REST_SECONDS,
    ) -> None:
        """Take how many jobs may wait, and for how long a broker that refuses is left alone."""
        self._capacity = capacity
        self._rest_seconds = rest_seconds
        self._waiting: dict[JobId, Callable[[], bool]] = {}  # in the order of their coming
        self._changed = threading.Condition()
        self._is_running = False
        self._thread: threading.Thread | None = None
        self._broker = BrokerState.UNKNOWN

    @property
    def broker(self) -> BrokerState:
        """What the last dispatch learnt of the broker."""
        return self._broker

    def start(self) -> None:
        """Begin to dispatch."""
        with self._changed:
            self._is_running = True
            self._ensure_thread()

    def add(self, job_id: JobId, dispatch: Dispatch) -> bool:
        """Have the job dispatched soon; returns at once, whether there is room for it."""
        with self._changed:
            if job_id not in self._waiting and len(self._waiting) >= self._capacity:
                logger.warning(
                    "job left to the relay",
                    extra={"event": "dispatcher.full", "job_id": job_id},
                )
                return False
            # In its caller's context: a line about it names the request.
            call = partial(contextvars.copy_context().run, self._dispatch_one, job_id, dispatch)
            self._waiting.setdefault(job_id, call)
            if self._is_running:
                self._ensure_thread()
            self._changed.notify()
            return True

    def stop(self, *, timeout_seconds: float) -> bool:
        """Stop after the dispatch that is under way, and return whether it ended in time.

        What still waits is left to the relay, and so is a thread that a broker holds up: it is a
        daemon and ends with the process.
        """
        with self._changed:
            self._is_running = False
            self._waiting.clear()
            self._changed.notify()
            thread = self._thread
        if thread is None:
            return True
        thread.join(timeout_seconds)
        return not thread.is_alive()

    def _ensure_thread(self) -> None:
        """Start the thread, also after an unforeseen error ended it."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, name="dispatcher", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while (dispatched := self._next()) is not None:
            if not dispatched():
                self._rest()

    def _rest(self) -> None:
        """Leave what does not answer alone for a moment, unless told to stop."""
        with self._changed:
            self._changed.wait_for(lambda: not self._is_running, self._rest_seconds)

    def _next(self) -> Callable[[], bool] | None:
        """Wait for a job; None means stop."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or not self._is_running)
            if not self._is_running:
                return None
            return self._waiting.pop(next(iter(self._waiting)))

    def _dispatch_one(self, job_id: JobId, dispatch: Dispatch) -> bool:
        """Return whether the job was dispatched."""
        try:
            told = dispatch()
        except ContractsAIError as error:
            if isinstance(error, QueueUnavailable):
                self._broker = BrokerState.REFUSING
            logger.warning(
                "job not dispatched, the relay will",
                extra={
                    "event": "job.not_dispatched",
                    "job_id": job_id,
                    "error": type(error).__name__,
                    "cause": type(error.__cause__).__name__,
                },
            )
            return False
        if told:
            self._broker = BrokerState.ACCEPTING
        return True
