"""Workers: what they tell of themselves, who is there, and how one is asked to claim no more."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from contractsai.application.ports import Clock, Store, UnitOfWork
from contractsai.domain.document import Document
from contractsai.domain.errors import WorkerNotFound
from contractsai.domain.ids import WorkerId
from contractsai.domain.job import Counts
from contractsai.domain.worker import Worker, WorkerState

logger = logging.getLogger(__name__)

MOST: Final = 1000  # workers, and documents that they run, in one answer
LEASES: Final = 3
"""How often a worker may fail to write its row before it counts as lost."""
REMEMBERED: Final = timedelta(days=1)
"""For how long those are shown that are gone."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A worker as it is to be believed now, and the documents that it holds."""

    worker: Worker
    documents: tuple[Document, ...]


class Attendance:
    """Keeps a worker's row: written now and then, looked at more often, for it may ask to drain."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        every: timedelta,
        state: Callable[[], WorkerState],
        describe: Callable[[], Worker],
        drain: Callable[[], None],
    ) -> None:
        """Take how to learn of the worker; nothing is written yet.

        Args:
            store: the rows.
            clock: the time.
            every: between two writings of the row.
            state: tells what the worker does now; cheap.
            describe: tells the rest, but for instants and state.
            drain: has the worker claim no more; `state` says so from then on.
        """
        self._store = store
        self._clock = clock
        self._every = every
        self._state = state
        self._describe = describe
        self._drain = drain
        self._written: Worker | None = None

    def look(self) -> None:
        """Do what a person asked for in the row, and write the row if there is news or it is time.

        Raises:
            StoreUnavailable: the row could not be read or written; look again later.
        """
        written = self._written
        if written is not None and self._state() is WorkerState.ACTIVE:
            asked = self._store.ask(lambda work: work.workers.get(written.id)).drain_requested_at
            if asked is not None:
                self._drain()
        now = self._clock.now()
        if (
            written is None
            or written.state is not self._state()
            or now >= written.seen_at + self._every
        ):
            self._write(self._describe(), self._state(), now)

    def stop(self) -> None:
        """Write that the worker is not there any more, if it was ever written that it is.

        Raises:
            StoreUnavailable: nobody is told; the row's lease will run out.
        """
        if self._written is not None:
            last = replace(self._written, processes=(), slots=0)
            self._write(last, WorkerState.STOPPED, self._clock.now())

    def _write(self, told: Worker, state: WorkerState, now: datetime) -> None:
        lease_expires_at = now + LEASES * self._every
        worker = replace(told, state=state, seen_at=now, lease_expires_at=lease_expires_at)
        with self._store.begin(lasting=False) as work:
            work.workers.save(worker)
            work.commit()
        if self._written is None or self._written.state is not state:
            fields = {"worker": worker.name, "state": state.value}
            logger.info("worker tells its state", extra={"event": "worker.told", **fields})
        self._written = worker


def read_workers(*, store: Store, clock: Clock) -> Sequence[Sighting]:
    """Return the workers by name, those that are there first, with the documents they hold."""
    now = clock.now()
    with store.snapshot() as work:
        workers = workers_at(now, work)
        running = work.agenda.documents_running(limit=MOST)
    return [
        Sighting(worker, tuple(row for row in running if row.worker in worker.holders))
        for worker in workers
    ]


def latest_workers(*, store: Store, clock: Clock) -> Sequence[Worker]:
    """Return the workers in the order of `read_workers`, without the documents they hold."""
    now = clock.now()
    return store.ask(lambda work: workers_at(now, work))


def workers_at(now: datetime, work: UnitOfWork) -> list[Worker]:
    """Return the workers as they are by now, by name, those that are there first."""
    found = [worker.at(now) for worker in work.workers.latest(limit=MOST)]
    return sorted(found, key=lambda worker: (worker.is_gone, worker.name, worker.id))


def drain_worker(named: str, *, store: Store, clock: Clock) -> Worker:
    """Ask a worker to claim no more, and return it; its row says when it has heard.

    Args:
        named: its id, or its name if one of that name is there.
        store: the rows.
        clock: the time.

    Raises:
        WorkerNotFound: there is none that is still there.
    """
    now = clock.now()
    with store.begin() as work:
        there = [row for row in work.workers.latest(limit=MOST) if not row.at(now).is_gone]
        found = next((row for row in there if named in (row.id, row.name)), None)
        if found is None:
            raise WorkerNotFound(named)
        work.workers.ask_to_drain(found.id, now)
        asked = work.workers.get(found.id)
        work.commit()
    return asked


def lose_silent_workers(*, store: Store, clock: Clock) -> Sequence[WorkerId]:
    """Mark workers as lost that are silent for longer than their lease, and return them.

    Those that have been gone for a day are forgotten.
    """
    now = clock.now()
    workers = store.ask(lambda work: work.workers.latest(limit=MOST))
    forgettable = [row for row in workers if row.is_gone and row.seen_at < now - REMEMBERED]
    if not forgettable and all(row.at(now) == row for row in workers):
        return ()
    with store.begin() as work:
        lost = work.workers.lose_silent(now)
        work.workers.delete_gone(now - REMEMBERED, limit=MOST)
        work.commit()
    for worker_id in lost:
        logger.warning("worker lost", extra={"event": "worker.lost", "worker": worker_id})
    return lost


def read_demand(*, store: Store) -> Counts:
    """Return how many documents wait and run, of all jobs that have not ended."""
    return store.ask(lambda work: work.jobs.load().counts)
