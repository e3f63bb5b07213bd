"""Whatever single process or message is lost, the job ends, and nothing happens twice."""

import signal
from collections.abc import Callable

import pytest
from own_broker import OwnBroker
from stack import UNHURRIED, Stack

from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.testing.eventually import PATIENCE_SECONDS, eventually


def test_a_frozen_worker_that_wakes_up_changes_nothing(make_stack: Callable[..., Stack]) -> None:
    """I2: its fence is old by then."""
    stack = make_stack(CONTRACTSAI_DOCUMENT_SECONDS="30")
    frozen = stack.worker()
    stack.beat()
    job_id = stack.submit(a="sleep:1.5")
    stack.wait_running(job_id, "a")
    members = frozen.tree()
    for member in members:
        member.suspend()
    stack.worker()

    done = stack.wait(job_id)
    row = stack.document(job_id, "a")
    for member in members:
        member.resume()
    later = stack.submit(b="ok", c="ok", d="ok")
    stack.wait(later)

    assert (done.state, row.attempt) == (State.COMPLETED, 2)
    assert stack.document(job_id, "a") == row


def test_jobs_submitted_while_the_broker_is_down_run_when_it_returns(
    make_stack: Callable[..., Stack], broker: OwnBroker
) -> None:
    stack = make_stack(broker_url=broker.server.url)
    stack.worker()
    stack.beat()
    broker.kill()
    with pytest.raises(Exception, match="broker did not accept"):
        stack.submit(a="ok", b="ok")
    [job] = stack.services.read_jobs(limit=1)
    assert job.state is State.PENDING

    broker.start()

    assert stack.wait(job.id).counts == Counts(completed=2)


def test_a_wiped_broker_costs_time_and_nothing_else(
    make_stack: Callable[..., Stack], broker: OwnBroker
) -> None:
    stack = make_stack(broker_url=broker.server.url)
    job_id = stack.submit(a="ok", b="ok", c="ok")
    broker.wipe()
    stack.worker()
    stack.beat()

    assert stack.wait(job_id).counts == Counts(completed=3)


def test_a_worker_told_to_stop_gives_its_document_back(make_stack: Callable[..., Stack]) -> None:
    """A deploy burns no attempt: neither failure nor crash is counted."""
    stack = make_stack(CONTRACTSAI_DOCUMENT_SECONDS="30", CONTRACTSAI_SHUTDOWN_GRACE_SECONDS="0.5")
    worker = stack.worker()
    stack.beat()
    job_id = stack.submit(a="sleep:5")
    stack.wait_running(job_id, "a")

    worker.signal(signal.SIGTERM)
    worker.popen.wait(PATIENCE_SECONDS)

    assert stack.document(job_id, "a").state is State.PENDING
    stack.worker()
    assert stack.wait(job_id).state is State.COMPLETED
    document = stack.document(job_id, "a")
    assert (document.failures, document.crashes) == (0, 0)


def test_a_worker_that_celery_does_not_end_ends_all_the_same(
    make_stack: Callable[..., Stack],
) -> None:
    """Under load its warm shutdown sometimes waits for ever, though every task is done."""
    stack = make_stack(CONTRACTSAI_SHUTDOWN_GRACE_SECONDS="0.5")
    worker = stack.worker("--include=stuck_worker")
    members = worker.tree()
    assert len(members) > 1

    worker.signal(signal.SIGTERM)

    worker.popen.wait(PATIENCE_SECONDS)
    eventually(lambda: not any(member.is_running() for member in members))


def test_a_worker_that_was_just_given_a_document_stops_in_time(stack: Stack) -> None:
    """Celery 5.6.3 forgets such a document; its pool process then waits for half a minute."""
    worker = stack.worker()
    [pool_process] = worker.tree()[1:]
    pool_process.suspend()
    stack.submit(a="ok")
    worker.wait_for("analyze_document")

    worker.signal(signal.SIGTERM)
    worker.wait_for("Warm shutdown")
    pool_process.resume()

    worker.popen.wait(PATIENCE_SECONDS)
    assert "ended by force" not in worker.log


def test_two_workers_on_postgres_share_a_job(
    make_stack: Callable[..., Stack], postgres_database: str
) -> None:
    """Every document once, whoever gets it."""
    stack = make_stack(CONTRACTSAI_DATABASE_URL=postgres_database, **UNHURRIED)
    stack.worker(concurrency=2)
    stack.worker(concurrency=2)
    stack.beat()

    job_id = stack.submit(**{f"d{number:02}": f"ok {number}" for number in range(40)})

    assert stack.wait(job_id).counts == Counts(completed=40)
    documents = stack.services.read_documents(job_id, limit=100)
    assert {document.attempt for document in documents} == {1}
