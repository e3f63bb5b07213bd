"""What workers tell of themselves, and how one is asked to claim no more."""

import logging
from datetime import timedelta

import pytest

from contractsai.application.workers import (
    LEASES,
    REMEMBERED,
    Attendance,
    drain_worker,
    latest_workers,
    lose_silent_workers,
    read_demand,
    read_workers,
)
from contractsai.domain.errors import WorkerNotFound
from contractsai.domain.ids import WorkerId
from contractsai.domain.job import Counts
from contractsai.domain.worker import ProcessUse, Role, Worker, WorkerState
from contractsai.testing.builders import a_worker
from contractsai.testing.world import World

EVERY = timedelta(seconds=10)
MOMENT = timedelta(milliseconds=1)


class Process:
    """A worker's process as `Attendance` sees it."""

    def __init__(self, world: World, **values: object) -> None:
        self.world = world
        self.worker = a_worker(**values)
        self.state = WorkerState.ACTIVE
        self.described = 0
        self.attendance = Attendance(
            store=world.store,
            clock=world.clock,
            every=EVERY,
            state=lambda: self.state,
            describe=self._describe,
            drain=self._drain,
        )

    @property
    def row(self) -> Worker:
        return self.world.store.ask(lambda work: work.workers.get(self.worker.id))

    def _describe(self) -> Worker:
        self.described += 1
        return self.worker

    def _drain(self) -> None:
        self.state = WorkerState.DRAINING


@pytest.fixture
def process(world: World) -> Process:
    return Process(world)


def save(world: World, worker: Worker) -> None:
    with world.store.begin() as work:
        work.workers.save(worker)
        work.commit()


def test_the_first_look_writes_the_row(world: World, process: Process) -> None:
    process.attendance.look()

    now = world.clock.now()
    assert (process.row.seen_at, process.row.lease_expires_at) == (now, now + LEASES * EVERY)
    assert process.row.state is WorkerState.ACTIVE


def test_the_row_is_written_when_it_is_time_and_not_before(world: World, process: Process) -> None:
    """A look costs a read; what a worker takes is measured when it is written."""
    process.attendance.look()
    world.clock.advance(EVERY - MOMENT)
    process.attendance.look()

    assert process.described == 1

    world.clock.advance(MOMENT)
    process.attendance.look()

    assert process.described == 2
    assert process.row.seen_at == world.clock.now()


def test_news_are_written_at_once(process: Process) -> None:
    process.attendance.look()
    process.state = WorkerState.STOPPING
    process.attendance.look()

    assert process.row.state is WorkerState.STOPPING


def test_who_is_asked_to_drain_does_so_and_says_so_in_the_same_look(
    world: World, process: Process
) -> None:
    process.attendance.look()
    asked = drain_worker(process.worker.name, store=world.store, clock=world.clock)

    assert (asked.id, asked.state) == (process.worker.id, WorkerState.ACTIVE)
    assert asked.drain_requested_at == world.clock.now()

    process.attendance.look()

    assert process.row.state is WorkerState.DRAINING


def test_who_leaves_already_need_not_look_whether_to_drain(world: World, process: Process) -> None:
    process.attendance.look()
    drain_worker(process.worker.id, store=world.store, clock=world.clock)
    process.state = WorkerState.STOPPING
    process.attendance.look()

    assert process.state is WorkerState.STOPPING


def test_who_stops_says_so(process: Process, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        process.attendance.look()
        process.attendance.stop()

    assert process.described == 1  # what it consisted of is not there any more
    assert (process.row.state, process.row.slots) == (WorkerState.STOPPED, 0)
    assert [vars(record)["state"] for record in caplog.records] == ["active", "stopped"]


def test_who_never_told_that_it_was_there_has_no_end_to_tell(
    world: World, process: Process
) -> None:
    process.attendance.stop()

    assert read_workers(store=world.store, clock=world.clock) == []


def test_workers_are_seen_with_what_they_run(world: World) -> None:
    """By the documents' own rows: nothing is written for it on the way of a document."""
    [document_id] = world.submit("nda.pdf")
    holder = ProcessUse(7, Role.POOL, 0.1, 1)
    host, pid = "worker", 7
    busy = a_worker(name="b", host=host, processes=(holder,))
    idle = a_worker(name="a", host="other", processes=(holder,))
    gone = a_worker(name="0", state=WorkerState.STOPPED)
    for worker in (busy, idle, gone):
        save(world, worker)
    with world.store.begin() as work:
        document = work.documents.get(document_id)
        now = world.clock.now()
        held = document.claim(now, worker=f"{host}:{pid}", lease=EVERY)
        work.documents.save([held])
        work.commit()

    seen = read_workers(store=world.store, clock=world.clock)

    assert [
        (each.worker.name, [document.path for document in each.documents]) for each in seen
    ] == [("a", []), ("b", ["nda.pdf"]), ("0", [])]
    alone = latest_workers(store=world.store, clock=world.clock)
    assert alone == [each.worker for each in seen]


def test_a_silent_worker_is_seen_as_lost_before_anybody_marks_it(world: World) -> None:
    worker = a_worker(lease_expires_at=world.clock.now())
    save(world, worker)

    [seen] = read_workers(store=world.store, clock=world.clock)

    assert seen.worker.state is WorkerState.LOST


@pytest.mark.parametrize("named", ["nobody", "gone", "silent"])
def test_only_one_that_is_there_can_be_drained(world: World, named: str) -> None:
    save(world, a_worker(name="gone", state=WorkerState.STOPPED))
    save(world, a_worker(name="silent", lease_expires_at=world.clock.now()))

    with pytest.raises(WorkerNotFound):
        drain_worker(named, store=world.store, clock=world.clock)


def test_a_name_means_the_life_that_is_there(world: World) -> None:
    """A container keeps its name over restarts."""
    before = a_worker(name="celery@w", state=WorkerState.STOPPED)
    now = a_worker(name="celery@w")
    for worker in (before, now):
        save(world, worker)

    assert drain_worker("celery@w", store=world.store, clock=world.clock).id == now.id


def test_who_is_silent_for_a_lease_is_marked_as_lost_once(world: World) -> None:
    silent = a_worker(id=WorkerId("s"), lease_expires_at=world.clock.now() + EVERY)
    save(world, silent)

    def lose() -> list[WorkerId]:
        return list(lose_silent_workers(store=world.store, clock=world.clock))

    assert lose() == []
    world.clock.advance(EVERY)
    assert lose() == ["s"]
    assert lose() == []


def test_who_is_gone_for_a_day_is_forgotten(world: World) -> None:
    save(world, a_worker(state=WorkerState.STOPPED, seen_at=world.clock.now()))
    world.clock.advance(REMEMBERED)
    lose_silent_workers(store=world.store, clock=world.clock)

    assert len(read_workers(store=world.store, clock=world.clock)) == 1

    world.clock.advance(MOMENT)
    lose_silent_workers(store=world.store, clock=world.clock)

    assert read_workers(store=world.store, clock=world.clock) == []


def test_demand_is_what_waits_and_what_runs(world: World) -> None:
    """An autoscaler that went by the queue alone would end busy workers."""
    first, *_ = world.submit("a.pdf", "b.pdf", "c.pdf")
    asked: list[Counts] = []
    world.during_analysis(first, lambda: asked.append(read_demand(store=world.store)))
    world.run(first)

    assert asked == [Counts(pending=2, running=1)]
