"""SIGKILL a worker, many times: the next attempt comes in time, and nobody else suffers."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from stack import Process, Stack

from contractsai.domain.document import Document
from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason
from contractsai.testing.eventually import PATIENCE_SECONDS, eventually

KILLS = 30
AT_ONCE = 3
LEASE_SECONDS = 1.0
TICK_SECONDS = 0.5
NEVER_SECONDS = "36000"  # far above the patience of any wait here
TICKS_ONLY = "--queues=contractsai.ticks"


@pytest.mark.timeout(600)
def test_each_of_thirty_killed_workers_is_replaced_by_lease_and_ticks_alone(
    make_stack: Callable[..., Stack], tell: Callable[..., None]
) -> None:
    """A rescue counts the crash, a relay tells the broker: both find a free slot here.

    Nothing else is left that could bring a document back while the test waits, so that each of the
    kills is bounded; what a machine makes of it is told.
    """
    stack = make_stack(
        CONTRACTSAI_LEASE_SECONDS=str(LEASE_SECONDS),
        CONTRACTSAI_HEARTBEAT_SECONDS="0.3",
        CONTRACTSAI_TICK_SECONDS=str(TICK_SECONDS),
        CONTRACTSAI_RESEND_SECONDS=NEVER_SECONDS,
        CONTRACTSAI_BACKOFF_SECONDS="0.01",
        CONTRACTSAI_MAX_BACKOFF_SECONDS="0.01",
        CONTRACTSAI_MAX_CRASHES="1000",
        CONTRACTSAI_DOCUMENT_SECONDS="600",
    )
    names = [f"d{number}" for number in range(AT_ONCE)]
    stack.worker(TICKS_ONLY)
    stack.beat()
    workers = start(stack, 2 * AT_ONCE)
    job_id = stack.submit(**{name: f"sleep:{500 + number}" for number, name in enumerate(names)})

    seconds: list[float] = []
    while len(seconds) < KILLS:
        held = [stack.wait_running(job_id, name) for name in names]
        victims = [holder(workers, document) for document in held]
        killed_at = [kill(victim) for victim in victims]
        workers = [worker for worker in workers if worker not in victims]
        seconds += wait_for_next_attempts(stack, held, killed_at)
        workers += start(stack, AT_ONCE)

    tell(
        kills=len(seconds),
        median_seconds=statistics.median(seconds),
        worst_seconds=max(seconds),
    )
    stack.services.cancel_job(job_id)
    assert stack.wait(job_id).state is State.CANCELLED
    for name in names:
        document = stack.document(job_id, name)
        # A busy machine can miss a heartbeat or two of such a short lease: a crash more, no less.
        assert document.crashes >= KILLS / AT_ONCE
        assert document.attempt == document.crashes + 1


@pytest.mark.parametrize(
    ("pool", "poison", "kills_workers"),
    [
        ("prefork", "kill-worker", False),  # the pool's child alone, which the worker replaces
        ("prefork", "kill-whole-worker", True),
        ("threads", "kill-whole-worker", True),
    ],
)
def test_a_poison_document_that_takes_its_worker_with_it_ends_failed(
    make_stack: Callable[..., Stack],
    pool: str,
    poison: str,
    kills_workers: bool,  # noqa: FBT001 - a table's column
) -> None:
    """Celery has no counter for that and would loop for ever; the row counts, and its end is told.

    Somebody starts the worker again each time, as Docker, systemd and `contractsai up` do.
    """
    budget = 3
    stack = make_stack(CONTRACTSAI_MAX_CRASHES=str(budget), CONTRACTSAI_LEASE_SECONDS="1.5")
    stack.worker(TICKS_ONLY)
    stack.beat()

    with supervised(stack, pool) as deaths:
        neighbours = {f"n{number}": f"ok {number}" for number in range(6)}
        job_id = stack.submit(a=poison, **neighbours)
        job = stack.wait(job_id)

    row = stack.document(job_id, "a")
    assert (row.state, row.reason) == (State.FAILED, Reason.CRASHED)
    assert (row.attempt, row.crashes) == (budget, budget)
    assert len(deaths) == (budget if kills_workers else 0)
    assert (job.state, job.counts) == (State.COMPLETED, Counts(completed=6, failed=1))
    assert {stack.document(job_id, name).crashes for name in neighbours} == {0}


def start(stack: Stack, count: int) -> list[Process]:
    """Start workers for documents, all at once."""
    workers = [
        stack.celery(
            "worker",
            "--concurrency=1",
            "--queues=contractsai",
            f"--hostname=w{number}-{time.monotonic_ns()}@here",
            "--without-mingle",
            "--without-gossip",
            "--loglevel=INFO",
        )
        for number in range(count)
    ]
    for worker in workers:
        worker.wait_for("ready.")
    return workers


def holder(workers: list[Process], document: Document) -> Process:
    [found] = [worker for worker in workers if worker.holds(document)]
    return found


def kill(worker: Process) -> float:
    worker.kill_group()
    return time.monotonic()


def wait_for_next_attempts(
    stack: Stack, held: list[Document], killed_at: list[float]
) -> list[float]:
    """Return the seconds from each kill to the claim of the same document by somebody else."""
    missing = {document.id: (document, at) for document, at in zip(held, killed_at, strict=True)}
    seconds: list[float] = []

    def all_claimed() -> bool:
        documents = stack.services.read_documents(held[0].job_id, limit=100)
        seen_at = time.monotonic()
        claimed = [
            now.id
            for now in documents
            if now.id in missing and now.fence > missing[now.id][0].fence
        ]
        seconds.extend(seen_at - missing.pop(document_id)[1] for document_id in claimed)
        return not missing

    eventually(all_claimed, what="the next attempts")
    return seconds


@contextmanager
def supervised(stack: Stack, pool: str) -> Iterator[list[int]]:
    """Keep one worker for documents alive; yield the exit codes of those that died."""
    deaths: list[int] = []
    is_over = threading.Event()

    def supervise() -> None:
        while not is_over.is_set():
            worker = stack.worker("--queues=contractsai", pool=pool)
            while worker.popen.poll() is None and not is_over.wait(0.05):
                pass
            if not is_over.is_set():
                deaths.append(worker.popen.returncode)

    thread = threading.Thread(target=supervise, daemon=True)
    thread.start()
    try:
        yield deaths
    finally:
        is_over.set()
        thread.join(PATIENCE_SECONDS)
