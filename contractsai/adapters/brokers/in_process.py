"""The broker of a one-process run: a queue in memory, and threads in the place of workers.

It carries what the use cases hand it and forgets everything with its process. That is enough,
since the rows are the truth: whatever it had not run yet waits there for the next service.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from queue import SimpleQueue
from typing import TypeAlias

from contractsai.domain.errors import ContractsAIError
from contractsai.domain.ids import DocumentId

logger = logging.getLogger(__name__)

Run: TypeAlias = Callable[[DocumentId], object]
Tick: TypeAlias = Callable[[], object]


class InProcessBroker:
    """`DocumentQueue` whose messages are taken by threads of this process."""

    def __init__(self, *, workers: int, tick_seconds: float) -> None:
        """Take how many documents run at once, and the seconds between two ticks."""
        self._tick_seconds = tick_seconds
        self._messages: SimpleQueue[DocumentId | None] = SimpleQueue()
        self._slots: list[DocumentId | None] = [None] * workers
        self._threads: list[threading.Thread] = []
        self._stopping = threading.Event()
        self._broken = threading.Event()

    def enqueue(self, document_id: DocumentId) -> None:
        """Wake a thread for *document_id*."""
        self._messages.put(document_id)

    @property
    def running(self) -> Sequence[DocumentId]:
        """What the threads have in hand now."""
        return [document_id for document_id in list(self._slots) if document_id is not None]

    @property
    def is_broken(self) -> bool:
        """Whether a thread died of a defect, so that the job might never end."""
        return self._broken.is_set()

    def start(self, *, run: Run, tick: Tick) -> None:
        """Start the threads.

        Args:
            run: carries one document through one attempt.
            tick: called at once and then every few seconds; finds what nobody was told about.
        """
        for slot in range(len(self._slots)):
            self._spawn(f"worker-{slot}", partial(self._work, slot, run))
        self._spawn("ticks", partial(self._beat, tick))

    def stop(self, *, timeout_seconds: float) -> bool:
        """Take no more messages, and return whether all threads ended in time."""
        self._stopping.set()
        for _ in self._slots:
            self._messages.put(None)
        deadline = time.monotonic() + timeout_seconds
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _spawn(self, name: str, target: Callable[[], None]) -> None:
        thread = threading.Thread(
            target=self._noting_defects, args=(target,), name=name, daemon=True
        )
        self._threads.append(thread)
        thread.start()

    def _noting_defects(self, target: Callable[[], None]) -> None:
        is_done = False
        try:
            target()
            is_done = True
        finally:
            if not is_done:
                self._broken.set()

    def _work(self, slot: int, run: Run) -> None:
        while (document_id := self._messages.get()) is not None and not self._stopping.is_set():
            self._slots[slot] = document_id
            try:
                run(document_id)
            except ContractsAIError as error:  # the lease runs out, and a rescue goes on from there
                _log_lost("attempt lost", "document.lost", error)
            finally:
                self._slots[slot] = None

    def _beat(self, tick: Tick) -> None:
        while True:
            try:
                tick()
            except ContractsAIError as error:
                _log_lost("tick failed", "tick.failed", error)
            if self._stopping.wait(self._tick_seconds):
                return


def _log_lost(message: str, event: str, error: ContractsAIError) -> None:
    logger.warning(message, extra={"event": event, "reason": type(error).__name__})
