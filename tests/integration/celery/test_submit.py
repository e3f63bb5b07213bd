"""A submit never waits for the broker, whatever is wrong with it, and its job runs afterwards."""

import gc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
from own_broker import OwnBroker
from service import Api
from stack import Stack

from contractsai.domain.errors import QueueUnavailable
from contractsai.domain.ids import DocumentId
from contractsai.testing.eventually import eventually

SUBMITS = 200
CALLERS = 2
LEAK = SUBMITS // 10  # far more than pools vary by, far less than one a submit
Fault = Callable[[OwnBroker], None]


def set_up(broker: OwnBroker, **options: object) -> None:
    with broker.client as client:
        for name, value in options.items():
            client.config_set(name, str(value))


def follow_nobody(broker: OwnBroker) -> None:
    with broker.client as client:
        client.replicaof("127.0.0.1", "1")


def lead(broker: OwnBroker) -> None:
    with broker.client as client:
        client.replicaof("NO", "ONE")


FAULTS: dict[str, tuple[Fault, Fault]] = {
    "refuses": (OwnBroker.kill, OwnBroker.start),
    "is silent": (OwnBroker.freeze, OwnBroker.thaw),
    "is read-only": (follow_nobody, lead),
    "is full": (lambda broker: set_up(broker, maxmemory="1mb"), lambda b: set_up(b, maxmemory=0)),
}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_submit_does_not_wait_for_a_broker_that(
    make_stack: Callable[..., Stack],
    broker: OwnBroker,
    fault: str,
    tell: Callable[..., None],
) -> None:
    """202, 200 times; nothing piles up; and every job runs when the broker is back.

    How long an answer takes, `benchmarks/submits.py` measures.
    """
    strike, heal = FAULTS[fault]
    stack = make_stack(broker_url=broker.server.url, CONTRACTSAI_BROKER_TIMEOUT_SECONDS="1")
    worker, beat, api = stack.worker(), stack.beat(), Api(stack)
    folder = stack.contracts / "one"
    folder.mkdir()
    (folder / "a.txt").write_text("ok")

    def submit(_: int) -> tuple[int, str]:
        return api.submit(folder)

    with ThreadPoolExecutor(CALLERS) as callers:
        list(callers.map(submit, range(20)))  # fills the pools of threads and connections
        before = api.holds()
        strike(broker)
        answers = list(callers.map(submit, range(SUBMITS)))
        during = api.holds()
        heal(broker)

    assert {status for status, _ in answers} == {202}
    waiting = {job_id for _, job_id in answers}

    def all_ended() -> bool:
        ended = {job_id for job_id in waiting if stack.services.read_job(job_id).state.has_ended}
        waiting.difference_update(ended)
        return not waiting

    eventually(all_ended, what="the end of all jobs")
    after = api.holds()
    tell(broker=fault, before=before, during=during, after=after)
    for what, count in before.items():
        assert max(during[what], after[what]) < count + LEAK, what
    assert worker.popen.poll() is None, worker.log
    assert beat.popen.poll() is None, beat.log


@pytest.mark.parametrize(("fault", "messages"), [(f, 5 if "silent" in f else 100) for f in FAULTS])
def test_a_message_that_was_not_accepted_leaves_nothing_behind(
    make_stack: Callable[..., Stack], broker: OwnBroker, fault: str, messages: int
) -> None:
    """Neither thread nor connection, and each try is bounded and one error of ours."""
    strike, heal = FAULTS[fault]
    queue = make_stack(
        broker_url=broker.server.url, CONTRACTSAI_BROKER_TIMEOUT_SECONDS="0.5"
    ).services.queue
    queue.enqueue(DocumentId("first"))
    strike(broker)
    with pytest.raises(QueueUnavailable):
        queue.enqueue(DocumentId("second"))
    threads, descriptors = held()

    for number in range(messages):
        with pytest.raises(QueueUnavailable):
            queue.enqueue(DocumentId(f"d{number}"))

    threads_then, descriptors_then = held()
    assert threads_then <= threads
    assert descriptors_then <= descriptors
    heal(broker)
    queue.enqueue(DocumentId("last"))


def held() -> tuple[int, int]:
    """Return this process' threads and descriptors that are no garbage."""
    gc.collect()  # what a traceback refers to is in a cycle
    process = psutil.Process()
    return process.num_threads(), process.num_fds()
