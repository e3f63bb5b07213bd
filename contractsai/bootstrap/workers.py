"""The use cases of workers with their ports filled in."""

import os
import socket
from collections.abc import Callable, Sequence
from datetime import timedelta

from contractsai import __version__
from contractsai.adapters.shutdown import SharedShutdown
from contractsai.application import workers
from contractsai.application.ports import Clock, Store
from contractsai.application.workers import Attendance, Sighting
from contractsai.bootstrap.ids import new_id
from contractsai.domain.ids import WorkerId
from contractsai.domain.job import Counts
from contractsai.domain.worker import Worker, WorkerState


class Workers:
    """Who runs documents, and how many wait for it."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Take the rows and the clock."""
        self._store = store
        self._clock = clock

    def read(self) -> Sequence[Sighting]:
        """Return the workers with the documents they hold."""
        return workers.read_workers(store=self._store, clock=self._clock)

    def latest(self) -> Sequence[Worker]:
        """Return the workers without what they hold."""
        return workers.latest_workers(store=self._store, clock=self._clock)

    def drain(self, named: str) -> Worker:
        """Ask a worker to claim no more."""
        return workers.drain_worker(named, store=self._store, clock=self._clock)

    def lose_silent(self) -> Sequence[WorkerId]:
        """Mark those as lost that went silent."""
        return workers.lose_silent_workers(store=self._store, clock=self._clock)

    def demand(self) -> Counts:
        """Return how many documents wait and run."""
        return workers.read_demand(store=self._store)

    def attendance(
        self,
        *,
        name: str,
        pool: str,
        slots: Callable[[], int],
        queues: Callable[[], Sequence[str]],
        shutdown: SharedShutdown,
        drain: Callable[[], None],
        every: timedelta,
    ) -> Attendance:
        """Return what keeps the row of this process, a worker's main one.

        Args:
            name: as Celery knows it.
            pool: the kind of its pool.
            slots: tells how many documents it runs at once.
            queues: tells of which queues it takes messages.
            shutdown: tells whether it is going away.
            drain: has it take no more messages with documents.
            every: between two writings of the row.
        """
        from contractsai.adapters.process_meter import ProcessMeter

        now = self._clock.now()
        worker_id, host, pid = WorkerId(new_id()), socket.gethostname(), os.getpid()
        meter = ProcessMeter(pid)

        def describe() -> Worker:
            return Worker(
                id=worker_id,
                name=name,
                host=host,
                pid=pid,
                version=__version__,
                pool=pool,
                slots=slots(),
                queues=tuple(queues()),
                started_at=now,
                seen_at=now,
                lease_expires_at=now,
                processes=meter.measure(),
            )

        def state() -> WorkerState:
            if shutdown.is_leaving():
                return WorkerState.STOPPING
            return WorkerState.DRAINING if shutdown.is_requested() else WorkerState.ACTIVE

        def claim_no_more() -> None:
            shutdown.drain()
            drain()

        return Attendance(
            store=self._store,
            clock=self._clock,
            every=every,
            state=state,
            describe=describe,
            drain=claim_no_more,
        )
