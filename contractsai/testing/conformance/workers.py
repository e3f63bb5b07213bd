"""What workers tell of themselves; `StoreConformance` holds this too."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from contractsai.application.ports import Store
from contractsai.domain.errors import WorkerNotFound
from contractsai.domain.ids import WorkerId
from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.domain.worker import ProcessUse, Role, Worker, WorkerState
from contractsai.testing.builders import NOW, a_document, a_job, a_worker
from contractsai.testing.conformance.steps import SECOND, a_running_document, add


class WorkerConformance:
    """The suite; every test starts with an empty `store`."""

    def test_every_field_of_a_worker_comes_back(self, store: Store) -> None:
        told = a_worker(
            name="celery@höst",
            queues=("contractsai.ticks", "contractsai"),
            state=WorkerState.STOPPING,
            processes=(ProcessUse(7, Role.ANALYSIS, 0.25, 2**40), ProcessUse(8, Role.POOL, 0, 1)),
        )
        save(store, told)

        assert worker_of(store, told.id) == told

    def test_the_last_that_a_worker_told_holds(self, store: Store) -> None:
        told = a_worker()
        save(store, told)
        later = replace(told, seen_at=NOW + SECOND, state=WorkerState.STOPPED)
        save(store, later)

        assert worker_of(store, told.id) == later

    def test_a_worker_that_nobody_wrote_of_is_not_there(self, store: Store) -> None:
        with store.begin() as work:
            with pytest.raises(WorkerNotFound):
                work.workers.get(WorkerId("nobody"))
            with pytest.raises(WorkerNotFound):
                work.workers.ask_to_drain(WorkerId("nobody"), NOW)

    def test_a_request_to_drain_outlives_what_the_worker_tells(self, store: Store) -> None:
        """The worker may be about to write when a person asks."""
        told = a_worker()
        save(store, told)
        ask_to_drain(store, told.id, NOW + SECOND)
        save(store, replace(told, seen_at=NOW + 2 * SECOND))

        assert worker_of(store, told.id).drain_requested_at == NOW + SECOND

    def test_who_asked_first_is_remembered(self, store: Store) -> None:
        told = a_worker()
        save(store, told)
        for seconds in (1, 2):
            ask_to_drain(store, told.id, NOW + seconds * SECOND)

        assert worker_of(store, told.id).drain_requested_at == NOW + SECOND

    def test_the_latest_seen_come_first(self, store: Store) -> None:
        first, last, middle = (a_worker(seen_at=NOW + n * SECOND) for n in (0, 2, 1))
        for told in (first, last, middle):
            save(store, told)

        with store.snapshot() as work:
            assert list(work.workers.latest(limit=2)) == [last, middle]

    def test_those_are_lost_whose_lease_has_run_out(self, store: Store) -> None:
        expires = {"lease_expires_at": NOW + SECOND}
        silent, other = (a_worker(**expires) for _ in range(2))
        stopped = a_worker(**expires, state=WorkerState.STOPPED)
        lively = a_worker(lease_expires_at=NOW + SECOND + timedelta(microseconds=1))
        for told in (other, silent, stopped, lively):
            save(store, told)

        lost = []
        for _ in range(2):
            with store.begin() as work:
                lost.append(list(work.workers.lose_silent(NOW + SECOND)))
                work.commit()

        assert lost == [sorted([silent.id, other.id]), []]
        assert worker_of(store, silent.id).state is WorkerState.LOST
        assert worker_of(store, stopped.id).state is WorkerState.STOPPED
        assert worker_of(store, lively.id).state is WorkerState.ACTIVE

    def test_one_that_was_lost_is_there_again_once_it_tells_so(self, store: Store) -> None:
        """It was frozen, or without the database."""
        told = a_worker(lease_expires_at=NOW)
        save(store, told)
        with store.begin() as work:
            work.workers.lose_silent(NOW)
            work.commit()
        save(store, told)

        assert worker_of(store, told.id).state is WorkerState.ACTIVE

    def test_those_that_are_gone_are_deleted_the_oldest_first(self, store: Store) -> None:
        gone = [
            a_worker(state=state, seen_at=NOW + n * SECOND)
            for n, state in enumerate([WorkerState.LOST, WorkerState.STOPPED, WorkerState.LOST])
        ]
        there = a_worker()
        for told in (*gone, there):
            save(store, told)
        deleted = []
        for _ in range(3):
            with store.begin() as work:
                deleted.append(work.workers.delete_gone(NOW + 2 * SECOND, limit=1))
                work.commit()

        assert deleted == [1, 1, 0]
        with store.snapshot() as work:
            left = {worker.id for worker in work.workers.latest(limit=10)}
        assert left == {there.id, gone[2].id}

    # What workers are needed for

    def test_what_waits_and_runs_is_counted_over_all_open_jobs(self, store: Store) -> None:
        assert open_counts(store) == Counts()
        for counts in (Counts(pending=3, retrying=1), Counts(running=2, completed=5, pending=1)):
            add(store, a_job(counts=counts))
        ended = Counts(completed=1, failed=1)
        add(store, a_job(counts=ended, state=State.COMPLETED, ended_at=NOW))

        assert open_counts(store) == Counts(pending=4, retrying=1, running=2, completed=5)

    def test_the_oldest_job_that_nobody_began_is_known(self, store: Store) -> None:
        asked = [oldest(store)]
        running = Counts(running=1)
        add(store, a_job(created_at=NOW, counts=running, state=State.RUNNING))
        asked.append(oldest(store))
        for seconds in (2, 1, 3):
            add(store, a_job(created_at=NOW + seconds * SECOND))
        asked.append(oldest(store))

        assert asked == [None, None, NOW + SECOND]

    def test_running_documents_come_by_lease(self, store: Store) -> None:
        job = a_job(counts=Counts(pending=1, running=3))
        late, soon, middle = (
            a_running_document(job, lease_expires_at=NOW + n * SECOND) for n in (3, 1, 2)
        )
        add(store, job, late, soon, middle, a_document(job))

        with store.snapshot() as work:
            running = work.agenda.documents_running(limit=2)

        assert [document.id for document in running] == [soon.id, middle.id]


def save(store: Store, worker: Worker) -> None:
    """Commit what a worker tells."""
    with store.begin() as work:
        work.workers.save(worker)
        work.commit()


def ask_to_drain(store: Store, worker_id: WorkerId, at: datetime) -> None:
    """Commit a request."""
    with store.begin() as work:
        work.workers.ask_to_drain(worker_id, at)
        work.commit()


def worker_of(store: Store, worker_id: WorkerId) -> Worker:
    """Return the worker as committed."""
    return store.ask(lambda work: work.workers.get(worker_id))


def oldest(store: Store) -> datetime | None:
    """Return when the job was made that nobody began."""
    return store.ask(lambda work: work.agenda.oldest_unstarted())


def open_counts(store: Store) -> Counts:
    """Return what is counted."""
    return store.ask(lambda work: work.jobs.load().counts)
