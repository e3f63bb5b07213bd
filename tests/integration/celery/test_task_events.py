"""What Celery tells those who watch its tasks, Flower for one, is what became of the attempt."""

import re
from collections.abc import Callable

import pytest
from stack import Process, Stack

from contractsai.domain.job import Counts
from contractsai.testing.eventually import eventually


def ends(watcher: Process) -> list[str]:
    """Return how tasks of documents ended, as `celery events` shows it."""
    found = re.findall(
        r"task (succeeded|failed|retried): contractsai\.analyze_document", watcher.log
    )
    return sorted(found)


@pytest.mark.parametrize(
    ("broker", "pool"),
    [("redis_url", "prefork"), ("rabbitmq_url", "prefork"), ("redis_url", "solo")],
)
def test_an_attempt_that_failed_is_a_task_that_failed(
    make_stack: Callable[..., Stack], request: pytest.FixtureRequest, broker: str, pool: str
) -> None:
    """Whoever sees SUCCESS there does not look for the FAILED document. There is no traceback, and
    no second delivery: another attempt is another message, and the row says whether there is one.
    """
    stack = make_stack(broker_url=request.getfixturevalue(broker), CONTRACTSAI_MAX_FAILURES="2")
    watcher = stack.celery("events", "--dump", PYTHONUNBUFFERED="1")
    watcher.wait_for("starting capture")
    worker = stack.worker(pool=pool)
    stack.beat()

    job = stack.wait(stack.submit(a="ok", b="raise"))

    expected = ["failed", "failed", "succeeded"]
    eventually(lambda: ends(watcher) == expected, what=f"{expected}")
    assert job.counts == Counts(completed=1, failed=1)
    assert stack.document(job.id, "b").attempt == 2
    assert "AttemptFailed('internal; the document is RETRYING')" in watcher.log
    assert "AttemptFailed('internal; the document is FAILED')" in watcher.log
    assert "raised expected: AttemptFailed" in worker.log
    assert not re.search(r"Task contractsai\.analyze_document\S* raised unexpected", worker.log)
