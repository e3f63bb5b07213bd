"""Why what waits does not run: named while it lasts, and not a moment longer."""

from datetime import timedelta

import pytest

from contractsai.application.stall import OVERDUE, Cause, Stall, find_stall
from contractsai.domain.ids import DocumentId
from contractsai.domain.worker import Worker, WorkerState
from contractsai.testing.builders import a_worker
from contractsai.testing.world import World

LATE = OVERDUE + timedelta(seconds=1)


class Broker:
    """A broker that is there or not, and counts how often it was asked."""

    def __init__(self) -> None:
        self.is_there = True
        self.asked = 0

    def answers(self) -> bool:
        self.asked += 1
        return self.is_there


@pytest.fixture
def broker() -> Broker:
    return Broker()


def stall(world: World, broker: Broker) -> Stall | None:
    return find_stall(
        store=world.store, clock=world.clock, queue="contractsai", has_broker=broker.answers
    )


def cause(world: World, broker: Broker) -> Cause | None:
    found = stall(world, broker)
    return found.cause if found else None


def tells(world: World, worker: Worker) -> None:
    """Have the worker write its row now."""
    with world.store.begin() as work:
        work.workers.save(worker)
        work.commit()


def there(world: World, **values: object) -> Worker:
    worker = a_worker(lease_expires_at=world.clock.now() + timedelta(days=1), **values)
    tells(world, worker)
    return worker


def while_it_runs(world: World, document: DocumentId, broker: Broker) -> Stall | None:
    """Return what is found while a document is under way."""
    found: list[Stall | None] = []
    world.during_analysis(document, lambda: found.append(stall(world, broker)))
    world.run(document)
    return found[0]


def test_where_nothing_waits_nothing_stalls_and_nobody_is_asked(
    world: World, broker: Broker
) -> None:
    broker.is_there = False

    assert stall(world, broker) is None
    assert broker.asked == 0


def test_what_has_a_worker_and_a_broker_only_has_to_wait_a_moment(
    world: World, broker: Broker
) -> None:
    there(world)
    world.submit("a.pdf")

    assert stall(world, broker) is None


def test_a_broker_that_is_away_comes_first(world: World, broker: Broker) -> None:
    """A worker may be there without a row: it writes none before it reached the broker."""
    world.submit("a.pdf", "b.pdf")
    broker.is_there = False

    assert stall(world, broker) == Stall(Cause.BROKER_AWAY, waiting=2, running=0, slots=0)

    broker.is_there = True
    there(world)
    assert stall(world, broker) is None


def test_no_worker_is_named_until_there_is_one(world: World, broker: Broker) -> None:
    world.submit("a.pdf")
    tells(world, a_worker(lease_expires_at=world.clock.now()))  # silent for too long
    there(world, state=WorkerState.STOPPED)

    assert cause(world, broker) is Cause.NO_WORKER

    there(world)
    assert stall(world, broker) is None


def test_workers_that_take_nothing_more_are_named(world: World, broker: Broker) -> None:
    world.submit("a.pdf")
    there(world, state=WorkerState.DRAINING)

    assert cause(world, broker) is Cause.ALL_DRAINED


def test_workers_of_another_queue_are_named(world: World, broker: Broker) -> None:
    world.submit("a.pdf")
    there(world, queues=("others",))

    assert cause(world, broker) is Cause.OTHER_QUEUE


def test_a_beat_is_missed_once_nobody_was_told_for_a_while(world: World, broker: Broker) -> None:
    there(world)
    [document] = world.submit("a.pdf")
    world.clock.advance(LATE)

    assert cause(world, broker) is Cause.NO_BEAT

    world.relay()
    assert stall(world, broker) is None
    world.run(document)
    assert stall(world, broker) is None


def test_a_beat_is_missed_once_a_silent_workers_document_is_not_taken(
    world: World, broker: Broker
) -> None:
    """Nothing waits; it only seems to run."""
    there(world)
    [document] = world.submit("a.pdf")
    world.crash_worker_during(document)

    assert stall(world, broker) is None
    world.advance_past_lease()
    world.clock.advance(LATE)
    assert stall(world, broker) == Stall(Cause.NO_BEAT, waiting=0, running=1, slots=2)


def test_that_every_slot_is_busy_is_told_without_asking_the_broker(
    world: World, broker: Broker
) -> None:
    there(world, slots=1)
    first, _second = world.submit("a.pdf", "b.pdf")

    found = while_it_runs(world, first, broker)

    assert found == Stall(Cause.ALL_BUSY, waiting=1, running=1, slots=1)
    assert broker.asked == 0


def test_a_process_that_runs_its_own_job_is_no_stall(world: World, broker: Broker) -> None:
    """`contractsai analyze` without a service has neither broker nor rows of workers."""
    broker.is_there = False
    first, _second = world.submit("a.pdf", "b.pdf")

    assert while_it_runs(world, first, broker) is None


def test_what_a_dead_worker_held_is_no_sign_of_life(world: World, broker: Broker) -> None:
    first, _second = world.submit("a.pdf", "b.pdf")
    world.crash_worker_during(first)
    world.advance_past_lease()

    assert cause(world, broker) is Cause.NO_WORKER
