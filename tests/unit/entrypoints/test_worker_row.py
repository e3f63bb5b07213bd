"""The thread that keeps a worker's row."""

import logging
import os
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from contractsai.adapters.stores.memory import MemoryStore
from contractsai.application.workers import Attendance
from contractsai.domain.errors import StoreUnavailable
from contractsai.domain.worker import WorkerState
from contractsai.entrypoints.worker_row import RowKeeper
from contractsai.testing.builders import NOW, a_worker
from contractsai.testing.clock import FakeClock
from contractsai.testing.eventually import PATIENCE_SECONDS, eventually

WORKER = a_worker()


class Site:
    """A store with a worker that tells of itself in it."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.is_away = False
        self.tries = 0
        self.rests = threading.Semaphore(0)

    def attendance(self) -> Attendance:
        self.tries += 1
        if self.is_away:
            raise StoreUnavailable("postgresql://user:secret@db")
        return Attendance(
            store=self.store,
            clock=FakeClock(NOW),
            every=timedelta(hours=1),
            state=lambda: WorkerState.ACTIVE,
            describe=lambda: WORKER,
            drain=lambda: None,
        )

    def state(self) -> WorkerState | None:
        found = self.store.ask(lambda work: work.workers.latest(limit=1))
        return found[0].state if found else None

    def rest(self) -> None:
        self.rests.release()


def keeper_of(site: Site, let_go: Callable[[], None] | None = None) -> RowKeeper:
    return RowKeeper(site.attendance, let_go=let_go or site.rest, look_seconds=0.001)


def test_the_row_says_when_the_worker_comes_and_goes() -> None:
    site = Site()
    keeper = keeper_of(site)
    keeper.start()
    eventually(lambda: site.state() is WorkerState.ACTIVE, what="the row")

    keeper.stop()

    assert site.state() is WorkerState.STOPPED


def test_a_database_that_is_away_is_waited_for_and_told_of_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    site = Site()
    site.is_away = True
    keeper = keeper_of(site)
    with caplog.at_level(logging.WARNING):
        keeper.start()
        eventually(lambda: site.tries > 2, what="a third look")
        site.is_away = False
        eventually(lambda: site.state() is WorkerState.ACTIVE, what="the row")
    keeper.stop()

    [told] = [record for record in caplog.records if vars(record).get("event") == "worker.untold"]
    assert "secret" not in told.getMessage()


def test_a_worker_that_never_reached_the_database_ends_all_the_same() -> None:
    site = Site()
    site.is_away = True
    keeper = keeper_of(site)
    keeper.start()
    assert site.rests.acquire(timeout=PATIENCE_SECONDS)
    keeper.stop()

    assert site.state() is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # a fork beside threads
def test_a_fork_waits_until_nothing_is_being_said() -> None:
    """A child that inherits half a conversation may wait for its other half for ever."""
    site = Site()
    told = threading.Event()
    said: list[str] = []

    def let_go() -> None:
        if not said:
            told.set()
            said.append("begun")
            forking.wait(PATIENCE_SECONDS)
            said.append("done")

    forking = threading.Event()
    keeper = keeper_of(site, let_go)
    keeper.start()
    assert told.wait(PATIENCE_SECONDS)
    os.register_at_fork(before=forking.set)  # the last to be registered is the first to be called

    pid = os.fork()
    if pid == 0:
        os._exit(0 if said == ["begun", "done"] else 1)
    keeper.stop()

    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert site.state() is WorkerState.STOPPED  # the thread went on
