"""The simulated database is as concurrent as PostgreSQL at READ COMMITTED, and fails as it does."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from contractsai.domain.document import Document
from contractsai.domain.errors import StaleRow, StoreUnavailable
from contractsai.domain.job import Job
from contractsai.testing.builders import a_document, a_job
from contractsai.testing.simulation.faults import Fault, FaultKind, Faults
from contractsai.testing.simulation.scheduler import Process, Scheduler
from contractsai.testing.simulation.store import IDLE_SECONDS, LOCK_SECONDS, SimulatedStore
from contractsai.testing.simulation.turns import SimulatedTurns
from contractsai.testing.simulation.watch import PromiseWatch
from contractsai.testing.simulation.world import POLICY


class Bench:
    """A database with one job of one document, and actors that use it."""

    def __init__(self, *plan: Fault) -> None:
        chance = random.Random(1)
        self.scheduler = Scheduler(chance)
        self.watch = PromiseWatch(
            self.scheduler, policy=POLICY, retention=timedelta(days=1), window=9
        )
        faults = Faults(plan, seconds=lambda: self.scheduler.now)
        self.turns = SimulatedTurns(self.scheduler, faults, chance, self.watch)
        self.store = SimulatedStore(self.turns)
        self.job: Job = a_job()
        self.document: Document = a_document(self.job)
        self.seen: list[str] = []
        self.act("setup", self._add)
        self.run(1)

    def _add(self) -> None:
        with self.store.begin() as work:
            work.jobs.add(self.job, [self.document])
            work.commit()

    def act(self, name: str, body: Callable[[], None], *, at: float = 0.0) -> Process:
        process = Process(name)
        self.scheduler.at(
            self.scheduler.now + at, lambda: self.scheduler.spawn(process, name, body)
        )
        return process

    def run(self, seconds: float) -> None:
        self.scheduler.run(lambda: False, seconds=self.scheduler.now + seconds)

    def hold(self, seconds: float) -> Callable[[], None]:
        """Return a body that holds the job's lock for so long."""

        def body() -> None:
            with self.store.begin() as work:
                work.jobs.lock(self.job.id)
                self.scheduler.sleep(seconds)
                self.seen.append("held")
                work.commit()

        return body

    def lock(self) -> None:
        try:
            with self.store.begin() as work:
                work.jobs.lock(self.job.id)
                self.seen.append("locked")
        except StoreUnavailable as error:
            self.seen.append(str(error))


def test_who_wants_a_locked_row_waits_for_its_holder() -> None:
    bench = Bench()
    bench.act("first", bench.hold(5))
    bench.act("second", bench.lock, at=1)

    bench.run(LOCK_SECONDS)

    assert bench.seen == ["held", "locked"]


def test_a_lock_that_is_held_for_too_long_is_given_up() -> None:
    bench = Bench()
    bench.act("first", bench.hold(LOCK_SECONDS + 5))
    bench.act("second", bench.lock, at=1)

    bench.run(60)

    assert bench.seen == [f"lock timeout on jobs {bench.job.id}", "held"]


def test_a_killed_holder_lets_go() -> None:
    """A server sees the connection end."""
    bench = Bench()
    holder = bench.act("first", bench.hold(LOCK_SECONDS))
    bench.act("second", bench.lock, at=1)
    bench.scheduler.at(bench.scheduler.now + 3, lambda: bench.scheduler.kill(holder))

    bench.run(60)

    assert bench.seen == ["locked"]


def test_a_holder_that_says_nothing_for_too_long_is_ended() -> None:
    """A frozen worker must not stop all others for good; it learns of it when it is thawed."""
    bench = Bench()

    def holds_and_learns() -> None:
        try:
            bench.hold(0.1)()
        except StoreUnavailable as error:
            bench.seen.append(str(error))

    holder = bench.act("first", holds_and_learns)
    bench.scheduler.at(
        bench.scheduler.now + 0.05, lambda: bench.scheduler.freeze(holder, 2 * IDLE_SECONDS)
    )
    bench.act("second", bench.lock, at=IDLE_SECONDS - 1)

    bench.run(3 * IDLE_SECONDS)

    assert bench.seen == ["locked", "held", "the server ended the transaction"]


def test_a_statement_sees_what_was_committed_since_the_one_before() -> None:
    """READ COMMITTED: only the row locks keep decisions and writes together."""
    bench = Bench()

    def reads_twice() -> None:
        with bench.store.begin() as work:
            before = work.documents.get(bench.document.id).version
            bench.scheduler.sleep(2)
            bench.seen.append(f"{before}, {work.documents.get(bench.document.id).version}")

    bench.act("reader", reads_twice)
    bench.act("writer", lambda: save(bench, bench.document), at=1)

    bench.run(10)

    assert bench.seen == ["0, 1"]


def test_a_write_waits_for_another_and_then_finds_its_row_changed() -> None:
    """Of a rescue and a late heartbeat the one that comes first wins."""
    bench = Bench()

    def saves_slowly() -> None:
        with bench.store.begin() as work:
            work.documents.save([replace(bench.document, dispatches=1)])
            bench.scheduler.sleep(3)
            work.commit()

    def saves_too() -> None:
        with pytest.raises(StaleRow):
            save(bench, bench.document)
        bench.seen.append("stale")

    bench.act("first", saves_slowly)
    bench.act("second", saves_too, at=1)

    bench.run(10)

    assert bench.seen == ["stale"]


@pytest.mark.parametrize(
    ("kind", "version"),
    [
        (FaultKind.COMMIT_FAILED, 0),
        (FaultKind.REPLY_LOST, 1),
        (FaultKind.KILLED_BEFORE_COMMIT, 0),
        (FaultKind.KILLED_AFTER_COMMIT, 1),
    ],
)
def test_a_commit_goes_wrong_before_or_after_it_is_one(kind: FaultKind, version: int) -> None:
    bench = Bench(Fault(kind, nth=2))  # the first one adds the job

    def saves() -> None:
        with pytest.raises(StoreUnavailable):
            save(bench, bench.document)
        bench.seen.append("told")

    process = bench.act("writer", saves)
    bench.run(10)

    assert bench.store.rows.documents[bench.document.id].version == version
    assert (bench.seen == ["told"]) != process.is_dead


def save(bench: Bench, document: Document) -> None:
    with bench.store.begin() as work:
        work.documents.save([replace(document, dispatches=document.dispatches + 1)])
        work.commit()
