"""What Celery tells those who watch its tasks, Flower for one, is what became of the attempt."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from stack import Stack

from contractsai.bootstrap_broker import build_celery
from contractsai.domain.job import Counts
from contractsai.testing.eventually import eventually

ENDS = ("task-succeeded", "task-failed", "task-retried", "task-rejected")


@contextmanager
def watching(stack: Stack) -> Iterator[list[dict[str, Any]]]:
    """Yield the events of tasks, as Flower gets them, while they come."""
    app = build_celery(stack.services.settings)
    seen: list[dict[str, Any]] = []
    ready, done = threading.Event(), threading.Event()

    def listen() -> None:
        with app.connection() as connection:
            receiver = app.events.Receiver(connection, handlers={"*": seen.append})
            with receiver.consumer_context():
                ready.set()
                while not done.is_set():
                    with suppress(TimeoutError):  # nothing came for a while
                        connection.drain_events(timeout=0.2)

    thread = threading.Thread(target=listen)
    thread.start()
    assert ready.wait(10)
    try:
        yield seen
    finally:
        done.set()
        thread.join(10)
        app.close()


@pytest.mark.parametrize("broker", ["redis_url", "rabbitmq_url"])
@pytest.mark.parametrize("pool", ["prefork", "threads"])
def test_an_attempt_that_failed_is_a_task_that_failed(
    make_stack: Callable[..., Stack], request: pytest.FixtureRequest, broker: str, pool: str
) -> None:
    """Whoever sees SUCCESS there does not look for the FAILED document. There is no traceback, and
    no second delivery: another attempt is another message, and the row says whether there is one.
    """
    stack = make_stack(broker_url=request.getfixturevalue(broker), CONTRACTSAI_MAX_FAILURES="2")
    worker = stack.worker(pool=pool)
    stack.beat()
    with watching(stack) as seen:
        job = stack.wait(stack.submit(a="ok", b="raise"))

        def ends() -> list[str]:
            own = {event["uuid"] for event in list(seen) if "analyze" in (event.get("name") or "")}
            return sorted(
                event["type"]
                for event in list(seen)
                if event["type"] in ENDS and event["uuid"] in own
            )

        expected = ["task-failed", "task-failed", "task-succeeded"]
        eventually(lambda: ends() == expected, within=10, what=f"{expected}")
        failures = [event["exception"] for event in seen if event["type"] == "task-failed"]

    assert job.counts == Counts(completed=1, failed=1)
    assert stack.document(job.id, "b").attempt == 2
    assert failures == [
        "AttemptFailed('internal; the document is RETRYING')",
        "AttemptFailed('internal; the document is FAILED')",
    ]
    assert "raised expected: AttemptFailed" in worker.log
    assert not re.search(r"Task contractsai\.analyze_document\S* raised unexpected", worker.log)
