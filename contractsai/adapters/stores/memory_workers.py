"""`WorkerStore` in memory."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from contractsai.adapters.stores.memory_table import Table
from contractsai.domain.errors import WorkerNotFound
from contractsai.domain.ids import WorkerId
from contractsai.domain.worker import Worker


class MemoryWorkers:
    """`WorkerStore` on a table."""

    def __init__(self, rows: Callable[[], Table[WorkerId, Worker]]) -> None:
        self._rows = rows  # asked each time: a commit may put another in its place

    def save(self, worker: Worker) -> None:
        """Write all that a worker tells; a request to drain stays."""
        stored = self._rows().get(worker.id)
        asked = None if stored is None else stored.drain_requested_at
        self._rows().put(worker.id, replace(worker, drain_requested_at=asked))

    def get(self, worker_id: WorkerId) -> Worker:
        """Return the worker."""
        worker = self._rows().get(worker_id)
        if worker is None:
            raise WorkerNotFound(worker_id)
        return worker

    def latest(self, *, limit: int) -> Sequence[Worker]:
        """Return workers, the latest seen first."""
        seen = sorted(self._rows().values(), key=lambda row: (row.seen_at, row.id), reverse=True)
        return seen[:limit]

    def ask_to_drain(self, worker_id: WorkerId, at: datetime) -> None:
        """Note that the worker is to claim no more."""
        worker = self.get(worker_id)
        if worker.drain_requested_at is None:
            self._rows().put(worker_id, replace(worker, drain_requested_at=at))

    def lose_silent(self, now: datetime) -> Sequence[WorkerId]:
        """Mark as lost all whose lease has run out."""
        lost = [row.at(now) for row in self._rows().values() if row.at(now) != row]
        for worker in lost:
            self._rows().put(worker.id, worker)
        return sorted(worker.id for worker in lost)

    def delete_gone(self, before: datetime, *, limit: int) -> int:
        """Delete those that are gone and were last seen before an instant."""
        old = sorted(
            (row.seen_at, row.id)
            for row in self._rows().values()
            if row.is_gone and row.seen_at < before
        )
        for _, worker_id in old[:limit]:
            self._rows().put(worker_id, None)
        return len(old[:limit])
