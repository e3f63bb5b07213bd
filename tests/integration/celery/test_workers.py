"""Workers tell of themselves in rows, and hear there what people ask of them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from stack import UNHURRIED, Process, Stack

from contractsai.application.workers import Sighting
from contractsai.domain.lifecycle import State
from contractsai.domain.worker import Role, WorkerState
from contractsai.testing.eventually import eventually

POOLS = ["prefork", "threads", "solo"]
SLOW_ROWS = "3600"
"""Seconds between two rows: what is in one sooner was told because there was news."""


def sighting_of(stack: Stack, process: Process) -> Sighting | None:
    found = [seen for seen in stack.services.workers.read() if seen.worker.pid == process.popen.pid]
    return found[0] if found else None


def wait_for(stack: Stack, process: Process, state: WorkerState) -> Sighting:
    """Return the worker once its row has that state."""

    def there() -> Sighting | None:
        seen = sighting_of(stack, process)
        return seen if seen is not None and seen.worker.state is state else None

    return eventually(there, what=f"a worker that is {state}:\n{process.log[-4000:]}")


@pytest.mark.parametrize("pool", POOLS)
def test_a_worker_tells_what_it_is_runs_and_takes(
    make_stack: Callable[..., Stack], pool: str
) -> None:
    stack = make_stack(CONTRACTSAI_DOCUMENT_SECONDS="600", CONTRACTSAI_WORKER_ROW_SECONDS="0.5")
    worker = stack.worker(pool=pool)
    job_id = stack.submit(a="hang")
    document = stack.wait_running(job_id, "a")

    def busy() -> Sighting | None:
        seen = sighting_of(stack, worker)
        roles = {use.role for use in seen.worker.processes if use.processor} if seen else set()
        return seen if Role.ANALYSIS in roles else None

    seen = eventually(busy, what="a row that shows the analysis process at work")
    told = seen.worker
    assert (told.pool, told.slots) == (
        {"threads": "thread"}.get(pool, pool),
        1,
    )
    assert set(told.queues) == {"contractsai", "contractsai.ticks"}
    assert [row.id for row in seen.documents] == [document.id]
    roles = [use.role for use in told.processes]
    assert roles[0] is Role.WORKER
    assert roles.count(Role.GUARD) == roles.count(Role.ANALYSIS) == 1
    assert roles.count(Role.POOL) == (pool == "prefork")
    assert all(use.resident_bytes > 0 for use in told.processes)
    assert stack.services.workers.demand().running == 1

    stack.services.cancel_job(job_id)
    stack.wait(job_id)


@pytest.mark.parametrize("pool", POOLS)
def test_a_drained_worker_claims_no_more_and_says_so(
    make_stack: Callable[..., Stack], pool: str
) -> None:
    """Also while it is busy; what waits is for others, and is not handed to and fro."""
    stack = make_stack(**UNHURRIED, CONTRACTSAI_WORKER_ROW_SECONDS=SLOW_ROWS)
    worker = stack.worker(pool=pool)
    seen = wait_for(stack, worker, WorkerState.ACTIVE)
    stack.wait(stack.submit(a="ok"))

    stack.services.workers.drain(seen.worker.id)
    wait_for(stack, worker, WorkerState.DRAINING)
    job_id = stack.submit(b="ok", c="ok")
    worker.wait_for("Canceling queue contractsai")

    other = stack.worker(pool=pool)
    job = stack.wait(job_id)

    assert job.state is State.COMPLETED
    holders = {use.pid for use in wait_for(stack, other, WorkerState.ACTIVE).worker.processes}
    assert other.popen.pid in holders
    assert stack.services.read_documents(job_id, limit=2)[0].attempt == 1
    assert worker.log.count(job_id) == 0
    assert sighting_of(stack, worker) is not None


def test_a_drained_worker_ends_what_it_runs(make_stack: Callable[..., Stack]) -> None:
    stack = make_stack(CONTRACTSAI_WORKER_ROW_SECONDS=SLOW_ROWS)
    worker = stack.worker()
    job_id = stack.submit(a="sleep:1.5", b="ok")
    stack.wait_running(job_id, "a")

    stack.services.workers.drain(wait_for(stack, worker, WorkerState.ACTIVE).worker.name)
    wait_for(stack, worker, WorkerState.DRAINING)

    def done() -> bool:
        return stack.document(job_id, "a").state is State.COMPLETED

    eventually(done, what="the end of what ran")
    assert stack.document(job_id, "b").attempt == 0


def test_a_worker_that_stops_says_so_and_one_that_is_killed_is_lost(
    make_stack: Callable[..., Stack],
) -> None:
    stack = make_stack(CONTRACTSAI_WORKER_ROW_SECONDS="0.5")
    stopped, killed = stack.worker(), stack.worker()
    for process in (stopped, killed):
        wait_for(stack, process, WorkerState.ACTIVE)

    stopped.stop()
    killed.kill_group()
    stack.worker()  # whose rescues mark it
    stack.beat()

    wait_for(stack, stopped, WorkerState.STOPPED)
    lost = wait_for(stack, killed, WorkerState.LOST).worker

    def marked() -> bool:
        row = stack.services.store.ask(lambda work: work.workers.get(lost.id))
        return row.state is WorkerState.LOST

    eventually(marked, what="the mark in the row")
    assert lost.lease_expires_at - lost.seen_at == timedelta(seconds=1.5)
