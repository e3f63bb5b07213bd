"""Workers are stopped and started again under load: no deploy loses or burns anything."""

import os
import random
import signal
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import NamedTuple

import pytest
from stack import Stack

from contractsai.domain.ids import JobId
from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.testing.eventually import PATIENCE_SECONDS

RESTARTS = int(os.environ.get("CONTRACTSAI_TEST_RESTARTS", "30"))
"""100 are the promise; fewer tell most of it, and leave time for other tests."""
LANES = 3
GRACE_SECONDS = 1.0
DOCUMENTS = 12
AHEAD = 3  # jobs that wait at any time: no worker is ever idle when it is stopped


class Exit(NamedTuple):
    """How a worker left."""

    code: int
    seconds: float
    log: str


@pytest.mark.timeout(600)
def test_a_hundred_restarts_under_load_lose_and_burn_nothing(
    make_stack: Callable[..., Stack], tell: Callable[..., None]
) -> None:
    """SIGTERM: claims end, what runs gets its grace, then is given back with nothing counted."""
    stack = make_stack(
        CONTRACTSAI_SHUTDOWN_GRACE_SECONDS=str(GRACE_SECONDS),
        CONTRACTSAI_DOCUMENT_SECONDS="60",
        CONTRACTSAI_LEASE_SECONDS="15",  # so that no rescue hides a document that was not released
    )
    stack.beat()

    def lane(restarts: int) -> list[Exit]:
        worker = stack.worker(concurrency=2)
        exits = []
        for _ in range(restarts):
            worker.wait_for("Task contractsai.analyze_document[")
            time.sleep(random.uniform(0, 1))  # a stop at any moment is what is tested
            asked_at = time.monotonic()
            worker.signal(signal.SIGTERM)
            code = worker.popen.wait(PATIENCE_SECONDS)
            exits.append(Exit(code, time.monotonic() - asked_at, worker.log))
            worker = stack.worker(concurrency=2)
        return exits

    with a_stream_of_jobs(stack) as jobs, ThreadPoolExecutor(LANES) as lanes:
        exits = [each for lane in lanes.map(lane, shares(RESTARTS, LANES)) for each in lane]
    ended = [stack.wait(job_id) for job_id in jobs]

    documents = [
        document for job_id in jobs for document in stack.services.read_documents(job_id, limit=100)
    ]
    seconds = [each.seconds for each in exits]
    tell(
        restarts=len(exits),
        exit_median_seconds=round(statistics.median(seconds), 2),
        exit_worst_seconds=round(max(seconds), 2),
        jobs=len(ended),
        documents=len(documents),
        lost=sum(document.state is not State.COMPLETED for document in documents),
        burnt=sum(document.failures + document.crashes for document in documents),
        given_back=sum(document.attempt - 1 for document in documents),
    )
    odd = [each for each in exits if each.code or "ended by force" in each.log]
    assert odd == []
    assert {job.counts for job in ended} == {Counts(completed=DOCUMENTS)}
    assert {(document.failures, document.crashes) for document in documents} == {(0, 0)}
    assert sum(document.attempt - 1 for document in documents) > 0, "no restart met a document"


def shares(total: int, parts: int) -> list[int]:
    return [total // parts + (part < total % parts) for part in range(parts)]


@contextmanager
def a_stream_of_jobs(stack: Stack) -> Iterator[list[JobId]]:
    """Submit jobs all the while, some ahead of the workers; yield their ids so far."""
    jobs: list[JobId] = []
    is_over = threading.Event()

    def submit() -> None:
        unended: list[JobId] = []
        while not is_over.wait(0.05):
            unended = [job for job in unended if not stack.services.read_job(job).state.has_ended]
            while len(unended) < AHEAD:
                number = len(jobs)
                unended.append(stack.submit(**some_documents(number)))
                jobs.append(unended[-1])

    thread = threading.Thread(target=submit, daemon=True)
    thread.start()
    try:
        yield jobs
    finally:
        is_over.set()
        thread.join(PATIENCE_SECONDS)
    assert jobs


def some_documents(job: int) -> dict[str, str]:
    """Quick ones, slow ones, and one that outlasts the grace; none was analysed before."""
    seconds = [0.05, 0.1, 0.2, 0.5] * ((DOCUMENTS - 1) // 4 + 1)
    texts = [f"sleep:{each}\n{job} {number}" for number, each in enumerate(seconds)]
    return {
        f"d{number:02}": text
        for number, text in enumerate([f"sleep:2\n{job}", *texts[: DOCUMENTS - 1]])
    }
