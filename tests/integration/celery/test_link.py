"""A short cut of the broker's link, the way networks do it."""

import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from stack import Stack

from contractsai.domain.job import Counts
from contractsai.testing.link import Link

CUTS = 5


@pytest.fixture
def link(redis_url: str) -> Iterator[Link]:
    """A way to Redis that can be cut; it is there until the stack is closed."""
    parts = urlsplit(redis_url)
    assert parts.hostname
    with Link(parts.hostname, parts.port or 6379) as link:
        yield link


@pytest.mark.parametrize("cut_seconds", [0.2])
def test_a_short_cut_loses_neither_worker_nor_job(
    link: Link, make_stack: Callable[..., Stack], redis_url: str, cut_seconds: float
) -> None:
    """On Celery 5.7.0 this killed the worker's main process in nearly every second run.

    The message may run late or twice; the job completes, and each document counts once.
    """
    stack = make_stack(broker_url=link.via(redis_url), CONTRACTSAI_DOCUMENT_SECONDS="30")
    worker = stack.worker(concurrency=2)
    stack.beat()
    for number in range(CUTS):  # each with contents that nobody has analysed before
        slow = {"a": f"sleep:1.1{number}", "b": f"sleep:1.2{number}"}
        job_id = stack.submit(**slow, c=f"ok {number}", d=f"ok {number}")
        # The last cut may have taken the message along, or left it un-acked with a connection that
        # is gone: it is told again after a while. On a busy machine the document may have ended by
        # the time that the sender, which had to connect again, is through.
        stack.wait_claimed(job_id, "a")

        link.cut()
        time.sleep(cut_seconds)  # the length of the cut is what is tested
        link.mend()

        assert stack.wait(job_id).counts == Counts(completed=4)
        assert worker.popen.poll() is None, worker.log
