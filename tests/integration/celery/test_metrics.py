"""What a worker tells Prometheus, under every pool."""

import re
import urllib.request
from collections.abc import Callable

import pytest
from prometheus_client.parser import text_string_to_metric_families
from service import Api
from stack import Process, Stack

from contractsai.application.messages import ANALYZE_DOCUMENT
from contractsai.testing.eventually import eventually

POOLS = ["prefork", "threads", "solo"]
Samples = dict[tuple[str, ...], float]


def scraped(worker: Process) -> Samples:
    """Return each value by the metric's name and its labels' values, by the labels' names."""
    found = re.search(r"event=metrics.served port=(\d+)", worker.log)
    assert found, worker.log
    return scraped_at(int(found[1]))


def scraped_at(port: int) -> Samples:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as response:
        text = response.read().decode()
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.mark.parametrize("pool", POOLS)
def test_what_happens_is_counted_once_and_in_one_place(
    make_stack: Callable[..., Stack], pool: str
) -> None:
    """Also in children of a pool, also those that are gone, also where the log shows warnings."""
    stack = make_stack(
        CONTRACTSAI_METRICS="127.0.0.1:0",
        CONTRACTSAI_MAX_CRASHES="1",
        CONTRACTSAI_MAX_FAILURES="1",
        CONTRACTSAI_MAX_TASKS_PER_CHILD="2",
    )
    worker = stack.worker(pool=pool, concurrency=2 if pool == "prefork" else 1)
    stack.beat()
    worker.wait_for("event=metrics.served")
    at_first = scraped(worker)
    assert at_first["contractsai_attempts_total", "COMPLETED"] == 0

    jobs = [stack.submit(a="ok", b="raise", c="crash", d=f"ok {number}") for number in range(2)]
    for job_id in jobs:
        stack.wait(job_id)

    def told() -> Samples | None:
        seen = scraped(worker)
        whole = seen["contractsai_attempt_seconds_count",] == 8
        ticked = seen["contractsai_last_tick_timestamp_seconds", "contractsai.rescue"] > 0
        return seen if whole and ticked else None

    seen = eventually(told, what="eight attempts and a tick")
    assert seen["contractsai_attempts_total", "COMPLETED"] == 4
    assert seen["contractsai_attempts_total", "FAILED"] == 4
    assert seen["contractsai_failures_total", "internal"] == 2
    assert seen["contractsai_analysis_processes_lost_total", "crashed"] == 2
    task = ("generic", ANALYZE_DOCUMENT, "contractsai")
    received = {name: value for name, value in seen.items() if name[1:] == task}
    assert received["celery_task_received_total", *task] >= 1
    assert seen["celery_worker_up", "generic"] == 1


@pytest.mark.parametrize("broker", ["redis", "rabbitmq"])
def test_the_api_tells_how_long_the_queues_are(
    request: pytest.FixtureRequest, make_stack: Callable[..., Stack], broker: str
) -> None:
    stack = make_stack(broker_url=request.getfixturevalue(f"{broker}_url"))
    queue = stack.env.get("CONTRACTSAI_QUEUE", "contractsai")
    api = Api(stack)
    before = scraped_at(api.port)
    assert before["celery_queue_length", queue] == before["contractsai_demand",] == 0

    stack.submit(a="ok", b="ok")

    def told() -> bool:
        seen = scraped_at(api.port)
        lengths = [seen["celery_queue_length", name] for name in (queue, f"{queue}.ticks")]
        return lengths == [2, 0] and seen["contractsai_demand",] == 2

    eventually(told, what="two messages that wait")
    assert scraped_at(api.port)["contractsai_broker_up",] == 1
