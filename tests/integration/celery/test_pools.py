"""A hostile document hurts itself alone, and limits hold, under every pool."""

from collections.abc import Callable

import psutil
import pytest
from stack import UNHURRIED, Stack

from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason
from contractsai.testing.eventually import eventually
from contractsai.testing.leaks import LeakKind

POOLS = ["prefork", "threads", "solo"]
HOSTILE = {
    "crash": Reason.CRASHED,
    "exit": Reason.CRASHED,
    "memory": Reason.MEMORY,
    "hang": Reason.TIMEOUT,
    "raise": Reason.INTERNAL,
}


@pytest.mark.parametrize("pool", POOLS)
def test_a_hostile_document_ends_failed_and_the_next_succeeds(
    make_stack: Callable[..., Stack], pool: str
) -> None:
    """Celery's own limits are ignored on threads and solo: ours have to hold there too."""
    stack = make_stack(CONTRACTSAI_DOCUMENT_SECONDS="5")
    stack.worker(pool=pool)
    stack.beat()

    job_id = stack.submit(**{f"a-{name}": name for name in HOSTILE}, z="ok")
    job = stack.wait(job_id)

    assert job.state is State.COMPLETED
    assert job.counts == Counts(completed=1, failed=len(HOSTILE))
    for name, reason in HOSTILE.items():
        document = stack.document(job_id, f"a-{name}")
        assert (document.reason, document.state) == (reason, State.FAILED)
        budget = 3 if reason is Reason.INTERNAL else 2
        assert document.attempt == budget


@pytest.mark.parametrize("pool", POOLS)
def test_a_running_job_is_cancelled_long_before_its_document_is_through(
    make_stack: Callable[..., Stack], pool: str
) -> None:
    """By the row, not by a revoke: that one is lost on a worker that is down."""
    stack = make_stack(CONTRACTSAI_DOCUMENT_SECONDS="600")
    worker = stack.worker(pool=pool)
    job_id = stack.submit(a="sleep:600", b="ok")
    stack.wait_running(job_id, "a")

    stack.services.cancel_job(job_id)
    job = stack.wait(job_id)

    assert job.state is State.CANCELLED
    assert stack.document(job_id, "a").state is State.CANCELLED
    assert worker.popen.poll() is None


@pytest.mark.parametrize("pool", POOLS)
def test_a_time_limit_kills_grandchildren_too(
    stack: Stack, pool: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """An OCR program must not outlive the document that started it."""
    pid_file = tmp_path_factory.mktemp("pids") / "pid"
    stack.worker(pool=pool)
    stack.beat()

    job_id = stack.submit(a=f"grandchild:{pid_file}")
    job = stack.wait(job_id)

    assert job.state is State.FAILED
    assert stack.document(job_id, "a").reason is Reason.TIMEOUT
    pid = int(pid_file.read_text())
    eventually(lambda: not psutil.pid_exists(pid), what="the grandchild's end")


def test_a_document_is_tried_again_with_backoff_until_it_succeeds(
    make_stack: Callable[..., Stack], tmp_path_factory: pytest.TempPathFactory
) -> None:
    counter = tmp_path_factory.mktemp("flaky") / "count"
    stack = make_stack(**UNHURRIED)
    stack.worker()
    stack.beat()

    job_id = stack.submit(a=f"flaky:{counter}:2")
    job = stack.wait(job_id)

    document = stack.document(job_id, "a")
    assert job.state is State.COMPLETED
    assert (document.attempt, document.failures) == (3, 2)


def test_celerys_soft_limit_ends_the_attempt_and_the_worker_goes_on(
    make_stack: Callable[..., Stack],
) -> None:
    """The outer net, on prefork; the document is blamed for its time, not for a defect."""
    stack = make_stack(
        CONTRACTSAI_DOCUMENT_SECONDS="2.99",
        CONTRACTSAI_TASK_SOFT_TIME_LIMIT="3",
        CONTRACTSAI_TASK_TIME_LIMIT="6",
        CONTRACTSAI_VISIBILITY_TIMEOUT="30",
    )
    stack.worker()
    stack.beat()

    job_id = stack.submit(a="hang", b="ok")

    assert stack.wait(job_id).counts == Counts(completed=1, failed=1)
    assert stack.document(job_id, "a").reason is Reason.TIMEOUT


@pytest.mark.leaves(LeakKind.LEASE, reason="the worker is killed, and no other is there to rescue")
def test_analysis_processes_end_with_their_worker(stack: Stack) -> None:
    """I8, also when the worker is killed in the middle of a document."""
    worker = stack.worker()
    job_id = stack.submit(a="sleep:1.5")
    stack.wait_running(job_id, "a")
    members = eventually(
        lambda: [found for found in worker.tree() if "analysis" in " ".join(found.cmdline())],
        what="an analysis process",
    )

    worker.kill_group(but=members)

    eventually(
        lambda: not any(member.is_running() for member in members),
        what="the analysis process' end",
    )
