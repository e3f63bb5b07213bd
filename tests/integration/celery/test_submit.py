"""A submit never waits for the broker, whatever is wrong with it, and its job runs afterwards."""

import statistics
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from own_broker import OwnBroker
from service import Api
from stack import Stack

from contractsai.testing.eventually import eventually

SUBMITS = 200
CALLERS = 2
P99_SECONDS = 0.25
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


@pytest.mark.parametrize("fault", FAULTS)
def test_a_submit_does_not_wait_for_a_broker_that(
    make_stack: Callable[..., Stack],
    broker: OwnBroker,
    fault: str,
    tell: Callable[..., None],
) -> None:
    """202 at once, 200 times; nothing piles up; and every job runs when the broker is back."""
    strike, heal = FAULTS[fault]
    stack = make_stack(
        broker_url=broker.server.url,
        CONTRACTSAI_BROKER_TIMEOUT_SECONDS="1",
        CONTRACTSAI_MAX_TASKS_PER_CHILD="10000",  # Celery takes up to 5 s to replace a child
    )
    worker, beat, api = stack.worker(), stack.beat(), Api(stack)
    folder = stack.contracts / "one"
    folder.mkdir()
    (folder / "a.txt").write_text("ok")
    for _ in range(10):
        api.submit(folder)
    before = api.holds()

    strike(broker)
    with ThreadPoolExecutor(CALLERS) as callers:
        answers = list(callers.map(lambda _: api.submit(folder), range(SUBMITS)))
    during = api.holds()
    heal(broker)

    assert {status for status, _, _ in answers} == {202}
    seconds = [taken for _, _, taken in answers]
    percentiles = statistics.quantiles(seconds, n=100)
    tell(
        broker=fault,
        p50_ms=round(1000 * percentiles[49], 1),
        p99_ms=round(1000 * percentiles[98], 1),
        worst_ms=round(1000 * max(seconds), 1),
        before=before,
        during=during,
    )
    waiting = {job_id for _, job_id, _ in answers}

    def all_ended() -> bool:
        ended = {job_id for job_id in waiting if stack.services.read_job(job_id).state.has_ended}
        waiting.difference_update(ended)
        return not waiting

    eventually(all_ended, within=60, what="the end of all jobs")
    tell(after=api.holds(), worker=worker.popen.poll(), beat=beat.popen.poll())
    assert percentiles[98] < P99_SECONDS
