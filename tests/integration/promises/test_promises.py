"""What the README promises, each promise once, with real workers that are killed and frozen.

The long suites say the same of every broker and database, again and again, with more at once.
"""

import itertools
from collections.abc import Callable

import psutil
import pytest
from own_broker import OwnBroker
from stack import Stack

from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason
from contractsai.testing.eventually import eventually


@pytest.fixture
def stack(make_stack: Callable[..., Stack]) -> Stack:
    return make_stack(CONTRACTSAI_DOCUMENT_SECONDS="600", CONTRACTSAI_SHUTDOWN_GRACE_SECONDS="0.5")


def test_1_every_accepted_job_ends_whatever_dies(stack: Stack, broker: OwnBroker) -> None:
    """The worker in the midst of a document, and the broker with all it knew."""
    stack.beat()
    worker = stack.worker()
    job_id = stack.submit(a="sleep:2", b="ok")
    stack.wait_running(job_id, "a")

    worker.kill_group()
    broker.wipe()
    stack.worker()

    assert stack.wait(job_id).counts == Counts(completed=2)
    document = stack.document(job_id, "a")
    assert (document.attempt, document.crashes) == (2, 1)


def test_2_only_who_holds_the_current_fence_writes(stack: Stack) -> None:
    """A worker that was frozen until another had its document wakes up too late."""
    stack.beat()
    frozen = stack.worker()
    job_id = stack.submit(a="sleep:1")
    stack.wait_running(job_id, "a")
    members = frozen.tree()
    for member in members:
        member.suspend()
    stack.worker()
    stack.wait(job_id)
    row = stack.document(job_id, "a")

    for member in members:
        member.resume()
    stack.wait(stack.submit(b="ok", c="ok", d="ok"))

    assert (row.state, row.attempt) == (State.COMPLETED, 2)
    assert stack.document(job_id, "a") == row


def test_3_only_a_persons_retry_leaves_an_end_state(stack: Stack) -> None:
    """A message that comes again is no such retry."""
    stack.beat()
    stack.worker()
    job_id = stack.submit(a="raise", b="ok")
    failed = stack.wait(job_id)
    row = stack.document(job_id, "a")

    stack.services.queue.enqueue(row.id)
    stack.wait(stack.submit(c="ok 2"))  # whose message came behind that one
    unmoved = (stack.services.read_job(job_id), stack.document(job_id, "a"))
    stack.services.retry_job(job_id)

    assert unmoved == (failed, row)
    assert row.reason is Reason.INTERNAL
    eventually(lambda: stack.document(job_id, "a").attempt > row.attempt, what="a retry")
    stack.wait(job_id)


def test_4_one_analysis_is_stored_per_content(stack: Stack) -> None:
    """Whoever submits the same bytes again gets the same analysis."""
    stack.worker()

    jobs = [stack.submit(a="ok the same"), stack.submit(b="ok the same")]
    for job_id in jobs:
        stack.wait(job_id)

    first, second = stack.document(jobs[0], "a"), stack.document(jobs[1], "b")
    assert first.analysis_id is not None
    assert (first.analysis_id, first.sha256) == (second.analysis_id, second.sha256)


def test_5_counts_add_up_whenever_somebody_looks(stack: Stack) -> None:
    """Two processes end documents, and a reader looks all the while."""
    stack.beat()
    stack.worker(concurrency=2)
    names = [f"d{number:02}" for number in range(30)]
    job_id = stack.submit(**{name: f"ok {name}" for name in names})
    seen = []

    def has_ended() -> bool:
        job = stack.services.read_job(job_id)
        seen.append(job.counts)
        return job.state.has_ended

    eventually(has_ended, what="the job's end")

    assert {counts.total for counts in seen} == {len(names)}
    completed = [counts.completed for counts in seen]
    assert all(before <= after for before, after in itertools.pairwise(completed))
    assert seen[-1] == Counts(completed=len(names))


def test_6_nothing_of_a_job_appears_after_its_cancel(stack: Stack) -> None:
    """Also not of the document that ran when the cancel came, for ten minutes more."""
    worker = stack.worker()
    job_id = stack.submit(a="sleep:600", b="ok")
    stack.wait_running(job_id, "a")

    stack.services.cancel_job(job_id)
    cancelled = stack.wait(job_id)
    rows = stack.services.read_documents(job_id, limit=10)
    stack.wait(stack.submit(c="ok"))

    assert cancelled.state is State.CANCELLED
    assert stack.services.read_job(job_id) == cancelled
    assert stack.services.read_documents(job_id, limit=10) == rows
    assert worker.popen.poll() is None


def test_7_a_poison_document_fails_alone_and_within_its_budget(stack: Stack) -> None:
    """It kills the process that runs it, each time."""
    stack.beat()
    stack.worker()

    job_id = stack.submit(a="kill-worker", b="ok", c="ok 2")
    job = stack.wait(job_id)

    document = stack.document(job_id, "a")
    assert (document.state, document.reason) == (State.FAILED, Reason.CRASHED)
    assert document.crashes == document.attempt == int(stack.env["CONTRACTSAI_MAX_CRASHES"])
    assert job.counts == Counts(completed=2, failed=1)


def test_8_a_worker_that_is_stopped_leaves_nothing(stack: Stack) -> None:
    """Its document is given back, and no attempt is held against it."""
    worker = stack.worker()
    job_id = stack.submit(a="sleep:600")
    stack.wait_running(job_id, "a")
    members = worker.tree()
    assert len(members) > 1

    worker.stop()

    document = stack.document(job_id, "a")
    assert (document.state, document.failures, document.crashes) == (State.PENDING, 0, 0)
    eventually(lambda: not any(map(psutil.Process.is_running, members)), what="their end")


def test_8_what_analyses_ends_with_a_worker_that_is_killed(stack: Stack) -> None:
    """Whatever it is in the midst of; the guard is told by the kernel."""
    worker = stack.worker()
    job_id = stack.submit(a="sleep:600")
    stack.wait_running(job_id, "a")
    analyses = eventually(
        lambda: [found for found in worker.tree() if "analysis" in " ".join(found.cmdline())],
        what="an analysis process",
    )

    worker.kill_group(but=analyses)

    eventually(lambda: not any(map(psutil.Process.is_running, analyses)), what="their end")
    stack.services.cancel_job(job_id)
    eventually(stack.services.rescue_expired, what="the end of its lease")
    assert stack.services.read_job(job_id).state is State.CANCELLED
